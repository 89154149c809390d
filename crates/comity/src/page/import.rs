//! Reading files while the user looks on: the work, how far it has come, and what came of it.

use super::ask;
use super::hall::{Hall, Notice};
use crate::context::{Face, Progress};
use crate::error::{Error, Result};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;

/// An import that is at work, or the last one.
#[derive(Default)]
pub struct Job {
    /// What is being done: "reading mail.mbox"; empty where nothing is.
    pub what: String,
    /// Of a hundred; nothing where it is not known.
    pub percent: Option<u64>,
    /// The user asked to stop.
    pub stop: bool,
    /// What came of the last one: the answer of `import`.
    pub answer: Option<Value>,
    /// What stood in its way, and the way out.
    pub error: Option<(String, String)>,
}

/// What is to be read.
#[derive(Default)]
pub struct Wanted {
    pub paths: Vec<PathBuf>,
    /// Own addresses, as the user typed them.
    pub me: Vec<String>,
    /// The user's name, where they told it.
    pub name: Option<String>,
    /// Where the files were laid for this; goes away with its end.
    pub folder: Option<PathBuf>,
}

/// Starts to read, unless something is being read already.
///
/// # Errors
/// Fails where an import is at work.
pub fn start(hall: &Arc<Hall>, wanted: Wanted) -> Result<()> {
    if hall.is_importing.swap(true, Ordering::SeqCst) {
        clear(&wanted);
        return Err(Error::user("something is being read already", "wait for its end, then drop the rest"));
    }
    *hall.job() = Job { what: "looking at your files".to_owned(), ..Job::default() };
    let work = AtWork { hall: Arc::clone(hall), wanted, done: None };
    thread::spawn(move || work.run());
    Ok(())
}

/// An import at work. However it ends, even by a mistake in a reader, its end is told and its folder goes away.
struct AtWork {
    hall: Arc<Hall>,
    wanted: Wanted,
    done: Option<Result<Value>>,
}

impl AtWork {
    fn run(mut self) {
        self.done = Some(read(&self.hall, &self.wanted));
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        clear(&self.wanted);
        let mut job = self.hall.job();
        job.what.clear();
        match self.done.take() {
            Some(Ok(answer)) => job.answer = Some(answer),
            Some(Err(error)) => job.error = Some((error.to_string(), error.help().unwrap_or_default())),
            None => {
                job.error = Some((
                    "a mistake in Comity stopped the reading".to_owned(),
                    "What was whole by then stays; hand over the rest file by file.".to_owned(),
                ));
            }
        }
        drop(job);
        self.hall.is_importing.store(false, Ordering::SeqCst);
    }
}

/// Shows the invented network instead of the user's own.
///
/// # Errors
/// Fails as the operation does.
pub fn demo(hall: &Hall) -> Result<()> {
    let context = hall.context(Rc::new(crate::context::Silent));
    let answer: Value = ask(&context, "demo", json!({}))?;
    let network = answer["network"].as_str().map(PathBuf::from);
    hall.look_at(network);
    hall.tell(Notice {
        text: format!(
            "This is the network of {}, whom nobody has ever met.",
            answer["user"].as_str().unwrap_or("somebody")
        ),
        follows: vec!["Look around, and change what you like: your own is not touched.".to_owned()],
        undo: String::new(),
    });
    Ok(())
}

fn read(hall: &Arc<Hall>, wanted: &Wanted) -> Result<Value> {
    // Files go into the user's own network, whatever is looked at while they are read.
    let context = hall.context_of(hall.given.path.clone(), Rc::new(Watcher(Arc::clone(hall))));
    let answer = ask(&context, "import", json!({ "paths": wanted.paths, "me": wanted.me }))?;
    if let Some(name) = &wanted.name {
        ask::<Value>(&context, "me", json!({ "name": name, "brief": true }))?;
    }
    Ok(answer)
}

fn clear(wanted: &Wanted) {
    if let Some(folder) = &wanted.folder {
        // What cannot be deleted now goes when the server starts the next time.
        let _ = std::fs::remove_dir_all(folder);
    }
}

/// Writes down how far an import has come.
struct Watcher(Arc<Hall>);

impl Face for Watcher {
    fn progress(&self, step: &Progress<'_>) -> bool {
        let mut job = self.0.job();
        step.what.clone_into(&mut job.what);
        job.percent =
            (step.total > 0).then(|| step.done.saturating_mul(100) / step.total).map(|p| p.min(100));
        !job.stop
    }

    fn choose(&self, _question: &str, _choices: &[String]) -> Option<usize> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::hall::Given;
    use std::time::Duration;

    #[test]
    fn a_mistake_in_a_reader_ends_the_import() {
        let home = tempfile::tempdir().unwrap();
        let given = Given {
            path: home.path().join("network.comity"),
            now: None,
            zone: jiff::tz::TimeZone::UTC,
            scratch: home.path().to_owned(),
            rules: None,
            program: "comity".to_owned(),
            upload: 0,
            patience: Duration::ZERO,
        };
        let hall = Arc::new(Hall::new(given));
        hall.is_importing.store(true, Ordering::SeqCst);
        let folder = home.path().join("files");
        std::fs::create_dir(&folder).unwrap();
        let wanted = Wanted { folder: Some(folder.clone()), ..Wanted::default() };
        let work = AtWork { hall: Arc::clone(&hall), wanted, done: None };
        let reader = thread::spawn(move || {
            let _work = work;
            panic!("a mistake");
        });
        assert!(reader.join().is_err());
        assert!(!hall.is_importing() && !folder.exists());
        assert!(hall.job().error.is_some());
    }
}

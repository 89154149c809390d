//! The desks at which pages are made: threads that each keep the network open.
//!
//! A network belongs to one thread, so what is asked is carried to it. Before each page a desk looks whether
//! another process, or another desk, changed the network meanwhile.

use crate::context::{Context, Face, Progress};
use crate::page::hall::Hall;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::SystemTime;
use tokio::sync::oneshot;

/// What is done at a desk.
type Task = Box<dyn FnOnce(&Context) + Send>;

/// All desks.
#[derive(Clone)]
pub(crate) struct Desks {
    tasks: Sender<Task>,
}

impl Desks {
    /// Opens so many desks.
    pub(crate) fn open(hall: &Arc<Hall>, many: usize) -> Self {
        let (tasks, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..many.max(1) {
            let (hall, waiting) = (Arc::clone(hall), Arc::clone(&waiting));
            thread::spawn(move || work(&hall, &waiting));
        }
        Self { tasks }
    }

    /// Does something at the first desk that is free; `None` where a mistake in Comity stopped it.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        task: impl FnOnce(&Context) -> T + Send + 'static,
    ) -> Option<T> {
        let (done, answer) = oneshot::channel();
        let task: Task = Box::new(move |context| drop(done.send(task(context))));
        self.tasks.send(task).ok()?;
        answer.await.ok()
    }
}

fn work(hall: &Arc<Hall>, waiting: &Mutex<Receiver<Task>>) {
    let mut desk = Desk::default();
    loop {
        let task = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(task) = task else { return };
        let context = desk.ready(hall);
        if catch_unwind(AssertUnwindSafe(|| task(context))).is_err() {
            // Whatever it left half done goes with it; the hook told the place.
            desk = Desk::default();
        }
    }
}

/// One desk: the network that lies on it, and what tells whether it is still the same.
#[derive(Default)]
struct Desk {
    context: Option<Context>,
    /// When the file was made: another one may lie at the same place.
    made: Option<SystemTime>,
    path: PathBuf,
    mark: Option<comity_store::Mark>,
    /// The user's own rules, which no network tells of.
    rules: String,
}

impl Desk {
    /// Returns the context, fit for the present moment.
    fn ready(&mut self, hall: &Arc<Hall>) -> &Context {
        let path = hall.path();
        let made = std::fs::metadata(&path).and_then(|found| found.created()).ok();
        if self.path != path || self.made != made {
            *self = Self { path, made, ..Self::default() };
        }
        let context = self.context.get_or_insert_with(|| hall.context(Rc::new(Reader(Arc::clone(hall)))));
        context.clock = hall.now();
        if let Ok(Some(network)) = context.network_if_any() {
            let mark = network.store.mark().ok();
            let rules = hall.rules_stamp();
            if mark.is_none() || mark != self.mark || rules != self.rules {
                network.changed();
                (self.mark, self.rules) = (mark, rules);
            }
        }
        context
    }
}

/// The side of a page that long work turns to: nothing is worked out for it while an import is about to do that.
struct Reader(Arc<Hall>);

impl Face for Reader {
    fn progress(&self, _step: &Progress<'_>) -> bool {
        !self.0.is_importing.load(Ordering::Relaxed)
    }

    fn choose(&self, _question: &str, _choices: &[String]) -> Option<usize> {
        None
    }
}

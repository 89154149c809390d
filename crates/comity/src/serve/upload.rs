//! Files that a browser hands over, on their way to an import.

use super::house::{House, refused, see};
use super::secret::{Made, Secret, Session};
use crate::page::import::{self, Wanted};
use axum::extract::multipart::Field;
use axum::extract::{Extension, Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// More files than a person drops at once.
const FILES: usize = 2_000;

/// What a written field may hold: a few addresses, a path.
const TEXT: u64 = 64 << 10;

/// The folder below the user's own in which files lie until they are read.
const FOLDER: &str = "dropped";

/// The demonstration stays as it was invented.
const DEMO: Refusal = (StatusCode::CONFLICT, "this is the demonstration: go back to your own network first");

/// Why an upload was not taken.
type Refusal = (StatusCode, &'static str);

/// Takes what was dropped, and starts to read it.
pub(super) async fn drop(
    State(house): State<Arc<House>>,
    Extension(session): Extension<Session>,
    form: Multipart,
) -> Response {
    let mut wanted = Wanted::default();
    let taken = take(&house, &session, form, &mut wanted).await;
    if let Err((code, why)) = taken {
        discard(&wanted);
        return refused(code, why);
    }
    if wanted.paths.is_empty() {
        discard(&wanted);
        house.hall.job().error = Some((
            "nothing was handed over".to_owned(),
            "Choose files, drop them, or name a file or folder.".to_owned(),
        ));
        return see("/sources");
    }
    // What is being read already is shown there.
    let _ = import::start(&house.hall, wanted);
    see("/sources")
}

async fn take(
    house: &House,
    session: &Session,
    mut form: Multipart,
    wanted: &mut Wanted,
) -> Result<(), Refusal> {
    let hall = &house.hall;
    let (mut left, patience, switches) = (hall.given.upload, hall.given.patience, hall.switches());
    let mut is_ours = false;
    while let Some(field) = next(&mut form, patience).await? {
        let name = field.name().unwrap_or_default().to_owned();
        // The token comes first: nothing is taken of who has none.
        if !is_ours && name != "token" {
            return Err((StatusCode::FORBIDDEN, "this form was not made by Comity"));
        }
        match name.as_str() {
            "token" => match session.made(&text(field, patience).await?, switches).refusal() {
                Some(refusal) => return Err(refusal),
                None if hall.is_demo() => return Err(DEMO),
                None => is_ours = true,
            },
            "files" => file(house, field, &mut left, wanted).await?,
            "me" => wanted.me.extend(text(field, patience).await?.split_whitespace().map(str::to_owned)),
            "name" => {
                wanted.name = Some(text(field, patience).await?.trim().to_owned()).filter(|n| !n.is_empty())
            }
            "path" => wanted.paths.extend(path(text(field, patience).await?.trim())),
            _ => {}
        }
    }
    match Made::Before.refusal() {
        Some(refusal) if hall.switches() != switches => Err(refusal),
        _ => Ok(()),
    }
}

async fn next(form: &mut Multipart, patience: Duration) -> Result<Option<Field<'_>>, Refusal> {
    match timeout(patience, form.next_field()).await {
        Ok(Ok(field)) => Ok(field),
        Ok(Err(_)) => Err((StatusCode::BAD_REQUEST, "this upload cannot be read")),
        Err(_) => Err((StatusCode::REQUEST_TIMEOUT, "this upload took too long")),
    }
}

/// Reads a written field.
async fn text(mut field: Field<'_>, patience: Duration) -> Result<String, Refusal> {
    let mut left = TEXT;
    let mut bytes = Vec::new();
    while let Some(chunk) = chunk(&mut field, &mut left, patience).await? {
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

async fn chunk(
    field: &mut Field<'_>,
    left: &mut u64,
    patience: Duration,
) -> Result<Option<axum::body::Bytes>, Refusal> {
    let chunk = match timeout(patience, field.chunk()).await {
        Ok(Ok(chunk)) => chunk,
        Ok(Err(_)) => return Err((StatusCode::BAD_REQUEST, "this upload broke off")),
        Err(_) => return Err((StatusCode::REQUEST_TIMEOUT, "this upload took too long")),
    };
    let Some(chunk) = chunk else { return Ok(None) };
    match left.checked_sub(chunk.len() as u64) {
        Some(rest) => *left = rest,
        None => return Err((StatusCode::PAYLOAD_TOO_LARGE, "this is too large: name its path instead")),
    }
    Ok(Some(chunk))
}

/// Writes a file into a folder of its own: what it is called decides no more than what it is called.
async fn file(
    house: &House,
    mut field: Field<'_>,
    left: &mut u64,
    wanted: &mut Wanted,
) -> Result<(), Refusal> {
    let Some(name) = field.file_name().filter(|n| !n.is_empty()).map(plain) else { return Ok(()) };
    if wanted.paths.len() >= FILES {
        return Err((StatusCode::PAYLOAD_TOO_LARGE, "these are too many files: name their folder instead"));
    }
    const DISK: Refusal = (StatusCode::INSUFFICIENT_STORAGE, "there is no room for these files");
    let folder = match &wanted.folder {
        Some(folder) => folder.clone(),
        None => wanted.folder.insert(house.dropped.as_ref().and_then(Dropped::fresh).ok_or(DISK)?).clone(),
    };
    let folder = folder.join(wanted.paths.len().to_string());
    fs::create_dir(&folder).map_err(|_| DISK)?;
    let path = folder.join(name);
    let mut file = File::create_new(&path).map_err(|_| DISK)?;
    while let Some(chunk) = chunk(&mut field, left, house.hall.given.patience).await? {
        file.write_all(&chunk).map_err(|_| DISK)?;
    }
    wanted.paths.push(path);
    Ok(())
}

/// Returns the bare name of a file, whatever it is called.
fn plain(name: &str) -> String {
    let bare = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = bare.chars().map(|c| if c.is_control() || c == ':' { '_' } else { c }).collect();
    let mut end = clean.len().min(120);
    while !clean.is_char_boundary(end) {
        end -= 1;
    }
    match clean[..end].trim_start_matches('.').trim() {
        "" => "file".to_owned(),
        clean => clean.to_owned(),
    }
}

/// Returns the path that was written down, as the shell would take it.
fn path(text: &str) -> Option<PathBuf> {
    let home = || std::env::var_os("HOME").map(PathBuf::from);
    match text.strip_prefix("~/") {
        Some(rest) => Some(home()?.join(rest)),
        None if text.is_empty() => None,
        None => Some(PathBuf::from(text)),
    }
}

/// The folder of this server alone, in which files lie until they are read.
///
/// Its lock is held as long as the server lives; whatever lies under a free lock was left behind.
pub(super) struct Dropped {
    folder: PathBuf,
    _lock: File,
}

impl Dropped {
    /// Takes away what earlier servers left behind, and makes a folder of one's own.
    pub(super) fn claim(scratch: &Path) -> Option<Self> {
        let all = scratch.join(FOLDER);
        made(&all)?;
        // One server at a time: the lock of a folder is there before another looks.
        let door = File::create(all.join("door")).ok()?;
        door.lock().ok()?;
        for left in fs::read_dir(&all).ok()?.flatten().map(|entry| entry.path()).filter(|p| p.is_dir()) {
            let is_free = File::open(left.join("lock")).is_ok_and(|lock| lock.try_lock().is_ok());
            if is_free || !left.join("lock").exists() {
                let _ = fs::remove_dir_all(left);
            }
        }
        let folder = all.join(Secret::new().ok()?.word());
        made(&folder)?;
        let lock = File::create(folder.join("lock")).ok()?;
        lock.lock().ok()?;
        Some(Self { folder, _lock: lock })
    }

    /// Makes a folder that nobody else may look into.
    pub(super) fn fresh(&self) -> Option<PathBuf> {
        let folder = self.folder.join(Secret::new().ok()?.word());
        made(&folder)?;
        Some(folder)
    }
}

impl Drop for Dropped {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn made(folder: &Path) -> Option<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).ok()
}

fn discard(wanted: &Wanted) {
    if let Some(folder) = &wanted.folder {
        let _ = fs::remove_dir_all(folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_server_leaves_the_files_of_the_first() {
        let scratch = tempfile::tempdir().unwrap();
        let left = scratch.path().join(FOLDER).join("left");
        fs::create_dir_all(&left).unwrap();
        let first = Dropped::claim(scratch.path()).unwrap();
        assert!(!left.exists());
        let file = first.fresh().unwrap().join("mail.mbox");
        fs::write(&file, "mail").unwrap();
        let second = Dropped::claim(scratch.path()).unwrap();
        assert!(file.exists() && second.folder != first.folder);
        std::mem::drop(first);
        assert!(!file.exists());
    }

    #[test]
    fn a_name_leads_nowhere() {
        for (told, plainly) in [
            ("mail.mbox", "mail.mbox"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\ana\\Connections.csv", "Connections.csv"),
            ("..", "file"),
            (".hidden", "hidden"),
            ("a\0b\nc", "a_b_c"),
            ("", "file"),
        ] {
            assert_eq!(plain(told), plainly);
        }
        assert!(plain(&"ä".repeat(500)).len() <= 120);
    }
}

//! Documents that show a terminal, compared with what the program says.
//!
//! Between `<!-- made by docs/make -->` and `<!-- end of what docs/make made -->` every block that is
//! fenced as `console` holds lines `$ comity …`, each followed by what it printed; a line may end in
//! `# exit code 1`. All blocks of one document run in order, on one network that is thrown away, at one
//! moment. `<!-- run: comity … -->` runs a command that is not shown and has to succeed. `docs/make`
//! (`UPDATE=1`) writes the answers anew: read them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the examples are, in time: a Tuesday morning.
const NOW: &str = "2026-03-03T10:00:00Z";
const OPEN: &str = "<!-- made by docs/make";
const CLOSE: &str = "<!-- end of what docs/make made";

/// Fails where a document shows something else than the program says; with `UPDATE` it is written anew.
///
/// Each document has a network of its own, and without the marker it is left alone.
pub(crate) fn check(documents: &[PathBuf]) {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for path in documents {
        let said = fs::read_to_string(path).expect("a document is text");
        if !said.lines().any(|line| line.starts_with(OPEN)) {
            continue;
        }
        let folder = tempfile::tempdir().expect("a folder of its own");
        let says = answered(&said, |line| run(folder.path(), line));
        if said == says {
            continue;
        }
        if update {
            fs::write(path, says).expect("a document can be written");
        } else {
            let first = said.lines().zip(says.lines()).find(|(a, b)| a != b).unwrap_or_default();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            wrong.push(format!("{name} says\n  {}\nthe program says\n  {}", first.0, first.1));
        }
    }
    assert!(wrong.is_empty(), "\n{}\nrun docs/make and read the difference\n", wrong.join("\n"));
}

/// What a command printed, and how it ended.
pub(crate) struct Answer {
    pub(crate) printed: String,
    pub(crate) code: i32,
}

/// Returns the document with every answer as `run` gives it; everything else stays as it is.
pub(crate) fn answered(document: &str, mut run: impl FnMut(&str) -> Answer) -> String {
    let mut made = false;
    let mut console = false;
    // Below a command stands its old answer, up to the next command or the end of the block.
    let mut answering = false;
    let mut out = String::new();
    for line in document.lines() {
        made = (made || line.starts_with(OPEN)) && !line.starts_with(CLOSE);
        let fence = line.starts_with("```");
        if fence {
            console = made && !console && line == "```console";
            answering = false;
        }
        if let Some(command) = line.strip_prefix("$ ").filter(|_| console) {
            let command = command.split(" # exit code ").next().unwrap_or(command);
            let answer = run(command);
            let code = if answer.code == 0 { String::new() } else { format!(" # exit code {}", answer.code) };
            writeln!(out, "$ {command}{code}").expect("a string takes all");
            for line in answer.printed.trim_end().lines() {
                writeln!(out, "{}", line.trim_end()).expect("a string takes all");
            }
            answering = true;
            continue;
        }
        if made
            && let Some(command) = line.strip_prefix("<!-- run: ").and_then(|rest| rest.strip_suffix(" -->"))
        {
            let answer = run(command);
            assert_eq!(answer.code, 0, "`{command}` failed:\n{}", answer.printed);
        }
        if !answering {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// Runs one line in a shell that knows `comity`, below a folder of its own.
fn run(folder: &Path, line: &str) -> Answer {
    let program = Path::new(env!("CARGO_BIN_EXE_comity")).parent().expect("the program lies in a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1; {line}")])
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .env("HOME", folder)
        .env("TMPDIR", folder)
        .env("COMITY_NETWORK", folder.join("example.comity"))
        .env("COMITY_NOW", NOW)
        .env("COLUMNS", "80")
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "UTC")
        .output()
        .expect("a shell runs");
    let printed = String::from_utf8(output.stdout).expect("the program prints UTF-8");
    let here = folder.to_string_lossy();
    Answer { printed: printed.replace(&*here, "~"), code: output.status.code().unwrap_or(-1) }
}

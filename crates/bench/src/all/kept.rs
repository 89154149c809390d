//! The figures of the last time, in a table of their own inside a document for people.

use super::{Row, figure};
use crate::Result;
use rustc_hash::FxHashMap;
use std::path::Path;

const BEGIN: &str = "<!-- written by `comity-bench all --keep`, read by `comity-bench all` -->\n";
const END: &str = "<!-- end -->\n";

/// The document, and the figures in it.
#[derive(Debug, Default)]
pub(super) struct Kept {
    text: String,
    figures: FxHashMap<String, f64>,
}

impl Kept {
    /// Reads a document; one that is not there holds nothing.
    ///
    /// # Errors
    /// Fails where it is there and cannot be read.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(e) => return Err(format!("cannot read `{}`: {e}", path.display()).into()),
        };
        Ok(Self { figures: table(&text).lines().filter_map(line).collect(), text })
    }

    /// Returns the last figure of something.
    pub(super) fn figure(&self, what: &str) -> Option<f64> {
        self.figures.get(what).copied()
    }

    /// Writes new figures in the place of those that were taken again; what was left out stays.
    ///
    /// # Errors
    /// Fails where the document cannot be written.
    pub(super) fn write(&self, path: &Path, rows: &[Row]) -> Result<()> {
        Ok(std::fs::write(path, self.with(rows))?)
    }

    fn with(&self, rows: &[Row]) -> String {
        let again: FxHashMap<&str, &Row> =
            rows.iter().filter(|r| r.now.is_some()).map(|r| (r.what.as_str(), r)).collect();
        let mut lines: Vec<String> = table(&self.text)
            .lines()
            .filter(|old| line(old).is_some_and(|(what, _)| !again.contains_key(what.as_str())))
            .map(str::to_owned)
            .collect();
        let new = rows.iter().filter_map(|r| {
            let now = figure::shown(r.now?);
            Some(format!("| {} | {now} | {} |", r.what.replace('|', "/"), r.unit))
        });
        lines.extend(new);
        lines.sort();
        let table =
            format!("{BEGIN}| what | figure | unit |\n| --- | --- | --- |\n{}\n{END}", lines.join("\n"));
        match (self.text.split_once(BEGIN), self.text.split_once(END)) {
            (Some((before, _)), Some((_, after))) => format!("{before}{table}{after}"),
            _ => format!("{}\n## The last run of everything\n\n{table}", self.text),
        }
    }
}

fn table(text: &str) -> &str {
    let rest = text.split_once(BEGIN).map_or("", |(_, rest)| rest);
    rest.split_once(END).map_or("", |(table, _)| table)
}

/// Reads `| what | figure | unit |`.
fn line(line: &str) -> Option<(String, f64)> {
    let mut cells = line.split('|').map(str::trim).skip(1);
    Some((cells.next()?.to_owned(), cells.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(what: &str, now: f64) -> Row {
        Row { what: what.to_owned(), now: Some(now), kept: None, unit: "s", because: None }
    }

    #[test]
    fn what_is_kept_is_read_again_and_the_rest_of_the_document_stays() {
        let first = Kept { text: "# Figures\n".to_owned(), ..Kept::default() };
        let text = first.with(&[row("judge: a", 2.5), row("mail: b", 10.0)]);
        let figures = table(&text).lines().filter_map(line).collect();
        let second = Kept { text: format!("{text}after\n"), figures };
        assert_eq!(second.figure("judge: a"), Some(2.5));
        let text = second.with(&[row("judge: a", 3.0)]);
        assert!(text.starts_with("# Figures\n") && text.ends_with("after\n"), "{text}");
        assert!(
            text.contains("| judge: a | 3.000 | s |") && text.contains("| mail: b | 10.0 | s |"),
            "{text}"
        );
        assert_eq!(text.matches("judge: a").count(), 1);
    }
}

//! Everything kept, as text that depends on nothing but what was said.
//!
//! One line for each thing, `kind<TAB>field=value<TAB>…`, ordered by content. No number, no time of import and
//! no keyed hash is in it, so that two networks that were told the same give the same bytes.

use super::draft::{self, Draft};
use super::{Store, import, row};
use crate::error::{Error, Result};
use comity_core::record::RecordKind;
use comity_core::{Interaction, Record, Said, Statement, Venue};
use rustc_hash::FxHashMap;
use std::fmt::{Display, Write as _};
use std::io::{BufWriter, Write};
use std::path::Path;

impl Store {
    /// Writes everything kept, in an order and a form that two equal networks share.
    ///
    /// # Errors
    /// Fails where the output cannot be written.
    pub fn export(&self, out: &mut dyn Write) -> Result<()> {
        let failed = Error::io(Path::new("the export"));
        self.export_lines(|line| writeln!(out, "{line}")).map_err(|e| match e {
            Failed::Store(e) => e,
            Failed::Output(e) => failed(e),
        })
    }

    /// Writes everything kept into a new file, whole or not at all, and returns its size in bytes.
    ///
    /// # Errors
    /// Fails with [`Error::Exists`] where a file stands there already, and where it cannot be written.
    pub fn export_into(&self, path: &Path) -> Result<u64> {
        draft::refuse_taken(path)?;
        let draft = Draft::of(path)?;
        let mut out = BufWriter::new(draft.file());
        self.export_lines(|line| writeln!(out, "{line}")).map_err(|e| match e {
            Failed::Store(e) => e,
            Failed::Output(e) => Error::io(path)(e),
        })?;
        out.into_inner().map_err(|e| Error::io(path)(e.into_error()))?;
        let done = draft.file().sync_all().and_then(|()| draft.file().metadata());
        let bytes = done.map_err(Error::io(path))?.len();
        draft.place(path)?;
        Ok(bytes)
    }

    fn export_lines(
        &self,
        mut put: impl FnMut(&str) -> std::io::Result<()>,
    ) -> std::result::Result<(), Failed> {
        let sources = self.sources()?;
        let named: FxHashMap<u64, String> = sources
            .iter()
            .map(|s| (s.id, s.account.as_ref().map_or(s.name.clone(), |a| format!("{} {a}", s.name))))
            .collect();
        // A damaged network may have lost the source of something that it still holds.
        let source_of = |id: u64| named.get(&id).map_or_else(String::new, |name| clean(name));
        let mut lines: Vec<String> = sources.iter().map(|s| source_line(&named[&s.id], &s.what)).collect();
        for source in &sources {
            for coverage in interactions_coverage(self, source.id)? {
                lines.push(format!("{}\tsource={}", coverage_line(&coverage), source_of(source.id)));
            }
        }
        self.each_record(|source, record| {
            lines.push(format!("{}\tsource={}", record_line(&record), source_of(source)));
            Ok::<_, Error>(())
        })?;
        lines.sort_unstable();
        lines.dedup();
        for line in lines.drain(..) {
            put(&line).map_err(Failed::Output)?;
        }
        self.interactions(|interaction| put(&line(interaction)).map_err(Failed::Output))?;
        self.export_statements(&mut put)
    }

    fn export_statements(
        &self,
        put: &mut dyn FnMut(&str) -> std::io::Result<()>,
    ) -> std::result::Result<(), Failed> {
        let log = self.statements()?;
        let places: FxHashMap<u64, usize> = log.iter().zip(1..).map(|(s, place)| (s.id, place)).collect();
        let commands = self.commands()?;
        for statement in &log {
            let first = commands.get(&statement.id).filter(|first| **first != statement.id);
            let with = first.and_then(|first| places.get(first));
            put(&statement_line(statement, with, &places)).map_err(Failed::Output)?;
        }
        Ok(())
    }
}

enum Failed {
    Store(Error),
    Output(std::io::Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

fn interactions_coverage(store: &Store, source: u64) -> Result<Vec<comity_core::Coverage>> {
    import::coverages_of(&store.db, source.cast_signed())
}

/// One line under construction.
struct Line(String);

impl Line {
    fn new(kind: &str) -> Self {
        Self(kind.to_owned())
    }

    fn put(&mut self, key: &str, value: impl Display) -> &mut Self {
        let value = value.to_string();
        let _ = write!(self.0, "\t{key}={}", clean(&value));
        self
    }

    fn maybe(&mut self, key: &str, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.put(key, value),
            None => self,
        }
    }

    fn flag(&mut self, key: &str, set: bool) -> &mut Self {
        if set { self.put(key, "yes") } else { self }
    }
}

/// Returns a text without what would end a line or a field, or command the terminal on which it is shown.
fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => clean.push_str("\\\\"),
            '\t' => clean.push_str("\\t"),
            '\n' => clean.push_str("\\n"),
            '\r' => clean.push_str("\\r"),
            c if c.is_control() => clean.extend(c.escape_unicode()),
            c => clean.push(c),
        }
    }
    clean
}

fn source_line(name: &str, what: &str) -> String {
    let mut line = Line::new("source");
    line.put("name", name).put("what", what);
    line.0
}

fn coverage_line(coverage: &comity_core::Coverage) -> String {
    let mut line = Line::new("coverage");
    line.put("platform", coverage.platform.word());
    line.flag("inbound", coverage.inbound).flag("outbound", coverage.outbound);
    line.put("from", coverage.from).put("to", coverage.to);
    line.0
}

/// Returns a record as a line, without where it stands.
pub(super) fn record_line(record: &Record) -> String {
    let mut line = Line::new("record");
    line.put("key", &record.key);
    if record.kind != RecordKind::Person {
        line.put("kind", row::kind_word(record.kind));
    }
    for name in &record.names {
        line.put("name", &name.full)
            .maybe("given", name.given.as_ref())
            .maybe("family", name.family.as_ref());
    }
    for nickname in &record.nicknames {
        line.put("nickname", nickname);
    }
    for labelled in &record.handles {
        line.put("handle", &labelled.handle).maybe("raw", labelled.raw.as_ref());
        line.maybe("label", Some(labelled.label.word()).filter(|w| !w.is_empty()));
    }
    line.maybe("organisation", record.organisation.as_ref()).maybe("title", record.title.as_ref());
    for tag in &record.tags {
        line.put("tag", tag);
    }
    line.maybe("since", record.since);
    line.0
}

/// Returns an interaction as a line, without where it stands and without what only its network can read.
pub(super) fn line(interaction: &Interaction) -> String {
    let i = interaction;
    let mut line = Line::new("interaction");
    line.put("at", i.at).put("key", &i.key).put("act", i.act.word());
    line.put("platform", i.platform.word()).put("medium", i.medium.word());
    line.maybe("from", i.from.as_ref());
    for party in &i.parties {
        line.put(party.role.word(), &party.handle);
    }
    line.put("automation", i.automation.word()).put("audience", i.audience);
    line.maybe("answers", i.answers.as_ref());
    line.maybe("mark", Some(i.mark.word()).filter(|w| !w.is_empty()));
    line.flag("thread", i.thread.is_some()).flag("subject", i.subject.is_some());
    line.maybe("letters", i.letters);
    line.flag("text", i.text.is_some()).flag("note", i.note).flag("sent", i.sent);
    line.maybe("minutes", i.minutes).maybe("venue", i.venue.map(Venue::word));
    line.0
}

/// Returns a statement as a line; another statement is meant by its place in the log.
///
/// `with` is the first entry of the command that said it, where that is another.
fn statement_line(statement: &Statement, with: Option<&usize>, places: &FxHashMap<u64, usize>) -> String {
    let mut line = Line::new("statement");
    line.put("at", statement.at).put("author", &statement.author.0).put("verb", statement.said.verb());
    for anchor in &statement.about {
        line.put("about", anchor);
    }
    match statement.said {
        Said::Undo(id) => {
            line.maybe("entry", places.get(&id));
        }
        ref said => {
            for (key, value) in said.fields() {
                line.put(&key, value);
            }
        }
    }
    line.maybe("with", with).flag("undone", statement.undone_by.is_some());
    line.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_neither_ends_a_line_nor_commands_a_terminal() {
        assert_eq!(clean("Zoë\tRuiz\r\n\\"), "Zoë\\tRuiz\\r\\n\\\\");
        assert_eq!(clean("\u{1b}[2J\u{9b}m"), "\\u{1b}[2J\\u{9b}m");
    }

    #[test]
    fn what_has_lost_its_source_is_exported_all_the_same() {
        let store = Store::in_memory().unwrap();
        let sql = "INSERT INTO file (source, id, name) VALUES (7, 1, 'a.vcf'); \
            INSERT INTO record (id, source, key, kind, file, place, digest) VALUES (1, 7, 'k', 'person', 1, 1, 1); \
            UPDATE network SET record_horizon = 1, last_record = 1;";
        store.db.pragma_update(None, "foreign_keys", "OFF").unwrap();
        store.db.execute_batch(sql).unwrap();
        let mut out = Vec::new();
        store.export(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "record\tkey=k\tsource=\n");
    }
}

//! What a source read, as text that people can check: one block per thing, in a fixed order.

use comity_core::{Coverage, Interaction, Name, Record, SubjectMark};
use comity_import::{Bundle, MeHint, Recognised, Skipped, Told};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Everything that a source gave, in the order in which it came.
#[derive(Default)]
pub(crate) struct Found {
    heads: Vec<String>,
    pub(crate) told: Told,
}

impl Found {
    /// Notes what was recognised, and in which entries.
    pub(crate) fn recognised(&mut self, bundle: &dyn Bundle, recognised: &Recognised) {
        let account = recognised.account.as_ref().map(|a| format!(" of account {a}")).unwrap_or_default();
        self.heads.push(format!("{}{account}", recognised.what));
        for &index in &recognised.entries {
            self.heads.push(format!("  {}", bundle.entries()[index].name));
        }
    }
}

/// Writes all that was found; fails where two things of one kind share a key.
pub(crate) fn dump(found: &Found) -> String {
    let told = &found.told;
    let keys: BTreeSet<&str> = told.records.iter().map(|r| r.key.as_str()).collect();
    assert_eq!(keys.len(), told.records.len(), "two records share a key");
    let keys: BTreeSet<&str> = told.interactions.iter().map(|i| i.key.as_str()).collect();
    assert_eq!(keys.len(), told.interactions.len(), "two interactions share a key");
    let mut text = section("recognised", &found.heads);
    text += &section("me", &told.me.iter().map(me).collect::<Vec<_>>());
    text += &section("coverage", &told.coverage.iter().map(coverage).collect::<Vec<_>>());
    text += &section("records", &told.records.iter().map(record).collect::<Vec<_>>());
    text += &section("interactions", &told.interactions.iter().map(interaction).collect::<Vec<_>>());
    text += &section("skipped", &told.skipped.iter().map(skipped).collect::<Vec<_>>());
    text
}

fn section(title: &str, blocks: &[String]) -> String {
    let count = blocks.iter().filter(|b| !b.starts_with(' ')).count();
    let mut text = format!("== {title}: {count}\n");
    for block in blocks {
        text += block;
        text.push('\n');
    }
    text
}

fn me(hint: &MeHint) -> String {
    let handle = hint.handle.as_ref().map(|h| format!("{h} ")).unwrap_or_default();
    let name = hint.name.as_ref().map(|n| format!("\"{n}\" ")).unwrap_or_default();
    format!("{handle}{name}{} because {}", if hint.sure { "sure" } else { "unsure" }, hint.because)
}

fn coverage(c: &Coverage) -> String {
    let ways = match (c.inbound, c.outbound) {
        (true, true) => "in and out",
        (true, false) => "in",
        (false, true) => "out",
        (false, false) => "neither way",
    };
    format!("{} {ways}, {} to {}", c.platform.word(), c.from, c.to)
}

fn record(r: &Record) -> String {
    let mut text = format!("{} ({:?}, {}:{})", r.key, r.kind, r.provenance.file, r.provenance.place);
    let names: Vec<String> = r.names.iter().map(name).collect();
    list(&mut text, "names", &names);
    list(&mut text, "nicknames", &r.nicknames);
    for h in &r.handles {
        let label = h.label.word();
        let label = if label.is_empty() { String::new() } else { format!(" ({label})") };
        let raw = h.raw.as_ref().map(|raw| format!(" written {raw:?}")).unwrap_or_default();
        write!(text, "\n  handle {}{label}{raw}", h.handle).unwrap();
    }
    list(&mut text, "organisation", r.organisation.as_slice());
    list(&mut text, "title", r.title.as_slice());
    list(&mut text, "tags", &r.tags);
    if let Some(since) = r.since {
        write!(text, "\n  since {since}").unwrap();
    }
    text
}

fn name(n: &Name) -> String {
    match (&n.given, &n.family) {
        (None, None) => n.full.clone(),
        (given, family) => {
            format!("{} [{}|{}]", n.full, given.as_deref().unwrap_or(""), family.as_deref().unwrap_or(""))
        }
    }
}

fn list(text: &mut String, word: &str, items: &[String]) {
    if !items.is_empty() {
        write!(text, "\n  {word} {}", items.join("; ")).unwrap();
    }
}

fn interaction(i: &Interaction) -> String {
    let from = i.from.as_ref().map_or_else(|| "(nobody told)".to_owned(), ToString::to_string);
    let mut text = format!(
        "{} {} on {} by {} ({}:{})\n  key {}\n  from {from}",
        i.at,
        i.act.word(),
        i.platform.word(),
        i.medium.word(),
        i.provenance.file,
        i.provenance.place,
        i.key
    );
    for party in &i.parties {
        write!(text, "\n  {} {}", party.role.word(), party.handle).unwrap();
    }
    write!(text, "\n  {} to {}", i.automation.word(), i.audience).unwrap();
    let marks = [(i.note, "note"), (i.sent, "sent"), (i.mark != SubjectMark::None, i.mark.word())];
    for (_, word) in marks.iter().filter(|m| m.0) {
        write!(text, ", {word}").unwrap();
    }
    let hashes = [("thread", i.thread), ("subject", i.subject), ("text", i.text)];
    for (word, hash) in hashes.iter().filter_map(|(w, h)| h.map(|h| (w, h))) {
        write!(text, ", {word} {hash:016x}").unwrap();
    }
    if let Some(letters) = i.letters {
        write!(text, ", letters {letters}").unwrap();
    }
    list(&mut text, "answers", i.answers.as_slice());
    list(&mut text, "minutes", i.minutes.map(|m| m.to_string()).as_slice());
    list(&mut text, "venue", i.venue.map(|v| v.word().to_owned()).as_slice());
    text
}

fn skipped(s: &Skipped) -> String {
    format!("{}:{} {:?}: {}", s.file, s.place, s.reason, s.why)
}

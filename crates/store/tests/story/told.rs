//! The words in which the story is told.

use comity_core::interaction::PartyRole;
use comity_core::portrait::Entry;
use comity_core::record::RecordKind;
use comity_core::{
    Author, Coverage, Handle, Interaction, LabelledHandle, Moment, Name, Party, Platform, Provenance, Record,
};
use comity_store::{Derived, Error, Hint, NewFile, NewSource, Store, Summary};

/// What one import is going to tell.
#[derive(Clone)]
pub(crate) struct Told {
    pub(crate) source: NewSource,
    pub(crate) records: Vec<Record>,
    pub(crate) interactions: Vec<Interaction>,
    pub(crate) skips: Vec<(&'static str, &'static str)>,
    pub(crate) coverage: Vec<Coverage>,
}

pub(crate) fn at(text: &str) -> Moment {
    Moment::parse_iso(text).unwrap()
}

pub(crate) fn you() -> Author {
    Author("you".into())
}

pub(crate) fn handle(key: &str) -> Handle {
    Handle::from_key(key).unwrap()
}

pub(crate) fn party(key: &str) -> Party {
    Party { handle: handle(key), role: PartyRole::To }
}

pub(crate) fn message(key: &str, when: &str, from: &str, to: &str) -> Interaction {
    let from = handle(from);
    let mut message = Interaction::message(key.into(), at(when), from.platform());
    message.from = Some(from);
    message.parties.push(party(to));
    message.audience = 1;
    message.provenance = Provenance { file: "messages.csv".into(), place: 2 };
    message
}

pub(crate) fn record(key: &str, name: &str, handle_key: &str) -> Record {
    Record {
        key: key.into(),
        names: vec![Name::whole(name)],
        handles: vec![LabelledHandle::bare(handle(handle_key))],
        provenance: Provenance { file: "Connections.csv".into(), place: 4 },
        ..Record::default()
    }
}

pub(crate) fn source(name: &str, account: Option<&str>) -> NewSource {
    NewSource {
        name: name.into(),
        account: account.map(Into::into),
        what: format!("{name} of the story"),
        files: vec![NewFile { name: "Connections.csv".into(), bytes: 100, hash: None }],
        at: at("2026-03-10T09:00:00Z"),
    }
}

pub(crate) fn told(source: NewSource) -> Told {
    Told { source, records: Vec::new(), interactions: Vec::new(), skips: Vec::new(), coverage: Vec::new() }
}

/// Maya's LinkedIn archive: two connections, three messages, one line that says nothing.
pub(crate) fn linkedin(day: &str) -> Told {
    let (ana, ben, maya) = ("linkedin:ana", "linkedin:ben", "linkedin:maya");
    let mut source = source("linkedin", Some("maya"));
    source.at = at(if day == "1 Mar" { "2026-03-01T08:00:00Z" } else { "2026-03-09T08:00:00Z" });
    Told {
        records: vec![record("conn:ana", "Ana Ruiz", ana), record("conn:ben", "Ben Ode", ben)],
        interactions: vec![
            message("li:1", "2026-02-01T10:00:00Z", maya, ana),
            message("li:2", "2026-02-01T12:00:00Z", ana, maya),
            message("li:3", "2026-02-03", maya, ben),
        ],
        skips: vec![("empty", "a row without a name")],
        coverage: vec![Coverage {
            platform: Platform::LinkedIn,
            inbound: true,
            outbound: true,
            from: at("2026-01-01"),
            to: at("2026-03-01"),
        }],
        ..told(source)
    }
}

pub(crate) fn import(store: &Store, told: &Told) -> Summary {
    let mut import = store.begin(&told.source).unwrap();
    for record in &told.records {
        import.record(record.clone()).unwrap();
    }
    for interaction in &told.interactions {
        import.interaction(interaction.clone()).unwrap();
    }
    for (reason, why) in &told.skips {
        import.skipped("Connections.csv", 9, reason, why);
    }
    for coverage in &told.coverage {
        import.coverage(*coverage);
    }
    import.hint(Hint {
        handle: Some(handle("linkedin:maya")),
        name: Some("Maya Lind".into()),
        because: "2 of 2 sent".into(),
        sure: true,
    });
    import.file_count("Connections.csv", told.records.len() as u64);
    import.commit().unwrap()
}

pub(crate) fn derived(name: &str, handles: &[&str], records: &[&str]) -> Derived {
    let handles: Vec<(Handle, bool)> = handles.iter().map(|h| (handle(h), true)).collect();
    Derived {
        name: name.into(),
        kind: RecordKind::Person,
        census: Some(Entry::of(name, None, handles.iter().map(|(h, _)| h))),
        handles,
        records: records.iter().map(|r| (*r).to_owned()).collect(),
        ..Derived::default()
    }
}

pub(crate) fn exported(store: &Store) -> String {
    let mut bytes = Vec::new();
    store.export(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

pub(crate) fn all(store: &Store) -> Vec<Interaction> {
    let mut all = Vec::new();
    store
        .interactions(|interaction| {
            all.push(interaction.clone());
            Ok::<_, Error>(())
        })
        .unwrap();
    all
}

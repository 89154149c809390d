//! Forgetting someone, and taking a source back, leave no byte behind.

use crate::told::*;
use comity_core::statement::Logged;
use comity_core::{Anchor, Label, Moment, Said, Via};
use comity_store::{Derived, Doubt, PersonId, Shelf, Store};
use std::path::Path;

/// Hashes that stand for the subject and the text of Quill's own message.
const SUBJECT: u64 = 0x1122_3344_5566_7788;
const TEXT: u64 = 0x99aa_bbcc_ddee_ff01;

/// What the shelf has of Quill.
const HASH: u64 = 0x0f1e_2d3c_4b5a_6978;

/// Words that only tell of Quill.
const PLANTED: [&str; 11] = [
    "quillfeather",
    "Quillfeather",
    "quilly",
    "Inkwell",
    "inkwell.example",
    "Scrivener",
    "penpals",
    "mid:from-quill",
    "mid:to-quill",
    "loves parchment",
    "Quillish",
];

fn quill_anchors() -> Vec<Anchor> {
    vec![
        Anchor::Handle(handle("email:quillfeather@inkwell.example")),
        Anchor::Handle(handle("phone:+15550177")),
        Anchor::Record("uid:quillfeather".into()),
    ]
}

/// Maya's address book and mailbox, with Quill, with Ana, and with both at once.
fn mailbox() -> Told {
    let (maya, ana) = ("email:maya@firm.example", "email:ana@firm.example");
    let quill = "email:quillfeather@inkwell.example";
    let mut card = record("uid:quillfeather", "Quentin Quillfeather", quill);
    card.nicknames.push("quilly".into());
    card.organisation = Some("Inkwell".into());
    card.title = Some("Scrivener".into());
    card.tags.push("penpals".into());
    card.handles.push(comity_core::LabelledHandle {
        handle: handle("phone:+15550177"),
        label: Label::Work,
        raw: Some("555 0177 quillfeather".into()),
    });
    card.provenance.file = "Quillfeather.vcf".into();
    let mut theirs = message("mid:from-quill", "2026-02-01T10:00:00Z", quill, maya);
    (theirs.subject, theirs.text) = (Some(SUBJECT), Some(TEXT));
    let mut group = message("mid:group", "2026-02-02T10:00:00Z", maya, ana);
    group.parties.push(party(quill));
    group.answers = Some("mid:from-quill".into());
    let to_them = message("mid:to-quill", "2026-02-03T10:00:00Z", maya, quill);
    let to_ana = message("mid:to-ana", "2026-02-04T10:00:00Z", maya, ana);
    Told {
        records: vec![card, record("uid:ana", "Ana Ruiz", ana)],
        interactions: vec![theirs, group, to_them, to_ana],
        ..told(source("vcard", Some("maya")))
    }
}

fn speak(store: &Store) {
    let now = at("2026-03-01T09:00:00Z");
    let quill = handle("email:quillfeather@inkwell.example");
    let ana = vec![Anchor::Handle(handle("email:ana@firm.example"))];
    let note = store.say(now, &you(), &quill_anchors(), Said::Note("loves parchment".into())).unwrap();
    store.undo(note.id, now, &you()).unwrap();
    let both = Said::Apart(vec![quill_anchors()[0].clone(), Anchor::Record("uid:ben".into())]);
    store.say(now, &you(), &ana, both).unwrap();
    store.say(now, &you(), &ana, Said::Log(Box::new(logged(now, Via::Handle(quill))))).unwrap();
}

fn logged(at: Moment, redirect: Via) -> Logged {
    Logged { inbound: true, redirect: Some(redirect), ..Logged::new(Via::Mail(None), at) }
}

/// Derives Quill twice, so that a former id is left, and Ana.
fn derive(store: &Store) {
    let mark = store.mark().unwrap();
    let quill = Derived {
        organisation: Some("Inkwell".into()),
        also: vec!["quilly".into()],
        tags: vec!["penpals".into()],
        ..derived("Quentin Quillfeather", &["email:quillfeather@inkwell.example"], &["uid:quillfeather"])
    };
    let phone = derived("Quillfeather", &["phone:+15550177"], &[]);
    let mut ana = derived("Ana Ruiz", &["email:ana@firm.example"], &["uid:ana"]);
    ana.doubts.push(doubt());
    store.save_persons(mark, 1, &[quill.clone(), phone, ana.clone()]).unwrap();
    let mut one = quill;
    one.handles.push((handle("phone:+15550177"), true));
    let runs = [b"runs", &hash()[..]].concat();
    let shelf = Shelf { runs: Some(runs), changes: hash().to_vec() };
    store.save_persons_and_shelf(mark, 1, &[one, ana], &shelf).unwrap();
}

/// Whether Ana is Quill: it stands with her, and names them.
fn doubt() -> Doubt {
    Doubt {
        a: vec![Anchor::Record("uid:ana".into())],
        b: quill_anchors(),
        because: "`Ana Ruiz` may be `Quillish`".into(),
        hundredths: 120,
        joined: false,
    }
}

/// A hash of somebody, as the shelf has many.
const fn hash() -> [u8; 8] {
    HASH.to_be_bytes()
}

/// Says which of these stand anywhere in the network's files.
fn found(path: &Path, texts: &[&str], numbers: &[u64]) -> Vec<String> {
    let mut bytes = Vec::new();
    for suffix in ["", "-wal", "-shm", "-lock", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        bytes.extend(std::fs::read(name).unwrap_or_default());
    }
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    let texts = texts.iter().filter(|text| has(text.as_bytes())).map(|text| (*text).to_owned());
    texts.chain(numbers.iter().filter(|n| has(&n.to_be_bytes())).map(|n| format!("{n:x}"))).collect()
}

#[test]
fn forgetting_someone_leaves_no_byte_and_they_stay_away() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("maya.comity");
    let store = Store::create(&path).unwrap();
    import(&store, &mailbox());
    speak(&store);
    derive(&store);
    let ana = store.person_of(&handle("email:ana@firm.example")).unwrap().unwrap_or(PersonId(0));
    assert_eq!(store.doubts().unwrap(), [(ana, doubt())]);
    let mut otherwise = mailbox();
    otherwise.records[0].title = Some("Scribe".into());
    import(&store, &otherwise);
    assert_eq!(store.turnover().unwrap().went[0].1.title.as_deref(), Some("Scrivener"));
    assert_eq!(found(&path, &PLANTED, &[SUBJECT, TEXT, HASH]).len(), PLANTED.len() + 3);

    let done = store.forget(&quill_anchors()).unwrap();
    assert_eq!((done.handles, done.records, done.interactions, done.left), (2, 1, 2, 1));
    assert_eq!(done.statements, 2);
    assert!(done.swept);
    assert_eq!(found(&path, &PLANTED, &[SUBJECT, TEXT, HASH]), Vec::<String>::new());
    assert_eq!((store.shelf().unwrap(), store.turnover().unwrap().went), (None, vec![]));
    assert_eq!(store.doubts().unwrap(), []);

    let told = all(&store);
    assert_eq!(told.iter().map(|i| i.key.as_str()).collect::<Vec<_>>(), ["mid:group", "mid:to-ana"]);
    assert_eq!((told[0].parties.len(), told[0].answers.clone()), (1, None));
    let log = store.statements().unwrap();
    assert_eq!(log.len(), 2);
    assert_eq!(log[0].said, Said::Apart(vec![Anchor::Record("uid:ben".into())]));
    assert!(matches!(&log[1].said, Said::Log(l) if l.redirect.is_none()));
    assert_eq!(store.persons().unwrap().len(), 1);
    assert!(store.changes().unwrap().everything);

    let before = exported(&store);
    let again = import(&store, &mailbox());
    assert_eq!((again.new_records, again.new_interactions, again.forgotten), (0, 0, 3));
    assert_eq!(exported(&store), before);
    let mut renamed = told_elsewhere();
    renamed.records[0].key = "row:1".into();
    assert_eq!(import(&store, &renamed).forgotten, 1);
    drop(store);
    assert_eq!(found(&path, &PLANTED[..6], &[SUBJECT, TEXT]), Vec::<String>::new());
}

/// Quill as another book tells of them: the same handles under another key.
fn told_elsewhere() -> Told {
    let mut told = mailbox();
    told.source = source("vcard", Some("office"));
    told.interactions.clear();
    told.records.truncate(1);
    told
}

#[test]
fn what_is_forgotten_on_a_shared_line_does_not_hide_others() {
    let store = Store::in_memory().unwrap();
    let mut book = mailbox();
    let line = book.records[0].handles[1].clone();
    book.records[1].handles.push(line);
    import(&store, &book);
    store.forget(&quill_anchors()).unwrap();
    import(&store, &book);
    let records = store.records().unwrap();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].1.names[0].full, "Ana Ruiz");
    assert_eq!(records[0].1.handles.len(), 1);
}

#[test]
fn taking_a_source_back_leaves_no_byte_of_what_only_it_said() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("maya.comity");
    let store = Store::create(&path).unwrap();
    let other = import(&store, &linkedin("1 Mar"));
    let before = exported(&store);
    let book = import(&store, &mailbox());
    derive(&store);
    assert!(store.remove_source(book.source).unwrap());
    assert_eq!(found(&path, &PLANTED, &[SUBJECT, TEXT, HASH]), Vec::<String>::new());
    assert_eq!(exported(&store), before);
    assert_eq!(store.sources().unwrap().iter().map(|s| s.id).collect::<Vec<_>>(), [other.source]);
    assert!(matches!(store.remove_source(book.source), Err(comity_store::Error::NoSuch { .. })));
    let back = import(&store, &mailbox());
    assert!(back.source > book.source);
}

#[test]
fn an_import_that_was_dropped_leaves_no_byte() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("maya.comity");
    let store = Store::create(&path).unwrap();
    let book = mailbox();
    let mut import = store.begin(&book.source).unwrap();
    for record in
        (0..60_000).map(|n| record(&format!("uid:quillfeather{n}"), "Quillfeather", "phone:+15550177"))
    {
        import.record(record).unwrap();
    }
    for interaction in book.interactions {
        import.interaction(interaction).unwrap();
    }
    drop(import);
    drop(store);
    assert_eq!(found(&path, &PLANTED, &[SUBJECT, TEXT]), Vec::<String>::new());
}

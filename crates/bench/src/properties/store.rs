//! A network's file, damaged anyhow, as a backup brought back and as the network itself.

use crate::property::Property;
use comity_core::record::RecordKind;
use comity_core::{Anchor, Author, Handle, LabelledHandle, Moment, Name, Platform, Record, Said, Tie};
use comity_core::{Interaction, Party, PartyRole};
use comity_store::{Error, NewFile, NewSource, Store};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

pub(super) const PROPERTY: Property = Property {
    name: "store",
    says: "a damaged network is read as far as it can be or refused, and nothing half done is left",
    hold,
    seeds,
};

/// What a file of SQLite begins with; bytes that begin so are a file, others are changes to a sound one.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// A change: three bytes of place, one byte to put there.
const CHANGE: usize = 4;

fn hold(bytes: &[u8]) {
    let home = tempfile::tempdir().expect("a folder of its own");
    let (from, to) = (home.path().join("from.comity"), home.path().join("to.comity"));
    fs::write(&from, damaged(bytes)).expect("a file of its own");
    match Store::restore(&from, &to) {
        Ok(_) => read_all(&to),
        Err(error) => {
            assert!(!to.exists(), "something half done was left");
            hold_error(&error);
        }
    }
    read_all(&from);
}

/// Reads everything that a store holds; what is damaged is an error and no more.
fn read_all(path: &Path) {
    let store = match Store::open(path) {
        Ok(store) => store,
        Err(error) => return hold_error(&error),
    };
    let is = Said::Is { tie: Tie::Both, since: None };
    let about = [Anchor::Handle(mira())];
    let tried = [
        store.export(&mut Vec::new()),
        store.sources().map(drop),
        store.coverages().map(drop),
        store.hints().map(drop),
        store.statements().map(drop),
        store.records().map(drop),
        store.interactions::<Error>(&mut |_: &Interaction| Ok(())),
        store.persons().map(drop),
        store.by_person::<Error>(&mut |_, _| Ok(())),
        store.search("mira", 9).map(drop),
        store.derived().map(drop),
        store.changes().map(drop),
        store.touched().map(drop),
        store.census().map(drop),
        store.undo(1, Moment::instant(0), &author()).map(drop),
        store.forget(&about).map(drop),
        store.say(Moment::instant(0), &author(), &about, is).map(drop),
        fill(&store),
    ];
    tried.iter().filter_map(|done| done.as_ref().err()).for_each(hold_error);
}

/// Holds that an error is one short line, and that something can be done about it.
fn hold_error(error: &Error) {
    let told = error.to_string();
    assert!(!told.contains(char::is_control) && told.len() < 400, "`{told}` is not one short line");
    let needs_none = matches!(error, Error::NoSuch { .. } | Error::Overtaken);
    assert!(error.help().is_some() || needs_none, "`{told}` leaves one alone");
}

fn damaged(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(MAGIC) {
        return bytes.to_vec();
    }
    let mut file = sound().to_vec();
    for change in bytes.chunks_exact(CHANGE) {
        let place = u32::from_be_bytes([0, change[0], change[1], change[2]]) as usize;
        let place = place % file.len();
        file[place] = change[3];
    }
    // A rest of one byte cuts the file, in as many places as a byte can say.
    if bytes.len() % CHANGE == 1 {
        file.truncate(file.len() * usize::from(bytes[bytes.len() - 1]) / 256);
    }
    file
}

/// Returns a sound network with a little of everything in it.
fn sound() -> &'static [u8] {
    static SOUND: OnceLock<Vec<u8>> = OnceLock::new();
    SOUND.get_or_init(|| {
        let home = tempfile::tempdir().expect("a folder of its own");
        let path = home.path().join("sound.comity");
        let store = Store::create(&path).expect("a new network");
        fill(&store).expect("a network can be filled");
        drop(store);
        fs::read(&path).expect("the network's file")
    })
}

fn fill(store: &Store) -> comity_store::Result<()> {
    let mut import = store.begin(&NewSource {
        name: "vcard".to_owned(),
        account: None,
        what: "an address book".to_owned(),
        files: vec![NewFile { name: "a.vcf".to_owned(), bytes: 9, hash: None }],
        at: Moment::instant(0),
    })?;
    import.record(Record {
        key: "1".to_owned(),
        kind: RecordKind::Person,
        names: vec![Name::whole("Mira Tolland")],
        handles: vec![LabelledHandle::bare(mira())],
        ..Record::default()
    })?;
    let mut mail = Interaction::message("2".to_owned(), Moment::instant(1), Platform::Email);
    mail.from = Handle::email("tom@firm.example");
    mail.parties = vec![Party { handle: mira(), role: PartyRole::To }];
    import.interaction(mail)?;
    import.commit()?;
    store.say(Moment::instant(2), &author(), &[Anchor::Handle(mira())], Said::Separate(true))?;
    Ok(())
}

fn mira() -> Handle {
    Handle::normal(Platform::Email, "mira@quillfish.example")
}

fn author() -> Author {
    Author("you".to_owned())
}

fn seeds() -> Vec<Vec<u8>> {
    let header = (0..100_u8).step_by(6).map(|place| vec![0, 0, place, 255]);
    let cuts = (0..=255_u8).step_by(32).map(|cut| vec![cut]);
    header.chain(cuts).chain([Vec::new(), sound().to_vec()]).collect()
}

//! vCard 2.1, 3.0 and 4.0, as address books write them: cards into records.
//!
//! Pictures, keys, notes and birthdays are never taken up. Cards show neither contact nor silence, so there
//! are no interactions and no coverage here, and nothing in them says reliably whose address book it is.

mod card;
mod handles;
mod service;
mod shelf;

use crate::content_line::{Unfold, files_beginning};
use crate::source::{Bundle, Reason, Recognised, Settings, Sink, Skipped, Source};
use crate::wide::narrowed;
use card::Lines;
use comity_core::Provenance;
use shelf::Shelf;
use std::io::{self, BufRead};

pub(super) const SOURCE: Source = Source {
    name: "vcard",
    platform: None,
    guide: "Export your contacts as vCard (.vcf).\n\
            Google: contacts.google.com, Export, vCard. Apple: Contacts, select all, File, Export, Export \
            vCard. Outlook: save or forward contacts as vCards. Android: Contacts, Settings, Export. \
            Nextcloud: Contacts, Settings, Export.",
    by_place: false,
    recognise,
    read,
};

fn recognise(bundle: &mut dyn Bundle) -> io::Result<Vec<Recognised>> {
    let entries = files_beginning(bundle, &[b"BEGIN:VCARD"])?;
    let what = match entries.len() {
        0 => return Ok(Vec::new()),
        1 => "address book as vCards".to_owned(),
        files => format!("address book as vCards ({files} files)"),
    };
    Ok(vec![Recognised { entries, what, account: None }])
}

fn read(
    bundle: &mut dyn Bundle,
    recognised: &Recognised,
    settings: &Settings,
    sink: &mut dyn Sink,
) -> io::Result<()> {
    let mut shelf = Shelf::new(settings);
    for &index in &recognised.entries {
        let file = bundle.entries()[index].name.clone();
        let read = bundle.open(index).and_then(narrowed);
        match read.and_then(|input| read_file(&file, input, &mut shelf, sink)) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => sink.skipped(Skipped::torn(&file, &error)),
        }
    }
    shelf.tell(sink);
    Ok(())
}

/// Reads the cards of one file; false when the sink wants no more.
fn read_file<R: BufRead>(file: &str, input: R, shelf: &mut Shelf, sink: &mut dyn Sink) -> io::Result<bool> {
    let mut cards = Cards { lines: Unfold::new(input), begun: false };
    let mut place = 0;
    while let Some(card) = cards.next()? {
        place += 1;
        let at = Provenance { file: file.to_owned(), place };
        if card.cut {
            let why = "a card with too many lines; the first were read".to_owned();
            sink.skipped(Skipped { file: at.file.clone(), place, reason: Reason::TooLarge, why });
        }
        shelf.put(&card, at, sink);
        if !sink.progress(cards.lines.take_read()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The cards of a file, one by one.
struct Cards<R> {
    lines: Unfold<R>,
    /// The next card has begun already, because the end of the last one is missing.
    begun: bool,
}

impl<R: BufRead> Cards<R> {
    /// Returns the lines of the next card that are read; one that never ends, ends with the file.
    fn next(&mut self) -> io::Result<Option<Lines>> {
        let mut card = std::mem::take(&mut self.begun).then(Lines::default);
        // A card may stand inside another (`AGENT` of vCard 2.1): its lines are not those of the outer one.
        let mut inner = 0;
        let mut agent = false;
        while let Some(line) = self.lines.next_line()? {
            let Some(property) = card::wanted(line) else { continue };
            let marks_card = property.value.trim().eq_ignore_ascii_case("VCARD");
            let was_agent = std::mem::replace(&mut agent, property.name == "AGENT");
            match (property.name.as_str(), &mut card) {
                ("BEGIN", None) if marks_card => card = Some(Lines::default()),
                ("BEGIN", Some(_)) if marks_card && was_agent => inner += 1,
                ("BEGIN", Some(_)) if marks_card => {
                    self.begun = true;
                    return Ok(card);
                }
                ("END", Some(_)) if marks_card && inner > 0 => inner -= 1,
                ("END", Some(_)) if marks_card => return Ok(card),
                (_, Some(card)) if inner == 0 => card.push(property),
                _ => {}
            }
        }
        Ok(card)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::MemoryBundle;
    use crate::source::Told;
    use proptest::prelude::*;

    fn kept(text: &[u8]) -> Told {
        let mut bundle = MemoryBundle::new([("a.vcf".to_owned(), text.to_vec())]);
        let recognised = Recognised { entries: vec![0], what: String::new(), account: None };
        let mut kept = Told::default();
        read(&mut bundle, &recognised, &Settings::default(), &mut kept).unwrap();
        kept
    }

    #[test]
    fn a_card_without_end_loses_nothing() {
        let text = b"BEGIN:VCARD\nFN:Ana Ruiz\nBEGIN:VCARD\nFN:Bo Lind\nEND:VCARD\nBEGIN:VCARD\nFN:Cy Marsh";
        let names: Vec<_> = kept(text).records.into_iter().map(|r| r.names[0].full.clone()).collect();
        assert_eq!(names, ["Ana Ruiz", "Bo Lind", "Cy Marsh"]);
    }

    #[test]
    fn a_picture_costs_no_memory_and_loses_no_line() {
        let lines = b"QUJD".repeat(16).into_iter().chain(*b"\n").collect::<Vec<u8>>().repeat(100_000);
        let head = b"BEGIN:VCARD\nVERSION:2.1\nPHOTO;ENCODING=BASE64;TYPE=JPEG:\n";
        let kept = kept(&[head.as_slice(), &lines, b"\n\nFN:Ana Ruiz\nEND:VCARD\n"].concat());
        assert_eq!((kept.records.len(), kept.skipped.len()), (1, 0));
    }

    #[test]
    fn a_card_of_endless_lines_is_cut_and_told() {
        let text = b"TEL:+442079460123\n".repeat(card::LIMIT_LINES + 1);
        let kept = kept(&[b"BEGIN:VCARD\nFN:Ana Ruiz\n".as_slice(), &text].concat());
        assert_eq!((kept.records.len(), kept.skipped[0].reason), (1, Reason::TooLarge));
    }

    #[test]
    fn a_card_that_comes_without_end_is_cut_and_told() {
        let card = |n: usize| {
            let mails = (0..1_000).map(|m| format!("EMAIL:{n}-{m}@x.example\n")).collect::<String>();
            format!("BEGIN:VCARD\nUID:a\nFN:Ana Ruiz\n{mails}END:VCARD\n")
        };
        let kept = kept((0..4).map(card).collect::<String>().as_bytes());
        assert_eq!((kept.records[0].handles.len(), kept.skipped[0].reason), (2_000, Reason::TooLarge));
    }

    proptest! {
        #[test]
        fn no_card_is_too_strange(
            lines in proptest::collection::vec(
                "(BEGIN:VCARD|END:VCARD|N:|FN:|TEL;CELL:|EMAIL;|ORG:;|IMPP:|URL:http://|a.X-ABLABEL:|UID:|MEMBER:|X-SOCIALPROFILE;X-USER=|KIND:group|CATEGORIES:).{0,30}",
                0..30,
            ),
            noise in proptest::collection::vec(any::<u8>(), 0..60),
        ) {
            kept(&[lines.join("\n").as_bytes(), &noise].concat());
        }
    }
}

//! What is packed holds what is in memory, through any row of changes and of being written and read.

use super::super::super::rulings::Ruling;
use super::super::super::{Book, Change, Details, Reader, Rulings, Stepped, update};
use super::*;
use crate::handle::Handle;
use crate::record::{LabelledHandle, Name, Record};
use crate::resolve::Cut;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::LazyLock;

const NAMES: [&str; 7] = [
    "Ana Ruiz",
    "A. Ruiz",
    "Ana Thistlewood",
    "Keziah Thistlewood",
    "Kez Thistlewood",
    "",
    "Ana Marsh née Ruiz",
];
const HANDLES: [&str; 6] = [
    "email:ana@firm.example",
    "email:keziah.thistlewood@post.example",
    "email:info@firm.example",
    "phone:+442079460123",
    "linkedin:ana",
    "facebook:~ana ruiz",
];

/// A record by the places of its name and its handles.
type Line = (usize, Vec<usize>);

/// What happens: a record comes, one goes, the bytes are written and read, the runs become one.
#[derive(Clone, Debug)]
enum Happens {
    Comes(Line),
    Goes(usize),
    IsKept,
    IsCompacted,
}

fn line(names: usize) -> impl Strategy<Value = Line> {
    (0..names, prop::collection::vec(0..HANDLES.len(), 0..3))
}

fn happens(names: usize) -> impl Strategy<Value = Happens> {
    prop_oneof![
        6 => line(names).prop_map(Happens::Comes),
        3 => (0..200usize).prop_map(Happens::Goes),
        1 => Just(Happens::IsKept),
        1 => Just(Happens::IsCompacted),
    ]
}

fn card(reader: &mut Reader, n: usize, (name, handles): &Line) -> Card {
    let handles = handles.iter().filter_map(|h| Handle::from_key(HANDLES[*h])).map(LabelledHandle::bare);
    let name = Some(NAMES[*name]).filter(|name| !name.is_empty()).map(Name::whole);
    let record = Record {
        key: format!("vcard:{n}"),
        names: name.into_iter().collect(),
        handles: handles.collect(),
        ..Record::default()
    };
    reader.read(&record, &Details::default())
}

/// A book in memory, and beside it the same packed; the numbers there are others, and go up likewise.
struct Both {
    reader: Reader,
    book: Book,
    packed: Packed,
    cards: FxHashMap<RecordNo, Arc<Card>>,
    next: usize,
}

const fn number(no: RecordNo) -> RecordNo {
    no * 3 + 5
}

type Sets = BTreeSet<BTreeSet<RecordNo>>;

fn sets(stepped: &Stepped, number: impl Fn(RecordNo) -> RecordNo + Copy) -> (bool, [Sets; 2]) {
    let set = |person: &Vec<RecordNo>| person.iter().map(|no| number(*no)).collect();
    let of = |cut| stepped.solved.iter().flat_map(|s| s.persons(cut)).map(|p| set(&p)).collect();
    (stepped.everything, Cut::ALL.map(of))
}

impl Both {
    fn of(lines: &[Line]) -> Self {
        let mut reader = Reader::default();
        let cards: Vec<Card> = lines.iter().enumerate().map(|(n, l)| card(&mut reader, n, l)).collect();
        let book = || {
            let mut book = Book::of(cards.clone(), Rulings::default());
            book.compare();
            book
        };
        let numbers: Vec<RecordNo> = (0..cards.len() as RecordNo).map(number).collect();
        let packed = book().into_packed(&numbers);
        let book = book();
        let next = cards.len();
        let cards = numbers.into_iter().zip(cards.into_iter().map(Arc::new)).collect();
        Self { reader, book, packed, cards, next }
    }

    fn update(&mut self, change: Change) -> Stepped {
        let cards = &self.cards;
        let card = |no: RecordNo| Ok::<_, Infallible>(cards.get(&no).cloned());
        let Ok(stepped) = update(&mut Shelved::of(&mut self.packed, card), &Rulings::default(), &[change]);
        stepped
    }

    fn happens(&mut self, what: &Happens) {
        match what {
            Happens::Comes(line) => {
                let card = card(&mut self.reader, self.next, line);
                let no = number(self.next as RecordNo);
                self.next += 1;
                let expected = self.book.insert(card.clone());
                let card = Arc::new(card);
                self.cards.insert(no, card.clone());
                assert_eq!(sets(&self.update(Change::Came(no, card)), |no| no), sets(&expected, number));
            }
            Happens::Goes(n) => {
                let no = (n % self.next.max(1)) as RecordNo;
                let expected = self.book.remove(no);
                let Some(card) = self.cards.get(&number(no)).cloned() else { return };
                let stepped = self.update(Change::Goes(number(no), card));
                self.packed.drop(number(no));
                self.cards.remove(&number(no));
                assert_eq!(sets(&stepped, |no| no), sets(&expected, number));
            }
            Happens::IsKept => {
                let runs = if self.packed.seal == 0 { self.packed.runs() } else { return };
                self.packed = Packed::read(&runs, &self.packed.changes()).unwrap();
                assert_eq!(self.packed.runs(), runs);
            }
            Happens::IsCompacted => self.packed.compact(),
        }
    }

    /// Sees that all that is packed is what is in memory.
    fn check(mut self) {
        self.packed.compact();
        let there: Vec<RecordNo> = self.packed.records.run.iter().map(|(no, _)| *no).collect();
        let shelf = self.book.shelf();
        let expected: Vec<RecordNo> = shelf.cards().map(|(no, _)| number(no)).collect();
        assert_eq!(there, expected);
        for (key, _) in self.packed.postings.parts().0.iter() {
            let expected: Vec<RecordNo> = shelf.members(key).iter().map(|no| number(*no)).collect();
            assert_eq!(self.packed.postings.of_key(key), expected);
        }
        for (key, count) in self.packed.tallies.run.iter() {
            assert_eq!(shelf.tally_of(key), count);
        }
        for (no, _) in shelf.cards() {
            let mut expected: Vec<Edge> = shelf.edges_of(no).to_vec();
            expected.iter_mut().for_each(|edge| edge.other = number(edge.other));
            expected.sort_unstable();
            assert_eq!(self.packed.edges.get(number(no)), expected);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_row_of_changes_is_the_same_as_in_memory(
        lines in prop::collection::vec(line(NAMES.len()), 0..20),
        row in prop::collection::vec(happens(NAMES.len()), 0..24),
    ) {
        let mut both = Both::of(&lines);
        row.iter().for_each(|what| both.happens(what));
        both.check();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]
    #[test]
    fn blocks_that_are_split_are_the_same_as_in_memory(
        lines in prop::collection::vec(line(2), 30..60),
        row in prop::collection::vec(happens(2), 0..30),
    ) {
        let mut both = Both::of(&lines);
        row.iter().for_each(|what| both.happens(what));
        both.check();
    }
}

static KEPT: LazyLock<(Vec<u8>, Vec<u8>)> = LazyLock::new(kept);

fn kept() -> (Vec<u8>, Vec<u8>) {
    let lines: Vec<Line> = (0..40).map(|n| (n % NAMES.len(), vec![n % HANDLES.len()])).collect();
    let mut both = Both::of(&lines);
    let runs = both.packed.runs();
    both.happens(&Happens::Goes(3));
    both.happens(&Happens::Comes((0, vec![1])));
    (runs, both.packed.changes())
}

#[test]
fn damaged_bytes_are_noticed() {
    let (runs, changes) = KEPT.clone();
    assert!(Packed::read(&runs, &changes).is_some());
    assert!(Packed::read(&[], &[]).is_none());
    for place in 0..runs.len() {
        let mut damaged = runs.clone();
        damaged[place] ^= 1 << (place % 8);
        assert!(Packed::read(&damaged, &changes).is_none(), "{place}");
    }
    for place in 0..changes.len() {
        let mut damaged = changes.clone();
        damaged[place] ^= 1 << (place % 8);
        assert!(Packed::read(&runs, &damaged).is_none(), "{place}");
        assert!(Packed::read(&runs, &changes[..place]).is_none(), "{place}");
    }
}

#[test]
fn the_users_word_is_kept() {
    let key = |n: u64| Key(n << 40 | n);
    let set = |from: u64| (from..from + 3).map(key).collect();
    let words = vec![Ruling::Same(vec![key(1), key(2)], key(3)), Ruling::Apart(key(4), key(5))];
    let (shared, mine, spoken_of, things) = (set(7), set(8), set(9), set(11));
    let rulings = Rulings { words, shared, mine, spoken_of, things, free_mail: 10 };
    let mut packed = Both::of(&[(0, vec![0])]).packed;
    packed.rule(rulings.clone());
    let runs = packed.runs();
    let back = Packed::read(&runs, &packed.changes()).unwrap();
    assert_eq!(back.rulings(), &rulings);
    assert_eq!(back.records_from(0).len(), 1);
    assert_eq!(back.records_from(6), []);
}

#[test]
fn changes_go_with_their_own_runs_only() {
    let (_, changes) = KEPT.clone();
    let mut other = Both::of(&[(0, vec![0])]);
    assert!(Packed::read(&other.packed.runs(), &changes).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    // Bytes that somebody sealed anew.
    #[test]
    fn bytes_that_mean_nothing_do_no_harm(place in 0..4_000usize, byte in any::<u8>(), second in any::<bool>()) {
        let (mut runs, mut changes) = KEPT.clone();
        let bytes = if second { &mut changes } else { &mut runs };
        let told = bytes.len() - 8;
        bytes[place % told] = byte;
        let hash = super::super::super::key::hash_of(&bytes[..told]).to_le_bytes();
        bytes[told..].copy_from_slice(&hash);
        if let Some(mut packed) = Packed::read(&runs, &changes) {
            packed.compact();
            packed.runs();
        }
    }
}

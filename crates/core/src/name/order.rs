//! Which word of a name is the given name and which the family name: the readings, weighed against each other.

use super::hypotheses::{Order, Reading, Set};
use super::letters::Mark;
use super::lexicon::{Entry, Regions};
use super::read::Reader;
use smallvec::SmallVec;

/// What stood around a name and says how to read it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hint {
    /// A title stood before it: one word alone is a family name.
    pub(super) is_titled: bool,
    /// Something only a phone book says stood beside it.
    pub(super) is_label: bool,
    /// A family word stood beside it: one word alone is a given name.
    pub(super) is_kin: bool,
    /// A comma stood before this word.
    pub(super) comma: Option<usize>,
    /// Words that are trades, or family names.
    pub(super) trade: Set,
    /// Or the name is not of the person, but of somebody whose kin they are: "Ana Mum".
    pub(super) is_whose: bool,
    /// And that word begins with a small letter.
    pub(super) is_written_small: bool,
}

/// Words that belong together: those that hyphens join, and particles with what follows them.
#[derive(Clone, Copy, Debug, Default)]
struct Unit {
    words: Set,
    has_particle: bool,
}

type Units = SmallVec<[Unit; 6]>;
type Weighed = SmallVec<[(f32, Reading); 6]>;

/// Of twenty names in Latin letters about one has the family name first, in bits.
const GIVEN_FIRST: f32 = 4.2;

/// What is less likely than this is left out.
const LEAST: f32 = 0.02;

/// Returns the ways of reading what is left of a name, the likeliest first; never none.
pub(super) fn readings(reader: &Reader) -> SmallVec<[Reading; 3]> {
    let mut weighed = Weighed::new();
    if reader.hint.trade.is_empty() {
        weigh(reader, reader.core, 1.0, &mut weighed);
    } else {
        let family = reader.hint.trade.iter().map(|place| reader.known[place].family).fold(0.0, f32::max);
        let trade = 1.0 / (1.0 + family / 2.0);
        // A word for kin with a capital is a family name as often as not.
        let most = if reader.hint.is_whose && !reader.hint.is_written_small { 0.6 } else { 0.97 };
        let trade = trade.min(most);
        weigh(reader, reader.core.and(reader.hint.trade), 1.0 - trade, &mut weighed);
        let rest = if reader.hint.is_whose { Set::none() } else { reader.core };
        weigh(reader, rest, trade, &mut weighed);
    }
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    weighed.truncate(3);
    let all: f32 = weighed.iter().map(|(share, _)| share).sum();
    let kept = weighed.iter().filter(|(share, _)| *share >= LEAST * all);
    kept.map(|(share, reading)| Reading { weight: (share / all * 255.0) as u8, ..*reading }).collect()
}

/// Adds the readings of some words, which have a share of all likelihood.
fn weigh(reader: &Reader, core: Set, share: f32, into: &mut Weighed) {
    let units = units(reader, core);
    let mut found = Weighed::new();
    match units.as_slice() {
        [] => found.push((0.0, reading(Order::Label))),
        [one] => single(reader, *one, &mut found),
        _ => several(reader, &units, &mut found),
    }
    let all: f32 = found.iter().map(|(bits, _)| bits.exp2()).sum();
    into.extend(found.into_iter().map(|(bits, reading)| (share * bits.exp2() / all, reading)));
}

const fn reading(order: Order) -> Reading {
    const NONE: Set = Set::none();
    Reading { weight: 0, order, given: NONE, middle: NONE, family: NONE }
}

/// One word alone: a given name more often than not.
fn single(reader: &Reader, unit: Unit, into: &mut Weighed) {
    let order = if reader.hint.is_label { Order::Label } else { Order::Single };
    let mut given = 2.0 + given_bits(reader, unit);
    let mut family = family_bits(reader, unit);
    if reader.hint.is_titled {
        family += 5.0;
    }
    if reader.hint.is_kin || reader.hint.is_label {
        given += 4.0;
    }
    if reader.family_from.is_some() {
        family += 6.0;
    }
    into.push((given, Reading { given: unit.words, ..reading(order) }));
    into.push((family, Reading { family: unit.words, ..reading(Order::Single) }));
}

fn several(reader: &Reader, units: &[Unit], into: &mut Weighed) {
    let place = |unit: &Unit| unit.words.first().unwrap_or(0);
    if let Some(from) = reader.family_from {
        let cut = units.iter().position(|unit| place(unit) >= from).unwrap_or(units.len());
        if cut > 0 && cut < units.len() {
            into.push((4.0, parted(&units[..cut], &units[cut..], Order::GivenFamily)));
            into.push((0.0, parted(&units[cut..], &units[..cut], Order::FamilyGiven)));
            return;
        }
    }
    if let Some(comma) = reader.hint.comma {
        let cut = units.iter().position(|unit| place(unit) >= comma).unwrap_or(units.len());
        if cut > 0 && cut < units.len() {
            return turned(reader, &units[..cut], &units[cut..], into);
        }
    }
    in_order(reader, units, into);
}

/// "Ruiz, Ana" is turned round; "Ana Ruiz, Quillfish" is not.
fn turned(reader: &Reader, left: &[Unit], right: &[Unit], into: &mut Weighed) {
    let bits = given_bits(reader, right[0]) + family_bits(reader, left[left.len() - 1]);
    into.push((bits + 6.0, parted(right, left, Order::FamilyGiven)));
    if left.len() == 1 {
        // "Ana, Ruiz": some put the comma where none belongs.
        let bits = given_bits(reader, left[0]) + family_bits(reader, right[right.len() - 1]);
        into.push((bits, parted(left, right, Order::GivenFamily)));
    } else {
        let bits = given_bits(reader, left[0]) + family_bits(reader, left[left.len() - 1]);
        // The right side is then any word at all.
        into.push((bits - 3.0, parted(&left[..1], &left[1..], Order::GivenFamily)));
    }
}

/// Given names on one side, family names on the other.
fn parted(given: &[Unit], family: &[Unit], order: Order) -> Reading {
    let words = |units: &[Unit]| units.iter().fold(Set::none(), |all, unit| all.and(unit.words));
    Reading { given: words(&given[..1]), middle: words(&given[1..]), family: words(family), ..reading(order) }
}

/// Where nothing tells which is which, both orders are thought of.
fn in_order(reader: &Reader, units: &[Unit], into: &mut Weighed) {
    let last = units.len() - 1;
    let has_patronymic = last > 0 && is_patronymic(reader, units[last]);
    if has_patronymic && last == 1 {
        // Ivan Petrovich: as people are addressed.
        let both = Reading { given: units[0].words, middle: units[1].words, ..reading(Order::Single) };
        into.push((given_bits(reader, units[0]) + GIVEN_FIRST, both));
    }
    // Ruiz Ana M.: an initial after two names is seldom of the family name.
    let is_initial = units[last].words.iter().all(|place| reader.letters.words[place].is_initial());
    let cut = if is_initial && last > 1 { -9.0 } else { 0.0 };
    let western = given_bits(reader, units[0]) + family_bits(reader, units[last]) + cut;
    into.push((western + GIVEN_FIRST + kinship(reader, units[0], units[last]), given_first(reader, units)));
    let given = given_place(reader, units);
    let eastern = family_bits(reader, units[0]) + given_bits(reader, units[given]);
    let eastern = eastern + kinship(reader, units[given], units[0]) + custom(reader, units[0], units[given]);
    // Sidorov Ivan Petrovich: as forms and lists have it.
    let formal = if has_patronymic && last == 2 { 8.0 } else { 0.0 };
    into.push((eastern + formal, family_first(units, given)));
}

/// Returns the place of the given name where the family name comes first.
fn given_place(reader: &Reader, units: &[Unit]) -> usize {
    let last = units.len() - 1;
    let is_initial = |unit: Unit| unit.words.iter().all(|place| reader.letters.words[place].is_initial());
    let is_better = given_bits(reader, units[last]) > given_bits(reader, units[1]) + 3.0;
    // Nethercombe Rowland H: the initial is of a second name.
    let is_last = is_better && !is_initial(units[last]);
    // Nguyen Van Anh is called Anh.
    let is_vietnamese = !regions(reader, units[0]).1.and(Regions::VIETNAM).is_empty();
    let middle = regions(reader, units[1]).0;
    let is_western = middle.and(Regions::VIETNAM).is_empty() && !middle.is_empty();
    if is_last || (is_vietnamese && !is_western) { last } else { 1 }
}

/// Returns where the words of a unit are common as given names, and where as family names.
fn regions(reader: &Reader, unit: Unit) -> (Regions, Regions) {
    let known = |place: Option<usize>| place.map(|place| reader.known[place]).unwrap_or_default();
    (known(unit.words.first()).given_in, known(unit.words.last()).family_in)
}

/// Names of one region go together.
fn kinship(reader: &Reader, given: Unit, family: Unit) -> f32 {
    let common = regions(reader, given).0.and(regions(reader, family).1);
    if common.is_empty() { 0.0 } else { 1.5 }
}

/// What custom says for the family name coming first: in some regions it does, abroad less often.
fn custom(reader: &Reader, family: Unit, given: Unit) -> f32 {
    let (family, given) = (regions(reader, family).1, regions(reader, given).0);
    let both = family.and(given).and(Regions::FAMILY_FIRST);
    if reader.has_native_order {
        12.0
    } else if !both.and(Regions::VIETNAM).is_empty() {
        5.0
    } else if !both.is_empty() {
        3.0
    } else {
        0.0
    }
}

/// Tells a Russian father's name: Petrovich, Sergeevna.
fn is_patronymic(reader: &Reader, unit: Unit) -> bool {
    const ENDS: [&str; 7] = ["ovich", "evich", "ovna", "evna", "ichna", "ovych", "ivna"];
    let Some(place) = unit.words.last() else { return false };
    let word = reader.plain(place);
    word.len() > 6
        && word.ends_with(['h', 'a'])
        && reader.known[place].family == 0.0
        && ENDS.iter().any(|end| word.ends_with(end))
}

fn given_first(reader: &Reader, units: &[Unit]) -> Reading {
    let mut read = Reading { given: units[0].words, ..reading(Order::GivenFamily) };
    let mut is_family = false;
    for (at, unit) in units.iter().enumerate().skip(1) {
        // What follows a particle belongs to the family name.
        is_family |= unit.has_particle || at + 1 == units.len();
        let (given, family) = (given_bits(reader, *unit), family_bits(reader, *unit));
        if is_patronymic(reader, *unit) {
            read.middle = read.middle.and(unit.words);
        } else if is_family || (family > given + 2.0 && given < 2.0) {
            read.family = read.family.and(unit.words);
        } else if given > family + 2.0 {
            read.middle = read.middle.and(unit.words);
        } else {
            read.family = read.family.and(unit.words);
            read.middle = read.middle.and(unit.words);
        }
    }
    read
}

/// The family name first, then the given name at a place; what is between may be either.
fn family_first(units: &[Unit], given: usize) -> Reading {
    let mut read = Reading { family: units[0].words, ..reading(Order::FamilyGiven) };
    read.given = units[given].words;
    for (at, unit) in units.iter().enumerate().skip(1).filter(|(at, _)| *at != given) {
        read.middle = read.middle.and(unit.words);
        if at < given {
            read.family = read.family.and(unit.words);
        }
    }
    read
}

/// How well some words serve as a given name, as the logarithm to base two of people in ten thousand.
fn given_bits(reader: &Reader, unit: Unit) -> f32 {
    let Some(first) = unit.words.first() else { return 0.0 };
    let shouts = if is_shouted_alone(reader, first) { -4.0 } else { 0.0 };
    let particle = if unit.has_particle { -6.0 } else { 0.0 };
    if reader.letters.words[first].is_initial() {
        return 6.6 + particle;
    }
    as_given(reader.known[first]).log2() + particle + shouts
}

/// The same for a family name.
fn family_bits(reader: &Reader, unit: Unit) -> f32 {
    let Some(last) = unit.words.last() else { return 0.0 };
    let shouts = if is_shouted_alone(reader, last) { 4.0 } else { 0.0 };
    let particle = if unit.has_particle { 3.0 } else { 0.0 };
    if reader.letters.words[last].is_initial() {
        return 4.0;
    }
    let fathers = if is_patronymic(reader, unit) { -6.0 } else { 0.0 };
    as_family(reader.known[last]).log2() + particle + shouts + fathers
}

/// RUIZ Ana: some write the family name in capitals.
fn is_shouted_alone(reader: &Reader, place: usize) -> bool {
    let is_quiet = |p: usize| !reader.has(p, Mark::CAPITALS) && !reader.letters.words[p].is_initial();
    reader.has(place, Mark::CAPITALS) && reader.core.iter().any(is_quiet)
}

/// A word that no list has is a given name less readily than a family name, of which there are more.
fn as_given(known: Entry) -> f32 {
    match known {
        Entry { given, .. } if given > 0.0 => given,
        Entry { is_form: true, .. } => 1.5,
        Entry { family, .. } if family > 0.0 => 0.1,
        _ => 0.5,
    }
}

fn as_family(known: Entry) -> f32 {
    match known {
        Entry { family, .. } if family > 0.0 => family,
        // In India and among Arabs given names serve as family names.
        known if known.given > 5.0 => 0.15,
        known if known.is_given() => 0.5,
        _ => 1.0,
    }
}

fn units(reader: &Reader, core: Set) -> Units {
    let mut units = Units::new();
    let mut open = false;
    for place in core.iter() {
        let is_particle = reader.particles.has(place);
        let is_joined = open || (reader.has(place, Mark::HYPHEN) && core.has(place.saturating_sub(1)));
        if !is_joined || units.is_empty() {
            units.push(Unit::default());
        }
        let last = units.len() - 1;
        if is_particle {
            units[last].has_particle = true;
        } else {
            units[last].words.add(place);
        }
        open = is_particle;
    }
    units.retain(|unit| !unit.words.is_empty());
    units
}

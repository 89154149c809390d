//! What names say: the best of all pairs of names, unless the main names of the two sides clash.

use super::super::bits::Bits;
use super::super::evidence::Evidence;
use super::super::key::Key;
use super::super::named::{Form, Named, given_key, surname_key};
use super::super::sketch::Sketch;
use super::{Facts, Sink, What};
use crate::name::{Agreement, Comparison, Level, Part, level, share};

/// What the names of two sides came to.
pub(super) struct Found<'a> {
    pub(super) level: Level,
    pub(super) bits: Bits,
    what: What<'a>,
    kind: Evidence,
}

impl Found<'_> {
    /// Tells whether the names cannot be one person's.
    pub(super) fn clashes(&self) -> bool {
        self.bits < Bits::ZERO
    }

    pub(super) fn tell(&self, sink: &mut impl Sink) {
        if self.bits != Bits::ZERO {
            sink.take(self.kind, self.bits, self.what);
        }
    }
}

/// Compares the names of two sides, and the addresses that spell them.
pub(super) fn compare<'a>(a: &'a Sketch, b: &'a Sketch, facts: &impl Facts) -> Found<'a> {
    let nothing =
        Found { level: Level::Nothing, bits: Bits::ZERO, what: What::Nothing, kind: Evidence::Name };
    let clash = main_clash(a, b, facts);
    let told = best(a, b, facts);
    // Levels decide and not bits, or a word that grows commoner could let more speak for two.
    let spelled = || spelled(a, b, facts).chain(spelled(b, a, facts));
    if let Some(clash) = clash {
        // Whoever married keeps an address that spells the name by which others know them.
        let married = clash.level == Level::OtherFamily;
        let whole = spelled().filter(|f| married && f.level == Level::Equal).max_by_key(|f| f.bits);
        return whole.unwrap_or(clash);
    }
    // Where the names are one, an address that spells it says nothing more.
    let is_one = is_told_as_one(a, b, facts);
    let spelled = if is_one { None } else { spelled().max_by_key(|f| (f.bits, f.level)) };
    match (told, spelled) {
        (Some(told), Some(spelled)) if spelled.bits > told.bits => spelled,
        (Some(told), _) => told,
        (None, Some(spelled)) => spelled,
        (None, None) => nothing,
    }
}

/// Returns the clash of the main full names, if none of the full names of one side goes with the other's.
fn main_clash<'a>(a: &'a Sketch, b: &'a Sketch, facts: &impl Facts) -> Option<Found<'a>> {
    let (x, y) = (a.main_name()?, b.main_name()?);
    let goes = |name: &Named, side: &Sketch| {
        let mut full = side.most_told().filter(|other| other.is_full);
        full.any(|other| weighed(name, other, facts).0 > Level::Nothing)
    };
    if x.id == y.id || (goes(x, b) && goes(y, a)) {
        return None;
    }
    let found = judged(x, y, facts);
    (found.bits < Bits::ZERO).then_some(found)
}

/// Returns the pair of names that says most.
fn best<'a>(a: &'a Sketch, b: &'a Sketch, facts: &impl Facts) -> Option<Found<'a>> {
    let pairs = a.most_told().flat_map(|x| b.most_told().map(move |y| (x, y)));
    pairs.map(|(x, y)| judged(x, y, facts)).max_by_key(|found| (found.bits, found.level))
}

fn judged<'a>(x: &'a Named, y: &'a Named, facts: &impl Facts) -> Found<'a> {
    let (level, bits) = weighed(x, y, facts);
    Found { level, bits, what: What::Names(x, y, level), kind: Evidence::Name }
}

/// Returns how two names stand to each other, and what that says.
fn weighed(x: &Named, y: &Named, facts: &impl Facts) -> (Level, Bits) {
    facts.memo().of(x.id, y.id, || {
        let compared = level(&x.read, &y.read);
        (compared.level, worth(&compared, facts))
    })
}

/// Given and family names go together: whoever is called Giovanni is called Rossi more often than others.
const TOGETHER: Bits = Bits::hundredths(200);

/// Returns what a comparison of names says.
fn worth(compared: &Comparison<'_>, facts: &impl Facts) -> Bits {
    let given = rarest(compared, Part::Given, facts);
    let family = rarest(compared, Part::Family, facts);
    let both = given + family - TOGETHER;
    match compared.level {
        Level::Different => Bits::of(-6.0),
        Level::OtherGiven => Bits::of(-6.0),
        Level::OtherFamily => Bits::of(-4.0) + given.times_hundredths(30),
        Level::OtherGeneration => Bits::of(-7.0),
        Level::OtherMiddle => Bits::of(-5.0),
        Level::Nothing => Bits::ZERO,
        Level::Label => Bits::of(3.0),
        Level::FamilyOnly => family - Bits::of(2.0),
        Level::GivenOnly => given - Bits::of(1.0),
        Level::FamilyInitial => given + Bits::of(2.0),
        Level::Initial => family + Bits::of(2.0),
        Level::Typo => both - Bits::of(4.0),
        Level::ChangedFamily => both - Bits::of(3.0),
        Level::PartlyFamily => both - Bits::of(2.0),
        Level::Cognate => both - Bits::of(4.0),
        Level::Nickname => both - Bits::of(2.0),
        Level::Spelling => both - Bits::of(1.0),
        Level::Equal => both,
    }
}

/// Returns the rarity of the rarest word that agrees; of the commoner of two that are not equal.
fn rarest(compared: &Comparison<'_>, part: Part, facts: &impl Facts) -> Bits {
    let agreed = compared.agreed.iter().filter(|a| a.part == part && a.how > Agreement::Missing);
    let each = agreed.map(|a| match a.how {
        Agreement::Initial => Bits::of(3.5),
        _ if a.a == a.b => rarity(part, a.a, facts),
        _ => rarity(part, a.a, facts).min(rarity(part, a.b, facts)),
    });
    each.max().unwrap_or(Bits::ZERO)
}

/// What the tables say counts as much as so many names seen here.
const TABLES: f64 = 1_000.0;

/// Returns how much a word of a name says of who it is.
fn rarity(part: Part, word: &str, facts: &impl Facts) -> Bits {
    if word.len() < 2 {
        return Bits::of(3.5);
    }
    let key: Key = match part {
        Part::Given => given_key(word),
        Part::Family => surname_key(word),
    };
    let here = f64::from(facts.tally(key).saturating_sub(1));
    let all = facts.people().value().exp2();
    Bits::of(-((share(part, word) / 10_000.0 * TABLES + here) / (TABLES + all)).min(1.0).log2())
}

/// Tells whether both sides tell one full name, in whichever spelling.
fn is_told_as_one(a: &Sketch, b: &Sketch, facts: &impl Facts) -> bool {
    let mut pairs = a.most_told().flat_map(|x| b.most_told().map(move |y| (x, y)));
    pairs.any(|(x, y)| weighed(x, y, facts).0 >= Level::Spelling)
}

/// Returns how the addresses of one side spell the names of the other.
fn spelled<'a>(x: &'a Sketch, y: &'a Sketch, facts: &impl Facts) -> impl Iterator<Item = Found<'a>> {
    let names = y.names.iter().filter(|(name, _)| name.is_full);
    let pairs = names.flat_map(|(name, _)| x.locals.iter().map(move |local| (name, local)));
    let found = pairs.filter_map(|(name, local)| Some((name, name.spelled_by(local.letters)?)));
    found.map(|(name, form)| told_by(name, form, facts))
}

fn told_by<'a>(name: &'a Named, form: Form, facts: &impl Facts) -> Found<'a> {
    let best = name.read.best();
    let given = best.and_then(|b| b.given()).map_or(Bits::ZERO, |w| rarity(Part::Given, w, facts));
    let family = best.and_then(|b| b.surname()).map_or(Bits::ZERO, |w| rarity(Part::Family, w, facts));
    let (level, bits) = match form {
        Form::Full => (Level::Equal, given + family - TOGETHER - Bits::of(1.0)),
        Form::Initial => (Level::Initial, family + Bits::of(1.0)),
        Form::GivenInitial => (Level::FamilyInitial, given + Bits::of(1.0)),
        Form::Part => (Level::GivenOnly, given.min(family) - Bits::of(2.0)),
    };
    Found { level, bits, what: What::Spelling(name), kind: Evidence::Spelling }
}

//! What names say: the best of all pairs of names, unless the main names of the two sides clash.

use super::super::bits::Bits;
use super::super::evidence::Evidence;
use super::super::key::Key;
use super::super::named::{Form, Named, given_key, surname_key};
use super::super::sketch::Sketch;
use super::{Facts, Sink, What};
use crate::name::{Agreement, Comparison, Level, Part, level, share};
use smallvec::SmallVec;

/// What the names of two sides came to.
#[derive(Clone, Copy)]
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
    let pairs = pairs(a, b, facts);
    let clash = main_clash(a, b, &pairs);
    // The pair that says most.
    let told = pairs.iter().map(|(_, _, found)| *found).max_by_key(|found| (found.bits, found.level));
    let spelled = |counts: fn(Form) -> bool| {
        let both = [spelled(a, b, facts, counts), spelled(b, a, facts, counts)];
        both.into_iter().flatten().max_by_key(|f| f.bits)
    };
    if let Some(clash) = clash {
        // Whoever married keeps an address that spells the name by which others know them.
        let kept = (clash.level == Level::OtherFamily).then(|| spelled(|form| form > Form::Part)).flatten();
        return kept.unwrap_or(clash);
    }
    // Where the names themselves go together, an address has nothing to add. Told by levels, which no count changes:
    // as a word grows commoner, never more speaks for two.
    let spelled =
        if pairs.iter().any(|(_, _, found)| found.level >= Level::Typo) { None } else { spelled(|_| true) };
    let all = told.into_iter().chain(spelled);
    // Of equals, what is told: it comes first.
    all.reduce(|best, other| if other.bits > best.bits { other } else { best }).unwrap_or(nothing)
}

/// A name of either side, and what the two came to.
type Pairs<'a> = SmallVec<[(&'a Named, &'a Named, Found<'a>); 2]>;

/// Compares every name of one side with every name of the other, each pair once.
fn pairs<'a>(a: &'a Sketch, b: &'a Sketch, facts: &impl Facts) -> Pairs<'a> {
    let all = a.most_told().flat_map(|x| b.most_told().map(move |y| (&**x, &**y)));
    all.map(|(x, y)| (x, y, judged(x, y, facts))).collect()
}

/// Returns the clash of the main full names, if none of the full names of one side goes with the other's.
fn main_clash<'a>(a: &'a Sketch, b: &'a Sketch, pairs: &Pairs<'a>) -> Option<Found<'a>> {
    let (x, y) = (a.main_name()?, b.main_name()?);
    let goes =
        |(x, y, found): &(&Named, &Named, Found<'_>)| x.is_full && y.is_full && found.level > Level::Nothing;
    let x_goes = || pairs.iter().any(|pair| pair.0.id == x.id && goes(pair));
    let y_goes = || pairs.iter().any(|pair| pair.1.id == y.id && goes(pair));
    if x.id == y.id || (x_goes() && y_goes()) {
        return None;
    }
    let main = pairs.iter().find(|pair| (pair.0.id, pair.1.id) == (x.id, y.id));
    main.map(|(_, _, found)| *found).filter(|found| found.bits < Bits::ZERO)
}

fn judged<'a>(x: &'a Named, y: &'a Named, facts: &impl Facts) -> Found<'a> {
    let (level, bits) = facts.memo().of(x.id, y.id, || {
        let compared = level(&x.read, &y.read);
        (compared.level, worth(&compared, &Rarity { x, y, facts }))
    });
    Found { level, bits, what: What::Names(x, y, level), kind: kind(level) }
}

/// Returns the evidence that a level of likeness is.
const fn kind(level: Level) -> Evidence {
    match level {
        Level::Label | Level::FamilyOnly | Level::GivenOnly | Level::FamilyInitial | Level::Initial => {
            Evidence::NamePart
        }
        Level::Typo | Level::ChangedFamily | Level::PartlyFamily | Level::Cognate | Level::Nickname => {
            Evidence::NameForm
        }
        _ => Evidence::Name,
    }
}

/// Given and family names go together: whoever is called Giovanni is called Rossi more often than others.
const TOGETHER: Bits = Bits::hundredths(200);

/// Returns what a comparison of names says.
fn worth(compared: &Comparison<'_>, rarity: &Rarity<'_, impl Facts>) -> Bits {
    let given = rarity.rarest(compared, Part::Given);
    let family = rarity.rarest(compared, Part::Family);
    let both = given + family - TOGETHER;
    match compared.level {
        Level::Different => Bits::of(-6.0),
        Level::OtherGiven => Bits::of(-6.0),
        // However rare the given name is, another family name never speaks for them.
        Level::OtherFamily => (Bits::of(-3.0) + given.times_hundredths(30)).min(Bits::of(-0.5)),
        Level::OtherGeneration => Bits::of(-7.0),
        Level::OtherMiddle => Bits::of(-5.0),
        Level::Nothing => Bits::ZERO,
        Level::Label => Bits::of(3.0),
        Level::FamilyOnly => family - Bits::of(2.0),
        Level::GivenOnly => given,
        Level::FamilyInitial => given + Bits::of(5.0),
        Level::Initial => family + Bits::of(4.0),
        Level::Typo => both - Bits::of(3.0),
        Level::ChangedFamily => both - Bits::of(3.0),
        Level::PartlyFamily => both - Bits::of(1.0),
        Level::Cognate => both - Bits::of(4.0),
        Level::Nickname => both - Bits::of(2.0),
        Level::Spelling => both - Bits::of(1.0),
        Level::Equal => both,
    }
}

/// What the tables say counts as much as so many names seen here.
const TABLES: f64 = 400.0;

/// How rare the words of two names are.
struct Rarity<'a, F> {
    x: &'a Named,
    y: &'a Named,
    facts: &'a F,
}

impl<F: Facts> Rarity<'_, F> {
    /// Returns the rarity of the rarest word that agrees; of the commoner of two that are not equal.
    fn rarest(&self, compared: &Comparison<'_>, part: Part) -> Bits {
        let agreed = compared.agreed.iter().filter(|a| a.part == part && a.how > Agreement::Missing);
        let each = agreed.map(|a| match a.how {
            Agreement::Initial => Bits::of(3.5),
            _ if a.a == a.b => self.of(part, a.a),
            _ => self.of(part, a.a).min(self.of(part, a.b)),
        });
        each.max().unwrap_or(Bits::ZERO)
    }

    /// Returns how much a word of either name says of who it is.
    fn of(&self, part: Part, word: &str) -> Bits {
        if word.len() < 2 {
            return Bits::of(3.5);
        }
        let key: Key = match part {
            Part::Given => given_key(word),
            Part::Family => surname_key(word),
        };
        let here = f64::from(self.facts.tally(key).saturating_sub(1));
        let all = self.facts.people().value().exp2();
        let share = self.x.share(key).or_else(|| self.y.share(key)).unwrap_or_else(|| share(part, word));
        Bits::of(-((share / 10_000.0 * TABLES + here) / (TABLES + all)).min(1.0).log2())
    }
}

/// Returns how the addresses of one side spell the names of the other.
fn spelled<'a>(
    x: &'a Sketch,
    y: &'a Sketch,
    facts: &impl Facts,
    counts: impl Fn(Form) -> bool,
) -> Option<Found<'a>> {
    let names = y.names.iter().filter(|(name, _)| name.is_full);
    // What both have is told by the address itself.
    let locals = || x.locals.iter().filter(|local| !y.locals.contains(local));
    let pairs = names.flat_map(|(name, _)| locals().map(move |local| (name, local)));
    let found = pairs.filter_map(|(name, local)| Some((name, name.spelled_by(local.letters)?)));
    let found = found.filter(|(_, form)| counts(*form));
    found.map(|(name, form)| told_by(name, form, facts)).max_by_key(|f| (f.bits, f.level))
}

fn told_by<'a>(name: &'a Named, form: Form, facts: &impl Facts) -> Found<'a> {
    let best = name.read.best();
    let rarity = Rarity { x: name, y: name, facts };
    let given = best.and_then(|b| b.given()).map_or(Bits::ZERO, |w| rarity.of(Part::Given, w));
    let family = best.and_then(|b| b.surname()).map_or(Bits::ZERO, |w| rarity.of(Part::Family, w));
    let (level, bits) = match form {
        Form::Full => (Level::Equal, given + family - TOGETHER - Bits::of(1.0)),
        Form::Initial => (Level::Initial, family + Bits::of(3.0)),
        Form::GivenInitial => (Level::FamilyInitial, given + Bits::of(1.0)),
        Form::Part => (Level::GivenOnly, given.min(family) - Bits::of(2.0)),
    };
    Found { level, bits, what: What::Spelling(name), kind: Evidence::Spelling }
}

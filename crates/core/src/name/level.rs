//! How alike two names are: a level, and what of the two agrees.

use super::Part;
use super::hypotheses::{Hypotheses, Order, Reading, Set};
use super::word::{Agreement, Spelt, compare, readiness};
use smallvec::SmallVec;

/// How alike two names are, worst first.
///
/// Each level speaks of given and family name together. What a level is worth depends on how rare the names
/// are that agree: see [`Comparison::agreed`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing agrees: Ana Ruiz and Tom Marsh.
    Different,
    /// The family name agrees and the given name cannot: two of one family.
    OtherGiven,
    /// The given name agrees and the family name does not: many share it, and people marry.
    OtherFamily,
    /// Given and family name agree; "Jr" and "Sr" tell father and son apart.
    OtherGeneration,
    /// Given and family name agree; the middle names or initials cannot: John A. and John B.
    OtherMiddle,
    /// One of them says too little: a bare initial, a label, an unknown single word.
    Nothing,
    /// The same label of a phone book: "Mum" and "mum".
    Label,
    /// One side has the family name only, and it agrees.
    FamilyOnly,
    /// One side has the given name only, and it agrees.
    GivenOnly,
    /// Given names agree; of one family name there is the initial only: Ana R.
    FamilyInitial,
    /// Family names agree; of one given name there is the initial only: A. Ruiz.
    Initial,
    /// One slip of the pen apart.
    Typo,
    /// The given name agrees and the family name has changed: Ivanov and Ivanova, née Müller.
    ChangedFamily,
    /// The given name agrees, and one of two family names: Ana Ruiz López and Ana Ruiz.
    PartlyFamily,
    /// The family name agrees, and the given name is a cognate: Johann and John.
    Cognate,
    /// The family name agrees, and one is called by a form of the other's name: Bob and Robert.
    Nickname,
    /// The same in another script or spelling.
    Spelling,
    /// The same given and family name; what stands between may be missing.
    Equal,
}

impl Level {
    /// All levels, in order.
    pub const ALL: [Self; 18] = [
        Self::Different,
        Self::OtherGiven,
        Self::OtherFamily,
        Self::OtherGeneration,
        Self::OtherMiddle,
        Self::Nothing,
        Self::Label,
        Self::FamilyOnly,
        Self::GivenOnly,
        Self::FamilyInitial,
        Self::Initial,
        Self::Typo,
        Self::ChangedFamily,
        Self::PartlyFamily,
        Self::Cognate,
        Self::Nickname,
        Self::Spelling,
        Self::Equal,
    ];
}

/// A word of either name, and how the two agree.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Agreed<'a> {
    pub part: Part,
    pub a: &'a str,
    pub b: &'a str,
    pub how: Agreement,
    /// How readily one stands for the other where it is an alias, from 0 to 1; else 1.
    pub weight: f32,
}

/// What comparing two names came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison<'a> {
    pub level: Level,
    pub given: Agreement,
    pub family: Agreement,
    /// [`Agreement::Initial`] and above: middle names or initials agree too, which says more.
    pub middle: Agreement,
    /// How likely it is that both names are read rightly, from 0 to 1.
    pub weight: f32,
    /// The words that agree, whose rarity says what the level is worth. Folded to plain letters.
    pub agreed: SmallVec<[Agreed<'a>; 4]>,
}

/// Compares two names, each in its likeliest fitting reading.
///
/// Symmetric: turning the two round turns `agreed` round and changes nothing else. A name without a reading
/// compares as [`Level::Nothing`].
pub fn level<'a>(a: &'a Hypotheses, b: &'a Hypotheses) -> Comparison<'a> {
    if a <= b {
        return ordered(a, b);
    }
    let mut found = ordered(b, a);
    for agreed in &mut found.agreed {
        std::mem::swap(&mut agreed.a, &mut agreed.b);
    }
    found
}

fn ordered<'a>(a: &'a Hypotheses, b: &'a Hypotheses) -> Comparison<'a> {
    let mut best: Option<(f32, Comparison<'a>)> = None;
    for x in &a.readings {
        for y in &b.readings {
            let pair = Pair { a, b, x: *x, y: *y };
            let found = pair.compare();
            let worth = found.level.worth() + found.weight.max(0.0001).log2();
            if best.as_ref().is_none_or(|(most, _)| worth > *most) {
                best = Some((worth, found));
            }
        }
    }
    best.map_or_else(Comparison::nothing, |(_, found)| found)
}

impl Level {
    /// Returns roughly how many bits a level says of middling names: only to choose between readings.
    const fn worth(self) -> f32 {
        match self {
            Self::Different => -12.0,
            Self::OtherGiven => -8.0,
            Self::OtherFamily => -4.0,
            Self::OtherGeneration | Self::OtherMiddle => -2.0,
            Self::Nothing => -3.0,
            Self::FamilyOnly | Self::GivenOnly => 3.0,
            Self::Label | Self::FamilyInitial => 6.0,
            Self::Initial => 8.0,
            Self::Typo | Self::ChangedFamily | Self::PartlyFamily | Self::Cognate => 10.0,
            Self::Nickname => 11.0,
            Self::Spelling => 13.0,
            Self::Equal => 14.0,
        }
    }

    /// Tells whether one person may bear both names, so far as names go.
    pub const fn may_be_one(self) -> bool {
        !matches!(self, Self::Different | Self::OtherGiven | Self::OtherGeneration | Self::OtherMiddle)
    }
}

impl Comparison<'_> {
    fn nothing() -> Self {
        Self {
            level: Level::Nothing,
            given: Agreement::Missing,
            family: Agreement::Missing,
            middle: Agreement::Missing,
            weight: 1.0,
            agreed: SmallVec::new(),
        }
    }
}

/// Two names in one reading each.
struct Pair<'a> {
    a: &'a Hypotheses,
    b: &'a Hypotheses,
    x: Reading,
    y: Reading,
}

type AgreedWords<'a> = SmallVec<[Agreed<'a>; 4]>;

impl<'a> Pair<'a> {
    fn compare(&self) -> Comparison<'a> {
        let mut agreed = AgreedWords::new();
        let given = self.given(&mut agreed);
        let family = self.family(&mut agreed);
        let middle = self.middle(&mut agreed);
        let mut level = joint(given, family);
        if level > Level::Label {
            let generations = (self.a.generation, self.b.generation);
            if matches!(generations, (Some(x), Some(y)) if x != y) {
                level = Level::OtherGeneration;
            } else if middle == Agreement::Clash && family >= Agreement::Partly {
                level = Level::OtherMiddle;
            }
        }
        if self.is_one_label() {
            level = Level::Label;
        } else if given == Agreement::Clash && family == Agreement::Missing && !self.is_two_names() {
            level = Level::Nothing;
        }
        let weight = f32::from(self.x.weight) * f32::from(self.y.weight) / (255.0 * 255.0);
        Comparison { level, given, family, middle, weight, agreed }
    }

    fn spelt(&self, a: usize, b: usize) -> (Spelt<'a>, Spelt<'a>) {
        (Spelt::of(self.a, a), Spelt::of(self.b, b))
    }

    fn word(&self, part: Part, a: usize, b: usize) -> Agreement {
        let (a, b) = self.spelt(a, b);
        compare(part, a, b)
    }

    fn note(&self, agreed: &mut AgreedWords<'a>, part: Part, a: usize, b: usize, how: Agreement) {
        if how > Agreement::Missing {
            let (a, b) = self.spelt(a, b);
            let weight = readiness(part, a.word, b.word);
            agreed.push(Agreed { part, a: a.plain(), b: b.plain(), how, weight });
        }
    }

    fn given(&self, agreed: &mut AgreedWords<'a>) -> Agreement {
        let (Some(x), Some(y)) = (self.x.given.first(), self.y.given.first()) else {
            return Agreement::Missing;
        };
        let first = self.word(Part::Given, x, y);
        let all = |reading: Reading| reading.given.and(reading.middle);
        if first != Agreement::Equal && self.is_joined_alike(self.x.given, self.y.given) {
            self.note(agreed, Part::Given, x, y, Agreement::Equal);
            return Agreement::Equal;
        }
        if first != Agreement::Clash {
            self.note(agreed, Part::Given, x, y, first);
            return first;
        }
        if self.is_joined_alike(all(self.x), all(self.y)) {
            self.note(agreed, Part::Given, x, y, Agreement::Equal);
            return Agreement::Equal;
        }
        // Called by a name in quotes, or by the middle name.
        let others = |reading: Reading, called: Set| {
            reading.given.and(reading.middle).without(reading.family).and(called)
        };
        for a in others(self.x, self.a.called).iter() {
            for b in others(self.y, self.b.called).iter() {
                let is_first = a == x || b == y || self.a.called.has(a) || self.b.called.has(b);
                let is_short = self.a.word(a).is_initial() || self.b.word(b).is_initial();
                if is_first && !is_short && self.word(Part::Given, a, b) >= Agreement::Called {
                    self.note(agreed, Part::Given, a, b, Agreement::Called);
                    return Agreement::Called;
                }
            }
        }
        Agreement::Clash
    }

    /// "Anna-Maria" is "Annamaria", "Min-jun" is "Minjun".
    fn is_joined_alike(&self, x: Set, y: Set) -> bool {
        x.len() != y.len() && {
            let letters = |name: &'a Hypotheses, set: Set| name.plain(set).flat_map(str::bytes);
            letters(self.a, x).eq(letters(self.b, y))
        }
    }

    fn family(&self, agreed: &mut AgreedWords<'a>) -> Agreement {
        let (x, y) = (self.x.family, self.y.family);
        if x.is_empty() || y.is_empty() {
            return Agreement::Missing;
        }
        let mut least = Agreement::Equal;
        let (mut left, mut right) = (x, y);
        let mut has_match = false;
        for a in x.iter() {
            let found = right
                .iter()
                .map(|b| (self.word(Part::Family, a, b), b))
                .max_by_key(|(how, b)| (*how, 16 - b));
            if let Some((how, b)) = found.filter(|(how, _)| *how > Agreement::Missing) {
                self.note(agreed, Part::Family, a, b, how);
                (left, right) = (left.without(Set::from_iter([a])), right.without(Set::from_iter([b])));
                least = least.min(how);
                has_match = true;
            }
        }
        // What may as well be a middle name need not agree.
        let (left, right) = (left.without(self.x.middle), right.without(self.y.middle));
        match (has_match, left.is_empty(), right.is_empty()) {
            (true, true, true) if self.has_other_particles() => least.min(Agreement::Typo),
            (true, true, true) => least,
            (true, false, false) => Agreement::Clash,
            (true, ..) => least.min(Agreement::Partly),
            (false, ..) => self.changed(agreed),
        }
    }

    /// No word of the family names agrees as it stands.
    fn changed(&self, agreed: &mut AgreedWords<'a>) -> Agreement {
        let letters = |name: &'a Hypotheses, family: Set| {
            let places = (0..name.words.len()).filter(move |p| family.has(*p) || name.particles.has(*p));
            places.flat_map(|p| name.word(p).plain(&name.text).bytes())
        };
        let (x, y) = (self.x.family, self.y.family);
        if letters(self.a, x).eq(letters(self.b, y)) {
            if let (Some(a), Some(b)) = (x.last(), y.last()) {
                self.note(agreed, Part::Family, a, b, Agreement::Equal);
            }
            return Agreement::Equal;
        }
        for a in x.and(self.a.former).iter() {
            for b in y.and(self.b.former).iter() {
                if self.word(Part::Family, a, b) >= Agreement::Spelling {
                    self.note(agreed, Part::Family, a, b, Agreement::Changed);
                    return Agreement::Changed;
                }
            }
        }
        Agreement::Clash
    }

    /// Femke van Weidema is not Femke de Weidema.
    fn has_other_particles(&self) -> bool {
        let (x, y) = (self.a.particles, self.b.particles);
        !x.is_empty() && !y.is_empty() && !self.a.plain(x).eq(self.b.plain(y))
    }

    fn middle(&self, agreed: &mut AgreedWords<'a>) -> Agreement {
        let bare = |reading: Reading| reading.middle.without(reading.family);
        let (Some(a), Some(b)) = (bare(self.x).first(), bare(self.y).first()) else {
            return Agreement::Missing;
        };
        let how = self.word(Part::Given, a, b);
        self.note(agreed, Part::Given, a, b, how);
        how
    }

    fn is_one_label(&self) -> bool {
        let is_label = |reading: Reading| reading.order == Order::Label;
        is_label(self.x) && is_label(self.y) && self.a.words().eq(self.b.words())
    }

    /// Two words of which both are known as given names, or stand in a full name, are two names.
    fn is_two_names(&self) -> bool {
        let is_name = |name: &Hypotheses, reading: Reading| {
            let first = reading.given.first();
            let known = first.is_some_and(|place| super::lexicon::entry(name.word(place).id).is_given());
            !reading.family.is_empty() || known
        };
        is_name(self.a, self.x) && is_name(self.b, self.y)
    }
}

fn joint(given: Agreement, family: Agreement) -> Level {
    use Agreement::{Called, Changed, Clash, Cognate, Equal, Initial, Missing, Partly, Spelling, Typo};
    match (given, family) {
        (Equal, Equal) => Level::Equal,
        (Equal | Spelling, Equal | Spelling) => Level::Spelling,
        (Called, Equal | Spelling | Partly) => Level::Nickname,
        (Cognate, Equal | Spelling | Partly) => Level::Cognate,
        (Equal | Spelling, Partly) => Level::PartlyFamily,
        (Equal | Spelling | Called, Changed) => Level::ChangedFamily,
        (Typo, Equal | Spelling | Partly) | (Equal | Spelling | Called, Typo) => Level::Typo,
        (Initial, Equal | Spelling | Partly) => Level::Initial,
        (Equal | Spelling | Called, Initial) => Level::FamilyInitial,
        (Missing, Equal | Spelling | Partly | Changed) => Level::FamilyOnly,
        (Equal | Spelling | Called, Missing) => Level::GivenOnly,
        (Clash, Equal | Spelling | Partly | Changed | Typo) => Level::OtherGiven,
        (Equal | Spelling | Called | Cognate, Clash) => Level::OtherFamily,
        (Missing | Initial | Typo | Cognate, Missing) | (Missing, Typo | Initial) => Level::Nothing,
        (Initial | Typo | Cognate, Initial | Typo | Changed) | (Cognate, _) => Level::Nothing,
        (Clash, _) | (_, Clash) => Level::Different,
        _ => Level::Nothing,
    }
}

#[cfg(test)]
mod tests;

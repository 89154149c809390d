//! How much speaks for two sets of records being one person, in bits.
//!
//! After Fellegi and Sunter, "A Theory for Record Linkage", JASA 64, 1969: prior odds, and what agreement
//! on a name and on a workplace adds. The figures are shipped judgements; a later version fits them to the
//! network, and weighs birthdays, cities and titles.

use super::profile::Profile;
use crate::name::{Likeness, Parsed, Part, Spelling, share, spelled};
use rustc_hash::FxHashMap;

/// How common names and workplaces are, here and among people.
#[derive(Debug, Default)]
pub(super) struct Frequencies {
    people: f64,
    names: FxHashMap<(Part, String), u32>,
    workplaces: FxHashMap<String, u32>,
}

/// In ten thousand, so many bear any given and any family name at least: what joins by name alone was measured with
/// these, and the lists know many a rare name better.
const LEAST_SHARE: [f64; 2] = [8.0, 3.0];

/// A small network is still a sample of a world of namesakes.
const PEOPLE_AT_LEAST: f64 = 300.0;

impl Frequencies {
    pub(super) fn of(profiles: &[Profile]) -> Self {
        let mut all = Self { people: (profiles.len() as f64).max(PEOPLE_AT_LEAST), ..Self::default() };
        for profile in profiles {
            let mut words: Vec<(Part, &String)> = Vec::new();
            for (name, _) in &profile.names {
                words.push((Part::Given, &name.given));
                words.extend(name.family.iter().map(|w| (Part::Family, w)));
            }
            words.sort_by_key(|(part, word)| (*part == Part::Family, *word));
            words.dedup();
            for (part, word) in words {
                *all.names.entry((part, word.clone())).or_default() += 1;
            }
            for place in profile.organisations.iter().chain(&profile.roots) {
                *all.workplaces.entry(place.clone()).or_default() += 1;
            }
        }
        all
    }

    /// Returns the bits that agreement on a word of a name says, the two who agree left out of the count.
    fn bits(&self, part: Part, word: &str) -> f64 {
        if word.chars().count() < 2 {
            return if word.is_empty() { 0.0 } else { 3.5 };
        }
        let here = self.names.get(&(part, word.to_owned())).copied().unwrap_or(0);
        let others = f64::from(here.saturating_sub(2)) / self.people;
        let among_people = share(part, word).max(LEAST_SHARE[usize::from(part == Part::Family)]);
        -(among_people / 10_000.0 + others).min(1.0).log2()
    }

    fn name_bits(&self, name: &Parsed) -> f64 {
        let family = name.family.iter().map(|w| self.bits(Part::Family, w)).fold(0.0, f64::max);
        self.bits(Part::Given, &name.given) + family
    }

    fn workplace_bits(&self, place: &str) -> f64 {
        let here = f64::from(self.workplaces.get(place).copied().unwrap_or(1).max(1));
        (self.people / here).log2().min(8.0) - 1.0
    }
}

/// What speaks for two sets being one person.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    pub(super) bits: f64,
    pub(super) because: String,
    /// Both names are full and equal, so far as both tell.
    pub(super) is_same_name: bool,
    /// And neither has a family name or a particle that the other lacks.
    pub(super) is_whole_name: bool,
    /// Something beside the name agrees.
    pub(super) is_corroborated: bool,
}

/// Weighs two sets; `None` where their names say nothing or they are surely two.
pub(super) fn weigh(a: &Profile, b: &Profile, frequencies: &Frequencies) -> Option<Weighed> {
    if a.contradicts(b) {
        return None;
    }
    let best = best_name(a, b, frequencies)?;
    let (mut bits, mut because) = (best.bits, best.because);
    bits -= frequencies.people.log2();
    let mut agreeing = Vec::new();
    if let Some(place) = a.workplace(b) {
        bits += frequencies.workplace_bits(place);
        agreeing.push(format!("both are at `{place}`"));
    }
    if let Some(account) = a.accounts.iter().find(|x| b.accounts.contains(x) && is_chosen(x, a, b)) {
        // Five: short words and initials are taken by many.
        bits += 5.0;
        agreeing.push(format!("both go by `{account}`"));
    }
    if a.shared.iter().any(|i| b.shared.contains(i)) {
        bits += 8.0;
        agreeing.push("both share one address or number with others".to_owned());
    }
    for what in &agreeing {
        because = format!("{because}; {what}");
    }
    let is_same_name = best.likeness == Likeness::Equal;
    let is_whole_name = is_same_name && best.is_whole;
    Some(Weighed { bits, because, is_same_name, is_whole_name, is_corroborated: !agreeing.is_empty() })
}

/// How two names agree.
struct Agreement {
    likeness: Likeness,
    /// Nothing of the family name is missing on either side.
    is_whole: bool,
    bits: f64,
    because: String,
}

/// Returns the pair of names that says most.
fn best_name(a: &Profile, b: &Profile, frequencies: &Frequencies) -> Option<Agreement> {
    let told = told_names(a, b, frequencies);
    let spelled = spelled_names(a, b, frequencies).chain(spelled_names(b, a, frequencies));
    let rank = |x: &Agreement, y: &Agreement| {
        let bits = x.bits.total_cmp(&y.bits);
        bits.then_with(|| (x.is_whole, &x.because).cmp(&(y.is_whole, &y.because)))
    };
    told.chain(spelled).max_by(rank)
}

fn told_names(a: &Profile, b: &Profile, frequencies: &Frequencies) -> impl Iterator<Item = Agreement> {
    let pairs = a.names.iter().flat_map(|x| b.names.iter().map(move |y| (x, y)));
    pairs.filter_map(|((x, shown_x), (y, shown_y))| {
        let likeness = Likeness::of(x, y);
        let bits = frequencies.name_bits(x).min(frequencies.name_bits(y)) - loss(likeness)?;
        let because = match (shown_x == shown_y, shown_x < shown_y) {
            (true, _) => format!("both are called `{shown_x}`"),
            (_, true) => format!("`{shown_x}` may be `{shown_y}`"),
            (_, false) => format!("`{shown_y}` may be `{shown_x}`"),
        };
        Some(Agreement { likeness, is_whole: is_whole(x, y), bits, because })
    })
}

/// Returns how the addresses of one spell the names of the other.
fn spelled_names(x: &Profile, y: &Profile, frequencies: &Frequencies) -> impl Iterator<Item = Agreement> {
    y.names.iter().filter(|(n, _)| n.is_full()).filter_map(|(name, shown)| {
        let local = x.locals.iter().max_by_key(|local| spelled(local, name))?;
        let (likeness, loss) = match spelled(local, name) {
            Spelling::Full => (Likeness::Equal, SPELLED),
            // The initial says less than the given name; with a name of its own, the address adds nothing.
            Spelling::Initial if x.names.is_empty() => {
                let initial = frequencies.bits(Part::Given, &name.given) - 3.5;
                (Likeness::Initial, SPELLED + initial.max(0.0))
            }
            _ => return None,
        };
        let is_whole = name.family.len() == 1 || local.contains(&name.family.concat());
        let because = format!("an address spells `{shown}`");
        Some(Agreement { likeness, is_whole, bits: frequencies.name_bits(name) - loss, because })
    })
}

/// Tells whether two names have the same family name, in either order where no source told it.
fn is_whole(x: &Parsed, y: &Parsed) -> bool {
    let is_turned = x.family.first() == Some(&y.given) && y.family.first() == Some(&x.given);
    x.has_family_of(y) || (is_turned && x.family.len() == 1 && y.family.len() == 1)
}

/// An address is spelled by a given and a family name, but not always its owner's.
const SPELLED: f64 = 2.0;

/// Returns the bits that a likeness says less than the rarity of the name; `None` where it says nothing.
const fn loss(likeness: Likeness) -> Option<f64> {
    match likeness {
        Likeness::Equal => Some(1.0),
        // One in ten goes by another form, and several forms stand for one name.
        Likeness::Nickname => Some(4.0),
        Likeness::Typo => Some(6.0),
        Likeness::Initial => Some(3.0),
        Likeness::GivenOnly => Some(1.5),
        Likeness::FamilyOnly => Some(4.0),
        Likeness::OtherFamily | Likeness::Nothing | Likeness::Different => None,
    }
}

/// Tells whether an account name says more than the person's name does: it has a number or other words.
fn is_chosen(account: &str, a: &Profile, b: &Profile) -> bool {
    account.chars().any(|c| c.is_ascii_digit())
        || a.names.iter().chain(&b.names).all(|(n, _)| spelled(account, n) == Spelling::None)
}

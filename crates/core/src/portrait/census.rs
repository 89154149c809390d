//! The census: how many people of the network share a mail domain or a family name.
//!
//! An audit counts everybody; one portrait looks at a few counts alone, and [`Wanted`] says which. Both ways
//! give the same portrait, so a store may keep the counts by domain and by family name.

use crate::address::{Mailbox, registrable};
use crate::handle::Handle;
use crate::name::{Likeness, Parsed, Part, is_spelled_by, share};
use crate::record::{Name, RecordKind};
use crate::resolve::Cluster;
use crate::timeline::Whose;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// What one person adds to the census.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The registered domains of addresses that are surely theirs, in order, and whether the name of their
    /// organisation spells each.
    pub domains: BTreeMap<String, bool>,
    /// The last word of the family name, folded.
    pub surname: Option<String>,
}

impl Entry {
    /// Returns what a person adds; things and the user themself are not to be counted.
    pub fn of<'a>(
        name: &str,
        organisation: Option<&str>,
        sure_handles: impl IntoIterator<Item = &'a Handle>,
    ) -> Self {
        let spelled = |domain: &str| organisation.is_some_and(|o| is_spelled_by(label(domain), o));
        let roots = sure_handles.into_iter().filter_map(personal_root);
        Self {
            domains: roots.map(|root| (root.to_owned(), spelled(root))).collect(),
            surname: Parsed::of(&Name::whole(name)).as_ref().and_then(Parsed::surname).map(str::to_owned),
        }
    }
}

/// The counts that one portrait looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Registered domains.
    pub domains: BTreeSet<String>,
    /// Last words of family names, folded.
    pub surnames: BTreeSet<String>,
}

impl Wanted {
    /// Returns what the portrait of a person looks at.
    pub fn of(whose: &Whose) -> Self {
        let name = Parsed::of(&Name::whole(&whose.name));
        let surname = name.as_ref().and_then(Parsed::surname).map(str::to_owned);
        Self { surnames: surname.into_iter().collect(), ..Self::at(whose.handles.iter().map(|(h, _)| h)) }
    }

    /// Returns what the sides of some handles look at.
    pub fn at<'a>(handles: impl IntoIterator<Item = &'a Handle>) -> Self {
        let domains = handles.into_iter().filter_map(personal_root).map(str::to_owned).collect();
        Self { domains, surnames: BTreeSet::new() }
    }

    /// Returns what others do not want.
    pub fn beyond(&self, others: &Self) -> Self {
        Self { domains: &self.domains - &others.domains, surnames: &self.surnames - &others.surnames }
    }

    /// Wants what others want as well.
    pub fn join(&mut self, others: Self) {
        self.domains.extend(others.domains);
        self.surnames.extend(others.surnames);
    }

    /// Tells whether nothing is wanted.
    pub fn is_empty(&self) -> bool {
        self.domains.is_empty() && self.surnames.is_empty()
    }
}

/// How many people of the network share a mail domain or a family name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Census {
    people: u64,
    at_domain: FxHashMap<String, AtDomain>,
    bearing: FxHashMap<String, Vec<Bearers>>,
}

/// Who has an address at one registered domain.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct AtDomain {
    pub(super) people: u32,
    /// Somebody there has an organisation whose name the domain spells.
    pub(super) spelled: bool,
}

/// How many people go by one name, to the letter.
#[derive(Clone, Debug, PartialEq)]
struct Bearers {
    name: Parsed,
    count: u32,
}

impl Census {
    /// Counts all people; things and the user themself do not count.
    pub fn of<'a>(people: impl IntoIterator<Item = &'a Cluster>) -> Self {
        let mut census = Self::default();
        let mut names: BTreeMap<(String, &str), u32> = BTreeMap::new();
        for person in people.into_iter().filter(|p| p.kind == RecordKind::Person) {
            census.people += 1;
            let name = person.name.full.as_str();
            let sure = person.handles.iter().filter(|h| h.sure).map(|h| &h.handle);
            let entry = Entry::of(name, person.organisation.as_deref(), sure);
            entry.domains.into_iter().for_each(|(domain, spelled)| census.add_at(domain, 1, spelled));
            if let Some(surname) = entry.surname {
                *names.entry((surname, name)).or_default() += 1;
            }
        }
        names.into_iter().for_each(|((surname, name), count)| census.add_bearers(surname, name, count));
        census
    }

    /// Returns a census that has counted so many people and knows nothing of them yet.
    pub fn of_so_many(people: u64) -> Self {
        Self { people, ..Self::default() }
    }

    /// Takes what another census of the same people knows and this one does not.
    pub fn learn(&mut self, other: Self) {
        self.people = other.people;
        self.at_domain.extend(other.at_domain);
        self.bearing.extend(other.bearing);
    }

    /// Adds people with an address at a registered domain.
    pub fn add_at(&mut self, domain: String, people: u32, spelled: bool) {
        let at = self.at_domain.entry(domain).or_default();
        at.people += people;
        at.spelled |= spelled;
    }

    /// Adds people who go by one name, under its surname as [`Entry`] tells it.
    pub fn add_bearers(&mut self, surname: String, name: &str, count: u32) {
        if let Some(name) = Parsed::of(&Name::whole(name)) {
            self.bearing.entry(surname).or_default().push(Bearers { name, count });
        }
    }

    /// Returns who has an address at the registered domain of a mail address.
    pub(super) fn at(&self, handle: &Handle) -> AtDomain {
        personal_root(handle).and_then(|root| self.at_domain.get(root)).copied().unwrap_or_default()
    }

    /// Tells whether a second person bears a name that may be this one.
    pub(super) fn has_twin(&self, name: &Parsed) -> bool {
        let alike = |other: &&Bearers| {
            matches!(
                Likeness::of(name, &other.name),
                Likeness::Initial | Likeness::Nickname | Likeness::Equal
            )
        };
        let bearers = name.surname().and_then(|surname| self.bearing.get(surname));
        let mut alike = bearers.into_iter().flatten().filter(alike);
        // The person is among them.
        let mut others = 0;
        alike.any(|bearers| {
            others += bearers.count;
            others >= 2
        })
    }

    /// Tells whether people who bear a family name are more likely relatives of each other than namesakes.
    pub(super) fn is_telling(&self, surname: &str) -> bool {
        let bearers: u32 = self.bearing.get(surname).into_iter().flatten().map(|b| b.count).sum();
        let bearers = f64::from(bearers);
        let by_chance = self.people as f64 * share(Part::Family, surname) / 10_000.0;
        // Twelve: few know more relatives of their own name; more bearers are a country's common name.
        bearers <= 12.0 && by_chance * 2.0 <= bearers
    }
}

/// Returns the registered domain of a mail address behind which one person stands.
pub(super) fn personal_root(handle: &Handle) -> Option<&str> {
    let domain = handle.domain().filter(|_| Mailbox::of(handle.address()) == Mailbox::Person)?;
    registrable(domain)
}

/// Returns the name in a registered domain: `firm` of `firm.example`.
fn label(domain: &str) -> &str {
    domain.split('.').next().unwrap_or(domain)
}

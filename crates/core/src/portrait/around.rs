//! What is the same for everybody: the user's own names and places.

use super::Subject;
use super::census::{Census, personal_root};
use crate::address::{DomainKind, Domains};
use crate::handle::{Handle, Platform, Sphere};
use crate::infer::relationship::is_family_word;
use crate::infer::{HandleFacts, handle_sphere};
use crate::member::Member;
use crate::name::{Likeness, Parsed, plain_organisation};
use crate::record::{Label, Record, RecordKind};
use crate::resolve::Decisions;
use crate::statement::{Anchor, Said, Statement};
use crate::timeline::Frame;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// What is the same for everybody in the network.
#[derive(Clone, Debug)]
pub struct Surroundings {
    pub member: Member,
    pub domains: Domains,
    /// Own names, read into parts.
    names: Vec<Parsed>,
    /// Own organisations, in the form of [`plain_organisation`].
    organisations: BTreeSet<String>,
    /// Registered domains of own addresses at an organisation.
    roots: BTreeSet<String>,
    /// Own handles, and on which side of the user's own life each lies.
    pub frame: Frame,
    /// Of whom the user said that they are not somebody else.
    told_apart: FxHashSet<Anchor>,
}

impl Surroundings {
    /// Gathers what is told of the user; records of others are passed over.
    ///
    /// All the user's statements may be handed in, oldest first; those on own handles, on own employers
    /// and the setting `free-mail` are heard. The census has to hold what [`Wanted::at`] the own handles names.
    ///
    /// [`Wanted::at`]: super::Wanted::at
    pub fn of(member: Member, records: &[&Record], statements: &[&Statement], census: &Census) -> Self {
        let said = || statements.iter().copied().filter(|s| s.stands());
        let own: Vec<&Record> = records.iter().copied().filter(|r| r.kind == RecordKind::Me).collect();
        let employers = said().filter(|s| is_own(s, &member)).filter_map(|s| match &s.said {
            Said::Employer(name) => Some(name.as_str()),
            _ => None,
        });
        let told = own.iter().filter_map(|r| r.organisation.as_deref());
        let organisations = told.chain(employers).filter_map(plain_organisation).collect();
        let mut around = Self {
            domains: Decisions::of(said()).domains(),
            names: member.names.iter().filter_map(Parsed::of).collect(),
            member,
            organisations,
            roots: BTreeSet::new(),
            frame: Frame::default(),
            told_apart: said().flat_map(told_apart).cloned().collect(),
        };
        around.take_sides(&own, &said().collect::<Vec<_>>(), census);
        around
    }

    /// Works out for which side of the user's life each own handle is.
    fn take_sides(&mut self, own: &[&Record], said: &[&Statement], census: &Census) {
        let organisation = own.iter().filter_map(|r| r.organisation.as_deref()).min();
        let surname = self.names.iter().filter_map(Parsed::surname).min().map(str::to_owned);
        let handles: Vec<Handle> = self.member.mine.all().into_iter().cloned().collect();
        let side = |handle: &Handle, has_work_address: bool| {
            let labels: Vec<Label> = labels(own, handle);
            let stated = stated(said.iter().map(|s| &s.said), handle);
            let facts = HandleFacts {
                labels: &labels,
                stated,
                organisation,
                family_name: surname.as_deref(),
                people_at_domain: census.at(handle).people,
                has_work_address,
                ..HandleFacts::bare(handle)
            };
            handle_sphere(&facts, &self.domains).sphere
        };
        let at_work = |h: &&Handle| self.is_organisational(h) && side(h, false) == Sphere::Professional;
        let work: Vec<&Handle> = handles.iter().filter(at_work).collect();
        let sides: FxHashMap<Handle, Sphere> =
            handles.iter().map(|h| (h.clone(), side(h, work.iter().any(|w| *w != h)))).collect();
        let roots = work.iter().filter_map(|h| personal_root(h)).map(str::to_owned).collect();
        self.frame = Frame { mine: self.member.mine.clone(), sides: if_two(sides), ..Frame::default() };
        self.roots = roots;
    }

    /// Returns on which side of the user's life an own mail address lies, if the user keeps two sides apart.
    pub fn side(&self, own: &Handle) -> Sphere {
        self.frame.sides.get(own).copied().unwrap_or_default()
    }

    /// Tells whether a mail address is at an organisation, so far as its domain tells.
    pub(super) fn is_organisational(&self, handle: &Handle) -> bool {
        let kind = handle.domain().map(|d| self.domains.kind(d));
        matches!(kind, Some(DomainKind::Employer | DomainKind::University | DomainKind::Government))
    }

    /// Tells whether an address or an organisation is one of the user's own.
    pub(super) fn is_own_organisation(&self, organisation: &str) -> bool {
        plain_organisation(organisation).is_some_and(|o| self.organisations.contains(&o))
    }

    /// Tells whether a mail address is at an organisation of the user's own.
    pub(super) fn is_own_domain(&self, handle: &Handle) -> bool {
        personal_root(handle).is_some_and(|root| self.roots.contains(root))
    }

    /// Tells whether an address is at a firm with which the user deals: three or more people there are known.
    ///
    /// A family's own domain and an unknown provider of mail have many people too, so somebody's
    /// organisation must go by the name of the domain.
    pub(super) fn deals_with(&self, handle: &Handle, census: &Census) -> bool {
        let at = census.at(handle);
        at.people >= 3 && at.spelled && self.is_organisational(handle)
    }

    /// Tells whether a name is the user's family name, is telling, and is not the user's own full name.
    ///
    /// Whoever bears the user's own full name may well be the user at another address.
    pub(super) fn is_namesake(&self, name: &Parsed, census: &Census) -> bool {
        let surname = name.surname().filter(|s| s.chars().count() > 1);
        surname.is_some_and(|s| {
            self.names.iter().any(|own| own.family.iter().any(|f| f == s)) && census.is_telling(s)
        }) && !matches!(
            self.member.likeness(name),
            Likeness::Initial | Likeness::FamilyOnly | Likeness::Nickname | Likeness::Equal
        )
    }

    /// Tells whether somebody else in the network may be the same person, and nobody said that they are not.
    pub(super) fn has_twin(&self, subject: &Subject<'_>) -> bool {
        let handles = subject.whose.handles.iter().map(|(h, _)| Anchor::Handle(h.clone()));
        let mut anchors = handles.chain(subject.records.iter().map(|r| Anchor::Record(r.key.clone())));
        // Of an address alone nobody knows the name, so anybody may stand behind it.
        let by_name = subject.name.as_ref().is_none_or(|name| {
            // Whom one source calls "Ana" or "Uncle Tom", another knows by the whole name.
            let in_part = name.surname().is_none() || is_family_word(&subject.whose.name);
            in_part || subject.census.has_twin(name)
        });
        by_name && !anchors.any(|a| self.told_apart.contains(&a))
    }
}

/// Keeps the sides of own mail addresses, and these only where the user has some of both sides: an address by
/// which everything goes tells nothing of anybody.
fn if_two(mut sides: FxHashMap<Handle, Sphere>) -> FxHashMap<Handle, Sphere> {
    sides.retain(|handle, _| handle.platform() == Platform::Email);
    let has = |side: Sphere| sides.values().any(|s| *s == side);
    if has(Sphere::Professional) && has(Sphere::Personal) { sides } else { FxHashMap::default() }
}

/// Returns everybody whom a statement tells apart from others.
fn told_apart(statement: &Statement) -> impl Iterator<Item = &Anchor> {
    let named = match &statement.said {
        Said::Apart(anchors) => anchors.as_slice(),
        _ => &[],
    };
    let about = if named.is_empty() { &[][..] } else { statement.about.as_slice() };
    about.iter().chain(named)
}

/// Returns the labels that records give a handle, in order, each once.
pub(super) fn labels(records: &[&Record], handle: &Handle) -> Vec<Label> {
    let all = records.iter().flat_map(|r| &r.handles).filter(|h| h.handle == *handle).map(|h| &h.label);
    let mut all: Vec<Label> = all.filter(|l| **l != Label::None).cloned().collect();
    all.sort_by(|a, b| a.word().cmp(b.word()));
    all.dedup();
    all
}

/// Returns what the user last said of a handle's side.
pub(super) fn stated<'a>(said: impl DoubleEndedIterator<Item = &'a Said>, handle: &Handle) -> Option<Sphere> {
    said.rev().find_map(|s| match s {
        Said::HandleSphere { handle: about, sphere } if about == handle => Some(*sphere),
        _ => None,
    })
}

fn is_own(statement: &Statement, member: &Member) -> bool {
    statement.about.iter().any(|a| matches!(a, Anchor::Handle(h) if member.mine.ever(h)))
}

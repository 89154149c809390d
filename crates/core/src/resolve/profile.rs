//! What is known of a set of records that are surely one person, as far as names are compared.

use super::registry::{Registry, State};
use crate::address::{DomainKind, Domains, Mailbox, registrable};
use crate::handle::{Handle, Platform};
use crate::name::{Likeness, Parsed, Spelling, folded, is_spelled_by, plain_organisation, spelled};
use crate::record::{Record, RecordKind};

/// More names than this say no more of a person; comparing is quadratic in them.
const NAMES: usize = 6;

/// A set of records that are surely one person.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    /// The node by which the set is joined.
    pub(super) node: usize,
    /// Names, each once, in order; with how it was written.
    pub(super) names: Vec<(Parsed, String)>,
    /// Local parts of mail addresses, letters alone.
    pub(super) locals: Vec<String>,
    /// The plain names of organisations.
    pub(super) organisations: Vec<String>,
    /// Registered domains of addresses at organisations.
    pub(super) roots: Vec<String>,
    /// Local parts at organisations, each with the registered domain.
    pub(super) seats: Vec<(String, String)>,
    /// Local parts and user names.
    pub(super) accounts: Vec<String>,
    /// Identities behind which several people stand.
    pub(super) shared: Vec<usize>,
    /// Accounts of which a person has one on each platform.
    pub(super) profiles: Vec<(Platform, String)>,
    /// Nothing but a name leads to them.
    pub(super) is_name_only: bool,
}

impl Profile {
    /// Returns the profile of a set of nodes; `None` for things, the user, and those that nothing names.
    pub(super) fn of(nodes: &[usize], registry: &Registry<'_>, domains: &Domains) -> Option<Self> {
        let records = || nodes.iter().filter_map(|n| registry.record(*n).map(|r| (*n, r)));
        let identities = || nodes.iter().filter_map(|n| registry.identity_at(*n));
        if records().any(|(_, r)| r.kind != RecordKind::Person) || identities().any(|i| i.mine) {
            return None;
        }
        let mut profile = Self { node: *nodes.iter().min()?, is_name_only: true, ..Self::default() };
        for (node, record) in records() {
            profile.take_record(node, record, registry);
        }
        for handle in identities().flat_map(|i| &i.handles) {
            profile.take_handle(handle, domains);
        }
        profile.tidy();
        (!profile.names.is_empty() || !profile.locals.is_empty()).then_some(profile)
    }

    fn take_record(&mut self, node: usize, record: &Record, registry: &Registry<'_>) {
        let written = record.names.first().map_or("", |n| n.full.as_str());
        self.names.extend(registry.names(node).iter().map(|n| (n.clone(), written.to_owned())));
        self.organisations.extend(record.organisation.as_deref().and_then(plain_organisation));
        for (place, identity) in registry.named_by(node) {
            let is_name_only = identity.handles.iter().all(Handle::is_name_only);
            self.is_name_only &= is_name_only;
            match (identity.state, is_name_only) {
                // Several bear the name there, and each record is another of them.
                (State::Shared, true) => {
                    let platform = identity.handles[0].platform();
                    self.profiles.push((platform, format!("~{}", record.key)));
                }
                (State::Shared, false) => self.shared.push(place),
                _ => {}
            }
        }
    }

    fn take_handle(&mut self, handle: &Handle, domains: &Domains) {
        let address = handle.address();
        if handle.platform() == Platform::Email {
            if Mailbox::of(address) != Mailbox::Person {
                return;
            }
            let local = address.rsplit_once('@').map_or("", |(local, _)| local);
            self.locals.push(folded(local).chars().filter(|c| c.is_alphabetic()).collect());
            self.accounts.push(local.split('+').next().unwrap_or(local).to_owned());
            let domain = handle.domain().unwrap_or("");
            let kind = domains.kind(domain);
            let own = matches!(kind, DomainKind::Employer | DomainKind::University | DomainKind::Government);
            if let Some(root) = registrable(domain).filter(|_| own) {
                self.roots.push(root.to_owned());
                let seat = local.split('+').next().unwrap_or(local);
                self.seats.push((root.to_owned(), seat.to_owned()));
            }
        } else if address.starts_with('+') {
            // A number is no account.
        } else {
            self.profiles.push((handle.platform(), address.to_owned()));
            if !handle.is_name_only() {
                self.accounts.push(address.to_owned());
            }
        }
    }

    fn tidy(&mut self) {
        self.names.sort_by(|a, b| (&a.1, &a.0.given).cmp(&(&b.1, &b.0.given)));
        self.names.dedup_by(|a, b| a.0 == b.0);
        self.names.truncate(NAMES);
        // Shorter ones are initials, and spell too many names.
        self.locals.retain(|l| l.chars().count() >= 4);
        self.accounts.retain(|a| a.chars().count() >= 6);
        for list in [&mut self.organisations, &mut self.roots, &mut self.accounts, &mut self.locals] {
            list.sort();
            list.dedup();
        }
        self.seats.sort();
        self.seats.dedup();
        self.shared.sort_unstable();
        self.shared.dedup();
        self.profiles.sort();
        self.profiles.dedup();
    }

    /// Takes in another set that is now the same person.
    pub(super) fn absorb(&mut self, other: &Self) {
        self.names.extend(other.names.iter().cloned());
        self.locals.extend(other.locals.iter().cloned());
        self.organisations.extend(other.organisations.iter().cloned());
        self.roots.extend(other.roots.iter().cloned());
        self.seats.extend(other.seats.iter().cloned());
        self.accounts.extend(other.accounts.iter().cloned());
        self.shared.extend(&other.shared);
        self.profiles.extend(other.profiles.iter().cloned());
        self.is_name_only &= other.is_name_only;
        self.tidy();
    }

    /// Tells whether two sets are surely two people: their names, or two profiles on one network.
    pub(super) fn contradicts(&self, other: &Self) -> bool {
        let names = self.names.iter().any(|(a, _)| {
            other
                .names
                .iter()
                .any(|(b, _)| Likeness::of(a, b) == Likeness::Different || parent_and_child(a, b))
        });
        names
            || self.profiles.iter().any(|p| other.profiles.iter().any(|q| are_two(p, q)))
            || self.seats.iter().any(|p| other.seats.iter().any(|q| are_numbered(p, q)))
    }

    /// Tells whether the two go by different family names, and no address of one spells the other's.
    pub(super) fn is_of_other_family(&self, other: &Self) -> bool {
        let spells = |x: &Self, name: &Parsed| x.locals.iter().any(|l| spelled(l, name) == Spelling::Full);
        self.names.iter().any(|(a, _)| {
            let clash = |b: &Parsed| Likeness::of(a, b) == Likeness::OtherFamily;
            other.names.iter().any(|(b, _)| clash(b) && !spells(self, b) && !spells(other, a))
        })
    }

    /// Tells whether both are somewhere, and nowhere the same.
    pub(super) fn works_elsewhere(&self, other: &Self) -> bool {
        let is_somewhere = |x: &Self| !x.organisations.is_empty() || !x.roots.is_empty();
        is_somewhere(self) && is_somewhere(other) && self.workplace(other).is_none()
    }

    /// Returns the organisation or domain at which both are.
    pub(super) fn workplace<'a>(&'a self, other: &'a Self) -> Option<&'a str> {
        let both = |a: &'a [String], b: &[String]| a.iter().find(|x| b.contains(x)).map(String::as_str);
        let spelled = |x: &'a Self, y: &Self| {
            let by = |root: &&String| {
                let label = root.split('.').next().unwrap_or(root);
                y.organisations.iter().any(|o| is_spelled_by(label, o))
            };
            x.roots.iter().find(by).map(String::as_str)
        };
        both(&self.organisations, &other.organisations)
            .or_else(|| both(&self.roots, &other.roots))
            .or_else(|| spelled(self, other))
            .or_else(|| spelled(other, self))
    }

    /// Returns the letters under which a workplace is filed.
    pub(super) fn workplaces(&self) -> Vec<String> {
        let labels = self.roots.iter().map(|r| folded(r.split('.').next().unwrap_or(r)));
        let organisations = self.organisations.iter().map(|o| o.replace(' ', ""));
        // Four: enough to tell firms apart where the name of a person agrees too.
        let mut all: Vec<String> = labels.chain(organisations).map(|w| w.chars().take(4).collect()).collect();
        all.sort();
        all.dedup();
        all
    }
}

/// A mark on one side only: with nothing but a name in common, father and son are as likely.
fn parent_and_child(a: &Parsed, b: &Parsed) -> bool {
    a.generation != b.generation
}

/// Tells whether two addresses differ by a number alone: so an organisation tells namesakes apart.
fn are_numbered((root, a): &(String, String), (other, b): &(String, String)) -> bool {
    let letters = |local: &str| local.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let digits = |local: &str| local.chars().filter(char::is_ascii_digit).collect::<String>();
    root == other && letters(a) == letters(b) && digits(a) != digits(b)
}

/// Tells whether two accounts are two people's: two addresses of one network where everybody has one.
fn are_two((platform, a): &(Platform, String), (other, b): &(Platform, String)) -> bool {
    // LinkedIn gives an opaque name to a profile that has another one too.
    let opaque = |slug: &str| slug.starts_with("acoaa");
    // Chats and code hosts are left out: people have several accounts there.
    let one_each = matches!(
        platform,
        Platform::LinkedIn | Platform::Xing | Platform::Facebook | Platform::Messenger | Platform::Orcid
    );
    let told = a.starts_with('~') == b.starts_with('~');
    one_each && platform.same_house(*other) && told && a != b && !opaque(a) && !opaque(b)
}

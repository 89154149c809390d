//! Who the user is: own handles and names, and what more may be theirs.
//!
//! What the user said counts first, then their own records and what a source is sure of. Further addresses
//! are proposed with reasons and never assumed; but whoever may be the user is not taken for a relative.

use crate::address::{DomainKind, Domains, Mailbox, registrable};
use crate::handle::{Handle, Platform};
use crate::interaction::{Act, Automation, Interaction};
use crate::name::{Likeness, Parsed, Spelling, spelled};
use crate::record::{Name, Record, RecordKind};
use crate::resolve::{Cluster, Decisions};
use crate::statement::Statement;
use crate::timeline::Mine;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// The one whose relationships these are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Member {
    pub mine: Mine,
    /// Own names as they are written, in order.
    pub names: Vec<Name>,
    not_mine: BTreeSet<Handle>,
}

impl Member {
    /// Tells whether nobody said yet whose a handle is: the user's, or not theirs.
    pub fn is_open(&self, handle: &Handle) -> bool {
        !self.mine.ever(handle) && !self.not_mine.contains(handle)
    }

    /// Returns the user as their statements, oldest first, and their own records tell; other records are
    /// passed over.
    pub fn of<'a>(
        statements: impl IntoIterator<Item = &'a Statement> + Clone,
        records: impl IntoIterator<Item = &'a Record>,
    ) -> Self {
        let said = Decisions::of(statements.clone());
        let mut member = Self { mine: Mine::of(statements), names: Vec::new(), not_mine: said.not_mine };
        for name in &said.my_names {
            member.call(&Name::whole(name));
        }
        for record in records.into_iter().filter(|r| r.kind == RecordKind::Me) {
            record.names.iter().for_each(|n| member.call(n));
            record.handles.iter().for_each(|h| member.own(&h.handle));
        }
        member
    }

    /// Takes what a source is sure of; the user's word that a handle is not theirs stands.
    pub fn trust(&mut self, handle: Option<&Handle>, name: Option<&str>) {
        if let Some(handle) = handle {
            self.own(handle);
        }
        if let Some(name) = name {
            self.call(&Name::whole(name));
        }
    }

    /// Adds the own handles to the decisions, so that resolution sees one and the same user.
    pub fn decide(&self, decisions: &mut Decisions) {
        decisions.mine.extend(self.mine.all().into_iter().cloned());
    }

    /// Returns how a name stands to the own names at its closest.
    ///
    /// A "Jr" or "Sr" that no own name bears is a parent's or a child's.
    pub fn likeness(&self, name: &Parsed) -> Likeness {
        let own: Vec<Parsed> = self.names.iter().filter_map(Parsed::of).collect();
        if name.generation.is_some() && own.iter().all(|o| o.generation != name.generation) {
            return Likeness::Different;
        }
        own.iter().map(|own| Likeness::of(own, name)).max().unwrap_or(Likeness::Nothing)
    }

    fn own(&mut self, handle: &Handle) {
        if !self.mine.ever(handle) && !self.not_mine.contains(handle) {
            self.mine.add(handle.clone(), None, None);
        }
    }

    fn call(&mut self, name: &Name) {
        if !name.full.is_empty() && !self.names.iter().any(|n| n.full == name.full) {
            self.names.push(name.clone());
            self.names.sort_by(|a, b| a.full.cmp(&b.full));
        }
    }
}

/// A handle that may be the user's own; asked, never assumed.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub handle: Handle,
    /// What speaks for it: "it bears your name".
    pub because: Vec<String>,
    /// How much speaks for it, as the logarithm to base two of the odds.
    pub bits: f64,
}

/// Bits before any evidence: of a few thousand addresses in a mailbox, a handful are the user's own.
const PRIOR: f64 = -10.0;

/// Mail that a source files under "sent" was sent by the user, but for the odd shared mailbox.
const SENT: f64 = 16.0;

/// Returns the mail addresses that may be the user's own, likeliest first.
///
/// People whose name is the user's are looked at, and addresses from which a source says that the user sent.
/// Proposed is what is likelier than not. Later: own numbers and profiles, and the old names of people who
/// changed theirs.
pub fn proposals<'a>(
    member: &Member,
    people: &[Cluster],
    interactions: impl IntoIterator<Item = &'a Interaction>,
    domains: &Domains,
) -> Vec<Proposal> {
    let traffic = Traffic::of(member, interactions);
    let roots: FxHashSet<&str> = member.mine.all().into_iter().filter_map(|h| own_root(h, domains)).collect();
    let mut proposals: Vec<Proposal> = Vec::new();
    for person in people.iter().filter(|p| p.kind == RecordKind::Person) {
        let likeness = Parsed::of(&person.name).map_or(Likeness::Nothing, |n| member.likeness(&n));
        for handle in person.handles.iter().map(|h| &h.handle) {
            let told = handle.platform() != Platform::Email
                || Mailbox::of(handle.address()) != Mailbox::Person
                || member.mine.ever(handle)
                || member.not_mine.contains(handle);
            if !told {
                let evidence = evidence(member, handle, likeness, &roots, &traffic, domains);
                let bits = PRIOR + evidence.iter().map(|(bits, _)| bits).sum::<f64>();
                let because = evidence.into_iter().map(|(_, what)| what.to_owned()).collect();
                proposals.push(Proposal { handle: handle.clone(), because, bits });
            }
        }
    }
    proposals.retain(|p| p.bits > 0.0);
    proposals.sort_by(|a, b| b.bits.total_cmp(&a.bits).then_with(|| a.handle.cmp(&b.handle)));
    proposals
}

fn evidence(
    member: &Member,
    handle: &Handle,
    likeness: Likeness,
    roots: &FxHashSet<&str>,
    traffic: &Traffic,
    domains: &Domains,
) -> Vec<(f64, &'static str)> {
    let mut found = Vec::new();
    let own: Vec<Parsed> = member.names.iter().filter_map(Parsed::of).filter(Parsed::is_full).collect();
    match likeness {
        // Namesakes write to each other by mistake; the rarer the name, the fewer of them.
        Likeness::Equal => found.push((
            own.iter().map(Parsed::rarity).fold(6.0, f64::max).min(14.0) - 4.0,
            "it goes by your name",
        )),
        Likeness::Nickname => found.push((3.0, "it goes by a form of your name")),
        // Somebody else's name stands on it: only what the user sent can outweigh that.
        Likeness::Different | Likeness::OtherFamily => found.push((-8.0, "it goes by another name")),
        _ => {}
    }
    let local = handle.address().rsplit_once('@').map_or("", |(local, _)| local);
    if own.iter().any(|n| spelled(local, n) == Spelling::Full) {
        found.push((5.0, "the address spells your name"));
    }
    let domain = handle.domain().unwrap_or("");
    if domains.kind(domain) == DomainKind::FreeMail {
        found.push((1.5, "anybody can have an address there"));
    } else if own_root(handle, domains).is_some_and(|root| roots.contains(root)) {
        found.push((1.5, "you have another address at its domain"));
    }
    if traffic.sent.contains(handle) {
        found.push((SENT, "mail that you sent comes from it"));
    }
    match traffic.alone.get(handle) {
        Some(1) => found.push((1.0, "you sent it a message")),
        Some(_) => found.push((1.5, "you sent it several messages")),
        None => {}
    }
    found
}

/// Returns the registered domain of an address that is no free mail.
fn own_root<'a>(handle: &'a Handle, domains: &Domains) -> Option<&'a str> {
    let domain = handle.domain().filter(|d| domains.kind(d) != DomainKind::FreeMail)?;
    registrable(domain)
}

/// What the traffic says of addresses that are not known as own.
#[derive(Default)]
struct Traffic {
    /// Addresses from which a source says that the user sent.
    sent: FxHashSet<Handle>,
    /// How often the user wrote to an address and to nobody else.
    alone: FxHashMap<Handle, u32>,
}

impl Traffic {
    fn of<'a>(member: &Member, interactions: impl IntoIterator<Item = &'a Interaction>) -> Self {
        let mut traffic = Self::default();
        let human = |i: &&Interaction| i.act == Act::Message && i.automation == Automation::Human;
        for i in interactions.into_iter().filter(human) {
            let own = i.from.as_ref().is_some_and(|h| member.mine.has(h, i.at));
            if let Some(from) = i.from.as_ref().filter(|_| i.sent && !own) {
                traffic.sent.insert(from.clone());
            }
            if let ([only], true) = (&i.parties[..], own && i.audience <= 1) {
                *traffic.alone.entry(only.handle.clone()).or_default() += 1;
            }
        }
        traffic
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::LabelledHandle;
    use crate::resolve::resolve;
    use crate::statement::{Author, Me, Said};
    use crate::time::Moment;
    use crate::{Party, PartyRole};

    fn handle(address: &str) -> Handle {
        Handle::email(address).unwrap_or_else(|| panic!("{address}"))
    }

    fn record(key: &str, name: &str, address: &str, kind: RecordKind) -> Record {
        let handles = vec![LabelledHandle::bare(handle(address))];
        Record { key: key.to_owned(), kind, names: vec![Name::whole(name)], handles, ..Record::default() }
    }

    fn not_mine(address: &str) -> Statement {
        Statement {
            id: 1,
            at: Moment::instant(0),
            author: Author("you".to_owned()),
            about: Vec::new(),
            said: Said::Me(Me::NotMine(handle(address))),
            undone_by: None,
        }
    }

    fn message(from: &str, to: &str, sent: bool) -> Interaction {
        let party = Party { handle: handle(to), role: PartyRole::To };
        let fresh = Interaction::message(format!("{from}>{to}"), Moment::instant(0), Platform::Email);
        Interaction { from: Some(handle(from)), parties: vec![party], audience: 1, sent, ..fresh }
    }

    /// The user is Ana Thistlewood, `ana@firm.example`; the other record and one message are told.
    fn check(name: &str, address: &str, traffic: &[Interaction], said: &[Statement], expected: bool) {
        let records = [
            record("me", "Ana Thistlewood", "ana@firm.example", RecordKind::Me),
            record("other", name, address, RecordKind::Person),
        ];
        let member = Member::of(said, &records);
        let mut decisions = Decisions::of(said);
        member.decide(&mut decisions);
        let people = resolve(&records, &decisions);
        let found = proposals(&member, &people, traffic, &Domains::default());
        let addresses: Vec<&str> = found.iter().map(|p| p.handle.address()).collect();
        assert_eq!(addresses, if expected { vec![address] } else { vec![] }, "{name} {address} {found:?}");
    }

    #[test]
    fn further_addresses_of_the_user_are_proposed() {
        check("Ana Thistlewood", "ana.thistlewood@gmail.com", &[], &[], true);
        check("Ana Thistlewood", "at@firm.example", &[], &[], true);
        check("Ana Thistlewood", "ana7@other.example", &[], &[], false);
        check("Tom Thistlewood", "tom@gmail.com", &[], &[], false);
        check("Tom Marsh", "ana.thistlewood@gmail.com", &[], &[], false);
        check("", "ana.thistlewood@gmail.com", &[], &[], false);
    }

    #[test]
    fn what_was_sent_from_an_address_speaks_for_it() {
        check("", "desk@firm.example", &[message("desk@firm.example", "tom@gmail.com", true)], &[], true);
        check("", "desk@firm.example", &[message("desk@firm.example", "tom@gmail.com", false)], &[], false);
        check(
            "Ana Thistlewood Sr",
            "ana@gmail.com",
            &[message("ana@firm.example", "ana@gmail.com", true)],
            &[],
            false,
        );
    }

    #[test]
    fn what_the_user_denied_is_not_proposed_again() {
        let denied = [not_mine("ana.thistlewood@gmail.com")];
        check("Ana Thistlewood", "ana.thistlewood@gmail.com", &[], &denied, false);
        let mut member = Member::of(&denied, &[]);
        member.trust(Some(&handle("ana.thistlewood@gmail.com")), Some("Ana Thistlewood"));
        assert!(member.mine.is_empty() && member.names.len() == 1);
    }
}

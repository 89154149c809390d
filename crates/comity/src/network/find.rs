//! Who is meant: a number, an address, a name or part of one.

use super::Network;
use super::slip::Slip;
use crate::context::Context;
use crate::error::{Candidate, Error, Result};
use comity_core::name::folded;
use comity_core::record::RecordKind;
use comity_core::{Anchor, Handle, Platform};
use comity_store::{Person, PersonId};

/// More than this are no choice any more.
const MOST: usize = 9;

impl Network {
    /// Returns the one person who is meant.
    ///
    /// # Errors
    /// Fails with [`Error::Nobody`], and with [`Error::Ambiguous`] where several may be meant and nobody is
    /// there to ask.
    pub fn find(&self, context: &Context, who: &str) -> Result<Person> {
        self.derived(context)?;
        if let Some(person) = self.by_number_or_address(who)? {
            return Ok(person);
        }
        // A whole address that nobody has is a stranger's, however much it looks like somebody's.
        if Handle::parse(who, None).is_some_and(|handle| handle.platform() == Platform::Email) {
            return Err(Error::Nobody(who.to_owned()));
        }
        let mut found = self.store.search(who, MOST * 4)?;
        if let (true, Some((name, work))) = (found.is_empty(), who.split_once(',')) {
            found = self.store.search(name, MOST * 4)?;
            found.retain(|p| folded(&p.name) == folded(name) && may_work(p, work));
        }
        let mut meant: Vec<Person> = found.into_iter().filter(|p| p.kind != RecordKind::Me).collect();
        if meant.iter().any(|p| p.kind == RecordKind::Person) {
            meant.retain(|p| p.kind == RecordKind::Person);
        }
        let wanted = folded(who);
        let exact = |p: &Person| folded(&p.name) == wanted;
        if meant.iter().any(exact) {
            meant.retain(exact);
        }
        match meant.len() {
            0 => Err(Error::Nobody(who.to_owned())),
            1 => Ok(meant.remove(0)),
            _ => choose(context, who, meant),
        }
    }

    /// Returns to whom an anchor leads; persons have to be derived already.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn holder(&self, anchor: &Anchor) -> Result<Option<PersonId>> {
        Ok(match anchor {
            Anchor::Handle(handle) => self.store.person_of(handle)?,
            Anchor::Record(key) => self.store.person_of_record(key)?,
        })
    }

    /// Refuses a name that is one slip away from somebody's: taken for a stranger, whoever asked to be left
    /// alone would be greeted.
    ///
    /// # Errors
    /// Fails with the name that may be meant.
    pub fn refuse_a_slip(&self, who: &str) -> Result<()> {
        // An address is meant letter by letter: colleagues' differ by one.
        if Handle::parse(who, self.region().as_deref()).is_some() {
            return Ok(());
        }
        let mut slip = Slip::of(who.split(',').next().unwrap_or(who));
        self.store.each_name(|name| slip.may_mean(name))?;
        match slip.nearest() {
            None => Ok(()),
            Some(name) => Err(Error::user(
                format!("nobody in your network is called `{who}`, but somebody is called `{name}`"),
                format!("say `{name}` if you mean them; if not, add the other with `comity add` first"),
            )),
        }
    }

    fn by_number_or_address(&self, who: &str) -> Result<Option<Person>> {
        if let Some(id) = PersonId::parse(who) {
            return Ok(self.store.person(id)?);
        }
        let Some(handle) = Handle::parse(who, self.region().as_deref()) else { return Ok(None) };
        match self.store.person_of(&handle)? {
            Some(id) => Ok(self.store.person(id)?),
            None => Ok(None),
        }
    }
}

/// Tells whether somebody may be who works as this ("managing partner"): a namesake with other work is another.
fn may_work(person: &Person, work: &str) -> bool {
    let told: Vec<String> =
        [&person.title, &person.organisation].into_iter().flatten().map(|t| folded(t)).collect();
    let known = |word: &str| told.iter().any(|t| t.split(' ').any(|known| known == word));
    told.is_empty() || folded(work).split(' ').any(known)
}

fn choose(context: &Context, who: &str, mut meant: Vec<Person>) -> Result<Person> {
    let candidates: Vec<Candidate> = meant.iter().map(candidate).collect();
    let choice = |c: &Candidate| match c.about.as_str() {
        "" => format!("{} ({})", c.name, c.id),
        about => format!("{} ({about})", c.name),
    };
    let choices: Vec<String> = candidates.iter().map(choice).collect();
    let chosen = (choices.len() <= MOST)
        .then(|| context.face.choose(&format!("Whom do you mean by `{who}`?"), &choices))
        .flatten()
        .filter(|chosen| *chosen < meant.len());
    match chosen {
        Some(chosen) => Ok(meant.swap_remove(chosen)),
        None => Err(Error::Ambiguous { who: who.to_owned(), candidates }),
    }
}

/// Returns what tells a person from their namesakes.
pub fn candidate(person: &Person) -> Candidate {
    let told = [&person.title, &person.organisation];
    let mut about: Vec<String> = told.into_iter().flatten().cloned().collect();
    if about.is_empty() {
        about.extend(
            person
                .handles
                .iter()
                .filter(|(h, _)| !h.is_name_only())
                .map(|(h, _)| h.address().to_owned())
                .take(1),
        );
    }
    Candidate { id: person.id.to_string(), name: person.name.clone(), about: about.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comity_core::portrait::Entry;
    use comity_store::Derived;

    #[test]
    fn a_slip_is_no_stranger() {
        let network = Network::of(comity_store::Store::in_memory().unwrap());
        let name = "Niamh McNevin-FitzKerrin".to_owned();
        let niamh = Derived { name, census: Some(Entry::default()), ..Derived::default() };
        network.store.save_persons(network.store.mark().unwrap(), 1, &[niamh]).unwrap();
        let refused = |who: &str| network.refuse_a_slip(who).is_err();
        assert!(refused("Niamh McNevin-FitzKerin"));
        assert!(refused("niamh mcnevin-fitzkerrin, partner"));
        assert!(!refused("Jane Roe"));
        assert!(!refused("Niamh O'Brannoch"));
    }
}

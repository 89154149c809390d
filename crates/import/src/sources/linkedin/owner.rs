//! Whose archive it is, and whose profile a name is: what can be learnt before anything is read.

use crate::csv_table::{Row, Table};
use crate::source::Bundle;
use crate::sources::linkedin::files::{self, Archive, Kind};
use crate::sources::linkedin::names::{self, Names};
use comity_core::Handle;
use std::collections::{BTreeMap, BTreeSet};

/// The member, with what speaks for it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Owner {
    pub(super) handle: Option<Handle>,
    /// The member's name as the profile has it.
    pub(super) name: Option<String>,
    pub(super) because: String,
    pub(super) sure: bool,
}

impl Owner {
    /// Tells whether a name is the member's.
    pub(super) fn is_named(&self, name: &str) -> bool {
        self.name.as_ref().is_some_and(|own| names::folded(own) == names::folded(name))
    }
}

/// What one look through the archive found.
#[derive(Default)]
pub(super) struct Survey {
    profile: Option<String>,
    /// How many invitations name a profile as the member's own.
    votes: BTreeMap<Handle, u32>,
    /// The conversations in which a profile takes part.
    present: BTreeMap<Handle, BTreeSet<u32>>,
    /// The profiles that write under a name, each with its conversations.
    writers: BTreeMap<String, BTreeMap<Handle, BTreeSet<u32>>>,
    /// The conversations in which a name stands, where recipients are names alone.
    named: BTreeMap<String, BTreeSet<u32>>,
    conversations: BTreeMap<String, u32>,
    /// Every message names the profiles of its recipients.
    recipients: bool,
    people: Vec<(String, Handle)>,
    /// How many connections without a profile have a name.
    unaddressed: BTreeMap<String, u32>,
}

/// The text of a cell of one row, by the name of its column.
type Cell<'a> = &'a dyn Fn(&str) -> String;

/// Notes what one row tells.
type See = fn(&mut Survey, Cell<'_>);

/// Conversations of which one profile must be in four of five: fewer may all be with one other person.
const CONVERSATIONS: usize = 3;

impl Survey {
    /// Looks for the account only; messages, which are many, are asked where invitations say nothing.
    pub(super) fn for_account(bundle: &mut dyn Bundle, archive: &Archive) -> Self {
        let mut survey = Self { recipients: true, ..Self::default() };
        survey.look(bundle, archive, Kind::Profile, Self::see_profile);
        survey.look(bundle, archive, Kind::Invitations, Self::see_invitation);
        if survey.votes.is_empty() {
            survey.look(bundle, archive, Kind::Messages, Self::see_message);
        }
        survey
    }

    /// Looks for the account and for all names; messages are read once more only where they tell some
    /// people by name alone.
    pub(super) fn for_reading(bundle: &mut dyn Bundle, archive: &Archive) -> Self {
        let mut survey = Self::for_account(bundle, archive);
        survey.look(bundle, archive, Kind::Connections, Self::see_connection);
        let asked = survey.votes.is_empty();
        for &(index, kind) in archive {
            let tells = |table: &Table<'_>| table.column("RECIPIENT PROFILE URLS").is_some();
            if kind == Kind::Messages && !asked {
                // A file that cannot be read is told when it is read in earnest.
                let _ = files::rows(bundle, index, tells, |tells, _, _| {
                    survey.recipients &= tells;
                    false
                });
            }
        }
        if !asked && !survey.recipients {
            survey.look(bundle, archive, Kind::Messages, Self::see_message);
        }
        survey
    }

    /// Returns the member: by invitations, else by the name in the profile, else by who is in most
    /// conversations.
    pub(super) fn owner(&self) -> Owner {
        let found = self.by_invitations().or_else(|| self.by_name()).or_else(|| self.by_presence());
        Owner { name: self.profile.clone(), ..found.unwrap_or_default() }
    }

    /// Returns whose profile each name is; the member's name is the member's.
    pub(super) fn names(&self, owner: &Owner) -> Names {
        let mut names = Names::default();
        for (name, handle) in &self.people {
            names.add(name, handle);
        }
        if let (Some(name), Some(handle)) = (&owner.name, &owner.handle) {
            names.add(name, handle);
        }
        for (name, connections) in &self.unaddressed {
            names.add_unaddressed(name, *connections);
        }
        names
    }

    fn by_invitations(&self) -> Option<Owner> {
        let total: u32 = self.votes.values().sum();
        let (handle, votes) = self.votes.iter().max_by_key(|(_, votes)| **votes)?;
        (votes * 2 > total).then(|| Owner {
            handle: Some(handle.clone()),
            name: None,
            because: format!("{votes} of {total} invitations name this profile as the member's own"),
            // One in ten may be wrong: the address of a profile can change over the years.
            sure: votes * 10 >= total * 9,
        })
    }

    fn by_name(&self) -> Option<Owner> {
        let writers = self.writers.get(&names::folded(self.profile.as_deref()?))?;
        let (handle, conversations) = writers.iter().max_by_key(|(_, conversations)| conversations.len())?;
        let count = conversations.len();
        Some(Owner {
            handle: Some(handle.clone()),
            name: None,
            because: format!("it writes under the name of the profile in {count} conversations"),
            // A namesake could be one correspondent; nobody has the same one in two conversations.
            sure: writers.len() == 1 && count > 1,
        })
    }

    /// Takes the one profile that is in most conversations, or the one profile of the one name that is.
    fn by_presence(&self) -> Option<Owner> {
        let total = self.conversations.len();
        if total < CONVERSATIONS {
            return None;
        }
        let (handle, count) = match in_most(&self.present, total) {
            Some((handle, count)) => (handle, count),
            None => {
                let (name, count) = in_most(&self.named, total)?;
                let mut writers = self.writers.get(name)?.keys();
                (writers.next().filter(|_| writers.next().is_none())?, count)
            }
        };
        Some(Owner {
            handle: Some(handle.clone()),
            name: None,
            because: format!("it takes part in {count} of {total} conversations"),
            sure: false,
        })
    }

    fn look(&mut self, bundle: &mut dyn Bundle, archive: &Archive, kind: Kind, see: See) {
        for &(index, _) in archive.iter().filter(|(_, k)| *k == kind) {
            // A file that cannot be read is told when it is read in earnest.
            let _ = files::rows(bundle, index, Columns::of, |columns, row, _| {
                if let Ok(row) = row {
                    see(self, &|name| columns.cell(&row, name));
                }
                true
            });
        }
    }

    fn see_profile(&mut self, cell: Cell<'_>) {
        let name = format!("{} {}", cell("First Name"), cell("Last Name"));
        if self.profile.is_none() && !name.trim().is_empty() {
            self.profile = Some(name.trim().to_owned());
        }
    }

    fn see_connection(&mut self, cell: Cell<'_>) {
        let name = format!("{} {}", cell("First Name"), cell("Last Name"));
        match names::profile(&cell("URL")) {
            Some(handle) => self.people.push((name, handle)),
            None if name.trim().is_empty() => {}
            None => *self.unaddressed.entry(names::folded(&name)).or_insert(0) += 1,
        }
    }

    fn see_invitation(&mut self, cell: Cell<'_>) {
        let own = match cell("Direction").to_uppercase().as_str() {
            "OUTGOING" => cell("inviterProfileUrl"),
            "INCOMING" => cell("inviteeProfileUrl"),
            _ => return,
        };
        if let Some(handle) = names::profile(&own) {
            *self.votes.entry(handle).or_insert(0) += 1;
        }
        for (name, url) in [("From", "inviterProfileUrl"), ("To", "inviteeProfileUrl")] {
            self.people.extend(names::profile(&cell(url)).map(|handle| (cell(name), handle)));
        }
    }

    fn see_message(&mut self, cell: Cell<'_>) {
        let next = self.conversations.len() as u32;
        let conversation = *self.conversations.entry(cell("CONVERSATION ID")).or_insert(next);
        let sender = names::profile(&cell("SENDER PROFILE URL"));
        if let Some(handle) = &sender {
            let writers = self.writers.entry(names::folded(&cell("FROM"))).or_default();
            if writers.entry(handle.clone()).or_default().insert(conversation) {
                self.people.push((cell("FROM"), handle.clone()));
            }
        }
        let recipients = names::profiles(&cell("RECIPIENT PROFILE URLS"));
        if recipients.is_empty() {
            for name in [cell("FROM"), cell("TO")].iter().filter(|name| !names::is_hidden(name)) {
                self.named.entry(names::folded(name)).or_default().insert(conversation);
            }
        }
        for handle in sender.into_iter().chain(recipients) {
            self.present.entry(handle).or_default().insert(conversation);
        }
    }
}

/// Returns the one member that is in at least four of five conversations, and in how many.
fn in_most<K>(present: &BTreeMap<K, BTreeSet<u32>>, total: usize) -> Option<(&K, usize)> {
    let mut often = present.iter().filter(|(_, seen)| seen.len() * 5 >= total * 4);
    let (who, seen) = often.next()?;
    often.next().is_none().then_some((who, seen.len()))
}

/// The columns that a look through the archive asks for.
struct Columns(Vec<(&'static str, Option<usize>)>);

impl Columns {
    fn of(table: &Table<'_>) -> Self {
        let asked = [
            "First Name",
            "Last Name",
            "URL",
            "FROM",
            "TO",
            "Direction",
            "inviterProfileUrl",
            "inviteeProfileUrl",
            "CONVERSATION ID",
            "SENDER PROFILE URL",
            "RECIPIENT PROFILE URLS",
        ];
        Self(asked.into_iter().map(|name| (name, table.column(name))).collect())
    }

    fn cell(&self, row: &Row, name: &str) -> String {
        let column =
            self.0.iter().find(|(asked, _)| asked.eq_ignore_ascii_case(name)).and_then(|(_, column)| *column);
        row.cell(column).to_owned()
    }
}

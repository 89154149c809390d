//! Who stands behind an identity that several records name: one person, or several.

use super::registry::{Identity, Registry};
use crate::handle::Handle;
use crate::name::{Likeness, Parsed};

/// A camp this many times as large as all others together owns the identity; the others have it by mistake.
///
/// Three: a colleague's address on one card is a slip of the pen, on two it may be a habit.
const OWNER: usize = 3;

/// So many records of a camp, and so many camps, are looked at: a switchboard may stand on thousands of cards.
const WITNESSES: usize = 8;

/// What the names behind an identity say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    /// All names may be one person's.
    One,
    /// One person's; these records name it by mistake.
    OneBut(Vec<usize>),
    /// Several people's.
    Several,
}

/// Returns who stands behind an identity that these records name, in order.
///
/// Records without a name that says anything go with whoever owns the identity.
pub(super) fn behind(identity: &Identity, registry: &Registry<'_>) -> Behind {
    if identity.handles.iter().all(Handle::is_name_only) && has_rows_of_one_list(&identity.records, registry)
    {
        return Behind::Several;
    }
    let Some(mut camps) = camps(&identity.records, registry) else { return Behind::Several };
    // The largest first; among equals the one whose first record comes first.
    camps.sort_by_key(|camp| (std::cmp::Reverse(camp.len()), camp[0]));
    let others: usize = camps.iter().skip(1).map(Vec::len).sum();
    match camps.first() {
        Some(largest) if others > 0 && largest.len() >= OWNER * others => Behind::OneBut(camps[1..].concat()),
        Some(_) if others > 0 => Behind::Several,
        _ => Behind::One,
    }
}

/// Returns the records in camps, in each of which all names may be one person's; `None` where there are many.
fn camps(records: &[usize], registry: &Registry<'_>) -> Option<Vec<Vec<usize>>> {
    let mut telling: Vec<usize> = records.iter().copied().filter(|r| is_telling(*r, registry)).collect();
    // Initials fit many: they come last, when it is known whom they may fit.
    telling.sort_by_key(|r| has_initial_only(*r, registry));
    let mut camps: Vec<Vec<usize>> = Vec::new();
    for record in telling {
        let fits = |camp: &Vec<usize>| camp.iter().take(WITNESSES).all(|o| may_be_one(*o, record, registry));
        match camps.iter().position(fits) {
            Some(place) => camps[place].push(record),
            None if camps.len() == WITNESSES => return None,
            None => camps.push(vec![record]),
        }
    }
    Some(camps)
}

/// Tells whether two records stand in one file: where people are told by name alone, two rows are two people.
fn has_rows_of_one_list(records: &[usize], registry: &Registry<'_>) -> bool {
    let files = || records.iter().filter_map(|r| registry.record(*r)).map(|r| r.provenance.file.as_str());
    let mut told: Vec<&str> = files().filter(|f| !f.is_empty()).collect();
    told.sort_unstable();
    told.windows(2).any(|pair| pair[0] == pair[1])
}

fn is_telling(record: usize, registry: &Registry<'_>) -> bool {
    registry.names(record).iter().any(|n| n.given.chars().count() > 1 || !n.family.is_empty())
}

fn has_initial_only(record: usize, registry: &Registry<'_>) -> bool {
    registry.names(record).iter().all(|n| n.given.chars().count() <= 1)
}

/// Tells whether no two names of two records are surely two people's.
fn may_be_one(a: usize, b: usize, registry: &Registry<'_>) -> bool {
    let fits = |x: &Parsed, y: &Parsed| Likeness::of(x, y).may_share();
    registry.names(a).iter().any(|x| registry.names(b).iter().any(|y| fits(x, y)))
}

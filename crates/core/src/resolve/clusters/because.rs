//! Why two halves of a person are one, in words.

use super::World;
use crate::name::plain_organisation;
use crate::record::Record;
use crate::resolve::Join;
use crate::resolve::bits::Bits;
use crate::resolve::cluster::{BESIDE, Cut, Join as Joined, LEADING, Reason};
use crate::resolve::evidence::{Evidence, Kinds};

/// With this much and something beside the name nobody has to be asked: by its odds, one in a hundred and thirty is wrong.
const SURE: Bits = Bits::hundredths(700);

impl World<'_> {
    /// Tells whether a join holds at the cut that is looked at.
    pub(super) fn counts(&self, join: &Joined) -> bool {
        !matches!(join.reason, Reason::Likely { cut, .. } if cut > self.cut)
    }

    pub(super) fn shown(&self, join: &Joined) -> Join {
        let key = |place: u32| {
            self.at(place).map_or_else(String::new, |r| r.key.trim_start_matches('@').to_owned())
        };
        // What the user said is beyond doubt.
        let (because, bits) = match join.reason {
            Reason::Stated => ("you said that they are one".to_owned(), 64.0),
            Reason::Mine => ("both are your own".to_owned(), 64.0),
            Reason::Owns => (self.told_by(join, Kinds::NONE.with(Evidence::Profile)), 64.0),
            Reason::Likely { bits, kinds, .. } => (self.told_by(join, kinds), bits.value()),
        };
        Join { a: key(join.a), b: key(join.b), because, bits, sure: is_sure(join.reason) }
    }

    fn told_by(&self, join: &Joined, kinds: Kinds) -> String {
        let (Some(a), Some(b)) = (self.at(join.a), self.at(join.b)) else { return String::new() };
        let told: Vec<String> = kinds.iter().map(|kind| in_words(kind, a, b)).collect();
        told.join("; ")
    }
}

/// Tells whether a join is beyond a question.
pub(in super::super) fn is_sure(reason: Reason) -> bool {
    match reason {
        Reason::Owns | Reason::Stated | Reason::Mine => true,
        Reason::Likely { bits, kinds, .. } => kinds.meets(LEADING) || (kinds.meets(BESIDE) && bits >= SURE),
    }
}

/// Returns how much speaks for a join that is worth asking about, by half bits, and the cut at which it is made.
///
/// By half bits, since what is asked about is to last while words of names grow commoner.
pub(in super::super) fn doubtful(reason: Reason) -> Option<(Bits, Cut)> {
    match reason {
        Reason::Likely { bits, cut, .. } if !is_sure(reason) || cut == Cut::Likely => {
            Some((Bits::of((bits.value() * 2.0).round() / 2.0), cut))
        }
        _ => None,
    }
}

/// Returns what a kind of evidence says of two records; of what only others of the two persons have, its own words.
fn in_words(kind: Evidence, a: &Record, b: &Record) -> String {
    let said = match kind {
        Evidence::Mailbox
        | Evidence::Number
        | Evidence::LocalNumber
        | Evidence::Profile
        | Evidence::SharedIdentifier => common_handle(a, b).map(|handle| format!("both have `{handle}`")),
        Evidence::Name | Evidence::NameForm | Evidence::NamePart => names(a, b),
        Evidence::Workplace => {
            let place = workplace(a, b).map(|place| format!("both are at `{place}`"));
            place.or_else(|| Some("both are at one workplace".to_owned()))
        }
        _ => None,
    };
    said.unwrap_or_else(|| kind.told().to_owned())
}

fn common_handle(a: &Record, b: &Record) -> Option<String> {
    let theirs: Vec<String> = b.handles.iter().map(|h| h.handle.equivalence_key()).collect();
    a.handles.iter().map(|h| h.handle.equivalence_key()).filter(|key| theirs.contains(key)).min()
}

fn names(a: &Record, b: &Record) -> Option<String> {
    let (x, y) = (&a.names.first()?.full, &b.names.first()?.full);
    Some(match x.cmp(y) {
        std::cmp::Ordering::Equal => format!("both are called `{x}`"),
        std::cmp::Ordering::Less => format!("`{x}` may be `{y}`"),
        std::cmp::Ordering::Greater => format!("`{y}` may be `{x}`"),
    })
}

fn workplace(a: &Record, b: &Record) -> Option<String> {
    let plain = |record: &Record| record.organisation.as_deref().and_then(plain_organisation);
    plain(a).into_iter().chain(plain(b)).min()
}

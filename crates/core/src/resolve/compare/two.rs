//! What tells that two sides are two people, however much else agrees.

use super::super::identifier::Kind;
use super::super::sketch::{ListKind, Row, Sketch};
use crate::handle::Platform;

/// Tells whether two sides are two people for all that is told: two rows of a list that has everybody once, two
/// profiles where everybody has one, two addresses that their firm tells apart by a number, or father and son.
pub(in super::super) fn are_two(a: &Sketch, b: &Sketch) -> bool {
    has_two_rows(a, b) || has_two_profiles(a, b) || are_numbered(a, b) || are_of_two_generations(a, b)
}

/// Tells whether each side has an account of its own on one platform.
pub(in super::super) fn have_two_accounts(a: &Sketch, b: &Sketch) -> bool {
    let is_account = |kind: Kind| matches!(kind, Kind::Profile(_) | Kind::NameOnly(_));
    has_two_of(a, b, is_account)
}

/// Tells whether both are somewhere, and nowhere the same: of those who then have a name alone in common, half are two.
pub(in super::super) fn work_elsewhere(a: &Sketch, b: &Sketch) -> bool {
    let mut pairs = a.works.iter().flat_map(|x| b.works.iter().map(move |y| (x, y)));
    !a.works.is_empty() && !b.works.is_empty() && !pairs.any(|(x, y)| x.is_one_with(y))
}

/// Tells whether each side is told apart from a parent or a child of their name, and not as the same one.
fn are_of_two_generations(a: &Sketch, b: &Sketch) -> bool {
    let told = |side: &Sketch| side.names.iter().find_map(|(name, _)| name.read.generation());
    matches!((told(a), told(b)), (Some(x), Some(y)) if x != y)
}

fn has_two_rows(a: &Sketch, b: &Sketch) -> bool {
    let differ = |x: &Row, y: &Row| (x.list, x.kind) == (y.list, y.kind) && x.record != y.record;
    let mut once = a.rows.iter().filter(|row| row.kind == ListKind::Once);
    once.any(|x| b.rows.iter().any(|y| differ(x, y)))
}

/// Tells whether each side has a profile of its own where everybody has one.
pub(super) fn has_two_profiles(a: &Sketch, b: &Sketch) -> bool {
    let one_each = |kind: Kind| {
        matches!(
            kind,
            Kind::Profile(Platform::LinkedIn | Platform::Xing | Platform::Facebook | Platform::Orcid)
                | Kind::NameOnly(Platform::Facebook)
        )
    };
    has_two_of(a, b, one_each)
}

fn has_two_of(a: &Sketch, b: &Sketch, counts: impl Fn(Kind) -> bool) -> bool {
    let of = |kind: Kind| b.identifiers.iter().any(|i| i.kind == kind);
    let mine = || a.identifiers.iter().filter(|i| counts(i.kind));
    mine().any(|x| of(x.kind)) && !mine().any(|x| b.with_key(x.key).next().is_some())
}

/// Tells whether an organisation tells the two apart by a number: `ana@` and `ana2@`.
pub(super) fn are_numbered(a: &Sketch, b: &Sketch) -> bool {
    let pairs = || a.locals.iter().flat_map(|x| b.locals.iter().map(move |y| (x, y)));
    let differ = pairs()
        .any(|(x, y)| x.is_seat() && x.root == y.root && x.letters == y.letters && x.digits != y.digits);
    differ && !pairs().any(|(x, y)| x.root == y.root && x.letters == y.letters && x.digits == y.digits)
}

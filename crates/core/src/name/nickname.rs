//! Given names that one person may go by.

use super::rarity::{Part, common_share};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Full forms of each form. An edge, never an equivalence: Bob is Robert, Robin may be Rob, Bob is no Robin.
static FULL: LazyLock<FxHashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut full: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for line in include_str!("../../data/nicknames.txt").lines().filter(|l| !l.starts_with('#')) {
        let mut words = line.split_whitespace();
        let Some(root) = words.next() else { continue };
        for form in words {
            full.entry(form).or_default().push(root);
        }
        full.entry(root).or_default();
    }
    full
});

/// Tells whether one person may go by both given names, both folded.
pub fn may_be_called(a: &str, b: &str) -> bool {
    let full = |form: &str, root: &str| FULL.get(form).is_some_and(|roots| roots.contains(&root));
    a == b || full(a, b) || full(b, a) || shares_root(a, b)
}

/// Two short forms of one full name: Bob and Rob. Full forms of their own do not count.
fn shares_root(a: &str, b: &str) -> bool {
    let (Some(a_roots), Some(b_roots)) = (FULL.get(a), FULL.get(b)) else { return false };
    a.len() <= 5 && b.len() <= 5 && a_roots.iter().any(|root| b_roots.contains(root))
}

/// Returns the full forms under which a given name is filed for blocking, itself among them.
pub fn roots(given: &str) -> impl Iterator<Item = &str> {
    let full = FULL.get(given).map_or(&[][..], Vec::as_slice);
    std::iter::once(given).chain(full.iter().copied())
}

/// Tells whether a folded word is known as a given name.
pub fn is_given_name(word: &str) -> bool {
    FULL.contains_key(word) || common_share(Part::Given, word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nicknames_are_edges_and_no_classes() {
        for (a, b, expected) in [
            ("robert", "bob", true),
            ("bob", "robert", true),
            ("bob", "rob", true),
            ("bob", "robin", false),
            ("elizabeth", "beth", true),
            ("ana", "tom", false),
            ("alexander", "sasha", true),
        ] {
            assert_eq!(may_be_called(a, b), expected, "{a} {b}");
        }
    }
}

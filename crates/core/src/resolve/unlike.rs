//! What the user says otherwise than before, and whom that may concern.

use super::key::{Drawer, Key};
use super::rulings::{Ruling, Rulings};
use rustc_hash::FxHashSet;

/// What the user says otherwise than before.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Unlike {
    /// Whoever is filed under these is compared again.
    pub(super) compared: Vec<Key>,
    /// Whoever is filed under these is solved again.
    pub(super) solved: Vec<Key>,
}

impl Rulings {
    /// Returns what is said otherwise than before; `None` where cards are read otherwise, which concerns everybody.
    pub(super) fn unlike(&self, before: &Self) -> Option<Unlike> {
        if self.free_mail != before.free_mail {
            return None;
        }
        let mut solved: Vec<Key> = self.things.symmetric_difference(&before.things).copied().collect();
        solved.extend(self.spoken_of.symmetric_difference(&before.spoken_of));
        if self.mine != before.mine {
            solved.extend(self.mine.union(&before.mine));
            solved.push(Drawer::Me.key(&[]));
        }
        // Newest first: up to the newest that differs, each may outweigh others than it did.
        let alike =
            self.words.iter().rev().zip(before.words.iter().rev()).take_while(|(a, b)| a == b).count();
        for words in [&self.words, &before.words] {
            words[..words.len() - alike].iter().for_each(|word| word.keys(&mut solved));
        }
        let unique: FxHashSet<Key> = solved.into_iter().collect();
        Some(Unlike {
            compared: self.shared.symmetric_difference(&before.shared).copied().collect(),
            solved: unique.into_iter().collect(),
        })
    }
}

impl Ruling {
    fn keys(&self, into: &mut Vec<Key>) {
        match self {
            Self::Same(person, with) => into.extend(person.iter().chain([with])),
            Self::Apart(a, b) => into.extend([a, b]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(words: &[(u64, u64)]) -> Rulings {
        let words = words.iter().map(|(a, b)| Ruling::Same(vec![Key(*a)], Key(*b))).collect();
        Rulings { words, ..Rulings::default() }
    }

    fn check(before: &[(u64, u64)], now: &[(u64, u64)], expected: &[u64]) {
        let mut solved = said(now).unlike(&said(before)).unwrap().solved;
        solved.sort_unstable();
        assert_eq!(solved, expected.iter().copied().map(Key).collect::<Vec<_>>());
    }

    #[test]
    fn all_from_the_oldest_word_that_differs_is_open() {
        check(&[], &[], &[]);
        check(&[(1, 2)], &[(3, 4), (1, 2)], &[3, 4]);
        check(&[(3, 4), (1, 2)], &[(1, 2)], &[3, 4]);
        check(&[(5, 6), (3, 4), (1, 2)], &[(5, 6), (1, 2)], &[3, 4, 5, 6]);
        check(&[(1, 2), (3, 4)], &[(3, 4), (1, 2)], &[1, 2, 3, 4]);
    }

    #[test]
    fn other_free_mail_concerns_everybody() {
        let other = Rulings { free_mail: 1, ..Rulings::default() };
        assert_eq!(other.unlike(&Rulings::default()), None);
    }
}

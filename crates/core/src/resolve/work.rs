//! Workplaces: the names of organisations, and the domains that spell them.

use super::key::{Drawer, Key, hash};
use crate::name::{folded, plain_organisation};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A workplace as one record tells it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Work {
    /// Equal for equal names.
    pub(super) id: u64,
    /// As it is shown.
    pub(super) shown: Box<str>,
    /// Its letters without spaces.
    letters: Box<str>,
    /// Where its first word ends.
    first: usize,
    initials: Box<str>,
    is_domain: bool,
}

/// So many letters tell firms apart where the name of a person agrees too.
const FILED: usize = 4;

impl Work {
    /// Reads the name of an organisation; what names none gives `None`.
    fn organisation(text: &str) -> Option<Self> {
        let plain = plain_organisation(text)?;
        let letters: String = plain.split(' ').collect();
        let initials: String = plain.split(' ').filter_map(|w| w.chars().next()).collect();
        let first = plain.find(' ').unwrap_or(plain.len());
        Some(Self {
            id: hash(&letters),
            shown: plain.into(),
            letters: letters.into(),
            first,
            initials: initials.into(),
            is_domain: false,
        })
    }

    /// Reads a domain that an organisation registered.
    fn domain(root: &str) -> Option<Self> {
        let label = folded(root.split('.').next()?).replace(' ', "");
        (label.len() > 1).then(|| Self {
            id: hash(root),
            shown: root.into(),
            first: label.len(),
            letters: label.into(),
            initials: "".into(),
            is_domain: true,
        })
    }

    /// Tells whether two are one workplace, as far as their names tell.
    pub(super) fn is_one_with(&self, other: &Self) -> bool {
        if self.id == other.id {
            return true;
        }
        match (self.is_domain, other.is_domain) {
            (true, false) => other.is_spelled_by(&self.letters),
            (false, true) => self.is_spelled_by(&other.letters),
            // "Brightwater" and "Brightwater Legal"; of domains, `firm.com` and `firm.co.uk`.
            (false, false) => self.begins(other) || other.begins(self),
            (true, true) => self.letters == other.letters && self.letters.len() >= FILED,
        }
    }

    /// Tells whether a domain's name is made of the words of the organisation.
    fn is_spelled_by(&self, label: &str) -> bool {
        let begins = self.letters.starts_with(label) && label.len() >= 3;
        let continues = self.first >= FILED && label.starts_with(&self.letters[..self.first]);
        begins || (label.len() >= 3 && &*self.initials == label) || continues
    }

    /// Tells whether the whole name stands at the beginning of the other, and is no common word alone.
    fn begins(&self, other: &Self) -> bool {
        self.letters.len() >= 6 && other.letters.starts_with(&*self.letters)
    }

    /// Returns the letters under which it is filed.
    pub(super) fn filed(&self) -> u64 {
        let end = self.letters.char_indices().nth(FILED).map_or(self.letters.len(), |(end, _)| end);
        hash(&self.letters[..end])
    }

    /// Returns the key under which those who are there are counted.
    pub(super) fn key(&self) -> Key {
        Drawer::Work.key(&[self.filed()])
    }
}

/// Workplaces that were read already.
#[derive(Debug, Default)]
pub(super) struct Works {
    organisations: FxHashMap<u64, Option<Arc<Work>>>,
    domains: FxHashMap<u64, Option<Arc<Work>>>,
}

impl Works {
    pub(super) fn organisation(&mut self, text: &str) -> Option<Arc<Work>> {
        let read = || Work::organisation(text).map(Arc::new);
        self.organisations.entry(hash(text)).or_insert_with(read).clone()
    }

    pub(super) fn domain(&mut self, root: &str) -> Option<Arc<Work>> {
        self.domains.entry(hash(root)).or_insert_with(|| Work::domain(root).map(Arc::new)).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_and_names_are_one_workplace() {
        let mut works = Works::default();
        let firm = works.organisation("Brightwater Legal LLP").unwrap();
        let mut check = |domain: &str, expected: bool| {
            let domain = works.domain(domain).unwrap();
            assert_eq!((firm.is_one_with(&domain), domain.is_one_with(&firm)), (expected, expected));
        };
        check("brightwater.example", true);
        check("brightwaterlegal.example", true);
        check("brightwater-law.example", true);
        check("harbour.example", false);
    }

    #[test]
    fn a_firm_is_called_in_full_or_in_short() {
        let mut works = Works::default();
        let mut check = |a: &str, b: &str, expected: bool| {
            let (a, b) = (works.organisation(a).unwrap(), works.organisation(b).unwrap());
            assert_eq!((a.is_one_with(&b), b.is_one_with(&a)), (expected, expected), "{a:?} {b:?}");
        };
        check("Brightwater Legal LLP", "BRIGHTWATER LEGAL", true);
        check("Brightwater", "Brightwater Legal", true);
        check("Royal Pharma", "Royal Energy", false);
        check("Marsh & Ruiz", "Marsh and Ruiz, Inc.", true);
    }
}

//! What is never joined by weights alone, and how sides are weighed that the user made of several.

use super::super::compare::{
    Facts, Weighed, are_two, clash, have_two_accounts, is_one_name, weigh, work_elsewhere,
};
use super::super::sketch::Sketch;
use super::solver::Component;
use super::{BESIDE, Cut, LEADING, Link};

/// Which links are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    /// Those for which more speaks than a name.
    More,
    Any,
}

impl Beside {
    pub(super) const fn admits(self, link: &Link) -> bool {
        matches!(self, Self::Any) || link.kinds.meets(BESIDE)
    }
}

/// More bearers of one name than this, and the name alone says nothing.
const BEARERS: u32 = 8;

/// More facets than this of one person are not told apart.
const FACETS: usize = 8;

impl<F: Facts> Component<'_, F> {
    /// Tells whether a link counts: nobody is the user by a mere name, and without asking nobody is joined who is
    /// surely another one, unless an identifier leads from one to the other.
    pub(super) fn is_open(&self, a: u32, b: u32, link: Link, cut: Cut) -> bool {
        if link.kinds.meets(LEADING) {
            return true;
        }
        let is_mine = self.sides[a as usize].is_mine || self.sides[b as usize].is_mine;
        !is_mine && (cut != Cut::Auto || !self.any_facets(a, b, are_two))
    }

    /// Tells whether two sides are surely two people.
    pub(super) fn are_surely_two(&self, a: u32, b: u32) -> bool {
        self.is_vetoed(a, b) || self.any_facets(a, b, are_two)
    }

    /// Tells whether a name that stands alone is enough for being joined without asking: half of one never is.
    pub(super) fn is_enough(&self, a: u32, b: u32, link: Link, cut: Cut) -> bool {
        cut != Cut::Auto
            || link.kinds.meets(BESIDE)
            || (!self.has_many_bearers(a, b)
                && self.any_facets(a, b, |x, y| is_one_name(x, y, self.facts))
                && !self.any_facets(a, b, have_two_accounts)
                && !self.any_facets(a, b, work_elsewhere))
    }

    /// Tells whether so many bear the name of either side that it says nothing.
    pub(super) fn has_many_bearers(&self, a: u32, b: u32) -> bool {
        self.sides[a as usize].bearers.max(self.sides[b as usize].bearers) > BEARERS
    }

    /// Counts for each side who else may be joined with it by name alone.
    pub(super) fn count_bearers(&mut self) {
        let terms = Cut::Auto.terms();
        for side in &mut self.sides {
            let by_name = side.near.values().filter(|l| !l.kinds.meets(BESIDE) && terms.admit(l)).count();
            side.bearers = 1 + by_name as u32;
        }
    }

    pub(super) fn any_facets(&self, a: u32, b: u32, test: impl Fn(&Sketch, &Sketch) -> bool) -> bool {
        let (x, y) = (&self.sides[a as usize].facets, &self.sides[b as usize].facets);
        x.iter().any(|x| y.iter().any(|y| test(x, y)))
    }

    /// Weighs two sides by the two of their facets for which most speaks.
    pub(super) fn weigh_sides(&self, a: u32, b: u32) -> Weighed {
        let (x, y) = (&self.sides[a as usize].facets, &self.sides[b as usize].facets);
        let pairs = x.iter().flat_map(|x| y.iter().map(move |y| (x, y)));
        let weighed = pairs.map(|(x, y)| weigh(x, y, self.facts));
        weighed.max_by_key(|w| (w.bits, w.kinds)).unwrap_or_default()
    }

    /// Takes all that is known of one side into the other: each facet into the first whose names it does not clash with.
    pub(super) fn absorb(&mut self, keep: u32, gone: u32) {
        let others = std::mem::take(&mut self.sides[gone as usize].facets);
        let facts = self.facts;
        let facets = &mut self.sides[keep as usize].facets;
        for other in others {
            let full = facets.len() >= FACETS;
            match facets.iter_mut().find(|facet| full || !clash(facet, &other, facts)) {
                Some(facet) => facet.absorb(&other),
                None => facets.push(other),
            }
        }
    }
}

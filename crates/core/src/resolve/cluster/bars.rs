//! What keeps two sides two, for people who ask why.

use super::super::bits::Bits;
use super::super::compare::{Facts, are_two, have_two_accounts, is_one_name, tell, weigh, work_elsewhere};
use super::super::why::Why;
use super::solver::Component;
use super::{BESIDE, Cut, LEADING, Link};

/// What keeps two from being joined without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// The user holds them apart.
    HeldApart,
    /// One of the two is the user, and nobody is by a mere name.
    Mine,
    /// Two rows of one list, two profiles where everybody has one, two numbered addresses of one firm, father and son.
    SurelyTwo,
    /// No less than so much would have to speak for them.
    TooLittle(Bits),
    /// A name is all there is, and no full one.
    NoFullName,
    /// A name is all there is, and too many bear it.
    Namesakes,
    /// A name is all there is, and each has an account of their own on one platform.
    TwoAccounts,
    /// A name is all there is, and they are at work in two places.
    WorkElsewhere,
    /// Somebody else fits about as well.
    Rivals,
}

impl<F: Facts> Component<'_, F> {
    /// Tells all that is between two sides, by the two of their facets for which most speaks.
    pub(in super::super) fn why(&self, a: u32, b: u32) -> Why {
        let (x, y) = (&self.sides[a as usize].facets, &self.sides[b as usize].facets);
        let pairs = x.iter().flat_map(|x| y.iter().map(move |y| (x, y)));
        let weighed = pairs.map(|(x, y)| (weigh(x, y, self.facts), x, y));
        let mut why = Why::default();
        if let Some((_, x, y)) = weighed.max_by_key(|(w, ..)| (w.bits, w.kinds)) {
            tell(x, y, self.facts, &mut why);
            why.contributions.sort_by_key(|c| c.kind);
        }
        why
    }

    /// Returns what keeps two sides from being joined without asking, once all is joined that is.
    pub(in super::super) fn bars(&self, a: u32, b: u32) -> Vec<Bar> {
        let weighed = self.weigh_sides(a, b);
        let link = Link {
            bits: weighed.bits,
            kinds: weighed.kinds,
            against: weighed.against,
            ends: (a, b),
            pair: weighed.bits,
        };
        let mut bars = Vec::new();
        let mut add = |is: bool, bar: Bar| bars.extend(is.then_some(bar));
        let least = Cut::Auto.terms().least_for(link.kinds);
        add(self.is_vetoed(a, b), Bar::HeldApart);
        add(link.bits < least, Bar::TooLittle(least));
        if !link.kinds.meets(LEADING) {
            add(self.sides[a as usize].is_mine || self.sides[b as usize].is_mine, Bar::Mine);
            add(self.any_facets(a, b, are_two), Bar::SurelyTwo);
        }
        if link.bits >= least && !link.kinds.meets(BESIDE) {
            add(!self.any_facets(a, b, |x, y| is_one_name(x, y, self.facts)), Bar::NoFullName);
            add(self.has_many_bearers(a, b), Bar::Namesakes);
            add(self.any_facets(a, b, have_two_accounts), Bar::TwoAccounts);
            add(self.any_facets(a, b, work_elsewhere), Bar::WorkElsewhere);
        }
        add(link.bits >= least && !self.is_clear(a, b, link, Cut::Auto), Bar::Rivals);
        bars
    }
}

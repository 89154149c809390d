//! Joins by name: sets of records whose names agree and something else does, or whose name is rare here.
//!
//! Candidates come from blocks; the best pair is joined first, and every join is held against all that is
//! known of both sides by then. A later version moves records between sets and asks the user about pairs
//! that are undecided.

use super::forest::{Forest, Reason};
use super::profile::Profile;
use super::registry::Registry;
use super::weigh::{Frequencies, Weighed, weigh};
use crate::address::Domains;
use crate::name::{Parsed, roots};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// From here on a name with something beside it joins surely.
const SURE: f64 = 7.0;

/// From here on a full name alone joins, if nobody else here bears it.
///
/// Six: on invented contacts at least .97 of all that is joined is right then; at five it was .96.
const RARE: f64 = 6.0;

/// From here on a full name alone joins surely.
const UNIQUE: f64 = 10.0;

/// So much more must speak for one of two namesakes than for the other, or it is neither.
const MARGIN: f64 = 3.0;

/// More bearers of one name than this, and the name alone says nothing.
const BEARERS: usize = 8;

/// More members than this, and a block is no evidence of anything by itself.
const BLOCK: usize = 60;

/// Joins what names speak for.
pub(super) fn join_likely(forest: &mut Forest, registry: &Registry<'_>, domains: &Domains) {
    let profiles: Vec<Profile> =
        forest.sets().iter().filter_map(|nodes| Profile::of(nodes, registry, domains)).collect();
    let frequencies = Frequencies::of(&profiles);
    let mut pairs: Vec<Pair> = Vec::new();
    for (a, b) in candidates(&profiles) {
        if let Some(weighed) = weigh(&profiles[a], &profiles[b], &frequencies)
            && !forest.is_vetoed(profiles[a].node, profiles[b].node)
        {
            pairs.push(Pair { a, b, weighed });
        }
    }
    pairs.sort_by(|x, y| y.weighed.bits.total_cmp(&x.weighed.bits).then_with(|| (x.a, x.b).cmp(&(y.a, y.b))));
    let mut people = People { at: (0..profiles.len()).collect(), profiles };
    people.join_corroborated(forest, &pairs);
    people.join_rare(forest, &pairs);
}

/// Two sets that may be one person.
struct Pair {
    a: usize,
    b: usize,
    weighed: Weighed,
}

/// The sets, and where each went when it was joined.
struct People {
    at: Vec<usize>,
    profiles: Vec<Profile>,
}

impl People {
    fn find(&self, mut place: usize) -> usize {
        while self.at[place] != place {
            place = self.at[place];
        }
        place
    }

    fn join_corroborated(&mut self, forest: &mut Forest, pairs: &[Pair]) {
        let told = |p: &&Pair| p.weighed.is_corroborated && p.weighed.bits >= SURE;
        let mut rivals: FxHashMap<usize, Vec<(usize, f64)>> = FxHashMap::default();
        for pair in pairs.iter().filter(told) {
            rivals.entry(pair.a).or_default().push((pair.b, pair.weighed.bits));
            rivals.entry(pair.b).or_default().push((pair.a, pair.weighed.bits));
        }
        for pair in pairs.iter().filter(told) {
            let least = pair.weighed.bits - MARGIN;
            let is_torn = [pair.a, pair.b].iter().any(|one| {
                let near: Vec<usize> = rivals[one].iter().filter(|r| r.1 >= least).map(|r| r.0).collect();
                self.has_two(forest, &near)
            });
            if !is_torn {
                self.join(forest, pair, true);
            }
        }
    }

    /// Tells whether two of these sets are surely two people.
    fn has_two(&self, forest: &Forest, all: &[usize]) -> bool {
        all.iter().enumerate().any(|(n, x)| all[n + 1..].iter().any(|y| self.are_two(forest, *x, *y)))
    }

    /// Tells whether two sets are surely two people, as far as is known by now.
    fn are_two(&self, forest: &Forest, a: usize, b: usize) -> bool {
        let (x, y) = (&self.profiles[self.find(a)], &self.profiles[self.find(b)]);
        x.node != y.node && (x.contradicts(y) || forest.is_vetoed(x.node, y.node))
    }

    /// Joins those who alone here bear a rare full name.
    fn join_rare(&mut self, forest: &mut Forest, pairs: &[Pair]) {
        let rare = |p: &&Pair| p.weighed.is_whole_name && p.weighed.bits >= RARE;
        let start: Vec<usize> = (0..self.at.len()).map(|p| self.find(p)).collect();
        let bearers = bearers(&start, pairs);
        for pair in pairs.iter().filter(rare) {
            let all = &bearers[&start[pair.a]] | &bearers[&start[pair.b]];
            let all: Vec<usize> = all.into_iter().collect();
            if all.len() > BEARERS || self.has_two(forest, &all) {
                continue;
            }
            let (a, b) = (&self.profiles[self.find(pair.a)], &self.profiles[self.find(pair.b)]);
            // At two firms it is as often a namesake as somebody who moved: of 21 on invented contacts, 12.
            if a.is_of_other_family(b) || (pair.weighed.bits < UNIQUE && a.works_elsewhere(b)) {
                continue;
            }
            let is_unique = pair.weighed.bits >= UNIQUE && !a.works_elsewhere(b);
            let is_name_only = |p: usize| self.profiles[self.find(p)].is_name_only;
            let sure = is_unique && !is_name_only(pair.a) && !is_name_only(pair.b);
            self.join(forest, pair, sure);
        }
    }

    fn join(&mut self, forest: &mut Forest, pair: &Pair, sure: bool) {
        let (a, b) = (self.find(pair.a), self.find(pair.b));
        if a == b || self.profiles[a].contradicts(&self.profiles[b]) {
            return;
        }
        let because = pair.weighed.because.clone();
        let reason = Reason::Alike { because, bits: pair.weighed.bits, sure };
        let (x, y) = (self.profiles[pair.a].node, self.profiles[pair.b].node);
        if forest.join(x, y, reason) {
            let (keep, gone) = (a.min(b), a.max(b));
            let other = std::mem::take(&mut self.profiles[gone]);
            self.profiles[keep].absorb(&other);
            self.profiles[gone].node = other.node;
            self.at[gone] = keep;
        }
    }
}

/// Returns for each set all sets that bear its full name, itself among them.
fn bearers(start: &[usize], pairs: &[Pair]) -> FxHashMap<usize, BTreeSet<usize>> {
    let mut alike: FxHashMap<usize, BTreeSet<usize>> = FxHashMap::default();
    for pair in pairs.iter().filter(|p| p.weighed.is_same_name) {
        let both = [start[pair.a], start[pair.b]];
        for one in both {
            alike.entry(one).or_default().extend(both);
        }
    }
    alike
}

/// Returns the pairs of sets that are worth weighing, in order, each once.
///
/// A block that grew too large is left: its members also stand in blocks of their workplaces.
fn candidates(profiles: &[Profile]) -> Vec<(usize, usize)> {
    let mut keyed: Vec<(String, usize)> = Vec::new();
    for (place, profile) in profiles.iter().enumerate() {
        keyed.extend(keys(profile).into_iter().map(|key| (key, place)));
    }
    keyed.sort_unstable();
    keyed.dedup();
    let mut pairs = Vec::new();
    for block in keyed.chunk_by(|a, b| a.0 == b.0).filter(|b| b.len() <= BLOCK) {
        for (n, (_, a)) in block.iter().enumerate() {
            pairs.extend(block[n + 1..].iter().map(|(_, b)| (*a, *b)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Returns the keys of the blocks in which a set stands.
fn keys(profile: &Profile) -> Vec<String> {
    let workplaces = profile.workplaces();
    let mut keys = Vec::new();
    for (name, _) in &profile.names {
        for family in &name.family {
            keys.extend(roots(&name.given).map(|given| format!("name {given} {family}")));
            // Where no source told which is which, "Ruiz Ana" may be "Ana Ruiz".
            if !name.told {
                keys.extend(roots(family).map(|given| format!("name {given} {}", name.given)));
            }
        }
        for place in &workplaces {
            keys.extend(work_words(name).into_iter().map(|word| format!("work {place} {word}")));
        }
        keys.extend(spellings(name).into_iter().map(|letters| format!("spell {letters}")));
        for shared in &profile.shared {
            keys.extend(roots(&name.given).map(|given| format!("shared {shared} {given}")));
        }
    }
    keys.extend(profile.accounts.iter().map(|a| format!("account {a}")));
    keys.extend(profile.locals.iter().map(|l| format!("spell {l}")));
    keys
}

/// Returns the letters with which addresses spell a full name.
fn spellings(name: &Parsed) -> Vec<String> {
    let (given, Some(last)) = (&name.given, name.surname().filter(|_| name.is_full())) else {
        return Vec::new();
    };
    let initial: String = given.chars().take(1).collect();
    let families = [last, &name.family_letters, &name.family.concat()];
    let firsts = [given, &initial];
    let both = firsts.iter().flat_map(|first| families.iter().map(move |family| (first, family)));
    both.flat_map(|(first, family)| [format!("{first}{family}"), format!("{family}{first}")]).collect()
}

/// Returns the words by which somebody is found among those at one workplace.
fn work_words(name: &Parsed) -> Vec<String> {
    let given = roots(&name.given).map(str::to_owned);
    given.chain(name.family.iter().cloned()).collect()
}

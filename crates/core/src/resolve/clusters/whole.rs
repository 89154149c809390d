//! Which records of a person surely belong together.

use super::because::is_sure;
use super::{Part, World};
use rustc_hash::{FxHashMap, FxHashSet};

/// Returns the places that sure joins tie to the heart of the person: the half with most records of sources.
pub(super) fn sure_places(world: &World<'_>, part: &Part<'_>) -> FxHashSet<u32> {
    if part.joins.iter().all(|join| is_sure(join.reason)) {
        return part.places.iter().copied().collect();
    }
    let mut near: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for join in part.joins.iter().filter(|join| is_sure(join.reason)) {
        near.entry(join.a).or_default().push(join.b);
        near.entry(join.b).or_default().push(join.a);
    }
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    let mut heart: (usize, Vec<u32>) = (0, Vec::new());
    let key = |place: &&u32| (world.told(**place).is_none(), world.at(**place).map(|record| &record.key));
    let mut starts: Vec<&u32> = part.places.iter().collect();
    starts.sort_by_key(key);
    // Among equal halves the first stays.
    for start in starts {
        let mut half = Vec::new();
        let mut next = vec![*start];
        while let Some(place) = next.pop() {
            if seen.insert(place) {
                half.push(place);
                next.extend(near.get(&place).into_iter().flatten());
            }
        }
        let records = half.iter().filter(|place| world.told(**place).is_some()).count();
        if records > heart.0 {
            heart = (records, half);
        }
    }
    heart.1.into_iter().collect()
}

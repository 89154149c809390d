//! The slip of the pen: which name of the network is meant by one that nobody bears.

use comity_core::name::folded;
use rapidfuzz::fuzz::{Args, RatioBatchComparator};

/// From this likeness on, one name may be the other misspelt: one letter in ten.
const SLIP: f64 = 0.9;

/// A name that nobody bears, and the likest of those that it was held against.
pub(super) struct Slip {
    wanted: RatioBatchComparator<char>,
    /// How like, and the name as it is written.
    nearest: Option<(f64, String)>,
}

impl Slip {
    pub(super) fn of(name: &str) -> Self {
        Self { wanted: RatioBatchComparator::new(folded(name).chars()), nearest: None }
    }

    /// Holds the name against one of the network; the order in which they come does not matter.
    pub(super) fn may_mean(&mut self, name: &str) {
        let args = Args::default().score_cutoff(SLIP);
        let Some(likeness) = self.wanted.similarity_with_args(folded(name).chars(), &args) else { return };
        let nearer =
            |(best, known): &(f64, String)| likeness > *best || (likeness == *best && name < known.as_str());
        if self.nearest.as_ref().is_none_or(nearer) {
            self.nearest = Some((likeness, name.to_owned()));
        }
    }

    /// Returns the name that may be meant.
    pub(super) fn nearest(self) -> Option<String> {
        self.nearest.map(|(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, known: &[&str], expected: Option<&str>) {
        for turned in [false, true] {
            let mut slip = Slip::of(name);
            let mut known = known.to_vec();
            if turned {
                known.reverse();
            }
            known.iter().for_each(|name| slip.may_mean(name));
            assert_eq!(slip.nearest().as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn the_nearest_name_is_meant() {
        check("Jonn Fenwick", &["Tom Marsh", "John Fenwick", "Joan Fenwick"], Some("Joan Fenwick"));
        check(
            "Niamh McNevin-FitzKerin",
            &["Niamh McNevin-Kerrin", "Niamh McNevin-FitzKerrin"],
            Some("Niamh McNevin-FitzKerrin"),
        );
        check("Jane Roe", &["John Doe", "Jan"], None);
    }
}

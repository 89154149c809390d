//! The choice: a handful that are not all of one kind.

use super::Proposal;

/// Each further proposal of the same circle or the same kind counts so much less.
const AGAIN: f64 = 0.6;

/// One person's best proposal, with the circle that the person belongs to.
#[derive(Clone, Debug)]
pub struct Candidate<P> {
    pub person: P,
    /// The house in which they work, or the side of life that they belong to.
    pub circle: String,
    pub proposal: Proposal,
}

/// Chooses so many, best first.
///
/// What somebody waits for comes first, by worth. Of the rest each is weighed against those chosen before it, so
/// that one loud circle does not fill the day. The order of the candidates does not show.
pub fn choose<P: Ord>(mut candidates: Vec<Candidate<P>>, capacity: usize) -> Vec<Candidate<P>> {
    candidates.sort_by(|a, b| {
        let worth = b.proposal.terms.worth().total_cmp(&a.proposal.terms.worth());
        worth.then(a.person.cmp(&b.person)).then(a.proposal.id.cmp(&b.proposal.id))
    });
    let mut chosen: Vec<Candidate<P>> = Vec::new();
    while chosen.len() < capacity {
        let score = |one: &Candidate<P>| {
            let circle = chosen.iter().filter(|c| c.circle == one.circle && !one.circle.is_empty()).count();
            let kind = chosen.iter().filter(|c| c.proposal.occasion == one.proposal.occasion).count();
            // Kinds repeat more easily than circles: most days are for keeping in touch.
            let again = AGAIN.powf(circle as f64 + kind as f64 / 2.0);
            (u8::from(one.proposal.is_owed), one.proposal.terms.worth() * again)
        };
        let mut best: Option<(usize, (u8, f64))> = None;
        for (place, candidate) in candidates.iter().enumerate() {
            let score = score(candidate);
            if best.is_none_or(|(_, before)| score > before) {
                best = Some((place, score));
            }
        }
        let Some((place, _)) = best else { break };
        let one = candidates.remove(place);
        candidates.retain(|other| other.person != one.person);
        chosen.push(one);
    }
    chosen
}

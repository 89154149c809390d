//! How well probabilities and ranks do: the usual measures, and how far they can be trusted.

use comity_bench::Numbers;

/// Returns how often a true case has more than a false one, ties counted as half; a half of nothing.
pub(crate) fn auc(scores: &[f64], truth: &[bool]) -> f64 {
    let ranked = ranked(scores);
    let (yes, no) = counts(truth);
    if yes == 0 || no == 0 {
        return 0.5;
    }
    let (mut wins, mut below, mut place) = (0.0, 0.0, 0);
    while place < ranked.len() {
        let score = scores[ranked[place]];
        let equal: Vec<usize> = ranked[place..].iter().copied().take_while(|n| scores[*n] == score).collect();
        let hits = equal.iter().filter(|n| truth[**n]).count() as f64;
        let misses = equal.len() as f64 - hits;
        wins += hits * (below + misses / 2.0);
        below += misses;
        place += equal.len();
    }
    wins / (yes as f64 * no as f64)
}

/// Returns the mean of the precision at each true case, the highest score first.
pub(crate) fn average_precision(scores: &[f64], truth: &[bool]) -> f64 {
    let mut ranked = ranked(scores);
    ranked.reverse();
    let (yes, _) = counts(truth);
    let (mut sum, mut hits, mut place) = (0.0, 0.0, 0);
    while place < ranked.len() {
        let score = scores[ranked[place]];
        let equal = ranked[place..].iter().take_while(|n| scores[**n] == score).count();
        let here = ranked[place..place + equal].iter().filter(|n| truth[**n]).count() as f64;
        hits += here;
        place += equal;
        sum += here * hits / place as f64;
    }
    if yes == 0 { 0.0 } else { sum / yes as f64 }
}

/// Returns the places from the lowest score to the highest.
fn ranked(scores: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..scores.len()).collect();
    places.sort_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    places
}

fn counts(truth: &[bool]) -> (usize, usize) {
    let yes = truth.iter().filter(|t| **t).count();
    (yes, truth.len() - yes)
}

/// Returns the mean of the given values; zero of nothing.
pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// Returns the value below which a share of the values lies.
pub(crate) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (share * (sorted.len().saturating_sub(1)) as f64).round() as usize;
    sorted.get(place).copied().unwrap_or(0.0)
}

/// Times that a bootstrap draws.
pub(crate) const DRAWS: usize = 400;

/// Returns the interval of a figure over groups that are drawn again and again, 95 times in 100.
///
/// `figure` is given the places of the cases, those of a group that was drawn twice twice.
pub(crate) fn over_groups(groups: &[usize], mut figure: impl FnMut(&[usize]) -> f64) -> (f64, f64) {
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); groups.iter().max().map_or(0, |g| g + 1)];
    for (place, group) in groups.iter().enumerate() {
        members[*group].push(place);
    }
    members.retain(|m| !m.is_empty());
    let mut numbers = Numbers::from(1);
    let mut draw = || {
        let drawn = (0..members.len()).map(|_| numbers.below(members.len()));
        figure(&drawn.flat_map(|g| members[g].iter().copied()).collect::<Vec<usize>>())
    };
    let figures: Vec<f64> = (0..DRAWS).map(|_| draw()).collect();
    (quantile(&figures, 0.025), quantile(&figures, 0.975))
}

/// Picks the cases at some places.
pub(crate) fn pick<T: Copy>(values: &[T], places: &[usize]) -> Vec<T> {
    places.iter().map(|place| values[*place]).collect()
}

/// Writes a figure as tables do: `.743`.
pub(crate) fn short(x: f64) -> String {
    let text = format!("{x:.3}");
    match text.strip_prefix("-0") {
        Some(rest) => format!("-{rest}"),
        None => text.strip_prefix('0').map(str::to_owned).unwrap_or(text),
    }
}

/// Writes an interval: `.701-.786`.
pub(crate) fn range((low, high): (f64, f64)) -> String {
    format!("{} to {}", short(low), short(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_scored_as_the_books_do() {
        let truth = [false, true, false, true];
        assert!((auc(&[0.1, 0.4, 0.35, 0.8], &truth) - 1.0).abs() < 1e-9);
        assert!((auc(&[0.5; 4], &truth) - 0.5).abs() < 1e-9);
        assert!((auc(&[0.1, 0.4, 0.6, 0.8], &truth) - 0.75).abs() < 1e-9);
        assert!((average_precision(&[0.1, 0.4, 0.6, 0.8], &truth) - (1.0 + 2.0 / 3.0) / 2.0).abs() < 1e-9);
        assert!((average_precision(&[0.5; 4], &truth) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn figures_are_written_shortly() {
        assert_eq!(short(0.7431), ".743");
        assert_eq!(short(-0.0312), "-.031");
        assert_eq!(range((0.5, 1.0)), ".500 to 1.000");
    }

    #[test]
    fn groups_that_all_agree_have_no_spread() {
        let interval = over_groups(&[0, 0, 1, 2], |places| places.len() as f64 / places.len() as f64);
        assert_eq!(interval, (1.0, 1.0));
    }
}

//! Bar 3: who is still in contact in the next window, at four cuts, each judged by what the other three taught.

use super::pair::{self, Circles, HALF_LIFE_30};
use super::table::{Held, Row};
use crate::logistic::{Cases, Logistic, likely};
use crate::real::firm::{DAY, Firm, Sent};
use crate::score::{auc, over_groups, pick, quantile, range, short};
use comity_core::Moment;
use comity_core::infer::outlook::{Pace, features};

/// How long the window before a cut is, and the one after it.
const WINDOW: i64 = 60 * DAY;
const CUTS: usize = 4;

/// What is known of one pair at one cut.
pub(crate) struct Case {
    pub(crate) cut: usize,
    /// Either of the two, for drawing again.
    pub(crate) who: usize,
    pub(crate) ours: Vec<f64>,
    usual: Vec<f64>,
    pub(crate) goes_on: bool,
}

/// Returns the pairs with contact in the window before each cut.
///
/// Comity looks at all that was before the cut, as it does for its users; the counters look at the window.
pub(crate) fn cases(firm: &Firm) -> Vec<Case> {
    let times: Vec<f64> = firm.mails.iter().map(|m| m.at as f64).collect();
    let (low, high) = (quantile(&times, 0.02) as i64, quantile(&times, 0.98) as i64);
    let (first, last) = (low + WINDOW, high - WINDOW);
    let mut cases = Vec::new();
    for cut in 0..CUTS {
        let end = first + (last - first) * cut as i64 / (CUTS as i64 - 1);
        let window = firm.pairs(end - WINDOW, end);
        let (before, after) = (firm.pairs(i64::MIN, end), firm.pairs(end, end + WINDOW));
        let circles = Circles::of(window.keys());
        for (pair, mails) in &window {
            let all = before.get(pair).map_or(&[][..], Vec::as_slice);
            let Some(ours) = ours(*pair, all, end) else { continue };
            cases.push(Case {
                cut,
                who: pair.0 as usize,
                ours,
                usual: pair::usual(*pair, mails, end, &circles),
                goes_on: after.contains_key(pair),
            });
        }
    }
    cases
}

fn ours(pair: (u32, u32), mails: &[Sent], end: i64) -> Option<Vec<f64>> {
    let found = features(&pair::tally(pair, mails), Moment::instant(end), Pace::Usual)?;
    Some(found.iter().map(|x| f64::from(*x) / 1_000.0).collect())
}

/// Returns what each case gets from a model that was fitted on the other cuts.
fn left_out(cases: &[Case], of: impl Fn(&Case) -> &Vec<f64>) -> Vec<f64> {
    let mut scores = vec![0.0; cases.len()];
    for cut in 0..CUTS {
        let (rows, truth): (Vec<Vec<f64>>, Vec<bool>) =
            cases.iter().filter(|c| c.cut != cut).map(|c| (of(c).clone(), c.goes_on)).unzip();
        let model = Logistic::fit(&Cases::of(&rows, &truth), 1.0);
        for (score, case) in scores.iter_mut().zip(cases).filter(|(_, c)| c.cut == cut) {
            *score = likely(model.log_odds(of(case)));
        }
    }
    scores
}

/// Returns the rows of the table.
pub(super) fn rows(firm: &Firm) -> Vec<Row> {
    let cases = cases(firm);
    let truth: Vec<bool> = cases.iter().map(|c| c.goes_on).collect();
    let groups: Vec<usize> = cases.iter().map(|c| c.who).collect();
    let (ours, usual) = (left_out(&cases, |c| &c.ours), left_out(&cases, |c| &c.usual));
    let half_life: Vec<f64> = cases.iter().map(|c| c.usual[HALF_LIFE_30]).collect();
    let figure = |scores: &[f64]| auc(scores, &truth);
    let gain = |places: &[usize]| {
        let truth = pick(&truth, places);
        auc(&pick(&ours, places), &truth) - auc(&pick(&usual, places), &truth)
    };
    let interval = over_groups(&groups, |places| auc(&pick(&ours, places), &pick(&truth, places)));
    let gain = over_groups(&groups, gain);
    let met = figure(&ours) >= figure(&usual) - 0.01 && figure(&ours) > figure(&half_life);
    vec![Row {
        bar: "3",
        what: format!("still in contact after 60 days, a firm's mail, {} cases (AUC)", cases.len()),
        here: short(figure(&ours)),
        interval: range(interval),
        beside: format!(
            "15 counters, regression {} (gain {}); half-life of 30 days {}",
            short(figure(&usual)),
            range(gain),
            short(figure(&half_life))
        ),
        wanted: "the regression less .01, above the half-life".to_owned(),
        held: Held::of(met),
    }]
}

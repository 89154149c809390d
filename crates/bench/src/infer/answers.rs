//! Bars 5 and 7: the chance of an answer, walked forward through the mail of a firm, each of its people as the user.

use super::calibration::{Reliability, reliability};
use super::table::{Held, Row};
use crate::real::firm::{Firm, Sent};
use crate::score::{mean, over_groups, pick, quantile, range, short};
use comity_core::coverage::Coverage;
use comity_core::infer::chance::of_kind;
use comity_core::infer::{Employer, History, Known, SphereBelief, Tried};
use comity_core::interaction::{Interaction, Party, PartyRole};
use comity_core::settings::Settings;
use comity_core::standing::{Person, Standing, fold};
use comity_core::timeline::{Frame, Mine, Whose, timeline};
use comity_core::{Handle, Moment, Platform, Sphere};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One approach, what was said of it beforehand, and what came.
struct Case {
    owner: usize,
    here: f64,
    pair: f64,
    answered: bool,
}

/// What a pair without a past is worth against the owner's own rate.
const PAIR: f64 = 2.0;

/// Returns the rows, and what is drawn of how sure the chance is.
pub(super) fn rows(firm: &Firm) -> (Vec<Row>, Reliability) {
    let times: Vec<f64> = firm.mails.iter().map(|m| m.at as f64).collect();
    // The first months teach, the later ones are judged.
    let from = quantile(&times, 0.4) as i64;
    let cases: Vec<Case> =
        mailboxes(firm).into_iter().flat_map(|(o, theirs)| walk(o, theirs, from)).collect();
    let truth: Vec<bool> = cases.iter().map(|c| c.answered).collect();
    let owners: Vec<usize> = cases.iter().map(|c| c.owner).collect();
    let loss = |of: fn(&Case) -> f64| cases.iter().map(|c| log_loss(of(c), c.answered)).collect::<Vec<f64>>();
    let (here, pair) = (loss(|c| c.here), loss(|c| c.pair));
    let said: Vec<f64> = cases.iter().map(|c| c.here).collect();
    let found = reliability("an answer will come", &said, &truth);
    let gain = over_groups(&owners, |places| mean(&pick(&pair, places)) - mean(&pick(&here, places)));
    let seven = Row {
        bar: "7",
        what: format!("chance of an answer on later months, {} approaches (log loss)", cases.len()),
        here: short(mean(&here)),
        interval: range(over_groups(&owners, |places| mean(&pick(&here, places)))),
        beside: format!("the pair's own rate {} (gain {})", short(mean(&pair)), range(gain)),
        wanted: "below the pair's own rate".to_owned(),
        held: Held::of(mean(&here) < mean(&pair)),
    };
    (vec![found.row("5", "chance of an answer, mail of a firm"), seven], found)
}

fn log_loss(p: f64, answered: bool) -> f64 {
    let p = p.clamp(0.001, 0.999);
    -(if answered { p } else { 1.0 - p }).ln()
}

/// Returns what came of each approach of each owner, by whom it went to.
fn mailboxes(firm: &Firm) -> BTreeMap<u32, Vec<(u32, Vec<Tried>)>> {
    let (Some(first), Some(last)) = (firm.mails.first(), firm.mails.last()) else { return BTreeMap::new() };
    let coverage: Arc<[Coverage]> = Arc::new([Coverage {
        platform: Platform::Email,
        inbound: true,
        outbound: true,
        from: Moment::instant(first.at),
        to: Moment::instant(last.at),
    }]);
    let mut all: BTreeMap<u32, Vec<(u32, Vec<Tried>)>> = BTreeMap::new();
    for (pair, mails) in firm.pairs(i64::MIN, i64::MAX) {
        for (owner, other) in [pair, (pair.1, pair.0)] {
            let tried = tried(owner, other, &mails, &coverage, last.at);
            all.entry(owner).or_default().push((other, tried));
        }
    }
    all
}

fn tried(owner: u32, other: u32, mails: &[Sent], coverage: &Arc<[Coverage]>, end: i64) -> Vec<Tried> {
    let handle = |who: u32| Handle::normal(Platform::Email, format!("p{who}@firm.example"));
    let (mine, theirs) = (handle(owner), handle(other));
    let told: Vec<Interaction> = mails
        .iter()
        .enumerate()
        .map(|(n, mail)| {
            let from = if mail.from == owner { &mine } else { &theirs };
            let to = if mail.from == owner { &theirs } else { &mine };
            Interaction {
                from: Some(from.clone()),
                parties: vec![Party { handle: to.clone(), role: PartyRole::To }],
                audience: mail.audience,
                ..Interaction::message(format!("m{n}"), Moment::instant(mail.at), Platform::Email)
            }
        })
        .collect();
    let mut own = Mine::default();
    own.add(mine, None, None);
    let frame = Frame { mine: own, ..Frame::default() };
    let whose = Whose { name: format!("P {other}"), handles: vec![(theirs, true)] };
    let events = timeline(&whose, &frame, &told, &[]);
    let work = SphereBelief { sphere: Sphere::Professional, probability: 0.95, evidence: Vec::new() };
    let known = Known { employer: Employer::Same, ..Known::default() };
    let person = Person { whose, spheres: vec![work], known };
    let standing = Standing::begin(&person, Arc::clone(coverage), &[], &Settings::default());
    fold(standing, &events, Moment::instant(end)).tried(Moment::instant(end))
}

/// Walks through one owner's approaches in the order of time; of each, only what was settled before counts.
fn walk(owner: u32, theirs: Vec<(u32, Vec<Tried>)>, from: i64) -> Vec<Case> {
    let mut all: Vec<(u32, Tried)> =
        theirs.into_iter().flat_map(|(other, tried)| tried.into_iter().map(move |t| (other, t))).collect();
    all.sort_by_key(|(other, t)| (t.at.order(), *other));
    let mut settled = all.clone();
    settled.sort_by_key(|(other, t)| (t.settled.order(), *other));
    let mut settled = settled.into_iter().peekable();
    let (mut history, mut pairs): (History, BTreeMap<u32, Vec<Tried>>) = Default::default();
    let (mut answered, mut asked) = (0.0, 0.0);
    let mut cases = Vec::new();
    for (other, one) in all {
        while let Some((whom, past)) = settled.next_if(|(_, t)| t.settled.order() < one.at.order()) {
            history.count(past.kind, past.answered);
            pairs.entry(whom).or_default().push(past);
            (answered, asked) = (answered + f64::from(u8::from(past.answered)), asked + 1.0);
        }
        if one.at.order() < from {
            continue;
        }
        let past = pairs.get(&other).map_or(&[][..], Vec::as_slice);
        let usual = (answered + 1.0) / (asked + 2.0);
        let hits = past.iter().filter(|t| t.answered).count() as f64;
        cases.push(Case {
            owner: owner as usize,
            here: of_kind(one.kind, one.connect, one.sphere, &history, past).p,
            pair: (hits + PAIR * usual) / (past.len() as f64 + PAIR),
            answered: one.answered,
        });
    }
    cases
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::real::firm::DAY;

    #[test]
    fn what_comes_later_is_not_known_before() {
        let mail = |from, to, day: i64| Sent { from, to, at: day * DAY, audience: 1 };
        // Three questions a month apart, the last one answered.
        let mails = vec![mail(1, 2, 0), mail(1, 2, 30), mail(1, 2, 60), mail(2, 1, 61), mail(3, 4, 90)];
        let firm = Firm { mails, boss: BTreeMap::new() };
        let (rows, _) = rows(&firm);
        assert_eq!(rows.len(), 2);
        let theirs = mailboxes(&firm).remove(&1).unwrap();
        let cases = walk(1, theirs, 0);
        let came: Vec<bool> = cases.iter().map(|c| c.answered).collect();
        assert_eq!(came, [false, false, true]);
        assert!(cases[2].pair < cases[0].pair && cases[2].here < cases[0].here);
    }
}

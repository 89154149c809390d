//! `world`: whether invented worlds are as hard as published data say that real ones are.
//!
//! The bands lie around the figures of the surveys and mailboxes that Comity was planned with: 6,489 dyads of a firm's staff
//! with outsiders, and five workplaces of which both work and friendship were asked.

use crate::audit::seeds;
use crate::ground::{Ground, free_mail};
use crate::table::Table;
use crate::{Outcome, Result};
use clap::Args;
use comity_world::Plan;
use comity_world::truth::{Automation, Contact, Line, Person, Platform, Way};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;

/// What to invent.
#[derive(Args)]
pub(crate) struct World {
    /// The seeds of the worlds: `7`, or `1..10` with both ends
    #[arg(long, value_name = "SEEDS", default_value = "1..3", value_parser = seeds)]
    seeds: RangeInclusive<u64>,
    #[arg(long, default_value_t = 1_000)]
    people: usize,
    #[arg(long, default_value_t = 40_000)]
    messages: usize,
}

/// One line of the table.
#[derive(Serialize)]
struct Band {
    what: &'static str,
    seed: u64,
    figure: f64,
    low: f64,
    high: f64,
    source: &'static str,
}

impl Band {
    fn holds(&self) -> bool {
        (self.low..=self.high).contains(&self.figure)
    }
}

/// A dyad counts from so many mails: below, shares are noise.
const ENOUGH: usize = 3;

impl World {
    pub(crate) fn run(&self, json: bool) -> Result<Outcome> {
        let mut bands = Vec::new();
        for seed in self.seeds.clone() {
            let ground = Ground::of(&Plan::sized(self.people, self.messages, seed))?;
            bands.extend(Look::at(&ground)?.bands(seed));
        }
        if json {
            println!("{}", serde_json::to_string_pretty(&bands)?);
        } else {
            show(&bands);
        }
        Ok(if bands.iter().all(Band::holds) { Outcome::Met } else { Outcome::Missed })
    }
}

fn show(bands: &[Band]) {
    let mut table = Table::of(&["what", "seed", "here", "band", "", "source"]);
    for band in bands {
        table.row([
            band.what.to_owned(),
            band.seed.to_string(),
            format!("{:.2}", band.figure),
            format!("{:.2} to {:.2}", band.low, band.high),
            if band.holds() { "pass" } else { "FAIL" }.to_owned(),
            band.source.to_owned(),
        ]);
    }
    println!("{table}");
}

/// A world as its mailboxes show it.
struct Look {
    people: Vec<Person>,
    employer: String,
    zone: TimeZone,
    /// The mails of each person, by hand.
    mails: HashMap<u32, Vec<Contact>>,
    free: BTreeSet<String>,
}

impl Look {
    fn at(ground: &Ground) -> Result<Self> {
        let people = ground.truth.people.clone();
        let mut mails: HashMap<u32, Vec<Contact>> = HashMap::new();
        for line in ground.lines()? {
            let Line::Contact(contact) = line else { continue };
            let shown = !contact.hidden && contact.automation == Automation::Human;
            if shown && contact.platform == Platform::Email {
                for id in &contact.with {
                    mails.entry(*id).or_default().push(contact.clone());
                }
            }
        }
        Ok(Self {
            employer: ground.truth.me.employer.clone(),
            zone: TimeZone::get(&ground.truth.me.zone)?,
            free: free_mail(&people).into_iter().map(str::to_owned).collect(),
            people,
            mails,
        })
    }

    fn bands(&self, seed: u64) -> Vec<Band> {
        const DYADS: &str = "Enron dyads";
        const SURVEYS: &str = "AUCS, Lazega, Krackhardt";
        let (family, others) = self.outsiders();
        let share = |people: &[&Person]| {
            ratio(people.iter().filter(|p| self.is_at_free_mail(p)).count(), people.len())
        };
        let off = |p: &&Person| self.off_hours(p);
        let weekend = |p: &&Person| self.share(p, |day, _| day >= 6);
        let volume = |p: &&Person| self.mails.get(&p.id).map(|m| m.len() as f64);
        let band = |what, figure, low, high, source| Band { what, seed, figure, low, high, source };
        vec![
            band("family at free mail (recall of the free-mail rule)", share(&family), 0.30, 0.45, DYADS),
            band("others at free mail (its false alarms)", share(&others), 0.10, 0.20, DYADS),
            band("off-hours tell family (AUC)", auc(&family, &others, off), 0.48, 0.58, DYADS),
            band("weekends tell family (AUC)", auc(&family, &others, weekend), 0.44, 0.58, DYADS),
            band("volume tells family (AUC)", auc(&family, &others, volume), 0.48, 0.70, DYADS),
            band("both, of ties at work", self.both(), 0.20, 0.40, SURVEYS),
        ]
    }

    /// Returns those outside the user's firm with whom there is enough mail: family, and the rest.
    fn outsiders(&self) -> (Vec<&Person>, Vec<&Person>) {
        let known = |p: &&Person| self.mails.get(&p.id).is_some_and(|m| m.len() >= ENOUGH);
        let outside = self.people.iter().filter(|p| p.employer.as_deref() != Some(self.employer.as_str()));
        outside.filter(known).partition(|p| p.ties.last().is_some_and(|t| t.family))
    }

    /// Tells whether most mails go to or come from an address of free mail.
    fn is_at_free_mail(&self, person: &Person) -> bool {
        let mails = self.mails.get(&person.id).map_or(&[][..], Vec::as_slice);
        let domain = |c: &Contact| c.handle.rsplit_once('@').is_some_and(|(_, d)| self.free.contains(d));
        mails.iter().filter(|c| domain(c)).count() * 2 > mails.len()
    }

    /// Returns the share of a person's mails outside of working hours in the user's zone.
    fn off_hours(&self, person: &Person) -> Option<f64> {
        self.share(person, |day, hour| day >= 6 || !(9..18).contains(&hour))
    }

    fn share(&self, person: &Person, is: impl Fn(i8, i8) -> bool) -> Option<f64> {
        let mails = self.mails.get(&person.id)?;
        let inbound = mails.iter().filter(|m| m.way != Way::Both);
        let times: Vec<(i8, i8)> = inbound
            .filter_map(|m| Timestamp::from_second(m.at).ok())
            .map(|t| t.to_zoned(self.zone.clone()))
            .map(|t| (t.weekday().to_monday_one_offset(), t.hour()))
            .collect();
        (!times.is_empty())
            .then(|| ratio(times.iter().filter(|(day, hour)| is(*day, *hour)).count(), times.len()))
    }

    /// Returns how many of the ties at the user's own firm are of private life as well.
    fn both(&self) -> f64 {
        let now = |p: &&Person| p.ties.last().copied();
        let here = self.people.iter().filter(|p| p.employer.as_deref() == Some(self.employer.as_str()));
        let ties: Vec<_> = here.filter_map(|p| now(&p)).filter(|t| t.professional).collect();
        ratio(ties.iter().filter(|t| t.personal).count(), ties.len())
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Returns how often one of the first has more than one of the second, ties counted as half.
fn auc<T>(first: &[T], second: &[T], of: impl Fn(&T) -> Option<f64>) -> f64 {
    let values = |list: &[T]| list.iter().filter_map(&of).collect::<Vec<f64>>();
    let (first, mut second) = (values(first), values(second));
    second.sort_by(f64::total_cmp);
    let wins = |x: f64| {
        let below = second.partition_point(|y| *y < x);
        let equal = second.partition_point(|y| *y <= x) - below;
        below as f64 + equal as f64 / 2.0
    };
    let pairs = (first.len() * second.len()).max(1) as f64;
    first.iter().map(|x| wins(*x)).sum::<f64>() / pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coin_has_an_auc_of_a_half() {
        let same = |x: &f64| Some(*x);
        assert!((auc(&[1.0, 2.0], &[1.0, 2.0], same) - 0.5).abs() < 1e-9);
        assert!((auc(&[3.0, 4.0], &[1.0, 2.0], same) - 1.0).abs() < 1e-9);
        assert!((auc(&[0.0], &[1.0, 2.0], same)).abs() < 1e-9);
    }
}

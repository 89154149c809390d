//! Bar 2: family by surname among the outsiders in the mailboxes of a firm's staff, with every name left out.
//!
//! The surname is the truth, and a rough one (by hand, some three of four who match are relatives), so nothing that
//! looks at names may speak. The mailboxes are those of the Enron corpus, as a US regulator published them.

use super::table::{Held, Row};
use crate::Result;
use crate::ground::{context_at, read};
use crate::real::part;
use crate::score::{auc, over_groups, pick, quantile, range, short};
use comity::network::Told;
use comity_core::address::DomainKind;
use comity_core::infer::cue::Cue;
use comity_core::infer::relationship::Held as Cued;
use comity_core::interaction::{Automation, SubjectMark};
use comity_core::record::RecordKind;
use comity_core::statement::Me;
use comity_core::{Handle, Interaction, Moment, Said};
use std::path::{Path, PathBuf};

/// The end of all mailboxes.
const END: i64 = 1_025_481_600;

/// What looks at names or at words of the user's own.
const NAMES: [Cue; 4] = [Cue::FamilyWord, Cue::FriendTag, Cue::WorkTag, Cue::SameFamilyName];

/// One outsider in one mailbox.
struct Dyad {
    owner: usize,
    family: bool,
    here: f64,
    /// The single cues beside which the model stands.
    single: [f64; 7],
}

const SINGLE: [&str; 7] =
    ["free mail", "off-hours", "weekends", "written alone", "answers", "volume", "short subjects"];

/// Whose mailbox it is.
struct Owner {
    number: usize,
    surname: String,
    initial: String,
}

impl Owner {
    /// Reads `allen-p.mbox`.
    fn of(path: &Path, number: usize) -> Self {
        let stem = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().to_lowercase());
        let (surname, initial) = stem.rsplit_once('-').unwrap_or((&stem, ""));
        Self { number, surname: surname.to_owned(), initial: initial.chars().take(1).collect() }
    }

    /// Tells whether an address within the firm looks like the owner's.
    fn is_mine(&self, handle: &Handle) -> bool {
        let Some((local, domain)) = handle.address().rsplit_once('@') else { return false };
        domain.ends_with("enron.com") && local.ends_with(&self.surname) && local.starts_with(&self.initial)
    }

    /// Tells whether an address or a name bears the surname, and does not look like the owner's own.
    fn is_family(&self, told: &Told) -> Option<bool> {
        let words = |text: &str| {
            let lower = text.to_lowercase();
            lower.split(|c: char| !c.is_alphabetic()).any(|w| w == self.surname)
        };
        let locals =
            || told.person.handles.iter().filter_map(|(h, _)| h.address().split_once('@')).map(|(l, _)| l);
        let matches = locals().any(|l| words(l) || l.ends_with(&self.surname)) || words(&told.person.name);
        let own = |local: &str| {
            let letters: String = local.chars().filter(char::is_ascii_alphabetic).collect();
            letters.starts_with(&self.initial) && letters.ends_with(&self.surname)
                || letters == format!("{}{}", self.surname, self.initial)
        };
        let long_enough = self.surname.chars().count() >= 4;
        // What looks like the owner's own second address is neither.
        if long_enough && matches && locals().any(own) { None } else { Some(long_enough && matches) }
    }
}

/// Returns the row of the table.
pub(super) fn rows(data: &Path) -> Result<Vec<Row>> {
    let mut dyads = Vec::new();
    for folder in ["enron/inbox", "enron/full"] {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(part(data, folder, "mailboxes")?)?
            .flatten()
            .map(|e| e.path())
            .filter(|p| p.extension().is_some_and(|e| e == "mbox"))
            .collect();
        paths.sort();
        // Who has a whole mailbox is not asked twice.
        let whole = part(data, "enron/full", "mailboxes")?;
        paths.retain(|p| folder == "enron/full" || !p.file_name().is_some_and(|n| whole.join(n).exists()));
        for path in paths {
            dyads.extend(of_mailbox(&path, dyads.last().map_or(0, |d: &Dyad| d.owner + 1))?);
        }
    }
    Ok(vec![row(&dyads)])
}

fn of_mailbox(path: &Path, number: usize) -> Result<Vec<Dyad>> {
    let owner = Owner::of(path, number);
    let folder = tempfile::tempdir()?;
    let context = context_at(folder.path().join("bench.comity"), END)?;
    read(&context, &[path.to_owned()])?;
    let network = context.network()?;
    for person in network.store.persons()? {
        for (handle, _) in person.handles.into_iter().filter(|(h, _)| owner.is_mine(h)) {
            network.say(&context, &[], Said::Me(Me::Mine { handle, from: None, until: None }))?;
        }
    }
    network.derived(&context)?;
    let free = network.around()?.domains.clone();
    let mut dyads = Vec::new();
    let work = |told: &Told, interactions: &[Interaction]| {
        let outside = |h: &Handle| h.domain().is_some_and(|d| !d.ends_with("enron.com"));
        let is_outsider = told.person.kind == RecordKind::Person
            && told.person.handles.iter().all(|(h, _)| outside(h))
            && !told.events.is_empty();
        let family = owner.is_family(told).filter(|_| is_outsider)?;
        let is_free = told
            .person
            .handles
            .iter()
            .filter_map(|(h, _)| h.domain())
            .any(|d| free.kind(d) == DomainKind::FreeMail);
        let now = Moment::instant(END);
        let held = told.standing(now).tally().cues(&told.portrait.known, now);
        Some(Dyad { owner: owner.number, family, here: here(&held), single: single(is_free, interactions)? })
    };
    network.each(&|_, _| true, work, |found| dyads.extend(found))?;
    Ok(dyads)
}

/// Returns the log-odds of a personal tie, with names left out.
fn here(held: &[Cued]) -> f64 {
    let parts = held.iter().filter(|h| !NAMES.contains(&h.cue));
    parts.map(|h| f64::from(h.cue.weights().1) * f64::from(h.value) / 1e6).sum()
}

fn single(is_free: bool, interactions: &[Interaction]) -> Option<[f64; 7]> {
    let all: Vec<&Interaction> = interactions.iter().filter(|i| i.automation == Automation::Human).collect();
    let count = all.len() as f64;
    let share = |is: &dyn Fn(&Interaction) -> bool| all.iter().filter(|i| is(i)).count() as f64 / count;
    let hour = |i: &Interaction| i.at.writer_hour();
    let letters: f64 = all.iter().map(|i| f64::from(i.letters.unwrap_or(0))).sum();
    (!all.is_empty()).then(|| {
        [
            f64::from(u8::from(is_free)),
            share(&|i| hour(i).is_some_and(|(h, weekend)| weekend || !(7..18).contains(&h))),
            share(&|i| hour(i).is_some_and(|(_, weekend)| weekend)),
            share(&|i| i.audience <= 1),
            share(&|i| i.mark == SubjectMark::Reply),
            count,
            -letters / count,
        ]
    })
}

fn row(dyads: &[Dyad]) -> Row {
    let truth: Vec<bool> = dyads.iter().map(|d| d.family).collect();
    let owners: Vec<usize> = dyads.iter().map(|d| d.owner).collect();
    let here: Vec<f64> = dyads.iter().map(|d| d.here).collect();
    let single = |n: usize| dyads.iter().map(|d| d.single[n]).collect::<Vec<f64>>();
    let ranked = (0..SINGLE.len()).map(|n| (auc(&single(n), &truth), n));
    let (most, best) = ranked.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.5, 0));
    let (others, family): (Vec<&Dyad>, Vec<&Dyad>) = dyads.iter().partition(|d| !d.family);
    let free = |of: &[&Dyad]| of.iter().filter(|d| d.single[0] > 0.5).count() as f64 / of.len().max(1) as f64;
    // The line above which as many others lie as the free-mail rule accuses.
    let line = quantile(&others.iter().map(|d| d.here).collect::<Vec<_>>(), 1.0 - free(&others));
    let recall = family.iter().filter(|d| d.here > line).count() as f64 / family.len().max(1) as f64;
    let figure = auc(&here, &truth);
    let beside = single(best);
    let gain = |places: &[usize]| {
        let truth = pick(&truth, places);
        auc(&pick(&here, places), &truth) - auc(&pick(&beside, places), &truth)
    };
    Row {
        bar: "2",
        what: format!("family by surname, names off: {} of {} outsiders (AUC)", family.len(), dyads.len()),
        here: short(figure),
        interval: range(over_groups(&owners, |places| auc(&pick(&here, places), &pick(&truth, places)))),
        beside: format!(
            "best single cue, {}: {} (gain {}); at the free-mail rule's false alarms of {} it finds {}, the rule {}",
            SINGLE[best],
            short(most),
            range(over_groups(&owners, gain)),
            short(free(&others)),
            short(recall),
            short(free(&family))
        ),
        wanted: "the best single cue, and more than the free-mail rule".to_owned(),
        held: Held::of(figure >= most && recall > free(&family)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_mailbox_it_is_is_told_by_its_name() {
        let owner = Owner::of(Path::new("venn-o.mbox"), 3);
        assert_eq!((owner.surname.as_str(), owner.initial.as_str()), ("venn", "o"));
        assert!(!owner.is_mine(&Handle::email("oskar.venn@firm.example").unwrap()));
    }
}

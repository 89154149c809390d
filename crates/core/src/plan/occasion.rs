//! Occasions: why an approach is worth making now.
//!
//! Most are what a rule finds at rest, told before it becomes an error. None is found where no source would have
//! shown that the matter was settled.

use super::Look;
use crate::approach::Purpose;
use crate::infer::{Warmth, contact_days};
use crate::interaction::words;
use crate::mark::mark;
use crate::relationship::Tie;
use crate::rule::{Evidence, Fired, Rest, Rule, Ruling};
use crate::rules;
use crate::standing::{Rhythm, RhythmOf, Standing};
use crate::statement::Said;
use crate::time::{Moment, Span};
use jiff::civil::Date;

words! {
    /// Why an approach is worth making.
    Occasion {
        /// A word of theirs waits for an answer.
        Reply "reply",
        /// A meeting or a favour waits for thanks.
        Thank "thank",
        /// What the user promised is due, or soon will be.
        Promise "promise",
        /// Whoever introduced the user has not heard what came of it.
        Report "report",
        Birthday "birthday",
        /// One try met silence, and a next one is decent.
        NextTry "next-try",
        /// Something is hoped of the tie, and nothing happens.
        Hope "hope",
        /// The tie runs past its rhythm.
        Keep "keep-in-touch",
        /// An old tie sleeps.
        Revive "revive",
    }
}

/// An occasion that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The word of the occasion and a mark of what it rests on.
    pub id: String,
    pub occasion: Occasion,
    pub purpose: Purpose,
    pub reason: String,
    pub because: Vec<Evidence>,
    /// When it is decent at the earliest; long past where nothing is to be waited for.
    pub due: Moment,
    /// Somebody surely waits for it: the user noted it. Such things come before what is only good to do.
    pub is_owed: bool,
    /// The rhythm that was overrun, and the silence.
    pub silence: Option<(Rhythm, Span)>,
}

/// Returns the occasions with one person, in the order of the words.
pub fn occasions(look: &Look<'_>) -> Vec<Found> {
    let found = [reply, thank, promise, birthday, next_try, keep_or_hope];
    let mut found: Vec<Found> = found.iter().filter_map(|find| find(look)).collect();
    // A rhythm that was overrun for years tells of an old tie already.
    if !found.iter().any(|found| found.occasion == Occasion::Revive) {
        found.extend(revive(look));
    }
    found
}

/// Returns what a rule finds at rest, unless the user turned it off or allowed it.
fn at_rest(look: &Look<'_>, name: &str) -> Option<Fired> {
    let rule = rules::find(name).filter(|rule| is_heard(look, rule))?;
    let rest = Rest {
        at: look.at,
        standing: look.standing,
        relationship: look.relationship,
        settings: look.settings,
    };
    match (rule.at_rest?)(&rest) {
        Ruling::Fires(fired) => Some(fired),
        _ => None,
    }
}

fn is_heard(look: &Look<'_>, rule: &Rule) -> bool {
    let is_off = look.settings.level(rule.name) == Some(None);
    // Of somebody who may be two, what one half heard is not known of the other.
    let unclear = rule.group.counts_what_was_said() && look.standing.has_twin();
    !is_off && !unclear && look.standing.allowance(rule, look.at).is_none()
}

fn reply(look: &Look<'_>) -> Option<Found> {
    let fired = at_rest(look, "unanswered-inbound")?;
    let is_owed = look.standing.waiting().is_some_and(|theirs| theirs.question);
    Some(Found { is_owed, ..found(look, Occasion::Reply, Purpose::Reply, fired) })
}

fn thank(look: &Look<'_>) -> Option<Found> {
    let fired = at_rest(look, "missing-thanks")?;
    let is_owed = look.standing.gestures.owed.as_ref().is_some_and(|owed| owed.stated);
    Some(Found { is_owed, ..found(look, Occasion::Thank, Purpose::Thank, fired) })
}

/// Returns a promise that is due, or will be within reach; or the word that an introducer waits for.
fn promise(look: &Look<'_>) -> Option<Found> {
    if let Some(fired) = at_rest(look, "loose-ends") {
        let promised = look.standing.gestures.promises.iter().any(|p| p.what.is_some());
        let (occasion, purpose) = match promised {
            true => (Occasion::Promise, Purpose::Give),
            false => (Occasion::Report, Purpose::Thank),
        };
        return Some(Found { is_owed: true, ..found(look, occasion, purpose, fired) });
    }
    let end = look.at.plus(look.ahead);
    let coming = look.standing.gestures.promises.iter().filter(|p| p.what.is_some());
    let within = |due: Moment| due.latest() >= look.at.earliest() && due.order() <= end.order();
    let soon = coming.filter(|p| p.due.is_some_and(within));
    let promise = soon.min_by_key(|p| p.due.map(Moment::order))?;
    let what = promise.what.as_deref().unwrap_or_default();
    let told = Evidence::dated(promise.at, format!("you promised: {what}")).of(&promise.key);
    Some(Found {
        id: id(Occasion::Promise, &promise.key),
        occasion: Occasion::Promise,
        purpose: Purpose::Give,
        reason: format!("what you promised {} is due soon", look.standing.whose.name),
        because: vec![told],
        // A promise may be kept before its day.
        due: look.at,
        is_owed: true,
        silence: None,
    })
}

/// Returns their birthday, where it is today or within reach.
fn birthday(look: &Look<'_>) -> Option<Found> {
    let born = look.said().find_map(|said| match said {
        Said::Birthday(day) => Some(day.as_str()),
        _ => None,
    })?;
    if !look.relationship.is_friend() && !look.standing.level(look.at).is_alive() {
        return None;
    }
    let today = look.at.day_in(look.zone);
    let day = next_birthday(born, today)?;
    let due = if day == today { look.at } else { Moment::of_date(day) };
    if due.order() > look.at.plus(look.ahead).order() {
        return None;
    }
    let who = &look.standing.whose.name;
    Some(Found {
        id: id(Occasion::Birthday, &day.to_string()),
        occasion: Occasion::Birthday,
        purpose: Purpose::Congratulate,
        reason: if day == today {
            format!("it is {who}'s birthday")
        } else {
            format!("{who}'s birthday comes")
        },
        because: vec![Evidence::dated(Moment::of_date(day), "their birthday")],
        due,
        is_owed: false,
        silence: None,
    })
}

/// Returns the next birthday from a day on; that of the 29th of February falls on the 28th in other years.
pub fn next_birthday(born: &str, today: Date) -> Option<Date> {
    let day = born.strip_prefix("--").map_or_else(|| born.to_owned(), |rest| format!("2000-{rest}"));
    let born: Date = day.parse().ok()?;
    let in_year = |year: i16| {
        Date::new(year, born.month(), born.day()).or_else(|_| Date::new(year, born.month(), 28)).ok()
    };
    in_year(today.year()).filter(|day| *day >= today).or_else(|| in_year(today.year() + 1))
}

fn next_try(look: &Look<'_>) -> Option<Found> {
    let fired = at_rest(look, "gave-up-early")?;
    let last = look.standing.cycle.last()?.last;
    // Later, a word would be a new one and no second try.
    if last.shortest_until(look.at) > TRIES {
        return None;
    }
    Some(found(look, Occasion::NextTry, Purpose::FollowUp, fired))
}

fn revive(look: &Look<'_>) -> Option<Found> {
    let fired = at_rest(look, "dormant-tie")?;
    // Where the user wants a rhythm or none, that speaks.
    let wanted = look.relationship.is_friend() || look.relationship.professional.fact().yes();
    (wanted && look.standing.cadence(None).stated != Some(0))
        .then(|| found(look, Occasion::Revive, Purpose::Message, fired))
}

/// Sources that end earlier do not know whether the two have spoken since.
const FRESH: Span = Span::days(45);

/// Below this a tie was never so close that its rhythm is a loss: some three exchanges in a year.
pub(super) const LIVED: f64 = 0.15;

/// Tries that belong together lie within a few months (Bryce 2014).
const TRIES: Span = Span::days(90);

/// Past five years without a word, what was usual between the two says nothing any more.
const FORGOTTEN: Span = Span::days(5 * 365);

/// A word of theirs waits for so long; after that the silence counts, whoever spoke last.
const WAITS: Span = Span::days(30);

/// Returns a tie that runs past its rhythm, or of which something is hoped.
fn keep_or_hope(look: &Look<'_>) -> Option<Found> {
    let (standing, settings) = (look.standing, look.settings);
    let waits = standing.theirs.as_ref().is_some_and(|theirs| theirs.at.shortest_until(look.at) <= WAITS);
    let busy = waits || standing.coming.is_some() || standing.is_left_in_peace(look.at);
    let hears = rules::find("neglect").is_some_and(|rule| is_heard(look, rule));
    if busy || !hears {
        return None;
    }
    let hoped = look.relationship.hoped.map(|(tie, _)| tie);
    let rhythm = in_time(standing.cadence(hoped).rhythm(settings)?);
    if rhythm.of == RhythmOf::Usual && !is_lived(look) {
        return None;
    }
    let (last, known) = standing.last_contact().zip(standing.sent_is_known_until(look.at))?;
    let silent = last.shortest_until(known);
    let stale = known.shortest_until(look.at) > FRESH;
    // Whom the user put in a ring is not given up, however long it was.
    let slept = silent >= Span::days(settings.dormant_years.saturating_mul(365));
    let old = slept && standing.layer().is_none();
    if silent <= rhythm.patience || stale || old && silent > FORGOTTEN {
        return None;
    }
    let hopes = hoped.is_some_and(|tie| tie != Tie::None);
    let occasion = match (old, hopes) {
        (true, _) => Occasion::Revive,
        (_, true) => Occasion::Hope,
        _ => Occasion::Keep,
    };
    Some(Found {
        id: id(occasion, &last.to_string()),
        occasion,
        purpose: Purpose::Message,
        reason: reason(standing, rhythm, silent, hoped),
        because: vec![Evidence::dated(last, "the last word or meeting")],
        due: look.at,
        is_owed: false,
        silence: Some((rhythm, silent)),
    })
}

/// Returns a rhythm to be kept, not only not broken: what the user wants is proposed when it is due, before it is
/// neglect; what is usual between two is a median, so that half of all pauses are longer.
fn in_time(rhythm: Rhythm) -> Rhythm {
    match rhythm.of {
        RhythmOf::Usual => rhythm,
        _ => Rhythm { patience: Span::days(rhythm.days), ..rhythm },
    }
}

/// Tells whether a tie was lived enough for its own rhythm to count: both wrote, and not in one house.
///
/// Whether it is of work or of private life need not be clear: the judge finds a door that suits either, or none.
fn is_lived(look: &Look<'_>) -> bool {
    let standing = look.standing;
    let was = Warmth::of(standing.tally()).closeness(standing.last_contact().unwrap_or(look.at));
    standing.tally().is_two_way() && was >= LIVED && !standing.is_colleague()
}

fn reason(standing: &Standing, rhythm: Rhythm, silent: Span, hoped: Option<Tie>) -> String {
    let (who, days) = (&standing.whose.name, silent.whole_days());
    let each = |days: i64| match days {
        7 => "every week".to_owned(),
        28..=31 => "every month".to_owned(),
        175..=185 => "twice a year".to_owned(),
        360..=370 => "once a year".to_owned(),
        days => format!("every {days} days"),
    };
    let usual = each(rhythm.days);
    match (rhythm.of, hoped) {
        (RhythmOf::Usual, _) => format!("{days} days without a word with {who}; before, it was {usual}"),
        (RhythmOf::New, _) => format!("you met {who} not long ago, and {days} days passed since"),
        (RhythmOf::Hope, Some(tie)) => {
            format!("you hope for more with {who} ({}), and {days} days passed", tie.word())
        }
        (RhythmOf::Stated | RhythmOf::Ring | RhythmOf::Hope, _) => {
            format!("{days} days without a word with {who}; you want {usual}")
        }
    }
}

fn found(look: &Look<'_>, occasion: Occasion, purpose: Purpose, fired: Fired) -> Found {
    let rests_on = fired.evidence.last();
    let key = rests_on.and_then(|e| e.key.clone().or_else(|| e.at.map(|at| at.to_string())));
    Found {
        id: id(occasion, &key.unwrap_or_else(|| contact_days(look.standing.tally()).to_string())),
        occasion,
        purpose,
        reason: fired.message,
        because: fired.evidence,
        due: look.at,
        is_owed: false,
        silence: None,
    }
}

/// Returns the id of an occasion: the same for as long as it rests on the same thing.
fn id(occasion: Occasion, rests_on: &str) -> String {
    let mark = mark(rests_on.bytes());
    format!("{}-{:08x}", occasion.word(), (mark ^ (mark >> 32)) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birthday_comes_every_year() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let check = |born: &str, today: &str, next: &str| {
            assert_eq!(next_birthday(born, day(today)), Some(day(next)), "{born} from {today}");
        };
        check("1980-03-22", "2026-03-22", "2026-03-22");
        check("1980-03-22", "2026-03-23", "2027-03-22");
        check("--12-31", "2026-01-01", "2026-12-31");
        check("--02-29", "2026-01-01", "2026-02-28");
        check("2000-02-29", "2028-01-01", "2028-02-29");
        assert_eq!(next_birthday("spring", day("2026-01-01")), None);
    }

    #[test]
    fn an_id_stays_while_it_rests_on_the_same() {
        assert_eq!(id(Occasion::Reply, "mail:1"), id(Occasion::Reply, "mail:1"));
        assert_ne!(id(Occasion::Reply, "mail:1"), id(Occasion::Reply, "mail:2"));
        assert!(id(Occasion::Keep, "").starts_with("keep-in-touch-"));
    }
}

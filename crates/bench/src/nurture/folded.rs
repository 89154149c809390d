//! The plan itself at work: standings folded from what anybody's mailbox would show, and what it proposes.

use super::life::{Said as Heard, Word};
use super::truth::{Door, Origin, Person as Hidden, Way};
use comity_core::audit::audit_since;
use comity_core::infer::{Employer, Known, SphereBelief};
use comity_core::plan::choose::Candidate;
use comity_core::plan::{Look, Sketch, choose, proposals};
use comity_core::rule::Level;
use comity_core::settings::Settings;
use comity_core::standing::{Person, Standing};
use comity_core::statement::Logged;
use comity_core::timeline::{Contact, Event, What, Whose};
use comity_core::{
    Act, Author, Automation, Coverage, Handle, Moment, Outcome, PartyRole, Platform, Said, Span, Sphere,
    Statement, SubjectMark, Tie, Via,
};
use jiff::tz::TimeZone;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// One person as the program would hold them.
#[derive(Clone)]
struct One {
    person: Person,
    said: Vec<Statement>,
    events: Vec<Event>,
    standing: Standing,
    /// Drawn again where something was heard.
    sketch: Option<Sketch>,
    /// The doors that are handles of theirs, in the order in which they became known.
    doors: Vec<usize>,
    circle: String,
}

/// Everybody, folded as the weeks go by.
#[derive(Clone)]
pub(super) struct Folded {
    all: Vec<One>,
    coverage: Arc<[Coverage]>,
    settings: Settings,
    /// The conversation of each word.
    talks: FxHashMap<u64, u64>,
}

/// Monday, 1 January 2024: the day on which the plan begins.
const EPOCH: i64 = 1_704_067_200;

/// For each place so many candidates are looked at, as the program does.
const CHOICE: usize = 3;

fn moment(day: f64) -> Moment {
    Moment::instant(EPOCH + (day * 86_400.0) as i64)
}

impl Folded {
    pub(super) fn begin(people: &[Hidden], said: &[Word], day: f64) -> Self {
        let always = |platform: &Platform| Coverage {
            platform: *platform,
            inbound: true,
            outbound: true,
            from: Moment::instant(0),
            to: Moment::instant(4_000_000_000),
        };
        let coverage: Arc<[Coverage]> = Platform::ALL.iter().map(always).collect();
        let settings = Settings::default();
        let all = people.iter().enumerate().map(|(n, p)| One::begin(n, p, &coverage, &settings)).collect();
        let mut folded = Self { all, coverage, settings, talks: FxHashMap::default() };
        for word in said {
            folded.hear(people, word);
        }
        folded.meet(people, day);
        folded
    }

    /// Takes the addresses that became known.
    fn meet(&mut self, people: &[Hidden], day: f64) {
        let (coverage, settings) = (&self.coverage, &self.settings);
        for (who, (one, person)) in self.all.iter_mut().zip(people).enumerate() {
            for (n, door) in person.doors.iter().enumerate() {
                if door.known <= day && !one.doors.contains(&n) {
                    one.learn(who, n, door);
                    one.fold_again(coverage, settings);
                }
            }
        }
    }

    pub(super) fn hear(&mut self, people: &[Hidden], word: &Word) {
        let door = &people[word.who].doors[word.door];
        let one = &mut self.all[word.who];
        if !one.doors.contains(&word.door) {
            one.learn(word.who, word.door, door);
            one.fold_again(&self.coverage, &self.settings);
        }
        let event = event(&mut self.talks, word, door);
        one.standing.see(&event);
        one.events.push(event);
        one.sketch = None;
    }

    /// Returns whom the plan would have the user write to, and by which door.
    pub(super) fn choose(&mut self, people: &[Hidden], day: f64, places: usize) -> Vec<(usize, usize)> {
        self.meet(people, day);
        let at = moment(day);
        let mut likely: Vec<(f64, usize)> = Vec::new();
        for (who, one) in self.all.iter_mut().enumerate() {
            let sketch =
                one.sketch.get_or_insert_with(|| Sketch::of(&one.standing, &one.said, &self.settings));
            likely.push((sketch.bound(at), who));
        }
        likely.retain(|(bound, _)| *bound > 0.0);
        likely.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut found: Vec<(f64, Candidate<usize>)> = Vec::new();
        for (bound, who) in likely {
            if found.len() >= places * CHOICE && found[places * CHOICE - 1].0 >= bound {
                break;
            }
            found.extend(self.candidate(who, at));
            found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.person.cmp(&b.1.person)));
        }
        let chosen = choose(found.into_iter().map(|(_, candidate)| candidate).collect(), places);
        chosen.into_iter().filter_map(|c| Some((c.person, self.door(&c)?))).collect()
    }

    fn candidate(&self, who: usize, at: Moment) -> Option<(f64, Candidate<usize>)> {
        let one = &self.all[who];
        let relationship = one.standing.relationship(at);
        let look = Look {
            at,
            standing: &one.standing,
            relationship: &relationship,
            settings: &self.settings,
            said: &one.said,
            zone: &TimeZone::UTC,
            ahead: Span::days(0),
        };
        let proposal = proposals(&look).into_iter().next()?;
        let first = if proposal.is_owed { 2.0 } else { 0.0 };
        let worth = first + proposal.terms.worth();
        Some((worth, Candidate { person: who, circle: one.circle.clone(), proposal }))
    }

    fn door(&self, chosen: &Candidate<usize>) -> Option<usize> {
        let one = &self.all[chosen.person];
        let handle = chosen.proposal.door.handle.as_ref()?;
        let place = one.person.whose.handles.iter().position(|(own, _)| own == handle)?;
        one.doors.get(place).copied()
    }

    /// Returns how many of these words the audit finds wrong, a warning or graver.
    pub(super) fn errors(&self, mine: &FxHashSet<u64>, from: f64, until: f64) -> u32 {
        let keys: FxHashSet<String> = mine.iter().map(|id| key(*id)).collect();
        let mut wrong: FxHashSet<String> = FxHashSet::default();
        for one in &self.all {
            let said: Vec<&Statement> = one.said.iter().collect();
            let begin = Standing::begin(&one.person, self.coverage.clone(), &said, &self.settings);
            let span = (Some(moment(from)), moment(until));
            let (audit, _) = audit_since(begin, &one.events, span, &self.settings);
            let grave = audit.findings.into_iter().filter(|f| f.finding.level >= Level::Warn);
            wrong.extend(grave.map(|f| f.key).filter(|key| keys.contains(key)));
        }
        u32::try_from(wrong.len()).unwrap_or(u32::MAX)
    }
}

impl One {
    fn begin(who: usize, person: &Hidden, coverage: &Arc<[Coverage]>, settings: &Settings) -> Self {
        let works = matches!(person.origin, Origin::Work | Origin::Busy);
        let tied = person.doors.iter().any(|d| d.way == Way::LinkedIn).then_some(Platform::LinkedIn);
        let known = Known {
            tied: tied.into_iter().collect(),
            employer: if works { Employer::Other } else { Employer::Unknown },
            ..Known::default()
        };
        let whose = Whose { name: format!("p{who}"), handles: Vec::new() };
        let mut said = Vec::new();
        if person.origin == Origin::Kin {
            said.push(statement(1, Said::Is { tie: Tie::Family, since: None }));
        }
        said.extend(person.ring.map(|ring| statement(2, Said::Layer(ring))));
        let heard: Vec<&Statement> = said.iter().collect();
        let drawn = Person { whose, spheres: Vec::new(), known };
        let mut one = Self {
            standing: Standing::begin(&drawn, coverage.clone(), &heard, settings),
            person: drawn,
            said: said.clone(),
            events: Vec::new(),
            sketch: None,
            doors: Vec::new(),
            // Ten people to a house, as far as anybody works in one.
            circle: if works { format!("firm {}", who / 10) } else { "friends".to_owned() },
        };
        for (n, door) in person.doors.iter().enumerate().filter(|(_, d)| d.dead.is_some() || d.known < 0.0) {
            if door.known <= -super::truth::BEFORE {
                one.learn(who, n, door);
            }
        }
        one.fold_again(coverage, settings);
        one
    }

    /// Takes a handle of theirs.
    fn learn(&mut self, who: usize, place: usize, door: &Door) {
        let (handle, sphere) = match door.way {
            Way::WorkMail => (mail(who, place, "firm"), (Sphere::Professional, 0.9)),
            Way::PrivateMail => (mail(who, place, "home"), (Sphere::Personal, 0.8)),
            Way::LinkedIn => (named(Platform::LinkedIn, who), (Sphere::Professional, 0.95)),
            Way::WhatsApp => (named(Platform::WhatsApp, who), (Sphere::Personal, 0.8)),
        };
        let belief = SphereBelief { sphere: sphere.0, probability: sphere.1, evidence: Vec::new() };
        self.person.whose.handles.push((handle, true));
        self.person.spheres.push(belief);
        self.doors.push(place);
    }

    fn fold_again(&mut self, coverage: &Arc<[Coverage]>, settings: &Settings) {
        let said: Vec<&Statement> = self.said.iter().collect();
        self.standing = Standing::begin(&self.person, coverage.clone(), &said, settings);
        self.events.iter().for_each(|event| self.standing.see(event));
        self.sketch = None;
    }
}

fn mail(who: usize, place: usize, house: &str) -> Handle {
    Handle::normal(Platform::Email, format!("p{who}@{house}-{place}.example"))
}

fn named(platform: Platform, who: usize) -> Handle {
    Handle::normal(platform, format!("p{who}"))
}

fn statement(id: u64, said: Said) -> Statement {
    let author = Author("you".to_owned());
    Statement { id, at: moment(-1.0), author, about: Vec::new(), said, undone_by: None }
}

fn key(id: u64) -> String {
    format!("w{id}")
}

/// Returns a word as an import would tell it.
fn event(talks: &mut FxHashMap<u64, u64>, word: &Word, door: &Door) -> Event {
    let (who, place) = (word.who, word.door);
    let (platform, handle) = match door.way {
        Way::WorkMail => (Platform::Email, mail(who, place, "firm")),
        Way::PrivateMail => (Platform::Email, mail(who, place, "home")),
        Way::LinkedIn => (Platform::LinkedIn, named(Platform::LinkedIn, who)),
        Way::WhatsApp => (Platform::WhatsApp, named(Platform::WhatsApp, who)),
    };
    let answers = match word.what {
        Heard::Theirs(answers) | Heard::Mine(answers) => answers,
        Heard::Bounce | Heard::Stop => None,
    };
    let talk = answers.and_then(|id| talks.get(&id).copied()).unwrap_or(word.id);
    talks.insert(word.id, talk);
    let is_mail = platform == Platform::Email;
    let contact = Contact {
        act: Act::Message,
        handle: handle.clone(),
        platform,
        medium: platform.medium(),
        role: PartyRole::To,
        automation: if word.what == Heard::Bounce { Automation::Bounce } else { Automation::Human },
        audience: 1,
        thread: is_mail.then_some(talk << 1),
        subject: None,
        letters: None,
        mark: if is_mail && answers.is_some() { SubjectMark::Reply } else { SubjectMark::None },
        answers: answers.filter(|_| is_mail).map(key),
        note: false,
        venue: None,
        minutes: None,
        sure: true,
        own: Sphere::Unknown,
        accepted: None,
    };
    let at = moment(word.day);
    let what = match word.what {
        Heard::Theirs(_) | Heard::Bounce => What::In(contact),
        Heard::Mine(_) => What::Out(contact),
        Heard::Stop => What::Logged(Box::new(stop(handle, at))),
    };
    Event { at, key: key(word.id), what }
}

/// Returns what the user notes where somebody asks to be left alone.
fn stop(handle: Handle, at: Moment) -> Logged {
    Logged {
        via: Via::Handle(handle),
        inbound: false,
        purpose: None,
        topic: None,
        venue: None,
        size: None,
        at,
        outcome: Some(Outcome::Stop),
        redirect: None,
        until: None,
        override_reason: None,
        promise: None,
        due: None,
        hours: None,
    }
}

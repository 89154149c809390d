//! The judge: an approach and a standing into a judgement.
//!
//! Pure and total: every approach gets a judgement, and what a rule lacks is reported, not guessed.

use crate::approach::{Approach, Via};
use crate::handle::{Platform, Sphere};
use crate::infer::{Asked, Chance, chance};
use crate::interaction::words;
use crate::packs::{self, Pack};
use crate::relationship::{Level as TieLevel, Relationship};
use crate::rule::{Case, Finding, Group, Level, Missing, Rule, Ruling, Verdict};
use crate::rules::RULES;
use crate::settings::Settings;
use crate::standing::{Access, Door, Standing};
use crate::time::Moment;

words! {
    /// What to do now, in one word.
    Decision {
        Go "go",
        /// One question stands between the user and a verdict.
        Answer "answer-question",
        Wait "wait",
        OtherDoor "use-other-door",
        ThinkAgain "think-again",
        DoNot "do-not",
    }
}

/// What the rules say about knocking on one door.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opinion {
    /// In order of precedence.
    pub findings: Vec<Finding>,
    /// Findings that the user allowed, with the reason.
    pub allowed: Vec<(Finding, String)>,
    pub missing: Vec<Missing>,
    /// One of the questions holds the verdict at caution.
    pub held: bool,
}

impl Opinion {
    /// Returns the verdict: that of the gravest finding, or caution where a question holds it.
    pub fn verdict(&self) -> Verdict {
        let gravest = self.findings.iter().map(|f| f.level.verdict()).max().unwrap_or(Verdict::Welcome);
        if self.held { gravest.max(Verdict::Caution) } else { gravest }
    }

    /// Returns the moment at which all that speaks against has ended, if all of it ends.
    fn ends(&self) -> Option<Moment> {
        let grave = self.findings.iter().filter(|f| f.level >= Level::Warn);
        let ends: Option<Vec<Moment>> = grave.map(|f| f.until).collect();
        ends?.into_iter().max_by_key(|m| m.latest())
    }
}

/// A door with what the rules say about it.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedDoor {
    pub door: Door,
    pub verdict: Verdict,
    pub earliest: Option<Moment>,
    pub chance: Chance,
}

/// The answer to "is this door mine to knock on?".
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    pub verdict: Verdict,
    pub decision: Decision,
    /// The door that was judged: the best of those that the channel can mean.
    pub door: Door,
    pub opinion: Opinion,
    pub relationship: Relationship,
    pub level: TieLevel,
    /// The first moment at which the same approach is welcome, if there is one.
    pub earliest: Option<Moment>,
    pub chance: Chance,
    /// All doors, best first.
    pub doors: Vec<JudgedDoor>,
    /// They said that they are away until then, which is still to come.
    pub away_until: Option<Moment>,
    /// The sources end before the approach: nothing is known from this platform since then.
    pub nothing_since: Option<(Platform, Moment)>,
}

impl Judgement {
    /// Adds the question whose the address is by which the approach is to go; until it is answered, go no further.
    ///
    /// Whoever it belongs to may have asked to be left alone.
    #[must_use]
    pub fn ask_whose_address(mut self, question: String, approach: &Approach) -> Self {
        let Some(rule) = RULES.iter().find(|r| r.group == Group::Refused) else { return self };
        let fact = "whose-address";
        let asked = Missing { rule: rule.name, code: rule.code, fact, question, could_be: Level::Stop };
        self.opinion.missing.push(asked);
        self.opinion.held = true;
        self.verdict = self.opinion.verdict();
        self.earliest = None;
        self.decision = match self.verdict {
            Verdict::Unwelcome => decide(&self.opinion, None, approach.at, &self.doors),
            _ => Decision::Answer,
        };
        self
    }
}

/// Judges an approach.
pub fn judge(approach: &Approach, standing: &Standing, settings: &Settings) -> Judgement {
    let view = View::at(approach.at, standing, settings);
    let judged = |door: Door| (view.opinion(approach, &door), door);
    let candidates: Vec<(Opinion, Door)> =
        standing.doors_for(&approach.via).into_iter().map(judged).collect();
    let best = candidates.into_iter().min_by_key(|(opinion, door)| rank(opinion.verdict(), door));
    // `doors_for` never returns nothing; the fallback keeps the function total.
    let (opinion, door) = best.unwrap_or_else(|| (Opinion::default(), Door::unseen(approach.via.clone())));
    let verdict = opinion.verdict();
    let earliest = earliest(approach, &opinion, &door, standing, settings);
    let doors = all_doors(approach, standing, settings, &view);
    Judgement {
        verdict,
        decision: decide(&opinion, earliest, approach.at, &doors),
        chance: view.chance(approach, &door),
        away_until: standing.away_until(approach.at),
        nothing_since: standing
            .known_until(door.platform)
            .filter(|to| to.surely_before(approach.at))
            .map(|to| (door.platform, to)),
        door,
        opinion,
        relationship: view.relationship,
        level: view.level,
        earliest,
        doors,
    }
}

/// What is worked out once for a moment.
pub(crate) struct View<'a> {
    at: Moment,
    standing: &'a Standing,
    settings: &'a Settings,
    pub(crate) relationship: Relationship,
    pub(crate) level: TieLevel,
}

impl<'a> View<'a> {
    pub(crate) fn at(at: Moment, standing: &'a Standing, settings: &'a Settings) -> Self {
        Self { at, standing, settings, relationship: standing.relationship(at), level: standing.level(at) }
    }

    pub(crate) const fn standing(&self) -> &Standing {
        self.standing
    }

    /// Asks every rule about one door.
    pub(crate) fn opinion(&self, approach: &Approach, door: &Door) -> Opinion {
        let case = Case {
            approach,
            standing: self.standing,
            relationship: &self.relationship,
            level: self.level,
            door,
            settings: self.settings,
        };
        let mut opinion = Opinion::default();
        for rule in RULES {
            let pack = self.settings.pack_for(rule);
            if rule.group == Group::Duty && pack.is_none() {
                continue;
            }
            self.take(&mut opinion, rule, of_pack((rule.check)(&case), rule, pack, self.at), door);
        }
        self.settings.written.look(&case, &mut |rule, ruling| self.take(&mut opinion, rule, ruling, door));
        self.ask_about_twins(&mut opinion, &case);
        if opinion.findings.iter().any(|f| f.level == Level::Stop) {
            // Beside a hard stop nothing is fine, and no answer would change it.
            opinion.findings.retain(|f| f.level > Level::Pass);
            opinion.missing.clear();
            opinion.held = false;
        }
        opinion
    }

    /// Takes what one rule says, at the level that the user set for it.
    fn take(&self, opinion: &mut Opinion, rule: &'static Rule, ruling: Ruling, door: &Door) {
        match ruling {
            Ruling::Silent => {}
            Ruling::Lacks { fact, question, could_be } => {
                if let Some(could_be) = level_of(rule, could_be, self.settings) {
                    self.ask(opinion, rule, fact, question, could_be, door);
                }
            }
            Ruling::Fires(fired) => {
                let Some(level) = level_of(rule, fired.level, self.settings) else { return };
                let finding = Finding {
                    rule: rule.name,
                    code: rule.code,
                    level,
                    message: fired.message,
                    evidence: fired.evidence,
                    help: fired.help,
                    until: fired.until,
                    ahead: fired.ahead,
                };
                self.put(opinion, rule, finding, door);
            }
        }
    }

    /// Asks whether somebody of the same name is the same person, where what happened with them would count.
    fn ask_about_twins(&self, opinion: &mut Opinion, case: &Case<'_>) {
        let counts = self.standing.has_twin() && case.expects_answer();
        if let Some(rule) = RULES.iter().find(|r| r.group == Group::Impatience).filter(|_| counts) {
            let question = twins(&self.standing.whose.name);
            self.ask(opinion, rule, "same-person", question, Level::Hint, case.door);
        }
    }

    /// Puts a finding where it belongs: told, allowed, or asked about where it may concern a namesake.
    fn put(&self, opinion: &mut Opinion, rule: &Rule, finding: Finding, door: &Door) {
        // Who asked to be left alone did so whichever of the doors may be somebody else's.
        let doubtful = !door.sure && rule.group != Group::Refused;
        let unsure = doubtful || finding.evidence.iter().any(|e| !e.sure);
        if unsure && finding.level >= Level::Hint {
            let via = door.way();
            let question = format!("is {} really {}'s?", via.shown(), self.standing.whose.name);
            return self.ask(opinion, rule, "same-person", question, finding.level, door);
        }
        if rule.group.counts_what_was_said() && self.standing.has_twin() && finding.level >= Level::Hint {
            let question = twins(&self.standing.whose.name);
            return self.ask(opinion, rule, "same-person", question, finding.level, door);
        }
        match self.standing.allowance(rule, self.at) {
            Some(a) if rule.group != Group::Refused && finding.level >= Level::Hint => {
                opinion.allowed.push((finding, a.because.clone()));
            }
            _ => opinion.findings.push(finding),
        }
    }

    /// Notes a question, once for each fact; those answered "do not know" are not asked again.
    fn ask(
        &self,
        opinion: &mut Opinion,
        rule: &Rule,
        fact: &'static str,
        question: String,
        could_be: Level,
        door: &Door,
    ) {
        if self.standing.do_not_know.iter().any(|known| known == fact) {
            return;
        }
        let holds = rule.group.holds_verdict(door.is_professional()) && could_be >= Level::Error;
        opinion.held |= holds;
        match opinion.missing.iter_mut().find(|m| m.fact == fact) {
            Some(asked) => asked.could_be = asked.could_be.max(could_be),
            None => {
                opinion.missing.push(Missing { rule: rule.name, code: rule.code, fact, question, could_be })
            }
        }
    }

    /// Returns the chance of an answer by a door.
    fn chance(&self, approach: &Approach, door: &Door) -> Chance {
        let gap = Standing::gap(self.level, self.settings);
        let tries = self.standing.unanswered(self.at, gap, self.settings).len();
        let attempt = u32::try_from(tries).unwrap_or(u32::MAX).saturating_add(1);
        let asked = Asked {
            purpose: approach.purpose,
            sphere: door.sphere,
            level: self.level,
            professional: self.relationship.professional.fact(),
            personal: self.relationship.personal.fact(),
            attempt,
        };
        chance(&asked, self.standing.history(), &self.standing.tried(self.at))
    }
}

/// Returns what a rule says as the pack that turns it on would have it said.
fn of_pack(ruling: Ruling, rule: &Rule, pack: Option<&Pack>, at: Moment) -> Ruling {
    match (ruling, pack) {
        (Ruling::Fires(mut fired), Some(pack)) => {
            let pack = fired.pack.and_then(packs::find).unwrap_or(pack);
            fired.level = pack.cap(rule.name, fired.level);
            fired.evidence.push(pack.told(rule.name, at));
            Ruling::Fires(fired)
        }
        (Ruling::Lacks { fact, question, could_be }, Some(pack)) => {
            Ruling::Lacks { fact, question, could_be: pack.cap(rule.name, could_be) }
        }
        (ruling, _) => ruling,
    }
}

/// Asks about somebody else of the same name, with whom an answer may lie.
pub(crate) fn twins(name: &str) -> String {
    // Of an address alone nobody knows whose it is; of a name there may be two halves.
    match name.contains('@') || !name.contains(' ') {
        true => format!("is {name} somebody whom you also know under another name?"),
        false => format!("are all whom your network calls {name} one person?"),
    }
}

/// Returns the level at which a rule speaks, after the user's settings; `None` if it is turned off.
fn level_of(rule: &Rule, own: Level, settings: &Settings) -> Option<Level> {
    match settings.level(rule.name) {
        _ if rule.group == Group::Refused => Some(own),
        Some(set) if own > Level::Pass => set,
        Some(None) => None,
        _ => Some(own),
    }
}

/// Orders doors: the better verdict, then the door that they opened, then the professional one.
fn rank(verdict: Verdict, door: &Door) -> (Verdict, u8, u8, u8) {
    let access = match door.access {
        Access::Open => 0,
        Access::Unknown => 1,
        Access::Closed => 2,
    };
    let sphere = u8::from(door.sphere != Sphere::Professional);
    (verdict, u8::from(door.bounced.is_some()), access, sphere)
}

/// Returns the first moment at which the approach by this door is welcome.
fn earliest(
    approach: &Approach,
    opinion: &Opinion,
    door: &Door,
    standing: &Standing,
    settings: &Settings,
) -> Option<Moment> {
    let mut at = approach.at;
    let mut current = opinion.clone();
    // Each round ends one reason at least; more than a handful never stand in a row.
    for _ in 0..5 {
        if current.verdict() == Verdict::Welcome {
            return Some(at);
        }
        if current.held {
            return None;
        }
        let next = Moment::instant(current.ends()?.latest());
        if next.order() <= at.order() {
            return None;
        }
        at = next;
        let later = Approach { at, ..approach.clone() };
        current = View::at(at, standing, settings).opinion(&later, door);
    }
    None
}

/// Judges the same approach by every door, best first.
fn all_doors(approach: &Approach, standing: &Standing, settings: &Settings, view: &View) -> Vec<JudgedDoor> {
    let mut doors = standing.doors();
    // Work mail and LinkedIn can be looked for where none is known.
    for via in [Via::Mail(Some(Sphere::Professional)), Via::Platform(Platform::LinkedIn)] {
        if !doors.iter().any(|d| d.fits(&via)) {
            doors.extend(standing.doors_for(&via));
        }
    }
    let mut judged: Vec<JudgedDoor> = doors
        .into_iter()
        .map(|door| {
            let approach = Approach { via: door.via.clone(), venue: None, ..approach.clone() };
            let opinion = view.opinion(&approach, &door);
            let earliest = earliest(&approach, &opinion, &door, standing, settings);
            let chance = view.chance(&approach, &door);
            JudgedDoor { verdict: opinion.verdict(), earliest, chance, door }
        })
        .collect();
    judged.sort_by(|a, b| {
        let key = |j: &JudgedDoor| rank(j.verdict, &j.door);
        let by_chance = b.chance.p.total_cmp(&a.chance.p);
        // What they asked for comes before what works better with others.
        let place = |j: &JudgedDoor| (j.verdict, key(j).1, !j.door.wished);
        place(a).cmp(&place(b)).then(by_chance).then(key(a).cmp(&key(b)))
    });
    judged
}

/// Returns what to do, from what was found and what else is open.
fn decide(opinion: &Opinion, earliest: Option<Moment>, at: Moment, doors: &[JudgedDoor]) -> Decision {
    let other = doors.iter().any(|d| d.verdict == Verdict::Welcome);
    match opinion.verdict() {
        Verdict::Welcome => Decision::Go,
        _ if opinion.findings.iter().any(|f| f.level == Level::Stop) => Decision::DoNot,
        _ if earliest.is_some_and(|e| e.order() > at.order()) => Decision::Wait,
        Verdict::Unwelcome if other => Decision::OtherDoor,
        Verdict::Unwelcome => Decision::DoNot,
        Verdict::Caution if opinion.held => Decision::Answer,
        Verdict::Caution if other => Decision::OtherDoor,
        Verdict::Caution => Decision::ThinkAgain,
    }
}

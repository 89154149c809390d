//! A judgement as every face shows it: the documented JSON, and the same for people.

use crate::screen::{Ink, Screen};
use crate::shell::quoted;
use crate::when;
use comity_core::judge::{JudgedDoor, Judgement};
use comity_core::rule::{self, Evidence, Level, Verdict};
use comity_core::{Approach, Handle};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;

/// What a finding rests on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EvidenceShown {
    /// When; RFC 3339, a local time without zone, or a date, as precisely as the source tells it.
    pub at: Option<String>,
    /// What: "email, no reply".
    pub what: String,
    /// Whether it is surely about this person.
    pub sure: bool,
    /// The day as people say it; empty where there is none.
    #[serde(skip)]
    pub day: String,
}

/// One finding.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindingShown {
    /// The permanent name of the rule, in kebab-case.
    pub rule: String,
    /// The second key of the rule (`WP1`).
    pub code: String,
    /// `stop`, `error`, `warn`, `hint` or `pass`.
    pub level: String,
    pub message: String,
    pub evidence: Vec<EvidenceShown>,
    /// What one could do today.
    pub help: String,
    /// Why the user said that it is fine, where they did; it then counts for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<String>,
}

/// A fact that is not known, as a question.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MissingShown {
    pub fact: String,
    pub question: String,
}

/// The chance of an answer.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct ChanceShown {
    /// From 0 to 1.
    pub p: f64,
    /// How many of your own approaches of this kind were answered.
    pub k: u32,
    /// How many there were; below five, `p` is a guess.
    pub n: u32,
    /// How many of your approaches to this person, by doors of this sphere, were answered.
    pub answered_here: u32,
    /// How many of those there were.
    pub asked_here: u32,
}

/// One door of the person.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DoorShown {
    /// The channel as you would name it: an address as `platform:address`, or a word.
    pub channel: String,
    pub platform: String,
    /// `professional`, `personal`, `mixed` or `unknown`.
    pub sphere: String,
    /// `open`, `unknown` or `closed`.
    pub state: String,
    /// `welcome`, `caution` or `unwelcome`, for this approach by this door.
    pub verdict: String,
    /// The first moment at which it is welcome.
    pub earliest: Option<String>,
    pub chance: ChanceShown,
    /// Why the door stands as it does.
    pub because: Vec<String>,
    #[serde(skip)]
    shown: String,
    #[serde(skip)]
    earliest_day: Option<String>,
}

/// What was judged.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ApproachShown {
    pub via: String,
    pub purpose: String,
    pub topic: Option<String>,
    pub size: Option<u8>,
    pub at: String,
    pub venue: Option<String>,
}

/// The person as a verdict names them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PersonShown {
    /// `p17`; nothing for somebody who is not in the network.
    pub id: Option<String>,
    pub name: String,
}

/// The address, number or profile by which an approach is to go.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AddressShown {
    /// `theirs`, `somebody-elses`, or `unknown`: not known to be theirs, and judged as you said it.
    pub whose: String,
    /// Whose it is known to be, where it is somebody else's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<PersonShown>,
    #[serde(skip)]
    shown: String,
}

/// The answer to "is this door mine to knock on?".
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VerdictShown {
    /// `welcome`, `caution` or `unwelcome`.
    pub verdict: String,
    pub person: PersonShown,
    pub approach: ApproachShown,
    /// Whose the address is by which it is to go; nothing where the channel is no address.
    pub address: Option<AddressShown>,
    /// In order of precedence.
    pub findings: Vec<FindingShown>,
    pub missing: Vec<MissingShown>,
    pub chance: ChanceShown,
    /// Best first.
    pub doors: Vec<DoorShown>,
    /// The first moment at which the same approach is welcome.
    pub earliest: Option<String>,
    /// What to do, in one word: `go`, `answer-question`, `wait`, `use-other-door`, `think-again`, `do-not`.
    pub decision: String,
    /// They are away until then, as you noted.
    pub away_until: Option<String>,
    /// Nothing is known from this platform since then, where the sources end before the approach.
    pub nothing_since: Option<String>,
    /// How sure Comity is of the tie: the chance that it is professional, and personal.
    pub relationship: RelationshipShown,
    #[serde(skip)]
    verdict_is: Verdict,
    /// The door as people say it, and the days likewise.
    #[serde(skip)]
    through: String,
    #[serde(skip)]
    earliest_day: Option<String>,
    #[serde(skip)]
    away_day: Option<String>,
    /// The platform of which nothing is known, and since when.
    #[serde(skip)]
    nothing: Option<(String, String)>,
}

/// What the tie is taken to be.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RelationshipShown {
    /// The chance that the tie is professional; exactly 0 or 1 where you said so.
    pub professional: f64,
    /// The chance that the tie is personal.
    pub personal: f64,
    /// `none`, `known`, `active` or `close`.
    pub level: String,
}

/// Returns one piece of evidence.
pub fn evidence(e: &Evidence, zone: &TimeZone) -> EvidenceShown {
    EvidenceShown {
        at: e.at.map(|m| m.to_string()),
        what: e.what.clone(),
        sure: e.sure,
        day: e.at.map_or_else(String::new, |m| when::day_shown(m, zone)),
    }
}

/// Returns one finding.
pub fn finding(f: &rule::Finding, allowed: Option<&str>, zone: &TimeZone) -> FindingShown {
    FindingShown {
        rule: f.rule.to_owned(),
        code: f.code.to_owned(),
        level: f.level.word().to_owned(),
        message: f.message.clone(),
        evidence: f.evidence.iter().map(|e| evidence(e, zone)).collect(),
        help: f.help.clone(),
        allowed: allowed.map(str::to_owned),
    }
}

pub fn chance(c: comity_core::infer::Chance) -> ChanceShown {
    ChanceShown { p: c.p, k: c.k, n: c.n, answered_here: c.here.answered, asked_here: c.here.asked }
}

impl DoorShown {
    /// Returns the door as people name it.
    pub fn named(&self) -> &str {
        &self.shown
    }
}

/// Returns one judged door.
pub fn door(j: &JudgedDoor, zone: &TimeZone) -> DoorShown {
    let mut because: Vec<String> = j.door.because.iter().map(|e| e.what.clone()).collect();
    because.extend(j.door.sphere_because.iter().cloned());
    DoorShown {
        channel: j.door.via.to_string(),
        platform: j.door.platform.word().to_owned(),
        sphere: j.door.sphere.word().to_owned(),
        state: j.door.access.word().to_owned(),
        verdict: j.verdict.word().to_owned(),
        earliest: j.earliest.map(|m| m.to_string()),
        chance: chance(j.chance),
        because,
        shown: j.door.via.shown(),
        earliest_day: j.earliest.map(|m| when::day_shown(m, zone)),
    }
}

/// Returns a judgement for showing.
pub fn verdict(j: &Judgement, approach: &Approach, person: PersonShown, zone: &TimeZone) -> VerdictShown {
    let told = j.opinion.findings.iter().map(|f| (f, None));
    let allowed = j.opinion.allowed.iter().map(|(f, because)| (f, Some(because.as_str())));
    VerdictShown {
        verdict: j.verdict.word().to_owned(),
        person,
        approach: ApproachShown {
            via: approach.via.to_string(),
            purpose: approach.purpose.word().to_owned(),
            topic: approach.topic().map(|t| t.word().to_owned()),
            size: approach.size,
            at: approach.at.to_string(),
            venue: approach.venue.map(|v| v.word().to_owned()),
        },
        address: None,
        findings: told.chain(allowed).map(|(f, because)| finding(f, because, zone)).collect(),
        missing: j
            .opinion
            .missing
            .iter()
            .map(|m| MissingShown { fact: m.fact.to_owned(), question: m.question.clone() })
            .collect(),
        chance: chance(j.chance),
        doors: j.doors.iter().map(|d| door(d, zone)).collect(),
        earliest: j.earliest.map(|m| m.to_string()),
        decision: j.decision.word().to_owned(),
        away_until: j.away_until.map(|at| at.to_string()),
        nothing_since: j.nothing_since.map(|(_, at)| at.to_string()),
        relationship: RelationshipShown {
            professional: j.relationship.professional.probability,
            personal: j.relationship.personal.probability,
            level: j.level.word().to_owned(),
        },
        verdict_is: j.verdict,
        through: j.door.via.shown(),
        earliest_day: j
            .earliest
            .filter(|e| e.order() > approach.at.order())
            .map(|m| when::day_shown(m, zone)),
        away_day: j.away_until.map(|at| when::day_shown(at, zone)),
        nothing: j.nothing_since.map(|(p, at)| (p.shown().to_owned(), when::day_shown(at, zone))),
    }
}

/// Returns the ink of a verdict.
pub const fn ink(verdict: Verdict) -> Ink {
    match verdict {
        Verdict::Welcome => Ink::Good,
        Verdict::Caution => Ink::Careful,
        Verdict::Unwelcome => Ink::Bad,
    }
}

/// Returns the ink of a level.
pub const fn level_ink(level: Level) -> Ink {
    match level {
        Level::Pass | Level::Hint => Ink::Good,
        Level::Warn => Ink::Careful,
        Level::Error | Level::Stop => Ink::Bad,
    }
}

impl AddressShown {
    /// Returns an address that is known to be the person's.
    pub fn theirs(handle: &Handle) -> Self {
        Self::of("theirs", handle, None)
    }

    /// Returns an address that is not known to be anybody's.
    pub fn nobodys(handle: &Handle) -> Self {
        Self::of("unknown", handle, None)
    }

    /// Returns an address that is known to be somebody else's.
    pub fn of_another(handle: &Handle, holder: PersonShown) -> Self {
        Self::of("somebody-elses", handle, Some(holder))
    }

    fn of(whose: &str, handle: &Handle, holder: Option<PersonShown>) -> Self {
        Self { whose: whose.to_owned(), holder, shown: handle.address().to_owned() }
    }

    /// Returns the question whose it is, where it is known as somebody else's.
    pub fn doubt(&self, name: &str) -> Option<String> {
        let holder = self.holder.as_ref()?;
        Some(match holder.name == self.shown {
            // Nobody ever told a name with it.
            true => format!("is `{}` {name}'s? nothing in your network says so", self.shown),
            false => format!("is `{}` {name}'s? your network knows it as {}'s", self.shown, holder.name),
        })
    }

    /// Returns what to say where it is not known to be the person's.
    fn unknown(&self, name: &str) -> Option<String> {
        let unknown = self.whose == "unknown";
        unknown.then(|| format!("`{}` is not known to be {name}'s; this takes your word for it.", self.shown))
    }
}

impl VerdictShown {
    /// Returns it with whose the address is by which the approach is to go.
    #[must_use]
    pub fn by(mut self, address: Option<AddressShown>) -> Self {
        self.address = address;
        self
    }

    /// Returns the person, and the door where that says more.
    pub fn addressed(&self) -> String {
        match self.person.name == self.through {
            true => self.through.clone(),
            false => format!("{}, {}", self.person.name, self.through),
        }
    }

    /// Returns the doors with a better verdict, as one names them, best first.
    pub fn better(&self) -> Vec<&str> {
        let is_better = |d: &&DoorShown| Verdict::parse(&d.verdict).is_some_and(|v| v < self.verdict_is);
        self.doors.iter().filter(is_better).map(DoorShown::named).collect()
    }

    /// Returns the verdict itself.
    pub const fn verdict(&self) -> Verdict {
        self.verdict_is
    }

    /// Writes it for people.
    pub fn show(&self, screen: &mut Screen) {
        let head = format!("{}, {}, for {}", self.person.name, self.through, self.approach.purpose);
        let word = match self.verdict_is {
            Verdict::Unwelcome if !self.findings.iter().any(|f| f.level == "stop") => "usually not welcome",
            Verdict::Unwelcome => "not welcome",
            Verdict::Caution => "caution",
            Verdict::Welcome => "welcome",
        };
        screen.pieces(0, &[(&format!("{word}:"), ink(self.verdict_is)), (&head, Ink::Bold)]);
        for finding in &self.findings {
            show_finding(screen, finding);
        }
        for missing in &self.missing {
            screen.gap();
            screen.pieces(0, &[("question:", Ink::Careful), (&missing.question, Ink::Plain)]);
            let how = self.how_to_answer(missing);
            if !how.is_empty() {
                screen.indented(2, &how);
            }
        }
        if let Some(unknown) = self.address.as_ref().and_then(|a| a.unknown(&self.person.name)) {
            screen.gap();
            screen.line(&unknown);
        }
        if let Some(day) = &self.away_day {
            screen.gap();
            screen.line(&format!("They are away until {day}, as you noted."));
        }
        if let Some((platform, day)) = &self.nothing {
            screen.gap();
            screen.line(&format!("What your sources hold of {platform} ends on {day}."));
        }
        self.show_doors(screen);
    }

    /// Returns the line with which a question is answered.
    fn how_to_answer(&self, missing: &MissingShown) -> String {
        let holder = self.address.as_ref().and_then(|a| a.holder.as_ref().map(|h| (a, h)));
        if let (Some((address, holder)), "whose-address") = (holder, missing.fact.as_str()) {
            let other = format!("comity check {} --via {}", quoted(&holder.name), quoted(&address.shown));
            return match (&self.person.id, &holder.id) {
                (Some(a), Some(b)) => format!("comity merge {a} {b}, if they are one; if not, {other}"),
                _ => format!("{other}, if you mean them"),
            };
        }
        if self.person.id.is_none() {
            return "say so with --is, --role or --they-wrote-first".to_owned();
        }
        let name = quoted(&self.person.name);
        match missing.fact.as_str() {
            "personal-tie" | "tie" => {
                format!("comity person {name} --set is=professional (or personal, both, family, none)")
            }
            "handle-sphere" => {
                format!("comity person {name} --handle ADDRESS --sphere professional (or personal, mixed)")
            }
            "purpose" => "say it again with --for".to_owned(),
            "matter" | "topic" | "content" => {
                "say it again with --topic professional or --topic personal".to_owned()
            }
            "country" => format!("comity person {name} --set country=US (or where they are)"),
            "zone" => format!("comity person {name} --set zone=America/New_York (or where they are)"),
            "consent" => format!("comity tag {name} newsletter (or no-newsletter)"),
            "known-need" => format!("comity tag {name} in-need, if you do"),
            "size" => "say it again with --size".to_owned(),
            "their-last-word" | "wrote-here" => {
                format!("comity log {name} --in --via CHANNEL --at DATE, or import what came since")
            }
            "your-last-word" | "pending-request" => "import what came since".to_owned(),
            "last-meeting" => format!("comity log {name} --via in-person --at DATE"),
            "venue" => "say it again with --venue".to_owned(),
            "note" => "say it again with --note yes or --note no".to_owned(),
            "acquaintance" => format!("comity person {name} --set is=professional (or personal, both, none)"),
            "answer-expected" => "say it again with --for ask, if you did".to_owned(),
            "same-person" => format!("comity review, or comity split {name} --off ADDRESS"),
            _ => String::new(),
        }
    }

    /// Writes the chance of an answer, where it is this person's to give and was not refused for good.
    fn show_chance(&self, screen: &mut Screen) {
        let is_another = self.address.as_ref().is_some_and(|a| a.holder.is_some());
        if self.findings.iter().any(|f| f.level == "stop") || is_another {
            return;
        }
        screen.gap();
        let c = self.chance;
        let basis = match c.asked_here {
            0 => "our guess, not your own history".to_owned(),
            here => format!("they answered {} of {here} of yours", c.answered_here),
        };
        screen.line(&format!("Chance of an answer: about {} in 100 ({basis}).", percent(c.p)));
    }

    fn show_doors(&self, screen: &mut Screen) {
        self.show_chance(screen);
        if let Some(day) = &self.earliest_day {
            screen.line(&format!("By this door from {day}."));
        }
        let is_better = |d: &&DoorShown| Verdict::parse(&d.verdict).is_some_and(|v| v < self.verdict_is);
        let better: Vec<&DoorShown> = self.doors.iter().filter(is_better).collect();
        if better.is_empty() {
            return;
        }
        screen.heading("Better doors, best first");
        show_doors(screen, &better);
    }
}

/// Writes doors as a list.
pub fn show_doors(screen: &mut Screen, doors: &[&DoorShown]) {
    let rows: Vec<Vec<String>> = doors
        .iter()
        .map(|d| {
            let from = match &d.earliest_day {
                Some(day) if d.verdict != "welcome" => format!(", from {day}"),
                _ => String::new(),
            };
            vec![
                d.shown.clone(),
                d.sphere.clone(),
                d.state.clone(),
                format!("{}{from}", d.verdict),
                format!("{} in 100", percent(d.chance.p)),
            ]
        })
        .collect();
    screen.columns(&rows);
}

/// Writes one finding with its evidence, in the form of a linter.
pub fn show_finding(screen: &mut Screen, finding: &FindingShown) {
    screen.gap();
    let ink = Level::parse(&finding.level).map_or(Ink::Plain, level_ink);
    screen.pieces(
        0,
        &[(&format!("{}[{}]:", finding.level, finding.rule), ink), (&finding.message, Ink::Plain)],
    );
    let rows: Vec<Vec<String>> =
        finding.evidence.iter().map(|e| vec![e.day.clone(), e.what.clone()]).collect();
    screen.columns(&rows);
    if let Some(because) = &finding.allowed {
        screen.indented(2, &format!("allowed: {because}"));
    }
    if !finding.help.is_empty() {
        screen.help(&finding.help);
    }
}

/// Returns a probability in hundredths.
pub fn percent(p: f64) -> u32 {
    // INVARIANT: a probability, so between 0 and 100.
    (p * 100.0).round() as u32
}

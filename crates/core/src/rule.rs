//! What a rule is, and what it can say.
//!
//! A rule looks at one case and answers with findings or with what it lacks. It never sees a store, a
//! clock or another rule; what it may look at is the `Case`, whole.

use crate::approach::{Approach, Topic};
use crate::handle::Platform;
use crate::interaction::words;
use crate::relationship::{Fact, Level as TieLevel, Relationship};
use crate::settings::Settings;
use crate::standing::{Attempt, Door, Standing};
use crate::time::Moment;

words! {
    /// How grave one finding is, mildest first.
    Level {
        /// Fine, and worth saying so.
        Pass "pass",
        Hint "hint",
        Warn "warn",
        Error "error",
        /// A refusal or a rule of law.
        Stop "stop",
    }
}

words! {
    /// What the gravest finding that was not allowed comes to.
    Verdict {
        Welcome "welcome",
        Caution "caution",
        Unwelcome "unwelcome",
    }
}

impl Level {
    /// Returns the verdict that a finding of this level gives.
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::Pass | Self::Hint => Verdict::Welcome,
            Self::Warn => Verdict::Caution,
            Self::Error | Self::Stop => Verdict::Unwelcome,
        }
    }
}

words! {
    /// The families of rules, in the order in which they are said.
    Group {
        Refused "hard",
        /// Law and conduct of professions and places; each rule is on only with a pack.
        Duty "duty",
        Platform "wrong-platform",
        Stale "stale-facts",
        Impatience "impatience",
        Giving "giving",
        Invitation "invitations",
        Time "time",
        /// What users and firms wrote themselves.
        Written "written",
    }
}

impl Group {
    /// Tells whether its rules rest on what was said and what was not, of which a namesake may hold a part.
    pub const fn counts_what_was_said(self) -> bool {
        matches!(self, Self::Impatience | Self::Giving | Self::Invitation | Self::Time)
    }

    /// Tells whether a question of its rules, where the answer could be grave, holds the verdict.
    ///
    /// A door for work is fine although the tie is not known; that a duty stands against it may not be.
    pub const fn holds_verdict(self, professional_door: bool) -> bool {
        match self {
            // What a firm or a contract forbids is a duty too.
            Self::Duty | Self::Written | Self::Stale => true,
            Self::Refused | Self::Platform => !professional_door,
            _ => false,
        }
    }
}

/// One thing on which a finding rests.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    pub at: Option<Moment>,
    /// A short phrase: "email, no reply".
    pub what: String,
    /// The key of the interaction, where it is one.
    pub key: Option<String>,
    /// It is known to be about this very person, not a namesake.
    pub sure: bool,
}

impl Evidence {
    /// Returns a dated piece of evidence about this very person.
    pub fn dated(at: Moment, what: impl Into<String>) -> Self {
        Self { at: Some(at), what: what.into(), key: None, sure: true }
    }

    /// Returns a piece of evidence without a date.
    pub fn fact(what: impl Into<String>) -> Self {
        Self { at: None, what: what.into(), key: None, sure: true }
    }

    /// Returns the same with the interaction that it is.
    #[must_use]
    pub fn of(mut self, key: &str) -> Self {
        self.key = (!key.is_empty()).then(|| key.to_owned());
        self
    }
}

/// One instance of an error (or of something fine), with its evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub rule: &'static str,
    pub code: &'static str,
    pub level: Level,
    /// One sentence about the approach, never about anyone's character; lower case, no full stop.
    pub message: String,
    pub evidence: Vec<Evidence>,
    /// What one could do today.
    pub help: String,
    /// The finding ends then, if nothing else changes.
    pub until: Option<Moment>,
    /// Advice for what is still to come; an audit leaves it out.
    pub ahead: bool,
}

/// A fact that a rule lacks, as a question that the user can answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    pub rule: &'static str,
    pub code: &'static str,
    /// The stable name of the fact (`personal-tie`, `handle-sphere`, `purpose`, `answer-expected`, `same-person`,
    /// `whose-address`, `acquaintance`, `note`, `recipients`,
    /// `matter`, `known-need`, `topic`, `country`, `zone`, `consent`,
    /// `draft-language`, `content`).
    pub fact: &'static str,
    pub question: String,
    /// The gravest level that the rule could reach if it knew.
    pub could_be: Level,
}

/// What one rule says about one case.
#[derive(Clone, Debug, PartialEq)]
pub enum Ruling {
    Silent,
    Fires(Fired),
    Lacks { fact: &'static str, question: String, could_be: Level },
}

/// A finding before the judge puts the rule's name and the user's level on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fired {
    pub level: Level,
    pub message: String,
    pub evidence: Vec<Evidence>,
    pub help: String,
    pub until: Option<Moment>,
    pub ahead: bool,
    /// The pack whose law it is, where the rule itself knows which.
    pub pack: Option<&'static str>,
}

/// Begins a finding of a level.
pub fn fires(level: Level, message: impl Into<String>) -> Fired {
    Fired {
        level,
        message: message.into(),
        evidence: Vec::new(),
        help: String::new(),
        until: None,
        ahead: false,
        pack: None,
    }
}

impl Fired {
    /// Adds evidence.
    #[must_use]
    pub fn because(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    /// Says when the finding ends.
    #[must_use]
    pub fn until(mut self, until: Option<Moment>) -> Self {
        self.until = until;
        self
    }

    /// Says that it is of use before it happens alone, and nothing to hold against what is past.
    #[must_use]
    pub const fn ahead(mut self) -> Self {
        self.ahead = true;
        self
    }

    /// Says whose law it is.
    #[must_use]
    pub const fn by_pack(mut self, pack: Option<&'static str>) -> Self {
        self.pack = pack;
        self
    }

    /// Says what could be done instead, and closes the finding.
    pub fn help(mut self, help: impl Into<String>) -> Ruling {
        self.help = help.into();
        Ruling::Fires(self)
    }
}

/// Says that a fact is missing.
pub fn lacks(fact: &'static str, could_be: Level, question: impl Into<String>) -> Ruling {
    Ruling::Lacks { fact, question: question.into(), could_be }
}

/// All that a rule may look at.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    pub approach: &'a Approach,
    /// All that is known of the person at the moment of the approach.
    pub standing: &'a Standing,
    /// The relationship at that moment.
    pub relationship: &'a Relationship,
    pub level: TieLevel,
    /// The door that is knocked on.
    pub door: &'a Door,
    pub settings: &'a Settings,
}

impl<'a> Case<'a> {
    /// Returns the attempts that stayed unanswered so far, oldest first.
    pub fn unanswered(&self) -> Vec<&'a Attempt> {
        let gap = Standing::gap(self.level, self.settings);
        self.standing.unanswered(self.approach.at, gap, self.settings)
    }

    /// Tells whether an answer is expected: a request or an ask, or a word to them alone where there is no tie yet.
    pub fn expects_answer(&self) -> bool {
        let new = matches!(self.level, TieLevel::None | TieLevel::Known) && self.approach.audience <= 1;
        !self.is_kind() && (self.approach.purpose.expects_answer() || new)
    }

    /// Tells whether the approach is about work, where somebody said so: to ask for a thing is no word on which.
    pub fn is_said_business(&self) -> Fact {
        match (self.approach.said_topic, self.approach.topic()) {
            (Some(Topic::Professional), _) => Fact::Yes,
            (_, Some(Topic::Personal)) => Fact::No,
            _ => Fact::Unknown,
        }
    }

    /// Tells whether the tie has a side of private life, as far as that is sure.
    pub fn is_friend(&self) -> bool {
        self.relationship.is_friend()
    }

    /// Tells whether only the user knows that an answer was expected: colleagues also answer in person.
    pub fn may_be_settled(&self) -> bool {
        self.standing.is_colleague() && !self.approach.purpose.expects_answer()
    }

    /// Asks whether an answer was expected from a colleague.
    pub fn asks_whether_expected(&self, could_be: Level) -> Ruling {
        let who = &self.standing.whose.name;
        let question = format!("did you ask {who} for something? colleagues also answer in person");
        lacks("answer-expected", could_be, question)
    }

    /// Tells whether the approach gives rather than asks.
    pub const fn is_kind(&self) -> bool {
        self.approach.purpose.is_kind()
    }

    /// Returns an attempt as evidence.
    pub fn told(&self, attempt: &Attempt) -> Evidence {
        told(attempt, self.approach.at)
    }
}

/// Returns an unanswered attempt as evidence at a moment.
pub fn told(attempt: &Attempt, at: Moment) -> Evidence {
    let days = attempt.last.shortest_until(at).whole_days();
    let what = match days {
        0..=1 => format!("{}, no reply yet", attempt.what()),
        _ => format!("{}, no reply", attempt.what()),
    };
    Evidence { sure: attempt.sure, ..Evidence::dated(attempt.first, what) }.of(&attempt.key)
}

/// What a rule may look at while nothing is being approached.
#[derive(Clone, Copy)]
pub struct Rest<'a> {
    pub at: Moment,
    pub standing: &'a Standing,
    pub relationship: &'a Relationship,
    pub settings: &'a Settings,
}

/// What a rule may look at across all persons.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// Requests of the user on personal platforms that nobody answered, to people without a personal tie.
    pub pending: Vec<Evidence>,
    /// Such requests that were accepted.
    pub accepted: u32,
    /// All requests on personal platforms.
    pub requests: u32,
    /// All requests of the user, on every platform.
    pub invitations: Vec<Invitation>,
    /// The end of what was looked at.
    pub now: Option<Moment>,
}

impl Network {
    /// Adds what another person brings.
    pub fn join(&mut self, mut other: Self) {
        self.pending.append(&mut other.pending);
        self.accepted += other.accepted;
        self.requests += other.requests;
        self.invitations.append(&mut other.invitations);
        self.now = other.now.or(self.now);
    }
}

/// A request of the user's to connect, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub at: Moment,
    pub platform: Platform,
    pub accepted: bool,
    /// Neither accepted nor declined, as far as is known.
    pub open: bool,
}

/// What a rule must be told before it can see; without it, it is blind and not content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eyes {
    /// Sources are enough.
    Sources,
    /// Contacts that the user notes, with what they were for.
    Notes,
    /// How near people are, or what is hoped of them.
    Rings,
    /// One of the rule's tags, on whom it is about.
    Tags,
    /// An argument of each check.
    Asked(&'static str),
}

/// One strategic error.
pub struct Rule {
    /// The permanent name, after the error, in kebab-case.
    pub name: &'static str,
    /// The second key, as in the catalogue (`WP1`).
    pub code: &'static str,
    /// Other names under which it is known.
    pub aliases: &'static [&'static str],
    pub group: Group,
    /// The gravest level that it gives of itself.
    pub level: Level,
    /// Evidence grades of the written rule and of its number (`C/D`).
    pub grade: &'static str,
    pub since: &'static str,
    pub eyes: Eyes,
    /// The user's tags that it reads.
    pub tags: &'static [&'static str],
    /// Prose for the user and scenarios for the machine.
    pub page: &'static str,
    /// Looks at one approach.
    pub check: fn(&Case) -> Ruling,
    /// Looks at a person when nothing is being approached: at the end of what is known, and in audit.
    pub at_rest: Option<fn(&Rest) -> Ruling>,
    /// Looks at all persons together.
    pub network: Option<fn(&Network, &Settings) -> Ruling>,
}

impl Rule {
    /// Tells whether a name, code or alias means this rule.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.code.eq_ignore_ascii_case(name) || self.aliases.contains(&name)
    }
}

//! Is this door yours to knock on?

mod message;

use crate::asked;
use crate::channel;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::holder::{Holder, holder, is_yours};
use crate::network::Network;
use crate::operation::{Answer, Effect, Entry, Exit, Operation, entry};
use crate::screen::Screen;
use crate::shell::quoted;
use crate::verdict::{self, AddressShown, PersonShown, VerdictShown};
use crate::when;
use clap::Args;
use clap::builder::BoolishValueParser;
use comity_core::draft::Draft;
use comity_core::judge::{Judgement, judge};
use comity_core::rule::Verdict;
use comity_core::standing::{self, Standing};
use comity_core::statement::Logged;
use comity_core::timeline::{Event, What, Whose};
use comity_core::{Approach, Author, Moment, Purpose, Role, Said, Span, Statement, Tie, Topic, Venue, Via};
use comity_store::PersonId;
use message::MailShown;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::io::Read;
use std::path::{Path, PathBuf};

pub(super) const OPERATION: Entry = entry::<Check>();

/// Say whether a door is yours to knock on, before you do
///
/// The verdict is welcome (exit code 0), caution (3) or unwelcome (1), with the rules that speak, what they
/// rest on, what is not known, and the better doors. Works for strangers and without any data.
#[derive(Clone, Args, Deserialize, JsonSchema)]
pub(super) struct Check {
    /// Whom: a name or part of one, an address, a profile URL, or somebody new ("Jane Roe, managing partner")
    #[arg(required_unless_present = "message")]
    who: Option<String>,
    /// How: an address, a number, a profile URL, a platform, work-mail, private-phone, in-person, …
    #[arg(long, value_name = "CHANNEL", required_unless_present = "message")]
    via: Option<String>,
    /// A whole mail that is about to go, in a file, or `-` for standard input: everybody to whom it goes is judged
    #[arg(long, value_name = "FILE", conflicts_with_all = ["who", "via", "draft", "recipients"])]
    message: Option<PathBuf>,
    /// What for: a message, unless said; of a mail that answers, what it answers tells
    #[arg(long = "for", value_name = "PURPOSE", value_parser = asked::one_of::<Purpose>())]
    #[serde(rename = "for")]
    purpose: Option<String>,
    /// Which side of life it is about
    #[arg(long, value_parser = asked::one_of::<Topic>())]
    topic: Option<String>,
    /// How big an ask: 0 none, 1 a five-minute question, 2 advice, 3 an introduction, 4 a job or money
    #[arg(long, value_parser = clap::value_parser!(u8).range(0..=4))]
    size: Option<u8>,
    /// When; now, unless said
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Where, if in person
    #[arg(long, value_parser = asked::one_of::<Venue>())]
    venue: Option<String>,
    /// How many people would see each other: those in To and Cc; Bcc does not count
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    recipients: Option<u32>,
    /// How many circles of your life it reaches at once: work, friends, family
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=9))]
    circles: Option<u32>,
    /// Whether a line goes with a request to connect
    #[arg(long, value_name = "YES|NO", value_parser = BoolishValueParser::new(), hide_possible_values = true)]
    note: Option<bool>,
    /// The text that is to go, in a file, or `-` for standard input; it is read and not kept
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,
    /// The text that is to go, where no file holds it; it is read and not kept
    #[arg(skip)]
    #[serde(default)]
    draft_text: Option<String>,
    /// It hides who asks or why, or goes through somebody who does not say for whom
    #[arg(long)]
    #[serde(default)]
    hidden: bool,
    /// What your tie is, for this check only
    #[arg(long, value_name = "TIE", value_parser = asked::one_of::<Tie>())]
    is: Option<String>,
    /// What they are to you at work, for this check only
    #[arg(long, value_parser = asked::one_of::<Role>())]
    role: Option<String>,
    /// They used this channel with you first, for this check only
    #[arg(long)]
    #[serde(default)]
    they_wrote_first: bool,
}

/// The verdict on an approach, or on a whole mail.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Checked {
    One(Box<One>),
    Mail(MailShown),
}

/// The verdict on one approach.
#[derive(Serialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct One {
    verdict: VerdictShown,
    /// The line that adds somebody new.
    #[serde(skip)]
    add: Option<String>,
}

impl Operation for Check {
    const NAME: &'static str = "check";
    const EFFECT: Effect = Effect::Reads;
    type Answer = Checked;

    fn run(self, context: &Context) -> Result<Checked> {
        // Whoever names a network means one that is there; a slip must not make strangers of everybody.
        if context.is_named && !context.path.exists() {
            return Err(Error::NoNetwork(context.path.clone()));
        }
        if let Some(path) = &self.message {
            return Ok(Checked::Mail(message::checked(&self, context, path)?));
        }
        let who = self.who.as_deref().unwrap_or_default();
        if !who.chars().any(char::is_alphanumeric) {
            return Err(Error::user(
                "nobody is named",
                "say whom: a name, an address, or the URL of a profile",
            ));
        }
        let Some(via) = &self.via else {
            return Err(Error::user("no channel is named", "say how with `--via CHANNEL`"));
        };
        Ok(Checked::One(Box::new(self.one(context, who, via)?)))
    }
}

impl Check {
    /// Returns the check of a plain approach.
    pub(super) fn of(who: &str, via: &str, purpose: &str) -> Self {
        Self {
            who: Some(who.to_owned()),
            via: Some(via.to_owned()),
            purpose: Some(purpose.to_owned()),
            message: None,
            topic: None,
            size: None,
            at: None,
            venue: None,
            recipients: None,
            circles: None,
            note: None,
            draft: None,
            draft_text: None,
            hidden: false,
            is: None,
            role: None,
            they_wrote_first: false,
        }
    }

    /// Judges one approach.
    fn one(&self, context: &Context, who: &str, via: &str) -> Result<One> {
        let network = context.network_if_any()?;
        let region = network.and_then(Network::region);
        let approach = self.approach(context, channel::read(via, region.as_deref())?)?;
        let zone = context.zone();
        let known = match network.map(|n| n.find(context, who)) {
            None => None,
            Some(Err(Error::Nobody(_))) => {
                network.map_or(Ok(()), |n| n.refuse_a_slip(who))?;
                None
            }
            Some(found) => network.zip(Some(found?)),
        };
        let Some((network, person)) = known else {
            let settings = context.settings()?;
            let name = who.split(',').next().unwrap_or(who).trim().to_owned();
            let shown = PersonShown { id: None, name: name.clone() };
            let standing = Standing::begin(
                &stranger(&name),
                Vec::new().into(),
                &self.said()?.iter().collect::<Vec<_>>(),
                &settings,
            );
            let judged = judge(&approach, &self.supposed(standing, &approach), &settings);
            let add = Some(format!("{} add {}", context.face.program(), in_words(who)));
            let address = address(network, &approach, None)?;
            let judged = doubted(judged, &approach, &name, address.as_ref());
            return Ok(One { verdict: verdict::verdict(&judged, &approach, shown, &zone).by(address), add });
        };
        let shown = PersonShown { id: Some(person.id.to_string()), name: person.name.clone() };
        let told = network.told(person.id)?.ok_or_else(|| Error::Nobody(who.to_owned()))?;
        let held = network.held()?;
        let mut said = told.said.clone();
        said.extend(self.said()?);
        let standing = told.standing_with(&said, approach.at);
        let judged = judge(&approach, &self.supposed(standing, &approach), &held.settings);
        let address = address(Some(network), &approach, Some(person.id))?;
        let judged = doubted(judged, &approach, &person.name, address.as_ref());
        Ok(One { verdict: verdict::verdict(&judged, &approach, shown, &zone).by(address), add: None })
    }

    fn approach(&self, context: &Context, via: Via) -> Result<Approach> {
        let at = match &self.at {
            Some(text) => when::read(context, text)?,
            None => context.now(),
        };
        let mut approach =
            Approach::new(via, asked::read_some(self.purpose.as_deref())?.unwrap_or(Purpose::Message), at);
        approach.said_topic = asked::read_some(self.topic.as_deref())?;
        approach.venue = asked::read_some(self.venue.as_deref())?;
        approach.size = self.size;
        approach.note = self.note;
        approach.circles = self.circles.unwrap_or(1);
        approach.hidden = self.hidden;
        approach.draft = match (&self.draft_text, self.draft.as_deref()) {
            (Some(text), _) => Some(Draft::read(text)),
            (None, path) => path.map(read_draft).transpose()?,
        };
        // A request that has a text has a line.
        let has_text = approach.draft.as_ref().map(|draft| draft.words > 0);
        approach.note = approach.note.or(has_text);
        approach.audience = self.recipients.unwrap_or(1).max(1);
        if self.size.is_some_and(|size| size > 4) {
            return Err(Error::user(
                "an ask has a size from 0 to 4",
                "0 none, 1 a question, 2 advice, 3 an introduction, 4 a job or money",
            ));
        }
        Ok(approach)
    }

    /// Returns what is supposed for this check only, as if it had been said.
    fn said(&self) -> Result<Vec<Statement>> {
        let tie = asked::read_some(self.is.as_deref())?.map(|tie| Said::Is { tie, since: None });
        let role = asked::read_some(self.role.as_deref())?.map(|role| Said::Role(Some(role)));
        let statement = |said| Statement {
            id: u64::MAX,
            at: Moment::instant(0),
            author: Author("you".to_owned()),
            about: Vec::new(),
            said,
            undone_by: None,
        };
        Ok(tie.into_iter().chain(role).map(statement).collect())
    }

    /// Adds that they wrote first, where that is supposed.
    fn supposed(&self, mut standing: Standing, approach: &Approach) -> Standing {
        if self.they_wrote_first {
            let at = approach.at.plus(Span::days(-1));
            let logged = Logged { inbound: true, ..Logged::new(approach.via.clone(), at) };
            let stop = standing.stop;
            standing.see(&Event { at, key: String::new(), what: What::Logged(Box::new(logged)) });
            // That they wrote once, before they asked to be left alone, lifts nothing.
            standing.stop = stop;
        }
        standing
    }
}

/// Reads a draft from a file, or from standard input.
fn read_draft(path: &Path) -> Result<Draft> {
    Ok(Draft::read(&String::from_utf8_lossy(&read_some(path, LONGEST)?)))
}

/// Reads so much of a file, or of standard input.
fn read_some(path: &Path, most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes).map_err(Error::read(path))?;
    } else {
        let file = std::fs::File::open(path).map_err(Error::read(path))?;
        file.take(most).read_to_end(&mut bytes).map_err(Error::read(path))?;
    }
    Ok(bytes)
}

/// A megabyte: what is longer is no letter.
const LONGEST: u64 = 1 << 20;

/// Returns whose the address is by which the approach is to go; nothing where it goes by no address.
///
/// # Errors
/// Refuses the user's own.
fn address(
    network: Option<&Network>,
    approach: &Approach,
    person: Option<PersonId>,
) -> Result<Option<AddressShown>> {
    let Via::Handle(handle) = &approach.via else { return Ok(None) };
    let found = network.map_or(Ok(Holder::Nobody), |n| holder(n, handle, person))?;
    Ok(Some(match found {
        Holder::Them => AddressShown::theirs(handle),
        Holder::Nobody => AddressShown::nobodys(handle),
        Holder::Another(holder) => AddressShown::of_another(handle, PersonShown::from(&*holder)),
        Holder::You => return Err(is_yours(handle)),
    }))
}

/// Adds the question whose the address is, where it is known as somebody else's.
fn doubted(judged: Judgement, approach: &Approach, name: &str, address: Option<&AddressShown>) -> Judgement {
    match address.and_then(|a| a.doubt(name)) {
        Some(question) => judged.ask_whose_address(question, approach),
        None => judged,
    }
}

/// Returns somebody new as `add` takes them: "Jane Roe, managing partner" has a name and a title.
fn in_words(who: &str) -> String {
    let (name, title) = who.split_once(',').unwrap_or((who, ""));
    let (name, title) = (quoted(name.trim()), title.trim());
    if title.is_empty() { name } else { format!("{name} --title {}", quoted(title)) }
}

fn stranger(name: &str) -> standing::Person {
    standing::Person {
        whose: Whose { name: name.to_owned(), handles: Vec::new() },
        ..standing::Person::default()
    }
}

impl Answer for Checked {
    fn show(&self, screen: &mut Screen) {
        let one = match self {
            Self::One(one) => one,
            Self::Mail(mail) => return mail.show(screen),
        };
        one.verdict.show(screen);
        if let Some(add) = &one.add {
            screen.gap();
            screen.line("They are not in your network, so this rests on what you said. To keep them:");
            screen.command(add);
        }
    }

    fn exit(&self) -> Exit {
        let verdict = match self {
            Self::One(one) => one.verdict.verdict(),
            Self::Mail(mail) => mail.verdict(),
        };
        match verdict {
            Verdict::Welcome => Exit::Fine,
            Verdict::Caution => Exit::Caution,
            Verdict::Unwelcome => Exit::Unwelcome,
        }
    }
}

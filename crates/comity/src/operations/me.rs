//! Who the user is taken to be.

use crate::asked;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::{Network, free_mail, me};
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::screen::Screen;
use crate::shell::quoted;
use crate::when;
use clap::Args;
use comity_core::address::Domains;
use comity_core::member::{Member, proposals};
use comity_core::statement::Me as Word;
use comity_core::{Handle, Interaction, Moment, Platform, Said, Via};
use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) const OPERATION: Entry = entry::<Me>();

/// Messages to or from one address that can still change what is proposed; the rest says the same.
const ENOUGH: u8 = 2;

/// Show who you are taken to be, or say who you are
///
/// Your own addresses decide what you sent and what was sent to you. More of them are proposed, never assumed.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Me {
    /// An address, a number or a profile of your own; may be given several times
    #[arg(long, value_name = "ADDRESS")]
    #[serde(default)]
    address: Vec<String>,
    /// Since when the address was yours
    #[arg(long, value_name = "DATE", requires = "address")]
    from: Option<String>,
    /// Until when it was yours
    #[arg(long, value_name = "DATE", requires = "address")]
    until: Option<String>,
    /// An address that is not yours; may be given several times
    #[arg(long, value_name = "ADDRESS")]
    #[serde(default)]
    not: Vec<String>,
    /// Your name, as it stands on what you send
    #[arg(long)]
    name: Option<String>,
    /// The zone in which you live (Europe/Berlin)
    #[arg(long)]
    zone: Option<String>,
    /// The country in which your telephone numbers are written (GB)
    #[arg(long)]
    region: Option<String>,
    /// The days on which you work (mon-fri; sun,mon,tue,wed,thu)
    #[arg(long, value_name = "DAYS")]
    working_days: Option<String>,
    /// What you do (lawyer, consultant, …)
    #[arg(long)]
    profession: Option<String>,
    /// Look for no further addresses of yours, which takes a walk through everything
    #[arg(long)]
    #[serde(default)]
    brief: bool,
}

/// Who the user is taken to be.
#[derive(Serialize, JsonSchema)]
pub(super) struct Myself {
    /// Your names, as they are known.
    names: Vec<String>,
    /// Your own addresses, numbers and profiles.
    handles: Vec<Own>,
    /// Addresses that may be yours too, likeliest first; they count for nothing until you say so.
    proposals: Vec<Proposed>,
    zone: Option<String>,
    region: Option<String>,
    working_days: Option<String>,
    profession: Option<String>,
    /// The numbers of the new entries of the log.
    statements: Vec<u64>,
    #[serde(skip)]
    program: String,
}

/// One own handle.
#[derive(Serialize, JsonSchema)]
struct Own {
    /// As `platform:address`.
    handle: String,
    /// Where that comes from.
    because: String,
    /// Since when it was yours, where you said so.
    from: Option<String>,
    /// Until when.
    until: Option<String>,
    #[serde(skip)]
    shown: String,
}

/// One handle that may be the user's own.
#[derive(Serialize, JsonSchema)]
pub(super) struct Proposed {
    /// As `platform:address`.
    pub(super) handle: String,
    /// What speaks for it.
    because: Vec<String>,
    #[serde(skip)]
    pub(super) address: String,
}

impl Operation for Me {
    const NAME: &'static str = "me";
    const EFFECT: Effect = Effect::Adds;
    type Answer = Myself;

    fn run(self, context: &Context) -> Result<Myself> {
        let network = context.network()?;
        // All is read before anything is said, so that a slip says nothing.
        let words = self.words(context, network)?;
        let all = words.into_iter().map(|word| (Vec::new(), Said::Me(word)));
        let said = network.store.say_all(context.now(), &context.author, all)?;
        network.changed();
        network.derived(context)?;
        let held = network.held()?;
        let last = |pick: fn(&Word) -> Option<String>| me(&held.statements, pick);
        Ok(Myself {
            names: held.member.names.iter().map(|n| n.full.clone()).collect(),
            handles: owned(network, &context.zone())?,
            proposals: if self.brief { Vec::new() } else { proposed(network, None)? },
            zone: last(|m| if let Word::Zone(v) = m { Some(v.clone()) } else { None }),
            region: last(|m| if let Word::Region(v) = m { Some(v.clone()) } else { None }),
            working_days: last(|m| if let Word::WorkingDays(v) = m { Some(v.clone()) } else { None }),
            profession: last(|m| if let Word::Profession(v) = m { Some(v.clone()) } else { None }),
            statements: said.iter().map(|s| s.id).collect(),
            program: context.face.program(),
        })
    }
}

impl Me {
    fn words(&self, context: &Context, network: &Network) -> Result<Vec<Word>> {
        let region = self.region.as_deref().map(asked::region).transpose()?;
        let in_region = region.clone().or_else(|| network.region());
        let handle = |text: &String| {
            Handle::parse(text, in_region.as_deref()).ok_or_else(|| {
                let help = "write a number with its country code, and a profile as its URL";
                Error::user(format!("`{text}` is no address, number or profile"), help)
            })
        };
        let moment = |text: &Option<String>| text.as_deref().map(|t| when::read_past(context, t)).transpose();
        let (from, until) = (moment(&self.from)?, moment(&self.until)?);
        if from.zip(until).is_some_and(|(from, until)| until.surely_before(from)) {
            return Err(Error::user("`--until` lies before `--from`", "name the first day, then the last"));
        }
        let mut words = Vec::new();
        for text in &self.address {
            words.push(Word::Mine { handle: handle(text)?, from, until });
        }
        for text in &self.not {
            words.push(Word::NotMine(handle(text)?));
        }
        words.extend(self.name.as_deref().map(some).transpose()?.map(Word::Name));
        words.extend(self.zone.as_deref().map(zone).transpose()?.map(Word::Zone));
        words.extend(region.map(Word::Region));
        words.extend(self.working_days.as_deref().map(days).transpose()?.map(Word::WorkingDays));
        words.extend(self.profession.as_deref().map(some).transpose()?.map(Word::Profession));
        Ok(words)
    }
}

fn some(text: &str) -> Result<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { Err(Error::user("an empty word says nothing", "leave it out")) } else { Ok(text) }
}

fn zone(name: &str) -> Result<String> {
    match TimeZone::get(name.trim()) {
        Ok(zone) => Ok(zone.iana_name().unwrap_or(name.trim()).to_owned()),
        Err(_) => {
            Err(Error::user(format!("there is no zone `{name}`"), "write it as `Europe/Berlin` or `UTC`"))
        }
    }
}

/// Reads working days: single ones and spans, by their first three letters.
fn days(text: &str) -> Result<String> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let short =
        |word: &str| word.trim().to_lowercase().get(..3).filter(|d| DAYS.contains(d)).map(str::to_owned);
    let span = |part: &str| match part.split_once('-') {
        Some((a, b)) => Some(format!("{}-{}", short(a)?, short(b)?)),
        None => short(part),
    };
    let parts: Option<Vec<String>> = text.split([',', ' ']).filter(|p| !p.is_empty()).map(span).collect();
    match parts.filter(|p| !p.is_empty()) {
        Some(parts) => Ok(parts.join(",")),
        None => Err(Error::user(format!("`{text}` are no days"), "write them as `mon-fri` or `sun,mon,tue`")),
    }
}

/// Returns the own handles, each with where that comes from.
fn owned(network: &Network, zone: &TimeZone) -> Result<Vec<Own>> {
    let held = network.held()?;
    let hints = network.store.hints()?;
    let sources = network.store.sources()?;
    let terms = |handle: &Handle| {
        held.statements.iter().rev().filter(|s| s.stands()).find_map(|s| match &s.said {
            Said::Me(Word::Mine { handle: h, from, until }) if h == handle => Some((*from, *until)),
            _ => None,
        })
    };
    let own = |handle: &Handle| {
        let hint = hints.iter().find(|(_, h)| h.sure && h.handle.as_ref() == Some(handle));
        let stated = terms(handle);
        let because = match (stated, hint) {
            (Some(_), _) => "you said so".to_owned(),
            (None, Some((source, hint))) => {
                let name = sources.iter().find(|s| s.id == *source).map_or("an import", |s| s.name.as_str());
                format!("{name}: {}", hint.because)
            }
            (None, None) => "your own card or profile tells it".to_owned(),
        };
        let (from, until) = stated.unwrap_or((None, None));
        let shown = Via::Handle(handle.clone()).shown();
        Own {
            handle: handle.to_string(),
            because: format!("{because}{}", term(from, until, zone)),
            from: from.map(|m| m.to_string()),
            until: until.map(|m| m.to_string()),
            shown,
        }
    };
    Ok(held.member.mine.all().into_iter().map(own).collect())
}

fn term(from: Option<Moment>, until: Option<Moment>, zone: &TimeZone) -> String {
    let from = from.map_or_else(String::new, |m| format!(", from {}", when::day_shown(m, zone)));
    let until = until.map_or_else(String::new, |m| format!(", until {}", when::day_shown(m, zone)));
    format!("{from}{until}")
}

/// Returns the handles that may be the user's own as well, of all or only `among` some.
pub(super) fn proposed(network: &Network, among: Option<&[Handle]>) -> Result<Vec<Proposed>> {
    let held = network.held()?;
    let (people, telling) = match among {
        None => (network.people()?, traffic(network, &held.member)?),
        Some(handles) => (network.people_on(handles)?, traffic_of(network, &held.member, handles)?),
    };
    let domains = Domains::with_free_mail(free_mail(&held.statements));
    let found = proposals(&held.member, &people, &telling, &domains);
    Ok(found
        .into_iter()
        .map(|p| Proposed {
            handle: p.handle.to_string(),
            address: p.handle.address().to_owned(),
            because: p.because,
        })
        .collect())
}

/// Returns a few interactions for each handle that tell whether it may be the user's own.
fn traffic(network: &Network, member: &Member) -> Result<Vec<Interaction>> {
    let mut seen: FxHashMap<Handle, u8> = FxHashMap::default();
    let mut telling = Vec::new();
    network.store.interactions(|i| -> Result<(), comity_store::Error> {
        if let Some(handle) = about(i, member) {
            let count = seen.entry(handle.clone()).or_default();
            if *count < ENOUGH {
                *count += 1;
                telling.push(i.clone());
            }
        }
        Ok(())
    })?;
    Ok(telling)
}

/// Returns the same of some handles.
fn traffic_of(network: &Network, member: &Member, handles: &[Handle]) -> Result<Vec<Interaction>> {
    let mut telling = Vec::new();
    for handle in handles.iter().filter(|h| h.platform() == Platform::Email && !member.mine.ever(h)) {
        let all = network.store.interactions_of(std::slice::from_ref(handle))?;
        let those = all.into_iter().filter(|i| about(i, member) == Some(handle));
        telling.extend(those.take(usize::from(ENOUGH)));
    }
    Ok(telling)
}

/// Returns the handle of which an interaction tells that it may be the user's own.
fn about<'a>(i: &'a Interaction, member: &Member) -> Option<&'a Handle> {
    let own = i.from.as_ref().is_some_and(|h| member.mine.has(h, i.at));
    match (&i.from, &i.parties[..]) {
        (Some(from), _) if i.sent && !own => Some(from),
        (_, [only]) if own => Some(&only.handle),
        _ => None,
    }
}

impl Answer for Myself {
    fn show(&self, screen: &mut Screen) {
        let name = if self.names.is_empty() { "not known".to_owned() } else { self.names.join(", ") };
        screen.line(&format!("Your name: {name}"));
        let told = [
            ("zone", &self.zone),
            ("region", &self.region),
            ("working days", &self.working_days),
            ("profession", &self.profession),
        ];
        for (what, value) in told.iter().filter_map(|(what, value)| Some((what, value.as_ref()?))) {
            screen.line(&format!("Your {what}: {value}"));
        }
        if self.handles.is_empty() {
            screen.gap();
            screen.line("No address is known to be yours. Say yours, so that what you sent can be told from what came:");
            screen.command(&format!("{} me --address you@example.org", self.program));
        } else {
            screen.heading("Your own");
            let rows: Vec<Vec<String>> =
                self.handles.iter().map(|h| vec![h.shown.clone(), h.because.clone()]).collect();
            screen.columns(&rows);
        }
        let Some(first) = self.proposals.first() else { return };
        screen.heading("Yours too?");
        for proposed in &self.proposals {
            screen.indented(2, &proposed.address);
            screen.indented(6, &proposed.because.join("; "));
        }
        screen.line("They count for nothing until you say yes, or no:");
        let address = quoted(&first.address);
        screen.command(&format!("{} me --address {address}", self.program));
        screen.command(&format!("{} me --not {address}", self.program));
    }
}

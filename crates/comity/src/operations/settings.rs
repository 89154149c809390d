//! The numbers and levels that the user may change.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::network::{Network, free_mail};
use crate::operation::{Answer, Effect, Entry, Operation, entry};
use crate::rulebook;
use crate::screen::{Ink, Screen};
use clap::Args;
use comity_core::packs::{self, Pack};
use comity_core::rule::{Group, Level};
use comity_core::settings::NUMBERS;
use comity_core::{Moment, Platform, Said};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) const OPERATION: Entry = entry::<Settings>();

/// What is sensible for each number; outside, a rule would say nonsense.
const RANGES: &[(&str, i64, i64)] = &[
    ("gap-days", 3, 21),
    ("gap-active-days", 3, 21),
    ("gap-close-days", 3, 21),
    ("attempts", 2, 4),
    ("rest-days", 90, 365),
    ("attempt-hours", 1, 72),
    ("audience", 1, 25),
    ("gave-up-days", 10, 30),
    ("growth-hours", 30, 100),
    ("growth-meetings", 1, 10),
    ("ask-again-days", 90, 3650),
    ("pending-requests", 1, 100),
    ("burst-hours", 12, 72),
    ("thanks-hint-hours", 12, 96),
    ("thanks-warn-hours", 12, 96),
    ("ask-share", 30, 80),
    ("min-events", 3, 10),
    ("debt-max", 2, 6),
    ("debt-months", 12, 36),
    ("address-stale-days", 180, 730),
    ("cadence-5", 1, 60),
    ("cadence-15", 7, 180),
    ("cadence-50", 30, 365),
    ("cadence-150", 90, 730),
    ("cadence-grace", 100, 300),
    ("week-capacity", 1, 100),
    ("day-capacity", 1, 50),
    ("new-tie-days", 14, 60),
    ("ask-none", 0, 4),
    ("ask-known", 0, 4),
    ("ask-active", 0, 4),
    ("ask-close", 0, 4),
    ("promise-days", 3, 30),
    ("intro-report-days", 3, 30),
    ("quiet-from", 18, 22),
    ("quiet-to", 7, 10),
    ("call-from", 8, 10),
    ("call-to", 18, 21),
    ("out-in-ratio", 2, 6),
    ("dormant-years", 1, 5),
    ("cc-strangers", 1, 10),
    ("intro-consent-days", 14, 365),
    ("inbound-hint", 1, 15),
    ("inbound-warn", 1, 15),
    ("inbound-error", 1, 15),
    ("invitations-hint", 5, 80),
    ("invitations-warn", 5, 80),
    ("pending-invitations", 20, 300),
    ("accepted-share", 10, 60),
    ("answer-days", 7, 180),
];

/// Show the settings, or change one
///
/// `settings KEY VALUE` sets a number, `settings rule NAME LEVEL` the level of a rule (stop, error, warn, hint,
/// pass, off, default), `settings pack NAME on` turns on the rules of a profession or a place, `settings
/// approved-channels PLATFORM…` says what your firm archives, `settings free-mail DOMAIN…` adds domains of free
/// mail. The value `default` brings a number or a level of the house back, `none` empties approved-channels, and
/// `undo` takes back any of them.
#[derive(Args, Deserialize, JsonSchema)]
pub(super) struct Settings {
    /// Which: a key, `rule`, `pack`, `approved-channels`, or `free-mail`
    key: Option<String>,
    /// The new value; after `rule` the name and the level, after `pack` the name and
    /// `on` or `off`, after `free-mail` the domains
    #[serde(default)]
    value: Vec<String>,
}

/// The settings that were asked for.
#[derive(Serialize, JsonSchema)]
pub(super) struct Shown {
    numbers: Vec<Number>,
    rules: Vec<RuleLevel>,
    /// Domains of free mail that you added.
    free_mail: Vec<String>,
    /// Sets of rules of law and conduct, each on or off.
    packs: Vec<PackShown>,
    /// Platforms that your firm archives; work mail needs no word.
    approved_channels: Vec<String>,
    /// The number of the new entry of the log; nothing where nothing was changed.
    noted: Option<u64>,
    /// Only what was asked for is shown.
    #[serde(skip)]
    one: bool,
    #[serde(skip)]
    which: Option<String>,
}

/// One number.
#[derive(Serialize, JsonSchema)]
struct Number {
    key: String,
    value: i64,
    default: i64,
    /// Where the value comes from: `you` or `default`.
    from: String,
    /// The least and the greatest value that make sense.
    least: i64,
    most: i64,
    meaning: String,
}

/// A set of rules of law and conduct for a profession or a place.
#[derive(Serialize, JsonSchema)]
struct PackShown {
    pack: String,
    on: bool,
    /// For whom it is.
    title: String,
    jurisdiction: String,
    /// When its sources were last looked at.
    reviewed: String,
    /// That was more than a year ago.
    old: bool,
    /// Its sources were read second-hand alone: it never says stop.
    draft: bool,
    rules: Vec<String>,
    sources: Vec<String>,
    /// What whoever turns it on must know.
    says: String,
}

/// The level of a rule.
#[derive(Serialize, JsonSchema)]
struct RuleLevel {
    rule: String,
    /// `stop`, `error`, `warn`, `hint`, `pass`, or `off`.
    level: String,
    /// The gravest level that the rule gives of itself.
    default: String,
    /// Where the level comes from: `you` or `default`.
    from: String,
}

impl Operation for Settings {
    const NAME: &'static str = "settings";
    const EFFECT: Effect = Effect::Adds;
    type Answer = Shown;

    fn run(self, context: &Context) -> Result<Shown> {
        let network = context.network()?;
        let key = self.key.as_deref().map(|k| k.trim().to_lowercase().replace('_', "-"));
        let value: Vec<&str> = self.value.iter().map(String::as_str).collect();
        match (key.as_deref(), value.as_slice()) {
            (None, _) => shown(context, network, None),
            (Some("rule"), []) => shown(context, network, Some("rule")),
            (Some("rule"), [name]) => {
                shown(context, network, Some(rulebook::named(name, &network.held()?.settings)?.name))
            }
            (Some("rule"), [name, level]) => rule(context, network, name, level),
            (Some("rule"), _) => {
                Err(Error::user("a rule has one level", "say `comity settings rule NAME LEVEL`"))
            }
            (Some("free-mail"), []) => shown(context, network, Some("free-mail")),
            (Some("free-mail"), domains) => free(context, network, domains),
            (Some("pack"), []) => shown(context, network, Some("pack")),
            (Some("pack"), [name]) => shown(context, network, Some(&pack(name)?.name)),
            (Some("pack"), [name, state]) => turn(context, network, name, state),
            (Some("pack"), _) => {
                Err(Error::user("a pack is on or off", "say `comity settings pack NAME on`"))
            }
            (Some("approved-channels"), []) => shown(context, network, Some("approved-channels")),
            (Some("approved-channels"), words) => approve(context, network, words),
            (Some(key), value) => number(context, network, key, value),
        }
    }
}

fn rule(context: &Context, network: &Network, name: &str, level: &str) -> Result<Shown> {
    let rule = rulebook::named(name, &network.held()?.settings)?;
    if rule.group == Group::Refused {
        return Err(Error::Refused(
            format!("the level of `{}` cannot be changed", rule.name),
            "only they can lift it, by writing to you".to_owned(),
        ));
    }
    let level = level.trim().to_lowercase();
    if Level::parse(&level).is_none() && !matches!(level.as_str(), "off" | "default") {
        let levels = "use one of: stop, error, warn, hint, pass, off, default";
        return Err(Error::user(format!("`{level}` is no level"), levels));
    }
    set(context, network, &format!("rule {}", rule.name), &level, rule.name)
}

/// Finds a pack by its name.
fn pack(name: &str) -> Result<&'static Pack> {
    packs::find(&name.trim().to_lowercase()).ok_or_else(|| {
        let names: Vec<&str> = packs::all().iter().map(|p| p.name.as_str()).collect();
        Error::user(format!("there is no pack `{name}`"), format!("use one of: {}", names.join(", ")))
    })
}

fn turn(context: &Context, network: &Network, name: &str, state: &str) -> Result<Shown> {
    let pack = pack(name)?;
    let state = state.trim().to_lowercase();
    if !matches!(state.as_str(), "on" | "off") {
        return Err(Error::user(format!("a pack cannot be `{state}`"), "say `on` or `off`"));
    }
    set(context, network, &format!("pack {}", pack.name), &state, &pack.name)
}

fn approve(context: &Context, network: &Network, words: &[&str]) -> Result<Shown> {
    let words: Vec<String> = words.iter().map(|w| w.trim().to_lowercase()).collect();
    if let Some(wrong) = words.iter().find(|w| *w != "none" && Platform::parse(w).is_none()) {
        return Err(Error::user(
            format!("`{wrong}` is no platform"),
            "name them as in `--via`: linkedin, teams, …",
        ));
    }
    let words: Vec<String> = words.into_iter().filter(|w| w != "none").collect();
    set(context, network, "approved-channels", &words.join(" "), "approved-channels")
}

fn free(context: &Context, network: &Network, domains: &[&str]) -> Result<Shown> {
    let domains: Vec<String> =
        domains.iter().map(|d| d.trim().trim_start_matches('@').to_lowercase()).collect();
    let is_domain = |d: &String| {
        d.contains('.') && !d.starts_with('.') && !d.ends_with('.') && !d.contains(['@', '/', ' ', ','])
    };
    if let Some(wrong) = domains.iter().find(|d| !is_domain(d)) {
        return Err(Error::user(format!("`{wrong}` is no mail domain"), "write it as `post.example`"));
    }
    set(context, network, "free-mail", &domains.join(" "), "free-mail")
}

fn number(context: &Context, network: &Network, key: &str, value: &[&str]) -> Result<Shown> {
    let Some(&(key, default, _)) = NUMBERS.iter().find(|(k, ..)| *k == key) else { return Err(unknown(key)) };
    let [value] = value else {
        return match value {
            [] => shown(context, network, Some(key)),
            _ => Err(Error::user(
                format!("`{key}` has one value"),
                format!("say `comity settings {key} {default}`"),
            )),
        };
    };
    let (least, most) = range(key);
    let wanted = if *value == "default" { Some(default) } else { value.parse().ok() };
    match wanted.filter(|n| (least..=most).contains(n)) {
        Some(number) => set(context, network, key, &number.to_string(), key),
        None => Err(Error::user(
            format!("`{key}` cannot be `{value}`"),
            format!("use a whole number from {least} to {most}, or `default` ({default})"),
        )),
    }
}

fn unknown(key: &str) -> Error {
    let mut keys: Vec<&str> =
        NUMBERS.iter().map(|(k, ..)| *k).chain(["rule", "pack", "free-mail", "approved-channels"]).collect();
    let like = |k: &&str| rapidfuzz::fuzz::ratio(key.chars(), k.chars());
    keys.sort_by(|a, b| like(b).total_cmp(&like(a)));
    let help = format!("did you mean `{}` or `{}`? `comity settings` lists all", keys[0], keys[1]);
    Error::user(format!("there is no setting `{key}`"), help)
}

fn set(context: &Context, network: &Network, key: &str, value: &str, which: &str) -> Result<Shown> {
    let said = network.say(context, &[], Said::Setting { key: key.to_owned(), value: value.to_owned() })?;
    Ok(Shown { noted: Some(said.id), ..shown(context, network, Some(which))? })
}

fn range(key: &str) -> (i64, i64) {
    RANGES.iter().find(|(k, ..)| *k == key).map_or((0, i64::MAX), |(_, least, most)| (*least, *most))
}

/// Returns all settings, or those of one key; a rule by its name, all rules as `rule`.
fn shown(context: &Context, network: &Network, which: Option<&str>) -> Result<Shown> {
    let (held, now) = (network.held()?, context.now());
    let wanted = |key: &str| which.is_none_or(|w| w == key);
    let stated = |key: &str| crate::network::setting(&held.statements, key).is_some();
    let from = |you: bool| if you { "you" } else { "default" }.to_owned();
    let numbers = NUMBERS.iter().filter(|(key, ..)| wanted(key)).map(|(key, default, meaning)| {
        let value = held.settings.number(key).unwrap_or(*default);
        let (least, most) = range(key);
        let from = from(stated(key) && value != *default);
        Number {
            key: (*key).to_owned(),
            value,
            default: *default,
            from,
            least,
            most,
            meaning: (*meaning).to_owned(),
        }
    });
    let rules = held.settings.rules().filter(|r| wanted(r.name) || which == Some("rule"));
    let rules = rules.map(|r| {
        let set = held.settings.level(r.name);
        let level = set.map_or(r.level.word(), |s| s.map_or("off", Level::word));
        let default = r.level.word().to_owned();
        RuleLevel { rule: r.name.to_owned(), level: level.to_owned(), default, from: from(set.is_some()) }
    });
    Ok(Shown {
        numbers: numbers.collect(),
        rules: rules.collect(),
        free_mail: if wanted("free-mail") { free_mail(&held.statements) } else { Vec::new() },
        packs: packs::all()
            .iter()
            .filter(|p| wanted(&p.name) || which == Some("pack"))
            .map(|p| pack_shown(p, &held.settings, now))
            .collect(),
        approved_channels: if wanted("approved-channels") {
            held.settings.approved.iter().cloned().collect()
        } else {
            Vec::new()
        },
        noted: None,
        one: which.is_some(),
        which: which.map(str::to_owned),
    })
}

fn pack_shown(pack: &Pack, settings: &comity_core::settings::Settings, now: Moment) -> PackShown {
    PackShown {
        pack: pack.name.clone(),
        on: settings.packs.contains(&pack.name),
        title: pack.title.clone(),
        jurisdiction: pack.jurisdiction.clone(),
        reviewed: pack.reviewed.to_string(),
        old: pack.is_old(now),
        draft: pack.draft,
        rules: pack.rules.clone(),
        sources: pack.sources.clone(),
        says: pack.says.clone(),
    }
}

impl Answer for Shown {
    fn show(&self, screen: &mut Screen) {
        if !self.numbers.is_empty() && !self.one {
            screen.heading("Numbers");
        }
        for n in &self.numbers {
            n.show(screen);
        }
        if !self.one {
            screen.heading("Rules (the gravest level that each gives)");
        }
        let rows = self.rules.iter().map(|r| {
            let default = if r.from == "you" {
                format!("as you set it; {} of itself", r.default)
            } else {
                String::new()
            };
            vec![r.rule.clone(), r.level.clone(), default]
        });
        screen.columns(&rows.collect::<Vec<_>>());
        if !self.packs.is_empty() && !self.one {
            screen.heading("Packs (rules of law and conduct, off until you turn them on)");
        }
        for pack in &self.packs {
            pack.show(screen, self.packs.len() == 1);
        }
        if !self.approved_channels.is_empty() {
            screen.line(&format!("Your firm archives work mail and: {}.", self.approved_channels.join(", ")));
        } else if self.which.as_deref() == Some("approved-channels") {
            screen.line("Your firm archives work mail, and nothing else that you named.");
        }
        if !self.free_mail.is_empty() {
            screen.gap();
            screen.line(&format!("Free mail, as you added it: {}.", self.free_mail.join(", ")));
        } else if self.which.as_deref() == Some("free-mail") {
            screen.line("You added no domains of free mail.");
        }
        if let Some(id) = self.noted {
            screen.line(&format!("Noted as entry {id}."));
        }
    }
}

impl PackShown {
    fn show(&self, screen: &mut Screen, whole: bool) {
        let draft = if self.draft { ", a draft" } else { "" };
        let old = if self.old { ", more than a year old" } else { "" };
        let state = if self.on { "on" } else { "off" };
        let about = format!("({}, reviewed {}{draft}{old})", self.jurisdiction, self.reviewed);
        screen.pieces(2, &[(&format!("{} {state}", self.pack), Ink::Bold), (&about, Ink::Dim)]);
        screen.indented(6, &self.title);
        if whole {
            screen.indented(6, &format!("turns on {}", self.rules.join(", ")));
            screen.indented(6, &format!("mind: {}", self.says));
            self.sources.iter().for_each(|source| screen.indented(6, &format!("source: {source}")));
        }
    }
}

impl Number {
    fn show(&self, screen: &mut Screen) {
        let value = format!("{} {}", self.key, self.value);
        let from = match self.from.as_str() {
            "you" => format!("(as you set it; {} of itself)", self.default),
            _ => String::new(),
        };
        screen.pieces(2, &[(&value, Ink::Bold), (&from, Ink::Dim)]);
        screen.indented(6, &format!("{}; from {} to {}", self.meaning, self.least, self.most));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_range_that_holds_its_default() {
        assert_eq!(NUMBERS.len(), RANGES.len());
        for (key, default, _) in NUMBERS {
            let (_, least, most) = RANGES.iter().find(|(k, ..)| k == key).unwrap_or_else(|| panic!("{key}"));
            assert!((*least..=*most).contains(default), "{key}");
        }
    }
}

//! What stands above a rule: its annotations, and the comments that are its page.

use crate::facts::{FACTS, find};
use crate::fault::{Fault, Source, meant};
use crate::set::Piece;
use cedar_policy_core::ast::{self, Effect};
use cedar_policy_core::parser::Loc;
use comity_core::rule::Level;
use comity_core::rules;

/// What is written above a rule, each `@key("value")` with its place.
pub(crate) struct Told<'p> {
    pub(crate) source: Source<'p>,
    pub(crate) begin: usize,
    told: Vec<(String, String, usize)>,
}

/// What may be written above a rule; the first four must be.
const KEYS: [&str; 6] = ["name", "level", "message", "help", "code", "source"];

impl<'p> Told<'p> {
    pub(crate) fn of(source: Source<'p>, policy: &ast::Policy) -> Self {
        let begin = policy.loc().map_or(0, Loc::start);
        let told = policy.annotations().map(|(key, value)| {
            let at = value.loc.as_ref().map_or(begin, Loc::start);
            (key.to_string(), value.val.to_string(), at)
        });
        Self { source, begin, told: told.collect() }
    }

    fn at(&self, key: &str) -> usize {
        self.told.iter().find(|(k, ..)| k == key).map_or(self.begin, |(.., at)| *at)
    }

    pub(crate) fn some(&self, key: &str) -> Option<&str> {
        let found = self.told.iter().find(|(k, value, _)| k == key && !value.trim().is_empty());
        found.map(|(_, value, _)| value.trim())
    }

    pub(crate) fn one(&self, key: &str, help: &str) -> Result<&str, Fault> {
        self.some(key).ok_or_else(|| {
            let what = format!("the rule has no {key}");
            self.source.fault(self.at(key), what, format!("write {help} above it"))
        })
    }

    fn fault(&self, key: &str, what: String, help: impl Into<String>) -> Fault {
        self.source.fault(self.at(key), what, help)
    }

    pub(crate) fn unknown(&self) -> Result<(), Fault> {
        match self.told.iter().find(|(key, ..)| !KEYS.contains(&key.as_str())) {
            None => Ok(()),
            Some((key, _, at)) => {
                Err(self.source.fault(*at, format!("`@{key}` says nothing here"), meant(key, KEYS)))
            }
        }
    }

    pub(crate) fn name(&self) -> Result<&str, Fault> {
        let name = self.one("name", "`@name(\"the-error-in-kebab-case\")`")?;
        let is_kebab = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && !name.starts_with('-')
            && !name.ends_with('-')
            && !name.contains("--");
        if !is_kebab {
            let what = format!("`{name}` is no name of a rule");
            return Err(self.fault(
                "name",
                what,
                "use small letters, digits and single hyphens: `writing-at-night`",
            ));
        }
        self.free("name", name)
    }

    pub(crate) fn free<'n>(&self, key: &str, name: &'n str) -> Result<&'n str, Fault> {
        match rules::find(name) {
            None if name != "test" && name != "facts" => Ok(name),
            _ => Err(self.fault(key, format!("`{name}` is a built-in rule"), "choose another name")),
        }
    }

    pub(crate) fn level(&self, effect: Effect) -> Result<Level, Fault> {
        let word = self.one("level", "`@level(\"warn\")`")?;
        let words = Level::ALL.iter().map(|l| l.word());
        let level = Level::parse(word)
            .ok_or_else(|| self.fault("level", format!("`{word}` is no level"), meant(word, words)))?;
        match (effect, level) {
            (Effect::Permit, Level::Pass) => Ok(level),
            (Effect::Permit, _) => Err(self.fault(
                "level",
                "`permit` says that something is fine".to_owned(),
                "its level is `pass`; else write `forbid`",
            )),
            (Effect::Forbid, Level::Pass) => Err(self.fault(
                "level",
                "`forbid` says that something is not fine".to_owned(),
                "write `permit`, or one of `hint`, `warn`, `error`, `stop`",
            )),
            (Effect::Forbid, _) => Ok(level),
        }
    }

    /// Returns the message in pieces: what stands between braces is the person, or a fact.
    pub(crate) fn message(&self) -> Result<Vec<Piece>, Fault> {
        let text = self.one("message", "`@message(\"what is wrong with the approach\")`")?;
        let mut pieces = Vec::new();
        for (place, part) in text.split('{').enumerate() {
            let Some((name, rest)) = part.split_once('}').filter(|_| place > 0) else {
                pieces.push(Piece::Text(if place > 0 { format!("{{{part}") } else { part.to_owned() }));
                continue;
            };
            pieces.push(match (name, find(name)) {
                ("who", _) => Piece::Who,
                (_, Some(fact)) => Piece::Fact(fact),
                _ => {
                    let names = FACTS.iter().map(|f| f.name).chain(["who"]);
                    return Err(self.fault(
                        "message",
                        format!("there is no fact `{name}`"),
                        meant(name, names),
                    ));
                }
            });
            pieces.push(Piece::Text(rest.to_owned()));
        }
        pieces.retain(|piece| *piece != Piece::Text(String::new()));
        Ok(pieces)
    }
}

/// Returns the page of a rule: the comments right above it, else its message.
pub(crate) fn prose(source: Source<'_>, told: &Told<'_>, name: &str, code: &str) -> String {
    let above = &source.text[..told.begin];
    let above = above.rfind('\n').map_or("", |end| &above[..end]);
    let mut lines: Vec<&str> = above.lines().rev().map_while(comment).collect();
    lines.reverse();
    let said = lines.join("\n");
    let said = if said.trim().is_empty() { told.some("message").unwrap_or_default() } else { said.trim() };
    let from = told.some("source").map(|source| format!("\n\n**Source.** {source}")).unwrap_or_default();
    let title = if code == name { name.to_owned() } else { format!("{name} ({code})") };
    format!("# {title}\n\n{said}{from}\n")
}

/// Returns what a line of comment says.
pub(crate) fn comment(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("//")?;
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

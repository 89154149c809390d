//! Packs: sets of rules of law and conduct that a user turns on, as data.
//!
//! A pack says for whom and where it holds, on what it rests and when that was last looked at. What was read
//! second-hand alone is a draft, a pack or a rule of it: it says so in every finding, and never says stop.

use crate::rule::{Evidence, Level};
use crate::time::{Moment, Span};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

macro_rules! packs {
    ($($name:literal)*) => {
        /// The files, one line each.
        const TEXTS: &[&str] = &[$(include_str!(concat!("packs/", $name, ".pack")),)*];
    };
}

packs! {
    "lawyer-us-model"
    "judge-and-court"
    "clinician-uk"
    "clinician-us"
    "counsellor-us"
    "school-staff"
    "finance-us"
    "energy-uk"
    "public-bidder"
    "marketing-us"
    "marketing-ca"
    "marketing-uk"
    "marketing-eu"
}

/// A year after its review a pack says that it is old.
const FRESH: Span = Span::days(365);

/// One set of rules for one profession or place.
#[derive(Clone, Debug, PartialEq)]
pub struct Pack {
    pub name: String,
    /// For whom it is, in words.
    pub title: String,
    pub jurisdiction: String,
    /// When its sources were last looked at.
    pub reviewed: Moment,
    /// Its sources were read second-hand alone.
    pub draft: bool,
    /// Those of its rules whose own sources were, where the rest is no draft.
    pub draft_rules: Vec<String>,
    /// The names of the rules that it turns on.
    pub rules: Vec<String>,
    pub sources: Vec<String>,
    /// What whoever turns it on must know.
    pub says: String,
}

static PACKS: LazyLock<Vec<Pack>> =
    LazyLock::new(|| TEXTS.iter().filter_map(|text| Pack::parse(text).ok()).collect());

/// Returns all packs, in the order of the list.
pub fn all() -> &'static [Pack] {
    &PACKS
}

/// Which packs turn a rule on: asked for each rule of duty before each approach.
static TURNING_ON: LazyLock<FxHashMap<&str, Vec<&Pack>>> = LazyLock::new(|| {
    let mut packs: FxHashMap<&str, Vec<&Pack>> = FxHashMap::default();
    for pack in all() {
        for rule in &pack.rules {
            packs.entry(rule).or_default().push(pack);
        }
    }
    packs
});

/// Returns the packs that turn a rule on, in the order of the list.
pub fn turning_on(rule: &str) -> &'static [&'static Pack] {
    TURNING_ON.get(rule).map_or(&[], Vec::as_slice)
}

/// Finds a pack by its name.
pub fn find(name: &str) -> Option<&'static Pack> {
    all().iter().find(|pack| pack.name == name)
}

impl Pack {
    /// Reads a pack: one `key: value` a line; `source` may come several times, `#` begins a comment.
    ///
    /// # Errors
    /// Fails with the line and what is wrong with it, or with what is missing.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut told: Vec<(&str, &str)> = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let pair =
                line.split_once(':').ok_or_else(|| format!("line {}: `{line}` has no `:`", number + 1))?;
            let (key, value) = (pair.0.trim(), pair.1.trim());
            if !KEYS.contains(&key) {
                return Err(format!("line {}: there is no key `{key}`", number + 1));
            }
            told.push((key, value));
        }
        let one = |key: &str| {
            let found = told.iter().find(|(k, value)| *k == key && !value.is_empty());
            found.map(|(_, value)| (*value).to_owned()).ok_or_else(|| format!("`{key}` is missing"))
        };
        let words = |key| -> Vec<String> {
            one(key).unwrap_or_default().split_whitespace().map(str::to_owned).collect()
        };
        let day = one("reviewed")?;
        let draft = one("draft")?;
        Ok(Self {
            name: one("name")?,
            title: one("title")?,
            jurisdiction: one("jurisdiction")?,
            reviewed: Moment::parse_iso(&day).ok_or_else(|| format!("`{day}` is no day"))?,
            draft: match draft.as_str() {
                "yes" => true,
                "no" => false,
                other => return Err(format!("`draft` is yes or no, not `{other}`")),
            },
            draft_rules: words("draft-rules"),
            rules: one("rules")?.split_whitespace().map(str::to_owned).collect(),
            sources: told.iter().filter(|(k, _)| *k == "source").map(|(_, v)| (*v).to_owned()).collect(),
            says: one("says")?,
        })
    }

    /// Tells whether its sources were last looked at more than a year before a moment.
    pub fn is_old(&self, at: Moment) -> bool {
        self.reviewed.shortest_until(at) > FRESH
    }

    /// Tells whether what it says of a rule rests on what was read second-hand alone.
    pub fn is_draft(&self, rule: &str) -> bool {
        self.draft || self.draft_rules.iter().any(|r| r == rule)
    }

    /// Returns the gravest level that a rule may give by it.
    pub fn cap(&self, rule: &str, level: Level) -> Level {
        if self.is_draft(rule) { level.min(Level::Error) } else { level }
    }

    /// Returns what a finding of one of its rules must say, as of a moment.
    pub fn told(&self, rule: &str, at: Moment) -> Evidence {
        let draft = if self.is_draft(rule) { "; a draft: its sources were read second-hand" } else { "" };
        let old = if self.is_old(at) { "; more than a year old: look at the text in force" } else { "" };
        Evidence::fact(format!(
            "pack {}, {}, reviewed {}: {}{draft}{old}",
            self.name,
            self.jurisdiction,
            self.reviewed.wall().date().strftime("%-d %b %Y"),
            self.says
        ))
    }
}

const KEYS: [&str; 9] =
    ["name", "title", "jurisdiction", "reviewed", "draft", "draft-rules", "rules", "source", "says"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Group;
    use crate::rules::{RULES, find as rule};

    #[test]
    fn every_pack_is_read_and_turns_on_rules_that_there_are() {
        assert_eq!(all().len(), TEXTS.len());
        for text in TEXTS {
            let pack = Pack::parse(text).unwrap();
            assert!(!pack.sources.is_empty(), "{} names no source", pack.name);
            assert!(pack.draft_rules.iter().all(|r| pack.rules.contains(r)), "{}", pack.name);
            for name in &pack.rules {
                let group = rule(name).map(|r| r.group);
                assert_eq!(group, Some(Group::Duty), "{} turns on `{name}`", pack.name);
            }
        }
        for rule in RULES.iter().filter(|r| r.group == Group::Duty) {
            let has = |pack: &Pack| pack.rules.iter().any(|name| name == rule.name);
            assert!(all().iter().any(has), "no pack turns on {}", rule.name);
        }
    }

    #[test]
    fn a_pack_tells_its_age_and_that_it_is_a_draft() {
        let at = |text: &str| Moment::parse_iso(text).unwrap();
        let draft = find("clinician-uk").unwrap();
        assert!(draft.told("befriending-patient", at("2026-12-01T09:00:00Z")).what.contains("a draft"));
        assert!(!draft.told("befriending-patient", at("2026-12-01T09:00:00Z")).what.contains("a year old"));
        assert!(draft.told("befriending-patient", at("2028-01-01T09:00:00Z")).what.contains("a year old"));
        assert_eq!(draft.cap("befriending-patient", Level::Stop), Level::Error);
        let lawyer = find("lawyer-us-model").unwrap();
        assert_eq!(lawyer.cap("bypassing-counsel", Level::Stop), Level::Error);
        assert_eq!(lawyer.cap("live-solicitation", Level::Stop), Level::Stop);
        assert_eq!(find("finance-us").map(|p| p.cap("off-channel", Level::Stop)), Some(Level::Stop));
    }

    #[test]
    fn what_is_wrong_in_a_pack_is_told_with_its_line() {
        assert_eq!(Pack::parse("name: a\nwrong"), Err("line 2: `wrong` has no `:`".to_owned()));
        assert_eq!(Pack::parse("colour: a"), Err("line 1: there is no key `colour`".to_owned()));
        assert_eq!(Pack::parse("name: a"), Err("`reviewed` is missing".to_owned()));
    }
}

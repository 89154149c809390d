//! Rules as users name them.

use crate::error::{Error, Result};
use comity_core::rule::Rule;
use comity_core::rules::RULES;
use comity_core::settings::Settings;

/// How many names a mistyped one may have meant.
const NEAREST: usize = 3;

/// Finds a rule by its name, code or an alias; of the user's own those that are loaded.
///
/// # Errors
/// Fails with the names that are nearest.
pub fn named(name: &str, settings: &Settings) -> Result<&'static Rule> {
    let wanted = name.trim().to_lowercase().replace(['_', ' '], "-");
    settings.rule(&wanted).ok_or_else(|| {
        let nearest: Vec<String> = nearest(&wanted, settings).iter().map(|n| format!("`{n}`")).collect();
        let help = match nearest.is_empty() {
            true => "`comity rule` lists all".to_owned(),
            false => format!("did you mean {}? `comity rule` lists all", nearest.join(" or ")),
        };
        Error::user(format!("there is no rule `{name}`"), help)
    })
}

/// More alike than this, and a tag was meant to be another one.
const MISSPELT: f64 = 0.8;

/// Returns the tag that rules read and that was probably meant by one that none reads.
pub fn meant_tag(tag: &str) -> Option<&'static str> {
    let tag = tag.to_lowercase();
    let read = || RULES.iter().flat_map(|rule| rule.tags).copied();
    let like = |read: &str| rapidfuzz::fuzz::ratio(tag.chars(), read.chars());
    let nearest = read().max_by(|a, b| like(a).total_cmp(&like(b)))?;
    (nearest != tag && like(nearest) >= MISSPELT).then_some(nearest)
}

/// Less alike is another word, not a slip.
const SLIP: f64 = 0.5;

/// Returns the names that are near to one that is none, nearest first.
fn nearest(wanted: &str, settings: &Settings) -> Vec<&'static str> {
    let mut rules: Vec<(f64, &str)> = settings.rules().map(|r| (likeness(wanted, r.name), r.name)).collect();
    rules.sort_by(|a, b| b.0.total_cmp(&a.0));
    rules.into_iter().filter(|(likeness, _)| *likeness >= SLIP).take(NEAREST).map(|(_, name)| name).collect()
}

/// Returns how alike two names are: whole words in common first, then letters in order.
fn likeness(wanted: &str, name: &str) -> f64 {
    let words = wanted.split('-').filter(|w| w.len() > 2 && name.split('-').any(|n| n == *w)).count();
    // INVARIANT: a name has a handful of words.
    words as f64 + rapidfuzz::fuzz::ratio(wanted.chars(), name.chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_that_rules_read_is_guessed_from_a_misspelt_one() {
        assert_eq!(meant_tag("represnted"), Some("represented"));
        assert_eq!(meant_tag("In_Need"), Some("in-need"));
        for own in ["represented", "client", "book club", "choir"] {
            assert_eq!(meant_tag(own), None, "{own}");
        }
    }

    #[test]
    fn a_rule_is_found_by_every_name_and_guessed_from_a_wrong_one() {
        let house = Settings::default();
        assert_eq!(named("Too Soon", &house).map(|r| r.code).ok(), Some("IM1"));
        assert_eq!(named("wp1", &house).map(|r| r.name).ok(), Some("professional-on-personal-platform"));
        assert_eq!(nearest("to-soon", &house)[0], "too-soon");
        assert_eq!(nearest("personal-platform", &house)[0], "business-on-personal-platform");
        assert!(nearest("zzz", &house).is_empty());
        assert!(named("to-soon", &house).is_err_and(|e| e.help().is_some_and(|h| h.contains("`too-soon`"))));
    }
}

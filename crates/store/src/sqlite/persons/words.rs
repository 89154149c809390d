//! The words by which a person is found.

use crate::person::Derived;
use std::collections::BTreeMap;

/// How much a word of the name counts, of another name or an address, and of an organisation.
const NAME: i64 = 3;
const OTHER: i64 = 2;
const ORGANISATION: i64 = 1;

/// Returns the words of a person with their weights, in order.
pub(super) fn of(person: &Derived) -> Vec<(String, i64)> {
    let mut words: BTreeMap<String, i64> = BTreeMap::new();
    let mut add = |text: &str, weight: i64| {
        for word in split(text).flat_map(|word| both(&word)) {
            let known = words.entry(word).or_default();
            *known = weight.max(*known);
        }
    };
    add(&person.name, NAME);
    for name in &person.also {
        add(name, OTHER);
    }
    for (handle, _) in &person.handles {
        add(handle.address(), OTHER);
    }
    for text in person.organisation.iter().chain(&person.tags) {
        add(text, ORGANISATION);
    }
    words.into_iter().collect()
}

/// Returns the parts of a query, each in the ways in which it may be stored.
pub(in super::super) fn query(text: &str) -> Vec<Vec<String>> {
    split(text).map(|word| both(&word)).collect()
}

/// Cuts a text into lower-case words.
fn split(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Returns a word as written and, where it differs, in plain letters.
fn both(word: &str) -> Vec<String> {
    let plain = fold(word);
    let mut both = vec![word.to_owned()];
    if plain != word && !plain.is_empty() {
        both.push(plain);
    }
    both
}

/// Returns a word in lower-case Latin letters and digits, for comparing only.
fn fold(word: &str) -> String {
    let plain = deunicode::deunicode(word).to_lowercase();
    plain.chars().filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_with_and_without_accents() {
        let person = Derived { name: "Zoë O'Brien-Núñez".into(), ..Derived::default() };
        let words: Vec<String> = of(&person).into_iter().map(|(word, _)| word).collect();
        assert_eq!(words, ["brien", "nunez", "núñez", "o", "zoe", "zoë"]);
        assert_eq!(query("ZOË n"), [vec!["zoë".to_owned(), "zoe".into()], vec!["n".into()]]);
    }
}

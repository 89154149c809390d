//! What stands in the place of a name, and how it is shown.

use super::folded;
use super::parsed::Words;
use crate::record::Name;

/// What a text that stands in the place of a name really is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// Given and family name, either of them perhaps an initial.
    Full,
    /// A single word: "Ana", "Mum".
    Single,
    /// A mail address or a number.
    Address,
    /// A label of a phone book that tells no name: "Mum", "Dad's lawyer", "Work reception".
    Label,
    /// A firm, an office, a list.
    Organisation,
    /// A couple or a household: "Ana & Tom Ruiz", "Familie Ruiz".
    Several,
    Empty,
}

/// Returns a name as people are introduced: given name first, and without what a profile hangs behind it.
///
/// "Ruiz, Ana" becomes "Ana Ruiz", "Ana Ruiz | Firm" becomes "Ana Ruiz"; "Ana Ruiz, PhD" stays. What is in
/// order already stays as it is.
pub fn in_order(name: &Name) -> Name {
    let whole = bare(name.full.split(['|', '•']).next().unwrap_or(&name.full));
    match whole.split_once(',') {
        Some((family, rest)) if !is_nothing_but_titles(rest) => {
            turned(bare(family), rest).unwrap_or_else(|| name.clone())
        }
        _ if whole == name.full || whole.is_empty() => name.clone(),
        _ => Name::whole(whole),
    }
}

/// Turns a name round whose family name stands before a comma: "Ruiz, Ana, PhD" is Ana Ruiz.
///
/// Of several commas the first tells; what the others part off is no name.
fn turned(family: &str, rest: &str) -> Option<Name> {
    let given = rest.split(',').map(bare).find(|part| !is_nothing_but_titles(part)).unwrap_or("");
    Some(Name::parts(given, family)).filter(|name| !name.full.is_empty())
}

/// Returns a name without the quotes around it.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| matches!(c, '"' | '\'') || c.is_whitespace())
}

fn is_nothing_but_titles(text: &str) -> bool {
    text.split_whitespace().all(is_title)
}

/// Tells what a text that stands in the place of a name really is.
pub fn kind(text: &str) -> NameKind {
    let text = text.trim();
    if text.is_empty() {
        return NameKind::Empty;
    }
    if text.contains('@') || text.starts_with("http") || !text.chars().any(char::is_alphabetic) {
        return NameKind::Address;
    }
    let words = words(&without_brackets(text).0);
    if words.is_empty() {
        return NameKind::Address;
    }
    if text.contains('&')
        || text.contains('|')
        || words.iter().any(|w| is_organisation_word(w))
        || words.len() > 6
    {
        return NameKind::Organisation;
    }
    if words.len() == 1 { NameKind::Single } else { NameKind::Full }
}

/// Returns the folded words of a name without titles.
pub(super) fn words(text: &str) -> Words {
    let folded = folded(text);
    folded.split(' ').filter(|w| !w.is_empty() && !is_title(w)).map(str::to_owned).collect()
}

/// Takes what stands in brackets or quotes out of a name.
pub(super) fn without_brackets(text: &str) -> (String, Option<String>) {
    const PAIRS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('"', '"'), ('“', '”'), ('«', '»')];
    for (open, close) in PAIRS {
        if let Some((before, rest)) = text.split_once(open)
            && let Some((inside, after)) = rest.split_once(close)
        {
            if before.trim().is_empty() && after.trim().is_empty() {
                return (inside.to_owned(), None);
            }
            return (format!("{before} {after}"), Some(inside.to_owned()));
        }
    }
    (text.to_owned(), None)
}

/// Tells whether a word says what somebody is, not who.
pub(super) fn is_title(word: &str) -> bool {
    const TITLES: [&str; 48] = [
        "dr",
        "doctor",
        "prof",
        "professor",
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "sir",
        "dame",
        "lord",
        "lady",
        "rev",
        "fr",
        "hon",
        "esq",
        "esquire",
        "phd",
        "md",
        "mba",
        "jd",
        "llm",
        "llb",
        "cpa",
        "cfa",
        "pmp",
        "ing",
        "dipl",
        "mag",
        "msc",
        "bsc",
        "ba",
        "ma",
        "kc",
        "qc",
        "herr",
        "frau",
        "sr.",
        "sra",
        "srta",
        "dott",
        "dottssa",
        "avv",
        "mme",
        "mlle",
        "monsieur",
        "don",
    ];
    let word = word.trim_matches(['.', ',']).to_lowercase().replace('.', "");
    // "Don" and "Ma" are names too: only the longer ones and those that are never names count.
    TITLES.contains(&word.as_str()) && !matches!(word.as_str(), "don" | "ma" | "ba")
}

fn is_organisation_word(word: &str) -> bool {
    const WORDS: [&str; 66] = [
        "ltd",
        "llc",
        "llp",
        "inc",
        "corp",
        "corporation",
        "company",
        "gmbh",
        "ag",
        "kg",
        "ug",
        "ohg",
        "sarl",
        "sas",
        "srl",
        "spa",
        "bv",
        "nv",
        "oy",
        "ab",
        "aps",
        "plc",
        "pty",
        "limited",
        "team",
        "support",
        "office",
        "service",
        "services",
        "customer",
        "newsletter",
        "notifications",
        "notification",
        "noreply",
        "reply",
        "info",
        "sales",
        "marketing",
        "department",
        "dept",
        "university",
        "universitat",
        "college",
        "school",
        "bank",
        "hotel",
        "restaurant",
        "bakery",
        "clinic",
        "hospital",
        "group",
        "holding",
        "foundation",
        "association",
        "society",
        "institute",
        "institut",
        "verein",
        "club",
        "council",
        "committee",
        "partners",
        "consulting",
        "plumbing",
        "solutions",
        "community",
    ];
    WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_introduced_with_the_given_name_first() {
        let check = |told: &str, expected: &str| assert_eq!(in_order(&Name::whole(told)).full, expected);
        check("Ruiz, Ana", "Ana Ruiz");
        check("Ana Ruiz | Quillfish Labs", "Ana Ruiz");
        check("Ana Ruiz, PhD", "Ana Ruiz, PhD");
        check("\"Ana Ruiz\"", "Ana Ruiz");
        check("\"Ruiz\", Ana, PhD", "Ana Ruiz");
        check("Ana", "Ana");
        check("|", "|");
    }

    #[test]
    fn a_name_is_put_in_order_once() {
        for text in
            ["Ruiz, Ana, PhD", "Ruiz, Ana, María", "\"Ruiz\", 'Ana'", "Ruiz, '", "', '", "|Ana", "a|,b", ","]
        {
            let once = in_order(&Name::whole(text));
            assert_eq!(in_order(&once).full, once.full, "{text}");
        }
    }
}

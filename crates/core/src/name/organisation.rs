//! Names of organisations, and the domains that spell them.

use super::folded;

/// Returns the plain words of an organisation without its legal form; what names none gives `None`.
pub fn plain_organisation(organisation: &str) -> Option<String> {
    const FORMS: [&str; 18] = [
        "ltd", "limited", "llc", "llp", "inc", "corp", "plc", "gmbh", "ag", "kg", "co", "sa", "srl", "sarl",
        "bv", "nv", "the", "and",
    ];
    // Two who work for themselves do not work together.
    const NOBODY: [&str; 20] = [
        "self employed",
        "self",
        "freelance",
        "freelancer",
        "independent",
        "independent consultant",
        "consultant",
        "retired",
        "student",
        "none",
        "n a",
        "na",
        "various",
        "confidential",
        "stealth",
        "stealth startup",
        "selbstandig",
        "freiberuflich",
        "autonomo",
        "unemployed",
    ];
    let words = folded(organisation);
    let words: Vec<&str> = words.split(' ').filter(|w| !FORMS.contains(w)).collect();
    let plain = words.join(" ");
    (!plain.is_empty() && !NOBODY.contains(&plain.as_str())).then_some(plain)
}

/// Tells whether a domain's name is made of the words of an organisation: `brightwater` of "Brightwater
/// Legal LLP", `bwl` of its initials.
pub fn is_spelled_by(name: &str, organisation: &str) -> bool {
    let name = letters(name);
    let words: Vec<String> = organisation.split_whitespace().map(letters).filter(|w| !w.is_empty()).collect();
    let joined: String = words.concat();
    let initials: String = words.iter().filter_map(|w| w.chars().next()).collect();
    let first = words.first().is_some_and(|w| w.len() >= 4 && name.starts_with(w.as_str()));
    name.len() >= 3 && (joined.starts_with(&name) || initials == name || first)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organisations_spell_their_domains() {
        assert!(is_spelled_by("brightwater", "Brightwater Legal LLP"));
        assert!(is_spelled_by("bwl", "Brightwater Winters Legal"));
        assert!(is_spelled_by("brightwaterlegal", "Brightwater Legal LLP"));
        assert!(!is_spelled_by("other", "Brightwater Legal LLP"));
    }

    #[test]
    fn legal_forms_do_not_part_and_nobody_is_no_firm() {
        assert_eq!(plain_organisation("Brightwater Legal LLP"), plain_organisation("brightwater legal"));
        assert_eq!(plain_organisation("Self-employed"), None);
        assert_eq!(plain_organisation("—"), None);
    }
}

//! Outside text into handles: mail addresses, numbers, profile URLs, each into its one normal form.

mod domain;
mod mailbox;

pub use domain::{DomainKind, Domains, registrable};
pub use mailbox::Mailbox;

use crate::handle::{Handle, Platform};
use phonenumber::country::Id as Region;

impl Handle {
    /// Reads a mail address: spaces trimmed, lower case throughout.
    ///
    /// Local parts are compared without case, as every provider in use does.
    pub fn email(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches("mailto:").trim_matches(['<', '>', '"', '\'']);
        let (local, domain) = text.rsplit_once('@')?;
        let told = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
        // Quoted, a sign may stand inside; at an end it is a slip.
        let told = told && !local.starts_with('@') && !local.ends_with('@');
        (told && is_sane(local) && is_sane(domain))
            .then(|| Self::normal(Platform::Email, format!("{local}@{domain}").to_lowercase()))
    }

    /// Reads a telephone number into E.164; numbers without a country code need the region.
    pub fn phone(text: &str, region: Option<&str>) -> Option<Self> {
        // The library makes its patterns anew for each question, even one about a name.
        if !text.contains(char::is_numeric) {
            return None;
        }
        if let Some(number) = plain_e164(text) {
            return Some(Self::normal(Platform::Phone, number));
        }
        let region = region.and_then(|r| r.to_uppercase().parse::<Region>().ok());
        let text = text.trim().trim_start_matches("tel:");
        // Letters begin an extension or a remark; the library would dial them, as in 1-800-FLOWERS.
        let digits = text.split(char::is_alphabetic).next().filter(|part| part.len() > 1)?;
        let mut number = e164(digits, region)?;
        while plain_e164(&number).is_none() {
            // Of a number of a wrong length the library takes the trunk prefix only at a second look.
            let again = e164(&number, region)?;
            if again.len() >= number.len() {
                break;
            }
            number = again;
        }
        (number.len() >= 8).then(|| Self::normal(Platform::Phone, number))
    }

    /// Reads the address of a profile page (`https://www.linkedin.com/in/ana-ruiz`).
    pub fn profile(url: &str) -> Option<Self> {
        let rest = url.trim();
        let rest = rest.strip_prefix("https://").or_else(|| rest.strip_prefix("http://")).unwrap_or(rest);
        let rest = rest.split(['?', '#']).next().unwrap_or(rest).trim_end_matches('/');
        let (host, path) = rest.split_once('/')?;
        let host = host.to_lowercase();
        let host = host.trim_start_matches("www.").trim_start_matches("m.");
        let (platform, slug) = match host {
            h if h == "linkedin.com" || h.ends_with(".linkedin.com") => {
                (Platform::LinkedIn, path.strip_prefix("in/")?)
            }
            "xing.com" => (Platform::Xing, path.strip_prefix("profile/")?),
            "facebook.com" | "fb.com" => (Platform::Facebook, path),
            "m.me" => (Platform::Messenger, path),
            "instagram.com" => (Platform::Instagram, path.trim_start_matches("_u/")),
            "x.com" | "twitter.com" => (Platform::X, path),
            "github.com" => (Platform::GitHub, path),
            _ => return None,
        };
        let mut parts = slug.split('/');
        let slug = match (platform, parts.next()?) {
            // Profiles without a name of their own are told by number.
            (Platform::Facebook, "profile.php") => url.split("id=").nth(1)?.split('&').next()?,
            (Platform::Facebook, "people") => parts.nth(1)?,
            (_, slug) => slug,
        };
        let slug = percent_decoded(slug).to_lowercase();
        (is_sane(&slug) && !is_reserved(platform, &slug)).then(|| Self::normal(platform, slug))
    }

    /// Reads an address, a number or a profile URL, whichever the text is, or the key of a handle.
    pub fn parse(text: &str, region: Option<&str>) -> Option<Self> {
        // With the word before it, an address would be another one: `email:ana@firm.example` is a mailbox, too.
        if let Some(("email", address)) = text.trim().split_once(':') {
            return Self::email(address);
        }
        Self::profile(text)
            .or_else(|| Self::email(text))
            .or_else(|| Self::phone(text, region))
            .or_else(|| Self::from_key(text.trim()).filter(|handle| is_key(handle.address())))
    }
}

/// Tells whether a text can be an address: something, without spaces and what would command a terminal.
fn is_sane(text: &str) -> bool {
    is_key(text) && !text.contains(char::is_whitespace)
}

/// Tells whether a text can stand in a key, where a name alone has spaces.
fn is_key(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_control)
}

/// Tells whether a first step below a platform's root is a room of the platform and nobody's profile.
fn is_reserved(platform: Platform, slug: &str) -> bool {
    let rooms: &[&str] = match platform {
        Platform::Facebook | Platform::Messenger => &[
            "groups",
            "pages",
            "events",
            "watch",
            "share",
            "sharer",
            "permalink.php",
            "story.php",
            "photo",
            "photos",
            "marketplace",
            "messages",
            "login",
            "help",
            "p",
            "reel",
            "stories",
            "profile.php",
        ],
        Platform::Instagram => &["p", "reel", "reels", "stories", "explore", "accounts", "direct", "tv"],
        Platform::X => &["home", "i", "search", "intent", "share", "hashtag", "settings", "explore"],
        Platform::GitHub => {
            &["orgs", "topics", "features", "sponsors", "settings", "marketplace", "about", "login"]
        }
        _ => &[],
    };
    rooms.contains(&slug)
}

/// Tells whether two letters stand for a region that has telephone numbers, as ISO 3166 has it (`GB`).
pub fn is_region(code: &str) -> bool {
    code.len() == 2 && code.parse::<Region>().is_ok()
}

fn e164(text: &str, region: Option<Region>) -> Option<String> {
    let number = phonenumber::parse(region, text).ok()?;
    Some(number.format().mode(phonenumber::Mode::E164).to_string())
}

/// Returns the number where it is E.164 but for what people put between its digits.
///
/// The library keeps few compiled patterns and makes the rest anew, so an address book of many countries
/// would spend its time there. A zero among the digits that may follow the country code may be a trunk
/// prefix, of which only the library knows; so it gets those.
fn plain_e164(text: &str) -> Option<String> {
    let number: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '\u{a0}')).collect();
    let digits = number.strip_prefix('+')?;
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && (8..=15).contains(&digits.len());
    (plain && !digits.starts_with('0') && !digits[1..4].contains('0')).then_some(number)
}

/// Returns the text with `%41` and its like decoded; what is not UTF-8 stays as it was.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = (first == b'%').then(|| tail.get(..2)).flatten();
        let code = code.and_then(|c| u8::from_str_radix(std::str::from_utf8(c).ok()?, 16).ok());
        bytes.push(code.unwrap_or(first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, key: Option<&str>) {
        assert_eq!(Handle::parse(text, Some("GB")).map(|h| h.to_string()).as_deref(), key, "{text}");
    }

    #[test]
    fn every_way_of_writing_one_address_gives_one_handle() {
        check(" Ana.Ruiz@Firm.Example ", Some("email:ana.ruiz@firm.example"));
        check("mailto:ana@firm.example", Some("email:ana@firm.example"));
        check("email:ana@firm.example", Some("email:ana@firm.example"));
        check("email:nobody", None);
        check("https://www.linkedin.com/in/Ana-Ruiz%C3%A9/?trk=x", Some("linkedin:ana-ruizé"));
        check("020 7946 0123", Some("phone:+442079460123"));
        check("+44 20 7946 0123", Some("phone:+442079460123"));
        check("+44 (0) 20 7946 0123", Some("phone:+442079460123"));
        check("+44-117-496-0123", Some("phone:+441174960123"));
        check("+44 0117 496 0123", Some("phone:+441174960123"));
        check("+44 (0) 20 7946 012323", Some("phone:+44207946012323"));
        check("020 7946 0123 ext. 5", Some("phone:+442079460123"));
        check("Agent 0207 946 0123", None);
        check("1-800-FLOWERS", None);
        check("https://www.linkedin.com/in/ana%1b%5b2J", None);
        check("linkedin:", None);
        check("ana@@firm.example", None);
        check("Ana Ruiz", None);
        check("https://www.linkedin.com/company/firm", None);
        check("https://www.facebook.com/profile.php?id=100001234&ref=x", Some("facebook:100001234"));
        check("https://www.facebook.com/people/Ana-Ruiz/100001234/", Some("facebook:100001234"));
        check("https://facebook.com/groups/quillfish", None);
        check("https://x.com/AnaRuiz", Some("x:anaruiz"));
        check("https://x.com/search?q=ana", None);
    }
}

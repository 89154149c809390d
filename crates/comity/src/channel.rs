//! Channels as users name them.

use crate::error::{Error, Result};
use comity_core::{Handle, Platform, Via};

/// The words for channels that are no platform.
pub const WORDS: &[&str] = &[
    "mail",
    "work-mail",
    "private-mail",
    "phone",
    "work-phone",
    "private-phone",
    "voicemail",
    "letter",
    "in-person",
];

/// Reads a channel: an address, a number, a profile URL, a platform, or one of [`WORDS`].
///
/// # Errors
/// Fails where it is none of them.
pub fn read(text: &str, region: Option<&str>) -> Result<Via> {
    let text = text.trim();
    let word = text.to_lowercase().replace(['_', ' '], "-");
    if let Some(via) = Via::from_word(&word).filter(|via| !matches!(via, Via::Handle(_))) {
        return Ok(via);
    }
    let alias = match word.as_str() {
        "fb" => Some(Platform::Facebook),
        "ig" | "insta" => Some(Platform::Instagram),
        "twitter" => Some(Platform::X),
        "text" | "text-message" => Some(Platform::Sms),
        _ => None,
    };
    if let Some(platform) = alias {
        return Ok(Via::Platform(platform));
    }
    match Handle::parse(text, region) {
        Some(handle) => Ok(Via::Handle(handle)),
        None => Err(Error::user(
            format!("`{text}` is no channel"),
            match meant(&word) {
                Some(meant) => format!("do you mean `{meant}`?"),
                None => format!(
                    "name an address, a number, a profile URL, a platform such as `linkedin`, or one of: {}",
                    WORDS.join(", ")
                ),
            },
        )),
    }
}

/// From this likeness on, a word may be another misspelt: `linkdin` is at 0.93, `whatsup` at 0.80, `e-mial` at 0.73.
const SLIP: f64 = 0.72;

/// Returns the channel that a misspelt word comes nearest to.
fn meant(word: &str) -> Option<&'static str> {
    let all = WORDS.iter().copied().chain(Platform::ALL.iter().map(|p| p.word()));
    let alike = all.map(|known| (rapidfuzz::fuzz::ratio(word.chars(), known.chars()), known));
    let best = alike.filter(|(likeness, _)| *likeness >= SLIP).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(read(text, Some("GB")).ok().map(|via| via.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn a_slip_is_no_other_channel_and_shows_which_is_meant() {
        for (slip, right) in
            [("linkdin", "linkedin"), ("whatsup", "whatsapp"), ("workmail", "work-mail"), ("e-mial", "email")]
        {
            assert_eq!((read(slip, None).is_err(), meant(slip)), (true, Some(right)), "{slip}");
        }
        assert_eq!(meant("carrier-pigeon"), None);
    }

    #[test]
    fn a_channel_is_read_in_every_way_of_naming_it() {
        check("LinkedIn", Some("linkedin"));
        check("work mail", Some("work-mail"));
        check("email", Some("mail"));
        check("In person", Some("in-person"));
        check("Ana@Firm.example", Some("email:ana@firm.example"));
        check("020 7946 0123", Some("phone:+442079460123"));
        check("https://www.linkedin.com/in/ana-ruiz/", Some("linkedin:ana-ruiz"));
        check("twitter", Some("x"));
        check("carrier pigeon", None);
    }
}

//! A draft, reduced to what rules look at; its text is not kept.
//!
//! English alone is read: phrases of pressure misfire in other languages, and whoever writes those is told that
//! they are not covered.

/// What rules may know of a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub words: usize,
    /// It is English, as far as its small words show.
    pub english: bool,
    /// What sounds like reproach, a countdown or a debt, in the draft's own words.
    pub pressing: Vec<String>,
    /// It says that no quick answer is needed.
    pub no_rush: bool,
}

/// Of less than a line nobody can tell the language.
const A_LINE: usize = 12;

impl Draft {
    /// Tells whether it can be read: English, or too short to tell.
    pub const fn is_read(&self) -> bool {
        self.english || self.words < A_LINE
    }
}

/// Of so many small words, English has several in any text of two lines.
const SMALL: [&str; 24] = [
    "the", "and", "you", "your", "i", "to", "of", "is", "are", "for", "have", "with", "that", "this", "my",
    "me", "we", "it", "on", "as", "at", "was", "would", "not",
];

/// Pressure, as practitioners name it: "as already asked", deadlines that the other side did not agree to.
const PRESSING: &[&str] = &[
    "as already asked",
    "as i already",
    "as per my last",
    "as mentioned before",
    "i have not heard back",
    "i haven't heard back",
    "i still have not heard",
    "i still haven't heard",
    "i have still not heard",
    "have still not replied",
    "have still not answered",
    "you have not replied",
    "you haven't replied",
    "you didn't reply",
    "you did not reply",
    "you have not answered",
    "you haven't answered",
    "you didn't answer",
    "you did not answer",
    "you never answered",
    "you never replied",
    "you ignored my",
    "you are ignoring",
    "you're ignoring",
    "disappointed that you",
    "disappointed in you",
    "why have you not",
    "why haven't you",
    "your silence",
    "last chance",
    "final reminder",
    "last reminder",
    "second reminder",
    "third reminder",
    "third time i",
    "third time that i",
    "how many times do i",
    "i expect your",
    "i expect an answer",
    "i expect a reply",
    "i demand",
    "you must reply",
    "you must answer",
    "you must respond",
    "reply asap",
    "respond asap",
    "answer asap",
    "reply immediately",
    "respond immediately",
    "you have until",
    "you owe me",
];

const NO_RUSH: [&str; 7] = [
    "no rush",
    "no hurry",
    "whenever it suits",
    "when you have time",
    "no need to answer",
    "no need to reply",
    "take your time",
];

/// So many small words make it English; of fewer than that nothing is said.
const ENOUGH: usize = 3;

impl Draft {
    /// Reads a draft.
    pub fn read(text: &str) -> Self {
        let plain = text.to_lowercase().replace('\u{2019}', "'");
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let words: Vec<&str> =
            plain.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty()).collect();
        let small: std::collections::BTreeSet<&&str> = words.iter().filter(|w| SMALL.contains(*w)).collect();
        let has = |phrase: &&&str| plain.contains(**phrase);
        let mut pressing: Vec<String> = PRESSING.iter().filter(has).map(|p| (*p).to_owned()).collect();
        pressing.extend(shouted(&plain));
        Self {
            words: words.len(),
            english: small.len() >= ENOUGH,
            pressing,
            no_rush: NO_RUSH.iter().any(|p| plain.contains(p)),
        }
    }
}

/// Returns the demand that ends in three marks of exclamation, if there is one; joy ends in them too.
fn shouted(plain: &str) -> Option<String> {
    let (before, _) = plain.split_once("!!!")?;
    let sentence = before.rsplit(['.', '!', '?']).next()?.trim();
    let demands = ["i need ", "i want ", "immediately", "at once", "asap", "right now", "send me "];
    demands.iter().any(|d| format!("{sentence} ").contains(d)).then(|| format!("{sentence}!!!"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pressure_is_found_in_english_whatever_the_line_breaks() {
        let draft = Draft::read(
            "Dear Ana,\nyou still haven\u{2019}t\nreplied. As per my last mail, your silence is odd.",
        );
        assert_eq!(draft.pressing, ["as per my last", "your silence"]);
        let draft = Draft::read("I haven't heard back from you on this. There is no rush.");
        assert_eq!(
            (draft.pressing.as_slice(), draft.no_rush),
            (&["i haven't heard back".to_owned()][..], true)
        );
        assert!(draft.english);
        let presses = |text: &str| !Draft::read(text).pressing.is_empty();
        for text in [
            "Please send me the signed contract by 5 p.m. today. I expect your answer immediately!!!",
            "This is the third time I ask.",
            "You must reply ASAP.",
            "I have still not heard back from you.",
            "This is my last reminder.",
            "I am disappointed that you ignored my message.",
            "You have until Friday.",
            "I need this today!!!",
        ] {
            assert!(presses(text), "{text}");
        }
        for text in [
            "There is no rush; whenever suits you is fine.",
            "Could you send me the slides by Friday, if that suits? Thank you!",
            "I expect to be in Lisbon in May; you must come for dinner!",
            "Congratulations!!! I am so happy for you.",
            "I did not want to bother you again, so this is a last hello before the holidays.",
        ] {
            assert!(!presses(text), "{text}");
        }
        assert!(!Draft::read("Sehr geehrte Frau Ruiz, haben Sie meine Mail bekommen?").english);
        assert_eq!(Draft::read(""), Draft::default());
    }
}

//! Text whose UTF-8 bytes were written as if each were a letter.
//!
//! Meta's archives write `é` as the two letters `Ã©`. The download of encrypted chats does not, so what is
//! already right has to stay as it is.

use std::borrow::Cow;

/// Returns the text as it was meant; what is right already comes back unchanged.
///
/// Some old archives did it twice, so it is undone until nothing is left to undo.
pub(super) fn fixed(text: &str) -> Cow<'_, str> {
    let mut fixed = Cow::Borrowed(text);
    while let Some(better) = undone(&fixed) {
        fixed = Cow::Owned(better);
    }
    fixed
}

/// Returns the text with its letters taken as bytes, where these are UTF-8 and say something else.
fn undone(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    String::from_utf8(bytes?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn broken(text: &str) -> String {
        text.bytes().map(char::from).collect()
    }

    #[test]
    fn only_what_is_broken_is_mended() {
        for right in ["Ana Ruiz", "Ilse Brandão", "Zoë", "Мира", "😀", "¿Qué?", "Ã", ""] {
            assert_eq!(fixed(right), right);
            assert_eq!(fixed(&broken(right)), right);
            assert_eq!(fixed(&broken(&broken(right))), right);
        }
    }

    proptest! {
        #[test]
        fn mending_twice_is_mending_once(text in "\\PC{0,40}", latin in "[\u{80}-\u{ff}a ]{0,20}") {
            for text in [text, latin] {
                let once = fixed(&text).into_owned();
                prop_assert_eq!(fixed(&once), once.as_str());
            }
        }

        #[test]
        fn letters_beyond_latin_come_back(text in "[Ѐ-ӿ一-龥a-z ]{0,30}") {
            let broken = broken(&text);
            prop_assert_eq!(fixed(&broken), text.as_str());
        }
    }
}

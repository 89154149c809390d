//! Letters without case, marks and scripts.

use unicode_normalization::UnicodeNormalization;

/// Returns a text in plain small letters and digits, words parted by one space.
///
/// German and Nordic letters and their two-letter spellings become one: Müller, Mueller and Muller are equal.
/// What is folded already stays as it is.
pub fn folded(text: &str) -> String {
    let mut out = once(text);
    // What no table turns into plain letters stays, and may have become a neighbour of what it joins with.
    for _ in 0..ROUNDS {
        if out.is_ascii() {
            break;
        }
        out = once(&out);
    }
    out
}

/// Two: one joins what has met, one turns that into plain letters.
const ROUNDS: usize = 2;

fn once(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.nfkc() {
        match c {
            // Within words: O'Brien, D’Arcy.
            '\'' | '’' | '`' | '´' => {}
            c if c.is_ascii_alphanumeric() => plain.push(c.to_ascii_lowercase()),
            c if c.is_alphanumeric() => match deunicode::deunicode_char(c) {
                // Signs among them stand for what is hardly heard (Игорь: "Igor'"), spaces end a word.
                Some(letters) => plain.extend(
                    letters
                        .chars()
                        .filter(|c| c.is_ascii_alphanumeric() || *c == ' ')
                        .map(|c| c.to_ascii_lowercase()),
                ),
                None => plain.extend(c.to_lowercase()),
            },
            _ => plain.push(' '),
        }
    }
    let mut out = String::with_capacity(plain.len());
    for word in plain.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        without_umlauts(word, &mut out);
    }
    out
}

/// Writes a word with `ae`, `oe` and `ue` as their first letter.
fn without_umlauts(word: &str, out: &mut String) {
    let mut letters = word.chars().peekable();
    let mut before = ' ';
    while let Some(c) = letters.next() {
        out.push(c);
        // Not at the end ("Zoe", "Sue") nor after a vowel or q ("Bauer", "Quentin").
        let follows = letters.peek() == Some(&'e') && !matches!(before, 'a' | 'e' | 'i' | 'o' | 'q');
        if matches!(c, 'a' | 'o' | 'u') && follows {
            let mut ahead = letters.clone();
            ahead.next();
            // Nor is it one of two: "Moeen".
            if ahead.peek().is_some_and(|after| *after != 'e') {
                letters.next();
            }
        }
        before = c;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_become_plain() {
        for (text, expected) in [
            ("  MÜLLER-Lüdenscheidt ", "muller ludenscheidt"),
            ("Mueller", "muller"),
            ("Zoë", "zoe"),
            ("Sue Bauer", "sue bauer"),
            ("Łukasz", "lukasz"),
            ("O’Brien", "obrien"),
            ("Ｊｏｈｎ", "john"),
            ("Сергей", "sergei"),
            ("Игорь", "igor"),
            ("Moeen", "moeen"),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_folded_stays() {
        for text in ["oeee", "Игорь", "объект", "ŉ", "ǃ", "\u{11131}'\u{11127}", "山田 太郎", "ª½㎏"]
        {
            let once = folded(text);
            assert_eq!(folded(&once), once, "{text}");
        }
    }
}

//! The cutting of a text into words, letter by letter.

use super::letters::{Letters, MOST, Mark, Word};
use super::lexicon;
use super::script;

/// Letters of a text beyond which nothing is read: no name is as long.
const LONGEST: usize = 300;

/// A text on its way into words.
pub(super) struct Cut<'a> {
    into: &'a mut Letters,
    /// What the next word will be marked with.
    next: Mark,
    brackets: u8,
    is_quoted: bool,
    word: Open,
}

/// The word that is being read.
#[derive(Default)]
struct Open {
    start: usize,
    capitals: u16,
    small: u16,
    begins_small: bool,
    has_digit: bool,
    native: String,
}

impl<'a> Cut<'a> {
    pub(super) fn new(into: &'a mut Letters, first: Mark) -> Self {
        let word = Open { start: into.text.len(), ..Open::default() };
        Self { into, next: first, brackets: 0, is_quoted: false, word }
    }

    pub(super) fn run(mut self, letters: impl Iterator<Item = char> + Clone) {
        let mut letters = letters.take(LONGEST).peekable();
        while let Some(c) = letters.next() {
            let next = letters.peek().copied().unwrap_or(' ');
            match c {
                'a'..='z' | 'A'..='Z' => self.latin(c),
                ' ' => self.end(Mark::default()),
                '0'..='9' => {
                    self.word.has_digit = true;
                    self.into.text.push(c);
                }
                '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | 'ʻ' | '′' => {
                    let mut ahead = letters.clone();
                    ahead.next();
                    if self.apostrophe(next, ahead.next().unwrap_or(' ')) {
                        letters.next();
                    }
                }
                '.' => self.full_stop(next),
                '-' | '‐' | '‑' | '–' | '—' => self.dash(next),
                _ => self.other(c),
            }
        }
        self.end(Mark::default());
    }

    fn is_open(&self) -> bool {
        self.into.text.len() > self.word.start || !self.word.native.is_empty()
    }

    fn latin(&mut self, c: char) {
        let is_capital = c.is_uppercase();
        if !self.is_open() {
            self.word.begins_small = !is_capital;
        }
        if is_capital {
            self.word.capitals += 1;
        } else {
            self.word.small += 1;
        }
        if c.is_ascii() {
            self.into.text.push(c.to_ascii_lowercase());
        } else {
            plain_letters(c, &mut self.into.text);
        }
    }

    /// Takes an apostrophe; tells whether the letter after it is taken too.
    fn apostrophe(&mut self, next: char, after: char) -> bool {
        if !self.is_open() {
            self.is_quoted = next.is_alphanumeric();
            return false;
        }
        if matches!(next, 's' | 'S') && !after.is_alphanumeric() {
            self.end(Mark::OWNER);
            return true;
        }
        if !next.is_alphanumeric() {
            let is_owner = !self.is_quoted && self.into.text.ends_with('s');
            self.end(Mark::default().and_if(is_owner, Mark::OWNER));
            self.is_quoted = false;
        }
        // Within words: O'Brien, D’Arcy.
        false
    }

    fn full_stop(&mut self, next: char) {
        if self.is_open() {
            self.end(Mark::DOT);
            self.next = self.next.and_if(next.is_alphanumeric(), Mark::GLUED);
        }
    }

    fn dash(&mut self, next: char) {
        let is_open = self.is_open();
        self.end(Mark::default());
        if is_open && next.is_alphanumeric() {
            self.next = self.next.and(Mark::HYPHEN);
        } else if !is_open && next == ' ' {
            self.next = self.next.and(Mark::BAR);
        }
    }

    fn other(&mut self, c: char) {
        match c {
            ',' | ';' | '、' => self.part(Mark::COMMA),
            '|' | '•' | '/' | '\\' | ':' | '~' => self.part(Mark::BAR),
            '(' | '[' | '{' | '<' => {
                self.end(Mark::default());
                self.brackets = self.brackets.saturating_add(1);
            }
            ')' | ']' | '}' | '>' => {
                self.end(Mark::default());
                self.brackets = self.brackets.saturating_sub(1);
            }
            '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' => {
                self.end(Mark::default());
                self.is_quoted = !self.is_quoted;
            }
            '&' | '+' => self.stands_for("and"),
            '@' => self.stands_for("at"),
            '_' => {
                self.end(Mark::default());
                self.next = self.next.and(Mark::GLUED);
            }
            // Marks on the letter before, and what joins letters without being seen.
            '·' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe0f}' => {}
            _ if is_latin(c) => self.latin(c),
            _ if c.is_alphanumeric() || (!self.word.native.is_empty() && is_sign(c)) => self.native(c),
            _ => self.end(Mark::default()),
        }
    }

    fn part(&mut self, mark: Mark) {
        self.end(Mark::default());
        self.next = self.next.and(mark);
    }

    fn stands_for(&mut self, word: &str) {
        self.end(Mark::default());
        // "+44" joins nobody.
        if !self.into.words.is_empty() {
            self.into.text.push_str(word);
            self.end(Mark::default());
        }
    }

    fn native(&mut self, c: char) {
        self.word.native.extend(c.to_lowercase());
    }

    /// Ends the word, if one is open.
    fn end(&mut self, mark: Mark) {
        if !self.is_open() {
            return;
        }
        let word = std::mem::take(&mut self.word);
        if word.native.is_empty() {
            self.end_latin(&word, mark);
        } else {
            self.end_native(&word, mark);
        }
        self.word.start = self.into.text.len();
    }

    fn end_latin(&mut self, word: &Open, mark: Mark) {
        let text = &mut self.into.text;
        let kept = without_number(&text[word.start..], word.has_digit).map(str::len);
        let Some(length) = kept.filter(|_| self.into.words.len() < MOST) else {
            return text.truncate(word.start);
        };
        text.truncate(word.start + length);
        let end = text.len();
        let id = lexicon::id(&text[word.start..]);
        let mark = self.marked(mark).and_if(word.capitals > 1 && word.small == 0, Mark::CAPITALS);
        let mark = mark.and_if(word.begins_small, Mark::SMALL);
        self.into.words.push(Word::at(word.start, end, end, id, mark));
        self.next = Mark::default();
    }

    fn end_native(&mut self, word: &Open, mark: Mark) {
        // Latin letters and digits in the midst of it are noise.
        self.into.text.truncate(word.start);
        for part in script::words(&word.native) {
            if self.into.words.len() == MOST {
                return;
            }
            let start = self.into.text.len();
            let text = &mut self.into.text;
            // The spelling that the lists know comes first, since by it the word is looked up.
            let is_known = |spelling: &&str| lexicon::id(spelling) != lexicon::UNKNOWN;
            let Some(first) = part.spellings.iter().find(is_known).or_else(|| part.spellings.iter().next())
            else {
                continue;
            };
            text.push_str(first);
            let (id, end) = (lexicon::id(first), text.len());
            for other in part.spellings.iter().filter(|spelling| *spelling != first) {
                text.push('/');
                text.push_str(other);
            }
            text.push('=');
            text.push_str(&part.native);
            let all = text.len();
            let mark = self.marked(mark).and(Mark::NATIVE).and_if(part.is_family_first, Mark::FAMILY_FIRST);
            self.into.words.push(Word::at(start, end, all, id, mark));
            self.next = Mark::default();
        }
    }

    fn marked(&self, mark: Mark) -> Mark {
        let mark = mark.and(self.next).and_if(self.brackets > 0, Mark::BRACKETS);
        mark.and_if(self.is_quoted, Mark::QUOTES)
    }
}

/// Returns a word without the number behind it; what is a number, or has one inside, is no word.
fn without_number(word: &str, has_digit: bool) -> Option<&str> {
    if !has_digit {
        return Some(word);
    }
    let plain = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_word = plain.len() > 1 && !plain.contains(|c: char| c.is_ascii_digit());
    is_word.then_some(plain)
}

const fn is_latin(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | 'ª' | 'º') && !matches!(c, '×' | '÷')
}

/// Vowels and marks that are signs on a letter in Hebrew, Arabic and the scripts of India.
const fn is_sign(c: char) -> bool {
    matches!(c, '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{670}' | '\u{900}'..='\u{dff}')
}

fn plain_letters(c: char, text: &mut String) {
    if let Some(letters) = deunicode::deunicode_char(c) {
        text.extend(letters.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
    }
}

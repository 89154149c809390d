//! A text cut into words of plain letters, with what its writing tells of each.

use super::cut::Cut;
use super::lexicon::Id;
use smallvec::SmallVec;
use unicode_normalization::UnicodeNormalization;

/// Names of more words than these are no names; the rest is not read.
pub(super) const MOST: usize = 16;

/// What the writing tells of a word; several may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Mark(u16);

impl Mark {
    /// All its letters are capitals, and it has at least two.
    pub(super) const CAPITALS: Self = Self(1);
    /// It begins with a small letter.
    pub(super) const SMALL: Self = Self(1 << 1);
    /// A full stop follows.
    pub(super) const DOT: Self = Self(1 << 2);
    /// A hyphen joins it to the word before.
    pub(super) const HYPHEN: Self = Self(1 << 3);
    /// A comma stands before it.
    pub(super) const COMMA: Self = Self(1 << 4);
    /// It stands in brackets.
    pub(super) const BRACKETS: Self = Self(1 << 5);
    /// It stands in quotes.
    pub(super) const QUOTES: Self = Self(1 << 6);
    /// It ended in 's.
    pub(super) const OWNER: Self = Self(1 << 7);
    /// A bar, a dash or the like stands before it: what follows is no name.
    pub(super) const BAR: Self = Self(1 << 8);
    /// It is written in another script than the Latin one.
    pub(super) const NATIVE: Self = Self(1 << 9);
    /// Only a full stop stood between it and the word before.
    pub(super) const GLUED: Self = Self(1 << 10);
    /// Its script puts the family name first.
    pub(super) const FAMILY_FIRST: Self = Self(1 << 11);
    /// It is several initials in one: JRR.
    pub(super) const INITIALS: Self = Self(1 << 12);

    pub(super) const fn is(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) const fn and_if(self, holds: bool, other: Self) -> Self {
        if holds { self.and(other) } else { self }
    }
}

/// A word, as places in the text of its name.
///
/// The text from `start` to `all` is its spellings, parted by `/`, the likeliest first, and after `=` its own
/// script where that is not Latin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Word {
    start: u16,
    /// The end of the first spelling.
    end: u16,
    all: u16,
    pub(super) id: Id,
    pub(super) mark: Mark,
}

impl Word {
    pub(super) fn at(start: usize, end: usize, all: usize, id: Id, mark: Mark) -> Self {
        let place = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        Self { start: place(start), end: place(end), all: place(all), id, mark }
    }

    pub(super) fn plain(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }

    /// Returns all ways of spelling the word in plain letters.
    pub(super) fn spellings(self, text: &str) -> impl Iterator<Item = &str> {
        let all = &text[self.start as usize..self.all as usize];
        all.split('=').next().unwrap_or(all).split('/')
    }

    /// Returns the word in its own script, where that is not Latin.
    pub(super) fn native(self, text: &str) -> Option<&str> {
        text[self.start as usize..self.all as usize].split_once('=').map(|(_, native)| native)
    }

    pub(super) fn is_initial(self) -> bool {
        self.end - self.start == 1 || self.mark.is(Mark::INITIALS)
    }

    pub(super) fn has_one_spelling(self) -> bool {
        self.end == self.all
    }
}

pub(super) type Words = SmallVec<[Word; 5]>;

/// A text in words.
#[derive(Clone, Debug, Default)]
pub(super) struct Letters {
    pub(super) text: String,
    pub(super) words: Words,
    /// There was nothing in it but space.
    pub(super) is_blank: bool,
}

impl Letters {
    /// Cuts a text into words; what comes after [`MOST`] words is left out.
    pub(super) fn of(text: &str) -> Self {
        let plain = String::with_capacity(text.len().min(600));
        let mut letters = Self { is_blank: true, text: plain, ..Self::default() };
        letters.add(text, Mark::default());
        letters
    }

    /// Adds the words of a text, the first of them marked.
    pub(super) fn add(&mut self, text: &str, first: Mark) {
        self.is_blank &= text.trim().is_empty();
        if text.contains('@') || text.contains("://") || text.contains("www.") {
            let kept: Vec<&str> = text.split(' ').filter(|chunk| !is_address(chunk)).collect();
            return self.cut(&kept.join(" "), first);
        }
        self.cut(text, first);
    }

    fn cut(&mut self, text: &str, first: Mark) {
        let cut = Cut::new(self, first);
        if text.is_ascii() {
            cut.run(text.chars());
        } else {
            cut.run(text.nfkc());
        }
    }
}

/// Tells whether a piece without spaces has the form of an address of mail or web.
fn is_address(chunk: &str) -> bool {
    let inner = chunk.trim_matches(|c: char| !c.is_alphanumeric());
    let has_two_sides = |(local, domain): (&str, &str)| !local.is_empty() && !domain.is_empty();
    inner.split_once('@').is_some_and(has_two_sides) || inner.contains("://") || inner.starts_with("www.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let letters = Letters::of(text);
        let shown: Vec<String> = letters.words.iter().map(|w| shown(*w, &letters.text)).collect();
        assert_eq!(shown.join(" "), expected, "{text}");
    }

    /// Shows a word with its marks as signs.
    fn shown(word: Word, text: &str) -> String {
        const SIGNS: [(Mark, &str); 9] = [
            (Mark::CAPITALS, "^"),
            (Mark::DOT, "."),
            (Mark::HYPHEN, "-"),
            (Mark::COMMA, ","),
            (Mark::BRACKETS, "("),
            (Mark::QUOTES, "\""),
            (Mark::OWNER, "'s"),
            (Mark::BAR, "|"),
            (Mark::GLUED, "+"),
        ];
        let signs: String = SIGNS.iter().filter(|(m, _)| word.mark.is(*m)).map(|(_, s)| *s).collect();
        format!("{}{signs}", word.plain(text))
    }

    #[test]
    fn texts_are_cut_into_words() {
        check("Ana Ruiz", "ana ruiz");
        check("RUIZ, Ana", "ruiz^ ana,");
        check("  Zoë O’Brien-D'Arcy ", "zoe obrien darcy-");
        check("J.R. Smith", "j. r.+ smith");
        check("Robert \"Bob\" Nakamura (Acme)", "robert bob\" nakamura acme(");
        check("Dad's lawyer", "dad's lawyer");
        check("James' mum", "james's mum");
        check("'Ana Ruiz' via list", "ana\" ruiz\" via list");
        check("Ana Ruiz | Firm - Berlin", "ana ruiz firm| berlin|");
        check("Ana Ruiz 2 🎉 ruiz83 4u x2y", "ana ruiz ruiz");
        check("Ana & Tom", "ana and tom");
        check("Ana Ruiz <ana@firm.example> https://firm.example", "ana ruiz");
        check("Juergen Müller Straße", "juergen muller strasse");
        check("Seán Þór Đặng Łukasz Ðuro", "sean thor dang lukasz duro");
        check("Ｊｏｈｎ", "john");
        check("e\u{301}va", "eva");
        check("🎉", "");
        check("'", "");
    }

    #[test]
    fn other_scripts_are_kept_beside_their_letters() {
        let letters = Letters::of("Анна");
        let word = letters.words[0];
        assert_eq!((word.plain(&letters.text), word.native(&letters.text)), ("anna", Some("анна")));
    }

    #[test]
    fn a_text_of_any_length_is_read() {
        assert_eq!(Letters::of(&"ana ".repeat(1000)).words.len(), MOST);
        assert!(Letters::of(&"a".repeat(100_000)).text.len() < 1000);
    }
}

//! Words of other scripts in Latin letters: each in the ways that people write it, the usual one first.
//!
//! One word has several spellings, since there are several ways of romanising: Юлия is Yulia, Iuliia and Julija.
//! None of them is canonical; two words agree where any two spellings do.

mod cyrillic;
mod greek;
mod han;
mod hangul;
mod kana;
mod semitic;

use smallvec::SmallVec;

/// The spellings of a word, the usual one first; never the same twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spellings(SmallVec<[String; 4]>);

impl Spellings {
    /// Adds a spelling, unless it is there or empty.
    pub(super) fn add(&mut self, spelling: &str) {
        let plain: String = spelling.chars().filter(char::is_ascii_lowercase).collect();
        if !plain.is_empty() && !self.0.contains(&plain) {
            self.0.push(plain);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    fn of<'a>(spellings: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        spellings.into_iter().for_each(|spelling| all.add(spelling));
        all
    }
}

/// A word of another script, or one of the two into which a name without spaces falls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Native {
    /// In its own script, small letters.
    pub(super) native: String,
    pub(super) spellings: Spellings,
    /// Its script puts the family name first.
    pub(super) is_family_first: bool,
}

/// Reads a word of a script that is not Latin; a name that its script writes in one piece gives two words, the
/// family name first.
pub(super) fn words(native: &str) -> SmallVec<[Native; 2]> {
    let Some(first) = native.chars().next() else { return SmallVec::new() };
    match first {
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => return han::words(native),
        '\u{ac00}'..='\u{d7a3}' => return hangul::words(native),
        _ => {}
    }
    let spellings = match first {
        '\u{400}'..='\u{52f}' => cyrillic::spellings(native),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => greek::spellings(native),
        '\u{590}'..='\u{5ff}' => semitic::hebrew(native),
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => semitic::arabic(native),
        '\u{3040}'..='\u{30ff}' => kana::spellings(native),
        _ => Spellings::of([deunicode::deunicode(native).to_lowercase().as_str()]),
    };
    SmallVec::from_iter([Native { native: native.to_owned(), spellings, is_family_first: false }])
}

/// Tells whether a word is of a script that writes no vowels.
pub(super) fn is_without_vowels(native: &str) -> bool {
    native.chars().next().is_some_and(|c| matches!(c, '\u{590}'..='\u{6ff}' | '\u{750}'..='\u{77f}'))
}

pub(super) use semitic::consonants;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shown: Vec<String> =
            words(text).iter().map(|w| w.spellings.iter().collect::<Vec<_>>().join("/")).collect();
        assert_eq!(shown.join(" "), expected, "{text}");
    }

    #[test]
    fn words_of_other_scripts_are_spelt_as_people_do() {
        check("юлия", "yulia/yuliya/iuliia/julija/yulyya");
        check("сергей", "sergey/sergei/sergej/serhey");
        check("дмитрий", "dmitry/dmitriy/dmitrii/dmitrij/dmytryy");
        check("евгений", "evgeny/yevgeniy/evgenii/jewgenij/yevhenyy");
        check("олександр", "oleksandr");
        check("шевченко", "shevchenko/schewtschenko");
        check("γεωργιος", "georgios");
        check("παπαδοπουλος", "papadopoulos/papadopulos");
        check("μιχαλης", "michalis/mihalis");
        check("たろう", "taro/tarou");
        check("ゆうこ", "yuko/yuuko");
        check("김민준", "kim/gim minjun/minjoon");
        check("이영희", "lee/yi/rhee/i/ri younghee/yeonghui/yunghee/younghui");
        check("王伟", "wang/wong/ong wei");
        check("李小明", "li/lee/lei xiaoming");
        check("欧阳伟", "ouyang/auyeung wei");
        check("田中太郎", "tanaka taro");
        check("田中", "tanaka/tianzhong");
        check("佐藤美咲", "sato misaki");
    }
}

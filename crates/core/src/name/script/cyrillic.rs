//! Russian, Ukrainian, Belarusian, Bulgarian, Serbian and Macedonian.

use super::Spellings;

/// A letter as the press, a passport, a German and a Ukrainian write it.
const LETTERS: [(char, [&str; 4]); 44] = [
    ('а', ["a", "a", "a", "a"]),
    ('б', ["b", "b", "b", "b"]),
    ('в', ["v", "v", "w", "v"]),
    ('г', ["g", "g", "g", "h"]),
    ('ґ', ["g", "g", "g", "g"]),
    ('д', ["d", "d", "d", "d"]),
    ('е', ["e", "e", "e", "e"]),
    ('ё', ["yo", "e", "jo", "yo"]),
    ('є', ["ye", "ie", "je", "ye"]),
    ('ж', ["zh", "zh", "sch", "zh"]),
    ('з', ["z", "z", "s", "z"]),
    ('и', ["i", "i", "i", "y"]),
    ('і', ["i", "i", "i", "i"]),
    ('ї', ["yi", "i", "ji", "yi"]),
    ('й', ["y", "i", "j", "y"]),
    ('ј', ["j", "j", "j", "j"]),
    ('к', ["k", "k", "k", "k"]),
    ('л', ["l", "l", "l", "l"]),
    ('љ', ["lj", "lj", "lj", "lj"]),
    ('м', ["m", "m", "m", "m"]),
    ('н', ["n", "n", "n", "n"]),
    ('њ', ["nj", "nj", "nj", "nj"]),
    ('о', ["o", "o", "o", "o"]),
    ('п', ["p", "p", "p", "p"]),
    ('р', ["r", "r", "r", "r"]),
    ('с', ["s", "s", "s", "s"]),
    ('т', ["t", "t", "t", "t"]),
    ('ћ', ["c", "c", "c", "c"]),
    ('ђ', ["dj", "d", "dj", "dj"]),
    ('у', ["u", "u", "u", "u"]),
    ('ў', ["u", "u", "u", "w"]),
    ('ф', ["f", "f", "f", "f"]),
    ('х', ["kh", "kh", "ch", "kh"]),
    ('ц', ["ts", "ts", "z", "ts"]),
    ('ч', ["ch", "ch", "tsch", "ch"]),
    ('џ', ["dz", "dz", "dz", "dz"]),
    ('ш', ["sh", "sh", "sch", "sh"]),
    ('щ', ["shch", "shch", "schtsch", "shch"]),
    ('ъ', ["", "", "", ""]),
    ('ы', ["y", "y", "y", "y"]),
    ('ь', ["", "", "", ""]),
    ('э', ["e", "e", "e", "e"]),
    ('ю', ["yu", "iu", "ju", "yu"]),
    ('я', ["ya", "ia", "ja", "ya"]),
];

pub(super) fn spellings(native: &str) -> Spellings {
    let press = spelt(native, 0);
    let mut all = Spellings::default();
    all.add(&usual(&press));
    all.add(&with_ye(native, &press));
    all.add(&spelt(native, 1));
    // W for V is German only; a Serb writes what the press writes, with J.
    let german = spelt(native, 2);
    let is_german = german.contains("sch") || native.starts_with('е');
    all.add(&if is_german { with_je(native, &german) } else { german.replace('w', "v") });
    let is_ukrainian = native.contains(['г', 'и', 'і', 'ї', 'є']);
    if is_ukrainian {
        all.add(&with_ye(native, &spelt(native, 3)));
    }
    all
}

fn spelt(native: &str, way: usize) -> String {
    let letter = |c: char| LETTERS.iter().find(|(known, _)| *known == c).map_or("", |(_, ways)| ways[way]);
    native.chars().map(letter).collect()
}

/// As most people write it: Dmitry, Yulia, Alena.
fn usual(press: &str) -> String {
    let short = match press {
        _ if press.ends_with("iy") || press.ends_with("yy") => format!("{}y", &press[..press.len() - 2]),
        _ => press.replace("iya", "ia"),
    };
    short.replace("yo", "e")
}

/// An E at the beginning sounds Ye: Yevgeny.
fn with_ye(native: &str, press: &str) -> String {
    if native.starts_with('е') { format!("y{press}") } else { press.to_owned() }
}

fn with_je(native: &str, german: &str) -> String {
    if native.starts_with('е') { format!("j{german}") } else { german.to_owned() }
}

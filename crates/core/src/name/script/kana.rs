//! Japanese syllables, after Hepburn; long vowels are written once or twice.

use super::Spellings;

const ROWS: [(&str, &str); 5] = [
    ("あかさたなはまやらわがざだばぱ", "a ka sa ta na ha ma ya ra wa ga za da ba pa"),
    ("いきしちにひみ・りゐぎじぢびぴ", "i ki shi chi ni hi mi - ri i gi ji ji bi pi"),
    ("うくすつぬふむゆる・ぐずづぶぷ", "u ku su tsu nu fu mu yu ru - gu zu zu bu pu"),
    ("えけせてねへめ・れゑげぜでべぺ", "e ke se te ne he me - re e ge ze de be pe"),
    ("おこそとのほもよろをごぞどぼぽ", "o ko so to no ho mo yo ro o go zo do bo po"),
];

pub(super) fn spellings(native: &str) -> Spellings {
    let long = romaji(native);
    let short = long.replace("ou", "o").replace("oo", "o").replace("uu", "u");
    Spellings::of([short.as_str(), &long])
}

pub(super) fn romaji(native: &str) -> String {
    let mut out = String::new();
    let mut is_doubled = false;
    for c in native.chars().map(hiragana) {
        match c {
            'ん' => out.push('n'),
            'っ' => is_doubled = true,
            'ゃ' | 'ゅ' | 'ょ' => small(c, &mut out),
            _ => {
                let syllable = syllable(c);
                if is_doubled && let Some(first) = syllable.chars().next() {
                    out.push(if first == 'c' { 't' } else { first });
                }
                is_doubled = false;
                out.push_str(syllable);
            }
        }
    }
    out
}

/// Katakana stand ninety-six places after hiragana.
fn hiragana(c: char) -> char {
    let is_katakana = ('\u{30a1}'..='\u{30f6}').contains(&c);
    if is_katakana { char::from_u32(c as u32 - 96).unwrap_or(c) } else { c }
}

fn syllable(c: char) -> &'static str {
    ROWS.iter()
        .find_map(|(row, sounds)| sounds.split(' ').nth(row.chars().position(|k| k == c)?))
        .unwrap_or("")
}

/// ki + ya is kya, shi + ya is sha.
fn small(c: char, out: &mut String) {
    if out.ends_with('i') {
        out.pop();
        if !out.ends_with("sh") && !out.ends_with("ch") && !out.ends_with('j') {
            out.push('y');
        }
    }
    out.push(match c {
        'ゃ' => 'a',
        'ゅ' => 'u',
        _ => 'o',
    });
}

//! Subjects without the marks that programs put before them (RFC 5256, section 2.1, in more languages).

use comity_core::SubjectMark;

/// What programs write before the subject of an answer.
const REPLY: &[&str] = &[
    "re", "aw", "sv", "antw", "ant", "vs", "odp", "ynt", "res", "rif", "r", "ref", "vá", "bls", "atb", "απ",
    "σχετ", "השב", "رد", "回复", "答复", "答覆", "回覆",
];
/// What programs write before the subject of a mail that is passed on.
const FORWARD: &[&str] = &[
    "fw",
    "fwd",
    "wg",
    "tr",
    "rv",
    "enc",
    "i",
    "doorst",
    "vl",
    "vb",
    "pd",
    "fs",
    "trs",
    "πρθ",
    "הועבר",
    "továbbítás",
    "転送",
    "转发",
    "轉寄",
    "ilt",
    "yml",
];

/// Returns how many characters a subject has without its marks, and what the outermost mark says.
pub fn outside(subject: &str) -> (u16, SubjectMark) {
    let (base, mark) = base(subject);
    (letters(base), mark)
}

/// Returns what the outermost mark of a subject says.
pub(crate) fn mark(subject: &str) -> SubjectMark {
    base(subject).1
}

/// Returns the subject without its marks and tags, and what the outermost mark says.
pub(crate) fn base(subject: &str) -> (&str, SubjectMark) {
    let (mut rest, mut first) = (subject.trim(), SubjectMark::None);
    loop {
        let (mark, tail) = marked(rest).unwrap_or((SubjectMark::None, rest));
        if first == SubjectMark::None {
            first = mark;
        }
        let tail = without_tag(tail.trim_start());
        if tail.len() == rest.len() {
            break;
        }
        rest = tail;
    }
    match rest.len().checked_sub(5).and_then(|at| Some((rest.get(..at)?, &rest[at..]))) {
        Some((start, end)) if end.eq_ignore_ascii_case("(fwd)") => {
            (start.trim_end(), if first == SubjectMark::None { SubjectMark::Forward } else { first })
        }
        _ => (rest, first),
    }
}

/// Returns the subject's base as it is compared: lower case, single spaces.
pub(crate) fn folded(base: &str) -> String {
    spaced(base).to_lowercase()
}

/// Returns how many characters a base has; a long one is cut off at the largest number there is.
pub(crate) fn letters(base: &str) -> u16 {
    u16::try_from(base.chars().count()).unwrap_or(u16::MAX)
}

/// Returns a text with single spaces between its words.
pub(super) fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
}

/// Takes one mark off: `Re:`, `AW :`, `Re[2]:`, `Fwd(3):`, `回复：`.
fn marked(subject: &str) -> Option<(SubjectMark, &str)> {
    let colon = subject.char_indices().take(24).find(|(_, c)| matches!(c, ':' | '：'))?;
    let word = subject[..colon.0].trim_end();
    let word =
        word.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')' | '^'));
    let word = word.trim_end().to_lowercase();
    let tail = &subject[colon.0 + colon.1.len_utf8()..];
    if REPLY.contains(&word.as_str()) {
        Some((SubjectMark::Reply, tail))
    } else if FORWARD.contains(&word.as_str()) {
        Some((SubjectMark::Forward, tail))
    } else {
        None
    }
}

/// Takes the tag of a list off (`[tide]`), where something is left behind it.
fn without_tag(subject: &str) -> &str {
    let tail = subject.strip_prefix('[').and_then(|s| s.split_once(']')).map(|(_, tail)| tail.trim_start());
    tail.filter(|t| !t.is_empty()).unwrap_or(subject)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(subject: &str, expected: &str, mark: SubjectMark) {
        assert_eq!(base(subject), (expected, mark), "{subject:?}");
    }

    #[test]
    fn marks_of_all_languages_are_taken_off() {
        check("The tide", "The tide", SubjectMark::None);
        check("Re: The tide", "The tide", SubjectMark::Reply);
        check("AW: WG: Re[2]: The tide", "The tide", SubjectMark::Reply);
        check("WG: AW: The tide", "The tide", SubjectMark::Forward);
        check("[tide-list] SV : The tide", "The tide", SubjectMark::Reply);
        check("RE: [EXTERNAL] The tide", "The tide", SubjectMark::Reply);
        check("回复：The tide", "The tide", SubjectMark::Reply);
        check("The tide (fwd)", "The tide", SubjectMark::Forward);
    }

    #[test]
    fn what_only_looks_like_a_mark_stays() {
        check("Note: The tide", "Note: The tide", SubjectMark::None);
        check("[tide]", "[tide]", SubjectMark::None);
        check("Re:", "", SubjectMark::Reply);
        check("", "", SubjectMark::None);
        check("10:30 at the pier", "10:30 at the pier", SubjectMark::None);
        check("ärger (fwd)", "ärger", SubjectMark::Forward);
    }
}

//! The line that begins each mail of an mbox file.

/// Longer lines begin with `From ` by chance.
const LONGEST_LINE: usize = 1024;
/// Names of header fields are shorter than this.
const LONGEST_NAME: usize = 100;

/// What can be said of the bytes at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    Separator,
    Text,
    /// More bytes are needed to tell.
    Unsure,
}

/// Tells whether a mail begins here: a separator, then a line that looks like a header field.
///
/// Sentences of a body may begin with `From `; what follows them is not both a date and a header.
pub(super) fn begins(bytes: &[u8], ended: bool) -> Is {
    if !bytes.starts_with(b"From ") {
        return if b"From ".starts_with(bytes) && !ended { Is::Unsure } else { Is::Text };
    }
    let within = &bytes[..bytes.len().min(LONGEST_LINE)];
    match memchr::memchr(b'\n', within) {
        Some(end) if is_separator(&within[..end]) => header_follows(&bytes[end + 1..], ended),
        None if within.len() < LONGEST_LINE && !ended => Is::Unsure,
        _ => Is::Text,
    }
}

/// Tells whether a file of many mails begins so, after empty lines and a byte order mark.
pub(crate) fn begins_file(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    begins(start.trim_ascii_start(), true) == Is::Separator
}

fn header_follows(bytes: &[u8], ended: bool) -> Is {
    // Mail that was moved between programs keeps its older separator, quoted, as its first line.
    if bytes.starts_with(b">From ") {
        return Is::Separator;
    }
    let part = |b: &u8| b.is_ascii_graphic() && *b != b':';
    let within = &bytes[..bytes.len().min(LONGEST_NAME)];
    let name = within.iter().take_while(|b| part(b)).count();
    let rest = within[name..].iter().find(|b| !matches!(b, b' ' | b'\t'));
    match rest {
        Some(b':') if name > 0 => Is::Separator,
        None if within.len() < LONGEST_NAME && !ended => Is::Unsure,
        _ => Is::Text,
    }
}

/// Tells whether a line is `From SENDER DATE`, in any of the orders in which programs write dates.
fn is_separator(line: &[u8]) -> bool {
    let rest = line[5..].trim_ascii();
    // Thunderbird has written separators with nothing in them.
    if rest.is_empty() || rest == b"-" {
        return true;
    }
    let words = || rest.split(u8::is_ascii_whitespace).filter(|w| !w.is_empty());
    let month = words().any(|w| is_one_of(w, &MONTHS));
    let clock = words().any(is_clock);
    month && clock && words().any(|w| is_one_of(w, &DAYS) || is_year(w))
}

const MONTHS: [&[u8; 3]; 12] =
    [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
const DAYS: [&[u8; 3]; 7] = [b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun"];

fn is_one_of(word: &[u8], names: &[&[u8; 3]]) -> bool {
    let word = word.strip_suffix(b",").unwrap_or(word);
    names.iter().any(|name| word.eq_ignore_ascii_case(&name[..]))
}

fn is_clock(word: &[u8]) -> bool {
    let digits = word.iter().filter(|b| b.is_ascii_digit()).count();
    let colons = word.iter().filter(|b| **b == b':').count();
    digits + colons == word.len() && matches!((digits, colons), (3..=4, 1) | (5..=6, 2))
}

fn is_year(word: &[u8]) -> bool {
    word.len() == 4 && word.iter().all(u8::is_ascii_digit)
}

/// Returns the date on the line in seconds since 1970, as if it were in UTC unless it tells a zone.
///
/// It is the time of delivery, for mails that tell none themselves.
pub(crate) fn date(line: &[u8]) -> Option<i64> {
    let words: Vec<&[u8]> = line.split(u8::is_ascii_whitespace).filter(|w| !w.is_empty()).collect();
    let at = words.iter().rposition(|w| is_one_of(w, &MONTHS))?;
    let number = |w: &&[u8]| std::str::from_utf8(w).ok()?.parse::<i64>().ok();
    let month = MONTHS.iter().position(|m| words[at].eq_ignore_ascii_case(&m[..]))? + 1;
    let day = words.get(at + 1).and_then(number)?;
    let clock = std::str::from_utf8(words[at + 1..].iter().find(|w| is_clock(w))?).ok()?;
    let year = words[at + 1..].iter().find(|w| is_year(w)).and_then(number)?;
    let mut parts = clock.split(':').map(|p| p.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().flatten().unwrap_or(0).min(59);
    let date =
        jiff::civil::Date::new(i16::try_from(year).ok()?, month as i8, i8::try_from(day).ok()?).ok()?;
    let time = jiff::civil::Time::new(hour, minute, second, 0).ok()?;
    jiff::tz::Offset::UTC.to_timestamp(date.to_datetime(time)).ok().map(jiff::Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Is) {
        assert_eq!(begins(text.as_bytes(), true), expected, "{text:?}");
    }

    #[test]
    fn separators_of_all_programs_are_known() {
        for line in [
            "From mira@quillfish.example Tue Nov 17 10:00:00 2026",
            "From - Tue Nov 17 10:00:00 2026",
            "From 1795330500000000001@xxx Mon Mar 04 11:20:34 +0000 2024\r",
            "From MAILER-DAEMON Fri Jul  8 12:08:34 2011",
            "From mira at quillfish.example  Tue Nov 17 10:00:00 2026",
            "From mira@quillfish.example Tue Nov 17 10:00 GMT 2026 remote from tide",
            "From \"Mira T\"@quillfish.example Tue, 17 Nov 2026 10:00:00 +0000",
            "From - ",
        ] {
            check(&format!("{line}\nReceived: x\n"), Is::Separator);
        }
    }

    #[test]
    fn sentences_are_no_separators() {
        check("From March on, we meet at 10:00.\nNote: bring a coat\n", Is::Text);
        check("From mira@quillfish.example Tue Nov 17 10:00:00 2026\nand so on\n", Is::Text);
        check("From mira@quillfish.example Tue Nov 17 10:00:00 2026", Is::Text);
        check("Fro", Is::Text);
        assert_eq!(begins(b"From a@b.example Tue No", false), Is::Unsure);
        assert_eq!(begins(b"From a@b.example Tue Nov 17 10:00:00 2026\nRecei", false), Is::Unsure);
    }

    #[test]
    fn the_date_of_delivery_is_read() {
        let day = |text: &str| date(text.as_bytes()).map(|at| at / 60);
        assert_eq!(day("From - Tue Nov 17 10:00:00 2026"), Some(1_794_909_600 / 60));
        assert_eq!(day("From 1@xxx Tue Nov 17 10:00:00 +0000 2026"), Some(1_794_909_600 / 60));
        assert_eq!(day("From - Tue Nov 37 10:00:00 2026"), None);
        assert_eq!(day("From -"), None);
    }
}

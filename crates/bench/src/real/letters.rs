//! Mails of a firm's staff, labelled by hand at the University of California, Berkeley.
//!
//! Personal is what was labelled purely personal (1.2) or personal in a professional context (1.3); business is
//! what has a label of business and neither of these. Most are by two senders: to be split by sender only.

use super::part;
use crate::Result;
use comity_core::infer::Letter;
use comity_core::interaction::SubjectMark;
use jiff::Zoned;
use jiff::civil::Weekday;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// One labelled mail.
pub(crate) struct Labelled {
    /// The sender's number.
    pub(crate) sender: usize,
    pub(crate) personal: bool,
    pub(crate) letter: Letter,
    /// The 22 features of the published baseline on the same input.
    pub(crate) usual: Vec<f64>,
}

/// Returns the labelled mails below `data/berkeley`, in the order of their files.
pub(crate) fn read(data: &Path) -> Result<Vec<Labelled>> {
    let folder = part(data, "berkeley", "the labelled mails")?;
    let mut files: Vec<PathBuf> = Vec::new();
    for inner in std::fs::read_dir(folder)?.flatten().filter(|e| e.path().is_dir()) {
        files.extend(std::fs::read_dir(inner.path())?.flatten().map(|e| e.path()));
    }
    files.retain(|path| path.extension().is_some_and(|e| e == "cats"));
    files.sort();
    let mut senders: BTreeMap<String, usize> = BTreeMap::new();
    let mut labelled = Vec::new();
    for path in files {
        let Some(personal) = label(&std::fs::read_to_string(&path)?) else { continue };
        let text = String::from_utf8_lossy(&std::fs::read(path.with_extension("txt"))?).into_owned();
        let mail = Mail::read(&text);
        let next = senders.len();
        let sender = *senders.entry(mail.from.clone()).or_insert(next);
        labelled.push(Labelled { sender, personal, letter: mail.letter(), usual: mail.usual() });
    }
    Ok(labelled)
}

/// Reads lines of dimension, value and votes.
fn label(cats: &str) -> Option<bool> {
    let genre = |line: &str| {
        let (dimension, rest) = line.split_once(',')?;
        let value: u32 = rest.split(',').next()?.trim().parse().ok()?;
        (dimension.trim() == "1").then_some(value)
    };
    let genres: BTreeSet<u32> = cats.lines().filter_map(genre).collect();
    let has = |some: &[u32]| some.iter().any(|g| genres.contains(g));
    match (has(&[2, 3]), has(&[1, 4, 5, 6])) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// The parts of a mail that the features look at.
struct Mail {
    from: String,
    to: Vec<String>,
    cc: Vec<String>,
    subject: String,
    date: Option<Zoned>,
    body: String,
}

impl Mail {
    fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\n\n").or(text.split_once("\r\n\r\n")).unwrap_or((text, ""));
        let head = head.replace("\r\n", "\n").replace("\n\t", " ").replace("\n ", " ");
        let field = |name: &str| {
            let found = head.lines().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            });
            found.unwrap_or_default()
        };
        let addresses = |name: &str| {
            let field = field(name).to_lowercase();
            field.split(',').map(str::trim).filter(|a| a.contains('@')).map(str::to_owned).collect()
        };
        let date = field("Date");
        // What stands in brackets is a name of the zone for people.
        let date = date.split('(').next().unwrap_or("").trim();
        Self {
            from: field("From").to_lowercase(),
            to: addresses("To"),
            cc: addresses("Cc"),
            subject: field("Subject"),
            date: jiff::fmt::rfc2822::parse(date).ok(),
            body: body.to_owned(),
        }
    }

    fn everybody(&self) -> impl Iterator<Item = &String> {
        self.to.iter().chain(&self.cc)
    }

    fn is_weekend(&self) -> bool {
        let day = self.date.as_ref().map(Zoned::weekday);
        matches!(day, Some(Weekday::Saturday | Weekday::Sunday))
    }

    fn letter(&self) -> Letter {
        let (letters, mark) = comity_import::outside_of_subject(&self.subject);
        let own = house(&self.from);
        Letter {
            alone: self.everybody().count() == 1,
            outside: self.everybody().next().is_some() && self.everybody().all(|a| house(a) != own),
            letters: Some(letters),
            mark,
            weekend: self.is_weekend(),
        }
    }

    /// Returns the features of the published baseline, in its order.
    fn usual(&self) -> Vec<f64> {
        let all: Vec<&String> = self.everybody().collect();
        let count = |test: &dyn Fn(&str) -> bool| all.iter().filter(|a| test(a)).count() as f64;
        let yes = |holds: bool| f64::from(u8::from(holds));
        let outside = |a: &str| !a.ends_with("enron.com");
        let most = all.len().max(1) as f64;
        let domains: BTreeSet<&str> = all.iter().map(|a| domain(a)).collect();
        let day = |d: &Zoned| f64::from(d.weekday().to_monday_zero_offset());
        let (subject, body) = (self.subject.to_lowercase(), self.body.to_lowercase());
        let hour = self.date.as_ref().map_or(12, Zoned::hour);
        let (_, mark) = comity_import::outside_of_subject(&self.subject);
        let has = |words: &[&str]| words.iter().any(|w| body.contains(w));
        vec![
            yes(self.from.ends_with("enron.com")),
            yes(is_free(&self.from)),
            self.to.len() as f64,
            self.cc.len() as f64,
            all.len() as f64,
            yes(all.len() == 1),
            count(&outside) / most,
            count(&is_free) / most,
            domains.len() as f64,
            f64::from(hour),
            self.date.as_ref().map_or(2.0, day),
            yes(self.is_weekend()),
            yes(!(7..19).contains(&hour)),
            yes(subject.starts_with("re:")),
            yes(mark == SubjectMark::Forward),
            yes(body.contains("forwarded by")),
            self.subject.chars().count() as f64,
            (self.body.chars().count() as f64).ln_1p(),
            (own_text(&self.body).chars().count() as f64).ln_1p(),
            yes(self.subject.trim().is_empty()),
            yes(has(&["attached", ".doc", ".xls"])),
            yes(all.contains(&&self.from)),
        ]
    }
}

/// Returns what the writer wrote anew: up to what is passed on, without quoted lines.
fn own_text(body: &str) -> String {
    let passed_on = |line: &&str| {
        let line = line.trim();
        line.starts_with("-----") && (line.contains("Forwarded by") || line.contains("Original Message"))
            || line.contains("__________")
    };
    let own = body.lines().take_while(|line| !passed_on(line));
    own.filter(|line| !line.trim_start().starts_with('>')).collect::<Vec<&str>>().join("\n")
}

fn domain(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// Returns the last two words of a domain, enough for the addresses of this set.
fn house(address: &str) -> &str {
    let domain = domain(address);
    let mut dots = domain.rmatch_indices('.').map(|(place, _)| place);
    dots.nth(1).map_or(domain, |place| &domain[place + 1..])
}

/// The free mail of those years, as the published baseline lists it.
fn is_free(address: &str) -> bool {
    const FREE: [&str; 14] = [
        "aol.com",
        "hotmail.com",
        "yahoo.com",
        "msn.com",
        "earthlink.net",
        "juno.com",
        "excite.com",
        "compuserve.com",
        "mindspring.com",
        "prodigy.net",
        "att.net",
        "bellsouth.net",
        "swbell.net",
        "pacbell.net",
    ];
    let domain = domain(address);
    FREE.iter().any(|free| domain == *free || domain.ends_with(&format!(".{free}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_heads_are_read() {
        assert_eq!(label("1,2,1\n2,6,1\n"), Some(true));
        assert_eq!(label("1,1,2\n1,3,1\n"), Some(true));
        assert_eq!(label("1,4,2\n3,2,1\n"), Some(false));
        assert_eq!(label("1,7,1\n"), None);
        let mail = Mail::read(
            "Date: Sat, 3 Nov 2001 09:00:00 -0800 (PST)\nFrom: ana@firm.example\nTo: bea@home.example,\n\t\
             cy@post.home.example\nSubject: Re: lunch\n\nYes\n> really?\n----- Original Message -----\nno\n",
        );
        let letter = mail.letter();
        assert!(letter.weekend && letter.outside && !letter.alone);
        assert_eq!((letter.letters, letter.mark), (Some(5), SubjectMark::Reply));
        assert_eq!((own_text(&mail.body), mail.usual().len()), ("Yes".to_owned(), 22));
        assert_eq!(house("ana@post.firm.example"), "firm.example");
    }
}

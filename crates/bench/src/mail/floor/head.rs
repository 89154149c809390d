//! What a row needs of a mail, as far as invented worlds write mail.

use crate::Result;
use mail_parser::{Address, HeaderName, HeaderValue, Message};

/// One mail.
pub(super) struct Mail<'a> {
    pub(super) id: &'a str,
    pub(super) at: i64,
    /// Minutes east of UTC.
    pub(super) zone: i64,
    pub(super) from: Option<Person<'a>>,
    /// Each with the letter of its role.
    pub(super) parties: Vec<(u8, Person<'a>)>,
    pub(super) audience: usize,
    pub(super) automation: &'static str,
    pub(super) mark: &'static str,
    pub(super) base: String,
    pub(super) letters: usize,
    /// The mail that began the talk.
    pub(super) root: &'a str,
    pub(super) answers: Option<&'a str>,
}

/// An address in small letters, and the name beside it.
pub(super) struct Person<'a> {
    pub(super) address: String,
    name: &'a str,
}

impl<'a> Mail<'a> {
    pub(super) fn of(parsed: &'a Message<'a>) -> Result<Self> {
        let id = parsed.message_id().ok_or("a mail without an id")?;
        let date = parsed.date().ok_or("a mail without a date")?;
        let minutes = i64::from(date.tz_hour) * 60 + i64::from(date.tz_minute);
        let subject = parsed.subject().unwrap_or("");
        let (mark, base) = match subject.strip_prefix("Re: ") {
            Some(base) => ("re", base),
            None => ("", subject),
        };
        let answers = words(parsed.in_reply_to()).next();
        let automation = automation(parsed);
        let to: Vec<_> = people(parsed.to()).collect();
        let audience = to.len();
        let (from, parties) = match automation {
            "bounce" => (None, vec![(b't', alone(raw(parsed, "X-Failed-Recipients")))]),
            "list" => {
                let post = raw(parsed, "List-Post").trim_matches(['<', '>']).trim_start_matches("mailto:");
                (people(parsed.from()).next(), vec![(b't', alone(post))])
            }
            _ => {
                let to = to.into_iter().map(|p| (b't', p));
                let cc = people(parsed.cc()).map(|p| (b'c', p));
                (people(parsed.from()).next(), to.chain(cc).collect())
            }
        };
        Ok(Self {
            id,
            at: date.to_timestamp(),
            zone: if date.tz_before_gmt { -minutes } else { minutes },
            from,
            parties,
            audience,
            automation,
            mark,
            base: base.to_lowercase(),
            letters: base.chars().count(),
            root: words(parsed.references()).next().or(answers).unwrap_or(id),
            answers,
        })
    }

    pub(super) fn is_list(&self) -> bool {
        self.automation == "list"
    }

    /// Returns whom the mail tells of, each with a name or nothing.
    pub(super) fn people(&self) -> impl Iterator<Item = (&str, &str)> {
        let from = self.from.as_ref().filter(|_| self.automation == "human");
        let parties = self.parties.iter().filter(|_| matches!(self.automation, "human" | "list"));
        from.into_iter().chain(parties.map(|(_, p)| p)).map(|p| (p.address.as_str(), p.name))
    }
}

fn people<'a>(field: Option<&'a Address<'a>>) -> impl Iterator<Item = Person<'a>> {
    field.into_iter().flat_map(|all| all.iter()).filter_map(|one| {
        let address = one.address()?.to_lowercase();
        Some(Person { address, name: one.name().unwrap_or("") })
    })
}

fn alone(address: &str) -> Person<'_> {
    Person { address: address.to_lowercase(), name: "" }
}

fn raw<'a>(parsed: &'a Message<'_>, name: &'static str) -> &'a str {
    parsed.header_raw(HeaderName::parse(name).unwrap_or(HeaderName::Other(name.into()))).unwrap_or("").trim()
}

fn words<'a>(value: &'a HeaderValue<'_>) -> impl Iterator<Item = &'a str> {
    let (one, many) = match value {
        HeaderValue::Text(one) => (Some(one), None),
        HeaderValue::TextList(many) => (None, Some(many)),
        _ => (None, None),
    };
    one.into_iter().chain(many.into_iter().flatten()).map(AsRef::as_ref)
}

/// Tells who made a mail.
fn automation(parsed: &Message<'_>) -> &'static str {
    let submitted = raw(parsed, "Auto-Submitted");
    let from = parsed.from().and_then(|from| from.first()).and_then(|one| one.address()).unwrap_or("");
    let local = from.split('@').next().unwrap_or("");
    match () {
        () if !raw(parsed, "X-Failed-Recipients").is_empty() => "bounce",
        () if submitted == "auto-replied" => "away",
        () if !raw(parsed, "List-Post").is_empty() => "list",
        () if !submitted.is_empty() || local.contains("noreply") || local.starts_with("news") => "robot",
        () if raw(parsed, "Precedence") == "bulk" => "bulk",
        () => "human",
    }
}

//! The head of one mail: its fields, read once, each by the rule of its kind.
//!
//! Knows what stands in a head and draws no conclusion from it.

use super::subject::spaced;
use encoding_rs::WINDOWS_1252;
use mail_parser::parsers::MessageStream;
use mail_parser::{Address, DateTime, HeaderValue};
use std::borrow::Cow;

/// An address as it is written, with the name beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) name: String,
    pub(crate) address: String,
}

/// What stands in the head of a mail; an absent field is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) from: Vec<Written>,
    pub(crate) sender: Vec<Written>,
    pub(crate) to: Vec<Written>,
    pub(crate) cc: Vec<Written>,
    pub(crate) bcc: Vec<Written>,
    pub(crate) delivered_to: Vec<Written>,
    pub(crate) failed: Vec<Written>,
    pub(crate) list_post: Vec<Written>,
    pub(crate) date: Option<DateTime>,
    pub(crate) zone: Zone,
    /// When it last was handed on.
    pub(crate) received: Option<DateTime>,
    pub(crate) id: Option<String>,
    pub(crate) in_reply_to: Option<String>,
    /// The first and the last of the mails that it refers to.
    pub(crate) references: Option<(String, String)>,
    pub(crate) subject: String,
    pub(crate) gmail_thread: Option<String>,
    pub(crate) labels: String,
    /// Where collectors say that it lay.
    pub(crate) folders: Vec<String>,
    pub(crate) status: u32,
    pub(crate) kind: String,
    pub(crate) precedence: String,
    pub(crate) auto_submitted: String,
    pub(crate) signals: Signals,
}

/// What the date tells of the writer's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Zone {
    #[default]
    Told,
    /// It ends with `-0000`: the moment is known, the zone is not (RFC 5322, section 3.3).
    Hidden,
    /// It ends without a zone.
    Missing,
}

/// Fields that tell something by being there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signals {
    /// Answers while somebody is away.
    pub(crate) away: bool,
    pub(crate) list: bool,
    pub(crate) bulk: bool,
    /// Nobody wants an answer to it: `Return-Path: <>`.
    pub(crate) no_return: bool,
    pub(crate) calendar: bool,
    /// The folder data of a mail program, dressed as a mail.
    pub(crate) folder_data: bool,
    /// How many of the fields are ones that every mail has.
    pub(crate) usual: u8,
}

impl Head {
    /// Reads a head; lines that are no fields are passed over.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let bytes = readable(bytes);
        let mut head = Self::default();
        for (name, value) in fields(&bytes) {
            head.field(name, value);
        }
        head
    }

    fn field(&mut self, name: &[u8], value: &[u8]) {
        let mut lower = [0; 32];
        let Some(lower) = lower.get_mut(..name.len()) else { return };
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        self.signals.usual += u8::from(is_usual(lower)).min(u8::MAX - self.signals.usual);
        match &*lower {
            b"from" => self.from.extend(addresses(value)),
            b"sender" => self.sender.extend(addresses(value)),
            b"to" => self.to.extend(addresses(value)),
            b"cc" => self.cc.extend(addresses(value)),
            b"bcc" => self.bcc.extend(addresses(value)),
            b"delivered-to" | b"x-delivered-to" => self.delivered_to.extend(addresses(value)),
            b"x-failed-recipients" => self.failed.extend(addresses(value)),
            b"final-recipient" | b"original-recipient" => {
                self.failed.extend(addresses(value.splitn(2, |b| *b == b';').last().unwrap_or(value)));
            }
            b"list-post" => self.list_post.extend(addresses(value)),
            b"date" if self.date.is_none() => {
                (self.date, self.zone) = own_date(value);
            }
            b"received" if self.received.is_none() => {
                self.received = value.rsplit(|b| *b == b';').next().and_then(date);
            }
            b"message-id" if self.id.is_none() => self.id = ids(value).into_iter().next(),
            b"in-reply-to" if self.in_reply_to.is_none() => {
                self.in_reply_to = ids(value).into_iter().find(|id| id.contains('@'));
            }
            b"references" => self.references = ends(ids(value)),
            b"subject" if self.subject.is_empty() => self.subject = text(value),
            b"content-type" => self.kind = raw(value).to_lowercase(),
            _ => self.lesser(lower, value),
        }
    }

    /// Reads the fields that say how a mail came about and where it lay.
    fn lesser(&mut self, name: &[u8], value: &[u8]) {
        let signals = &mut self.signals;
        match name {
            b"x-gm-thrid" => self.gmail_thread = Some(raw(value)),
            b"x-gmail-labels" => self.labels = text(value),
            b"x-folder" | b"x-folder-path" => self.folders.push(raw(value)),
            b"x-mozilla-status" => self.status = u32::from_str_radix(&raw(value), 16).unwrap_or(0),
            b"precedence" => self.precedence = raw(value).to_lowercase(),
            b"auto-submitted" => self.auto_submitted = raw(value).to_lowercase(),
            b"x-autoreply" | b"x-autorespond" | b"x-autoresponder" | b"x-vacation" => signals.away = true,
            b"list-id" => signals.list = true,
            b"list-unsubscribe" | b"list-unsubscribe-post" | b"feedback-id" => signals.bulk = true,
            b"return-path" => signals.no_return = raw(value).replace(' ', "") == "<>",
            b"content-class" => signals.calendar |= raw(value).to_lowercase().contains("calendarmessage"),
            b"x-imap" | b"x-imapbase" => signals.folder_data = true,
            _ => signals.bulk |= is_campaign(name),
        }
    }
}

/// Tells whether a field is one that the services for mass mail write.
fn is_campaign(name: &[u8]) -> bool {
    name.starts_with(b"x-campaign")
        || matches!(
            name,
            b"x-mailgun-tag"
                | b"x-sg-eid"
                | b"x-mc-user"
                | b"x-mailchimp-id"
                | b"x-ses-outgoing"
                | b"x-csa-complaints"
        )
}

/// Tells whether a field is one of those by which a file is known to be a mail.
fn is_usual(name: &[u8]) -> bool {
    const USUAL: [&[u8]; 9] = [
        b"from",
        b"to",
        b"date",
        b"subject",
        b"message-id",
        b"received",
        b"return-path",
        b"mime-version",
        b"reply-to",
    ];
    USUAL.contains(&name)
}

/// Returns the head as UTF-8; lines in another 8-bit encoding are taken for Windows-1252.
fn readable(bytes: &[u8]) -> Cow<'_, [u8]> {
    if std::str::from_utf8(bytes).is_ok() {
        return Cow::Borrowed(bytes);
    }
    let mut read = Vec::with_capacity(bytes.len() + bytes.len() / 8);
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        match std::str::from_utf8(line) {
            Ok(_) => read.extend_from_slice(line),
            Err(_) => read.extend_from_slice(WINDOWS_1252.decode_without_bom_handling(line).0.as_bytes()),
        }
    }
    Cow::Owned(read)
}

/// Returns the fields of a head, each with its whole value and the end of its last line.
fn fields(mut rest: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let mut end = line_end(rest);
            while matches!(rest.get(end), Some(b' ' | b'\t')) {
                end += line_end(&rest[end..]);
            }
            let (field, tail) = rest.split_at(end);
            rest = tail;
            let colon = memchr::memchr(b':', field);
            if let Some((name, value)) = colon.map(|at| (field[..at].trim_ascii_end(), &field[at + 1..])) {
                return Some((name, value));
            }
        }
        None
    })
}

fn line_end(bytes: &[u8]) -> usize {
    memchr::memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1)
}

fn addresses(value: &[u8]) -> Vec<Written> {
    let HeaderValue::Address(all) = MessageStream::new(value).parse_address() else { return Vec::new() };
    let written = |a: &mail_parser::Addr<'_>| {
        let (name, address) = (spaced(a.name().unwrap_or("")), a.address().unwrap_or("").trim());
        match address.strip_prefix('@') {
            // Of `"ana"@firm.example` the parser takes what is quoted for a name.
            Some(_) if !name.is_empty() => Written { address: name + address, ..Written::default() },
            _ => Written { name, address: address.to_owned() },
        }
    };
    let all: Vec<Written> = match &all {
        Address::List(list) => list.iter().map(written).collect(),
        Address::Group(groups) => groups.iter().flat_map(|g| &g.addresses).map(written).collect(),
    };
    all
}

/// Reads a date in the forms of the standard, and two that it does not allow: no seconds before a zone of
/// letters, and no zone at all.
fn own_date(value: &[u8]) -> (Option<DateTime>, Zone) {
    if let Some(date) = date(value) {
        let hidden = date.tz_before_gmt && date.tz_hour == 0 && date.tz_minute == 0;
        return (Some(date), if hidden { Zone::Hidden } else { Zone::Told });
    }
    let text = String::from_utf8_lossy(value);
    let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let Some(at) = words.iter().position(|w| w.contains(':')) else { return (None, Zone::Missing) };
    if words[at].matches(':').count() == 1 {
        words[at].push_str(":00");
    }
    let zone = if at + 1 < words.len() { Zone::Told } else { Zone::Missing };
    if zone == Zone::Missing {
        words.push("+0000".to_owned());
    }
    (date(format!("{}\n", words.join(" ")).as_bytes()), zone)
}

fn date(value: &[u8]) -> Option<DateTime> {
    match MessageStream::new(value).parse_date() {
        HeaderValue::DateTime(date) if date.is_valid() && exists(&date, value) => Some(date),
        _ => None,
    }
}

/// Tells whether there was such a day: the parser lets a February have 31, and takes a year 0 for 2000.
fn exists(date: &DateTime, value: &[u8]) -> bool {
    let is_year = |word: &&[u8]| word.len() > 3 && word.iter().all(u8::is_ascii_digit);
    let is_negative =
        |word: &[u8]| word.len() < 4 && word[0] == b'-' && word[1..].iter().all(u8::is_ascii_digit);
    let words = value.split(u8::is_ascii_whitespace).filter(|word| word.len() > 1);
    // Behind the time of day stands the zone, which may be "-05".
    let mut day_words = words.clone().take_while(|word| !word.contains(&b':'));
    let year =
        words.clone().find(is_year).and_then(|word| std::str::from_utf8(word).ok()?.parse::<u16>().ok());
    let days = i8::try_from(date.day).ok().zip(i8::try_from(date.month).ok());
    let day = days.zip(i16::try_from(date.year).ok());
    day.is_some_and(|((day, month), year)| jiff::civil::Date::new(year, month, day).is_ok())
        && year.is_none_or(|year| year == date.year)
        && !day_words.any(is_negative)
}

/// Returns the ids between angle brackets, or the one that stands there without.
fn ids(value: &[u8]) -> Vec<String> {
    let ids = match MessageStream::new(value).parse_id() {
        HeaderValue::Text(id) => vec![id.trim().to_owned()],
        HeaderValue::TextList(ids) => ids.iter().map(|id| id.trim().to_owned()).collect(),
        _ => Vec::new(),
    };
    ids.into_iter().filter(|id| !id.is_empty()).collect()
}

fn ends(ids: Vec<String>) -> Option<(String, String)> {
    let last = ids.last()?.clone();
    Some((ids.into_iter().next()?, last))
}

/// Returns a text with its encoded words decoded.
fn text(value: &[u8]) -> String {
    match MessageStream::new(value).parse_unstructured() {
        HeaderValue::Text(text) => text.into_owned(),
        _ => String::new(),
    }
}

fn raw(value: &[u8]) -> String {
    String::from_utf8_lossy(value.trim_ascii()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(of: &[Written]) -> Vec<(&str, &str)> {
        of.iter().map(|w| (w.name.as_str(), w.address.as_str())).collect()
    }

    #[test]
    fn all_fields_of_one_name_count() {
        let head = Head::read(
            b"To: Mira <mira@quillfish.example>\nTo: Tide team: oskar@post.example,\r\n ilse@post.example;\n\
              Received: from a; Tue, 17 Nov 2026 10:00:01 +0000\nReceived: from b; Mon, 16 Nov 2026 10:00:01 +0000\n",
        );
        let to = [("Mira", "mira@quillfish.example"), ("", "oskar@post.example"), ("", "ilse@post.example")];
        assert_eq!(pairs(&head.to), to);
        assert_eq!(head.received.map(|d| d.day), Some(17));
    }

    #[test]
    fn names_in_any_encoding_are_read() {
        let head = Head::read(b"From: J\xfcrgen <a@post.example>\nTo: =?utf-8?q?J=C3=BCrgen?= <b@post.example>\nCc: J\xc3\xbcrgen <c@post.example>\n");
        for (of, address) in
            [(&head.from, "a@post.example"), (&head.to, "b@post.example"), (&head.cc, "c@post.example")]
        {
            assert_eq!(pairs(of), [("Jürgen", address)]);
        }
    }

    #[test]
    fn days_that_never_were_are_no_dates() {
        let check = |text: &str, expected: Option<u16>| {
            let head = Head::read(format!("Date: {text}\n").as_bytes());
            assert_eq!(head.date.map(|date| date.year), expected, "{text}");
        };
        check("Tue, 17 Nov 2026 10:00:00 +0100", Some(2026));
        check("17 Nov 26 10:00 EST", Some(2026));
        check("Tue, 17 Nov 98 10:00:00 -0500", Some(1998));
        check("Tue, 17 Nov 2026 10:00:00 -05", Some(2026));
        for year in ["0000", "99999", "-1"] {
            check(&format!("Tue, 17 Nov {year} 10:00:00 +0100"), None);
        }
        check("Sat, 31 Feb 2026 10:00:00 +0100", None);
        check("Sun, 29 Feb 2026 10:00:00 +0100", None);
    }

    #[test]
    fn an_address_may_be_quoted() {
        let head = Head::read(b"To: \"ana.ruiz\"@firm.example, \"Ana\" <ana@firm.example>\n");
        assert_eq!(pairs(&head.to), [("", "ana.ruiz@firm.example"), ("Ana", "ana@firm.example")]);
    }

    #[test]
    fn ids_keep_their_case() {
        let head = Head::read(b"Message-ID: <Ab1@Post.Example>\nReferences: <a@x>\n <b@x>\t<c@x>\nIn-Reply-To: your message of <c@x>\n");
        assert_eq!(head.id.as_deref(), Some("Ab1@Post.Example"));
        assert_eq!(head.references, Some(("a@x".to_owned(), "c@x".to_owned())));
        assert_eq!(head.in_reply_to.as_deref(), Some("c@x"));
    }
}

#[cfg(test)]
mod hostile {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_read(parts in prop::collection::vec(prop_oneof![
            Just(b"From:".to_vec()),
            Just(b"\nTo: ".to_vec()),
            Just(b"\nDate: ".to_vec()),
            Just(b"\nReceived: ;".to_vec()),
            Just(b"\nReferences: <".to_vec()),
            Just(b"\nSubject: =?utf-8?q?".to_vec()),
            Just(b"99 Nov 2026 99:99 ".to_vec()),
            prop::collection::vec(any::<u8>(), 0..24),
        ], 0..24)) {
            let head = Head::read(&parts.concat());
            prop_assert!(head.signals.usual as usize <= parts.len());
        }
    }
}

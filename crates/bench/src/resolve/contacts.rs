//! The JSON lines of the contacts generator, as the sources of Comity would tell them.

use super::input::Told;
use crate::Result;
use comity_core::resolve::Details;
use comity_core::{Handle, LabelledHandle, Name, Platform, Provenance, Record};
use serde::Deserialize;
use std::borrow::Cow;

#[derive(Deserialize)]
struct Line<'a> {
    id: &'a str,
    source: &'a str,
    #[serde(borrow)]
    name: Option<Cow<'a, str>>,
    first: Option<Cow<'a, str>>,
    middle: Option<Cow<'a, str>>,
    last: Option<Cow<'a, str>>,
    nick: Option<Cow<'a, str>>,
    #[serde(default)]
    emails: Vec<Cow<'a, str>>,
    #[serde(default)]
    phones: Vec<Cow<'a, str>>,
    org: Option<Cow<'a, str>>,
    title: Option<Cow<'a, str>>,
    #[serde(default)]
    handles: Vec<Cow<'a, str>>,
    #[serde(default)]
    urls: Vec<Cow<'a, str>>,
    bday: Option<Cow<'a, str>>,
    city: Option<Cow<'a, str>>,
}

/// Reads one line.
pub(super) fn read(line: &str) -> Result<Told> {
    let line: Line<'_> = serde_json::from_str(line)?;
    let owned = |text: &Option<Cow<'_, str>>| text.as_deref().map(str::to_owned);
    let prefix = match line.source {
        "linkedin" => "linkedin:conn",
        "facebook" => "facebook:friend",
        other => other,
    };
    let record = Record {
        key: format!("{prefix}:{}", line.id),
        names: name(&line).into_iter().collect(),
        nicknames: owned(&line.nick).into_iter().collect(),
        handles: handles(&line),
        organisation: owned(&line.org),
        title: owned(&line.title),
        provenance: Provenance { file: line.source.to_owned(), place: 0 },
        ..Record::default()
    };
    let details = Details { birthday: owned(&line.bday), locality: owned(&line.city), ..Details::default() };
    Ok(Told { id: line.id.to_owned(), record, details })
}

fn name(line: &Line<'_>) -> Option<Name> {
    match (&line.first, &line.last) {
        (None, None) => line.name.as_deref().map(Name::whole),
        (first, last) => {
            let given =
                format!("{} {}", first.as_deref().unwrap_or(""), line.middle.as_deref().unwrap_or(""));
            Some(Name::parts(&given, last.as_deref().unwrap_or("")))
        }
    }
}

fn handles(line: &Line<'_>) -> Vec<LabelledHandle> {
    let mails = line.emails.iter().filter_map(|mail| Handle::email(mail));
    let numbers = line.phones.iter().filter_map(|number| phone(number));
    let profiles = line.urls.iter().filter_map(|url| Handle::profile(url));
    let users = line.handles.iter().filter_map(|handle| user(handle));
    mails.chain(numbers).chain(profiles).chain(users).map(LabelledHandle::bare).collect()
}

fn user(handle: &str) -> Option<Handle> {
    let (service, name) = handle.split_once(':')?;
    let platform = match service {
        "twitter" => Platform::X,
        other => Platform::parse(other)?,
    };
    Some(Handle::normal(platform, name.to_lowercase()))
}

/// Reads a number: whole where its country is told, else as it is dialled from where its owner is.
fn phone(text: &str) -> Option<Handle> {
    let text = text.split(" ext").next().unwrap_or(text).replace("(0)", "");
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let number = match (text.trim_start().starts_with('+'), digits.strip_prefix("00")) {
        (true, _) => format!("+{digits}"),
        (false, Some(rest)) => format!("+{rest}"),
        (false, None) => digits,
    };
    (number.len() >= 7).then(|| Handle::normal(Platform::Phone, number))
}

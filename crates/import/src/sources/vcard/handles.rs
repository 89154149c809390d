//! Addresses, numbers, accounts and pages of a card into handles with labels.

use super::card::{Lines, has};
use super::service::{is_web, on, page, scheme, service, web};
use crate::content_line::Property;
use crate::source::Reason;
use comity_core::{Handle, Label, LabelledHandle, Platform};
use std::collections::BTreeMap;

/// Why something that looks like a handle was kept out.
pub(super) type Unread = (Reason, &'static str);

/// The user's own words for lines, by group: `item1.X-ABLabel`.
pub(super) struct Labels(BTreeMap<String, String>);

impl Labels {
    /// Returns the words that the lines of a card carry.
    pub(super) fn of(lines: &Lines) -> Self {
        let words = lines.named("X-ABLABEL").filter(|p| !p.group.is_empty());
        Self(words.map(|p| (p.group.clone(), built_in(&p.text()).to_owned())).collect())
    }

    /// Returns the label of a line: the side of life first, then that it is a mobile, then the user's word.
    fn label(&self, p: &Property) -> Label {
        let own = self.0.get(&p.group).map(String::as_str).or_else(|| p.param("LABEL")).unwrap_or_default();
        let mut types: Vec<String> = p.types().filter(|t| !says_nothing(t)).collect();
        let is = |types: &[String], words: &[&str]| types.iter().any(|t| words.contains(&t.as_str()));
        if is(&types, &["FAX", "PAGER"]) {
            // Nobody is reached there; as a work number it would look like a door.
            return Label::Other(if is(&types, &["FAX"]) { "fax" } else { "pager" }.to_owned());
        }
        types.push(own.to_uppercase());
        if is(&types, &["WORK", "BUSINESS", "OFFICE"]) {
            Label::Work
        } else if is(&types, &["HOME", "PRIVATE", "PERSONAL"]) {
            Label::Home
        } else if is(&types, &["CELL", "MOBILE", "IPHONE"]) {
            Label::Mobile
        } else {
            types.pop();
            let word = if own.is_empty() {
                types.first().map(|t| t.trim_start_matches("X-").to_lowercase())
            } else {
                Some(own.to_owned())
            };
            word.map_or(Label::None, Label::Other)
        }
    }
}

/// Returns Apple's own word out of its wrapping, `_$!<Work>!$_`.
fn built_in(word: &str) -> &str {
    word.strip_prefix("_$!<").and_then(|rest| rest.strip_suffix(">!$_")).unwrap_or(word)
}

/// Tells whether a type is about the line, not about the side of life.
fn says_nothing(word: &str) -> bool {
    let about_line = matches!(
        word,
        "" | "PREF"
            | "INTERNET"
            | "VOICE"
            | "MSG"
            | "TEXT"
            | "VIDEO"
            | "OTHER"
            | "UNKNOWN"
            | "X-INTERNET"
            | "MAIN"
    );
    about_line || service(word).is_some()
}

/// Reads every handle of a card, each once, and tells what could not be read.
pub(super) fn handles(
    lines: &Lines,
    labels: &Labels,
    region: Option<&str>,
) -> (Vec<LabelledHandle>, Vec<Unread>) {
    let (mut found, mut unread) = (Vec::new(), Vec::new());
    for p in &lines.properties {
        let value = p.text();
        match handle(p, &value, region) {
            None => {}
            Some(Ok(handle)) => {
                let raw = (value != handle.address()).then_some(value);
                let label = labels.label(p);
                // Firms share their pages: as a handle, a page labelled so would make colleagues one person.
                let shared = handle.platform() == Platform::Website && label == Label::Work;
                if !shared && !has(&found, &handle) {
                    found.push(LabelledHandle { handle, label, raw });
                }
            }
            Some(Err(why)) => unread.push(why),
        }
    }
    (found, unread)
}

/// Reads the handle of a line; `None` where the line is none.
fn handle(p: &Property, value: &str, region: Option<&str>) -> Option<Result<Handle, Unread>> {
    if value.is_empty() && p.param("X-USER").is_none() {
        return None;
    }
    let told = |handle: Option<Handle>, why| Some(handle.ok_or(why));
    match p.name.as_str() {
        "EMAIL" => told(Handle::email(value), (Reason::Broken, "a mail address that is none")),
        "TEL" => told(phone(value, region), number_unread(region)),
        "IMPP" | "SOCIALPROFILE" | "X-SOCIALPROFILE" | "X-MS-IMADDRESS" => {
            let why =
                (Reason::Unsupported, "an account of a service that is not known, or that names nobody");
            told(account(p, value, region), why)
        }
        "URL" => Some(Ok(page(value).or_else(|| website(value))?)),
        other => {
            let platform = service(other.strip_prefix("X-")?.trim_start_matches("EVOLUTION-"))?;
            told(on(platform, value, region), (Reason::Broken, "an account that names nobody"))
        }
    }
}

fn number_unread(region: Option<&str>) -> Unread {
    match region {
        Some(_) => (Reason::Broken, "a telephone number that cannot be read"),
        None => (
            Reason::Broken,
            "a telephone number without its country; say yours with `comity me --region`, then import again",
        ),
    }
}

/// Reads a number without what is dialled after it.
fn phone(value: &str, region: Option<&str>) -> Option<Handle> {
    let value = value.strip_prefix("tel:").unwrap_or(value);
    let number = value.split([';', ',', 'x', 'p', 'w']).next()?.trim();
    Handle::phone(number, region)
}

/// Reads an account: service by parameter, then by scheme, then by type, then by the page itself.
fn account(p: &Property, value: &str, region: Option<&str>) -> Option<Handle> {
    let told = ["X-SERVICE-TYPE", "SERVICE-TYPE", "X-SERVICE"].iter().find_map(|name| p.param(name));
    let by_type = || p.types().find_map(|t| service(&t));
    let platform = told.and_then(service).or_else(|| scheme(value)).or_else(by_type);
    let user = ["X-USER", "USERNAME"].iter().find_map(|name| p.param(name)).filter(|user| !user.is_empty());
    let Some(platform) = platform else { return page(value) };
    // A page is the surer of the two: names are typed by hand.
    let by_page = if is_web(value) { on(platform, value, region) } else { None };
    by_page.or_else(|| on(platform, user?, region)).or_else(|| on(platform, value, region))
}

fn website(value: &str) -> Option<Handle> {
    let (host, path) = web(value)?;
    let slash = if path.is_empty() { "" } else { "/" };
    Some(Handle::normal(Platform::Website, format!("{host}{slash}{path}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::vcard::card::wanted;

    fn check(card: &[&str], expected: &[&str]) {
        let mut lines = Lines::default();
        card.iter().filter_map(|line| wanted(line.as_bytes())).for_each(|p| lines.push(p));
        let (found, unread) = handles(&lines, &Labels::of(&lines), Some("GB"));
        let shown = found.iter().map(|h| format!("{} {}", h.handle, h.label.word()).trim().to_owned());
        let told = unread.iter().map(|(reason, _)| format!("{reason:?}"));
        assert_eq!(shown.chain(told).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn labels_come_from_types_and_groups() {
        check(&["TEL;CELL;WORK:020 7946 0123"], &["phone:+442079460123 work"]);
        check(&["TEL;type=CELL;type=VOICE;type=pref:020 7946 0123"], &["phone:+442079460123 mobile"]);
        check(&["TEL;WORK;FAX:020 7946 0123"], &["phone:+442079460123 fax"]);
        check(
            &["item1.EMAIL;type=INTERNET:ana@firm.example", "item1.X-ABLabel:_$!<Home>!$_"],
            &["email:ana@firm.example home"],
        );
        check(
            &["item1.EMAIL;type=INTERNET:ana@firm.example", "item1.X-ABLabel:Choir"],
            &["email:ana@firm.example Choir"],
        );
        check(&["EMAIL;TYPE=INTERNET:ana@firm.example"], &["email:ana@firm.example"]);
    }

    #[test]
    fn accounts_are_told_in_many_ways_and_kept_once() {
        check(&["IMPP;X-SERVICE-TYPE=Skype;type=HOME:skype:mira", "X-SKYPE:Mira"], &["skype:mira home"]);
        check(&["IMPP;TYPE=TELEGRAM:mira"], &["telegram:mira"]);
        check(&["IMPP:icq:1"], &["Unsupported"]);
        check(&["X-SOCIALPROFILE;type=twitter;x-user=mira:https://twitter.com/mira"], &["x:mira"]);
        check(&["X-SOCIALPROFILE;type=twitter;x-user=mira:x-apple:mira"], &["x:mira"]);
        check(
            &["SOCIALPROFILE;SERVICE-TYPE=Mastodon;USERNAME=@mira@m.example:https://m.example/@mira"],
            &["mastodon:@mira@m.example"],
        );
        check(&["X-JABBER;HOME:mira@chat.example"], &["xmpp:mira@chat.example home"]);
    }

    #[test]
    fn pages_of_firms_are_no_handles() {
        check(&["URL;TYPE=work:https://firm.example/"], &[]);
        check(&["URL:http\\://www.Mira.example/me/"], &["website:mira.example/me"]);
        check(&["URL:https://linkedin.com/in/mira-t"], &["linkedin:mira-t"]);
    }

    #[test]
    fn numbers_that_cannot_be_read_are_told() {
        check(
            &["TEL:call me", "TEL:+44 20 7946 0123,,45#", "TEL;VALUE=uri:tel:+44-20-7946-0123;ext=5"],
            &["phone:+442079460123", "Broken"],
        );
    }
}

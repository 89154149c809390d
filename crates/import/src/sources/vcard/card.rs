//! The lines of one card into a record, or into a group of cards.

use super::handles::{Labels, Unread, handles};
use crate::content_line::Property;
use comity_core::record::RecordKind;
use comity_core::{Handle, LabelledHandle, Name, Record};

/// Lines kept of one card: more tell of a broken file, and are held in memory at once.
pub(super) const LIMIT_LINES: usize = 2_000;

/// The lines of one card that are read.
#[derive(Default)]
pub(super) struct Lines {
    pub(super) properties: Vec<Property>,
    /// There were more of them than are kept.
    pub(super) cut: bool,
}

impl Lines {
    /// Adds a line while there is room.
    pub(super) fn push(&mut self, property: Property) {
        self.cut |= self.properties.len() >= LIMIT_LINES;
        if !self.cut {
            self.properties.push(property);
        }
    }

    /// Returns the texts of a property that are not empty.
    fn texts(&self, name: &str) -> impl Iterator<Item = String> {
        self.named(name).map(Property::text).filter(|text| !text.is_empty())
    }

    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = &Property> {
        self.properties.iter().filter(move |p| p.name == name)
    }

    /// Returns the identifier of the card without its scheme.
    pub(super) fn uid(&self) -> Option<String> {
        self.texts("UID").next().map(|uid| bare_uid(&uid))
    }
}

/// Returns an identifier without `urn:uuid:`, which one program writes and the next leaves out.
pub(super) fn bare_uid(uid: &str) -> String {
    let scheme = "urn:uuid:";
    let told = uid.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    uid[if told { scheme.len() } else { 0 }..].to_owned()
}

/// Reads a line of a property that is taken up; all others are left where they are, unread.
pub(super) fn wanted(line: &[u8]) -> Option<Property> {
    const READ: [&str; 19] = [
        "BEGIN",
        "END",
        "AGENT",
        "FN",
        "N",
        "NICKNAME",
        "ORG",
        "TITLE",
        "ROLE",
        "CATEGORIES",
        "UID",
        "KIND",
        "MEMBER",
        "EMAIL",
        "TEL",
        "IMPP",
        "URL",
        "SOCIALPROFILE",
        "RELATED",
    ];
    let end = line.iter().position(|b| matches!(b, b':' | b';'))?;
    let head = String::from_utf8_lossy(&line[..end.min(100)]).to_uppercase();
    let name = head.rsplit('.').next()?.trim_start_matches('\u{feff}');
    let read = name.starts_with("X-") || READ.contains(&name.trim());
    (read && name.trim() != "RELATED").then(|| Property::parse(line))?
}

/// What a card is.
pub(super) enum Card {
    One(Record, Vec<Unread>),
    Group(Group),
    /// It tells neither a name nor a handle.
    Empty,
}

/// A card that only names others.
pub(super) struct Group {
    pub(super) name: String,
    /// Identifiers of cards.
    pub(super) uids: Vec<String>,
    /// Addresses, where a group names them instead.
    pub(super) handles: Vec<Handle>,
}

/// Reads the lines of a card; the key of the record is still empty.
pub(super) fn card(lines: &Lines, region: Option<&str>) -> Card {
    let kind = lines.texts("KIND").chain(lines.texts("X-ADDRESSBOOKSERVER-KIND")).next();
    let kind = kind.unwrap_or_default().to_lowercase();
    if kind == "group" {
        return Card::Group(group(lines));
    }
    let (handles, unread) = handles(lines, &Labels::of(lines), region);
    let organisation = lines.named("ORG").flat_map(|p| p.parts(';')).find(|part| !part.is_empty());
    let mut names = names(lines);
    let thing = is_thing(lines, &kind, &names, organisation.as_deref());
    if names.is_empty() && thing {
        names.extend(organisation.as_deref().map(Name::whole));
    }
    let mut nicknames = lists(lines, "NICKNAME");
    nicknames.extend(lines.named("X-ANDROID-CUSTOM").filter_map(android_nickname));
    if names.is_empty() && nicknames.is_empty() && handles.is_empty() {
        return Card::Empty;
    }
    let record = Record {
        kind: if thing { RecordKind::Thing } else { RecordKind::Person },
        names,
        nicknames,
        handles,
        organisation,
        title: lines.texts("TITLE").chain(lines.texts("ROLE")).next(),
        tags: lists(lines, "CATEGORIES").into_iter().filter(|tag| !is_system_group(tag)).collect(),
        ..Record::default()
    };
    Card::One(record, unread)
}

fn group(lines: &Lines) -> Group {
    let named = ["MEMBER", "X-ADDRESSBOOKSERVER-MEMBER"];
    let members: Vec<String> = named.iter().flat_map(|name| lines.texts(name)).collect();
    let name = lines.texts("FN").chain(lines.texts("N")).next().unwrap_or_default();
    let handles = members.iter().filter_map(|m| Handle::email(m.strip_prefix("mailto:")?)).collect();
    Group { name, uids: members.iter().map(|m| bare_uid(m)).collect(), handles }
}

/// Tells whether a card stands for a firm or a place.
fn is_thing(lines: &Lines, kind: &str, names: &[Name], organisation: Option<&str>) -> bool {
    let shown_as = lines.texts("X-ABSHOWAS").any(|text| text.eq_ignore_ascii_case("COMPANY"));
    // Google and Outlook write a firm as a card with no parts of a name, called like the organisation.
    let no_parts = lines.named("N").all(|p| p.parts(';').iter().all(String::is_empty));
    let only_firm = no_parts && matches!(names, [only] if Some(only.full.as_str()) == organisation);
    shown_as
        || matches!(kind, "org" | "organization" | "location" | "application" | "device")
        || (only_firm && kind != "individual")
}

/// Returns the names of a card: those in one piece, the first with its parts.
fn names(lines: &Lines) -> Vec<Name> {
    let parts: Vec<String> = lines.named("N").next().map(|p| p.parts(';')).unwrap_or_default();
    // By position; RFC 9554 adds a sixth and a seventh part, which repeat what the others say.
    let part = |at: usize| parts.get(at).map_or("", |part| part.as_str()).replace(',', " ");
    let (family, given) = (part(0), part(1));
    let mut names: Vec<Name> =
        lines.texts("FN").filter(|t| !is_address(t)).map(|t| Name::whole(&t)).collect();
    names.dedup();
    let told = Name::parts(&given, &family);
    if told.full.is_empty() || is_address(&told.full) {
        return names;
    }
    match names.first_mut() {
        // A whole name in the place of the family name is no family name.
        Some(first) if told.given.is_none() && told.full == first.full => {}
        Some(first) => *first = Name { full: first.full.clone(), ..told },
        None => names.push(told),
    }
    names
}

/// Tells whether what stands as a name is an address or a number (older exports of Google).
fn is_address(text: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || " +-()./".contains(c);
    Handle::email(text).is_some() || text.chars().all(number)
}

/// Returns the words of all lists of a property, each once.
fn lists(lines: &Lines, name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in lines.named(name).flat_map(|p| p.parts(',')) {
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Android has no line for a nickname and puts it among its own.
fn android_nickname(p: &Property) -> Option<String> {
    let mut parts = p.parts(';').into_iter();
    let kind = parts.next()?;
    parts.next().filter(|name| kind.ends_with("/nickname") && !name.is_empty())
}

/// Tells whether Google files contacts under this word by itself, so that it says nothing.
fn is_system_group(tag: &str) -> bool {
    let tag = tag.trim_start_matches("* ").to_lowercase();
    matches!(tag.as_str(), "mycontacts" | "my contacts" | "chatbuddies" | "other contacts")
}

/// Returns whether two records tell the same handle.
pub(super) fn has(handles: &[LabelledHandle], handle: &Handle) -> bool {
    handles.iter().any(|h| &h.handle == handle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], expected: &[(&str, &str, &str)]) {
        let mut card = Lines::default();
        lines.iter().filter_map(|line| wanted(line.as_bytes())).for_each(|p| card.push(p));
        let names = names(&card);
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        let found: Vec<_> = names.iter().map(|n| (n.full.clone(), part(&n.given), part(&n.family))).collect();
        let expected: Vec<_> =
            expected.iter().map(|(a, b, c)| (a.to_string(), b.to_string(), c.to_string())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn names_have_parts_where_the_card_tells_them() {
        check(&["FN:Dr. Ana Ruiz", "N:Ruiz;Ana;;Dr.;"], &[("Dr. Ana Ruiz", "Ana", "Ruiz")]);
        check(&["N:Ruiz;Ana Maria;;;;;"], &[("Ana Maria Ruiz", "Ana Maria", "Ruiz")]);
        check(&["FN:Ana Ruiz", "N:Ana Ruiz;;;;"], &[("Ana Ruiz", "", "")]);
        check(&["FN:ana@firm.example", "N:ana@firm.example;;;;"], &[]);
        check(&["FN:+44 20 7946 0123"], &[]);
        check(&["FN:ana@firm.example", "N:Ruiz;Ana"], &[("Ana Ruiz", "Ana", "Ruiz")]);
        check(
            &["FN:Ana", "FN;LANGUAGE=ru:\u{410}\u{43d}\u{43d}\u{430}"],
            &[("Ana", "", ""), ("\u{410}\u{43d}\u{43d}\u{430}", "", "")],
        );
    }

    #[test]
    fn a_firm_is_told_from_a_person_who_trades_under_their_name() {
        let kind = |lines: &[&str]| {
            let mut card = Lines::default();
            lines.iter().filter_map(|line| wanted(line.as_bytes())).for_each(|p| card.push(p));
            match super::card(&card, None) {
                Card::One(record, _) => record.kind,
                _ => panic!("a card of one"),
            }
        };
        assert_eq!(kind(&["FN:Ruiz Ltd", "N:;;;;", "ORG:Ruiz Ltd"]), RecordKind::Thing);
        assert_eq!(kind(&["FN:Ana Ruiz", "N:Ruiz;Ana;;;", "ORG:Ana Ruiz"]), RecordKind::Person);
        assert_eq!(kind(&["FN:Ana Ruiz", "N:Ana Ruiz;;;;", "ORG:Ana Ruiz"]), RecordKind::Person);
        assert_eq!(kind(&["FN:Ana Ruiz", "ORG:Ana Ruiz", "KIND:individual"]), RecordKind::Person);
        assert_eq!(kind(&["FN:Ana Ruiz", "X-ABShowAs:COMPANY"]), RecordKind::Thing);
    }

    #[test]
    fn what_is_private_is_not_even_read() {
        for line in ["NOTE:x", "BDAY:1980-01-01", "PHOTO:x", "RELATED;TYPE=me:x", "item1.NOTE:x", "KEY;X=y:z"]
        {
            assert_eq!(wanted(line.as_bytes()), None, "{line}");
        }
        assert!(wanted(b"item1.X-ABLabel:Work").is_some());
    }
}

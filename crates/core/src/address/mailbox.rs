//! What a mailbox is, told by its local part, and which addresses are one mailbox.

use crate::handle::{Handle, Platform};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Who stands behind a mail address, as its local part tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mailbox {
    /// Nothing says that it is not one human being.
    Person,
    /// An office or a team: several people, over time at least.
    Role,
    /// A machine.
    Robot,
}

static KNOWN: LazyLock<FxHashMap<&str, Mailbox>> = LazyLock::new(|| {
    let lines = include_str!("../../data/role-mailboxes.txt").lines().filter(|l| !l.starts_with('#'));
    let kind = |line: &'static str| match line.strip_prefix('!') {
        Some(robot) => (robot, Mailbox::Robot),
        None => (line, Mailbox::Role),
    };
    lines.map(str::trim).filter(|l| !l.is_empty()).map(kind).collect()
});

impl Mailbox {
    /// Returns what a mail address stands for.
    pub fn of(address: &str) -> Self {
        let local = address.rsplit_once('@').map_or(address, |(local, _)| local);
        let local = local.split('+').next().unwrap_or(local);
        if let Some(kind) = KNOWN.get(local) {
            return *kind;
        }
        let compact: String = local.chars().filter(|c| c.is_alphanumeric()).collect();
        if compact.contains("noreply") || compact.contains("donotreply") || compact.contains("mailerdaemon") {
            return Self::Robot;
        }
        // "info.uk" and "sales2" are offices; "info" alone in the middle of a word is not.
        let first = local.split(['.', '-', '_']).next().unwrap_or(local);
        let first = first.trim_end_matches(|c: char| c.is_ascii_digit());
        match KNOWN.get(first) {
            // "it.ruiz" or "pr.smith" may be initials: short words count only when they stand alone.
            Some(kind) if first.len() >= 4 => *kind,
            _ => Self::Person,
        }
    }
}

impl Handle {
    /// Returns the key under which two ways of writing one identity are equal.
    ///
    /// For matching only: a sub-address (`ana+news@…`) reaches the same person, and so does any placing of
    /// dots in a Gmail address. A platform with several houses counts as one.
    pub fn equivalence_key(&self) -> String {
        match self.platform() {
            Platform::Email => format!("email:{}", canonical_mailbox(self.address())),
            // One number is one person's on whichever service.
            Platform::Phone | Platform::Sms | Platform::WhatsApp | Platform::Signal | Platform::IMessage
                if self.address().starts_with('+') =>
            {
                format!("phone:{}", self.address())
            }
            Platform::IMessage | Platform::Teams | Platform::GoogleChat if self.address().contains('@') => {
                format!("email:{}", canonical_mailbox(self.address()))
            }
            Platform::Messenger => format!("facebook:{}", self.address()),
            platform => format!("{}:{}", platform.word(), self.address()),
        }
    }
}

fn canonical_mailbox(address: &str) -> String {
    let Some((local, domain)) = address.rsplit_once('@') else { return address.to_owned() };
    let plain = match local.split_once('+') {
        Some((plain, _)) if !plain.is_empty() => plain,
        _ => local,
    };
    if matches!(domain, "gmail.com" | "googlemail.com") {
        return format!("{}@gmail.com", plain.replace('.', ""));
    }
    format!("{plain}@{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(local: &str, expected: Mailbox) {
        assert_eq!(Mailbox::of(&format!("{local}@firm.example")), expected, "{local}");
    }

    #[test]
    fn offices_and_machines_are_no_persons() {
        check("ana.ruiz", Mailbox::Person);
        check("info", Mailbox::Role);
        check("sales-emea", Mailbox::Role);
        check("office2", Mailbox::Role);
        check("support+case17", Mailbox::Role);
        check("it.marsh", Mailbox::Person);
        check("informer", Mailbox::Person);
        check("no-reply", Mailbox::Robot);
        check("messages-noreply", Mailbox::Robot);
        check("bounces+ab12", Mailbox::Robot);
    }

    fn equal(a: &str, b: &str, expected: bool) {
        let key = |text| Handle::from_key(text).unwrap().equivalence_key();
        assert_eq!(key(a) == key(b), expected, "{a} {b}");
    }

    #[test]
    fn one_mailbox_may_be_written_in_many_ways() {
        equal("email:ana+news@firm.example", "email:ana@firm.example", true);
        equal("email:a.na@gmail.com", "email:ana@googlemail.com", true);
        equal("email:a.na@firm.example", "email:ana@firm.example", false);
        equal("phone:+442079460123", "whatsapp:+442079460123", true);
        equal("messenger:~ana ruiz", "facebook:~ana ruiz", true);
        equal("linkedin:ana", "xing:ana", false);
    }
}

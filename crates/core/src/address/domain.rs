//! What kind of place a mail domain is.

use crate::interaction::words;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

words! {
    /// What kind of place a mail domain is.
    DomainKind {
        /// Anybody can have an address there.
        FreeMail "free-mail",
        /// An organisation's own domain; a person may own one alone.
        Employer "employer",
        /// A school or university: staff and students alike.
        University "university",
        /// An office of state.
        Government "government",
        /// Groups and lists: never one person.
        List "list",
        /// A service that writes on behalf of people: never their own address.
        Relay "relay",
    }
}

static FREE: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/free-mail.txt").lines();
    lines.map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect()
});

/// Tells the kinds of domains apart; the user may add domains of free mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Domains {
    free: Vec<String>,
}

impl Domains {
    /// Returns the built-in kinds with more domains of free mail, as the settings name them.
    pub fn with_free_mail(extra: impl IntoIterator<Item = String>) -> Self {
        let free = extra.into_iter().map(|d| d.trim().trim_start_matches('@').to_lowercase()).collect();
        Self { free }
    }

    /// Returns what kind of place a mail domain is.
    pub fn kind(&self, domain: &str) -> DomainKind {
        let root = registrable(domain).unwrap_or(domain);
        let name = root.split('.').next().unwrap_or(root);
        let free = |d: &str| FREE.contains(d) || self.free.iter().any(|f| f == d);
        if free(domain) || free(root) || FREE.contains(format!("{name}.").as_str()) {
            return DomainKind::FreeMail;
        }
        let labels: Vec<&str> = domain.split('.').collect();
        let first = labels.first().copied().unwrap_or("");
        if matches!(first, "lists" | "list" | "groups" | "googlegroups" | "mailman" | "lists-lists") {
            return DomainKind::List;
        }
        if is_relay(domain) {
            return DomainKind::Relay;
        }
        let within = |label: &str| labels[1.min(labels.len())..].contains(&label);
        if within("edu")
            || within("ac")
            || matches!(name, n if n.starts_with("uni-") || n.starts_with("university"))
        {
            return DomainKind::University;
        }
        if within("gov") || within("gouv") || within("gob") || within("mil") {
            return DomainKind::Government;
        }
        DomainKind::Employer
    }
}

/// Services whose addresses stand for somebody else: comments, calendar rooms, market places.
fn is_relay(domain: &str) -> bool {
    let is = |d: &str| domain == d || domain.ends_with(d) && domain[..domain.len() - d.len()].ends_with('.');
    [
        "users.noreply.github.com",
        "reply.github.com",
        "facebookmail.com",
        "resource.calendar.google.com",
        "group.calendar.google.com",
        "marketplace.amazon.com",
        "reply.linkedin.com",
        "mail.instagram.com",
    ]
    .into_iter()
    .any(is)
}

/// Returns the part of a domain that somebody registered: `mail.firm.co.uk` gives `firm.co.uk`.
pub fn registrable(domain: &str) -> Option<&str> {
    psl::domain_str(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(domain: &str, expected: DomainKind) {
        let domains = Domains::with_free_mail(["post.example".to_owned()]);
        assert_eq!(domains.kind(domain), expected, "{domain}");
    }

    #[test]
    fn domains_have_kinds() {
        check("gmail.com", DomainKind::FreeMail);
        check("yahoo.co.uk", DomainKind::FreeMail);
        check("btinternet.com", DomainKind::FreeMail);
        check("post.example", DomainKind::FreeMail);
        check("firm.example", DomainKind::Employer);
        check("mail.firm.co.uk", DomainKind::Employer);
        check("cs.campus.edu", DomainKind::University);
        check("physics.campus.ac.uk", DomainKind::University);
        check("city.gov.uk", DomainKind::Government);
        check("lists.firm.example", DomainKind::List);
        check("users.noreply.github.com", DomainKind::Relay);
    }

    #[test]
    fn the_registered_part_is_found() {
        assert_eq!(registrable("mail.firm.co.uk"), Some("firm.co.uk"));
        assert_eq!(registrable("mail.firm.example"), Some("firm.example"));
    }
}

//! Names of services, as cards write them, and what an address on each looks like.

use comity_core::{Handle, Platform};

/// Returns the platform of a service that a parameter, a scheme or a property names.
pub(super) fn service(name: &str) -> Option<Platform> {
    let name: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    Some(match name.as_str() {
        "jabber" | "xmpp" => Platform::Xmpp,
        "gtalk" | "googletalk" | "googlechat" | "hangouts" | "googlehangouts" => Platform::GoogleChat,
        "msteams" | "microsoftteams" => Platform::Teams,
        "twitter" => Platform::X,
        "fb" => Platform::Facebook,
        "fbmessenger" | "facebookmessenger" => Platform::Messenger,
        "sgnl" => Platform::Signal,
        "weixin" => Platform::WeChat,
        "tg" => Platform::Telegram,
        "skypeusername" => Platform::Skype,
        "email" | "phone" | "sms" | "letter" | "inperson" | "website" => return None,
        other => return Platform::ALL.iter().copied().find(|p| p.word().replace('-', "") == other),
    })
}

/// Reads an address on a service: a name, a number, an address with its scheme, or the page of a profile.
pub(super) fn on(platform: Platform, text: &str, region: Option<&str>) -> Option<Handle> {
    if is_web(text) {
        return page(text).filter(|handle| handle.platform().same_house(platform)).or_else(|| {
            let (host, path) = web(text)?;
            let user = path.rsplit('/').find(|part| !part.is_empty())?.trim_start_matches('@');
            let user = if platform == Platform::Mastodon && !user.contains('@') {
                format!("@{user}@{host}")
            } else {
                user.to_owned()
            };
            on(platform, &user, region)
        });
    }
    let bare = without_scheme(text);
    let bare = bare.split(['?', '#']).next()?.trim();
    let name = bare.trim_start_matches('@');
    if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return numbered(platform, bare, region);
    }
    let address = match platform {
        Platform::Mastodon => format!("@{}", name.to_lowercase()),
        // Matrix writes `@user:server`; the sign belongs to the address.
        Platform::Matrix => format!("@{}", name.trim_start_matches("u/").to_lowercase()),
        Platform::Xmpp => name.split('/').next()?.to_lowercase(),
        _ => {
            return numbered(platform, bare, region)
                .or_else(|| Some(Handle::normal(platform, name.to_lowercase())));
        }
    };
    Some(Handle::normal(platform, address))
}

/// Reads the number of somebody on a service that knows people by their telephone.
fn numbered(platform: Platform, text: &str, region: Option<&str>) -> Option<Handle> {
    use Platform::{IMessage, Signal, Telegram, WhatsApp};
    let by_number = matches!(platform, WhatsApp | Signal | IMessage | Telegram);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let only_number = text.chars().all(|c| c.is_ascii_digit() || " +-()./".contains(c));
    if !by_number || !only_number || digits < 7 {
        return None;
    }
    // These services write numbers with their country, often without the plus.
    let plus = format!("+{}", text.trim_start_matches(['+', ' ']));
    let number = Handle::phone(text, region).or_else(|| Handle::phone(&plus, None))?;
    Some(Handle::normal(platform, number.address()))
}

/// Returns the service and the rest of `skype:mira`; a scheme that names none is none.
pub(super) fn scheme(text: &str) -> Option<Platform> {
    service(text.split_once(':')?.0)
}

fn without_scheme(text: &str) -> &str {
    let text = text.trim();
    match text.split_once(':') {
        Some((scheme, rest))
            if !text.starts_with('@') && scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') =>
        {
            rest.trim_start_matches('/')
        }
        _ => text,
    }
}

/// Tells whether a text is the address of a web page.
pub(super) fn is_web(text: &str) -> bool {
    let start = text.trim().to_lowercase();
    start.starts_with("http://") || start.starts_with("https://") || start.starts_with("www.")
}

/// Returns host (in lower case, without `www.`) and path of a web page, without query and last slash.
pub(super) fn web(text: &str) -> Option<(String, &str)> {
    let text = text.trim();
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next()?.trim_end_matches('/');
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let sane = !host.contains(char::is_whitespace) && !rest.contains(char::is_control);
    (host.contains('.') && sane).then(|| (host.to_owned(), path))
}

/// Reads the page of a profile, on every service whose pages say who it is.
pub(super) fn page(text: &str) -> Option<Handle> {
    let (host, path) = web(text)?;
    let first = path.split('/').next().unwrap_or_default();
    if host.ends_with("facebook.com") && first == "profile.php" {
        let id = text.split(['?', '&']).find_map(|piece| piece.strip_prefix("id="))?;
        let digits: String = id.chars().take_while(char::is_ascii_digit).collect();
        return (!digits.is_empty()).then(|| Handle::normal(Platform::Facebook, digits));
    }
    let name = |platform, name: &str| {
        let name = name.trim_start_matches('@');
        (!name.is_empty()).then(|| Handle::normal(platform, name.to_lowercase()))
    };
    match host.as_str() {
        "t.me" | "telegram.me" => name(Platform::Telegram, first),
        "wa.me" => numbered(Platform::WhatsApp, first, None),
        "bsky.app" => name(Platform::Bluesky, path.strip_prefix("profile/")?),
        "tiktok.com" => name(Platform::TikTok, first.strip_prefix('@')?),
        "threads.net" | "threads.com" => name(Platform::Threads, first.strip_prefix('@')?),
        "vk.com" => name(Platform::Vk, first),
        "gitlab.com" => name(Platform::GitLab, path).filter(|_| !path.contains('/')),
        "orcid.org" => name(Platform::Orcid, first),
        "researchgate.net" => name(Platform::ResearchGate, path.strip_prefix("profile/")?),
        _ => Handle::profile(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_account_may_be_written_in_many_ways() {
        let check = |platform, text: &str, expected: &str| {
            let found = on(platform, text, Some("GB")).map(|h| h.to_string());
            assert_eq!(found.as_deref().unwrap_or(""), expected, "{text}");
        };
        check(Platform::Skype, "skype:Mira.T?chat", "skype:mira.t");
        check(Platform::X, "https://twitter.com/Mira", "x:mira");
        check(Platform::X, "x-apple:@mira", "x:mira");
        check(Platform::Xmpp, "xmpp:mira@chat.example/phone", "xmpp:mira@chat.example");
        check(Platform::Mastodon, "https://m.example/@mira", "mastodon:@mira@m.example");
        check(Platform::Matrix, "matrix:u/mira:m.example", "matrix:@mira:m.example");
        check(Platform::Matrix, "@Mira:m.example", "matrix:@mira:m.example");
        check(Platform::WhatsApp, "442079460123", "whatsapp:+442079460123");
        check(Platform::Signal, "020 7946 0123", "signal:+442079460123");
        check(Platform::Telegram, "mira", "telegram:mira");
        check(Platform::LinkedIn, "http://www.linkedin.com/in/mira-t", "linkedin:mira-t");
        check(Platform::Skype, "", "");
        check(Platform::Skype, "Mira Tolland", "");
    }

    #[test]
    fn pages_without_a_name_in_them_are_nobodys() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(page(text).map(|h| h.to_string()).as_deref(), expected, "{text}");
        };
        check("https://www.facebook.com/profile.php?id=1000123&sk=about", Some("facebook:1000123"));
        check("https://facebook.com/profile.php", None);
        check("https://t.me/Mira", Some("telegram:mira"));
        check("https://wa.me/442079460123", Some("whatsapp:+442079460123"));
        check("https://firm.example/team", None);
        check("https://t.me/mi\u{1b}ra", None);
    }
}

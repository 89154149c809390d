//! What a folder or a label says of the mails in it, by its name in the languages of mail programs.
//!
//! Names in other scripts also stand in modified UTF-7 (RFC 3501, section 5.1.3), here in lower case.

/// What kind of folder a mail lies in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Folder {
    /// What the user sent.
    Sent,
    /// What was never sent.
    Drafts,
    Junk,
    #[default]
    Other,
}

const SENT: &[&str] = &[
    "sent",
    "sent items",
    "sent mail",
    "sent messages",
    "sent-mail",
    "sentbox",
    "outbox",
    "gesendet",
    "gesendete elemente",
    "gesendete objekte",
    "gesendete nachrichten",
    "postausgang",
    "envoyés",
    "envoyes",
    "éléments envoyés",
    "messages envoyés",
    "courrier envoyé",
    "enviados",
    "elementos enviados",
    "itens enviados",
    "correo enviado",
    "e-mails enviados",
    "inviati",
    "inviata",
    "posta inviata",
    "posta inviati",
    "messaggi inviati",
    "verzonden",
    "verzonden items",
    "verzonden berichten",
    "skickat",
    "skickade objekt",
    "sendt",
    "sendte elementer",
    "lähetetyt",
    "wysłane",
    "elementy wysłane",
    "odeslaná pošta",
    "отправленные",
    "送信済み",
    "送信済みアイテム",
    "送信済みメール",
    "已发送",
    "已发送邮件",
    "已发邮件",
    "寄件備份",
    "envoy&aok-s",
    "&amk-l&aok-ments envoy&aok-s",
    "messages envoy&aok-s",
    "wys&auia-ane",
    "&bb4eqgq,beaemaqybdsenqq9bd0eswq1-",
    "&xfjt0ynx-",
    "&kae-",
    "&kaflyzbofow-",
];
const DRAFTS: &[&str] = &[
    "drafts",
    "draft",
    "entwürfe",
    "entw&apw-rfe",
    "brouillons",
    "borradores",
    "rascunhos",
    "bozze",
    "concepten",
    "utkast",
    "kladder",
    "luonnokset",
    "kopie robocze",
    "wersje robocze",
    "черновики",
    "下書き",
    "草稿",
    "草稿箱",
    "templates",
    "vorlagen",
    "unsent messages",
];
const JUNK: &[&str] = &[
    "junk",
    "spam",
    "junk e-mail",
    "junk email",
    "bulk mail",
    "junk-e-mail",
    "pourriel",
    "pourriels",
    "courrier indésirable",
    "indésirables",
    "correo no deseado",
    "lixo eletrônico",
    "lixo eletrónico",
    "posta indesiderata",
    "ongewenste e-mail",
    "skräppost",
    "søppelpost",
    "roskaposti",
    "спам",
    "迷惑メール",
    "垃圾邮件",
    "垃圾郵件",
];

impl Folder {
    /// Returns the kind of one folder or label by its name alone, without the folders above it.
    pub(crate) fn named(name: &str) -> Self {
        let name = name.replace('_', " ").to_lowercase();
        let name = name.trim_matches(|c: char| matches!(c, '\'' | '"' | ' ' | '(' | ')'));
        let is = |names: &[&str]| names.contains(&name);
        match () {
            () if is(SENT) => Self::Sent,
            () if is(DRAFTS) => Self::Drafts,
            () if is(JUNK) => Self::Junk,
            () => Self::Other,
        }
    }

    /// Returns the kind of the folder at the end of a path (`INBOX.Sent`, `Sent Messages.mbox/mbox`).
    pub(crate) fn at(path: &str) -> Self {
        let mut parts = path.rsplit(['/', '\\']);
        let Some(last) = parts.find(|p| !p.is_empty() && !is_generic(p)) else { return Self::Other };
        let lower = last.to_lowercase();
        let stem = [".mbox", ".mbx", ".sbd"].iter().find_map(|ext| lower.strip_suffix(ext)).unwrap_or(&lower);
        // "Sent-1" and "Sent (2)" are the same folder, saved again.
        let numbered = |c: char| c.is_ascii_digit() || matches!(c, '-' | ' ' | '(' | ')');
        let whole = Self::named(stem.trim_end_matches(numbered));
        match stem.rsplit_once('.') {
            Some((_, tail)) if whole == Self::Other => Self::named(tail),
            _ => whole,
        }
    }
}

/// Tells whether a part of a path is the same in every mailbox.
fn is_generic(part: &str) -> bool {
    matches!(part.to_ascii_lowercase().as_str(), "cur" | "new" | "mbox" | "messages")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sent_folders_of_all_programs_are_known() {
        for path in [
            "Sent",
            "Takeout/Mail/Sent.mbox",
            "Sent-1.mbox",
            "Sent Messages.mbox/mbox",
            "INBOX.Sent",
            ".Sent/cur",
            "Sent Items",
            "[Gmail]/Sent Mail",
            "Gesendete Elemente",
            ".Envoy&AOk-s/new",
            "\\Mira_Dec2000\\Notes Folders\\'sent mail",
            "_sent_mail",
            "sent_items",
        ] {
            assert_eq!(Folder::at(path), Folder::Sent, "{path}");
        }
    }

    #[test]
    fn other_folders_say_nothing_of_direction() {
        for path in
            ["INBOX", "Presents.mbox", "cur", "", "mbox", "all_documents", "Sent/2019", "All mail.mbox"]
        {
            assert_eq!(Folder::at(path), Folder::Other, "{path}");
        }
        assert_eq!(Folder::at(".Drafts/cur"), Folder::Drafts);
        assert_eq!(Folder::at("Junk.mbox"), Folder::Junk);
    }
}

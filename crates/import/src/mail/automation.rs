//! Whether a hand or a machine wrote a mail, as its head tells.
//!
//! Whether the user ever answered is not known here; who looks at whole timelines may think again.

use super::head::Head;
use comity_core::Automation;
use comity_core::address::Mailbox;

/// Subjects that programs give to the answers they send while somebody is away.
const AWAY: &[&str] = &[
    "autoreply",
    "auto-reply",
    "automatic reply",
    "auto reply",
    "out of office",
    "out of the office",
    "abwesenheitsnotiz",
    "abwesenheitsnachricht",
    "automatische antwort",
    "réponse automatique",
    "absence du bureau",
    "respuesta automática",
    "fuera de la oficina",
    "resposta automática",
    "risposta automatica",
    "automatisch antwoord",
    "afwezig",
    "autosvar",
    "automaattinen vastaus",
    "automatyczna odpowiedź",
    "autoodpowiedź",
    "автоответ",
    "自动回复",
    "自動回覆",
    "自動返信",
];

/// Tells who made a mail; what lies among sent mail is the user's own, unless it answers by itself.
pub(crate) fn of(head: &Head, sent: bool) -> Automation {
    match () {
        () if !sent && is_bounce(head) => Automation::Bounce,
        () if is_away(head) => Automation::Away,
        () if is_calendar(head) => Automation::Calendar,
        () if sent => Automation::Human,
        () if is_list(head) => Automation::List,
        () if is_robot(head) => Automation::Robot,
        () if is_bulk(head) => Automation::Bulk,
        () => Automation::Human,
    }
}

fn is_away(head: &Head) -> bool {
    let subject = head.subject.trim();
    head.auto_submitted.starts_with("auto-replied")
        || head.signals.away
        || head.precedence == "auto_reply"
        || is_away_subject(subject)
}

/// Tells whether a subject begins as one of those does, in whatever case.
fn is_away_subject(subject: &str) -> bool {
    let first = subject.chars().next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    if first.is_empty() || !AWAY.iter().any(|start| start.starts_with(&first)) {
        return false;
    }
    let lower = subject.to_lowercase();
    // "Auto: " alone may well be about a car.
    let subject = lower.strip_prefix("auto:").map_or(lower.as_str(), str::trim_start);
    AWAY.iter().any(|start| subject.starts_with(start))
}

fn is_calendar(head: &Head) -> bool {
    let sends = |w: &super::head::Written| w.address.to_lowercase().starts_with("calendar-notification@");
    head.kind.starts_with("text/calendar")
        || head.signals.calendar
        || head.from.iter().chain(&head.sender).any(sends)
}

/// Tells a notice of failure; a receipt that a mail was read is another kind of report.
fn is_bounce(head: &Head) -> bool {
    let report = head.kind.starts_with("multipart/report");
    if report && head.kind.contains("disposition-notification") {
        return false;
    }
    let daemon = |local: &str| local.starts_with("mailer-daemon") || local.starts_with("mailerdaemon");
    let office = |local: &str| local == "postmaster" && (report || head.signals.no_return);
    report && head.kind.contains("delivery-status")
        || !head.failed.is_empty()
        || head.from.iter().any(|w| {
            let local = local(&w.address);
            daemon(&local) || office(&local)
        })
}

fn is_list(head: &Head) -> bool {
    head.signals.list && (!head.list_post.is_empty() || head.precedence == "list")
}

fn is_robot(head: &Head) -> bool {
    let submitted = !head.auto_submitted.is_empty() && !head.auto_submitted.starts_with("no");
    submitted
        || head.signals.no_return
        || head.kind.starts_with("multipart/report")
        || head.from.iter().any(|w| Mailbox::of(&w.address.to_lowercase()) == Mailbox::Robot)
}

fn is_bulk(head: &Head) -> bool {
    matches!(head.precedence.as_str(), "bulk" | "junk" | "list") || head.signals.bulk || head.signals.list
}

fn local(address: &str) -> String {
    address.split('@').next().unwrap_or("").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str, expected: Automation) {
        assert_eq!(of(&Head::read(head.as_bytes()), false), expected, "{head}");
    }

    #[test]
    fn machines_are_told_from_people() {
        check("From: mira@quillfish.example\nX-Auto-Response-Suppress: All\n", Automation::Human);
        check("From: mira@quillfish.example\nAuto-Submitted: no\n", Automation::Human);
        check("From: mira@quillfish.example\nAuto-Submitted: auto-replied (vacation)\n", Automation::Away);
        check("From: mira@quillfish.example\nSubject: Abwesenheitsnotiz: The tide\n", Automation::Away);
        check("From: mira@quillfish.example\nSubject: AUTO: Out of office until Monday\n", Automation::Away);
        check("From: mira@quillfish.example\nSubject: Auto: who drives on Friday?\n", Automation::Human);
        check("From: MAILER-DAEMON@post.example\n", Automation::Bounce);
        check("Content-Type: multipart/report; report-type=delivery-status\n", Automation::Bounce);
        check("Content-Type: multipart/report; report-type=disposition-notification\n", Automation::Robot);
        check("List-Id: <tide.example>\nList-Post: <mailto:tide@lists.example>\n", Automation::List);
        check("List-Id: <news.example>\nList-Unsubscribe: <https://x.example>\n", Automation::Bulk);
        check("From: mira@quillfish.example\nPrecedence: bulk\n", Automation::Bulk);
        check("From: \"Mira via Net\" <messages-noreply@net.example>\n", Automation::Robot);
        check(
            "From: mira@quillfish.example\nContent-Type: text/calendar; method=REQUEST\n",
            Automation::Calendar,
        );
    }

    #[test]
    fn what_the_user_sent_is_the_users() {
        let head = Head::read(b"From: info@firm.example\nPrecedence: bulk\n");
        assert_eq!(of(&head, true), Automation::Human);
    }
}

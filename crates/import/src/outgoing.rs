//! A mail that is about to be sent: to whom, and what it says.

use crate::mail::subject_mark;
use comity_core::{Handle, SubjectMark};
use mail_parser::{Address, MessageParser};

/// A mail that is about to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outgoing {
    /// Those in To and Cc, each once, in order.
    pub seen: Vec<Recipient>,
    /// Those in Bcc, who are seen by nobody.
    pub hidden: Vec<Recipient>,
    /// It goes on with an earlier mail.
    pub answers: bool,
    /// When, in seconds since 1970, where it says so.
    pub at: Option<i64>,
    /// The text without what it quotes.
    pub text: String,
    /// What stands among the recipients and is no address, each as it is written.
    pub unread: Vec<String>,
}

/// Somebody to whom a mail goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    pub name: Option<String>,
    pub handle: Handle,
}

impl Outgoing {
    /// Reads an RFC 5322 message; `None` where it is none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let message = MessageParser::default().parse(bytes)?;
        let (mut known, mut unread): (Vec<Handle>, Vec<String>) = (Vec::new(), Vec::new());
        // A field may stand there more than once, and every one of them is sent to.
        let mut take = |addresses: Vec<&Address<'_>>| -> Vec<Recipient> {
            let mut taken = Vec::new();
            for one in addresses.into_iter().flat_map(Address::iter) {
                let address = one.address().map(str::trim).filter(|address| !address.is_empty());
                match address.and_then(|address| Handle::parse(address, None)) {
                    Some(handle) if !known.contains(&handle) => {
                        known.push(handle.clone());
                        taken.push(Recipient { name: one.name().map(str::to_owned), handle });
                    }
                    Some(_) => {}
                    None => unread.extend(address.or(one.name()).map(str::to_owned)),
                }
            }
            taken
        };
        let seen = [take(message.all_to().collect()), take(message.all_cc().collect())].concat();
        let hidden = take(message.all_bcc().collect());
        if seen.is_empty() && hidden.is_empty() && unread.is_empty() && message.from().is_none() {
            return None;
        }
        let marked = message.subject().is_some_and(|s| subject_mark(s) == SubjectMark::Reply);
        let refers = message.in_reply_to().as_text().is_some();
        let text = message.body_text(0).map(|text| unquoted(&text)).unwrap_or_default();
        Some(Self {
            seen,
            hidden,
            answers: refers || marked,
            at: message.date().map(mail_parser::DateTime::to_timestamp),
            text,
            unread,
        })
    }
}

/// Returns a text without the lines that it quotes, and without what stands below a signature's line.
fn unquoted(text: &str) -> String {
    let own = text.lines().take_while(|line| line.trim_end() != "--" && *line != "-- ");
    let own: Vec<&str> = own.filter(|line| !line.trim_start().starts_with('>')).collect();
    own.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "From: Me <me@example.com>\r\nTo: Ana Ruiz <ana@firm.example>, bo@firm.example\r\n\
        Cc: ANA@firm.example\r\nBcc: cy@other.example\r\nSubject: Re: the lease\r\n\
        Date: Tue, 3 Mar 2026 09:00:00 +0100\r\n\r\nYes, gladly.\r\n> shall we?\r\n-- \r\nMe\r\n";

    #[test]
    fn whom_it_goes_to_and_what_it_says() {
        let mail = Outgoing::read(MAIL.as_bytes()).unwrap();
        let of = |all: &[Recipient]| all.iter().map(|r| r.handle.address().to_owned()).collect::<Vec<_>>();
        assert_eq!(of(&mail.seen), ["ana@firm.example", "bo@firm.example"]);
        assert_eq!(of(&mail.hidden), ["cy@other.example"]);
        assert_eq!(mail.seen[0].name.as_deref(), Some("Ana Ruiz"));
        assert!(mail.answers);
        assert_eq!((mail.at, mail.text.trim()), (Some(1_772_524_800), "Yes, gladly."));
    }

    #[test]
    fn nobody_slips_through_by_a_second_field_or_an_odd_address() {
        let mail = "Bcc: cy@other.example\r\nFrom: me@example.com\r\nTo: ana@firm.example\r\nTo: bo@firm.example\r\n\
            Bcc: dee@other.example\r\nCc: root\r\n\r\nHello.\r\n";
        let mail = Outgoing::read(mail.as_bytes()).unwrap();
        assert_eq!((mail.seen.len(), mail.hidden.len()), (2, 2), "{mail:?}");
        assert_eq!(mail.unread, ["root"]);
    }

    #[test]
    fn what_is_no_mail_is_told() {
        assert_eq!(Outgoing::read(b""), None);
        assert_eq!(Outgoing::read(b"just a text\n\nwith two paragraphs"), None);
    }
}

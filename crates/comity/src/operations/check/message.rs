//! A whole mail, judged for everybody to whom it goes; what mail programs ask before they send.

use super::{Check, One, read_some};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::holder::{Holder, holder};
use crate::screen::{Ink, Screen};
use crate::verdict::{self, VerdictShown};
use comity_core::rule::{Level, Verdict};
use comity_core::{Handle, Moment, Purpose};
use comity_import::{Outgoing, Recipient};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// Of a mail with pictures more is read than of a letter.
const LONGEST: u64 = 64 << 20;

/// What is to be said of a whole mail.
#[derive(Serialize, JsonSchema)]
pub(in crate::operations) struct MailShown {
    /// The gravest of all: `welcome`, `caution` or `unwelcome`.
    verdict: String,
    /// Everybody to whom it goes, but for you.
    recipients: Vec<VerdictShown>,
    /// What stands among the recipients and is no address: it could not be judged, so the whole is no better than caution.
    unread: Vec<String>,
    #[serde(skip)]
    gravest: Verdict,
}

/// Judges a mail.
pub(super) fn checked(check: &Check, context: &Context, path: &Path) -> Result<MailShown> {
    let bytes = read_some(path, LONGEST)?;
    if bytes.starts_with(b"From ") && bytes.windows(6).any(|six| six == b"\nFrom ") {
        return Err(Error::Data(
            format!("`{}` holds a mailbox, not one mail", path.display()),
            "hand over the one mail that is about to go".to_owned(),
        ));
    }
    let mail = Outgoing::read(&bytes).ok_or_else(|| {
        Error::Data(
            format!("`{}` holds no mail", path.display()),
            "hand over the whole message, its head with To and From included".to_owned(),
        )
    })?;
    let mut recipients = Vec::new();
    for recipient in mail.seen.iter().chain(&mail.hidden) {
        if is_own(context, &recipient.handle)? {
            continue;
        }
        recipients.push(judged(check, context, &mail, recipient)?.verdict);
    }
    let least = if mail.unread.is_empty() { Verdict::Welcome } else { Verdict::Caution };
    let gravest = recipients.iter().map(VerdictShown::verdict).max().unwrap_or(least).max(least);
    Ok(MailShown { verdict: gravest.word().to_owned(), recipients, unread: mail.unread, gravest })
}

fn is_own(context: &Context, handle: &Handle) -> Result<bool> {
    let Some(network) = context.network_if_any()? else { return Ok(false) };
    network.derived(context)?;
    Ok(matches!(holder(network, handle, None)?, Holder::You))
}

fn judged(check: &Check, context: &Context, mail: &Outgoing, recipient: &Recipient) -> Result<One> {
    let address = recipient.handle.address();
    let purpose = match &check.purpose {
        Some(purpose) => purpose.clone(),
        None => purpose(context, mail, &recipient.handle)?.word().to_owned(),
    };
    // A mail that waited goes now, and what was said since counts.
    let later = mail.at.filter(|at| *at > context.instant().as_second());
    let at = later.map(|at| Moment::instant(at).to_string());
    let one = Check {
        purpose: Some(purpose),
        at: check.at.clone().or(at),
        recipients: u32::try_from(mail.seen.len()).ok(),
        draft_text: Some(mail.text.clone()),
        ..check.clone()
    };
    one.one(context, address, address)
}

/// Returns what a mail is for, as far as it shows: an answer is one where they had the last word.
///
/// "Re:" before the subject of a mail to somebody who never wrote makes no answer of it.
fn purpose(context: &Context, mail: &Outgoing, handle: &Handle) -> Result<Purpose> {
    let Some(network) = context.network_if_any()?.filter(|_| mail.answers) else {
        return Ok(Purpose::Message);
    };
    let told = match network.store.person_of(handle)? {
        Some(id) => network.told(id)?,
        None => None,
    };
    let Some(told) = told else { return Ok(Purpose::Message) };
    let standing = told.standing(context.now());
    Ok(match (standing.last_in.map(Moment::order), standing.last_out.map(Moment::order)) {
        (Some(theirs), mine) if mine.is_none_or(|mine| mine <= theirs) => Purpose::Reply,
        (_, Some(_)) => Purpose::FollowUp,
        (_, None) => Purpose::Message,
    })
}

impl MailShown {
    pub(super) const fn verdict(&self) -> Verdict {
        self.gravest
    }

    /// Writes one line for everybody, and below it what stands against.
    pub(super) fn show(&self, screen: &mut Screen) {
        if self.recipients.is_empty() && self.unread.is_empty() {
            screen.line("It goes to nobody but you.");
        }
        for unread in &self.unread {
            let told = format!("`{unread}` is no address, so it was not judged");
            screen.pieces(0, &[("caution:", verdict::ink(Verdict::Caution)), (&told, Ink::Bold)]);
        }
        for one in &self.recipients {
            let word = format!("{}:", one.verdict);
            screen.pieces(0, &[(&word, verdict::ink(one.verdict())), (&one.addressed(), Ink::Bold)]);
            let told = one.findings.iter().filter(|f| {
                f.allowed.is_none() && Level::parse(&f.level).is_some_and(|level| level > Level::Pass)
            });
            for finding in told {
                screen.indented(2, &format!("{}[{}]: {}", finding.level, finding.rule, finding.message));
                screen.indented(4, &finding.help);
            }
            let better = one.better();
            if !better.is_empty() {
                screen.indented(2, &format!("better: {}", better.join(", ")));
            }
        }
        let asked: BTreeSet<&str> =
            self.recipients.iter().flat_map(|one| &one.missing).map(|m| m.question.as_str()).collect();
        for question in asked {
            screen.pieces(0, &[("question:", Ink::Careful), (question, Ink::Plain)]);
        }
    }
}

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
    #[serde(skip)]
    gravest: Verdict,
}

/// Judges a mail.
pub(super) fn checked(check: &Check, context: &Context, path: &Path) -> Result<MailShown> {
    let bytes = read_some(path, LONGEST)?;
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
    let gravest = recipients.iter().map(VerdictShown::verdict).max().unwrap_or(Verdict::Welcome);
    Ok(MailShown { verdict: gravest.word().to_owned(), recipients, gravest })
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
    let at = mail.at.map(|at| Moment::instant(at).to_string());
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
fn purpose(context: &Context, mail: &Outgoing, handle: &Handle) -> Result<Purpose> {
    let Some(network) = context.network_if_any()?.filter(|_| mail.answers) else {
        return Ok(Purpose::Message);
    };
    let Some(id) = network.store.person_of(handle)? else { return Ok(Purpose::Reply) };
    let Some(told) = network.told(id)? else { return Ok(Purpose::Reply) };
    let standing = told.standing(context.now());
    let order = |at: Option<Moment>| at.map(Moment::order);
    Ok(match order(standing.last_out) > order(standing.last_in) {
        true => Purpose::FollowUp,
        false => Purpose::Reply,
    })
}

impl MailShown {
    pub(super) const fn verdict(&self) -> Verdict {
        self.gravest
    }

    /// Writes one line for everybody, and below it what stands against.
    pub(super) fn show(&self, screen: &mut Screen) {
        if self.recipients.is_empty() {
            screen.line("It goes to nobody but you.");
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
            if one.verdict() > Verdict::Welcome {
                for missing in &one.missing {
                    screen.indented(2, &format!("question: {}", missing.question));
                }
            }
            let better = one.better();
            if !better.is_empty() {
                screen.indented(2, &format!("better: {}", better.join(", ")));
            }
        }
    }
}

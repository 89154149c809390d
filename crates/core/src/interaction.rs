//! What happened between people, as the sources tell it: handles, never persons.

use crate::approach::Venue;
use crate::handle::{Handle, Medium, Platform};
use crate::record::Provenance;
use crate::time::Moment;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All values, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the word of the interface and the store.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// Reads the word of the interface and the store.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.word() == word)
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What kind of thing happened.
    Act {
        Message "message",
        /// A request to connect: an invitation, a friend request, a follow.
        Request "request",
        /// A tie that stands on a platform since that moment, whoever asked.
        Connected "connected",
        /// A request to the user that the user rejected.
        Rejected "rejected",
        /// A tie that the user ended.
        Ended "ended",
        Meeting "meeting",
        Call "call",
    }
}

words! {
    /// Who made it: a hand or a machine.
    Automation {
        Human "human",
        /// A post to a mailing list.
        List "list",
        /// Newsletters, receipts, notifications.
        Bulk "bulk",
        /// An out-of-office answer.
        Away "away",
        /// A notice that a message could not be delivered.
        Bounce "bounce",
        /// Invitations and answers that a calendar sends.
        Calendar "calendar",
        /// Any other machine.
        Robot "robot",
    }
}

words! {
    /// In which place of the interaction a handle stands.
    PartyRole {
        To "to",
        Cc "cc",
        Bcc "bcc",
        /// Was there (meetings, group chats).
        Attendee "attendee",
        /// Was asked to a meeting and has not said yes.
        Invited "invited",
    }
}

words! {
    /// What the subject says about its place in a thread.
    SubjectMark {
        None "",
        Reply "re",
        Forward "fwd",
    }
}

words! {
    /// How an approach ended.
    Outcome {
        Replied "replied",
        Accepted "accepted",
        Ignored "ignored",
        Declined "declined",
        Redirected "redirected",
        Bounced "bounced",
        Away "away",
        Met "met",
        Stop "stop",
    }
}

/// One other handle in an interaction.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Party {
    pub handle: Handle,
    pub role: PartyRole,
}

/// One thing that happened, as a source tells it.
///
/// Handles only: which person a handle belongs to, and which handle is the user's own, is derived. Text is
/// not here; hashes are keyed with a key of the network, so that they say nothing outside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interaction {
    /// Stable over exports: the same thing told twice has the same key.
    pub key: String,
    pub at: Moment,
    pub act: Act,
    pub platform: Platform,
    pub medium: Medium,
    /// Who did it; `None` where the source does not tell (a tie of unknown direction).
    pub from: Option<Handle>,
    pub parties: Vec<Party>,
    pub automation: Automation,
    /// How many handles stand in To, whether kept as parties or not.
    pub audience: u32,
    /// The conversation, as the source tells it (a hash of its id).
    pub thread: Option<u64>,
    /// The key of the interaction that this one answers, where the source tells it.
    pub answers: Option<String>,
    /// A keyed hash of the subject without its marks.
    pub subject: Option<u64>,
    /// How many characters the subject has without its marks, where the source has subjects.
    pub letters: Option<u16>,
    pub mark: SubjectMark,
    /// A keyed hash of the text, where the source was read that far.
    pub text: Option<u64>,
    /// A note came with a request, or a file with a message.
    pub note: bool,
    /// The source files it under what the user sent.
    pub sent: bool,
    pub minutes: Option<u32>,
    pub venue: Option<Venue>,
    pub provenance: Provenance,
}

impl Interaction {
    /// Returns a hand-made message with nothing but its key, time and platform.
    pub fn message(key: String, at: Moment, platform: Platform) -> Self {
        Self {
            key,
            at,
            act: Act::Message,
            platform,
            medium: platform.medium(),
            from: None,
            parties: Vec::new(),
            automation: Automation::Human,
            audience: 0,
            thread: None,
            answers: None,
            subject: None,
            letters: None,
            mark: SubjectMark::None,
            text: None,
            note: false,
            sent: false,
            minutes: None,
            venue: None,
            provenance: Provenance::default(),
        }
    }
}

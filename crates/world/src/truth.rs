//! What is true in a world: who is who, what each relationship is, and every contact that took place.
//!
//! `truth.jsonl` holds one [`Line`] of JSON a line: first [`Me`], then the [`Archive`]s, the [`Person`]s and
//! [`Machine`]s, what the user [`Stated`] in the order of time, and last the [`Contact`]s in the order of
//! time. Times are seconds since 1970 UTC. What is false, none or empty is left out of a line.

use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

/// One line of `truth.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "kebab-case")]
pub enum Line {
    Me(Me),
    Archive(Archive),
    Person(Person),
    Machine(Machine),
    Stated(Stated),
    Contact(Contact),
}

/// The user whose network it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub name: String,
    /// Other names under which sources know the user.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// The user's own addresses, numbers and profiles.
    pub handles: Vec<Handle>,
    pub employer: String,
    pub profession: String,
    /// IANA name of the zone in which the user lives.
    pub zone: String,
    /// Default region of telephone numbers, ISO 3166 alpha-2.
    pub region: String,
    /// The moment of the exports.
    pub now: i64,
}

/// What one file can have seen of one platform. Outside of it, silence means nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archive {
    /// The name of the file in the folder.
    pub file: String,
    pub platform: Platform,
    /// The user's own handle whose archive it is, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    pub from: i64,
    pub to: i64,
    pub inbound: bool,
    pub outbound: bool,
}

/// One human being on the other side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Unique among people and machines.
    pub id: u32,
    /// The whole name, given name first.
    pub name: String,
    /// How single sources spell it, where that differs or where the source has little else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// Where the person can be reached, whether or not a file shows it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handles: Vec<Handle>,
    /// What the tie to the user was and is: spells in the order of time, the last one holds now.
    pub ties: Vec<Spell>,
    /// Where the person stands towards the user at work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employer: Option<String>,
    /// How close: the size of the circle to which the person belongs, 5, 15, 50, 150 or 500 and beyond.
    pub layer: u16,
    /// IANA name of the zone in which the person lives.
    pub zone: String,
    /// The person keeps work and private life apart.
    #[serde(default, skip_serializing_if = "is_false")]
    pub keeps_separate: bool,
    /// What the user hopes the tie to become, and since when that is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hoped: Option<Hoped>,
    /// A hint for readers: why the person was put into the world. An oracle must not trust it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub episode: Option<Episode>,
}

/// One spelling of a name in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// Where it is found.
    pub on: Platform,
    pub name: String,
}

/// An identity on a platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handle {
    pub platform: Platform,
    /// Mail: the address. Phone: E.164. LinkedIn: the last part of the profile's URL. Facebook and
    /// Messenger: the name, since the exports show nothing else.
    pub address: String,
    pub sphere: Sphere,
    /// Others use it as well: the mailbox of a family, the landline of a home.
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_others: bool,
}

/// What a tie was from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spell {
    pub from: i64,
    pub professional: bool,
    pub personal: bool,
    pub family: bool,
}

/// What the user hopes for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hoped {
    pub tie: Tie,
    /// The day on which the user says so; it is stated in a line of its own as well.
    pub stated: i64,
}

/// Why a person was put into the world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Episode {
    /// The code of a rule: `WP1`.
    pub rule: String,
    /// Meant to look like the error without being one.
    #[serde(default, skip_serializing_if = "is_false")]
    pub near_miss: bool,
    /// What happens, in a few words.
    pub plot: String,
}

/// A sender or mailbox that is nobody in particular: never a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    pub id: u32,
    pub name: String,
    pub address: String,
    pub kind: MachineKind,
}

/// Something that the user would tell Comity, at the moment at which the user says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    pub at: i64,
    pub person: u32,
    pub said: Said,
}

/// What is stated; each is one command of the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Said {
    /// These handles are the person's: the answer to a question of the review.
    Same {
        handles: Vec<Handle>,
    },
    /// What the tie is; without `since`, always was.
    Is {
        tie: Tie,
        since: Option<i64>,
    },
    Hoped {
        tie: Tie,
    },
    Role {
        role: Role,
    },
    Separate,
    /// The user allows the person's case of a rule.
    Allow {
        rule: String,
        because: String,
    },
    Log(Log),
}

/// A contact, or what came of one, that the user tells by hand.
///
/// What is told here has no [`Contact`] of its own; what came of a contact that a file shows has one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    /// The channel, in the words of `log --via`.
    pub via: String,
    /// When it happened; at most the moment of the statement.
    pub at: i64,
    /// They came to the user.
    #[serde(default, skip_serializing_if = "is_false")]
    pub inbound: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub venue: Option<Venue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Where they pointed the user to, in the words of `--via`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect: Option<String>,
    /// The user did it although advised against it, for this reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<u32>,
}

/// One contact between the user and others.
///
/// Of a notice that a mail could not be delivered, the other side is who did not get it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub id: u64,
    /// The exact moment.
    pub at: i64,
    /// How exactly the files show the moment.
    #[serde(default, skip_serializing_if = "Shown::is_instant")]
    pub shown: Shown,
    /// The people or machines on the other side, by id: the writer, or those in To, or those present.
    pub with: Vec<u32>,
    /// Those in Cc.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<u32>,
    pub way: Way,
    pub platform: Platform,
    /// The address of the other side that was used (of the first, where there are several).
    pub handle: String,
    /// The user's own address that was used; for mail and meetings only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<String>,
    pub act: Act,
    /// How many stand in To, the user among them where they wrote; how many were there besides the user.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub audience: u32,
    /// The contact that this one answers. Without it, it opens something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<u64>,
    /// The conversation: the id of its first contact.
    pub thread: u64,
    #[serde(default, skip_serializing_if = "Automation::is_human")]
    pub automation: Automation,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub venue: Option<Venue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// Of a request: when it was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<i64>,
    /// No file shows it: a request on Facebook that was accepted is forgotten by the archive.
    #[serde(default, skip_serializing_if = "is_false")]
    pub hidden: bool,
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident,)* })*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$vdoc])* $variant,)* }
    )* };
}

words! {
    /// A service.
    Platform {
        Email,
        Phone,
        #[serde(rename = "linkedin")]
        LinkedIn,
        Facebook,
        Messenger,
        #[serde(rename = "whatsapp")]
        WhatsApp,
        InPerson,
        /// The user's own address book.
        AddressBook,
    }
    /// Which side of life a handle belongs to.
    Sphere { Professional, Personal, Mixed, }
    /// What a tie can be said to be.
    Tie { None, Professional, Personal, Both, Family, }
    /// Where somebody stands towards the user at work.
    Role { Boss, Report, Peer, Client, Vendor, }
    /// Who began a contact; `Both` where it is not one side's doing, or where nobody can tell.
    Way { Out, In, Both, }
    /// What kind of thing happened.
    Act {
        Message,
        /// A request to connect.
        Request,
        /// A tie stands on a platform from here on.
        Connected,
        Meeting,
        Call,
    }
    /// What a contact is for, in the words of the program.
    Purpose {
        Connect, Message, Reply, FollowUp, Nudge, Ask, Give, Thank, Congratulate, Condole, Introduce, Invite,
        Pitch, Promote,
    }
    /// Which side of life a contact is about.
    Topic { Professional, Personal, }
    /// What kind of place a meeting is at.
    Venue { Office, Event, Restaurant, Home, FamilyEvent, Gym, Worship, Funeral, Online, }
    /// What came of an approach.
    Outcome { Replied, Accepted, Ignored, Declined, Redirected, Bounced, Away, Met, Stop, }
    /// A hand, or which machine.
    #[derive(Default)]
    Automation {
        #[default]
        Human,
        /// A post to a mailing list.
        List,
        /// Newsletters and promotion.
        Bulk,
        /// Notices of failed delivery.
        Bounce,
        /// Out-of-office answers.
        Away,
        /// Receipts, notifications.
        Robot,
    }
    /// How exactly the files show a moment.
    #[derive(Default)]
    Shown {
        /// To the second, in UTC or with an offset.
        #[default]
        Instant,
        /// The minute of a clock on a wall; the file names no zone (it is UTC).
        Minute,
        /// The day alone; the file names no zone (it is UTC).
        Day,
    }
    /// What kind of machine.
    MachineKind {
        Newsletter,
        /// `noreply`, receipts, notifications of platforms.
        Robot,
        /// A mailing list.
        List,
        /// `office`, `accounts`: several people, and none of them.
        RoleMailbox,
        /// The machine that tells of failed delivery.
        Postmaster,
    }
}

impl Shown {
    const fn is_instant(&self) -> bool {
        matches!(self, Self::Instant)
    }
}

impl Automation {
    const fn is_human(&self) -> bool {
        matches!(self, Self::Human)
    }
}

impl Person {
    /// Returns the tie at a moment; before the first spell there is none.
    pub fn tie(&self, at: i64) -> Option<Spell> {
        self.ties.iter().rev().find(|spell| spell.from <= at).copied()
    }
}

/// What is known of a world once it is written: all but its contacts, which are read from the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Truth {
    pub me: Me,
    pub archives: Vec<Archive>,
    pub people: Vec<Person>,
    pub machines: Vec<Machine>,
    /// In the order of time.
    pub stated: Vec<Stated>,
    /// How many contacts `truth.jsonl` holds.
    pub contacts: u64,
    /// The export files, without the truth.
    pub files: Vec<PathBuf>,
}

/// Returns the lines of a `truth.jsonl` one by one, for worlds that are larger than memory.
///
/// Fails where the file cannot be read or a line is not one of ours.
pub fn lines(path: &Path) -> io::Result<impl Iterator<Item = io::Result<Line>>> {
    let reader = BufReader::with_capacity(1 << 20, File::open(path)?);
    Ok(reader.lines().map(|line| serde_json::from_str(&line?).map_err(io::Error::other)))
}

/// Returns all lines of a `truth.jsonl`.
pub fn read(path: &Path) -> io::Result<Vec<Line>> {
    lines(path)?.collect()
}

const fn one() -> u32 {
    1
}

const fn is_one(count: &u32) -> bool {
    *count == 1
}

const fn is_false(value: &bool) -> bool {
    !*value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_only_what_is_so() {
        let contact = Contact {
            id: 7,
            at: 1_700_000_000,
            shown: Shown::Instant,
            with: vec![3],
            cc: Vec::new(),
            way: Way::Out,
            platform: Platform::LinkedIn,
            handle: "oskar-venn".to_owned(),
            mine: None,
            act: Act::Message,
            audience: 1,
            answers: None,
            thread: 7,
            automation: Automation::Human,
            venue: None,
            minutes: None,
            accepted: None,
            hidden: false,
        };
        let line = Line::Contact(contact);
        let text = serde_json::to_string(&line).unwrap();
        assert_eq!(
            text,
            r#"{"line":"contact","id":7,"at":1700000000,"with":[3],"way":"out","platform":"linkedin","handle":"oskar-venn","act":"message","thread":7}"#
        );
        assert_eq!(serde_json::from_str::<Line>(&text).unwrap(), line);
    }

    #[test]
    fn statements_read_back() {
        let log =
            Log { via: "facebook".to_owned(), at: 5, outcome: Some(Outcome::Declined), ..Log::default() };
        for said in [
            Said::Log(log),
            Said::Separate,
            Said::Is { tie: Tie::Both, since: None },
            Said::Role { role: Role::Client },
        ] {
            let line = Line::Stated(Stated { at: 9, person: 1, said });
            let text = serde_json::to_string(&line).unwrap();
            assert_eq!(serde_json::from_str::<Line>(&text).unwrap(), line, "{text}");
        }
    }

    #[test]
    fn the_tie_is_that_of_the_moment() {
        let spell = |from, personal| Spell { from, professional: true, personal, family: false };
        let person = Person {
            id: 1,
            name: "Oskar Venn".to_owned(),
            variants: Vec::new(),
            handles: Vec::new(),
            ties: vec![spell(10, false), spell(20, true)],
            role: None,
            employer: None,
            layer: 150,
            zone: "Europe/London".to_owned(),
            keeps_separate: false,
            hoped: None,
            episode: None,
        };
        assert_eq!(person.tie(9), None);
        assert_eq!(person.tie(19).map(|s| s.personal), Some(false));
        assert_eq!(person.tie(20).map(|s| s.personal), Some(true));
    }
}

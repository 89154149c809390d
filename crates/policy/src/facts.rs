//! The facts: everything that a written rule may look at, one entry each, in the order in which they are documented.
//!
//! The schema, the checks of names and words, the page of the documentation and the evidence follow from this list.

use crate::fact::{Fact, Kind, Question, Value};
use crate::times::{self, Side};
use comity_core::relationship::{Fact as Known, Level, Role, Tie};
use comity_core::rule::{Case, Evidence};
use comity_core::standing::{Access, Gesture, gesture};
use comity_core::{Medium, Moment, Platform, Purpose, Sphere, Topic, Venue};
use std::borrow::Cow;

/// Returns a fact that is always known.
const fn plain(
    name: &'static str,
    kind: Kind,
    about: &'static str,
    read: for<'a> fn(&Case<'a>) -> Value<'a>,
) -> Fact {
    Fact { name, kind, about, question: None, counts: false, read, evidence: None }
}

impl Fact {
    /// Says what is asked where it is not known.
    const fn or_ask(mut self, fact: &'static str, asks: &'static str) -> Self {
        self.question = Some(Question { fact, asks });
        self
    }

    /// Says that it rests on what was said and what was not.
    const fn counted(mut self) -> Self {
        self.counts = true;
        self
    }

    /// Says what is shown instead of its value.
    const fn shown_by(mut self, evidence: fn(&Case<'_>) -> Vec<Evidence>) -> Self {
        self.evidence = Some(evidence);
        self
    }
}

/// Everything that a written rule may look at.
pub const FACTS: &[Fact] = &[
    // The approach.
    plain("topic", Kind::Word(topics), "what it is about", |c| {
        c.approach.topic().map_or(Value::Unknown, |t| Value::Word(t.word()))
    })
    .or_ask("topic", "is what you want of {who} about work or about private life?"),
    plain("said_topic", Kind::Word(topics), "what it is about, where somebody said so", |c| {
        c.approach.said_topic.map_or(Value::Unknown, |t| Value::Word(t.word()))
    })
    .or_ask("topic", "is what you want of {who} about work or about private life?"),
    plain("size", Kind::Number, "how big an ask it is, from 0 (none) to 4 (a job or money)", size)
        .or_ask("size", "how big is what you ask of {who}, from 0 (nothing) to 4 (a job or money)?"),
    plain("note", Kind::Truth, "whether a line goes with a request to connect", note)
        .or_ask("note", "does a line go with it that tells {who} who you are?"),
    plain("venue", Kind::Word(venues), "the kind of place, or `none` where it is no meeting", venue)
        .or_ask("venue", "where are you going to meet {who}?"),
    plain("recipients", Kind::Number, "how many people would see each other", |c| {
        Value::exactly(i64::from(c.approach.audience))
    }),
    plain("circles", Kind::Number, "how many circles of your life it reaches at once", |c| {
        Value::exactly(i64::from(c.approach.circles))
    }),
    plain("hidden", Kind::Truth, "whether it hides who asks, or why", |c| Value::Truth(c.approach.hidden)),
    plain("kind", Kind::Truth, "whether it gives rather than asks: thanks, a reply, a condolence", |c| {
        Value::Truth(c.is_kind())
    }),
    plain("expects_answer", Kind::Truth, "whether an answer is expected", |c| {
        Value::Truth(c.expects_answer())
    }),
    plain("presses", Kind::Truth, "whether the draft that you handed in presses them", presses).or_ask(
        "draft-language",
        "does your draft leave {who} free to say no? drafts are read in English alone",
    ),
    plain("hour", Kind::Number, "the hour of the day where they are, from 0 to 23", times::hour)
        .or_ask("zone", "in which time zone does {who} live?"),
    plain(
        "weekday",
        Kind::Word(|| times::WEEK.to_vec()),
        "the day of the week where they are",
        times::weekday,
    )
    .or_ask("zone", "in which time zone does {who} live?"),
    plain("weekend", Kind::Truth, "whether it is a weekend where they are", times::weekend)
        .or_ask("zone", "in which time zone does {who} live?"),
    // The door.
    plain("channel", Kind::Word(|| Platform::ALL.iter().map(|p| p.word()).collect()), "the platform", |c| {
        Value::Word(c.door.platform.word())
    }),
    plain("medium", Kind::Word(media), "the kind of channel", |c| Value::Word(c.door.medium.word())),
    plain("sphere", Kind::Word(spheres), "which side of their life the door lies on", |c| {
        match c.door.sphere {
            Sphere::Unknown => Value::Unknown,
            sphere => Value::Word(sphere.word()),
        }
    })
    .or_ask("handle-sphere", "is this door of {who} a private one, or one for work?"),
    plain(
        "access",
        Kind::Word(|| Access::ALL.iter().map(|a| a.word()).collect()),
        "whether the door is open",
        |c| Value::Word(c.door.access.word()),
    ),
    plain("redirected", Kind::Truth, "whether they pointed you away from this door", |c| {
        Value::Truth(c.standing.redirect_of(c.door).is_some())
    }),
    plain("wished", Kind::Truth, "whether they asked for this door", |c| Value::Truth(c.door.wished)),
    plain(
        "wished_elsewhere",
        Kind::Truth,
        "whether they asked for another door, and did not use this since",
        |c| {
            let since = |at: Moment| c.door.last_in.is_some_and(|seen| at.order() < seen.order());
            let wish = c.standing.wish.as_ref();
            Value::Truth(wish.is_some_and(|(via, at)| !c.door.fits(via) && !since(*at)))
        },
    ),
    plain("bounced", Kind::Truth, "whether mail to it came back", |c| Value::Truth(c.door.bounced.is_some())),
    plain("wrote_here", Kind::Truth, "whether they ever used this door with you", |c| {
        times::used(c, c.door.last_in.is_some())
    })
    .counted()
    .or_ask("wrote-here", "did {who} ever write to you by this channel? no source of yours would show it"),
    plain(
        "approved",
        Kind::Truth,
        "whether your firm archives it: mail, and what you set as approved",
        |c| {
            let platform = c.door.platform;
            let set = c.settings.approved.iter().any(|word| word == platform.word());
            Value::Truth(platform == Platform::Email || set)
        },
    ),
    // The person.
    plain("personal", Kind::Truth, "whether the tie has a side of private life", |c| {
        truth(c.relationship.personal.fact())
    })
    .or_ask("personal-tie", "is {who} a friend in private life, or only known through work?"),
    plain("professional", Kind::Truth, "whether the tie has a side of work", |c| {
        truth(c.relationship.professional.fact())
    })
    .or_ask("tie", "do you know {who} through work?"),
    plain("friend", Kind::Truth, "whether they are a friend or family, as far as that is sure", |c| {
        Value::Truth(c.is_friend())
    }),
    plain("stated", Kind::Truth, "whether you said what the tie is", |c| {
        Value::Truth(c.relationship.professional.stated)
    }),
    plain("from_work", Kind::Truth, "whether the tie came through work", |c| {
        Value::Truth(c.relationship.professional.stated || c.standing.came_through_work())
    })
    .counted(),
    plain("family", Kind::Truth, "whether you said that they are family", |c| {
        Value::Truth(c.relationship.family)
    }),
    plain("separate", Kind::Truth, "whether they keep work and private life apart", |c| {
        Value::Truth(c.relationship.separate)
    }),
    plain("role", Kind::Word(roles), "what they are to you at work, or `none`", |c| {
        Value::Word(c.relationship.role.map_or("none", Role::word))
    }),
    plain("hoped", Kind::Word(ties), "what you hope the tie becomes, or `none`", |c| {
        Value::Word(c.relationship.hoped.map_or("none", |(tie, _)| tie.word()))
    }),
    plain(
        "level",
        Kind::Word(|| Level::ALL.iter().map(|l| l.word()).collect()),
        "how alive the tie is",
        |c| Value::Word(c.level.word()),
    )
    .counted(),
    plain("layer", Kind::Number, "the ring in which you put them (5, 15, 50, 150), or 0", |c| {
        Value::exactly(c.standing.layer().map_or(0, i64::from))
    }),
    plain("colleague", Kind::Truth, "whether you work in one house", |c| {
        Value::Truth(c.standing.is_colleague())
    }),
    plain("country", Kind::Country, "where they are, as in `PT`", |c| {
        c.standing.clock.country().map_or(Value::Unknown, Value::Word)
    })
    .or_ask("country", "in which country does {who} live?"),
    plain("tags", Kind::Tags, "your own tags on them, in small letters", |c| {
        Value::Names(c.standing.tags().map(small).collect())
    }),
    plain("resting", Kind::Truth, "whether they are to be left in peace for a while", |c| {
        let until = c.standing.rest_until;
        Value::Truth(until.is_some_and(|until| c.approach.at.surely_before(until)))
    }),
    plain("away", Kind::Truth, "whether they said that they are away", |c| {
        Value::Truth(c.standing.away_until(c.approach.at).is_some())
    }),
    plain("refused", Kind::Truth, "whether they ever declined something of yours", |c| {
        Value::Truth(!c.standing.refusals.is_empty())
    })
    .counted(),
    plain("stopped", Kind::Truth, "whether they asked to be left alone", |c| {
        Value::Truth(c.standing.stop.is_some())
    }),
    // What was between you.
    plain(
        "unanswered",
        Kind::Number,
        "your tries since their last word that a source would show as answered",
        |c| Value::count(c.unanswered().len()),
    )
    .counted()
    .shown_by(|c| c.unanswered().into_iter().map(|attempt| c.told(attempt)).collect()),
    plain(
        "same_medium",
        Kind::Truth,
        "whether all your unanswered tries went by this kind of channel",
        |c| Value::Truth(c.unanswered().iter().all(|attempt| attempt.medium == c.door.medium)),
    )
    .counted(),
    plain("pending_here", Kind::Truth, "whether a request of yours is open on this platform", |c| {
        let platform = c.door.platform;
        let open = c.standing.requests.iter().any(|r| r.is_open() && r.platform.same_house(platform));
        if open { times::still(c) } else { Value::Truth(false) }
    })
    .counted()
    .or_ask(
        "pending-request",
        "is your request to {who} still open? no source of yours would show the answer",
    ),
    plain("days_since_yours", Kind::Number, "days since your last word; 36500 where there was none", |c| {
        times::days(c, c.standing.last_out, Side::Yours)
    })
    .counted()
    .or_ask("your-last-word", "when did you last write to {who}? what your sources hold ends before"),
    plain("days_since_theirs", Kind::Number, "days since their last word; 36500 where there was none", |c| {
        times::days(c, c.standing.last_in, Side::Theirs)
    })
    .counted()
    .or_ask("their-last-word", "when did {who} last write to you? what your sources hold ends before"),
    plain("days_since_met", Kind::Number, "days since you last met; 36500 where you never did", |c| {
        times::days(c, c.standing.last_met, Side::Met)
    })
    .counted()
    .or_ask("last-meeting", "when did you last meet {who}? no source of yours would show every meeting"),
    plain("hours_together", Kind::Number, "hours that you spent together in small meetings", |c| {
        Value::exactly(i64::try_from(c.standing.minutes / 60).unwrap_or(i64::MAX))
    })
    .counted(),
    plain("outside_meetings", Kind::Number, "meetings outside work", |c| {
        Value::count(c.standing.outside.len())
    })
    .counted(),
    plain("grown", Kind::Truth, "whether enough speaks for a private side of a tie from work", |c| {
        Value::Truth(c.standing.has_grown(c.settings))
    })
    .counted(),
    plain(
        "asks_in_a_row",
        Kind::Number,
        "asks of yours with nothing else between them, as you noted them",
        |c| Value::exactly(i64::from(c.standing.gestures.asks_in_a_row)),
    )
    .counted(),
    plain("favours_given", Kind::Number, "favours of yours, as you noted them", |c| favours(c, false))
        .counted(),
    plain("favours_received", Kind::Number, "favours of theirs, as you noted them", |c| favours(c, true))
        .counted(),
    plain(
        "days_since_agreed",
        Kind::Number,
        "days since they agreed to be introduced; 36500 where they did not",
        |c| times::noted(c, c.standing.gestures.agreed),
    ),
    plain("open_promises", Kind::Number, "promises of yours that are open, as you noted them", |c| {
        Value::count(c.standing.gestures.promises.len())
    }),
    plain("owes_thanks", Kind::Truth, "whether a first meeting or a favour still waits for a word", |c| {
        Value::Truth(c.standing.gestures.owed.is_some())
    })
    .counted(),
];

/// Returns the fact of a name.
pub(crate) fn find(name: &str) -> Option<u8> {
    FACTS.iter().position(|f| f.name == name).and_then(|place| u8::try_from(place).ok())
}

fn topics() -> Vec<&'static str> {
    Topic::ALL.iter().map(|t| t.word()).collect()
}

fn venues() -> Vec<&'static str> {
    Venue::ALL.iter().map(|v| v.word()).chain(["none"]).collect()
}

fn media() -> Vec<&'static str> {
    use Medium::{Chat, InPerson, Letter, Mail, PersonalNetwork, Phone, ProfessionalNetwork, VoiceMail};
    [Mail, Phone, VoiceMail, Letter, InPerson, ProfessionalNetwork, PersonalNetwork, Chat]
        .map(Medium::word)
        .to_vec()
}

fn spheres() -> Vec<&'static str> {
    [Sphere::Professional, Sphere::Personal, Sphere::Mixed].map(Sphere::word).to_vec()
}

fn roles() -> Vec<&'static str> {
    Role::ALL.iter().map(|r| r.word()).chain(["none"]).collect()
}

fn ties() -> Vec<&'static str> {
    Tie::ALL.iter().map(|t| t.word()).collect()
}

/// Returns a tag in small letters.
fn small(tag: &str) -> Cow<'_, str> {
    if tag.chars().any(char::is_uppercase) { Cow::Owned(tag.to_lowercase()) } else { Cow::Borrowed(tag) }
}

const fn truth<'a>(known: Known) -> Value<'a> {
    match known {
        Known::Yes => Value::Truth(true),
        Known::No => Value::Truth(false),
        Known::Unknown => Value::Unknown,
    }
}

/// Only an ask has a size that has to be told.
fn size<'a>(case: &Case<'a>) -> Value<'a> {
    match case.approach.size {
        Some(size) => Value::exactly(i64::from(size)),
        None if case.approach.purpose == Purpose::Ask => Value::Unknown,
        None => Value::exactly(0),
    }
}

/// Only with a request does a line go or not go.
fn note<'a>(case: &Case<'a>) -> Value<'a> {
    match case.approach.note {
        Some(note) => Value::Truth(note),
        None if case.approach.purpose == Purpose::Connect => Value::Unknown,
        None => Value::Truth(false),
    }
}

fn venue<'a>(case: &Case<'a>) -> Value<'a> {
    match case.approach.venue {
        Some(venue) => Value::Word(venue.word()),
        None if case.door.platform == Platform::InPerson => Value::Unknown,
        None => Value::Word("none"),
    }
}

/// Without a draft nothing presses; of one that is not read nobody can tell.
fn presses<'a>(case: &Case<'a>) -> Value<'a> {
    match &case.approach.draft {
        Some(draft) if !draft.is_read() => Value::Unknown,
        Some(draft) => Value::Truth(!draft.pressing.is_empty()),
        None => Value::Truth(false),
    }
}

fn favours<'a>(case: &Case<'a>, theirs: bool) -> Value<'a> {
    let is = |g: &&Gesture| g.kind == gesture::Kind::Favour && g.theirs == theirs;
    Value::count(case.standing.gestures.told.iter().filter(is).count())
}

//! WP1 to WP4, WP6 to WP8, WP11: the right and the wrong door.

use super::Stage;
use crate::cast::Kind;
use crate::life::DAY;
use crate::truth::{Hoped, Log, Outcome, Platform, Purpose, Role, Said, Spell, Tie, Topic, Venue, Way};

/// WP1: a business contact on Facebook or Messenger.
pub(super) fn approached(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    let who = stage.actor(Kind::Business, "approached on a private platform");
    stage.acquaint(who, number / 3);
    match number % 3 {
        2 => {
            stage.log(who, "facebook", at, Log { purpose: Some(Purpose::Connect), ..Log::default() });
            stage.came_of(who, "facebook", at + DAY, Outcome::Accepted, None);
        }
        0 if stage.ask_in_vain(who, at) => {}
        _ => {
            stage.message(who, at, Platform::Messenger, Way::Out);
        }
    }
}

/// WP1, near: a friend, someone who moved first, someone befriended before, LinkedIn, allowed.
pub(super) fn approached_well(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    match number % 5 {
        0 => {
            let who = stage.actor(Kind::Friend, "friend request to a friend");
            stage.be_friends(who, number / 5);
            stage.ask_in_vain(who, at);
        }
        1 => {
            let who = stage.actor(Kind::Business, "they wrote first on Messenger");
            stage.acquaint(who, number / 5);
            let theirs = stage.message(who, at, Platform::Messenger, Way::In);
            stage.answer(theirs, Way::Out);
            stage.message(who, at + 40 * DAY, Platform::Messenger, Way::Out);
        }
        2 => {
            let who = stage.actor(Kind::Business, "invited on LinkedIn");
            stage.request(who, at, Platform::LinkedIn, Way::Out, at + 2 * DAY);
        }
        3 => {
            let who = stage.actor(Kind::Family, "friend request to a relative");
            stage.be_friends(who, 1);
            stage.say_is(who, Tie::Family);
            stage.ask_in_vain(who, at);
        }
        _ => {
            let who = stage.actor(Kind::Business, "allowed, with a reason");
            stage.acquaint(who, 0);
            let because = "asked me to at the conference".to_owned();
            stage.say(who, at - DAY, Said::Allow { rule: "WP1".to_owned(), because });
            stage.message(who, at, Platform::Messenger, Way::Out);
        }
    }
}

/// WP2: a friend who keeps work apart, invited on LinkedIn.
pub(super) fn friend_invited(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    let who = stage.actor(Kind::Friend, "a friend who keeps work apart, invited on LinkedIn");
    stage.be_friends(who, number);
    keeps_apart(stage, who);
    stage.request(who, at, Platform::LinkedIn, Way::Out, 0);
}

fn keeps_apart(stage: &mut Stage<'_>, who: u32) {
    stage.cast.characters[who as usize].person.keeps_separate = true;
    stage.say_early(who, Said::Separate);
}

/// WP2, near: a friend who does not, one already connected, a business contact who does.
pub(super) fn friend_invited_well(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    match number % 3 {
        0 => {
            let who = stage.actor(Kind::Friend, "a friend, invited on LinkedIn");
            stage.be_friends(who, number / 3);
            stage.request(who, at, Platform::LinkedIn, Way::Out, at + DAY);
        }
        1 => {
            let who = stage.actor(Kind::Friend, "connected long ago, a friend who keeps work apart");
            stage.be_friends(who, number / 3);
            keeps_apart(stage, who);
            let early = stage.plan.from + 40 * DAY;
            stage.request(who, early, Platform::LinkedIn, Way::In, early + DAY);
            stage.message(who, at, Platform::LinkedIn, Way::Out);
        }
        _ => {
            let who =
                stage.actor(Kind::Business, "a business contact who keeps work apart, invited on LinkedIn");
            stage.work_together(who);
            stage.say_is(who, Tie::Professional);
            keeps_apart(stage, who);
            stage.request(who, at, Platform::LinkedIn, Way::Out, at + DAY);
        }
    }
}

/// WP3: business through the private door of a friend.
pub(super) fn business_at_home(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    if number.is_multiple_of(2) {
        let who = stage.actor(Kind::Friend, "a friend from whom business is hoped for, on Messenger");
        stage.be_friends(who, 0);
        let early = stage.plan.from + 90 * DAY;
        stage.request(who, early, Platform::Facebook, Way::In, early + DAY);
        hope(stage, who, at - 20 * DAY);
        stage.message(who, at, Platform::Messenger, Way::Out);
    } else {
        let who = stage.actor(Kind::Friend, "a pitch to a friend by a private number");
        stage.be_friends(who, 0);
        pitch(stage, who, at, Topic::Professional);
    }
}

fn hope(stage: &mut Stage<'_>, who: u32, at: i64) {
    let hoped = Hoped { tie: Tie::Professional, stated: at };
    stage.cast.characters[who as usize].person.hoped = Some(hoped);
    stage.say(who, at, Said::Hoped { tie: Tie::Professional });
}

fn pitch(stage: &mut Stage<'_>, who: u32, at: i64, topic: Topic) {
    let purpose = Some(if topic == Topic::Professional { Purpose::Pitch } else { Purpose::Message });
    stage.log(who, "whatsapp", at, Log { purpose, topic: Some(topic), ..Log::default() });
}

/// WP3, near: before it was hoped for, both sides shared, private talk, their own habit.
pub(super) fn business_at_its_door(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    match number % 4 {
        0 => {
            let who = stage.actor(Kind::Friend, "on Messenger, before business was hoped for");
            stage.be_friends(who, 0);
            let early = stage.plan.from + 90 * DAY;
            stage.request(who, early, Platform::Facebook, Way::In, early + DAY);
            stage.message(who, at, Platform::Messenger, Way::Out);
            hope(stage, who, at + 20 * DAY);
        }
        1 => {
            let who = stage.actor(Kind::BusinessFriend, "a pitch by a private number, both sides shared");
            stage.be_friends(who, 1);
            stage.work_together(who);
            stage.say_is(who, Tie::Both);
            pitch(stage, who, at, Topic::Professional);
        }
        2 => {
            let who = stage.actor(Kind::Friend, "private talk by a private number");
            stage.be_friends(who, 0);
            pitch(stage, who, at, Topic::Personal);
        }
        _ => {
            let who = stage.actor(Kind::Friend, "a pitch where they write themselves");
            stage.be_friends(who, 0);
            stage.log(who, "whatsapp", at - 30 * DAY, Log { inbound: true, ..Log::default() });
            pitch(stage, who, at, Topic::Professional);
        }
    }
}

/// WP4: a second request, chasing it elsewhere, the same after a no, the same after going ahead.
pub(super) fn pushed(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    match number % 4 {
        0 => {
            let who = stage.actor(Kind::Friend, "a second friend request");
            stage.be_friends(who, 0);
            stage.ask_in_vain(who, at);
            stage.ask_in_vain(who, at + 45 * DAY);
        }
        1 => {
            let who = stage.actor(Kind::Friend, "a friend request, chased by mail");
            stage.be_friends(who, 0);
            stage.ask_in_vain(who, at);
            stage.log(who, "email", at + 20 * DAY, Log { purpose: Some(Purpose::Nudge), ..Log::default() });
        }
        2 => {
            let who = stage.actor(Kind::Business, "declined, and asked again elsewhere");
            stage.acquaint(who, 0);
            declined(stage, who, at);
            stage.log(
                who,
                "linkedin",
                at + 12 * DAY,
                Log { purpose: Some(Purpose::Invite), ..Log::default() },
            );
        }
        _ => {
            let who = stage.actor(Kind::Business, "went ahead once, and asked the same again");
            stage.work_together(who);
            stage.say_is(who, Tie::Professional);
            let reason = Some("we get on well".to_owned());
            let log = Log { purpose: Some(Purpose::Connect), override_reason: reason, ..Log::default() };
            stage.log(who, "facebook", at, log);
            stage.log(
                who,
                "linkedin",
                at + 20 * DAY,
                Log { purpose: Some(Purpose::Connect), ..Log::default() },
            );
        }
    }
}

fn declined(stage: &mut Stage<'_>, who: u32, at: i64) {
    stage.mail(who, at, Way::Out);
    stage.came_of(who, "email", at + 2 * DAY, Outcome::Declined, Some(Purpose::Invite));
}

/// WP4, near: other business by mail, clicked twice, asked again after they wrote, kind words after a no.
pub(super) fn asked_once(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    match number % 4 {
        0 => {
            let who = stage.actor(Kind::Friend, "a friend request, then other business by mail");
            stage.be_friends(who, 0);
            stage.ask_in_vain(who, at);
            let log = Log { purpose: Some(Purpose::Ask), topic: Some(Topic::Professional), ..Log::default() };
            stage.log(who, "work-mail", at + 20 * DAY, log);
        }
        1 => {
            let who = stage.actor(Kind::Friend, "a friend request, clicked twice");
            stage.be_friends(who, 0);
            stage.ask_in_vain(who, at);
            stage.ask_in_vain(who, at + 40);
        }
        2 => {
            let who = stage.actor(Kind::Business, "declined, then they wrote, then invited again");
            stage.acquaint(who, 0);
            declined(stage, who, at);
            let theirs = stage.mail(who, at + 20 * DAY, Way::In);
            stage.answer(theirs, Way::Out);
            stage.log(who, "email", at + 40 * DAY, Log { purpose: Some(Purpose::Invite), ..Log::default() });
        }
        _ => {
            let who = stage.actor(Kind::Business, "declined, then congratulated");
            stage.acquaint(who, 0);
            declined(stage, who, at);
            let log = Log { purpose: Some(Purpose::Congratulate), ..Log::default() };
            stage.log(who, "linkedin", at + 15 * DAY, log);
        }
    }
}

/// WP6: two evenings out and a first message of theirs on Messenger.
pub(super) fn grown(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    let who = stage.actor(Kind::Business, "a business tie that became personal too");
    stage.acquaint(who, 1);
    stage.work_together(who);
    if number % 3 == 1 {
        stage.message(who, at - 50 * DAY, Platform::Messenger, Way::In);
    }
    evenings(stage, who, at, Venue::Restaurant, 2);
    if number % 3 != 1 {
        let theirs = stage.message(who, at + 35 * DAY, Platform::Messenger, Way::In);
        stage.answer(theirs, Way::Out);
    }
    let both = Spell { from: at + 30 * DAY, professional: true, personal: true, family: false };
    stage.cast.characters[who as usize].person.ties.push(both);
}

/// Evenings, a month apart.
fn evenings(stage: &mut Stage<'_>, who: u32, at: i64, venue: Venue, count: i64) {
    let hour = if venue == Venue::Office { 10 } else { 19 };
    for month in 0..count {
        let day = (at + month * 30 * DAY).div_euclid(DAY) * DAY;
        stage.meeting(who, day + hour * 3_600, venue, 120);
    }
}

/// WP6, near: one sign alone.
pub(super) fn nearly_grown(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    let who = stage.actor(Kind::Business, "one sign of growth alone");
    stage.acquaint(who, 1);
    stage.work_together(who);
    match number % 3 {
        0 => evenings(stage, who, at, Venue::Restaurant, 3),
        1 => {
            let theirs = stage.message(who, at, Platform::Messenger, Way::In);
            stage.answer(theirs, Way::Out);
            evenings(stage, who, at + 10 * DAY, Venue::Restaurant, 1);
        }
        _ => {
            stage.message(who, at, Platform::Messenger, Way::In);
            evenings(stage, who, at + 10 * DAY, Venue::Office, 3);
        }
    }
}

const PRIVATE: [Venue; 5] = [Venue::Funeral, Venue::Home, Venue::Gym, Venue::FamilyEvent, Venue::Worship];

fn speak(stage: &mut Stage<'_>, who: u32, at: i64, purpose: Purpose, venue: Venue) {
    let log = Log { purpose: Some(purpose), venue: Some(venue), ..Log::default() };
    stage.log(who, "in-person", at, log);
}

/// WP7: business at home, at a funeral, in the gym.
pub(super) fn private_place(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    let who = stage.actor(Kind::Business, "business in a private place");
    stage.acquaint(who, number);
    speak(stage, who, at, Purpose::Pitch, PRIVATE[number % 5]);
}

/// WP7, near: a fitting word, a fitting place, a friend.
pub(super) fn fitting_place(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    match number % 3 {
        0 => {
            let who = stage.actor(Kind::Business, "condolence at a funeral");
            stage.acquaint(who, 0);
            speak(stage, who, at, Purpose::Condole, Venue::Funeral);
        }
        1 => {
            let who = stage.actor(Kind::Business, "business at an event");
            stage.acquaint(who, 0);
            speak(stage, who, at, Purpose::Pitch, Venue::Event);
        }
        _ => {
            let who = stage.actor(Kind::BusinessFriend, "business with a friend at home");
            stage.be_friends(who, 1);
            stage.say_is(who, Tie::Both);
            speak(stage, who, at, Purpose::Pitch, Venue::Home);
        }
    }
}

const ROLES: [Role; 4] = [Role::Client, Role::Report, Role::Vendor, Role::Boss];

fn role(stage: &mut Stage<'_>, who: u32, role: Role) {
    stage.cast.characters[who as usize].person.role = Some(role);
    stage.say_early(who, Said::Role { role });
}

fn kind_of(role: Role) -> Kind {
    match role {
        Role::Boss | Role::Report | Role::Peer => Kind::Colleague,
        Role::Client | Role::Vendor => Kind::Business,
    }
}

/// WP8: a private platform across rank.
pub(super) fn across_rank(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    let stands = ROLES[number % 4];
    let who = stage.actor(kind_of(stands), "approached on a private platform across rank");
    stage.work_together(who);
    role(stage, who, stands);
    if number % 2 == 1 || !stage.ask_in_vain(who, at) {
        stage.message(who, at, Platform::Messenger, Way::Out);
    }
}

/// WP8, near: they asked first, they are friends, LinkedIn.
pub(super) fn across_rank_well(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    let stands = ROLES[number % 4];
    match number % 5 {
        0 | 2 => {
            let who = stage.actor(kind_of(stands), "they moved first");
            stage.work_together(who);
            role(stage, who, stands);
            stage.message(who, at, Platform::Messenger, Way::In);
            stage.message(who, at + 20 * DAY, Platform::Messenger, Way::Out);
        }
        1 | 3 => {
            let kind =
                if kind_of(stands) == Kind::Colleague { Kind::WorkFriend } else { Kind::BusinessFriend };
            let who = stage.actor(kind, "a friend at work, on Facebook");
            stage.be_friends(who, 1);
            stage.say_is(who, Tie::Both);
            role(stage, who, stands);
            stage.ask_in_vain(who, at);
        }
        _ => {
            let who = stage.actor(kind_of(stands), "invited on LinkedIn");
            stage.work_together(who);
            role(stage, who, stands);
            stage.request(who, at, Platform::LinkedIn, Way::Out, at + DAY);
        }
    }
}

/// WP11: one more request on the pile.
pub(super) fn piled_up(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    let who = stage.actor(Kind::Business, "one more friend request on a pile");
    stage.acquaint(who, number);
    stage.ask_in_vain(who, at);
}

//! IM1 to IM4: strangers by mail, at every pace.

use super::Stage;
use crate::cast::Kind;
use crate::life::DAY;
use crate::truth::{Automation, Log, Outcome, Platform, Purpose, Said, Venue, Way};

/// IM1: another try within a week.
pub(super) fn too_soon(stage: &mut Stage<'_>, number: usize) {
    let who = stage.actor(Kind::Stranger, "another try within days");
    let at = stage.some_day();
    let days = 2 + (number as i64) % 4;
    match number % 3 {
        2 => {
            stage.message(who, at, Platform::LinkedIn, Way::Out);
            stage.message(who, at + days * DAY, Platform::LinkedIn, Way::Out);
        }
        1 => {
            stage.mail(who, at, Way::Out);
            stage.mail(who, at + days * DAY, Way::Out);
        }
        _ => {
            let first = stage.mail(who, at, Way::Out);
            stage.again(first, at + days * DAY);
        }
    }
}

/// IM1, near: after more than a week, within the hour, after a bounce, after an answer, among colleagues.
pub(super) fn in_time(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    match number % 5 {
        0 => {
            let who = stage.actor(Kind::Stranger, "another try after more than a week");
            let first = stage.mail(who, at, Way::Out);
            stage.again(first, at + 8 * DAY + 3_600);
        }
        1 => {
            let who = stage.actor(Kind::Stranger, "corrected within the hour");
            let first = stage.mail(who, at, Way::Out);
            stage.again(first, at + 40 * 60);
            // Not given up early either.
            stage.again(first, at + 10 * DAY);
        }
        2 => {
            let who = stage.actor(Kind::Stranger, "again after it came back");
            let first = stage.mail(who, at, Way::Out);
            let notice = stage.chronicle.answer(first, at + 60, Way::In);
            stage.chronicle.entries[notice as usize].automation = Automation::Bounce;
            stage.message(who, at + 2 * DAY, Platform::LinkedIn, Way::Out);
            stage.message(who, at + 12 * DAY, Platform::LinkedIn, Way::Out);
        }
        3 => {
            let who = stage.actor(Kind::Stranger, "again after an answer");
            let first = stage.mail(who, at, Way::Out);
            let answer = stage.answer(first, Way::In);
            stage.answer(answer, Way::Out);
            stage.mail(who, at + 5 * DAY, Way::Out);
            stage.mail(who, at + 14 * DAY, Way::Out);
        }
        _ => {
            let who = stage.actor(Kind::Colleague, "two mails in three days to a colleague one works with");
            let first = stage.mail(who, at - 9 * DAY, Way::In);
            stage.answer(first, Way::Out);
            stage.mail(who, at, Way::Out);
            stage.mail(who, at + 3 * DAY, Way::Out);
        }
    }
}

/// IM2: a fourth try.
pub(super) fn fourth(stage: &mut Stage<'_>, number: usize) {
    let who = stage.actor(Kind::Stranger, "a fourth try");
    let at = stage.some_day();
    three(stage, who, at, number);
    stage.mail(who, at + 31 * DAY, Way::Out);
}

/// Three tries by two media, more than a week apart; every third time the last is on LinkedIn.
fn three(stage: &mut Stage<'_>, who: u32, at: i64, number: usize) {
    let first = stage.mail(who, at, Way::Out);
    stage.again(first, at + 9 * DAY);
    if number % 3 == 2 {
        stage.message(who, at + 19 * DAY, Platform::LinkedIn, Way::Out);
    } else {
        voice_mail(stage, who, at + 19 * DAY);
    }
}

/// A voice mail, which no file shows: the user tells of it a week later, when nobody has called back.
fn voice_mail(stage: &mut Stage<'_>, who: u32, at: i64) {
    let log = Log { via: "voicemail".to_owned(), at, outcome: Some(Outcome::Ignored), ..Log::default() };
    stage.say(who, at + 8 * DAY, Said::Log(log));
}

/// IM2, near: three tries, a fourth after an answer, after a rest, after having met.
pub(super) fn let_go(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    match number % 4 {
        0 => {
            let who = stage.actor(Kind::Stranger, "three tries, and no more");
            three(stage, who, at, number / 4);
        }
        1 => {
            let who = stage.actor(Kind::Stranger, "a fourth mail after they wrote");
            three(stage, who, at, number / 4);
            stage.mail(who, at + 24 * DAY, Way::In);
            let fourth = stage.mail(who, at + 45 * DAY, Way::Out);
            stage.answer(fourth, Way::In);
        }
        2 => {
            let who = stage.actor(Kind::Stranger, "a fourth try after half a year");
            three(stage, who, at, number / 4);
            let fourth = stage.mail(who, at + 19 * DAY + 185 * DAY, Way::Out);
            stage.answer(fourth, Way::In);
        }
        _ => {
            let who = stage.actor(Kind::Stranger, "a fourth try after having met");
            three(stage, who, at, number / 4);
            stage.meeting(who, at + 25 * DAY, Venue::Event, 60);
            let fourth = stage.mail(who, at + 31 * DAY, Way::Out);
            stage.answer(fourth, Way::In);
        }
    }
}

/// IM3: three tries by mail alone.
pub(super) fn one_medium(stage: &mut Stage<'_>, number: usize) {
    let who = stage.actor(Kind::Stranger, "three tries by mail alone");
    let at = stage.some_day();
    let first = stage.mail(who, at, Way::Out);
    stage.again(first, at + 9 * DAY);
    if number.is_multiple_of(2) {
        stage.again(first, at + 19 * DAY);
    } else {
        let third = stage.mail(who, at + 22 * DAY, Way::Out);
        stage.answer(third, Way::In);
    }
}

/// IM3, near: another medium, two tries, an answer between.
pub(super) fn two_media(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    match number % 3 {
        0 => {
            let who = stage.actor(Kind::Stranger, "mail, voice mail, mail");
            stage.mail(who, at, Way::Out);
            voice_mail(stage, who, at + 9 * DAY);
            stage.mail(who, at + 20 * DAY, Way::Out);
        }
        1 => {
            let who = stage.actor(Kind::Stranger, "two tries by mail");
            let first = stage.mail(who, at, Way::Out);
            stage.again(first, at + 11 * DAY);
        }
        _ => {
            let who = stage.actor(Kind::Stranger, "three mails, one answered");
            let first = stage.mail(who, at, Way::Out);
            let second = stage.again(first, at + 9 * DAY);
            stage.answer(second, Way::In);
            let third = stage.mail(who, at + 40 * DAY, Way::Out);
            stage.answer(third, Way::In);
        }
    }
}

/// IM4: one silent try, weeks ago.
pub(super) fn gave_up(stage: &mut Stage<'_>, number: usize) {
    let who = stage.actor(Kind::Stranger, "one silent try, then nothing");
    let days = 20 + (number as i64 * 37) % 130;
    let at = stage.morning(stage.plan.now - days * DAY);
    let platform = if number % 3 == 2 { Platform::LinkedIn } else { Platform::Email };
    stage.message(who, at, platform, Way::Out);
}

/// IM4, near: just now, two tries, answered, declined.
pub(super) fn went_on(stage: &mut Stage<'_>, number: usize) {
    let at = stage.morning(stage.plan.now - 90 * DAY);
    match number % 4 {
        0 => {
            let who = stage.actor(Kind::Stranger, "one try, a week and a half ago");
            stage.mail(who, stage.plan.now - 10 * DAY, Way::Out);
        }
        1 => {
            let who = stage.actor(Kind::Stranger, "a second try after ten days");
            let first = stage.mail(who, at, Way::Out);
            stage.again(first, at + 10 * DAY);
        }
        2 => {
            let who = stage.actor(Kind::Stranger, "one try, answered");
            let first = stage.mail(who, at, Way::Out);
            stage.answer(first, Way::In);
        }
        _ => {
            let who = stage.actor(Kind::Stranger, "one try, declined");
            stage.mail(who, at, Way::Out);
            stage.came_of(who, "email", at + 2 * DAY, Outcome::Declined, Some(Purpose::Ask));
        }
    }
}

//! WP5 and HD1: what they asked for, heeded and not.

use super::Stage;
use crate::cast::Kind;
use crate::life::DAY;
use crate::truth::{Log, Outcome, Platform, Way};

fn redirect(stage: &mut Stage<'_>, who: u32, from: &str, at: i64) {
    let log =
        Log { outcome: Some(Outcome::Redirected), redirect: Some("linkedin".to_owned()), ..Log::default() };
    stage.log(who, from, at, log);
}

/// WP5: going on in the old place.
pub(super) fn redirect_ignored(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    if number.is_multiple_of(2) {
        let who =
            stage.actor(Kind::Business, "pointed from Facebook to LinkedIn, then a message on Messenger");
        stage.acquaint(who, number / 2);
        stage.ask_in_vain(who, at);
        redirect(stage, who, "facebook", at + 2 * DAY);
        stage.message(who, at + 9 * DAY, Platform::Messenger, Way::Out);
    } else {
        let who = stage.actor(Kind::Business, "pointed from mail to LinkedIn, then a mail");
        stage.acquaint(who, number / 2);
        stage.mail(who, at, Way::Out);
        redirect(stage, who, "email", at + 2 * DAY);
        stage.mail(who, at + 12 * DAY, Way::Out);
    }
}

/// WP5, near: going where they pointed, or answering when they come back to the old place.
pub(super) fn redirect_followed(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    match number % 3 {
        0 => {
            let who = stage.actor(Kind::Business, "pointed from mail to LinkedIn, and went there");
            stage.mail(who, at, Way::Out);
            redirect(stage, who, "email", at + 2 * DAY);
            stage.request(who, at + 3 * DAY, Platform::LinkedIn, Way::Out, at + 4 * DAY);
        }
        1 => {
            let who = stage.actor(Kind::Business, "pointed away, then they came back to the old place");
            stage.mail(who, at, Way::Out);
            redirect(stage, who, "email", at + 2 * DAY);
            let theirs = stage.mail(who, at + 20 * DAY, Way::In);
            stage.answer(theirs, Way::Out);
            let later = stage.mail(who, at + 55 * DAY, Way::Out);
            stage.answer(later, Way::In);
        }
        _ => {
            let who = stage.actor(Kind::Business, "a mail before they pointed away");
            let first = stage.mail(who, at, Way::Out);
            stage.again(first, at + 9 * DAY);
            redirect(stage, who, "email", at + 11 * DAY);
        }
    }
}

fn stop(stage: &mut Stage<'_>, who: u32, at: i64) {
    stage.came_of(who, "email", at, Outcome::Stop, None);
}

/// HD1: a message after they asked to be left alone.
pub(super) fn after_stop(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    let who = stage.actor(Kind::Business, "a message after a stop");
    if number.is_multiple_of(3) {
        stage.work_together(who);
    }
    stage.mail(who, at, Way::Out);
    stop(stage, who, at + DAY);
    let platform = if number % 2 == 1 { Platform::LinkedIn } else { Platform::Email };
    stage.message(who, at + (30 + 11 * number as i64 % 60) * DAY, platform, Way::Out);
}

/// HD1, near: they wrote again before the user did, or nothing came after the stop.
pub(super) fn stop_heeded(stage: &mut Stage<'_>, number: usize) {
    let at = stage.some_day();
    let who = stage.actor(
        Kind::Business,
        if number % 3 != 2 {
            "they asked to stop, wrote again, and were written to"
        } else {
            "they asked to stop, and it stopped"
        },
    );
    let first = stage.mail(who, at, Way::Out);
    stage.again(first, at + 9 * DAY);
    stop(stage, who, at + 10 * DAY);
    if number % 3 != 2 {
        let theirs = stage.mail(who, at + 70 * DAY, Way::In);
        stage.answer(theirs, Way::Out);
        let later = stage.mail(who, at + 110 * DAY, Way::Out);
        stage.answer(later, Way::In);
    }
}

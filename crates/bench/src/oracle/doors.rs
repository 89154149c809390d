//! The wrong door: WP1, WP2, WP3, WP7, WP8.

use super::case::{Case, Level, Question};
use super::growth;
use super::holds::Holds;
use super::life::Event;
use comity_world::truth::{Outcome, Purpose, Role, Said, Venue};

/// `professional-on-personal-platform`.
pub(crate) fn personal_platform(case: &Case<'_>) -> Option<Question> {
    if !case.event.channel.is_personal() || case.role().is_some() {
        return None;
    }
    Some(
        Question::new("WP1", case.level(Level::Error))
            .needs("opens", case.event.opens)
            .needs("no private tie", !case.is_friend())
            .needs("door not open", !case.is_open())
            .needs("not redirected", !is_redirected(case))
            .needs("not grown", !growth::signs(case).at_least_two())
            .needs("first of the day", !case.goes_on().at_most_either())
            .needs("no stop", !case.must_stop().at_most_either())
            .needs("not allowed", !case.is_allowed("WP1")),
    )
}

/// A recorded redirect speaks instead.
fn is_redirected(case: &Case<'_>) -> Holds {
    let here = |e: &Event| e.outcome == Some(Outcome::Redirected) && e.channel.same_door(&case.event.channel);
    Holds::any(case.marks().filter(|(e, _)| here(e)).map(|(_, order)| order))
}

/// `friend-on-professional-platform`, for those who keep work apart.
pub(crate) fn professional_platform(case: &Case<'_>) -> Option<Question> {
    if case.event.channel.service != "linkedin" {
        return None;
    }
    let tied = case.ever(|e| Holds::from(e.tied && e.channel.same_house(&case.event.channel)));
    let friend = match (case.is_friend(), case.is_professional()) {
        (true, false) => Holds::Yes,
        // Of ties that are both the page says nothing.
        (true, true) => Holds::Either,
        _ => Holds::No,
    };
    Some(
        Question::new("WP2", case.level(Level::Warn))
            .needs("opens", case.event.opens)
            .needs("a friend", friend)
            .needs("keeps work apart", case.said(|s| matches!(s, Said::Separate)))
            .needs("not connected yet", !tied)
            .needs("first of the day", !case.goes_on().at_most_either())
            .needs("no stop", !case.must_stop().at_most_either())
            .needs("not allowed", !case.is_allowed("WP2")),
    )
}

/// `business-on-personal-platform`.
pub(crate) fn private_channel(case: &Case<'_>) -> Option<Question> {
    let hopes = case.said(|s| matches!(s, Said::Hoped { .. }));
    let is_question = case.event.topic.is_some() || case.is_about_work() != Holds::No || hopes != Holds::No;
    if !case.event.channel.is_personal() || !is_question {
        return None;
    }
    let talks_privately = case.event.topic.is_some() && case.is_about_work() == Holds::No;
    let work = if talks_privately { Holds::No } else { case.is_about_work() | case.hopes_for_work() };
    let used = case.ever(|e| e.hears & e.channel.same_door(&case.event.channel).into());
    let both = case.is_friend() && case.is_professional();
    Some(
        Question::new("WP3", case.level(Level::Warn))
            .needs("opens", case.event.opens)
            .needs("about work", work)
            .needs("not both", !both)
            .needs("they do not use it", !used)
            .needs("not WP1's", Holds::from(case.is_friend()) | case.is_open())
            .needs("not redirected", !is_redirected(case).at_most_either())
            .needs("first of the day", !case.goes_on().at_most_either())
            .needs("no stop", !case.must_stop().at_most_either())
            .needs("not allowed", !case.is_allowed("WP3")),
    )
}

/// `business-in-private-place`.
pub(crate) fn private_place(case: &Case<'_>) -> Option<Question> {
    let venue = case.event.venue.filter(|_| case.event.is_logged && case.event.mine)?;
    let is_private =
        matches!(venue, Venue::Home | Venue::FamilyEvent | Venue::Gym | Venue::Worship | Venue::Funeral);
    let purpose = case.event.purpose;
    let is_kind = matches!(purpose, Some(Purpose::Thank | Purpose::Congratulate | Purpose::Condole));
    // Who asks for something without saying about what may well ask for work.
    let work = match (case.event.topic, purpose) {
        (None, Some(Purpose::Ask | Purpose::Introduce | Purpose::Invite | Purpose::FollowUp)) => {
            Holds::Either
        }
        _ => case.is_about_work(),
    };
    Some(
        Question::new("WP7", Level::Warn)
            .needs("a private place", is_private)
            .needs("about work", work)
            .needs("no friend", !case.is_friend())
            .needs("they did not raise it", purpose != Some(Purpose::Reply))
            .needs("not kind words", !is_kind)
            .needs("opens", case.event.opens)
            .needs("no stop", !case.must_stop().at_most_either())
            .needs("not allowed", !case.is_allowed("WP7")),
    )
}

/// `personal-request-across-rank`.
pub(crate) fn across_rank(case: &Case<'_>) -> Option<Question> {
    let role = case.role()?;
    if !case.event.channel.is_personal() {
        return None;
    }
    let level = match role {
        Role::Report => Level::Error,
        Role::Boss | Role::Client | Role::Vendor => Level::Warn,
        Role::Peer => Level::Hint,
    };
    let fine_between_friends = Holds::from(case.is_friend()) & !case.is_about_work();
    Some(
        Question::new("WP8", case.level(level))
            .needs("opens", case.event.opens)
            .needs("no friend", !fine_between_friends)
            .needs("door not open", !case.is_open())
            .needs("not redirected", !is_redirected(case))
            .needs("not grown", !growth::signs(case).at_least_two().at_most_either())
            .needs("first of the day", !case.goes_on().at_most_either())
            .needs("no stop", !case.must_stop().at_most_either())
            .needs("not allowed", !case.is_allowed("WP8")),
    )
}

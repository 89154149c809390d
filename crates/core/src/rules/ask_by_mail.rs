//! GV6: an important ask in writing, while a meeting is near.

use crate::approach::Purpose;
use crate::handle::Medium;
use crate::rule::{Case, Evidence, Eyes, Group, Level, Rule, Ruling, fires};
use crate::time::Span;

pub(super) const RULE: Rule = Rule {
    name: "ask-by-mail",
    code: "GV6",
    aliases: &["asked-in-writing"],
    group: Group::Giving,
    level: Level::Hint,
    grade: "A/D",
    since: "0.1",
    eyes: Eyes::Asked("--size N"),
    tags: &[],
    page: include_str!("ask_by_mail.md"),
    check,
    at_rest: None,
    network: None,
};

/// A meeting that is further off is no reason to wait.
const SOON: Span = Span::days(30);
/// Advice and more.
const IMPORTANT: u8 = 2;

fn check(case: &Case) -> Ruling {
    let live = matches!(case.door.medium, Medium::InPerson | Medium::Phone | Medium::VoiceMail);
    let important = case.approach.size.is_some_and(|size| size >= IMPORTANT);
    if case.approach.purpose != Purpose::Ask || live || !important || case.level.is_alive() {
        return Ruling::Silent;
    }
    // Who asked for the channel prefers it.
    let near = |at: &crate::time::Moment| case.approach.at.longest_until(*at) <= SOON;
    let Some(meeting) = case.standing.coming.filter(near).filter(|_| !case.door.wished) else {
        return Ruling::Silent;
    };
    let who = &case.standing.whose.name;
    fires(Level::Hint, format!("an ask of {who} in writing, while you are to meet soon"))
        .because([Evidence::dated(meeting, "a meeting in your calendar")])
        .ahead()
        .help("ask in person or by call, then confirm it in writing; a no must stay easy")
}

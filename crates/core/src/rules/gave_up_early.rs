//! IM4: writing somebody off after one silent try.

use crate::handle::Sphere;
use crate::relationship::Level as TieLevel;
use crate::rule::{Case, Eyes, Group, Level, Rest, Rule, Ruling, fires, told};
use crate::time::Span;

pub(super) const RULE: Rule = Rule {
    name: "gave-up-early",
    code: "IM4",
    aliases: &["one-silent-try"],
    group: Group::Impatience,
    level: Level::Hint,
    grade: "C/A-",
    since: "0.1",
    eyes: Eyes::Sources,
    tags: &[],
    page: include_str!("gave_up_early.md"),
    check: |_: &Case| Ruling::Silent,
    at_rest: Some(at_rest),
    network: None,
};

fn at_rest(rest: &Rest) -> Ruling {
    let wait = Span::days(rest.settings.gave_up_days);
    let [only] = rest.standing.cycle.as_slice() else { return Ruling::Silent };
    let silent = rest.standing.unanswered(rest.at, wait, rest.settings).len() == 1;
    let waited = only.last.shortest_until(rest.at) >= wait;
    // What the tie was when they wrote: a word between friends is no try, however long ago it is by now.
    let expected = only.purpose.is_some_and(crate::approach::Purpose::expects_answer)
        || matches!(only.level_then, TieLevel::None | TieLevel::Known) && !rest.standing.is_colleague();
    let refused = rest.standing.stop.is_some() || !rest.standing.refusals.is_empty();
    let private = only.platform.usual_sphere() == Sphere::Personal;
    if !silent || !waited || !expected || refused || private || !only.sure {
        return Ruling::Silent;
    }
    let who = &rest.standing.whose.name;
    fires(Level::Hint, format!("one try with {who}, then nothing more"))
        .because([told(only, rest.at)])
        .help("one friendly second try is fine; silence is not refusal")
}

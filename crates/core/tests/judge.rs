//! What holds of every judgement, whatever the history.

mod histories;

use comity_core::Purpose;
use comity_core::rules::RULES;
use comity_core::scenario::run;
use comity_core::settings::NUMBERS;
use histories::{Story, story};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

/// What was said of an approach.
#[derive(Clone, Debug, PartialEq)]
struct Judged {
    /// 0 welcome, 1 caution, 2 unwelcome.
    verdict: usize,
    /// The rules that speak and the questions, as one reads them.
    says: String,
    /// The doors that are welcome.
    welcome: Vec<String>,
}

impl Judged {
    /// Returns the hard stops and duties that speak.
    fn hard(&self) -> Vec<&'static str> {
        let speaks = |name: &str| self.says.split(' ').any(|word| word == name);
        RULES.iter().filter(|r| r.code.starts_with("HD") && speaks(r.name)).map(|r| r.name).collect()
    }
}

fn judged(story: &Story, eve: &[String]) -> Judged {
    let text = story.text(eve);
    let outcomes = run(&text).unwrap_or_else(|why| panic!("{why}\n{text}"));
    let (says, welcome) = outcomes[0].got.split_once(" then").expect("the doors that are welcome");
    let verdict = says.split(' ').next().unwrap_or_default();
    let verdict = ["welcome", "caution", "unwelcome"].iter().position(|v| *v == verdict);
    Judged {
        verdict: verdict.unwrap_or_else(|| panic!("{says}")),
        says: says.to_owned(),
        welcome: welcome.split_whitespace().map(str::to_owned).collect(),
    }
}

const DOORS: [&str; 7] = ["email", "linkedin", "facebook", "whatsapp", "phone", "xing", "letter"];

proptest! {
    // The same histories each time: 6,000 were tried when this was written.
    #![proptest_config(ProptestConfig {
        cases: 250,
        rng_seed: RngSeed::Fixed(3),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_wish_against_a_door_never_improves_its_verdict(story in story(), to in select(&DOORS), way in 0..2_u8) {
        let door = story.plan.channel;
        let against = match way {
            0 => format!("ana declines {door} for {}", story.plan.purpose),
            _ => format!("ana points from {door} to {to}"),
        };
        // Who points to the very door points nowhere else.
        prop_assume!(way == 0 || to != door);
        let (before, after) = (judged(&story, &[]), judged(&story, std::slice::from_ref(&against)));
        prop_assert!(after.verdict >= before.verdict, "{against}: {before:?} {after:?}\n{}", story.text(&[]));
    }

    #[test]
    fn a_wish_for_a_door_never_worsens_its_verdict(story in story()) {
        let wish = [format!("ana wishes {}", story.plan.channel)];
        let (before, after) = (judged(&story, &[]), judged(&story, &wish));
        prop_assert!(after.verdict <= before.verdict, "{before:?} {after:?}\n{}", story.text(&wish));
    }

    #[test]
    fn a_wish_for_a_door_changes_no_hard_stop_of_another(story in story(), wished in select(&DOORS)) {
        prop_assume!(wished != story.plan.channel);
        let (before, after) = (judged(&story, &[]), judged(&story, &[format!("ana wishes {wished}")]));
        prop_assert_eq!(before.hard(), after.hard(), "{}: {}", wished, story.text(&[]));
    }

    #[test]
    fn after_a_no_contact_wish_no_channel_is_better_than_unwelcome(story in story(), by in select(&DOORS)) {
        let stop = ["ana asks to stop".to_owned()];
        for channel in [story.plan.channel, by] {
            let mut story = story.clone();
            story.plan.channel = channel;
            let after = judged(&story, &stop);
            prop_assert!(after.verdict == 2 && after.welcome.is_empty(), "{after:?}\n{}", story.text(&stop));
        }
    }

    #[test]
    fn an_unknown_fact_yields_no_unwelcome_by_itself(story in story()) {
        let unknown = Story { plan: histories::Plan { about: None, note: None, size: None, ..story.plan.clone() }, ..story };
        let story_purpose = unknown.plan.purpose;
        let without = judged(&unknown, &[]);
        if without.verdict < 2 {
            return Ok(());
        }
        let known = |change: &dyn Fn(&mut Story)| {
            let mut told = unknown.clone();
            change(&mut told);
            judged(&told, &[])
        };
        // A pitch is about work, whatever is said.
        let implied = Purpose::parse(story_purpose).and_then(Purpose::implied_topic).is_some();
        for about in ["work", "life"].into_iter().filter(|_| !implied) {
            let told = known(&|s| s.plan.about = Some(about));
            prop_assert!(told.verdict == 2, "about {about}: {without:?} {told:?}\n{}", unknown.text(&[]));
        }
        for note in [true, false] {
            let told = known(&|s| s.plan.note = Some(note));
            prop_assert!(told.verdict == 2, "note {note}: {without:?} {told:?}\n{}", unknown.text(&[]));
        }
        for size in 0..=4 {
            let told = known(&|s| s.plan.size = Some(size));
            prop_assert!(told.verdict == 2, "size {size}: {without:?} {told:?}\n{}", unknown.text(&[]));
        }
        let placed = |part: &String| part.starts_with("zone") || part.starts_with("country");
        if !unknown.parts.iter().any(placed) {
            for place in ["zone Europe/Lisbon; country PT", "zone America/New_York; country US"] {
                let told = known(&|s| s.parts.push(place.to_owned()));
                prop_assert!(told.verdict == 2, "{place}: {without:?} {told:?}\n{}", unknown.text(&[]));
            }
        }
        // Of whom something is known, the tie is known too, as far as that tells.
        if unknown.tie == "stranger" && unknown.past.is_empty() {
            for tie in ["professional", "personal", "both", "none"] {
                let told = known(&|s| s.tie = tie);
                prop_assert!(told.verdict == 2, "{tie}: {without:?} {told:?}\n{}", unknown.text(&[]));
            }
        }
    }

    #[test]
    fn any_standing_is_judged_whatever_the_settings(
        story in story(), keys in proptest::collection::vec((select(NUMBERS), select(&EXTREMES)), 0..4),
    ) {
        let set: Vec<String> = keys.iter().map(|((key, ..), value)| format!("set {key} {value}")).collect();
        let text = format!("{}\n{}", set.join("\n"), story.text(&[]));
        let told = run(&text);
        prop_assert!(told.is_ok(), "{told:?}\n{text}");
        prop_assert_eq!(&told, &run(&text), "it is judged differently twice");
    }
}

const EXTREMES: [i64; 6] = [i64::MIN, -1, 0, 1, 3_000_000_000, i64::MAX];

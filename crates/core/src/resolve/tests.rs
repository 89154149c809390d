//! Who is who, told as small worlds: one record a line.

mod hard;

use super::*;
use crate::record::{Label, LabelledHandle, Provenance};
use crate::statement::Anchor;

/// Reads `key | name | handle, handle | organisation`; a name of `a, b` order is kept as written.
fn record(line: &str) -> Record {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let cell = |n: usize| cells.get(n).copied().filter(|c| !c.is_empty());
    let handle = |text: &str| {
        let handle = Handle::from_key(text.trim()).unwrap_or_else(|| panic!("{text}"));
        LabelledHandle { handle, label: Label::None, raw: None }
    };
    Record {
        key: cells[0].to_owned(),
        names: cell(1).map(Name::whole).into_iter().collect(),
        handles: cell(2).map(|c| c.split(',').map(handle).collect()).unwrap_or_default(),
        organisation: cell(3).map(str::to_owned),
        ..Record::default()
    }
}

fn records(text: &str) -> Vec<Record> {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).map(record).collect()
}

/// Returns each cluster's records as `a b`, in order.
fn partition(clusters: &[Cluster]) -> Vec<String> {
    clusters.iter().filter(|c| !c.records.is_empty()).map(|c| c.records.join(" ")).collect()
}

fn check_with(text: &str, decisions: &Decisions, expected: &[&str]) {
    let mut all = records(text);
    assert_eq!(partition(&resolve(&all, decisions)), expected, "{text}");
    all.reverse();
    assert_eq!(partition(&resolve(&all, decisions)), expected, "backwards: {text}");
}

fn check(text: &str, expected: &[&str]) {
    check_with(text, &Decisions::default(), expected);
}

#[test]
fn equal_addresses_numbers_and_profiles_join() {
    check(
        "a | Ana Ruiz | email:ana@firm.example
         b | Ana Ruiz | email:ana+news@firm.example, phone:+442079460123
         c | | whatsapp:+442079460123
         d | Tom Marsh | email:tom@firm.example",
        &["a b c", "d"],
    );
}

#[test]
fn an_office_glues_nobody() {
    check(
        "a | Ana Ruiz | email:info@firm.example, email:ana@firm.example
         b | Tom Marsh | email:info@firm.example",
        &["a", "b"],
    );
}

#[test]
fn what_the_user_says_wins() {
    let anchor = |text: &str| Anchor::parse(text).unwrap();
    let world = "a | Ana Ruiz | email:ana@firm.example
         b | Ana Ruiz | email:ana@firm.example
         c | Tom Marsh | email:tom@firm.example";
    let mut decisions = Decisions::default();
    decisions.say_same(&[anchor("#a")], &[anchor("@email:tom@firm.example")]);
    check_with(world, &decisions, &["a b c"]);
    decisions.say_apart(&[anchor("#a")], &[anchor("#b")]);
    check_with(world, &decisions, &["a c", "b"]);
    decisions.say_apart(&[anchor("#a")], &[anchor("@email:tom@firm.example")]);
    check_with(world, &decisions, &["a", "b", "c"]);
}

/// Reads `#a #b = #c` or `#a / @email:b@firm.example`, one word a line, oldest first.
fn words(text: &str) -> Decisions {
    let mut decisions = Decisions::default();
    let anchors = |text: &str| -> Vec<Anchor> {
        text.split_whitespace().map(|a| Anchor::parse(a).unwrap_or_else(|| panic!("{a}"))).collect()
    };
    for line in text.lines().map(str::trim) {
        match (line.split_once(" = "), line.split_once(" / ")) {
            (Some((about, others)), _) => decisions.say_same(&anchors(about), &anchors(others)),
            (_, Some((about, others))) => decisions.say_apart(&anchors(about), &anchors(others)),
            _ => panic!("{line}"),
        }
    }
    decisions
}

#[test]
fn who_is_held_apart_stays_so_with_all_that_is_joined_to_either() {
    // Two of one rare name at one firm; every evidence there is speaks for one.
    let world = "a | Keziah Thistlewood | email:kez@harbour.example | Harbour
         b | Keziah Thistlewood | phone:+442079460123, email:kez@harbour.example | Harbour
         c | Keziah Thistlewood | phone:+442079460124 | Harbour
         d | Keziah Thistlewood | phone:+442079460124, linkedin:kez | Harbour
         e | Keziah Thistlewood | linkedin:kez | Harbour";
    check_with(world, &words("#a / #e"), &["a b", "c d e"]);
    check_with(world, &words("@phone:+442079460123 / @phone:+442079460124"), &["a b", "c d e"]);
    // The older word that all are one gives way where the newer one parts, and nowhere else.
    check_with(world, &words("#a = #b #c #d #e\n #a / #e"), &["a b c d", "e"]);
    check_with(world, &words("#b = #c\n #a = #b\n #a / #c"), &["a b", "c d e"]);
    // The newest wins over what the older one says of others of the same two.
    check_with(world, &words("#a / #c\n #a = #b\n #c = #d\n #b = #d"), &["a b c d e"]);
    check_with(world, &words("#a / #c\n #a = #c"), &["a b c d e"]);
}

#[test]
fn a_word_about_somebody_does_not_make_a_mistake_about_them_last() {
    // "b" was once joined to "a" by name; then the user said that this person has a profile too.
    let world = "a | Ana Ruiz | email:ana@firm.example
         b | Ana Lindqvist | email:ana@post.example
         c | Ana R | linkedin:ana";
    check_with(world, &words("#a #b = @linkedin:ana"), &["a c", "b"]);
    // Another stands in where the first is gone.
    check_with(world, &words("#gone @email:gone@firm.example #b = @linkedin:ana"), &["a", "b c"]);
    check_with(world, &words("#a #b = @linkedin:ana\n #b / @linkedin:ana"), &["a", "b", "c"]);
}

#[test]
fn a_name_joins_where_the_workplace_agrees() {
    check(
        "a | John Smith | email:jsmith@brightwater.example
         b | John Smith | phone:+442079460123 | Brightwater Legal LLP
         c | John Smith | phone:+442079460124 | Harbour Shipping",
        &["a b", "c"],
    );
    check(
        "a | Bob Nakamura | phone:+442079460123 | Harbour Shipping
         b | Robert Nakamura | linkedin:rnakamura | Harbour Shipping Ltd",
        &["a b"],
    );
    check(
        "a | John Smith | phone:+442079460123 | Self-employed
         b | John Smith | linkedin:jsmith | Self-employed",
        &["a", "b"],
    );
}

#[test]
fn an_address_spells_a_name() {
    check(
        "a | | email:rnakamura@harbour.example
         b | Robert Nakamura | phone:+442079460123 | Harbour Shipping
         c | | email:rnakamura@post.example",
        &["a b", "c"],
    );
    // She married; her address still spells the name by which others know her.
    check(
        "a | Keziah Marsh | email:keziah.thistlewood@post.example
         b | Keziah Thistlewood | phone:+442079460123",
        &["a b"],
    );
}

#[test]
fn a_rare_name_joins_by_itself_and_a_common_one_does_not() {
    check(
        "a | Keziah Thistlewood | email:kez@post.example
         b | Thistlewood, Keziah | phone:+442079460123
         c | John Smith | email:j@post.example
         d | John Smith | phone:+442079460124",
        &["a b", "c", "d"],
    );
    check(
        "a | | email:keziah.thistlewood@gmail.com
         b | Keziah Thistlewood | phone:+442079460123",
        &["a b"],
    );
    let bearers: String = (0..9).map(|n| format!("r{n} | Keziah Thistlewood | x:kez{n}\n")).collect();
    let apart: Vec<String> = (0..9).map(|n| format!("r{n}")).collect();
    check(&bearers, &apart.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn who_is_surely_two_is_never_joined_by_name() {
    // Two profiles on one network, where each has one; the third might be either.
    check(
        "a | Keziah Thistlewood | linkedin:keziah-t
         b | Keziah Thistlewood | linkedin:kthistlewood
         c | Keziah Thistlewood | phone:+442079460123",
        &["a", "b", "c"],
    );
    check(
        "a | Keziah Thistlewood Sr | phone:+442079460123 | Harbour
         b | Keziah Thistlewood Jr | email:k@harbour.example | Harbour
         c | Keziah Thistlewood | phone:+442079460124",
        &["a", "b", "c"],
    );
    check(
        "a | Keziah Thistlewood | phone:+442079460123 | Harbour
         b | Jonas Thistlewood | phone:+442079460124 | Harbour",
        &["a", "b"],
    );
}

#[test]
fn namesakes_at_one_firm_are_two() {
    // The firm numbers its namesakes, and which of them has the profile is not told.
    check(
        "a | Keziah Thistlewood | email:keziah@harbour.example
         b | Keziah Thistlewood | email:keziah931@harbour.example
         c | Keziah Thistlewood | linkedin:kthistlewood | Harbour
         d | Keziah Thistlewood | phone:+442079460123 | Harbour",
        &["a", "b", "c", "d"],
    );
    // Somebody may well have several addresses with one service.
    check(
        "a | Keziah Thistlewood | email:keziah@gmail.com
         b | Keziah Thistlewood | email:keziah931@gmail.com",
        &["a b"],
    );
}

#[test]
fn a_rare_name_at_two_firms_joins_nobody() {
    check(
        "a | Keziah Thistlewood | email:keziah@harbour.example
         b | Keziah Thistlewood | email:kt@brightwater.example",
        &["a", "b"],
    );
    // An address that spells a name as everybody's does is nothing that somebody chose.
    check(
        "a | Maria van Garcia | email:maria.vangarcia@harbour.example
         b | Maria van Garcia | email:maria.vangarcia@brightwater.example",
        &["a", "b"],
    );
}

#[test]
fn half_a_family_name_joins_nobody() {
    check(
        "a | Omar Ben Fakhouran | email:omar@harbour.example
         b | Omar al-Baraka-El Fakhouran | phone:+442079460123
         c | Omar al-Tamimani-al-Baraka | phone:+442079460124
         d | Omar al-Baraka | phone:+442079460125",
        &["a", "b", "c", "d"],
    );
    check(
        "a | Femke de Weidema | email:femke@post.example
         b | Femke van Weidema | phone:+442079460123",
        &["a", "b"],
    );
    // Where something beside the name agrees, half of it will do.
    check(
        "a | Isla Kerrin-Macgillan | phone:+442079460123 | Harbour
         b | Isla Macgillan | linkedin:isla-m | Harbour",
        &["a b"],
    );
}

#[test]
fn a_shared_mailbox_glues_nobody() {
    let family = "a | Ana Thistlewood | email:thistlewoods@post.example
         b | Tom Thistlewood | email:thistlewoods@post.example
         c | Ana Thistlewood | email:thistlewoods@post.example, phone:+442079460123";
    check(family, &["a c", "b"]);
    let clusters = resolve(&records(family), &Decisions::default());
    let mailbox = |c: &&Cluster| c.handles.iter().any(|h| h.handle.address() == "thistlewoods@post.example");
    let owners: Vec<_> = clusters.iter().filter(mailbox).map(|c| (c.kind, c.records.len())).collect();
    assert_eq!(owners, [(RecordKind::Thing, 0)], "a shared mailbox is nobody's door");
}

#[test]
fn a_number_on_one_wrong_card_stays_with_its_owner() {
    check(
        "a | Tom Marsh | phone:+442079460123
         b | Tom Marsh | phone:+442079460123, email:tom@firm.example
         c | T. Marsh | phone:+442079460123
         d | Ana Ruiz | phone:+442079460123, email:ana@firm.example",
        &["a b c", "d"],
    );
}

#[test]
fn mere_names_join_only_what_nothing_contradicts() {
    // A friends list and a thread of one name are one account.
    let mut world =
        records("facebook:f | Ana Ruiz | facebook:~ana ruiz\n facebook:t | Ana Ruiz | messenger:~ana ruiz");
    assert_eq!(partition(&resolve(&world, &Decisions::default())), ["facebook:f facebook:t"]);
    // Two rows of one friends list are two friends.
    for (n, record) in world.iter_mut().enumerate() {
        record.provenance = Provenance { file: "friends.json".to_owned(), place: n as u64 };
    }
    assert_eq!(partition(&resolve(&world, &Decisions::default())), ["facebook:f", "facebook:t"]);
    check(
        "f | Keziah Thistlewood | facebook:~keziah thistlewood
         g | Keziah Thistlewood | facebook:~keziah thistlewood#2
         p | Keziah Thistlewood | phone:+442079460123",
        &["f", "g", "p"],
    );
}

/// Tells which handles of the first cluster are not surely its person's.
fn check_unsure(text: &str, expected: &[&str]) {
    let clusters = resolve(&records(text), &Decisions::default());
    let unsure = clusters[0].handles.iter().filter(|h| !h.sure).map(|h| h.handle.to_string());
    assert_eq!(unsure.collect::<Vec<_>>(), expected, "{text}");
    let joins_unsure = clusters[0].joins.iter().filter(|j| !j.sure).count();
    assert_eq!(joins_unsure > 0, !expected.is_empty(), "{:?}", clusters[0].joins);
}

#[test]
fn a_mere_name_is_joined_unsurely() {
    check_unsure(
        "a | Keziah Thistlewood | email:kez@post.example
         b | Keziah Thistlewood | email:kez@post.example, phone:+442079460123
         f | Keziah Thistlewood | facebook:~keziah thistlewood",
        &["facebook:~keziah thistlewood"],
    );
    check_unsure(
        "a | Keziah Thistlewood | email:kez@harbour.example
         b | Keziah Thistlewood | phone:+442079460123 | Harbour Ltd",
        &[],
    );
}

#[test]
fn joins_say_why() {
    let world = "a | Bob Nakamura | phone:+442079460123 | Harbour Shipping
         b | Robert Nakamura | linkedin:rnakamura | Harbour Shipping Ltd";
    let clusters = resolve(&records(world), &Decisions::default());
    let joins: Vec<_> = clusters[0].joins.iter().map(|j| (j.because.as_str(), j.sure)).collect();
    assert_eq!(joins, [("`Bob Nakamura` may be `Robert Nakamura`; both are at `harbour shipping`", true)]);
}

#[test]
fn the_user_wins_over_names_and_is_never_joined_by_name() {
    let world = "a | Keziah Thistlewood | email:kez@post.example
         b | Keziah Thistlewood | phone:+442079460123";
    let anchor = |text: &str| Anchor::parse(text).unwrap();
    let mut decisions = Decisions::default();
    decisions.say_apart(&[anchor("#a")], &[anchor("#b")]);
    check_with(world, &decisions, &["a", "b"]);
    let mut mine = Decisions::default();
    mine.mine.insert(Handle::from_key("email:kez@post.example").unwrap());
    check_with(world, &mine, &["a", "b"]);
}

mod order {
    use super::*;
    use proptest::prelude::*;

    /// Records that meet each other in every way: a few names, addresses, numbers and firms.
    fn line() -> impl Strategy<Value = Record> {
        let names =
            ["Ana Ruiz", "Ana Thistlewood", "A. Ruiz", "Keziah Thistlewood", "Kez", "Tom Ruiz Jr", ""];
        let handles = [
            "email:ana@firm.example",
            "email:keziah.thistlewood@post.example",
            "email:info@firm.example",
            "phone:+442079460123",
            "linkedin:ana",
            "linkedin:kez",
            "facebook:~ana ruiz",
            "messenger:~keziah thistlewood",
        ];
        let firms = ["", "Firm", "Harbour"];
        let some = prop::collection::vec(0..handles.len(), 0..3);
        (0..names.len(), some, 0..firms.len(), 0..2u64).prop_map(move |(name, some, firm, file)| {
            let list: Vec<&str> = some.iter().map(|h| handles[*h]).collect();
            let mut record = record(&format!("k | {} | {} | {}", names[name], list.join(","), firms[firm]));
            record.provenance.file = format!("f{file}");
            record
        })
    }

    proptest! {
        #[test]
        fn the_order_of_records_never_shows(
            mut all in prop::collection::vec(line(), 0..24),
            turn in 0..24usize,
        ) {
            for (n, record) in all.iter_mut().enumerate() {
                record.key = format!("k{n:02}");
            }
            let straight = resolve(&all, &Decisions::default());
            let turn = turn.min(all.len());
            all.rotate_left(turn);
            prop_assert_eq!(&resolve(&all, &Decisions::default()), &straight);
            all.reverse();
            prop_assert_eq!(&resolve(&all, &Decisions::default()), &straight);
            let mut seen = std::collections::BTreeSet::new();
            for handle in straight.iter().flat_map(|c| &c.handles) {
                prop_assert!(seen.insert(handle.handle.clone()), "{:?} stands twice", handle.handle);
            }
        }
    }
}

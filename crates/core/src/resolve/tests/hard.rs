//! The hard cases of contacts, each named after what could go wrong.

use super::*;

/// Checks who is who, and whose a handle is: the records of its person, or `nobody`.
fn check_owner(text: &str, expected: &[&str], address: &str, owner: &str) {
    check(text, expected);
    let clusters = resolve(&records(text), &Decisions::default());
    let holds = |c: &&Cluster| c.handles.iter().any(|h| h.handle.address() == address);
    let holders: Vec<&Cluster> = clusters.iter().filter(holds).collect();
    assert_eq!(holders.len(), 1, "{address} stands once: {holders:?}");
    let of = match holders[0] {
        Cluster { kind: RecordKind::Thing, records, .. } if records.is_empty() => "nobody".to_owned(),
        holder => holder.records.join(" "),
    };
    assert_eq!(of, owner, "{address}");
}

#[test]
fn a_nickname_makes_two_of_one() {
    check(
        "a | Bob Nakamura | phone:+442079460123
         b | Robert Nakamura | phone:+442079460123, linkedin:rnakamura",
        &["a b"],
    );
}

#[test]
fn who_tells_no_name_is_left_out() {
    check(
        "a | | whatsapp:+442079460123
         b | Ana Ruiz | phone:+442079460123",
        &["a b"],
    );
}

#[test]
fn a_first_name_joins_whoever_bears_it() {
    check(
        "a | Ana | x:ana-r
         b | Ana Ruiz | phone:+442079460123
         c | Ana Marsh | phone:+442079460124",
        &["a", "b", "c"],
    );
}

#[test]
fn an_initial_makes_one_of_ana_and_alberto() {
    check(
        "a | A. Ruiz | email:ana@firm.example
         b | Ana Ruiz | email:ana@firm.example
         c | Alberto Ruiz | phone:+442079460124",
        &["a b", "c"],
    );
}

#[test]
fn a_name_turned_round_is_another_one() {
    check(
        "a | Ruiz, Ana | email:ana@firm.example
         b | Ana Ruiz | email:ana@firm.example",
        &["a b"],
    );
}

#[test]
fn another_script_is_another_one() {
    check(
        "a | Иван Петров | phone:+442079460123
         b | Ivan Petrov | phone:+442079460123, email:petrov@post.example",
        &["a b"],
    );
}

#[test]
fn a_wedding_makes_two_of_one() {
    check(
        "a | Keziah Marsh | email:kez@post.example
         b | Keziah Thistlewood | email:kez@post.example",
        &["a b"],
    );
}

#[test]
fn a_friend_told_by_name_alone_goes_to_one_of_two_namesakes() {
    check_owner(
        "a | Keziah Thistlewood | linkedin:kez-a | Harbour
         b | Keziah Thistlewood | linkedin:kez-b | Brightwater
         f | Keziah Thistlewood | facebook:~keziah thistlewood",
        &["a", "b", "f"],
        "~keziah thistlewood",
        "f",
    );
}

#[test]
fn two_of_one_name_at_two_firms_are_made_one() {
    check(
        "a | Zoe Stanley | email:zoe.stanley@harbour.example
         b | Zoe Stanley | email:zoe.stanley@brightwater.example",
        &["a", "b"],
    );
    check(
        "a | Nicholas Fairbourne | email:nfairbourne@harbour.example
         b | Nicholas Fairbourne | email:nfairbourne@brightwater.example, linkedin:nf | Brightwater",
        &["a", "b"],
    );
}

#[test]
fn father_and_son_share_a_telephone() {
    check_owner(
        "a | Tom Marsh Sr | phone:+442079460123
         b | Tom Marsh Jr | phone:+442079460123",
        &["a", "b"],
        "+442079460123",
        "nobody",
    );
}

#[test]
fn a_switchboard_glues_a_firm() {
    check_owner(
        "a | Ana Ruiz | phone:+442079460123 | Harbour
         b | Tom Marsh | phone:+442079460123 | Harbour
         c | Keziah Thistlewood | phone:+442079460123 | Harbour
         d | Robert Nakamura | phone:+442079460123 | Harbour",
        &["a", "b", "c", "d"],
        "+442079460123",
        "nobody",
    );
}

#[test]
fn a_machine_that_writes_for_people_glues_them() {
    check_owner(
        "a | Ana Ruiz | email:noreply@network.example
         b | Tom Marsh | email:noreply@network.example",
        &["a", "b"],
        "noreply@network.example",
        "nobody",
    );
}

#[test]
fn every_mum_is_one_mum() {
    check(
        "a | Mum | phone:+442079460123
         b | Rosa Marsh | phone:+442079460123
         c | Mum | phone:+442079460124",
        &["a b", "c"],
    );
}

#[test]
fn a_slip_of_the_pen_makes_two_of_one_and_joins_nobody_alone() {
    check(
        "a | Keziah Thistlewod | email:kez@post.example
         b | Keziah Thistlewood | email:kez@post.example",
        &["a b"],
    );
    check(
        "a | Keziah Thistlewod | email:kez@post.example
         b | Keziah Thistlewood | phone:+442079460123",
        &["a", "b"],
    );
}

#[test]
fn a_number_given_to_somebody_else_makes_one_of_two() {
    check_owner(
        "a | Tom Marsh | phone:+442079460123, email:tom@post.example
         b | Ana Ruiz | phone:+442079460123, email:ana@post.example",
        &["a", "b"],
        "+442079460123",
        "nobody",
    );
}

#[test]
fn an_address_on_somebody_elses_card_is_theirs() {
    check_owner(
        "a | Rosa Marsh | email:rosa@firm.example, email:tom@firm.example
         b | Tom Ruiz | email:tom@firm.example
         c | Tom Ruiz | email:tom@firm.example, phone:+442079460123
         d | T. Ruiz | email:tom@firm.example",
        &["a", "b c d"],
        "tom@firm.example",
        "b c d",
    );
}

#[test]
fn a_pet_name_that_nobody_knows_makes_an_address_nobodys() {
    check_owner(
        "a | Yetunde Okonuga | email:yetty.okonuga93@post.example
         b | Yetty Okonuga | email:yetty.okonuga93@post.example",
        &["a", "b"],
        "yetty.okonuga93@post.example",
        "b",
    );
    check_owner(
        "a | Folasade Okogbemi | email:folasade.okogbemi@post.example
         b | Sade Next Door | email:folasade.okogbemi@post.example, phone:+442079460123",
        &["a", "b"],
        "folasade.okogbemi@post.example",
        "a",
    );
    // A family's is still nobody's.
    check_owner(
        "a | Tom Marsh | email:marsh@post.example
         b | Ana Marsh | email:marsh@post.example",
        &["a", "b"],
        "marsh@post.example",
        "nobody",
    );
}

#[test]
fn dots_and_tags_make_two_of_one() {
    check(
        "a | Ana Ruiz | email:ana.ruiz@gmail.com
         b | | email:anaruiz+shop@gmail.com",
        &["a b"],
    );
}

#[test]
fn a_number_without_its_country_is_another_one() {
    check(
        "a | Ana Ruiz | phone:+442079460123
         b | Ana Ruiz | phone:02079460123",
        &["a b"],
    );
}

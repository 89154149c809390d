use super::*;

/// Shows a reading as `given|middle|family`.
fn shown(name: &Hypotheses) -> String {
    let Some(best) = name.best() else { return format!("{:?}", name.kind()).to_lowercase() };
    let words = |set: Set| name.plain(set).collect::<Vec<_>>().join(" ");
    let reading = name.readings[0];
    let mut shown = format!("{}|{}|{}", words(reading.given), words(reading.middle), words(reading.family));
    if best.order() == Order::Label {
        shown.insert_str(0, "label ");
    }
    if let Some(generation) = name.generation() {
        shown += &format!(" {generation:?}").to_lowercase();
    }
    if !name.called.is_empty() {
        shown += &format!(" ({})", words(name.called));
    }
    if !name.former.is_empty() {
        shown += &format!(" born {}", words(name.former));
    }
    shown
}

fn check(text: &str, expected: &str) {
    let name = Hypotheses::whole(text);
    assert_eq!(shown(&name), expected, "{text}: {:?}", name.readings);
}

#[test]
fn names_are_read_into_parts() {
    check("Ana Ruiz", "ana||ruiz");
    check("Ruiz, Ana María", "ana|maria|ruiz");
    check("Nakamura, R.", "r||nakamura");
    check("Nakamura R.", "r||nakamura");
    check("Nakamura Robert", "robert||nakamura");
    check("R. J. Nakamura", "r|j|nakamura");
    check("Robert James Nakamura Jr.", "robert|james|nakamura junior");
    check("Dr. Ana Ruiz, PhD", "ana||ruiz");
    check("Ana Ruiz, M.D.", "ana||ruiz");
    check("Ana Ruiz Ph.D.", "ana||ruiz");
    check("Robert \"Bob\" Nakamura Jr.", "robert||nakamura junior (bob)");
    check("Nakamura Jr., Robert", "robert||nakamura junior");
    check("Nakamura, Robert, Jr.", "robert||nakamura junior");
    check("Dr. Anna-Maria v. d. Berg (Müller)", "anna maria||berg born muller");
    check("Ludwig van der Berg", "ludwig||berg");
    check("van der Berg, Ludwig", "ludwig||berg");
    check("Ana de la Cruz", "ana||cruz");
    check("Ana Smith-Jones", "ana||smith jones");
    check("Omar al-Baraka-El Fakhouran", "omar||baraka fakhouran");
    check("Omar Ben Fakhouran", "omar||fakhouran");
    check("Ben Marsh", "ben||marsh");
    check("Anh Le", "anh||le");
    check("ANA RUIZ", "ana||ruiz");
    check("ruiz ana", "ana||ruiz");
    check("RUIZ Ana", "ana||ruiz");
    check("Ana Berg née Müller", "ana||berg born muller");
    check("Ana Berg (geb. Müller)", "ana||berg born muller");
    check("Ana Ruiz 🎉 (2)", "ana||ruiz");
    check("Ana Ruiz | Quillfish Labs", "ana||ruiz");
    check("Ana Ruiz via LinkedIn", "ana||ruiz");
    check("Jane Roe, managing partner", "jane||roe");
    check("Frau Weber", "||weber");
    check("PRESS/EU: Ruiz, Ana", "ana||ruiz");
    check("Nethercombe. Robert H", "robert|h|nethercombe");
    check("Nethercombe Robert H", "robert|h|nethercombe");
    check("the honorable ana ruiz secretary of state", "ana||ruiz");
}

#[test]
fn other_orders_are_read() {
    check("Nagy László", "laszlo||nagy");
    check("Nidhi Krishnamurthy", "nidhi||krishnamurthy");
    check("Wang Wei", "wei||wang");
    check("Wei Wang", "wei||wang");
    check("Kim Min-jun", "min jun||kim");
    check("Nguyen Van Anh", "anh|van|nguyen van");
    check("Minh Nguyen", "minh||nguyen");
    check("Tanaka Hiroshi", "hiroshi||tanaka");
    check("Hiroshi Tanaka", "hiroshi||tanaka");
    check("Ivan Petrovich Sidorov", "ivan|petrovich|sidorov");
    check("Sidorov Ivan Petrovich", "ivan|petrovich|sidorov");
    check("Ivan Petrovich", "ivan|petrovich|");
    check("Ana Ruiz López", "ana||ruiz lopez");
    check("Robert Lee Marsh", "robert|lee|lee marsh");
}

#[test]
fn labels_name_whom_they_name() {
    check("Mum", "label ||");
    check("Dad's lawyer", "label ||");
    check("Mum's friend Anna", "label anna||");
    check("Anna Yoga", "label anna||");
    check("Bob (plumber)", "bob||");
    check("Peter Plumber", "label peter||");
    check("Peter Baker", "peter||baker");
    check("Carlos Mann", "carlos||mann");
    check("Steven Ma", "steven||ma");
    check("ana mum", "label ||");
    check("Plumber Peter", "label peter||");
    check("Work reception", "label ||");
    check("Home", "label ||");
    check("Secretary of State", "label ||");
    check("Uncle Bob", "label bob||");
    check("Freundin von Mama", "label ||");
    check("Anna School", "label anna||");
}

#[test]
fn what_names_nobody_has_no_reading() {
    check("", "empty");
    check("ana@firm.example", "address");
    check("+44 20 7946 0123", "address");
    check("Bright Bakery Ltd", "organisation");
    check("Marsh & Co", "organisation");
    check("Customer Support", "organisation");
    check("Ana & Tom Ruiz", "several");
    check("Familie Ruiz", "several");
    check("The Smiths", "several");
}

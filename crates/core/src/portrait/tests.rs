//! Portraits, told as small worlds: the user, the others, one person, what happened, what was said.

use super::*;
use crate::handle::{Handle, Platform, Sphere};
use crate::infer::Employer;
use crate::interaction::{Act, Automation, Party, PartyRole};
use crate::member::Member;
use crate::record::{Label, LabelledHandle, RecordKind};
use crate::resolve::{Cluster, Decisions, resolve};
use crate::statement::{Anchor, Author};

/// A world being told; the user is Ana Thistlewood of Brightwater Legal.
struct World {
    records: Vec<Record>,
    interactions: Vec<Interaction>,
    said: Vec<Statement>,
}

fn handle(text: &str) -> Handle {
    Handle::from_key(text.trim()).unwrap_or_else(|| panic!("{text}"))
}

/// Reads `key | name | handle label, handle | organisation | tag, tag`.
fn record(line: &str, kind: RecordKind) -> Record {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let list = |n: usize| {
        cells.get(n).into_iter().flat_map(|c| c.split(',')).map(str::trim).filter(|c| !c.is_empty())
    };
    let labelled = |text: &str| match text.rsplit_once(" is ") {
        Some((key, label)) => LabelledHandle { handle: handle(key), label: Label::parse(label), raw: None },
        None => LabelledHandle::bare(handle(text)),
    };
    Record {
        key: cells[0].to_owned(),
        kind,
        names: vec![Name::whole(cells[1])],
        handles: list(2).map(labelled).collect(),
        organisation: list(3).next().map(str::to_owned),
        tags: list(4).map(str::to_owned).collect(),
        ..Record::default()
    }
}

/// Reads `handle to handle, handle`.
fn message(line: &str, n: usize) -> Interaction {
    let (from, to) = line.split_once(" to ").unwrap();
    let parties: Vec<Party> =
        to.split(',').map(|t| Party { handle: handle(t), role: PartyRole::To }).collect();
    let fresh = Interaction::message(format!("m{n}"), Moment::instant(1_700_000_000), Platform::Email);
    Interaction { from: Some(handle(from)), audience: 1, parties, ..fresh }
}

fn said(line: &str) -> (Vec<Anchor>, Said) {
    let (word, rest) = line.split_once(' ').unwrap();
    let said = match word {
        "tag" => Said::Tag(rest.to_owned()),
        "untag" => Said::Untag(rest.to_owned()),
        "employer" => Said::Employer(rest.to_owned()),
        "free-mail" => Said::Setting { key: word.to_owned(), value: rest.to_owned() },
        sphere => Said::HandleSphere { handle: handle(rest), sphere: Sphere::parse(sphere).unwrap() },
    };
    (Vec::new(), said)
}

impl World {
    fn read(text: &str) -> Self {
        let mut world = Self { records: Vec::new(), interactions: Vec::new(), said: Vec::new() };
        let own = "me | Ana Thistlewood | email:ana@brightwater.example, email:ana@gmail.com | Brightwater Legal LLP";
        world.records.push(record(own, RecordKind::Me));
        for (n, line) in text.lines().map(str::trim).filter(|l| !l.is_empty()).enumerate() {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            match word {
                "mail" => world.interactions.extend((0..3).map(|_| message(rest, n))),
                "connected" => {
                    let told = message(&format!("{rest} to email:ana@gmail.com"), n);
                    let platform = handle(rest).platform();
                    world.interactions.push(Interaction { act: Act::Connected, platform, ..told });
                }
                "newsletter" => world
                    .interactions
                    .extend((0..3).map(|_| Interaction { automation: Automation::Bulk, ..message(rest, n) })),
                "said" => {
                    let (about, said) = said(rest);
                    let (id, at) = (n as u64, Moment::instant(0));
                    let author = Author("you".to_owned());
                    world.said.push(Statement { id, at, author, about, said, undone_by: None });
                }
                _ => world.records.push(record(line, RecordKind::Person)),
            }
        }
        world
    }

    /// Draws the person who has the record `her`.
    fn draw(&self) -> Person {
        let member = Member::of(&self.said, &self.records);
        let mut decisions = Decisions::of(&self.said);
        member.decide(&mut decisions);
        let people = resolve(&self.records, &decisions);
        let her = |c: &&Cluster| c.records.iter().any(|r| r == "her" || r.ends_with(":her"));
        let person = people.iter().find(her).unwrap();
        let all: Vec<&Record> = self.records.iter().collect();
        let statements: Vec<&Statement> = self.said.iter().collect();
        let census = Census::of(&people);
        let around = Surroundings::of(member, &all, &statements, &census);
        let records: Vec<&Record> = all.into_iter().filter(|r| person.records.contains(&r.key)).collect();
        let handles = person.handles.iter().map(|h| (h.handle.clone(), h.sure)).collect();
        let whose = Whose { name: person.name.full.clone(), handles };
        portrait(whose, &records, &self.interactions, &statements, &around, &census)
    }
}

/// Returns what was found in one line: spheres, then what is known.
fn shown(person: &Person) -> String {
    let handles = person.whose.handles.iter().zip(&person.spheres);
    let mut parts: Vec<String> =
        handles.map(|((h, _), s)| format!("{} {}", h.platform().word(), s.sphere.word())).collect();
    let known = &person.known;
    parts.push(match known.employer {
        Employer::Unknown => String::new(),
        Employer::Same => "same employer".to_owned(),
        Employer::Client => "client employer".to_owned(),
        Employer::Other => "other employer".to_owned(),
    });
    parts.extend(known.tags.iter().map(|t| format!("#{t}")));
    parts.extend(known.tied.iter().map(|p| format!("tied {}", p.word())));
    parts.extend(known.labels.iter().map(|s| format!("label {}", s.word())));
    parts.extend(known.same_family_name.then(|| "family name".to_owned()));
    parts.extend(known.card.then(|| "card".to_owned()));
    parts.retain(|p| !p.is_empty());
    parts.join("; ")
}

fn check(text: &str, expected: &str) {
    let mut world = World::read(text);
    let person = world.draw();
    assert_eq!(shown(&person), expected, "{text}\n{:#?}", person.spheres);
    world.records.reverse();
    world.interactions.reverse();
    assert_eq!(world.draw().known, person.known, "backwards: {text}");
    assert_eq!(world.draw().spheres, person.spheres, "backwards: {text}");
}

#[test]
fn the_sides_of_handles_follow_use_and_company() {
    check("her | Rosa Marsh | email:rosa@gmail.com", "email unknown");
    check(
        "her | Rosa Marsh | email:rosa@gmail.com\n mail email:rosa@gmail.com to email:ana@gmail.com",
        "email personal",
    );
    check(
        "her | Rosa Marsh | email:rosa@gmail.com\n newsletter email:rosa@gmail.com to email:ana@gmail.com",
        "email unknown",
    );
    check(
        "her | Rosa Marsh | email:rosa@gmail.com
         mail email:rosa@gmail.com to email:ana@brightwater.example, email:tom@harbour.example",
        "email professional",
    );
    check(
        "her | Rosa Marsh | email:rosa@gmail.com, email:rosa@harbour.example",
        "email personal; email professional; other employer",
    );
    check(
        "her | Rosa Marsh | email:rosa@harbour.example\n said personal email:rosa@harbour.example",
        "email personal; other employer",
    );
    check("her | Rosa Marsh | email:rosa@post.example\n said free-mail post.example", "email unknown");
    check("her | Rosa Marsh | phone:+442079460123 is Privat", "phone personal; label personal");
}

#[test]
fn employers_are_compared() {
    check("her | Rosa Marsh | email:rosa@brightwater.example", "email professional; same employer");
    check(
        "her | Rosa Marsh | phone:+442079460123 | Brightwater Legal",
        "phone professional; same employer; card",
    );
    check("her | Rosa Marsh | email:rosa@gmail.com", "email unknown");
    check(
        "her | Rosa Marsh | phone:+442079460123\n said employer Harbour Ltd",
        "phone unknown; other employer; card",
    );
    check(
        "her | Rosa Marsh | phone:+442079460123 | Self-employed",
        "phone professional; other employer; card",
    );
    let three = "her | Rosa Marsh | email:rosa@harbour.example
         a | Tom Reed | email:tom@harbour.example | Harbour Shipping
         b | Kim Lowe | email:kim@harbour.example";
    check(three, "email professional; client employer");
    check(&three.replace("Harbour Shipping", "Reed Bakery"), "email professional; other employer");
}

#[test]
fn tags_are_given_and_taken() {
    check(
        "her | Rosa Marsh | x:rosa | | Freunde, skiing\n said tag client\n said untag SKIING",
        "x mixed; client employer; #Freunde; #client",
    );
}

#[test]
fn a_tie_without_a_date_is_known_from_the_records() {
    check("friend:her | Rosa Marsh | facebook:~rosa marsh", "facebook personal; tied facebook");
    check("linkedin:conn:her | Rosa Marsh | linkedin:rosa", "linkedin professional; tied linkedin");
    check("her | Rosa Marsh | linkedin:rosa", "linkedin professional");
    check(
        "friend:her | Rosa Marsh | facebook:~rosa marsh\n connected facebook:~rosa marsh",
        "facebook personal",
    );
}

#[test]
fn the_family_name_counts_where_it_tells() {
    check("her | Rosa Thistlewood | x:rosa", "x mixed; family name");
    check("her | Ana Thistlewood Sr | x:ana", "x mixed; family name");
    // May well be the user.
    check("her | Ana Thistlewood | x:ana", "x mixed");
    check("her | A. Thistlewood | x:ana", "x mixed");
    check("her | Rosa Marsh | x:rosa", "x mixed");
    let many: String = (0..20).map(|n| format!("\n k{n} | Kim{n} Thistlewood | x:kim{n}")).collect();
    check(&format!("her | Rosa Thistlewood | x:rosa{many}"), "x mixed");
}

#[test]
fn what_the_standing_hears_is_left_to_it() {
    let mut world = World::read("her | Rosa Marsh | x:rosa\n said tag friend");
    world.said[0].said = Said::Role(Some(crate::Role::Boss));
    let known = world.draw().known;
    assert_eq!(
        (known.is, known.role, known.hoped, known.separate, known.family),
        (None, None, None, false, false)
    );
    assert_eq!(known.names, ["Rosa Marsh"]);
}

//! Whatever words a source or a user says, the same words come back.

use crate::told::*;
use comity_core::interaction::{Act, Automation, PartyRole, SubjectMark};
use comity_core::record::RecordKind;
use comity_core::{
    Anchor, Handle, Interaction, Label, LabelledHandle, Medium, Moment, Name, Party, Platform, Provenance,
    Record, Venue,
};
use comity_store::Store;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

fn moments() -> impl Strategy<Value = Moment> {
    let seconds = -3_000_000_000_i64..5_000_000_000;
    prop_oneof![
        (seconds.clone(), of(-840_i16..840)).prop_map(|(at, offset)| Moment::Instant { at, offset }),
        seconds.prop_map(|wall| Moment::Local { wall }),
        (-30_000_i32..60_000).prop_map(|day| Moment::Date { day }),
    ]
}

fn handles() -> impl Strategy<Value = Handle> {
    (select(Platform::ALL), "[~a-zé]{1,3}(:|@)?[a-z.]{0,3}").prop_map(|(p, a)| Handle::normal(p, a))
}

fn media() -> impl Strategy<Value = Medium> {
    let words = [
        "mail",
        "phone",
        "voicemail",
        "letter",
        "in-person",
        "professional-network",
        "personal-network",
        "chat",
    ];
    select(words.to_vec()).prop_map(|word| Medium::parse(word).unwrap())
}

fn texts() -> impl Strategy<Value = String> {
    "[A-Za-zé'\\\\ \t\n-]{0,12}"
}

fn interactions() -> impl Strategy<Value = Interaction> {
    let parties = vec((handles(), select(PartyRole::ALL)), 0..4);
    let words = (
        select(Act::ALL),
        select(Platform::ALL),
        media(),
        select(Automation::ALL),
        select(SubjectMark::ALL),
        of(select(Venue::ALL)),
    );
    let who = (of(handles()), parties, any::<u32>());
    let hashes = (of(any::<u64>()), of(any::<u64>()), of(any::<u64>()), of("[a-z]{1,4}"), of(any::<u16>()));
    let rest = (any::<bool>(), any::<bool>(), of(any::<u32>()), "[a-z]{0,3}", any::<u64>());
    ("[a-z]{1,6}", moments(), words, who, hashes, rest).prop_map(|(key, at, words, who, hashes, rest)| {
        let (act, platform, medium, automation, mark, venue) = words;
        let parties = who.1.into_iter().map(|(handle, role)| Party { handle, role }).collect();
        let (from, audience) = (who.0, who.2);
        let (thread, subject, text, answers, letters) = hashes;
        let (note, sent, minutes, file, place) = rest;
        let provenance = Provenance { file, place };
        Interaction {
            key,
            at,
            act,
            platform,
            medium,
            from,
            parties,
            automation,
            audience,
            thread,
            answers,
            subject,
            letters,
            mark,
            text,
            note,
            sent,
            minutes,
            venue,
            provenance,
        }
    })
}

fn records() -> impl Strategy<Value = Record> {
    let names = vec((texts(), of(texts()), of(texts())), 0..3);
    let label = prop_oneof![
        Just(Label::Work),
        Just(Label::Home),
        Just(Label::Mobile),
        Just(Label::None),
        Just(Label::Other("ski hut".into())),
    ];
    let labelled = vec((handles(), label, of(texts())), 0..4);
    let kind = select([RecordKind::Person, RecordKind::Thing, RecordKind::Me].to_vec());
    let words = (vec(texts(), 0..3), vec(texts(), 0..3), of(texts()), of(texts()));
    ("[a-z]{1,6}", kind, names, labelled, words, of(moments())).prop_map(
        |(key, kind, names, labelled, words, since)| {
            let (nicknames, tags, organisation, title) = words;
            let names = names.into_iter().map(|(full, given, family)| Name { full, given, family }).collect();
            let labelled =
                labelled.into_iter().map(|(handle, label, raw)| LabelledHandle { handle, label, raw });
            let handles = labelled.collect();
            let provenance = Provenance { file: "cards.vcf".into(), place: 3 };
            Record { key, kind, names, nicknames, handles, organisation, title, tags, since, provenance }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_interaction_comes_back_word_for_word(interaction in interactions()) {
        let store = Store::in_memory().unwrap();
        let told = Told { interactions: vec![interaction.clone()], ..told(source("mbox", None)) };
        import(&store, &told);
        prop_assert_eq!(all(&store), [interaction.clone()]);
        for party in interaction.parties.iter().map(|p| &p.handle).chain(&interaction.from) {
            prop_assert_eq!(store.interactions_of(std::slice::from_ref(party)).unwrap().len(), 1);
        }
        prop_assert_eq!(import(&store, &told).known_interactions, 1);
    }

    #[test]
    fn a_record_comes_back_word_for_word(record in records()) {
        let store = Store::in_memory().unwrap();
        let told = Told { records: vec![record.clone()], ..told(source("vcard", None)) };
        import(&store, &told);
        let kept: Vec<Record> = store.records().unwrap().into_iter().map(|(_, r)| r).collect();
        prop_assert_eq!(&kept, std::slice::from_ref(&record));
        prop_assert_eq!(store.records_with(&record.key).unwrap().len(), 1);
        prop_assert_eq!(import(&store, &told).known_records, 1);
    }

    #[test]
    fn the_order_of_imports_never_shows(
        one in vec(interactions(), 0..6),
        two in vec(interactions(), 0..6),
        at in moments(),
        still in any::<bool>(),
    ) {
        let [ab, ba] = [(&one, &two), (&two, &one)].map(|(first, second)| {
            let store = Store::in_memory().unwrap();
            for (account, list) in [("first", first), ("second", second)] {
                let mut source = source("mbox", Some(account));
                source.at = at;
                // A few keys only, so that they meet.
                let interactions = list.iter().map(|i| Interaction {
                    key: i.key[..1].into(),
                    at: if still { at } else { i.at },
                    ..i.clone()
                });
                import(&store, &Told { interactions: interactions.collect(), ..told(source) });
            }
            exported(&store)
        });
        prop_assert_eq!(ab, ba);
    }

    #[test]
    fn a_statement_comes_back_with_its_anchors(
        when in moments(),
        about in vec(handles(), 0..3),
        key in "[a-z:#@]{1,5}",
        note in texts(),
    ) {
        let store = Store::in_memory().unwrap();
        let mut about: Vec<Anchor> = about.into_iter().map(Anchor::Handle).collect();
        about.push(Anchor::Record(key));
        let statement = store.say(when, &you(), &about, comity_core::Said::Note(note)).unwrap();
        prop_assert_eq!(store.statements().unwrap(), [statement]);
    }
}

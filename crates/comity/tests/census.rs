//! What `check` works out from a few counts, and what an audit works out from all of them, is the same.

use comity::context::{Context, Silent};
use comity::network::{Network, Told};
use comity::{files, intake};
use comity_core::Interaction;
use comity_core::portrait::Census;
use comity_core::timeline::Event;
use comity_import::recognise_all;
use comity_store::PersonId;
use comity_world::Plan;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::rc::Rc;

/// Reads an invented world and shows its network.
fn with_world(plan: &Plan, look: impl FnOnce(&Context, &Network)) {
    let home = tempfile::tempdir().unwrap();
    let truth = comity_world::write(plan, home.path()).unwrap();
    let now = Timestamp::from_second(truth.me.now).unwrap();
    let context = Context::new(home.path().join("world.comity"), now, TimeZone::UTC, Rc::new(Silent));
    let network = context.network_or_new().unwrap();
    let mut bundle = files::bundle(&truth.files).unwrap();
    for part in &recognise_all(bundle.as_mut()).unwrap().parts {
        intake::take(&context, network, bundle.as_mut(), part).unwrap();
    }
    network.changed();
    network.derived(&context).unwrap();
    look(&context, network);
}

#[test]
fn one_person_alone_looks_as_among_all() {
    with_world(&Plan::sized(150, 3_000, 5), |context, network| {
        let census = network.store.census().unwrap();
        assert_eq!(census, Census::of(&network.people().unwrap()));
        let mut looked = 0;
        let of_all = |told: &Told, _: &[Interaction]| {
            (told.person.id, format!("{:?}", told.portrait), told.events.clone())
        };
        let look = |(id, portrait, events): (PersonId, String, Vec<Event>)| {
            // A network of its own, so that nothing is known from the person before.
            let alone = Network::open(&context.path).unwrap().told(id).unwrap().unwrap();
            assert_eq!(format!("{:?}", alone.portrait), portrait);
            assert_eq!(alone.events, events);
            looked += 1;
        };
        network.each(&|_, _| true, of_all, look).unwrap();
        assert!(looked > 100, "only {looked} were looked at");
    });
}

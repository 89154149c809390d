//! Addresses, numbers and pages, as strangers write them.

use crate::export::hold_handle;
use crate::property::Property;
use comity_core::Handle;
use comity_core::address::{Domains, Mailbox, registrable};

pub(super) const PROPERTY: Property = Property {
    name: "handle",
    says: "any text is read into one normal form, which is read as itself, or is no handle",
    hold,
    seeds: || SEEDS.iter().map(|text| text.as_bytes().to_vec()).collect(),
};

const SEEDS: &[&str] = &[
    " Ana.Ruiz@Firm.Example ",
    "mailto:ana+news@firm.example",
    "\"ana ruiz\"@firm.example",
    "ana@münchen.example",
    "ana@xn--mnchen-3ya.example",
    "https://www.linkedin.com/in/Ana-Ruiz%C3%A9/?trk=x",
    "https://www.facebook.com/profile.php?id=100001234&ref=x",
    "https://www.facebook.com/people/Ana-Ruiz/100001234/",
    "+44 (0) 20 7946 0123",
    "tel:+1-555-0123;ext=5",
    "020 7946 0123",
    "mastodon:@ana@social.example",
    "phone:+442079460123",
];

fn hold(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let readers: [fn(&str) -> Option<Handle>; 3] =
        [Handle::email, |text| Handle::phone(text, None), |text| Handle::phone(text, Some("GB"))];
    for read in readers {
        let Some(handle) = read(&text) else { continue };
        hold_handle(&handle);
        assert_eq!(read(handle.address()).as_ref(), Some(&handle), "a normal form is not its own");
    }
    for handle in [Handle::parse(&text, Some("GB")), Handle::profile(&text)].into_iter().flatten() {
        hold_handle(&handle);
        let _ = (Mailbox::of(handle.address()), handle.domain().map(|d| Domains::default().kind(d)));
    }
    let _ = registrable(&text);
}

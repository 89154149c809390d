//! All properties, one line each. Members never import this list.

use crate::property::Property;

macro_rules! properties {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// Every property.
        pub const PROPERTIES: &[Property] = &[$($name::PROPERTY,)*];
    };
}

properties! {
    linkedin
    facebook
    vcard
    icalendar
    mbox
    mail
    exports
    zip
    store
    commands
    words
    name
    handle
    scenario
    rules
}

//! All export formats that Comity reads, one line each. Members never import this list.

use crate::source::Source;

macro_rules! sources {
    ($($name:ident,)*) => {
        $(mod $name;)*

        /// Every source, in the order in which files are offered to them.
        pub const SOURCES: &[&Source] = &[$(&$name::SOURCE,)*];
    };
}

sources! {
    facebook,
    linkedin,
    vcard,
    icalendar,
    maildir,
    mbox,
    eml,
}

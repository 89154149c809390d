//! All pages, one line each, in the order of the menu. Members never import this list.

use crate::page::Page;

macro_rules! pages {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// Every page.
        pub const PAGES: &[Page] = &[$($name::PAGE,)*];
    };
}

pages! {
    welcome
    today
    check
    people
    person
    merge
    map
    audit
    review
    sources
    rules
    rule
    settings
}

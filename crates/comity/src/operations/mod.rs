//! All operations, one line each, in the order in which help lists them. Members never import this list.

use crate::operation::Entry;

macro_rules! operations {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// Every operation.
        pub const OPERATIONS: &[Entry] = &[$($name::OPERATION,)*];
    };
}

operations! {
    demo
    import
    sources
    add
    people
    map
    person
    why
    merge
    split
    review
    tag
    note
    check
    doors
    audit
    today
    snooze
    calendar
    log
    hope
    allow
    agents
    history
    undo
    rule
    settings
    me
    export
    forget
    backup
    restore
}

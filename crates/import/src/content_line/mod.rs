//! Content lines, the common ground of cards and calendars: unfolding, properties, text.
//!
//! Lines are unfolded as bytes, because folds split letters, and one at a time, because a card may carry a
//! film: `calcard` wants the whole text in memory, takes quoted-printable without a charset for Latin-1 and
//! keeps no line numbers, so it is asked only for what it alone knows (recurrence rules, names of zones).

mod property;
mod unfold;

pub(crate) use property::Property;
pub(crate) use unfold::Unfold;

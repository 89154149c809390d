//! Names of people: read into parts, folded to plain letters, and compared.
//!
//! A name is only ever evidence. What is read here is never shown; people see names as they were written.
//!
//! [`Hypotheses::of`] reads a [`Name`](crate::Name) into up to three weighted readings: given name first,
//! family name first, one word alone, or a label of a phone book ("Anna Yoga": somebody called Anna). What
//! names nobody has none, and [`Hypotheses::kind`] says what it is instead. Reading never fails and needs
//! nothing but the text, so equal names may share one `Hypotheses`.
//!
//! [`level()`] compares two names, each in its likeliest fitting reading, and returns a [`Comparison`]: one
//! joint [`Level`] of given and family name, how each part agrees ([`Agreement`]), and the words that agree,
//! whose rarity ([`share`]) says what the level is worth. It is a pure function of its two arguments, symmetric
//! but for the sides of the agreeing words; its answer may be kept by a pair of ids.
//!
//! [`spelling()`] tells how an address or an account spells a name, and [`Hypotheses::of_account`] reads a name out
//! of one. [`skeleton()`] is a key under which spellings of one word meet, for finding pairs.
//!
//! A given name has no canonical form. It may be called by others ([`alias()`]: an edge, not an
//! equivalence), and [`roots`] lists the names under which it is filed where pairs are looked for.

mod alias;
mod changed;
mod cut;
mod fold;
mod hypotheses;
mod kind;
mod label;
mod letters;
mod level;
mod lexicon;
mod likeness;
mod mailbox;
mod order;
mod organisation;
mod parsed;
mod particle;
mod rarity;
mod read;
mod script;
mod skeleton;
mod spelling;
mod word;

pub use alias::{Alias, AliasKind, alias, roots};
pub use fold::folded;
pub use hypotheses::{Generation, Hypotheses, Hypothesis, Order};
pub use kind::{NameKind, in_order, kind};
pub use level::{Agreed, Comparison, Level, level};
pub use likeness::Likeness;
pub use mailbox::{Spelled, spelling};
pub use organisation::{is_spelled_by, plain_organisation};
pub use parsed::Parsed;
pub use rarity::{Part, share};
pub use skeleton::skeleton;
pub use spelling::{Spelling, name_in, spelled};
pub use word::Agreement;

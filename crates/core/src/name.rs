//! Names of people: read into parts, folded to plain letters, and compared.
//!
//! A name is only ever evidence. What is read here is never shown; people see names as they were written.

mod fold;
mod kind;
mod likeness;
mod nickname;
mod organisation;
mod parsed;
mod rarity;
mod spelling;

pub use fold::folded;
pub use kind::{NameKind, in_order, kind};
pub use likeness::Likeness;
pub use nickname::{is_given_name, may_be_called, roots};
pub use organisation::{is_spelled_by, plain_organisation};
pub use parsed::Parsed;
pub use rarity::{Part, common_share, share};
pub use spelling::{Spelling, name_in, spelled};

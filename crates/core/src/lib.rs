//! The words and the steps of Comity.
//!
//! Everything here is pure: plain data in, plain data out. No disk, no network, no clock, no async;
//! `now` is always an argument. Words first (`time` to `statement`), then `rule`, then `rules`, then
//! `judge`, then `audit` and `plan`; `resolve` and `infer` stand beside, on the words alone. `member` says
//! who the user is, and `portrait` draws a person for the standing out of all of these.

pub mod address;
pub mod approach;
pub mod audit;
pub mod coverage;
pub mod draft;
pub mod handle;
pub mod infer;
pub mod interaction;
pub mod judge;
pub mod mark;
pub mod member;
pub mod name;
pub mod packs;
pub mod plan;
pub mod portrait;
pub mod record;
pub mod relationship;
pub mod resolve;
pub mod rule;
pub mod rules;
pub mod scenario;
pub mod settings;
pub mod standing;
pub mod statement;
pub mod time;
pub mod timeline;
pub mod written;

pub use approach::{Approach, Purpose, Topic, Venue, Via};
pub use coverage::Coverage;
pub use handle::{Handle, Medium, Platform, Sphere};
pub use interaction::{Act, Automation, Interaction, Outcome, Party, PartyRole, SubjectMark};
pub use mark::mark;
pub use record::{Label, LabelledHandle, Name, Provenance, Record};
pub use relationship::{Belief, Contribution, Fact, Level as TieLevel, Relationship, Role, Tie};
pub use statement::{Anchor, Author, Said, Statement};
pub use time::{Moment, Span};

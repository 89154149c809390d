//! Rules that users and firms write, in Cedar, judged beside the built-in ones.
//!
//! Text in, rules out; opens no file. Cedar reads the text and checks its types; what a rule may look at is the one
//! list of `facts`. What was read is then made into a small tree (`tree`) that knows three answers, so that a fact
//! that is not known is asked for and never taken for fine. Knows no store, no screen and no built-in rule.

mod above;
mod bounds;
mod compile;
mod decide;
pub mod fact;
mod facts;
mod fault;
mod read;
mod schema;
mod set;
mod times;
mod tree;

pub use facts::FACTS;
pub use fault::Fault;
pub use read::{File, page, read};
pub use schema::schema;
pub use set::Rules;

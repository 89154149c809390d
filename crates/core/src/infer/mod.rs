//! What each relationship is, how close, and what may come of an approach; all with its evidence.
//!
//! Beliefs are sums of log-odds kept in whole thousandths, so that the order in which things are added
//! never shows. The weights are judgements informed by published figures, in one table ([`cue`]).

pub mod chance;
pub mod closeness;
pub mod cue;
pub mod known;
pub mod letter;
pub mod outlook;
pub mod recent;
pub mod relationship;
pub mod sphere;
pub mod tally;
pub mod weights;

pub use chance::{Asked, Chance, History, Past, Tried, chance};
pub use closeness::{Closeness, Trend, Warmth, closeness, level};
pub use known::{Employer, Known};
pub use letter::Letter;
pub use outlook::{Pace, Pulse, outlook};
pub use recent::{all_written_days, contact_days, own_work_days, usual_gap, written_days};
pub use sphere::{HandleFacts, Number, SphereBelief, Usage, handle_sphere, label_sphere};
pub use tally::{Seen, Tally};
pub use weights::Weights;

/// How the contribution is called from which every belief starts.
pub const USUAL: &str = cue::Cue::Base.words();

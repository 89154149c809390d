//! Answers that hold until something changes: what was asked, where the network stood, and what came of it.
//!
//! Nothing is decided here: an answer is given again only where the network stands exactly where it stood, and for a
//! quarter of an hour at most, since what an answer says may depend on the present moment.

use super::hall::Hall;
use crate::context::{Face, Progress};
use crate::error::Result;
use crate::network::Found;
use comity_store::Mark;
use serde_json::Value;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// More answers than a few people leaf through within a minute.
const MOST: usize = 128;

/// Closeness fades by the day, and nobody sees a quarter of an hour of it.
const LASTS: Duration = Duration::from_secs(15 * 60);

/// Fewer people than this are walked through while the page waits: it takes less than half a second.
const FEW: u64 = 2_000;

/// Answers, the newest last.
#[derive(Default)]
pub struct Kept {
    answers: Vec<(String, Mark, Instant, Arc<Value>)>,
}

impl Kept {
    /// Returns the answer to what was asked, if it still holds.
    pub fn find(&self, asked: &str, mark: Mark) -> Option<Arc<Value>> {
        let holds = |(a, m, since, _): &&(String, Mark, Instant, Arc<Value>)| {
            a == asked && *m == mark && since.elapsed() < LASTS
        };
        self.answers.iter().rev().find(holds).map(|(.., answer)| Arc::clone(answer))
    }

    /// Keeps an answer.
    pub fn keep(&mut self, asked: String, mark: Mark, answer: Arc<Value>) {
        self.answers.retain(|(a, m, ..)| *a != asked && *m == mark);
        if self.answers.len() >= MOST {
            self.answers.remove(0);
        }
        self.answers.push((asked, mark, Instant::now(), answer));
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.answers.clear();
    }
}

/// The walk through everybody's past: the last one, and one that is under way.
#[derive(Default)]
pub struct Walk {
    /// In which network, by which own rules, where it stood, and what was found.
    last: Option<((PathBuf, String), Mark, Arc<Found>)>,
    /// How far it has come, of a hundred; nothing where none is under way.
    under_way: Option<u64>,
}

impl Walk {
    /// Forgets what was found.
    pub fn clear(&mut self) {
        self.last = None;
    }
}

/// What a page knows of the past.
pub struct Past {
    /// What was found by the last walk; nothing where there was none yet.
    pub found: Option<Arc<Found>>,
    /// How far a new walk has come, where what is known may be old.
    pub under_way: Option<u64>,
}

/// Returns what the past shows; where that takes long, what it showed the last time, while a thread looks anew.
///
/// # Errors
/// Fails as the walk does.
pub fn past(hall: &Arc<Hall>, context: &crate::Context) -> Result<Past> {
    let network = context.network()?;
    let (mark, path) = (network.store.mark()?, (context.path.clone(), hall.rules_stamp()));
    let mut walk = hall.walk();
    let known = walk.last.as_ref().filter(|(p, ..)| *p == path);
    let found = known.map(|(.., found)| Arc::clone(found));
    if known.is_some_and(|(_, m, _)| *m == mark) {
        return Ok(Past { found, under_way: None });
    }
    if walk.under_way.is_some() {
        return Ok(Past { found, under_way: walk.under_way });
    }
    if network.store.person_count()? < FEW {
        drop(walk);
        let found = Arc::new(network.audit(context, None, None)?);
        hall.walk().last = Some((path, network.store.mark()?, Arc::clone(&found)));
        return Ok(Past { found: Some(found), under_way: None });
    }
    walk.under_way = Some(0);
    drop(walk);
    let hall = Arc::clone(hall);
    thread::spawn(move || {
        let _under_way = UnderWay(Arc::clone(&hall));
        let context = hall.context_of(path.0.clone(), Rc::new(Walker(Arc::clone(&hall))));
        let done = context.network().and_then(|n| Ok((n.audit(&context, None, None)?, n.store.mark()?)));
        // Whoever asks again starts anew where it failed.
        if let Ok((found, mark)) = done {
            hall.walk().last = Some((path, mark, Arc::new(found)));
        }
    });
    Ok(Past { found, under_way: Some(0) })
}

/// A walk under way, until it ends, even by a mistake.
struct UnderWay(Arc<Hall>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.walk().under_way = None;
    }
}

/// Writes down how far the walk has come.
struct Walker(Arc<Hall>);

impl Face for Walker {
    fn progress(&self, step: &Progress<'_>) -> bool {
        let percent = step.done.saturating_mul(100).checked_div(step.total).unwrap_or(0).min(100);
        self.0.walk().under_way = Some(percent);
        true
    }

    fn choose(&self, _question: &str, _choices: &[String]) -> Option<usize> {
        None
    }
}

//! A reader on a thread of its own, so that reading and storing each have a core.
//!
//! What it finds comes over in batches, in the order in which it was found; few of them may wait, so that
//! memory stays bounded whichever side is the slower.

use comity_core::{Coverage, Interaction, Record};
use comity_import::{Bundle, MeHint, Part, Settings, Sink, Skipped};
use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// Finds in one batch: enough that handing over costs nothing, few enough to stay in the cache.
const BATCH: usize = 256;
/// Batches that may wait: a few milliseconds of work, so that who asks to stop does not wait either.
const WAITING: usize = 16;
/// However little there is to hand over, the other side hears of the progress so often.
const LATEST: Duration = Duration::from_millis(50);

/// One thing that a reader finds or says.
enum Find {
    Record(Record),
    Interaction(Interaction),
    Skipped(Skipped),
    Coverage(Coverage),
    Me(MeHint),
    Progress(u64),
}

/// Reads a part on another thread, and gives what it finds to the sink on this one.
///
/// The reader is asked to stop once the sink says so; what it finds after that is dropped.
///
/// # Errors
/// Fails as the reader does.
pub(super) fn read(
    bundle: &mut dyn Bundle,
    part: &Part,
    settings: &Settings,
    sink: &mut dyn Sink,
) -> io::Result<()> {
    let (to, from) = sync_channel(WAITING);
    thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut over = Over { to, finds: Vec::with_capacity(BATCH), gone: false, last: Instant::now() };
            let done = (part.source.read)(bundle, &part.recognised, settings, &mut over);
            over.send();
            done
        });
        take(from, sink);
        // A mistake there is a mistake of the whole program, and has been reported.
        reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Gives everything to the sink, until it wants no more; the reader notices when `from` is gone.
fn take(from: Receiver<Vec<Find>>, sink: &mut dyn Sink) {
    for find in from.into_iter().flatten() {
        match find {
            Find::Record(record) => sink.record(record),
            Find::Interaction(interaction) => sink.interaction(interaction),
            Find::Skipped(skipped) => sink.skipped(skipped),
            Find::Coverage(coverage) => sink.coverage(coverage),
            Find::Me(hint) => sink.me(hint),
            Find::Progress(bytes) if sink.progress(bytes) => {}
            Find::Progress(_) => return,
        }
    }
}

/// The reader's side.
struct Over {
    to: SyncSender<Vec<Find>>,
    finds: Vec<Find>,
    /// Nobody listens any more.
    gone: bool,
    last: Instant,
}

impl Over {
    fn put(&mut self, find: Find) {
        self.finds.push(find);
        if self.finds.len() >= BATCH {
            self.send();
        }
    }

    fn send(&mut self) {
        let finds = std::mem::replace(&mut self.finds, Vec::with_capacity(BATCH));
        self.gone |= self.to.send(finds).is_err();
        self.last = Instant::now();
    }
}

impl Sink for Over {
    fn record(&mut self, record: Record) {
        self.put(Find::Record(record));
    }

    fn interaction(&mut self, interaction: Interaction) {
        self.put(Find::Interaction(interaction));
    }

    fn skipped(&mut self, skipped: Skipped) {
        self.put(Find::Skipped(skipped));
    }

    fn coverage(&mut self, coverage: Coverage) {
        self.put(Find::Coverage(coverage));
    }

    fn me(&mut self, hint: MeHint) {
        self.put(Find::Me(hint));
    }

    fn progress(&mut self, bytes: u64) -> bool {
        match self.finds.last_mut() {
            Some(Find::Progress(before)) => *before = before.saturating_add(bytes),
            _ => self.put(Find::Progress(bytes)),
        }
        if self.last.elapsed() >= LATEST {
            self.send();
        }
        !self.gone
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comity_core::{Moment, Platform};
    use comity_import::bundle::MemoryBundle;
    use comity_import::{Recognised, Source};

    /// Keeps the order of what comes, and wants so many bytes.
    struct Heard(Vec<String>, u64);

    impl Sink for Heard {
        fn record(&mut self, record: Record) {
            self.0.push(record.key);
        }
        fn interaction(&mut self, interaction: Interaction) {
            self.0.push(interaction.key);
        }
        fn skipped(&mut self, skipped: Skipped) {
            self.0.push(skipped.file);
        }
        fn coverage(&mut self, _: Coverage) {}
        fn me(&mut self, _: MeHint) {}
        fn progress(&mut self, bytes: u64) -> bool {
            self.1 = self.1.saturating_sub(bytes);
            self.1 > 0
        }
    }

    fn check(
        reader: fn(&mut dyn Bundle, &Recognised, &Settings, &mut dyn Sink) -> io::Result<()>,
        bytes: u64,
    ) -> (Heard, io::Result<()>) {
        let source = Box::leak(Box::new(Source {
            name: "told",
            platform: None,
            guide: "",
            by_place: false,
            recognise: |_| Ok(Vec::new()),
            read: reader,
        }));
        let recognised = Recognised { entries: Vec::new(), what: String::new(), account: None };
        let mut heard = Heard(Vec::new(), bytes);
        let (part, mut bundle) = (Part { source, recognised }, MemoryBundle::default());
        let done = read(&mut bundle, &part, &Settings::default(), &mut heard);
        (heard, done)
    }

    fn tell(sink: &mut dyn Sink, n: usize) {
        sink.interaction(Interaction::message(format!("i{n}"), Moment::instant(0), Platform::Email));
        sink.record(Record { key: format!("r{n}"), ..Record::default() });
    }

    #[test]
    fn everything_comes_over_in_its_order_and_the_failure_last() {
        let (heard, done) = check(
            |_, _, _, sink| {
                (0..1_000).for_each(|n| tell(sink, n));
                Err(io::Error::other("torn"))
            },
            1,
        );
        let expected: Vec<String> = (0..1_000).flat_map(|n| [format!("i{n}"), format!("r{n}")]).collect();
        assert_eq!((heard.0, done.unwrap_err().to_string()), (expected, "torn".to_owned()));
    }

    #[test]
    fn a_reader_without_an_end_is_stopped() {
        let (heard, done) = check(
            |_, _, _, sink| {
                let mut n = 0;
                while sink.progress(1) {
                    tell(sink, n);
                    n += 1;
                }
                Ok(())
            },
            5_000,
        );
        assert!(done.is_ok() && heard.0.len() >= 9_000, "{}", heard.0.len());
    }
}

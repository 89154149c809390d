//! Everybody with all that is known of them, on all processors.

use super::Network;
use super::told::{self, Told};
use crate::error::{Error, Result};
use comity_core::record::RecordKind;
use comity_core::{Anchor, Handle, Interaction, Record, Statement};
use comity_store::{Person, PersonId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Interactions that are worked on in one go, and persons.
const BATCH: usize = 4_096;

/// Whoever is worked on in one go, with all that happened with each.
type Batch = Vec<(Person, Vec<Interaction>)>;

impl Network {
    /// Works on everybody with all that is known of them, and takes what comes of it one by one.
    ///
    /// `work` runs on all processors while this thread reads; it is given a person and all that happened with them.
    /// `watch` is told how many of how many are read, and says whether to go on. Whoever took part in something
    /// comes first, by number, then whoever was only spoken of, by number; the rest are left out.
    ///
    /// # Errors
    /// Fails as the store does, and where `watch` asks to stop.
    pub fn each<T: Send>(
        &self,
        watch: &dyn Fn(u64, u64) -> bool,
        work: impl Fn(&Told, &[Interaction]) -> T + Sync,
        mut take: impl FnMut(T),
    ) -> Result<()> {
        let held = self.held()?;
        let around = self.around()?;
        let census = self.store.census()?;
        let mut records: FxHashMap<String, Vec<Record>> = FxHashMap::default();
        self.store.each_record(|_, record| -> Result<()> {
            records.entry(record.key.clone()).or_default().push(record);
            Ok(())
        })?;
        let persons = self.store.persons()?;
        let said = Said::of(&held.statements, &persons);
        let (held, around, census, records, said) = (&held, &*around, &census, &records, &said);
        let work = |(person, interactions): (Person, Vec<Interaction>)| {
            let theirs: Vec<&Record> =
                person.records.iter().filter_map(|key| records.get(key)).flatten().collect();
            let about = said.about(&person);
            work(&told::tell(person, &theirs, &interactions, about, (held, around, census)), &interactions)
        };
        let done = on_all_processors(work, |desk| self.read_everybody(persons, said, watch, desk))?;
        done.into_iter().for_each(&mut take);
        Ok(())
    }

    /// Hands everybody out in the order of [`Network::each`].
    fn read_everybody(
        &self,
        persons: Vec<Person>,
        said: &Said<'_>,
        watch: &dyn Fn(u64, u64) -> bool,
        desk: &mut Desk,
    ) -> Result<()> {
        let mut people: FxHashMap<PersonId, Person> =
            persons.into_iter().filter(|p| p.kind == RecordKind::Person).map(|p| (p.id, p)).collect();
        let total = people.len() as u64;
        let mut done = 0;
        let mut hand_out = |person: Person, interactions: Vec<Interaction>| {
            done += 1;
            if done % 64 == 0 && !watch(done, total) {
                return Err(Error::Cancelled("nothing was changed".into()));
            }
            desk.put(person, interactions);
            Ok(())
        };
        self.store.by_person(|id, interactions| match people.remove(&id) {
            Some(person) => hand_out(person, interactions),
            None => Ok(()),
        })?;
        let mut rest: Vec<Person> = people.into_values().filter(|p| !said.about(p).is_empty()).collect();
        rest.sort_by_key(|p| p.id);
        rest.into_iter().try_for_each(|person| hand_out(person, Vec::new()))?;
        watch(total, total);
        Ok(())
    }
}

/// Where work is laid for whoever is free.
struct Desk {
    out: SyncSender<(usize, Batch)>,
    next: usize,
    batch: Batch,
    weight: usize,
}

impl Desk {
    fn put(&mut self, person: Person, interactions: Vec<Interaction>) {
        self.weight += 1 + interactions.len();
        self.batch.push((person, interactions));
        if self.weight >= BATCH {
            self.hand_out();
        }
    }

    fn hand_out(&mut self) {
        self.weight = 0;
        // Nobody takes it only where all have panicked, which is told when they are waited for.
        let _ = self.out.send((self.next, std::mem::take(&mut self.batch)));
        self.next += 1;
    }
}

/// Works on all that `read` lays on the desk; returns what came of it, in the order in which it was laid.
fn on_all_processors<T: Send>(
    work: impl Fn((Person, Vec<Interaction>)) -> T + Sync,
    read: impl FnOnce(&mut Desk) -> Result<()>,
) -> Result<Vec<T>> {
    let hands = thread::available_parallelism().map_or(1, NonZero::get);
    let take_turns = |waiting: Arc<Mutex<Receiver<(usize, Batch)>>>| {
        let mut done = Vec::new();
        loop {
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((number, batch)) = next else { return done };
            done.push((number, batch.into_iter().map(&work).collect()));
        }
    };
    // No more lies about than keeps everybody busy.
    let (out, waiting) = sync_channel(hands);
    let waiting = Arc::new(Mutex::new(waiting));
    let mut done: Vec<(usize, Vec<T>)> = thread::scope(|scope| {
        let take_turns = &take_turns;
        let share = |_| {
            let waiting = Arc::clone(&waiting);
            scope.spawn(move || take_turns(waiting))
        };
        let all: Vec<_> = (0..hands).map(share).collect();
        drop(waiting);
        let mut desk = Desk { out, next: 0, batch: Vec::new(), weight: 0 };
        let read = read(&mut desk);
        desk.hand_out();
        drop(desk);
        let join = |hand: thread::ScopedJoinHandle<'_, _>| {
            hand.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        let done = all.into_iter().flat_map(join).collect();
        read.map(|()| done)
    })?;
    done.sort_unstable_by_key(|(number, _)| *number);
    Ok(done.into_iter().flat_map(|(_, batch)| batch).collect())
}

/// The statements by what they hold on to: their first anchor that is anybody's.
struct Said<'a> {
    by_anchor: FxHashMap<&'a Anchor, Vec<usize>>,
    statements: &'a [Statement],
}

impl<'a> Said<'a> {
    fn of(statements: &'a [Statement], persons: &[Person]) -> Self {
        let handles: FxHashSet<&Handle> = persons.iter().flat_map(|p| &p.handles).map(|(h, _)| h).collect();
        let records: FxHashSet<&String> = persons.iter().flat_map(|p| &p.records).collect();
        let is_anybodys = |anchor: &&Anchor| match anchor {
            Anchor::Handle(handle) => handles.contains(handle),
            Anchor::Record(key) => records.contains(key),
        };
        let mut by_anchor: FxHashMap<&Anchor, Vec<usize>> = FxHashMap::default();
        for (place, statement) in statements.iter().enumerate() {
            if let Some(first) = statement.about.iter().find(is_anybodys) {
                by_anchor.entry(first).or_default().push(place);
            }
        }
        Self { by_anchor, statements }
    }

    /// Returns what was said about a person, oldest first.
    fn about(&self, person: &Person) -> Vec<Statement> {
        if self.by_anchor.is_empty() {
            return Vec::new();
        }
        let handles = person.handles.iter().map(|(h, _)| Anchor::Handle(h.clone()));
        let anchors = handles.chain(person.records.iter().map(|key| Anchor::Record(key.clone())));
        let places: FxHashSet<usize> =
            anchors.filter_map(|a| self.by_anchor.get(&a)).flatten().copied().collect();
        let mut places: Vec<usize> = places.into_iter().collect();
        places.sort_unstable();
        places.into_iter().map(|place| self.statements[place].clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// Returns the numbers of those who were worked on, each in a batch of its own, the first of them slowly.
    fn worked_on(numbers: std::ops::Range<u32>, stop_at: Option<u32>) -> Result<Vec<u32>> {
        let work = |(person, _): (Person, Vec<Interaction>)| {
            if person.id.0 == 0 {
                thread::sleep(Duration::from_millis(50));
            }
            person.id.0
        };
        on_all_processors(work, |desk| {
            for number in numbers {
                if stop_at == Some(number) {
                    return Err(Error::Cancelled("nothing was changed".into()));
                }
                desk.put(somebody(number), Vec::new());
                desk.hand_out();
            }
            Ok(())
        })
    }

    fn somebody(number: u32) -> Person {
        Person {
            id: PersonId(number),
            name: String::new(),
            organisation: None,
            title: None,
            kind: RecordKind::Person,
            records: Vec::new(),
            handles: Vec::new(),
            tags: Vec::new(),
        }
    }

    #[test]
    fn what_is_done_last_stands_where_it_was_laid() {
        assert_eq!(worked_on(0..40, None).unwrap(), (0..40).collect::<Vec<u32>>());
        assert!(worked_on(0..0, None).unwrap().is_empty());
        assert!(matches!(worked_on(0..40, Some(9)), Err(Error::Cancelled(_))));
    }

    #[test]
    #[should_panic(expected = "cannot be worked on")]
    fn whoever_panics_at_work_is_heard() {
        let work = |_: (Person, Vec<Interaction>)| -> u32 { panic!("this cannot be worked on") };
        let _ = on_all_processors(work, |desk| {
            (0..40).for_each(|number| {
                desk.put(somebody(number), Vec::new());
                desk.hand_out();
            });
            Ok(())
        });
    }
}

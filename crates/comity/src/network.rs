//! One network as operations see it: what is kept, read once, and the persons derived from it.
//!
//! Loads from the store, calls the steps of the core, saves. It decides nothing itself.

mod audit;
mod derive;
mod doubts;
mod each;
mod find;
mod plan;
mod sketched;
mod slip;
mod told;

pub use audit::{Audited, Found};
pub use derive::{CONTACTS, Joined, LAST, VERSION};
pub use doubts::Group;
pub use find::candidate;
pub use plan::{Plan, Planned, Room};
pub use told::Told;

use crate::context::{Context, Progress};
use crate::error::Result;
use comity_core::member::Member;
use comity_core::name::Parsed;
use comity_core::plan::Sketch;
use comity_core::portrait::{Census, Surroundings, Wanted};
use comity_core::record::RecordKind;
use comity_core::resolve::{Cluster, Resolved};
use comity_core::rule::Level;
use comity_core::settings::Settings;
use comity_core::statement::Me;
use comity_core::timeline::Mine;
use comity_core::{Anchor, Coverage, Handle, Name, Record, Said, Statement};
use comity_store::{Mark, Person, PersonId, Store};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

/// The settings key under which a demonstration keeps the moment at which it stands still.
pub const FIXED_MOMENT: &str = "fixed-moment";

/// One network.
pub struct Network {
    pub store: Store,
    /// The folder or the file of the user's own rules, where there is one.
    pub rules: Option<PathBuf>,
    /// Read when first asked for; dropped whenever something is said or imported.
    held: RefCell<Option<Arc<Held>>>,
    /// Likewise; rests on the persons, so they are derived first.
    around: RefCell<Option<Rc<Surroundings>>>,
    /// Likewise; grows with the persons who are asked for.
    counted: RefCell<Counted>,
    /// Likewise; what was asked of everybody, and who fits in which order.
    listed: RefCell<Vec<(String, Rc<[PersonId]>)>>,
    /// Everybody, as of where the network stood: outlasts what is said, which makes nobody another.
    everybody: RefCell<Option<(Mark, Rc<Vec<Person>>)>>,
    sketched: RefCell<Option<(Mark, Sketches)>>,
}

/// Sketches of everybody, in order of their ids.
pub type Sketches = Rc<Vec<(PersonId, Sketch)>>;

/// More lists than these are not leafed through at once.
const LISTS: usize = 8;

/// The parts of the census that were read so far.
#[derive(Default)]
struct Counted {
    wanted: Wanted,
    census: Rc<Census>,
}

/// What is kept and the same for everybody.
#[derive(Debug)]
pub struct Held {
    /// The whole log, oldest first.
    pub statements: Vec<Statement>,
    pub settings: Settings,
    /// Who the user is.
    pub member: Member,
    /// What the sources can have seen.
    pub coverage: Arc<[Coverage]>,
    /// What the sources tell of the user.
    pub my_records: Vec<Record>,
}

impl Network {
    /// Opens a network that exists.
    ///
    /// # Errors
    /// Fails as the store does, and where a newer release derived the persons.
    pub fn open(path: &Path) -> Result<Self> {
        let store = Store::open(path)?;
        match store.derived()? {
            Some(derivation) if derivation.version > VERSION => Err(store.newer().into()),
            _ => Ok(Self::of(store)),
        }
    }

    /// Opens a network, or makes an empty one.
    ///
    /// # Errors
    /// Fails as the store does, and where the folder cannot be made.
    pub fn open_or_create(path: &Path) -> Result<Self> {
        if path.exists() {
            return Self::open(path);
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(crate::error::Error::write(folder))?;
        }
        match Store::create(path) {
            // Somebody else made it in this very moment.
            Err(comity_store::Error::Exists(_)) => Self::open(path),
            other => Ok(Self::of(other?)),
        }
    }

    fn of(store: Store) -> Self {
        Self {
            store,
            rules: None,
            held: RefCell::default(),
            around: RefCell::default(),
            counted: RefCell::default(),
            listed: RefCell::default(),
            everybody: RefCell::default(),
            sketched: RefCell::default(),
        }
    }

    /// Returns what is kept and the same for everybody.
    ///
    /// # Errors
    /// Fails as the store does, and where a rule of the user's has a mistake.
    pub fn held(&self) -> Result<Arc<Held>> {
        if let Some(held) = self.held.borrow().as_ref() {
            return Ok(Arc::clone(held));
        }
        let held = Arc::new(self.read_held()?);
        *self.held.borrow_mut() = Some(Arc::clone(&held));
        Ok(held)
    }

    /// Drops what was read, after something was imported or removed.
    pub fn changed(&self) {
        *self.held.borrow_mut() = None;
        *self.around.borrow_mut() = None;
        *self.counted.borrow_mut() = Counted::default();
        self.listed.borrow_mut().clear();
    }

    /// Returns all persons without the keys of what tells of them, read now unless they are still the same.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn everybody(&self) -> Result<Rc<Vec<Person>>> {
        let mark = self.store.mark()?;
        if let Some((_, people)) = self.everybody.borrow().as_ref().filter(|(m, _)| m.has_persons_of(&mark)) {
            return Ok(Rc::clone(people));
        }
        let mut people = self.store.persons()?;
        people.retain(|p| p.kind == RecordKind::Person);
        for person in &mut people {
            // They are most of what a person takes, and nobody looks for them.
            person.records = Vec::new();
            person.handles.shrink_to_fit();
        }
        let people = Rc::new(people);
        *self.everybody.borrow_mut() = Some((mark, Rc::clone(&people)));
        Ok(people)
    }

    /// Returns a list of persons, made now unless it was made before and nothing changed.
    ///
    /// # Errors
    /// Fails as making it does.
    pub fn listed(
        &self,
        asked: &str,
        make: impl FnOnce() -> Result<Vec<PersonId>>,
    ) -> Result<Rc<[PersonId]>> {
        if let Some((_, list)) = self.listed.borrow().iter().find(|(known, _)| known == asked) {
            return Ok(Rc::clone(list));
        }
        let list: Rc<[PersonId]> = make()?.into();
        let mut listed = self.listed.borrow_mut();
        if listed.len() >= LISTS {
            listed.remove(0);
        }
        listed.push((asked.to_owned(), Rc::clone(&list)));
        Ok(list)
    }

    fn read_held(&self) -> Result<Held> {
        let written = self.rules.as_deref().map(crate::written::load).transpose()?.unwrap_or_default();
        let statements = self.store.statements()?;
        let hints = self.store.hints()?;
        let sure = || hints.iter().map(|(_, hint)| hint).filter(|h| h.sure);
        let mut mine = Mine::of(&statements);
        sure().filter_map(|h| h.handle.clone()).for_each(|h| mine.add(h, None, None));
        let (my_records, my_names) = self.my_records(&mine)?;
        let mut member = Member::of(&statements, &my_records);
        sure().for_each(|hint| member.trust(hint.handle.as_ref(), hint.name.as_deref()));
        my_names.iter().for_each(|name| member.trust(None, Some(name)));
        let coverage = self.store.coverages()?;
        Ok(Held {
            settings: Settings { written, ..settings(&statements) },
            coverage: coverage.into(),
            member,
            my_records,
            statements,
        })
    }

    /// Returns all persons as the steps of the core see them, without what they were made of.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn people(&self) -> Result<Vec<Cluster>> {
        Ok(self.store.persons()?.into_iter().map(counted).collect())
    }

    /// Returns the people to whom any of these handles leads.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn people_on(&self, handles: &[Handle]) -> Result<Vec<Cluster>> {
        let mut people = Vec::new();
        for id in self.store.persons_on(handles)? {
            people.extend(self.store.person(id)?.map(counted));
        }
        Ok(people)
    }

    /// Returns what is the same for every portrait; persons have to be derived already.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn around(&self) -> Result<Rc<Surroundings>> {
        if let Some(around) = self.around.borrow().as_ref() {
            return Ok(Rc::clone(around));
        }
        let held = self.held()?;
        let census = self.census(&Wanted::at(held.member.mine.all()))?;
        let records: Vec<&Record> = held.my_records.iter().collect();
        let said: Vec<&Statement> = held.statements.iter().collect();
        let around = Rc::new(Surroundings::of(held.member.clone(), &records, &said, &census));
        *self.around.borrow_mut() = Some(Rc::clone(&around));
        Ok(around)
    }

    /// Returns a census that holds what is wanted; persons have to be derived already.
    ///
    /// # Errors
    /// Fails as the store does.
    fn census(&self, wanted: &Wanted) -> Result<Rc<Census>> {
        let mut counted = self.counted.borrow_mut();
        let new = wanted.beyond(&counted.wanted);
        if !new.is_empty() {
            let census = self.store.census_of(&new)?;
            Rc::make_mut(&mut counted.census).learn(census);
            counted.wanted.join(new);
        }
        Ok(Rc::clone(&counted.census))
    }

    /// Returns the records of the user themself, and the full names that stand on their own addresses.
    fn my_records(&self, mine: &Mine) -> Result<(Vec<Record>, Vec<String>)> {
        let mut on_mine = self.store.records_on(mine.all())?;
        on_mine.retain(|r| r.kind != RecordKind::Me && r.handles.iter().all(|h| mine.ever(&h.handle)));
        // "Keller, Jo" is how a list writes the name, not one more name.
        let full = |n: &Name| !n.full.contains(',') && Parsed::of(n).is_some_and(|n| n.is_full());
        let names = on_mine.into_iter().flat_map(|r| r.names).filter(full).map(|n| n.full);
        Ok((self.store.records_of_me()?, names.collect()))
    }

    /// Says something of somebody, and returns what was said.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn say(&self, context: &Context, about: &[Anchor], said: Said) -> Result<Statement> {
        let statement = self.store.say(context.now(), &context.author, about, said)?;
        self.changed();
        Ok(statement)
    }

    /// Returns the moment at which a demonstration stands still.
    pub fn fixed_moment(&self) -> Option<Timestamp> {
        let held = self.held().ok()?;
        setting(&held.statements, FIXED_MOMENT)?.parse().ok()
    }

    /// Returns the zone in which the user lives, as they said.
    pub fn zone(&self) -> Option<TimeZone> {
        let held = self.held().ok()?;
        let name = me(&held.statements, |me| match me {
            Me::Zone(zone) => Some(zone.clone()),
            _ => None,
        })?;
        TimeZone::get(&name).ok()
    }

    /// Returns the region in which telephone numbers without a country code are read.
    pub fn region(&self) -> Option<String> {
        let held = self.held().ok()?;
        me(&held.statements, |me| match me {
            Me::Region(region) => Some(region.clone()),
            _ => None,
        })
    }

    /// Derives persons again where something changed since.
    ///
    /// # Errors
    /// Fails as the store does, and where the face asks to stop.
    pub fn derived(&self, context: &Context) -> Result<()> {
        derive::where_needed(self, &|step: &Progress<'_>| context.face.progress(step))
    }

    /// Returns the tags of a person: the address book's and the user's own, in order.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn tags(&self, person: &Person) -> Result<Vec<String>> {
        let mut tags: std::collections::BTreeSet<String> = person.tags.iter().cloned().collect();
        for statement in told::about(self, &self.held()?.statements, person)?.iter().filter(|s| s.stands()) {
            match &statement.said {
                Said::Tag(tag) => drop(tags.insert(tag.clone())),
                Said::Untag(tag) => drop(tags.remove(tag)),
                _ => {}
            }
        }
        Ok(tags.into_iter().collect())
    }

    /// Returns one person with all that is known of them.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn told(&self, id: PersonId) -> Result<Option<Told>> {
        told::read(self, id)
    }
}

/// Returns the last standing word of a kind that the user said of themself.
pub fn me<T>(statements: &[Statement], pick: impl Fn(&Me) -> Option<T>) -> Option<T> {
    statements.iter().rev().filter(|s| s.stands()).find_map(|s| match &s.said {
        Said::Me(me) => pick(me),
        _ => None,
    })
}

/// Returns the value last set for a key.
pub fn setting<'a>(statements: &'a [Statement], wanted: &str) -> Option<&'a str> {
    statements.iter().rev().filter(|s| s.stands()).find_map(|s| match &s.said {
        Said::Setting { key, value } if key == wanted => Some(value.as_str()),
        _ => None,
    })
}

/// Returns the domains of free mail that the user added, in order.
pub fn free_mail(statements: &[Statement]) -> Vec<String> {
    let said = statements.iter().filter(|s| s.stands()).filter_map(|s| match &s.said {
        Said::Setting { key, value } if key == "free-mail" => Some(value),
        _ => None,
    });
    let domains = said.flat_map(|value| value.split([',', ' '])).filter(|d| !d.is_empty());
    let mut domains: Vec<String> = domains.map(str::to_owned).collect();
    domains.sort();
    domains.dedup();
    domains
}

/// Returns the thresholds and levels as the user set them.
fn settings(statements: &[Statement]) -> Settings {
    let mut settings = Settings::default();
    for statement in statements.iter().filter(|s| s.stands()) {
        let Said::Setting { key, value } = &statement.said else { continue };
        if let Some(pack) = key.strip_prefix("pack ") {
            match value.as_str() {
                "on" => drop(settings.packs.insert(pack.to_owned())),
                _ => drop(settings.packs.remove(pack)),
            }
            continue;
        }
        if key == "approved-channels" {
            settings.approved = value.split_whitespace().map(str::to_owned).collect();
            continue;
        }
        match key.strip_prefix("rule ") {
            Some(rule) => match value.as_str() {
                "default" => drop(settings.levels.remove(rule)),
                "off" => drop(settings.levels.insert(rule.to_owned(), None)),
                level => drop(Level::parse(level).map(|l| settings.levels.insert(rule.to_owned(), Some(l)))),
            },
            None => {
                if let Ok(number) = value.parse() {
                    settings.set(key, number);
                }
            }
        }
    }
    settings
}

/// Returns a stored person as the census counts them.
fn counted(person: Person) -> Cluster {
    let handles = person.handles.into_iter().map(|(handle, sure)| Resolved { handle, sure });
    Cluster {
        name: Name::whole(&person.name),
        kind: person.kind,
        records: Vec::new(),
        handles: handles.collect(),
        joins: Vec::new(),
        organisation: person.organisation,
        title: person.title,
        tags: Vec::new(),
    }
}

/// Returns what a statement about a person should hold on to, strongest first.
pub fn anchors(person: &Person) -> Vec<Anchor> {
    let told = person.handles.iter().filter(|(h, sure)| *sure && !h.is_name_only());
    let by_name = person.handles.iter().filter(|(h, _)| h.is_name_only());
    let handles = told.map(|(h, _)| Anchor::Handle(h.clone()));
    let records = person.records.iter().map(|key| Anchor::Record(key.clone()));
    let mut anchors: Vec<Anchor> = handles.chain(records).collect();
    anchors.extend(by_name.map(|(h, _)| Anchor::Handle(h.clone())));
    anchors.truncate(4);
    anchors
}

//! One network as operations see it: what is kept, read once, and the persons derived from it.
//!
//! Loads from the store, calls the steps of the core, saves. It decides nothing itself.

mod derive;
mod find;
mod told;

pub use derive::{CONTACTS, LAST, VERSION};
pub use find::candidate;
pub use told::Told;

use crate::context::{Context, Progress};
use crate::error::Result;
use comity_core::record::RecordKind;
use comity_core::rule::Level;
use comity_core::settings::Settings;
use comity_core::statement::Me;
use comity_core::timeline::{Frame, Mine};
use comity_core::{Anchor, Coverage, Handle, Moment, Record, Said, Statement};
use comity_store::{PersonId, Store};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

/// The settings key under which a demonstration keeps the moment at which it stands still.
pub const FIXED_MOMENT: &str = "fixed-moment";

/// One network.
pub struct Network {
    pub store: Store,
    /// Read when first asked for; dropped whenever something is said or imported.
    held: RefCell<Option<Rc<Held>>>,
}

/// What is kept and the same for everybody.
#[derive(Debug)]
pub struct Held {
    /// The whole log, oldest first.
    pub statements: Vec<Statement>,
    pub settings: Settings,
    /// Own handles and what the sources can have seen.
    pub frame: Frame,
    pub coverage: Arc<[Coverage]>,
    /// The user's own names, the stated ones first.
    pub my_names: Vec<String>,
    /// What the sources tell of the user.
    pub my_records: Vec<Record>,
}

impl Network {
    /// Opens a network that exists.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self::of(Store::open(path)?))
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

    const fn of(store: Store) -> Self {
        Self { store, held: RefCell::new(None) }
    }

    /// Returns what is kept and the same for everybody.
    ///
    /// # Errors
    /// Fails as the store does.
    pub fn held(&self) -> Result<Rc<Held>> {
        if let Some(held) = self.held.borrow().as_ref() {
            return Ok(Rc::clone(held));
        }
        let held = Rc::new(self.read_held()?);
        *self.held.borrow_mut() = Some(Rc::clone(&held));
        Ok(held)
    }

    /// Drops what was read, after something was imported or removed.
    pub fn changed(&self) {
        *self.held.borrow_mut() = None;
    }

    fn read_held(&self) -> Result<Held> {
        let statements = self.store.statements()?;
        let my_records = self.my_records()?;
        let mut mine = Mine::of(&statements);
        let denied = denied(&statements);
        let mut add = |handle: &Handle| {
            if !mine.ever(handle) && !denied.contains(&handle) {
                mine.add(handle.clone(), None, None);
            }
        };
        let hints = self.store.hints()?;
        hints.iter().filter(|(_, h)| h.sure).filter_map(|(_, h)| h.handle.as_ref()).for_each(&mut add);
        my_records.iter().flat_map(|r| &r.handles).map(|h| &h.handle).for_each(&mut add);
        let coverage = self.store.coverages()?;
        let stated = statements.iter().filter(|s| s.stands()).filter_map(|s| match &s.said {
            Said::Me(Me::Name(name)) => Some(name.clone()),
            _ => None,
        });
        let told = hints.iter().filter(|(_, h)| h.sure).filter_map(|(_, h)| h.name.clone());
        let recorded = my_records.iter().flat_map(|r| &r.names).map(|n| n.full.clone());
        let mut my_names: Vec<String> = Vec::new();
        for name in stated.chain(told).chain(recorded) {
            if !my_names.contains(&name) {
                my_names.push(name);
            }
        }
        Ok(Held {
            settings: settings(&statements),
            frame: Frame { mine, coverage: coverage.clone() },
            coverage: coverage.into(),
            my_names,
            my_records,
            statements,
        })
    }

    /// Returns the records of the user themself.
    fn my_records(&self) -> Result<Vec<Record>> {
        let mut mine = Vec::new();
        self.store.each_record(|_, record| -> Result<()> {
            if record.kind == RecordKind::Me {
                mine.push(record);
            }
            Ok(())
        })?;
        Ok(mine)
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

/// Returns the thresholds and levels as the user set them.
fn settings(statements: &[Statement]) -> Settings {
    let mut settings = Settings::default();
    for statement in statements.iter().filter(|s| s.stands()) {
        let Said::Setting { key, value } = &statement.said else { continue };
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

/// Returns the handles that the user said are not their own.
fn denied(statements: &[Statement]) -> Vec<&Handle> {
    let mut denied = Vec::new();
    for statement in statements.iter().filter(|s| s.stands()) {
        match &statement.said {
            Said::Me(Me::NotMine(handle)) => denied.push(handle),
            Said::Me(Me::Mine { handle, .. }) => denied.retain(|d| *d != handle),
            _ => {}
        }
    }
    denied
}

/// Returns what a statement about a person should hold on to, strongest first.
pub fn anchors(person: &comity_store::Person) -> Vec<Anchor> {
    let told = person.handles.iter().filter(|(h, sure)| *sure && !h.is_name_only());
    let by_name = person.handles.iter().filter(|(h, _)| h.is_name_only());
    let handles = told.map(|(h, _)| Anchor::Handle(h.clone()));
    let records = person.records.iter().map(|key| Anchor::Record(key.clone()));
    let mut anchors: Vec<Anchor> = handles.chain(records).collect();
    anchors.extend(by_name.map(|(h, _)| Anchor::Handle(h.clone())));
    anchors.truncate(4);
    anchors
}

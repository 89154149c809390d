//! The commands that are killed, and the network on which each is typed.

use crate::Result;
use crate::ground::{self, Ground, context_at};
use comity::network::Network;
use comity_core::statement::Me;
use comity_core::{Anchor, Handle, LabelledHandle, Moment, Record, Said, Sphere};
use comity_import::Bundle;
use comity_import::bundle::{Limits, ZipBundle};
use comity_store::NewSource;
use comity_world::Plan;
use std::ffi::OsString;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The network that the first release wrote: older than every migration.
const FIRST: &[u8] = include_bytes!("../../../comity/tests/safety/first.zip");

/// The network is called so in its folder.
const NETWORK: &str = "network";

/// A command that is killed.
pub(super) struct Scene {
    pub(super) what: &'static str,
    /// The file of the network on which it is typed.
    base: PathBuf,
    pub(super) typed: Vec<OsString>,
    /// Typed again after it was done, it says that there is nothing left to do.
    pub(super) once: bool,
    /// It takes away what was said.
    pub(super) removes: bool,
    /// It puts a network where there may be none for a moment.
    pub(super) makes: bool,
    /// The file that it makes beside.
    pub(super) new_file: Option<PathBuf>,
}

/// Where the commands are typed: an invented world, and the networks with which they begin.
pub(super) struct Stage {
    ground: Ground,
    folder: TempDir,
    bases: TempDir,
    pub(super) now: i64,
    /// The same, as the clock of the program reads it.
    pub(super) moment: String,
    who: Vec<Handle>,
}

impl Stage {
    pub(super) fn set(plan: &Plan) -> Result<Self> {
        let ground = Ground::of(plan)?;
        let now = ground.truth.me.now;
        let stage = Self {
            folder: tempfile::tempdir()?,
            bases: tempfile::tempdir()?,
            now,
            moment: jiff::Timestamp::from_second(now)?.to_string(),
            who: Vec::new(),
            ground,
        };
        stage.make_bases()
    }

    fn base(&self, name: &str) -> PathBuf {
        self.bases.path().join(name)
    }

    /// Makes the networks: one with a few words, one with everything, one of which some were not derived since, one of
    /// which nobody was.
    fn make_bases(mut self) -> Result<Self> {
        let context = context_at(self.base("spoken"), self.now)?;
        let network = context.network_or_new()?;
        for handle in self.ground.truth.me.handles.iter().filter_map(comity::replay::handle) {
            network.say(&context, &[], Said::Me(Me::Mine { handle, from: None, until: None }))?;
        }
        network.store.backup(self.base("short"))?;
        ground::read(&context, &self.ground.truth.files)?;
        network.derived(&context)?;
        let mut who = Vec::new();
        for person in &self.ground.truth.people {
            let theirs = person
                .handles
                .iter()
                .filter(|h| comity::replay::is_alone(&self.ground.truth.people, person, h));
            for handle in theirs.filter_map(comity::replay::handle).filter(|h| !h.is_name_only()).take(1) {
                let Some(id) = network.store.person_of(&handle)? else { continue };
                if !who.iter().any(|(other, _)| *other == id) {
                    who.push((id, handle));
                }
            }
        }
        self.who = who.into_iter().map(|(_, handle)| handle).collect();
        for (n, handle) in self.who.iter().take(9).enumerate() {
            let about = [Anchor::Handle(handle.clone())];
            network.say(&context, &about, Said::Note(format!("note {n}")))?;
            let side = Said::HandleSphere { handle: handle.clone(), sphere: Sphere::Professional };
            network.say(&context, &about, side)?;
        }
        network.derived(&context)?;
        network.store.backup(self.base("full"))?;
        tell_more(network, &self.who)?;
        network.store.backup(self.base("touched"))?;
        // Cards are read otherwise then, so that everybody is derived.
        let (key, value) = ("free-mail".to_owned(), "home.example".to_owned());
        network.say(&context, &[], Said::Setting { key, value })?;
        network.store.backup(self.base("stale"))?;
        let mut zip = ZipBundle::new(Cursor::new(FIRST), Limits::default())?;
        let index = zip.entries().iter().position(|e| e.name == NETWORK).ok_or("the old network is lost")?;
        let mut old = Vec::new();
        zip.open(index)?.read_to_end(&mut old)?;
        fs::write(self.base("first"), old)?;
        Ok(self)
    }

    /// Returns where the network lies.
    pub(super) fn network(&self) -> PathBuf {
        self.folder.path().join(NETWORK)
    }

    /// Puts the network with which a scene begins at its place, alone.
    pub(super) fn fresh(&self, scene: &Scene) -> Result<PathBuf> {
        for entry in fs::read_dir(self.folder.path())? {
            fs::remove_file(entry?.path())?;
        }
        fs::copy(&scene.base, self.network())?;
        Ok(self.network())
    }

    /// Returns a copy of the folder as it stands, and where the network lies in it.
    pub(super) fn copied(&self) -> Result<(TempDir, PathBuf)> {
        let copy = tempfile::tempdir()?;
        for entry in fs::read_dir(self.folder.path())? {
            let entry = entry?;
            fs::copy(entry.path(), copy.path().join(entry.file_name()))?;
        }
        let network = copy.path().join(NETWORK);
        Ok((copy, network))
    }

    /// Returns the names of drafts that nobody finished or took away.
    pub(super) fn drafts(&self) -> Result<Vec<String>> {
        let names = fs::read_dir(self.folder.path())?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<Result<Vec<String>>>()?;
        Ok(names.into_iter().filter(|name| name.contains("-new")).collect())
    }

    fn files(&self) -> Vec<OsString> {
        self.ground.truth.files.iter().map(|file| file.clone().into_os_string()).collect()
    }
}

/// Brings a second card of each, of whom nobody was derived since.
fn tell_more(network: &Network, who: &[Handle]) -> Result<()> {
    let (name, account) = ("vcard".to_owned(), Some("another".to_owned()));
    let new = NewSource { name, account, what: String::new(), files: Vec::new(), at: Moment::instant(0) };
    let mut import = network.store.begin(&new)?;
    for (n, handle) in who.iter().enumerate() {
        let other = Handle::email(&format!("another{n}@home.example"));
        let handles = std::iter::once(handle.clone()).chain(other).map(LabelledHandle::bare);
        import.record(Record {
            key: format!("card:{n}"),
            handles: handles.collect(),
            ..Record::default()
        })?;
    }
    import.commit()?;
    Ok(())
}

/// Returns all scenes.
///
/// # Errors
/// Fails where the world has no two people with addresses of their own.
pub(super) fn all(stage: &Stage) -> Result<Vec<Scene>> {
    let [one, two, ..] = &stage.who[..] else {
        return Err("no two people of this world have addresses of their own; draw a larger one".into());
    };
    let (one, two) = (one.address(), two.address());
    let copy = stage.folder.path().join("copy");
    let scene = |what, base: &str, typed: &[&dyn AsRef<Path>]| Scene {
        what,
        base: stage.base(base),
        typed: typed.iter().map(|word| word.as_ref().as_os_str().to_owned()).collect(),
        once: false,
        removes: false,
        makes: false,
        new_file: None,
    };
    let mut import = scene("import", "short", &[&"import"]);
    import.typed.extend(stage.files());
    Ok(vec![
        import,
        scene("derive", "stale", &[&"people"]),
        scene("part", "touched", &[&"people"]),
        scene("log", "full", &[&"log", &one, &"--via", &one, &"--for", &"ask"]),
        Scene { once: true, ..scene("merge", "full", &[&"merge", &one, &two]) },
        scene("migration", "first", &[&"people"]),
        Scene { makes: true, ..scene("restore", "short", &[&"restore", &stage.base("full")]) },
        Scene { once: true, removes: true, ..scene("forget", "full", &[&"forget", &one, &"--yes"]) },
        Scene { once: true, ..scene("remove", "full", &[&"sources", &"remove", &"2", &"--yes"]) },
        Scene { new_file: Some(copy.clone()), ..scene("backup", "full", &[&"backup", &copy]) },
    ])
}

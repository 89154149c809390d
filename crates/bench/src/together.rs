//! `together`: one process imports while others check, note and list, each command a process of its own.

use crate::ground::{self, Ground, context_at};
use crate::table::Table;
use crate::{Outcome, Result, program};
use clap::Args;
use comity::replay;
use comity_core::statement::Me;
use comity_core::{Handle, Said};
use comity_world::Plan;
use serde::Serialize;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// For how long, and on how much.
#[derive(Args)]
pub(crate) struct Together {
    #[arg(long, value_name = "N", default_value_t = 60)]
    seconds: u64,
    #[arg(long, default_value_t = 7)]
    seed: u64,
    #[arg(long, default_value_t = 300)]
    people: usize,
    #[arg(long, default_value_t = 12_000)]
    messages: usize,
    /// The bar: no command but an import takes longer, or a person would think that it hangs
    #[arg(long, value_name = "SECONDS", default_value_t = 5.0)]
    longest: f64,
}

/// Worlds that are imported in turn, each of them new to the network at first.
const WORLDS: u64 = 4;

/// What came of the commands of one kind.
#[derive(Default, Serialize)]
struct Done {
    what: &'static str,
    commands: u64,
    /// Of the whole process, waiting for others included.
    longest_seconds: f64,
    sum_seconds: f64,
    faults: Vec<String>,
}

impl Together {
    pub(crate) fn run(&self, json: bool) -> Result<Outcome> {
        let worlds = (0..WORLDS).map(|n| Ground::of(&Plan::sized(self.people, self.messages, self.seed + n)));
        let worlds: Vec<Ground> = worlds.collect::<Result<_>>()?;
        let folder = tempfile::tempdir()?;
        let scene = Scene::set(&worlds[0], folder.path().join("network"))?;
        let imports: Vec<Vec<OsString>> = worlds[1..].iter().map(|w| import_of(&w.truth.files)).collect();
        let done = scene.play(&imports, Duration::from_secs(self.seconds));
        if json {
            println!("{}", serde_json::to_string_pretty(&done)?);
        } else {
            show(&done);
        }
        let holds = |d: &Done| {
            let waits = d.what == "import" || d.longest_seconds <= self.longest;
            d.commands > 0 && waits && d.faults.is_empty()
        };
        Ok(if done.iter().all(holds) { Outcome::Met } else { Outcome::Missed })
    }
}

fn import_of(files: &[PathBuf]) -> Vec<OsString> {
    [OsString::from("import")].into_iter().chain(files.iter().map(|f| f.clone().into_os_string())).collect()
}

/// The network on which all are at work.
struct Scene {
    network: PathBuf,
    moment: String,
    who: Handle,
    over: AtomicBool,
    /// The last note whose command ended well.
    acknowledged: AtomicU64,
}

impl Scene {
    fn set(world: &Ground, network: PathBuf) -> Result<Self> {
        let now = world.truth.me.now;
        let context = context_at(network.clone(), now)?;
        let opened = context.network_or_new()?;
        for handle in world.truth.me.handles.iter().filter_map(replay::handle) {
            opened.say(&context, &[], Said::Me(Me::Mine { handle, from: None, until: None }))?;
        }
        ground::read(&context, &world.truth.files)?;
        opened.derived(&context)?;
        let people = &world.truth.people;
        let alone = people.iter().flat_map(|p| p.handles.iter().filter(|h| replay::is_alone(people, p, h)));
        let mut known = alone.filter_map(replay::handle).filter(|h| !h.is_name_only());
        let who = known.find(|h| opened.store.person_of(h).is_ok_and(|id| id.is_some()));
        Ok(Self {
            network,
            moment: jiff::Timestamp::from_second(now)?.to_string(),
            who: who.ok_or("nobody in this world has an address of their own")?,
            over: AtomicBool::new(false),
            acknowledged: AtomicU64::new(0),
        })
    }

    fn play(&self, imports: &[Vec<OsString>], time: Duration) -> Vec<Done> {
        let done = Mutex::new(Vec::new());
        let work = |what: &'static str, one: &(dyn Fn(u64, &mut Done) -> Result<()> + Sync)| {
            let mut mine = Done { what, ..Done::default() };
            for turn in 0.. {
                if self.over.load(Ordering::Relaxed) {
                    break;
                }
                if let Err(fault) = one(turn, &mut mine) {
                    mine.faults.push(fault.to_string());
                }
            }
            done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(mine);
        };
        std::thread::scope(|scope| {
            scope.spawn(|| work("import", &|turn, d| self.import(imports, turn, d)));
            scope.spawn(|| work("check", &|_, d| self.check(d)));
            scope.spawn(|| work("note", &|turn, d| self.note(turn + 1, d)));
            scope.spawn(|| work("list", &|_, d| self.list(d)));
            std::thread::sleep(time);
            self.over.store(true, Ordering::Relaxed);
        });
        let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        done.sort_by_key(|d| d.what);
        done
    }

    fn import(&self, imports: &[Vec<OsString>], turn: u64, done: &mut Done) -> Result<()> {
        self.typed(&imports[turn as usize % imports.len()], done).map(drop)
    }

    fn check(&self, done: &mut Done) -> Result<()> {
        self.typed(&["check", self.who.address(), "--via", "facebook", "--for", "connect"], done).map(drop)
    }

    /// Notes something; whoever reads after that has to see it.
    fn note(&self, turn: u64, done: &mut Done) -> Result<()> {
        let text = format!("note number {turn}.");
        self.typed(&["note", self.who.address(), &text], done)?;
        self.acknowledged.store(turn, Ordering::SeqCst);
        let seen = self.typed(&["note", self.who.address()], done)?;
        if seen.contains(&text) {
            Ok(())
        } else {
            Err(format!("`{text}` was acknowledged, and is not seen").into())
        }
    }

    /// Lists people, and what was said: what another process was told to be kept has to be there.
    fn list(&self, done: &mut Done) -> Result<()> {
        self.typed(&["people", "--limit", "50"], done)?;
        let before = self.acknowledged.load(Ordering::SeqCst);
        let seen = self.typed(&["history", "--limit", "100000", "--json"], done)?;
        let text = format!("note number {before}.");
        if before == 0 || seen.contains(&text) {
            return Ok(());
        }
        Err(format!("another process does not see `{text}`, which was acknowledged").into())
    }

    /// Runs one command and returns what it printed.
    fn typed(&self, words: &[impl AsRef<std::ffi::OsStr>], done: &mut Done) -> Result<String> {
        let begin = Instant::now();
        let output = program::comity(&self.network, &self.moment)?.args(words).output()?;
        let seconds = begin.elapsed().as_secs_f64();
        done.commands += 1;
        done.sum_seconds += seconds;
        done.longest_seconds = done.longest_seconds.max(seconds);
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned().into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}

fn show(done: &[Done]) {
    let mut table = Table::of(&["process", "commands", "mean s", "longest s", "faults"]);
    for d in done {
        table.row([
            d.what.to_owned(),
            d.commands.to_string(),
            format!("{:.2}", d.sum_seconds / d.commands.max(1) as f64),
            format!("{:.2}", d.longest_seconds),
            d.faults.len().to_string(),
        ]);
    }
    println!("{table}");
    done.iter().flat_map(|d| &d.faults).take(20).for_each(|fault| println!("{fault}"));
    println!(
        "Each command is a process of its own; its time bounds what it waited for others. After each note that was"
    );
    println!("acknowledged the process itself and another look for it.");
}

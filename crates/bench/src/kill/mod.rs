//! `kill`: a command killed at random moments, then typed again, beside one that nobody disturbed.

mod scene;

use crate::table::Table;
use crate::{Outcome, Result, program};
use clap::Args;
use comity::network::Network;
use comity_bench::Numbers;
use comity_world::Plan;
use scene::{Scene, Stage};
use serde::Serialize;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// How often and what to kill.
#[derive(Args)]
pub(crate) struct Kill {
    /// Only this command (import, derive, part, log, merge, migration, restore, forget, remove, backup)
    what: Option<String>,
    /// How often each is killed
    #[arg(long, value_name = "N", default_value_t = 200)]
    moments: u32,
    /// From which number the world and the moments are drawn
    #[arg(long, default_value_t = 7)]
    seed: u64,
    #[arg(long, default_value_t = 100)]
    people: usize,
    #[arg(long, default_value_t = 3_000)]
    messages: usize,
}

/// What came of killing one command.
#[derive(Serialize)]
struct Killed {
    what: &'static str,
    /// Of the command when nobody disturbs it.
    seconds: f64,
    kills: u32,
    /// Kills that met it while it ran.
    running: u32,
    /// Kills that came before anything of it was kept, and after all of it was; `None` for a command that keeps
    /// nothing new.
    before: Option<u32>,
    after: Option<u32>,
    /// What was wrong afterwards.
    faults: Vec<String>,
}

impl Kill {
    pub(crate) fn run(&self, json: bool) -> Result<Outcome> {
        let stage = Stage::set(&Plan::sized(self.people, self.messages, self.seed))?;
        let scenes = scene::all(&stage)?;
        let wanted = |s: &&Scene| self.what.as_ref().is_none_or(|what| what == s.what);
        let mut random = Numbers::from(self.seed);
        let mut done = Vec::new();
        for scene in scenes.iter().filter(wanted) {
            done.push(kill(&stage, scene, self.moments, &mut random)?);
        }
        if let (Some(what), true) = (&self.what, done.is_empty()) {
            let known: Vec<&str> = scenes.iter().map(|s| s.what).collect();
            return Err(format!("there is no `{what}` to kill; there are {}", known.join(", ")).into());
        }
        if json {
            println!("{}", serde_json::to_string_pretty(&done)?);
        } else {
            show(&done);
        }
        Ok(if done.iter().all(|k| k.faults.is_empty()) { Outcome::Met } else { Outcome::Missed })
    }
}

/// What a network says: all that is kept, and who is who.
struct State {
    kept: String,
    persons: String,
}

impl State {
    /// Reads what the program would find the next time; who is who is worked out again where that is needed.
    ///
    /// A copy is read: whoever opens a network mends and completes it, and it is the command typed again that must.
    fn of(stage: &Stage) -> Result<Self> {
        let (_folder, network) = stage.copied()?;
        let context = crate::ground::context_at(network, stage.now)?;
        let opened: &Network = context.network()?;
        let mut kept = Vec::new();
        opened.store.export(&mut kept)?;
        opened.derived(&context)?;
        // Their numbers tell when each was first seen, which a look in between changes.
        let persons = opened.store.persons()?;
        let told =
            persons.into_iter().map(|p| format!("{:?}", (p.name, p.kind, p.handles, p.records, p.tags)));
        let mut persons: Vec<String> = told.collect();
        persons.sort();
        Ok(Self { kept: String::from_utf8(kept)?, persons: persons.join("\n") })
    }

    /// Returns the first line in which the two differ; the end of either is one.
    fn differs(&self, other: &Self) -> Option<String> {
        let pair = [(&self.kept, &other.kept), (&self.persons, &other.persons)];
        pair.into_iter().find_map(|(one, two)| {
            let (mut one, mut two) = (one.lines(), two.lines());
            loop {
                match (one.next(), two.next()) {
                    (None, None) => return None,
                    (a, b) if a == b => {}
                    (a, b) => {
                        let shown = |line: Option<&str>| line.unwrap_or("(the end)").to_owned();
                        return Some(format!("`{}`, not `{}`", shown(a), shown(b)));
                    }
                }
            }
        })
    }

    fn has_all_statements_of(&self, before: &Self) -> bool {
        let mine: Vec<&str> = statements(&self.kept).collect();
        statements(&before.kept).all(|line| mine.contains(&line))
    }
}

/// What is said; whether it is taken back may change.
fn statements(kept: &str) -> impl Iterator<Item = &str> {
    kept.lines().filter(|l| l.starts_with("statement")).map(|l| l.trim_end_matches("\tundone=yes"))
}

fn kill(stage: &Stage, scene: &Scene, kills: u32, random: &mut Numbers) -> Result<Killed> {
    let mut seconds = Vec::new();
    for _ in 0..3 {
        let network = stage.fresh(scene)?;
        let begin = Instant::now();
        let ended = start(stage, scene, &network)?.wait()?;
        seconds.push(begin.elapsed().as_secs_f64());
        if !ended.success() {
            return Err(format!("`{}` fails when nobody disturbs it", scene.what).into());
        }
    }
    seconds.sort_by(f64::total_cmp);
    let whole = State::of(stage)?;
    stage.fresh(scene)?;
    let base = State::of(stage)?;
    let known = (base.kept != whole.kept).then_some(0);
    let mut killed = Killed {
        what: scene.what,
        seconds: seconds[1],
        kills,
        running: 0,
        before: known,
        after: known,
        faults: Vec::new(),
    };
    for n in 0..kills {
        let moment = Duration::from_secs_f64(random.part() * killed.seconds);
        if let Err(fault) = one(stage, scene, moment, (&base, &whole), &mut killed) {
            killed.faults.push(format!("kill {n} after {} ms: {fault}", moment.as_millis()));
        }
    }
    Ok(killed)
}

/// Kills once, looks at what is left, types the same again, and looks once more.
fn one(
    stage: &Stage,
    scene: &Scene,
    moment: Duration,
    (base, whole): (&State, &State),
    killed: &mut Killed,
) -> Result<()> {
    let network = stage.fresh(scene)?;
    let mut child = start(stage, scene, &network)?;
    std::thread::sleep(moment);
    // SIGKILL where there are signals.
    child.kill()?;
    let acknowledged = child.wait()?.success();
    killed.running += u32::from(!acknowledged);
    if network.exists() || !scene.makes {
        let left = State::of(stage)?;
        let counted = |known: Option<u32>, state: &State| {
            known.map(|n| n + u32::from(!acknowledged && left.kept == state.kept))
        };
        killed.before = counted(killed.before, base);
        killed.after = counted(killed.after, whole);
        if acknowledged && left.kept != whole.kept {
            return Err("it was acknowledged, and is not all there".into());
        }
        if !scene.removes && !left.has_all_statements_of(base) {
            return Err("what was said before is lost".into());
        }
    }
    let again = start(stage, scene, &network)?.wait()?;
    if !again.success() && !scene.once {
        return Err("typed again, it fails".into());
    }
    if let Some(line) = State::of(stage)?.differs(whole) {
        return Err(format!("typed again, it leads elsewhere: {line}").into());
    }
    match stage.drafts()? {
        none if none.is_empty() => Ok(()),
        drafts => Err(format!("these are left: {drafts:?}").into()),
    }
}

fn start(stage: &Stage, scene: &Scene, network: &Path) -> Result<Child> {
    let mut command = program::comity(network, &stage.moment)?;
    command.args(&scene.typed).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Some(made) = &scene.new_file {
        // Whoever types it again after it was done would name another file.
        drop(fs::remove_file(made));
    }
    Ok(command.spawn()?)
}

fn show(done: &[Killed]) {
    let shown = |known: Option<u32>| known.map_or_else(|| "-".to_owned(), |n| n.to_string());
    let mut table =
        Table::of(&["command", "ms", "kills", "while it ran", "nothing done", "all done", "faults"]);
    for k in done {
        table.row([
            k.what.to_owned(),
            format!("{:.0}", k.seconds * 1e3),
            k.kills.to_string(),
            k.running.to_string(),
            shown(k.before),
            shown(k.after),
            k.faults.len().to_string(),
        ]);
    }
    println!("{table}");
    for fault in done.iter().flat_map(|k| k.faults.iter().map(move |fault| format!("{}: {fault}", k.what))) {
        println!("{fault}");
    }
    println!(
        "Each was killed (SIGKILL) at moments evenly drawn over its undisturbed time, then typed again: the export, who"
    );
    println!(
        "is who, and all that had been said before have to be those of the undisturbed run, and no draft may be left."
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_at_the_end_is_a_difference() {
        let state = |kept: &str| State { kept: kept.to_owned(), persons: String::new() };
        let whole = state("statement 1\nstatement 2\n");
        assert_eq!(whole.differs(&whole), None);
        assert_eq!(state("statement 1\n").differs(&whole).as_deref(), Some("`(the end)`, not `statement 2`"));
        assert!(state("").differs(&whole).is_some() && whole.differs(&state("")).is_some());
    }
}

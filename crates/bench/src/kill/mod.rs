//! `kill`: a command killed at random moments, then typed again, beside one that nobody disturbed.

mod scene;

use crate::table::Table;
use crate::{Outcome, Result, program};
use clap::Args;
use comity::network::Network;
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
    /// Only this command (import, derive, log, merge, migration, restore, forget, remove, backup)
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
    /// Kills that came before anything of it was to be seen, and after all of it was.
    before: u32,
    after: u32,
    /// What was wrong afterwards.
    faults: Vec<String>,
}

impl Kill {
    pub(crate) fn run(&self, json: bool) -> Result<Outcome> {
        let stage = Stage::set(&Plan::sized(self.people, self.messages, self.seed))?;
        let scenes = scene::all(&stage);
        let wanted = |s: &&Scene| self.what.as_ref().is_none_or(|what| what == s.what);
        let mut random = Random(self.seed);
        let mut done = Vec::new();
        for scene in scenes.iter().filter(wanted) {
            done.push(kill(&stage, scene, self.moments, &mut random)?);
        }
        if done.is_empty() {
            return Err("there is no such command to kill".into());
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
    /// Reads what the program finds the next time; who is who is worked out again where that is needed.
    fn of(stage: &Stage, network: &Path) -> Result<Self> {
        let context = crate::ground::context_at(network.to_owned(), stage.now)?;
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

    /// Returns a line that only one of the two has.
    fn differs(&self, other: &Self) -> Option<String> {
        let pair = [(&self.kept, &other.kept), (&self.persons, &other.persons)];
        let lines = pair.into_iter().flat_map(|(one, two)| one.lines().zip(two.lines().chain([""])));
        lines.into_iter().find(|(one, two)| one != two).map(|(one, two)| format!("`{one}`, not `{two}`"))
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

fn kill(stage: &Stage, scene: &Scene, kills: u32, random: &mut Random) -> Result<Killed> {
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
    let whole = State::of(stage, &stage.network())?;
    let base = State::of(stage, &stage.fresh(scene)?)?;
    let mut killed = Killed {
        what: scene.what,
        seconds: seconds[1],
        kills,
        running: 0,
        before: 0,
        after: 0,
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
        let left = State::of(stage, &network)?;
        killed.before += u32::from(!acknowledged && left.kept == base.kept);
        killed.after += u32::from(!acknowledged && left.kept == whole.kept);
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
    if let Some(line) = State::of(stage, &network)?.differs(whole) {
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

/// Numbers that are the same for the same seed.
struct Random(u64);

impl Random {
    /// Returns a part of one, evenly drawn.
    ///
    /// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
    fn part(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn show(done: &[Killed]) {
    let mut table =
        Table::of(&["command", "ms", "kills", "while it ran", "nothing done", "all done", "faults"]);
    for k in done {
        table.row([
            k.what.to_owned(),
            format!("{:.0}", k.seconds * 1e3),
            k.kills.to_string(),
            k.running.to_string(),
            k.before.to_string(),
            k.after.to_string(),
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
    fn moments_are_drawn_evenly_and_the_same_again() {
        let drawn = || {
            let mut random = Random(7);
            (0..1000).map(|_| random.part()).collect::<Vec<f64>>()
        };
        let (one, mean) = (drawn(), drawn().iter().sum::<f64>() / 1000.0);
        assert!(one == drawn() && (0.45..0.55).contains(&mean), "{mean}");
        assert!(one.iter().all(|part| (0.0..1.0).contains(part)));
    }
}

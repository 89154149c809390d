//! Writes a world: `world [--people N] [--messages N] [--seed N] --out DIR`; without figures, the story.

use comity_world::{Plan, write};
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    match plan(std::env::args().skip(1)) {
        Ok((plan, out)) => match write(&plan, &out) {
            Ok(truth) => {
                println!(
                    "{} people and {} contacts in {}.",
                    truth.people.len(),
                    truth.contacts,
                    out.display()
                );
                ExitCode::SUCCESS
            }
            Err(error) => fail(&format!("cannot write to `{}`: {error}", out.display())),
        },
        Err(error) => fail(&error),
    }
}

fn fail(error: &str) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::from(2)
}

/// Reads the arguments, which come in pairs.
fn plan(mut args: impl Iterator<Item = String>) -> Result<(Plan, PathBuf), String> {
    let (mut plan, mut out) = (Plan::story(), None);
    let (mut people, mut messages, mut seed) = (1_000, 40_000, 7);
    while let Some(name) = args.next() {
        let value = args.next().ok_or_else(|| format!("`{name}` needs a value"))?;
        let number = || value.parse::<usize>().map_err(|_| format!("`{value}` is no number"));
        match name.as_str() {
            "--people" => people = number()?,
            "--messages" => messages = number()?,
            "--seed" => seed = number()? as u64,
            "--out" => {
                out = Some(PathBuf::from(value));
                continue;
            }
            _ => return Err(format!("`{name}` is no option")),
        }
        plan = Plan::sized(people, messages, seed);
    }
    Ok((plan, out.ok_or("say where to, with `--out`")?))
}

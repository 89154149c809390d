//! Everything that is measured about Comity, beside its peers.
//!
//! One file for each subcommand, a table for people, `--json` for machines. `oracle` knows the rules by their
//! pages and shares no code with the core; `ground` makes a network of a world; what is shown lies in `table`
//! and `proportion`.

mod all;
mod audit;
mod fit;
mod ground;
mod hostile;
mod import;
mod infer;
mod judge;
mod kill;
mod logistic;
mod machine;
mod mail;
mod names;
mod nurture;
mod oracle;
mod program;
mod proportion;
mod real;
mod resolve;
mod scale;
mod score;
mod screenshots;
mod seeds;
mod table;
mod timed;
mod together;
mod trees;
mod world;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "comity-bench", version, about = "Measure Comity, beside its peers")]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Print JSON instead of a table
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Everything that is measured, beside the figures that were kept last
    All(all::All),
    /// Read files and count what came of each: read, stored, copies, skipped, time and memory
    Import(import::Import),
    /// Hold the audit of invented worlds against an oracle that knows the rules by their pages
    Audit(audit::Audit),
    /// Fit the weights of a model on public data, and write its file
    Fit(fit::Fit),
    /// What relationships are taken to be, held against people who know
    Infer(infer::Infer),
    /// How many approaches are judged in a second
    Judge(judge::Judge),
    /// Who is who among records whose truth is known: quality, time and memory
    Resolve(resolve::Resolve),
    /// Kill commands at random moments, type them again, and see whether anything is lost or double
    Kill(kill::Kill),
    /// How fast mailboxes are read, beside a floor and beside other programs
    Mail(mail::Mail),
    /// Write the rows of mailboxes with as little work as can be (for `mail`)
    #[command(hide = true)]
    Floor(mail::floor::Floor),
    /// Run the program itself (for measurements of whole processes)
    #[command(hide = true)]
    Comity(program::Program),
    /// Whether names that were written for one person are taken to be one person's, on a table of real variants
    Names(names::Names),
    /// How invented networks fare where the plan is followed, beside simpler reminders
    Nurture(nurture::Nurture),
    /// Import while other processes check, note and list, and see that nobody fails, waits long or reads old
    Together(together::Together),
    /// How fast whole commands are on a large network, beside an empty process and a scan
    Scale(scale::Scale),
    /// Whether invented worlds are as hard as published data say that real ones are
    World(world::World),
    /// Run the program on files that are damaged or made to harm: what it says, keeps and takes
    Hostile(hostile::Hostile),
    /// Take pictures of all pages in light, dark and on a telephone, in a browser without a window
    Screenshots(screenshots::Screenshots),
    /// Write honest bytes of every kind, for the fuzzers to begin with
    Seeds(seeds::Seeds),
}

/// What a measurement came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Met,
    /// A bar was not met.
    Missed,
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::All(command) => command.run(cli.json),
        Command::Import(command) => command.run(cli.json),
        Command::Audit(command) => command.run(cli.json),
        Command::Fit(command) => command.run(),
        Command::Infer(command) => command.run(cli.json),
        Command::Judge(command) => command.run(cli.json),
        Command::Resolve(command) => command.run(cli.json),
        Command::Kill(command) => command.run(cli.json),
        Command::Mail(command) => command.run(cli.json),
        Command::Floor(command) => command.run(),
        Command::Comity(command) => command.run(),
        Command::Names(command) => command.run(cli.json),
        Command::Nurture(command) => command.run(cli.json),
        Command::Together(command) => command.run(cli.json),
        Command::Scale(command) => command.run(cli.json),
        Command::World(command) => command.run(cli.json),
        Command::Hostile(command) => command.run(cli.json),
        Command::Screenshots(command) => command.run(),
        Command::Seeds(command) => command.run(),
    };
    match done {
        Ok(Outcome::Met) => ExitCode::SUCCESS,
        Ok(Outcome::Missed) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

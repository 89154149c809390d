//! What an operation is: one thing that a user can ask for, defined once for every face.
//!
//! The struct is what is asked, its doc comment the description, `run` the doing, the answer what every
//! face shows: as JSON through serde, as text through [`Answer::show`]. Faces translate and never decide.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::screen::Screen;
use clap::{ArgMatches, Args, Command};
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How the program ends when nothing stood in the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Welcome, or nothing found: 0.
    #[default]
    Fine,
    /// Unwelcome, or findings of warn or graver: 1.
    Unwelcome,
    /// It could not run: 2.
    CouldNotRun,
    /// Caution: 3.
    Caution,
}

impl Exit {
    /// Returns the number that the operating system sees.
    pub const fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Unwelcome => 1,
            Self::CouldNotRun => 2,
            Self::Caution => 3,
        }
    }
}

/// What an operation does to the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing, and nothing anywhere else.
    Reads,
    /// Nothing; new files come beside it, and none is replaced.
    Writes,
    /// Adds what sources tell or the user says; can be undone or removed.
    Adds,
    /// Takes away for good, or puts another file in its place.
    Removes,
}

/// What is asked.
pub trait Operation: Args + DeserializeOwned + JsonSchema {
    /// The word that users type.
    const NAME: &'static str;
    const EFFECT: Effect;
    type Answer: Answer;

    /// Does it.
    fn run(self, context: &Context) -> Result<Self::Answer>;
}

/// What comes of it.
pub trait Answer: Serialize + JsonSchema + 'static {
    /// Writes it for people.
    fn show(&self, screen: &mut Screen);

    /// Returns how the program ends.
    fn exit(&self) -> Exit {
        Exit::Fine
    }
}

/// An answer of any operation.
pub trait AnyAnswer {
    /// Writes it for people.
    fn show(&self, screen: &mut Screen);
    /// Returns how the program ends.
    fn exit(&self) -> Exit;
    /// Returns it for machines.
    fn json(&self) -> Result<serde_json::Value>;
}

impl<A: Answer> AnyAnswer for A {
    fn show(&self, screen: &mut Screen) {
        Answer::show(self, screen);
    }

    fn exit(&self) -> Exit {
        Answer::exit(self)
    }

    fn json(&self) -> Result<serde_json::Value> {
        let mut json = serde_json::to_value(self)
            .map_err(|e| Error::Internal(format!("the answer cannot be written as JSON: {e}")))?;
        // By name, whatever else in the build would have the order kept in which fields are told.
        json.sort_all_objects();
        Ok(json)
    }
}

/// One line of the list of operations: the same operation, its types put away.
pub struct Entry {
    pub name: &'static str,
    pub effect: Effect,
    /// Returns the command as the terminal knows it.
    pub command: fn() -> Command,
    /// Runs what was typed.
    pub run: fn(&ArgMatches, &Context) -> Result<Box<dyn AnyAnswer>>,
    /// Runs what was sent as JSON.
    pub run_json: fn(serde_json::Value, &Context) -> Result<Box<dyn AnyAnswer>>,
    /// Returns the shapes of what is asked and of what comes of it.
    pub shapes: fn() -> (Schema, Schema),
}

/// Returns the line of an operation.
pub const fn entry<O: Operation>() -> Entry {
    Entry {
        name: O::NAME,
        effect: O::EFFECT,
        command: || O::augment_args(Command::new(O::NAME)),
        run: |typed, context| {
            // Clap has matched the same definition already.
            let asked = O::from_arg_matches(typed).map_err(|e| Error::Internal(e.to_string()))?;
            Ok(Box::new(asked.run(context)?))
        },
        run_json: |sent, context| {
            let asked: O = serde_json::from_value(sent).map_err(|e| {
                Error::user(
                    format!("cannot read what is asked of `{}`: {e}", O::NAME),
                    "see the operation's shape",
                )
            })?;
            Ok(Box::new(asked.run(context)?))
        },
        shapes: || (shape::<O>(), shape::<O::Answer>()),
    }
}

fn shape<T: JsonSchema>() -> Schema {
    SchemaGenerator::new(SchemaSettings::draft2020_12()).into_root_schema_for::<T>()
}

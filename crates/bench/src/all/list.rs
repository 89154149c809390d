//! What is measured, a line each.

use super::needed;
use crate::Result;
use std::ffi::OsString;
use std::path::Path;

/// One measurement: how it is taken, and which figures of its answer are told.
#[derive(Debug)]
pub(super) struct Measurement {
    pub(super) name: &'static str,
    /// The command line; `{data}` and `{network}` stand for what the user gives.
    command: &'static str,
    pub(super) figures: &'static [Told],
}

/// Figures to tell: a name, where they are in the answer, and their unit.
///
/// `*` in a path stands for every member of an object, and for every element of an array, which goes by its
/// `what`, `name`, `case` or number. In a name it stands for the same.
#[derive(Debug)]
pub(super) enum Told {
    Value(&'static str, &'static str, &'static str),
    /// The first of two members beside the sum of both, of whatever the path leads to.
    Share(&'static str, &'static str, [&'static str; 2]),
}

use Told::{Share, Value};

const AUDIT: &[Told] = &[
    Share("* precision", "/rules/*", ["right", "wrong"]),
    Share("* recall", "/rules/*", ["right", "missed"]),
];

/// Everything that is measured.
pub(super) const LIST: &[Measurement] = &[
    Measurement { name: "audit", command: "audit --seeds 1..10", figures: AUDIT },
    Measurement { name: "audit stated", command: "audit --seeds 1..10 --stated", figures: AUDIT },
    Measurement {
        name: "judge",
        command: "judge --seconds 2",
        figures: &[
            Value("judgements", "/judge", "a second"),
            Value("folds of a timeline and judgements", "/fold_and_judge", "a second"),
        ],
    },
    Measurement {
        name: "kill",
        command: "kill --moments 40",
        figures: &[
            Value("* killed", "/*/kills", "times"),
            Value("* killed while it ran", "/*/running", "times"),
        ],
    },
    Measurement {
        name: "together",
        command: "together",
        figures: &[
            Value("* commands", "/*/commands", "commands"),
            Value("longest *", "/*/longest_seconds", "s"),
        ],
    },
    Measurement { name: "hostile", command: "hostile", figures: &[Value("* at most", "/*/peak_mib", "MiB")] },
    Measurement {
        name: "names",
        command: "names --data {data}",
        figures: &[
            Value("false agreement", "/false_agree", "pairs"),
            Value("agreement", "/agree", "variants"),
        ],
    },
    Measurement {
        name: "mail",
        command: "mail --messages 200000 --peers",
        figures: &[
            Value("*", "/rows/*/run/seconds", "s"),
            Value("* at most", "/rows/*/run/peak_mib", "MiB"),
            Value("*", "/bars/*/figure", "times"),
        ],
    },
    Measurement {
        name: "scale",
        command: "scale --network {network}",
        figures: &[Value("*", "/rows/*/run/seconds", "s"), Value("* at most", "/rows/*/run/peak_mib", "MiB")],
    },
];

impl Measurement {
    /// Returns the command line with what the user gives.
    ///
    /// # Errors
    /// Fails where something is needed that was not given.
    pub(super) fn arguments(&self, data: Option<&Path>, network: Option<&Path>) -> Result<Vec<OsString>> {
        let word = |word: &str| -> Result<OsString> {
            if let Some(rest) = word.strip_prefix("{data}") {
                let folder = needed(data, "the folder of data", "--data or COMITY_DATA")?;
                return Ok(folder.join(rest.trim_start_matches('/')).into_os_string());
            }
            if word == "{network}" {
                return Ok(needed(network, "a large network", "--network")?.as_os_str().to_owned());
            }
            Ok(word.into())
        };
        self.command.split_whitespace().map(word).collect()
    }
}

//! Who is who in truth.

use super::input::Told;
use crate::Result;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// Who is who in truth, for each record in the order in which they were told.
pub(super) struct Truth {
    pub(super) persons: Vec<u32>,
    /// The hard cases that a record carries.
    pub(super) tags: Vec<BTreeSet<String>>,
}

impl Truth {
    /// Reads `id,person_id,kind,tags`, with tags parted by semicolons.
    pub(super) fn read(path: &Path, told: &[Told]) -> Result<Self> {
        let text =
            std::fs::read_to_string(path).map_err(|e| format!("cannot read `{}`: {e}", path.display()))?;
        let mut rows: HashMap<&str, (&str, &str)> = HashMap::new();
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            if let [id, person, rest @ ..] = cells.as_slice() {
                rows.insert(id, (person, rest.get(1).copied().unwrap_or("")));
            }
        }
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut truth = Self { persons: Vec::new(), tags: Vec::new() };
        for told in told {
            let (person, tags) =
                rows.get(told.id.as_str()).ok_or_else(|| format!("`{}` has no truth", told.id))?;
            let next = numbers.len() as u32;
            truth.persons.push(*numbers.entry(person).or_insert(next));
            truth.tags.push(tags.split(';').filter(|tag| !tag.is_empty()).map(str::to_owned).collect());
        }
        Ok(truth)
    }
}

//! What an answer of `import` says, held against what a case asks for.

use super::case::{Case, Kept, Size};
use serde_json::Value;

/// What was kept, and what was said of the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub kept: Kept,
    /// Each with its place: `FILE:PLACE: WHY`.
    pub notes: Vec<String>,
}

impl Told {
    /// Reads the JSON that `import` answers with.
    pub fn of(answer: &Value) -> Self {
        let sources = list(answer, "sources");
        let sum = |key: &str| sources.iter().filter_map(|s| s[key].as_u64()).sum::<u64>() as usize;
        let kept = Kept { records: sum("records"), interactions: sum("interactions") };
        let examples = sources.iter().flat_map(|source| list(source, "examples"));
        let notes = examples.chain(list(answer, "not_read")).map(note).collect();
        Self { kept, notes }
    }

    /// Returns what is not as a case asks for; nothing where all is.
    pub fn wrong(&self, case: &Case, size: Size) -> Vec<String> {
        let expected = case.kept_with_beside(size);
        let kept = (self.kept != expected).then(|| format!("kept {:?}, not {expected:?}", self.kept));
        let unsaid = case.says.iter().filter(|part| self.note_with(part).is_none());
        kept.into_iter().chain(unsaid.map(|part| format!("does not say `{part}`"))).collect()
    }

    /// Returns the first note in which a text stands.
    pub fn note_with(&self, part: &str) -> Option<&str> {
        self.notes.iter().map(String::as_str).find(|note| note.contains(part))
    }
}

fn list<'a>(of: &'a Value, key: &str) -> &'a [Value] {
    of[key].as_array().map_or(&[], Vec::as_slice)
}

fn note(told: &Value) -> String {
    let text = |key: &str| told[key].as_str().unwrap_or_default();
    match told["place"].as_u64() {
        None | Some(0) => format!("{}: {}", text("file"), text("why")),
        Some(place) => format!("{}:{place}: {}", text("file"), text("why")),
    }
}

//! Rules that users and firms write: what the judge must know of them, and not in which language they are.

use crate::rule::{Case, Rule, Ruling};
use std::fmt;
use std::sync::Arc;

/// A set of rules that are not built in.
///
/// Each is described by a [`Rule`] of the group `Written`, whose own `check` is never called.
pub trait WrittenRules: Send + Sync {
    /// Returns them all, in the order in which they are said.
    fn rules(&self) -> &[&'static Rule];

    /// Tells what each says about one case, in their order; silent ones may be left out.
    fn look(&self, case: &Case<'_>, say: &mut dyn FnMut(&'static Rule, Ruling));
}

/// The written rules that are loaded, if any are.
#[derive(Clone, Default)]
pub struct Written(Option<Arc<dyn WrittenRules>>);

impl Written {
    /// Returns a set of rules to be judged beside the built-in ones.
    pub fn of(rules: Arc<dyn WrittenRules>) -> Self {
        Self(Some(rules))
    }

    /// Returns them all, in the order in which they are said.
    pub fn rules(&self) -> &[&'static Rule] {
        self.0.as_ref().map_or(&[], |rules| rules.rules())
    }

    /// Tells what each says about one case.
    pub fn look(&self, case: &Case<'_>, say: &mut dyn FnMut(&'static Rule, Ruling)) {
        if let Some(rules) = &self.0 {
            rules.look(case, say);
        }
    }
}

/// The names are enough to tell what is loaded.
impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.rules().iter().map(|r| r.name)).finish()
    }
}

/// The same set, or none on either side.
impl PartialEq for Written {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        }
    }
}

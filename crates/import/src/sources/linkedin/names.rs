//! Names of the archive and whose profiles they are, for the files that tell people by name alone.

use comity_core::{Handle, Platform};
use rustc_hash::FxHashMap;

/// What LinkedIn calls everybody whose profile is hidden or gone.
const HIDDEN: &str = "LinkedIn Member";

/// Whose profile a name is, as far as the archive gives addresses.
#[derive(Default)]
pub(super) struct Names {
    known: FxHashMap<String, Whose>,
}

/// Whose a name is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Whose {
    /// The one profile of that name.
    Profile(Handle),
    /// Somebody whose profile no file tells.
    Untold,
    Several,
}

impl Names {
    /// Notes that somebody of this name has this profile.
    pub(super) fn add(&mut self, name: &str, handle: &Handle) {
        if name.trim().is_empty() || is_hidden(name) {
            return;
        }
        let told = Whose::Profile(handle.clone());
        let known = self.known.entry(folded(name)).or_insert_with(|| told.clone());
        if *known != told {
            *known = Whose::Several;
        }
    }

    /// Notes that connections have this name and no profile is told; two of them are two people.
    pub(super) fn add_unaddressed(&mut self, name: &str, connections: u32) {
        let known = self.known.entry(name.to_owned()).or_insert(Whose::Untold);
        if connections > 1 {
            *known = Whose::Several;
        }
    }

    /// Tells whether several people have the name, so that it says of none of them who they are.
    pub(super) fn is_shared(&self, name: &str) -> bool {
        self.known.get(&folded(name)) == Some(&Whose::Several)
    }

    /// Returns the one profile of a name, or the name as a handle where there is none or are several.
    ///
    /// A wrong guess would put words into somebody's mouth; a mere name is joined later, with all that is
    /// known by then, or stays by itself.
    pub(super) fn handle(&self, name: &str) -> Handle {
        let name = if self.knows(name) { name } else { without_degree(name) };
        match self.known.get(&folded(name)) {
            Some(Whose::Profile(handle)) => handle.clone(),
            _ => Handle::named(Platform::LinkedIn, name),
        }
    }

    /// Cuts a list of names at the commas that part people, not a name and a degree.
    ///
    /// The longest run of parts that is a known name is one person; of the others, a part of one word
    /// (`Ph.D.`) belongs to the name before it.
    pub(super) fn cut(&self, list: &str) -> Vec<String> {
        let parts: Vec<&str> = list.split(", ").map(str::trim).filter(|p| !p.is_empty()).collect();
        let mut names: Vec<String> = Vec::new();
        let mut at = 0;
        while at < parts.len() {
            // Five parts: a name with four degrees.
            let ends = (at + 1..=parts.len().min(at + 5)).rev();
            let known = ends.map(|end| (end, parts[at..end].join(", "))).find(|(_, n)| self.knows(n));
            if let Some((end, name)) = known {
                names.push(name);
                at = end;
                continue;
            }
            match names.last_mut() {
                Some(before) if !parts[at].contains(' ') && self.knows(before) => {}
                Some(before) if !parts[at].contains(' ') => *before = format!("{before}, {}", parts[at]),
                _ => names.push(parts[at].to_owned()),
            }
            at += 1;
        }
        names
    }

    fn knows(&self, name: &str) -> bool {
        self.known.contains_key(&folded(name))
    }
}

/// Tells whether a name stands for somebody who cannot be told.
pub(super) fn is_hidden(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case(HIDDEN)
}

/// Returns a name as names are compared.
pub(super) fn folded(name: &str) -> String {
    Handle::named(Platform::LinkedIn, name).address().to_owned()
}

/// Returns a name as it stands in keys: a degree that is taken or dropped later changes no key.
pub(super) fn in_key(name: &str) -> String {
    folded(without_degree(name))
}

fn without_degree(name: &str) -> &str {
    name.split(',').next().unwrap_or(name)
}

/// Returns the handle of a profile, in any way of writing its address.
///
/// A page of a firm or a school is nobody's profile.
pub(super) fn profile(url: &str) -> Option<Handle> {
    Handle::profile(url).filter(|handle| handle.platform() == Platform::LinkedIn)
}

/// Returns the handles of all profiles in a list, whatever parts them.
pub(super) fn profiles(list: &str) -> Vec<Handle> {
    let parts = list.split([',', ';', ' ', '"', '\n', '\r', '\t']);
    let mut found = Vec::new();
    for handle in parts.filter_map(profile) {
        if !found.contains(&handle) {
            found.push(handle);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        for (name, url) in [
            ("Oskar Venn, Ph.D., MBA", "https://www.linkedin.com/in/oskar-venn"),
            ("Mira Tolland", "linkedin.com/in/mira"),
            ("Ana Ruiz", "https://www.linkedin.com/in/ana-1"),
            ("Ana Ruiz", "https://www.linkedin.com/in/ana-2"),
        ] {
            names.add(name, &profile(url).unwrap());
        }
        names
    }

    fn check(list: &str, expected: &[&str]) {
        assert_eq!(names().cut(list), expected, "{list}");
    }

    #[test]
    fn commas_in_names_do_not_part_people() {
        check("Oskar Venn, Ph.D., MBA, Mira Tolland", &["Oskar Venn, Ph.D., MBA", "Mira Tolland"]);
        check("Rowan Achterberg, CPA, Ilse Brandt", &["Rowan Achterberg, CPA", "Ilse Brandt"]);
        check("Mira Tolland, PMP", &["Mira Tolland"]);
        check("", &[]);
    }

    #[test]
    fn a_name_of_two_people_is_nobodys_profile() {
        assert_eq!(names().handle("mira  tolland").to_string(), "linkedin:mira");
        assert_eq!(names().handle("Ana Ruiz").to_string(), "linkedin:~ana ruiz");
        assert_eq!(names().handle("Ilse Brandt").to_string(), "linkedin:~ilse brandt");
        assert_eq!(names().handle("Mira Tolland, PMP").to_string(), "linkedin:mira");
        let mut names = names();
        names.add_unaddressed("~mira tolland", 1);
        assert_eq!(names.handle("Mira Tolland").to_string(), "linkedin:mira");
        names.add_unaddressed("~mira tolland", 2);
        assert_eq!(names.handle("Mira Tolland").to_string(), "linkedin:~mira tolland");
    }
}

//! Names of entries: made safe, and freed of a folder that merely wraps everything.

/// Folders that say what stands in them, and so are never taken for a mere wrapping.
const TELLING: [&str; 7] = ["cur", "new", "tmp", "messages", "inbox", "friends", "connections"];

/// Tells whether a file is one that an operating system leaves behind, of no use to anyone.
pub fn is_left_by_system(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    name.split('/').any(|part| part == "__MACOSX")
        || last.starts_with("._")
        || matches!(last, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

/// Returns the name with forward slashes, or why it must not be followed.
pub(super) fn clean(name: &str) -> Result<String, &'static str> {
    let name = name.replace('\\', "/");
    if name.contains('\0') {
        return Err("its name holds a zero byte");
    }
    let drive = name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic();
    if name.starts_with('/') || drive {
        return Err("its name is an absolute path");
    }
    if name.split('/').any(|part| part == "..") {
        return Err("its name climbs out of the archive");
    }
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.is_empty() { Err("it has no name") } else { Ok(parts.join("/")) }
}

/// Returns the folder that wraps every name (`export/`), or nothing.
pub(super) fn root<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut names = names.filter(|name| !is_left_by_system(name));
    let (first, _) = names.next()?.split_once('/')?;
    let wraps = |name: &str| name.split_once('/').is_some_and(|(folder, _)| folder == first);
    (!TELLING.contains(&first.to_lowercase().as_str()) && names.all(wraps)).then(|| format!("{first}/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        assert_eq!(clean("a\\b//./c.csv").as_deref(), Ok("a/b/c.csv"));
        for bad in ["../a", "a/../../b", "/etc/passwd", "C:\\a", "\\\\host\\a", "a\0b", "", "./"] {
            assert!(clean(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_folder_that_wraps_everything_is_not_part_of_the_name() {
        let root = |names: &[&str]| root(names.iter().copied());
        assert_eq!(root(&["x/a.csv", "__MACOSX/x/._a.csv", "x/b/c.csv"]).as_deref(), Some("x/"));
        assert_eq!(root(&["x/a.csv", "b.csv"]), None);
        assert_eq!(root(&["cur/1", "cur/2"]), None);
        assert_eq!(root(&[]), None);
    }
}

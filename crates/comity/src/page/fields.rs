//! What follows the question mark of an address, and what a form carries: names and values.

/// Names and values, in order; a name may come several times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `who=p17&for=ask`.
    pub fn read(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).map(|(k, v)| (k.into_owned(), v.into_owned())).collect())
    }

    /// Returns the first value of a name, without space around it; nothing where it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.iter().find(|(k, _)| k == name).map(|(_, v)| v.trim());
        value.filter(|v| !v.is_empty())
    }

    /// Returns the first value of a name, empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// Returns all values of a name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(k, v)| k == name && !v.trim().is_empty()).map(|(_, v)| v.trim()).collect()
    }

    /// Returns the same with another value for a name; an empty one leaves it out.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut fields: Vec<_> = self.0.iter().filter(|(k, _)| k != name).cloned().collect();
        if !value.is_empty() {
            fields.push((name.to_owned(), value.to_owned()));
        }
        Self(fields)
    }

    /// Adds a value.
    pub fn push(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// Returns a path with these after the question mark; what is empty is left out.
    pub fn link(&self, path: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.0.iter().filter(|(_, v)| !v.is_empty()) {
            query.append_pair(name, value);
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_can_be_linked_to_again() {
        let fields = Fields::read("who=Ana+Ruiz%20%26%20Co&for=&tag=a&tag=b".as_bytes());
        assert_eq!(fields.get("who"), Some("Ana Ruiz & Co"));
        assert_eq!(fields.get("for"), None);
        assert_eq!(fields.all("tag"), ["a", "b"]);
        assert_eq!(fields.with("tag", "").link("/x"), "/x?who=Ana+Ruiz+%26+Co");
        assert_eq!(Fields::default().link("/x"), "/x");
    }
}

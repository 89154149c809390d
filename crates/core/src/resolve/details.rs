//! What a card may tell of somebody beside names and handles.

/// What a card may tell of somebody beside names and handles. All of it may be missing.
///
/// None of it is kept in a network unless the user asks for that; whoever has it at hand may give it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// BDAY (RFC 6350, 6.2.5), as `yyyy-mm-dd`, `yyyymmdd` or `--mmdd`.
    pub birthday: Option<String>,
    /// The locality of an address (RFC 6350, 6.3.1), or a place of birth.
    pub locality: Option<String>,
    /// The postal code of an address.
    pub postcode: Option<String>,
    /// A number that a state or an insurance gives to one person each.
    pub national_number: Option<String>,
    /// What they do, where the record has no title.
    pub occupation: Option<String>,
}

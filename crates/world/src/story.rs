//! The cast of the story: the people whom the demo names.

/// An approach that the demo checks before the eyes of the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// The name under which every source knows the person.
    pub name: &'static str,
    /// The channel, in the words of `check --via`.
    pub via: &'static str,
    /// The purpose, in the words of `check --for`.
    pub purpose: &'static str,
}

/// The managing partner of a client firm, known through work alone, on a channel of private life.
pub const UNWELCOME: Check = Check { name: "Marguerite Oyelaran", via: "facebook", purpose: "connect" };

/// An old friend, invited to a professional network.
pub const WELCOME: Check = Check { name: "Soraya Haddadin", via: "linkedin", purpose: "connect" };

/// Who the story is about: a lawyer who has set up on her own and lives on whom she knows.
pub const PROTAGONIST: &str = "Imogen Larkspur";

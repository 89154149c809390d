//! The cast of the story: the people whom the demo names.

use crate::cast::{Character, Kind};
use crate::truth::Tie;

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

/// A partner at a client's, known through work alone, on a channel of private life.
pub const UNWELCOME: Check = Check { name: "Marguerite Oyelaran", via: "facebook", purpose: "connect" };

/// An old friend, invited to a professional network.
pub const WELCOME: Check = Check { name: "Soraya Haddadin", via: "linkedin", purpose: "connect" };

/// Who the story is about: a lawyer who has set up on her own and lives on whom she knows.
pub const PROTAGONIST: &str = "Imogen Larkspur";

/// A named part: who plays it, and what the user says of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    pub(crate) tie: Tie,
}

/// The named parts; the first person of the kind takes each.
pub(crate) const PARTS: [Part; 2] = [
    Part { kind: Kind::Business, name: UNWELCOME.name, tie: Tie::Professional },
    Part { kind: Kind::Friend, name: WELCOME.name, tie: Tie::Personal },
];

impl Part {
    /// Fits a person into the part: no tie yet where the check asks for one.
    pub(crate) fn fit(&self, character: &mut Character) {
        character.befriended = character.befriended.filter(|_| self.kind == Kind::Friend);
        character.linked = None;
        character.person.keeps_separate = false;
        character.person.layer = 50;
        character.weight = 120;
        if self.kind == Kind::Business {
            character.profile();
            character.linked = Some(character.since + 20 * 86_400);
        }
    }
}

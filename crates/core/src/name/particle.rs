//! Particles: the small words that lead up to a family name and are often left out.

use super::hypotheses::Set;
use super::letters::Mark;
use super::lexicon::{Class, Regions};
use super::read::Reader;

impl Reader {
    /// Finds the particles of what is left of the name.
    pub(super) fn find_particles(&mut self) {
        let core = self.core.and(self.hint.trade);
        self.particles = core.iter().filter(|place| self.is_particle(core, *place)).collect();
    }

    /// Tells whether a word only leads up to the next: "van", "de la", "al".
    fn is_particle(&self, core: Set, place: usize) -> bool {
        if !self.is(place, Class::PARTICLE) {
            return false;
        }
        let begins = |p: usize| self.hint.comma == Some(p) || self.family_from == Some(p);
        let Some(next) = core.iter().find(|p| *p > place).filter(|next| !begins(*next)) else { return false };
        let (is_small, has_dot) = (self.has(place, Mark::SMALL), self.has(place, Mark::DOT));
        match self.plain(place) {
            // Nguyen Van Anh: a given name of men.
            "van" if self.begins_vietnamese(core) => return false,
            "v" | "d" => return is_small,
            "e" | "y" | "i" | "o" => return is_small && !has_dot && core.first() != Some(place),
            _ => {}
        }
        // Do-young is one name; al-Baraka is another.
        let is_joined = self.has(next, Mark::HYPHEN);
        let is_article =
            matches!(self.plain(place), "al" | "el" | "ad" | "as" | "ash" | "ur" | "ul" | "bin" | "ben");
        if is_joined && !is_article {
            return false;
        }
        let is_first = core.first() == Some(place) || begins(place);
        let in_family = self.hint.comma.is_some_and(|comma| place < comma)
            || self.family_from.is_some_and(|f| place >= f);
        !is_first || is_small || is_joined || in_family || self.is(next, Class::PARTICLE)
    }

    fn begins_vietnamese(&self, core: Set) -> bool {
        let first = core.first().map(|place| self.known[place]).unwrap_or_default();
        first.family > 0.0 && !first.family_in.and(Regions::VIETNAM).is_empty()
    }
}

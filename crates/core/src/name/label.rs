//! Labels of phone books: what in them names somebody, and whom.

use super::hypotheses::Set;
use super::letters::Mark;
use super::lexicon::Class;
use super::read::Reader;

impl Reader {
    /// Leaves what only a phone book puts beside a name, and whoever it is somebody's: of "Mum's friend Anna"
    /// Anna stays, of "Dad's lawyer" nobody.
    pub(super) fn leave_label(&mut self) {
        self.leave_owner();
        let labels: Set = self.core.iter().filter(|place| self.is_label(*place)).collect();
        if labels.is_empty() {
            return;
        }
        self.hint.is_label = true;
        self.leave_what_follows_a_name(labels);
        let labels: Set = labels.iter().filter(|place| self.core.has(*place)).collect();
        let rest = self.core.without(labels);
        self.hint.is_kin = labels.iter().any(|place| self.is(place, Class::KIN));
        if self.is_of_somebody(labels, rest) {
            self.core = Set::default();
            return;
        }
        // "Ana mum" is the mother of Ana; "Ronald Friend" may be called so.
        if let Some(last) = self.core.last().filter(|last| self.is(*last, Class::KIN) && !rest.is_empty()) {
            let is_whole = labels.len() == 1;
            self.hint.is_whose = true;
            self.hint.trade = if is_whole { labels } else { Set::default() };
            self.hint.is_written_small = self.has(last, Mark::SMALL);
            self.core = if is_whole { rest } else { Set::default() };
            return;
        }
        // A trade may be a family name: both are thought of.
        self.hint.trade = labels.iter().filter(|place| self.known[*place].family > 0.0).collect();
        self.core = rest;
    }

    /// "Ana Ruiz secretary of the board": from the trade on nothing is a name.
    fn leave_what_follows_a_name(&mut self, labels: Set) {
        let before =
            |label: usize| self.core.iter().filter(|place| *place < label && !labels.has(*place)).count();
        let trade = labels.iter().find(|place| before(*place) > 1 && self.known[*place].family == 0.0);
        if let Some(trade) = trade {
            self.core = self.core.iter().filter(|place| *place < trade).collect();
        }
    }

    fn is_label(&self, place: usize) -> bool {
        let known = self.known[place];
        if known.class.is(Class::KIN) {
            return !known.is_given() || self.core.len() == 1;
        }
        known.class.is(Class::ROLE.and(Class::CONTEXT).and(Class::OFFICE)) && !known.is_given()
    }

    /// "Mum of Ana", "Freundin von Mama": the name tells whose, not who.
    fn is_of_somebody(&self, labels: Set, rest: Set) -> bool {
        let (Some(label), Some(name)) = (labels.first(), rest.first()) else { return false };
        let is_kin = |place: usize| self.is(place, Class::KIN);
        let begins = label < name && (is_kin(label) || self.is(label, Class::ROLE));
        begins && self.is(name, Class::PARTICLE) && !self.known[name].is_given()
    }

    /// Leaves everything up to the last "'s", and what follows unless it names somebody.
    fn leave_owner(&mut self) {
        let is_owner = |place: &usize| self.has(*place, Mark::OWNER);
        let Some(owner) = self.core.iter().filter(is_owner).last() else { return };
        let after: Set = self.core.iter().filter(|place| *place > owner).collect();
        if after.is_empty() {
            return;
        }
        self.hint.is_label = true;
        let names_somebody = after.iter().any(|place| self.known[place].is_given() && !self.is_label(place));
        self.core = if names_somebody { after } else { Set::default() };
    }
}

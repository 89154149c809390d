//! The reading of a name: what in it is no name, and how the rest divides.

use super::NameKind;
use super::hypotheses::{Generation, Hypotheses, Order, Reading, Set};
use super::letters::{Letters, Mark};
use super::lexicon::{Class, Entry, entry};
use super::order::{Hint, readings};
use crate::record::Name;
use smallvec::SmallVec;

impl Hypotheses {
    /// Reads a name. Never fails: what names nobody has no reading.
    pub fn of(name: &Name) -> Self {
        match (&name.given, &name.family) {
            (Some(given), Some(family)) => Self::told(given, family),
            (None, Some(family)) if !family.contains(' ') => Self::told("", family),
            _ => Self::whole(&name.full),
        }
    }

    /// Reads a name that stands in one piece.
    pub fn whole(text: &str) -> Self {
        Reader::new(Letters::of(text), None).read()
    }

    /// Reads a name that its source tells in parts; either may be empty.
    pub fn told(given: &str, family: &str) -> Self {
        let mut letters = Letters::of(given);
        let from = Some(letters.words.len()).filter(|from| *from > 0);
        letters.add(family, Mark::default());
        Reader::new(letters, from).read()
    }
}

/// A name on its way to its readings.
pub(super) struct Reader {
    pub(super) letters: Letters,
    pub(super) known: SmallVec<[Entry; 6]>,
    /// Where the source says that the family name begins.
    pub(super) family_from: Option<usize>,
    /// What may be part of the name.
    pub(super) core: Set,
    pub(super) particles: Set,
    called: Set,
    former: Set,
    generation: Option<Generation>,
    pub(super) hint: Hint,
    /// It is written in a script in which the family name comes first.
    pub(super) has_native_order: bool,
}

impl Reader {
    fn new(letters: Letters, family_from: Option<usize>) -> Self {
        let known = letters.words.iter().map(|word| entry(word.id)).collect();
        let core = (0..letters.words.len()).collect();
        let has_native_order = letters.words.iter().any(|word| word.mark.is(Mark::FAMILY_FIRST));
        Self {
            has_native_order,
            letters,
            known,
            family_from,
            core,
            particles: Set::default(),
            called: Set::default(),
            former: Set::default(),
            generation: None,
            hint: Hint::default(),
        }
    }

    fn read(mut self) -> Hypotheses {
        self.open_what_encloses_everything();
        self.tell_initials();
        self.turn_stops_into_commas();
        self.leave_what_stands_beside();
        if let Some(kind) = self.names_nobody() {
            return self.end(kind, SmallVec::new());
        }
        self.take_former();
        self.take_called();
        self.leave_titles();
        self.leave_degrees();
        self.take_generations();
        self.heed_comma();
        self.leave_label();
        self.find_particles();
        let readings = readings(&self);
        let kind = match readings.first() {
            Some(Reading { order: Order::Label, given, .. }) if given.is_empty() => NameKind::Label,
            Some(Reading { order: Order::Single | Order::Label, .. }) => NameKind::Single,
            Some(_) => NameKind::Full,
            None => NameKind::Empty,
        };
        self.end(kind, readings)
    }

    fn end(self, kind: NameKind, readings: SmallVec<[Reading; 3]>) -> Hypotheses {
        Hypotheses {
            text: self.letters.text.into_boxed_str(),
            words: self.letters.words,
            kind,
            readings,
            generation: self.generation,
            particles: self.particles,
            called: self.called,
            former: self.former,
        }
    }

    pub(super) fn is(&self, place: usize, class: Class) -> bool {
        self.known[place].class.is(class)
    }

    pub(super) fn has(&self, place: usize, mark: Mark) -> bool {
        self.letters.words[place].mark.is(mark)
    }

    pub(super) fn plain(&self, place: usize) -> &str {
        self.letters.words[place].plain(&self.letters.text)
    }

    /// Tells whether some list has the word as a name.
    pub(super) fn may_be_name(&self, place: usize) -> bool {
        self.known[place].is_given() || self.known[place].family > 0.0
    }

    fn leave(&mut self, places: impl IntoIterator<Item = usize>) {
        self.core = self.core.without(places.into_iter().collect());
    }

    /// Brackets and quotes around the whole text mean nothing.
    fn open_what_encloses_everything(&mut self) {
        for mark in [Mark::BRACKETS, Mark::QUOTES] {
            if self.letters.words.iter().all(|word| word.mark.is(mark)) {
                self.letters.words.iter_mut().for_each(|word| word.mark = word.mark.without(mark));
            }
        }
    }

    /// JRR, TJ: two or three capitals among ordinary words, which no list has as a name.
    fn tell_initials(&mut self) {
        let is_quiet = |place: usize| self.plain(place).len() > 3 && !self.has(place, Mark::CAPITALS);
        if !self.core.iter().any(is_quiet) {
            return;
        }
        let is_short = |place: &usize| self.has(*place, Mark::CAPITALS) && self.plain(*place).len() < 4;
        let is_word =
            |place: &usize| self.known[*place].class != Class::default() || self.may_be_name(*place);
        let initials: Set = self.core.iter().filter(is_short).filter(|place| !is_word(place)).collect();
        for place in initials.iter() {
            let word = &mut self.letters.words[place];
            word.mark = word.mark.and(Mark::INITIALS);
        }
    }

    /// "Ruiz. Ana": a slip of the pen where a comma was meant.
    fn turn_stops_into_commas(&mut self) {
        let Some(first) = self.core.first().filter(|_| self.core.len() > 1) else { return };
        let is_abbreviation = self.plain(first).len() < 5 || self.known[first].class != Class::default();
        let next = first + 1;
        if self.has(first, Mark::DOT) && !is_abbreviation && !self.has(next, Mark::GLUED) {
            let word = &mut self.letters.words[next];
            word.mark = word.mark.and(Mark::COMMA);
        }
    }

    /// Leaves what follows a bar, a dash or "from": a firm, a place, a slogan.
    fn leave_what_stands_beside(&mut self) {
        let outside = |place: &usize| !self.has(*place, Mark::BRACKETS);
        let begins = |place: &usize| {
            self.has(*place, Mark::BAR) || (self.is(*place, Class::OPENING) && !self.has(*place, Mark::DOT))
        };
        let Some(from) = self.core.iter().skip(1).filter(outside).find(begins) else { return };
        let last_bar = self.core.iter().filter(|place| self.has(*place, Mark::BAR)).last().unwrap_or(0);
        if last_bar > 0 && self.is_name_after(last_bar) {
            self.leave(0..last_bar);
        } else {
            self.leave(from..self.letters.words.len());
        }
    }

    /// "PRESS/EU: Ruiz, Ana": an office stands before the name, which a comma turns round.
    fn is_name_after(&self, bar: usize) -> bool {
        let is_turned = self.core.iter().any(|place| place > bar && self.has(place, Mark::COMMA));
        let is_name = |place: usize| place < bar && self.known[place].is_given();
        is_turned && !self.core.iter().any(is_name)
    }

    /// Tells what the text is where it names no single person.
    fn names_nobody(&self) -> Option<NameKind> {
        let Some(first) = self.core.first() else {
            return Some(if self.letters.is_blank { NameKind::Empty } else { NameKind::Address });
        };
        let core = || self.core.iter().filter(|place| !self.has(*place, Mark::BRACKETS));
        let is_unknown = |place: &usize| !self.may_be_name(*place);
        let is_firm = |place: usize| place > first && self.is(place, Class::FIRM) && is_unknown(&place);
        let offices = core().filter(|place| self.is(*place, Class::OFFICE)).filter(is_unknown).count();
        // "Anna School" is Anna, whom a phone book knows from school.
        let is_label = offices == 1 && core().count() == 2 && self.known[first].is_given();
        let words = core().filter(|place| !self.is(*place, Class::PARTICLE)).count();
        if words > 7 || core().any(is_firm) || (offices > 0 && !is_label) {
            return Some(NameKind::Organisation);
        }
        let joins = |place: &usize| *place > first && self.is(*place, Class::AND);
        let next = self.core.iter().nth(1).unwrap_or(first);
        let is_house =
            words > 1 && self.is(first, Class::HOUSE) && !self.is(next, Class::TITLE.and(Class::ROLE));
        (is_house || core().any(|place| joins(&place))).then_some(NameKind::Several)
    }

    /// Takes "née Müller", "(geb. Müller)" out of the name.
    fn take_former(&mut self) {
        let born = |place: &usize| *place > 0 && self.is(*place, Class::BORN);
        let Some(born) = self.core.iter().find(born) else { return };
        let in_brackets = self.has(born, Mark::BRACKETS);
        let after = self.core.iter().skip_while(|place| *place <= born);
        let after: Set = after.take_while(|place| self.has(*place, Mark::BRACKETS) == in_brackets).collect();
        if after.is_empty() {
            return;
        }
        self.former = after.iter().filter(|place| !self.is(*place, Class::PARTICLE)).collect();
        self.leave(after.iter().chain([born]));
    }

    /// Takes names in quotes and brackets; a firm or a trade in brackets is left.
    fn take_called(&mut self) {
        let enclosed: Set =
            self.core.iter().filter(|p| self.has(*p, Mark::BRACKETS.and(Mark::QUOTES))).collect();
        if enclosed.is_empty() || enclosed == self.core {
            return;
        }
        self.leave(enclosed.iter());
        let other = Class::LABEL.and(Class::FIRM).and(Class::OFFICE).and(Class::TITLE).and(Class::OPENING);
        let is_name = |p: &usize| !self.is(*p, other) || self.may_be_name(*p);
        let first_hyphen = enclosed.iter().skip(1).all(|p| self.has(p, Mark::HYPHEN));
        if !enclosed.iter().all(|p| is_name(&p)) || (enclosed.len() > 1 && !first_hyphen) {
            return;
        }
        let Some(first) = enclosed.first() else { return };
        let is_quoted = self.has(first, Mark::QUOTES);
        // "Anna Berg (Müller)" was Müller, or is called so: what no list knows may be either.
        if is_quoted || self.known[first].is_given() || self.known[first].family == 0.0 {
            self.called = self.called.and(enclosed);
        }
        if !is_quoted && !self.known[first].is_given() {
            self.former = self.former.and(enclosed);
        }
    }

    fn leave_titles(&mut self) {
        if let Some(first) =
            self.core.first().filter(|first| self.is(*first, Class::HOUSE) && self.core.len() > 1)
        {
            self.leave([first]);
        }
        while let Some(first) = self.core.first() {
            let may_be_name = self.may_be_name(first) && !self.has(first, Mark::DOT);
            if !self.is(first, Class::TITLE) || (may_be_name && self.core.len() < 3) {
                break;
            }
            self.hint.is_titled = true;
            self.leave([first]);
        }
        let is_title = |place: &usize| {
            let begins = self.has(*place, Mark::COMMA.and(Mark::DOT)) || self.family_from == Some(*place);
            begins && self.is(*place, Class::TITLE) && !self.may_be_name(*place)
        };
        let titles: Set =
            self.core.iter().filter(is_title).filter(|p| !self.is(*p, Class::GENERATION)).collect();
        self.leave(titles.iter());
    }

    /// Leaves "PhD", "M.D." and the like at the end.
    fn leave_degrees(&mut self) {
        let is_shouted = self.core.iter().all(|p| self.has(p, Mark::CAPITALS) || self.is_short(p));
        while let Some(last) = self.core.last().filter(|_| self.core.len() > 1) {
            let glued = self.glued(last);
            let degree: String = glued.iter().map(|place| self.plain(place)).collect();
            let class = entry(super::lexicon::id(&degree)).class;
            let begin = glued.first().unwrap_or(last);
            let is_sure = degree.len() > 2 && !self.may_be_name(last);
            let looks = self.has(begin, Mark::COMMA) || (self.has(last, Mark::CAPITALS) && !is_shouted);
            let is_dotted = glued.len() > 1 && self.core.len() > glued.len() + 1;
            if !class.is(Class::DEGREE) || !(is_sure || looks || is_dotted) {
                break;
            }
            self.leave(glued.iter());
        }
    }

    fn is_short(&self, place: usize) -> bool {
        self.letters.words[place].is_initial()
    }

    /// Returns the words that only full stops join to this one, itself among them: "M.D.".
    fn glued(&self, last: usize) -> Set {
        let mut first = last;
        while first > 0 && self.has(first, Mark::GLUED) && self.core.has(first - 1) {
            first -= 1;
        }
        (first..=last).collect()
    }

    /// Takes "Jr", "Sr", "III" where they end a part of the name.
    fn take_generations(&mut self) {
        let ends = |place: &usize| {
            let next = self.core.iter().find(|p| p > place);
            next.is_none_or(|p| self.has(p, Mark::COMMA) || self.family_from == Some(p))
        };
        let is_mark = |place: &usize| *place > 0 && self.is(*place, Class::GENERATION);
        let found = self.core.iter().skip(1).filter(is_mark).find(ends);
        let Some(found) = found.filter(|_| self.core.len() > 1) else { return };
        self.generation = Some(match self.plain(found) {
            "sr" | "senior" | "snr" => Generation::Senior,
            "iii" | "iv" => Generation::Later,
            _ => Generation::Junior,
        });
        self.leave([found]);
    }

    /// Finds out whether a comma turns the name round or begins what is no name.
    fn heed_comma(&mut self) {
        let mut commas = self.core.iter().skip(1).filter(|place| self.has(*place, Mark::COMMA));
        let (Some(comma), second) = (commas.next(), commas.next()) else { return };
        if let Some(second) = second {
            self.leave(second..self.letters.words.len());
        }
        let right = self.core.iter().skip_while(|place| *place < comma);
        let no_name = Class::ROLE.and(Class::OFFICE).and(Class::FIRM);
        let is_told = !right.clone().any(|p| self.is(p, no_name) && !self.may_be_name(p));
        if is_told {
            self.hint.comma = Some(comma);
        } else {
            self.leave(comma..self.letters.words.len());
        }
    }
}

#[cfg(test)]
mod tests;

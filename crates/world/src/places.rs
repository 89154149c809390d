//! Firms and the domains of mail; every domain is one that nobody can have.

use crate::dice::Dice;

/// A firm, its domain, and how it writes names and addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Firm {
    pub(crate) name: String,
    pub(crate) domain: String,
    pub(crate) addresses: Addresses,
    pub(crate) display: Display,
}

/// How a firm makes addresses of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Addresses {
    FirstDotLast,
    InitialLast,
    First,
}

/// How mail programs of a firm show a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Display {
    FirstLast,
    LastCommaFirst,
    WithFirm,
}

/// Of eight firms, two write the family name first and one adds its own.
const DISPLAYS: [Display; 8] = [
    Display::FirstLast,
    Display::FirstLast,
    Display::FirstLast,
    Display::FirstLast,
    Display::FirstLast,
    Display::LastCommaFirst,
    Display::LastCommaFirst,
    Display::WithFirm,
];

/// Mail services at which anybody can have an address; Comity's list of such domains knows them.
pub(crate) const FREE_MAIL: [&str; 4] =
    ["freemail.example", "postfach.example", "courriel.example", "webpost.example"];

const FIRST: [&str; 40] = [
    "Amber", "Anchor", "Aspen", "Beacon", "Bramble", "Castle", "Cedar", "Cinder", "Copper", "Crane", "Dover",
    "Ember", "Falcon", "Fern", "Flint", "Gannet", "Harbour", "Heron", "Indigo", "Juniper", "Kestrel",
    "Lantern", "Linden", "Marble", "Meridian", "Mill", "North", "Osprey", "Otter", "Pebble", "Pilot",
    "Quill", "Raven", "Saffron", "Sextant", "Slate", "Tarn", "Tide", "Vellum", "Willow",
];
const SECOND: [&str; 40] = [
    "bank", "beam", "bridge", "brook", "cliff", "court", "cross", "dale", "fall", "field", "fish", "forge",
    "gate", "glade", "grove", "haven", "hill", "house", "keep", "lane", "light", "line", "loom", "mark",
    "mast", "mead", "moor", "point", "port", "ridge", "rise", "row", "sail", "shore", "spring", "stone",
    "vale", "wall", "way", "wood",
];
const TRADE: [&str; 12] = [
    "Partners",
    "Labs",
    "Legal LLP",
    "Logistics",
    "Energy",
    "Architects",
    "Insurance",
    "Foods",
    "Software",
    "Bank",
    "Consulting",
    "Press",
];

/// Returns the firm of a number; every number gives another domain.
pub(crate) fn firm(number: usize, dice: &mut Dice) -> Firm {
    // 607 and 1,600 have no common divisor: neighbours do not sound alike, and none comes twice.
    let place = number * 607 % (FIRST.len() * SECOND.len());
    let word = format!("{}{}", FIRST[place % FIRST.len()], SECOND[place / FIRST.len()]);
    let round = number / (FIRST.len() * SECOND.len());
    let trade = TRADE[(number + round) % TRADE.len()];
    let lower = word.to_lowercase();
    let domain = if round == 0 { format!("{lower}.example") } else { format!("{lower}{round}.example") };
    let name = if round == 0 { format!("{word} {trade}") } else { format!("{word} {trade} {round}") };
    let addresses = *dice.pick(&[
        Addresses::FirstDotLast,
        Addresses::FirstDotLast,
        Addresses::FirstDotLast,
        Addresses::InitialLast,
        Addresses::First,
    ]);
    let display = *dice.pick(&DISPLAYS);
    Firm { name, domain, addresses, display }
}

/// Zones of people; two of three live where the user lives.
pub(crate) const ZONES: [&str; 9] = [
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Africa/Lagos",
    "Europe/Istanbul",
];

/// Hands out telephone numbers that regulators keep for stories, each once.
#[derive(Default)]
pub(crate) struct Numbers {
    mobile: usize,
    land: usize,
    america: usize,
}

impl Numbers {
    /// Returns a mobile number, while there are any: 07700 900000 to 900999, and then 555-01xx across the sea.
    pub(crate) fn mobile(&mut self) -> Option<String> {
        self.mobile += 1;
        // 607 is prime: numbers do not come in order.
        let scattered = (self.mobile - 1) * 607 % 1_000;
        if self.mobile <= 1_000 { Some(format!("+447700900{scattered:03}")) } else { self.america() }
    }

    /// Returns a number of a desk or a home, while there are any.
    pub(crate) fn land(&mut self) -> Option<String> {
        // Codes of London, Leeds, Sheffield, Nottingham, Leicester, Bristol, Reading, Birmingham, Edinburgh,
        // Glasgow, Liverpool, Manchester, with the block of each that belongs to nobody.
        const BLOCKS: [&str; 12] = [
            "207946", "113496", "114496", "115496", "116496", "117496", "118496", "121496", "131496",
            "141496", "151496", "161496",
        ];
        let number = self.land;
        self.land += 1;
        let block = BLOCKS.get(number / 1_000)?;
        Some(format!("+44{block}0{:03}", number * 607 % 1_000))
    }

    fn america(&mut self) -> Option<String> {
        const CODES: [u32; 24] = [
            202, 206, 212, 213, 214, 215, 216, 303, 305, 312, 313, 314, 404, 408, 412, 415, 503, 504, 512,
            602, 612, 617, 702, 713,
        ];
        let number = self.america;
        self.america += 1;
        let code = CODES.get(number / 100)?;
        Some(format!("+1{code}55501{:02}", number % 100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_firm_has_its_own_domain() {
        let mut dice = Dice::new(1, 1);
        let mut domains: Vec<String> = (0..6_000).map(|n| firm(n, &mut dice).domain).collect();
        domains.sort();
        domains.dedup();
        assert_eq!(domains.len(), 6_000);
        assert!(domains.iter().all(|d| d.ends_with(".example")));
    }

    #[test]
    fn every_number_is_reserved_and_comes_once() {
        let mut numbers = Numbers::default();
        let mut all: Vec<String> = (0..20_000).filter_map(|_| numbers.mobile()).collect();
        assert_eq!(all.len(), 1_000 + 24 * 100);
        all.extend((0..20_000).filter_map(|_| numbers.land()));
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
        let reserved = |n: &String| {
            n.starts_with("+4477009") && n.len() == 13
                || n.len() == 12 && n[5..].starts_with("55501")
                || n.len() == 13 && (n.starts_with("+442079460") || n[6..].starts_with("4960"))
        };
        assert!(all.iter().all(reserved), "{:?}", all.iter().find(|n| !reserved(n)));
    }
}

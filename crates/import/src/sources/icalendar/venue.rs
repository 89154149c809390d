//! What kind of place a meeting is at, told by the words of its place; the words themselves are not kept.

use comity_core::Venue;

/// Pages on which people meet; their names stand in links.
const ONLINE_HOSTS: [&str; 16] = [
    "zoom.us/",
    "zoomgov.com/",
    "meet.google.com/",
    "teams.microsoft.com/",
    "teams.live.com/",
    "webex.com/",
    "whereby.com/",
    "meet.jit.si/",
    "gotomeeting.com/",
    "gotomeet.me/",
    "bluejeans.com/",
    "skype.com/",
    "facetime.apple.com/",
    "chime.aws/",
    "discord.gg/",
    "bigbluebutton",
];

/// Words that say what a place is, in the languages in which calendars are mostly kept.
///
/// Only words that leave no doubt: a wrong class is worse than none, because a home speaks for a friend.
const WORDS: [(Venue, &[&str]); 7] = [
    (
        Venue::Online,
        &[
            "zoom",
            "google meet",
            "microsoft teams",
            "teams meeting",
            "teams-besprechung",
            "microsoft teams-besprechung",
            "webex",
            "skype",
            "facetime",
            "online",
            "video call",
            "videocall",
            "videokonferenz",
            "videoanruf",
            "visioconférence",
            "videollamada",
            "videoconferencia",
            "videochiamata",
            "videoconferência",
            "videogesprek",
            "phone call",
            "conference call",
            "telefonkonferenz",
            "telefonat",
            "по телефону",
            "онлайн",
        ],
    ),
    (
        Venue::Office,
        &[
            "office",
            "büro",
            "bureau",
            "oficina",
            "ufficio",
            "kantoor",
            "escritório",
            "biuro",
            "офис",
            "meeting room",
            "conference room",
            "boardroom",
            "board room",
            "besprechungsraum",
            "besprechungszimmer",
            "konferenzraum",
            "sitzungszimmer",
            "salle de réunion",
            "sala de reuniones",
            "sala de juntas",
            "sala riunioni",
            "sala de reunião",
            "vergaderruimte",
            "vergaderzaal",
            "переговорная",
            "headquarters",
        ],
    ),
    (
        Venue::Restaurant,
        &[
            "restaurant",
            "ristorante",
            "restaurante",
            "trattoria",
            "osteria",
            "pizzeria",
            "bistro",
            "bistrot",
            "brasserie",
            "café",
            "cafe",
            "gasthaus",
            "gaststätte",
            "biergarten",
            "pub",
            "tapas",
            "ресторан",
            "кафе",
            "restauracja",
            "kawiarnia",
        ],
    ),
    (
        Venue::Gym,
        &["gym", "fitness", "fitnessstudio", "gimnasio", "palestra", "salle de sport", "sportschool"],
    ),
    (
        Venue::Worship,
        &[
            "church",
            "kirche",
            "église",
            "iglesia",
            "chiesa",
            "kerk",
            "mosque",
            "moschee",
            "mosquée",
            "synagogue",
            "synagoge",
        ],
    ),
    (
        Venue::Funeral,
        &["funeral home", "cemetery", "crematorium", "friedhof", "krematorium", "cimetière", "cementerio"],
    ),
    (
        Venue::Event,
        &[
            "conference centre",
            "conference center",
            "convention center",
            "convention centre",
            "congress centre",
            "kongresszentrum",
            "kongresshalle",
            "palais des congrès",
            "fiera",
        ],
    ),
];

/// What a place must be called in whole to be somebody's home: "home office" is none.
const HOMES: [&str; 12] = [
    "home",
    "my home",
    "my place",
    "at home",
    "zuhause",
    "zu hause",
    "bei mir",
    "bei uns",
    "chez moi",
    "chez nous",
    "mi casa",
    "casa mia",
];

/// What a calendar tells of the place of a meeting.
#[derive(Default)]
pub(super) struct Place {
    pub(super) words: String,
    /// A link to a meeting online stands beside.
    pub(super) link: bool,
    /// A room was booked.
    pub(super) room: bool,
}

impl Place {
    /// Takes a link; those that lead elsewhere say nothing.
    pub(super) fn add_link(&mut self, link: &str) {
        self.link |= is_online(&link.to_lowercase());
    }

    /// Returns the kind of place where one is clear.
    ///
    /// A place in words wins over a link: some calendars put a link to every meeting.
    pub(super) fn venue(&self) -> Option<Venue> {
        let words = self.words.to_lowercase();
        let words = words.trim();
        if words.is_empty() {
            return if self.room { Some(Venue::Office) } else { self.link.then_some(Venue::Online) };
        }
        if HOMES.contains(&words) {
            return Some(Venue::Home);
        }
        let mut kinds: Vec<Venue> = WORDS
            .iter()
            .filter(|(_, list)| list.iter().any(|word| holds(words, word)))
            .map(|(venue, _)| *venue)
            .collect();
        if is_online(words) && !kinds.contains(&Venue::Online) {
            kinds.push(Venue::Online);
        }
        // A room with a link beside it: they sit there, and others join.
        if self.room {
            kinds.retain(|kind| *kind != Venue::Online);
            kinds.push(Venue::Office);
            kinds.dedup();
        }
        match kinds[..] {
            [only] => Some(only),
            _ => None,
        }
    }
}

fn is_online(text: &str) -> bool {
    ONLINE_HOSTS.iter().any(|host| text.contains(host))
}

/// Tells whether words stand in a text as words of their own.
fn holds(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        apart(before) && apart(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: Option<Venue>) {
        let place = Place { words: words.to_owned(), ..Place::default() };
        assert_eq!(place.venue(), expected, "{words}");
    }

    #[test]
    fn only_clear_words_tell_the_kind_of_place() {
        check("Besprechungsraum 2", Some(Venue::Office));
        check("Trattoria Da Anna, High Street 3", Some(Venue::Restaurant));
        check("Home", Some(Venue::Home));
        check("Home office", Some(Venue::Office));
        check("https://firm.zoom.us/j/123", Some(Venue::Online));
        check("Microsoft Teams Meeting", Some(Venue::Online));
        check("Office or Zoom", None);
        check("Publishing House", None);
        check("Room 4", None);
        check("", None);
    }

    #[test]
    fn links_count_where_no_place_is_told() {
        let mut place = Place::default();
        place.add_link("https://www.google.com/calendar/event?eid=1");
        assert_eq!(place.venue(), None);
        place.add_link("https://meet.google.com/abc");
        assert_eq!(place.venue(), Some(Venue::Online));
        place.words = "Harbour Café".to_owned();
        assert_eq!(place.venue(), Some(Venue::Restaurant));
        place.words = "Harbour House".to_owned();
        assert_eq!(place.venue(), None);
        place.room = true;
        assert_eq!(place.venue(), Some(Venue::Office));
    }
}

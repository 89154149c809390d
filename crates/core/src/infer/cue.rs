//! The table of cues: what each is called, and what it speaks for.
//!
//! How much each weighs stands in `data/tie.csv`, which `comity-bench fit tie` writes: fitted on invented worlds,
//! and pulled towards what was thought before, so that a cue of which the worlds tell little stays a judgement.
//! Sources of the judgements: shares of "both" and of work among platform ties after AUCS, Lazega and Krackhardt
//! (a work tie is personal in .25-.45 of cases, a Facebook tie is a work tie in .40); surname after a hand check
//! of the Enron mailboxes (about .72 relatives); hours of the day and free mail were near useless there.

use std::sync::LazyLock;

macro_rules! cues {
    ($($(#[$doc:meta])* $name:ident $words:literal;)*) => {
        /// One kind of evidence about a relationship.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Cue { $($(#[$doc])* $name,)* }

        impl Cue {
            /// All cues, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns the name by which the data file knows it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// Returns the words shown, `{n}` standing for a count.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)* }
            }
        }
    };
}

impl Cue {
    /// Returns what it speaks for a professional and for a personal tie, in thousandths of log-odds.
    pub fn weights(self) -> (i32, i32) {
        WEIGHTS.get(self as usize).copied().unwrap_or_default()
    }
}

static WEIGHTS: LazyLock<Vec<(i32, i32)>> = LazyLock::new(|| read(include_str!("../../data/tie.csv")));

/// Reads `name, professional, personal, words`; a cue of which the file tells nothing weighs nothing.
fn read(text: &str) -> Vec<(i32, i32)> {
    let mut weights = vec![(0, 0); Cue::ALL.len()];
    for line in text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
        let mut cells = line.splitn(4, ',').map(str::trim);
        let cue = cells.next().and_then(|name| Cue::ALL.iter().find(|c| c.name() == name));
        let mut number = || cells.next().and_then(|n| n.parse().ok()).unwrap_or_default();
        if let Some(cue) = cue {
            weights[*cue as usize] = (number(), number());
        }
    }
    weights
}

cues! {
    /// Where everybody starts.
    Base "what is usual";
    FamilyWord "your own word for them is a family word";
    FriendTag "a tag speaks of friendship";
    WorkTag "a tag speaks of work";
    SameFamilyName "they bear your family name";
    SameEmployer "you work for the same organisation";
    ClientEmployer "they work for an organisation that you deal with";
    Card "their employer or title is known";
    /// Numbers are kept of people whom one calls.
    InBook "your address book has a number or a labelled address of theirs";
    BookWithoutWork "your address book names no employer of theirs";
    ProfessionalTie "tied with you on {n} professional network(s)";
    PersonalTie "tied with you on Facebook or its like";
    /// Following is easier than befriending.
    PersonalFollow "you follow each other on a personal platform";
    /// Words were seen by work doors only, and never both ways.
    NothingBeyondWork "nothing but a professional tie is known";
    /// Old friends are on professional networks as well.
    TieWithoutWords "nothing but a professional tie is known, and no word between you";
    WorkOnce "messages on work channels on {n} day(s)";
    WorkOften "messages both ways on work channels on {n} days";
    /// Somebody who was written to once or twice is hardly known.
    WorkOneWay "messages seen one way on work channels on {n} day(s)";
    WorkOneWayOften "messages seen one way on work channels on {n} days";
    OwnWorkFew "messages by your own address for work on {n} day(s)";
    OwnWorkOnly "messages by your own address for work on {n} days, hardly any by a private one";
    OwnPrivateSome "some of your messages go by your own private address, on {n} day(s)";
    OwnPrivateMost "most of your messages go by your own private address, on {n} day(s)";
    PersonalOnce "messages both ways on personal channels on {n} day(s)";
    PersonalSome "messages both ways on personal channels on {n} days";
    PersonalOften "messages both ways on personal channels on {n} days";
    PersonalOneWay "messages seen one way on personal channels on {n} day(s)";
    /// They came to the user on a personal channel first.
    PersonalOpening "they wrote first on a personal channel {n} time(s)";
    PersonalRequest "they asked to be tied on a personal platform";
    OtherTwoWay "messages both ways on channels of unknown side on {n} day(s)";
    MetWorkOnce "met at work on {n} day(s)";
    MetWorkOften "met at work on {n} days";
    MetPersonalOnce "met privately on {n} day(s)";
    MetPersonalOften "met privately on {n} days";
    MetOther "met over a meal or in town on {n} day(s)";
    HoursTogether "{n} hours together outside work";
    HomeLabel "your address book has a home address or number of theirs";
    WorkLabel "your address book has a work address or number of theirs";
    /// Outside office hours: nearly useless, so nearly nothing.
    OffHours "{n} % of messages outside office hours";
    /// The mean of what the outsides of letters say, against a letter of which nothing is known.
    Letters "the outside of {n} letter(s): length of subject, readers, answers, weekends";
}

/// Words that people use of their family in an address book, in a few languages; whole words only.
pub const FAMILY_WORDS: &[&str] = &[
    "mum",
    "mom",
    "mommy",
    "mummy",
    "mother",
    "mama",
    "mamma",
    "maman",
    "mutti",
    "mama",
    "dad",
    "daddy",
    "father",
    "papa",
    "vati",
    "sister",
    "brother",
    "sis",
    "bro",
    "aunt",
    "auntie",
    "uncle",
    "grandma",
    "grandpa",
    "granny",
    "gran",
    "nana",
    "oma",
    "opa",
    "abuela",
    "abuelo",
    "madre",
    "padre",
    "hermano",
    "hermana",
    "tio",
    "tia",
    "nonna",
    "nonno",
    "zia",
    "zio",
    "bruder",
    "schwester",
    "tante",
    "onkel",
    "cousin",
    "cousine",
    "nephew",
    "niece",
    "husband",
    "wife",
    "hubby",
    "son",
    "daughter",
    "family",
    "familie",
    "familia",
    "famille",
    "famiglia",
    "inlaws",
    "kids",
    "babcia",
    "dziadek",
    "mor",
    "far",
];

/// Tags that say friend.
pub const FRIEND_WORDS: &[&str] = &[
    "friend",
    "friends",
    "bestie",
    "close friends",
    "freund",
    "freunde",
    "freundin",
    "amigo",
    "amigos",
    "amiga",
    "ami",
    "amis",
    "amici",
    "personal",
    "private",
    "privat",
    "neighbour",
    "neighbor",
    "school friends",
];

/// Tags that say work.
pub const WORK_WORDS: &[&str] = &[
    "work",
    "client",
    "clients",
    "customer",
    "colleague",
    "colleagues",
    "coworker",
    "coworkers",
    "vendor",
    "supplier",
    "business",
    "professional",
    "lead",
    "prospect",
    "partner firm",
    "arbeit",
    "kollege",
    "kollegen",
    "kunde",
    "kunden",
    "trabajo",
    "cliente",
    "clientes",
    "travail",
    "boulot",
    "lavoro",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_tells_of_every_cue_and_of_nothing_else() {
        let text = include_str!("../../data/tie.csv");
        let names: Vec<&str> =
            text.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split(',').next()).collect();
        let cues: Vec<&str> = Cue::ALL.iter().map(|c| c.name()).collect();
        assert_eq!(names, cues);
    }
}

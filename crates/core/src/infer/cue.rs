//! The table of cues: what each speaks for, and how much.
//!
//! Sources: shares of "both" and of work among platform ties after AUCS, Lazega and Krackhardt (a work
//! tie is personal in .25-.45 of cases, a Facebook tie is a work tie in .40); surname after a hand check
//! of the Enron mailboxes (about .72 relatives); hours of the day and free mail were near useless there,
//! and weigh next to nothing here. The rest is judgement, kept modest.

macro_rules! cues {
    ($($(#[$doc:meta])* $name:ident $professional:literal $personal:literal $words:literal;)*) => {
        /// One kind of evidence about a relationship.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Cue { $($(#[$doc])* $name,)* }

        impl Cue {
            /// All cues, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns what it speaks for a professional and for a personal tie, in thousandths of log-odds.
            pub const fn weights(self) -> (i32, i32) {
                match self { $(Self::$name => ($professional, $personal),)* }
            }

            /// Returns the words shown, `{n}` standing for a count.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)* }
            }
        }
    };
}

cues! {
    /// Where everybody starts.
    Base 0 -850 "what is usual";
    FamilyWord -2000 4200 "your own word for them is a family word";
    FriendTag -300 3200 "a tag speaks of friendship";
    WorkTag 3000 -400 "a tag speaks of work";
    SameFamilyName -700 1800 "they bear your family name";
    SameEmployer 3200 150 "you work for the same organisation";
    ClientEmployer 2600 0 "they work for an organisation that you deal with";
    Card 800 -100 "their employer or title is known";
    ProfessionalTie 2200 -300 "tied with you on {n} professional network(s)";
    PersonalTie -400 1250 "tied with you on Facebook or its like";
    /// Following is easier than befriending.
    PersonalFollow -100 500 "you follow each other on a personal platform";
    /// Only work doors are known, and nothing ever went both ways.
    NothingBeyondWork 0 -1050 "nothing but a professional tie is known";
    WorkOnce 1500 0 "messages on work channels on {n} day(s)";
    WorkOften 2600 200 "messages both ways on work channels on {n} days";
    WorkOneWay 1000 -200 "messages seen one way on work channels on {n} day(s)";
    PersonalOnce -100 1100 "messages both ways on personal channels on {n} day(s)";
    PersonalSome -200 2400 "messages both ways on personal channels on {n} days";
    PersonalOften -300 3200 "messages both ways on personal channels on {n} days";
    /// They came to the user on a personal channel first.
    PersonalOpening 0 300 "they wrote first on a personal channel {n} time(s)";
    PersonalRequest 0 300 "they asked to be tied on a personal platform";
    OtherTwoWay 200 350 "messages both ways on channels of unknown side on {n} day(s)";
    MetWorkOnce 900 0 "met at work on {n} day(s)";
    MetWorkOften 1800 150 "met at work on {n} days";
    MetPersonalOnce -100 2400 "met privately on {n} day(s)";
    MetPersonalOften -200 3400 "met privately on {n} days";
    MetOther 100 500 "met over a meal or in town on {n} day(s)";
    HoursTogether 0 1200 "{n} hours together outside work";
    HomeLabel -200 900 "your address book has a home address or number of theirs";
    WorkLabel 900 -100 "your address book has a work address or number of theirs";
    /// Outside office hours: nearly useless, so nearly nothing.
    OffHours -50 100 "{n} % of messages outside office hours";
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

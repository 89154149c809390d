//! Everything that speaks for or against two records being one person, in one list.

macro_rules! evidence {
    ($($(#[$doc:meta])* $kind:ident $word:literal $told:literal;)*) => {
        /// A kind of evidence.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Evidence {
            $($(#[$doc])* $kind,)*
        }

        impl Evidence {
            /// All kinds, in the order in which they are told.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// Returns the word of the interface.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$kind => $word,)*
                }
            }

            /// Returns what it says, in words for people.
            pub const fn told(self) -> &'static str {
                match self {
                    $(Self::$kind => $told,)*
                }
            }
        }
    };
}

evidence! {
    /// Among so many, any two are hardly ever one.
    Prior "prior" "any two of so many are seldom one";
    Mailbox "mailbox" "both have the address";
    Number "number" "both have the number";
    /// One of the numbers lacks its area or country.
    LocalNumber "local-number" "their numbers end alike";
    Profile "profile" "both have the profile";
    NationalNumber "national-number" "both have the national number";
    /// They share an address or a number, as others do.
    SharedIdentifier "shared-identifier" "both use an address or number of several people";
    /// How their names stand to each other, for or against.
    Name "name" "their names";
    /// Forms of one full name: a nickname, a slip of the pen, a changed family name.
    NameForm "name-form" "their names";
    /// One side tells a part of the name only, or an initial for it.
    NamePart "name-part" "their names";
    /// An address of one spells the name of the other.
    Spelling "spelling" "an address spells the name";
    UserName "user-name" "both go by the user name";
    Workplace "workplace" "both are at";
    Birthday "birthday" "their birthdays";
    Locality "locality" "their places";
    Postcode "postcode" "their postcodes";
    Title "title" "their titles";
    /// Two rows of a list that has everybody once.
    OneList "one-list" "two rows of one list";
    /// Two cards in one address book.
    OneBook "one-book" "two cards in one address book";
    /// Two profiles on a network where everybody has one.
    TwoProfiles "two-profiles" "two profiles on one network";
    /// Each has a number, and not the other's.
    TwoNumbers "two-numbers" "each has another number";
    /// Each has a private address, and not the other's.
    TwoMailboxes "two-mailboxes" "each has another private address";
    /// Each has an address at one firm, and not the other's.
    TwoSeats "two-seats" "each has another address at one firm";
    /// Two numbers tell namesakes at one firm apart.
    Numbered "numbered" "one firm tells them apart by a number";
    /// Both took part in one interaction, as two.
    Met "met" "both took part in one interaction";
    /// Others would fit as well.
    Rivals "rivals" "others would fit as well";
    /// The user said so.
    Stated "stated" "you said so";
}

/// Several kinds of evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kinds(u32);

impl Kinds {
    pub const NONE: Self = Self(0);

    /// Reads what [`Kinds::number`] returned.
    pub const fn from_number(number: u32) -> Self {
        Self(number)
    }

    /// Returns a number to keep.
    pub const fn number(self) -> u32 {
        self.0
    }

    #[must_use]
    pub const fn with(self, kind: Evidence) -> Self {
        Self(self.0 | 1 << kind as u32)
    }

    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn has(self, kind: Evidence) -> bool {
        self.0 & (1 << kind as u32) != 0
    }

    /// Tells whether any kind is in both.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Evidence> {
        Evidence::ALL.iter().copied().filter(move |kind| self.has(*kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_a_set() {
        let some = Kinds::NONE.with(Evidence::Mailbox).with(Evidence::Name);
        assert_eq!(some.iter().collect::<Vec<_>>(), [Evidence::Mailbox, Evidence::Name]);
        assert_eq!(Kinds::from_number(some.number()), some);
        assert!(Evidence::ALL.len() <= 32, "they are kept in 32 bits");
    }
}

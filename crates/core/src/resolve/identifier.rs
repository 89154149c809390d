//! What leads to somebody: a mailbox, a number, a profile.

use super::evidence::Evidence;
use super::key::{Drawer, Key, hash};
use crate::address::Mailbox;
use crate::handle::{Handle, Platform};

/// Of what kind an identifier is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Mailbox,
    /// An office's mailbox: several people, over time at least.
    Role,
    /// A mailbox from which a machine writes.
    Robot,
    /// A whole number.
    Number,
    /// The end of a number: its area or country is not told.
    LocalNumber,
    Profile(Platform),
    /// A name that a service gave to a profile which has another one too.
    Opaque(Platform),
    /// A service that tells people by name alone.
    NameOnly(Platform),
    NationalNumber,
    /// The same key in a source.
    Record,
}

/// An identifier as it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Identifier {
    /// Equal for all ways of writing it.
    pub(super) key: Key,
    pub(super) kind: Kind,
    /// The digits of a number without those before the area, as a number.
    digits: u64,
    length: u8,
}

/// So many last digits tell a number from any other in use.
const TELLING: usize = 9;

/// With fewer digits than this nobody can be called from elsewhere.
pub(super) const FEWEST: usize = 7;

impl Identifier {
    /// Reads a handle.
    pub(super) fn of(handle: &Handle) -> Self {
        let normal = handle.equivalence_key();
        if let Some(number) = normal.strip_prefix("phone:") {
            return Self::number(number);
        }
        let kind = match handle.platform() {
            _ if handle.is_name_only() => Kind::NameOnly(house(handle.platform())),
            _ if normal.starts_with("email:") => match Mailbox::of(handle.address()) {
                Mailbox::Person => Kind::Mailbox,
                Mailbox::Role => Kind::Role,
                Mailbox::Robot => Kind::Robot,
            },
            Platform::LinkedIn if handle.address().starts_with("acoaa") => Kind::Opaque(Platform::LinkedIn),
            platform => Kind::Profile(house(platform)),
        };
        Self::new(kind, hash(&normal))
    }

    pub(super) fn new(kind: Kind, text: u64) -> Self {
        Self { key: Drawer::Identifier.key(&[text]), kind, digits: 0, length: 0 }
    }

    /// Reads a number: whole if it begins with `+`, else as it is dialled from somewhere.
    fn number(text: &str) -> Self {
        let all: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
        let from = if text.starts_with('+') { 0 } else { all.iter().take_while(|d| **d == b'0').count() };
        let told = &all[from.min(all.len())..];
        let value = |digits: &[u8]| digits.iter().fold(0u64, |n, d| n.wrapping_mul(10) + u64::from(d - b'0'));
        let kind = if text.starts_with('+') { Kind::Number } else { Kind::LocalNumber };
        // Numbers are filed by their ends, so that one with and one without its country meet.
        let end = &told[told.len().saturating_sub(TELLING)..];
        let key = Drawer::Identifier.key(&[hash("number"), value(end), end.len() as u64]);
        Self { key, kind, digits: value(told), length: told.len().min(255) as u8 }
    }

    /// Returns the evidence that sharing it is.
    pub(super) const fn evidence(&self) -> Evidence {
        match self.kind {
            Kind::Mailbox | Kind::Role | Kind::Robot => Evidence::Mailbox,
            Kind::Number => Evidence::Number,
            Kind::LocalNumber => Evidence::LocalNumber,
            Kind::Profile(_) | Kind::Opaque(_) | Kind::NameOnly(_) | Kind::Record => Evidence::Profile,
            Kind::NationalNumber => Evidence::NationalNumber,
        }
    }

    pub(super) const fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Number | Kind::LocalNumber)
    }

    /// Returns how many last digits of two numbers are equal; `None` where they are two numbers.
    ///
    /// A number without its country is the other one's end; one without its area too, and says less.
    pub(super) fn common_digits(&self, other: &Self) -> Option<u8> {
        let (short, long) = if self.length <= other.length { (self, other) } else { (other, self) };
        if !self.is_number() || !other.is_number() || usize::from(short.length) < FEWEST {
            return None;
        }
        if self.kind == other.kind && self.kind == Kind::Number {
            return (self.digits == other.digits).then_some(self.length);
        }
        let ends_alike = |digits: u8| {
            let modulus = 10u64.checked_pow(u32::from(digits));
            modulus.is_some_and(|modulus| long.digits % modulus == short.digits % modulus)
        };
        // Some countries dial another digit before the area than zero.
        let telling = short.length.min(TELLING as u8);
        [short.length, telling].into_iter().find(|digits| ends_alike(*digits))
    }

    /// Returns the key of the last digits of a number.
    pub(super) fn tail(&self) -> Option<Key> {
        let is_long = self.is_number() && usize::from(self.length) >= FEWEST;
        is_long.then(|| Drawer::Tail.key(&[self.digits % 10u64.pow(FEWEST as u32)]))
    }
}

/// Platforms that share one set of profiles count as one.
const fn house(platform: Platform) -> Platform {
    match platform {
        Platform::Messenger => Platform::Facebook,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Identifier {
        Identifier::of(&Handle::normal(Platform::Phone, text))
    }

    fn check(a: &str, b: &str, expected: Option<u8>) {
        assert_eq!(number(a).common_digits(&number(b)), expected, "{a} {b}");
        assert_eq!(number(b).common_digits(&number(a)), expected, "{b} {a}");
    }

    #[test]
    fn numbers_are_compared_by_their_ends() {
        check("+442079460123", "+442079460123", Some(12));
        check("+442079460123", "02079460123", Some(10));
        check("+442079460123", "9460123", Some(7));
        check("+442079460123", "460123", None);
        check("+442079460123", "+12079460123", None);
        check("+15550100", "5550100", Some(7));
        check("+79165550100", "89165550100", Some(9));
        assert_eq!(number("+442079460123").tail(), number("9460123").tail());
        assert_eq!(number("+442079460123").key, number("02079460123").key);
    }
}

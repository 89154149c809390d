//! Keys: what records are filed under, as hashes that mean the same in every process.

/// What a record is filed under. Equal texts of one drawer have equal keys, in every process and for good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u64);

/// What a key is made of, so that a name and a firm of one spelling never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drawer {
    /// A mailbox, a number, a profile: whoever names it may be one person.
    Identifier,
    /// The last seven digits of a number.
    Tail,
    FullName,
    Initial,
    /// A given name, and a part of a family name that a slip of the pen spares.
    Slip,
    GivenWork,
    SurnameWork,
    /// The letters of an address, or with which an address would spell a name.
    Spelling,
    /// A user name on whichever service.
    UserName,
    Detail,
    /// A word of a name, to find all who bear it when it grows commoner.
    Given,
    Surname,
    Work,
    /// A part of a block that was split.
    Split,
    /// Two that were counted as one for a word.
    Counted,
    /// All records there are.
    All,
    /// The records in which a source tells of the user themself.
    Me,
    /// Two names that were compared; kept nowhere.
    Compared,
    /// What a component came to.
    Settled,
    /// A given name that is not common, for those of whom nothing else is told.
    GivenAlone,
}

impl Drawer {
    /// Returns the key of some hashes, in this order.
    pub(super) fn key(self, parts: &[u64]) -> Key {
        Key(mixed(parts.iter().fold(self as u64 + 1, |hash, part| folded_in(hash, *part))))
    }
}

/// Returns the hash of a text.
pub(super) fn hash(text: &str) -> u64 {
    hash_of(text.as_bytes())
}

/// Returns the hash of bytes.
pub(super) fn hash_of(bytes: &[u8]) -> u64 {
    let words = bytes.chunks(8).map(|bytes| {
        let mut word = [0; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        u64::from_le_bytes(word)
    });
    mixed(words.fold(bytes.len() as u64, folded_in))
}

/// Takes one more word into a hash. Spelt out, since what a library calls its hash may change with its version
/// and with the machine.
const fn folded_in(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Spreads a hash over all its bits: postings are found by the first of them.
const fn mixed(hash: u64) -> u64 {
    let mut hash = hash;
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_the_same_for_good() {
        // Postings are kept in files: whoever changes a hash has all of them derived anew.
        assert_eq!(hash("ruiz"), 4_261_553_770_482_701_658);
        assert_eq!(Drawer::Surname.key(&[hash("ruiz")]), Key(11_422_236_793_154_743_814));
        assert_ne!(Drawer::Given.key(&[hash("ruiz")]), Drawer::Surname.key(&[hash("ruiz")]));
        assert_ne!(Drawer::Split.key(&[1, 2]), Drawer::Split.key(&[2, 1]));
    }
}

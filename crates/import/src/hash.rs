//! Keyed hashes: what tells two texts apart and says nothing outside the network.

use siphasher::sip::SipHasher24;
use std::hash::Hasher;

/// Returns the keyed hash of one text; equal texts are equal, under one key only.
pub(crate) fn keyed(key: [u8; 16], what: impl AsRef<[u8]>) -> u64 {
    let mut hasher = SipHasher24::new_with_key(&key);
    hasher.write(what.as_ref());
    hasher.finish()
}

/// Returns the keyed hash of texts put one behind the other.
pub(crate) fn keyed_together(key: [u8; 16], texts: &[&str]) -> u64 {
    let mut hasher = SipHasher24::new_with_key(&key);
    texts.iter().for_each(|text| hasher.write(text.as_bytes()));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_is_another_number_in_another_network() {
        let key = *b"sixteen bytes ok";
        assert_eq!(keyed(key, "Hello"), keyed(key, b"Hello"));
        assert_ne!(keyed(key, "Hello"), keyed(key, "hello"));
        assert_ne!(keyed(key, "Hello"), keyed(*b"sixteen others !", "Hello"));
        // SipHash-2-4 of nothing, by its definition: stored hashes must never change.
        let reference: [u8; 16] = std::array::from_fn(|i| i as u8);
        assert_eq!(keyed(reference, ""), 0x726f_db47_dd0e_0e31);
        assert_eq!(
            keyed_together(key, &["id ", "", "some longer text", "x"]),
            keyed(key, "id some longer textx")
        );
    }
}

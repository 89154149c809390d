//! Numbers as bytes, and bytes that tell whether they are whole.

use super::super::key::hash_of;

/// Numbers as they are written down.
#[derive(Debug, Default)]
pub(super) struct Out(Vec<u8>);

impl Out {
    /// Appends a number: seven bits a byte, the lowest first.
    pub(super) fn put(&mut self, value: u64) {
        let mut rest = value;
        while rest >= 0x80 {
            self.0.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        self.0.push(rest as u8);
    }

    /// Appends a number of which all bits tell equally much.
    pub(super) fn put_whole(&mut self, value: u64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    /// Returns the bytes, with a hash of them at their end.
    pub(super) fn sealed(mut self) -> Vec<u8> {
        let hash = hash_of(&self.0);
        self.put_whole(hash);
        self.0
    }
}

/// Returns the hash at the end of sealed bytes.
pub(super) fn seal(bytes: &[u8]) -> u64 {
    bytes.last_chunk().map_or(0, |hash| u64::from_le_bytes(*hash))
}

/// Numbers as they are read again.
#[derive(Debug)]
pub(super) struct In<'a>(&'a [u8]);

impl<'a> In<'a> {
    /// Begins to read sealed bytes; `None` where any is not as it was written.
    pub(super) fn of(bytes: &'a [u8]) -> Option<Self> {
        let (told, hash) = bytes.split_last_chunk()?;
        (hash_of(told) == u64::from_le_bytes(*hash)).then_some(Self(told))
    }

    /// Reads what [`Out::put`] appended.
    pub(super) fn take(&mut self) -> Option<u64> {
        let (mut value, mut shift) = (0u64, 0);
        loop {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
            shift += 7;
        }
    }

    /// Reads a number that has to fit into less.
    pub(super) fn take_as<T: TryFrom<u64>>(&mut self) -> Option<T> {
        T::try_from(self.take()?).ok()
    }

    /// Reads how many things follow, each of which takes a byte at least.
    pub(super) fn take_count(&mut self) -> Option<usize> {
        self.take_as().filter(|count| *count <= self.0.len())
    }

    /// Reads what [`Out::put_whole`] appended.
    pub(super) fn take_whole(&mut self) -> Option<u64> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*bytes))
    }

    /// Tells whether all was read.
    pub(super) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let numbers = [0, 1, 127, 128, 1 << 35, u64::MAX];
        let mut out = Out::default();
        for number in numbers {
            out.put(number);
            out.put_whole(number);
        }
        let bytes = out.sealed();
        let mut read = In::of(&bytes).unwrap();
        for number in numbers {
            assert_eq!((read.take(), read.take_whole()), (Some(number), Some(number)));
        }
        assert!(read.is_at_end() && read.take().is_none() && read.take_whole().is_none());
    }

    #[test]
    fn any_byte_that_is_another_is_noticed() {
        let mut out = Out::default();
        (0..99).for_each(|n| out.put(n * n));
        let bytes = out.sealed();
        for place in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 4;
            assert!(In::of(&damaged).is_none());
            assert!(In::of(&bytes[..place]).is_none());
        }
    }
}

//! Words of the core as the columns and bytes in which they are kept.

use crate::error::{Error, Result};
use comity_core::Moment;
use comity_core::interaction::PartyRole;
use comity_core::record::RecordKind;

/// Returns a moment as precision, value and offset.
pub(super) const fn moment_columns(moment: Moment) -> (i64, i64, Option<i16>) {
    match moment {
        Moment::Instant { at, offset } => (0, at, offset),
        Moment::Local { wall } => (1, wall, None),
        Moment::Date { day } => (2, day as i64, None),
    }
}

/// Reads what [`moment_columns`] gives.
pub(super) fn moment_of(precision: i64, at: i64, offset: Option<i16>) -> Result<Moment> {
    within_reach(match precision {
        0 => Moment::Instant { at, offset },
        1 => Moment::Local { wall: at },
        2 => Moment::Date { day: i32::try_from(at).map_err(|_| Error::corrupt("day", &at.to_string()))? },
        other => return Err(Error::corrupt("precision", &other.to_string())),
    })
}

/// Returns a moment as one text that keeps all of it: `i:1772442000:60`, `l:1772442000`, `d:20514`.
///
/// `Display` is for people; it does not tell an offset of zero from none.
pub(super) fn moment_text(moment: Moment) -> String {
    match moment {
        Moment::Instant { at, offset: None } => format!("i:{at}"),
        Moment::Instant { at, offset: Some(offset) } => format!("i:{at}:{offset}"),
        Moment::Local { wall } => format!("l:{wall}"),
        Moment::Date { day } => format!("d:{day}"),
    }
}

/// Reads what [`moment_text`] gives.
pub(super) fn moment_from(text: &str) -> Result<Moment> {
    within_reach(read_moment(text).ok_or_else(|| Error::corrupt("moment", text))?)
}

/// Years of four digits, in seconds since 1970: no source tells others, and sums with them cannot overflow.
const REACH: std::ops::RangeInclusive<i64> = -377_705_116_800..=253_402_300_799;

fn within_reach(moment: Moment) -> Result<Moment> {
    match REACH.contains(&moment.order()) {
        true => Ok(moment),
        false => Err(Error::corrupt("moment", &moment_text(moment))),
    }
}

fn read_moment(text: &str) -> Option<Moment> {
    let mut parts = text.split(':');
    let told = (parts.next()?, parts.next()?, parts.next());
    Some(match told {
        ("i", at, offset) => {
            Moment::Instant { at: at.parse().ok()?, offset: offset.map(str::parse).transpose().ok()? }
        }
        ("l", wall, None) => Moment::Local { wall: wall.parse().ok()? },
        ("d", day, None) => Moment::Date { day: day.parse().ok()? },
        _ => return None,
    })
}

/// Returns the word of a kind of record.
pub(super) const fn kind_word(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Person => "person",
        RecordKind::Thing => "thing",
        RecordKind::Me => "me",
    }
}

/// Reads what [`kind_word`] gives.
pub(super) fn kind_from(word: &str) -> Result<RecordKind> {
    [RecordKind::Person, RecordKind::Thing, RecordKind::Me]
        .into_iter()
        .find(|k| kind_word(*k) == word)
        .ok_or_else(|| Error::corrupt("kind of record", word))
}

/// Returns the letter under which a role is packed.
const fn role_letter(role: PartyRole) -> u8 {
    match role {
        PartyRole::To => b't',
        PartyRole::Cc => b'c',
        PartyRole::Bcc => b'b',
        PartyRole::Attendee => b'a',
        PartyRole::Invited => b'i',
    }
}

/// Appends a number as a varint: seven bits a byte, the lowest first.
pub(super) fn put_varint(bytes: &mut Vec<u8>, value: i64) {
    let mut rest = value.cast_unsigned();
    while rest >= 0x80 {
        bytes.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    bytes.push(rest as u8);
}

/// Reads what [`put_varint`] appends.
pub(super) fn take_varint(bytes: &mut &[u8]) -> Option<i64> {
    let (mut value, mut shift) = (0_u64, 0);
    loop {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(value.cast_signed());
        }
        shift += 7;
    }
}

/// Packs the parties of an interaction: for each the letter of its role, then its handle as a varint.
pub(super) fn pack(parties: impl Iterator<Item = (PartyRole, i64)>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (role, handle) in parties {
        bytes.push(role_letter(role));
        put_varint(&mut bytes, handle);
    }
    bytes
}

/// Reads what [`pack`] gives, one party at a time.
pub(super) struct Unpack<'a>(pub(super) &'a [u8]);

impl Iterator for Unpack<'_> {
    type Item = Result<(PartyRole, i64)>;

    fn next(&mut self) -> Option<Self::Item> {
        let (letter, rest) = self.0.split_first()?;
        self.0 = rest;
        let role = PartyRole::ALL.iter().copied().find(|r| role_letter(*r) == *letter);
        let party = role.zip(take_varint(&mut self.0));
        Some(party.ok_or_else(|| {
            self.0 = &[];
            Error::Corrupt("a list of parties cannot be read".into())
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_moment_comes_back_whole() {
        let instants = [None, Some(0), Some(60), Some(-570)].map(|offset| Moment::Instant { at: -5, offset });
        let others = [Moment::Local { wall: 1_772_442_000 }, Moment::Date { day: -1 }];
        for moment in instants.into_iter().chain(others) {
            assert_eq!(moment_from(&moment_text(moment)).unwrap(), moment);
            let (precision, at, offset) = moment_columns(moment);
            assert_eq!(moment_of(precision, at, offset).unwrap(), moment);
        }
        assert!(moment_from("d:1:2").is_err());
        assert!(moment_from("i:x").is_err());
        for far in [i64::MIN, i64::MAX] {
            assert!(moment_of(1, far, None).is_err() && moment_from(&format!("l:{far}")).is_err());
        }
        assert!(moment_from(&format!("d:{}", i32::MAX)).is_err());
    }

    #[test]
    fn parties_come_back_in_order() {
        let parties: Vec<_> = PartyRole::ALL.iter().copied().zip([0, 127, 128, 1 << 40, i64::MAX]).collect();
        let bytes = pack(parties.iter().copied());
        let back: Result<Vec<_>> = Unpack(&bytes).collect();
        assert_eq!(back.unwrap(), parties);
        assert!(Unpack(&bytes[..bytes.len() - 1]).any(|p| p.is_err()));
        assert!(Unpack(b"x").any(|p| p.is_err()));
    }
}

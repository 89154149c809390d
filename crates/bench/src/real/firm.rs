//! Nine months of mail between the staff of a manufacturing firm, and who reports to whom.
//!
//! Source: Nurek and Michalski, "Combining machine learning and social network analysis to reveal the
//! organizational structures", Applied Sciences 10, 2020.

use super::part;
use crate::Result;
use jiff::civil::DateTime;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// One mail as one of those whom it went to got it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// Seconds since 1970, by the clock on the wall.
    pub(crate) at: i64,
    /// How many it went to.
    pub(crate) audience: u32,
}

/// The mail of a firm.
pub(crate) struct Firm {
    /// In the order of time.
    pub(crate) mails: Vec<Sent>,
    /// Whom each reports to.
    pub(crate) boss: BTreeMap<u32, u32>,
}

pub(crate) const DAY: i64 = 86_400;

impl Firm {
    /// Reads `data/manufacturing`.
    pub(crate) fn read(data: &Path) -> Result<Self> {
        let folder = part(data, "manufacturing", "the mail of a firm")?;
        let read = |name: &str| -> Result<String> {
            let path = part(&folder, name, "a table")?;
            Ok(String::from_utf8_lossy(&std::fs::read(path)?).into_owned())
        };
        let mut rows: Vec<(i64, u32, u32)> = read("communication.csv")?.lines().filter_map(mail).collect();
        rows.sort_unstable();
        let mut rounds: HashMap<(i64, u32), BTreeSet<u32>> = HashMap::new();
        for (at, from, to) in &rows {
            rounds.entry((*at, *from)).or_default().insert(*to);
        }
        let audience = |at, from| rounds.get(&(at, from)).map_or(1, |to| to.len() as u32);
        let mails = rows
            .into_iter()
            .filter(|(_, from, to)| from != to)
            .map(|(at, from, to)| Sent { from, to, at, audience: audience(at, from) })
            .collect();
        let boss = read("reportsto.csv")?.lines().filter_map(line_of_command).collect();
        Ok(Self { mails, boss })
    }

    /// Returns the mails of each pair between two moments, the later one left out, by pair in order.
    pub(crate) fn pairs(&self, from: i64, until: i64) -> BTreeMap<(u32, u32), Vec<Sent>> {
        let mut pairs: BTreeMap<(u32, u32), Vec<Sent>> = BTreeMap::new();
        for mail in self.mails.iter().filter(|m| (from..until).contains(&m.at)) {
            pairs.entry((mail.from.min(mail.to), mail.from.max(mail.to))).or_default().push(*mail);
        }
        pairs
    }
}

/// Reads `17;37;2010-01-02 17:40:10`.
fn mail(line: &str) -> Option<(i64, u32, u32)> {
    let mut cells = line.split(';').map(str::trim);
    let (from, to) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
    let at: DateTime = cells.next()?.parse().ok()?;
    Some((at.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second(), from, to))
}

fn line_of_command(line: &str) -> Option<(u32, u32)> {
    let (who, boss) = line.split_once([',', ';'])?;
    Some((who.trim().parse().ok()?, boss.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read() {
        assert_eq!(mail("17;37;1970-01-02 00:00:10"), Some((86_410, 17, 37)));
        assert_eq!(mail("Sender;Recipient;EventDate"), None);
        assert_eq!(line_of_command("144,19"), Some((144, 19)));
        assert_eq!(line_of_command("3,technical email account"), None);
    }
}

//! `names`: whether names that were written for one person are taken to be one person's, and others are not.
//!
//! Reads a table of real name variants (`aliases/alias_person.csv`: AliasName, PersonName) and holds every variant
//! against every person in it, by name alone.

use crate::table::Table;
use crate::{Outcome, Result};
use clap::Args;
use comity_core::name::{Hypotheses, Level, NameKind, Spelling, level, spelling};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Instant;

/// Where the data lies.
#[derive(Args)]
pub(crate) struct Names {
    /// The folder that holds `aliases/alias_person.csv`
    #[arg(long)]
    data: PathBuf,
    /// Show every variant that was missed and every stranger that was taken for the person
    #[arg(long)]
    show: bool,
}

/// What was measured.
#[derive(Default, Serialize)]
struct Measured {
    variants: usize,
    persons: usize,
    /// Variants that are written exactly as the person's name.
    identical: usize,
    /// Of the others, those in which given and family name agree, or an address spells them.
    agree: usize,
    /// Those in which one part agrees and the other is missing.
    part: usize,
    /// Those that say too little: "President".
    nothing: usize,
    /// Those that are taken for somebody else.
    missed: usize,
    /// Pairs of a variant and another person, and of these, pairs whose names agree.
    others: usize,
    false_agree: usize,
    /// How often each level came up, with the person and with others.
    levels: BTreeMap<String, (usize, usize)>,
    seconds: f64,
}

/// How a variant and a person stand, as far as names go.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stand {
    Apart,
    Nothing,
    Part,
    Agree,
}

impl Names {
    pub(crate) fn run(&self, json: bool) -> Result<Outcome> {
        let pairs = self.pairs()?;
        let people: BTreeSet<&str> = pairs.iter().map(|(_, person)| person.as_str()).collect();
        let begin = Instant::now();
        let people: Vec<(&str, Hypotheses)> =
            people.into_iter().map(|person| (person, Hypotheses::whole(person))).collect();
        let mut measured = Measured { variants: pairs.len(), persons: people.len(), ..Measured::default() };
        for (variant, person) in &pairs {
            let name = Hypotheses::whole(variant);
            for (other, read) in &people {
                let is_same = other == person;
                let (stand, grade) = compare(variant, &name, read);
                let said = measured.count(stand, grade, variant, is_same, other);
                if self.show
                    && let Some(said) = said
                {
                    eprintln!("{said}: {variant} / {other}");
                }
            }
        }
        measured.seconds = begin.elapsed().as_secs_f64();
        if json {
            println!("{}", serde_json::to_string_pretty(&measured)?);
        } else {
            measured.show();
        }
        Ok(Outcome::Met)
    }

    fn pairs(&self) -> Result<Vec<(String, String)>> {
        let path = self.data.join("aliases/alias_person.csv");
        let mut reader =
            csv::Reader::from_path(&path).map_err(|e| format!("cannot read the aliases: {e}"))?;
        Ok(reader.deserialize().collect::<std::result::Result<_, _>>()?)
    }
}

/// Compares by name, and where the variant is an address or an account, by how it spells the name.
fn compare(variant: &str, name: &Hypotheses, person: &Hypotheses) -> (Stand, String) {
    let is_account = !variant.contains(' ');
    let local = variant.split('@').next().unwrap_or(variant);
    let spelt = if is_account { spelling(local, person).map(|s| s.how()) } else { None };
    let found = level(name, person).level;
    let by_name = match found {
        _ if found >= Level::FamilyInitial => Stand::Agree,
        Level::GivenOnly | Level::FamilyOnly | Level::Label => Stand::Part,
        Level::Nothing => Stand::Nothing,
        _ => Stand::Apart,
    };
    let by_spelling = match spelt.unwrap_or(Spelling::None) {
        Spelling::Full | Spelling::Initial => Stand::Agree,
        Spelling::Part => Stand::Part,
        Spelling::Initials | Spelling::None => Stand::Nothing,
    };
    if by_spelling > Stand::Nothing
        || (is_account && by_name < Stand::Part)
        || name.kind() == NameKind::Address
    {
        return (by_spelling.max(by_name), format!("account: {:?}", spelt.unwrap_or(Spelling::None)));
    }
    (by_name, format!("{:02} {found:?}", found as u8))
}

impl Measured {
    /// Counts one pair; returns what is wrong with it, if something is.
    fn count(
        &mut self,
        stand: Stand,
        grade: String,
        variant: &str,
        is_same: bool,
        other: &str,
    ) -> Option<&'static str> {
        if is_same && variant == other {
            self.identical += 1;
            return None;
        }
        let counts = self.levels.entry(grade).or_default();
        if !is_same {
            counts.1 += 1;
            self.others += 1;
            self.false_agree += usize::from(stand == Stand::Agree);
            return (stand == Stand::Agree).then_some("taken for another");
        }
        counts.0 += 1;
        match stand {
            Stand::Agree => self.agree += 1,
            Stand::Part => self.part += 1,
            Stand::Nothing => self.nothing += 1,
            Stand::Apart => self.missed += 1,
        }
        (stand < Stand::Part).then_some("missed")
    }

    fn show(&self) {
        let mut table = Table::of(&["level", "same person", "others"]);
        for (level, (same, others)) in &self.levels {
            table.row([level.clone(), same.to_string(), others.to_string()]);
        }
        print!("{table}");
        let told = self.variants - self.identical;
        let share = |part: usize| part as f64 / told.max(1) as f64;
        println!();
        println!(
            "{} variants of {} persons; {} are the name itself",
            self.variants, self.persons, self.identical
        );
        println!(
            "of the other {told}: {:.3} agree, {:.3} agree in part",
            share(self.agree),
            share(self.part)
        );
        println!(
            "  {:.3} say too little, {:.3} seem to be somebody else",
            share(self.nothing),
            share(self.missed)
        );
        println!("of {} pairs with others, {} agree", self.others, self.false_agree);
        println!("{:.2} s", self.seconds);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(variant: &str, person: &str, expected: Stand) {
        let (stand, grade) = compare(variant, &Hypotheses::whole(variant), &Hypotheses::whole(person));
        assert!(stand == expected, "{variant} / {person}: {grade}");
    }

    #[test]
    fn variants_are_graded() {
        check("Ruiz, Ana M", "Ana Ruiz", Stand::Agree);
        check("aruiz@firm.example", "Ana Ruiz", Stand::Agree);
        check("ana", "Ana Ruiz", Stand::Part);
        check("x@firm.example", "Ana Ruiz", Stand::Nothing);
        check("Tom Marsh", "Ana Ruiz", Stand::Apart);
    }
}

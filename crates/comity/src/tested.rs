//! Pages and files of rules put to the test: their scenarios run, and what differs.

use crate::error::{Error, Result};
use crate::written::{self, Mistake, Text, is_file_of_rules, texts};
use comity_core::rules::RULES;
use comity_core::scenario::{run_beside, scenarios};
use comity_core::written::Written;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::PathBuf;

/// An expectation that came otherwise.
#[derive(Serialize, JsonSchema)]
pub struct Differs {
    /// The page.
    pub page: String,
    pub line: usize,
    /// What the page says; empty where a line could not be understood.
    pub expected: String,
    /// What came, or what could not be understood.
    pub got: String,
}

/// What came of all expectations.
#[derive(Default)]
pub struct Tested {
    /// How many were looked at.
    pub expectations: usize,
    pub differs: Vec<Differs>,
}

/// Tests files: pages, and files of rules by the scenarios in their comments.
///
/// Where one of the files holds rules, all scenarios run with those alone; else with the ones that are loaded.
///
/// # Errors
/// Fails where a file cannot be read or holds no scenario.
pub fn files(paths: &[PathBuf], loaded: impl FnOnce() -> Result<Written>) -> Result<Tested> {
    let (of_rules, pages): (Vec<&PathBuf>, Vec<&PathBuf>) = paths.iter().partition(|p| is_file_of_rules(p));
    let all = |paths: Vec<&PathBuf>| -> Result<Vec<Text>> {
        Ok(paths.into_iter().map(|p| texts(p)).collect::<Result<Vec<_>>>()?.concat())
    };
    let (rules, pages) = (all(of_rules)?, all(pages)?);
    let beside = match rules.is_empty() {
        true => loaded()?,
        false => match written::of_files(&rules) {
            Ok(written) => written,
            Err(mistakes) => {
                return Ok(Tested { expectations: 0, differs: mistakes.into_iter().map(of).collect() });
            }
        },
    };
    let mut tested = Tested::default();
    let comments = rules.into_iter().map(|file| Text { text: written::page(&file.text), ..file });
    for page in comments.chain(pages) {
        tested.page(&page, &beside)?;
    }
    Ok(tested)
}

/// Tests the pages of the built-in rules, and the files of the user's own that have scenarios.
///
/// # Errors
/// Fails where a page holds no scenario.
pub fn everything(own: &[Text], beside: &Written) -> Result<Tested> {
    let mut tested = Tested::default();
    for rule in RULES {
        // The pages of the house know nothing of what users add.
        tested.page(&Text { name: rule.name.to_owned(), text: rule.page.to_owned() }, &Written::default())?;
    }
    for file in own {
        let page = Text { text: written::page(&file.text), ..file.clone() };
        if !scenarios(&page.text).is_empty() {
            tested.page(&page, beside)?;
        }
    }
    Ok(tested)
}

/// Returns a mistake in a file of rules as something that differs.
fn of(mistake: Mistake) -> Differs {
    let column = if mistake.column > 1 { format!("column {}: ", mistake.column) } else { String::new() };
    let got = format!("{column}{}; {}", mistake.what, mistake.help);
    Differs { page: mistake.file, line: mistake.line, expected: String::new(), got }
}

impl Tested {
    fn page(&mut self, page: &Text, beside: &Written) -> Result<()> {
        let found = scenarios(&page.text);
        if found.is_empty() {
            return Err(Error::Data(
                format!("there is no scenario in `{}`", page.name),
                "write them between ```scenario and ```".to_owned(),
            ));
        }
        for scenario in found {
            let differ = |line, expected, got| Differs { page: page.name.clone(), line, expected, got };
            match run_beside(&scenario.text, beside) {
                Ok(outcomes) => {
                    self.expectations += outcomes.len();
                    let wrong = outcomes.into_iter().filter(|o| !o.holds());
                    self.differs.extend(wrong.map(|o| differ(scenario.line + o.line - 1, o.expected, o.got)));
                }
                Err(why) => {
                    let (line, what) = told_line(&why);
                    self.differs.push(differ(scenario.line + line - 1, String::new(), what.to_owned()));
                }
            }
        }
        Ok(())
    }
}

/// Takes `line 3: what` apart; what names no line is about the first.
fn told_line(why: &str) -> (usize, &str) {
    let told = why.strip_prefix("line ").and_then(|rest| rest.split_once(": "));
    told.and_then(|(line, what)| Some((line.parse().ok()?, what))).unwrap_or((1, why))
}

//! Public sets of people with their truth: told as address books would tell them, beside another program's answers.
//!
//! The sets lie in a folder handed in, and so does whatever runs the other program; nothing of either is kept here.

use super::input::Told;
use super::quality::Quality;
use super::{Run, peer, word};
use crate::Result;
use crate::table::Table;
use comity_core::resolve::Details;
use comity_core::{Handle, LabelledHandle, Name, Provenance, Record};
use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

/// A public set.
struct Set {
    name: &'static str,
    files: &'static [&'static str],
    columns: Columns,
}

/// In which column stands what; an empty name is a column that the set lacks.
struct Columns {
    id: &'static str,
    given: &'static str,
    family: &'static str,
    birthday: &'static str,
    locality: &'static str,
    postcode: &'static str,
    number: &'static str,
    occupation: &'static str,
    mail: &'static str,
    /// Who it is in truth; of a set without it, what stands before the second hyphen of the id.
    truth: &'static str,
}

const FEBRL: Columns = Columns {
    id: "rec_id",
    given: "given_name",
    family: "surname",
    birthday: "date_of_birth",
    locality: "suburb",
    postcode: "postcode",
    number: "soc_sec_id",
    occupation: "",
    mail: "",
    truth: "",
};

const SETS: [Set; 4] = [
    Set { name: "febrl3", files: &["febrl/dataset3.csv"], columns: FEBRL },
    Set { name: "febrl4", files: &["febrl/dataset4a.csv", "febrl/dataset4b.csv"], columns: FEBRL },
    Set {
        name: "fake_1000",
        files: &["fake_1000.csv"],
        columns: Columns {
            id: "unique_id",
            given: "first_name",
            family: "surname",
            birthday: "dob",
            locality: "city",
            postcode: "",
            number: "",
            occupation: "",
            mail: "email",
            truth: "cluster",
        },
    },
    Set {
        name: "historical_50k",
        files: &["historical_figures_with_errors_50k.parquet"],
        columns: Columns {
            id: "unique_id",
            given: "first_name",
            family: "surname",
            birthday: "dob",
            locality: "birth_place",
            postcode: "postcode_fake",
            number: "",
            occupation: "occupation",
            mail: "",
            truth: "cluster",
        },
    },
];

/// Another program, called with the name of a set, the folder of the sets and a folder to write to.
///
/// There it leaves the pairs that it weighed, `edges.csv` with `id_l,id_r,match_weight` in bits; of a set that is no table
/// of text, the table as `records.csv`; and it says how many seconds it took, alone on its last line.
pub(super) struct Peer<'a> {
    pub(super) program: &'a Path,
}

/// Returns how every set in a folder came out, here and with another program, and what could not be done.
pub(super) fn compared(data: &Path, peer: Option<&Peer<'_>>) -> Result<(Table, Vec<String>)> {
    let mut table =
        Table::of(&["set", "who", "pair P", "R", "F1", "B3 P", "R", "F1", "persons", "largest", "s"]);
    let mut missing = Vec::new();
    let scratch = tempfile::tempdir()?;
    for set in &SETS {
        let out = scratch.path().join(set.name);
        std::fs::create_dir_all(&out)?;
        let seconds = peer.map(|peer| peer.run(set, data, &out));
        match set.read(data, &out) {
            Err(why) => missing.push(format!("{}: {why}", set.name)),
            Ok((told, truth)) => {
                let ids: Vec<String> = told.iter().map(|told| told.id.clone()).collect();
                set.run(told, &truth, &mut table);
                if let Some(Ok(seconds)) = &seconds {
                    peer::rows(set.name, &out, (&ids, &truth), seconds, &mut table)?;
                }
            }
        }
        if let Some(Err(why)) = seconds {
            missing.push(format!("{}, the other program: {why}", set.name));
        }
    }
    if peer.is_none() {
        missing.push("the other program: no `--peer` was named".to_owned());
    }
    Ok((table, missing))
}

/// Records, and whose each is in truth.
type Known = (Vec<Told>, Vec<u32>);

impl Set {
    fn read(&self, data: &Path, out: &Path) -> Result<Known> {
        let (mut told, mut truth) = (Vec::new(), Vec::new());
        let mut numbers: HashMap<String, u32> = HashMap::new();
        for file in self.files {
            let is_text = file.ends_with(".csv");
            let path = if is_text { data.join(file) } else { out.join("records.csv") };
            if !path.exists() {
                return Err(format!("`{file}` is not there as a table of text").into());
            }
            let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path)?;
            let heads = reader.headers()?.clone();
            for row in reader.records() {
                let row = row?;
                let cell = |name: &str| {
                    let place = heads.iter().position(|head| head == name && !name.is_empty())?;
                    row.get(place).filter(|cell| !cell.is_empty()).map(str::to_owned)
                };
                let one = self.columns.told(cell);
                let person = cell(self.columns.truth).unwrap_or_else(|| first_two(&one.id));
                let next = numbers.len() as u32;
                truth.push(*numbers.entry(person).or_insert(next));
                told.push(one);
            }
        }
        Ok((told, truth))
    }

    fn run(&self, told: Vec<Told>, truth: &[u32], table: &mut Table) {
        let run = Run::of(told);
        for (cut, partition) in &run.cuts {
            let said = vec![self.name.to_owned(), format!("Comity, {}", word(*cut))];
            let seconds = format!("{:.2}", run.seconds);
            table.row([said, Quality::of(partition, truth).cells(), vec![seconds]].concat());
        }
    }
}

fn first_two(id: &str) -> String {
    id.split('-').take(2).collect::<Vec<_>>().join("-")
}

impl Columns {
    fn told(&self, cell: impl Fn(&str) -> Option<String>) -> Told {
        let id = cell(self.id).unwrap_or_default();
        let (given, family) = (cell(self.given).unwrap_or_default(), cell(self.family).unwrap_or_default());
        let names =
            if given.is_empty() && family.is_empty() { None } else { Some(Name::parts(&given, &family)) };
        let mail = cell(self.mail).and_then(|mail| Handle::email(&mail));
        let record = Record {
            key: format!("set:{id}"),
            names: names.into_iter().collect(),
            handles: mail.map(LabelledHandle::bare).into_iter().collect(),
            provenance: Provenance { file: "set".to_owned(), place: 0 },
            ..Record::default()
        };
        let details = Details {
            birthday: cell(self.birthday),
            locality: cell(self.locality),
            postcode: cell(self.postcode),
            national_number: cell(self.number),
            occupation: cell(self.occupation),
        };
        Told { id, record, details }
    }
}

impl Peer<'_> {
    /// Returns how many seconds it took.
    fn run(&self, set: &Set, data: &Path, out: &Path) -> Result<String> {
        let shown = self.program.display();
        let mut command = Command::new(self.program);
        let done = command.arg(set.name).arg(data).arg(out).output();
        let done = done.map_err(|e| format!("cannot run `{shown}`: {e}"))?;
        let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().last().unwrap_or("").to_owned();
        if done.status.success() { Ok(said(&done.stdout)) } else { Err(said(&done.stderr).into()) }
    }
}

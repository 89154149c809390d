//! Address books that the member once uploaded to LinkedIn: people and their addresses, and no ties.

use crate::csv_table::{Row, Table};
use crate::source::{Bundle, Reason};
use crate::sources::linkedin::files;
use crate::sources::linkedin::out::Out;
use comity_core::record::LabelledHandle;
use comity_core::{Handle, Name, Record};

struct Columns {
    given: Option<usize>,
    family: Option<usize>,
    full: Option<usize>,
    nickname: Option<usize>,
    company: Option<usize>,
    title: Option<usize>,
    mails: Option<usize>,
    numbers: Option<usize>,
    profiles: Option<usize>,
}

impl Columns {
    fn of(table: &Table<'_>) -> Self {
        Self {
            given: table.column("FirstName"),
            family: table.column("LastName"),
            full: table.column("FullName"),
            nickname: table.column("NickName"),
            company: table.column("Companies"),
            title: table.column("Title"),
            mails: table.column("Emails"),
            numbers: table.column("PhoneNumbers"),
            profiles: table.column("Profiles"),
        }
    }
}

pub(super) fn read(bundle: &mut dyn Bundle, index: usize, out: &mut Out<'_>) {
    files::each_row(bundle, index, out, Columns::of, contact);
}

fn contact(out: &mut Out<'_>, columns: &Columns, row: &Row) {
    let mut name = Name::parts(row.cell(columns.given), row.cell(columns.family));
    if name.full.is_empty() {
        name = Name::whole(row.cell(columns.full));
    }
    let handles = handles(out, columns, row);
    if name.full.is_empty() && handles.is_empty() {
        return out.skip(row.line, Reason::Empty, "it has neither a name nor an address");
    }
    let addresses: Vec<String> = handles.iter().map(ToString::to_string).collect();
    let print = format!("{}\n{}", name.full, addresses.join("\n"));
    if !out.is_first(&print) {
        return out.skip(row.line, Reason::Copy, "the file tells this contact before");
    }
    let told = |column| Some(row.cell(column)).filter(|text| !text.is_empty()).map(ToOwned::to_owned);
    out.record(Record {
        key: format!("linkedin:contact:{:016x}", out.hash(&print)),
        names: if name.full.is_empty() { Vec::new() } else { vec![name] },
        nicknames: told(columns.nickname).into_iter().collect(),
        handles: handles.into_iter().map(LabelledHandle::bare).collect(),
        organisation: told(columns.company),
        title: told(columns.title),
        provenance: out.provenance(row.line),
        ..Record::default()
    });
}

/// Returns the addresses of all cells, in order and once each; lists are joined with commas.
fn handles(out: &Out<'_>, columns: &Columns, row: &Row) -> Vec<Handle> {
    let list = |column| row.cell(column).split([',', ';']).map(str::trim);
    let region = out.settings.region.as_deref();
    let mut found: Vec<Handle> = list(columns.mails)
        .filter_map(Handle::email)
        .chain(list(columns.numbers).filter_map(|number| Handle::phone(number, region)))
        .chain(list(columns.profiles).filter_map(Handle::profile))
        .collect();
    found.sort();
    found.dedup();
    found
}

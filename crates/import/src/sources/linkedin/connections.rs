//! Connections: people with whom a tie stands, each since a day.

use crate::csv_table::{Row, Table};
use crate::source::{Bundle, Reason};
use crate::sources::linkedin::out::Out;
use crate::sources::linkedin::{dates, files, names};
use comity_core::interaction::PartyRole;
use comity_core::record::{Label, LabelledHandle, RecordKind};
use comity_core::{Act, Handle, Interaction, Moment, Name, Party, Platform, Record};

struct Columns {
    given: Option<usize>,
    family: Option<usize>,
    url: Option<usize>,
    mail: Option<usize>,
    company: Option<usize>,
    position: Option<usize>,
    since: Option<usize>,
}

impl Columns {
    fn of(table: &Table<'_>) -> Self {
        Self {
            given: table.column("First Name"),
            family: table.column("Last Name"),
            url: table.column("URL"),
            mail: table.column("Email Address"),
            company: table.column("Company"),
            position: table.column("Position"),
            since: table.column("Connected On"),
        }
    }
}

pub(super) fn read(bundle: &mut dyn Bundle, index: usize, out: &mut Out<'_>) {
    files::each_row(bundle, index, out, Columns::of, connection);
}

fn connection(out: &mut Out<'_>, columns: &Columns, row: &Row) {
    let name = Name::parts(row.cell(columns.given), row.cell(columns.family));
    let url = row.cell(columns.url);
    let profile = names::profile(url);
    let since = dates::of_connection(row.cell(columns.since));
    if let Some(at) = since {
        out.saw(at);
    }
    if name.full.is_empty() && profile.is_none() {
        return out.skip(row.line, Reason::NotWanted, "a hidden profile: nothing but a date");
    }
    if names::is_hidden(&name.full) && profile.is_none() {
        return out.skip(row.line, Reason::NotWanted, "a hidden profile");
    }
    let (company, position) = (row.cell(columns.company), row.cell(columns.position));
    let content = match &profile {
        Some(handle) => handle.to_string(),
        None => [&name.full, company, position, row.cell(columns.since)].join("\n"),
    };
    if !out.is_first(&content) {
        return out.skip(row.line, Reason::Copy, "the file tells this connection before");
    }
    // Older files name the profile nowhere; whoever alone writes or asks under the name is meant.
    let handle = profile.clone().unwrap_or_else(|| out.names.handle(&name.full));
    out.is_told(&handle);
    let raw = (profile.is_some() && !url.ends_with(handle.address())).then(|| url.to_owned());
    let mut handles = vec![LabelledHandle { handle: handle.clone(), label: Label::None, raw }];
    if profile.is_none() && out.names.is_shared(&name.full) {
        // As a handle the name would make one person of several.
        handles.clear();
    }
    handles.extend(mail(row.cell(columns.mail)));
    let day = since.map_or_else(|| row.cell(columns.since).to_owned(), |at| at.to_string());
    // The day of a tie never changes, the company does: it is no part of the key.
    let key = match &profile {
        Some(handle) => format!("linkedin:conn:{}", handle.address()),
        None => format!("linkedin:conn:{}:{day}", names::in_key(&name.full)),
    };
    let told = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let provenance = out.provenance(row.line);
    match since {
        Some(at) => tie(out, row, &name, handle, at),
        None => out.skip(row.line, Reason::Broken, "the day of the connection cannot be read"),
    }
    out.record(Record {
        key,
        kind: RecordKind::Person,
        names: if name.full.is_empty() { Vec::new() } else { vec![name] },
        handles,
        organisation: told(company),
        title: told(position),
        since,
        provenance,
        ..Record::default()
    });
}

/// Tells that the tie stands; who asked is not in this file.
///
/// The key is made of name and day, which archives of all years have.
fn tie(out: &mut Out<'_>, row: &Row, name: &Name, handle: Handle, at: Moment) {
    let who = if name.full.is_empty() { handle.address().to_owned() } else { names::in_key(&name.full) };
    let key = format!("linkedin:connected:{at}:{who}");
    out.interaction(Interaction {
        act: Act::Connected,
        parties: vec![Party { handle, role: PartyRole::To }],
        audience: 1,
        provenance: out.provenance(row.line),
        ..Interaction::message(key, at, Platform::LinkedIn)
    });
}

/// Returns the mail address of a cell, with its writing where that differs.
fn mail(text: &str) -> Option<LabelledHandle> {
    let handle = Handle::email(text)?;
    let raw = (handle.address() != text).then(|| text.to_owned());
    Some(LabelledHandle { handle, label: Label::None, raw })
}

//! The member: profile, mail addresses, telephone numbers and present position.

use crate::csv_table::{Row, Table};
use crate::source::{Bundle, MeHint};
use crate::sources::linkedin::files::{self, Archive, Kind};
use crate::sources::linkedin::out::Out;
use comity_core::record::{LabelledHandle, RecordKind};
use comity_core::{Handle, Name, Provenance, Record};

/// Tells who the member is, in hints and as one record; nothing where no file says anything.
///
/// The record holds only what is surely the member's.
pub(super) fn read(bundle: &mut dyn Bundle, archive: &Archive, out: &mut Out<'_>) {
    let mut me = Record { key: "linkedin:me".to_owned(), kind: RecordKind::Me, ..Record::default() };
    own_profile(out, &mut me);
    for &(index, kind) in archive {
        match kind {
            Kind::Profile => files::each_row(bundle, index, out, two_names, |out, columns, row| {
                let name = Name::parts(row.cell(columns.0), row.cell(columns.1));
                if me.names.is_empty() && !name.full.is_empty() {
                    me.names.push(name);
                    me.provenance = out.provenance(row.line);
                }
            }),
            Kind::Emails => files::each_row(bundle, index, out, two_of_mail, |out, columns, row| {
                own_mail(out, &mut me, row, *columns);
            }),
            Kind::Phones => files::each_row(bundle, index, out, number, |out, column, row| {
                own_number(out, row.cell(*column));
            }),
            Kind::Positions => files::each_row(bundle, index, out, three_of_position, |_, columns, row| {
                own_position(&mut me, row, *columns);
            }),
            _ => {}
        }
    }
    if me.provenance != Provenance::default() {
        out.record(me);
    }
}

fn two_names(table: &Table<'_>) -> (Option<usize>, Option<usize>) {
    (table.column("First Name"), table.column("Last Name"))
}

fn two_of_mail(table: &Table<'_>) -> [Option<usize>; 2] {
    [table.column("Email Address"), table.column("Confirmed")]
}

fn number(table: &Table<'_>) -> Option<usize> {
    table.column("Number")
}

fn three_of_position(table: &Table<'_>) -> [Option<usize>; 3] {
    [table.column("Company Name"), table.column("Title"), table.column("Finished On")]
}

/// Hints at the profile that the files show to be the member's, or at the name alone.
fn own_profile(out: &mut Out<'_>, me: &mut Record) {
    let owner = out.owner;
    if let Some(handle) = &owner.handle {
        if owner.sure {
            me.handles.push(LabelledHandle::bare(handle.clone()));
        }
        let (because, sure) = (owner.because.clone(), owner.sure);
        out.me(MeHint { handle: Some(handle.clone()), name: owner.name.clone(), because, sure });
    } else if owner.name.is_some() {
        let because = "the archive has this profile".to_owned();
        out.me(MeHint { handle: None, name: owner.name.clone(), because, sure: true });
    }
}

fn own_mail(out: &mut Out<'_>, me: &mut Record, row: &Row, columns: [Option<usize>; 2]) {
    let [address, confirmed] = columns.map(|column| row.cell(column));
    let Some(handle) = Handle::email(address) else { return };
    // An address that was never confirmed may have been typed wrongly, and so be somebody else's.
    let sure = confirmed.eq_ignore_ascii_case("yes");
    if sure {
        add(me, handle.clone(), out.provenance(row.line));
    }
    let because = if sure { "an address confirmed to LinkedIn" } else { "an address given to LinkedIn" };
    out.me(MeHint { handle: Some(handle), name: None, because: because.to_owned(), sure });
}

/// A number may have been given up since, and be somebody else's by now: it is asked about.
fn own_number(out: &mut Out<'_>, text: &str) {
    let Some(handle) = Handle::phone(text, out.settings.region.as_deref()) else { return };
    let because = "a number given to LinkedIn".to_owned();
    out.me(MeHint { handle: Some(handle), name: None, because, sure: false });
}

fn add(me: &mut Record, handle: Handle, provenance: Provenance) {
    if me.provenance == Provenance::default() {
        me.provenance = provenance;
    }
    if me.handles.iter().all(|known| known.handle != handle) {
        me.handles.push(LabelledHandle::bare(handle));
    }
}

/// The first position without an end is the present one.
fn own_position(me: &mut Record, row: &Row, columns: [Option<usize>; 3]) {
    let [company, title, finished] = columns.map(|column| row.cell(column));
    if finished.is_empty() && me.organisation.is_none() && me.title.is_none() {
        let told = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        (me.organisation, me.title) = (told(company), told(title));
    }
}

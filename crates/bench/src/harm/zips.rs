//! Zips made to harm.

use super::case::{Case, kept};
use super::written::{HEADER, mail, put, row, rows};
use crate::Numbers;
use std::fs::File;
use std::io::{self, BufWriter, Cursor, Read, Seek, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "zip-of-10-gb",
        make: |folder, size| {
            let zeros = zeros(size.of(4 << 20, 1 << 30))?;
            let mut writer = begin(folder)?;
            sound(&mut writer)?;
            let mut archive = ZipArchive::new(Cursor::new(zeros)).map_err(io::Error::other)?;
            for number in 0..10 {
                let file = archive.by_index(0).map_err(io::Error::other)?;
                writer.raw_copy_file_rename(file, format!("bomb-{number}.csv")).map_err(io::Error::other)?;
            }
            finish(writer)
        },
        kept: |_| kept(1, 1),
        says: &[
            "export.zip/bomb-9.csv: it unpacks to far more than it should, as in an archive made to harm",
        ],
    },
    Case {
        name: "zip-that-climbs",
        make: |folder, _| {
            let mut writer = begin(folder)?;
            sound(&mut writer)?;
            for name in ["../up.csv", "/etc/abs.csv", "C:\\win.csv", "a/../../up.csv"] {
                add(&mut writer, name, rows(0, 1).as_bytes())?;
            }
            finish(writer)
        },
        kept: |_| kept(1, 1),
        says: &[
            "export.zip/entry 2: its name climbs out of the archive",
            "export.zip/entry 3: its name is an absolute path",
        ],
    },
    Case {
        name: "zip-with-links",
        make: |folder, _| {
            let mut writer = begin(folder)?;
            sound(&mut writer)?;
            writer.add_symlink("link.csv", "/etc/passwd", packed()).map_err(io::Error::other)?;
            writer.add_symlink("loop.csv", "loop.csv", packed()).map_err(io::Error::other)?;
            finish(writer)
        },
        kept: |_| kept(1, 1),
        says: &["export.zip/link.csv: it is a link, not a file"],
    },
    Case {
        name: "zip-in-zip-in-zip",
        make: |folder, size| {
            let mut inner = Vec::new();
            for _ in 0..size.of(4, 40) {
                let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
                sound(&mut writer)?;
                add(&mut writer, "more.zip", &inner)?;
                inner = writer.finish().map_err(io::Error::other)?.into_inner();
            }
            put(folder, "export.zip", inner)
        },
        // The connection of the outermost; the inner one is in an archive of its own, and says the same.
        kept: |_| kept(2, 2),
        says: &["export.zip/more.zip/more.zip: a zip inside a zip inside a zip"],
    },
    Case {
        name: "zip-of-100000-entries",
        make: |folder, size| {
            let mut writer = begin(folder)?;
            sound(&mut writer)?;
            for number in 0..size.of(300, 100_000) {
                add(&mut writer, &format!("pictures/{number}.jpg"), b"\xff\xd8\xff\xe0")?;
            }
            finish(writer)
        },
        kept: |_| kept(1, 1),
        says: &["export.zip/pictures/0.jpg: a picture, film, program or document that no source knows"],
    },
    Case {
        name: "zip-that-names-one-file-twice",
        make: |folder, _| {
            let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
            sound(&mut writer)?;
            add(&mut writer, "Connectionx.csv", format!("{HEADER}{}", rows(1, 3)).as_bytes())?;
            let mut bytes = writer.finish().map_err(io::Error::other)?.into_inner();
            replace(&mut bytes, b"Connectionx.csv", b"Connections.csv");
            put(folder, "export.zip", bytes)
        },
        kept: |_| kept(2, 2),
        says: &["export.zip/: the archive names a file twice, and only the last can be read"],
    },
    Case {
        name: "zip-with-a-password",
        make: |folder, _| {
            let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
            add(&mut writer, "Connections.csv", format!("{HEADER}{}", row(0)).as_bytes())?;
            let mut bytes = writer.finish().map_err(io::Error::other)?.into_inner();
            // The first flag of an entry, in both of its headers, says that it is encrypted.
            for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
                let at = bytes.windows(4).position(|part| part == signature).unwrap_or(0);
                bytes[at + flags] |= 1;
            }
            put(folder, "export.zip", bytes)
        },
        kept: |_| kept(0, 0),
        says: &["export.zip/Connections.csv: it is locked with a password"],
    },
    Case {
        name: "zip64",
        make: |folder, size| {
            let mut writer = begin(folder)?;
            let options = packed().large_file(true);
            writer.start_file("Connections.csv", options).map_err(io::Error::other)?;
            writer.write_all(HEADER.as_bytes())?;
            (0..size.of(100, 100_000)).try_for_each(|n| writer.write_all(row(n).as_bytes()))?;
            finish(writer)
        },
        kept: |size| kept(size.of(100, 100_000), size.of(100, 100_000)),
        says: &[],
    },
    Case {
        name: "zip-that-is-cut",
        make: |folder, _| {
            let mut bytes = ZipWriter::new(Cursor::new(Vec::new()));
            sound(&mut bytes)?;
            let mut bytes = bytes.finish().map_err(io::Error::other)?.into_inner();
            bytes.truncate(bytes.len() * 2 / 3);
            put(folder, "export.zip", bytes)
        },
        kept: |_| kept(0, 0),
        says: &["export.zip: cannot read the archive as a zip"],
    },
    Case {
        name: "zip-with-a-torn-mailbox",
        make: |folder, size| {
            // Bodies do not pack, so that the damage lies where half of the mails do.
            let mut numbers = Numbers::from(7);
            let mut body =
                || (0..20_000).map(|_| (b'a' + (numbers.draw() % 26) as u8) as char).collect::<String>();
            let mails: String = (0..size.of(40, 400)).map(|n| mail(n, "", &body())).collect();
            let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
            sound(&mut writer)?;
            add(&mut writer, "mail/all.mbox", mails.as_bytes())?;
            let mut bytes = writer.finish().map_err(io::Error::other)?.into_inner();
            let middle = bytes.len() / 2;
            bytes[middle..middle + 64].fill(0xff);
            put(folder, "export.zip", bytes)
        },
        // Half of the mails, with Ana and Tom.
        kept: |size| kept(1 + 2, 1 + size.of(20, 200)),
        says: &["export.zip/mail/all.mbox: the file cannot be read to its end"],
    },
];

fn packed() -> SimpleFileOptions {
    SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Deflated)
}

fn begin(folder: &Path) -> io::Result<ZipWriter<BufWriter<File>>> {
    Ok(ZipWriter::new(BufWriter::new(File::create(folder.join("export.zip"))?)))
}

fn add<W: Write + Seek>(writer: &mut ZipWriter<W>, name: &str, bytes: &[u8]) -> io::Result<()> {
    writer.start_file(name, packed()).map_err(io::Error::other)?;
    writer.write_all(bytes)
}

/// Adds one connection, which is to be kept.
fn sound<W: Write + Seek>(writer: &mut ZipWriter<W>) -> io::Result<()> {
    add(writer, "Connections.csv", format!("{HEADER}{}", row(0)).as_bytes())
}

fn finish<W: Write + Seek>(writer: ZipWriter<W>) -> io::Result<()> {
    writer.finish().map_err(io::Error::other)?.flush()
}

/// Returns a zip of one entry of so many zeros.
fn zeros(count: usize) -> io::Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("zeros", packed()).map_err(io::Error::other)?;
    io::copy(&mut io::repeat(0).take(count as u64), &mut writer)?;
    Ok(writer.finish().map_err(io::Error::other)?.into_inner())
}

fn replace(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    for at in 0..=bytes.len().saturating_sub(from.len()) {
        if bytes[at..].starts_with(from) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
    }
}

//! Folders in which not everything is a file.

use super::case::{Case, kept};
use super::written::{HEADER, put, row};
use std::fs;
use std::io;
use std::path::Path;

pub(super) const CASES: &[Case] = &[
    Case {
        name: "folder-with-links",
        make: |folder, _| {
            put(folder, "archive/Connections.csv", format!("{HEADER}{}", row(0)))?;
            link("..", &folder.join("archive/up"))?;
            link("loop", &folder.join("archive/loop"))?;
            link("/etc/passwd", &folder.join("archive/passwd.csv"))
        },
        kept: |_| kept(1, 1),
        says: if cfg!(unix) { &["archive/loop: it is a link, not a file"] } else { &[] },
    },
    Case {
        name: "folder-with-a-pipe-and-a-socket",
        make: |folder, _| {
            put(folder, "archive/Connections.csv", format!("{HEADER}{}", row(0)))?;
            pipe_and_socket(folder)
        },
        kept: |_| kept(1, 1),
        says: if cfg!(unix) {
            &[
                "pipe.mbox: it is neither a file nor a folder",
                "socket.mbox: it is neither a file nor a folder",
            ]
        } else {
            &[]
        },
    },
    Case {
        name: "folder-of-100000-files",
        make: |folder, size| {
            put(folder, "archive/Connections.csv", format!("{HEADER}{}", row(0)))?;
            fs::create_dir_all(folder.join("pictures"))?;
            (0..size.of(300, 100_000))
                .try_for_each(|n| fs::write(folder.join(format!("pictures/{n}.jpg")), b"\xff\xd8\xff\xe0"))
        },
        kept: |_| kept(1, 1),
        says: &["pictures/0.jpg: a picture, film, program or document that no source knows"],
    },
    Case {
        name: "folder-300-deep",
        make: |folder, size| {
            let deep = "d/".repeat(size.of(50, 300));
            put(folder, &format!("{deep}Connections.csv"), format!("{HEADER}{}", row(0)))
        },
        kept: |_| kept(1, 1),
        says: &[],
    },
    Case {
        name: "files-with-strange-names",
        make: |folder, _| {
            put(folder, "archive/Connections.csv", format!("{HEADER}{}", row(0)))?;
            strange_names(folder)
        },
        kept: |_| kept(1, 1),
        says: &["text of a kind that no source knows"],
    },
];

#[cfg(unix)]
fn link(to: &str, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

#[cfg(not(unix))]
fn link(_to: &str, _at: &Path) -> io::Result<()> {
    // Elsewhere links need rights that a test has not.
    Ok(())
}

#[cfg(unix)]
fn pipe_and_socket(folder: &Path) -> io::Result<()> {
    let made = std::process::Command::new("mkfifo").arg(folder.join("pipe.mbox")).status()?;
    if !made.success() {
        return Err(io::Error::other("mkfifo failed"));
    }
    // A path to a socket may have no more than a hundred bytes.
    std::os::unix::net::UnixListener::bind(folder.join("socket.mbox")).map(drop)
}

#[cfg(not(unix))]
fn pipe_and_socket(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn strange_names(folder: &Path) -> io::Result<()> {
    use std::os::unix::ffi::OsStrExt;
    let names: [&[u8]; 4] =
        [b"esc\x1b[2J.txt", b"two\nlines.txt", b"latin-\xe9.txt", "rtl\u{202e}txt".as_bytes()];
    names.iter().try_for_each(|name| fs::write(folder.join(std::ffi::OsStr::from_bytes(name)), "hello"))
}

#[cfg(not(unix))]
fn strange_names(folder: &Path) -> io::Result<()> {
    fs::write(folder.join("rtl\u{202e}txt"), "hello")
}

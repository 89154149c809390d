//! What the documents show of a terminal is what the program says.
#![cfg(unix)]

mod transcript;

use std::fs;
use std::path::{Path, PathBuf};
use transcript::{Answer, answered, check};

fn documents() -> Vec<PathBuf> {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the crate lies two folders deep");
    let docs = fs::read_dir(root.join("docs")).expect("the documents").map(|e| e.expect("a document").path());
    let mut found: Vec<_> = docs.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    found.push(root.join("README.md"));
    found.sort();
    found
}

#[test]
fn documents_show_what_the_program_says() {
    check(&documents());
}

#[test]
fn an_answer_takes_the_place_of_the_old_one() {
    let document = "$ comity outside\n<!-- made by docs/make -->\n<!-- run: comity add -->\nText.\n```console\n\
                    $ comity one # exit code 2\nold\n\n$ comity two\nold\n```\n```text\n$ comity not-this\n```\n\
                    <!-- end of what docs/make made -->\n```console\n$ comity nor-this\n```\n";
    let mut ran = Vec::new();
    let made = answered(document, |line| {
        ran.push(line.to_owned());
        Answer { printed: format!("new {line}  \n"), code: i32::from(line == "comity one") }
    });
    assert_eq!(ran, ["comity add", "comity one", "comity two"]);
    let expected = "$ comity outside\n<!-- made by docs/make -->\n<!-- run: comity add -->\nText.\n```console\n\
                    $ comity one # exit code 1\nnew comity one\n$ comity two\nnew comity two\n```\n```text\n\
                    $ comity not-this\n```\n<!-- end of what docs/make made -->\n```console\n$ comity nor-this\n```\n";
    assert_eq!(made, expected);
    assert_eq!(
        answered(expected, |line| Answer {
            printed: format!("new {line}"),
            code: i32::from(line == "comity one"),
        }),
        expected
    );
}

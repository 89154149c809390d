//! Whoever is forgotten is in no file any more: not in the network, not beside it, not in what Comity put aside.

use crate::program::Home;
use std::fs;

/// The address of the user.
const JO: &str = "jo@keller.example";

/// Words that tell of Quill alone, in any writing.
const PLANTED: [&str; 8] =
    ["quillfeather", "inkwell", "scrivener", "penpal", "parchment", "79460177", "quentin", "mid-of-quill"];

/// Returns which of the planted words stand in which files of the network and beside it, in letters large or small.
fn found(home: &Home) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(home).expect("a home").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with("test.comity") {
            continue;
        }
        let bytes = fs::read(entry.path()).expect("a file can be read").to_ascii_lowercase();
        let has = |word: &str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
        found.extend(PLANTED.iter().filter(|word| has(word)).map(|word| format!("{word} in {name}")));
    }
    found
}

/// Writes and imports what several services tell of Quill, of Ana, and of both.
fn import(home: &Home) {
    let card = "BEGIN:VCARD\nVERSION:3.0\nUID:quillfeather-1\nFN:Quentin Quillfeather\nNICKNAME:Inkwell\n\
                ORG:Inkwell Ltd\nTITLE:Scrivener\nEMAIL:quillfeather@inkwell.example\nTEL:+442079460177\n\
                CATEGORIES:penpal\nEND:VCARD\n";
    let ana = "BEGIN:VCARD\nVERSION:3.0\nUID:ana\nFN:Ana Ruiz\nEMAIL:ana@firm.example\nEND:VCARD\n";
    home.write("quillfeather.vcf", card);
    home.write("others.vcf", ana);
    let mail = |id: &str, from: &str, to: &str, more: &str| {
        format!(
            "From - Thu Jan  1 00:00:00 1970\nMessage-ID: <{id}@mail.example>\n{more}\
             Date: Mon, 2 Feb 2026 09:00:00 +0000\nFrom: {from}\nTo: {to}\nSubject: Parchment for {id}\n\nText\n\n"
        )
    };
    let quill = "Quentin Quillfeather <quillfeather@inkwell.example>";
    let (answer, both) =
        ("In-Reply-To: <mid-of-quill@mail.example>\n", format!("Ana Ruiz <ana@firm.example>, {quill}"));
    let mails = [
        mail("mid-of-quill", quill, JO, ""),
        mail("to-quill", &format!("Jo <{JO}>"), quill, answer),
        mail("to-both", &format!("Jo <{JO}>"), &both, answer),
        mail("to-ana", &format!("Jo <{JO}>"), "Ana Ruiz <ana@firm.example>", ""),
    ];
    home.write("mail.mbox", &mails.concat());
    for file in ["quillfeather.vcf", "others.vcf", "mail.mbox"] {
        home.ok(&["import", file, "--me", JO]);
    }
}

fn speak(home: &Home) {
    home.ok(&["note", "quillfeather", "Loves parchment."]);
    home.ok(&["undo"]);
    home.ok(&["tag", "quillfeather", "penpal"]);
    home.ok(&["log", "quillfeather", "--via", "quillfeather@inkwell.example", "--promise", "parchment"]);
    home.ok(&["log", "Ana Ruiz", "--via", "mail", "--redirect", "quillfeather@inkwell.example"]);
    home.ok(&["person", "quillfeather", "--set", "employer=Inkwell"]);
    // Two who were one for a while: the former number stands for something of them.
    home.ok(&["add", "Quentin Q.", "--handle", "https://www.linkedin.com/in/quillfeather"]);
    home.ok(&["merge", "Quentin Q.", "quillfeather@inkwell.example"]);
}

#[test]
fn no_byte_of_whoever_is_forgotten_stays_anywhere() {
    let home = Home::new();
    import(&home);
    speak(&home);
    home.ok(&["backup", "elsewhere"]);
    home.ok(&["restore", "elsewhere"]);
    assert!(home.path("test.comity-replaced-1").exists(), "nothing was put aside");
    let before = found(&home);
    assert!(before.iter().filter(|f| f.ends_with("in test.comity")).count() >= 7, "{before:?}");

    let said = home.ok(&["forget", "quillfeather@inkwell.example", "--yes"]);
    let told = said.replace('\n', " ");
    assert!(told.contains("These copies beside your network still hold them:"), "{said}");
    assert!(told.contains("test.comity-replaced-1") && told.contains("forget --copies --yes"), "{said}");
    let left = found(&home);
    assert!(left.iter().all(|f| f.contains("-replaced-1")) && !left.is_empty(), "{left:?}");
    assert!(home.ok(&["forget", "--copies", "--yes"]).contains("Deleted `"));
    assert_eq!(found(&home), Vec::<String>::new());
    assert_eq!(home.ok(&["forget", "--copies", "--yes"]).trim_end(), "No copies lie beside your network.");

    let kept = home.kept();
    import(&home);
    assert_eq!(home.kept(), kept, "an import brought somebody back");
    home.ok(&["people"]);
    assert_eq!(found(&home), Vec::<String>::new());
}

#[test]
fn the_copies_go_at_once_where_that_is_asked() {
    let home = Home::new();
    import(&home);
    home.ok(&["backup", "elsewhere"]);
    home.ok(&["restore", "elsewhere"]);
    let (_, gone) = home.json(&["forget", "quillfeather@inkwell.example", "--copies", "--yes"]);
    assert_eq!(gone["copies"][0]["deleted"], true, "{gone}");
    assert_eq!(found(&home), Vec::<String>::new());
}

#[test]
fn no_byte_of_a_source_that_was_taken_back_stays() {
    let home = Home::new();
    import(&home);
    home.ok(&["people"]);
    for source in ["1", "3"] {
        home.ok(&["sources", "remove", source, "--yes"]);
    }
    assert_eq!(found(&home), Vec::<String>::new());
    assert_eq!(home.json(&["people"]).1["total"], 1);
}

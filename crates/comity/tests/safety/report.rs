//! The report of an audit: it stands alone, and everybody can read it.

use crate::program::Home;

/// Returns a report of a small network with somebody of an ill-meant name.
fn report() -> String {
    let home = Home::new();
    home.ok(&["add", "<script>alert(1)</script> & Co", "--handle", "eve@firm.example"]);
    let told = [
        ["2025-12-01", "email"],
        ["2025-12-02", "email"],
        ["2026-02-02", "facebook"],
        ["2026-02-03", "facebook"],
    ];
    for [day, via] in told {
        home.ok(&["log", "p1", "--via", via, "--for", "ask", "--at", day, "--outcome", "ignored"]);
    }
    let said = home.run(&["audit", "--html", "report.html"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert_eq!(home.run(&["audit", "--html", "report.html"]).code, 2, "a file is never replaced");
    std::fs::read_to_string(home.path("report.html")).expect("the report")
}

/// Returns what stands between two marks, for each place where it does.
fn between<'t>(text: &'t str, begin: &str, end: &str) -> Vec<&'t str> {
    text.split(begin).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

#[test]
fn it_stands_alone_and_shows_names_as_text() {
    let report = report();
    for from_elsewhere in
        ["http:", "https:", "src=", "href=", "url(", "@import", "<script", "<iframe", "<link"]
    {
        assert!(!report.contains(from_elsewhere), "it has `{from_elsewhere}`");
    }
    assert!(report.contains("&#60;script&#62;alert(1)&#60;/script&#62;"), "names are shown as they are");
    assert!(report.contains("@media print"), "it is fit for paper");
}

#[test]
fn headings_tables_and_pictures_say_what_they_are() {
    let report = report();
    assert!(report.starts_with("<!doctype html>\n<html lang=\"en\">"));
    assert_eq!(between(&report, "<title>Audit", "</title>").len(), 1);
    assert_eq!(
        (between(&report, "<main>", "</main>").len(), between(&report, "<h1>", "</h1>").len()),
        (1, 1)
    );
    let levels: Vec<u32> = between(&report, "<h", ">")
        .iter()
        .filter_map(|tag| tag.chars().next().and_then(|c| c.to_digit(10)))
        .collect();
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "a heading skips a step: {levels:?}");
    let tables = between(&report, "<table>", "</table>");
    assert!(tables.len() >= 2);
    for table in tables {
        assert!(table.contains("<caption>") && table.contains("<th scope=\"col\""), "{table}");
        let (rows, heads) =
            (between(table, "<tr>", "</tr>").len(), between(table, "<th scope=\"row\"", ">").len());
        assert_eq!(rows, heads + 1, "each row has a head");
    }
    let pictures = between(&report, "<svg ", "</svg>");
    assert_eq!(pictures.len(), 2);
    for picture in pictures {
        assert!(picture.contains("role=\"img\"") && picture.contains("<title id="), "{picture}");
        let named = between(picture, "aria-labelledby=\"", "\"")[0];
        assert!(picture.contains(&format!("id=\"{named}\"")));
    }
    assert!(report.contains("Dec 2025") && report.contains("Jan 2026") && report.contains("Feb 2026"));
}

/// Returns the colours of one block of the style, by name.
fn colours(block: &str) -> Vec<(String, [f64; 3])> {
    let of = |hex: &str, place: usize| {
        f64::from(u8::from_str_radix(&hex[place..place + 2], 16).expect("a colour"))
    };
    let told = block.split(';').filter_map(|part| part.trim().strip_prefix("--")?.split_once(": #"));
    told.map(|(name, hex)| (name.to_owned(), [of(hex, 0), of(hex, 2), of(hex, 4)])).collect()
}

/// Returns how light a colour is, after WCAG 2.2.
fn light(colour: [f64; 3]) -> f64 {
    let linear = |c: f64| {
        let c = c / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn words_stand_out_from_their_ground_in_light_in_dark_and_on_paper() {
    let report = report();
    let blocks = between(&report, ":root {", "}");
    assert_eq!(blocks.len(), 3);
    for block in blocks {
        let colours = colours(block.split_once("scheme: ").map_or(block, |(_, rest)| rest));
        let of = |name: &str| colours.iter().find(|(n, _)| n == name).expect("a colour").1;
        for ink in ["ink", "dim", "good", "careful", "bad", "accent"] {
            for ground in ["ground", "card"] {
                let contrast = contrast(of(ink), of(ground));
                assert!(contrast >= 4.5, "{ink} on {ground}: {contrast:.1} in {block}");
            }
        }
        // What is found stands out from what there was, and both from the ground.
        assert!(contrast(of("bad"), of("soft")) >= 3.0 || contrast(of("bad"), of("ground")) >= 4.5);
    }
}

//! The Markdown of rule pages as HTML: headings, paragraphs, lists, blocks of code, bold, code. All else stays text.

/// Returns a page as HTML.
pub fn html(text: &str) -> String {
    let mut html = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let code: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            html.push_str(&format!(
                "<pre class=\"{}\" tabindex=\"0\"><code>{}</code></pre>\n",
                word(kind),
                escaped(&code.join("\n"))
            ));
        } else if let Some(title) = line.strip_prefix('#') {
            let title = title.trim_start_matches('#').trim();
            html.push_str(&format!("<h2>{}</h2>\n", inline(title)));
        } else if let Some(first) = line.strip_prefix("- ") {
            let mut items = vec![first.to_owned()];
            while let Some(next) = lines.next_if(|line| line.starts_with("- ") || line.starts_with("  ")) {
                match next.strip_prefix("- ") {
                    Some(item) => items.push(item.to_owned()),
                    None => items
                        .last_mut()
                        .into_iter()
                        .for_each(|item| *item = format!("{item} {}", next.trim())),
                }
            }
            let items: String = items.iter().map(|item| format!("<li>{}</li>", inline(item))).collect();
            html.push_str(&format!("<ul>{items}</ul>\n"));
        } else if !line.trim().is_empty() {
            let mut words = line.to_owned();
            let goes_on = |line: &&str| {
                !line.trim().is_empty() && !line.starts_with(['#', '`']) && !line.starts_with("- ")
            };
            while let Some(next) = lines.next_if(|line| goes_on(line)) {
                words = format!("{words} {next}");
            }
            html.push_str(&format!("<p>{}</p>\n", inline(&words)));
        }
    }
    html
}

/// Returns a line with what is bold and what is code.
fn inline(text: &str) -> String {
    let text = escaped(text);
    let marked = |text: &str, mark: &str, tag: &str| -> String {
        let pieces: Vec<&str> = text.split(mark).collect();
        // A mark without its partner is a mark of the author's.
        if pieces.len().is_multiple_of(2) {
            return text.to_owned();
        }
        let wrapped = pieces.iter().enumerate().map(|(n, piece)| match n % 2 {
            1 => format!("<{tag}>{piece}</{tag}>"),
            _ => (*piece).to_owned(),
        });
        wrapped.collect()
    };
    marked(&marked(&text, "**", "strong"), "`", "code")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Returns a word as a class, nothing else.
fn word(text: &str) -> String {
    text.chars().filter(char::is_ascii_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn a_page_becomes_html_and_nothing_in_it_does() {
        let page = "# too-soon (IM1)\n\nWait **a `week`**,\nthen try.\n\n- one\n  more\n- <b>\n\n```scenario\na < b\n```\n";
        assert_eq!(
            html(page),
            "<h2>too-soon (IM1)</h2>\n<p>Wait <strong>a <code>week</code></strong>, then try.</p>\n\
             <ul><li>one more</li><li>&lt;b&gt;</li></ul>\n<pre class=\"scenario\" tabindex=\"0\"><code>a &lt; b</code></pre>\n"
        );
        assert_eq!(html("a * b ** c"), "<p>a * b ** c</p>\n");
    }
}

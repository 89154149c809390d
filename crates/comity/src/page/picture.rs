//! Small pictures, drawn here and not by the browser: the two axes of a tie, and what adds up to a figure.

use crate::verdict::percent;
use serde::Deserialize;
use std::fmt::Write as _;

/// A probability and what adds up to it.
#[derive(Clone, Debug, Deserialize)]
pub struct Belief {
    pub probability: f64,
    pub stated: bool,
    pub taken: String,
    pub evidence: Vec<Piece>,
}

/// One piece of evidence.
#[derive(Clone, Debug, Deserialize)]
pub struct Piece {
    pub what: String,
    pub log_odds: f64,
}

/// The side of the picture, without its margins.
const SIDE: f64 = 120.0;

/// Draws how professional and how personal a tie is, and what is hoped for.
pub fn two_axes(professional: &Belief, personal: &Belief, hoped: Option<&str>) -> String {
    let (x, y) = (place(professional.probability), place(1.0 - personal.probability));
    let words = format!(
        "{} in 100 professional, {} in 100 personal",
        percent(professional.probability),
        percent(personal.probability)
    );
    let mut svg = format!(
        "<svg class=\"axes\" viewBox=\"0 0 150 150\" role=\"img\" aria-label=\"{words}\">\
         <rect class=\"field\" x=\"20\" y=\"6\" width=\"{SIDE}\" height=\"{SIDE}\" rx=\"6\"/>\
         <path class=\"cross\" d=\"M80 6v{SIDE}M20 66h{SIDE}\"/>\
         <text x=\"80\" y=\"143\" text-anchor=\"middle\">professional</text>\
         <text transform=\"translate(13 66) rotate(-90)\" text-anchor=\"middle\">personal</text>"
    );
    if let Some((hx, hy)) = hoped.and_then(corner) {
        let (hx, hy) = (20.0 + place(hx), 6.0 + place(1.0 - hy));
        let _ = write!(
            svg,
            "<path class=\"way\" d=\"M{:.1} {:.1}L{hx:.1} {hy:.1}\"/>\
             <circle class=\"hoped\" cx=\"{hx:.1}\" cy=\"{hy:.1}\" r=\"7\"><title>hoped</title></circle>",
            20.0 + x,
            6.0 + y
        );
    }
    let _ = write!(
        svg,
        "<circle class=\"is\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"6\"><title>now</title></circle></svg>",
        20.0 + x,
        6.0 + y
    );
    svg
}

/// Returns where a probability lies on a side, a little off its ends.
fn place(p: f64) -> f64 {
    9.0 + p.clamp(0.0, 1.0) * (SIDE - 18.0)
}

/// Returns where what is hoped for lies.
fn corner(tie: &str) -> Option<(f64, f64)> {
    Some(match tie {
        "professional" => (0.9, 0.1),
        "personal" | "family" => (0.1, 0.9),
        "both" => (0.9, 0.9),
        "none" => (0.1, 0.1),
        _ => return None,
    })
}

/// What adds up to a figure, step by step.
pub struct Fall {
    pub name: &'static str,
    pub percent: u32,
    pub stated: bool,
    pub sum: String,
    pub steps: Vec<Step>,
}

/// One step.
pub struct Step {
    pub what: String,
    pub figure: String,
    /// The step as a bar, from where the last one ended.
    pub bar: String,
}

/// How wide the bars are.
const WIDE: f64 = 120.0;

impl Fall {
    /// Returns the steps that lead to a probability.
    pub fn of(name: &'static str, belief: &Belief) -> Self {
        let mut sum = 0.0;
        let mut ends = vec![0.0];
        for piece in &belief.evidence {
            sum += piece.log_odds;
            ends.push(sum);
        }
        let low = ends.iter().copied().fold(0.0, f64::min);
        let high = ends.iter().copied().fold(0.0, f64::max);
        let span = (high - low).max(0.1);
        let at = |value: f64| (value - low) / span * (WIDE - 4.0) + 2.0;
        let steps = belief.evidence.iter().enumerate().map(|(n, piece)| {
            let (from, to) = (at(ends[n]), at(ends[n + 1]));
            let class = if piece.log_odds < 0.0 { "against" } else { "for" };
            let bar = format!(
                "<svg viewBox=\"0 0 {WIDE} 12\" aria-hidden=\"true\"><path class=\"zero\" d=\"M{z:.1} 0v12\"/>\
                 <rect class=\"{class}\" x=\"{x:.1}\" y=\"2\" width=\"{w:.1}\" height=\"8\" rx=\"1.5\"/></svg>",
                z = at(0.0),
                x = from.min(to),
                w = (to - from).abs().max(1.0)
            );
            Step { what: piece.what.clone(), figure: signed(piece.log_odds), bar }
        });
        Self {
            name,
            percent: percent(belief.probability),
            stated: belief.stated,
            sum: signed(sum),
            steps: steps.collect(),
        }
    }
}

/// Returns a number with its sign, a real minus among them.
fn signed(value: f64) -> String {
    format!("{value:+.2}").replace('-', "−")
}

/// How often something was unwelcome or called for caution in one month.
pub struct Month {
    pub name: String,
    /// Where that month alone is looked at.
    pub link: String,
    /// The year begins with it.
    pub is_first: bool,
    /// It is looked at.
    pub here: bool,
    pub unwelcome: usize,
    pub caution: usize,
}

/// Draws months as bars, the oldest first.
pub fn months(all: &[Month]) -> String {
    let most = all.iter().map(|m| m.unwelcome + m.caution).max().unwrap_or(0).max(4) as f64;
    let mut svg =
        String::from("<svg class=\"months\" viewBox=\"0 0 720 118\" role=\"group\" aria-label=\"By month\">");
    let step = 720.0 / all.len().max(1) as f64;
    for (n, month) in all.iter().enumerate() {
        let x = n as f64 * step;
        let high = |count: usize| count as f64 / most * 92.0;
        let (bad, careful) = (high(month.unwelcome), high(month.caution));
        let told = format!("{}: {} unwelcome, {} caution", month.name, month.unwelcome, month.caution);
        let class = if month.here { " class=\"here\"" } else { "" };
        let _ = write!(
            svg,
            "<a href=\"{}\"{class} aria-label=\"{told}\"><title>{told}</title>\
             <rect class=\"room\" x=\"{x:.1}\" y=\"4\" width=\"{step:.1}\" height=\"96\"/>\
             <rect class=\"caution\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{careful:.1}\"/>\
             <rect class=\"unwelcome\" x=\"{left:.1}\" y=\"{low:.1}\" width=\"{wide:.1}\" height=\"{bad:.1}\"/></a>",
            month.link.replace('&', "&amp;"),
            left = x + 2.0,
            wide = step - 4.0,
            top = 100.0 - bad - careful,
            low = 100.0 - bad,
        );
        if month.is_first {
            let year = month.name.rsplit(' ').next().unwrap_or_default();
            let _ = write!(svg, "<text x=\"{:.1}\" y=\"114\">{year}</text>", x + 2.0);
        }
    }
    svg.push_str("<path class=\"zero\" d=\"M0 100.5h720\"/></svg>");
    svg
}

/// One person of the map.
pub struct Dot<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub professional: f64,
    pub personal: f64,
    pub closeness: f64,
    /// `waits`, `due` or `quiet`.
    pub state: &'a str,
}

/// The side of the map, without its margins.
const MAP: f64 = 620.0;

/// Draws people by how professional and how personal their ties are; the closest lie above.
pub fn map(dots: &[Dot<'_>]) -> String {
    let mut svg = format!(
        "<svg class=\"map\" viewBox=\"0 0 660 660\" role=\"group\" aria-label=\"People by how professional and how \
         personal their ties are\"><rect class=\"field\" x=\"30\" y=\"6\" width=\"{MAP}\" height=\"{MAP}\" rx=\"8\"/>\
         <path class=\"cross\" d=\"M340 6v{MAP}M30 316h{MAP}\"/>\
         <text x=\"340\" y=\"650\" text-anchor=\"middle\">professional</text>\
         <text transform=\"translate(20 316) rotate(-90)\" text-anchor=\"middle\">personal</text>"
    );
    for dot in dots.iter().rev() {
        let radius = 2.5 + dot.closeness.clamp(0.0, 1.0) * 7.0;
        let (dx, dy) = scattered(dot.id);
        let at = |p: f64, off: f64| 14.0 + p.clamp(0.0, 1.0) * (MAP - 28.0) + off;
        let (x, y) = (30.0 + at(dot.professional, dx), 6.0 + at(1.0 - dot.personal, dy));
        let class = match dot.state {
            "waits" => "waits",
            "due" => "due",
            _ => "quiet",
        };
        let name = escaped(dot.name);
        let _ = write!(
            svg,
            "<a href=\"/person/{}\" tabindex=\"-1\" aria-label=\"{name}\"><circle class=\"{class}\" cx=\"{x:.1}\" \
             cy=\"{y:.1}\" r=\"{radius:.1}\"><title>{name}</title></circle></a>",
            escaped(dot.id)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Returns a small step aside, the same at every visit: many ties are as sure as can be and would lie on one point.
fn scattered(id: &str) -> (f64, f64) {
    let number: u64 =
        id.bytes().fold(7, |n, b| n.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(u64::from(b)));
    let unit = |bits: u64| (bits & 0xFFFF) as f64 / 65_535.0;
    let (angle, far) = (unit(number >> 20) * std::f64::consts::TAU, unit(number >> 40).sqrt() * 12.0);
    (angle.cos() * far, angle.sin() * far)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn belief(probability: f64, evidence: &[f64]) -> Belief {
        let evidence = evidence.iter().map(|l| Piece { what: "a <b>".to_owned(), log_odds: *l }).collect();
        Belief { probability, stated: false, taken: "yes".to_owned(), evidence }
    }

    #[test]
    fn steps_add_up_and_stay_within_the_picture() {
        let fall = Fall::of("personal", &belief(0.5, &[1.5, -3.0, 1.5]));
        assert_eq!((fall.sum.as_str(), fall.percent), ("+0.00", 50));
        assert_eq!(fall.steps[1].figure, "−3.00");
        assert!(fall.steps[1].bar.contains("x=\"2.0\""), "{}", fall.steps[1].bar);
    }

    #[test]
    fn names_on_the_map_stay_text() {
        let dot = |id| Dot {
            id,
            name: "\"><script>",
            professional: 1.0,
            personal: 0.0,
            closeness: 0.5,
            state: "\">",
        };
        let svg = map(&[dot("p1"), dot("p2")]);
        assert!(
            !svg.contains("<script>")
                && svg.contains("&quot;&gt;&lt;script&gt;")
                && svg.contains("class=\"quiet\"")
        );
        assert_eq!(svg, map(&[dot("p1"), dot("p2")]));
    }

    #[test]
    fn what_others_wrote_is_in_no_picture() {
        let (a, b) = (belief(0.99, &[1.0]), belief(0.01, &[1.0]));
        let svg = two_axes(&a, &b, Some("both"));
        assert!(svg.contains("99 in 100 professional, 1 in 100 personal") && svg.contains("hoped"));
        assert!(!svg.contains("<b>") && two_axes(&a, &b, Some("<b>")).contains("axes"));
    }
}

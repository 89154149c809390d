//! Whether of the things said at 80 in 100, 80 in 100 are so: figures, and a picture of them.

use super::table::{Held, Row};
use crate::score::{mean, over_groups, pick, range, short};
use std::fmt::Write as _;

/// Bins of as many cases each.
const BINS: usize = 10;

/// How what was said stands to what is so.
pub(super) struct Reliability {
    pub(super) what: String,
    /// Of each bin: what was said in the mean, what was so, and how many there are.
    bins: Vec<(f64, f64, usize)>,
    error: f64,
    skill: f64,
    interval: (f64, f64),
}

/// Returns the expected error over ten bins of as many cases, and the Brier skill over the base rate.
pub(super) fn reliability(what: &str, said: &[f64], truth: &[bool]) -> Reliability {
    let so: Vec<f64> = truth.iter().map(|t| f64::from(u8::from(*t))).collect();
    let bins = bins(said, &so);
    let groups: Vec<usize> = (0..said.len()).collect();
    Reliability {
        what: what.to_owned(),
        error: error(&bins),
        skill: skill(said, &so),
        interval: over_groups(&groups, |places| error(&self::bins(&pick(said, places), &pick(&so, places)))),
        bins,
    }
}

fn bins(said: &[f64], so: &[f64]) -> Vec<(f64, f64, usize)> {
    let mut places: Vec<usize> = (0..said.len()).collect();
    places.sort_by(|a, b| said[*a].total_cmp(&said[*b]));
    let bin = |n: usize| {
        let (from, to) = (n * places.len() / BINS, (n + 1) * places.len() / BINS);
        let these = &places[from..to];
        (mean(&pick(said, these)), mean(&pick(so, these)), these.len())
    };
    (0..BINS).map(bin).collect()
}

fn error(bins: &[(f64, f64, usize)]) -> f64 {
    let all: usize = bins.iter().map(|(.., n)| n).sum();
    bins.iter().map(|(said, so, n)| (said - so).abs() * *n as f64).sum::<f64>() / all.max(1) as f64
}

fn skill(said: &[f64], so: &[f64]) -> f64 {
    let base = mean(so);
    let brier = mean(&said.iter().zip(so).map(|(p, s)| (p - s) * (p - s)).collect::<Vec<_>>());
    1.0 - brier / (base * (1.0 - base)).max(1e-9)
}

impl Reliability {
    pub(super) fn row(&self, bar: &'static str, what: &str) -> Row {
        Row {
            bar,
            what: format!("{what} (expected calibration error)"),
            here: short(self.error),
            interval: range(self.interval),
            beside: format!("Brier skill over the base rate {}", short(self.skill)),
            wanted: "at most .050, skill above .200".to_owned(),
            held: Held::of(self.error <= 0.05 && self.skill > 0.2),
        }
    }

    /// Returns the name of the file that shows it.
    pub(super) fn file(&self) -> String {
        format!("reliability-{}.svg", self.what.replace(' ', "-"))
    }

    /// Draws what was said against what was so; on the line, both agree.
    pub(super) fn drawn(&self) -> String {
        const SIDE: f64 = 300.0;
        const EDGE: f64 = 45.0;
        let (x, y) = (|p: f64| EDGE + p * SIDE, |p: f64| EDGE + (1.0 - p) * SIDE);
        let whole = SIDE + 2.0 * EDGE;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {whole}\" font-family=\"sans-serif\" \
             font-size=\"11\">\n<rect width=\"{whole}\" height=\"{whole}\" fill=\"white\"/>\n\
             <text x=\"{EDGE}\" y=\"20\" font-size=\"13\">How often it is so when it is said that {}</text>\n\
             <text x=\"{EDGE}\" y=\"36\" fill=\"#666\">calibration error {}, Brier skill {}</text>\n",
            self.what,
            short(self.error),
            short(self.skill)
        );
        // Writing to a string cannot fail.
        let _ = writeln!(
            svg,
            "<rect x=\"{EDGE}\" y=\"{EDGE}\" width=\"{SIDE}\" height=\"{SIDE}\" fill=\"none\" stroke=\"#999\"/>\n\
             <line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#bbb\" stroke-dasharray=\"4 3\"/>",
            x(0.0),
            y(0.0),
            x(1.0),
            y(1.0)
        );
        for tick in 0..=4 {
            let p = f64::from(tick) / 4.0;
            let _ = writeln!(
                svg,
                "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\">{p}</text>\n\
                 <text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{p}</text>",
                x(p),
                y(0.0) + 15.0,
                x(0.0) - 5.0,
                y(p) + 4.0
            );
        }
        let points: Vec<String> =
            self.bins.iter().map(|(said, so, _)| format!("{:.1},{:.1}", x(*said), y(*so))).collect();
        let _ = writeln!(svg, "<polyline points=\"{}\" fill=\"none\" stroke=\"#25608a\"/>", points.join(" "));
        for (said, so, n) in &self.bins {
            let _ = writeln!(
                svg,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"#25608a\"><title>said {}, so {}, of {n}</title></circle>",
                x(*said),
                y(*so),
                short(*said),
                short(*so)
            );
        }
        let _ = writeln!(
            svg,
            "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\">said</text>\n</svg>",
            x(0.5),
            whole - 8.0
        );
        svg
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_and_so_has_no_error() {
        let said: Vec<f64> = (0..100).map(|n| if n < 50 { 0.2 } else { 0.8 }).collect();
        let truth: Vec<bool> = (0..100).map(|n| if n < 50 { n % 5 == 0 } else { n % 5 != 0 }).collect();
        let found = reliability("a thing is so", &said, &truth);
        assert!(found.error < 1e-9 && found.skill > 0.3, "{}", found.error);
        assert!(found.drawn().starts_with("<svg") && found.drawn().trim_end().ends_with("</svg>"));
        let wrong = reliability("a thing is so", &[0.9; 100], &[false; 100]);
        assert!((wrong.error - 0.9).abs() < 1e-9);
    }
}

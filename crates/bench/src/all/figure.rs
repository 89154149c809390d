//! Figures read out of an answer in JSON.

use super::list::{Measurement, Told};
use serde_json::Value;

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Figure {
    /// What was measured: the name of the measurement, and what of it.
    pub(super) what: String,
    pub(super) value: f64,
    pub(super) unit: &'static str,
}

impl Figure {
    pub(super) fn of(measurement: &str, what: &str, value: f64, unit: &'static str) -> Self {
        Self { what: format!("{measurement}: {what}"), value, unit }
    }
}

/// Returns the figures of a measurement that its answer holds, in order.
pub(super) fn all(measurement: &Measurement, answer: &Value) -> Vec<Figure> {
    let mut figures = Vec::new();
    for told in measurement.figures {
        match told {
            Told::Value(what, path, unit) => {
                for (name, value) in found(answer, path) {
                    let value = value.as_f64();
                    figures.extend(
                        value.map(|v| Figure::of(measurement.name, &what.replace('*', &name), v, unit)),
                    );
                }
            }
            Told::Share(what, path, [part, other]) => {
                for (name, value) in found(answer, path) {
                    let number = |member: &str| value.get(member).and_then(Value::as_f64);
                    let (Some(part), Some(other)) = (number(part), number(other)) else { continue };
                    if part + other > 0.0 {
                        let what = what.replace('*', &name);
                        figures.push(Figure::of(measurement.name, &what, part / (part + other), ""));
                    }
                }
            }
        }
    }
    figures
}

/// Returns what a path leads to, each with the names that stood for `*`.
fn found<'a>(answer: &'a Value, path: &str) -> Vec<(String, &'a Value)> {
    let mut found = vec![(String::new(), answer)];
    for step in path.split('/').skip(1) {
        let next = |(name, value): (String, &'a Value)| -> Vec<(String, &'a Value)> {
            match step {
                "*" => members(value).into_iter().map(|(n, v)| (joined(&name, &n), v)).collect(),
                step => value.get(step).map(|v| (name, v)).into_iter().collect(),
            }
        };
        found = found.into_iter().flat_map(next).collect();
    }
    found
}

fn members(value: &Value) -> Vec<(String, &Value)> {
    match value {
        Value::Object(all) => all.iter().map(|(name, v)| (name.clone(), v)).collect(),
        Value::Array(all) => {
            let name = |(n, v): (usize, &Value)| {
                let told = ["what", "name", "case"].into_iter().find_map(|key| v.get(key)?.as_str());
                told.map_or_else(|| n.to_string(), str::to_owned)
            };
            all.iter().enumerate().map(|(n, v)| (name((n, v)), v)).collect()
        }
        _ => Vec::new(),
    }
}

fn joined(name: &str, more: &str) -> String {
    if name.is_empty() { more.to_owned() } else { format!("{name} {more}") }
}

/// Returns a figure as it is shown: four digits that say something.
pub(super) fn shown(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        v if v >= 1000.0 => format!("{value:.0}"),
        v if v >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::list::LIST;
    use super::*;

    #[test]
    fn stars_stand_for_members_by_name() {
        let answer = serde_json::json!({
            "rules": { "IM1": { "right": 3, "wrong": 1, "missed": 0 } },
            "rows": [{ "what": "Comity", "run": { "seconds": 2.5 } }],
        });
        let names: Vec<String> =
            found(&answer, "/rows/*/run/seconds").into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Comity"]);
        let audit = LIST.iter().find(|m| m.name == "audit").unwrap();
        let told: Vec<(String, f64)> = all(audit, &answer).into_iter().map(|f| (f.what, f.value)).collect();
        assert_eq!(told, [("audit: IM1 precision".into(), 0.75), ("audit: IM1 recall".into(), 1.0)]);
        assert!(found(&answer, "/nothing/*/here").is_empty());
    }

    #[test]
    fn figures_are_short() {
        assert_eq!(shown(0.98349), "0.983");
        assert_eq!(shown(34583.859), "34584");
        assert_eq!(shown(12.345), "12.3");
    }
}

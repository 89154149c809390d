//! Who may depend on whom.

use crate::{assert_tidy, root};
use serde_json::Value;
use std::process::Command;

/// What one crate of ours may use of ours; `None` stands for everything but `comity-bench`.
const OURS: [(&str, Option<&[&str]>); 7] = [
    ("comity-core", Some(&[])),
    ("comity-import", Some(&["comity-core"])),
    ("comity-policy", Some(&["comity-core"])),
    ("comity-store", Some(&["comity-core"])),
    ("comity-world", Some(&[])),
    ("comity", None),
    ("comity-bench", None),
];

/// All that the core may use of others: pure crates, no serde.
const CORE_USES: [&str; 9] = [
    "deunicode",
    "jiff",
    "phonenumber",
    "psl",
    "rapidfuzz",
    "rayon",
    "rustc-hash",
    "smallvec",
    "unicode-normalization",
];

/// One line of a manifest's dependencies, of whatever kind.
struct Use {
    package: String,
    of: String,
    /// It lies in this workspace.
    ours: bool,
    /// For tests alone.
    tests: bool,
}

fn uses() -> Vec<Use> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo metadata runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut uses = Vec::new();
    for package in metadata["packages"].as_array().expect("packages") {
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            uses.push(Use {
                package: text(&package["name"]),
                of: text(&dependency["name"]),
                ours: !dependency["path"].is_null(),
                tests: dependency["kind"] == "dev",
            });
        }
    }
    uses
}

fn complain(uses: &[Use]) -> Vec<String> {
    let mut complaints = Vec::new();
    for Use { package, of, ours, tests } in uses {
        let Some((_, allowed)) = OURS.iter().find(|(name, _)| name == package) else {
            complaints.push(format!("`{package}` is a new crate: say here whom it may depend on"));
            continue;
        };
        if *ours && (of == "comity-bench" || allowed.is_some_and(|names| !names.contains(&of.as_str()))) {
            complaints.push(format!("`{package}` may not depend on `{of}`"));
        }
        if package == "comity-core" && !ours && !tests && !CORE_USES.contains(&of.as_str()) {
            complaints.push(format!("the core may not depend on `{of}`: it uses pure crates alone"));
        }
    }
    complaints
}

#[test]
fn dependencies_point_inwards() {
    let uses = uses();
    assert!(uses.len() > 40, "only {} dependencies were found", uses.len());
    assert_tidy(&complain(&uses));
}

#[test]
fn a_wrong_dependency_is_noticed() {
    let ours =
        |package: &str, of: &str| Use { package: package.into(), of: of.into(), ours: true, tests: true };
    let wrong = [
        ours("comity-core", "comity-store"),
        ours("comity-import", "comity-store"),
        ours("comity-store", "comity-import"),
        ours("comity-world", "comity-core"),
        ours("comity", "comity-bench"),
        ours("comity-new", "comity-core"),
        Use { package: "comity-core".into(), of: "serde".into(), ours: false, tests: false },
    ];
    assert_eq!(complain(&wrong).len(), wrong.len());
    assert_tidy(&complain(&[ours("comity-bench", "comity"), ours("comity", "comity-world")]));
}

#[test]
fn every_crate_takes_lints_and_licence_from_the_workspace() {
    let manifests = crate::texts("crates", |path| path.ends_with("/Cargo.toml"));
    assert_eq!(manifests.len(), OURS.len());
    let mut complaints = Vec::new();
    for manifest in &manifests {
        for line in ["[lints]\nworkspace = true", "license.workspace = true", "publish.workspace = true"] {
            if !manifest.text.contains(line) {
                complaints.push(format!("{} lacks `{}`", manifest.path, line.replace('\n', " ")));
            }
        }
    }
    assert_tidy(&complaints);
    let workspace = std::fs::read_to_string(root().join("Cargo.toml")).expect("the workspace's manifest");
    assert!(workspace.contains("unsafe_code = \"forbid\""));
}

//! What a reader needs in order to believe the numbers or not: where each parameter comes from, how the run can be
//! repeated, and the checklist of Monks et al. (2019), STRESS-DES, filled from the scenario.

use super::checklist::checklist;
use crate::metrics::Dimensions;
use crate::report::Setup;
use crate::report::folder::Manifest;
use crate::scenario::{Grade, Loaded};
use serde_json::{Value, json};

/// Values of a parameter that has parts, written out at most.
const MOST_PARTS: usize = 6;

/// The panel; see `docs/report.md`.
pub fn trust(loaded: &Loaded, setup: &Setup, dimensions: &Dimensions, manifest: &Manifest) -> Value {
    let run = json!({
        "gridgov": manifest.gridgov,
        "scenario_sha256": manifest.scenario_sha256,
        "files": manifest.files,
        "seed": manifest.seed,
        "replications": manifest.replications,
        "stream_scheme": manifest.stream_scheme,
        "done": manifest.done,
        "interrupted": manifest.interrupted,
        "command": setup.command().join(" "),
    });
    json!({ "parameters": parameters(loaded), "checklist": checklist(loaded, setup, dimensions, manifest), "run": run })
}

fn parameters(loaded: &Loaded) -> Vec<Value> {
    let leaves = loaded.source.paths();
    let written = |path: &str| {
        let below = |rest: &&str| rest.is_empty() || rest.starts_with(['.', '[']);
        let part = |(full, text): &'_ (String, String)| Some((full.strip_prefix(path).filter(below)?.to_owned(), text.to_owned()));
        let parts: Vec<(String, String)> = leaves.iter().filter_map(part).collect();
        match parts.as_slice() {
            [(rest, text)] if rest.is_empty() => text.clone(),
            parts => {
                let shown = parts.iter().take(MOST_PARTS).map(|(rest, text)| format!("{}: {text}", rest.trim_start_matches('.')));
                let more = if parts.len() > MOST_PARTS { ", …" } else { "" };
                shown.collect::<Vec<_>>().join(", ") + more
            }
        }
    };
    let row = |(path, provenance): (&String, &crate::scenario::Provenance)| {
        let grade = match provenance.grade {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
        };
        json!({ "path": path, "value": written(path), "grade": grade, "source": provenance.source, "range": provenance.range })
    };
    loaded.scenario.provenance.iter().map(row).collect()
}

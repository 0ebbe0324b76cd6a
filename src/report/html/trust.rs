//! What a reader needs in order to believe the numbers or not: where each parameter comes from, how the run can be
//! repeated, and the checklist of Monks et al. (2019), STRESS-DES, filled from the scenario.

use super::checklist::checklist;
use crate::metrics::Dimensions;
use crate::report::Setup;
use crate::report::folder::Manifest;
use crate::scenario::{Grade, Loaded};
use serde_json::{Value, json};

/// Of a value, so many characters are shown at most.
const MOST_CHARACTERS: usize = 120;

/// The panel; see `docs/report.md`.
pub fn trust(loaded: &Loaded, setup: &Setup, dimensions: &Dimensions, manifest: &Manifest) -> Value {
    // No command makes the replications of an arm that follow on those of others.
    let alone = manifest.done.first().is_none_or(|done| done.replication == 0);
    let run = json!({
        "gridgov": manifest.gridgov,
        "scenario_sha256": manifest.scenario_sha256,
        "files": manifest.files,
        "seed": manifest.seed,
        "replications": manifest.replications,
        "stream_scheme": manifest.stream_scheme,
        "done": manifest.done,
        "interrupted": manifest.interrupted,
        "command": alone.then(|| setup.command().join(" ")),
    });
    json!({ "parameters": parameters(loaded), "checklist": checklist(loaded, setup, dimensions, manifest), "run": run })
}

fn parameters(loaded: &Loaded) -> Vec<Value> {
    let written = |path: &str| {
        let text = loaded.source.text(path).unwrap_or_default();
        let plain = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).filter(|text| !text.contains('"'));
        let text = plain.unwrap_or(&text);
        match text.char_indices().nth(MOST_CHARACTERS) {
            Some((end, _)) => format!("{} …", text[..end].trim_end()),
            None => text.to_owned(),
        }
    };
    let row = |(path, provenance): (&String, &crate::scenario::Provenance)| {
        let grade = match provenance.grade {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
        };
        let source_zh = provenance.zh.as_ref().unwrap_or(&provenance.source);
        json!({
            "path": path, "value": written(path), "grade": grade,
            "source": provenance.source, "source_zh": source_zh, "range": provenance.range,
        })
    };
    loaded.scenario.provenance.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_as_they_are_written_and_not_at_length() {
        let loaded =
            crate::scenario::load(std::path::Path::new("scenarios/longgang.ron"), &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let rows = parameters(&loaded);
        let value = |path: &str| rows.iter().find(|row| row["path"] == path).and_then(|row| row["value"].as_str()).unwrap();
        assert_eq!(value("city.travel.urban"), "25 km/h");
        assert_eq!(value("city.residents"), "464_732");
        assert!(value("demand.season").starts_with("[0.9, 0.8, "), "{}", value("demand.season"));
        assert!(value("city.levels").ends_with(" …") && value("city.levels").chars().count() <= MOST_CHARACTERS + 2);
    }
}

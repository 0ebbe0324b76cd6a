//! `report.json`: what the page shows of a run beyond `summary.json`. Enough to draw the report again without
//! running anything.

use super::gather::Gathered;
use super::map::map;
use super::trust::trust;
use crate::demand::Surges;
use crate::experiment::detail::{Detail, Tallies};
use crate::metrics::{CrewDimension, Dimensions, Name, ReplicationResult};
use crate::random::Key;
use crate::report::folder::Manifest;
use crate::report::{Lang, Setup, json, names};
use crate::scenario::Loaded;
use crate::time::Instant;
use serde_json::{Value, json};

/// The name of the file.
pub const FILE: &str = "report.json";

/// The document; see `docs/report.md`.
pub fn view(
    loaded: &Loaded,
    setup: &Setup,
    dimensions: &Dimensions,
    results: &[ReplicationResult],
    level: f64,
    gathered: Gathered,
    manifest: &Manifest,
) -> Value {
    let model = &loaded.model;
    let crew = |crew: &CrewDimension| json!([crew.kind, crew.station, crew.shift, crew.department]);
    json!({
        "schema": json::SCHEMA,
        "about": names::about(Lang::En, &loaded.scenario),
        "about_zh": names::about(Lang::Zh, &loaded.scenario),
        "structure": Name::new(&model.structure.name, model.structure.zh.as_deref().unwrap_or(&model.structure.name)),
        "indifference": loaded.scenario.run.indifference.get(),
        "categories": dimensions.categories,
        "channels": dimensions.channels,
        "settlers": dimensions.settlers,
        "crews": dimensions.crews.iter().map(crew).collect::<Vec<_>>(),
        "calendar": {
            "start": setup.start,
            "first_weekday": dimensions.first_weekday,
            "surges": surges(loaded, &manifest.done.iter().map(|done| done.replication).collect::<Vec<_>>()),
        },
        "detail": Detail::of(dimensions, results, level),
        "tallies": Tallies::of(dimensions, results, level),
        "map": map(model, dimensions),
        "replay": gathered.replay,
        "worst": gathered.worst,
        "trust": trust(loaded, setup, dimensions, manifest),
    })
}

/// For each surge, the share of replications in which it held at any time of each day.
fn surges(loaded: &Loaded, replications: &[u32]) -> Vec<Value> {
    let model = &loaded.model;
    let days = model.days as usize;
    let mut held = vec![vec![0_u32; days]; model.demand.surges.len()];
    for &replication in replications {
        let surges = Surges::new(&model.demand, Key { seed: model.seed, replication });
        let mut last = vec![None; held.len()];
        for strike in surges.strikes().iter().filter(|strike| strike.from < strike.to) {
            let until = Instant(strike.to.0 - 1).day().min(days.saturating_sub(1) as u64);
            for day in strike.from.day()..=until {
                if last[strike.surge].is_none_or(|last| last < day) && (day as usize) < days {
                    held[strike.surge][day as usize] += 1;
                    last[strike.surge] = Some(day);
                }
            }
        }
    }
    let share = |n: &u32| (f64::from(*n) / replications.len().max(1) as f64 * 1_000.0).round() / 1_000.0;
    let row = |(surge, days): (&crate::demand::Surge, &Vec<u32>)| json!({ "name": Name::new(&surge.name, &surge.zh), "days": days.iter().map(share).collect::<Vec<_>>() });
    model.demand.surges.iter().zip(&held).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_text;

    /// Both hold on both days, whichever of them decides how much happens; the first until the morning of the third.
    #[test]
    fn a_surge_holds_under_a_stronger_one() {
        let text = r#"(city: Point(), demand: (volume: "2 /day", categories: { "a": () }, surges: {
                "storm": (when: At(["2022-01-02 00:00"]), lasts: "54 h", volume: 1.5, travel: 3),
                "festival": (when: At(["2022-01-02 00:00"]), lasts: "54 h", volume: 2) }),
            workforce: (crews: { "c": (crews: 1, based: Centre) }), run: (days: 5))"#;
        let loaded = load_text("here.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let held: Vec<Value> = surges(&loaded, &[0, 1]).into_iter().map(|surge| surge["days"].clone()).collect();
        assert_eq!(held, vec![json!([0.0, 1.0, 1.0, 1.0, 0.0]); 2]);
    }

    #[test]
    fn surges_are_those_of_the_replications_that_are_shown() {
        let text = r#"(city: Point(), demand: (volume: "2 /day", categories: { "a": () }, surges: {
                "storm": (when: Random(per_year: 60), lasts: "12 h", volume: 1.5) }),
            workforce: (crews: { "c": (crews: 1, based: Centre) }), run: (days: 30))"#;
        let loaded = load_text("here.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let days = |replications: &[u32]| -> Vec<f64> {
            let found = surges(&loaded, replications);
            found[0]["days"].as_array().unwrap().iter().map(|share| share.as_f64().unwrap()).collect()
        };
        let (second, third, both) = (days(&[2]), days(&[3]), days(&[2, 3]));
        assert!(second != third && second != days(&[0]));
        assert!(both.iter().zip(second.iter().zip(third)).all(|(both, (a, b))| *both == 0.5 * (a + b)), "{both:?}");
    }
}

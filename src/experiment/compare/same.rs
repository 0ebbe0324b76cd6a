//! Whether arms meet the same incidents, and if not, why.

use crate::demand::Trace;
use crate::experiment::Arm;
use crate::random::Key;
use crate::scenario::Model;

/// Sections and fields on which the incidents and their measured set rest.
const DECISIVE: [&str; 6] = ["city", "demand", "run.start", "run.days", "run.warmup_days", "run.seed"];

/// What in these decides how incidents are served, and not which there are: sections, and fields of what has a name.
const OF_SERVICE: [&str; 3] = ["city.travel", "demand.committed_work", "demand.facilities"];
const FIELDS_OF_SERVICE: [&str; 9] = ["on_scene", "crews", "facility", "second_visit", "filing", "reopen", "close_within", "travel", "zh"];

/// What tells an arm's incidents from the baseline's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// The arm.
    pub arm: usize,
    /// Paths of settings that differ and may be the reason.
    pub paths: Vec<String>,
}

fn digest(model: &Model, replication: u32) -> u64 {
    let mut trace = Trace::new(&model.demand, Key { seed: model.seed, replication });
    while trace.next(&model.demand, &model.city).is_some() {}
    trace.digest()
}

/// The arms whose incidents differ from those of the first, judged by replication 0, by what decides them where that may not
/// show it (a surge that is rare), and by what is measured.
pub fn apart(arms: &[Arm]) -> Vec<Apart> {
    let Some((first, others)) = arms.split_first() else { return Vec::new() };
    let own = digest(&first.loaded.model, 0);
    let same = |arm: &Arm| {
        let (a, b) = (&first.loaded.model, &arm.loaded.model);
        a.seed == b.seed && a.warmup_days == b.warmup_days && a.days == b.days && a.demand.is_like(&b.demand) && digest(b, 0) == own
    };
    (1..)
        .zip(others)
        .filter(|(_, arm)| !same(arm))
        .map(|(index, arm)| {
            let all = arm.loaded.differing(&first.loaded, &DECISIVE);
            let (paths, innocent): (Vec<_>, Vec<_>) = all.into_iter().partition(|path| decides(path));
            Apart { arm: index, paths: if paths.is_empty() { innocent } else { paths } }
        })
        .collect()
}

/// Whether a setting within the decisive ones may decide which incidents there are.
fn decides(path: &str) -> bool {
    let of_service =
        OF_SERVICE.iter().any(|section| path.strip_prefix(section).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')));
    !of_service && !path.split('.').skip(3).any(|field| FIELDS_OF_SERVICE.contains(&field))
}

/// Arms that promise something else than the first.
pub fn other_targets(arms: &[Arm]) -> Vec<Apart> {
    let Some((first, others)) = arms.split_first() else { return Vec::new() };
    let differs = |arm: &Arm| arm.loaded.model.targets != first.loaded.model.targets;
    (1..)
        .zip(others)
        .filter(|(_, arm)| differs(arm))
        .map(|(index, arm)| Apart { arm: index, paths: arm.loaded.differing(&first.loaded, &["targets"]) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::arm::town;
    use crate::experiment::compare::{Enough, Runs};
    use crate::experiment::{Plan, Runner};
    use crate::scenario::load_text;

    #[test]
    fn paired_arms_that_meet_different_incidents_all_the_same_have_no_result() {
        let arms = ["days: 3, seed: 1", "days: 3, seed: 2"].map(|run| town("1 min", run));
        let enough = Enough { plan: Plan::fixed(2), half_width: None };
        let runner = Runner { threads: 1, progress: &|_| (), stop: &false.into(), known: &[] };
        let replicate = |paired: bool| Runs::new(&arms, paired, enough.plan, 0.95).replicate(enough, &runner, |_| ());
        assert!(replicate(true).is_err_and(|told| told.contains("--unpaired")) && replicate(false).is_ok());
    }

    #[test]
    fn surges_that_do_not_strike_at_first_tell_arms_apart() {
        let text = r#"(city: Point(), demand: (volume: "20 /day", categories: { "job": (on_scene: Deterministic("5 min")) },
                surges: { "storm": (when: Random(per_year: 0.5, months: "01..12"), lasts: "24 h", volume: 3, travel: 1.5) }),
            workforce: (crews: { "server": (officers: 2, crew_size: 1, working_days: 7, based: Centre) }), run: (days: 5))"#;
        let loaded = load_text("storm.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let base = Arm::of(loaded, String::new(), Vec::new());
        let with = |set: &str| base.with(&[set.to_owned()]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let arms = [
            with("run.days=5"),
            with("demand.surges.storm.when.per_year=0.6"),
            with("demand.surges.storm.travel=3"),
            with("demand.surges.storm.volume=4"),
        ];
        let first = digest(&arms[0].loaded.model, 0);
        assert!(arms.iter().all(|arm| digest(&arm.loaded.model, 0) == first), "none strikes in replication 0");
        let apart = apart(&arms);
        assert_eq!(apart.iter().map(|apart| apart.arm).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(apart[0].paths, ["demand.surges.storm.when.per_year"]);
    }

    #[test]
    fn only_what_decides_incidents_is_blamed() {
        let text = std::fs::read_to_string("scenarios/county.ron").unwrap().replacen(
            r#""noise":   ("#,
            r#""noise":   (joint: (share: 0.2, with: "safety"), second_visit: 0.1, reopen: 0.1, "#,
            1,
        );
        let text = text.replacen("demand: (", r#"demand: (surges: { "flood": (when: At(["2022-01-02 00:00"]), lasts: "48 h", volume: 2, travel: 2) }, committed_work: (crew_time_per_day: "20 h", job: Deterministic("1 h")), "#, 1);
        let loaded = load_text("county.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let base =
            Arm::of(loaded, String::new(), Vec::new()).with(&["run.days=5".to_owned()]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let factors = crate::scenario::Factors::of(&base.loaded);
        let of = |factor: &&crate::scenario::Factor| {
            factor.part_of.is_none() && ["city.", "demand."].iter().any(|section| factor.path.starts_with(section))
        };
        let mut told = [0, 0];
        for factor in factors.iter().filter(of) {
            let moved = [1.3, 1.0 / 1.3, 0.5].iter().find_map(|by| base.with(&[factor.set(factor.value * by).ok()?]).ok());
            let Some(moved) = moved.filter(|moved| !moved.loaded.differing(&base.loaded, &DECISIVE).is_empty()) else { continue };
            let apart = apart(&[base.with(&[]).unwrap_or_else(|d| panic!("{}", d.render(false))), moved]);
            assert!(apart.is_empty() || decides(&factor.path), "{} decides incidents", factor.path);
            told[usize::from(!apart.is_empty())] += 1;
        }
        assert!(told[0] > 10 && told[1] > 30, "{told:?}");
        let both = base.with(&[
            "demand.volume=77 /day".to_owned(),
            "city.travel.urban=31 km/h".to_owned(),
            "demand.categories.noise.on_scene=9 min".to_owned(),
        ]);
        let apart = apart(&[
            base.with(&[]).unwrap_or_else(|d| panic!("{}", d.render(false))),
            both.unwrap_or_else(|d| panic!("{}", d.render(false))),
        ]);
        assert_eq!(apart[0].paths, ["demand.volume"]);
    }

    #[test]
    fn what_is_only_written_out_is_not_blamed() {
        let text = |run: &str| {
            format!(
                r#"(city: Point(), demand: (volume: "20 /day", categories: {{ "job": (on_scene: Deterministic("5 min")) }}),
                workforce: (crews: {{ "server": (officers: 2, crew_size: 1, working_days: 7, based: Centre) }}){run})"#
            )
        };
        let arm = |name: &str, run: &str| {
            let loaded = load_text(name, &text(run)).unwrap_or_else(|d| panic!("{}", d.render(false)));
            Arm::of(loaded, String::new(), Vec::new())
        };
        let blamed = |run: &str, other: &str| {
            let apart = apart(&[arm("one.ron", run), arm("two.ron", other)]);
            apart.into_iter().next().map(|apart| apart.paths)
        };
        assert_eq!(blamed("", ", run: (seed: 7, replications: 3)"), Some(vec!["run.seed".to_owned()]));
        assert_eq!(blamed(", run: (days: 20)", ""), Some(vec!["run.days".to_owned()]));
        let seed = arm("plain.ron", "").loaded.model.seed;
        assert_eq!(blamed(", run: (days: 20)", &format!(", run: (seed: {seed})")), Some(vec!["run.days".to_owned()]));
        assert_eq!(blamed("", &format!(", run: (seed: {seed}, replications: 3)")), None);
        let targets = other_targets(&[arm("one.ron", ""), arm("two.ron", ", targets: (on_scene: \"9 min\", primary: OnScene)")]);
        assert_eq!(targets[0].paths, ["targets.on_scene"]);
    }
}

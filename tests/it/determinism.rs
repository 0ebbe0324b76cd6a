//! The same inputs give the same bytes: twice, in any order, at any thread count.

use gridgov::scenario::{self, Model};
use gridgov::simulation::Simulator;
use std::path::Path;

fn model(set: &[&str]) -> Model {
    let set: Vec<String> = set.iter().map(|s| (*s).to_owned()).collect();
    scenario::load(Path::new("scenarios/longgang.ron"), &set).unwrap_or_else(|d| panic!("{}", d.render(false))).model
}

fn digests(model: &Model, replications: impl IntoIterator<Item = u32>) -> Vec<(u64, u64)> {
    let mut simulator = Simulator::new(model);
    replications
        .into_iter()
        .map(|r| {
            let ending = simulator.replicate(r, &mut ()).unwrap_or_else(|b| panic!("{b:?}"));
            (ending.digest, ending.trace_digest)
        })
        .collect()
}

#[test]
fn a_replication_does_not_depend_on_what_ran_before() {
    let model = model(&["run.days=20"]);
    let forwards = digests(&model, [0, 1, 2]);
    let mut backwards = digests(&model, [2, 1, 0]);
    backwards.reverse();
    assert_eq!(forwards, backwards);
    assert_ne!(forwards[0], forwards[1]);
}

#[test]
fn structure_staff_and_rules_leave_the_trace_alone() {
    let base = digests(&model(&["run.days=20"]), [0]);
    for change in [
        "workforce.crews.duty-station crew.officers=90",
        "dispatch.rule=Random",
        "dispatch.rule=DistrictFirst",
        "dispatch.available_again=AtBase",
        "structure.settlers.grid worker.settles=0.1",
        "structure.boundaries=Within(\"governance_unit\")",
    ] {
        let changed = digests(&model(&["run.days=20", change]), [0]);
        assert_eq!(base[0].1, changed[0].1, "{change} changed the incidents");
        assert_ne!(base[0].0, changed[0].0, "{change} changed nothing");
    }
}

#[test]
fn the_golden_digest_of_longgang_holds() {
    let golden = include_str!("../golden/longgang-month.digest").split_whitespace().next();
    let now = digests(&model(&["run.days=31"]), [0])[0].0;
    assert_eq!(golden, Some(format!("{now:016x}").as_str()), "results changed: say so in CHANGELOG.md");
}

//! Rules in whole runs, against exact answers: cut-offs, preemption, fixed preferences.
//!
//! A case passes when the exact value lies inside the simulation's own 99.9% interval over replications and that
//! interval is narrow enough to mean something. Seeds are fixed.

use gridgov::ids::{AreaId, CrewId};
use gridgov::record::{CrewState, Fact, Observer, Outcome, Segment, What};
use gridgov::scenario::{self, Model};
use gridgov::simulation::Simulator;
use gridgov::stats::{Interval, ratio_interval};
use gridgov::time::Instant;

const LEVEL: f64 = 0.999;
const REPLICATIONS: u32 = 12;

fn model(text: &str) -> Model {
    scenario::load_text("rules.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false))).model
}

fn diagnostics(text: &str) -> String {
    scenario::load_text("rules.ron", text).err().map(|d| d.render(false)).expect("the scenario is refused")
}

/// A pool of like servers at one point under these rules.
fn pool(servers: u32, volume: &str, categories: &str, rules: &str, days: u32) -> String {
    format!(
        r#"(
            city: Point(),
            demand: (volume: "{volume}", categories: {{ {categories} }}),
            workforce: (crews: {{ "server": (
                officers: {officers}, roster: {{ "all day": {servers} }}, based: Centre,
                accept: Deterministic("0 s"), turnout: Deterministic("0 s"),
            ) }}),
            dispatch: (relocation: Stay, {rules}),
            run: (days: {days}, drain: "100 days", seed: 20221),
        )"#,
        officers = 4 * servers,
    )
}

/// Sums over one replication: by priority the hours waited and the incidents; by crew the hours at work.
#[derive(Clone)]
struct Seen {
    waits: [(f64, f64); 4],
    preemptions: u64,
    told: u64,
    since: Vec<Option<Instant>>,
    work: Vec<f64>,
    dispatches: Vec<Vec<f64>>,
    first_leaf: u32,
    end: Instant,
}

impl Seen {
    fn new(model: &Model) -> Seen {
        let crews = model.workforce.crews.len();
        let zones = model.city.leaf_count();
        Seen {
            waits: [(0.0, 0.0); 4],
            preemptions: 0,
            told: 0,
            since: vec![None; crews],
            work: vec![0.0; crews],
            dispatches: vec![vec![0.0; crews]; zones],
            first_leaf: model.city.leaves().start,
            end: model.horizon(),
        }
    }
}

impl Observer for Seen {
    fn fact(&mut self, fact: &Fact) {
        self.told += u64::from(fact.what == What::Preempted);
        if fact.what != What::Crew || fact.at > self.end {
            return;
        }
        let crew = fact.actor as usize;
        if let Some(since) = self.since[crew].take() {
            self.work[crew] += fact.at.since(since).hours();
        }
        if fact.detail == CrewState::OnScene as u64 {
            self.since[crew] = Some(fact.at);
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        let sums = &mut self.waits[usize::from(outcome.priority) - 1];
        *sums = (sums.0 + outcome.segments[Segment::CrewQueue as usize].hours(), sums.1 + 1.0);
        self.preemptions += u64::from(outcome.preemptions);
        if let gridgov::record::ServedBy::Crew(CrewId(crew)) = outcome.served_by {
            self.dispatches[(outcome.leaf.0 - self.first_leaf) as usize][crew as usize] += 1.0;
        }
    }
}

fn runs(model: &Model, replications: u32) -> Vec<Seen> {
    let mut simulator = Simulator::new(model);
    (0..replications)
        .map(|r| {
            let mut seen = Seen::new(model);
            simulator.replicate(r, &mut seen).expect("the laws hold");
            seen
        })
        .collect()
}

fn wait(runs: &[Seen], priority: usize) -> Interval {
    ratio_interval(&runs.iter().map(|seen| seen.waits[priority - 1]).collect::<Vec<_>>(), LEVEL)
}

#[track_caller]
fn agrees(what: &str, exact: f64, interval: Interval, half_width: f64) {
    let Interval { estimate, lower, upper, .. } = interval;
    println!("{what}: exact {exact:.6}, estimate {estimate:.6}, 99.9% {lower:.6} to {upper:.6}");
    assert!(interval.contains(exact), "{what}: {exact} is not in {lower}..{upper}");
    assert!((upper - lower) / 2.0 <= half_width, "{what}: {lower}..{upper} is too wide to mean anything");
}

/// Two classes, the lower cut off at N of 5 busy servers; waits from the exact Markov chain.
#[test]
fn waits_behind_a_cutoff_are_those_of_the_markov_chain() {
    let categories = r#"
        "high": (share: 1.0, priority: 1, on_scene: Exponential(mean: "1 h")),
        "low":  (share: 1.5, priority: 3, on_scene: Exponential(mean: "1 h")),"#;
    for (cutoff, high, low) in [(5, 0.032593, 0.065186), (4, 0.014663, 0.207008), (3, 0.007144, 0.919691)] {
        let rules = format!("admission: CutoffReserve(priority_3: Busy({cutoff}))");
        let runs = runs(&model(&pool(5, "2.5 /h", categories, &rules, 500)), REPLICATIONS);
        agrees(&format!("high class, cut-off {cutoff}"), high, wait(&runs, 1), 0.3 * high);
        agrees(&format!("low class, cut-off {cutoff}"), low, wait(&runs, 3), 0.25 * low);
    }
}

#[test]
fn waits_under_preemption_are_those_of_preemptive_resume() {
    let categories = r#"
        "first":  (share: 0.2, priority: 1, on_scene: Exponential(mean: "20 min")),
        "second": (share: 0.6, priority: 2, on_scene: Exponential(mean: "20 min")),
        "third":  (share: 1.2, priority: 3, on_scene: Exponential(mean: "20 min")),"#;
    for (servers, exact, days) in [(1, [0.023810, 0.153680, 1.030303], 900), (2, [0.000371, 0.007921, 0.065422], 900)] {
        let runs = runs(&model(&pool(servers, "2 /h", categories, "preemption: PreemptivePriority(on_scene: true)", days)), REPLICATIONS);
        for (priority, exact) in (1..).zip(exact) {
            agrees(&format!("{servers} servers, priority {priority}"), exact, wait(&runs, priority), (0.25 * exact).max(0.0003));
        }
        assert!(runs.iter().all(|seen| seen.preemptions > 0 && seen.preemptions == seen.told), "every preemption is in facts and outcomes");
    }
}

/// Two responders, two zones, each zone's own first; those who find both busy go elsewhere.
#[test]
fn two_responders_share_the_work_as_the_hypercube_says() {
    let text = r#"(
        city: Generated(residents: 2000, area_km2: 0.01, levels: [(name: "zone", count: 2)], travel: (urban: "1000 km/h", outer: "1000 km/h")),
        demand: (volume: "2 /h", categories: { "job": (on_scene: Exponential(mean: "30 min"), where: (residents: 1)) }, patience: Deterministic("0 s")),
        workforce: (crews: { "server": (
            officers: 20, roster: { "all day": 2 }, based: Each("zone"), allotted: Equally,
            accept: Deterministic("0 s"), turnout: Deterministic("0 s"),
        ) }),
        dispatch: (rule: PreferenceList, relocation: Stay),
        run: (days: 600, drain: "100 days", seed: 20221),
    )"#;
    let model = model(text);
    let runs = runs(&model, REPLICATIONS);
    let hours = model.horizon().since(Instant::ZERO).hours();
    // The chain of four states at rate 2 in all, 2 an hour done by each: P00 = 0.4 and P11 = 0.2, however zones differ.
    let residents: Vec<f64> = model.city.leaves().map(|leaf| f64::from(model.city.areas[AreaId(leaf)].residents)).collect();
    let rate = [0, 1].map(|zone| 2.0 * residents[zone] / residents.iter().sum::<f64>());
    let only = rate.map(|own| 0.1 * own + 0.1);
    for crew in [0, 1] {
        let workloads: Vec<(f64, f64)> = runs.iter().map(|s| (s.work[crew], hours)).collect();
        agrees("workload", only[crew] + 0.2, ratio_interval(&workloads, LEVEL), 0.008);
        for zone in [0, 1] {
            let free = if zone == crew { 0.4 + only[1 - crew] } else { only[zone] };
            let of = |s: &Seen| (s.dispatches[zone][crew], s.dispatches.iter().flatten().sum::<f64>());
            let shares: Vec<(f64, f64)> = runs.iter().map(of).collect();
            agrees("share of dispatches", rate[zone] * free / 1.6, ratio_interval(&shares, LEVEL), 0.008);
        }
    }
}

#[test]
fn contradictions_are_refused_with_a_reason() {
    let categories = r#""job": (on_scene: Exponential(mean: "1 h"))"#;
    let refused = |rules: &str| diagnostics(&pool(1, "1 /h", categories, rules, 1));
    let text = refused("preemption: PreemptivePriority, queue: Fifo");
    assert!(text.contains("use PriorityFifo"), "{text}");
    let text = refused("admission: CutoffReserve");
    assert!(text.contains("holds nobody back"), "{text}");
    let text = refused("preemption: PreemptivePriority(priority_2: [1])");
    assert!(text.contains("not from 1"), "{text}");
    let text = refused(r#"rule: PreferenceList(lists: {"town": []})"#);
    assert!(text.contains("no zone called \"town\""), "{text}");
}

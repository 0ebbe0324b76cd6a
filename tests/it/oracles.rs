//! Exact answers of queueing theory, reproduced by ordinary scenarios on the ordinary path.
//!
//! A case passes when the exact value lies inside the simulation's own 99.9% interval over replications and
//! that interval is narrow enough to mean something. Seeds are fixed.

use gridgov::ids::CategoryId;
use gridgov::oracle::{self, Pool};
use gridgov::record::{CrewState, End, Fact, Observer, Outcome, Segment, What};
use gridgov::scenario::{self, Model};
use gridgov::simulation::Simulator;
use gridgov::stats::{Interval, ratio_interval};
use gridgov::time::Instant;
use std::sync::atomic::AtomicBool;

const LEVEL: f64 = 0.999;
const REPLICATIONS: u32 = 20;
const HOUR_S: f64 = 3_600.0;

/// A pool of `servers` that serve jobs of `service` (mean one hour), `per_hour` of which come in, for `days`.
fn pool(servers: u32, per_hour: f64, service: &str, days: u32, more_demand: &str) -> Model {
    let text = format!(
        r#"(
            city: Point(),
            demand: (volume: "{per_hour} /h", categories: {{ "job": (on_scene: {service}) }}, {more_demand}),
            workforce: (crews: {{ "server": (
                officers: {officers}, roster: {{ "all day": {servers} }}, based: Centre,
                accept: Deterministic("0 s"), turnout: Deterministic("0 s"),
            ) }}),
            dispatch: (rule: ClosestIdle, queue: PriorityFifo, relocation: Stay),
            run: (days: {days}, drain: "100 days", seed: 20221),
        )"#,
        officers = 4 * servers,
    );
    scenario::load_text("oracle.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false))).model
}

/// Sums over the incidents of one replication, by category.
#[derive(Clone, Default)]
struct Waits {
    by_category: Vec<(f64, f64)>,
    withdrawn: f64,
    delayed: f64,
    reported: f64,
}

impl Observer for Waits {
    fn outcome(&mut self, outcome: &Outcome) {
        let CategoryId(category) = outcome.category;
        let wait = outcome.segments[Segment::CrewQueue as usize].seconds();
        self.by_category.resize(self.by_category.len().max(category as usize + 1), (0.0, 0.0));
        let sums = &mut self.by_category[category as usize];
        *sums = (sums.0 + wait, sums.1 + 1.0);
        self.reported += 1.0;
        self.delayed += f64::from(u8::from(wait > 0.0));
        self.withdrawn += f64::from(u8::from(outcome.end == End::Withdrawn));
    }
}

fn replications(model: &Model) -> Vec<Waits> {
    let mut simulator = Simulator::new(model);
    (0..REPLICATIONS)
        .map(|r| {
            let mut waits = Waits::default();
            simulator.replicate(r, &mut waits).expect("the laws hold");
            waits
        })
        .collect()
}

fn ratio(runs: &[Waits], of: impl Fn(&Waits) -> (f64, f64)) -> Interval {
    ratio_interval(&runs.iter().map(of).collect::<Vec<_>>(), LEVEL)
}

#[track_caller]
fn agrees(what: &str, exact: f64, interval: Interval, half_width: f64) {
    let Interval { estimate, lower, upper, .. } = interval;
    println!("{what}: exact {exact:.6}, estimate {estimate:.6}, 99.9% {lower:.6} to {upper:.6}");
    assert!(interval.contains(exact), "{what}: {exact} is not in {lower}..{upper}");
    assert!((upper - lower) / 2.0 <= half_width, "{what}: {lower}..{upper} is too wide to mean anything");
}

#[test]
fn waits_in_a_pool_are_those_of_erlang_c() {
    for (servers, load, days) in [(2, 1.0, 3_000), (5, 3.0, 1_500), (10, 8.0, 900)] {
        let runs = replications(&pool(servers, load, "Exponential(mean: \"1 h\")", days, ""));
        let exact = Pool { arrivals: load, service: 1.0, servers };
        let wait = exact.mean_wait();
        agrees("mean wait in hours", wait, ratio(&runs, |w| (w.by_category[0].0 / HOUR_S, w.reported)), 0.05 * wait);
        agrees("probability of waiting", exact.waiting_probability(), ratio(&runs, |w| (w.delayed, w.reported)), 0.012);
    }
}

#[test]
fn losses_are_those_of_erlang_b_whatever_the_service() {
    for service in ["Exponential(mean: \"1 h\")", "LogNormal(median: \"30 min\", p90: \"2.07 h\")", "Deterministic(\"1 h\")"] {
        let model = pool(3, 1.5, service, 3_000, "patience: Deterministic(\"0 s\")");
        let mean = model.demand.categories[CategoryId(0)].mean_on_scene / HOUR_S;
        let runs = replications(&model);
        agrees(service, oracle::erlang_b(3, 1.5 * mean), ratio(&runs, |w| (w.withdrawn, w.reported)), 0.002);
    }
}

#[test]
fn a_single_server_obeys_pollaczek_and_khinchine() {
    for (service, squared_cv, days) in [
        ("Deterministic(\"1 h\")", 0.0, 3_000),
        ("Exponential(mean: \"1 h\")", 1.0, 6_000),
        ("Gamma(mean: \"1 h\", shape: 0.25)", 4.0, 30_000),
    ] {
        let runs = replications(&pool(1, 0.5, service, days, ""));
        let exact = oracle::pollaczek_khinchine(0.5, squared_cv);
        agrees(service, exact, ratio(&runs, |w| (w.by_category[0].0 / HOUR_S, w.reported)), 0.04 * exact);
    }
}

/// Time with k crews at work.
#[derive(Default)]
struct Busy {
    at_work: usize,
    since: Instant,
    hours: Vec<f64>,
}

impl Observer for Busy {
    fn fact(&mut self, fact: &Fact) {
        if fact.what != What::Crew {
            return;
        }
        self.hours.resize(self.hours.len().max(self.at_work + 1), 0.0);
        self.hours[self.at_work] += fact.at.since(self.since).hours();
        self.since = fact.at;
        match fact.detail {
            d if d == CrewState::OnScene as u64 => self.at_work += 1,
            d if d == CrewState::Idle as u64 && fact.at > Instant::ZERO => self.at_work -= 1,
            _ => {}
        }
    }
}

#[test]
fn with_crews_enough_the_number_at_work_is_poisson() {
    let model = pool(40, 10.0, "LogNormal(median: \"1 h\", p90: \"2 h\")", 400, "");
    let load = 10.0 * model.demand.categories[CategoryId(0)].mean_on_scene / HOUR_S;
    let mut simulator = Simulator::new(&model);
    let runs: Vec<Vec<f64>> = (0..REPLICATIONS)
        .map(|r| {
            let mut busy = Busy::default();
            simulator.replicate(r, &mut busy).expect("the laws hold");
            busy.hours
        })
        .collect();
    let total = |hours: &[f64]| hours.iter().sum::<f64>();
    for k in [6, 10, 12, 16] {
        let observed: Vec<(f64, f64)> = runs.iter().map(|hours| (hours.get(k).copied().unwrap_or(0.0), total(hours))).collect();
        agrees(&format!("{k} at work"), oracle::infinite_servers(k as u32, load), ratio_interval(&observed, LEVEL), 0.004);
    }
}

#[test]
fn priorities_wait_as_cobham_says() {
    let text = |servers: u32, days: u32| {
        format!(
            r#"(
                city: Point(),
                demand: (volume: "2 /h", categories: {{
                    "first":  (share: 0.2, priority: 1, on_scene: Exponential(mean: "20 min")),
                    "second": (share: 0.6, priority: 2, on_scene: Exponential(mean: "20 min")),
                    "third":  (share: 1.2, priority: 3, on_scene: Exponential(mean: "20 min")),
                }}),
                workforce: (crews: {{ "server": (
                    officers: 20, roster: {{ "all day": {servers} }}, based: Centre,
                    accept: Deterministic("0 s"), turnout: Deterministic("0 s"),
                ) }}),
                dispatch: (queue: PriorityFifo, relocation: Stay),
                run: (days: {days}, drain: "100 days", seed: 20221),
            )"#
        )
    };
    for (servers, days) in [(1, 8_000), (2, 12_000)] {
        let model = scenario::load_text("oracle.ron", &text(servers, days)).unwrap_or_else(|d| panic!("{}", d.render(false))).model;
        let runs = replications(&model);
        let exact = oracle::non_preemptive_waits(&[0.2, 0.6, 1.2], 3.0, servers);
        for (class, wait) in exact.into_iter().enumerate() {
            let observed = ratio(&runs, |w| (w.by_category[class].0 / HOUR_S, w.by_category[class].1));
            agrees(&format!("{servers} servers, priority {}", class + 1), wait, observed, 0.06 * wait);
        }
    }
}

/// The suite of `gridgov verify`, much shortened: the exact answers lie in the intervals, however wide.
#[test]
fn the_suite_agrees_in_short() {
    let mut cases = oracle::cases::all();
    for case in &mut cases {
        case.set.push("run.days=110".to_owned());
        case.replications = 10;
    }
    let options = oracle::Options { seed: oracle::SEED, threads: 2, tight: false };
    let verified = oracle::verify(&cases, options, |_| (), &AtomicBool::new(false)).expect("the laws hold");
    for verdict in verified.iter().flat_map(|case| &case.verdicts) {
        let what = format!("{}, {}: exact {}, {:?}", verdict.case, verdict.what.en, verdict.exact, verdict.interval);
        assert!(verdict.inside, "{what}");
        assert!(verdict.interval.half_width() < 0.5 * verdict.exact.abs() || verdict.exact < 0.01, "too wide to mean anything: {what}");
    }
    assert!(verified.len() == cases.len() && cases.len() > 20);
}

#[test]
fn a_wrong_answer_is_found() {
    let mut case = oracle::cases::all().into_iter().find(|case| case.name == "erlang-c/c=2").expect("the case exists");
    case.set.push("run.days=400".to_owned());
    // A pool of three where the formula speaks of two.
    case.set.push("workforce.crews.server.roster.all day=3".to_owned());
    let options = oracle::Options { seed: oracle::SEED, threads: 1, tight: false };
    let verified = oracle::verify(&[case], options, |_| (), &AtomicBool::new(false)).expect("the laws hold");
    assert!(verified[0].verdicts.iter().all(|verdict| !verdict.inside && !verdict.passed()));
}

#[test]
fn a_run_that_was_stopped_reports_whole_cases_only() {
    let cases = oracle::cases::all();
    let options = oracle::Options { seed: 1, threads: 1, tight: false };
    let verified = oracle::verify(&cases, options, |_| (), &AtomicBool::new(true)).expect("nothing was run");
    assert!(verified.is_empty());
}

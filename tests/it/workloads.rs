//! The reference workloads of docs/performance.md are ordinary scenarios and come to the values known of them; cost
//! does not grow where it must not.

use gridgov::metrics::{Collector, Dimensions, ReplicationResult};
use gridgov::oracle::Pool;
use gridgov::record::{Fact, Milestone, Observer, Outcome};
use gridgov::scenario::{self, Model};
use gridgov::simulation::Simulator;
use std::path::Path;

fn model(file: &str, set: &[&str]) -> Model {
    let set: Vec<String> = set.iter().map(|s| (*s).to_owned()).collect();
    let path = Path::new("benches/scenarios").join(file);
    scenario::load(&path, &set).unwrap_or_else(|d| panic!("{}", d.render(false))).model
}

#[derive(Default)]
struct Times {
    incidents: f64,
    waited: u64,
    /// Minutes to the arrival on scene, added up.
    response: f64,
}

impl Observer for Times {
    fn outcome(&mut self, outcome: &Outcome) {
        let response = outcome.until(Milestone::OnScene).expect("everybody is served");
        self.incidents += 1.0;
        self.response += response.minutes();
        self.waited += u64::from(outcome.segments[gridgov::record::Segment::CrewQueue as usize].0 > 0);
    }
}

fn times(model: &Model) -> Times {
    let mut times = Times::default();
    Simulator::new(model).watch(0, &mut times).expect("the laws hold");
    times
}

/// Half a million incidents in the release build, a fifth of them here.
#[test]
fn w2_comes_to_its_known_response_and_utilization_and_nobody_waits() {
    let model = model("w2.ron", if cfg!(debug_assertions) { &["run.days=15"] } else { &[] });
    let Times { incidents, waited, response } = times(&model);
    assert!(incidents > 100_000.0 && waited == 0, "{waited} of {incidents} waited");
    let (response, span) = (response / incidents, if cfg!(debug_assertions) { 5.20..5.28 } else { 5.22..5.26 });
    assert!(span.contains(&response), "mean response {response:.4} min, not in {span:?}");
    let (utilization, span) = (utilization(&model), if cfg!(debug_assertions) { 0.600..0.610 } else { 0.603..0.607 });
    assert!(span.contains(&utilization), "utilization {utilization:.4}, not in {span:?}");
}

/// Erlang C says 0.7554; a million customers have a standard deviation of 0.049, n times fewer √n times that.
#[test]
fn w1_waits_as_erlang_c_says() {
    let exact = Pool { arrivals: 19.0, service: 1.0, servers: 20 }.mean_wait();
    assert!((exact - 0.7554).abs() < 5e-5, "{exact}");
    let model = model("w1.ron", if cfg!(debug_assertions) { &["run.days=6"] } else { &[] });
    let Times { incidents, response, .. } = times(&model);
    let deviation = 0.049 * (1e6 / incidents).sqrt();
    let wait = response / incidents;
    assert!((wait - exact).abs() < 3.0 * deviation, "mean wait {wait:.4} of {incidents} customers, {exact:.4} by Erlang C");
}

fn utilization(model: &Model) -> f64 {
    let result = measured(model);
    let (mut serving, mut duty) = (0, 0);
    for crew in &result.workload.crews {
        (serving, duty) = (serving + crew.serving(), duty + crew.duty());
    }
    serving as f64 / duty as f64
}

fn measured(model: &Model) -> ReplicationResult {
    let mut collector = Collector::new(&Dimensions::of(model));
    let ending = Simulator::new(model).replicate(0, &mut collector).expect("the laws hold");
    collector.finish(ending.end)
}

/// Facts with the allocations of the thread when they were told.
#[derive(Default)]
struct Growth {
    collector: Option<Collector>,
    facts: u64,
    allocations: u64,
}

impl Observer for Growth {
    fn fact(&mut self, fact: &Fact) {
        self.facts += 1;
        if let Some(collector) = &mut self.collector {
            collector.fact(fact);
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        if let Some(collector) = &mut self.collector {
            collector.outcome(outcome);
        }
    }
}

/// Ten times the incidents, not one allocation more: memory is for what is open, not for what has been. With the
/// metrics of the ordinary path.
#[test]
fn memory_does_not_grow_with_the_number_of_incidents() {
    let allocations = |days: &str| {
        let model = model("w1.ron", &[days]);
        let mut simulator = Simulator::new(&model);
        let mut growth = Growth { collector: Some(Collector::new(&Dimensions::of(&model))), ..Growth::default() };
        simulator.watch(0, &mut growth).expect("the laws hold");
        let before = super::allocations::count();
        simulator.watch(0, &mut growth).expect("the laws hold");
        growth.allocations = super::allocations::count() - before;
        (growth.facts, growth.allocations)
    };
    let ((few, least), (many, most)) = (allocations("run.days=1"), allocations("run.days=4"));
    assert!(many > 3 * few, "{few} and {many} facts");
    assert_eq!(least, most, "allocations for {few} and for {many} facts");
}

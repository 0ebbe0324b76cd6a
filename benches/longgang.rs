//! One replication of Longgang: a day and a year, and what it takes to read and build the scenario.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gridgov::scenario::{self, Model};
use gridgov::simulation::Simulator;
use std::path::Path;

const SCENARIO: &str = "scenarios/longgang.ron";

fn model(set: &[&str]) -> Model {
    let set: Vec<String> = set.iter().map(|s| (*s).to_owned()).collect();
    scenario::load(Path::new(SCENARIO), &set).expect("the shipped scenario is sound").model
}

fn replications(c: &mut Criterion) {
    let mut group = c.benchmark_group("Longgang");
    for (name, set) in [("day", "run.days=1"), ("year", "run.days=365")] {
        let model = model(&[set]);
        let mut simulator = Simulator::new(&model);
        let incidents = simulator.replicate(0, &mut ()).expect("the laws hold").incidents;
        group.throughput(Throughput::Elements(incidents)).sample_size(10);
        group.bench_function(name, |b| b.iter(|| simulator.replicate(0, &mut ()).expect("the laws hold").digest));
    }
    group.bench_function("read, check and build", |b| b.iter(|| model(&[]).workforce.crews.len()));
    group.finish();
}

criterion_group!(benches, replications);
criterion_main!(benches);

//! `gridgov-peers desque|nexosim w1|w2 COUNT SEED` runs a workload on a published engine and prints its check values.

mod on_desque;
mod on_nexosim;
mod workload;

use workload::{W1, W2};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [engine, name, count, seed] = &words[..] else { panic!("say desque|nexosim w1|w2 COUNT SEED, not {words:?}") };
    let (count, seed) = (count.parse().expect("a count"), seed.parse().expect("a seed"));
    let check = match (engine.as_str(), name.as_str()) {
        ("desque", "w1") => on_desque::run(W1::new(count, seed)),
        ("desque", "w2") => on_desque::run(W2::new(count, seed)),
        ("nexosim", "w1") => on_nexosim::run(W1::new(count, seed)),
        ("nexosim", "w2") => on_nexosim::run(W2::new(count, seed)),
        other => panic!("no such engine or workload: {other:?}"),
    };
    println!("{engine} {name} count {count} {check}");
}

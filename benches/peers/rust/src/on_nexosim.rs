//! A workload on nexosim: one model that schedules its own events, the cheapest form that engine has.

use crate::workload::{Event, Workload};
use nexosim::model::{Context, Model, schedulable};
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};
use std::sync::Mutex;
use std::time::Duration;

/// What the model says at its end, with the events it has seen.
static ENDING: Mutex<(f64, String)> = Mutex::new((0.0, String::new()));

/// Erased so that one model type serves both workloads.
trait Steps: Send {
    fn step(&mut self, now: f64, event: Event) -> ([(f64, Event); 2], usize);
    fn ending(&self, now: f64) -> String;
}

impl<W: Workload> Steps for W {
    fn step(&mut self, now: f64, event: Event) -> ([(f64, Event); 2], usize) {
        let (mut next, mut count) = ([(0.0, Event::Arrival); 2], 0);
        Workload::step(self, now, event, |delay, event| {
            next[count] = (delay, event);
            count += 1;
        });
        (next, count)
    }
    fn ending(&self, now: f64) -> String {
        format!("events {} {}", self.events(), self.check(now))
    }
}

#[derive(Default, Serialize, Deserialize)]
struct Host {
    #[serde(skip)]
    steps: Option<Mutex<Box<dyn Steps>>>,
    pending: usize,
}

#[Model]
impl Host {
    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>) {
        self.later(0.0, Event::Arrival, context);
    }

    #[nexosim(schedulable)]
    fn due(&mut self, event: Event, context: &Context<Self>) {
        let now = context.time().duration_since(MonotonicTime::EPOCH).as_nanos() as f64 * 1e-9;
        let steps = self.steps.as_mut().expect("a workload").get_mut().expect("not poisoned");
        let (next, count) = steps.step(now, event);
        self.pending -= 1;
        for (delay, event) in &next[..count] {
            self.later(*delay, *event, context);
        }
        if self.pending == 0 {
            let steps = self.steps.as_mut().expect("a workload").get_mut().expect("not poisoned");
            *ENDING.lock().expect("not poisoned") = (now, steps.ending(now));
        }
    }
}

impl Host {
    fn later(&mut self, delay: f64, event: Event, context: &Context<Self>) {
        self.pending += 1;
        // One unit of the workload is one second of the engine's clock, which refuses delays of zero.
        let delay = Duration::from_nanos(((delay * 1e9) as u64).max(1));
        context.schedule_event(delay, schedulable!(Self::due), event).expect("not in the past");
    }
}

pub fn run<W: Workload>(workload: W) -> String {
    let host = Host { steps: Some(Mutex::new(Box::new(workload))), pending: 0 };
    let bench = SimInit::with_num_threads(1).add_model(host, Mailbox::new(), "host");
    let mut simulation = bench.init(MonotonicTime::EPOCH).expect("a bench");
    simulation.run().expect("a run");
    ENDING.lock().expect("not poisoned").1.clone()
}

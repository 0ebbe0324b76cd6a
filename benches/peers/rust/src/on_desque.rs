//! A workload on desque: every event a boxed trait object in its binary heap.

use crate::workload::{Event, Workload};
use desque::serial::{Event as Executes, Simulation};
use desque::{Result, SimState};

/// Nanoseconds of the workload's unit.
const UNIT: f64 = 1e9;

#[derive(Debug)]
struct Due(Event);

struct State<W>(W);

impl<W> SimState<u64> for State<W> {}

impl<W: Workload> Executes<State<W>, u64> for Due {
    fn execute(&mut self, simulation: &mut Simulation<State<W>, u64>) -> Result {
        let now = *simulation.current_time();
        // At most two follow from one event: the next arrival and the next stage.
        let (mut next, mut count) = ([(0, Event::Arrival); 2], 0);
        simulation.state_mut().0.step(now as f64 / UNIT, self.0, |delay, event| {
            next[count] = (now + (delay * UNIT) as u64, event);
            count += 1;
        });
        next[..count].iter().try_for_each(|(at, event)| simulation.schedule(Due(*event), *at))
    }
}

pub fn run<W: Workload>(workload: W) -> String {
    let mut simulation = Simulation::new(State(workload), 0);
    simulation.schedule(Due(Event::Arrival), 0).expect("not in the past");
    simulation.run().expect("no event fails");
    let end = *simulation.current_time() as f64 / UNIT;
    let workload = &simulation.state().0;
    format!("events {} {}", workload.events(), workload.check(end))
}

//! Matches facts that belong together: who entered a queue and when, which order asked for a crew, where.
//!
//! The only fold that looks an incident up; the metrics beside it add up what it found.

use super::Dimensions;
use crate::ids::AreaId;
use crate::record::{Fact, LiveTable, What};
use crate::time::Instant;

#[derive(Clone, Copy, Debug)]
struct Live {
    cell: u32,
    /// The desk at which it waits, or `u32::MAX`.
    desk: u32,
    desk_since: Instant,
    awaited: Instant,
    /// The present order has asked for a crew.
    asked: bool,
}

impl Default for Live {
    fn default() -> Self {
        Live { cell: 0, desk: u32::MAX, desk_since: Instant::ZERO, awaited: Instant::NEVER, asked: false }
    }
}

/// What a fact meant for the queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Step {
    /// The incident's cell on the first level shown.
    pub(super) cell: u32,
    /// It left the queue of this desk, which it had entered then.
    pub(super) left_desk: Option<(u32, Instant)>,
    /// It began to wait for a crew.
    pub(super) awaits: bool,
    /// It stopped waiting for a crew, for which it had waited since then.
    pub(super) awaited: Option<Instant>,
    /// An order asked for a crew for the first time.
    pub(super) asked: bool,
    /// A crew finished an order.
    pub(super) served: bool,
}

/// The incidents that are open.
#[derive(Clone, Debug, Default)]
pub(super) struct Flow {
    live: LiveTable<Live>,
}

impl Flow {
    pub(super) fn reset(&mut self) {
        self.live.clear();
    }

    pub(super) fn report(&mut self, fact: &Fact, dimensions: &Dimensions) {
        let leaf = dimensions.leaf(AreaId(fact.actor));
        let cell = dimensions.levels.first().map_or(0, |level| level.of_leaf[leaf]);
        self.live.insert(fact.slot.0, fact.incident, Live { cell, ..Live::default() });
    }

    /// What `fact` meant. Facts about no open incident meant nothing.
    pub(super) fn step(&mut self, fact: &Fact) -> Step {
        let mut step = Step::default();
        let Some(live) = self.live.get_mut(fact.slot.0, fact.incident) else { return step };
        step.cell = live.cell;
        match fact.what {
            What::DeskQueued => {
                step.left_desk = live.leave_desk();
                (live.desk, live.desk_since) = (fact.actor, fact.at);
            }
            What::DeskStarted => step.left_desk = live.leave_desk(),
            What::CrewAwaited => {
                step.asked = live.ask();
                if !live.awaited.happens() {
                    live.awaited = fact.at;
                    step.awaits = true;
                }
            }
            What::Offered => {
                step.asked = live.ask();
                step.awaited = live.stop_awaiting();
            }
            What::Handled => step.served = std::mem::take(&mut live.asked),
            What::Closed | What::Lost => {
                step.left_desk = live.leave_desk();
                step.awaited = live.stop_awaiting();
                self.live.remove(fact.slot.0, fact.incident);
            }
            _ => {}
        }
        step
    }

    /// The desk and the entry of each incident that waits at one.
    pub(super) fn at_desks(&self) -> impl Iterator<Item = (u32, Instant)> {
        self.live.iter().filter(|(_, live)| live.desk != u32::MAX).map(|(_, live)| (live.desk, live.desk_since))
    }

    /// Since when each incident that waits for a crew has waited.
    pub(super) fn awaiting_crew(&self) -> impl Iterator<Item = Instant> {
        self.live.iter().filter(|(_, live)| live.awaited.happens()).map(|(_, live)| live.awaited)
    }
}

impl Live {
    fn leave_desk(&mut self) -> Option<(u32, Instant)> {
        let desk = std::mem::replace(&mut self.desk, u32::MAX);
        (desk != u32::MAX).then_some((desk, self.desk_since))
    }

    fn stop_awaiting(&mut self) -> Option<Instant> {
        let since = std::mem::replace(&mut self.awaited, Instant::NEVER);
        since.happens().then_some(since)
    }

    fn ask(&mut self) -> bool {
        !std::mem::replace(&mut self.asked, true)
    }
}

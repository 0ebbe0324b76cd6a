//! What a copy of the city must not know: the luck that is still to come.
//!
//! A copy looks at futures as a dispatcher could: it knows who is where, what is under way and what is planned, and
//! not how long work will take, who will refuse, or who will lose patience. What is a matter of minutes and seen as it
//! happens – a desk at work, an answer, a turnout, a way – ends in the copy when it does end.

use super::{Run, class};
use crate::ids::SlotId;
use crate::random::{Attribute, Key, MarkStream, Purpose, Sampler};
use crate::record::Observer;
use crate::time::Duration;
use crate::world::Stage;

impl<O: Observer> Run<'_, O> {
    /// Draws the luck of all open incidents anew, that of work in hand and of patience given how long they have lasted.
    pub fn forget(&mut self, key: Key) {
        let mut luck = MarkStream::new(key, Purpose::Futures, 0);
        for slot in self.world.incidents.open_slots() {
            self.world.incidents[slot].incident.marks = luck.draw();
            let live = &self.world.incidents[slot];
            if live.stage == Stage::Work || live.work_left.is_some() {
                self.forget_work(slot, &mut luck);
            }
            self.forget_patience(slot, &mut luck);
        }
    }

    fn forget_work(&mut self, slot: SlotId, luck: &mut MarkStream) {
        let live = &self.world.incidents[slot];
        let category = &self.model.demand.categories[live.incident.category];
        let in_hand = if live.stage == Stage::Work { self.now.since(live.work_began) } else { Duration::ZERO };
        let done = live.work_done + in_hand;
        let left = longer(&category.on_scene, done, luck.draw().uniform(Attribute::OnScene, 0)).saturating_sub(done);
        if live.stage != Stage::Work {
            self.world.incidents[slot].work_left = Some(left);
            return;
        }
        let ends = self.now + left;
        let ticket = self.schedule(ends, class::INCIDENT, slot.0);
        let live = &mut self.world.incidents[slot];
        (live.work_ends, live.ticket) = (ends, ticket);
    }

    fn forget_patience(&mut self, slot: SlotId, luck: &mut MarkStream) {
        let Some(patience) = &self.model.demand.patience else { return };
        let live = &self.world.incidents[slot];
        let reported = live.incident.reported;
        let lasts = longer(patience, self.now.since(reported), luck.draw().uniform(Attribute::Patience, 0));
        let waits = self.world.waiting.holds(&self.world.incidents, slot) || live.promised.is_some();
        self.world.incidents[slot].incident.patience = Some(lasts);
        if waits {
            self.set_timer(slot, false);
        }
    }
}

/// A length that is not over after `passed`: lengths grow with their uniform, so the part of the uniforms that is left is
/// found by halving.
fn longer(lengths: &Sampler, passed: Duration, u: f64) -> Duration {
    let (mut below, mut above) = (0.0, 1.0);
    for _ in 0..40 {
        let middle = 0.5 * (below + above);
        if lengths.sample(middle) < passed {
            below = middle;
        } else {
            above = middle;
        }
    }
    lengths.sample(below + u * (1.0 - below)).max(passed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Distribution;

    #[test]
    fn what_has_lasted_lasts_longer_by_the_same_law() {
        let minutes = |m: f64| Duration::from_seconds(60.0 * m);
        let exponential = Sampler::new(&Distribution::Exponential { mean: minutes(10.0) }).unwrap();
        for u in [0.1, 0.5, 0.9] {
            let (fresh, later) = (exponential.sample(u), longer(&exponential, minutes(30.0), u));
            assert!((later - minutes(30.0)).seconds() - fresh.seconds() < 1e-3, "an exponential time has no memory");
        }
        assert_eq!(longer(&exponential, Duration::ZERO, 0.5), exponential.sample(0.5));
        assert_eq!(longer(&Sampler::constant(minutes(5.0)), minutes(3.0), 0.5), minutes(5.0));
        assert_eq!(longer(&Sampler::constant(minutes(5.0)), minutes(7.0), 0.5), minutes(7.0), "it is over any moment");
    }
}

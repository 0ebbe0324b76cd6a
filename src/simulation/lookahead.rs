//! What would follow: a copy of the city in which a crew is sent, and some drawn minutes of what comes after.
//!
//! The copy is made between two events, from the world and the calendar as they are, and forgets the luck to come. Its
//! incidents, committed work and requests come from the demand model with the luck of the future, which is the same
//! for every crew that is tried; surges are those of the replication, as if forecast. In it the base rule takes all
//! decisions. Nothing of it is kept but one number.

use super::{Columns, Sources, advance};
use crate::demand::{CommittedTrace, Trace};
use crate::engine::Calendar;
use crate::ids::{CrewId, SlotId};
use crate::policy::dispatch::rollout::{Lookahead, Rollout};
use crate::process::{RequestStreams, Run};
use crate::random::Key;
use crate::record::{Milestone, Observer, Outcome};
use crate::scenario::Model;
use crate::time::{Duration, Instant};
use crate::world::World;

/// The key of what chance decides about open incidents, apart from that of those to come.
const OPEN: u32 = 1;

/// Memory for futures, kept from one to the next.
#[derive(Debug)]
pub(super) struct Ahead {
    rollout: Rollout,
    world: World,
    calendar: Calendar,
    trace: Trace,
    committed: CommittedTrace,
    requests: RequestStreams,
}

impl Ahead {
    /// For a model whose rule looks ahead.
    pub(super) fn of(model: &Model) -> Option<Ahead> {
        let key = Key { seed: model.seed, replication: 0 };
        model.rollout.map(|rollout| Ahead {
            rollout,
            world: World::new(model),
            calendar: Calendar::default(),
            trace: Trace::new(&model.demand, key),
            committed: CommittedTrace::new(&model.demand, key),
            requests: RequestStreams::default(),
        })
    }

    /// Decides about the incident whose decision is due.
    pub(super) fn decide<O: Observer>(&mut self, run: &mut Run<'_, O>, sources: &Sources<'_>, slot: SlotId) {
        let candidates = run.candidates_now(slot);
        if candidates.len() < 2 {
            return run.send_by_rule(slot);
        }
        let rollout = self.rollout;
        let (sent, costs) = rollout.choose(&candidates, &mut Futures { ahead: self, run, sources, slot });
        run.show_tried(slot, &candidates, &costs, sent);
        run.send(slot, sent);
    }
}

impl Ahead {
    /// The city as it is, on its way into one of the futures of a decision.
    fn copy<'c, O: Observer>(
        &'c mut self,
        run: &'c Run<'_, O>,
        sources: &Sources,
        slot: SlotId,
        future: u32,
    ) -> (Run<'c, Unattended>, Sources<'c>) {
        let Ahead { rollout, world, calendar, trace, committed, requests } = self;
        let model = run.model;
        let live = &run.world.incidents[slot];
        let key = run.key.of_future(live.incident.number, live.offers, future);
        world.clone_from(run.world);
        calendar.clone_from(run.calendar);
        requests.restart(model, key);
        trace.begin_at(&model.demand, key, run.now, run.surges);
        committed.begin_at(&model.demand, key, run.now);
        let mut copy = Run {
            model,
            world,
            calendar,
            observer: Unattended { from: run.now, until: run.now + rollout.horizon, spent: Duration::ZERO },
            key,
            surges: run.surges,
            requests,
            now: run.now,
            horizon: run.horizon,
            inline: 0,
            looks_ahead: false,
            undecided: None,
        };
        copy.forget(Key { replication: key.replication ^ OPEN << 31, ..key });
        (copy, Sources { trace, committed, staff: sources.staff.clone(), duty: sources.duty })
    }
}

/// The futures of one decision.
struct Futures<'f, 'r, O: Observer> {
    ahead: &'f mut Ahead,
    run: &'f Run<'r, O>,
    sources: &'f Sources<'f>,
    slot: SlotId,
}

impl<O: Observer> Lookahead for Futures<'_, '_, O> {
    fn cost(&mut self, crew: CrewId, future: u32) -> f64 {
        let (mut copy, mut sources) = self.ahead.copy(self.run, self.sources, self.slot, future);
        let end = copy.observer.until;
        copy.send(self.slot, crew);
        let mut columns = Columns::next(&sources, copy.model);
        loop {
            let first = copy.calendar.peek_key();
            let next = first.min(columns.first).at();
            if next > end {
                break;
            }
            advance(&mut copy, &mut sources, &mut columns, first, next);
        }
        let mut seen = copy.observer;
        copy.world.incidents.still_open().for_each(|live| seen.outcome(&live.outcome));
        seen.spent.seconds()
    }
}

/// The time that incidents spend without anybody on scene, within a stretch of time.
struct Unattended {
    from: Instant,
    until: Instant,
    spent: Duration,
}

impl Observer for Unattended {
    fn outcome(&mut self, outcome: &Outcome) {
        let there = outcome.milestones[Milestone::OnScene as usize].min(self.until);
        self.spent += there.since(outcome.reported.max(self.from));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demand::Surges;
    use crate::random::Attribute;
    use crate::scenario;
    use crate::simulation::{DutyCursor, Simulator, StaffCursor, run_events};
    use crate::world::Stage;

    /// Copies are made at every decision of some days, and compared with what they were made from.
    #[test]
    fn a_copy_knows_the_present_and_nothing_of_what_is_to_come() {
        let text = r#"(city: Explicit(square_side_km: 9),
            demand: (volume: "6 /h", categories: {
                         "job": (department: "works", priority: 4, share: 0.3, on_scene: Exponential(mean: "1 h")),
                         "accident": (department: "works", priority: 1, share: 0.3, on_scene: Exponential(mean: "1 h")),
                         "parking": (department: "traffic", share: 0.4, on_scene: Exponential(mean: "10 min")),
                     }, patience: Exponential(mean: "5 h"),
                     committed_work: (crew_time_per_day: "6 h")),
            workforce: (crews: {
                "patrol": (roster: { "all day": 4 }, officers: 100, skills: Only(["works"]), based: Scattered(seed: 1), accept: Deterministic("9 s")),
                "warden": (roster: { "all day": 4 }, officers: 100, skills: Only(["traffic"]), based: Scattered(seed: 2)),
            }),
            dispatch: (rule: Rollout(futures: 1, candidates: 2, horizon: "10 min"), preemption: PreemptivePriority(on_scene: true)), run: (days: 3, seed: 3))"#;
        let model = scenario::load_text("copy.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false))).model;
        let mut simulator = Simulator::new(&model);
        let key = Key { seed: 3, replication: 0 };
        let surges = Surges::new(&model.demand, key);
        simulator.world.reset(&model);
        simulator.requests.restart(&model, key);
        simulator.trace.restart(&model.demand, key);
        simulator.committed.restart(&model.demand, key);
        let mut ahead = simulator.ahead.take().expect("the rule looks ahead");
        let mut run = Run {
            model: &model,
            world: &mut simulator.world,
            calendar: &mut simulator.calendar,
            observer: (),
            key,
            surges: &surges,
            requests: &mut simulator.requests,
            now: Instant::ZERO,
            horizon: model.horizon(),
            inline: 0,
            looks_ahead: true,
            undecided: None,
        };
        let (mut decisions, mut at_work, mut broken_off, mut as_before) = (0, 0, 0, 0);
        let sources = Sources {
            trace: &mut simulator.trace,
            committed: &mut simulator.committed,
            staff: StaffCursor::default(),
            duty: DutyCursor::default(),
        };
        run_events(&mut run, sources, |run, sources| {
            let Some(slot) = run.undecided.take() else { return };
            decisions += 1;
            for future in 0..2 {
                let (copy, copied) = ahead.copy(run, sources, slot, future);
                assert!(copied.trace.peek() >= run.now && copied.trace.peek() != sources.trace.peek());
                assert!(copied.committed.peek() >= run.now);
                for open in run.world.incidents.open_slots() {
                    let (real, drawn) = (&run.world.incidents[open], &copy.world.incidents[open]);
                    assert_eq!((real.stage, real.crews(), real.incident.number), (drawn.stage, drawn.crews(), drawn.incident.number));
                    let luck = |live: &crate::world::Live| live.incident.marks.uniform(Attribute::OnScene, 0);
                    assert_ne!(luck(real), luck(drawn));
                    assert_ne!(real.incident.patience, drawn.incident.patience);
                    if real.stage == Stage::Work {
                        at_work += 1;
                        as_before += i32::from(real.work_ends == drawn.work_ends);
                        assert!(drawn.work_ends >= run.now && drawn.work_began == real.work_began);
                    } else if real.work_left.is_some() {
                        broken_off += 1;
                        as_before += i32::from(real.work_left == drawn.work_left);
                        assert!(drawn.work_left.is_some() && drawn.work_done == real.work_done);
                    }
                }
            }
            ahead.decide(run, sources, slot);
        })
        .unwrap_or_else(|stopped| panic!("{stopped}"));
        assert!(decisions > 50 && at_work > 50 && broken_off > 10, "{decisions} decisions, {at_work} at work, {broken_off} broken off");
        assert_eq!(as_before, 0, "no copy knows how long work in hand or broken off will go on");
    }
}

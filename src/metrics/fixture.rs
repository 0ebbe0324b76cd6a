//! A small city, and incidents that never happened, for tests of metrics and summaries.

use super::*;
use crate::city::Point;
use crate::ids::{AreaId, CategoryId, ChannelId, CrewId, SettlerId, SlotId};
use crate::record::{CrewState, End, Fact, Milestone, Outcome, Segment, ServedBy, WaitReason, What};
use crate::time::{Duration, Instant};

/// Two units (the first with leaves 0 and 1, the second with leaf 2; ids from 10), two crews, one desk, four days of
/// which the first is warm-up and a Saturday; 1/2/3/45 minutes.
pub(crate) fn dimensions() -> Dimensions {
    let name = |text: &str| Name::new(text, format!("{text}(中文)"));
    let crew = |station: &str, shift: &str| CrewDimension {
        kind: name("crew"),
        station: name(station),
        shift: name(shift),
        shift_of_kind: name(shift),
        department: name("bureau"),
    };
    Dimensions {
        categories: vec![name("noise"), name("garbage")],
        channels: vec![name("hotline"), name("patrol")],
        settlers: vec![name("grid worker")],
        facilities: Vec::new(),
        desks: vec![DeskDimension { name: name("platform"), place: name("city") }],
        crews: vec![crew("east", "day"), crew("west", "night")],
        levels: vec![LevelDimension {
            level: name("unit"),
            across: false,
            cells: vec![name("north"), name("south")],
            of_leaf: vec![0, 0, 1],
        }],
        first_leaf: AreaId(10),
        leaves: 3,
        first_weekday: 5,
        days: 4,
        warmup_days: 1,
        targets: Targets { limits: [1, 2, 3, 45].map(minutes), clock: Clock::Cumulative, until_handled: false, primary: Target::OnScene },
    }
}

pub(crate) fn minutes(minutes: u64) -> Duration {
    Duration(minutes * Duration::MINUTE.0)
}

/// A moment: hour and minute of a day of the run.
pub(crate) fn at(day: u64, hour: u64, minute: u64) -> Instant {
    Instant::midnight(day) + minutes(60 * hour + minute)
}

pub(crate) fn fact(at: Instant, what: What, incident: u64, actor: u32, detail: u64) -> Fact {
    Fact { at, what, incident, slot: SlotId(incident as u32), actor, detail }
}

pub(crate) fn state(at: Instant, crew: u32, state: CrewState) -> Fact {
    fact(at, What::Crew, 0, crew, state as u64)
}

/// An incident of category 0, priority 2, in leaf 0, reported then and served by crew 0; each milestone so many minutes
/// later, the whole way spent travelling and working.
pub(crate) fn outcome(incident: u64, reported: Instant, milestones: [u64; 6]) -> Outcome {
    let mut segments = [Duration::ZERO; Segment::COUNT];
    segments[Segment::Travel as usize] = minutes(milestones[Milestone::OnScene as usize]);
    segments[Segment::Work as usize] = minutes(milestones[Milestone::Handled as usize] - milestones[Milestone::OnScene as usize]);
    Outcome {
        incident,
        slot: SlotId(incident as u32),
        reported,
        delay: Duration::ZERO,
        leaf: AreaId(10),
        place: Point::default(),
        category: CategoryId(0),
        channel: ChannelId(0),
        priority: 2,
        joint: false,
        self_found: false,
        in_surge: false,
        milestones: milestones.map(|after| reported + minutes(after)),
        segments,
        served_by: ServedBy::Crew(CrewId(0)),
        waited_for: WaitReason::None,
        refusals: 0,
        preemptions: 0,
        handoffs: 0,
        cross_boundary: false,
        visits: 1,
        reopened: false,
        deadline: Instant::NEVER,
        end: End::Closed,
    }
}

/// The same incident, settled on the spot.
pub(crate) fn settled(mut outcome: Outcome) -> Outcome {
    outcome.served_by = ServedBy::Settler(SettlerId(0));
    outcome
}

/// The same incident, stuck after so many milestones.
pub(crate) fn stuck(mut outcome: Outcome, reached: usize, end: End) -> Outcome {
    outcome.milestones[reached..].fill(Instant::NEVER);
    outcome.served_by = ServedBy::Nobody;
    outcome.end = end;
    outcome
}

/// What a collector makes of facts and outcomes in a run that ends at midnight after day 4.
pub(crate) fn collect(dimensions: &Dimensions, facts: &[Fact], outcomes: &[Outcome]) -> ReplicationResult {
    use crate::record::Observer;
    let mut collector = Collector::new(dimensions);
    facts.iter().for_each(|fact| collector.fact(fact));
    outcomes.iter().for_each(|outcome| collector.outcome(outcome));
    collector.finish(at(5, 0, 0))
}

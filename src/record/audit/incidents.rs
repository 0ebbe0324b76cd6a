//! What holds for each incident: it ends exactly once, its milestones are in order, its segments add up, and its
//! outcome says what the facts said.

use super::Findings;
use crate::record::{End, Fact, LiveTable, Milestone, Outcome, Segment, ServedBy};
use crate::time::{Duration, Instant};

/// What the facts have said about an incident so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Live {
    pub(super) reported: Instant,
    pub(super) leaf: u32,
    pub(super) category: u64,
    /// The desk at which it waits, or `u32::MAX`.
    pub(super) desk: u32,
    pub(super) desk_since: Instant,
    /// Since when it waits for a crew.
    pub(super) awaited: Instant,
    /// A crew is assigned to it and not released.
    pub(super) engaged: bool,
    /// The first visit's work is done.
    pub(super) handled: bool,
    /// When it was closed or lost.
    pub(super) ended: Instant,
    /// Its outcome was told: still open.
    pub(super) open: bool,
    first: Option<Arrival>,
    last: Option<Arrival>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Arrival {
    crew: u32,
    at: Instant,
    outside: bool,
}

impl Default for Live {
    fn default() -> Self {
        Live {
            reported: Instant::ZERO,
            leaf: 0,
            category: 0,
            desk: u32::MAX,
            desk_since: Instant::ZERO,
            awaited: Instant::NEVER,
            engaged: false,
            handled: false,
            ended: Instant::NEVER,
            open: false,
            first: None,
            last: None,
        }
    }
}

impl Live {
    /// An incident that was just reported.
    pub(super) fn reported(fact: &Fact) -> Live {
        Live { reported: fact.at, leaf: fact.actor, category: fact.detail, ..Live::default() }
    }

    /// A crew arrived. Arrivals for later visits are no responses.
    pub(super) fn arrived(&mut self, fact: &Fact, outside: bool) {
        if !self.handled {
            let arrival = Arrival { crew: fact.actor, at: fact.at, outside };
            self.first.get_or_insert(arrival);
            self.last = Some(arrival);
        }
    }
}

/// How many incidents there were, and what became of them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Incidents {
    pub(super) reported: u64,
    /// The one reported last.
    pub(super) last: Option<u64>,
    closed: u64,
    open: u64,
    lost: u64,
}

impl Incidents {
    pub(super) fn outcome(&mut self, outcome: &Outcome, live: &mut LiveTable<Live>, found: &mut Findings) {
        let incident = outcome.incident;
        match outcome.end {
            End::Closed => self.closed += 1,
            End::Open => self.open += 1,
            End::NoSuchSkill | End::Withdrawn => self.lost += 1,
        }
        milestones(outcome, found);
        segments(outcome, found);
        let Some(known) = live.get_mut(outcome.slot.0, incident) else {
            return found.check(false, "an incident ends once", || format!("incident {incident} has an outcome and is not open"));
        };
        let facts = (known.reported, known.leaf, known.category);
        let claimed = (outcome.reported, outcome.leaf.0, u64::from(outcome.category.0));
        found.check(facts == claimed, "the outcome says what the facts said", || {
            format!("incident {incident}: reported, area and category are {facts:?} in the facts, {claimed:?} in the outcome")
        });
        served(outcome, known, found);
        let ended = known.ended;
        if outcome.end == End::Open {
            found.check(!ended.happens() && !known.open, "an incident ends once", || format!("incident {incident} ended and is open"));
            known.open = true;
            return;
        }
        found.check(ended.happens(), "an end is told before its outcome", || format!("incident {incident} has an outcome and did not end"));
        let closed = outcome.at(Milestone::Closed);
        found.check(outcome.end != End::Closed || closed == ended, "the outcome says what the facts said", || {
            format!("incident {incident} was closed at tick {} in the facts, {} in the outcome", ended.0, closed.0)
        });
        live.remove(outcome.slot.0, incident);
    }

    pub(super) fn finish(&self, found: &mut Findings) {
        let Incidents { reported, closed, open, lost, .. } = *self;
        found.check(reported == closed + open + lost, "reported = closed + open + lost", || {
            format!("{reported} reported, {closed} closed, {open} open, {lost} lost")
        });
    }
}

fn milestones(outcome: &Outcome, found: &mut Findings) {
    let mut before = outcome.reported;
    for milestone in Milestone::ALL {
        let at = outcome.at(milestone);
        found.check(before <= at, "milestones are in order", || {
            let earlier = if before.happens() { format!("tick {}", before.0) } else { "never".to_owned() };
            format!("incident {}: {milestone:?} at tick {}, the milestone before it at {earlier}", outcome.incident, at.0)
        });
        before = at;
    }
    let closed = outcome.at(Milestone::Closed).happens();
    found.check(closed == (outcome.end == End::Closed), "who is closed has a time of closing, and nobody else", || {
        format!("incident {} ended as {:?}, closed: {closed}", outcome.incident, outcome.end)
    });
}

fn segments(outcome: &Outcome, found: &mut Findings) {
    let (until_there, there) = outcome.segments.split_at(Segment::Travel as usize + 1);
    let until_there: Duration = until_there.iter().copied().sum();
    let until_handled = there.iter().fold(until_there, |sum, segment| sum + *segment);
    for (milestone, sum) in [(Milestone::OnScene, until_there), (Milestone::Handled, until_handled)] {
        if let Some(elapsed) = outcome.until(milestone) {
            found.check(sum == elapsed, "segments add up to the tick", || {
                format!("incident {}: {milestone:?} after {} ticks, its segments add up to {}", outcome.incident, elapsed.0, sum.0)
            });
        }
    }
}

/// The crew in the outcome is one that arrived, when and from where the facts say. (In a joint job it is the first,
/// after a preemption on scene the last, so either will do.)
fn served(outcome: &Outcome, known: &Live, found: &mut Findings) {
    let ServedBy::Crew(crew) = outcome.served_by else { return };
    let at = outcome.at(Milestone::OnScene);
    if !at.happens() {
        return;
    }
    let claimed = Some(Arrival { crew: crew.0, at, outside: outcome.cross_boundary });
    found.check(claimed == known.first || claimed == known.last, "the outcome says what the facts said", || {
        let (incident, facts) = (outcome.incident, known.last);
        format!("incident {incident}: served by {claimed:?} in the outcome, last arrival {facts:?} in the facts")
    });
}

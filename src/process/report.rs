//! An incident is reported.

use super::Run;
use crate::demand::Incident;
use crate::engine::Ticket;
use crate::ids::{CrewId, DepartmentId, Id, SettlerId, SlotId};
use crate::random::Attribute;
use crate::record::{End, Milestone, Observer, Outcome, Segment, ServedBy, WaitReason, What};
use crate::time::{Duration, Instant};
use crate::world::{Link, Live, MOST_CREWS_PER_JOB, Stage};

impl<O: Observer> Run<'_, O> {
    /// Takes the next incident of the trace into the city.
    pub fn report(&mut self, incident: &Incident) {
        self.now = incident.reported;
        let category = &self.model.demand.categories[incident.category];
        let deadline = category.close_within.map_or(Instant::NEVER, |limit| self.model.demand.calendar.deadline(incident.reported, &limit));
        let slot = self.world.incidents.open(|slot| newcomer(incident, slot, deadline));
        self.slot_fact(What::Reported, slot, incident.leaf.0, incident.category.0.into());
        if incident.self_found
            && let Some(settler) = self.finder(incident)
        {
            return self.settled_by_finder(slot, settler);
        }
        self.take_in(slot);
    }

    /// The lowest tier on duty whose post there is filled and that is able to settle what its own patrol has found.
    /// Where there is none, what was found is taken in like any report.
    fn finder(&self, incident: &Incident) -> Option<SettlerId> {
        let luck = incident.marks.uniform(Attribute::Settle, 0);
        let time = self.now.time_of_day();
        let there = |id: SettlerId, filled: f64| filled >= 1.0 || incident.marks.uniform(Attribute::Available, id.0) < filled;
        let mut settlers = self.model.structure.settlers.enumerate();
        let found = settlers.find(|(id, s)| luck < s.able_below[incident.category] && s.on_duty(time) && there(*id, s.filled));
        found.map(|(id, _)| id)
    }

    /// Sends a new incident to the first desk of its channel's path.
    fn take_in(&mut self, slot: SlotId) {
        let channel = self.world.incidents[slot].incident.channel;
        match self.model.structure.intake[channel].first() {
            Some(kind) => self.enter_desk(slot, *kind),
            None => {
                self.reach(slot, Milestone::Respond, self.now);
                self.call_crew(slot);
            }
        }
    }

    /// Notes a milestone of the first visit; the first value counts.
    pub(crate) fn reach(&mut self, slot: SlotId, milestone: Milestone, at: Instant) {
        let live = &mut self.world.incidents[slot];
        let noted = &mut live.outcome.milestones[milestone as usize];
        if !noted.happens() {
            *noted = at;
        }
    }
}

fn newcomer(incident: &Incident, slot: SlotId, deadline: Instant) -> Live {
    Live {
        outcome: Outcome {
            incident: incident.number,
            slot,
            reported: incident.reported,
            delay: incident.delay,
            leaf: incident.leaf,
            place: incident.place,
            category: incident.category,
            channel: incident.channel,
            priority: incident.priority,
            joint: incident.joint,
            self_found: incident.self_found,
            in_surge: incident.in_surge,
            milestones: [Instant::NEVER; Milestone::COUNT],
            segments: [Duration::ZERO; Segment::COUNT],
            served_by: ServedBy::Nobody,
            waited_for: WaitReason::None,
            refusals: 0,
            preemptions: 0,
            handoffs: 0,
            cross_boundary: false,
            visits: 0,
            reopened: false,
            deadline,
            end: End::Open,
        },
        clock: incident.reported,
        stage: Stage::DeskQueue,
        ticket: Ticket::NONE,
        timer: Ticket::NONE,
        step: 0,
        joint_passed: false,
        desk_kind: 0,
        next_settler: 0,
        looked: 0,
        on_call_desk: false,
        strayed: false,
        place: incident.place,
        visit: 0,
        offers: 0,
        refuser: None,
        lifted: false,
        crews: [CrewId::new(0); MOST_CREWS_PER_JOB],
        assigned: 0,
        arrived: 0,
        refusals: 0,
        lacking: [DepartmentId::new(0); MOST_CREWS_PER_JOB],
        lacks: 0,
        promised: None,
        called: incident.reported,
        call: 0,
        work_began: Instant::NEVER,
        work_ends: Instant::NEVER,
        work_left: None,
        work_done: Duration::ZERO,
        link: Link::FREE,
        incident: *incident,
    }
}

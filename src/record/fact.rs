//! One thing that happened: fixed size, `Copy`, ordered.

use crate::ids::SlotId;
use crate::time::Instant;

/// What happened. The numbers are part of the digest: never reuse one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum What {
    /// An incident was reported; actor: innermost area, detail: category.
    Reported = 1,
    /// It joined a desk's queue; actor: desk.
    DeskQueued = 2,
    /// A clerk took it up; actor: desk, detail: 1 if it was somebody on call.
    DeskStarted = 3,
    /// Receipt finished at the first desk; actor: desk.
    Responded = 4,
    /// A clerk was done with it; actor: desk, detail: 1 if it was somebody on call.
    DeskDone = 5,
    /// It is on its way to another desk; actor: that desk, detail: ticks of the transfer.
    Transferred = 6,
    /// It came to the wrong department and goes back; actor: desk.
    WrongDepartment = 7,
    /// Somebody on the spot was sent; actor: kind of settler, detail: 1 if in vain.
    SettlerSent = 8,
    /// It waits for a crew; detail: [`super::WaitReason`] as a number.
    CrewAwaited = 9,
    /// A crew was offered it; actor: crew, detail: 1 if from outside the crew's own area.
    Offered = 10,
    /// The crew refused; actor: crew.
    Refused = 11,
    /// The crew did not answer in time; actor: crew.
    Unanswered = 12,
    /// The crew accepted; actor: crew.
    Accepted = 13,
    /// The crew set out; actor: crew.
    Departed = 14,
    /// The crew arrived; actor: crew.
    Arrived = 15,
    /// Work began on the spot; actor: crew.
    WorkStarted = 16,
    /// A visit's work is done; actor: crew or settler, detail: visit from 0.
    Handled = 17,
    /// A further visit was ordered; detail: tick at which it falls due.
    VisitOrdered = 18,
    /// The closing check found it undone.
    Reopened = 19,
    /// Closed.
    Closed = 20,
    /// Lost: detail 0 no crew with the skill exists, 1 the reporter withdrew.
    Lost = 21,
    /// A crew's state changed; actor: crew, detail: [`CrewState`] as a number. `incident` is the order it concerns or
    /// [`Fact::NO_INCIDENT`].
    Crew = 22,
    /// Committed work fell due; actor: innermost area, detail: its ticks.
    CommittedDue = 23,
    /// A piece of committed work was done or put aside; actor: crew, detail: ticks of it done.
    CommittedDone = 24,
    /// A subordinate's request joined a desk's queue; actor: desk.
    RequestQueued = 25,
    /// A clerk took up a subordinate's request; actor: desk.
    RequestStarted = 26,
    /// A subordinate's request was dealt with; actor: desk.
    RequestDone = 27,
    /// The crew that served it was called away to a more urgent one; actor: crew, detail: number of that other incident.
    Preempted = 28,
    /// It came to a closed desk and waits for it to open; actor: desk.
    OpeningAwaited = 29,
}

/// What a crew is doing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[repr(u8)]
pub enum CrewState {
    /// Not on duty.
    #[default]
    OffDuty = 0,
    /// Taking over from the shift before.
    Handover = 1,
    /// Free, at its station or where it last worked.
    Idle = 2,
    /// On call at home: free, but slow to turn out.
    OnCall = 3,
    /// Offered an incident, not yet accepted.
    Assigned = 4,
    /// Accepted, getting ready.
    TurningOut = 5,
    /// On the way to an incident.
    Travelling = 6,
    /// On scene, waiting for the partner of a joint job.
    AwaitingPartner = 7,
    /// At work on scene.
    OnScene = 8,
    /// Tidying up after the work.
    Clearing = 9,
    /// On the way back to its station.
    Returning = 10,
    /// At planned inspection, campaigns or paperwork.
    Committed = 11,
    /// On a break.
    Break = 12,
    /// On the way to a facility where its work goes on.
    ToFacility = 13,
    /// At work at a facility.
    AtFacility = 14,
}

impl CrewState {
    /// All states, in the order of their numbers.
    pub const ALL: [CrewState; 15] = [
        CrewState::OffDuty,
        CrewState::Handover,
        CrewState::Idle,
        CrewState::OnCall,
        CrewState::Assigned,
        CrewState::TurningOut,
        CrewState::Travelling,
        CrewState::AwaitingPartner,
        CrewState::OnScene,
        CrewState::Clearing,
        CrewState::Returning,
        CrewState::Committed,
        CrewState::Break,
        CrewState::ToFacility,
        CrewState::AtFacility,
    ];

    /// Whether this is time on duty.
    pub const fn is_on_duty(self) -> bool {
        !matches!(self, CrewState::OffDuty | CrewState::OnCall)
    }

    /// Whether the crew is serving an incident.
    pub const fn serves(self) -> bool {
        matches!(
            self,
            CrewState::Assigned
                | CrewState::TurningOut
                | CrewState::Travelling
                | CrewState::AwaitingPartner
                | CrewState::OnScene
                | CrewState::Clearing
                | CrewState::ToFacility
                | CrewState::AtFacility
        )
    }

    /// Whether time in this state counts as time in another does: as service, and as duty.
    #[inline]
    pub const fn counts_like(self, other: CrewState) -> bool {
        const COUNTS: [u8; CrewState::ALL.len()] = {
            let (mut counts, mut at) = ([0; CrewState::ALL.len()], 0);
            while at < counts.len() {
                counts[at] = CrewState::ALL[at].serves() as u8 | (CrewState::ALL[at].is_on_duty() as u8) << 1;
                at += 1;
            }
            counts
        };
        COUNTS[self as usize] == COUNTS[other as usize]
    }

    /// Whether the crew is out with its vehicle, and needs no turnout if it is sent at this very moment.
    pub const fn is_out(self) -> bool {
        self.is_after_visit() || matches!(self, CrewState::OnScene | CrewState::Returning | CrewState::Committed | CrewState::Travelling)
    }

    /// Whether the visit that it serves is over: the crew is busy, the incident goes on without it.
    pub const fn is_after_visit(self) -> bool {
        matches!(self, CrewState::Clearing | CrewState::ToFacility | CrewState::AtFacility)
    }
}

/// One thing that happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fact {
    /// When.
    pub at: Instant,
    /// What.
    pub what: What,
    /// Which incident: its number in the trace, or [`Fact::NO_INCIDENT`].
    pub incident: u64,
    /// Its slot among the open incidents, [`Fact::NO_SLOT`] without an incident; no part of the digest.
    pub slot: SlotId,
    /// Who or where; see [`What`].
    pub actor: u32,
    /// See [`What`].
    pub detail: u64,
}

impl Fact {
    /// The fact concerns no incident.
    pub const NO_INCIDENT: u64 = u64::MAX;
    /// And so no slot.
    pub const NO_SLOT: SlotId = SlotId(u32::MAX);
}

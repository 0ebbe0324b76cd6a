//! Why a target was missed: the longest part of the way to the milestone, the wait for a crew told apart by
//! its reason, and the ways in which an incident can end without ever getting there.

use crate::record::{CrewState, End, Milestone, Outcome, Segment, WaitReason};

/// Why a target was missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The longest part of the time went into a segment other than the wait for a crew.
    Segment(Segment),
    /// The longest part of the time went into waiting for a crew, for this reason. ([`WaitReason::None`]: the wait has no reason on record.)
    Wait(WaitReason),
    /// No crew with the skill exists.
    Lost,
    /// The reporter withdrew.
    Withdrawn,
}

impl Cause {
    /// How many there are.
    pub const COUNT: usize = Segment::COUNT + WaitReason::ALL.len() + 2;

    /// All, in the order of their positions in a table. The position of [`Segment::CrewQueue`] is never used.
    pub fn all() -> impl Iterator<Item = Cause> {
        let segments = Segment::ALL.into_iter().map(Cause::Segment);
        segments.chain(WaitReason::ALL.into_iter().map(Cause::Wait)).chain([Cause::Lost, Cause::Withdrawn])
    }

    /// The position in a table of [`Cause::COUNT`] counters.
    pub const fn index(self) -> usize {
        match self {
            Cause::Segment(segment) => segment as usize,
            Cause::Wait(reason) => Segment::COUNT + reason as usize,
            Cause::Lost => Cause::COUNT - 2,
            Cause::Withdrawn => Cause::COUNT - 1,
        }
    }

    /// The name used in results.
    pub const fn name(self) -> &'static str {
        match self {
            Cause::Segment(segment) => segment_name(segment),
            Cause::Wait(WaitReason::None) => "crew_queue",
            Cause::Wait(WaitReason::NoCrewIdle) => "no_crew_idle",
            Cause::Wait(WaitReason::ShiftGap) => "shift_gap",
            Cause::Wait(WaitReason::CommittedWork) => "committed_work",
            Cause::Wait(WaitReason::Boundary) => "boundary",
            Cause::Wait(WaitReason::JointPartner) => "joint_partner",
            Cause::Wait(WaitReason::HeldBack) => "held_back",
            Cause::Lost => "lost",
            Cause::Withdrawn => "withdrawn",
        }
    }

    /// Why `outcome` missed a target whose clock ran over the segments `first..=last`: the longest of them, the
    /// earlier of two equals. For an incident that never got there, it is what took longest so far, or how it was lost.
    pub fn of(outcome: &Outcome, reached: bool, first: Segment, last: Segment) -> Cause {
        match outcome.end {
            End::NoSuchSkill if !reached => return Cause::Lost,
            End::Withdrawn if !reached => return Cause::Withdrawn,
            _ => {}
        }
        let mut longest = first as usize;
        for segment in first as usize + 1..=last as usize {
            if outcome.segments[segment] > outcome.segments[longest] {
                longest = segment;
            }
        }
        match Segment::ALL[longest] {
            Segment::CrewQueue => Cause::Wait(outcome.waited_for),
            segment => Cause::Segment(segment),
        }
    }
}

/// The segment's name used in results.
pub const fn segment_name(segment: Segment) -> &'static str {
    match segment {
        Segment::DeskQueue => "desk_queue",
        Segment::Receipt => "receipt",
        Segment::Triage => "triage",
        Segment::Transfer => "transfer",
        Segment::LaterDeskQueue => "later_desk_queue",
        Segment::LaterDesk => "later_desk",
        Segment::InVain => "in_vain",
        Segment::CrewQueue => "crew_queue",
        Segment::Refused => "refused",
        Segment::Accept => "accept",
        Segment::Turnout => "turnout",
        Segment::Travel => "travel",
        Segment::PartnerWait => "partner_wait",
        Segment::Work => "work",
    }
}

/// The milestone's name used in results.
pub const fn milestone_name(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Respond => "respond",
        Milestone::Accept => "accept",
        Milestone::Depart => "depart",
        Milestone::OnScene => "on_scene",
        Milestone::Handled => "handled",
        Milestone::Closed => "closed",
    }
}

/// The crew state's name used in results.
pub const fn state_name(state: CrewState) -> &'static str {
    match state {
        CrewState::OffDuty => "off_duty",
        CrewState::Handover => "handover",
        CrewState::Idle => "idle",
        CrewState::OnCall => "on_call",
        CrewState::Assigned => "assigned",
        CrewState::TurningOut => "turning_out",
        CrewState::Travelling => "travelling",
        CrewState::AwaitingPartner => "awaiting_partner",
        CrewState::OnScene => "on_scene",
        CrewState::Clearing => "clearing",
        CrewState::Returning => "returning",
        CrewState::Committed => "committed",
        CrewState::Break => "break",
        CrewState::ToFacility => "to_facility",
        CrewState::AtFacility => "at_facility",
    }
}

//! How an incident ended: what metrics and records are made of.

use crate::city::Point;
use crate::ids::{AreaId, CategoryId, ChannelId, CrewId, SettlerId, SlotId};
use crate::time::{Duration, Instant};

/// The moments of an incident's life, in order. Clock zero is the report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum Milestone {
    /// Receipt finished at the first desk.
    Respond = 0,
    /// The person or crew who will act accepts.
    Accept = 1,
    /// Turnout is over.
    Depart = 2,
    /// The first responder arrives.
    OnScene = 3,
    /// The first visit's work is done.
    Handled = 4,
    /// Second visit, filing and checks are done.
    Closed = 5,
}

impl Milestone {
    /// How many there are.
    pub const COUNT: usize = 6;
    /// All, in order.
    pub const ALL: [Milestone; 6] =
        [Milestone::Respond, Milestone::Accept, Milestone::Depart, Milestone::OnScene, Milestone::Handled, Milestone::Closed];
}

/// Where the time until the first visit's end goes. The segments up to and including
/// [`Segment::Travel`] add up to the response time, to the tick.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum Segment {
    /// Waiting at the first desk.
    DeskQueue = 0,
    /// Receipt at the first desk.
    Receipt = 1,
    /// Triage at the first desk.
    Triage = 2,
    /// On the way between desks, wrong returns and waiting for opening hours included.
    Transfer = 3,
    /// Waiting at later desks.
    LaterDeskQueue = 4,
    /// Work of later desks.
    LaterDesk = 5,
    /// A look by somebody who could not settle it.
    InVain = 6,
    /// Waiting for a crew.
    CrewQueue = 7,
    /// Offers that came to nothing: refused, not answered, or the crew was called away again.
    Refused = 8,
    /// Acceptance by the one who serves.
    Accept = 9,
    /// Getting ready.
    Turnout = 10,
    /// On the way.
    Travel = 11,
    /// On scene, waiting for the partner of a joint job.
    PartnerWait = 12,
    /// The first visit's work.
    Work = 13,
}

impl Segment {
    /// How many there are.
    pub const COUNT: usize = 14;
    /// All, in order.
    pub const ALL: [Segment; 14] = [
        Segment::DeskQueue,
        Segment::Receipt,
        Segment::Triage,
        Segment::Transfer,
        Segment::LaterDeskQueue,
        Segment::LaterDesk,
        Segment::InVain,
        Segment::CrewQueue,
        Segment::Refused,
        Segment::Accept,
        Segment::Turnout,
        Segment::Travel,
        Segment::PartnerWait,
        Segment::Work,
    ];
}

/// Why an incident had to wait for a crew, as it stood when the wait began.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[repr(u8)]
pub enum WaitReason {
    /// It did not wait.
    #[default]
    None = 0,
    /// Every eligible crew on duty served another incident.
    NoCrewIdle = 1,
    /// No eligible crew was on duty.
    ShiftGap = 2,
    /// Eligible crews were on committed work or on a break that this priority does not interrupt.
    CommittedWork = 3,
    /// Crews were free, but on the other side of a boundary.
    Boundary = 4,
    /// Not enough crews were free at once for a joint job.
    JointPartner = 5,
    /// The rule or an admission policy held it back.
    HeldBack = 6,
}

impl WaitReason {
    /// All, in the order of their numbers.
    pub const ALL: [WaitReason; 7] = [
        WaitReason::None,
        WaitReason::NoCrewIdle,
        WaitReason::ShiftGap,
        WaitReason::CommittedWork,
        WaitReason::Boundary,
        WaitReason::JointPartner,
        WaitReason::HeldBack,
    ];
}

/// Who served it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ServedBy {
    /// Nobody (yet).
    Nobody,
    /// Somebody on the spot.
    Settler(SettlerId),
    /// A crew: the one that arrived first.
    Crew(CrewId),
}

/// How it ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum End {
    /// Closed.
    Closed = 0,
    /// Still open when the run stopped.
    Open = 1,
    /// No crew with the skill exists.
    NoSuchSkill = 2,
    /// The reporter withdrew.
    Withdrawn = 3,
}

/// One incident from report to end.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Outcome {
    /// Its number in the trace.
    pub incident: u64,
    /// Its slot among the open incidents.
    pub slot: SlotId,
    /// When it was reported.
    pub reported: Instant,
    /// From occurrence to report.
    pub delay: Duration,
    /// The innermost area.
    pub leaf: AreaId,
    /// The place.
    pub place: Point,
    /// The category.
    pub category: CategoryId,
    /// The reporting channel.
    pub channel: ChannelId,
    /// 1 (urgent) to 4.
    pub priority: u8,
    /// Needs crews of two departments at once.
    pub joint: bool,
    /// Reported by the person who serves it: outside the measured set.
    pub self_found: bool,
    /// Reported during a surge.
    pub in_surge: bool,
    /// When each milestone was reached, [`Instant::NEVER`] where it was not.
    pub milestones: [Instant; Milestone::COUNT],
    /// Where the time went. For an incident that was never reached: the time so far.
    pub segments: [Duration; Segment::COUNT],
    /// Who served it.
    pub served_by: ServedBy,
    /// The last reason for which it waited for a crew.
    pub waited_for: WaitReason,
    /// Offers refused or not answered.
    pub refusals: u32,
    /// How often the crew that served it was called away to a more urgent incident.
    pub preemptions: u32,
    /// Hand-offs between desks.
    pub handoffs: u32,
    /// The serving crew came from outside its own area.
    pub cross_boundary: bool,
    /// Visits made.
    pub visits: u32,
    /// The closing check found it undone.
    pub reopened: bool,
    /// When it should be closed, [`Instant::NEVER`] where there is no limit.
    pub deadline: Instant,
    /// How it ended.
    pub end: End,
}

impl Outcome {
    /// When `milestone` was reached.
    pub fn at(&self, milestone: Milestone) -> Instant {
        self.milestones[milestone as usize]
    }

    /// From the report to `milestone`, or `None` where it was not reached.
    pub fn until(&self, milestone: Milestone) -> Option<Duration> {
        let at = self.at(milestone);
        at.happens().then(|| at.since(self.reported))
    }
}

//! What the reference keeps of incidents, crews and desks.

use gridgov::city::{Point, Spot, Travel};
use gridgov::demand::Incident;
use gridgov::ids::{AreaId, DepartmentId};
use gridgov::time::{Duration, Instant};

/// Names of the milestones, in order.
pub const MILESTONES: [&str; 6] = ["respond", "accept", "depart", "on scene", "handled", "closed"];

/// Where the time of the first visit goes, in the order of the model's page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    DeskQueue,
    Receipt,
    Triage,
    Transfer,
    LaterDeskQueue,
    LaterDesk,
    InVain,
    CrewQueue,
    Refused,
    Accept,
    Turnout,
    Travel,
    PartnerWait,
    Work,
}

/// How many parts there are.
pub const PARTS: usize = Part::Work as usize + 1;

/// Who served a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Server {
    Nobody,
    Settler(usize),
    Crew(usize),
}

/// How a case ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    Open,
    Closed,
    Lost,
    Withdrawn,
}

/// Why a case had to wait for a crew.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    None,
    NoCrewIdle,
    ShiftGap,
    CommittedWork,
    Boundary,
    JointPartner,
    HeldBack,
}

/// What a case is at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    DeskQueue,
    Receipt,
    Triage,
    LaterDesk,
    Astray,
    Transfer,
    InVain,
    SettlerAccepts,
    SettlerTurnsOut,
    SettlerTravels,
    SettlerWorks,
    AwaitsCrew,
    CrewsComing,
    CrewsWork,
    AwaitsVisit,
    Filing,
    Check,
}

/// An incident and what has become of it.
pub struct Case {
    pub incident: Incident,
    pub fate: Fate,
    pub reached: [Option<Instant>; 6],
    pub parts: [Duration; PARTS],
    /// Until when its time has been given to a part.
    pub counted: Instant,
    pub server: Server,
    pub reason: Reason,
    /// When the present visit first asked for a crew.
    pub called: Instant,
    /// How many visits had asked for one by then, this one counted.
    pub call: u64,
    /// The crew that will come to it when it is done elsewhere.
    pub promised: Option<usize>,
    /// A crew was called away from it.
    pub bumped: bool,
    /// When the work in hand ends; what is left of work that was broken off.
    pub work_ends: Instant,
    pub work_left: Option<Duration>,
    pub refused: u32,
    pub handoffs: u32,
    pub abroad: bool,
    pub visits: u32,
    pub reopened: bool,
    pub stage: Stage,
    /// Kinds of desks of its channel's path that it has passed, and the kind where it is.
    pub step: usize,
    pub desk: usize,
    pub joint_passed: bool,
    /// The lowest tier of settlers that may still be asked at this desk.
    pub next_tier: usize,
    /// Tiers that have looked in vain.
    pub looked: Vec<usize>,
    pub clerk_is_on_call: bool,
    /// It stands before a later desk that has not been open since it came.
    pub shut_out: bool,
    pub strayed: bool,
    pub visit: u32,
    pub place: Point,
    /// Offers made, over all visits.
    pub offers: u32,
    /// Refusals of the present visit.
    pub refusals: u32,
    pub refuser: Option<usize>,
    /// Districts and boundaries no longer count.
    pub anywhere: bool,
    /// Crews that have the order, in the order in which they were chosen.
    pub crews: Vec<usize>,
    pub arrived: usize,
    /// Departments whose crews have refused and are not replaced yet.
    pub missing: Vec<DepartmentId>,
}

impl Case {
    pub fn new(incident: Incident) -> Case {
        Case {
            fate: Fate::Open,
            reached: [None; 6],
            parts: [Duration::ZERO; PARTS],
            counted: incident.reported,
            server: Server::Nobody,
            reason: Reason::None,
            called: incident.reported,
            call: 0,
            promised: None,
            bumped: false,
            work_ends: Instant::ZERO,
            work_left: None,
            refused: 0,
            handoffs: 0,
            abroad: false,
            visits: 0,
            reopened: false,
            stage: Stage::DeskQueue,
            step: 0,
            looked: Vec::new(),
            shut_out: false,
            desk: 0,
            joint_passed: false,
            next_tier: 0,
            clerk_is_on_call: false,
            strayed: false,
            visit: 0,
            place: incident.place,
            offers: 0,
            refusals: 0,
            refuser: None,
            anywhere: false,
            crews: Vec::new(),
            arrived: 0,
            missing: Vec::new(),
            incident,
        }
    }

    /// The time until `at` belongs to `part`; only the first visit counts.
    pub fn spend(&mut self, part: Part, at: Instant) {
        if self.visit == 0 {
            self.parts[part as usize] += at.since(self.counted);
            self.counted = at;
        }
    }

    /// A milestone; the first time counts.
    pub fn reach(&mut self, milestone: usize, at: Instant) {
        self.reached[milestone].get_or_insert(at);
    }
}

/// What a crew does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doing {
    Off,
    Handover,
    Idle,
    OnCall,
    Asked,
    TurnsOut,
    Travels,
    AwaitsPartner,
    Works,
    Clears,
    ToFacility,
    AtFacility,
    Returns,
    Committed,
    Break,
}

/// Whether a crew can be had.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hand {
    Free,
    /// On committed work.
    Interruptible,
    Busy,
}

/// A piece of committed work, or what is left of it.
#[derive(Clone, Copy)]
pub struct Piece {
    pub leaf: AreaId,
    pub work: Duration,
    /// The station at which it fell due.
    pub station: usize,
}

/// The straight way that a crew is on.
#[derive(Clone, Copy)]
pub struct Way {
    pub to: Spot,
    pub began: Instant,
    pub takes: Duration,
}

/// A crew of the roster.
pub struct Crew {
    pub doing: Doing,
    pub hand: Hand,
    pub on_duty: bool,
    pub station: usize,
    /// Its number among those that came on duty.
    pub came: u64,
    pub from: Spot,
    pub way: Option<Way>,
    /// Where it goes when it has nothing to do, and the station that this is.
    pub base: Spot,
    pub post: usize,
    /// The area in which it stands or to which it goes home.
    pub leaf: AreaId,
    /// The facility at which its work goes on, and for how long.
    pub errand: Option<(usize, Duration)>,
    /// When and where it is expected to be free; the case that it is promised to.
    pub clear: Option<(Instant, Spot)>,
    /// The same, also of one that is promised or in overtime.
    pub expected: Option<(Instant, Spot)>,
    pub promised: Option<usize>,
    pub case: Option<usize>,
    pub department: DepartmentId,
    /// The number of its offer among those of the case.
    pub offer: u32,
    pub was_out: bool,
    /// What it will answer.
    pub accepts: bool,
    /// Offers that it has had in all.
    pub asked: u64,
    pub offered: Instant,
    pub accepted: Instant,
    pub departed: Instant,
    pub break_due: Option<Instant>,
    pub piece: Option<(Instant, Piece)>,
    /// Time on duty and time serving so far, each with the moment since when it runs on.
    pub duty: (Duration, Option<Instant>),
    pub served: (Duration, Option<Instant>),
}

/// A span that runs on from now, or no longer.
pub fn runs(span: &mut (Duration, Option<Instant>), now: Instant, on: bool) {
    if on != span.1.is_some() {
        *span = (lasted(*span, now), on.then_some(now));
    }
}

/// How long a span has lasted in all.
pub fn lasted((before, since): (Duration, Option<Instant>), now: Instant) -> Duration {
    before + since.map_or(Duration::ZERO, |since| now.since(since))
}

impl Crew {
    pub fn off() -> Crew {
        Crew {
            doing: Doing::Off,
            hand: Hand::Busy,
            on_duty: false,
            station: 0,
            came: 0,
            from: Spot::new(AreaId(0), Point::default(), 0.0),
            way: None,
            base: Spot::new(AreaId(0), Point::default(), 0.0),
            post: 0,
            leaf: AreaId(0),
            errand: None,
            clear: None,
            expected: None,
            promised: None,
            case: None,
            department: DepartmentId(0),
            offer: 0,
            was_out: false,
            accepts: false,
            asked: 0,
            offered: Instant::ZERO,
            accepted: Instant::ZERO,
            departed: Instant::ZERO,
            break_due: None,
            piece: None,
            duty: (Duration::ZERO, None),
            served: (Duration::ZERO, None),
        }
    }

    /// Where it is.
    pub fn position(&self, now: Instant, travel: &Travel) -> Spot {
        match self.way {
            None => self.from,
            Some(way) => {
                let part = (now.since(way.began).0 as f64 / way.takes.0 as f64).min(1.0);
                travel.under_way(&self.from, &way.to, part)
            }
        }
    }

    pub fn stand(&mut self, spot: Spot) {
        (self.from, self.way) = (spot, None);
    }

    pub fn stop(&mut self, now: Instant, travel: &Travel) {
        self.stand(self.position(now, travel));
    }

    pub fn set_out(&mut self, now: Instant, to: Spot, takes: Duration, travel: &Travel) {
        self.stop(now, travel);
        if takes > Duration::ZERO {
            self.way = Some(Way { to, began: now, takes });
        }
    }
}

/// What waits at a desk.
#[derive(Clone, Copy)]
pub enum Item {
    Case(usize),
    /// A request, with the uniform that decides its length.
    Request(f64),
}

/// One queue with its clerks.
pub struct Desk {
    pub kind: usize,
    pub cell: u32,
    pub department: Option<DepartmentId>,
    pub busy: u32,
    /// In the order of coming, with priorities.
    pub queue: Vec<(u8, Item)>,
}

/// What a case waits for: cases that wait for the same are served in turn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// One crew of a department.
    One(DepartmentId),
    /// The crews of a job (category and department), joint or not.
    Job(u32, DepartmentId, bool),
}

/// A case that waits for crews.
#[derive(Clone, Copy)]
pub struct Waiting {
    pub case: usize,
    /// The cell within which crews must be; anywhere without.
    pub cell: Option<u32>,
    pub need: Need,
    pub since: Instant,
    /// Order of joining.
    pub order: u64,
}

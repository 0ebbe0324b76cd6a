//! The people: crews with their stations, shifts and skills, derived from headcount.
//!
//! A [`Crew`] is one position of one shift's roster. The officers behind it change from day to day by
//! their weekly rota; nobody's name is modelled.

mod build;
mod config;
mod duty;
mod kind;
mod named;
mod places;
mod prices;
mod roster;
mod squads;

pub use config::{Allotted, Based, BreakConfig, CrewKindConfig, Fractions, OnCallConfig, PostConfig, ShiftConfig, Skills, WorkforceConfig};
pub use duty::{Duty, DutyChange, DutyCursor, by_time, on_duty};
pub use named::NamedStations;
pub use prices::PricesConfig;
pub use roster::{Spread, crew_shifts, largest_remainder};

use crate::city::{Base, Cells, City, Spot};
use crate::ids::{AreaId, Column, CrewId};
use crate::quantity::Hours;
use crate::random::Sampler;
use crate::time::Duration;
use std::collections::BTreeSet;

/// A set of departments, one bit each.
pub type SkillSet = u64;

/// Most crews that one job may need, partners included.
pub const MOST_CREWS_PER_JOB: u32 = 8;

/// Most officers of a crew.
pub const MOST_OFFICERS_PER_CREW: u32 = 1000;

/// Most departments that a scenario may have.
pub const MOST_DEPARTMENTS: usize = 64;

/// A place that crews of one kind are based at.
#[derive(Clone, Debug)]
pub struct Station {
    /// Their kind.
    pub kind: u32,
    /// The area that it is based in: a cell of this division.
    pub serves: Cells,
    /// Which cell.
    pub cell: u32,
    /// An innermost area of it.
    pub leaf: AreaId,
    /// Whether it stands apart from the city's own stations, at a place that the scenario gives.
    pub away: bool,
    /// Where it stands.
    pub spot: Spot,
}

impl Station {
    /// Where it stands, and its ground.
    pub fn base(&self) -> Base {
        Base { serves: self.serves, cell: self.cell, spot: self.spot }
    }

    /// Whether it serves the whole city alike: its crews belong to no district and back up all of them.
    pub fn is_citywide(&self) -> bool {
        self.serves == Cells::CITY
    }

    /// The cell of a division that its crews belong to; `None` where it serves the whole city alike.
    pub fn district(&self, division: Cells, city: &City) -> Option<u32> {
        (!self.is_citywide()).then(|| division.of_leaf(city, self.leaf))
    }

    /// What scenarios call it: the name of its ground.
    pub fn name<'c>(&self, city: &'c City) -> &'c str {
        self.serves.plain_name(city, self.cell)
    }
}

/// One kind of crew.
#[derive(Clone, Debug)]
pub struct CrewKind {
    /// Its number among the kinds as the scenario has them; kinds by department share one.
    pub config: u32,
    /// Name in the scenario.
    pub name: String,
    /// Chinese name.
    pub zh: Option<String>,
    /// Headcount.
    pub officers: u32,
    /// Officers that the roster needs, leave included.
    pub officers_needed: f64,
    /// Officers in a crew.
    pub crew_size: u32,
    /// What it is competent in.
    pub skills: SkillSet,
    /// From offer to acceptance.
    pub accept: Sampler,
    /// An offer not accepted by then counts as refused.
    pub answer_within: Duration,
    /// Probability that an offer is refused.
    pub refusal: f64,
    /// From acceptance to departure.
    pub turnout: Sampler,
    /// The same for a crew on call.
    pub on_call_turnout: Option<Sampler>,
    /// Tidying up after the work.
    pub clearing: Option<Sampler>,
    /// How long the next shift takes over.
    pub handover: Duration,
    /// Time on duty before the break, and how long it lasts.
    pub pause: Option<(Duration, Duration)>,
    /// Whether it does committed work.
    pub committed_work: bool,
    /// Its shifts.
    pub shifts: Vec<Shift>,
    /// Its stations, as indices of [`Workforce::stations`].
    pub stations: Vec<u32>,
}

impl CrewKind {
    /// The headcount where as many officers are needed as that, none being stated.
    pub fn headcount(needed: f64) -> u32 {
        (needed - 1e-9).ceil() as u32
    }

    /// Its stations that have a crew, now or then, on a shift that counts; as indices of [`Workforce::stations`].
    pub fn manned(&self, counts: impl Fn(&Shift) -> bool) -> BTreeSet<u32> {
        let shifts = self.shifts.iter().filter(|shift| counts(shift));
        shifts.flat_map(|shift| shift.spread.served()).map(|station| self.stations[station as usize]).collect()
    }
}

/// One shift of one kind of crew.
#[derive(Clone, Debug)]
pub struct Shift {
    /// Name in the scenario.
    pub name: String,
    /// Chinese name.
    pub zh: Option<String>,
    /// When it works.
    pub hours: Hours,
    /// Its crews over the stations of the kind.
    pub spread: Spread,
    /// Whether its only crew is on call at home.
    pub on_call: bool,
}

/// One crew of the roster.
#[derive(Clone, Copy, Debug)]
pub struct Crew {
    /// Index of its kind.
    pub kind: u32,
    /// Index of its shift within the kind.
    pub shift: u32,
    /// Its number within the shift.
    pub number: u32,
}

/// Paid posts that serve no incident themselves.
#[derive(Clone, Debug)]
pub struct Post {
    /// Name in the scenario.
    pub name: String,
    /// Chinese name.
    pub zh: Option<String>,
    /// How many in all.
    pub count: u64,
}

/// Everybody who drives to incidents, and the other posts that are paid for.
#[derive(Clone, Debug)]
pub struct Workforce {
    /// Kinds of crews, in file order.
    pub kinds: Vec<CrewKind>,
    /// Stations of all kinds.
    pub stations: Vec<Station>,
    /// Those of them that serve the whole city alike.
    pub citywide: Vec<u32>,
    /// Crews by kind, shift, number.
    pub crews: Column<CrewId, Crew>,
    /// Posts without a part in the run.
    pub posts: Vec<Post>,
    /// Comings and goings of a day, in order of time.
    pub duties: Vec<Duty>,
}

impl Workforce {
    /// The kind of a crew.
    pub fn kind(&self, crew: CrewId) -> &CrewKind {
        &self.kinds[self.crews[crew].kind as usize]
    }

    /// The shift of a crew.
    pub fn shift(&self, crew: CrewId) -> &Shift {
        &self.kind(crew).shifts[self.crews[crew].shift as usize]
    }

    /// The station of a crew whose shift begins on `day`, as an index of [`Workforce::stations`].
    pub fn station(&self, crew: CrewId, day: u64) -> usize {
        let it = self.crews[crew];
        let local = self.shift(crew).spread.station(it.number, day);
        self.kind(crew).stations[local as usize] as usize
    }

    /// Whether a crew has a different station from day to day.
    pub fn rotates(&self, crew: CrewId) -> bool {
        self.shift(crew).spread.rotates(self.crews[crew].number)
    }

    /// Whether a crew has a break in its shift; on call nobody has.
    pub fn has_break(&self, crew: CrewId) -> bool {
        self.kind(crew).pause.is_some() && !self.shift(crew).on_call
    }

    /// How long a crew takes over from the shift before; on call nothing is handed over.
    pub fn handover(&self, crew: CrewId) -> Duration {
        if self.shift(crew).on_call { Duration::ZERO } else { self.kind(crew).handover }
    }

    /// Whether any crew on the roster is competent in all of `skills`.
    pub fn anyone_with(&self, skills: SkillSet) -> bool {
        self.crews.iter().any(|crew| self.kinds[crew.kind as usize].skills & skills == skills)
    }
}

//! What a scenario amounts to before anything is run, in words: `gridgov check`.
//!
//! [`inspect`] works out a [`CheckReport`], which is plain data.

mod bins;
mod deserted;
mod difference;
mod effort;
mod fate;
mod inspect;
mod load;
mod records;
mod remote;
mod served;
mod structure;
mod text;
mod travel;
mod warnings;
mod ways;
mod words;

pub use difference::{against, against_unsound};
pub use inspect::inspect;
pub use text::text;
pub use travel::TravelCheck;

use super::{Provenance, Staffing};
use crate::city::Unread;
use crate::metrics::Name;
use serde::Serialize;

/// What a scenario amounts to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheckReport {
    /// The scenario's name.
    pub name: Name,
    /// The scenario file as it was given.
    pub scenario: String,
    /// What it is for, in the scenario's own words; may be empty.
    pub about: String,
    /// The same in Chinese; in English where the scenario says it in English only.
    pub about_zh: String,
    /// Fingerprint (SHA-256) of the scenario with all overlays and defaults written out.
    pub sha256: String,
    /// The first day.
    pub start: String,
    /// Days with arrivals, the warm-up included.
    pub days: u32,
    /// Days at the start that are not measured.
    pub warmup_days: u32,
    /// Replications.
    pub replications: u32,
    /// The seed.
    pub seed: u64,
    /// Residents of the city.
    pub residents: u64,
    /// Its area in km².
    pub area_km2: f64,
    /// How far it is and how long it takes.
    pub travel: TravelCheck,
    /// Levels of areas from the top down.
    #[serde(rename = "areas")]
    pub levels: Vec<LevelCheck>,
    /// Columns of the table of areas, or of their names, that are not read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns_unused: Vec<Unread>,
    /// Incidents expected on an average day of the run.
    pub incidents_per_day: f64,
    /// Those of them that need a crew.
    pub crew_incidents_per_day: f64,
    /// By category, in file order.
    pub categories: Vec<CategoryCheck>,
    /// The records that are replayed, if there are any; the numbers of incidents are then theirs.
    pub log: Option<LogCheck>,
    /// The structure's name.
    pub structure: Name,
    /// Its desks, in file order.
    pub desks: Vec<DeskCheck>,
    /// Kinds of crews.
    pub crews: Vec<CrewCheck>,
    /// The 24 hours of an average day.
    pub hours: Vec<HourCheck>,
    /// Share of on-duty time that crews are expected to spend on incidents.
    pub incident_utilization: f64,
    /// Share of on-duty time that committed work is expected to take.
    pub committed_utilization: f64,
    /// The time that both ask of crews, over the time of all on duty or on call: above 1 nobody keeps up.
    pub traffic_intensity: f64,
    /// What surges ask for, those that can strike within the run.
    pub surges: Vec<SurgeCheck>,
    /// Paid posts of all roles, vehicles, and their cost.
    #[serde(flatten)]
    pub staffing: Staffing,
    /// What differs from the scenario that it is based on, or from the file as it stands where `--set` changes it.
    pub base: Option<BaseCheck>,
    /// The targets in order.
    pub targets: Vec<TargetCheck>,
    /// How many parameters are known and how many assumed.
    pub provenance: Provenance,
    /// What is allowed but odd.
    pub warnings: Vec<Warning>,
}

/// Records that are replayed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LogCheck {
    /// The table.
    pub file: String,
    /// Incidents in it.
    pub incidents: u64,
    /// When the first of them was reported.
    pub first: Option<String>,
    /// When the last of them was reported.
    pub last: Option<String>,
    /// Rows that stood after a later one and were sorted.
    pub unsorted: u64,
    /// Rows outside the run that were left out.
    pub dropped: u64,
    /// Rows whose coordinates lie outside the area that they name.
    pub astray: u64,
    /// Offsets from UTC that times are written with; they count as they stand on the clock.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offsets: Vec<String>,
    /// What rows leave open and is drawn.
    pub drawn: Vec<DrawnCheck>,
    /// Columns that are not read.
    pub unused: Vec<Unread>,
}

/// Something that rows leave open.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DrawnCheck {
    /// What.
    pub what: String,
    /// In how many rows.
    pub rows: u64,
}

/// One level of areas.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LevelCheck {
    /// The level.
    pub name: Name,
    /// How many areas.
    pub count: u64,
    /// Residents of the smallest.
    pub residents_min: u64,
    /// Residents on average.
    pub residents_mean: f64,
    /// Residents of the largest.
    pub residents_max: u64,
}

/// One category.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CategoryCheck {
    /// The category.
    pub name: Name,
    /// Incidents a day.
    pub per_day: f64,
    /// Share of them that need a crew; `None` where there are none.
    pub crew_share: Option<f64>,
}

/// One desk of the structure, all its places together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeskCheck {
    /// The desk.
    pub name: Name,
    /// At how many places.
    pub places: u64,
    /// Clerks at the best staffed hour, all places together.
    pub clerks: u64,
    /// Share of clerks' time that is expected to be busy; absent where the desk has no work of its own.
    pub utilization: Option<f64>,
}

/// One kind of crew.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CrewCheck {
    /// The kind.
    pub name: Name,
    /// Headcount.
    pub officers: u64,
    /// Officers that the roster needs, leave included.
    pub officers_needed: f64,
    /// Officers in a crew.
    pub crew_size: u32,
    /// Stations.
    pub stations: u64,
    /// Shifts in file order.
    pub shifts: Vec<ShiftCheck>,
}

/// One shift.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShiftCheck {
    /// The shift.
    pub name: Name,
    /// When it works, such as `08:00..16:00`.
    pub hours: String,
    /// Crews.
    pub crews: u64,
    /// Its only crew is on call at home.
    pub on_call: bool,
}

/// One hour of an average day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct HourCheck {
    /// Incidents reported.
    pub incidents: f64,
    /// Crews that incidents keep busy on average (offered load, in erlangs).
    pub offered_load: f64,
    /// Crews on duty.
    pub on_duty: f64,
    /// Crews on call.
    pub on_call: f64,
}

/// An average day of the run on which a surge might strike, all of it under the surge.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SurgeCheck {
    /// The surge.
    pub name: Name,
    /// How long it lasts, in hours.
    pub lasts_h: f64,
    /// Incidents on such a day.
    pub incidents_per_day: f64,
    /// Those of them that need a crew.
    pub crew_incidents_per_day: f64,
    /// Crew-hours of their first visits.
    pub crew_hours: f64,
    /// Crew-hours on duty in a day.
    pub on_duty_hours: f64,
    /// Crew-hours on call in a day.
    pub on_call_hours: f64,
}

/// The scenario that this one is based on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BaseCheck {
    /// Its name.
    pub name: Name,
    /// Its file.
    pub scenario: String,
    /// Its paid posts.
    pub posts_total: u64,
    /// What they and the vehicles cost a year.
    pub cost_per_year: Option<f64>,
    /// What is said differently, in the order of the base.
    pub differences: Vec<DifferenceCheck>,
}

/// One setting that is said differently.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DifferenceCheck {
    /// Which.
    pub path: String,
    /// What the base says, as RON; none where it says nothing.
    pub old: Option<String>,
    /// What this scenario says.
    pub new: Option<String>,
    /// The difference in words.
    pub told: Name,
}

/// One target.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TargetCheck {
    /// `respond`, `accept`, `depart` or `on_scene`.
    pub target: String,
    /// Its limit in seconds.
    pub limit_s: f64,
    /// Whether verdicts rest on it.
    pub primary: bool,
}

/// Something allowed but odd.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Warning {
    /// Where in the scenario.
    pub path: String,
    /// What is odd, and what to do.
    pub message: String,
    /// The same in Chinese.
    pub zh: String,
}

/// A made-up report for tests.
#[cfg(test)]
pub fn sample() -> CheckReport {
    let name = |en: &str, zh: &str| Name::new(en, zh);
    let level = |en: &str, zh: &str, count: u64| LevelCheck {
        name: name(en, zh),
        count,
        residents_min: 100,
        residents_mean: 464_732.0 / count as f64,
        residents_max: 38_000,
    };
    let shift = |en: &str, zh: &str, hours: &str, crews| ShiftCheck { name: name(en, zh), hours: hours.into(), crews, on_call: false };
    CheckReport {
        name: name("Longgang, flat structure (2022)", "龙港：扁平化（2022）"),
        scenario: "scenarios/longgang.ron".into(),
        about: String::new(),
        about_zh: String::new(),
        sha256: "ab".repeat(32),
        start: "2022-01-01".into(),
        days: 365,
        warmup_days: 0,
        replications: 20,
        seed: 1,
        residents: 464_732,
        area_km2: 183.99,
        travel: TravelCheck {
            distance: "euclidean",
            torus_km: None,
            detour: 1.35,
            urban_kmh: Some(25.0),
            outer_kmh: Some(35.0),
            time: "linear",
            points: 0,
            borders: 9_000,
        },
        levels: vec![level("governance_unit", "基层治理单元", 26), level("micro_grid", "微网格", 3_311)],
        columns_unused: Vec::new(),
        incidents_per_day: 190.0,
        crew_incidents_per_day: 76.0,
        categories: vec![CategoryCheck { name: name("noise", "噪声"), per_day: 21.0, crew_share: Some(0.4) }],
        log: None,
        structure: name("flat", "扁平化"),
        desks: vec![DeskCheck { name: name("platform", "一网统管"), places: 1, clerks: 6, utilization: Some(0.04) }],
        crews: vec![CrewCheck {
            name: name("duty-station crew", "联勤队"),
            officers: 220,
            officers_needed: 219.5,
            crew_size: 2,
            stations: 26,
            shifts: vec![shift("day", "白班", "08:00..16:00", 39), shift("night", "夜班", "00:00..08:00", 10)],
        }],
        hours: (0..24)
            .map(|h| HourCheck { incidents: f64::from(h), offered_load: 0.3 * f64::from(h), on_duty: 20.0, on_call: 0.0 })
            .collect(),
        incident_utilization: 0.06,
        committed_utilization: 0.5,
        traffic_intensity: 0.56,
        surges: vec![SurgeCheck {
            name: name("typhoon", "台风"),
            lasts_h: 48.0,
            incidents_per_day: 920.0,
            crew_incidents_per_day: 400.0,
            crew_hours: 430.0,
            on_duty_hours: 552.0,
            on_call_hours: 0.0,
        }],
        staffing: crate::report::sample::staffing(),
        base: Some(BaseCheck {
            name: name("Longgang", "龙港"),
            scenario: "scenarios/longgang.ron".into(),
            posts_total: 704,
            cost_per_year: Some(64_380_000.0),
            differences: vec![DifferenceCheck {
                path: "workforce.crews.duty-station crew.officers".into(),
                old: Some("220".into()),
                new: Some("197".into()),
                told: name("duty-station crew, officers: 220 → 197", "联勤队，队员：220 → 197"),
            }],
        }),
        targets: vec![
            TargetCheck { target: "respond".into(), limit_s: 60.0, primary: false },
            TargetCheck { target: "on_scene".into(), limit_s: 2_700.0, primary: true },
        ],
        provenance: Provenance { parameters: 60, assumed: 48 },
        warnings: vec![Warning {
            path: "workforce.crews".into(),
            message: "the roster needs 230 officers, 220 are there".into(),
            zh: "班表需要 230 名队员，编制 220 名".into(),
        }],
    }
}

//! The `structure` section of a scenario: desks, the people on the spot, and who passes what to whom.

use crate::quantity::{Count, Hours, Rate, Share, Speed};
use crate::random::Distribution;
use crate::time::Duration;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// How the city is organised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StructureConfig {
    /// Name.
    pub name: String,
    /// Chinese name.
    pub zh: Option<String>,
    /// For each reporting channel the desks that an incident passes before a crew is sent, in order. The
    /// last one commands the crews. A channel that is not named, or has no desk, is dispatched at once.
    pub intake: IndexMap<String, Vec<String>>,
    /// People on the spot who settle incidents without a crew, from the lowest tier up.
    pub settlers: IndexMap<String, SettlerConfig>,
    /// Desks.
    pub desks: IndexMap<String, DeskConfig>,
    /// The desk that joint jobs pass as well, before crews are sent.
    pub joint_via: Option<String>,
    /// How long an incident sent to the wrong department is away before it comes to the right one.
    pub wrong_department_delay: Duration,
    /// Whether a crew may be sent across an area's boundary.
    pub boundaries: Boundaries,
    /// The check before an incident is closed: how long it takes.
    pub closing_check: Option<Distribution>,
}

/// Whether a crew may be sent across an area's boundary.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Boundaries {
    /// Any crew may be sent anywhere.
    #[default]
    Open,
    /// Crews stay within their own area of this level or partition, except after three refusals.
    Within(String),
}

/// People on the spot: micro-grid leaders, grid workers, cadres.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettlerConfig {
    /// Chinese name.
    #[serde(default)]
    pub zh: Option<String>,
    /// The level or partition whose areas have them.
    pub level: String,
    /// How many in each area; with none nobody is there.
    #[serde(default = "one")]
    pub posts: Count,
    /// Whether these posts are paid (they count in the headcount of the structure).
    #[serde(default)]
    pub paid: bool,
    /// Share of these posts that is filled. Nobody is there where one is vacant.
    #[serde(default = "always")]
    pub filled: Share,
    /// Share of all incidents that this tier, and no lower one, is able to settle.
    pub settles: Share,
    /// The same for single categories.
    #[serde(default)]
    pub settles_category: IndexMap<String, Share>,
    /// When they are on duty.
    #[serde(default = "all_day")]
    pub hours: Vec<Hours>,
    /// Probability that one is available while on duty.
    #[serde(default = "always")]
    pub available: Share,
    /// Probability that one who cannot settle it is sent all the same.
    #[serde(default)]
    pub in_vain: Share,
    /// How long a look in vain takes once on scene.
    #[serde(default)]
    pub look: Option<Distribution>,
    /// From the order to acceptance.
    pub accept: Distribution,
    /// From acceptance to departure.
    pub turnout: Distribution,
    /// On foot or by electric bicycle.
    pub speed: Speed,
    /// Work on scene; the category's where it is left out.
    #[serde(default)]
    pub on_scene: Option<Distribution>,
}

/// One kind of desk: a queue with its staff at every place that it serves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskConfig {
    /// Chinese name.
    #[serde(default)]
    pub zh: Option<String>,
    /// The level or partition that it serves: one desk in each of its areas. The city where it is left out.
    #[serde(default)]
    pub serves: Option<String>,
    /// Whether each department has a desk of its own.
    #[serde(default)]
    pub by_department: bool,
    /// Departments that share a desk, by module; those in none have a desk of their own.
    #[serde(default)]
    pub modules: IndexMap<String, ModuleConfig>,
    /// Clerks on duty by time of day, at each desk. Closed outside these hours.
    #[serde(default)]
    pub staff: Vec<(Hours, Count)>,
    /// Staffed on working days only.
    #[serde(default)]
    pub workdays_only: bool,
    /// Settlers or posts of this name are its clerks: they are paid for there, not here.
    #[serde(default)]
    pub held_by: Option<String>,
    /// Somebody on call takes what comes while it is closed, one thing at a time for each.
    #[serde(default)]
    pub on_call: bool,
    /// Receipt, where it is the first desk.
    #[serde(default)]
    pub receipt: Option<Distribution>,
    /// Triage, where it is the first desk.
    #[serde(default)]
    pub triage: Option<Distribution>,
    /// Acceptance, where it is a later desk.
    #[serde(default)]
    pub accept: Option<Distribution>,
    /// How long a hand-off to this desk takes.
    #[serde(default)]
    pub transfer: Option<Distribution>,
    /// Probability that a hand-off to this desk while it is closed waits for its next opening, if there is one.
    #[serde(default)]
    pub waits_for_opening: Share,
    /// Probability that a hand-off from this desk goes to the wrong department first.
    #[serde(default)]
    pub wrong_department: Share,
    /// People on the spot whom it can send.
    #[serde(default)]
    pub sends: Vec<String>,
    /// Requests that its subordinates raise.
    #[serde(default)]
    pub requests: Option<RequestsConfig>,
}

/// Departments that share a desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModuleConfig {
    /// Chinese name.
    #[serde(default)]
    pub zh: Option<String>,
    /// Which.
    pub departments: Vec<String>,
}

/// Requests of subordinates: the span of control as a load on a desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestsConfig {
    /// The level or partition whose areas each have a subordinate.
    pub from: String,
    /// How often each raises one, while the desk is staffed.
    pub rate: Rate,
    /// How long a clerk needs.
    pub service: Distribution,
    /// Their priority in the desk's queue, 1 to 4.
    #[serde(default = "four")]
    pub priority: Count,
}

impl Default for StructureConfig {
    /// No desk and nobody on the spot: every incident is dispatched at once.
    fn default() -> Self {
        StructureConfig {
            name: String::new(),
            zh: None,
            intake: IndexMap::new(),
            settlers: IndexMap::new(),
            desks: IndexMap::new(),
            joint_via: None,
            wrong_department_delay: half_an_hour(),
            boundaries: Boundaries::Open,
            closing_check: None,
        }
    }
}

fn half_an_hour() -> Duration {
    Duration(30 * Duration::MINUTE.0)
}

fn one() -> Count {
    Count::new(1).expect("within bounds")
}

fn four() -> Count {
    Count::new(4).expect("within bounds")
}

fn always() -> Share {
    Share::new(1.0).expect("within bounds")
}

fn all_day() -> Vec<Hours> {
    vec![Hours::ALL_DAY]
}

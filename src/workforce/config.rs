//! The `workforce` section of a scenario: crews, their headcount, shifts and habits.

use super::prices::PricesConfig;
use crate::city::Site;
use crate::quantity::{Count, Hours, Share, Weight};
use crate::random::Distribution;
use crate::time::Duration;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Who works, where and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkforceConfig {
    /// Kinds of crews by name.
    pub crews: IndexMap<String, CrewKindConfig>,
    /// Paid posts that serve no incident themselves but belong to the cost of the structure, by name.
    #[serde(default)]
    pub posts: IndexMap<String, PostConfig>,
    /// What posts and vehicles cost a year.
    #[serde(default)]
    pub prices: Option<PricesConfig>,
}

/// Paid posts without a part in the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostConfig {
    /// Chinese name.
    #[serde(default)]
    pub zh: Option<String>,
    /// How many for each area of `per`.
    pub count: Count,
    /// The level or partition; the city where it is left out.
    #[serde(default)]
    pub per: Option<String>,
}

/// One kind of crew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrewKindConfig {
    /// Chinese name.
    #[serde(default)]
    pub zh: Option<String>,
    /// Headcount. Crews on duty follow from it: officers × working days / 7 × (1 − absence) / crew size. Where crews are
    /// given instead, by `crews`, by `roster` or at places, it may be left out and is then what they need.
    #[serde(default)]
    pub officers: Option<Count>,
    /// Crews on every shift, given instead of derived.
    #[serde(default)]
    pub crews: Option<Count>,
    /// Officers in a crew.
    #[serde(default = "two")]
    pub crew_size: Count,
    /// Days a week that an officer works.
    #[serde(default = "five")]
    pub working_days: Weight,
    /// Share of working days lost to leave, illness and training.
    #[serde(default)]
    pub absence: Share,
    /// Where crews are stationed.
    pub based: Based,
    /// How crews are allotted to stations.
    #[serde(default)]
    pub allotted: Allotted,
    /// Who serves a station's fraction of a crew.
    #[serde(default)]
    pub fractions: Fractions,
    /// Whether each department has squads of its own: the headcount is split by the work that its incidents bring.
    #[serde(default)]
    pub by_department: bool,
    /// What they are competent in.
    #[serde(default)]
    pub skills: Skills,
    /// Shifts by name, with the weights by which crews are split over them.
    #[serde(default = "around_the_clock")]
    pub shifts: IndexMap<String, ShiftConfig>,
    /// Crews on each shift, given instead of derived.
    #[serde(default)]
    pub roster: Option<IndexMap<String, Count>>,
    /// From the offer to the crew's acceptance; default no time.
    #[serde(default = "no_time")]
    pub accept: Distribution,
    /// An offer not accepted by then counts as refused.
    #[serde(default = "two_minutes")]
    pub answer_within: Duration,
    /// Probability that an offer is refused.
    #[serde(default)]
    pub refusal: Share,
    /// From acceptance to departure; default no time.
    #[serde(default = "no_time")]
    pub turnout: Distribution,
    /// Tidying up after the work before the crew is free.
    #[serde(default)]
    pub clearing: Option<Distribution>,
    /// The next shift takes over that long: it is not available yet, the last one still is.
    #[serde(default)]
    pub handover: Duration,
    /// The break of a shift.
    #[serde(default, rename = "break")]
    pub pause: Option<BreakConfig>,
    /// Where a shift has no crew at all, one is on call at home.
    #[serde(default)]
    pub on_call: Option<OnCallConfig>,
    /// Whether committed work falls to these crews.
    #[serde(default = "yes")]
    pub committed_work: bool,
}

impl CrewKindConfig {
    /// Whether its crews are what its officers make.
    pub fn counts_officers(&self) -> bool {
        self.officers.is_some() && self.counted_by() == "officers"
    }

    /// The field that says how many crews there are.
    pub fn counted_by(&self) -> &'static str {
        match (&self.based, &self.roster, self.crews) {
            (Based::AtPlaces(_), ..) => "based",
            (_, Some(_), _) => "roster",
            (_, None, Some(_)) => "crews",
            (_, None, None) => "officers",
        }
    }
}

/// Where crews are stationed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Based {
    /// One station in each area of a level, or each part of a partition.
    Each(String),
    /// In the areas named, or at coordinates.
    At(Vec<Site>),
    /// The same with a number of crews at each, on every shift.
    AtPlaces(Vec<(Site, Count)>),
    /// In the areas that a given city marks with `station`.
    Stations,
    /// Each crew of a shift at a place of its own, uniform over the ground.
    Scattered {
        /// Decides the places.
        seed: u64,
    },
    /// At one place in the middle of the city.
    Centre,
    /// At one place that far from the middle of the city, inside or outside of it.
    Away {
        /// Kilometres to the east.
        east_km: f64,
        /// Kilometres to the north.
        north_km: f64,
    },
}

/// Who serves a station's fraction of a crew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Fractions {
    /// Crews that go round the stations, a different one from day to day.
    #[default]
    Rotate,
    /// Crews in the middle of the city.
    AtCentre,
}

/// How crews are allotted to stations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Allotted {
    /// In proportion to the incidents expected around the station.
    #[default]
    ByLoad,
    /// The same for every station.
    Equally,
}

/// What crews are competent in.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Skills {
    /// In everything: cross-trained.
    #[default]
    All,
    /// In the departments named.
    Only(Vec<String>),
}

/// One shift.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShiftConfig {
    /// Chinese name.
    #[serde(default)]
    pub zh: Option<String>,
    /// When it works.
    pub hours: Hours,
    /// Its weight when crews are split over the shifts.
    #[serde(default = "one")]
    pub weight: Weight,
}

/// The break of a shift: it begins when the crew is idle after the given time on duty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreakConfig {
    /// Time on duty before it is due.
    pub after: Duration,
    /// How long it lasts.
    pub lasts: Duration,
}

/// A crew on call at home.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnCallConfig {
    /// From acceptance to departure.
    pub turnout: Distribution,
}

fn one() -> Weight {
    Weight::new(1.0).expect("within bounds")
}

fn no_time() -> Distribution {
    Distribution::Deterministic(Duration::ZERO)
}

fn two() -> Count {
    Count::new(2).expect("within bounds")
}

fn five() -> Weight {
    Weight::new(5.0).expect("within bounds")
}

fn two_minutes() -> Duration {
    Duration(2 * Duration::MINUTE.0)
}

fn yes() -> bool {
    true
}

fn around_the_clock() -> IndexMap<String, ShiftConfig> {
    [("all day".to_owned(), ShiftConfig { zh: Some("全天".to_owned()), hours: Hours::ALL_DAY, weight: one() })].into()
}

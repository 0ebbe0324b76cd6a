//! The `demand:` section of a scenario: what happens, how much of it, when and where.
//!
//! Data only; [`super::Demand`] is what a run reads. Every field but `categories` and `volume`
//! (or `log`) has a default.

use super::calendar::CalendarConfig;
use super::dates::{Moment, Months};
use super::facility::{ErrandConfig, FacilityConfig};
use super::hours::HourProfile;
use super::log::LogConfig;
use crate::quantity::{Count, Deadline, Factor, Hours, Rate, Share, Weight};
use crate::random::Distribution;
use crate::time::Duration;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// The `demand:` section.
///
/// `volume` is the average over the days of the run, surges apart; season, week and hours are shapes and
/// never change it. A category's `share` likewise is its part of all incidents of the run, surges apart.
/// So a run of one week in July has as many incidents a day as a year: what a shape would add to that
/// week, the scenario says with its `volume`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemandConfig {
    /// Incidents a day. May be left out where a log decides: then it is the log's.
    #[serde(default)]
    pub volume: Option<Rate>,
    /// Records that take the place of the arrival process; categories, channels, calendar and all else stay.
    #[serde(default)]
    pub log: Option<LogConfig>,
    /// Weights of the twelve months, from January.
    #[serde(default = "even_season")]
    pub season: Vec<Weight>,
    /// Weights of the kinds of day.
    #[serde(default)]
    pub week: WeekConfig,
    /// Shapes of a day, named by categories.
    #[serde(default)]
    pub hours: IndexMap<String, HourProfile>,
    /// What happens.
    pub categories: IndexMap<String, CategoryConfig>,
    /// The departments' names in Chinese; those that categories name need not be listed.
    #[serde(default)]
    pub departments: IndexMap<String, DepartmentConfig>,
    /// How incidents are reported. One channel called "report" when none is named.
    #[serde(default)]
    pub channels: IndexMap<String, ChannelConfig>,
    /// Places at which a crew's work may go on after the scene, by name.
    #[serde(default)]
    pub facilities: IndexMap<String, FacilityConfig>,
    /// How long a reporter waits before withdrawing; for ever by default.
    #[serde(default)]
    pub patience: Option<Distribution>,
    /// Times of unusual demand.
    #[serde(default)]
    pub surges: IndexMap<String, SurgeConfig>,
    /// Workdays, working hours and holidays.
    #[serde(default)]
    pub calendar: CalendarConfig,
    /// Work that crews have beside incidents.
    #[serde(default)]
    pub committed_work: Option<CommittedConfig>,
}

fn even_season() -> Vec<Weight> {
    vec![weight(1.0); 12]
}

fn weight(value: f64) -> Weight {
    Weight::new(value).expect("a default lies within its bounds")
}

fn factor(value: f64) -> Factor {
    Factor::new(value).expect("a default lies within its bounds")
}

fn share(value: f64) -> Share {
    Share::new(value).expect("a default lies within its bounds")
}

/// Weights of the kinds of day, all 1 by default.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WeekConfig {
    /// A worked day, make-up workdays included.
    pub weekday: Factor,
    /// A day of the week that is not worked.
    pub weekend: Factor,
    /// A public holiday.
    pub holiday: Factor,
}

impl Default for WeekConfig {
    fn default() -> Self {
        WeekConfig { weekday: factor(1.0), weekend: factor(1.0), holiday: factor(1.0) }
    }
}

/// One of the `categories:`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CategoryConfig {
    /// Name in Chinese; the map's key when left out.
    pub zh: Option<String>,
    /// The department whose field it is.
    pub department: String,
    /// Its part of all incidents, relative to the other categories.
    pub share: Weight,
    /// 1 (most pressing) to 4.
    pub priority: u8,
    /// The part that is urgent: of priority 1 whatever `priority` says.
    pub urgent: Share,
    /// The shape of its day, one of `hours`; flat when left out.
    pub hours: Option<String>,
    /// How weekends differ for this category from others.
    pub weekend: DayConfig,
    /// How public holidays differ for this category from others.
    pub holiday: DayConfig,
    /// Where it happens.
    #[serde(rename = "where")]
    pub place: PlaceConfig,
    /// Crews of the department that it takes.
    pub crews: Count,
    /// Work on scene, first visit.
    pub on_scene: Distribution,
    /// Jobs that need a second department at the same time.
    pub joint: Option<JointConfig>,
    /// Visits after which the crew's work goes on at a facility.
    pub facility: Option<ErrandConfig>,
    /// The part that needs a second visit.
    pub second_visit: Share,
    /// The part for which a case is filed, and how long that takes.
    pub filing: Option<FilingConfig>,
    /// The part found undone by the closing check.
    pub reopen: Share,
    /// The limit for closing it; none when left out.
    pub close_within: Option<Deadline>,
    /// From occurrence to report; no time when left out.
    pub report_delay: Option<Distribution>,
}

impl Default for CategoryConfig {
    /// Priority 3, department "general", one crew, work on scene of median 20 min and 90% below 60 min.
    fn default() -> Self {
        let minutes = |n: u64| Duration(n * Duration::MINUTE.0);
        CategoryConfig {
            zh: None,
            department: "general".into(),
            share: weight(1.0),
            priority: 3,
            urgent: share(0.0),
            hours: None,
            weekend: DayConfig::default(),
            holiday: DayConfig::default(),
            place: PlaceConfig::default(),
            crews: Count::new(1).expect("a default lies within its bounds"),
            on_scene: Distribution::LogNormal { median: minutes(20), p90: minutes(60) },
            joint: None,
            facility: None,
            second_visit: share(0.0),
            filing: None,
            reopen: share(0.0),
            close_within: None,
            report_delay: None,
        }
    }
}

/// How a kind of day differs for one category, on top of `week`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DayConfig {
    /// Multiplies the category's weight on such days.
    pub factor: Factor,
    /// The shape of such a day; the category's usual one when left out.
    pub hours: Option<String>,
}

impl Default for DayConfig {
    fn default() -> Self {
        DayConfig { factor: factor(1.0), hours: None }
    }
}

/// How incidents are spread over the innermost areas. An area's weight is
/// (`residents` × its share of the city's residents + `area` × its share of the city's km²), times `urban`
/// where it is urban.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PlaceConfig {
    /// Weight of the spread by residents.
    pub residents: Weight,
    /// Weight of the spread by area.
    pub area: Weight,
    /// How much likelier urban areas are than their residents and area say.
    pub urban: Factor,
}

impl Default for PlaceConfig {
    /// By residents.
    fn default() -> Self {
        PlaceConfig { residents: weight(1.0), area: weight(0.0), urban: factor(1.0) }
    }
}

/// Jobs that need a second department at the same time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointConfig {
    /// The part of the category's incidents.
    pub share: Share,
    /// The other department.
    pub with: String,
    /// Crews of the other department.
    #[serde(default = "one")]
    pub crews: Count,
}

fn one() -> Count {
    Count::new(1).expect("a default lies within its bounds")
}

/// Filing of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilingConfig {
    /// The part of the category's incidents.
    pub share: Share,
    /// How long it takes after the work is done.
    pub time: Distribution,
}

/// One of the `departments:`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DepartmentConfig {
    /// Name in Chinese; the map's key when left out.
    pub zh: Option<String>,
}

/// One of the `channels:`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ChannelConfig {
    /// Name in Chinese; the map's key when left out.
    pub zh: Option<String>,
    /// Its part of all reports, relative to the other channels.
    pub share: Weight,
    /// The part that the reporter finds on the spot and would settle himself.
    pub on_spot: Share,
}

impl Default for ChannelConfig {
    fn default() -> Self {
        ChannelConfig { zh: None, share: weight(1.0), on_spot: share(0.0) }
    }
}

/// One of the `surges:`, a time of unusual demand such as a typhoon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurgeConfig {
    /// Name in Chinese; the map's key when left out.
    #[serde(default)]
    pub zh: Option<String>,
    /// When it strikes.
    pub when: SurgeTimes,
    /// How long it lasts.
    pub lasts: Duration,
    /// Multiplies the number of incidents.
    #[serde(default = "unchanged")]
    pub volume: Factor,
    /// Multiplies travel times.
    #[serde(default = "unchanged")]
    pub travel: Factor,
    /// Multiplies the weight of a category among the others, the number of all incidents being `volume`'s
    /// business; categories that are not named keep their weight.
    #[serde(default)]
    pub mix: IndexMap<String, Factor>,
}

fn unchanged() -> Factor {
    factor(1.0)
}

/// When a surge strikes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum SurgeTimes {
    /// At random (a Poisson process), anew in each replication.
    Random {
        /// How many a year on average, all of them within `months`.
        per_year: Factor,
        /// When they may begin; the whole year when left out.
        #[serde(default = "all_year")]
        months: Months,
    },
    /// At these moments. Those that do not lie within the run are left out.
    At(Vec<Moment>),
}

fn all_year() -> Months {
    Months::ALL
}

/// The `committed_work:` of a demand section: planned inspection, campaigns and paperwork, as a fixed
/// total that does not shrink when staff are cut.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommittedConfig {
    /// Crew time that falls due each day, exactly.
    pub crew_time_per_day: Duration,
    /// When it falls due: parts of the day with their weights, evenly within each. Evenly over the day
    /// when left out.
    #[serde(default)]
    pub hours: Vec<(Hours, Weight)>,
    /// Crew time of one job.
    #[serde(default = "an_hour")]
    pub job: Distribution,
    /// Weights of the departments; by default their shares of the incidents.
    #[serde(default)]
    pub departments: IndexMap<String, Weight>,
    /// Where it is to be done.
    #[serde(default, rename = "where")]
    pub place: PlaceConfig,
}

fn an_hour() -> Distribution {
    Distribution::Deterministic(Duration::HOUR)
}

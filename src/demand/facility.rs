//! Facilities: places at which a crew's work may go on after the scene, such as depots, service centres and police
//! stations. Which incidents need one is part of what happens; the crew is free when it is done there.

use crate::city::{City, Site, Sites, Spot};
use crate::problems::Problems;
use crate::quantity::Share;
use crate::random::{Distribution, Sampler};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// What is said where a category needs facilities and there are none.
pub const NO_FACILITIES: &str = "there are no facilities: name them under `demand.facilities`";
/// Most facilities.
const MOST: usize = 10_000;

/// A place at which a crew's work may go on after the scene.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FacilityConfig {
    /// Name in Chinese; the map's key when left out.
    #[serde(default)]
    pub zh: Option<String>,
    /// Where it is.
    pub at: Site,
    /// How long a crew is busy there.
    pub time: Distribution,
}

/// Visits after which the crew's work goes on at a facility.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrandConfig {
    /// The part of visits.
    pub share: Share,
    /// Facilities by name, of which the nearest to the scene is taken; all of them when left out.
    #[serde(default)]
    pub to: Vec<String>,
}

/// A facility.
#[derive(Clone, Debug)]
pub struct Facility {
    /// Its name in the scenario.
    pub name: String,
    /// Its name in Chinese.
    pub zh: String,
    /// Where it is.
    pub spot: Spot,
    /// How long a crew is busy there.
    pub time: Sampler,
    /// The mean of `time`, in seconds.
    pub mean_time: f64,
}

/// Visits after which the crew's work goes on at a facility.
#[derive(Clone, PartialEq, Debug)]
pub struct Errand {
    /// The part of visits.
    pub share: f64,
    /// The facilities to choose from.
    pub to: Vec<u16>,
}

impl Errand {
    /// The facility nearest to a scene by travel time, the first of equals.
    pub fn nearest(&self, facilities: &[Facility], city: &City, scene: &Spot) -> Option<u16> {
        let seconds = |facility: &u16| city.travel.seconds(scene, &facilities[usize::from(*facility)].spot);
        self.to.iter().copied().min_by(|a, b| seconds(a).total_cmp(&seconds(b)))
    }
}

/// All facilities of a section.
pub(super) fn facilities(config: &IndexMap<String, FacilityConfig>, city: &City, problems: &mut Problems) -> Vec<Facility> {
    if config.len() > MOST {
        problems.add("facilities", format!("{} facilities are too many: there may be {MOST}", config.len()));
        return Vec::new();
    }
    let mut sites = Sites::new(city);
    let mut found = Vec::new();
    for (name, f) in config {
        let spot = sites.find(&f.at).map_err(|message| problems.add(format!("facilities.{name}.at"), message)).ok();
        let time = Sampler::new(&f.time).map_err(|message| problems.add(format!("facilities.{name}.time"), message)).ok();
        if let (Some((_, spot)), Some(time)) = (spot, time) {
            let zh = f.zh.clone().unwrap_or_else(|| name.clone());
            found.push(Facility { name: name.clone(), zh, spot, time, mean_time: f.time.mean() });
        }
    }
    found
}

/// The errand of a category, whose path is `path`.
pub(super) fn errand(config: &ErrandConfig, known: &IndexMap<String, FacilityConfig>, path: &str, problems: &mut Problems) -> Errand {
    if known.is_empty() {
        problems.add(path, NO_FACILITIES);
    }
    let mut to = Vec::new();
    for (i, name) in config.to.iter().enumerate() {
        match known.get_index_of(name) {
            Some(index) => to.push(index as u16),
            None => problems.unknown(format!("{path}.to[{i}]"), "facility", name, known.keys().map(String::as_str)),
        }
    }
    if config.to.is_empty() {
        to.extend(0..known.len().min(MOST) as u16);
    }
    Errand { share: config.share.get(), to }
}

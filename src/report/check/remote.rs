//! Stations and facilities that lie farther from the city than it is wide: coordinates that were hardly meant.

use crate::city::{Locator, Spot};
use crate::scenario::Loaded;
use std::collections::BTreeMap;

/// Stations and facilities far outside.
pub fn remote(loaded: &Loaded, warn: &mut impl FnMut(String, [String; 2])) {
    let model = &loaded.model;
    let locator = Locator::new(&model.city);
    // Kilometres from the nearest area, for what lies farther than the city is wide.
    let far = |spot: &Spot| {
        let outside = locator.leaf_at(spot.place).is_none();
        let km = if outside { locator.km(locator.nearest(spot.place)?, spot.place) } else { 0.0 };
        (km > locator.extent()).then_some(km)
    };
    let mut told = |path: String, km: f64, [en, zh]: [&str; 2]| {
        let wide = locator.extent();
        warn(
            path,
            [
                format!("{en} {km:.1} km from the nearest area, and the city is {wide:.1} km wide: are its coordinates right?"),
                format!("{zh}距最近区域 {km:.1} 公里，而全市宽仅 {wide:.1} 公里：坐标是否有误？"),
            ],
        );
    };
    let mut farthest: BTreeMap<u32, (f64, usize)> = BTreeMap::new();
    for kind in &model.workforce.kinds {
        for km in kind.stations.iter().filter_map(|station| far(&model.workforce.stations[*station as usize].spot)) {
            let (most, count) = farthest.entry(kind.config).or_default();
            (*most, *count) = (most.max(km), *count + 1);
        }
    }
    for (config, (km, count)) in farthest {
        let Some((name, _)) = loaded.scenario.workforce.crews.get_index(config as usize) else { continue };
        let said = match count {
            1 => ["a station of it lies".to_owned(), "其一处驻点".to_owned()],
            n => [format!("{n} stations of it lie far outside, the farthest"), format!("其 {n} 处驻点远在市外，最远者")],
        };
        told(format!("workforce.crews.{name}.based"), km, said.each_ref().map(String::as_str));
    }
    for facility in &model.demand.facilities {
        if let Some(km) = far(&facility.spot) {
            told(format!("demand.facilities.{}.at", facility.name), km, ["it lies", "其位置"]);
        }
    }
}

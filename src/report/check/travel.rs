//! The ground and the ways over it, as `gridgov check` tells them.

use crate::city::{City, Curve, Metric, Zone};
use crate::ids::AreaId;
use crate::report::{Lang, number};
use serde::Serialize;

/// How far it is and how long it takes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TravelCheck {
    /// `euclidean`, `manhattan`, `great_circle` or `matrix`.
    pub distance: &'static str,
    /// Width and height in kilometres where opposite sides of the ground are one.
    pub torus_km: Option<[f64; 2]>,
    /// Length of the way over the distance; 0 where travel takes no time.
    pub detour: f64,
    /// Cruising speed in km/h on urban and on outer ground; none where there is no such ground.
    pub urban_kmh: Option<f64>,
    /// The same on outer ground.
    pub outer_kmh: Option<f64>,
    /// `linear`, `affine`, `root_then_linear` or `accelerating`.
    pub time: &'static str,
    /// Smallest areas that are points without ground.
    pub points: u64,
    /// Pairs of smallest areas that border on each other.
    pub borders: u64,
}

impl TravelCheck {
    /// Of a city.
    pub fn of(city: &City) -> TravelCheck {
        let travel = &city.travel;
        let leaves = || City::ids(&city.leaves());
        let kmh = |zone: Zone| {
            let occurs = leaves().any(|leaf| city.areas[leaf].zone == zone) && travel.pace(zone) > 0.0;
            occurs.then(|| 3_600.0 / travel.pace(zone) * travel.detour())
        };
        TravelCheck {
            distance: match travel.metric() {
                Metric::Euclidean(_) => "euclidean",
                Metric::Manhattan(_) => "manhattan",
                Metric::GreatCircle(_) => "great_circle",
                Metric::Matrix(_) => "matrix",
            },
            torus_km: travel.metric().torus().map(|torus| [torus.width, torus.height]),
            detour: travel.detour(),
            urban_kmh: kmh(Zone::Urban),
            outer_kmh: kmh(Zone::Outer),
            time: match travel.curve() {
                Curve::Linear => "linear",
                Curve::Affine { .. } => "affine",
                Curve::RootThenLinear { .. } => "root_then_linear",
                Curve::Accelerating { .. } => "accelerating",
            },
            points: leaves().filter(|leaf| city.ring(*leaf).is_empty()).count() as u64,
            borders: leaves().map(|leaf| city.near(leaf).len() as u64).sum::<u64>() / 2,
        }
    }

    /// In a sentence.
    pub fn text(&self, lang: Lang) -> String {
        if self.detour == 0.0 {
            return lang.t("Travel takes no time.", "行程不耗时。").to_owned();
        }
        let distance = match self.distance {
            "manhattan" => lang.t("along a grid of streets", "沿直角街网"),
            "great_circle" => lang.t("along the earth's surface", "沿地表大圆"),
            "matrix" => lang.t("as a table of distances says", "按距离表"),
            _ => lang.t("along straight lines", "沿直线"),
        };
        let torus = self
            .torus_km
            .map_or(String::new(), |[w, h]| lang.text(format!(" on a torus of {w} by {h} km"), format!("（{w} × {h} 公里环面）")));
        let detour = if self.detour == 1.0 { String::new() } else { format!(" × {:.2}", self.detour) };
        let speed = match (self.urban_kmh, self.outer_kmh) {
            (Some(urban), Some(outer)) => lang.text(
                format!("{} km/h on urban and {} km/h on outer ground", kmh(urban), kmh(outer)),
                format!("城区 {} 公里/时，外围 {} 公里/时", kmh(urban), kmh(outer)),
            ),
            (Some(one), None) | (None, Some(one)) => lang.text(format!("{} km/h", kmh(one)), format!("{} 公里/时", kmh(one))),
            (None, None) => String::new(),
        };
        let time = match self.time {
            "affine" => lang.t(", with a fixed time for every way", "，每程另加固定时间"),
            "root_then_linear" => lang.t(", short ways with the square root of their length", "，短程按距离平方根"),
            "accelerating" => lang.t(", from a standstill and back to one", "，计加速与减速"),
            _ => "",
        };
        lang.text(format!("Ways go {distance}{detour}{torus} at {speed}{time}."), format!("行程{distance}{detour}{torus}，{speed}{time}。"))
    }

    /// The ground in words: square kilometres, points, or both.
    pub fn ground(&self, km2: f64, lang: Lang) -> String {
        let points = number::count(self.points);
        match (km2 > 0.0, self.points > 0) {
            (true, false) => lang.text(format!("on {km2:.2} km²"), format!("面积 {km2:.2} 平方公里")),
            (true, true) => lang.text(
                format!("on {km2:.2} km² and at {}", number::counted(self.points, "point")),
                format!("面积 {km2:.2} 平方公里及 {points} 个点"),
            ),
            (false, _) if self.points == 1 => lang.t("at one point", "集中于一点").to_owned(),
            (false, _) => lang.text(format!("at {points} points"), format!("分布于 {points} 个点")),
        }
    }
}

fn kmh(speed: f64) -> String {
    let text = format!("{speed:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// Areas whose parts do not all border on each other, directly or over further parts, by the borders that are given.
pub fn torn(city: &City) -> Vec<AreaId> {
    let mut mark = vec![u32::MAX; city.leaf_count()];
    let connected = |area: AreaId, mark: &mut Vec<u32>| {
        let leaves = city.areas[area].leaves.clone();
        let mut open = vec![AreaId(leaves.start)];
        let mut seen = 0;
        while let Some(leaf) = open.pop() {
            if std::mem::replace(&mut mark[city.number(leaf)], area.0) != area.0 {
                seen += 1;
                open.extend(city.near(leaf).iter().filter(|other| leaves.contains(&other.0)));
            }
        }
        seen == leaves.len()
    };
    let above = city.areas.enumerate().filter(|(_, area)| area.leaves.len() > 1);
    above.map(|(id, _)| id).filter(|id| !connected(*id, &mut mark)).collect()
}

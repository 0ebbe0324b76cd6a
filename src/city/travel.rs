//! How long it takes to get from one place to another.
//!
//! The length of a way by some metric, times a detour, at the speed of the ground at both ends, by some curve of time
//! over length. There is no road network: none is published for the city that this was made for, and driving is a
//! small part of its response times.

use super::config::Zone;
use super::curve::Curve;
use super::geometry::Spot;
use super::metric::Metric;
use super::travel_config::{TimeConfig, TravelConfig};
use crate::quantity::Hours;
use crate::time::Duration;

/// Travel times of one city.
#[derive(Clone, Debug, PartialEq)]
pub struct Travel {
    metric: Metric,
    curve: Curve,
    /// As the crow flies at cruising speed: nothing to be looked up.
    plain: bool,
    /// Seconds per kilometre of distance, urban and outer.
    pace: [f64; 2],
    /// The lesser of those that occur.
    quickest: f64,
    /// Kilometres of way to a kilometre of distance.
    detour: f64,
    /// By how much longer a way takes in some parts of the day.
    hours: Vec<(Hours, f64)>,
}

impl Travel {
    /// Travel as a scenario describes it, in a city that has ground of the given zones.
    pub fn new(config: &TravelConfig, metric: Metric, zones: impl Iterator<Item = Zone>) -> Travel {
        let detour = config.detour();
        let pace = [config.urban, config.outer].map(|speed| 3_600.0 / speed.kmh() * detour);
        let curve = match config.time {
            TimeConfig::Linear => Curve::Linear,
            TimeConfig::Affine { fixed } => Curve::Affine { fixed: fixed.seconds() },
            TimeConfig::RootThenLinear { linear_from_km } => Curve::RootThenLinear { join: linear_from_km.get() / detour },
            // From m/s² to km/s².
            TimeConfig::Accelerating { m_per_s2 } => Curve::Accelerating { reluctance: detour / (m_per_s2.get() / 1_000.0) },
        };
        let quickest = zones.map(|zone| pace[zone as usize]).fold(f64::INFINITY, f64::min);
        let hours = config.hours.iter().map(|&(hours, speed)| (hours, 1.0 / speed.get())).collect();
        let plain = metric == Metric::Euclidean(None) && curve == Curve::Linear;
        Travel { metric, curve, plain, pace, quickest: quickest.min(pace[0].max(pace[1])), detour, hours }
    }

    /// Travel that takes no time.
    pub fn none() -> Travel {
        Travel::at_pace(0.0)
    }

    /// Travel along the straight line at so many seconds per kilometre everywhere.
    pub fn at_pace(pace: f64) -> Travel {
        let detour = if pace > 0.0 { 1.0 } else { 0.0 };
        let metric = Metric::Euclidean(None);
        Travel { metric, curve: Curve::Linear, plain: true, pace: [pace; 2], quickest: pace, detour, hours: Vec::new() }
    }

    /// How distances are measured.
    #[inline]
    pub fn metric(&self) -> &Metric {
        &self.metric
    }

    /// How time follows from length.
    pub fn curve(&self) -> Curve {
        self.curve
    }

    /// Whether ways are straight lines at cruising speed, as [`Travel::straight`] has them.
    #[inline]
    pub fn is_plain(&self) -> bool {
        self.plain
    }

    /// Kilometres of way to a kilometre of distance; 0 where travel takes no time.
    pub fn detour(&self) -> f64 {
        self.detour
    }

    /// Seconds for a kilometre of distance on ground of one kind at cruising speed, detour included.
    pub fn pace(&self, zone: Zone) -> f64 {
        self.pace[zone as usize]
    }

    /// Seconds for a kilometre of distance on the fastest ground.
    pub fn quickest(&self) -> f64 {
        self.quickest
    }

    /// By how much longer a way takes that begins at this time of day: one over the speed factor, 1 by default.
    pub fn factor(&self, time_of_day: Duration) -> f64 {
        self.hours.iter().find(|(hours, _)| hours.contains(time_of_day)).map_or(1.0, |&(_, longer)| longer)
    }

    /// Seconds for the way between two places, time of day and weather aside.
    #[inline]
    pub fn seconds(&self, from: &Spot, to: &Spot) -> f64 {
        if self.plain { Travel::straight(from, to) } else { self.curve.seconds(self.metric.km(from, to), (from.pace + to.pace) * 0.5) }
    }

    /// Seconds along the straight line at cruising speed.
    #[inline]
    pub fn straight(from: &Spot, to: &Spot) -> f64 {
        from.place.distance(to.place) * ((from.pace + to.pace) * 0.5)
    }

    /// Less than anybody needs to a place with this pace from one whose coordinates differ by so many kilometres; nothing
    /// is known where coordinates say nothing about distances.
    #[inline]
    pub fn least_seconds(&self, km: f64, pace: f64) -> Option<f64> {
        let least = (self.quickest + pace) * 0.5;
        if self.plain {
            return Some(km * least);
        }
        self.metric.least_km_per_km().map(|part| self.curve.seconds(km * part, least))
    }

    /// Where somebody is a part `spent` (0..=1) of the time after setting out: as far along the shortest way as the travel
    /// time to there says, at the speed of the nearer end.
    #[inline]
    pub fn under_way(&self, from: &Spot, to: &Spot, spent: f64) -> Spot {
        if self.plain {
            let nearer = if spent < 0.5 { from } else { to };
            return Spot { place: from.place.towards(to.place, spent), ..*nearer };
        }
        let part = self.curve.progress(spent, self.metric.km(from, to), (from.pace + to.pace) * 0.5);
        self.metric.along(from, to, part)
    }

    /// Kilometres of way behind somebody a part `spent` (0..=1) of the time after setting out.
    pub fn driven(&self, from: &Spot, to: &Spot, spent: f64) -> f64 {
        let km = self.metric.km(from, to);
        let part = if self.plain { spent } else { self.curve.progress(spent, km, (from.pace + to.pace) * 0.5) };
        km * part * self.detour
    }

    /// Time for the way between two places, `factor` times as long as usual.
    pub fn duration(&self, from: &Spot, to: &Spot, factor: f64) -> Duration {
        Duration::from_seconds(self.seconds(from, to) * factor)
    }
}

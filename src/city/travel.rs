//! How long it takes to get from one place to another.
//!
//! A straight line times a detour, half of it at the speed of each end's ground. There is no road network:
//! none is published for the city that this was made for, and driving is a small part of its response times.

use super::config::{TravelConfig, Zone};
use super::geometry::Point;
use crate::quantity::Hours;
use crate::time::Duration;

/// Travel times of one city.
#[derive(Clone, Debug, PartialEq)]
pub struct Travel {
    /// Seconds per straight kilometre, urban and outer.
    pace: [f64; 2],
    /// Kilometres of way to a kilometre as the crow flies.
    detour: f64,
    /// By how much longer a way takes in some parts of the day.
    hours: Vec<(Hours, f64)>,
}

impl Travel {
    /// Travel at the speeds of a scenario.
    pub fn new(config: &TravelConfig) -> Travel {
        let pace = |kmh: f64| 3_600.0 / kmh * config.detour.get();
        let hours = config.hours.iter().map(|&(hours, speed)| (hours, 1.0 / speed.get())).collect();
        Travel { pace: [pace(config.urban.kmh()), pace(config.outer.kmh())], detour: config.detour.get(), hours }
    }

    /// Travel that takes no time.
    pub fn none() -> Travel {
        Travel { pace: [0.0; 2], detour: 0.0, hours: Vec::new() }
    }

    /// Kilometres of way to a kilometre as the crow flies; 0 where travel takes no time.
    pub fn detour(&self) -> f64 {
        self.detour
    }

    /// Seconds for a kilometre as the crow flies on ground of one kind, detour included.
    pub fn pace(&self, zone: Zone) -> f64 {
        self.pace[zone as usize]
    }

    /// Seconds for a kilometre as the crow flies on the fastest ground.
    pub fn quickest(&self) -> f64 {
        self.pace[0].min(self.pace[1])
    }

    /// By how much longer a way takes that begins at this time of day: one over the speed factor, 1 by default.
    pub fn factor(&self, time_of_day: Duration) -> f64 {
        self.hours.iter().find(|(hours, _)| hours.contains(time_of_day)).map_or(1.0, |&(_, longer)| longer)
    }

    /// Time for the way between two places, each with the kind of ground around it, `factor` times as long as usual.
    #[inline]
    pub fn duration(&self, from: Point, from_zone: Zone, to: Point, to_zone: Zone, factor: f64) -> Duration {
        let pace = (self.pace(from_zone) + self.pace(to_zone)) / 2.0;
        Duration::from_seconds(from.distance(to) * pace * factor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Factor, Speed};

    #[test]
    fn a_way_is_driven_half_at_each_ends_speed_and_slower_at_the_peak() {
        let peak = Hours { from: Duration(7 * Duration::HOUR.0), to: Duration(9 * Duration::HOUR.0) };
        let travel = Travel::new(&TravelConfig {
            detour: Factor::new(1.5).unwrap(),
            urban: Speed::from_kmh(30.0).unwrap(),
            outer: Speed::from_kmh(60.0).unwrap(),
            hours: vec![(peak, Factor::new(0.8).unwrap())],
        });
        let (a, b) = (Point::new(0.0, 0.0), Point::new(3.0, 4.0));
        let minutes = |from, to, factor| travel.duration(a, from, b, to, factor).minutes();
        assert!((minutes(Zone::Urban, Zone::Urban, 1.0) - 15.0).abs() < 1e-6, "7.5 km at 30 km/h");
        assert!((minutes(Zone::Outer, Zone::Outer, 1.0) - 7.5).abs() < 1e-6);
        assert!((minutes(Zone::Urban, Zone::Outer, 1.0) - 11.25).abs() < 1e-6);
        let at = |hour: u64| travel.factor(Duration(hour * Duration::HOUR.0));
        assert_eq!((at(6), at(7), at(9)), (1.0, 1.25, 1.0));
        assert_eq!(Travel::none().duration(a, Zone::Urban, b, Zone::Outer, 1.25), Duration::ZERO);
    }
}

//! How long the way to an incident is, from the nearest of the crews that may be sent, wherever these are.

use crate::city::Spot;
use crate::demand::Scene;
use crate::random::maths::exp;
use crate::scenario::{Home, Model};
use crate::stats::{PLANE, evenly};

/// Places of incidents from which crews that are out are looked for.
const SCENES: usize = 24;
/// Places where crews are out, of either kind.
pub(super) const OUT: usize = 12;

/// Ways to where some incidents happen.
pub(super) struct Ways {
    /// Mean seconds from the nearest station.
    pub(super) nearest: f64,
    /// `nearest` over its mean at the places that are looked at.
    scale: f64,
    /// Mean seconds from where somebody has just been done.
    pub(super) from_work: f64,
    scenes: Vec<Around>,
}

/// What lies around a place.
struct Around {
    /// Seconds from the nearest station.
    station: f64,
    /// Seconds from places where crews are out, upwards, and whether these are at work there.
    out: Vec<(f64, bool)>,
}

impl Ways {
    /// Ways from `stations`, from where crews are `at_work`, and from anywhere on their way home from incidents, or where these
    /// happened if crews stay there. Without stations, or scenes, none takes any time.
    pub(super) fn new(model: &Model, scenes: &[Scene], stations: &[Spot], at_work: &[Spot]) -> Ways {
        if stations.is_empty() || scenes.is_empty() {
            return Ways { nearest: 0.0, scale: 0.0, from_work: 0.0, scenes: Vec::new() };
        }
        let seconds = |from: &Spot, to: &Scene| model.city.travel.duration(from, &to.spot, 1.0).seconds();
        let done: Vec<Spot> = some(scenes, OUT).map(|scene| scene.spot).collect();
        let homeward = |(k, from): (usize, &Spot)| match &model.home {
            Home::Stay => *from,
            _ => model.city.travel.under_way(from, nearest(model, stations, from).0, evenly(k, PLANE)[0]),
        };
        let homeward: Vec<Spot> = done.iter().enumerate().map(homeward).collect();
        let around = |to: &Scene| {
            let of = |crews: &[Spot], working: bool| crews.iter().map(|from| (seconds(from, to), working)).collect::<Vec<_>>();
            let mut out = [of(at_work, true), of(&homeward, false)].concat();
            out.sort_by(|a, b| a.0.total_cmp(&b.0));
            Around { station: nearest(model, stations, &to.spot).1, out }
        };
        let looked: Vec<&Scene> = some(scenes, SCENES).collect();
        let from_work = looked.iter().flat_map(|to| done.iter().chain(at_work).map(|from| seconds(from, to))).sum::<f64>();
        let around: Vec<Around> = looked.iter().map(|to| around(to)).collect();
        let (of_all, count) = (mean_way(model, stations, scenes.iter().map(|scene| &scene.spot)), looked.len() as f64);
        let of_looked = around.iter().map(|around| around.station).sum::<f64>() / count;
        Ways {
            nearest: of_all,
            scale: if of_looked > 0.0 { of_all / of_looked } else { 0.0 },
            from_work: from_work / count / (done.len() + at_work.len()) as f64,
            scenes: around,
        }
    }

    /// Mean seconds where ways from stations are `longer` by this factor and so many crews are out, at work and on their way home,
    /// each of them anywhere: what is nearer than t has nobody with probability exp(-its part of them).
    pub(super) fn seconds(&self, longer: f64, at_work: f64, homeward: f64) -> f64 {
        if at_work == 0.0 && homeward == 0.0 {
            return longer * self.nearest;
        }
        let nobody = [homeward, at_work].map(|crews| exp(-crews / OUT as f64));
        let of = |around: &Around| {
            let (station, mut left, mut before, mut sum) = (longer * around.station, 1.0, 0.0, 0.0);
            for (at, working) in around.out.iter().take_while(|(at, _)| *at < station) {
                sum += left * (at - before);
                (left, before) = (left * nobody[usize::from(*working)], *at);
            }
            sum + left * (station - before)
        };
        self.scale * self.scenes.iter().map(of).sum::<f64>() / self.scenes.len().max(1) as f64
    }
}

/// Mean seconds from the nearest of some stations; none without stations, or places.
pub(super) fn mean_way<'a>(model: &Model, stations: &[Spot], to: impl ExactSizeIterator<Item = &'a Spot>) -> f64 {
    let count = to.len().max(1) as f64;
    if stations.is_empty() { 0.0 } else { to.map(|place| nearest(model, stations, place).1).sum::<f64>() / count }
}

/// The nearest of some stations, of which there must be one, and seconds from it.
fn nearest<'a>(model: &Model, stations: &'a [Spot], to: &Spot) -> (&'a Spot, f64) {
    let ways = stations.iter().map(|station| (station, model.city.travel.duration(station, to, 1.0).seconds()));
    ways.reduce(|best, other| if other.1 < best.1 { other } else { best }).expect("there is a station")
}

/// Some of many, evenly.
fn some<T>(all: &[T], count: usize) -> impl Iterator<Item = &T> {
    let count = count.min(all.len());
    (0..count).map(move |k| &all[(2 * k + 1) * all.len() / (2 * count)])
}

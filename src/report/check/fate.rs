//! What becomes of an incident on the way to a crew: found and settled by a patrol, worked on by desks, settled on
//! the spot, or a crew's business. Probabilities for one category, channel and time of report.

use crate::demand::Expected;
use crate::ids::{CategoryId, ChannelId};
use crate::random::Distribution;
use crate::scenario::{Loaded, Model};
use crate::structure::DeskKind;
use crate::time::Duration;

/// In how many steps of a day the opening of a desk is looked for.
const STEPS: u64 = 48;

/// What becomes of an incident.
pub struct Fate {
    /// Probabilities that it comes to a crew, by the time of day at which it does, as far as desks that open later decide that.
    pub for_crews: Vec<(Duration, f64)>,
    /// Seconds of clerks' work that it is expected to bring, by kind of desk.
    pub desks: Vec<(u32, f64)>,
}

/// The people on the spot as one category at one time sees them: by tier, the part of the unit interval below which
/// each is able.
struct Tiers {
    able_below: Vec<f64>,
    /// Below this it is settled by the patrol that found it, where its post is filled.
    settled_below: f64,
    /// Probability that it lies below, but all who are able there are vacant posts.
    unfound: f64,
}

impl Tiers {
    fn new(model: &Model, category: CategoryId, on_spot: f64, time: Duration) -> Tiers {
        let settlers = &model.structure.settlers;
        let able_below: Vec<f64> = settlers.iter().map(|s| s.able_below[category].min(1.0)).collect();
        let on_duty = |tier: usize| settlers.iter().nth(tier).is_some_and(|s| s.on_duty(time));
        let finder = (0..able_below.len()).filter(|tier| on_duty(*tier)).map(|tier| able_below[tier]).fold(0.0, f64::max);
        let settled_below = finder.min(on_spot);
        let vacant = |tier: usize| settlers.iter().nth(tier).map_or(1.0, |s| if s.on_duty(time) { 1.0 - s.filled } else { 1.0 });
        let (mut from, mut unfound) = (0.0, 0.0);
        for tier in 0..able_below.len() {
            let to = able_below[tier].min(settled_below).max(from);
            unfound += (to - from) * (tier..able_below.len()).map(vacant).product::<f64>();
            from = to;
        }
        Tiers { able_below, settled_below, unfound }
    }

    /// Probability that neither a patrol nor any of those sent settles it; `missing` is by tier the probability that it was not
    /// to be had when it was sent, 1 where it was not.
    fn unsettled(&self, missing: &[f64]) -> f64 {
        // Who is not there to find it is not there to be sent either.
        let (mut from, mut left) = (self.settled_below, self.unfound);
        for tier in 0..=self.able_below.len() {
            let to = self.able_below.get(tier).copied().unwrap_or(1.0).max(from);
            left += (to - from) * missing.iter().skip(tier).product::<f64>();
            from = to;
        }
        left
    }
}

/// Incidents that have come the same way so far.
#[derive(Clone, PartialEq)]
struct Way {
    /// The part of all that come this way.
    part: f64,
    /// The time of day at which they are where they are.
    time: Duration,
    /// See [`Tiers::unsettled`].
    missing: Vec<f64>,
    /// Whether a desk has worked on them.
    worked: bool,
}

/// What becomes of those who come to a desk: a part of them, the time at which it is taken up, whether at all, and whether by
/// a clerk.
struct Taken {
    part: f64,
    time: Duration,
    up: bool,
    clerk: bool,
}

/// One category and channel on a day that is worked or not.
struct Journey<'a> {
    loaded: &'a Loaded,
    tiers: Tiers,
    /// The part that is of priority 1.
    urgent: f64,
    worked: bool,
    fate: Fate,
}

/// What becomes of an incident, such as is `expected`, reported at a time of a day that is worked or not.
pub fn fate(loaded: &Loaded, category: CategoryId, expected: &Expected, channel: ChannelId, time: Duration, worked: bool) -> Fate {
    let model = &loaded.model;
    let mut journey = Journey {
        loaded,
        tiers: Tiers::new(model, category, expected.channels[channel].on_spot, time),
        urgent: expected.urgent,
        worked,
        fate: Fate { for_crews: Vec::new(), desks: Vec::new() },
    };
    let mut ways = vec![Way { part: 1.0, time, missing: vec![1.0; model.structure.settlers.len()], worked: false }];
    let steps = &model.structure.intake[channel];
    for (i, step) in steps.iter().enumerate() {
        ways = journey.through(*step, i + 1 == steps.len(), ways);
    }
    let elsewhere = steps.last().is_some_and(|last| model.structure.joint_via != Some(*last));
    if let (Some(via), true) = (model.structure.joint_via, elsewhere) {
        let part = |way: &Way, share: f64| Way { part: way.part * share, ..way.clone() };
        let joint_ways = ways.iter().map(|way| part(way, expected.joint)).collect();
        ways = ways.iter().map(|way| part(way, 1.0 - expected.joint)).collect();
        ways.extend(journey.through(via, true, joint_ways));
    }
    for way in ways {
        let rest = if way.worked { 1.0 - journey.urgent } else { 1.0 };
        journey.fate.for_crews.push((way.time, rest * way.part * journey.tiers.unsettled(&way.missing)));
    }
    journey.fate
}

impl Journey<'_> {
    /// Past a desk, the `last` on the way or not. What is urgent goes to the crews from the first that works on it.
    fn through(&mut self, step: u32, last: bool, ways: Vec<Way>) -> Vec<Way> {
        let model = &self.loaded.model;
        let mean = |d: &Option<Distribution>| d.as_ref().map_or(0.0, Distribution::mean);
        let desk = &self.loaded.scenario.structure.desks[step as usize];
        let kind = &model.structure.kinds[step as usize];
        let mut past: Vec<Way> = Vec::new();
        for way in ways {
            let come = match way.worked {
                true => (1.0 - self.urgent) * self.tiers.unsettled(&way.missing),
                false => 1.0 - self.tiers.settled_below + self.tiers.unfound,
            };
            let seconds = if way.worked { mean(&desk.accept) } else { mean(&desk.receipt) + mean(&desk.triage) };
            for taken in self.taken(kind, last, &way) {
                let mut on = Way { part: way.part * taken.part, time: taken.time, ..way.clone() };
                if taken.clerk {
                    self.fate.desks.push((step, on.part * come * seconds));
                }
                if taken.up {
                    for sent in &kind.sends {
                        let settler = &model.structure.settlers[*sent];
                        let missing = if settler.on_duty(taken.time) { 1.0 - settler.available } else { 1.0 };
                        let tier = &mut on.missing[sent.0 as usize];
                        *tier = tier.min(missing);
                    }
                    if !on.worked {
                        on.worked = true;
                        self.fate.for_crews.push((on.time, self.urgent * on.part * self.tiers.unsettled(&on.missing)));
                    }
                }
                match past.iter_mut().find(|other| (other.time, other.worked) == (on.time, on.worked) && other.missing == on.missing) {
                    Some(same) => same.part += on.part,
                    None if on.part > 0.0 => past.push(on),
                    None => {}
                }
            }
        }
        past
    }

    /// Who takes those up that come to a desk, and when.
    fn taken(&self, kind: &DeskKind, last: bool, way: &Way) -> Vec<Taken> {
        let staffed = |time: Duration| kind.staffing.at_time(time) > 0;
        let now = |part: f64, up: bool, clerk: bool| Taken { part, time: way.time, up, clerk };
        if staffed(way.time) && (self.worked || !kind.staffing.on_workdays_only()) {
            return vec![now(1.0, true, true)];
        }
        let waits = match way.worked {
            _ if last && !kind.on_call => 1.0,
            true => kind.waits_for_opening,
            false => 0.0,
        };
        // Closed on a day that is not worked, it opens at its hours on another.
        let from = if staffed(way.time) { Duration::ZERO } else { way.time };
        let mut times = (0..STEPS).map(|step| Duration((from.0 + step * Duration::DAY.0 / STEPS) % Duration::DAY.0));
        let opening = times.find(|time| staffed(*time)).unwrap_or(way.time);
        vec![Taken { part: waits, time: opening, up: true, clerk: true }, now(1.0 - waits, kind.on_call, false)]
    }
}

//! What becomes of an incident on the way to a crew: found and settled by a patrol, worked on by desks, settled on
//! the spot, or a crew's business. Probabilities for one category, channel and time.

use crate::ids::{CategoryId, ChannelId, SettlerId};
use crate::random::Distribution;
use crate::scenario::{Loaded, Model};
use crate::structure::DeskKind;
use crate::time::Duration;

/// What becomes of an incident.
pub struct Fate {
    /// Probability that it comes to a crew.
    pub for_crews: f64,
    /// Seconds of clerks' work that it is expected to bring, by kind of desk.
    pub desks: Vec<(u32, f64)>,
}

/// The people on the spot as one category at one time sees them: by tier, the part of the unit interval below which
/// each is able, and the probability that none of them is to be had.
struct Tiers {
    able_below: Vec<f64>,
    missing: Vec<f64>,
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
        let missing = settlers.iter().map(|s| if s.on_duty(time) { 1.0 - s.available } else { 1.0 }).collect();
        let settled_below = finder.min(on_spot);
        let vacant = |tier: usize| settlers.iter().nth(tier).map_or(1.0, |s| if s.on_duty(time) { 1.0 - s.filled } else { 1.0 });
        let (mut from, mut unfound) = (0.0, 0.0);
        for tier in 0..able_below.len() {
            let to = able_below[tier].min(settled_below).max(from);
            unfound += (to - from) * (tier..able_below.len()).map(vacant).product::<f64>();
            from = to;
        }
        Tiers { able_below, missing, settled_below, unfound }
    }

    /// Probability that neither a patrol nor any of those sent settles it.
    fn unsettled(&self, sent: &[SettlerId]) -> f64 {
        // Who is not there to find it is not there to be sent either.
        let (mut from, mut left) = (self.settled_below, self.unfound);
        for tier in 0..=self.able_below.len() {
            let to = self.able_below.get(tier).copied().unwrap_or(1.0).max(from);
            let able = sent.iter().filter(|s| s.0 as usize >= tier);
            left += (to - from) * able.map(|s| self.missing[s.0 as usize]).product::<f64>();
            from = to;
        }
        left
    }
}

/// What becomes of an incident reported at a time of a day that is worked or not.
pub fn fate(loaded: &Loaded, category: CategoryId, channel: ChannelId, time: Duration, worked: bool) -> Fate {
    let model = &loaded.model;
    let c = &model.demand.categories[category];
    let mean = |d: &Option<Distribution>| d.as_ref().map_or(0.0, Distribution::mean);
    let desk = |kind: u32| &loaded.scenario.structure.desks[kind as usize];
    let tiers = Tiers::new(model, category, model.demand.channels[channel].on_spot, time);
    let urgent = if c.priority == 1 { 1.0 } else { c.urgent };
    let steps = &model.structure.intake[channel];
    let mut desks = Vec::new();
    let mut sent: Vec<SettlerId> = Vec::new();
    // What comes past the first desk that works on it; before that everything does.
    let mut first: Option<f64> = None;
    for (i, step) in steps.iter().enumerate() {
        let kind = &model.structure.kinds[*step as usize];
        let comes = if first.is_some() { (1.0 - urgent) * tiers.unsettled(&sent) } else { 1.0 - tiers.settled_below + tiers.unfound };
        let open = clerks(kind, time, worked);
        let waits = if open { 1.0 } else { closed_desk_waits(kind, first.is_some(), i + 1 == steps.len()) };
        let seconds = if first.is_some() { mean(&desk(*step).accept) } else { mean(&desk(*step).receipt) + mean(&desk(*step).triage) };
        desks.push((*step, comes * waits * seconds));
        if waits > 0.0 || kind.on_call {
            sent.extend(kind.sends.iter().filter(|s| !sent.contains(s)).copied().collect::<Vec<_>>());
            first = first.or_else(|| Some(tiers.unsettled(&sent)));
        }
    }
    let last = tiers.unsettled(&sent);
    let elsewhere = steps.last().is_some_and(|last| model.structure.joint_via != Some(*last));
    if let (Some(via), Some(joint), true) = (model.structure.joint_via, &c.joint, elsewhere) {
        let kind = &model.structure.kinds[via as usize];
        let waits = if clerks(kind, time, worked) { 1.0 } else { closed_desk_waits(kind, true, true) };
        desks.push((via, (1.0 - urgent) * last * joint.share * waits * mean(&desk(via).accept)));
    }
    Fate { for_crews: urgent * first.unwrap_or(last) + (1.0 - urgent) * last, desks }
}

fn clerks(kind: &DeskKind, time: Duration, worked: bool) -> bool {
    kind.staffing.at_time(time) > 0 && (worked || !kind.staffing.on_workdays_only())
}

/// The part of what comes to a closed desk that waits there for a clerk.
fn closed_desk_waits(kind: &DeskKind, handed_off: bool, last: bool) -> f64 {
    match () {
        () if kind.on_call => {
            if handed_off {
                kind.waits_for_opening
            } else {
                0.0
            }
        }
        () if last => 1.0,
        () if handed_off => kind.waits_for_opening,
        () => 0.0,
    }
}

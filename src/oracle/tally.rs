//! What verification reads from a replication: sums over incidents and over time, after the warm-up.
//!
//! Each reading is a ratio of two sums, so that an interval over replications follows. Not a metric of reports:
//! those speak of targets, this of queues.

use super::case::Measure;
use crate::ids::{CategoryId, Column, CrewId, Id};
use crate::record::{CrewState, End, Fact, Milestone, Observer, Outcome, Segment, ServedBy, What};
use crate::scenario::Model;
use crate::time::{Duration, Instant};

/// Sums over the incidents of one category.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    incidents: u64,
    wait: u128,
    waited: u64,
    longer: u64,
    withdrawn: u64,
    work: u128,
    served: u64,
    travel: u128,
    accepted: u64,
    until_accept: u128,
    reached: u64,
    until_scene: u128,
}

/// What one replication amounts to.
#[derive(Clone, Debug)]
pub struct Tally {
    from: Instant,
    to: Instant,
    limit: Duration,
    sums: Column<CategoryId, Sums>,
    /// For each crew since when it serves, [`Instant::NEVER`] when it does not, and for how long it has.
    crews: Column<CrewId, (Instant, Duration)>,
    /// Incidents by the crew that served and the innermost area.
    dispatched: Vec<u64>,
    leaves: usize,
    first_leaf: u32,
    serving: usize,
    serving_since: Instant,
    /// Time with so many crews serving.
    serving_time: Vec<Duration>,
}

impl Tally {
    /// For a run of `model`; waits longer than `limit` are counted.
    pub fn new(model: &Model, limit: Duration) -> Tally {
        let (crews, leaves) = (model.workforce.crews.len(), model.city.leaf_count());
        Tally {
            from: Instant::midnight(u64::from(model.warmup_days)),
            to: model.horizon(),
            limit,
            sums: Column::filled(model.demand.categories.len(), Sums::default()),
            crews: Column::filled(crews, (Instant::NEVER, Duration::ZERO)),
            dispatched: vec![0; crews * leaves],
            leaves,
            first_leaf: model.city.leaves().start,
            serving: 0,
            serving_since: Instant::ZERO,
            serving_time: vec![Duration::ZERO; crews + 1],
        }
    }

    /// Closes the books at the end of the run.
    pub fn finish(&mut self) {
        self.count_serving(self.to);
        for crew in self.crews.ids() {
            if self.crews[crew].0.happens() {
                self.stops(crew, self.to);
            }
        }
    }

    /// The part of a time that lies within the time of measurement.
    fn measured(&self, since: Instant, until: Instant) -> Duration {
        let (since, until) = (since.max(self.from), until.min(self.to));
        if since < until { until.since(since) } else { Duration::ZERO }
    }

    fn stops(&mut self, crew: CrewId, at: Instant) {
        let since = std::mem::replace(&mut self.crews[crew].0, Instant::NEVER);
        let served = self.measured(since, at);
        self.crews[crew].1 += served;
    }

    fn count_serving(&mut self, at: Instant) {
        let time = self.measured(self.serving_since, at);
        self.serving_time[self.serving] += time;
        self.serving_since = at;
    }

    /// Incidents that were measured.
    pub fn incidents(&self) -> u64 {
        self.sums.iter().map(|sums| sums.incidents).sum()
    }

    /// How far the input of the replication lay from its mean: work asked for and incidents reported, by the hour. What was
    /// withdrawn has asked for nothing: then only the incidents.
    pub fn luck(&self, expected: Expected) -> [f64; 2] {
        let window = self.to.since(self.from).hours();
        let work: u128 = self.sums.iter().map(|sums| sums.work).sum();
        let withdrawn: u64 = self.sums.iter().map(|sums| sums.withdrawn).sum();
        let load = if withdrawn > 0 { 0.0 } else { work as f64 / Duration::HOUR.0 as f64 / window - expected.load };
        [load, self.incidents() as f64 / window - expected.per_hour]
    }

    /// A reading as numerator and denominator; times in hours.
    pub fn read(&self, measure: Measure) -> (f64, f64) {
        let hours = |ticks: u128| ticks as f64 / Duration::HOUR.0 as f64;
        let of = |class: Option<u16>| self.sums.enumerate().filter(move |(id, _)| class.is_none_or(|c| id.index() == usize::from(c)));
        let count = |class, number: fn(&Sums) -> u64| of(class).map(|(_, sums)| number(sums)).sum::<u64>() as f64;
        let time = |class, ticks: fn(&Sums) -> u128| hours(of(class).map(|(_, sums)| ticks(sums)).sum());
        let window = self.to.since(self.from).hours();
        match measure {
            Measure::Wait(class) => (time(class, |s| s.wait), count(class, |s| s.incidents)),
            Measure::Waits => (count(None, |s| s.waited), count(None, |s| s.incidents)),
            Measure::WaitsLonger => (count(None, |s| s.longer), count(None, |s| s.incidents)),
            Measure::Withdrawn => (count(None, |s| s.withdrawn), count(None, |s| s.incidents)),
            Measure::Travel => (time(None, |s| s.travel), count(None, |s| s.served)),
            Measure::UntilAccept => (time(None, |s| s.until_accept), count(None, |s| s.accepted)),
            Measure::UntilScene => (time(None, |s| s.until_scene), count(None, |s| s.reached)),
            Measure::Serving(crews) => (self.serving_time.get(crews as usize).map_or(0.0, |time| time.hours()), window),
            Measure::Workload(crew) => (self.crews[CrewId(crew)].1.hours(), window),
            Measure::Dispatched { crew, leaf } => {
                let served: u64 = self.dispatched.iter().sum();
                (self.dispatched[crew as usize * self.leaves + leaf as usize] as f64, served as f64)
            }
        }
    }
}

/// The means of what a model asks for, steady over the day.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Expected {
    /// Incidents an hour.
    pub per_hour: f64,
    /// Crews kept busy by the work on scene.
    pub load: f64,
}

impl Expected {
    /// Of a model.
    pub fn of(model: &Model) -> Expected {
        let demand = &model.demand;
        let per_hour = |category| demand.expected_per_day(category) / 24.0;
        let load = |category| per_hour(category) * demand.categories[category].mean_on_scene / 3_600.0;
        Expected { per_hour: demand.categories.ids().map(per_hour).sum(), load: demand.categories.ids().map(load).sum() }
    }
}

impl Observer for Tally {
    #[inline]
    fn fact(&mut self, fact: &Fact) {
        if fact.what != What::Crew {
            return;
        }
        let crew = CrewId(fact.actor);
        let serves = CrewState::ALL.get(fact.detail as usize).is_some_and(|state| state.serves());
        match (self.crews[crew].0.happens(), serves) {
            (false, true) => {
                self.count_serving(fact.at);
                self.crews[crew].0 = fact.at;
                self.serving += 1;
            }
            (true, false) => {
                self.count_serving(fact.at);
                self.stops(crew, fact.at);
                self.serving -= 1;
            }
            _ => {}
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        if outcome.reported < self.from {
            return;
        }
        let wait = outcome.segments[Segment::CrewQueue as usize];
        let sums = &mut self.sums[outcome.category];
        sums.incidents += 1;
        sums.wait += u128::from(wait.0);
        sums.waited += u64::from(wait > Duration::ZERO);
        sums.longer += u64::from(wait > self.limit);
        // Cases have no refusals: an offer that came to nothing is work that was broken off.
        let work = outcome.segments[Segment::Work as usize] + outcome.segments[Segment::Refused as usize];
        sums.work += u128::from(work.0);
        sums.withdrawn += u64::from(outcome.end == End::Withdrawn);
        if let Some(elapsed) = outcome.until(Milestone::Accept) {
            sums.accepted += 1;
            sums.until_accept += u128::from(elapsed.0);
        }
        if let Some(elapsed) = outcome.until(Milestone::OnScene) {
            sums.reached += 1;
            sums.until_scene += u128::from(elapsed.0);
        }
        if let ServedBy::Crew(crew) = outcome.served_by {
            sums.served += 1;
            sums.travel += u128::from(outcome.segments[Segment::Travel as usize].0);
            self.dispatched[crew.index() * self.leaves + (outcome.leaf.0 - self.first_leaf) as usize] += 1;
        }
    }
}

//! Committed work: planned inspection, campaigns and paperwork that crews have beside incidents. A fixed
//! total of crew time each day, whoever is on duty; not a Poisson stream, since it is planned.
//!
//! Jobs are drawn one after the other until the day's total is reached, the last one cut to fit. A job falls
//! due where the total so far lies on the day's profile, so the jobs come in order and spread evenly.

use super::DepartmentId;
use super::config::{CommittedConfig, DemandConfig};
use super::hours::overlap;
use super::model::{Demand, Department};
use super::places::Spreads;
use crate::city::City;
use crate::ids::{AreaId, Column};
use crate::problems::Problems;
use crate::random::{Choice, Key, Purpose, Sampler, unit32};
use crate::time::{Duration, Instant};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

/// Jobs are not shorter than this, but for a day's last one.
const SHORTEST: Duration = Duration::SECOND;

/// The committed work of a scenario.
#[derive(Clone, Debug)]
pub struct Committed {
    /// Crew time that falls due each day; above zero.
    daily: Duration,
    /// Parts of the day in order: when each begins and ends, and the part of the total that is due before it
    /// ends.
    profile: Vec<(Duration, Duration, f64)>,
    job: Sampler,
    departments: Choice,
    /// The part that is of each department.
    pub(super) shares: Vec<f64>,
    /// How it is spread, by the number of the spread.
    pub(super) spread: usize,
}

/// A job of committed work.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct CommittedJob {
    /// Its place in the trace, from 0.
    pub number: u64,
    /// When it falls due: from here on a crew may do it.
    pub due: Instant,
    /// The innermost area where it is to be done.
    pub leaf: AreaId,
    /// The department whose field it is.
    pub department: DepartmentId,
    /// Crew time that it takes.
    pub work: Duration,
}

impl Committed {
    /// Prepares the section; None when there is nothing to do or something is wrong.
    pub(super) fn new(
        config: &CommittedConfig,
        demand: &DemandConfig,
        city: &City,
        departments: &Column<DepartmentId, Department>,
        spreads: &mut Spreads,
        problems: &mut Problems,
    ) -> Option<Committed> {
        let job = Sampler::new(&config.job).map_err(|message| problems.add("committed_work.job", message)).ok();
        if job.is_some() && config.job.mean() < Duration::MINUTE.seconds() {
            problems.add("committed_work.job", "the mean is below a minute: give the crew time of a job such as Deterministic(\"1 h\")");
        }
        let spread = spreads.place(&config.place, city).map_err(|message| problems.add("committed_work.where", message)).ok();
        let profile = profile(config, problems);
        let (departments, shares) = department_choice(config, demand, departments, problems)?;
        let committed = Committed { daily: config.crew_time_per_day, profile: profile?, job: job?, departments, shares, spread: spread? };
        (committed.daily > Duration::ZERO).then_some(committed)
    }

    /// The time of day before which a part `done` of the day's work is due.
    fn time_of_day(&self, done: f64) -> Duration {
        let mut before = 0.0;
        for &(from, to, until) in &self.profile {
            if done < until {
                let ticks = (done - before) / (until - before) * (to - from).0 as f64;
                return Duration((from.0 + ticks as u64).min(to.0 - 1));
            }
            before = until;
        }
        Duration(self.profile.last().map_or(Duration::DAY.0, |part| part.1.0) - 1)
    }
}

fn profile(config: &CommittedConfig, problems: &mut Problems) -> Option<Vec<(Duration, Duration, f64)>> {
    let path = "committed_work.hours";
    if config.hours.is_empty() {
        return Some(vec![(Duration::ZERO, Duration::DAY, 1.0)]);
    }
    for (i, (hours, _)) in config.hours.iter().enumerate() {
        if let Some((other, _)) = config.hours[..i].iter().find(|(other, _)| overlap(*hours, *other)) {
            problems.add(path, format!("{hours} overlaps {other}: give each part of the day one weight"));
            return None;
        }
    }
    let total: f64 = config.hours.iter().map(|(_, weight)| weight.get()).sum();
    if total <= 0.0 {
        problems.add(path, "every part of the day has weight 0: at least one must be above");
        return None;
    }
    let mut parts = Vec::new();
    for (hours, weight) in config.hours.iter().filter(|(_, weight)| weight.get() > 0.0) {
        let density = weight.get() / total / hours.length().0 as f64;
        if hours.from < hours.to {
            parts.push((hours.from, hours.to, density));
        } else {
            parts.push((hours.from, Duration::DAY, density));
            parts.push((Duration::ZERO, hours.to, density));
        }
    }
    parts.retain(|(from, to, _)| from < to);
    parts.sort_by_key(|part| part.0);
    let mut sum = 0.0;
    for (from, to, density) in &mut parts {
        sum += *density * (*to - *from).0 as f64;
        *density = sum;
    }
    Some(parts)
}

/// By the weights given, else by the departments' shares of the incidents.
fn department_choice(
    config: &CommittedConfig,
    demand: &DemandConfig,
    departments: &Column<DepartmentId, Department>,
    problems: &mut Problems,
) -> Option<(Choice, Vec<f64>)> {
    let path = "committed_work.departments";
    if config.departments.is_empty() {
        let shares = |d: &Department| demand.categories.values().filter(|c| c.department == d.name).map(|c| c.share.get()).sum();
        return chosen(departments.iter().map(shares).collect());
    }
    let names = || departments.iter().map(|d| d.name.as_str());
    for name in config.departments.keys().filter(|&name| !names().any(|known| known == name)) {
        problems.unknown(format!("{path}.{name}"), "department", name, names());
    }
    let weights: Vec<f64> = names().map(|name| config.departments.get(name).map_or(0.0, |w| w.get())).collect();
    let choice = chosen(weights);
    if choice.is_none() && problems.is_empty() {
        problems.add(path, "every weight is 0: at least one must be above");
    }
    choice
}

/// A choice by weights, and the share of each.
fn chosen(weights: Vec<f64>) -> Option<(Choice, Vec<f64>)> {
    let choice = Choice::new(&weights)?;
    let shares = weights.iter().map(|weight| weight / choice.total()).collect();
    Some((choice, shares))
}

/// The committed work of one replication, lazily, in the order in which it falls due.
#[derive(Clone, Debug)]
pub struct CommittedTrace {
    /// Four words for each job.
    stream: ChaCha8Rng,
    number: u64,
    day: u32,
    /// Crew time of the day that is handed out.
    done: Duration,
    next: Option<CommittedJob>,
}

impl CommittedTrace {
    /// The committed work of the replication of `key`.
    pub fn new(demand: &Demand, key: Key) -> CommittedTrace {
        let mut trace = CommittedTrace::on(key, 0);
        trace.next = trace.draw(demand);
        trace
    }

    fn on(key: Key, day: u32) -> CommittedTrace {
        CommittedTrace { stream: key.stream(Purpose::Committed, 0), number: 0, day, done: Duration::ZERO, next: None }
    }

    /// Begins the replication of `key`.
    pub fn restart(&mut self, demand: &Demand, key: Key) {
        *self = CommittedTrace::new(demand, key);
    }

    /// Begins at a moment with the luck of `key`.
    pub fn begin_at(&mut self, demand: &Demand, key: Key, from: Instant) {
        *self = CommittedTrace::on(key, from.day() as u32);
        self.next = self.draw(demand);
        while self.peek() < from {
            self.next = self.draw(demand);
        }
    }

    /// When the next job falls due; [`Instant::NEVER`] after the last.
    #[inline]
    pub fn peek(&self) -> Instant {
        self.next.map_or(Instant::NEVER, |job| job.due)
    }

    /// The next job; `demand` must be that of the scenario.
    pub fn next(&mut self, demand: &Demand) -> Option<CommittedJob> {
        let job = self.next?;
        self.next = self.draw(demand);
        Some(job)
    }

    fn draw(&mut self, demand: &Demand) -> Option<CommittedJob> {
        let committed = demand.committed.as_ref()?;
        if self.done == committed.daily {
            self.done = Duration::ZERO;
            self.day += 1;
        }
        if self.day >= demand.days() {
            return None;
        }
        let [length, moment, place, field] = std::array::from_fn(|_| unit32(self.stream.next_u32()));
        let work = committed.job.sample(length).max(SHORTEST).min(committed.daily - self.done);
        let share = (self.done.0 as f64 + moment * work.0 as f64) / committed.daily.0 as f64;
        self.done += work;
        self.number += 1;
        Some(CommittedJob {
            number: self.number - 1,
            due: Instant::midnight(self.day.into()) + committed.time_of_day(share),
            leaf: demand.spreads[committed.spread].pick(place),
            department: DepartmentId(committed.departments.pick(field) as u32),
            work,
        })
    }
}

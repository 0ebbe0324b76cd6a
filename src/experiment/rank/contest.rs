//! The replications of a ranking: which rule runs how often, and why it ends.
//!
//! Kim and Nelson's procedure by default: rules that are not better than another by more than the margin are eliminated as
//! soon as that shows.
//! It looks after every replication, whatever the batches in which these are run, so that the result depends neither on
//! the number of threads nor on the batch. With `Ocba` a budget goes where it tells most; with `Fixed` every rule runs
//! equally often.

use crate::experiment::compare::observations;
use crate::experiment::sequential::{Look, Plan, Reason, Stopping};
use crate::experiment::{Arm, Depth, Halted, Job, Known, Measured, Ratio, Runner};
use crate::stats::{KimNelson, Moments, Sampled, least_variance, ocba, pseudo_values};
use serde::Serialize;

/// Replications that are run before the next eliminations are looked for.
const BATCH: u32 = 10;
/// Parts in which OCBA spends its budget.
const PARTS: u64 = 20;

/// How replications are spread over rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Procedure {
    /// Kim & Nelson's sequential selection.
    #[serde(rename = "KN")]
    Kn,
    /// Optimal computing budget allocation.
    #[serde(rename = "OCBA")]
    Ocba,
    /// As many for each, judged by multiple comparisons with the best.
    #[serde(rename = "MCB")]
    Fixed,
}

/// When a rule was eliminated, and by which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Out {
    /// After how many replications.
    pub after: u32,
    /// The arm that beat it.
    pub by: usize,
}

/// The replications of all rules, and how they are spread.
pub struct Contest<'a> {
    /// One arm for each rule.
    pub arms: &'a [Arm],
    /// By arm, in the order of replications.
    pub measured: Vec<Vec<Measured>>,
    /// By arm: the earlier arm that did the same in every replication of the first stage.
    pub same_as: Vec<Option<usize>>,
    /// By arm.
    pub out: Vec<Option<Out>>,
    /// How they are spread.
    pub procedure: Procedure,
    /// Replications of each rule at first, and at most (OCBA: on average).
    pub plan: Plan,
    /// The confidence level of everything that is said jointly.
    pub level: f64,
    /// Differences of attainment up to this count as none.
    pub indifference: f64,
}

/// Told how many replications are done and how many there may be in all.
pub type Tell<'t> = &'t dyn Fn(u64, u64);

impl<'a> Contest<'a> {
    /// Nothing yet. All arms have the same targets, margin and incidents.
    pub fn new(arms: &'a [Arm], procedure: Procedure, plan: Plan, level: f64) -> Contest<'a> {
        let indifference = arms.first().map_or(0.0, |arm| arm.loaded.scenario.run.indifference.get());
        let (measured, same_as, out) = (vec![Vec::new(); arms.len()], vec![None; arms.len()], vec![None; arms.len()]);
        Contest { arms, measured, same_as, out, procedure, plan, level, indifference }
    }

    /// The same of the same arms, kept elsewhere.
    pub fn of_arms<'b>(self, arms: &'b [Arm]) -> Contest<'b> {
        let Contest { arms: _, measured, same_as, out, procedure, plan, level, indifference } = self;
        Contest { arms, measured, same_as, out, procedure, plan, level, indifference }
    }

    /// Runs it.
    ///
    /// # Errors
    /// The replication that failed, or that there is nothing to rank by.
    pub fn hold(&mut self, runner: &Runner, tell: Tell) -> Result<Stopping, Halted> {
        let all: Vec<usize> = (0..self.arms.len()).collect();
        tell(0, all.len() as u64 * u64::from(self.plan.first));
        if !self.grow(&all, self.plan.first, runner)? {
            return Ok(self.ended(Reason::Interrupted, Vec::new()));
        }
        if all.iter().any(|arm| self.mean(*arm, self.plan.first).is_none()) {
            return Err(Halted::Nothing("no incident is measured in these replications: there is nothing to rank by".to_owned()));
        }
        self.find_same();
        match self.procedure {
            Procedure::Kn => self.select(runner, tell),
            Procedure::Ocba => self.allocate(runner, tell),
            Procedure::Fixed => Ok(self.ended(Reason::Fixed, vec![self.look(self.plan.first)])),
        }
    }

    /// Replications in all.
    pub fn runs(&self) -> u64 {
        self.measured.iter().map(|runs| runs.len() as u64).sum()
    }

    /// The arms that are no copy of another.
    pub fn distinct(&self) -> Vec<usize> {
        (0..self.arms.len()).filter(|arm| self.same_as[*arm].is_none()).collect()
    }

    /// Those of them that were not eliminated.
    pub fn left(&self) -> Vec<usize> {
        self.distinct().into_iter().filter(|arm| self.out[*arm].is_none()).collect()
    }

    /// The arm with the largest attainment among those left, over the replications that they share; the first of equals.
    pub fn best(&self) -> usize {
        let left = self.left();
        // OCBA spreads unequally on purpose: there each arm counts with all that it has.
        let n = if self.procedure == Procedure::Ocba { u32::MAX } else { self.shared(&left) };
        let mean = |arm: usize| self.mean(arm, n).unwrap_or(f64::NEG_INFINITY);
        left.into_iter().reduce(|best, next| if mean(next) > mean(best) { next } else { best }).unwrap_or(0)
    }

    /// Replications that all of these arms have.
    pub fn shared(&self, arms: &[usize]) -> u32 {
        arms.iter().map(|arm| self.measured[*arm].len()).min().unwrap_or(0) as u32
    }

    /// Attainment of the primary target over the first `n` replications.
    pub fn mean(&self, arm: usize, n: u32) -> Option<f64> {
        let pairs = self.pairs(arm, n);
        let (above, below) = pairs.iter().fold((0.0, 0.0), |(y, m), pair| (y + pair.0, m + pair.1));
        (below > 0.0).then(|| above / below)
    }

    /// One number for each of the first `n` replications, whose mean is that attainment.
    pub fn series(&self, arm: usize, n: u32) -> Option<Vec<f64>> {
        let pairs = self.pairs(arm, n);
        pairs.iter().any(|(_, below)| *below > 0.0).then(|| pseudo_values(&pairs))
    }

    /// The observations of these arms over the first `n` replications; `None` where one has no incident.
    pub(super) fn observations(&self, arms: &[usize], n: u32) -> Option<Vec<Vec<f64>>> {
        observations(&arms.iter().map(|arm| self.ratios(*arm, n)).collect::<Vec<_>>(), true)
    }

    /// Measured incidents in the first `n` replications.
    pub fn incidents(&self, arm: usize, n: u32) -> f64 {
        self.pairs(arm, n).iter().map(|pair| pair.1).sum()
    }

    fn pairs(&self, arm: usize, n: u32) -> Vec<(f64, f64)> {
        self.ratios(arm, n).into_iter().map(|ratio| (ratio.above, ratio.below)).collect()
    }

    fn ratios(&self, arm: usize, n: u32) -> Vec<Ratio> {
        let primary = self.primary();
        self.measured[arm].iter().take(n as usize).map(|measured| measured.values[primary]).collect()
    }

    /// The position of the primary target among the measures.
    pub fn primary(&self) -> usize {
        self.arms.first().map_or(0, |arm| arm.dimensions.targets.primary as usize)
    }

    /// All that was done, to be known at another time.
    pub fn known(&self) -> Vec<Known> {
        self.arms.iter().zip(&self.measured).map(|(arm, measured)| Known::of(arm, 0, measured.clone())).collect()
    }

    /// Runs what `arms` lack of `to` replications each; whether all of it was done.
    fn grow(&mut self, arms: &[usize], to: u32, runner: &Runner) -> Result<bool, Halted> {
        let lacks = |job: &Job| self.measured[job.arm].len() <= job.replication as usize;
        let jobs = (0..to).flat_map(|replication| arms.iter().map(move |arm| Job { arm: *arm, replication }));
        self.run(jobs.filter(lacks).collect(), runner)
    }

    fn run(&mut self, jobs: Vec<Job>, runner: &Runner) -> Result<bool, Halted> {
        let done = runner.run(self.arms, &jobs, Depth::Cells)?.results;
        let all = done.len() == jobs.len();
        jobs.iter().zip(done).for_each(|(job, measured)| self.measured[job.arm].push(measured));
        Ok(all)
    }

    /// Marks arms that did exactly what an earlier one did.
    fn find_same(&mut self) {
        let digests = |arm: usize| self.measured[arm].iter().map(|measured| measured.digest);
        let same = (0..self.arms.len()).map(|arm| (0..arm).find(|other| digests(*other).eq(digests(arm)))).collect();
        self.same_as = same;
    }

    /// Kim & Nelson.
    fn select(&mut self, runner: &Runner, tell: Tell) -> Result<Stopping, Halted> {
        let series: Option<Vec<Vec<f64>>> = (0..self.arms.len()).map(|arm| self.series(arm, self.plan.first)).collect();
        let incidents = self.incidents(0, self.plan.first);
        let least = f64::from(self.plan.first) * least_variance(incidents, f64::from(self.plan.first.max(2) - 1));
        let Some(rule) = series.and_then(|series| KimNelson::new(&series, least, self.indifference, self.level)) else {
            return Err(Halted::Nothing("a selection needs two rules and a margin (run.indifference) above 0".to_owned()));
        };
        let (mut looks, mut n, mut whole) = (Vec::new(), self.plan.first, true);
        loop {
            let means: Vec<(usize, f64)> = self.left().into_iter().filter_map(|arm| Some((arm, self.mean(arm, n)?))).collect();
            rule.eliminates(&means, n).into_iter().for_each(|found| self.out[found.arm] = Some(Out { after: n, by: found.by }));
            let left = self.left();
            let most = rule.most(&left);
            let there = self.shared(&left);
            let ended = match () {
                // After the most that it can take only equal means are left.
                () if left.len() == 1 || n >= most => Some(Reason::Decided),
                () if n >= self.plan.most => Some(Reason::Budget),
                () if n >= there && !whole => Some(Reason::Interrupted),
                () => None,
            };
            if n >= there || ended.is_some() {
                looks.push(self.look(n));
            }
            if let Some(reason) = ended {
                return Ok(self.ended(reason, looks));
            }
            if n >= there {
                let most = most.min(self.plan.most);
                tell(self.runs(), self.runs() + left.len() as u64 * u64::from(most - n));
                whole = self.grow(&left, (n + BATCH).min(most), runner)?;
            }
            if self.shared(&left) > n {
                n += 1;
            }
        }
    }

    /// OCBA: the budget is the average of all rules.
    fn allocate(&mut self, runner: &Runner, tell: Tell) -> Result<Stopping, Halted> {
        let budget = u64::from(self.plan.most) * self.arms.len() as u64;
        let mut looks = vec![self.look(self.plan.first)];
        let arms = self.distinct();
        while self.runs() < budget && arms.len() > 1 {
            tell(self.runs(), budget);
            let more = (budget / PARTS).max(1).min(budget - self.runs());
            let parts = ocba(&arms.iter().map(|arm| self.sampled(*arm)).collect::<Vec<_>>(), more);
            let of = |(arm, more): (&usize, u64)| {
                let from = self.measured[*arm].len() as u32;
                (from..from + more as u32).map(|replication| Job { arm: *arm, replication }).collect::<Vec<_>>()
            };
            let jobs = arms.iter().zip(parts).flat_map(of).collect();
            let whole = self.run(jobs, runner)?;
            looks.push(self.look(self.measured[self.best()].len() as u32));
            if !whole {
                return Ok(self.ended(Reason::Interrupted, looks));
            }
        }
        Ok(self.ended(Reason::Budget, looks))
    }

    /// An arm as OCBA sees it.
    pub fn sampled(&self, arm: usize) -> Sampled {
        let moments = Moments::of(&self.series(arm, u32::MAX).unwrap_or_default());
        Sampled { mean: moments.mean(), variance: moments.variance(), n: moments.n() }
    }

    fn look(&self, replications: u32) -> Look {
        Look { replications, undecided: self.left().len() as u32 - 1, half_width: None, enough: None }
    }

    fn ended(&self, reason: Reason, looks: Vec<Look>) -> Stopping {
        // Nothing is known where a rule has not run at all.
        let replications = if self.shared(&self.distinct()) == 0 { 0 } else { self.shared(&[self.best()]) };
        Stopping { reason, replications, plan: self.plan, looks }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::rank::{Combination, Field};
    use crate::scenario::load_text;
    use std::sync::atomic::{AtomicBool, Ordering};

    /// A pool of so many servers at one place, asked for by 60 jobs a day of half an hour, to be there within a minute.
    fn pool(servers: u32) -> Arm {
        let text = format!(
            r#"(city: Point(), demand: (volume: "60 /day", categories: {{ "job": (on_scene: Exponential(mean: "30 min")) }}),
                workforce: (crews: {{ "server": (officers: {servers}, crew_size: 1, working_days: 7, based: Centre,
                    accept: Deterministic("0 s"), turnout: Deterministic("0 s")) }}),
                targets: (respond: "1 min", accept: "1 min", depart: "1 min", on_scene: "1 min"), run: (days: 4))"#
        );
        let loaded = load_text("pool.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false)));
        Arm::of(loaded, format!("{servers} servers"), Vec::new())
    }

    fn held<'a>(arms: &'a [Arm], procedure: Procedure, plan: Plan, stop_after: u32) -> (Contest<'a>, Stopping) {
        held_on(arms, procedure, plan, stop_after, &[])
    }

    /// The same where something is known from before.
    fn held_on<'a>(arms: &'a [Arm], procedure: Procedure, plan: Plan, stop_after: u32, known: &[Known]) -> (Contest<'a>, Stopping) {
        let stop = AtomicBool::new(false);
        let done = std::sync::atomic::AtomicU32::new(0);
        let progress = |_: u32| {
            if done.fetch_add(1, Ordering::Relaxed) + 1 >= stop_after {
                stop.store(true, Ordering::Relaxed);
            }
        };
        let runner = Runner { threads: 1, progress: &progress, stop: &stop, known };
        let mut contest = Contest::new(arms, procedure, plan, 0.95);
        let stopping = contest.hold(&runner, &|done, most| assert!(done <= most)).unwrap();
        (contest, stopping)
    }

    #[test]
    fn more_servers_win_and_the_worst_leave_first() {
        let arms = [pool(2), pool(3), pool(4), pool(3)];
        let plan = Plan { first: 10, most: 400, given: false };
        let (contest, stopping) = held(&arms, Procedure::Kn, plan, u32::MAX);
        assert_eq!((contest.best(), stopping.reason), (2, Reason::Decided));
        assert_eq!(contest.same_as, [None, None, None, Some(1)], "the same twice");
        assert_eq!(contest.measured[3].len(), 10, "a copy runs no further");
        let out = |arm: usize| contest.out[arm].unwrap().after;
        assert!(out(0) <= out(1) && out(0) == 10, "{} and {}", out(0), out(1));
        assert!(contest.mean(2, u32::MAX) > contest.mean(1, u32::MAX) && contest.mean(1, u32::MAX) > contest.mean(0, u32::MAX));
        // Had its original run on, the copy would have done the same.
        let mut longer = held(&arms, Procedure::Kn, plan, u32::MAX).0;
        for measured in &mut longer.measured[..3] {
            measured.extend_from_within(..10);
        }
        let common = longer.common();
        assert!(common.replications() >= 20, "{} replications", common.replications());
        assert_eq!(common.measured[3], common.measured[1]);
        let (contest, _) = held(&arms, Procedure::Ocba, plan, 70);
        assert_eq!(contest.best(), 2);
        assert!(contest.runs() >= 70, "{}", contest.runs());
    }

    #[test]
    fn what_was_done_before_an_interruption_is_kept() {
        let arms = [pool(3), pool(4)];
        let plan = Plan { first: 10, most: 400, given: false };
        let (contest, stopping) = held(&arms, Procedure::Kn, plan, 7);
        assert_eq!((stopping.reason, stopping.replications), (Reason::Interrupted, 3));
        assert_eq!((contest.runs(), contest.best()), (7, 1));
        let (contest, stopping) = held(&arms, Procedure::Kn, plan, 1);
        assert_eq!((contest.runs(), stopping.replications), (1, 0), "one replication of one rule tells nothing");
    }

    #[test]
    fn it_goes_on_from_what_is_known_to_the_same_end() {
        let arms = [pool(2), pool(3), pool(4), pool(3)];
        for (procedure, plan, stops) in [
            (Procedure::Kn, Plan { first: 10, most: 400, given: false }, [3, 25, 38]),
            (Procedure::Ocba, Plan { first: 5, most: 20, given: false }, [3, 25, 52]),
        ] {
            let (whole, end) = held(&arms, procedure, plan, u32::MAX);
            for stop_after in stops {
                let (part, stopping) = held(&arms, procedure, plan, stop_after);
                assert_eq!(stopping.reason, Reason::Interrupted);
                let (again, stopping) = held_on(&arms, procedure, plan, u32::MAX, &part.known());
                assert_eq!((&again.measured, &again.out, &stopping), (&whole.measured, &whole.out, &end), "{procedure:?}, {stop_after}");
            }
        }
    }

    #[test]
    fn the_table_goes_by_the_replications_that_two_share() {
        let arms = [pool(4), pool(3), pool(2)];
        let (mut contest, _) = held(&arms, Procedure::Fixed, Plan { first: 10, most: 10, given: false }, u32::MAX);
        // The first two replications are easy, and the third arm has run in no other.
        let primary = contest.primary();
        for (measured, easy, hard) in contest.measured.iter_mut().zip([1.0, 0.98, 0.9]).zip([0.8, 0.78, 0.0]).map(|((m, e), h)| (m, e, h)) {
            for (at, one) in measured.iter_mut().enumerate() {
                let share = &mut one.values[primary];
                share.above = share.below * if at < 2 { easy } else { hard };
            }
        }
        contest.measured[2].truncate(2);
        let names = ["four", "three", "two"].map(str::to_owned);
        let league = contest.league(0, &names, &[Vec::new(), Vec::new(), Vec::new()], &[false; 3]);
        let attained = |at: usize| league[at].attained.unwrap().estimate;
        assert_eq!(league.iter().map(|row| row.arm).collect::<Vec<_>>(), [0, 1, 2]);
        assert!(attained(2) > attained(1), "{} and {}: shares of different replications", attained(2), attained(1));
    }

    #[test]
    fn few_incidents_prove_little() {
        let arms = [pool(4), pool(0)];
        let (few, _) = held(&arms, Procedure::Kn, Plan { first: 10, most: 20, given: false }, u32::MAX);
        assert_eq!(few.left(), [0], "thousands of incidents, all of them missed by nobody");
        let scarce = arms.map(|arm| arm.with(&["demand.volume=0.1 /day".to_owned()]).unwrap());
        let (scarce, stopping) = held(&scarce, Procedure::Kn, Plan { first: 10, most: 20, given: false }, u32::MAX);
        let spread = scarce.series(0, 20).unwrap();
        assert!(spread.windows(2).all(|pair| pair[0] == pair[1]), "{spread:?}");
        assert_eq!((scarce.left().len(), stopping.reason), (2, Reason::Budget), "{} incidents", scarce.incidents(0, 20));
    }

    #[test]
    fn rules_that_make_no_difference_are_level() {
        let base = pool(3);
        let rules = Combination::read_all(&["ClosestIdle,Score,Random".to_owned()]).0;
        let field = Field::of(&base, &[], &rules, true).unwrap();
        let (contest, stopping) = held(&field.arms, Procedure::Kn, Plan { first: 10, most: 20, given: false }, u32::MAX);
        assert_eq!(contest.same_as, [None, Some(0), None], "at one place another crew goes, at the same time");
        assert_eq!((contest.left(), stopping.reason, contest.best()), (vec![0, 2], Reason::Decided, 0));
    }
}

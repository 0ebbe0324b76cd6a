//! Bisection over rosters.

use super::{Condition, Pool, Seen};
use crate::experiment::{Arm, Halted, Plan, Runner};
use crate::experiment::{Staff, StaffRole};
use crate::metrics::Name;
use crate::stats::{Bracket, Standing, bisect, isotonic, level_alone};
use serde::Serialize;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Targets to be met, each of them.
    pub targets: Vec<Condition>,
    /// The condition that is asked for beside them, in the second answer.
    pub besides: Option<Condition>,
    /// When to look at a level.
    pub plan: Plan,
    /// Confidence in both answers together.
    pub confidence: f64,
}

/// One level that was visited.
#[derive(Clone, Debug)]
pub struct Level {
    /// Its position among all candidates.
    pub position: usize,
    /// The arm in the pool.
    pub arm: usize,
    /// Whether targets are met.
    pub targets: Vec<Seen>,
    /// Whether the condition beside them is.
    pub besides: Option<Seen>,
    /// Looks taken.
    pub looks: usize,
    /// Whether more piles up with it than a run can hold: too few, whatever is asked.
    pub overflows: bool,
}

impl Level {
    fn seen(&self, besides: bool) -> impl Iterator<Item = &Seen> {
        self.targets.iter().chain(self.besides.as_ref().filter(|_| besides))
    }

    /// Whether it was run, if only until more had piled up than a run can hold.
    pub fn is_looked_at(&self) -> bool {
        self.looks > 0 || self.overflows
    }

    /// What is known of all conditions together, with or without the one beside the targets.
    pub fn standing(&self, besides: bool) -> Standing {
        match () {
            () if self.overflows => Standing::Fails,
            () if self.seen(besides).any(|seen| seen.standing == Standing::Fails) => Standing::Fails,
            () if self.seen(besides).all(|seen| seen.standing == Standing::Holds) => Standing::Holds,
            () => Standing::Undecided,
        }
    }
}

/// Whether estimates rise with staff, as bisection takes for granted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Monotone {
    /// The measure.
    pub measure: &'static str,
    /// Whether a non-decreasing curve runs through all intervals.
    pub holds: bool,
    /// Levels whose interval the nearest such curve misses.
    pub breaches: Vec<f64>,
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The smallest level that is not certified too small, where some level below it is.
    pub infeasible_below: Option<usize>,
    /// The smallest level certified enough.
    pub feasible_from: Option<usize>,
}

/// What is about to be run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ahead {
    /// The level.
    pub level: f64,
    /// Replications to be done at once.
    pub jobs: usize,
    /// Replications done so far.
    pub done: usize,
    /// A guess at those still to be done, these included.
    pub expected: usize,
}

/// The search and everything that it has seen.
#[derive(Debug)]
pub struct Search {
    /// What is asked.
    pub question: Question,
    /// The staff whose rosters are tried.
    pub staff: Staff,
    /// The candidates: rosters of that staff, from the smallest to the largest.
    pub rosters: Vec<usize>,
    /// Levels that were asked for and left out, for there is no roster of about that size.
    pub left_out: Vec<f64>,
    /// Posts of the arm that counts as 100%.
    pub whole: u64,
    /// All arms with their replications; the arm as it stands is the first, the other one the second.
    pub pool: Pool,
    /// Whether there is another arm.
    pub against: bool,
    /// The levels visited, in their order.
    pub visited: Vec<Level>,
    /// Whether it was interrupted.
    pub interrupted: bool,
}

impl Search {
    /// Over rosters of `staff`, that of `arm`, whose sizes are nearest to the shares `levels` of `whole` posts.
    pub fn new(question: Question, staff: Staff, levels: &[f64], whole: u64, arm: Arm, against: Option<Arm>) -> Search {
        let deep = question.targets.iter().any(|condition| condition.chance.is_some());
        let mut pool = Pool::new(if deep { crate::experiment::Depth::Cells } else { crate::experiment::Depth::Measures });
        let mut rosters: Vec<usize> = levels.iter().map(|level| staff.nearest(level * whole as f64)).collect();
        rosters.sort_unstable();
        rosters.dedup();
        let left_out = levels.iter().copied().filter(|level| staff.lacks(level * whole as f64)).collect();
        pool.add(arm);
        let with = against.is_some();
        against.into_iter().for_each(|against| _ = pool.add(against));
        Search { question, staff, rosters, left_out, whole, pool, against: with, visited: Vec::new(), interrupted: false }
    }

    /// The shares of posts of the smallest and the largest roster.
    pub fn bounds(&self) -> [f64; 2] {
        self.staff.bounds().map(|posts| posts as f64 / self.whole as f64)
    }

    /// The share of posts at a candidate.
    pub fn share(&self, position: usize) -> f64 {
        self.staff.size(self.rosters[position]) as f64 / self.whole as f64
    }

    /// Posts at a candidate.
    pub fn posts(&self, position: usize) -> u64 {
        self.staff.size(self.rosters[position])
    }

    /// Whether there are rosters between two candidates that are none.
    pub fn skips(&self, smaller: usize, larger: usize) -> bool {
        self.staff.skips(self.rosters[smaller], self.rosters[larger])
    }

    /// Roles with their posts at a candidate.
    pub fn roles(&self, position: usize) -> Vec<(StaffRole, u64)> {
        self.staff.roles(self.rosters[position])
    }

    /// Settings that make a candidate of the arm as it stands.
    pub fn sets(&self, position: usize) -> Vec<String> {
        self.staff.sets(self.rosters[position])
    }

    /// The other arm in the pool.
    pub fn other(&self) -> Option<usize> {
        self.against.then_some(1)
    }

    /// The confidence of each interval alone.
    pub fn alone(&self) -> f64 {
        let conditions = self.question.targets.len() + usize::from(self.question.besides.is_some());
        level_alone(self.question.confidence, self.rosters.len(), conditions, self.question.plan.looks().len())
    }

    /// Finds the smallest level that meets the targets, and with `besides` the condition beside them as well.
    ///
    /// # Errors
    /// The replication that failed, or a roster that is no sound scenario.
    pub fn find(&mut self, besides: bool, known: Bracket, runner: &Runner, ahead: &dyn Fn(Ahead)) -> Result<Bracket, String> {
        let levels = self.rosters.len();
        let mut seen = known;
        bisect(levels, known, |position| {
            let open = seen.holds.unwrap_or(levels).saturating_sub(seen.first());
            let standing = self.judge(position, besides, open, runner, ahead)?;
            match standing {
                Some(Standing::Holds) => seen.holds = Some(position),
                Some(Standing::Fails) => seen.fails = Some(position),
                _ => {}
            }
            Ok(standing)
        })
    }

    /// Looks at a level until it is decided. `None` where it was interrupted before the first look.
    fn judge(
        &mut self,
        position: usize,
        besides: bool,
        open: usize,
        runner: &Runner,
        ahead: &dyn Fn(Ahead),
    ) -> Result<Option<Standing>, String> {
        let at = self.visit(position)?;
        let looks = self.question.plan.looks();
        let alone = self.alone();
        while self.visited[at].standing(besides) == Standing::Undecided && self.visited[at].looks < looks.len() {
            let replications = looks[self.visited[at].looks];
            let arms: Vec<usize> = [self.visited[at].arm].into_iter().chain(self.other()).collect();
            let jobs = self.pool.lacking(&arms, replications);
            let more = (usize::BITS - open.leading_zeros()) as usize * looks[0] as usize;
            ahead(Ahead { level: self.share(position), jobs, done: self.pool.done(), expected: jobs + more });
            match self.pool.reach(&arms, replications, runner) {
                Ok(true) => self.look(at, replications, alone),
                Ok(false) => {
                    self.interrupted = true;
                    return Ok(None);
                }
                Err(Halted::Overflow { arm, .. }) if arm == self.visited[at].arm => self.visited[at].overflows = true,
                Err(halted) => return Err(halted.into()),
            }
        }
        Ok(Some(self.visited[at].standing(besides)))
    }

    /// The position of a level among those visited; it is made where it is new.
    fn visit(&mut self, position: usize) -> Result<usize, String> {
        if let Some(at) = self.visited.iter().position(|level| level.position == position) {
            return Ok(at);
        }
        let sets = self.sets(position);
        let arm = if sets.is_empty() {
            0
        } else {
            let made = self.pool.arms()[0].with(&sets).map_err(|found| {
                format!("with {:.1}% of the posts the scenario is not sound: {}", 100.0 * self.share(position), found.render(false))
            })?;
            let of = format!("{:.1}%", 100.0 * self.share(position));
            let label = Name::new(format!("{}, {of} of the posts", made.label.name), format!("{}，{of} 岗位", made.label.zh));
            self.pool.add(Arm { label, ..made })
        };
        let targets = self.question.targets.iter().map(Condition::unseen).collect();
        let besides = self.question.besides.as_ref().map(Condition::unseen);
        self.visited.push(Level { position, arm, targets, besides, looks: 0, overflows: false });
        Ok(self.visited.len() - 1)
    }

    /// Looks at what is not decided yet.
    fn look(&mut self, at: usize, replications: u32, alone: f64) {
        let (pool, other) = (&self.pool, self.other());
        let level = &mut self.visited[at];
        level.looks += 1;
        let conditions = self.question.targets.iter().chain(&self.question.besides);
        for (condition, seen) in conditions.zip(level.targets.iter_mut().chain(&mut level.besides)) {
            if seen.standing == Standing::Undecided {
                *seen = condition.look(pool, level.arm, other, replications, alone);
            }
        }
    }

    /// What is certified by the levels visited so far.
    pub fn certified(&self, besides: bool) -> Bracket {
        let with = |wanted: Standing| self.visited.iter().filter(move |level| level.standing(besides) == wanted);
        let fails = with(Standing::Fails).map(|level| level.position).max();
        Bracket { fails, holds: with(Standing::Holds).map(|level| level.position).min() }
    }

    /// An answer out of what the search found.
    pub fn found(&self, bracket: Bracket) -> Found {
        let first = bracket.fails.map(|_| bracket.first()).filter(|first| *first < self.rosters.len());
        Found { infeasible_below: first, feasible_from: bracket.holds }
    }

    /// Shares of posts with which more piles up than a run can hold, from the smallest.
    pub fn overflowing(&self) -> Vec<f64> {
        let mut shares: Vec<f64> = self.visited.iter().filter(|level| level.overflows).map(|level| self.share(level.position)).collect();
        shares.sort_by(f64::total_cmp);
        shares
    }

    /// Whether levels were looked at and nothing could be measured at any, so that nothing can be decided.
    pub fn measured_nothing(&self) -> bool {
        let mut looked_at = self.visited.iter().filter(|level| level.is_looked_at()).peekable();
        let nothing = |level: &Level| !level.overflows && level.targets.iter().all(|seen| !seen.estimate.is_finite());
        looked_at.peek().is_some() && looked_at.all(nothing)
    }

    /// Whether what was seen rises with staff, of each condition of which something was seen at two levels or more.
    pub fn monotone(&self) -> Vec<Monotone> {
        let mut levels: Vec<&Level> = self.visited.iter().filter(|level| level.looks > 0).collect();
        levels.sort_by_key(|level| level.position);
        let conditions = self.question.targets.len() + usize::from(self.question.besides.is_some());
        (0..conditions)
            .filter_map(|condition| {
                let seen = levels.iter().filter_map(|level| level.seen(true).nth(condition).map(|seen| (level.position, seen)));
                let seen: Vec<(usize, &Seen)> = seen.filter(|(_, seen)| seen.estimate.is_finite()).collect();
                let values: Vec<f64> = seen.iter().map(|(_, seen)| seen.estimate).collect();
                let weights: Vec<f64> = seen.iter().map(|(_, seen)| f64::from(seen.replications)).collect();
                let curve = isotonic(&values, &weights);
                let missed = |(seen, curve): (&Seen, f64)| seen.lower.is_some_and(|l| curve < l) || seen.upper.is_some_and(|u| curve > u);
                let breaches: Vec<f64> = seen
                    .iter()
                    .zip(curve)
                    .filter(|((_, seen), curve)| missed((seen, *curve)))
                    .map(|((position, _), _)| self.share(*position))
                    .collect();
                let all = self.question.targets.iter().chain(&self.question.besides).nth(condition);
                let measure = all.map_or("", |condition| crate::experiment::MEASURES[condition.measure].key);
                (seen.len() > 1).then_some(Monotone { measure, holds: breaches.is_empty(), breaches })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_that_overflows_is_too_small_whatever_was_seen_of_it() {
        let seen = |standing| Seen {
            measure: "on_scene",
            estimate: 0.9,
            lower: Some(0.8),
            upper: Some(1.0),
            threshold: 0.7,
            standing,
            replications: 8,
            replications_wanted: None,
        };
        let level = |overflows, looks| Level { position: 0, arm: 1, targets: vec![seen(Standing::Holds)], besides: None, looks, overflows };
        assert_eq!((level(false, 1).standing(false), level(true, 1).standing(false)), (Standing::Holds, Standing::Fails));
        assert_eq!(level(true, 1).standing(true), Standing::Fails);
        let looked_at = [(false, 0), (false, 1), (true, 0)].map(|(overflows, looks)| level(overflows, looks).is_looked_at());
        assert_eq!(looked_at, [false, true, true], "before its first look is over, too");
    }
}

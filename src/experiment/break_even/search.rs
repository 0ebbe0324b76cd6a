//! Bisection over the values of one factor after the other.

use super::{Line, Question};
use crate::experiment::compare::doubt::Assumption;
use crate::experiment::frontier::{Asked, Condition, Pool, Seen};
use crate::experiment::{Arm, Depth, Halted, Plan, Runner};
use crate::metrics::Name;
use crate::random::maths::{exp, ln};
use crate::scenario::Factor;
use crate::stats::{Bracket, Standing, bisect, level_alone};
use serde::Serialize;

/// What was seen at a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its position on the line.
    pub position: usize,
    /// The difference there, and on which side of break-even it is certified to lie.
    pub seen: Seen,
    /// When it is looked at.
    pub plan: Plan,
    looks: usize,
    arms: [usize; 2],
}

/// Where the difference crosses break-even.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Crossing {
    /// The last value, from the factor's own on, certified to lie where the own value does; `null` where the own value
    /// itself is not certified, and whether there is a crossing before `to` is open.
    pub from: Option<f64>,
    /// The first value certified to lie on the other side; `null` where there is none.
    pub to: Option<f64>,
    /// Where the straight line through both crosses.
    pub estimate: Option<f64>,
}

/// One side of a factor's own value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Side {
    /// The far end.
    pub end: f64,
    /// On which side of break-even it lies.
    pub standing: Standing,
    /// Where it crosses; none where the far end lies certified where the own value does.
    pub crossing: Option<Crossing>,
}

/// What moving one factor does.
#[derive(Clone, Debug)]
pub struct Row {
    /// The factor, with the value that it has.
    pub factor: Factor,
    /// The arms in which it is moved: 0 is the first, 1 the other.
    pub arms: Vec<usize>,
    /// The values that could be visited.
    pub line: Line,
    /// At its own value.
    pub own: Seen,
    /// Downwards; absent where there is no lower value.
    pub below: Option<Side>,
    /// Upwards; absent where there is no higher value.
    pub above: Option<Side>,
    /// Everything visited, from the lowest value to the highest.
    pub points: Vec<Point>,
    /// Whether values nearer to the bounds are no sound scenario.
    pub cut: bool,
    /// Whether more piles up there than a run can hold.
    pub overflows: bool,
}

impl Row {
    /// The crossing nearest to its own value, in proportion, or around it; with neither end where it is undecided whether
    /// there is one.
    pub fn nearest(&self) -> Option<Crossing> {
        let open = Crossing { from: None, to: None, estimate: None };
        let all = [&self.below, &self.above].into_iter().flatten().filter_map(|side| side.crossing);
        let all = all.map(|crossing| if crossing.from.is_some() { crossing } else { open });
        let far = |crossing: &Crossing| crossing.estimate.map_or(f64::INFINITY, |x| self.far(x));
        self.around().or_else(|| all.min_by(|a, b| far(a).total_cmp(&far(b))))
    }

    /// Where its own value is undecided and the nearest certified ones on either side of it lie on different sides of
    /// break-even: the crossing between these.
    pub fn around(&self) -> Option<Crossing> {
        let (below, above) = (self.below?, self.above?);
        let (Some(Crossing { from: None, to: Some(low), .. }), Some(Crossing { from: None, to: Some(high), .. })) =
            (below.crossing, above.crossing)
        else {
            return None;
        };
        let seen = |value: f64| self.points.iter().find(|point| self.line.values[point.position] == value).map(|point| &point.seen);
        let (a, b) = (seen(low)?, seen(high)?);
        let estimate = Some(between((low, a.estimate), (high, b.estimate), self.own.threshold));
        (a.standing != b.standing).then_some(Crossing { from: Some(low), to: Some(high), estimate })
    }

    fn far(&self, value: f64) -> f64 {
        let own = self.factor.value;
        if own > 0.0 && value > 0.0 { ln(value / own).abs() } else { (value - own).abs() }
    }
}

/// What is about to be run.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahead {
    /// The factor, and the value that it is moved to.
    pub told: String,
    /// Replications to be done at once.
    pub jobs: usize,
    /// Replications done so far.
    pub done: usize,
}

/// The search and everything that it has seen.
#[derive(Debug)]
pub struct Search {
    /// What is asked.
    pub question: Question,
    /// Arms with their replications; the first two are the arms as they stand.
    pub pool: Pool,
    /// What was found, in order.
    pub rows: Vec<Row>,
    /// Whether it was interrupted.
    pub interrupted: bool,
}

/// A row in the making.
struct Work<'a> {
    assumption: &'a Assumption,
    line: Line,
    points: Vec<Point>,
    alone: f64,
    /// The position judged last.
    at: usize,
}

impl Work<'_> {
    /// Half as far from the own value as the position judged last.
    fn shorten(&mut self) {
        let (own, at) = (self.line.own, self.at);
        if at < own {
            let from = own - (own - at) / 2;
            self.line.values.drain(..from);
            self.line.own -= from;
            self.points.retain(|point| point.position >= from);
            self.points.iter_mut().for_each(|point| point.position -= from);
        } else {
            let to = own + (at - own) / 2;
            self.line.values.truncate(to + 1);
            self.points.retain(|point| point.position <= to);
        }
    }
}

impl Search {
    /// Of the difference between two arms.
    pub fn new(question: Question, arm: Arm, against: Arm) -> Search {
        let mut pool = Pool::new(Depth::Measures);
        pool.add(arm);
        pool.add(against);
        Search { question, pool, rows: Vec::new(), interrupted: false }
    }

    /// Moves one factor along a line, as far as runs can hold what piles up. False where it was interrupted; the row is
    /// then left out.
    ///
    /// # Errors
    /// The replication that failed.
    pub fn row(&mut self, assumption: &Assumption, line: Line, runner: &Runner, ahead: &dyn Fn(Ahead)) -> Result<bool, String> {
        let alone = level_alone(self.question.confidence, line.values.len(), 1, self.question.plan.looks().len());
        let (line, cut) = self.sound(assumption, line);
        let mut work = Work { assumption, line, points: Vec::new(), alone, at: 0 };
        let mut overflows = false;
        let found = loop {
            match self.sides(&mut work, runner, ahead) {
                Err(Halted::Overflow { .. }) if work.at != work.line.own => work.shorten(),
                found => break found,
            }
            overflows = true;
        };
        self.pool.set_aside(2);
        let Some((below, above)) = found? else {
            self.interrupted = true;
            return Ok(false);
        };
        work.points.sort_by_key(|point| point.position);
        let own = work.line.own;
        let own = work.points.iter().find(|point| point.position == own).map(|point| point.seen.clone());
        self.rows.push(Row {
            factor: assumption.factor.clone(),
            arms: assumption.arms.clone(),
            own: own.ok_or("a line without its own value")?,
            line: work.line,
            below,
            above,
            points: work.points,
            cut,
            overflows,
        });
        Ok(true)
    }

    /// Both sides of the own value. `None` where it was interrupted.
    #[allow(clippy::type_complexity, reason = "an answer, no answer on a side, or an interruption")]
    fn sides(&mut self, work: &mut Work, runner: &Runner, ahead: &dyn Fn(Ahead)) -> Result<Option<(Option<Side>, Option<Side>)>, Halted> {
        let (own, last) = (work.line.own, work.line.values.len() - 1);
        let Some(below) = self.side(work, own, 0, runner, ahead)? else { return Ok(None) };
        Ok(self.side(work, own, last, runner, ahead)?.map(|above| (below, above)))
    }

    /// The line as far as its ends make sound scenarios, coming nearer to the own value by halves.
    fn sound(&self, assumption: &Assumption, line: Line) -> (Line, bool) {
        let builds = |value: f64| {
            let set = assumption.factor.set(value);
            set.is_ok_and(|set| assumption.arms.iter().all(|arm| self.pool.arms()[*arm].with(std::slice::from_ref(&set)).is_ok()))
        };
        let (mut from, mut to) = (0, line.values.len() - 1);
        while from < line.own && !builds(line.values[from]) {
            from = line.own - (line.own - from) / 2;
        }
        while to > line.own && !builds(line.values[to]) {
            to = line.own + (to - line.own) / 2;
        }
        let cut = from > 0 || to + 1 < line.values.len();
        (Line { values: line.values[from..=to].to_vec(), own: line.own - from }, cut)
    }

    /// One side of the own value. The outer `None` where it was interrupted, the inner where there is no such side.
    #[allow(clippy::type_complexity, reason = "an answer, no answer on this side, or an interruption")]
    fn side(
        &mut self,
        work: &mut Work,
        own: usize,
        end: usize,
        runner: &Runner,
        ahead: &dyn Fn(Ahead),
    ) -> Result<Option<Option<Side>>, Halted> {
        let Some(here) = self.judge(work, own, runner, ahead)? else { return Ok(None) };
        if own == end {
            return Ok(Some(None));
        }
        let Some(there) = self.judge(work, end, runner, ahead)? else { return Ok(None) };
        let value = work.line.values[end];
        let side = |crossing: Option<Crossing>| Ok(Some(Some(Side { end: value, standing: there, crossing })));
        let far = match (here, there) {
            (Standing::Undecided, Standing::Undecided) => {
                return side(Some(Crossing { from: None, to: None, estimate: None }));
            }
            (here, there) if here == there => return side(None),
            (here, Standing::Undecided) => other(here),
            (_, there) => there,
        };
        // Positions counted from the own value; to hold is to lie where the far end does, or would.
        let length = own.abs_diff(end);
        let at = |step: usize| if end > own { own + step } else { own - step };
        let known = Bracket { fails: (here != Standing::Undecided).then_some(0), holds: (there == far).then_some(length) };
        let mut stopped = false;
        let found = bisect(length + 1, known, |step| {
            let standing = self.judge(work, at(step), runner, ahead)?;
            stopped |= standing.is_none();
            Ok::<_, Halted>(standing.map(|standing| match standing {
                Standing::Undecided => Standing::Undecided,
                standing if standing == far => Standing::Holds,
                _ => Standing::Fails,
            }))
        })?;
        if stopped {
            return Ok(None);
        }
        let value = |step: Option<usize>| step.map(|step| work.line.values[at(step)]);
        let seen = |step: Option<usize>| step.and_then(|step| work.points.iter().find(|p| p.position == at(step))).map(|p| p.seen.estimate);
        let estimate = match (value(found.fails), value(found.holds), seen(found.fails), seen(found.holds)) {
            (Some(a), Some(b), Some(da), Some(db)) => Some(between((a, da), (b, db), self.question.at)),
            _ => None,
        };
        side(Some(Crossing { from: value(found.fails), to: value(found.holds), estimate }))
    }

    /// On which side of break-even a value lies. `None` where it was interrupted.
    fn judge(&mut self, work: &mut Work, position: usize, runner: &Runner, ahead: &dyn Fn(Ahead)) -> Result<Option<Standing>, Halted> {
        work.at = position;
        let at = match work.points.iter().position(|point| point.position == position) {
            Some(at) => at,
            None => {
                let point = self.point(work, position)?;
                work.points.push(point);
                work.points.len() - 1
            }
        };
        let looks = work.points[at].plan.looks();
        let condition = Condition { measure: self.question.measure, asked: Asked::NotBelow { margin: -self.question.at }, chance: None };
        let factor = &work.assumption.factor;
        while work.points[at].seen.standing == Standing::Undecided && work.points[at].looks < looks.len() {
            let arms = work.points[at].arms;
            let replications = looks[work.points[at].looks];
            let jobs = self.pool.lacking(&arms, replications);
            let told = format!("{} = {}", factor.path, factor.kind.show(work.line.values[position]));
            ahead(Ahead { told, jobs, done: self.pool.done() });
            if !self.pool.reach(&arms, replications, runner)? {
                return Ok(None);
            }
            work.points[at].seen = condition.look(&self.pool, arms[0], Some(arms[1]), replications, work.alone);
            work.points[at].looks += 1;
        }
        Ok(Some(work.points[at].seen.standing))
    }

    /// A value not visited yet: the arms with the factor moved to it.
    fn point(&mut self, work: &Work, position: usize) -> Result<Point, String> {
        let (factor, value) = (&work.assumption.factor, work.line.values[position]);
        let mut arms = [0, 1];
        if position != work.line.own {
            let set = factor.set(value)?;
            for arm in &work.assumption.arms {
                let made = self.pool.arms()[*arm].with(std::slice::from_ref(&set)).map_err(|found| {
                    format!("with `{}` at {} the scenario is not sound: {}", factor.path, factor.kind.show(value), found.render(false))
                })?;
                let what = format!("{} = {}", factor.path, factor.kind.show(value));
                let label = Name::new(format!("{}, {what}", made.label.name), format!("{}，{what}", made.label.zh));
                arms[*arm] = self.pool.add(Arm { label, ..made });
            }
        }
        let key = crate::experiment::MEASURES[self.question.measure].key;
        let seen = Seen {
            measure: key,
            estimate: f64::NAN,
            lower: None,
            upper: None,
            threshold: self.question.at,
            standing: Standing::Undecided,
            replications: 0,
        };
        let plan = self.question.plan_of(arms.iter().map(|arm| &self.pool.arms()[*arm]));
        Ok(Point { position, seen, plan, looks: 0, arms })
    }
}

fn other(standing: Standing) -> Standing {
    match standing {
        Standing::Holds => Standing::Fails,
        Standing::Fails => Standing::Holds,
        Standing::Undecided => Standing::Undecided,
    }
}

/// Where the straight line through two points reaches `at`; in the logarithm of the value where both are above 0.
fn between((a, da): (f64, f64), (b, db): (f64, f64), at: f64) -> f64 {
    let part = if db == da { 0.5 } else { ((at - da) / (db - da)).clamp(0.0, 1.0) };
    if a > 0.0 && b > 0.0 { exp(ln(a) + part * (ln(b) - ln(a))) } else { a + part * (b - a) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::arm::town;
    use crate::scenario::Factors;
    use std::sync::atomic::AtomicBool;

    /// 60% of incidents have to be reached within 10 minutes in both arms.
    fn arm(turnout: &str) -> Arm {
        town(turnout, "days: 20, indifference: 0.05")
    }

    fn rows(first: &str, second: &str, path: &str, ends: (f64, f64), at: f64) -> Search {
        let (arm, against) = (arm(first), arm(second));
        let factor = Factors::of(&arm.loaded).find(path).unwrap().clone();
        let question = Question { measure: 3, at, plan: Plan::up_to(40), open: true, confidence: 0.95 };
        let mut search = Search::new(question, arm, against);
        let line = Line::new(&factor, ends.0, ends.1, 16);
        let runner = Runner { threads: 2, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] };
        assert!(search.row(&Assumption { arms: vec![0], factor }, line, &runner, &|_| ()).unwrap());
        search
    }

    const TURNOUT: &str = "workforce.crews.patrol.turnout";

    #[test]
    fn two_crews_break_even_where_they_take_as_long() {
        // The arm takes 5 minutes, the other 12: it is better until it takes 12 as well.
        let search = rows("5 min", "12 min", TURNOUT, (0.0, 3_600.0), 0.0);
        let row = &search.rows[0];
        assert_eq!((row.own.standing, row.below.unwrap().crossing), (Standing::Holds, None));
        let crossing = row.above.unwrap().crossing.unwrap();
        let (from, to, estimate) = (crossing.from.unwrap(), crossing.to.unwrap(), crossing.estimate.unwrap());
        assert!(from < 720.0 && 720.0 < to, "12 minutes lie between {from} s and {to} s");
        assert!((estimate / 720.0 - 1.0).abs() < 0.1, "{estimate}");
        assert_eq!(row.nearest(), Some(crossing));
        // With a margin of 5 points it may take a little longer: e^(-10/x) = e^(-10/12) + 0.05 at x = 13.8 minutes.
        let margin = rows("5 min", "12 min", TURNOUT, (0.0, 3_600.0), -0.05).rows[0].above.unwrap().crossing.unwrap();
        assert!(margin.from.unwrap() < 828.0 && 828.0 < margin.to.unwrap(), "{margin:?}");
        assert!(margin.estimate.unwrap() > estimate);
    }

    #[test]
    fn around_an_undecided_value_there_is_a_crossing_only_between_both_sides() {
        let mut row = rows("5 min", "5 min", TURNOUT, (0.0, 3_600.0), 0.0).rows.remove(0);
        assert_eq!(row.own.standing, Standing::Undecided);
        let around = row.around().unwrap();
        let (low, high) = (around.from.unwrap(), around.to.unwrap());
        assert!(low < 300.0 && 300.0 < high && around.estimate.is_some_and(|x| low < x && x < high), "{around:?}");
        assert_eq!(row.nearest(), Some(around));
        // The same on both sides: nobody knows what is between.
        let at = row.points.iter().position(|point| row.line.values[point.position] == high).unwrap();
        row.points[at].seen.standing = Standing::Holds;
        assert_eq!((row.around(), row.nearest()), (None, Some(Crossing { from: None, to: None, estimate: None })));
    }

    #[test]
    fn no_crossing_within_bounds_is_an_answer() {
        let row = &rows("5 min", "12 min", TURNOUT, (0.0, 480.0), 0.0).rows[0];
        assert_eq!((row.above.unwrap().crossing, row.above.unwrap().standing, row.above.unwrap().end), (None, Standing::Holds, 480.0));
        assert_eq!(row.nearest(), None);
        let idle = &rows("5 min", "12 min", "workforce.crews.patrol.refusal", (0.0, 0.01), 0.0).rows[0];
        assert!(idle.below.is_none(), "it cannot be less than none");
        assert_eq!(idle.above.unwrap().crossing, None);
    }

    #[test]
    fn a_line_is_halved_towards_the_own_value_on_the_side_that_overflows() {
        let factor = Factors::of(&arm("5 min").loaded).find(TURNOUT).unwrap().clone();
        let assumption = Assumption { arms: vec![0], factor };
        let undecided = Seen {
            measure: "on_scene",
            estimate: f64::NAN,
            lower: None,
            upper: None,
            threshold: 0.0,
            standing: Standing::Undecided,
            replications: 0,
        };
        let point = |position: usize| Point { position, seen: undecided.clone(), plan: Plan::fixed(1), looks: 0, arms: [0, 1] };
        let values: Vec<f64> = (0..=8u32).map(f64::from).collect();
        let points = vec![point(0), point(4), point(8)];
        let mut work = Work { assumption: &assumption, line: Line { values, own: 4 }, points, alone: 0.95, at: 0 };
        let positions = |work: &Work| work.points.iter().map(|point| point.position).collect::<Vec<_>>();
        work.shorten();
        assert_eq!((work.line.values[0], work.line.own, positions(&work)), (2.0, 2, vec![2, 6]));
        work.at = 6;
        work.shorten();
        assert_eq!((work.line.values.as_slice(), work.line.own, positions(&work)), ([2.0, 3.0, 4.0, 5.0, 6.0].as_slice(), 2, vec![2]));
        work.at = 1;
        work.shorten();
        assert_eq!((work.line.values[0], work.line.own), (4.0, 0), "next to it nothing is left on that side");
    }

    #[test]
    fn an_interruption_keeps_the_rows_that_are_complete() {
        let (arm, against) = (arm("5 min"), arm("12 min"));
        let factor = Factors::of(&arm.loaded).find(TURNOUT).unwrap().clone();
        let question = Question { measure: 3, at: 0.0, plan: Plan::up_to(40), open: true, confidence: 0.95 };
        let mut search = Search::new(question, arm, against);
        let runner = Runner { threads: 1, progress: &|_| (), stop: &AtomicBool::new(true), known: &[] };
        let line = Line::new(&factor, 0.0, 600.0, 4);
        assert_eq!(search.row(&Assumption { arms: vec![0], factor }, line, &runner, &|_| ()), Ok(false));
        assert!(search.interrupted && search.rows.is_empty());
    }
}

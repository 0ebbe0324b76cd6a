//! The search along the values of one factor after the other: outwards over a few of them, then by bisection.

use super::row::{Barrier, Crossing, Point, Row, Side, between};
use super::{Line, Question};
use crate::experiment::compare::Headcount;
use crate::experiment::compare::doubt::Assumption;
use crate::experiment::frontier::{Asked, Condition, Pool};
use crate::experiment::{Arm, Depth, Halted, Runner};
use crate::metrics::Name;
use crate::stats::{Bracket, Standing, bisect, level_alone};

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
    /// Officers follow, where it counts other people and both arms have as many posts.
    headcount: Option<Headcount>,
    line: Line,
    points: Vec<Point>,
    alone: f64,
    runner: &'a Runner<'a>,
    ahead: &'a dyn Fn(Ahead),
}

/// Why a row does not come to its end.
enum Stop {
    Interrupted,
    Failed(String),
}

impl Search {
    /// Of the difference between two arms.
    pub fn new(question: Question, arm: Arm, against: Arm) -> Search {
        let mut pool = Pool::new(Depth::Measures);
        pool.add(arm);
        pool.add(against);
        Search { question, pool, rows: Vec::new(), interrupted: false }
    }

    /// Moves one factor along a line, as far as its values can be run. False where it was interrupted; the row is then
    /// left out.
    ///
    /// # Errors
    /// The replication that failed.
    pub fn row(&mut self, assumption: &Assumption, line: Line, runner: &Runner, ahead: &dyn Fn(Ahead)) -> Result<bool, String> {
        let alone = level_alone(self.question.confidence, line.values.len(), 1, self.question.plan.looks().len());
        let headcount = assumption.factor.counts_others.then(|| Headcount::of(&self.pool.arms()[..2])).flatten();
        let mut work = Work { assumption, headcount, line, points: Vec::new(), alone, runner, ahead };
        let found = self.sides(&mut work);
        self.pool.set_aside(2);
        let (below, above) = match found {
            Ok(sides) => sides,
            Err(Stop::Failed(told)) => return Err(told),
            Err(Stop::Interrupted) => {
                self.interrupted = true;
                return Ok(false);
            }
        };
        work.points.sort_by_key(|point| point.position);
        let own = work.points.iter().find(|point| point.position == work.line.own).map(|point| point.seen.clone());
        self.rows.push(Row {
            factor: assumption.factor.clone(),
            arms: assumption.arms.clone(),
            posts_kept: work.headcount.map(|headcount| headcount.posts),
            own: own.ok_or("a line without its own value")?,
            line: work.line,
            below,
            above,
            points: work.points,
        });
        Ok(true)
    }

    /// Both sides of the own value; none where there is no other value on that side.
    fn sides(&mut self, work: &mut Work) -> Result<(Option<Side>, Option<Side>), Stop> {
        let own = work.line.own;
        let here = self.judge(work, own)?.map_err(|_| Stop::Failed("the scenario as it stands could not be run".to_owned()))?;
        Ok((self.side(work, here, false)?, self.side(work, here, true)?))
    }

    /// One side of the own value, which stands `here`: outwards from station to station until one is certified to stand
    /// elsewhere, then by bisection before that.
    fn side(&mut self, work: &mut Work, here: Standing, up: bool) -> Result<Option<Side>, Stop> {
        let mut stations = work.line.stations(&work.assumption.factor, up).into_iter().peekable();
        if stations.peek().is_none() {
            return Ok(None);
        }
        let turned = |standing: Standing| standing != Standing::Undecided && standing != here;
        let (mut seen, mut barrier) = (vec![(0, here)], None);
        let (end, standing) = loop {
            let (last, standing) = seen[seen.len() - 1];
            // Before a value that is not sound the last one that is, by halves; near what overflows each would take too long.
            let next = match barrier {
                None => stations.next(),
                Some((first, Barrier::Unsound)) => Some(last + (first - last) / 2).filter(|step| *step > last),
                Some((_, Barrier::Overflow)) => None,
            };
            let Some(step) = next.filter(|_| !turned(standing)) else { break (last, standing) };
            match self.judge(work, work.line.at(step, up))? {
                Ok(standing) => seen.push((step, standing)),
                Err(why) => barrier = Some((step, why)),
            }
        };
        let value = |step: usize, line: &Line| line.values[line.at(step, up)];
        // Where it turns, or else where that begins to be open.
        let open = seen.iter().find(|(_, there)| turned(*there)).or(seen.iter().find(|(_, there)| *there == Standing::Undecided));
        let crossing = match open {
            None => None,
            Some((step, there)) => {
                let like = seen.iter().rev().find(|(before, there)| before < step && *there == here && here != Standing::Undecided);
                let known = Bracket { fails: like.map(|(step, _)| *step), holds: turned(*there).then_some(*step) };
                let found = bisect(step + 1, known, |step| {
                    Ok::<_, Stop>(Some(match self.judge(work, work.line.at(step, up))? {
                        Ok(standing) if turned(standing) => Standing::Holds,
                        Ok(standing) if standing == here && here != Standing::Undecided => Standing::Fails,
                        _ => Standing::Undecided,
                    }))
                })?;
                let point = |step: usize| {
                    let position = work.line.at(step, up);
                    let at = work.points.iter().find(|point| point.position == position)?;
                    Some((value(step, &work.line), at.seen.estimate))
                };
                let (from, to) = (found.fails.and_then(point), found.holds.and_then(point));
                let estimate = from.zip(to).map(|(from, to)| between(from, to, self.question.at));
                Some(Crossing { from: from.map(|(value, _)| value), to: to.map(|(value, _)| value), estimate })
            }
        };
        let barrier = barrier.filter(|_| !turned(standing)).map(|(step, why)| (value(step, &work.line), why));
        Ok(Some(Side { end: value(end, &work.line), standing, crossing, barrier }))
    }

    /// That the difference is no smaller than where it breaks even.
    fn condition(&self) -> Condition {
        Condition { measure: self.question.measure, asked: Asked::NotBelow { margin: -self.question.at }, chance: None }
    }

    /// On which side of break-even a value lies, or why it cannot be run.
    fn judge(&mut self, work: &mut Work, position: usize) -> Result<Result<Standing, Barrier>, Stop> {
        let at = match work.points.iter().position(|point| point.position == position) {
            Some(at) => at,
            None => {
                let Some(point) = self.point(work, position).map_err(Stop::Failed)? else { return Ok(Err(Barrier::Unsound)) };
                work.points.push(point);
                work.points.len() - 1
            }
        };
        let looks = work.points[at].plan.looks();
        let condition = self.condition();
        let factor = &work.assumption.factor;
        while work.points[at].seen.standing == Standing::Undecided && work.points[at].looks < looks.len() {
            let arms = work.points[at].arms;
            let replications = looks[work.points[at].looks];
            let jobs = self.pool.lacking(&arms, replications);
            let told = format!("{} = {}", factor.path, factor.kind.show(work.line.values[position]));
            (work.ahead)(Ahead { told, jobs, done: self.pool.done() });
            match self.pool.reach(&arms, replications, work.runner) {
                Ok(true) => {}
                Ok(false) => return Err(Stop::Interrupted),
                Err(Halted::Overflow { arm, .. }) if arm > 1 => {
                    work.points.remove(at);
                    return Ok(Err(Barrier::Overflow));
                }
                Err(halted) => return Err(Stop::Failed(halted.into())),
            }
            work.points[at].seen = condition.look(&self.pool, arms[0], Some(arms[1]), replications, work.alone);
            work.points[at].looks += 1;
        }
        Ok(Ok(work.points[at].seen.standing))
    }

    /// A value not visited yet: the arms with the factor moved to it. None where that is no sound scenario.
    fn point(&mut self, work: &Work, position: usize) -> Result<Option<Point>, String> {
        let (factor, value) = (&work.assumption.factor, work.line.values[position]);
        let mut arms = [0, 1];
        if position != work.line.own {
            let set = factor.set(value)?;
            for arm in &work.assumption.arms {
                let (own, sets) = (&self.pool.arms()[*arm], vec![set.clone()]);
                let sets = match &work.headcount {
                    Some(headcount) => headcount.followed(*arm, own, sets),
                    None => Some(sets),
                };
                let Some(made) = sets.and_then(|sets| own.with(&sets).ok()) else { return Ok(None) };
                let what = format!("{} = {}", factor.path, factor.kind.show(value));
                let label = Name::new(format!("{}, {what}", made.label.name), format!("{}，{what}", made.label.zh));
                arms[*arm] = self.pool.add(Arm { label, ..made });
            }
        }
        let seen = self.condition().unseen();
        let plan = self.question.plan_of(arms.iter().map(|arm| &self.pool.arms()[*arm]));
        Ok(Some(Point { position, seen, plan, looks: 0, arms }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Plan;
    use crate::experiment::arm::town;
    use crate::experiment::break_even::Place;
    use crate::scenario::{Factors, Range};
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
        assert!(search.row(&Assumption::of(vec![0], factor), line, &runner, &|_| ()).unwrap());
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
        assert_eq!(row.leading(), Some(crossing));
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
        assert_eq!(row.leading(), Some(around));
        // Values farther off that turn the other way round tell less.
        let (mut turned, last) = (row.clone(), row.points.len() - 1);
        assert!(row.line.values[row.points[0].position] < low && high < row.line.values[row.points[last].position]);
        (turned.points[0].seen.standing, turned.points[last].seen.standing) = (Standing::Fails, Standing::Holds);
        assert_eq!(turned.around(), Some(around));
        // Certified like the value below: it may turn on either side of it, but surely does before what lies on the other side.
        let at = row.points.iter().position(|point| row.line.values[point.position] == high).unwrap();
        row.points[at].seen.standing = Standing::Holds;
        let wider = row.around().unwrap();
        assert!(wider.from == Some(low) && wider.to > Some(high), "{wider:?}");
        // The same on both sides everywhere: nobody knows what is between.
        row.points[at..].iter_mut().for_each(|point| point.seen.standing = Standing::Holds);
        assert_eq!((row.around(), row.leading()), (None, Some(Crossing { from: None, to: None, estimate: None })));
    }

    #[test]
    fn a_crossing_within_the_range_tells_more_than_a_nearer_one_beyond_it() {
        let mut row = rows("5 min", "12 min", TURNOUT, (0.0, 3_600.0), 0.0).rows.remove(0);
        row.factor.range = Some(Range::evenly(row.factor.kind, 100.0, 400.0));
        let above = row.above.unwrap().crossing;
        assert_eq!((row.place(), row.leading(), row.only()), (Some(Place::Beyond), above, above));
        let mut lower = |to: Option<f64>, estimate: Option<f64>| {
            let crossing = Crossing { from: Some(120.0), to, estimate };
            row.below.as_mut().unwrap().crossing = Some(crossing);
            (crossing, row.place(), row.leading(), row.only())
        };
        let (within, place, leading, only) = lower(Some(110.0), Some(115.0));
        assert_eq!((place, leading, only), (Some(Place::Within), Some(within), None));
        let (_, place, leading, only) = lower(None, None);
        assert_eq!((place, leading, only), (Some(Place::Undecided), above, above), "it may be within");
    }

    #[test]
    fn a_crossing_before_what_is_not_sound_is_found_and_the_barrier_no_matter() {
        let set = format!(r#"{TURNOUT}=Uniform(from: "0 s", to: "12 min")"#);
        let (arm, against) = (arm("5 min").with(&[set]).unwrap_or_else(|d| panic!("{}", d.render(false))), arm("12 min"));
        let factor = Factors::of(&arm.loaded).find("workforce.crews.patrol.turnout.from").unwrap().clone();
        let question = Question { measure: 3, at: 0.0, plan: Plan::up_to(40), open: true, confidence: 0.95 };
        let mut search = Search::new(question, arm, against);
        let runner = Runner { threads: 2, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] };
        // Halfway, at half an hour, the distribution ends before it begins; (600 - x) / (720 - x) is e^(-10/12) less from 1 at 440 s.
        let line = Line::new(&factor, 0.0, 3_600.0, 16);
        assert!(search.row(&Assumption::of(vec![0], factor), line, &runner, &|_| ()).unwrap());
        let above = search.rows[0].above.unwrap();
        let crossing = above.crossing.unwrap();
        assert!(crossing.from.unwrap() < 440.0 && 440.0 < crossing.to.unwrap(), "{crossing:?}");
        assert_eq!((above.standing, above.barrier), (Standing::Fails, None));
    }

    #[test]
    fn no_crossing_within_bounds_is_an_answer() {
        let row = &rows("5 min", "12 min", TURNOUT, (0.0, 480.0), 0.0).rows[0];
        assert_eq!((row.above.unwrap().crossing, row.above.unwrap().standing, row.above.unwrap().end), (None, Standing::Holds, 480.0));
        assert_eq!(row.leading(), None);
        let idle = &rows("5 min", "12 min", "workforce.crews.patrol.refusal", (0.0, 0.01), 0.0).rows[0];
        assert!(idle.below.is_none(), "it cannot be less than none");
        assert_eq!(idle.above.unwrap().crossing, None);
    }

    #[test]
    fn an_interruption_keeps_the_rows_that_are_complete() {
        let (arm, against) = (arm("5 min"), arm("12 min"));
        let factor = Factors::of(&arm.loaded).find(TURNOUT).unwrap().clone();
        let question = Question { measure: 3, at: 0.0, plan: Plan::up_to(40), open: true, confidence: 0.95 };
        let mut search = Search::new(question, arm, against);
        let runner = Runner { threads: 1, progress: &|_| (), stop: &AtomicBool::new(true), known: &[] };
        let line = Line::new(&factor, 0.0, 600.0, 4);
        assert_eq!(search.row(&Assumption::of(vec![0], factor), line, &runner, &|_| ()), Ok(false));
        assert!(search.interrupted && search.rows.is_empty());
    }
}

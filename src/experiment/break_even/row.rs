//! What moving one factor comes to.

use super::Line;
use crate::experiment::Plan;
use crate::experiment::frontier::Seen;
use crate::random::maths::{exp, ln};
use crate::scenario::Factor;
use crate::stats::Standing;
use serde::{Deserialize, Serialize};

/// What was seen at a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its position on the line.
    pub position: usize,
    /// The difference there, and on which side of break-even it is certified to lie.
    pub seen: Seen,
    /// When it is looked at.
    pub plan: Plan,
    pub(super) looks: usize,
    pub(super) arms: [usize; 2],
}

/// Where the difference crosses break-even.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Crossing {
    /// The last value, from the factor's own on, certified to lie where the own value does; `null` where the own value
    /// itself is not certified, and whether there is a crossing before `to` is open.
    pub from: Option<f64>,
    /// The first value certified to lie on the other side, or on any where the own value is not; `null` where there is none.
    pub to: Option<f64>,
    /// Where the straight line through both crosses.
    pub estimate: Option<f64>,
}

/// Where a crossing is certified to lie in view of the factor's range, what matters most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Within the range: the answer hangs on it.
    Within,
    /// On either side of an end of the range.
    Undecided,
    /// Beyond the range.
    Beyond,
    /// There is no range.
    Unranged,
}

impl Crossing {
    /// Within, if both ends are; beyond, if both are at an end of the range or past it, the same one. It is beyond, if
    /// anywhere, too where only the first end is known.
    pub fn place(&self, range: Option<(f64, f64)>) -> Place {
        let Some((low, high)) = range else { return Place::Unranged };
        match (self.from, self.to) {
            (Some(from), Some(to)) if low <= from.min(to) && from.max(to) <= high => Place::Within,
            (Some(from), to) if from.max(to.unwrap_or(from)) <= low || high <= from.min(to.unwrap_or(from)) => Place::Beyond,
            _ => Place::Undecided,
        }
    }
}

/// Why a value could not be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Barrier {
    /// It makes no sound scenario.
    Unsound,
    /// More piles up there than a run can hold.
    Overflow,
}

/// One side of a factor's own value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Side {
    /// The value furthest off that was looked at; the own one where no other could be run.
    pub end: f64,
    /// On which side of break-even it lies.
    pub standing: Standing,
    /// Where it crosses; none where all values looked at lie certified where the own value does.
    pub crossing: Option<Crossing>,
    /// The value beyond the end that could not be run, if that is why nothing further off was looked at.
    pub barrier: Option<(f64, Barrier)>,
}

/// What moving one factor does.
#[derive(Clone, Debug)]
pub struct Row {
    /// The factor, with the value that it has.
    pub factor: Factor,
    /// The arms in which it is moved: 0 is the first, 1 the other.
    pub arms: Vec<usize>,
    /// The paid posts that both arms keep, officers following the number of people that is moved; `None` where none follow.
    pub posts_kept: Option<u64>,
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
}

impl Row {
    /// The crossings around its own value, or on either side of it; with neither end where it is undecided whether there is
    /// one.
    fn crossings(&self) -> Vec<Crossing> {
        let open = Crossing { from: None, to: None, estimate: None };
        let sides = [&self.below, &self.above].into_iter().flatten().filter_map(|side| side.crossing);
        let sides = || sides.map(|crossing| if crossing.from.is_some() { crossing } else { open }).collect();
        self.around().map_or_else(sides, |around| vec![around])
    }

    /// The crossing that tells most: one that is certified before others, one within the range before others, then the one
    /// nearest to its own value, in proportion.
    pub fn leading(&self) -> Option<Crossing> {
        let far = |crossing: &Crossing| crossing.estimate.map_or(f64::INFINITY, |x| self.far(x));
        let rank = |crossing: &Crossing| (crossing.estimate.is_none(), self.place_of(crossing));
        self.crossings().into_iter().min_by(|a, b| rank(a).cmp(&rank(b)).then(far(a).total_cmp(&far(b))))
    }

    /// The only certified crossing; none where there are two.
    pub fn only(&self) -> Option<Crossing> {
        let certified: Vec<Crossing> = self.crossings().into_iter().filter(|crossing| crossing.estimate.is_some()).collect();
        <[Crossing; 1]>::try_from(certified).ok().map(|[crossing]| crossing)
    }

    /// Whether moving it within its range crosses: beyond, if no crossing is or may be within it.
    pub fn place(&self) -> Option<Place> {
        self.crossings().iter().map(|crossing| self.place_of(crossing)).min()
    }

    fn place_of(&self, crossing: &Crossing) -> Place {
        crossing.place(self.factor.range.map(|range| (range.low, range.high)))
    }

    /// Where its own value is undecided and values certified below and above it lie on different sides of break-even: the
    /// crossing between the nearest such.
    pub fn around(&self) -> Option<Crossing> {
        if self.own.standing != Standing::Undecided {
            return None;
        }
        let (below, above) = self.points.split_at(self.points.partition_point(|point| point.position < self.line.own));
        let pair = |one: Standing, other: Standing| {
            let low = below.iter().rev().find(|point| point.seen.standing == one)?;
            Some((low, above.iter().find(|point| point.seen.standing == other)?))
        };
        let pairs = [pair(Standing::Holds, Standing::Fails), pair(Standing::Fails, Standing::Holds)];
        let (low, high) = pairs.into_iter().flatten().min_by_key(|(low, high)| high.position - low.position)?;
        let at = |point: &Point| self.line.values[point.position];
        let estimate = between((at(low), low.seen.estimate), (at(high), high.seen.estimate), self.own.threshold);
        Some(Crossing { from: Some(at(low)), to: Some(at(high)), estimate: Some(estimate) })
    }

    /// How many values were looked at below its own, or above.
    pub fn looked_at(&self, up: bool) -> usize {
        let own = self.line.own;
        self.points.iter().filter(|point| if up { point.position > own } else { point.position < own }).count()
    }

    /// The lowest and the highest value looked at.
    pub fn searched(&self) -> (f64, f64) {
        let end = |side: Option<Side>| side.map_or(self.factor.value, |side| side.end);
        (end(self.below), end(self.above))
    }

    fn far(&self, value: f64) -> f64 {
        let own = self.factor.value;
        if own > 0.0 && value > 0.0 { ln(value / own).abs() } else { (value - own).abs() }
    }
}

/// Where the straight line through two points reaches `at`; in the logarithm of the value where both are above 0.
pub(super) fn between((a, da): (f64, f64), (b, db): (f64, f64), at: f64) -> f64 {
    let part = if db == da { 0.5 } else { ((at - da) / (db - da)).clamp(0.0, 1.0) };
    if a > 0.0 && b > 0.0 { exp(ln(a) + part * (ln(b) - ln(a))) } else { a + part * (b - a) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crossing_is_within_or_beyond_a_range_only_where_that_is_certified() {
        let lies = |from, to| Crossing { from, to, estimate: None }.place(Some((35.0, 260.0)));
        assert_eq!(lies(Some(190.0), Some(35.0)), Place::Within);
        assert_eq!(lies(None, Some(250.0)), Place::Undecided, "there may be none");
        assert_eq!((lies(Some(40.0), Some(250.0)), lies(Some(30.0), Some(250.0))), (Place::Within, Place::Undecided));
        assert_eq!(lies(Some(65.3), Some(23.8)), Place::Undecided, "wherever the estimate is");
        assert_eq!(lies(Some(250.0), None), Place::Undecided);
        assert_eq!(lies(None, Some(270.0)), Place::Undecided);
        assert_eq!(lies(Some(260.0), Some(300.0)), Place::Beyond);
        assert_eq!(lies(Some(30.0), Some(20.0)), Place::Beyond);
        assert_eq!(lies(Some(300.0), None), Place::Beyond);
        assert_eq!(Crossing { from: Some(1.0), to: Some(2.0), estimate: Some(1.5) }.place(None), Place::Unranged);
    }
}

//! Where along a line of levels something begins to hold, when each level can only be judged with some confidence.
//!
//! It is known to hold from some level on and nowhere below. A level is certified to hold, certified not to, or stays
//! undecided; bisection finds the smallest level of the first kind and the largest of the second. All levels could be
//! judged, and which are depends on what is seen, so whoever certifies a level shares the error among all of them.

use super::multiple::joint_level;

/// What is known about a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It holds there, and so above.
    Holds,
    /// It does not hold there, nor below.
    Fails,
    /// Not enough is known.
    Undecided,
}

/// Between which levels it begins to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Bracket {
    /// The largest level certified not to hold.
    pub fails: Option<usize>,
    /// The smallest level certified to hold.
    pub holds: Option<usize>,
}

impl Bracket {
    /// The first level that is not known to fail: it begins to hold there or above.
    pub fn first(&self) -> usize {
        self.fails.map_or(0, |level| level + 1)
    }

    fn see(&mut self, level: usize, standing: Standing) {
        match standing {
            Standing::Holds => self.holds = Some(self.holds.map_or(level, |holds| holds.min(level))),
            Standing::Fails => self.fails = Some(self.fails.map_or(level, |fails| fails.max(level))),
            Standing::Undecided => {}
        }
    }

    /// The levels in question, of so many.
    fn open(&self, levels: usize) -> std::ops::Range<usize> {
        self.first()..self.holds.unwrap_or(levels).max(self.first())
    }
}

/// Bisects `levels` levels, starting from what is `known`. Where a level stays undecided, those between it and the
/// certified ones on either side are tried in the same way, so that in the end nothing but undecided levels lies
/// between the ends – unless `judge` gives up with `None`.
///
/// # Errors
/// Those of `judge`.
pub fn bisect<E>(levels: usize, known: Bracket, mut judge: impl FnMut(usize) -> Result<Option<Standing>, E>) -> Result<Bracket, E> {
    let mut found = known;
    // The stretch of levels known to be undecided, if any.
    let mut undecided: Option<(usize, usize)> = None;
    loop {
        let open = found.open(levels);
        let (from, to) = undecided.filter(|(from, to)| open.contains(from) && open.contains(to)).unwrap_or((open.end, open.start));
        let next = if from > to {
            (!open.is_empty()).then(|| open.start + open.len() / 2)
        } else if to + 1 < open.end {
            Some(to + (open.end - to) / 2)
        } else {
            (open.start < from).then(|| from - 1 - (from - open.start - 1) / 2)
        };
        let Some(level) = next else { return Ok(found) };
        let Some(standing) = judge(level)? else { return Ok(found) };
        found.see(level, standing);
        if standing == Standing::Undecided {
            undecided = Some(if from > to { (level, level) } else { (from.min(level), to.max(level)) });
        }
    }
}

/// The confidence of one interval so that those of all `levels`, `conditions` and `looks` hold together at `level`
/// (Bonferroni).
pub fn level_alone(level: f64, levels: usize, conditions: usize, looks: usize) -> f64 {
    joint_level(level, levels * conditions * looks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::maths::exp;
    use crate::random::normal::inverse_normal;
    use crate::random::{Key, Purpose, unit};
    use crate::stats::{looks, mean_interval};
    use rand_chacha::rand_core::Rng;

    fn exact(levels: usize, begins: usize, unsure: std::ops::Range<usize>) -> (Bracket, Vec<usize>) {
        let mut seen = Vec::new();
        let judge = |level: usize| {
            seen.push(level);
            Ok::<_, ()>(Some(match level {
                l if unsure.contains(&l) => Standing::Undecided,
                l if l >= begins => Standing::Holds,
                _ => Standing::Fails,
            }))
        };
        let found = bisect(levels, Bracket::default(), judge).unwrap();
        (found, seen)
    }

    #[test]
    fn every_beginning_is_found_in_logarithmically_many_steps() {
        for levels in [1, 2, 5, 40, 96] {
            for begins in 0..=levels {
                let (found, seen) = exact(levels, begins, 0..0);
                assert_eq!(found.fails, begins.checked_sub(1), "{levels} {begins}");
                assert_eq!(found.holds, (begins < levels).then_some(begins), "{levels} {begins}");
                assert_eq!(found.first(), begins);
                assert!(seen.len() <= 7, "{levels} {begins}: {seen:?}");
            }
        }
    }

    #[test]
    fn around_undecided_levels_the_neighbours_are_tried() {
        for from in 0..20 {
            for length in 1..6 {
                let unsure = from..(from + length).min(20);
                let (found, seen) = exact(20, from + length / 2, unsure.clone());
                assert_eq!(found.fails, from.checked_sub(1), "{unsure:?} {seen:?}");
                assert_eq!(found.holds, (unsure.end < 20).then_some(unsure.end), "{unsure:?} {seen:?}");
                let mut once = seen.clone();
                once.sort_unstable();
                once.dedup();
                assert_eq!(once.len(), seen.len(), "no level is judged twice: {seen:?}");
                assert!(seen.len() <= 12, "{unsure:?}: {seen:?}");
            }
        }
    }

    #[test]
    fn what_is_known_is_not_asked_again_and_giving_up_keeps_it() {
        let known = Bracket { fails: Some(3), holds: Some(6) };
        let mut seen = Vec::new();
        let judge = |level| {
            seen.push(level);
            Ok::<_, ()>((level != 4).then_some(Standing::Holds))
        };
        assert_eq!(bisect(20, known, judge), Ok(Bracket { fails: Some(3), holds: Some(5) }));
        assert_eq!(seen, [5, 4]);
        assert_eq!(bisect(20, Bracket::default(), |_| Err::<Option<Standing>, _>("no")), Err("no"));
    }

    /// Normal surrogates of a frontier over servers, as in the worked example: 10 erlangs, 80% within 20 s of 180 s of
    /// work, whose answer is 14. The ends must cover it in at least 95% of the trials; Bonferroni makes it nearly always.
    #[test]
    fn the_ends_cover_the_answer_as_often_as_they_promise() {
        let pool = |servers: u32| {
            // Erlang's C by the recursion of B, then P(W ≤ 20 s).
            let blocked = (1..=servers).fold(1.0, |b: f64, c| 10.0 * b / (f64::from(c) + 10.0 * b));
            let busy = 10.0 / f64::from(servers);
            let waits = blocked / (1.0 - busy * (1.0 - blocked));
            1.0 - waits * exp(-(f64::from(servers) - 10.0) * 20.0 / 180.0)
        };
        assert!((pool(13) - 0.7956).abs() < 5e-5 && (pool(14) - 0.8884).abs() < 5e-5);
        let (levels, first, most, trials) = (10_usize, 10_u64, 40_u64, 300);
        let all = looks(first, most).count();
        let alone = level_alone(0.95, levels, 1, all);
        let (mut covered, mut width) = (0, 0);
        for trial in 0..trials {
            let mut rng = Key { seed: 77, replication: trial }.stream(Purpose::Design, 0);
            let luck: Vec<f64> = (0..most).map(|_| inverse_normal(unit(rng.next_u64()))).collect();
            let judge = |level: usize| {
                let truth = pool(11 + level as u32);
                for n in looks(first, most) {
                    let sample: Vec<f64> = luck[..n as usize].iter().map(|z| truth + 0.04 * z).collect();
                    let interval = mean_interval(&sample, alone);
                    if interval.lower >= 0.8 {
                        return Ok::<_, ()>(Some(Standing::Holds));
                    }
                    if interval.upper < 0.8 {
                        return Ok(Some(Standing::Fails));
                    }
                }
                Ok(Some(Standing::Undecided))
            };
            let found = bisect(levels, Bracket::default(), judge).unwrap();
            let (first, last) = (11 + found.first(), found.holds.map_or(21, |level| 11 + level));
            covered += usize::from(first <= 14 && 14 <= last);
            width += last - first;
        }
        let (share, width) = (covered as f64 / f64::from(trials), width as f64 / f64::from(trials));
        println!("covered {share}, mean width {width}");
        assert!(share >= 0.95 && width < 2.0, "{share} {width}");
    }
}

//! What a rule may know when it decides.

use super::columns::CrewColumns;
use super::pools::{Availability, Pools};
use crate::city::Spot;
use crate::ids::CrewId;
use crate::time::{Duration, Instant};
use crate::workforce::SkillSet;

/// One decision to be taken.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The time.
    pub now: Instant,
    /// The crews.
    pub crews: &'a CrewColumns,
    /// Where a crew is needed.
    pub spot: Spot,
    /// What the crew must be competent in.
    pub skills: SkillSet,
    /// The innermost area of the place, counting from the first.
    pub leaf: u32,
    /// The cell of the place.
    pub cell: u32,
    /// Whether only crews of the same cell, and those that belong to none, may come.
    pub within_cell: bool,
    /// The least available crew that this priority may have.
    pub at_most: Availability,
    /// Crews not to be asked: those that refused last, and those already chosen for the same job.
    pub excluded: &'a [CrewId],
    /// Priority of the incident: 1 (urgent) to 4.
    pub priority: u8,
    /// How long it has waited for a crew.
    pub waited: Duration,
    /// A uniform in (0, 1) for rules that choose at random.
    pub luck: f64,
}

impl Situation<'_> {
    /// Why a crew may not be sent, or `None` where it may.
    #[inline]
    pub fn exclusion(&self, crew: CrewId) -> Option<&'static str> {
        let columns = self.crews;
        if columns.availability(crew) > self.at_most {
            Some("busy or off duty")
        } else if columns.skills(crew) & self.skills != self.skills {
            Some("not competent")
        } else if self.within_cell && !columns.belongs(crew, self.cell) {
            Some("boundary")
        } else if !self.excluded.is_empty() && self.excluded.contains(&crew) {
            Some("refused or already chosen")
        } else {
            None
        }
    }

    /// The same job for crews that serve as well.
    #[inline]
    pub fn whenever(&self) -> Self {
        Situation { at_most: Availability::Busy, ..*self }
    }

    /// Whether a crew may be sent.
    #[inline]
    pub fn may_go(&self, crew: CrewId) -> bool {
        self.exclusion(crew).is_none()
    }

    /// Crews that may be sent, in order of their ids. O(crews).
    #[inline]
    pub fn eligible(&self) -> impl Iterator<Item = CrewId> {
        self.crews.ids().filter(|crew| self.may_go(*crew))
    }

    /// The competent crews that are to be had, in no particular order; not all of them [may go](Self::may_go).
    #[inline]
    pub fn available(&self) -> impl Iterator<Item = CrewId> {
        self.crews.pools().available(self.skills, self.at_most)
    }

    /// How many competent crews are to be had; not all of them [may go](Self::may_go). O(kinds of competence).
    #[inline]
    pub fn count(&self) -> u32 {
        self.crews.pools().count(self.skills, self.at_most)
    }

    /// Whether any crew may be sent. O(competent crews to be had).
    pub fn anyone(&self) -> bool {
        self.count() > 0 && self.available().any(|crew| self.may_go(crew))
    }

    /// Shows `visit` the eligible crews, in no particular order. O(competent crews to be had).
    #[inline]
    pub fn visit_eligible(&self, mut visit: impl FnMut(CrewId)) {
        self.crews.pools().visit_available(self.skills, self.at_most, |crew| {
            if self.may_go(crew) {
                visit(crew);
            }
        });
    }

    /// Seconds that a crew would travel, time of day and weather aside (they are the same for all).
    #[inline]
    pub fn travel(&self, crew: CrewId) -> f64 {
        self.crews.travel().seconds(&self.crews.spot(crew, self.now), &self.spot)
    }

    /// The eligible crew with the least score; ties to the lowest id. O(competent crews to be had).
    #[inline]
    pub fn least(&self, score: impl Fn(CrewId) -> f64) -> Option<CrewId> {
        let mut best = Best::NOBODY;
        self.visit_eligible(|crew| best.consider(crew, score(crew)));
        best.crew()
    }

    /// The eligible crew with the least pair of scores; ties to the lowest id. O(competent crews to be had).
    #[inline]
    pub fn least_by(&self, score: impl Fn(CrewId) -> (f64, f64)) -> Option<CrewId> {
        let mut best: Option<((f64, f64), CrewId)> = None;
        self.visit_eligible(|crew| {
            let of = score(crew);
            if best.is_none_or(|(least, other)| of < least || of == least && crew < other) {
                best = Some((of, crew));
            }
        });
        best.map(|(_, crew)| crew)
    }

    /// The eligible crew at `share` of the way through all of them in the order of their ids. O(crews ÷ 64), and a look at all
    /// that may be sent where they have to be of a cell.
    pub fn at_share(&self, share: f64) -> Option<CrewId> {
        let pools = self.crews.pools();
        let word = |at: usize| {
            let without = |bits: u64, crew: u32| if Pools::bit(crew).0 == at { bits & !Pools::bit(crew).1 } else { bits };
            let may = self.excluded.iter().fold(pools.word(at, self.skills, self.at_most), |bits, crew| without(bits, crew.0));
            let stranger = |crew: &u32| self.within_cell && !self.crews.belongs(CrewId(*crew), self.cell);
            if self.within_cell { Pools::crews(at, may).filter(stranger).fold(may, without) } else { may }
        };
        let count: u32 = (0..pools.words()).map(|at| word(at).count_ones()).sum();
        let mut before = (share * f64::from(count)) as u32;
        for at in 0..pools.words() {
            let bits = word(at);
            if before < bits.count_ones() {
                return Pools::crews(at, bits).nth(before as usize).map(CrewId);
            }
            before -= bits.count_ones();
        }
        None
    }

    /// Seconds until a crew is expected to be free: 0 if it is, infinite if nothing is known. One that is overdue is
    /// taken to need as long again.
    pub fn time_to_free(&self, crew: CrewId) -> f64 {
        if self.crews.availability(crew) <= self.at_most.min(Availability::Interruptible) {
            return 0.0;
        }
        let at = self.crews.clear_at(crew);
        if at.happens() { at.since(self.now).max(self.now.since(at)).seconds() } else { f64::INFINITY }
    }

    /// Seconds that a crew would travel from where it will be when it is free.
    pub fn travel_when_free(&self, crew: CrewId) -> f64 {
        let known = self.crews.clear_at(crew).happens() && self.crews.availability(crew) == Availability::Busy;
        if known { self.crews.travel().seconds(self.crews.clear_spot(crew), &self.spot) } else { self.travel(crew) }
    }

    /// Share of its time on duty that a crew has served so far.
    #[inline]
    pub fn workload(&self, crew: CrewId) -> f64 {
        self.crews.workload(crew, self.now)
    }

    /// Share of demand that is no more covered without a crew; 0 where it covers nothing now, or nobody asks.
    #[inline]
    pub fn coverage_lost(&self, crew: CrewId) -> f64 {
        let covers = self.crews.availability(crew) == Availability::Free;
        self.crews.coverage().filter(|_| covers).map_or(0.0, |coverage| coverage.lost(self.crews.leaf(crew)))
    }

    /// Share of the city's preparedness that goes with a crew; 0 where it is not counted now, or nobody asks.
    #[inline]
    pub fn preparedness_lost(&self, crew: CrewId) -> f64 {
        let counts = self.crews.availability(crew) == Availability::Free;
        self.crews.preparedness().filter(|_| counts).map_or(0.0, |prepared| prepared.lost(self.crews.leaf(crew)))
    }
}

/// The least score so far.
#[derive(Clone, Copy)]
pub(super) struct Best {
    pub(super) score: f64,
    pub(super) crew: CrewId,
}

impl Best {
    pub(super) const NOBODY: Best = Best { score: f64::INFINITY, crew: CrewId(u32::MAX) };

    #[inline]
    pub(super) fn is_beaten(&self, crew: CrewId, score: f64) -> bool {
        score < self.score || (score == self.score && crew < self.crew)
    }

    #[inline]
    fn consider(&mut self, crew: CrewId, score: f64) {
        if self.is_beaten(crew, score) {
            *self = Best { score, crew };
        }
    }

    pub(super) fn crew(self) -> Option<CrewId> {
        (self.crew != Best::NOBODY.crew).then_some(self.crew)
    }
}

#[cfg(test)]
pub(crate) mod hand_made {
    //! Situations built by hand, for the tests of rules.

    use super::*;
    use crate::city::{Point, Travel};
    use crate::ids::{AreaId, Id};
    use crate::policy::{Coverage, Preparedness};

    /// A place on open ground at so many seconds per kilometre.
    pub fn spot(x: f64, y: f64, pace: f64) -> Spot {
        Spot::new(AreaId(0), Point::new(x, y), pace)
    }

    /// Crews standing at the given places of a line, all free and competent, each in the given cell.
    pub fn crews(places: &[(f64, u32)]) -> CrewColumns {
        let line = places.iter().map(|(x, _)| Point::new(*x, 0.0));
        let mut columns = CrewColumns::new(places.iter().map(|_| 1), line, Travel::at_pace(10.0));
        for (i, (x, cell)) in places.iter().enumerate() {
            let crew = CrewId::new(i);
            columns.stand(crew, spot(*x, 0.0, 100.0));
            columns.set_cell(crew, *cell);
            columns.set_leaf(crew, *cell);
            columns.set_availability(crew, Availability::Free);
        }
        columns
    }

    /// Lets the crews be judged by coverage, their cells being zones far apart with this demand, q being 0.3.
    pub fn covered(columns: &mut CrewColumns, demand: &[f64], standard: f64) {
        let cells = columns.ids().map(|crew| columns.leaf(crew)).max().map_or(0, |last| last + 1);
        let mut demand = demand.to_vec();
        demand.resize(demand.len().max(cells as usize), 0.0);
        let apart = |a: usize, b: usize| 1e6 * a.abs_diff(b) as f64;
        let coverage = Coverage::new((0..demand.len() as u32).collect(), &demand, apart, standard, 0.3);
        columns.watch(Some(coverage), None);
    }

    /// Lets the crews be judged by preparedness, their cells being zones 300 s apart with this demand.
    pub fn prepared(columns: &mut CrewColumns, demand: &[f64]) {
        let apart = |a: usize, b: usize| 300.0 * a.abs_diff(b) as f64;
        columns.watch(None, Some(Preparedness::new((0..demand.len() as u32).collect(), demand, apart)));
    }

    /// A job at the origin in cell 0.
    pub fn job(crews: &CrewColumns) -> Situation<'_> {
        Situation {
            now: Instant::ZERO,
            crews,
            spot: spot(0.0, 0.0, 100.0),
            skills: 1,
            leaf: 0,
            cell: 0,
            within_cell: false,
            at_most: Availability::Free,
            excluded: &[],
            priority: 3,
            waited: Duration::ZERO,
            luck: 0.5,
        }
    }

    #[test]
    fn a_crew_on_its_way_is_where_it_has_got_to() {
        let mut columns = crews(&[(0.0, 0)]);
        columns.set_out(CrewId(0), Instant(0), spot(10.0, 0.0, 200.0), Duration(Duration::MINUTE.0));
        let at = |seconds: u64| columns.spot(CrewId(0), Instant(seconds * Duration::SECOND.0));
        assert_eq!(at(15), spot(2.5, 0.0, 100.0));
        assert_eq!(at(45), spot(7.5, 0.0, 200.0));
        assert_eq!(at(600), spot(10.0, 0.0, 200.0));
    }

    #[test]
    fn who_may_not_be_sent_is_not_sent() {
        let places = [(1.0, 0), (2.0, 1), (3.0, 0), (4.0, 0), (5.0, 0)];
        let mut columns = CrewColumns::new([1, 1, 2, 1, 1].into_iter(), std::iter::empty(), Travel::at_pace(10.0));
        for (i, (x, cell)) in places.into_iter().enumerate() {
            columns.stand(CrewId::new(i), spot(x, 0.0, 100.0));
            columns.set_cell(CrewId::new(i), cell);
            columns.set_availability(CrewId::new(i), if i == 0 { Availability::Interruptible } else { Availability::Free });
        }
        let excluded = [CrewId(3)];
        let situation = Situation { within_cell: true, excluded: &excluded, ..job(&columns) };
        let reasons: Vec<_> = columns.ids().map(|c| situation.exclusion(c)).collect();
        assert_eq!(reasons, [Some("busy or off duty"), Some("boundary"), Some("not competent"), Some("refused or already chosen"), None]);
        let urgent = Situation { at_most: Availability::Interruptible, ..situation };
        assert_eq!(urgent.eligible().collect::<Vec<_>>(), [CrewId(0), CrewId(4)]);
        assert!(urgent.anyone() && !Situation { cell: 7, ..urgent }.anyone());
    }

    /// Every metric and curve of time over the rectangle from the origin to (10, 6).
    fn travels() -> Vec<Travel> {
        use crate::city::test_travel;
        let mut travels = vec![Travel::at_pace(100.0)];
        for distance in ["Euclidean", "Manhattan", "GreatCircle"] {
            for torus in ["", ", torus: ((0, 0), (10, 6))"] {
                for time in ["Linear", "Affine(fixed: \"39 s\")", "RootThenLinear(linear_from_km: 2)", "Accelerating(m_per_s2: 0.1)"] {
                    if distance != "GreatCircle" || torus.is_empty() {
                        let text =
                            format!("(distance: {distance}, detour: 1, urban: \"36 km/h\", outer: \"12 km/h\", time: {time}{torus})");
                        travels.push(test_travel(&text));
                    }
                }
            }
        }
        travels
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]

        /// Crews come, go, stand and drive; the search by rings finds whom a look at everybody finds.
        #[test]
        fn the_closest_is_the_least_of_all(
            steps in proptest::collection::vec((0..60usize, 0..5u8, 0.0..10.0f64, 0.0..6.0f64, 1..3u8), 0..400),
            from in (0.0..10.0f64, 0.0..6.0f64),
            out in -1.0..1.0f64,
        ) {
            for travel in travels() {
                let corners = [Point::new(0.0, 0.0), Point::new(10.0, 6.0)];
                // Without a torus places may lie off the ground too.
                let off = if travel.metric().torus().is_some() { 0.0 } else { out };
                let mut columns = CrewColumns::new((0..60).map(|i| 1 + i % 3), corners.into_iter(), travel);
                for (i, (crew, what, x, y, pace)) in steps.iter().copied().enumerate() {
                    let (crew, now, pace) = (CrewId::new(crew), Instant(i as u64 * Duration::MINUTE.0), 100.0 * f64::from(pace));
                    // Some places stand several times, for ties.
                    let to = if what == 1 { spot(x.trunc(), y.trunc(), pace) } else { spot(x, y, pace) };
                    match what {
                        0 => columns.set_availability(crew, Availability::Busy),
                        1 | 2 => { columns.stand(crew, to); columns.set_availability(crew, Availability::Free) }
                        3 => columns.set_out(crew, now, to, Duration(40 * Duration::MINUTE.0)),
                        _ => columns.halt(crew, now),
                    }
                }
                let now = Instant(500 * Duration::MINUTE.0);
                let job = Situation { now, crews: &columns, spot: spot(from.0 + off, from.1 + off, 100.0), ..job(&columns) };
                let scan = job.eligible().min_by(|a, b| job.travel(*a).total_cmp(&job.travel(*b)));
                proptest::prop_assert_eq!(job.closest(), scan, "{:?}", columns.travel());
            }
        }
    }
}

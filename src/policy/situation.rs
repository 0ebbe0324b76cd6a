//! What a rule may know when it decides.

use super::columns::CrewColumns;
use super::lineup;
use super::{Availability, Grid, Pools};
use crate::city::{Point, Spot, Travel};
use crate::ids::{CrewId, Id};
use crate::time::{Duration, Instant};
use crate::workforce::SkillSet;
use std::cell::Cell;

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
            Some("busy")
        } else if columns.skills(crew) & self.skills != self.skills {
            Some("not competent")
        } else if self.within_cell && !columns.belongs(crew, self.cell) {
            Some("boundary")
        } else if self.excluded.contains(&crew) {
            Some("refused or already chosen")
        } else {
            None
        }
    }

    /// Crews that may be sent, in order of their ids. O(crews).
    #[inline]
    pub fn eligible(&self) -> impl Iterator<Item = CrewId> {
        self.crews.ids().filter(|crew| self.exclusion(*crew).is_none())
    }

    /// Whether any crew may be sent. O(crews that are free or may be called away).
    pub fn anyone(&self) -> bool {
        self.crews.available().iter().any(|crew| self.exclusion(*crew).is_none())
    }

    /// Seconds that a crew would travel, time of day and weather aside (they are the same for all).
    #[inline]
    pub fn travel(&self, crew: CrewId) -> f64 {
        self.crews.travel().seconds(&self.crews.spot(crew, self.now), &self.spot)
    }

    /// The eligible crew with the least score; ties to the lowest id. O(crews that are free or may be called away).
    #[inline]
    pub fn least(&self, score: impl Fn(CrewId) -> f64) -> Option<CrewId> {
        let mut best = Best::NOBODY;
        for crew in self.crews.available() {
            if self.exclusion(*crew).is_none() {
                best.consider(*crew, score(*crew));
            }
        }
        best.crew()
    }

    /// The eligible crew with the least pair of scores; ties to the lowest id. O(crews that are free or may be called away).
    #[inline]
    pub fn least_by(&self, score: impl Fn(CrewId) -> (f64, f64)) -> Option<CrewId> {
        let mut best: Option<((f64, f64), CrewId)> = None;
        for crew in self.crews.available() {
            if self.exclusion(*crew).is_none() {
                let of = score(*crew);
                if best.is_none_or(|(least, other)| of < least || of == least && *crew < other) {
                    best = Some((of, *crew));
                }
            }
        }
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

    /// Of the crews that serve and may be promised the incident the one with the least score, if that is less than
    /// `limit`, where none scores less than `bound` of the seconds that it will travel; ties to the lowest id. Looks at
    /// crews that will be free nearby.
    pub fn soon_free(&self, limit: f64, bound: impl Fn(f64) -> f64, score: impl Fn(CrewId) -> f64) -> Option<CrewId> {
        let anyone = Situation { at_most: Availability::Busy, ..*self };
        let best = Cell::new(Best { score: limit, ..Best::NOBODY });
        let consider = |crew| {
            let of = score(crew);
            if of < limit {
                best.set(best.get().with(crew, of));
            }
        };
        if self.crews.ids().len() <= MANY || self.crews.travel().metric().least_km_per_km().is_none() {
            let serves = |crew: &CrewId| self.crews.clear_at(*crew).happens() && anyone.exclusion(*crew).is_none();
            self.crews.ids().filter(serves).for_each(consider);
        } else {
            anyone.search_images(self.crews.clearing(), |seconds| bound(seconds) > best.get().score, consider);
        }
        best.get().crew()
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

    /// The eligible crew with the shortest travel time; ties to the lowest id. Looks at crews near the place, and at
    /// all that are under way. Where coordinates say nothing about distances, looks at all.
    #[inline]
    pub fn closest(&self) -> Option<CrewId> {
        let travel = self.crews.travel();
        if self.within_cell || self.crews.available().len() <= FEW || travel.metric().least_km_per_km().is_none() {
            return self.least(|crew| self.travel(crew));
        }
        let mut best = Best::NOBODY;
        for crew in self.crews.moving() {
            if self.exclusion(*crew).is_none() {
                best.consider(*crew, self.travel(*crew));
            }
        }
        if travel.is_plain() && self.crews.lineup().len() <= lineup::FEW && self.look(&mut best) {
            return best.crew();
        }
        let best = Cell::new(best);
        let consider = |crew, seconds| best.set(best.get().with(crew, seconds));
        let done = |least: f64| least > best.get().score;
        if travel.is_plain() {
            self.search(self.crews.grid(), self.spot.place, done, |crew| {
                consider(crew, Travel::straight(self.crews.standing(crew), &self.spot))
            });
        } else {
            self.search_images(self.crews.grid(), done, |crew| consider(crew, travel.seconds(self.crews.standing(crew), &self.spot)));
        }
        best.get().crew()
    }

    /// Shows `visit` eligible crews, those that stand near first, until `done` says of the least seconds that any crew not
    /// shown yet needs that these do not matter. False, and shows nobody, where a look at all is quicker.
    #[inline]
    pub fn outward(&self, done: impl Fn(f64) -> bool, mut visit: impl FnMut(CrewId)) -> bool {
        if self.within_cell || self.crews.available().len() <= MANY || self.crews.travel().metric().least_km_per_km().is_none() {
            return false;
        }
        for crew in self.crews.moving() {
            if self.exclusion(*crew).is_none() {
                visit(*crew);
            }
        }
        self.search_images(self.crews.grid(), done, visit);
        true
    }

    /// The eligible crew with the least score, where no crew scores less than `bound` of its seconds of travel; ties to the
    /// lowest id. Looks at crews nearby.
    #[inline]
    pub fn least_above(&self, bound: impl Fn(f64) -> f64, score: impl Fn(CrewId) -> f64) -> Option<CrewId> {
        let best = Cell::new(Best::NOBODY);
        let worse = |seconds| bound(seconds) > best.get().score;
        let consider = |crew| {
            // Whoever is too far away need not be weighed.
            if !worse(self.travel(crew)) {
                best.set(best.get().with(crew, score(crew)));
            }
        };
        if self.outward(worse, consider) { best.get().crew() } else { self.least(score) }
    }

    /// Searches a grid of crews around the place, on a torus around all its images.
    #[inline]
    fn search_images(&self, grid: &Grid, done: impl Fn(f64) -> bool, mut visit: impl FnMut(CrewId)) {
        let Some(torus) = self.crews.travel().metric().torus() else { return self.search(grid, self.spot.place, done, visit) };
        for image in torus.images(self.spot.place) {
            if !done(self.least_travel(torus.away(image))) {
                self.search(grid, image, &done, &mut visit);
            }
        }
    }

    /// Less than any crew needs whose coordinates differ by so many kilometres from the place.
    #[inline]
    fn least_travel(&self, km: f64) -> f64 {
        self.crews.travel().least_seconds(km, self.spot.pace).unwrap_or(0.0)
    }

    /// Looks at all crews that stand still. False where one that may not be sent is as close as those that may: then the
    /// closest of those may be another.
    #[inline]
    fn look(&self, best: &mut Best) -> bool {
        let mut all_may = true;
        self.crews.lineup().visit_closest(self.spot.place, self.spot.pace, |item| {
            let crew = CrewId::new(item as usize);
            match self.exclusion(crew) {
                None => best.consider(crew, Travel::straight(self.crews.standing(crew), &self.spot)),
                Some(_) => all_may = false,
            }
        });
        all_may
    }

    /// Shows `visit` the eligible crews of a grid, ring by ring around `centre`, until none beyond matters.
    #[inline]
    fn search(&self, grid: &Grid, centre: Point, done: impl Fn(f64) -> bool, mut visit: impl FnMut(CrewId)) {
        let cell = grid.cell(centre);
        for ring in 0.. {
            let Some(km) = grid.least_distance(centre, cell, ring) else { break };
            if done(self.least_travel(km)) {
                break;
            }
            grid.visit_ring(cell, ring, |item| {
                let crew = CrewId::new(item as usize);
                if self.exclusion(crew).is_none() {
                    visit(crew);
                }
            });
        }
    }
}

/// Up to so many crews it is quicker to look at all of them.
const FEW: usize = 16;
/// The same where a look costs little.
const MANY: usize = 64;

/// The least score so far.
#[derive(Clone, Copy)]
struct Best {
    score: f64,
    crew: CrewId,
}

impl Best {
    const NOBODY: Best = Best { score: f64::INFINITY, crew: CrewId(u32::MAX) };

    #[inline]
    fn consider(&mut self, crew: CrewId, score: f64) {
        if score < self.score || (score == self.score && crew < self.crew) {
            *self = Best { score, crew };
        }
    }

    #[inline]
    fn with(mut self, crew: CrewId, score: f64) -> Best {
        self.consider(crew, score);
        self
    }

    fn crew(self) -> Option<CrewId> {
        (self.crew != Best::NOBODY.crew).then_some(self.crew)
    }
}

#[cfg(test)]
pub(crate) mod hand_made {
    //! Situations built by hand, for the tests of rules.

    use super::*;
    use crate::ids::AreaId;
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
        assert_eq!(reasons, [Some("busy"), Some("boundary"), Some("not competent"), Some("refused or already chosen"), None]);
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

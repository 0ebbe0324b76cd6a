//! What a crew is worth where it stands: lists of stations, coverage, preparedness, and where free crews are wanted.

use super::run::Reference;
use super::state::Hand;
use gridgov::city::Cells;
use gridgov::ids::AreaId;
use gridgov::policy::Relocation;
use gridgov::policy::dispatch::DispatchRule;
use gridgov::policy::dispatch::preference_list::Others;
use gridgov::time::Duration;

/// All demand, and the nearness of a crew at the very place, in the whole numbers in which they are summed.
const ALL: f64 = (1_u64 << 50) as f64;
const AT_THE_PLACE: f64 = (1_u64 << 32) as f64;

impl Reference<'_> {
    fn station_name(&self, station: usize) -> &str {
        self.model.workforce.stations[station].name(&self.model.city)
    }

    /// The stations that are asked for a case, in order; those that are one to the rule together.
    fn stations_in_order(&self, case: usize) -> Vec<Vec<usize>> {
        let DispatchRule::PreferenceList { zones, lists, others } = &self.scenario.dispatch.rule else { panic!("no list is asked for") };
        let city = &self.model.city;
        let cells = zones.as_ref().map_or(Cells::Level(city.levels.len() - 1), |name| Cells::find(city, name).expect("it exists"));
        let zone = cells.of_leaf(city, self.cases[case].incident.leaf);
        let middle = cells.middle(city, zone);
        let spot = |station: usize| &self.model.workforce.stations[station].spot;
        let distance = |station: usize| city.travel.metric().km(spot(station), &middle);
        let mut left: Vec<usize> = (0..self.model.workforce.stations.len()).collect();
        left.sort_by(|a, b| distance(*a).total_cmp(&distance(*b)).then(a.cmp(b)));
        let mut order: Vec<Vec<usize>> = Vec::new();
        if let Some(list) = lists.get(cells.name(city, zone).0.as_str()) {
            for name in list {
                order.push(left.extract_if(.., |station| self.station_name(*station) == name).collect());
            }
            if *others == Others::Never {
                return order;
            }
        }
        while let Some(nearest) = left.first().copied() {
            order.push(left.extract_if(.., |station| city.travel.metric().same(spot(*station), spot(nearest))).collect());
        }
        order
    }

    /// Whether the rule asks the crew's station for a case at all.
    pub fn is_ever_sent(&self, crew: usize, case: usize) -> bool {
        let listed = matches!(self.scenario.dispatch.rule, DispatchRule::PreferenceList { .. });
        !listed || self.stations_in_order(case).concat().contains(&self.crews[crew].station)
    }

    /// The closest of the first station that has somebody.
    pub fn first_by_list(&self, candidates: Vec<usize>, case: usize) -> Option<usize> {
        let there = |crew: usize, stations: &[usize]| stations.contains(&self.crews[crew].station);
        let of = |stations: Vec<usize>| self.closest(candidates.iter().copied().filter(|crew| there(*crew, &stations)), case);
        self.stations_in_order(case).into_iter().find_map(of)
    }

    /// Zones for coverage and preparedness: what is expected in each, and the seconds from middle to middle.
    fn zones(&self) -> (Cells, Vec<f64>, impl Fn(usize, usize) -> f64) {
        let city = &self.model.city;
        let named = self.scenario.dispatch.coverage.zones.as_ref();
        let cells = named.map_or(Cells::Level(city.levels.len() - 1), |name| Cells::find(city, name).expect("it exists"));
        let mut expected = vec![0.0; cells.count(city)];
        for category in self.model.demand.categories.ids() {
            for leaf in city.leaves().map(AreaId) {
                let demand = &self.model.demand;
                expected[cells.of_leaf(city, leaf) as usize] += demand.expected_per_day(category) * demand.spatial_share(category, leaf);
            }
        }
        let all: f64 = expected.iter().sum();
        expected.iter_mut().for_each(|expected| *expected /= all);
        let middles: Vec<_> = (0..expected.len() as u32).map(|cell| cells.middle(city, cell)).collect();
        (cells, expected, move |a, b| city.travel.seconds(&middles[a], &middles[b]))
    }

    /// The zones where free crews count.
    fn zones_of_free(&self, cells: Cells) -> Vec<usize> {
        let free = self.crews.iter().filter(|crew| crew.hand == Hand::Free);
        free.map(|crew| cells.of_leaf(&self.model.city, crew.leaf) as usize).collect()
    }

    /// The share of demand that one more free crew in an area would cover.
    fn coverage_gained(&self, leaf: AreaId) -> f64 {
        let (cells, demand, seconds) = self.zones();
        let (standard, busy) = (self.scenario.dispatch.coverage.within.seconds(), self.scenario.dispatch.coverage.busy.get());
        let near = |a: usize, b: usize| a == b || seconds(a, b) <= standard;
        let (here, free) = (cells.of_leaf(&self.model.city, leaf) as usize, self.zones_of_free(cells));
        let mut gained = 0;
        for zone in (0..demand.len()).filter(|zone| near(here, *zone)) {
            let guards = free.iter().filter(|other| near(**other, zone)).count();
            let gain = (0..guards).fold(demand[zone] * (1.0 - busy) * ALL, |gain, _| gain * busy);
            gained += gain as u64;
        }
        gained as f64 / ALL
    }

    /// The share of demand that is no more covered without a crew.
    pub fn coverage_lost(&self, crew: usize) -> f64 {
        let counts = self.crews[crew].hand == Hand::Free;
        if counts { self.coverage_gained(self.crews[crew].leaf) / self.scenario.dispatch.coverage.busy.get() } else { 0.0 }
    }

    /// Of those in time, else of all, the one whose leaving costs least, then the nearer.
    pub fn least_missed(&self, candidates: Vec<usize>, case: usize) -> Option<usize> {
        let in_time = |crew: &usize| self.travel(*crew, case) <= self.scenario.dispatch.coverage.within.seconds();
        let by = |crew: &usize| (self.coverage_lost(*crew), self.travel(*crew, case), *crew);
        let least = |crews: Vec<usize>| crews.into_iter().min_by(|a, b| by(a).partial_cmp(&by(b)).expect("numbers"));
        least(candidates.iter().copied().filter(in_time).collect()).or_else(|| least(candidates))
    }

    /// The share of all preparedness that goes with a crew.
    fn preparedness_lost(&self, crew: usize) -> f64 {
        if self.crews[crew].hand != Hand::Free {
            return 0.0;
        }
        let (cells, demand, seconds) = self.zones();
        let nearness = |from: usize, to: usize| (AT_THE_PLACE / (seconds(from, to) / 60.0 + 1.0)) as u64;
        let (here, free) = (cells.of_leaf(&self.model.city, self.crews[crew].leaf) as usize, self.zones_of_free(cells));
        let share = |zone: usize| nearness(here, zone) as f64 / free.iter().map(|other| nearness(*other, zone)).sum::<u64>() as f64;
        (0..demand.len()).map(|zone| demand[zone] * share(zone)).sum()
    }

    /// The least sum of the way and what is lost in preparedness.
    pub fn least_unprepared(&self, candidates: Vec<usize>, case: usize, weight: Duration) -> Option<usize> {
        let by = |crew: usize| (self.travel(crew, case) + weight.seconds() * self.preparedness_lost(crew), crew);
        candidates.into_iter().min_by(|a, b| by(*a).partial_cmp(&by(*b)).expect("numbers"))
    }

    /// A crew with nothing to do is told its station anew, where that is decided each time. It does not count itself.
    pub fn takes_post(&mut self, crew: usize) {
        self.crews[crew].hand = Hand::Busy;
        let post = match &self.scenario.dispatch.relocation {
            _ if self.shift(crew).on_call => None,
            Relocation::Dmexclp => self.most_gaining(crew),
            Relocation::ComplianceTable { rows } => self.first_gap(crew, rows),
            _ => None,
        };
        self.crews[crew].post = post.unwrap_or(self.crews[crew].station);
    }

    fn most_gaining(&self, crew: usize) -> Option<usize> {
        let stations = &self.model.workforce.stations;
        let here = self.crews[crew].position(self.now, &self.model.city.travel);
        let by =
            |station: usize| (-self.coverage_gained(stations[station].spot.leaf), self.seconds_between(&here, &stations[station].spot));
        let own = self.kind(crew).stations.iter().map(|station| *station as usize);
        own.reduce(|best, other| if by(other) < by(best) { other } else { best })
    }

    /// The first station of the row for so many free crews that has fewer of them than it stands there.
    fn first_gap(&self, crew: usize, rows: &[Vec<String>]) -> Option<usize> {
        let kind = |crew: usize| self.model.workforce.crews[gridgov::ids::CrewId(crew as u32)].kind;
        let ready: Vec<usize> =
            (0..self.crews.len()).filter(|other| kind(*other) == kind(crew) && self.crews[*other].hand == Hand::Free).collect();
        let mut wanted: Vec<usize> = Vec::new();
        for name in &rows[ready.len().min(rows.len() - 1)] {
            let of_kind =
                self.kind(crew).stations.iter().map(|station| *station as usize).find(|station| self.station_name(*station) == name);
            let Some(station) = of_kind else { continue };
            wanted.push(station);
            let there = ready.iter().filter(|other| self.crews[**other].post == station).count();
            if there < wanted.iter().filter(|other| **other == station).count() {
                return Some(station);
            }
        }
        None
    }
}

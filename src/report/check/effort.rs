//! What a visit costs a crew, and what committed work takes; by half hour.

use super::bins::{BIN, BINS, Day, by_half_hour, hours};
use super::served::{is_competent, jobs_of};
use super::ways::{OUT, Ways, mean_way};
use crate::city::Spot;
use crate::demand::{Expected, JobPart, Scene};
use crate::ids::{AreaId, CategoryId, Column, CrewId, DepartmentId, Id};
use crate::policy::AvailableAgain;
use crate::random::maths::pow;
use crate::scenario::{Home, Loaded, Model};
use crate::time::Duration;
use crate::workforce::{CrewKind, CrewKindConfig, SkillSet, on_duty};
use std::collections::{BTreeMap, BTreeSet};

/// What visits cost crews.
pub(super) struct Effort {
    /// What the incidents of each category are like.
    expected: Column<CategoryId, Expected>,
    /// Ways at the pace of no hour: to the places of categories, from the stations of departments.
    ways: Vec<Ways>,
    /// Which of them are to a category's incidents, by its parts.
    way: Column<CategoryId, Vec<usize>>,
    /// Seconds of each crew by category and half hour, the way apart.
    bound: Column<CategoryId, Day>,
    /// Seconds of the one crew that has an errand afterwards.
    errand: Column<CategoryId, f64>,
    /// How much longer ways take, by half hour.
    pace: Day,
    /// The crews of each department.
    reach: Column<DepartmentId, Reach>,
    /// Crews on duty or on call.
    there: Day,
    /// Crews on committed work.
    committed: Day,
    /// Seconds of a piece of it.
    piece_s: f64,
    /// Whether crews stay where they are done.
    stay: bool,
    /// Whether they may be sent on their way home.
    sent_homeward: bool,
}

/// The crews competent in one department.
struct Reach {
    /// The stations that have them, one of each place, of very many some.
    stations: Vec<Spot>,
    /// Places where they are stationed.
    places: f64,
    /// Those on duty or on call.
    crews: Day,
    /// Those on committed work.
    at_work: Day,
    /// Seconds of their way home.
    home_s: f64,
    /// Seconds of their shifts; endless around the clock.
    shift_s: f64,
}

/// Crews of a department that may be sent, by where they are.
struct Free {
    at_station: f64,
    at_work: f64,
    homeward: f64,
    /// Chances that there is none: for what is not pressing, and what is.
    none: [f64; 2],
}

impl Free {
    /// Mean seconds of way, for what is not pressing and what is, where crews are stationed at so many places.
    fn ways(&self, ways: &Ways, places: f64) -> [f64; 2] {
        let ground = (places / self.at_station.max(1.0)).max(1.0).sqrt();
        let of = |none: f64, at_work: f64| none * ways.from_work + (1.0 - none) * ways.seconds(ground, at_work, self.homeward);
        [of(self.none[0], 0.0), of(self.none[1], self.at_work)]
    }
}

/// Places of incidents that are looked at, for each way that these are spread.
const SCENES: usize = 2_000;
/// Stations that are looked at, at most.
const STATIONS: usize = 2_000;

impl Effort {
    pub(super) fn new(loaded: &Loaded, expected: Column<CategoryId, Expected>, committed: &CommittedLoad) -> Effort {
        let model = &loaded.model;
        let (demand, there) = (&model.demand, presence(model));
        let bound = |of: &Expected| -> Day {
            let of_part = |part: &JobPart| ready(loaded, part.department, &there).map(|ready| part.share * (part.work_s + ready));
            of.parts.iter().map(of_part).fold([0.0; BINS], |sum, of| std::array::from_fn(|bin| sum[bin] + of[bin]))
        };
        let bound = expected.iter().map(bound).collect();
        let at_work = demand.committed_places(&model.city, OUT);
        let reach = demand.departments.ids().map(|department| Reach::of(model, department, &at_work, committed));
        let reach: Column<DepartmentId, Reach> = reach.collect();
        // Many categories happen at the same places, and many departments have the same stations.
        let mut scenes: BTreeMap<usize, Vec<Scene>> = BTreeMap::new();
        let mut known: BTreeMap<(usize, DepartmentId), usize> = BTreeMap::new();
        let (mut ways, mut way, mut errand) = (Vec::new(), Column::default(), Column::default());
        let alike: Vec<DepartmentId> =
            reach.ids().map(|id| reach.ids().find(|other| reach[*other].stations == reach[id].stations).unwrap_or(id)).collect();
        for (id, of) in expected.enumerate() {
            let places = demand.scenes_of(id);
            let scenes = scenes.entry(places).or_insert_with(|| demand.scenes(id, &model.city, SCENES));
            let to = |part: &JobPart| {
                let department = alike[part.department.index()];
                *known.entry((places, department)).or_insert_with(|| {
                    ways.push(Ways::new(model, scenes, &reach[department].stations, &at_work));
                    ways.len() - 1
                })
            };
            way.push(of.parts.iter().map(to).collect());
            errand.push(errand_s(model, id, scenes));
        }
        Effort {
            ways,
            way,
            bound,
            errand,
            pace: std::array::from_fn(|bin| model.city.travel.factor(BIN.times(bin as u64))),
            reach,
            there: by_half_hour(&on_duty(&model.workforce, |_| true)),
            committed: committed.done,
            piece_s: loaded.scenario.demand.committed_work.as_ref().map_or(0.0, |work| work.job.mean()),
            stay: matches!(model.home, Home::Stay),
            sent_homeward: model.available_again == AvailableAgain::EnRoute,
            expected,
        }
    }

    /// Crews that visits keep busy. The fewer crews are free at stations, the longer the way from these: with the square root of
    /// the ground that each has to itself, once they are fewer than the places where they are stationed (Kolesar & Blum,
    /// Management Science 19, 1973). Who is out may be nearer; where nobody is free, whoever is done first comes from where it is.
    pub(super) fn busy(&self, visits: &Column<CategoryId, Day>, jobs: &Column<CategoryId, Day>, travel: &Day) -> Day {
        let mut busy = [0.0; BINS];
        for _ in 0..8 {
            let mut next = [0.0; BINS];
            for bin in 0..BINS {
                let pace = self.pace[bin] * travel[bin];
                let free = self.free(visits, bin, busy[bin], pace);
                // Many categories have the same ways.
                let mut known: BTreeMap<(usize, DepartmentId), [f64; 2]> = BTreeMap::new();
                for (id, day) in visits.enumerate().filter(|(_, day)| day[bin] > 0.0) {
                    let pressing = self.expected[id].pressing;
                    let way = |(part, number): (&JobPart, &usize)| {
                        let of = || free[part.department].ways(&self.ways[*number], self.reach[part.department].places);
                        let [other, urgent] = *known.entry((*number, part.department)).or_insert_with(of);
                        part.share * pace * (pressing * urgent + (1.0 - pressing) * other)
                    };
                    let ways: f64 = self.expected[id].parts.iter().zip(&self.way[id]).map(way).sum();
                    occupy(&mut next, bin, day[bin], self.bound[id][bin] + ways);
                }
                for (id, day) in jobs.enumerate() {
                    occupy(&mut next, bin, day[bin], self.errand[id]);
                }
            }
            let settled = busy.iter().zip(&next).all(|(before, after)| (before - after).abs() <= 1e-3 * after);
            busy = next;
            if settled {
                break;
            }
        }
        busy
    }

    /// Crews that may be sent, by department, while `visits` begin in a half hour and keep so many crews `busy`. Whoever is done
    /// goes home if no piece of committed work waits, or stays until the shift ends.
    fn free(&self, visits: &Column<CategoryId, Day>, bin: usize, busy: f64, pace: f64) -> Column<DepartmentId, Free> {
        let (there, occupied) = (self.there[bin], busy + self.committed[bin]);
        let idle = if there > 0.0 { (1.0 - occupied / there).max(0.0) } else { 0.0 };
        let none_waits = if self.committed[bin] > 0.0 { pow(idle, self.committed[bin] / occupied) } else { 1.0 };
        // How many are done with an incident each second, and crews that all of their ways home would take.
        let mut done: Column<DepartmentId, [f64; 2]> = Column::filled(self.reach.len(), [0.0; 2]);
        for (id, day) in visits.enumerate() {
            for (part, number) in self.expected[id].parts.iter().zip(&self.way[id]) {
                let visits = day[bin] / BIN.seconds() * part.share;
                let [count, crews] = &mut done[part.department];
                (*count, *crews) = (*count + visits, *crews + visits * self.ways[*number].nearest);
            }
        }
        let of = |(id, reach): (DepartmentId, &Reach)| {
            let pieces = if self.piece_s > 0.0 { reach.at_work[bin] / self.piece_s } else { 0.0 };
            let (crews, [count, ways]) = (reach.crews[bin], done[id]);
            let idle = idle * crews;
            let homeward = if self.stay {
                let each = (count + pieces) / crews * reach.shift_s;
                if each.is_finite() { idle * each / (1.0 + each) } else { idle }
            } else {
                (none_waits * pace * (ways + pieces * reach.home_s)).min(idle)
            };
            let all = |occupied: f64| if crews > 0.0 { pow((occupied / there).min(1.0), crews) } else { 0.0 };
            Free {
                at_station: idle - homeward,
                at_work: reach.at_work[bin],
                homeward: if self.stay || self.sent_homeward { homeward } else { 0.0 },
                none: [all(occupied), all(busy)],
            }
        };
        self.reach.enumerate().map(of).collect()
    }

    /// What the incidents of a category are like.
    pub(super) fn expected(&self, id: CategoryId) -> &Expected {
        &self.expected[id]
    }

    /// Crews competent in a department that are on duty or on call.
    pub(super) fn crews(&self, department: DepartmentId) -> &Day {
        &self.reach[department].crews
    }

    /// The departments that incidents ask for.
    pub(super) fn departments(&self, id: CategoryId) -> impl Iterator<Item = DepartmentId> {
        self.expected[id].parts.iter().map(|part| part.department)
    }

    /// Of a category's first visits the share that is done at all, if its own department is among `departments`, and the crews of
    /// these on the mean of all. What nobody is competent in is lost, and takes no crew's time.
    pub(super) fn done(&self, model: &Model, id: CategoryId, departments: SkillSet) -> [f64; 2] {
        let counted = |department: DepartmentId| f64::from(u8::from(departments >> department.0 & 1 == 1));
        let (mut own, mut all) = (0.0, 0.0);
        for part in &self.expected[id].parts {
            let jobs = jobs_of(&model.demand.categories[id], part.department, self.expected[id].joint);
            for (share, need) in jobs.into_iter().filter(|(_, need)| is_competent(model, *need)) {
                own += part.share * share * counted(part.department);
                all += part.share * share * need.into_iter().map(|(department, crews)| counted(department) * f64::from(crews)).sum::<f64>();
            }
        }
        [own, all]
    }
}

/// So many things begin in a half hour and last so long, over midnight if need be.
fn occupy(day: &mut Day, from: usize, count: f64, seconds: f64) {
    let whole_days = (seconds / Duration::DAY.seconds()).floor();
    day.iter_mut().for_each(|there| *there += count * whole_days);
    let (mut left, mut bin) = (seconds - whole_days * Duration::DAY.seconds(), from);
    while left > 0.0 {
        day[bin % BINS] += count * left.min(BIN.seconds()) / BIN.seconds();
        (left, bin) = (left - BIN.seconds(), bin + 1);
    }
}

/// Crews by kind and shift, in their order, and by half hour: those on duty, and those on call.
fn presence(model: &Model) -> Vec<Vec<Day>> {
    let of = |kind: usize, shift: usize| {
        let is = |crew| model.workforce.crews[crew].kind as usize == kind && model.workforce.crews[crew].shift as usize == shift;
        by_half_hour(&on_duty(&model.workforce, is))
    };
    let shifts = model.workforce.kinds.iter().map(|kind| kind.shifts.len()).enumerate();
    shifts.map(|(kind, shifts)| (0..shifts).map(|shift| of(kind, shift)).collect()).collect()
}

/// Seconds that a crew is bound beside way and work, by half hour: acceptance with the offers that others refused, turnout,
/// clearing; the mean of the competent crews `there` then, of all where nobody is. None where nobody is competent.
fn ready(loaded: &Loaded, department: DepartmentId, there: &[Vec<Day>]) -> Day {
    let (mut crews, mut seconds) = ([0.0; BINS], [0.0; BINS]);
    let (mut all, mut of_all) = (0.0, 0.0);
    for (kind, there) in loaded.model.workforce.kinds.iter().zip(there).filter(|(kind, _)| kind.skills >> department.index() & 1 == 1) {
        let config = &loaded.scenario.workforce.crews[kind.config as usize];
        let rest = accepting(config) + config.clearing.as_ref().map_or(0.0, |d| d.mean());
        for (shift, there) in kind.shifts.iter().zip(there) {
            let on_call = config.on_call.as_ref().filter(|_| shift.on_call).map(|on_call| on_call.turnout.mean());
            let takes = rest + on_call.unwrap_or_else(|| config.turnout.mean());
            let count = f64::from(shift.spread.crews());
            (all, of_all) = (all + count, of_all + count * takes);
            for bin in 0..BINS {
                crews[bin] += there[bin];
                seconds[bin] += there[bin] * takes;
            }
        }
    }
    let mean = if all > 0.0 { of_all / all } else { 0.0 };
    std::array::from_fn(|bin| if crews[bin] > 0.0 { seconds[bin] / crews[bin] } else { mean })
}

/// Seconds of all crews until one has accepted.
fn accepting(config: &CrewKindConfig) -> f64 {
    let limit = config.answer_within.seconds();
    let takes = (1.0 - config.accept.share_above(limit)) * (1.0 - config.refusal.get());
    config.accept.mean().min(limit) / takes.max(0.1)
}

impl Reach {
    fn of(model: &Model, department: DepartmentId, at_work: &[Spot], committed: &CommittedLoad) -> Reach {
        let workforce = &model.workforce;
        let competent = |kind: &&CrewKind| kind.skills >> department.index() & 1 == 1;
        let stations: BTreeSet<u32> = workforce.kinds.iter().filter(competent).flat_map(|kind| kind.manned(|_| true)).collect();
        let spots = stations.iter().map(|station| workforce.stations[*station as usize].spot);
        let apart: BTreeMap<(AreaId, u64, u64), Spot> =
            spots.map(|spot| ((spot.leaf, spot.place.x.to_bits(), spot.place.y.to_bits()), spot)).collect();
        let able = |crew| workforce.kind(crew).skills >> department.index() & 1 == 1;
        let helpers = by_half_hour(&on_duty(workforce, |crew| able(crew) && committed.helps(model, crew)));
        let part = |bin: usize| if committed.helpers[bin] > 0.0 { helpers[bin] / committed.helpers[bin] } else { 0.0 };
        let stations: Vec<Spot> = apart.values().step_by(apart.len() / STATIONS + 1).copied().collect();
        Reach {
            places: apart.len() as f64,
            crews: by_half_hour(&on_duty(workforce, able)),
            at_work: std::array::from_fn(|bin| committed.done[bin] * part(bin)),
            home_s: mean_way(model, &stations, at_work.iter()),
            shift_s: shift_s(model, department),
            stations,
        }
    }
}

/// Mean seconds of the shifts of a department's crews, endless where some are around the clock.
fn shift_s(model: &Model, department: DepartmentId) -> f64 {
    let workforce = &model.workforce;
    let crews = workforce.crews.ids().filter(|crew| workforce.kind(*crew).skills >> department.index() & 1 == 1);
    let (count, sum) = crews.map(|crew| workforce.shift(crew).hours.length()).fold((0.0, 0.0), |(count, sum), length| {
        (count + 1.0, sum + if length == Duration::DAY { f64::INFINITY } else { length.seconds() })
    });
    if count > 0.0 { sum / count } else { 0.0 }
}

/// Mean seconds of a category's errands to a facility, with the way there, over where it happens.
fn errand_s(model: &Model, id: CategoryId, scenes: &[Scene]) -> f64 {
    const MOST: usize = 500;
    let (city, facilities, drawn) = (&model.city, &model.demand.facilities, &model.demand.categories[id].errand);
    if drawn.is_none() && scenes.iter().all(|scene| scene.facility.is_none()) {
        return 0.0;
    }
    let looked: Vec<&Scene> = scenes.iter().step_by(scenes.len() / MOST + 1).collect();
    let seconds = |scene: &&Scene| {
        let drawn = || drawn.as_ref().and_then(|errand| Some((errand.nearest(facilities, city, &scene.spot)?, errand.share)));
        let (facility, share) = scene.facility.map(|facility| (facility, 1.0)).or_else(drawn)?;
        let facility = &facilities[usize::from(facility)];
        Some(share * (facility.mean_time + city.travel.seconds(&scene.spot, &facility.spot)))
    };
    looked.iter().filter_map(seconds).sum::<f64>() / looked.len() as f64
}

/// Committed work of a day.
pub(super) struct CommittedLoad {
    /// Crew-hours that fall due.
    pub(super) due: f64,
    /// The part of them that is of departments whose crews do such work.
    pub(super) able: f64,
    /// Hours on duty of the crews that do it.
    pub(super) there: f64,
    /// Those crews, by half hour.
    helpers: Day,
    /// The departments whose crews do it.
    asked: SkillSet,
    /// Crews at it by half hour, as far as those that do it have the time.
    pub(super) done: Day,
}

impl CommittedLoad {
    pub(super) fn new(loaded: &Loaded) -> CommittedLoad {
        let (model, due) = (&loaded.model, due(loaded));
        let shares = model.demand.departments.ids().zip(model.demand.committed_shares());
        let done = shares.filter(|(department, share)| **share > 0.0 && model.does_committed_work(*department));
        let (able, asked) = done.fold((0.0, 0), |(able, asked), (department, share)| (able + share, asked | 1 << department.0));
        let mut load = CommittedLoad { due: hours(&due), able, there: 0.0, helpers: [0.0; BINS], asked, done: due };
        load.helpers = by_half_hour(&on_duty(&model.workforce, |crew| load.helps(model, crew)));
        load.there = hours(&load.helpers);
        let part = if load.due > 0.0 { able.min(load.there / load.due) } else { 0.0 };
        load.done.iter_mut().for_each(|crews| *crews *= part);
        load
    }

    /// Whether a crew does committed work.
    fn helps(&self, model: &Model, crew: CrewId) -> bool {
        let kind = model.workforce.kind(crew);
        kind.committed_work && kind.skills & self.asked != 0 && !model.workforce.shift(crew).on_call
    }
}

/// Crews that committed work asks for by half hour, as it falls due.
fn due(loaded: &Loaded) -> Day {
    let Some(work) = &loaded.scenario.demand.committed_work else { return [0.0; BINS] };
    let hours = work.crew_time_per_day.hours();
    if work.hours.is_empty() {
        return [hours / 24.0; BINS];
    }
    let total: f64 = work.hours.iter().map(|(_, weight)| weight.get()).sum();
    let at = |bin: usize| BIN.times(bin as u64);
    let part = |bin| work.hours.iter().filter(|(h, _)| h.contains(at(bin))).map(|(h, w)| w.get() / total / h.length().hours()).sum::<f64>();
    std::array::from_fn(|bin| hours * part(bin))
}

//! What a visit costs a crew, and what committed work takes; by half hour.

use super::bins::{BIN, BINS, Day, by_half_hour, hours};
use super::served::{is_competent, jobs_of};
use crate::city::Spot;
use crate::demand::{Expected, JobPart, Scene};
use crate::ids::{AreaId, CategoryId, Column, DepartmentId, Id};
use crate::scenario::{Loaded, Model};
use crate::time::Duration;
use crate::workforce::{CrewKind, CrewKindConfig, SkillSet, on_duty};
use std::collections::{BTreeMap, BTreeSet};

/// What visits cost crews.
pub(super) struct Effort {
    /// What the incidents of each category are like.
    expected: Column<CategoryId, Expected>,
    /// Seconds of way from the nearest station, by category and its parts, at the pace of no hour.
    nearest: Column<CategoryId, Vec<f64>>,
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
}

/// The crews competent in one department.
struct Reach {
    /// The stations that have them, one of each place, of very many some.
    stations: Vec<Spot>,
    /// Places where they are stationed.
    places: f64,
    /// Those on duty or on call.
    crews: Day,
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
        let reach: Column<DepartmentId, Reach> = demand.departments.ids().map(|department| Reach::of(model, department)).collect();
        // Many categories happen at the same places, and many departments have the same stations.
        let mut scenes: BTreeMap<usize, Vec<Scene>> = BTreeMap::new();
        let mut ways: BTreeMap<(usize, DepartmentId), f64> = BTreeMap::new();
        let (mut nearest, mut errand) = (Column::default(), Column::default());
        let alike: Vec<DepartmentId> =
            reach.ids().map(|id| reach.ids().find(|other| reach[*other].stations == reach[id].stations).unwrap_or(id)).collect();
        for (id, of) in expected.enumerate() {
            let places = demand.scenes_of(id);
            let scenes = scenes.entry(places).or_insert_with(|| demand.scenes(id, &model.city, SCENES));
            let way = |part: &JobPart| {
                let department = alike[part.department.index()];
                *ways.entry((places, department)).or_insert_with(|| mean_way(model, scenes, &reach[department].stations))
            };
            nearest.push(of.parts.iter().map(way).collect());
            errand.push(errand_s(model, id, scenes));
        }
        Effort {
            nearest,
            bound,
            errand,
            pace: std::array::from_fn(|bin| model.city.travel.factor(BIN.times(bin as u64))),
            reach,
            there: by_half_hour(&on_duty(&model.workforce, |_| true)),
            committed: committed.done,
            expected,
        }
    }

    /// Crews that visits keep busy. The fewer crews are free, the longer the way: with the square root of the ground that each
    /// has to itself, once they are fewer than the places where they are stationed (Kolesar & Blum, Management Science 19, 1973).
    pub(super) fn busy(&self, visits: &Column<CategoryId, Day>, jobs: &Column<CategoryId, Day>, travel: &Day) -> Day {
        let mut busy = [0.0; BINS];
        for _ in 0..8 {
            let mut next = [0.0; BINS];
            for bin in 0..BINS {
                let there = self.there[bin];
                let free = |others: f64| if there > 0.0 { ((there - busy[bin] - others) / there).max(0.0) } else { 0.0 };
                let (idle, called_away) = (free(self.committed[bin]), free(0.0));
                let way = |part: &JobPart, nearest: f64, free: f64| {
                    let reach = &self.reach[part.department];
                    let ground = (reach.places / (reach.crews[bin] * free).max(1.0)).max(1.0);
                    part.share * nearest * self.pace[bin] * travel[bin] * ground.sqrt()
                };
                for (id, day) in visits.enumerate() {
                    let of = &self.expected[id];
                    let free = of.pressing * called_away + (1.0 - of.pressing) * idle;
                    let ways: f64 = of.parts.iter().zip(&self.nearest[id]).map(|(part, nearest)| way(part, *nearest, free)).sum();
                    occupy(&mut next, bin, day[bin], self.bound[id][bin] + ways);
                    occupy(&mut next, bin, jobs[id][bin], self.errand[id]);
                }
            }
            busy = next;
        }
        busy
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
    fn of(model: &Model, department: DepartmentId) -> Reach {
        let workforce = &model.workforce;
        let competent = |kind: &&CrewKind| kind.skills >> department.index() & 1 == 1;
        let stations: BTreeSet<u32> = workforce.kinds.iter().filter(competent).flat_map(|kind| kind.manned(|_| true)).collect();
        let spots = stations.iter().map(|station| workforce.stations[*station as usize].spot);
        let apart: BTreeMap<(AreaId, u64, u64), Spot> =
            spots.map(|spot| ((spot.leaf, spot.place.x.to_bits(), spot.place.y.to_bits()), spot)).collect();
        Reach {
            stations: apart.values().step_by(apart.len() / STATIONS + 1).copied().collect(),
            places: apart.len() as f64,
            crews: by_half_hour(&on_duty(workforce, |crew| workforce.kind(crew).skills >> department.index() & 1 == 1)),
        }
    }
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

/// Mean seconds from the nearest of some stations to where incidents happen.
fn mean_way(model: &Model, scenes: &[Scene], stations: &[Spot]) -> f64 {
    if scenes.is_empty() || stations.is_empty() {
        return 0.0;
    }
    let nearest = |scene: &Scene| {
        let ways = stations.iter().map(|station| model.city.travel.duration(station, &scene.spot, 1.0).seconds());
        ways.fold(f64::INFINITY, f64::min)
    };
    scenes.iter().map(nearest).sum::<f64>() / scenes.len() as f64
}

/// Committed work of a day.
pub(super) struct CommittedLoad {
    /// Crew-hours that fall due.
    pub(super) due: f64,
    /// The part of them that is of departments whose crews do such work.
    pub(super) able: f64,
    /// Hours on duty of the crews that do it.
    pub(super) there: f64,
    /// Crews at it by half hour, as far as those that do it have the time.
    pub(super) done: Day,
}

impl CommittedLoad {
    pub(super) fn new(loaded: &Loaded) -> CommittedLoad {
        let (model, due) = (&loaded.model, due(loaded));
        let shares = model.demand.departments.ids().zip(model.demand.committed_shares());
        let done = shares.filter(|(department, share)| **share > 0.0 && model.does_committed_work(*department));
        let (able, asked) = done.fold((0.0, 0), |(able, asked), (department, share)| (able + share, asked | 1 << department.0));
        let helps = |crew| {
            let kind = model.workforce.kind(crew);
            kind.committed_work && kind.skills & asked != 0 && !model.workforce.shift(crew).on_call
        };
        let (all, there) = (hours(&due), hours(&by_half_hour(&on_duty(&model.workforce, helps))));
        let part = if all > 0.0 { able.min(there / all) } else { 0.0 };
        CommittedLoad { due: all, able, there, done: due.map(|crews| crews * part) }
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

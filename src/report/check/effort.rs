//! What a visit costs a crew, and what committed work takes; by half hour.

use super::bins::{BIN, BINS, Day, by_half_hour, hours};
use super::served::{is_competent, jobs_of};
use crate::city::{City, Spot};
use crate::demand::{Category, JobPart};
use crate::ids::{AreaId, CategoryId, Column, DepartmentId, Id};
use crate::scenario::{Loaded, Model};
use crate::stats::{PLANE, evenly};
use crate::time::Duration;
use crate::workforce::{CrewKind, CrewKindConfig, SkillSet, on_duty};
use std::collections::{BTreeMap, BTreeSet};

/// What visits cost crews.
pub(super) struct Effort {
    /// The departments of each category's incidents.
    parts: Column<CategoryId, Vec<JobPart>>,
    /// Seconds of each crew by category and half hour, the way apart.
    bound: Column<CategoryId, Day>,
    /// Seconds of the one crew that has an errand afterwards.
    errand: Column<CategoryId, f64>,
    /// Whether committed work gives way to the category.
    interrupts: Column<CategoryId, bool>,
    /// How near the crews of each department are.
    reach: Column<DepartmentId, Reach>,
    /// Crews on duty or on call.
    there: Day,
    /// Crews on committed work.
    committed: Day,
}

/// How near the crews competent in one department are.
struct Reach {
    /// Seconds of way from the nearest station by half hour.
    way: Day,
    /// Places where they are stationed.
    places: f64,
    /// Those on duty or on call.
    crews: Day,
}

impl Effort {
    pub(super) fn new(loaded: &Loaded, committed: &CommittedLoad) -> Effort {
        let model = &loaded.model;
        let (parts, there) = (model.demand.job_parts(), presence(model));
        let bound = |id: CategoryId| -> Day {
            let of = |part: &JobPart| ready(loaded, part.department, &there).map(|ready| part.share * (part.work_s + ready));
            parts[id].iter().map(of).fold([0.0; BINS], |sum, of| std::array::from_fn(|bin| sum[bin] + of[bin]))
        };
        let mut ways = BTreeMap::new();
        let mut reach = |department: DepartmentId| {
            let competent = |kind: &&CrewKind| kind.skills >> department.index() & 1 == 1;
            let stations: BTreeSet<u32> = model.workforce.kinds.iter().filter(competent).flat_map(|kind| kind.manned(|_| true)).collect();
            let stations: Vec<u32> = stations.into_iter().collect();
            let (nearest, places) = *ways.entry(stations).or_insert_with_key(|stations| nearest(model, stations));
            Reach {
                way: std::array::from_fn(|bin| nearest * model.city.travel.factor(BIN.times(bin as u64))),
                places: places as f64,
                crews: by_half_hour(&on_duty(&model.workforce, |crew| model.workforce.kind(crew).skills >> department.index() & 1 == 1)),
            }
        };
        Effort {
            bound: model.demand.categories.ids().map(bound).collect(),
            errand: model.demand.categories.iter().map(|c| errand_s(model, c)).collect(),
            interrupts: model.demand.categories.iter().map(|c| c.priority <= 2).collect(),
            reach: model.demand.departments.ids().map(&mut reach).collect(),
            there: by_half_hour(&on_duty(&model.workforce, |_| true)),
            committed: committed.done,
            parts,
        }
    }

    /// Crews that visits keep busy. The fewer crews are free, the longer the way: with the square root of the ground that each
    /// has to itself, once they are fewer than the places where they are stationed (Kolesar & Blum, Management Science 19, 1973).
    pub(super) fn busy(&self, visits: &Column<CategoryId, Day>, jobs: &Column<CategoryId, Day>, travel: f64) -> Day {
        let mut busy = [0.0; BINS];
        for _ in 0..8 {
            let mut next = [0.0; BINS];
            for bin in 0..BINS {
                let there = self.there[bin];
                let free = |others: f64| if there > 0.0 { ((there - busy[bin] - others) / there).max(0.0) } else { 0.0 };
                let (idle, called_away) = (free(self.committed[bin]), free(0.0));
                let way = |part: &JobPart, free: f64| {
                    let reach = &self.reach[part.department];
                    let ground = (reach.places / (reach.crews[bin] * free).max(1.0)).max(1.0);
                    part.share * reach.way[bin] * travel * ground.sqrt()
                };
                for (id, day) in visits.enumerate() {
                    let free = if self.interrupts[id] { called_away } else { idle };
                    let ways: f64 = self.parts[id].iter().map(|part| way(part, free)).sum();
                    occupy(&mut next, bin, day[bin], self.bound[id][bin] + ways);
                    occupy(&mut next, bin, jobs[id][bin], self.errand[id]);
                }
            }
            busy = next;
        }
        busy
    }

    /// Crews competent in a department that are on duty or on call.
    pub(super) fn crews(&self, department: DepartmentId) -> &Day {
        &self.reach[department].crews
    }

    /// The departments that incidents ask for.
    pub(super) fn departments(&self, id: CategoryId) -> impl Iterator<Item = DepartmentId> {
        self.parts[id].iter().map(|part| part.department)
    }

    /// Of a category's first visits the share that is done at all, if its own department is among `departments`, and the crews of
    /// these on the mean of all. What nobody is competent in is lost, and takes no crew's time.
    pub(super) fn done(&self, model: &Model, id: CategoryId, departments: SkillSet) -> [f64; 2] {
        let counted = |department: DepartmentId| f64::from(u8::from(departments >> department.0 & 1 == 1));
        let (mut own, mut all) = (0.0, 0.0);
        for part in &self.parts[id] {
            let jobs = jobs_of(&model.demand.categories[id], part.department);
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

/// Places all over the city, spread evenly over the ground of each smallest area: some of each where there are few areas, the
/// middles of some where there are many; with what each stands for of all residents, or of what stands for them.
fn places(city: &City, most: usize) -> Vec<(Spot, f64)> {
    const A_LEAF: usize = 16;
    let leaves = city.leaf_count();
    let each = (most / leaves).clamp(1, A_LEAF);
    let place = |leaf: AreaId, number: usize| match each {
        1 => city.middle(leaf),
        _ => {
            let [u, v] = evenly(number + 1, PLANE);
            city.spot(leaf, city.place_in(leaf, u, v))
        }
    };
    let of = |leaf: AreaId| (0..each).map(move |number| (place(leaf, number), city.areas[leaf].weight / each as f64));
    city.leaves().step_by(leaves / most + 1).map(AreaId).flat_map(of).collect()
}

/// Mean seconds of a visit's errand to a facility, with the way there, over residents or what stands for them.
fn errand_s(model: &Model, category: &Category) -> f64 {
    const MOST: usize = 500;
    let Some(errand) = &category.errand else { return 0.0 };
    let (city, facilities) = (&model.city, &model.demand.facilities);
    let (mut seconds, mut weight) = (0.0, 0.0);
    for (scene, residents) in places(city, MOST) {
        if let Some(facility) = errand.nearest(facilities, city, &scene).map(|nearest| &facilities[usize::from(nearest)]) {
            seconds += residents * (facility.mean_time + city.travel.seconds(&scene, &facility.spot));
            weight += residents;
        }
    }
    if weight > 0.0 { errand.share * seconds / weight } else { 0.0 }
}

/// Mean seconds from the nearest of some stations, over residents or what stands for them; and at how many places they are.
fn nearest(model: &Model, stations: &[u32]) -> (f64, usize) {
    /// Places and stations that are looked at, at most.
    const MOST: usize = 2_000;
    let spots = stations.iter().map(|station| &model.workforce.stations[*station as usize].spot);
    let apart: BTreeMap<(AreaId, u64, u64), &Spot> =
        spots.map(|spot| ((spot.leaf, spot.place.x.to_bits(), spot.place.y.to_bits()), spot)).collect();
    let (mut seconds, mut weight) = (0.0, 0.0);
    let skip = apart.len() / MOST + 1;
    for (scene, residents) in places(&model.city, MOST) {
        let ways = apart.values().step_by(skip).map(|spot| model.city.travel.duration(spot, &scene, 1.0).seconds());
        let nearest = ways.fold(f64::INFINITY, f64::min);
        if nearest.is_finite() {
            seconds += nearest * residents;
            weight += residents;
        }
    }
    (if weight > 0.0 { seconds / weight } else { 0.0 }, apart.len())
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

//! What crews and desks are expected to have on their hands, worked out from the model before anything is run.
//!
//! Expectations over the days of the run, surges apart: who would settle what on the spot, what passes which desk,
//! how long a crew is bound. Queues are left to the run; of refusals only the time that they cost is counted.

use super::fate::{Fate, fate};
use super::served::{is_competent, jobs_of};
use crate::city::{City, Spot};
use crate::demand::{Category, DayType};
use crate::ids::{AreaId, CategoryId, ChannelId, Column, DepartmentId, Id};
use crate::scenario::{Loaded, Model};
use crate::time::{Duration, Instant};
use crate::workforce::{CrewKindConfig, SkillSet, on_duty};
use std::collections::BTreeSet;

/// Half hours of a day.
pub const BINS: usize = 48;
/// Something for each half hour of a day.
pub type Day = [f64; BINS];

const BIN: Duration = Duration(Duration::DAY.0 / BINS as u64);

/// Expected loads of an average day.
pub struct Loads {
    /// Incidents reported, by category.
    pub incidents: Column<CategoryId, Day>,
    /// Those whose first visit is a crew's.
    pub for_crews: Column<CategoryId, Day>,
    /// Crews that incidents keep busy.
    pub busy: Day,
    /// Crews on duty.
    pub on_duty: Day,
    /// Crews on call that incidents call, where those on duty are not enough: on duty while they serve.
    pub called: Day,
    /// Share of clerks' time at work, by kind of desk; none where it has no clerk or no work.
    pub desks: Vec<Option<f64>>,
    effort: Effort,
}

/// Which days are meant.
struct Days<'a> {
    model: &'a Model,
    /// One day of each kind and month that occurs, and how often each of its half hours does.
    groups: Vec<(u64, Day)>,
    /// How often each half hour occurs in all.
    total: Day,
}

impl Days<'_> {
    /// The part of a half hour of all days that is of a group whose half hours occur so often.
    fn part(&self, group: &Day, bin: usize) -> f64 {
        if self.total[bin] > 0.0 { group[bin] / self.total[bin] } else { 0.0 }
    }

    /// The part of all time that lies on working days.
    fn worked_part(&self) -> f64 {
        let worked = self.groups.iter().filter(|(day, _)| self.worked(*day));
        worked.map(|(_, group)| group.iter().sum::<f64>()).sum::<f64>() / self.total.iter().sum::<f64>()
    }

    fn worked(&self, day: u64) -> bool {
        self.model.demand.calendar.day_type(day) == DayType::Workday
    }
}

/// The days of the run, of whose half hours the share `wanted` counts.
fn days_where(model: &Model, wanted: impl Fn(Instant, Instant) -> f64) -> Days<'_> {
    let calendar = &model.demand.calendar;
    let (mut groups, mut total) = (Vec::<(u64, Day)>::new(), [0.0; BINS]);
    for day in 0..u64::from(model.days) {
        let of: Day = std::array::from_fn(|bin| wanted(moment(day, bin), moment(day, bin + 1)));
        if of.iter().all(|share| *share == 0.0) {
            continue;
        }
        add(&mut total, &of);
        let alike = |other: u64| calendar.day_type(other) == calendar.day_type(day) && calendar.month(other) == calendar.month(day);
        match groups.iter_mut().find(|(first, _)| alike(*first)) {
            Some((_, group)) => add(group, &of),
            None => groups.push((day, of)),
        }
    }
    Days { model, groups, total }
}

fn add(to: &mut Day, of: &Day) {
    to.iter_mut().zip(of).for_each(|(to, of)| *to += of);
}

/// The mean over half hours, each as often as it occurs.
fn mean(of: &Day, often: &Day) -> f64 {
    of.iter().zip(often).map(|(of, often)| of * often).sum::<f64>() / often.iter().sum::<f64>()
}

/// What becomes of incidents, by whether the day is worked, category, channel and half hour.
struct Fates {
    of: Vec<Fate>,
    channels: usize,
}

impl Fates {
    fn new(loaded: &Loaded) -> Fates {
        let model = &loaded.model;
        let mut of = Vec::new();
        for worked in [false, true] {
            for category in model.demand.categories.ids() {
                for channel in model.demand.channels.ids() {
                    of.extend((0..BINS).map(|bin| fate(loaded, category, channel, BIN.times(bin as u64), worked)));
                }
            }
        }
        Fates { of, channels: model.demand.channels.len() }
    }

    fn get(&self, worked: bool, category: CategoryId, channel: ChannelId, bin: usize) -> &Fate {
        let categories = self.of.len() / 2 / self.channels / BINS;
        let row = (usize::from(worked) * categories + category.index()) * self.channels + channel.index();
        &self.of[row * BINS + bin]
    }
}

impl Loads {
    /// The loads of a scenario.
    pub fn new(loaded: &Loaded) -> Loads {
        let model = &loaded.model;
        let (demand, fates) = (&model.demand, Fates::new(loaded));
        let days = days_where(model, |_, _| 1.0);
        let mut loads = Loads {
            incidents: Column::filled(demand.categories.len(), [0.0; BINS]),
            for_crews: Column::filled(demand.categories.len(), [0.0; BINS]),
            busy: [0.0; BINS],
            on_duty: [0.0; BINS],
            called: [0.0; BINS],
            desks: Vec::new(),
            effort: Effort::new(loaded),
        };
        loads.on_duty = loads.effort.on_duty;
        let mut work = vec![0.0; model.structure.kinds.len()];
        for category in demand.categories.ids() {
            let logged = demand.logged_by_half_hour(category);
            let shares = demand.shares_of_channels(category);
            for (day, group) in &days.groups {
                for bin in 0..BINS {
                    let expected = |bin| demand.rate(moment(*day, bin), category) / BINS as f64;
                    let incidents = days.part(group, bin) * logged.map_or_else(|| expected(bin), |logged| logged[bin]);
                    loads.incidents[category][bin] += incidents;
                    for (channel, share) in demand.channels.ids().zip(&shares) {
                        let fate = fates.get(days.worked(*day), category, channel, bin);
                        for (time, part) in &fate.for_crews {
                            loads.for_crews[category][(time.0 / BIN.0) as usize] += incidents * share * part;
                        }
                        fate.desks.iter().for_each(|(kind, seconds)| work[*kind as usize] += incidents * share * seconds);
                    }
                }
            }
        }
        let (visits, jobs) = loads.work(model, SkillSet::MAX);
        loads.busy = loads.effort.busy(&visits, &jobs, 1.0);
        loads.called = called(model, SkillSet::MAX, &loads.busy, &loads.on_duty);
        loads.desks = desks(loaded, &days, &work);
        loads
    }

    /// Departments whose incidents alone would keep those competent in any of them busy for all of their time, and which share
    /// of it. Looked at are single departments and what one kind of crew can do, but not the whole.
    pub fn overloaded(&self, model: &Model) -> Vec<(SkillSet, f64)> {
        let asked = model.demand.categories.enumerate().filter(|(id, _)| self.for_crews[*id].iter().sum::<f64>() > 0.0);
        let asked = asked.flat_map(|(_, c)| [Some(c.department), c.joint.map(|joint| joint.with)]);
        let all = asked.flatten().fold(0, |all: SkillSet, department| all | 1 << department.0);
        let single = model.demand.departments.ids().map(|department| 1 << department.0);
        let sets: BTreeSet<SkillSet> = single.chain(model.workforce.kinds.iter().map(|kind| kind.skills)).map(|set| set & all).collect();
        let busy = |set: &SkillSet| {
            let competent = |crew| model.workforce.kind(crew).skills & set != 0 && !model.workforce.shift(crew).on_call;
            let there = by_half_hour(&on_duty(&model.workforce, competent));
            let (visits, jobs) = self.work(model, *set);
            let busy = self.effort.busy(&visits, &jobs, 1.0);
            let there = there.iter().chain(&called(model, *set, &busy, &there)).sum::<f64>();
            (there > 0.0).then(|| busy.iter().sum::<f64>() / there)
        };
        sets.into_iter()
            .filter(|set| *set != 0 && *set != all)
            .filter_map(|set| Some((set, busy(&set)?)))
            .filter(|(_, busy)| *busy >= 1.0)
            .collect()
    }

    /// Visits of single crews of these departments by category and half hour, and jobs, of which each may be of several crews;
    /// further ones at the times when they are made.
    fn work(&self, model: &Model, departments: SkillSet) -> (Column<CategoryId, Day>, Column<CategoryId, Day>) {
        let calendar = &model.demand.calendar;
        let opens = calendar.next_workday_start(Instant::ZERO).time_of_day();
        let closes = opens + calendar.working_day();
        let again =
            |bin: usize| overlap(BIN.times(bin as u64), BIN.times(bin as u64 + 1), opens, closes) / calendar.working_day().seconds();
        let of = |(id, c): (CategoryId, &Category)| {
            let (all, crews): (f64, f64) = (self.incidents[id].iter().sum(), self.for_crews[id].iter().sum());
            let further = crews * c.second_visit + all * c.reopen;
            let first = &self.for_crews[id];
            let [own, crews] = done(model, c, departments);
            let again = |bin: usize| further * own * again(bin);
            let visits = std::array::from_fn(|bin| first[bin] * crews + again(bin) * f64::from(c.crews));
            (visits, std::array::from_fn(|bin| first[bin] * own + again(bin)))
        };
        let (visits, jobs): (Vec<Day>, Vec<Day>) = model.demand.categories.enumerate().map(of).unzip();
        (visits.into_iter().collect(), jobs.into_iter().collect())
    }

    /// What a surge asks for while it holds within the run, or could strike; none where it never does.
    pub fn under_surge(&self, model: &Model, number: usize) -> Option<SurgeLoad> {
        let surge = &model.demand.surges[number];
        let days = days_where(model, |from, to| surge.share(from, to));
        if days.groups.is_empty() {
            return None;
        }
        let none = || Column::filled(model.demand.categories.len(), [0.0; BINS]);
        let (mut visits, mut jobs, mut all, mut for_crews) = (none(), none(), [0.0; BINS], [0.0; BINS]);
        for (day, group) in &days.groups {
            for (category, c) in model.demand.categories.enumerate() {
                let [own, crews] = done(model, c, SkillSet::MAX);
                for bin in 0..BINS {
                    let rate = model.demand.rate_in_surge(moment(*day, bin), category, number);
                    let incidents = rate * days.part(group, bin) / BINS as f64;
                    let ordinary = self.incidents[category][bin];
                    let needing = if ordinary > 0.0 { incidents * self.for_crews[category][bin] / ordinary } else { incidents };
                    all[bin] += incidents;
                    for_crews[bin] += needing;
                    visits[category][bin] += needing * crews;
                    jobs[category][bin] += needing * own;
                }
            }
        }
        let busy = self.effort.busy(&visits, &jobs, surge.travel);
        let a_day = |of: &Day| mean(of, &days.total) * BINS as f64;
        Some(SurgeLoad {
            incidents: a_day(&all),
            for_crews: a_day(&for_crews),
            crew_hours: a_day(&busy) * BIN.hours(),
            on_duty_hours: a_day(&self.on_duty) * BIN.hours(),
        })
    }
}

/// What the hours of a surge bring, for as many of them as a day has.
pub struct SurgeLoad {
    /// Incidents.
    pub incidents: f64,
    /// Those that need a crew.
    pub for_crews: f64,
    /// Crew-hours of first visits.
    pub crew_hours: f64,
    /// Crew-hours on duty.
    pub on_duty_hours: f64,
}

/// Of a category's first visits the share that is done at all, if its own department is among `departments`, and the crews of
/// these on the mean of all. What nobody is competent in is lost, and takes no crew's time.
fn done(model: &Model, category: &Category, departments: SkillSet) -> [f64; 2] {
    let counted = |department: DepartmentId| f64::from(u8::from(departments >> department.0 & 1 == 1));
    let (mut own, mut all) = (0.0, 0.0);
    for (share, need) in jobs_of(category).into_iter().filter(|(_, need)| is_competent(model, *need)) {
        own += share * counted(category.department);
        all += share * need.into_iter().map(|(department, crews)| counted(department) * f64::from(crews)).sum::<f64>();
    }
    [own, all]
}

fn moment(day: u64, bin: usize) -> Instant {
    Instant::midnight(day) + BIN.times(bin as u64)
}

/// Seconds that two spans share.
fn overlap(from: Duration, to: Duration, other_from: Duration, other_to: Duration) -> f64 {
    to.min(other_to).saturating_sub(from.max(other_from)).seconds()
}

/// Share of clerks' time at work. `work` is what incidents bring each kind of desk on an average day, in seconds.
fn desks(loaded: &Loaded, days: &Days, work: &[f64]) -> Vec<Option<f64>> {
    let model = &loaded.model;
    let service = |index: usize| loaded.scenario.structure.desks[index].requests.as_ref().map_or(0.0, |r| r.service.mean());
    let of = |(index, kind): (usize, &crate::structure::DeskKind)| {
        let places = model.structure.count(&model.city, index) as f64;
        let open = if kind.staffing.on_workdays_only() { days.worked_part() } else { 1.0 };
        let requests =
            kind.requests.as_ref().map_or(0.0, |r| r.per_day.iter().sum::<f64>() * kind.benches.len() as f64 * service(index) * open);
        let (asked, clerks) = (work[index] + requests, kind.staffing.hours_a_day() * 3_600.0 * places * open);
        (asked > 0.0 && clerks > 0.0).then(|| asked / clerks)
    };
    model.structure.kinds.iter().enumerate().map(of).collect()
}

/// What a visit costs a crew.
struct Effort {
    /// Seconds of each crew by category and half hour, the way apart.
    bound: Column<CategoryId, Day>,
    /// Seconds of the one crew that has an errand afterwards.
    errand: Column<CategoryId, f64>,
    /// Whether committed work gives way to the category.
    interrupts: Column<CategoryId, bool>,
    /// Seconds of way from the nearest station by half hour.
    way: Day,
    stations: f64,
    on_duty: Day,
    /// Crews on committed work.
    committed: Day,
}

impl Effort {
    fn new(loaded: &Loaded) -> Effort {
        let model = &loaded.model;
        let steps = on_duty(&model.workforce, |crew| !model.workforce.shift(crew).on_call);
        let nearest = mean_way_s(model);
        let there = presence(model);
        Effort {
            bound: model.demand.categories.iter().map(|c| ready(loaded, c, &there).map(|ready| c.mean_on_scene + ready)).collect(),
            errand: model.demand.categories.iter().map(|c| errand_s(model, c)).collect(),
            interrupts: model.demand.categories.iter().map(|c| c.priority <= 2).collect(),
            way: std::array::from_fn(|bin| nearest * model.city.travel.factor(BIN.times(bin as u64))),
            stations: model.workforce.stations.len() as f64,
            on_duty: by_half_hour(&steps),
            committed: committed(loaded),
        }
    }

    /// Crews that visits keep busy. The fewer crews are free, the longer the way: with the square root of the ground
    /// that each has to itself (Kolesar & Blum, Management Science 19, 1973).
    fn busy(&self, visits: &Column<CategoryId, Day>, jobs: &Column<CategoryId, Day>, travel: f64) -> Day {
        let mut busy = [0.0; BINS];
        for _ in 0..8 {
            busy = std::array::from_fn(|bin| {
                let free = |others: f64| (self.on_duty[bin] - busy[bin] - others).max(1.0);
                let way = |free: f64| self.way[bin] * travel * (self.stations / free).max(1.0).sqrt();
                let (idle, called_away) = (way(free(self.committed[bin])), way(free(0.0)));
                let of = |(id, day): (CategoryId, &Day)| {
                    day[bin] * (self.bound[id][bin] + if self.interrupts[id] { called_away } else { idle })
                        + jobs[id][bin] * self.errand[id]
                };
                visits.enumerate().map(of).sum::<f64>() / BIN.seconds()
            });
        }
        busy
    }
}

/// Crews competent in any of `departments` that are on call and called, where `busy` are more than are on duty there.
fn called(model: &Model, departments: SkillSet, busy: &Day, there: &Day) -> Day {
    let competent = |crew| model.workforce.kind(crew).skills & departments != 0 && model.workforce.shift(crew).on_call;
    let on_call = by_half_hour(&on_duty(&model.workforce, competent));
    std::array::from_fn(|bin| (busy[bin] - there[bin]).clamp(0.0, on_call[bin]))
}

/// Crews by half hour, from when on there are how many.
fn by_half_hour(steps: &[(Duration, u32)]) -> Day {
    std::array::from_fn(|bin| {
        let (from, to) = (BIN.times(bin as u64), BIN.times(bin as u64 + 1));
        let ends = steps.iter().skip(1).map(|(at, _)| *at).chain([Duration::DAY]);
        steps.iter().zip(ends).map(|((at, crews), end)| f64::from(*crews) * overlap(*at, end, from, to)).sum::<f64>() / BIN.seconds()
    })
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
fn ready(loaded: &Loaded, category: &Category, there: &[Vec<Day>]) -> Day {
    let (mut crews, mut seconds) = ([0.0; BINS], [0.0; BINS]);
    let (mut all, mut of_all) = (0.0, 0.0);
    for (kind, there) in
        loaded.model.workforce.kinds.iter().zip(there).filter(|(kind, _)| kind.skills >> category.department.index() & 1 == 1)
    {
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
    let (mut in_time, mut step) = (0.5, 0.25);
    for _ in 0..30 {
        in_time += if config.accept.quantile(in_time) <= limit { step } else { -step };
        step /= 2.0;
    }
    let takes = in_time * (1.0 - config.refusal.get());
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
        // Additive recurrence on the plastic number (Roberts 2018).
        _ => {
            let along = |step: f64| (0.5 + step * (number + 1) as f64).fract();
            city.spot(leaf, city.place_in(leaf, along(0.754_877_666_246_693), along(0.569_840_290_998_053)))
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

/// Mean seconds from the nearest station, over residents or what stands for them.
fn mean_way_s(model: &Model) -> f64 {
    /// Places and stations that are looked at, at most.
    const MOST: usize = 2_000;
    let (mut seconds, mut weight) = (0.0, 0.0);
    let skip = model.workforce.stations.len() / MOST + 1;
    for (scene, residents) in places(&model.city, MOST) {
        let way = |s: &crate::workforce::Station| model.city.travel.duration(&s.spot, &scene, 1.0).seconds();
        let nearest = model.workforce.stations.iter().step_by(skip).map(way).fold(f64::INFINITY, f64::min);
        if nearest.is_finite() {
            seconds += nearest * residents;
            weight += residents;
        }
    }
    if weight > 0.0 { seconds / weight } else { 0.0 }
}

/// Crews on committed work by half hour, as it falls due.
fn committed(loaded: &Loaded) -> Day {
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

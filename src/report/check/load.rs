//! What crews and desks are expected to have on their hands, worked out from the model before anything is run.
//!
//! Expectations over the days of the run, surges apart: who would settle what on the spot, what passes which desk,
//! how long a crew is bound. Queues are left to the run; of refusals only the time that they cost is counted.

use super::bins::{BIN, BINS, Day, add, by_half_hour, hours, mean, moment, overlap};
use super::effort::{CommittedLoad, Effort};
use super::fate::{Fate, fate};
use crate::demand::{Category, DayType, Expected, Surge};
use crate::ids::{CategoryId, ChannelId, Column, CrewId, DepartmentId, Id};
use crate::scenario::{Loaded, Model};
use crate::time::{Duration, Instant};
use crate::workforce::{SkillSet, on_duty};
use std::collections::BTreeSet;

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
    /// Crews on call.
    pub on_call: Day,
    /// Crews on call that incidents call: on duty while they serve.
    pub called: Day,
    /// Hours that crews are on duty, those of taking over counted for both.
    pub duty_hours: f64,
    /// Committed work.
    pub committed: CommittedLoad,
    /// Share of clerks' time at work, by kind of desk; none where it has no clerk or no work.
    pub desks: Vec<Option<f64>>,
    /// Departments with more than their own crews can do.
    pub overloaded: Vec<Overload>,
    /// What surges ask for that can strike within the run, by their numbers.
    pub surges: Vec<(usize, SurgeLoad)>,
    effort: Effort,
}

/// Departments whose incidents alone would keep those competent in any of them busy for all of their time.
pub struct Overload {
    /// The departments.
    pub departments: SkillSet,
    /// The time that their incidents ask for, over that of those crews.
    pub busy: f64,
}

/// Days of one kind and month, with the same surges beside the one in question.
struct Group {
    /// One of them.
    day: u64,
    /// How often each half hour occurs.
    often: Day,
    /// What holds in each half hour.
    regimes: Vec<Held>,
}

/// What surges come to where they overlap.
#[derive(Clone, Copy, PartialEq)]
struct Held {
    /// The one that decides demand, by its number.
    demand: usize,
    /// Multiplies travel times.
    travel: f64,
}

/// Which days are meant.
struct Days<'a> {
    model: &'a Model,
    /// Days that are alike.
    groups: Vec<Group>,
    /// How often each half hour occurs in all.
    total: Day,
}

impl Days<'_> {
    /// The part of a half hour of all days that is of a group whose half hours occur so often.
    fn part(&self, group: &Day, bin: usize) -> f64 {
        if self.total[bin] > 0.0 { group[bin] / self.total[bin] } else { 0.0 }
    }

    /// The part of a half hour of all days that are worked, or not, as those of a group.
    fn part_alike(&self, day: u64, group: &Day, bin: usize) -> f64 {
        let alike: f64 = self.groups.iter().filter(|other| self.worked(other.day) == self.worked(day)).map(|other| other.often[bin]).sum();
        if alike > 0.0 { group[bin] / alike } else { 0.0 }
    }

    /// The part of all time that lies on working days.
    fn worked_part(&self) -> f64 {
        let worked = self.groups.iter().filter(|group| self.worked(group.day));
        worked.map(|group| group.often.iter().sum::<f64>()).sum::<f64>() / self.total.iter().sum::<f64>()
    }

    fn worked(&self, day: u64) -> bool {
        self.model.demand.calendar.day_type(day) == DayType::Workday
    }
}

/// The days of the run, of whose half hours the share `wanted` counts; `regimes` is what holds on each.
fn days_where(model: &Model, wanted: impl Fn(Instant, Instant) -> f64, regimes: impl Fn(u64) -> Vec<Held>) -> Days<'_> {
    let calendar = &model.demand.calendar;
    let (mut groups, mut total) = (Vec::<Group>::new(), [0.0; BINS]);
    for day in 0..u64::from(model.days) {
        let of: Day = std::array::from_fn(|bin| wanted(moment(day, bin), moment(day, bin + 1)));
        if of.iter().all(|share| *share == 0.0) {
            continue;
        }
        add(&mut total, &of);
        let alike = |other: u64| calendar.day_type(other) == calendar.day_type(day) && calendar.month(other) == calendar.month(day);
        let regimes = regimes(day);
        match groups.iter_mut().find(|group| alike(group.day) && group.regimes == regimes) {
            Some(group) => add(&mut group.often, &of),
            None => groups.push(Group { day, often: of, regimes }),
        }
    }
    Days { model, groups, total }
}

/// What becomes of incidents, by whether the day is worked, category, channel and half hour.
struct Fates {
    of: Vec<Fate>,
    channels: usize,
}

impl Fates {
    fn new(loaded: &Loaded, expected: &Column<CategoryId, Expected>) -> Fates {
        let model = &loaded.model;
        let mut of = Vec::new();
        for worked in [false, true] {
            for (category, expected) in expected.enumerate() {
                for channel in model.demand.channels.ids() {
                    of.extend((0..BINS).map(|bin| fate(loaded, category, expected, channel, BIN.times(bin as u64), worked)));
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
        let (demand, expected) = (&model.demand, model.demand.expected());
        let fates = Fates::new(loaded, &expected);
        let (days, committed) = (days_where(model, |_, _| 1.0, |_| Vec::new()), CommittedLoad::new(loaded));
        let mut loads = Loads {
            incidents: Column::filled(demand.categories.len(), [0.0; BINS]),
            for_crews: Column::filled(demand.categories.len(), [0.0; BINS]),
            busy: [0.0; BINS],
            on_duty: there(model, SkillSet::MAX, false),
            on_call: there(model, SkillSet::MAX, true),
            called: [0.0; BINS],
            duty_hours: 0.0,
            desks: Vec::new(),
            overloaded: Vec::new(),
            surges: Vec::new(),
            effort: Effort::new(loaded, expected, &committed),
            committed,
        };
        loads.duty_hours = hours(&loads.on_duty) + handover_hours(model);
        let mut work = vec![0.0; model.structure.kinds.len()];
        for category in demand.categories.ids() {
            let expected = loads.effort.expected(category).clone();
            for Group { day, often, .. } in &days.groups {
                let worked = days.worked(*day);
                for bin in 0..BINS {
                    let incidents = match expected.logged {
                        Some(logged) => days.part_alike(*day, often, bin) * logged[usize::from(worked)][bin],
                        None => days.part(often, bin) * (demand.rate(moment(*day, bin), category) / BINS as f64),
                    };
                    loads.incidents[category][bin] += incidents;
                    for (channel, of) in expected.channels.enumerate() {
                        let fate = fates.get(worked, category, channel, bin);
                        for (time, part) in &fate.for_crews {
                            loads.for_crews[category][(time.0 / BIN.0) as usize] += incidents * of.share * part;
                        }
                        fate.desks.iter().for_each(|(kind, seconds)| work[*kind as usize] += incidents * of.share * seconds);
                    }
                }
            }
        }
        loads.busy = loads.busy_with(model, SkillSet::MAX);
        loads.called = loads.called(model);
        loads.desks = desks(loaded, &days, &work);
        loads.overloaded = loads.overloaded(model, &loads.for_crews, &[1.0; BINS], |departments| loads.busy_with(model, departments));
        // What happens is what a log says; of a surge only the slower ways are left.
        let surges = if demand.log().is_some() { 0 } else { demand.surges.len() };
        loads.surges = (0..surges).filter_map(|number| Some((number, loads.under_surge(model, number)?))).collect();
        loads
    }

    /// Crews that incidents of these departments keep busy.
    fn busy_with(&self, model: &Model, departments: SkillSet) -> Day {
        let (visits, jobs) = self.work(model, departments);
        self.effort.busy(&visits, &jobs, &[1.0; BINS])
    }

    /// Crews on call that serve: the crews that are there and competent in a department share its work alike, as far as they have
    /// the time.
    fn called(&self, model: &Model) -> Day {
        let busy: Column<DepartmentId, Day> = model.demand.departments.ids().map(|id| self.busy_with(model, 1 << id.0)).collect();
        let all: Day = std::array::from_fn(|bin| busy.iter().map(|busy| busy[bin]).sum());
        let each = |(id, busy): (DepartmentId, &Day)| -> Day {
            let there = self.effort.crews(id);
            std::array::from_fn(|bin| if busy[bin] * there[bin] > 0.0 { self.busy[bin] * busy[bin] / all[bin] / there[bin] } else { 0.0 })
        };
        let each: Column<DepartmentId, Day> = busy.enumerate().map(each).collect();
        let mut called = [0.0; BINS];
        for (number, kind) in model.workforce.kinds.iter().enumerate() {
            let is = |crew| model.workforce.crews[crew].kind as usize == number && model.workforce.shift(crew).on_call;
            let on_call = by_half_hour(&on_duty(&model.workforce, is));
            let busy = |bin: usize| each.enumerate().filter(|(id, _)| kind.skills >> id.0 & 1 == 1).map(|(_, each)| each[bin]).sum::<f64>();
            add(&mut called, &std::array::from_fn(|bin| on_call[bin] * busy(bin).min(1.0)));
        }
        called
    }

    /// Departments with more than their own crews can do: what they have `for_crews` keeps so many of them `busy`, and each half
    /// hour counts so `often`. Looked at are single departments and what one kind of crew can do, but not what all crews can.
    fn overloaded(&self, model: &Model, for_crews: &Column<CategoryId, Day>, often: &Day, busy: impl Fn(SkillSet) -> Day) -> Vec<Overload> {
        let asked = model.demand.categories.enumerate().filter(|(id, _)| for_crews[*id].iter().sum::<f64>() > 0.0);
        let asked = asked.flat_map(|(id, c)| self.effort.departments(id).chain(c.joint.map(|joint| joint.with)));
        let all = asked.fold(0, |all: SkillSet, department| all | 1 << department.0);
        let single = model.demand.departments.ids().map(|department| 1 << department.0);
        let sets: BTreeSet<SkillSet> = single.chain(model.workforce.kinds.iter().map(|kind| kind.skills)).map(|set| set & all).collect();
        let there = |set: SkillSet| mean(&there(model, set, false), often) + mean(&there(model, set, true), often);
        let everybody = mean(&self.on_duty, often) + mean(&self.on_call, often);
        let of = |departments: SkillSet| {
            let there = there(departments);
            (there > 0.0).then(|| Overload { departments, busy: mean(&busy(departments), often) / there })
        };
        sets.into_iter()
            .filter(|set| *set != 0 && (*set != all || there(*set) < everybody))
            .filter_map(of)
            .filter(|overload| overload.busy >= 1.0)
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
            let [own, crews] = self.effort.done(model, id, departments);
            let again = |bin: usize| further * own * again(bin);
            let visits = std::array::from_fn(|bin| first[bin] * crews + again(bin) * f64::from(c.crews));
            (visits, std::array::from_fn(|bin| first[bin] * own + again(bin)))
        };
        let (visits, jobs): (Vec<Day>, Vec<Day>) = model.demand.categories.enumerate().map(of).unzip();
        (visits.into_iter().collect(), jobs.into_iter().collect())
    }

    /// What a surge asks for while it holds within the run, or could strike, with those that hold beside it at given moments; none
    /// where it never does.
    fn under_surge(&self, model: &Model, number: usize) -> Option<SurgeLoad> {
        let surges = &model.demand.surges;
        let surge = &surges[number];
        let beside = |day: u64, bin: usize| {
            let holds = |other: &Surge| other.is_given() && other.share(moment(day, bin), moment(day, bin + 1)) >= 0.5;
            let all = surges.iter().enumerate().filter(|(other, of)| *other == number || holds(of));
            let first = Held { demand: number, travel: surge.travel };
            all.fold(first, |held, (other, of)| {
                let (volume, most) = (of.volume, surges[held.demand].volume);
                let decides = volume > most || volume == most && other < held.demand;
                Held { demand: if decides { other } else { held.demand }, travel: held.travel.max(of.travel) }
            })
        };
        let days = days_where(model, |from, to| surge.share(from, to), |day| (0..BINS).map(|bin| beside(day, bin)).collect());
        if days.groups.is_empty() {
            return None;
        }
        let none = || Column::filled(model.demand.categories.len(), [0.0; BINS]);
        let (mut all, mut for_crews): (Column<CategoryId, Day>, Column<CategoryId, Day>) = (none(), none());
        let mut travel = [0.0; BINS];
        for Group { day, often, regimes } in &days.groups {
            add(&mut travel, &std::array::from_fn(|bin| days.part(often, bin) * regimes[bin].travel));
            for category in model.demand.categories.ids() {
                for bin in 0..BINS {
                    let rate = model.demand.rate_in_surge(moment(*day, bin), category, regimes[bin].demand);
                    let incidents = rate * days.part(often, bin) / BINS as f64;
                    let ordinary = self.incidents[category][bin];
                    let needing = if ordinary > 0.0 { incidents * self.for_crews[category][bin] / ordinary } else { incidents };
                    all[category][bin] += incidents;
                    for_crews[category][bin] += needing;
                }
            }
        }
        let busy = |departments: SkillSet| {
            let first = |(id, day): (CategoryId, &Day)| {
                let [own, crews] = self.effort.done(model, id, departments);
                (day.map(|needing| needing * crews), day.map(|needing| needing * own))
            };
            let (visits, jobs): (Vec<Day>, Vec<Day>) = for_crews.enumerate().map(first).unzip();
            self.effort.busy(&visits.into_iter().collect(), &jobs.into_iter().collect(), &travel)
        };
        let a_day = |of: &Day| mean(of, &days.total) * BINS as f64;
        let hours = |of: &Day| a_day(of) * BIN.hours();
        Some(SurgeLoad {
            incidents: all.iter().map(a_day).sum(),
            for_crews: for_crews.iter().map(a_day).sum(),
            crew_hours: hours(&busy(SkillSet::MAX)),
            committed_hours: hours(&self.committed.done),
            on_duty_hours: hours(&self.on_duty),
            on_call_hours: hours(&self.on_call),
            overloaded: self.overloaded(model, &for_crews, &days.total, busy),
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
    /// Crew-hours of committed work.
    pub committed_hours: f64,
    /// Crew-hours on duty.
    pub on_duty_hours: f64,
    /// Crew-hours on call.
    pub on_call_hours: f64,
    /// Departments with more than their own crews can do.
    pub overloaded: Vec<Overload>,
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

/// Crews competent in any of `departments` that are on duty, or on call, by half hour.
fn there(model: &Model, departments: SkillSet, on_call: bool) -> Day {
    let counts = |crew| model.workforce.kind(crew).skills & departments != 0 && model.workforce.shift(crew).on_call == on_call;
    by_half_hour(&on_duty(&model.workforce, counts))
}

/// Hours of a day in which the shift before is still on duty while crews take over.
fn handover_hours(model: &Model) -> f64 {
    let workforce = &model.workforce;
    let takes_over = |crew: &CrewId| workforce.shift(*crew).hours.length() != Duration::DAY;
    workforce.crews.ids().filter(takes_over).map(|crew| workforce.handover(crew).hours()).sum()
}

//! From the `workforce` section to crews and stations.

use super::config::{Based, Fractions, ShiftConfig, Skills, WorkforceConfig};
use super::kind::{KindBuilder, Laws};
use super::places::Place;
use super::roster::Spread;
use super::squads::Squad;
use super::{Crew, CrewKind, MOST_DEPARTMENTS, MOST_OFFICERS_PER_CREW, Post, Shift, SkillSet, Station, Workforce, duty};
use crate::city::{Cells, City};
use crate::demand::Demand;
use crate::ids::{Column, Id};
use crate::problems::Problems;
use crate::random::Distribution;
use crate::time::Duration;

/// Most crews of a roster.
const MOST_CREWS: u64 = 1_000_000;
/// Most shifts of one kind of crew times its stations.
const MOST_PLACES: usize = 10_000_000;

impl Workforce {
    /// Derives crews and stations. Problems carry their path below `workforce`.
    pub fn build(config: &WorkforceConfig, city: &City, demand: &Demand, problems: &mut Problems) -> Option<Workforce> {
        let before = problems.len();
        let mut workforce = Workforce {
            kinds: Vec::new(),
            stations: Vec::new(),
            citywide: Vec::new(),
            crews: Column::new(),
            posts: Vec::new(),
            duties: Vec::new(),
        };
        for (index, (name, kind)) in config.crews.iter().enumerate() {
            let mut builder =
                KindBuilder { city, demand, config: kind, index: index as u32, path: format!("workforce.crews.{name}"), problems };
            builder.build(name, &mut workforce);
        }
        for (name, post) in &config.posts {
            let areas = match &post.per {
                None => Some(1),
                Some(level) => cells_count(city, level, &format!("workforce.posts.{name}.per"), problems),
            };
            let count = u64::from(post.count.get()) * areas.unwrap_or(0);
            workforce.posts.push(Post { name: name.clone(), zh: post.zh.clone(), count });
        }
        let total: u64 = workforce.kinds.iter().flat_map(|k| &k.shifts).map(|s| u64::from(s.spread.crews())).sum();
        if total > MOST_CREWS {
            problems.add("workforce.crews", too_many(total));
        }
        if problems.len() > before {
            return None;
        }
        for (kind, k) in workforce.kinds.iter().enumerate() {
            for (shift, s) in k.shifts.iter().enumerate() {
                for number in 0..s.spread.crews() {
                    workforce.crews.push(Crew { kind: kind as u32, shift: shift as u32, number });
                }
            }
        }
        workforce.citywide =
            (0..).zip(&workforce.stations).filter(|(_, station)| station.is_citywide()).map(|(number, _)| number).collect();
        workforce.duties = duty::round(&workforce);
        Some(workforce)
    }
}

fn too_many(crews: u64) -> String {
    format!("{crews} crews are more than the {MOST_CREWS} that a run can hold")
}

fn cells_count(city: &City, name: &str, path: &str, problems: &mut Problems) -> Option<u64> {
    let found = Cells::find(city, name);
    if found.is_none() {
        problems.unknown(path, "level or partition", name, Cells::names(city));
    }
    found.map(|cells| cells.count(city) as u64)
}

impl KindBuilder<'_> {
    /// Whether the numbers make sense, so that crews can be derived from them.
    fn check(&mut self) -> bool {
        let before = self.problems.len();
        let c = self.config;
        let at = |field: &str| format!("{}.{field}", self.path);
        if c.crew_size.get() == 0 {
            self.problems.add(at("crew_size"), "a crew has at least one officer");
        } else if c.crew_size.get() > MOST_OFFICERS_PER_CREW {
            let message = format!("{} officers are too many for a crew: at most {MOST_OFFICERS_PER_CREW}", c.crew_size.get());
            self.problems.add(at("crew_size"), message);
        }
        if c.working_days.get() > 7.0 {
            self.problems.add(at("working_days"), format!("{} days of work do not fit into a week of 7", c.working_days.get()));
        }
        if c.shifts.is_empty() {
            self.problems.add(at("shifts"), "there must be at least one shift");
        }
        if c.counts_officers() && !c.shifts.is_empty() && c.shifts.values().all(|shift| shift.weight.get() == 0.0) {
            self.problems.add(at("shifts"), "every weight is 0: at least one must be above");
        }
        for (name, shift) in &c.shifts {
            if c.handover > Duration::ZERO && shift.hours.length() + c.handover > Duration::DAY {
                let message = format!("with a handover of {} the shift {name:?} is longer than a day", c.handover);
                self.problems.add(at("handover"), message);
            } else if shift.hours.length() <= c.handover {
                self.problems.add(at("handover"), format!("a handover of {} is as long as the shift {name:?}", c.handover));
            }
            if let Some(pause) = &c.pause
                && pause.after + pause.lasts >= shift.hours.length()
            {
                self.problems
                    .add(at("break"), format!("a break of {} after {} does not fit into the shift {name:?}", pause.lasts, pause.after));
            }
        }
        let at_places = matches!(c.based, Based::AtPlaces(_));
        let given = [(c.crews.is_some(), "crews"), (c.roster.is_some(), "roster"), (at_places, "based")];
        let mut given = given.iter().filter(|(given, _)| *given).map(|(_, field)| *field);
        match (given.next(), given.next()) {
            (None, _) if c.officers.is_none() => {
                let message = "missing: write how many `officers` there are, or give the crews of each shift, `crews: 20`";
                self.problems.add(at("officers"), message);
            }
            (Some(first), Some(second)) => {
                self.problems.add(at(second), format!("`{first}` says already how many crews there are: take one of them"));
            }
            _ => {}
        }
        for name in c.roster.iter().flat_map(|r| r.keys()) {
            if !c.shifts.contains_key(name) {
                self.problems.unknown(at(&format!("roster.{name}")), "shift", name, c.shifts.keys().map(String::as_str));
            }
        }
        self.problems.len() == before
    }

    /// The kind, or one for each department. What does not hang on the numbers is looked at whatever these are.
    fn build(&mut self, name: &str, workforce: &mut Workforce) {
        let c = self.config;
        let is_sound = self.check();
        let (laws, skills) = (self.laws(), self.skills());
        let path = self.path.clone();
        let at = |field: &str| format!("{path}.{field}");
        let counts = if is_sound { self.crews_by_shift() } else { Vec::new() };
        let crews: u64 = counts.iter().map(|n| u64::from(*n)).sum();
        if crews > MOST_CREWS {
            self.problems.add(at(c.counted_by()), too_many(crews));
            return;
        }
        let places = self.places(counts.iter().copied().max().unwrap_or(0));
        let Some(places) = places.filter(|_| is_sound) else { return };
        if c.shifts.len() * places.len() > MOST_PLACES || workforce.stations.len() + places.len() > MOST_PLACES {
            self.problems.add(at("based"), format!("{} stations with {} shifts are too many to keep", places.len(), c.shifts.len()));
            return;
        }
        let given = matches!(c.based, Based::AtPlaces(_) | Based::Scattered { .. });
        if c.by_department && (given || c.roster.is_some() || c.crews.is_some() || c.officers.is_none()) {
            let message = "squads by department share `officers` by the work of each: leave out `roster`, `crews` and places with crews";
            self.problems.add(at("by_department"), message);
            return;
        }
        if given && c.fractions == Fractions::AtCentre {
            self.problems.add(at("fractions"), "where each place has its crews, no station has a fraction of one");
            return;
        }
        for squad in self.squads(name, skills) {
            let kind = self.kind(squad, &laws, &places, workforce.kinds.len() as u32, &mut workforce.stations);
            workforce.kinds.push(kind);
        }
    }

    fn laws(&mut self) -> Laws {
        let c = self.config;
        let mut compile = |field: &str, law: &Distribution| law.compile(format!("{}.{field}", self.path), self.problems);
        Laws {
            accept: compile("accept", &c.accept),
            turnout: compile("turnout", &c.turnout),
            on_call_turnout: c.on_call.as_ref().map(|on_call| compile("on_call.turnout", &on_call.turnout)),
            clearing: c.clearing.as_ref().map(|law| compile("clearing", law)),
        }
    }

    fn kind(&self, squad: Squad, laws: &Laws, places: &[Place], number: u32, stations: &mut Vec<Station>) -> CrewKind {
        let c = self.config;
        let laws = laws.clone();
        let (shifts, used) = self.shifts(&squad, places);
        let first = stations.len() as u32;
        let here = used.iter().map(|place| places.get(*place as usize).copied().unwrap_or_else(|| Place::centre(self.city)));
        stations.extend(here.map(|place| Station { kind: number, ..place.station() }));
        let rostered: u32 = squad.crews.iter().sum();
        let on_each_day = f64::from(rostered) * f64::from(c.crew_size.get());
        let share_at_work = c.working_days.get() / 7.0 * (1.0 - c.absence.get());
        let officers_needed = if share_at_work > 0.0 { on_each_day / share_at_work } else { 0.0 };
        CrewKind {
            config: self.index,
            name: squad.name,
            zh: squad.zh,
            officers: squad.officers.unwrap_or(CrewKind::headcount(officers_needed)),
            officers_needed,
            crew_size: c.crew_size.get(),
            skills: squad.skills,
            accept: laws.accept,
            answer_within: c.answer_within,
            refusal: c.refusal.get(),
            turnout: laws.turnout,
            on_call_turnout: laws.on_call_turnout,
            clearing: laws.clearing,
            handover: c.handover,
            pause: c.pause.as_ref().map(|p| (p.after, p.lasts)),
            committed_work: c.committed_work,
            shifts,
            stations: (first..stations.len() as u32).collect(),
        }
    }

    /// The shifts with their crews at the places, and which places those are, by their number; the number after the
    /// last is the middle of the city.
    fn shifts(&self, squad: &Squad, places: &[Place]) -> (Vec<Shift>, Vec<u32>) {
        let c = self.config;
        let loads = self.loads(places, squad.skills);
        let pooled = c.fractions == Fractions::AtCentre;
        let shift = |((name, shift), crews): ((&String, &ShiftConfig), &u32)| {
            let on_call = *crews == 0 && c.on_call.is_some() && squad.officers.is_none_or(|officers| officers > 0);
            let crews = if on_call { 1 } else { *crews };
            let spread = match &c.based {
                Based::AtPlaces(places) if !on_call => Spread::given(&places.iter().map(|(_, n)| n.get()).collect::<Vec<_>>()),
                Based::Scattered { .. } => Spread::given(&(0..places.len() as u32).map(|i| u32::from(i < crews)).collect::<Vec<_>>()),
                _ if pooled => Spread::pooled(crews, &loads),
                _ => Spread::new(crews, &loads),
            };
            Shift { name: name.clone(), zh: shift.zh.clone(), hours: shift.hours, spread, on_call }
        };
        let mut shifts: Vec<Shift> = c.shifts.iter().zip(&squad.crews).map(shift).collect();
        if !pooled {
            return (shifts, (0..places.len() as u32).collect());
        }
        let mut used: Vec<u32> = shifts.iter().flat_map(|s| s.spread.manned()).copied().collect();
        used.sort_unstable();
        used.dedup();
        for shift in &mut shifts {
            shift.spread = shift.spread.clone().renumbered(|place| used.partition_point(|u| *u < place) as u32);
        }
        (shifts, used)
    }

    fn skills(&mut self) -> SkillSet {
        let departments = &self.demand.departments;
        if departments.len() > MOST_DEPARTMENTS {
            self.problems.add("demand.departments", format!("{} departments are more than {MOST_DEPARTMENTS}", departments.len()));
            return 0;
        }
        match &self.config.skills {
            Skills::All => SkillSet::MAX,
            Skills::Only(names) => {
                let mut skills = 0;
                for (i, name) in names.iter().enumerate() {
                    match departments.enumerate().find(|(_, d)| d.name == *name) {
                        Some((id, _)) => skills |= 1 << id.index(),
                        None => self.problems.unknown(
                            format!("{}.skills.{i}", self.path),
                            "department",
                            name,
                            departments.iter().map(|d| d.name.as_str()),
                        ),
                    }
                }
                skills
            }
        }
    }
}

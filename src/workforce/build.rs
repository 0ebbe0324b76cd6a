//! From the `workforce` section to crews and stations.

use super::config::{Allotted, Based, CrewKindConfig, Skills, WorkforceConfig};
use super::roster::{Spread, crew_shifts, largest_remainder};
use super::{Crew, CrewKind, MOST_DEPARTMENTS, Post, Shift, SkillSet, Station, Workforce, duty};
use crate::city::{City, Site, Sites};
use crate::demand::Demand;
use crate::ids::{AreaId, CategoryId, Column, Id};
use crate::problems::Problems;
use crate::quantity::Count;
use crate::time::Duration;

/// Most crews of a roster.
const MOST_CREWS: u64 = 1_000_000;
/// Most shifts of one kind of crew times its stations.
const MOST_PLACES: usize = 10_000_000;

impl Workforce {
    /// Derives crews and stations. Problems carry their path below `workforce`.
    pub fn build(config: &WorkforceConfig, city: &City, demand: &Demand, problems: &mut Problems) -> Option<Workforce> {
        let before = problems.len();
        let mut workforce =
            Workforce { kinds: Vec::new(), stations: Vec::new(), crews: Column::new(), posts: Vec::new(), duties: Vec::new() };
        for (name, kind) in &config.crews {
            let mut builder = KindBuilder { city, demand, config: kind, path: format!("workforce.crews.{name}"), problems };
            if builder.check() {
                let kind = builder.build(name, &mut workforce.stations);
                workforce.kinds.extend(kind);
            }
        }
        for (name, post) in &config.posts {
            let areas = match &post.per {
                None => Some(1),
                Some(level) => level_count(city, level, &format!("workforce.posts.{name}.per"), problems),
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
        workforce.duties = duty::round(&workforce);
        Some(workforce)
    }
}

fn too_many(crews: u64) -> String {
    format!("{crews} crews are more than the {MOST_CREWS} that a run can hold")
}

fn level_count(city: &City, level: &str, path: &str, problems: &mut Problems) -> Option<u64> {
    let found = city.level(level);
    if found.is_none() {
        problems.unknown(path, "level", level, city.levels.iter().map(|l| l.name.as_str()));
    }
    found.map(|l| city.levels[l].count as u64)
}

struct KindBuilder<'a> {
    city: &'a City,
    demand: &'a Demand,
    config: &'a CrewKindConfig,
    path: String,
    problems: &'a mut Problems,
}

impl KindBuilder<'_> {
    /// Whether the numbers make sense, so that crews can be derived from them.
    fn check(&mut self) -> bool {
        let before = self.problems.len();
        let c = self.config;
        let at = |field: &str| format!("{}.{field}", self.path);
        if c.crew_size.get() == 0 {
            self.problems.add(at("crew_size"), "a crew has at least one officer");
        }
        if c.working_days.get() > 7.0 {
            self.problems.add(at("working_days"), format!("{} days of work do not fit into a week of 7", c.working_days.get()));
        }
        if c.shifts.is_empty() {
            self.problems.add(at("shifts"), "there must be at least one shift");
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

    fn build(&mut self, name: &str, stations: &mut Vec<Station>) -> Option<CrewKind> {
        let c = self.config;
        let path = self.path.clone();
        let at = |field: &str| format!("{path}.{field}");
        let skills = self.skills();
        let counts = self.crews_by_shift();
        let crews: u64 = counts.iter().map(|n| u64::from(*n)).sum();
        if crews > MOST_CREWS {
            let field = if c.roster.is_some() {
                "roster"
            } else if c.crews.is_some() {
                "crews"
            } else {
                "officers"
            };
            self.problems.add(at(if matches!(c.based, Based::AtPlaces(_)) { "based" } else { field }), too_many(crews));
            return None;
        }
        let based = self.stations(counts.iter().copied().max().unwrap_or(0))?;
        if c.shifts.len() * based.len() > MOST_PLACES || stations.len() + based.len() > MOST_PLACES {
            self.problems.add(at("based"), format!("{} stations with {} shifts are too many to keep", based.len(), c.shifts.len()));
            return None;
        }
        let loads = self.loads(&based, skills);
        let shifts: Vec<Shift> = c
            .shifts
            .iter()
            .zip(&counts)
            .map(|((name, shift), crews)| {
                let on_call = *crews == 0 && c.on_call.is_some() && c.officers.is_none_or(|officers| officers.get() > 0);
                let crews = if on_call { 1 } else { *crews };
                let spread = match &c.based {
                    Based::AtPlaces(places) if !on_call => Spread::given(&places.iter().map(|(_, n)| n.get()).collect::<Vec<_>>()),
                    Based::Scattered { .. } => Spread::given(&(0..based.len() as u32).map(|i| u32::from(i < crews)).collect::<Vec<_>>()),
                    _ => Spread::new(crews, &loads),
                };
                Shift { name: name.clone(), zh: shift.zh.clone(), hours: shift.hours, spread, on_call }
            })
            .collect();
        let first = stations.len() as u32;
        let count = based.len() as u32;
        stations.extend(based);
        let rostered: u32 = counts.iter().sum();
        let on_each_day = f64::from(rostered) * f64::from(c.crew_size.get());
        let share_at_work = c.working_days.get() / 7.0 * (1.0 - c.absence.get());
        let officers_needed = if share_at_work > 0.0 { on_each_day / share_at_work } else { 0.0 };
        Some(CrewKind {
            name: name.to_owned(),
            zh: c.zh.clone(),
            officers: c.officers.map_or((officers_needed - 1e-9).ceil() as u32, Count::get),
            officers_needed,
            crew_size: c.crew_size.get(),
            skills,
            accept: c.accept.compile(at("accept"), self.problems),
            answer_within: c.answer_within,
            refusal: c.refusal.get(),
            turnout: c.turnout.compile(at("turnout"), self.problems),
            on_call_turnout: c.on_call.as_ref().map(|o| o.turnout.compile(at("on_call.turnout"), self.problems)),
            clearing: c.clearing.as_ref().map(|d| d.compile(at("clearing"), self.problems)),
            handover: c.handover,
            pause: c.pause.as_ref().map(|p| (p.after, p.lasts)),
            committed_work: c.committed_work,
            shifts,
            stations: (first..first + count).collect(),
        })
    }

    fn crews_by_shift(&self) -> Vec<u32> {
        let c = self.config;
        if let Based::AtPlaces(places) = &c.based {
            let total = places.iter().map(|(_, crews)| u64::from(crews.get())).sum::<u64>();
            return vec![total.try_into().unwrap_or(u32::MAX); c.shifts.len()];
        }
        match (&c.roster, c.crews) {
            (Some(roster), _) => c.shifts.keys().map(|name| roster.get(name).copied().map_or(0, Count::get)).collect(),
            (None, Some(crews)) => vec![crews.get(); c.shifts.len()],
            (None, None) => {
                let officers = c.officers.map_or(0, Count::get);
                let crews = crew_shifts(officers, c.working_days.get(), c.absence.get(), c.crew_size.get());
                let weights: Vec<f64> = c.shifts.values().map(|s| s.weight.get()).collect();
                largest_remainder(crews, &weights)
            }
        }
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

    /// Where the crews are based; `most` are on one shift.
    fn stations(&mut self, most: u32) -> Option<Vec<Station>> {
        let city = self.city;
        let path = format!("{}.based", self.path);
        let of_area = |area: AreaId| Station { area, spot: city.middle(area) };
        match &self.config.based {
            Based::Centre => Some(vec![of_area(AreaId(0))]),
            Based::Each(level) => match city.level(level) {
                Some(l) => Some(city.areas_of(l).map(of_area).collect()),
                None => {
                    self.problems.unknown(path, "level", level, city.levels.iter().map(|l| l.name.as_str()));
                    None
                }
            },
            Based::At(sites) => self.at_sites(&path, sites),
            Based::AtPlaces(places) => {
                let sites: Vec<Site> = places.iter().map(|(site, _)| site.clone()).collect();
                self.at_sites(&path, &sites)
            }
            Based::Stations => {
                let marked: Vec<Station> = City::ids(&city.leaves()).filter(|leaf| city.areas[*leaf].station).map(of_area).collect();
                if marked.is_empty() {
                    self.problems.add(path, "no area is marked with `station: true`, as areas of `city: Explicit(…)` may be");
                }
                Some(marked).filter(|marked| !marked.is_empty())
            }
            Based::Scattered { seed } => {
                let places = city.scatter(*seed, most.max(1) as usize);
                if places.is_none() {
                    self.problems.add(path, "the city has no ground to scatter crews over: its areas are points");
                }
                Some(places?.into_iter().map(|(area, spot)| Station { area, spot }).collect())
            }
        }
    }

    fn at_sites(&mut self, path: &str, named: &[Site]) -> Option<Vec<Station>> {
        let mut sites = Sites::new(self.city);
        let mut stations = Vec::new();
        for (i, site) in named.iter().enumerate() {
            match sites.find(site) {
                Ok((area, spot)) => stations.push(Station { area, spot }),
                Err(message) => self.problems.add(format!("{path}.{i}"), message),
            }
        }
        if named.is_empty() {
            self.problems.add(path, "name at least one area");
        }
        (stations.len() == named.len() && !stations.is_empty()).then_some(stations)
    }

    /// Incidents a day expected in each area that these crews are competent in.
    fn loads(&self, stations: &[Station], skills: SkillSet) -> Vec<f64> {
        let given = matches!(self.config.based, Based::AtPlaces(_) | Based::Scattered { .. });
        if self.config.allotted == Allotted::Equally || stations.len() == 1 || given {
            return vec![1.0; stations.len()];
        }
        stations
            .iter()
            .map(|station| {
                let leaves = self.city.areas[station.area].leaves.clone();
                let mut load = 0.0;
                for (category, c) in self.demand.categories.enumerate() {
                    if skills >> c.department.index() & 1 == 1 {
                        load += self.demand.expected_per_day(category) * spatial(self.demand, category, leaves.clone());
                    }
                }
                load
            })
            .collect()
    }
}

fn spatial(demand: &Demand, category: CategoryId, leaves: std::ops::Range<u32>) -> f64 {
    leaves.map(|leaf| demand.spatial_share(category, AreaId(leaf))).sum()
}

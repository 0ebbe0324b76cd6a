//! The scenario, ready to run: every name resolved, every table built. Immutable and shared by all threads.

use super::config::{RunConfig, Scenario};
use super::home::{Home, home};
use super::rules;
use super::targets::TargetsConfig;
use crate::city::{Base, Cells, City, Tables, catchments};
use crate::demand::Demand;
use crate::ids::{AreaId, Column, DepartmentId, Id};
use crate::policy::admission::Admission;
use crate::policy::dispatch::district_first::Outside;
use crate::policy::dispatch::rollout::Rollout;
use crate::policy::dispatch::{Accounts, Chooser};
use crate::policy::preemption::Preemption;
use crate::policy::queueing::QueueDiscipline;
use crate::policy::{AvailableAgain, Coverage, Preparedness};
use crate::problems::Problems;
use crate::quantity::Day;
use crate::structure::Structure;
use crate::time::{Duration, Instant};
use crate::workforce::{MOST_CREWS_PER_JOB, Shift, Workforce};
use indexmap::IndexMap;

/// Most days of a run: a hundred years.
const MOST_DAYS: u32 = 36_525;
/// The longest time after the last report.
const LONGEST_DRAIN: Duration = Duration(3_653 * Duration::DAY.0);
/// Most incidents that a run may ask for: more than anybody waits for.
const MOST_INCIDENTS: f64 = 1e11;
/// Most lists of waiting incidents: cells of the division times what incidents may need.
const MOST_LISTS: usize = 10_000_000;
/// What the results of all replications may take.
pub const MOST_BYTES: u64 = 8_000_000_000;

/// Everything that a replication needs to know.
#[derive(Debug)]
pub struct Model {
    /// Name of the scenario.
    pub name: String,
    /// Chinese name.
    pub zh: Option<String>,
    /// The city.
    pub city: City,
    /// What happens there.
    pub demand: Demand,
    /// How it is organised.
    pub structure: Structure,
    /// Who works.
    pub workforce: Workforce,
    /// Who goes.
    pub chooser: Chooser,
    /// What it has to be told.
    pub accounts: Accounts,
    /// What is tried before the rule's choice goes, where anything is; `chooser` is its base rule then.
    pub rollout: Option<Rollout>,
    /// When the rule looks outside an incident's district.
    pub outside: Outside,
    /// The division that boundaries or the rule are about.
    pub division: Option<Cells>,
    /// Who waits.
    pub queue: QueueDiscipline,
    /// Who is let in.
    pub admission: Admission,
    /// Who is pulled away.
    pub preemption: Preemption,
    /// Where free crews go.
    pub home: Home,
    /// Coverage without any crew, where a rule judges it.
    pub coverage: Option<Coverage>,
    /// Preparedness without any crew, where a rule judges it.
    pub preparedness: Option<Preparedness>,
    /// When they may be sent again.
    pub available_again: AvailableAgain,
    /// What is promised.
    pub targets: TargetsConfig,
    /// The first day.
    pub start: Day,
    /// Days on which incidents are reported.
    pub days: u32,
    /// Days at the beginning that are not measured.
    pub warmup_days: u32,
    /// How long the run goes on after the last report.
    pub drain: Duration,
    /// Repetitions.
    pub replications: u32,
    /// From which all luck follows.
    pub seed: u64,
    /// Departments with at least one competent crew on the roster.
    pub competent: Column<DepartmentId, bool>,
    /// Sorted moments of a day at which any desk's staff may change.
    pub staff_moments: Vec<Duration>,
    /// For each kind of crew the station that does committed work in each innermost area.
    stations: Vec<Vec<u32>>,
    /// For each kind of crew the station around which each innermost area lies.
    around: Vec<Vec<u32>>,
    /// The kind of crew that does a department's committed work.
    committed_kind: Column<DepartmentId, Option<u32>>,
}

impl Model {
    /// Where and what: the first half, before any log is read. `tables` are those that the `city`
    /// section names; a city that was built before is taken instead.
    pub fn ground(scenario: &Scenario, tables: &Tables, built: Option<&City>) -> Result<(City, Demand), Problems> {
        let mut problems = Problems::default();
        let run = &scenario.run;
        let days = run.days.get();
        if days == 0 || days > MOST_DAYS {
            problems.add("run.days", format!("a run lasts between 1 and {MOST_DAYS} days, not {days}"));
        }
        if run.start.0.checked_add(jiff::Span::new().days(i64::from(days.min(MOST_DAYS)))).is_err() {
            problems.add("run.start", format!("{days} days from {} end after the year 9999", run.start.0));
        }
        if run.warmup_days.get() >= days.max(1) {
            problems.add("run.warmup_days", format!("{} days of warm-up leave nothing of {days} to measure", run.warmup_days.get()));
        }
        if run.drain > LONGEST_DRAIN {
            problems.add("run.drain", format!("{} is too long: at most {LONGEST_DRAIN}", run.drain));
        }
        if run.replications.get() == 0 {
            problems.add("run.replications", "there must be at least one replication");
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let city = match built.map_or_else(|| City::build(&scenario.city, tables), |city| Ok(city.clone())) {
            Ok(city) => city,
            Err(found) => {
                problems.extend_below("city", found);
                return Err(problems);
            }
        };
        match Demand::build(&scenario.demand, &city, run.start, days) {
            Ok(demand) => {
                check_incidents(scenario, &demand, &mut problems);
                if problems.is_empty() { Ok((city, demand)) } else { Err(problems) }
            }
            Err(found) => {
                problems.extend_below("demand", found);
                Err(problems)
            }
        }
    }

    /// Builds all tables on that ground.
    pub fn build(scenario: &Scenario, city: City, demand: Demand) -> Result<Model, Problems> {
        let mut problems = Problems::default();
        let run = &scenario.run;
        check_volume(scenario, &mut problems);
        check_jobs(&demand, &mut problems);
        check_roles(scenario, &mut problems);
        let structure = Structure::build(&scenario.structure, &city, &demand, &mut problems);
        let workforce = Workforce::build(&scenario.workforce, &city, &demand, &mut problems);
        let (chooser, outside, division) =
            rules::chooser(&scenario.dispatch.rule, "dispatch.rule", &city, &demand, &structure, &workforce, &mut problems);
        let rollout = rules::rollout(&scenario.dispatch, &chooser, &demand, &mut problems);
        let admission = Admission::build(&scenario.dispatch.admission, &mut problems);
        let preemption = Preemption::build(&scenario.dispatch.preemption, &mut problems);
        rules::check_combination(&scenario.dispatch, &chooser, &mut problems);
        let (coverage, preparedness) = rules::coverage(&scenario.dispatch, &chooser, &city, &demand, &mut problems);
        if matches!(outside, Outside::After(_)) && demand.patience.is_some() {
            let message = "`outside: After(…)` cannot be combined with `demand.patience`, as an incident that waits has one timer: take AtOnce, Never, or no `patience`";
            problems.add("dispatch.rule", message);
        }
        let home = home(&scenario.dispatch.relocation, &city, &workforce, &mut problems);
        let cells = division.map_or(1, |cells| cells.count(&city));
        if cells * (demand.departments.len() + 2 * demand.categories.len()) > MOST_LISTS {
            problems.add(
                "structure.boundaries",
                format!("{cells} districts are too many for so many departments and categories: take a coarser level"),
            );
        }
        let (Some(structure), Some(workforce), true) = (structure, workforce, problems.is_empty()) else { return Err(problems) };
        check_results(run, &structure, &workforce, &city, &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        let competent = demand.departments.ids().map(|d| workforce.anyone_with(1 << d.index())).collect();
        let around: Vec<Vec<u32>> = (0..workforce.kinds.len()).map(|kind| stations_of_leaves(&city, &workforce, kind, |_| true)).collect();
        let at_work = |(kind, around): (usize, &Vec<u32>)| match workforce.kinds[kind].shifts.iter().any(|shift| shift.on_call) {
            true => stations_of_leaves(&city, &workforce, kind, |shift| !shift.on_call),
            false => around.clone(),
        };
        let stations = around.iter().enumerate().map(at_work).collect();
        Ok(Model {
            name: scenario.name.clone(),
            zh: scenario.zh.clone(),
            accounts: chooser.accounts(),
            chooser,
            rollout,
            outside,
            division,
            queue: rules::queue(&scenario.dispatch),
            admission,
            preemption,
            home,
            coverage,
            preparedness,
            available_again: scenario.dispatch.available_again,
            targets: scenario.targets.clone(),
            start: run.start,
            days: run.days.get(),
            warmup_days: run.warmup_days.get(),
            drain: run.drain,
            replications: run.replications.get(),
            seed: run.seed,
            competent,
            staff_moments: structure.staff_moments(),
            stations,
            around,
            committed_kind: demand.departments.ids().map(|d| committed_kind(&workforce, d)).collect(),
            city,
            demand,
            structure,
            workforce,
        })
    }

    /// Whether an innermost area lies around a station: on its ground, of nested ones on no smaller one, or outside of all of
    /// these and nearest to it.
    pub fn is_around(&self, station: u32, leaf: AreaId) -> bool {
        let station = &self.workforce.stations[station as usize];
        let nearest = &self.workforce.stations[self.around[station.kind as usize][self.city.number(leaf)] as usize];
        (nearest.serves, nearest.cell) == (station.serves, station.cell)
    }

    /// When demand ends.
    pub fn horizon(&self) -> Instant {
        Instant::midnight(u64::from(self.days))
    }

    /// Whether any crews do a department's committed work.
    pub fn does_committed_work(&self, department: DepartmentId) -> bool {
        self.committed_kind[department].is_some()
    }

    /// The station whose crews do a department's committed work in an innermost area.
    pub fn committed_station(&self, leaf: AreaId, department: DepartmentId) -> Option<u32> {
        let kind = self.committed_kind[department]?;
        Some(self.stations[kind as usize][self.city.number(leaf)])
    }
}

/// Somebody must say how many incidents there are. All else can be built without, so that nothing of it is hidden.
fn check_volume(scenario: &Scenario, problems: &mut Problems) {
    if scenario.demand.volume.is_none() && scenario.demand.log.is_none() {
        let message = "how many incidents are there? Write volume: \"190 /day\", or replay records with log: \"records.csv\"";
        problems.add("demand.volume", message);
    }
}

/// What a run asks for must come to an end. Surges may last all the time, and the largest may be the one.
fn check_incidents(scenario: &Scenario, demand: &Demand, problems: &mut Problems) {
    let surge = scenario.demand.surges.values().map(|surge| surge.volume.get()).fold(1.0, f64::max);
    let each_day: f64 = demand.categories.ids().map(|category| demand.expected_per_day(category)).sum();
    let asked = each_day * f64::from(demand.days()) * surge;
    if scenario.demand.log.is_none() && asked > MOST_INCIDENTS {
        problems.add("demand.volume", format!("{asked:.0} incidents a run are more than {MOST_INCIDENTS}"));
    }
}

/// The results of all replications are kept until the last is done.
fn check_results(run: &RunConfig, structure: &Structure, workforce: &Workforce, city: &City, problems: &mut Problems) {
    // Bytes by what a replication measures: one crew, one desk, one day, one area.
    let each = 200 * (workforce.crews.len() + structure.desks.len() + run.days.get() as usize) + 100 * city.areas.len();
    let most = MOST_BYTES / (each as u64).max(1);
    if u64::from(run.replications.get()) > most.max(1) {
        let message = format!(
            "the results of {} replications do not fit into memory: at most {most} of a scenario of this size",
            run.replications.get()
        );
        problems.add("run.replications", message);
    }
}

/// Roles are addressed by name: each has one of its own, and whoever is to hold a desk or has a price must be there.
fn check_roles(scenario: &Scenario, problems: &mut Problems) {
    let (s, w) = (&scenario.structure, &scenario.workforce);
    let crews = w.crews.keys().map(|role| (role, "workforce.crews"));
    let desks = s.desks.keys().map(|role| (role, "structure.desks"));
    let settlers = s.settlers.keys().map(|role| (role, "structure.settlers"));
    let posts = w.posts.keys().map(|role| (role, "workforce.posts"));
    let mut roles: IndexMap<&str, &str> = IndexMap::new();
    for (role, group) in crews.chain(desks).chain(settlers).chain(posts) {
        let first = *roles.entry(role).or_insert(group);
        if first != group {
            let message = format!("{role:?} is taken by {first}.{role}: each role needs a name of its own");
            problems.add(format!("{group}.{role}"), message);
        }
    }
    for role in w.prices.iter().flat_map(|p| p.wages.keys()).filter(|role| !roles.contains_key(role.as_str())) {
        problems.unknown(format!("workforce.prices.wages.{role}"), "role", role, roles.keys().copied());
    }
    let holders = || scenario.structure.settlers.keys().chain(scenario.workforce.posts.keys()).map(String::as_str);
    for (name, desk) in &scenario.structure.desks {
        if let Some(holder) = &desk.held_by
            && !holders().any(|known| known == holder)
        {
            problems.unknown(format!("structure.desks.{name}.held_by"), "settler or post", holder, holders());
        }
    }
}

fn check_jobs(demand: &Demand, problems: &mut Problems) {
    for category in demand.categories.iter() {
        let crews = category.crews + category.joint.as_ref().map_or(0, |j| j.crews);
        if category.crews == 0 || crews > MOST_CREWS_PER_JOB {
            let path = format!("demand.categories.{}.crews", category.name);
            problems.add(path, format!("a job needs between 1 and {MOST_CREWS_PER_JOB} crews, partners included, not {crews}"));
        }
    }
}

/// For each innermost area the station of a kind of crew around which it lies, of those that have a crew on a shift that counts.
fn stations_of_leaves(city: &City, workforce: &Workforce, kind: usize, counts: impl Fn(&Shift) -> bool) -> Vec<u32> {
    let manned: Vec<u32> = workforce.kinds[kind].manned(counts).into_iter().collect();
    let bases: Vec<Base> = manned.iter().map(|station| workforce.stations[*station as usize].base()).collect();
    catchments(city, &bases).into_iter().map(|at| manned[at as usize]).collect()
}

fn committed_kind(workforce: &Workforce, department: DepartmentId) -> Option<u32> {
    let does = |k: &crate::workforce::CrewKind| {
        k.committed_work && k.skills >> department.index() & 1 == 1 && k.shifts.iter().any(|s| !s.on_call && s.spread.crews() > 0)
    };
    workforce.kinds.iter().position(does).map(|k| k as u32)
}

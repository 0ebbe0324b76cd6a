//! From the `structure` section to tables.

use super::benches::benches;
use super::config::{Boundaries, DeskConfig, SettlerConfig, StructureConfig};
use super::{Desk, DeskKind, Requests, Settler, Staffing, Structure};
use crate::city::{Cells, City};
use crate::demand::Demand;
use crate::ids::{CategoryId, Column, DeskId, Id, SettlerId};
use crate::problems::Problems;
use crate::random::{Distribution, Sampler};
use crate::time::Duration;

/// Most desks of a structure.
const MOST_DESKS: usize = 200_000;
/// Most tiers of people on the spot.
const MOST_SETTLERS: usize = 64;
/// Most requests a day at one desk: more would not leave a tick between two.
const MOST_REQUESTS: f64 = 1e9;

impl Structure {
    /// Resolves names and lays out the desks. Problems carry their path from the root.
    pub fn build(config: &StructureConfig, city: &City, demand: &Demand, problems: &mut Problems) -> Option<Structure> {
        let before = problems.len();
        let settlers = settlers(config, city, demand, problems);
        let (kinds, desks) = desks(config, city, demand, problems);
        let kind_of = |path: String, name: &str, problems: &mut Problems| {
            let found = config.desks.get_index_of(name);
            if found.is_none() {
                problems.unknown(path, "desk", name, config.desks.keys().map(String::as_str));
            }
            found.map(|k| k as u32)
        };
        for channel in config.intake.keys() {
            if !demand.channels.iter().any(|c| c.name == *channel) {
                let known = demand.channels.iter().map(|c| c.name.as_str());
                problems.unknown(format!("structure.intake.{channel}"), "channel", channel, known);
            }
        }
        let mut intake = Column::new();
        for channel in demand.channels.iter() {
            let path = config.intake.get(&channel.name).map(Vec::as_slice).unwrap_or_default();
            if path.len() > 16 {
                problems.add(format!("structure.intake.{}", channel.name), "an incident passes at most 16 desks");
            }
            for (i, pair) in path.windows(2).enumerate().filter(|(_, pair)| pair[0] == pair[1]) {
                let message = format!("the desk {:?} would hand incidents to itself; name it once", pair[0]);
                problems.add(format!("structure.intake.{}.{}", channel.name, i + 1), message);
            }
            let steps = path.iter().enumerate();
            let steps = steps.filter_map(|(i, desk)| kind_of(format!("structure.intake.{}.{i}", channel.name), desk, problems));
            intake.push(steps.collect());
        }
        let joint_via = config.joint_via.as_ref().and_then(|desk| kind_of("structure.joint_via".into(), desk, problems));
        let boundary = match &config.boundaries {
            Boundaries::Open => None,
            Boundaries::Within(name) => {
                let cells = Cells::find(city, name);
                if cells.is_none() {
                    problems.unknown("structure.boundaries", "level or partition", name, Cells::names(city));
                }
                cells
            }
        };
        let closing_check = compile("structure", "closing_check", &config.closing_check, problems);
        if problems.len() > before {
            return None;
        }
        Some(Structure {
            name: config.name.clone(),
            zh: config.zh.clone(),
            intake,
            settlers,
            kinds,
            desks,
            joint_via,
            wrong_department_delay: config.wrong_department_delay,
            boundary,
            closing_check,
        })
    }
}

fn compile(path: &str, field: &str, distribution: &Option<Distribution>, problems: &mut Problems) -> Option<Sampler> {
    distribution.as_ref().map(|d| d.compile(format!("{path}.{field}"), problems))
}

fn settlers(config: &StructureConfig, city: &City, demand: &Demand, problems: &mut Problems) -> Column<SettlerId, Settler> {
    let mut able_below: Column<CategoryId, f64> = Column::filled(demand.categories.len(), 0.0);
    let mut settlers = Column::new();
    for (name, s) in &config.settlers {
        let path = format!("structure.settlers.{name}");
        for category in s.settles_category.keys() {
            if !demand.categories.iter().any(|c| c.name == *category) {
                let known = demand.categories.iter().map(|c| c.name.as_str());
                problems.unknown(format!("{path}.settles_category.{category}"), "category", category, known);
            }
        }
        for (category, below) in demand.categories.iter().zip(able_below.iter_mut()) {
            *below += s.settles_category.get(&category.name).unwrap_or(&s.settles).get();
        }
        let most =
            demand.categories.iter().zip(able_below.iter()).filter(|(_, below)| **below > 1.0 + 1e-9).max_by(|a, b| a.1.total_cmp(b.1));
        if let Some((category, below)) = most {
            let message = format!("tiers up to this one settle {:.0}% of {:?}: more than all of it", *below * 100.0, category.name);
            let own = s.settles_category.contains_key(&category.name);
            let field = if own { format!("settles_category.{}", category.name) } else { "settles".to_owned() };
            problems.add(format!("{path}.{field}"), message);
        }
        match Cells::find(city, &s.level) {
            None => problems.unknown(format!("{path}.level"), "level or partition", &s.level, Cells::names(city)),
            Some(cells) => {
                settlers.push(settler(name, s, city, cells, able_below.clone(), problems));
            }
        }
    }
    if config.settlers.len() > MOST_SETTLERS {
        problems.add("structure.settlers", format!("there are at most {MOST_SETTLERS} tiers of people on the spot"));
    }
    settlers
}

fn settler(
    name: &str,
    s: &SettlerConfig,
    city: &City,
    cells: Cells,
    able_below: Column<CategoryId, f64>,
    problems: &mut Problems,
) -> Settler {
    let path = format!("structure.settlers.{name}");
    // Where there is no post, nobody is there either.
    let filled = if s.posts.get() == 0 { 0.0 } else { s.filled.get() };
    let established = u64::from(s.posts.get()) * cells.count(city) as u64;
    Settler {
        name: name.to_owned(),
        zh: s.zh.clone(),
        cells,
        leaves: match cells {
            Cells::Level(_) => Vec::new(),
            Cells::Partition(_) => (0..cells.count(city) as u32).map(|cell| cells.leaves(city, cell)).collect(),
        },
        established,
        posts: (established as f64 * filled + 0.5) as u64,
        paid: s.paid,
        able_below,
        hours: s.hours.clone(),
        filled,
        available: s.available.get() * filled,
        in_vain: s.in_vain.get(),
        look: compile(&path, "look", &s.look, problems),
        accept: s.accept.compile(format!("{path}.accept"), problems),
        turnout: s.turnout.compile(format!("{path}.turnout"), problems),
        pace: 3_600.0 / s.speed.kmh() * city.travel.detour(),
        on_scene: compile(&path, "on_scene", &s.on_scene, problems),
    }
}

fn desks(config: &StructureConfig, city: &City, demand: &Demand, problems: &mut Problems) -> (Vec<DeskKind>, Column<DeskId, Desk>) {
    let (mut kinds, mut desks) = (Vec::new(), Column::new());
    for (name, d) in &config.desks {
        let path = format!("structure.desks.{name}");
        let staffing = Staffing::new(&d.staff.iter().map(|(h, c)| (*h, c.get())).collect::<Vec<_>>(), d.workdays_only);
        let never_opens = staffing.most() == 0;
        if never_opens && !d.on_call {
            problems.add(format!("{path}.staff"), "the desk has no clerk at any time: give it staff, or `on_call: true`");
        }
        let serves = match &d.serves {
            None => Cells::Level(0),
            Some(level) => Cells::find(city, level).unwrap_or_else(|| {
                problems.unknown(format!("{path}.serves"), "level or partition", level, Cells::names(city));
                Cells::Level(0)
            }),
        };
        let (benches, bench_of) = benches(d, demand, &path, problems);
        let first = DeskId::new(desks.len());
        let cells = serves.count(city);
        let all = desks.len() + cells * benches.len();
        if all > MOST_DESKS {
            problems.add(path, format!("{all} desks with those above are too many: a structure has at most {MOST_DESKS}"));
            continue;
        }
        for cell in 0..cells {
            for _ in 0..benches.len() {
                desks.push(Desk { kind: kinds.len() as u32, cell: cell as u32 });
            }
        }
        let requests = requests(d, &path, city, serves, benches.len(), problems);
        kinds.push(DeskKind {
            name: name.clone(),
            zh: d.zh.clone(),
            serves,
            benches,
            bench_of,
            first,
            staffing,
            held_by: d.held_by.clone(),
            on_call: d.on_call,
            receipt: compile(&path, "receipt", &d.receipt, problems),
            triage: compile(&path, "triage", &d.triage, problems),
            accept: compile(&path, "accept", &d.accept, problems),
            transfer: compile(&path, "transfer", &d.transfer, problems),
            waits_for_opening: if never_opens { 0.0 } else { d.waits_for_opening.get() },
            wrong_department: d.wrong_department.get(),
            sends: sends(config, d, &path, problems),
            requests,
        });
    }
    (kinds, desks)
}

fn sends(config: &StructureConfig, desk: &DeskConfig, path: &str, problems: &mut Problems) -> Vec<SettlerId> {
    let mut ids = Vec::new();
    for (i, name) in desk.sends.iter().enumerate() {
        match config.settlers.get_index_of(name) {
            Some(index) => ids.push(SettlerId::new(index)),
            None => problems.unknown(format!("{path}.sends.{i}"), "settler", name, config.settlers.keys().map(String::as_str)),
        }
    }
    ids.sort();
    ids.dedup();
    ids
}

/// Each subordinate turns to the desk of the cell in which its own area begins; several desks there share what comes.
fn requests(desk: &DeskConfig, path: &str, city: &City, serves: Cells, benches: usize, problems: &mut Problems) -> Option<Requests> {
    let r = desk.requests.as_ref()?;
    let service = r.service.compile(format!("{path}.requests.service"), problems);
    if !(1..=4).contains(&r.priority.get()) {
        problems.add(format!("{path}.requests.priority"), "a priority lies between 1 (first) and 4 (last)");
    }
    let Some(from) = Cells::find(city, &r.from) else {
        problems.unknown(format!("{path}.requests.from"), "level or partition", &r.from, Cells::names(city));
        return None;
    };
    let mut subordinates = vec![0u32; serves.count(city)];
    for cell in 0..from.count(city) as u32 {
        subordinates[serves.of_leaf(city, from.leaf(city, cell)) as usize] += 1;
    }
    let per_day: Vec<f64> = subordinates.iter().map(|n| r.rate.daily() * f64::from(*n) / benches as f64).collect();
    let most = per_day.iter().copied().fold(0.0, f64::max);
    if most > MOST_REQUESTS {
        problems
            .add(format!("{path}.requests.rate"), format!("{most:.0} requests a day at one desk are too many: at most {MOST_REQUESTS:.0}"));
    }
    Some(Requests { per_day, service, priority: r.priority.get() as u8 })
}

impl Structure {
    /// The sorted moments of a day at which any desk's staff may change.
    pub fn staff_moments(&self) -> Vec<Duration> {
        let mut moments: Vec<Duration> =
            self.kinds.iter().filter(|k| k.staffing.changes()).flat_map(|k| k.staffing.moments().collect::<Vec<_>>()).collect();
        moments.sort();
        moments.dedup();
        moments
    }
}

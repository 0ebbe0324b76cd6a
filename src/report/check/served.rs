//! Incidents that nobody can ever serve: fewer crews than the job needs in the whole city, or among those that boundaries or
//! lists of stations let come to the place.

use crate::city::Cells;
use crate::demand::{Category, JobPart};
use crate::ids::{AreaId, CategoryId, DepartmentId};
use crate::policy::dispatch::Chooser;
use crate::policy::dispatch::district_first::Outside;
use crate::report::number;
use crate::scenario::Model;
use crate::time::Duration;
use crate::workforce::{SkillSet, on_duty};
use std::collections::{BTreeMap, BTreeSet};

/// Days over which crews rotate among their stations.
const YEAR: u32 = 366;

/// By category: what nobody can ever serve, in English and Chinese.
pub fn unserved(model: &Model) -> Vec<(String, [String; 2])> {
    let (grounds, moments, expected) = (Ground::all(model), Ground::by_moment(model), model.demand.expected());
    let of = |(id, category): (CategoryId, &Category)| {
        let happens = match expected[id].logged {
            Some(logged) => logged.iter().flatten().any(|reports| *reports > 0.0),
            None => model.demand.expected_per_day(id) > 0.0,
        };
        let of_part = |part: &JobPart| {
            let (share, jobs) = (part.share, jobs_of(category, part.department, expected[id].joint));
            jobs.into_iter().map(move |(of, need)| (share * of, need))
        };
        // Whole departments without anybody have a warning of their own.
        let jobs: Vec<(f64, Need)> = expected[id].parts.iter().flat_map(of_part).filter(|(_, need)| is_competent(model, *need)).collect();
        if !happens || jobs.is_empty() {
            return None;
        }
        let told = unserved_of(model, &grounds, &jobs, &model.demand.shares_of_leaves(id, &model.city));
        let told = told.or_else(|| never_at_once(model, &moments, &jobs))?;
        Some((format!("demand.categories.{}", category.name), told))
    };
    model.demand.categories.enumerate().filter_map(of).collect()
}

/// Crews of two departments that a job needs, of the second none where it is not joint.
pub(super) type Need = [(DepartmentId, u32); 2];

/// A piece of the city to which the same crews may come.
struct Ground {
    leaves: Vec<AreaId>,
    /// How many of each competence.
    crews: BTreeMap<SkillSet, u32>,
}

/// The districts that crews never leave, where there are such, and what keeps them there.
pub(super) fn kept_within(model: &Model) -> Option<(Cells, &'static str)> {
    let by = match model.outside {
        Outside::AtOnce => model.structure.boundary.map(|_| "structure.boundaries"),
        Outside::After(_) => None,
        Outside::Never => Some("dispatch.rule"),
    };
    model.division.zip(by)
}

impl Ground {
    fn all(model: &Model) -> Vec<Ground> {
        let city = &model.city;
        let cells = kept_within(model).map(|(cells, _)| cells);
        let lists = match &model.chooser {
            Chooser::PreferenceList(lists) if lists.is_exclusive() => Some(lists),
            _ => None,
        };
        let mut alike: BTreeMap<(u32, u32), Vec<AreaId>> = BTreeMap::new();
        for leaf in city.leaves().map(AreaId) {
            let cell = cells.map_or(0, |cells| cells.of_leaf(city, leaf));
            alike.entry((cell, lists.map_or(0, |lists| lists.zone(city.number(leaf))))).or_default().push(leaf);
        }
        let groups = crews_alike(model);
        // By the cell to which they belong on some day; nowhere, those that may come everywhere.
        let mut by_cell: BTreeMap<Option<u32>, Vec<&Alike>> = BTreeMap::new();
        for group in &groups {
            let cell = |station: &u32| cells.and_then(|cells| model.workforce.stations[*station as usize].district(cells, city));
            let own: BTreeSet<Option<u32>> = group.stations.iter().map(cell).collect();
            let everywhere = own.contains(&None);
            own.into_iter().filter(|cell| cell.is_none() || !everywhere).for_each(|cell| by_cell.entry(cell).or_default().push(group));
        }
        let ground = |((cell, zone), leaves): ((u32, u32), Vec<AreaId>)| {
            let there = [None, Some(cell)].into_iter().filter_map(|cell| by_cell.get(&cell)).flatten();
            let asked = |group: &&&Alike| lists.is_none_or(|lists| group.stations.iter().any(|station| lists.asks(zone, *station)));
            let mut crews = BTreeMap::new();
            for group in there.filter(asked) {
                *crews.entry(group.skills).or_default() += group.crews;
            }
            Ground { leaves, crews }
        };
        alike.into_iter().map(ground).collect()
    }

    /// The whole city from each moment of a day on at which shifts change: who is on duty or on call then.
    fn by_moment(model: &Model) -> Vec<Ground> {
        let workforce = &model.workforce;
        let skills: BTreeSet<SkillSet> = workforce.kinds.iter().map(|kind| kind.skills).collect();
        let moments: BTreeSet<Duration> = on_duty(workforce, |_| true).into_iter().map(|(at, _)| at).collect();
        let steps: Vec<_> =
            skills.into_iter().map(|skills| (skills, on_duty(workforce, |crew| workforce.kind(crew).skills == skills))).collect();
        let at = |moment: Duration| {
            let there = |steps: &[(Duration, u32)]| steps.iter().rev().find(|(from, _)| *from <= moment).map_or(0, |(_, crews)| *crews);
            Ground { leaves: Vec::new(), crews: steps.iter().map(|(skills, steps)| (*skills, there(steps))).collect() }
        };
        moments.into_iter().map(at).collect()
    }

    /// What of a job it lacks: how many crews of which departments there are instead.
    fn lacks(&self, [(first, crews), (second, more)]: Need) -> (Vec<DepartmentId>, u32) {
        let count = |departments: &[DepartmentId]| self.count(departments.iter().fold(0, |all, department| all | 1 << department.0));
        let least = [(vec![first], crews), (vec![second], more), (vec![first, second], crews + more)];
        let (departments, _) = least.into_iter().find(|(departments, least)| count(departments) < *least).expect("it is not served");
        let there = count(&departments);
        (departments, there)
    }

    /// Crews that are competent in any of `departments`.
    fn count(&self, departments: SkillSet) -> u32 {
        self.crews.iter().filter(|(skills, _)| *skills & departments != 0).map(|(_, crews)| crews).sum()
    }

    /// Whether its crews are enough for a job, each crew for one department.
    fn serves(&self, [(first, crews), (second, more)]: Need) -> bool {
        let (first, second) = (1 << first.0, 1 << second.0);
        self.count(first) >= crews && (more == 0 || self.count(second) >= more && self.count(first | second) >= crews + more)
    }
}

/// Crews that can do the same and work from the same stations.
struct Alike {
    skills: SkillSet,
    stations: BTreeSet<u32>,
    crews: u32,
}

/// All crews, by the stations from which they work on any day of the run; of a long one, its first year.
fn crews_alike(model: &Model) -> Vec<Alike> {
    let workforce = &model.workforce;
    let mut alike: BTreeMap<(SkillSet, BTreeSet<u32>), u32> = BTreeMap::new();
    for crew in workforce.crews.ids() {
        let days = if workforce.rotates(crew) { u64::from(model.days.min(YEAR)) } else { 1 };
        let stations = (0..days).map(|day| workforce.station(crew, day) as u32).collect();
        *alike.entry((workforce.kind(crew).skills, stations)).or_default() += 1;
    }
    alike.into_iter().map(|((skills, stations), crews)| Alike { skills, stations, crews }).collect()
}

fn unserved_of(model: &Model, grounds: &[Ground], jobs: &[(f64, Need)], shares: &[f64]) -> Option<[String; 2]> {
    let share = |leaf: AreaId| shares[model.city.number(leaf)];
    let (mut lost, mut example) = (0.0, None);
    for ground in grounds {
        let here: Vec<(f64, AreaId)> = ground.leaves.iter().map(|leaf| (share(*leaf), *leaf)).filter(|(share, _)| *share > 0.0).collect();
        let weight: f64 = here.iter().map(|(share, _)| share).sum();
        for (part, need) in jobs.iter().filter(|(_, need)| !ground.serves(*need)) {
            lost += part * weight;
            example = example.or_else(|| here.first().map(|(_, leaf)| (*leaf, ground, *need)));
        }
    }
    let (leaf, ground, need) = example?;
    let ([of, there], [of_zh, there_zh]) = told(model, ground, need);
    let (place, at) = if grounds.len() > 1 {
        let path = model.city.path(leaf);
        (format!(", as in {path:?}"), format!("（如“{path}”）"))
    } else {
        Default::default()
    };
    let [whose, part] = part_of(lost);
    Some([
        format!("{whose} need {of} where only {there} can ever come{place}: unless settled on the spot, they wait in vain"),
        format!("{part}事件需要 {of_zh}，而可前往者仅 {there_zh}{at}：除现场处置外将无人处置"),
    ])
}

/// Jobs for which there are crews enough, but never at the same time.
fn never_at_once(model: &Model, moments: &[Ground], jobs: &[(f64, Need)]) -> Option<[String; 2]> {
    let (share, need) = jobs.iter().copied().find(|(_, need)| !moments.iter().any(|moment| moment.serves(*need)))?;
    let [whose, part] = part_of(share);
    let most = moments.iter().max_by_key(|moment| {
        let (departments, there) = moment.lacks(need);
        (departments.len(), there)
    })?;
    let ([of, there], [of_zh, there_zh]) = told(model, most, need);
    Some([
        format!(
            "{whose} need {of} at once, and of these never more than {there} are on duty or on call: unless settled on the spot, they wait in vain"
        ),
        format!("{part}事件须同时有 {of_zh}，而同时当班或待命者至多 {there_zh}：除现场处置外将无人处置"),
    ])
}

/// Such a share of a category's incidents, in English and Chinese.
fn part_of(share: f64) -> [String; 2] {
    // Shares are sums of many.
    let share = (1e9 * share).round() / 1e9;
    let part = number::percent_of(share);
    if share >= 1.0 {
        ["its incidents".to_owned(), "其".to_owned()]
    } else {
        [format!("{part} of its incidents"), format!("其 {part} 的")]
    }
}

/// What a job needs, and what there is of it, in English and Chinese.
fn told(model: &Model, ground: &Ground, need: Need) -> ([String; 2], [String; 2]) {
    let [(first, crews), (second, more)] = need;
    let name = |department: DepartmentId| &model.demand.departments[department];
    let (mut of, mut zh) =
        (format!("{} of {:?}", number::counted(crews, "crew"), name(first).name), format!("{crews} 支{}班组", name(first).zh));
    let (departments, there) = ground.lacks(need);
    let (mut only, mut only_zh) = (there.to_string(), format!("{there} 支"));
    if more > 0 {
        of += &format!(" and {more} of {:?}", name(second).name);
        zh += &format!("和 {more} 支{}班组", name(second).zh);
        if let [one] = departments[..] {
            only += &format!(" of {:?}", name(one).name);
            only_zh += &format!("{}班组", name(one).zh);
        } else {
            only += " of both together";
            only_zh = format!("两者合计 {only_zh}");
        }
    }
    ([of, only], [zh, only_zh])
}

/// Whether somebody on the roster is competent in each department of a job.
pub(super) fn is_competent(model: &Model, need: Need) -> bool {
    need.into_iter().all(|(department, crews)| crews == 0 || model.competent[department])
}

/// The jobs of a category that are of a department, alone and, so many, joint: their share, and crews of which departments.
pub(super) fn jobs_of(category: &Category, department: DepartmentId, joint_share: f64) -> Vec<(f64, Need)> {
    let own = (department, category.crews);
    let alone = (1.0 - joint_share, [own, (department, 0)]);
    let joint = category.joint.map(|joint| (joint_share, [own, (joint.with, joint.crews)]));
    [alone].into_iter().chain(joint).filter(|(part, _)| *part > 0.0).collect()
}

//! The hypercube of a scenario: rates, preferences and zones read from its model, or the reasons why it has none.

use super::places::{arrivals, between, queue_knows_no_place};
use super::preference::AllAtHome;
use super::{Atom, Hypercube, MOST_RESPONDERS, Settled};
use crate::ids::{AreaId, CategoryId, Id};
use crate::oracle::case::{Said, said};
use crate::policy::admission::AdmissionRule;
use crate::policy::dispatch::DispatchRule;
use crate::policy::dispatch::district_first::Outside;
use crate::policy::preemption::PreemptionRule;
use crate::policy::{AvailableAgain, Relocation};
use crate::random::Distribution;
use crate::scenario::{Loaded, Model};
use crate::stats::{PLANE, evenly};
use crate::structure::Boundaries;
use crate::time::{Duration, Instant};
use crate::workforce::CrewKindConfig;
use std::collections::BTreeSet;

/// Part of the mean time on scene up to which accepting, turning out, travelling and clearing count as no time.
const NO_TIME: f64 = 1e-4;
/// Places that are looked at in all areas together, and the fewest in one that is no point.
const PLACES: usize = 4_096;
const FEWEST_PLACES: usize = 8;
/// Most innermost areas.
const MOST_AREAS: usize = 2_000;
/// Up to this part of all offers may go without an answer in time.
const UNANSWERED: f64 = 1e-9;

/// A scenario as a hypercube, settled.
#[derive(Clone, Debug)]
pub struct Derived {
    /// The hypercube; rates are by the hour.
    pub cube: Hypercube,
    /// For each atom its innermost area, by number.
    pub leaves: Vec<u32>,
    /// For each atom and crew the mean hours of travel.
    pub travel: Vec<Vec<f64>>,
    /// Its answers.
    pub settled: Settled,
    /// Mean hours of travel: from the station, or from the last scene to an incident that waited.
    pub mean_travel: f64,
    /// Whether who is served next says nothing about where, so that the last scene and the next are any two.
    pub queue_knows_no_place: bool,
    /// Part of a crew's time with an incident that is not exponential work; the answers are exact only where it is about 0.
    pub beside_work: f64,
}

impl Derived {
    /// Whether the answers are exact.
    pub fn exact(&self) -> bool {
        self.beside_work <= NO_TIME
    }

    /// Whether the mean travel is exact, too.
    pub fn exact_travel(&self) -> bool {
        self.exact() && (self.queue_knows_no_place || !self.cube.queue)
    }

    /// For each innermost area, by number, and crew the share of all incidents served.
    pub fn fractions(&self) -> Vec<(u32, Vec<f64>)> {
        let mut rows: Vec<(u32, Vec<f64>)> = Vec::new();
        for (leaf, fractions) in self.leaves.iter().zip(&self.settled.fractions) {
            match rows.last_mut().filter(|(of, _)| of == leaf) {
                Some((_, row)) => row.iter_mut().zip(fractions).for_each(|(sum, f)| *sum += f),
                None => rows.push((*leaf, fractions.clone())),
            }
        }
        rows
    }
}

/// Derives and settles the hypercube of a scenario.
///
/// # Errors
/// All reasons why it has none.
pub fn derive(loaded: &Loaded) -> Result<Derived, Vec<Said>> {
    let mut reasons = Vec::new();
    work(loaded, &mut reasons);
    crews(loaded, &mut reasons);
    demand(loaded, &mut reasons);
    rules(loaded, &mut reasons);
    if !reasons.is_empty() {
        return Err(reasons);
    }
    settle(loaded).map_err(|reason| vec![reason])
}

fn refuse(reasons: &mut Vec<Said>, wrong: bool, en: &str, zh: &str) {
    if wrong {
        reasons.push(said(en, zh));
    }
}

fn work(loaded: &Loaded, reasons: &mut Vec<Said>) {
    let categories = &loaded.scenario.demand.categories;
    let mean = |work: &Distribution| match work {
        Distribution::Exponential { mean } => Some(*mean),
        _ => None,
    };
    let first = categories.values().next().and_then(|category| mean(&category.on_scene));
    let alike = first.is_some() && categories.values().all(|category| mean(&category.on_scene) == first);
    refuse(
        reasons,
        !alike,
        "work on scene is not exponential with one mean for all categories",
        "现场处置时长不是各类别均值相同的指数分布",
    );
    let several =
        categories.values().any(|c| c.crews.get() != 1 || c.joint.is_some() || c.second_visit.get() > 0.0 || c.reopen.get() > 0.0);
    refuse(reasons, several, "some incidents take several crews or several visits", "部分事件需要多组力量或多次上门");
    let errands = categories.values().any(|c| c.facility.as_ref().is_some_and(|errand| errand.share.get() > 0.0));
    refuse(reasons, errands, "the work of some incidents goes on at a facility", "部分事件的处置需在设施继续");
}

fn crews(loaded: &Loaded, reasons: &mut Vec<Said>) {
    let (model, kinds) = (&loaded.model, loaded.scenario.workforce.crews.values());
    let n = model.workforce.crews.len();
    refuse(
        reasons,
        !(1..=MOST_RESPONDERS).contains(&n),
        &format!("there are {n} crews: the equations are solved for 1 to {MOST_RESPONDERS}"),
        &format!("共有 {n} 组力量：方程只对 1 到 {MOST_RESPONDERS} 组求解"),
    );
    let all_day = |k: &CrewKindConfig| k.shifts.values().all(|shift| shift.hours == crate::quantity::Hours::ALL_DAY);
    let steady = kinds.clone().all(|k| all_day(k) && k.pause.is_none() && k.on_call.is_none() && k.handover == Duration::ZERO);
    refuse(reasons, !steady, "crews have shifts or breaks", "班组有轮班或休息");
    let obeys = |k: &CrewKindConfig| k.refusal.get() == 0.0 && k.accept.quantile(1.0 - UNANSWERED) <= k.answer_within.seconds();
    let obey = kinds.clone().all(obeys);
    refuse(reasons, !obey, "crews refuse orders, or do not answer in time", "班组会拒单，或逾时不应答");
    let days = 0..u64::from(model.days);
    let station = |crew, day| model.workforce.station(crew, day);
    let rotates =
        n <= MOST_RESPONDERS && model.workforce.crews.ids().any(|crew| days.clone().any(|day| station(crew, day) != station(crew, 0)));
    refuse(reasons, rotates, "crews change their station from day to day", "班组逐日轮换驻点");
    let departments = model.demand.departments.len();
    let able = model.workforce.kinds.iter().all(|kind| (0..departments).all(|d| kind.skills >> d & 1 == 1));
    refuse(reasons, !able, "not every crew can serve every incident", "并非每组力量都能处置所有事件");
}

fn demand(loaded: &Loaded, reasons: &mut Vec<Said>) {
    let (model, config) = (&loaded.model, &loaded.scenario.demand);
    let areas = model.city.leaf_count();
    refuse(
        reasons,
        areas > MOST_AREAS,
        &format!("there are {areas} innermost areas: the equations are solved for up to {MOST_AREAS}"),
        &format!("共有 {areas} 个最内层区域：方程只对至多 {MOST_AREAS} 个求解"),
    );
    refuse(
        reasons,
        model.warmup_days == 0,
        "the time after the beginning, when nobody is busy yet, is measured as well (run.warmup_days)",
        "起始时全员空闲的一段也计入统计（run.warmup_days）",
    );
    let odd = model.demand.log().is_some() || !config.surges.is_empty() || config.committed_work.is_some();
    refuse(reasons, odd, "demand is a log, has surges, or comes with committed work", "需求来自日志、含激增，或另有常规工作");
    let asked: f64 = model.demand.categories.ids().map(|category| model.demand.expected_per_day(category)).sum();
    refuse(reasons, asked <= 0.0 && config.log.is_none(), "there is no demand", "没有需求");
    refuse(
        reasons,
        !steady(model),
        "demand changes over day, week or year, in all or at some place",
        "总需求或某处的需求随时段、星期或季节变化",
    );
    let waits = match &config.patience {
        None => true,
        Some(patience) => *patience == Distribution::Deterministic(Duration::ZERO),
    };
    refuse(
        reasons,
        !waits,
        "reporters withdraw after some time (at once, or never, would do)",
        "报事人会在一段时间后撤回（立即或永不才可求解）",
    );
    let structure = &loaded.scenario.structure;
    let desks = structure.intake.values().any(|desks| !desks.is_empty()) || !structure.settlers.is_empty();
    refuse(reasons, desks, "incidents pass desks or people on the spot", "事件先经过坐席或现场人员");
    refuse(reasons, structure.boundaries != Boundaries::Open, "crews are kept within boundaries", "班组受辖区边界限制");
}

/// Whether every place is asked for the same at any time.
fn steady(model: &Model) -> bool {
    let demand = &model.demand;
    let categories: Vec<CategoryId> = demand.categories.ids().collect();
    let rates = |half_hour: u64| {
        let at = Instant::midnight(0) + Duration(half_hour * Duration::HOUR.0 / 2);
        categories.iter().map(|category| demand.rate(at, *category).to_bits()).collect::<Vec<u64>>()
    };
    let distinct: BTreeSet<Vec<u64>> = (0..u64::from(model.days) * 48).map(rates).collect();
    let means: Vec<f64> = categories.iter().map(|category| demand.expected_per_day(*category)).collect();
    distinct.iter().all(|rates| {
        model.city.leaves().map(AreaId).all(|leaf| {
            let parts = categories.iter().zip(&means).zip(rates);
            let (mean, difference) = parts.fold((0.0, 0.0), |(mean, difference), ((category, own), rate)| {
                let share = demand.spatial_share(*category, leaf);
                (mean + own * share, difference + (f64::from_bits(*rate) - own) * share)
            });
            difference.abs() <= 1e-9 * mean
        })
    })
}

fn rules(loaded: &Loaded, reasons: &mut Vec<Said>) {
    let (model, dispatch) = (&loaded.model, &loaded.scenario.dispatch);
    let fixed = match &dispatch.rule {
        DispatchRule::ClosestIdle | DispatchRule::PreferenceList { .. } => true,
        DispatchRule::DistrictFirst { outside, .. } => *outside == Outside::AtOnce,
        _ => false,
    };
    refuse(reasons, !fixed, "the dispatch rule has no fixed preferences", "派单规则没有固定的优先次序");
    let plain = dispatch.admission == AdmissionRule::AdmitAll && dispatch.preemption == PreemptionRule::NonPreemptive;
    refuse(reasons, !plain, "crews are held back or called away", "班组会被保留或抽调");
    refuse(
        reasons,
        dispatch.queue.depends_on_the_way(),
        "which incident is served next depends on where the free crew is",
        "空闲班组的位置决定下一个处置的事件",
    );
    let travels = model.city.travel.detour() > 0.0;
    let home = dispatch.relocation == Relocation::ReturnToStation && dispatch.available_again == AvailableAgain::EnRoute;
    refuse(
        reasons,
        travels && !home,
        "crews do not go back to their station, or are not available on the way (ReturnToStation, EnRoute)",
        "班组不返回驻点，或返程中不可派（需 ReturnToStation 与 EnRoute）",
    );
    let hours = (0..24 * 60).any(|minute| model.city.travel.factor(Duration(minute * Duration::MINUTE.0)) != 1.0);
    refuse(reasons, hours, "travel times change over the day", "行驶时间随时段变化");
}

fn settle(loaded: &Loaded) -> Result<Derived, Said> {
    let model = &loaded.model;
    let (atoms, leaves, travel) = atoms(model)?;
    let on_scene = model.demand.categories[CategoryId(0)].mean_on_scene / 3_600.0;
    let kind = |crew: usize| {
        let kind = &loaded.scenario.workforce.crews[model.workforce.crews[Id::new(crew)].kind as usize];
        let clearing = kind.clearing.as_ref().map_or(0.0, Distribution::mean);
        (kind.accept.mean() + kind.turnout.mean() + clearing) / 3_600.0
    };
    let n = model.workforce.crews.len();
    let fixed: Vec<f64> = (0..n).map(kind).collect();
    let mut ways = vec![0.0; n];
    let queue = loaded.scenario.demand.patience.is_none();
    let total: f64 = atoms.iter().map(|atom| atom.arrivals).sum();
    let scene_to_scene = if queue { between(model) } else { 0.0 };
    // Ways lengthen the service and so decide who goes; a few rounds agree.
    for _ in 0..100 {
        let service = (0..n).map(|i| 1.0 / (on_scene + fixed[i] + ways[i])).collect();
        let cube = Hypercube { service, atoms: atoms.clone(), queue };
        let settled = cube
            .settle()
            .ok_or_else(|| said("more is asked of the crews than they can do: the queue has no bound", "需求超过班组能力：队列无界"))?;
        // A crew comes from its station, but to who waited from its last scene.
        let spent = |i: usize| -> (f64, f64) {
            let queued = settled.queued[i];
            let at_once = |(atom, fractions): (&Atom, &Vec<f64>)| fractions[i] - queued * atom.arrivals / total;
            let parts = atoms.iter().zip(&settled.fractions).map(at_once).zip(&travel).map(|(part, hours)| (part * hours[i], part));
            parts.fold((queued * scene_to_scene, queued), |sum, part| (sum.0 + part.0, sum.1 + part.1))
        };
        let new: Vec<f64> = (0..n).map(&spent).map(|(hours, share)| if share > 0.0 { hours / share } else { 0.0 }).collect();
        let change = new.iter().zip(&ways).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        ways = new;
        if change < 1e-12 {
            let mean_travel = (0..n).map(|i| spent(i).0).sum();
            let beside: f64 = (0..n).map(|i| spent(i).1 * (fixed[i] + ways[i])).sum();
            let beside_work = beside / (beside + on_scene);
            let queue_knows_no_place = queue_knows_no_place(loaded);
            return Ok(Derived { cube, leaves, travel, settled, mean_travel, queue_knows_no_place, beside_work });
        }
    }
    Err(said("ways and workloads find no balance", "行驶时间与负荷不收敛"))
}

/// Atoms, the innermost area of each, and how many hours each crew travels to it.
type Atoms = (Vec<Atom>, Vec<u32>, Vec<Vec<f64>>);

/// Innermost areas, each divided by the order in which crews are sent to its places.
fn atoms(model: &Model) -> Result<Atoms, Said> {
    let city = &model.city;
    let home = AllAtHome::new(model);
    let n = model.workforce.crews.len();
    let (mut atoms, mut leaves, mut travel): (Vec<Atom>, Vec<u32>, Vec<Vec<f64>>) = Default::default();
    for leaf in city.leaves().map(AreaId) {
        let arrivals = arrivals(model, leaf);
        if arrivals <= 0.0 {
            continue;
        }
        let point = city.place_in(leaf, 0.1, 0.1) == city.place_in(leaf, 0.9, 0.4);
        let places = if point { 1 } else { (PLACES / city.leaf_count()).max(FEWEST_PLACES) };
        let first = atoms.len();
        for k in 0..places {
            let [u, v] = evenly(k, PLANE);
            let (order, hours) = home.order(leaf, city.place_in(leaf, u, v));
            if order.len() < n {
                return Err(said("some crews are never sent to some places", "有班组从不派往某些地点"));
            }
            let share = arrivals / places as f64;
            match (first..atoms.len()).find(|a| atoms[*a].preference == order) {
                Some(a) => {
                    atoms[a].arrivals += share;
                    let weight = share / atoms[a].arrivals;
                    travel[a].iter_mut().zip(&hours).for_each(|(mean, new)| *mean += (new - *mean) * weight);
                }
                None => {
                    atoms.push(Atom { arrivals: share, preference: order });
                    leaves.push(city.number(leaf) as u32);
                    travel.push(hours);
                }
            }
        }
    }
    Ok((atoms, leaves, travel))
}

//! Who serves where: two crews without a queue, nine on a line with one.

use super::{LINE, PAIR, WARM_UP_DAYS};
use crate::oracle::case::{Case, Check, Family, Measure, Unit, said};
use crate::oracle::{Atom, Hypercube};

const SOLVED: &str = "the queue has a bound";

/// Both systems, with the answers of the hypercube equations.
pub(super) fn cases() -> Vec<Case> {
    [pair()].into_iter().chain([(0.5, 1_600), (0.7, 1_000)].map(line)).collect()
}

fn days(days: u32) -> String {
    format!("run.days={}", days + WARM_UP_DAYS)
}

fn pair() -> Case {
    let atom = |preference: [u32; 2]| Atom { arrivals: 1.0, preference: preference.into() };
    let cube = Hypercube { service: vec![2.0; 2], atoms: vec![atom([0, 1]), atom([1, 0])], queue: false };
    let settled = cube.settle().expect(SOLVED);
    let mut case = Case::new(Family::Hypercube, "hypercube/two", &PAIR, vec![days(1_500)], 40).check(Check::share(
        said("two crews: P(both busy), lost", "两组：均忙而损失"),
        Measure::Withdrawn,
        settled.delayed,
    ));
    for crew in 0..2 {
        let what = said(format!("two crews: workload {}", crew + 1), format!("两组：第 {} 组负荷", crew + 1));
        case = case.check(Check::share(what, Measure::Workload(crew), settled.workloads[crew as usize]));
    }
    for (leaf, crew) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let what =
            said(format!("two crews: {} serves area {}", crew + 1, leaf + 1), format!("两组：第 {} 组处置区域 {}", crew + 1, leaf + 1));
        case = case.check(Check::share(what, Measure::Dispatched { crew, leaf }, settled.fractions[leaf as usize][crew as usize]));
    }
    case
}

fn line((utilization, measured): (f64, u32)) -> Case {
    let atom = |at: u32| {
        let mut preference: Vec<u32> = (0..9).collect();
        // Atoms at odd quarters of a step, crews at even ones: as in line.ron.
        preference.sort_by_key(|i| ((2 * at + 1).abs_diff(4 * i + 2), *i));
        Atom { arrivals: 9.0 * utilization / 18.0, preference }
    };
    let settled = Hypercube { service: vec![1.0; 9], atoms: (0..18).map(atom).collect(), queue: true }.settle().expect(SOLVED);
    let set = vec![format!("demand.volume={} /h", 9.0 * utilization), days(measured)];
    let mut case = Case::new(Family::Hypercube, format!("hypercube/line/rho={utilization}"), &LINE, set, 40)
        .check(Check::share(
            said(format!("line, ρ={utilization}: P(W > 0)"), format!("线，ρ={utilization}：P(W > 0)")),
            Measure::Waits,
            settled.delayed,
        ))
        .check(Check::mean(
            said(format!("line, ρ={utilization}: E[W]"), format!("线，ρ={utilization}：E[W]")),
            Measure::Wait(None),
            settled.mean_wait,
            Unit::Hours,
            1.0,
        ));
    for crew in 0..9 {
        let what = said(format!("line, ρ={utilization}: workload {}", crew + 1), format!("线，ρ={utilization}：第 {} 组负荷", crew + 1));
        case = case.check(Check::share(what, Measure::Workload(crew), settled.workloads[crew as usize]));
    }
    case
}

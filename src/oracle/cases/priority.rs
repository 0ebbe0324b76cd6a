//! Three classes with priorities in one pool of crews.

use super::{PRIORITIES, WARM_UP_DAYS};
use crate::oracle::case::{Case, Check, Family, Measure, Unit, said};
use crate::oracle::non_preemptive_waits;

/// Arrivals of the classes in `priorities.ron`, an hour.
const ARRIVALS: [f64; 3] = [0.2, 0.6, 1.2];
/// Services an hour.
const SERVICE: f64 = 3.0;

/// Nobody is interrupted.
pub(super) fn cases() -> Vec<Case> {
    [(1, 2_000), (2, 3_000)].map(|(servers, days)| case(servers, days)).into()
}

fn settings(servers: u32, days: u32) -> Vec<String> {
    vec![format!("workforce.crews.server.roster.all day={servers}"), format!("run.days={}", days + WARM_UP_DAYS)]
}

fn case(servers: u32, days: u32) -> Case {
    let mut case = Case::new(Family::Priorities, format!("priority/non-preemptive/c={servers}"), &PRIORITIES, settings(servers, days), 40);
    for (class, exact) in (0_u16..).zip(non_preemptive_waits(&ARRIVALS, SERVICE, servers)) {
        let number = class + 1;
        let what = said(format!("c={servers}, class {number}: mean W"), format!("c={servers}，第 {number} 级：平均等待 W"));
        case = case.check(Check::mean(what, Measure::Wait(Some(class)), exact, Unit::Hours, 1.0 / SERVICE));
    }
    case
}

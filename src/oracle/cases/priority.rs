//! Three classes with priorities in one pool of crews.

use super::{PRIORITIES, WARM_UP_DAYS};
use crate::oracle::case::{Case, Check, Family, Measure, Unit, said};
use crate::oracle::{non_preemptive_waits, preemptive_waits};

/// Arrivals of the classes in `priorities.ron`, an hour.
pub(super) const ARRIVALS: [f64; 3] = [0.2, 0.6, 1.2];
/// Services an hour.
pub(super) const SERVICE: f64 = 3.0;

/// The mean wait of each class, where nobody is interrupted and where the low are, with one server and with two.
pub(super) fn cases() -> Vec<Case> {
    vec![case(1, 700, false), case(2, 1_200, false), case(1, 3_500, true), case(2, 13_000, true)]
}

/// Settings of a pool with priorities: crews, measured days.
pub(super) fn settings(servers: u32, days: u32) -> Vec<String> {
    vec![format!("workforce.crews.server.roster.all day={servers}"), format!("run.days={}", days + WARM_UP_DAYS)]
}

fn case(servers: u32, days: u32, preemptive: bool) -> Case {
    let (waits, name, en, zh) = match preemptive {
        false => (non_preemptive_waits(&ARRIVALS, SERVICE, servers), "non-preemptive", "no preemption,", "不抢占"),
        true => (preemptive_waits(&ARRIVALS, SERVICE, servers), "preemptive", "preemptive,", "抢占"),
    };
    let mut set = settings(servers, days);
    if preemptive {
        set.push("dispatch.preemption=PreemptivePriority(on_scene: true)".to_owned());
    }
    let mut case = Case::new(Family::Priorities, format!("priority/{name}/c={servers}"), &PRIORITIES, set, 40);
    for (class, exact) in (0_u16..).zip(waits) {
        let number = class + 1;
        let what = said(format!("{en} c={servers} class {number}: E[W]"), format!("{zh} c={servers} 第 {number} 级：E[W]"));
        case = case.check(Check::mean(what, Measure::Wait(Some(class)), exact, Unit::Hours, 1.0 / SERVICE));
    }
    case
}

//! What must help and what must cost: differences of two arms that meet the same incidents.

use super::priority::{ARRIVALS, SERVICE, settings};
use super::{DESKS, HALVES, POOL, PRIORITIES, WARM_UP_DAYS, pool};
use crate::oracle::case::{Case, Check, Family, Measure, Sign, Unit, said};
use crate::oracle::{Pool, non_preemptive_waits, preemptive_waits};

const REPLICATIONS: u32 = 40;

/// All of them.
pub(super) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = [(2, 1.0, 700), (5, 3.0, 650), (10, 8.0, 500)].map(|(c, load, days)| one_more(c, load, days)).into();
    cases.extend([pooling(), another_desk()]);
    cases.extend([(1, 700), (2, 1_000)].map(|(servers, days)| preemption(servers, days)));
    cases
}

fn arms(name: String, scenario: &'static crate::oracle::Text, set: Vec<String>, against: Vec<String>) -> Case {
    Case { against: Some(against), ..Case::new(Family::Signs, name, scenario, set, REPLICATIONS) }
}

/// One more crew, in no replication for the worse.
fn one_more(servers: u32, load: f64, days: u32) -> Case {
    let wait = |servers| Pool { arrivals: load, service: 1.0, servers }.mean_wait();
    let more = vec![format!("workforce.crews.server.roster.all day={}", servers + 1)];
    let what = said(format!("c={} for c={servers}: response", servers + 1), format!("c={} 代替 c={servers}：响应", servers + 1));
    let check = Check::mean(what, Measure::UntilScene, wait(servers + 1) - wait(servers), Unit::Hours, 1.0).signed(Sign::NeverPositive);
    arms(format!("signs/more-crews/c={servers}"), &POOL, pool(servers, load, days), more).check(check)
}

/// Crews of two departments, cross-trained.
fn pooling() -> Case {
    let wait = |arrivals, servers| Pool { arrivals, service: 1.0, servers }.mean_wait();
    let trained = ["of a", "of b"].map(|kind| format!("workforce.crews.{kind}.skills=All")).into();
    let what = said("two halves pooled: W", "两半合并：等待 W");
    let check = Check::mean(what, Measure::Wait(None), wait(8.0, 10) - wait(4.0, 5), Unit::Hours, 1.0).signed(Sign::NeverPositive);
    let days = format!("run.days={}", 400 + WARM_UP_DAYS);
    arms("signs/pooling".to_owned(), &HALVES, vec![days], trained).check(check)
}

/// A second desk before the crews: a queue M/M/1 more, by Burke's theorem.
fn another_desk() -> Case {
    let desk = Pool { arrivals: 8.0, service: 15.0, servers: 1 };
    let longer = desk.mean_wait() + 1.0 / desk.service;
    let second = vec!["structure.intake.report=[\"first\", \"second\"]".to_owned()];
    let what = said("a second desk: accept", "增加一级坐席：接单时间");
    let check = Check::mean(what, Measure::UntilAccept, longer, Unit::Hours, 1.0 / desk.service).signed(Sign::AtLeast(1.0 / desk.service));
    let days = format!("run.days={}", 200 + WARM_UP_DAYS);
    arms("signs/desk".to_owned(), &DESKS, vec![days], second).check(check)
}

/// Preemption: the first class waits less, the last one longer.
fn preemption(servers: u32, days: u32) -> Case {
    let (kept, called) = (non_preemptive_waits(&ARRIVALS, SERVICE, servers), preemptive_waits(&ARRIVALS, SERVICE, servers));
    let preemptive = vec!["dispatch.preemption=PreemptivePriority(on_scene: true)".to_owned()];
    let mut case = arms(format!("signs/preemption/c={servers}"), &PRIORITIES, settings(servers, days), preemptive);
    for (class, sign) in [(0_u16, Sign::NeverPositive), (2, Sign::Positive)] {
        let number = class + 1;
        let what = said(format!("preemption c={servers}: W, class {number}"), format!("抢占 c={servers}：第 {number} 级 W"));
        let difference = called[usize::from(class)] - kept[usize::from(class)];
        let check = Check::mean(what, Measure::Wait(Some(class)), difference, Unit::Hours, 1.0 / SERVICE).signed(sign);
        case = case.check(check);
    }
    case
}

//! Crews kept for the urgent.

use super::{CUTOFF, WARM_UP_DAYS};
use crate::oracle::Cutoff;
use crate::oracle::case::{Case, Check, Family, Measure, Unit, said};

/// The mean waits of both classes as the low one is cut off earlier and earlier.
pub(super) fn cases() -> Vec<Case> {
    let case = |(cutoff, days)| {
        let pool = Cutoff { servers: 5, cutoff, high: 1.0, low: 1.5, service: 1.0 };
        let (high, low) = pool.mean_waits().expect("the queue has a bound");
        let set =
            vec![format!("dispatch.admission=CutoffReserve(priority_3: Busy({cutoff}))"), format!("run.days={}", days + WARM_UP_DAYS)];
        let mean = |en: &str, zh: &str, class, exact| {
            let what = said(format!("N={cutoff}, {en}: E[W]"), format!("N={cutoff}，{zh}：E[W]"));
            Check::mean(what, Measure::Wait(Some(class)), exact, Unit::Hours, 1.0)
        };
        Case::new(Family::CutoffReserve, format!("cutoff/n={cutoff}"), &CUTOFF, set, 40)
            .check(mean("high class", "高级", 0, high))
            .check(mean("low class", "低级", 1, low))
    };
    [(5, 1_500), (4, 2_500), (3, 4_000)].into_iter().map(case).collect()
}

//! `CutoffReserve`: incidents of class i wait while N_i or more crews are busy, so that some stay free for the more
//! urgent. O(kinds of competence).
//!
//! Counted are the crews of the whole city whose shift is on – taking over not yet, overtime no longer – and that are
//! competent for the incident. Busy is whoever could not be sent to it: crews that serve, clear, are on a break, on a
//! way that does not count as available, and – for priorities 3 and 4 – those on committed work. A waiting incident is
//! released as soon as fewer than N_i are busy: in a pool of like crews by the completion that leaves N_i − 1 of them
//! at work. Those who are let in go in the order of the queue discipline. Joint jobs are counted by the department that
//! leads them; a job that has some of its crews already is not held back again. Where nobody is on duty no share of
//! them is busy.

use crate::policy::{Parameter, RuleInfo, RuleKind, Situation, Words};
use crate::problems::Problems;
use crate::quantity::{Count, Share};
use serde::{Deserialize, Serialize};

const BOUNDS: Words = Words::of(
    "Busy(n) with n ≥ 1: while n or more crews are busy; BusyShare(s) with s > 0: while that share of those on duty is busy",
    "Busy(n)，n ≥ 1：忙碌班组不少于 n 时；BusyShare(s)，s > 0：当班班组忙碌比例不低于 s 时",
);

const fn parameter(name: &'static str, meaning: &'static str, zh: &'static str) -> Parameter {
    Parameter { name, default: Words::of("none: they never wait for that", "无：不为此等候"), bounds: BOUNDS, meaning, zh }
}

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "CutoffReserve",
    kind: RuleKind::Admission,
    budget: None,
    summary: "lets incidents of a lower priority wait while so many crews are busy, and so keeps the others free for the urgent",
    zh: "忙碌班组达到阈值时，低优先级事件等待，为紧急事件预留班组",
    parameters: &[
        parameter("priority_1", "when incidents of priority 1 wait", "一级事件何时等待"),
        parameter("priority_2", "when incidents of priority 2 wait", "二级事件何时等待"),
        parameter("priority_3", "when incidents of priority 3 wait", "三级事件何时等待"),
        parameter("priority_4", "when incidents of priority 4 wait", "四级事件何时等待"),
    ],
    source: "Taylor & Templeton, Operations Research 28 (1980); Schaack & Larson, Operations Research 34 (1986) and Management Science 35 (1989)",
};

/// When incidents of one priority wait.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Cutoff {
    /// While so many crews are busy, or more.
    Busy(Count),
    /// While such a share of the crews on duty is busy, or more.
    BusyShare(Share),
}

/// The rule by priority.
#[derive(Clone, Debug, PartialEq)]
pub struct CutoffReserve {
    cutoffs: [Option<Cutoff>; 4],
}

impl CutoffReserve {
    /// Checks and keeps the cut-offs of priorities 1 to 4.
    pub fn build(cutoffs: [Option<Cutoff>; 4], problems: &mut Problems) -> CutoffReserve {
        if cutoffs.iter().all(Option::is_none) {
            problems.add(
                "dispatch.admission",
                "CutoffReserve holds nobody back: give at least one of priority_1 to priority_4, such as `priority_3: Busy(4)`",
            );
        }
        for (i, cutoff) in cutoffs.iter().enumerate() {
            let never = match cutoff {
                Some(Cutoff::Busy(n)) => n.get() == 0,
                Some(Cutoff::BusyShare(share)) => share.get() == 0.0,
                None => false,
            };
            if never {
                let message = "with a cut-off of 0 these incidents would never get a crew: give 1 or more";
                problems.add(format!("dispatch.admission.priority_{}", i + 1), message);
            }
        }
        CutoffReserve { cutoffs }
    }

    /// The priorities that would wait only while more than so many crews are busy, with the numbers they wait for.
    pub fn beyond(&self, crews: u32) -> impl Iterator<Item = (u8, u32)> {
        let busy = |cutoff: &Option<Cutoff>| if let Some(Cutoff::Busy(n)) = cutoff { Some(n.get()) } else { None };
        (1..).zip(&self.cutoffs).filter_map(move |(priority, cutoff)| Some((priority, busy(cutoff).filter(|n| *n > crews)?)))
    }

    /// Whether an incident of a priority has to wait.
    #[inline]
    pub fn holds_back(&self, situation: &Situation, priority: u8) -> bool {
        let Some(cutoff) = self.cutoffs[usize::from(priority) - 1] else { return false };
        let (on_duty, busy) = situation.crews.pools().on_duty_and_busy(situation.skills, situation.at_most);
        match cutoff {
            Cutoff::Busy(n) => busy >= n.get(),
            Cutoff::BusyShare(share) => on_duty > 0 && f64::from(busy) >= share.get() * f64::from(on_duty),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::CrewId;
    use crate::policy::Availability;
    use crate::policy::situation::hand_made::{crews, job};

    #[test]
    fn a_class_waits_from_its_cutoff_on_and_no_other_does() {
        let cutoffs = [None, None, Some(Cutoff::Busy(Count::new(2).unwrap())), Some(Cutoff::BusyShare(Share::new(0.25).unwrap()))];
        let rule = CutoffReserve::build(cutoffs, &mut Problems::default());
        let mut columns = crews(&[(0.0, 0); 4]);
        columns.ids().for_each(|crew| columns.set_on_duty(crew, true));
        let held = |columns: &crate::policy::CrewColumns| [1, 2, 3, 4].map(|priority| rule.holds_back(&job(columns), priority));
        assert_eq!(held(&columns), [false; 4]);
        columns.set_availability(CrewId(0), Availability::Busy);
        assert_eq!(held(&columns), [false, false, false, true]);
        columns.set_availability(CrewId(1), Availability::Interruptible);
        assert_eq!(held(&columns), [false, false, true, true], "who is on committed work cannot be had");
        let urgent = Situation { at_most: Availability::Interruptible, ..job(&columns) };
        assert!(!rule.holds_back(&urgent, 3), "but by the urgent it can");
        columns.set_on_duty(CrewId(0), false);
        assert_eq!(held(&columns), [false, false, false, true], "who is off duty is not busy");
        let other = Situation { skills: 2, ..job(&columns) };
        assert!(!rule.holds_back(&other, 3), "nobody of that competence is busy");
        columns.ids().for_each(|crew| columns.set_on_duty(crew, false));
        assert!(!rule.holds_back(&job(&columns), 4), "of nobody no share is busy");
    }

    #[test]
    fn cutoffs_that_let_nobody_in_are_refused() {
        let mut problems = Problems::default();
        CutoffReserve::build([None; 4], &mut problems);
        CutoffReserve::build([None, None, Some(Cutoff::Busy(Count::new(0).unwrap())), None], &mut problems);
        let paths: Vec<&str> = problems.iter().map(|p| p.path.as_str()).collect();
        assert_eq!(paths, ["dispatch.admission", "dispatch.admission.priority_3"]);
    }
}

//! What experiments compare: named numbers of one replication, each a sum above a sum.
//!
//! An experiment keeps these few hundred bytes of a replication instead of all that was measured. A new measure is
//! one entry of [`MEASURES`].

use crate::metrics::{Clock, CrewTotals, Dimensions, ReplicationResult, Target};
use crate::record::{Milestone, Segment};
use crate::time::{Duration, TICKS_PER_SECOND};
use serde::{Deserialize, Serialize};

/// A sum above a sum: a share, a mean over incidents, or a plain number above one.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Ratio {
    /// Above.
    pub above: f64,
    /// Below; zero where there was nothing to measure.
    pub below: f64,
}

impl Ratio {
    /// Of counts.
    pub fn of(above: u64, below: u64) -> Ratio {
        Ratio { above: above as f64, below: below as f64 }
    }

    /// Of ticks, in seconds.
    pub fn of_time(above: u128, below: u128) -> Ratio {
        Ratio { above: seconds(above), below: seconds(below) }
    }

    /// A number for itself; nothing where it does not exist.
    pub fn number(value: Option<f64>) -> Ratio {
        value.map_or_else(Ratio::default, |above| Ratio { above, below: 1.0 })
    }

    /// Beyond every number: a quantile among the incidents that nobody ever reached.
    pub const NEVER: Ratio = Ratio { above: 1.0, below: 0.0 };

    /// Whether it is beyond every number, so that no mean over replications is one.
    pub fn is_never(self) -> bool {
        self.below == 0.0 && self.above > 0.0
    }

    /// Of ticks per something, in seconds.
    pub fn seconds(ticks: u128, below: u64) -> Ratio {
        Ratio { above: seconds(ticks), below: below as f64 }
    }

    /// The difference to another over the same.
    #[must_use]
    pub fn less(self, other: Ratio) -> Ratio {
        Ratio { above: self.above - other.above, below: self.below }
    }

    /// The value; `None` where there was nothing to measure.
    pub fn value(self) -> Option<f64> {
        (self.below > 0.0).then(|| self.above / self.below)
    }
}

fn seconds(ticks: u128) -> f64 {
    ticks as f64 / TICKS_PER_SECOND as f64
}

/// What a measure counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A part of a whole.
    Share,
    /// Seconds.
    Seconds,
    /// A number.
    Count,
}

/// Which way is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// More.
    Higher,
    /// Less.
    Lower,
    /// It is only told.
    Neither,
}

/// One named number of a replication.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Its key in results.
    pub key: &'static str,
    /// What people call it.
    pub en: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// What it counts in.
    pub unit: Unit,
    /// Which way is good.
    pub better: Better,
    of: fn(&ReplicationResult, &Dimensions) -> Ratio,
}

impl Measure {
    /// Its value in a replication.
    pub fn of(&self, result: &ReplicationResult, dimensions: &Dimensions) -> Ratio {
        (self.of)(result, dimensions)
    }

    /// Whether it is a share of trials, incidents say, that are counted below. Shares of time and a Gini coefficient are
    /// not.
    pub fn is_of_trials(&self) -> bool {
        self.unit == Unit::Share && !["utilization", "committed_done", "workload_gini"].contains(&self.key)
    }

    /// The position of a measure in [`MEASURES`].
    pub fn position(key: &str) -> Option<usize> {
        MEASURES.iter().position(|measure| measure.key == key)
    }
}

/// Incidents within a target's limit by the clock in force, in one cell of [`crate::metrics::Layout`].
pub fn met(result: &ReplicationResult, cell: usize, target: usize, clock: Clock) -> (u64, u64) {
    let tally = &result.attainment[cell];
    let met = if clock == Clock::Cumulative { tally.cumulative[target] } else { tally.per_stage[target] };
    (met, tally.incidents)
}

fn attained(result: &ReplicationResult, dimensions: &Dimensions, target: Target) -> Ratio {
    let (met, of) = met(result, 0, target as usize, dimensions.targets.clock);
    Ratio::of(met, of)
}

fn response(result: &ReplicationResult, order: f64) -> Ratio {
    let on_scene = crate::metrics::TIMED.iter().position(|m| *m == Milestone::OnScene).expect("it is timed");
    let reached = result.durations[on_scene].quantile(order).map(Duration::seconds);
    if reached.is_none() && result.attainment[0].incidents > 0 { Ratio::NEVER } else { Ratio::number(reached) }
}

/// Mean seconds in a segment over the incidents whose responder arrived.
fn segment(result: &ReplicationResult, segment: Segment) -> Ratio {
    let (crew, spot) = (&result.segments.by_crew, &result.segments.settled);
    Ratio::seconds(crew.segments[segment as usize] + spot.segments[segment as usize], crew.incidents + spot.incidents)
}

macro_rules! measures {
    ($($key:literal, $en:literal, $zh:literal, $unit:ident, $better:ident, |$r:pat_param, $d:pat_param| $of:expr;)*) => {
        /// All measures, the four targets first, then the way to the scene by segment.
        pub const MEASURES: &[Measure] = &[$(Measure {
            key: $key, en: $en, zh: $zh, unit: Unit::$unit, better: Better::$better, of: |$r, $d| $of,
        }),*];
    };
}

measures! {
    "respond", "responded in time", "按时响应", Share, Higher, |r, d| attained(r, d, Target::Respond);
    "accept", "accepted in time", "按时接单", Share, Higher, |r, d| attained(r, d, Target::Accept);
    "depart", "departed in time", "按时出动", Share, Higher, |r, d| attained(r, d, Target::Depart);
    "on_scene", "on scene in time", "按时到场", Share, Higher, |r, d| attained(r, d, Target::OnScene);
    "response_s", "mean response", "平均到场用时", Seconds, Lower,
        |r, _| Ratio::seconds(r.segments.by_crew.response + r.segments.settled.response, r.segments.by_crew.incidents + r.segments.settled.incidents);
    "response_p50_s", "median response", "到场用时中位数", Seconds, Lower, |r, _| response(r, 0.5);
    "response_p90_s", "response, 90% point", "到场用时 90% 分位", Seconds, Lower, |r, _| response(r, 0.9);
    "never_on_scene", "nobody ever on scene", "始终无人到场", Share, Lower, |r, _| {
        let arrived = r.segments.by_crew.incidents + r.segments.settled.incidents;
        Ratio::of(r.attainment[0].incidents.saturating_sub(arrived), r.attainment[0].incidents)
    };
    "desk_queue_s", "waiting at the first desk", "首个席台排队", Seconds, Lower, |r, _| segment(r, Segment::DeskQueue);
    "receipt_s", "receipt", "受理", Seconds, Lower, |r, _| segment(r, Segment::Receipt);
    "triage_s", "triage", "分拨研判", Seconds, Lower, |r, _| segment(r, Segment::Triage);
    "transfer_s", "transfer between desks", "层级流转", Seconds, Lower, |r, _| segment(r, Segment::Transfer);
    "later_desk_queue_s", "waiting at later desks", "后续席台排队", Seconds, Lower, |r, _| segment(r, Segment::LaterDeskQueue);
    "later_desk_s", "work of later desks", "后续席台办理", Seconds, Lower, |r, _| segment(r, Segment::LaterDesk);
    "in_vain_s", "looks in vain", "先到者无力处置", Seconds, Lower, |r, _| segment(r, Segment::InVain);
    "crew_queue_s", "waiting for a crew", "等待队员", Seconds, Lower, |r, _| segment(r, Segment::CrewQueue);
    "refused_s", "offers that came to nothing", "派单未果", Seconds, Lower, |r, _| segment(r, Segment::Refused);
    "accept_s", "acceptance", "接单确认", Seconds, Lower, |r, _| segment(r, Segment::Accept);
    "turnout_s", "turnout", "出动准备", Seconds, Lower, |r, _| segment(r, Segment::Turnout);
    "travel_s", "travel", "路途", Seconds, Lower, |r, _| segment(r, Segment::Travel);
    "completion", "closed (completion rate)", "办结率", Share, Higher, |r, _| Ratio::of(r.closure.closed, r.closure.reported);
    "on_time", "closed by the deadline", "按期结案率", Share, Higher, |r, _| Ratio::of(r.closure.on_time, r.closure.decided);
    "reopened", "reopened", "返工率", Share, Lower, |r, _| Ratio::of(r.closure.reopened, r.closure.closed);
    "final_backlog", "open at the end of the last day", "末日积压", Count, Lower,
        |r, _| Ratio::number(r.days.last().map(|day| day.backlog as f64));
    "utilization", "crews' time spent serving", "班组处置占用率", Share, Neither, |r, _| Ratio::of_time(r.workload.sum(CrewTotals::serving), r.workload.sum(CrewTotals::duty));
    "committed_done", "committed work done", "既定任务完成率", Share, Higher,
        |r, _| Ratio::of_time(r.workload.committed_done, r.workload.committed_due);
    "workload_gini", "Gini of crews' serving time", "班组处置时间基尼系数", Share, Lower, |r, _| Ratio::number(r.workload.gini());
    "kilometres", "kilometres driven a day", "日行驶公里数", Count, Lower, |r, _| {
        Ratio { above: r.workload.sum(|crew| crew.metres) as f64 / 1_000.0, below: r.window.length().seconds() / Duration::DAY.seconds() }
    };
    "refusals", "offers refused or unanswered", "派单被拒或未应答", Share, Lower,
        |r, _| Ratio::of(r.dispatch.refused + r.dispatch.unanswered, r.dispatch.offers);
    "preemptions", "crews called away, per incident", "每起事件的抽调次数", Count, Lower,
        |r, _| Ratio::of(r.dispatch.preempted, r.closure.reported);
    "across", "departures out of the station's own ground", "跨区出动占比", Share, Neither,
        |r, _| Ratio::of(r.dispatch.across, r.dispatch.inside + r.dispatch.across);
    "by_crew", "served by a crew", "由班组处置", Share, Neither,
        |r, _| Ratio::of(r.segments.by_crew.incidents, r.segments.by_crew.incidents + r.segments.settled.incidents);
}

/// The measures of segments: those that are drawn (stage times, transfers, returns) and those that emerge from the run
/// (queues, travel). Together with [`REFUSED`] they add up to `response_s`.
pub const ASSUMED: [&str; 7] = ["receipt_s", "triage_s", "transfer_s", "later_desk_s", "in_vain_s", "accept_s", "turnout_s"];
/// See [`ASSUMED`].
pub const EMERGENT: [&str; 4] = ["desk_queue_s", "later_desk_queue_s", "crew_queue_s", "travel_s"];
/// Drawn where offers are only refused or not answered; where crews are called away, it is their load that decides.
pub const REFUSED: &str = "refused_s";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_and_every_segment_up_to_travel_is_on_one_side() {
        for (i, measure) in MEASURES.iter().enumerate() {
            assert!(MEASURES[..i].iter().all(|other| other.key != measure.key), "{} stands twice", measure.key);
            assert!(!measure.zh.is_ascii(), "{} has no Chinese name", measure.key);
        }
        let sides: Vec<&str> = ASSUMED.into_iter().chain(EMERGENT).chain([REFUSED]).collect();
        for segment in &Segment::ALL[..=Segment::Travel as usize] {
            let key = format!("{}_s", crate::metrics::segment_name(*segment));
            assert_eq!(sides.iter().filter(|side| **side == key).count(), 1, "{key}");
            assert!(Measure::position(&key).is_some(), "{key}");
        }
        for target in Target::ALL {
            assert_eq!(Measure::position(target.name()), Some(target as usize));
        }
    }

    #[test]
    fn nothing_measured_is_no_number() {
        assert_eq!(Ratio::of(0, 0).value(), None);
        assert_eq!(Ratio::number(None).value(), None);
        assert!(Ratio::NEVER.is_never() && Ratio::NEVER.value().is_none() && !Ratio::number(None).is_never());
        assert_eq!(Ratio::seconds(u128::from(3 * TICKS_PER_SECOND), 2).value(), Some(1.5));
    }

    #[test]
    fn times_are_in_seconds_whatever_they_are_over() {
        let hours = |n: u128| n * 3_600 * u128::from(TICKS_PER_SECOND);
        assert_eq!(Ratio::of_time(hours(2), hours(8)), Ratio { above: 7_200.0, below: 28_800.0 });
        assert_eq!(Ratio::of_time(hours(2), hours(8)).value(), Some(0.25));
    }
}

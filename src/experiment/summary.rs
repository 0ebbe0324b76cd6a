//! What a report shows of an arm: everything measured over its replications, with names and intervals.
//!
//! Plain serializable data. How it is computed stands in the files beside this one; how it is drawn, in `report`.
//! Intervals show Monte Carlo error only. With a single replication there is none, and none is shown.

use super::Estimate;
use crate::metrics::{Clock, Name};
use serde::{Deserialize, Serialize};

/// Everything a report needs of one arm. Totals are over all replications.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Replications that it rests on.
    pub replications: u32,
    /// The confidence level of all intervals.
    pub level: f64,
    /// Days with arrivals in each replication, the warm-up included.
    pub days: u32,
    /// Days at the start of each that are not measured.
    pub warmup_days: u32,
    /// The clock by which [`TargetSummary::attainment`] is read.
    pub clock: Clock,
    /// Whether the last target means "handled" instead of "on scene".
    pub until_handled: bool,
    /// Incidents reported after the warm-up, by what became of them.
    pub incidents: Counts,
    /// Respond, accept, depart, on scene.
    pub targets: Vec<TargetSummary>,
    /// Time from the report to each milestone.
    pub durations: Vec<DurationSummary>,
    /// Where the time goes.
    pub segments: SegmentSummary,
    /// Completion, on-time closure, reopening.
    pub closure: ClosureSummary,
    /// Day by day.
    pub daily: DailySummary,
    /// What the crews did.
    pub workload: WorkloadSummary,
    /// Desks and the queue for crews.
    pub queues: QueuesSummary,
    /// Offers, refusals, dispatches, settling.
    pub dispatch: DispatchSummary,
    /// Every collapse of every replication, never averaged.
    pub collapses: Vec<SaturationSummary>,
    /// Every overload: days on the worst of which more was asked than the crews were ever seen to carry.
    pub overloads: Vec<SaturationSummary>,
    /// Attainment by category, priority, channel, server, level, hour, weekday, surge.
    pub breakdowns: Vec<Breakdown>,
}

/// Incidents reported after the warm-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// All of them.
    pub reported: u64,
    /// Those on which attainment is measured: not found by the one who serves them.
    pub measured: u64,
    /// Found by the one who serves them.
    pub self_found: u64,
    /// Closed.
    pub closed: u64,
    /// Still open at the end of the drain.
    pub open: u64,
    /// Lost: no crew with the skill exists.
    pub lost: u64,
    /// Withdrawn by the reporter.
    pub withdrawn: u64,
}

/// How far a target was attained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TargetSummary {
    /// `respond`, `accept`, `depart` or `on_scene`.
    pub name: String,
    /// The limit in seconds.
    pub limit_s: f64,
    /// Whether it is the primary target.
    pub primary: bool,
    /// Share within the limit by the clock in force: one of the two that follow.
    pub attainment: Option<Estimate>,
    /// Share within the limit from the report.
    pub cumulative: Option<Estimate>,
    /// Share within the limit from the milestone before.
    pub per_stage: Option<Estimate>,
    /// Incidents within the limit by the clock in force.
    pub met: u64,
    /// Incidents measured.
    pub of: u64,
    /// Where few replications decide, so that the interval of `attainment` is surer than it ought to be: how many the
    /// skewness that is seen wants.
    #[serde(default)]
    pub replications_wanted: Option<u64>,
    /// Why the others were not, by the clock in force.
    pub misses: MissSummary,
}

/// Why a target was missed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MissSummary {
    /// Reached too late.
    pub late: u64,
    /// Not reached by the end of the drain, lost and withdrawn ones included.
    pub not_reached: u64,
    /// By how much those that were late were late, in seconds.
    pub mean_excess_s: Option<Estimate>,
    /// The causes that occurred, the most frequent first.
    pub causes: Vec<CauseShare>,
}

/// One cause of misses: the longest part of the way to the milestone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CauseShare {
    /// See [`crate::metrics::Cause::name`].
    pub cause: String,
    /// Late because of it.
    pub late: u64,
    /// Not reached because of it.
    pub not_reached: u64,
    /// Its share of all misses of this target.
    pub share: f64,
}

/// How long it took to a milestone. Milestones not reached count as longer than any that were.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DurationSummary {
    /// `respond`, `accept`, `depart`, `on_scene` or `handled`.
    pub milestone: String,
    /// Measured incidents that reached it.
    pub reached: u64,
    /// Measured incidents that did not.
    pub not_reached: u64,
    /// Mean over those that reached it, in seconds.
    pub mean_s: Option<Estimate>,
    /// Quantiles over all measured incidents; absent where they fall among those not reached.
    pub quantiles: Vec<Quantile>,
    /// Share of all measured incidents that reached it within given times.
    pub cdf: Vec<CdfPoint>,
}

/// One quantile, with the interval of [`quantile_orders`](crate::stats::quantile_orders); an end that is not told is absent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantile {
    /// The order, such as 0.95.
    pub order: f64,
    /// Its value in seconds.
    pub seconds: Option<Estimate>,
}

/// One point of a distribution function.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CdfPoint {
    /// Time since the report, in seconds.
    pub seconds: f64,
    /// Share reached by then.
    pub share: Option<Estimate>,
}

/// Where the time goes, over measured incidents whose responder arrived.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentSummary {
    /// Those served by a crew.
    pub by_crew: SegmentMeans,
    /// Those settled by somebody on the spot.
    pub settled: SegmentMeans,
}

/// Mean time per segment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentMeans {
    /// Incidents.
    pub incidents: u64,
    /// From report to arrival, in seconds.
    pub response_s: Option<Estimate>,
    /// Every segment in order; those up to `travel` add up to the response.
    pub segments: Vec<SegmentMean>,
}

/// Mean time in one segment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentMean {
    /// See [`crate::metrics::segment_name`].
    pub segment: String,
    /// In seconds.
    pub mean_s: Option<Estimate>,
}

/// What an analyst of the field looks for first. Over all incidents reported after the warm-up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClosureSummary {
    /// Closed ÷ reported (办结率).
    pub completion: Option<Estimate>,
    /// Closed by the deadline ÷ those decided (按期结案率).
    pub on_time: Option<Estimate>,
    /// Reopened ÷ closed (返工率).
    pub reopened: Option<Estimate>,
    /// Incidents with a deadline that are decided.
    pub with_deadline: u64,
    /// Self-found incidents: closed ÷ reported.
    pub self_found_completion: Option<Estimate>,
    /// Self-found incidents: from report to handled, in seconds.
    pub self_found_handled_s: Option<Estimate>,
}

/// Day by day from the first, warm-up included: means over replications.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DailySummary {
    /// Incidents reported.
    pub reported: Vec<f64>,
    /// Open incidents at the day's end.
    pub backlog: Vec<f64>,
    /// Incidents waiting for a crew at the day's end.
    pub waiting: Vec<f64>,
    /// Orders that asked for a crew.
    pub demanded: Vec<f64>,
    /// Orders that a crew finished.
    pub served: Vec<f64>,
    /// Mean travel time of the day's arrivals in seconds; absent on days without any.
    pub travel_s: Vec<Option<f64>>,
    /// Open incidents at the end of the last day.
    pub final_backlog: Option<Estimate>,
}

/// What crews did in the measured time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkloadSummary {
    /// Serving time ÷ time on duty, overtime included, over all crews.
    pub utilization: Option<Estimate>,
    /// Share of all crews' time on duty in each state other than off duty and on call.
    pub states: Vec<StateShare>,
    /// Gini coefficient of serving time over crews that were on duty.
    pub gini: Option<Estimate>,
    /// By kind of crew.
    pub by_kind: Vec<WorkloadRow>,
    /// By station.
    pub by_station: Vec<WorkloadRow>,
    /// By shift.
    pub by_shift: Vec<WorkloadRow>,
    /// By department.
    pub by_department: Vec<WorkloadRow>,
    /// By crew, in the order of the roster; named "station, shift".
    pub by_crew: Vec<WorkloadRow>,
    /// Committed work.
    pub committed: CommittedSummary,
}

/// Share of the time on duty in one state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StateShare {
    /// See [`crate::metrics::state_name`].
    pub state: String,
    /// Of the time on duty.
    pub share: Option<Estimate>,
}

/// A group of crews.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkloadRow {
    /// The group.
    pub name: Name,
    /// Crews in it.
    pub crews: u32,
    /// Serving time ÷ time on duty.
    pub utilization: Option<Estimate>,
    /// Hours on duty per replication.
    pub duty_hours: f64,
    /// Hours of it serving.
    pub serving_hours: f64,
    /// Orders accepted per replication.
    pub orders: f64,
}

/// Committed work in hours per replication, over the whole run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommittedSummary {
    /// Fell due by the end of the last day.
    pub due_hours: f64,
    /// Done by then.
    pub done_hours: f64,
    /// Not done by then.
    pub undone_hours: Option<Estimate>,
}

/// Queues in the measured time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueuesSummary {
    /// Desks by id.
    pub desks: Vec<DeskSummary>,
    /// Waiting for a crew.
    pub crew: QueueSummary,
    /// Share of time with exactly k crews serving, k from 0.
    pub serving: Vec<f64>,
    /// Mean number of crews serving.
    pub mean_serving: Option<Estimate>,
}

/// One desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeskSummary {
    /// The desk.
    pub name: Name,
    /// Where it is.
    pub place: Name,
    /// Incidents waiting.
    pub queue: QueueSummary,
    /// Mean number of subordinates' requests waiting.
    pub requests_waiting: Option<Estimate>,
    /// Mean number of clerks at work.
    pub clerks_busy: Option<Estimate>,
}

/// One queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueueSummary {
    /// Entries per replication.
    pub entries: f64,
    /// Mean length over time.
    pub mean_length: Option<Estimate>,
    /// The longest it ever was, over all replications.
    pub max_length: u64,
    /// Mean wait of the entries, in seconds; those still waiting at the end count with their time so far.
    pub mean_wait_s: Option<Estimate>,
}

/// How incidents came to whom. Totals over all replications.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DispatchSummary {
    /// Offers made.
    pub offers: u64,
    /// Offers refused.
    pub refused: u64,
    /// Offers not answered.
    pub unanswered: u64,
    /// Crews called away to more urgent incidents.
    pub preempted: u64,
    /// Waits that a rule imposed although crews were free.
    pub held_back: u64,
    /// Crews that set out inside their own area.
    pub inside: u64,
    /// Crews that set out across its boundary.
    pub across: u64,
    /// Share of departures across a boundary.
    pub across_share: Option<Estimate>,
    /// Looks by somebody who could not settle it.
    pub in_vain: u64,
    /// Returns from a wrong department.
    pub wrong_department: u64,
    /// Share of measured incidents served by each kind of settler, then by crews, then by nobody.
    pub served_by: Vec<ServedShare>,
}

/// Who served what share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServedShare {
    /// Who.
    pub name: Name,
    /// Measured incidents.
    pub incidents: u64,
    /// Of all measured incidents.
    pub share: Option<Estimate>,
}

/// One collapse or overload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SaturationSummary {
    /// In which replication, counted from the first of the summary.
    pub replication: u32,
    /// The first day, from 0.
    pub began: u32,
    /// The day at whose end it was over; absent where it never was.
    pub recovered: Option<u32>,
    /// Where most incidents waited at the end of the first day, on the first level shown.
    pub place: Option<Name>,
    /// Incidents waiting for a crew at the end of its worst day.
    pub worst_waiting: u64,
    /// Orders that asked for a crew on its days.
    pub demanded: u64,
    /// Orders finished on those days.
    pub served: u64,
    /// Mean travel time on the days before, in seconds.
    pub travel_before_s: Option<f64>,
    /// Mean travel time during it, in seconds.
    pub travel_during_s: Option<f64>,
}

/// Attainment along one dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Breakdown {
    /// `category`, `priority`, `channel`, `served_by`, `level`, `hour`, `weekday` or `surge`.
    pub dimension: String,
    /// What it is called; for a level, its name.
    pub name: Name,
    /// Its cells in order, empty ones included.
    pub rows: Vec<BreakdownRow>,
}

/// Attainment in one cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BreakdownRow {
    /// The cell.
    pub name: Name,
    /// Measured incidents in it, over all replications.
    pub incidents: u64,
    /// Within the limit from the report: respond, accept, depart, on scene.
    pub cumulative: Vec<Option<Estimate>>,
    /// Within the limit from the milestone before: respond, accept, depart, on scene.
    pub per_stage: Vec<Option<Estimate>>,
}

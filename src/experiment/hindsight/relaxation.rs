//! The assignment of incidents to predecessors of least total.

use super::Calls;
use super::calls::{Fate, Own};
use super::predecessors::{Call, Ground, Start, calls, starts};
use crate::policy::matching::most_matched;
use crate::random::Key;
use crate::scenario::{Model, OnSceneMeans};
use crate::time::{Duration, Instant, TICKS_PER_SECOND};
use pathfinding::prelude::{Matrix, kuhn_munkres_min};

/// The most calls of a replication: the assignment takes O(calls²·(calls + tours)), some seconds.
pub const MOST_CALLS: usize = 1_500;
/// Costs are whole milliseconds, cut off.
const TICKS_PER_MS: u64 = TICKS_PER_SECOND / 1_000;

/// The bound of a replication: what no rule is below.
pub type Bound = Own;

/// What comes before an incident on its crew.
enum Column<'c> {
    /// Another call.
    Call(usize),
    /// The beginning of a tour.
    Start(&'c Start),
}

/// The calls of a replication with all that may come before them.
struct Relaxation<'c> {
    ground: Ground<'c>,
    calls: &'c [Call],
    columns: Vec<Column<'c>>,
}

/// The bound of the replication of `key`, whose calls `seen` has taken from a run under any rule.
pub fn bound(model: &Model, key: Key, seen: &Calls) -> Bound {
    let (calls, starts) = (calls(model, key, seen), starts(model, seen.cap));
    let each = |(i, call): (usize, &Call)| (0..call.crews).map(move |_| Column::Call(i));
    let columns = calls.iter().enumerate().flat_map(each).chain(starts.iter().map(Column::Start)).collect();
    let relaxation = Relaxation { ground: Ground::of(model, key), calls: &calls, columns };
    let mut bound = served_by_nobody_else(seen);
    relaxation.add_to(&mut bound, seen);
    bound
}

/// Incidents that never asked for a crew fare the same under every rule.
fn served_by_nobody_else(seen: &Calls) -> Own {
    let mut own = Own::default();
    for (number, fate) in seen.fates.iter().enumerate() {
        if let Some(fate) = fate
            && !seen.called.get(number).is_some_and(|called| called.happens())
        {
            own.add(seen, fate, fate.on_scene, fate.done);
        }
    }
    own
}

impl Relaxation<'_> {
    /// The earliest arrival after a predecessor, where one crew can serve both.
    fn arrival(&self, row: usize, column: &Column, free: &[Instant]) -> Option<Instant> {
        let call = &self.calls[row];
        match column {
            Column::Call(i) if *i == row => None,
            Column::Call(i) => {
                let last = &self.calls[*i];
                self.ground.one_can(last.skills, call.skills).then(|| self.ground.after(last, free[*i], call))
            }
            Column::Start(start) => {
                let can = start.skills & call.skills == call.skills && call.called <= start.until;
                can.then(|| self.ground.from_start(start, call))
            }
        }
    }

    /// When each call may be done at the earliest. One step further than assuming that a crew is at hand: no sooner than the
    /// best predecessor allows.
    fn free(&self) -> Vec<Instant> {
        let at_hand: Vec<Instant> = self.calls.iter().map(|call| call.called + call.accept + call.work).collect();
        let rows = self.calls.iter().enumerate().map(|(row, call)| {
            let earliest = self.columns.iter().filter_map(|column| self.arrival(row, column, &at_hand)).min();
            earliest.map_or(at_hand[row], |at| at + call.work)
        });
        rows.collect()
    }

    /// Adds the least totals over all assignments: one row for each measured call, one column for each crew that a
    /// predecessor lets go. A call that goes unserved has one that cannot serve it: as many are left over as calls go unserved.
    fn add_to(&self, bound: &mut Bound, seen: &Calls) {
        let free = self.free();
        let fate = |row: usize| seen.fates.get(self.calls[row].number as usize).copied().flatten().filter(|fate| fate.measured);
        let rows: Vec<(usize, Fate)> = (0..self.calls.len()).filter_map(|row| fate(row).map(|fate| (row, fate))).collect();
        if rows.is_empty() {
            return;
        }
        let width = self.columns.len().max(rows.len());
        let mut response = Matrix::new(rows.len(), width, 0);
        let mut in_time = vec![Vec::new(); rows.len()];
        for (i, (row, fate)) in rows.iter().enumerate() {
            for column in 0..width {
                let at = self.columns.get(column).and_then(|before| self.arrival(*row, before, &free)).unwrap_or(Instant::NEVER);
                let work = if seen.means == OnSceneMeans::Handled && at.happens() { self.calls[*row].on_scene } else { Duration::ZERO };
                response[(i, column)] = (at.min(seen.cap).since(fate.reported).0 / TICKS_PER_MS) as i64;
                if at.happens() && at + work <= fate.reported + seen.limit {
                    in_time[i].push(column);
                }
            }
        }
        let (milliseconds, missed) = (kuhn_munkres_min(&response).0, rows.len() - most_matched(&in_time, width));
        bound.response_s.above += Duration(milliseconds as u64 * TICKS_PER_MS).seconds();
        bound.response_s.below += rows.len() as f64;
        bound.late.above += missed as f64;
        bound.late.below += rows.len() as f64;
    }
}

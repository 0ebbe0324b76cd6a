//! Where the time goes: ticks per segment over measured incidents whose responder arrived.

use crate::record::{Milestone, Outcome, Segment, ServedBy};

/// Sums over a group of incidents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct SegmentTotals {
    /// Incidents.
    pub incidents: u64,
    /// Ticks from report to arrival.
    pub response: u128,
    /// Ticks by [`Segment`].
    pub segments: [u128; Segment::COUNT],
}

/// Those served by crews and those settled on the spot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Segments {
    /// Served by a crew.
    pub by_crew: SegmentTotals,
    /// Settled by somebody on the spot.
    pub settled: SegmentTotals,
}

impl Segments {
    pub(super) fn outcome(&mut self, outcome: &Outcome) {
        let Some(response) = outcome.until(Milestone::OnScene) else { return };
        let group = match outcome.served_by {
            ServedBy::Crew(_) => &mut self.by_crew,
            ServedBy::Settler(_) => &mut self.settled,
            ServedBy::Nobody => return,
        };
        group.incidents += 1;
        group.response += u128::from(response.0);
        for (sum, segment) in group.segments.iter_mut().zip(outcome.segments) {
            *sum += u128::from(segment.0);
        }
    }
}

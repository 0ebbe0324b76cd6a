//! How one incident stands against the targets, and which part of its way broke the one it missed.

use crate::metrics::{Cause, Clock, Target, Targets};
use crate::record::{Milestone, Outcome, Segment};
use crate::time::{Duration, Instant};

/// One incident against one target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The target.
    pub target: Target,
    /// Its limit.
    pub limit: Duration,
    /// From when the limit counts; [`Instant::NEVER`] when not even that was reached.
    pub from: Instant,
    /// How long it took; `None` when it was never reached.
    pub took: Option<Duration>,
    /// Why it was missed; `None` when it was met.
    pub cause: Option<Cause>,
    /// How long the segment took that was the cause.
    pub cause_took: Duration,
}

impl Verdict {
    /// By how much it was late; `None` when it was met or never reached.
    pub fn late_by(&self) -> Option<Duration> {
        self.took.filter(|_| self.cause.is_some()).map(|took| took.saturating_sub(self.limit))
    }

    /// When the limit ran out.
    pub fn due(&self) -> Instant {
        if self.from.happens() { self.from + self.limit } else { Instant::NEVER }
    }
}

/// The milestone that a target means.
pub(super) fn milestone(target: Target, targets: &Targets) -> Milestone {
    match target {
        Target::Respond => Milestone::Respond,
        Target::Accept => Milestone::Accept,
        Target::Depart => Milestone::Depart,
        Target::OnScene if targets.until_handled => Milestone::Handled,
        Target::OnScene => Milestone::OnScene,
    }
}

/// The last segment on the way to a target.
fn last_segment(target: Target, targets: &Targets) -> Segment {
    match target {
        Target::Respond => Segment::Receipt,
        Target::Accept => Segment::Accept,
        Target::Depart => Segment::Turnout,
        Target::OnScene if targets.until_handled => Segment::Work,
        Target::OnScene => Segment::Travel,
    }
}

/// The incident against all targets, by the clock in force.
pub fn verdicts(outcome: &Outcome, targets: &Targets) -> [Verdict; Target::COUNT] {
    Target::ALL.map(|target| verdict(outcome, targets, target))
}

/// The incident against one target.
pub(super) fn verdict(outcome: &Outcome, targets: &Targets, target: Target) -> Verdict {
    let before = Target::ALL[..target as usize].last().filter(|_| targets.clock == Clock::PerStage);
    let from = before.map_or(outcome.reported, |before| outcome.at(milestone(*before, targets)));
    let at = outcome.at(milestone(target, targets));
    let took = (at.happens() && from.happens()).then(|| at.since(from));
    let limit = targets.limits[target as usize];
    let mut verdict = Verdict { target, limit, from, took, cause: None, cause_took: Duration::ZERO };
    if took.is_none_or(|took| took > limit) {
        // One that never got this far may be stuck before the stage itself: look at the whole way.
        let first = match before {
            Some(before) if took.is_some() => Segment::ALL[last_segment(*before, targets) as usize + 1],
            _ => Segment::DeskQueue,
        };
        let cause = Cause::of(outcome, took.is_some(), first, last_segment(target, targets));
        verdict.cause = Some(cause);
        verdict.cause_took = match cause {
            Cause::Segment(segment) => outcome.segments[segment as usize],
            Cause::Wait(_) => outcome.segments[Segment::CrewQueue as usize],
            Cause::Lost | Cause::Withdrawn => Duration::ZERO,
        };
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::WaitReason;
    use crate::report::sample;

    #[test]
    fn a_miss_names_the_longest_part_of_the_way() {
        let targets = sample::dimensions().targets;
        let outcome = sample::outcome(3, 50);
        let [respond, accept, _, on_scene] = verdicts(&outcome, &targets);
        assert_eq!((respond.cause, respond.took), (None, Some(Duration(30 * Duration::SECOND.0))));
        assert_eq!(accept.cause, Some(Cause::Wait(WaitReason::NoCrewIdle)));
        assert_eq!(on_scene.late_by(), Some(Duration(5 * Duration::MINUTE.0)));
        assert_eq!(on_scene.due(), outcome.reported + Duration(45 * Duration::MINUTE.0));
    }

    #[test]
    fn per_stage_each_clock_starts_at_the_milestone_before() {
        let targets = Targets { clock: Clock::PerStage, ..sample::dimensions().targets };
        let [_, accept, depart, on_scene] = verdicts(&sample::outcome(3, 50), &targets);
        assert!(accept.cause.is_some() && depart.cause.is_none());
        assert_eq!(on_scene.cause, None, "the travel itself was short");
    }

    #[test]
    fn what_was_never_reached_is_missed_without_a_lateness() {
        let mut outcome = sample::outcome(3, 50);
        outcome.milestones[Milestone::OnScene as usize] = Instant::NEVER;
        let on_scene = verdict(&outcome, &sample::dimensions().targets, Target::OnScene);
        assert!(on_scene.cause.is_some() && on_scene.took.is_none() && on_scene.late_by().is_none());
    }
}

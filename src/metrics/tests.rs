//! Every metric on a hand-made course of events with a known answer.

use super::fixture::*;
use super::*;
use crate::ids::{AreaId, CategoryId, ChannelId, SettlerId};
use crate::record::{CrewState, End, Fact, Milestone, Observer, Segment, ServedBy, WaitReason, What};
use crate::time::{Duration, Instant};

const MINUTE: u64 = Duration::MINUTE.0;
const HOUR: u64 = Duration::HOUR.0;
const DAY: u64 = Duration::DAY.0;

fn sum(ticks: u64) -> u128 {
    ticks.into()
}

/// Exactly in time everywhere; late from "accept" on; never got beyond "respond".
fn three() -> Vec<crate::record::Outcome> {
    let prompt = outcome(0, at(1, 9, 0), [1, 2, 3, 45, 60, 70]);
    let mut late = outcome(1, at(2, 23, 59), [1, 4, 5, 46, 60, 70]);
    (late.leaf, late.category, late.channel, late.priority, late.in_surge) = (AreaId(12), CategoryId(1), ChannelId(1), 1, true);
    vec![prompt, settled(late), stuck(outcome(2, at(3, 0, 0), [1, 2, 3, 45, 60, 70]), 1, End::Open)]
}

#[test]
fn attainment_counts_the_limit_itself_as_met_and_the_unreached_as_missed() {
    let result = collect(&dimensions(), &[], &three());
    let all = result.attainment[0];
    assert_eq!(all.incidents, 3);
    assert_eq!(all.cumulative, [3, 1, 1, 1]);
    // Stage by stage the second took 1, 3, 1 and 41 minutes.
    assert_eq!(all.per_stage, [3, 1, 2, 2]);
}

#[test]
fn the_last_target_may_mean_handled() {
    let mut dimensions = dimensions();
    dimensions.targets.until_handled = true;
    let quick = outcome(0, at(1, 9, 0), [1, 2, 3, 20, 45, 50]);
    let slow = outcome(1, at(1, 9, 0), [1, 2, 3, 20, 49, 50]);
    let all = collect(&dimensions, &[], &[quick, slow]).attainment[0];
    assert_eq!((all.cumulative[3], all.per_stage[3]), (1, 1));
}

#[test]
fn every_breakdown_is_a_partition_and_holds_what_belongs_there() {
    let dimensions = dimensions();
    let layout = Layout::of(&dimensions);
    let cells = collect(&dimensions, &[], &three()).attainment;
    let counts = |start: usize, len: usize| cells[start..start + len].iter().map(|cell| cell.incidents).collect::<Vec<_>>();
    assert_eq!(counts(layout.category, 2), [2, 1]);
    assert_eq!(counts(layout.priority, 4), [1, 2, 0, 0]);
    assert_eq!(counts(layout.channel, 2), [2, 1]);
    assert_eq!(counts(layout.served_by, 3), [1, 1, 1], "settler, crew, nobody");
    assert_eq!(counts(layout.surge, 2), [2, 1]);
    assert_eq!(counts(layout.levels[0], 2), [2, 1]);
    let mut hours = [0; 24];
    (hours[0], hours[9], hours[23]) = (1, 1, 1);
    assert_eq!(counts(layout.hour, 24), hours);
    assert_eq!(counts(layout.weekday, 7), [1, 1, 0, 0, 0, 0, 1], "Sunday, Monday and Tuesday after a Saturday");
    assert_eq!(cells[layout.levels[0] + 1].cumulative, [1, 0, 0, 0]);
    assert_eq!(cells.len(), layout.len);
}

#[test]
fn the_warm_up_and_the_self_found_are_not_measured() {
    let early = outcome(0, at(0, 23, 59), [1, 2, 3, 4, 5, 6]);
    let mut found = outcome(1, at(1, 0, 0), [0, 0, 0, 0, 30, 60]);
    found.self_found = true;
    let result = collect(&dimensions(), &[], &[early, found]);
    assert_eq!(result.attainment[0].incidents, 0);
    assert_eq!(result.durations[0].incidents(), 0);
    let closure = result.closure;
    assert_eq!((closure.reported, closure.measured, closure.self_found, closure.self_found_closed), (1, 0, 1, 1));
    assert_eq!((closure.self_found_handled, closure.self_found_ticks), (1, sum(30 * MINUTE)));
}

#[test]
fn the_waits_of_many_over_many_years_add_up() {
    let n = 2_000;
    let ages = Duration::MAX;
    assert!(u128::from(ages.0) * n > u64::MAX.into());
    let mut late = outcome(0, at(1, 9, 0), [0; 6]);
    late.segments[Segment::CrewQueue as usize] = ages;
    late.milestones[Milestone::Accept as usize..].fill(late.reported + ages);
    let result = collect(&dimensions(), &[], &vec![late; n as usize]);
    let all = n * u128::from(ages.0);
    assert_eq!((result.segments.by_crew.response, result.segments.by_crew.segments[Segment::CrewQueue as usize]), (all, all));
    assert_eq!(result.misses[Target::OnScene as usize].excess, all - n * sum(45 * MINUTE));
    assert_eq!(result.places.leaves[0].response_ms, (all / 1_000) as u64);

    late.self_found = true;
    let found = collect(&dimensions(), &[], &vec![late; n as usize]);
    assert_eq!(found.closure.self_found_ticks, all);
    let crew = CrewTotals { states: [ages.0 / 15; 15], ..CrewTotals::default() };
    let workload = Workload { crews: vec![crew; 20_000], ..Workload::default() };
    assert_eq!(workload.sum(CrewTotals::duty), 20_000 * 13 * sum(ages.0 / 15));
}

fn miss(result: &ReplicationResult, target: Target, cause: Cause) -> (u64, u64) {
    let count = result.misses[target as usize].causes[cause.index()];
    (count.late, count.not_reached)
}

#[test]
fn a_miss_is_put_down_to_the_longest_part_of_the_way() {
    let mut waited = outcome(0, at(1, 9, 0), [1, 50, 51, 60, 70, 80]);
    waited.segments[Segment::Receipt as usize] = minutes(1);
    waited.segments[Segment::CrewQueue as usize] = minutes(48);
    waited.segments[Segment::Accept as usize] = minutes(1);
    waited.segments[Segment::Turnout as usize] = minutes(1);
    waited.segments[Segment::Travel as usize] = minutes(9);
    waited.waited_for = WaitReason::ShiftGap;
    let mut tied = waited;
    tied.segments[Segment::Travel as usize] = minutes(48);
    let result = collect(&dimensions(), &[], &[waited, tied]);
    for target in [Target::Accept, Target::Depart, Target::OnScene] {
        assert_eq!(miss(&result, target, Cause::Wait(WaitReason::ShiftGap)), (2, 0), "{target:?}");
    }
    assert_eq!(result.misses[Target::Respond as usize].total(), MissCount::default());
    assert_eq!(result.misses[Target::OnScene as usize].excess, sum(2 * 15 * MINUTE));
}

#[test]
fn by_stages_only_the_stage_is_to_blame() {
    let mut dimensions = dimensions();
    dimensions.targets.clock = Clock::PerStage;
    let mut slow = outcome(0, at(1, 9, 0), [1, 50, 54, 110, 120, 130]);
    slow.segments[Segment::CrewQueue as usize] = minutes(40);
    slow.segments[Segment::Triage as usize] = minutes(9);
    slow.segments[Segment::Turnout as usize] = minutes(4);
    slow.segments[Segment::Travel as usize] = minutes(56);
    let result = collect(&dimensions, &[], &[slow]);
    assert_eq!(miss(&result, Target::Accept, Cause::Wait(WaitReason::None)), (1, 0));
    assert_eq!(miss(&result, Target::Depart, Cause::Segment(Segment::Turnout)), (1, 0));
    assert_eq!(miss(&result, Target::OnScene, Cause::Segment(Segment::Travel)), (1, 0));
    assert_eq!(result.misses[Target::Depart as usize].excess, sum(MINUTE));
}

#[test]
fn what_never_got_there_is_told_apart() {
    let base = outcome(0, at(1, 9, 0), [1, 2, 3, 4, 5, 6]);
    let mut open = stuck(base, 1, End::Open);
    open.segments[Segment::Transfer as usize] = minutes(500);
    let result = collect(&dimensions(), &[], &[open, stuck(base, 1, End::NoSuchSkill), stuck(base, 2, End::Withdrawn)]);
    assert_eq!(miss(&result, Target::Accept, Cause::Segment(Segment::Transfer)), (0, 1));
    assert_eq!(miss(&result, Target::Accept, Cause::Lost), (0, 1));
    assert_eq!(miss(&result, Target::Accept, Cause::Withdrawn), (0, 0));
    assert_eq!(miss(&result, Target::Depart, Cause::Withdrawn), (0, 1));
    let closure = result.closure;
    assert_eq!((closure.open, closure.lost, closure.withdrawn, closure.closed), (1, 1, 1, 0));
}

#[test]
fn causes_have_places_and_names_of_their_own() {
    let causes: Vec<Cause> = Cause::all().collect();
    assert_eq!(causes.len(), Cause::COUNT);
    for (index, cause) in causes.iter().enumerate() {
        assert_eq!(cause.index(), index);
    }
    let mut names: Vec<&str> = causes.iter().map(|cause| cause.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Cause::COUNT - 1, "only the two names of the queue for crews agree");
}

#[test]
fn segments_are_added_up_for_crews_and_settlers_apart() {
    let crew = outcome(0, at(1, 9, 0), [1, 2, 3, 10, 30, 40]);
    let spot = settled(outcome(1, at(1, 9, 0), [1, 2, 3, 4, 8, 9]));
    let nobody = stuck(crew, 3, End::Open);
    let segments = collect(&dimensions(), &[], &[crew, crew, spot, nobody]).segments;
    assert_eq!((segments.by_crew.incidents, segments.by_crew.response), (2, sum(20 * MINUTE)));
    assert_eq!(segments.by_crew.segments[Segment::Work as usize], sum(40 * MINUTE));
    assert_eq!((segments.settled.incidents, segments.settled.segments[Segment::Travel as usize]), (1, sum(4 * MINUTE)));
}

#[test]
fn times_to_milestones_are_distributed_over_all_measured() {
    let result = collect(&dimensions(), &[], &three());
    let accept = &result.durations[TIMED.iter().position(|m| *m == Milestone::Accept).unwrap()];
    assert_eq!((accept.times.total(), accept.not_reached, accept.times.sum_ticks()), (2, 1, u128::from(6 * MINUTE)));
    let median = accept.quantile(0.5).expect("two of three are known").seconds();
    assert!((median - 240.0).abs() <= 1.0 && accept.quantile(0.9).is_none() && accept.within(minutes(2)) == 1.0, "{median} s");
}

#[test]
fn on_time_closure_leaves_out_what_is_not_decided_yet() {
    let base = outcome(0, at(1, 9, 0), [1, 2, 3, 4, 5, 60]);
    let due = |mut outcome: crate::record::Outcome, deadline: Instant| {
        outcome.deadline = deadline;
        outcome
    };
    let mut again = due(base, at(1, 9, 59));
    again.reopened = true;
    let outcomes = [
        due(base, at(1, 10, 0)),
        again,
        due(base, at(9, 0, 0)),
        due(stuck(base, 3, End::Open), at(4, 23, 59)),
        due(stuck(base, 3, End::Open), at(5, 0, 0)),
        due(stuck(base, 3, End::Withdrawn), at(9, 0, 0)),
        stuck(base, 3, End::Open),
    ];
    let closure = collect(&dimensions(), &[], &outcomes).closure;
    assert_eq!((closure.reported, closure.closed, closure.reopened), (7, 3, 1));
    assert_eq!((closure.decided, closure.on_time), (5, 2));
}

#[test]
fn the_backlog_is_what_is_open_before_midnight() {
    let facts = [
        fact(at(0, 8, 0), What::Reported, 0, 10, 0),
        fact(at(0, 9, 0), What::Reported, 1, 12, 0),
        fact(at(0, 9, 0), What::CrewAwaited, 1, 0, 1),
        fact(at(1, 0, 0), What::Closed, 0, 0, 0),
        fact(at(1, 5, 0), What::Offered, 1, 0, 0),
        fact(at(1, 5, 0), What::Departed, 1, 0, 0),
        fact(at(1, 5, 30), What::Arrived, 1, 0, 0),
        fact(at(1, 6, 0), What::Handled, 1, 0, 0),
        fact(at(3, 6, 0), What::Lost, 1, 0, 1),
        fact(at(4, 6, 0), What::Reported, 2, 10, 0),
    ];
    let days = collect(&dimensions(), &facts, &[]).days;
    assert_eq!(days.iter().map(|day| day.backlog).collect::<Vec<_>>(), [2, 1, 1, 0]);
    assert_eq!(days.iter().map(|day| day.waiting).collect::<Vec<_>>(), [1, 0, 0, 0]);
    assert_eq!(days.iter().map(|day| day.reported).collect::<Vec<_>>(), [2, 0, 0, 0], "the drain is no day");
    assert_eq!(days[0].worst_cell, Some(1));
    assert_eq!((days[0].demanded, days[0].served, days[1].demanded, days[1].served), (1, 0, 0, 1));
    assert_eq!((days[1].arrivals, days[1].travel), (1, 30 * MINUTE));
}

#[test]
fn a_second_visit_and_a_second_offer_ask_again_only_where_they_are_new_orders() {
    let facts = [
        fact(at(0, 8, 0), What::Reported, 0, 10, 0),
        fact(at(0, 8, 0), What::Offered, 0, 0, 0),
        fact(at(0, 8, 1), What::Refused, 0, 0, 0),
        fact(at(0, 8, 1), What::CrewAwaited, 0, 0, 1),
        fact(at(0, 8, 5), What::Offered, 0, 1, 1),
        fact(at(0, 9, 0), What::Handled, 0, 1, 0),
        fact(at(0, 9, 0), What::VisitOrdered, 0, 0, 0),
        fact(at(1, 9, 0), What::Offered, 0, 1, 0),
        fact(at(1, 10, 0), What::Handled, 0, 1, 1),
        fact(at(1, 11, 0), What::Closed, 0, 0, 0),
    ];
    let days = collect(&dimensions(), &facts, &[]).days;
    assert_eq!(days.iter().map(|day| (day.demanded, day.served)).collect::<Vec<_>>(), [(1, 1), (1, 1), (0, 0), (0, 0)]);
}

#[test]
fn crews_times_cover_the_window_and_overtime_is_duty() {
    let facts = [
        state(at(0, 22, 0), 0, CrewState::Idle),
        state(at(1, 6, 0), 0, CrewState::Travelling),
        fact(at(1, 6, 0), What::Accepted, 0, 0, 0),
        state(at(1, 12, 0), 0, CrewState::Returning),
        state(at(1, 18, 0), 0, CrewState::OffDuty),
        state(at(2, 0, 0), 1, CrewState::OnCall),
        state(at(2, 6, 0), 1, CrewState::OnScene),
        state(at(2, 8, 0), 1, CrewState::OnCall),
        fact(at(4, 1, 0), What::Accepted, 1, 1, 0),
    ];
    let result = collect(&dimensions(), &facts, &[]);
    let [first, second] = result.workload.crews[..] else { panic!("two crews") };
    assert_eq!((first.duty(), first.serving(), first.orders), (18 * HOUR, 6 * HOUR, 1));
    assert_eq!((second.duty(), second.serving(), second.orders), (2 * HOUR, 2 * HOUR, 0));
    for crew in [first, second] {
        assert_eq!(crew.states.iter().sum::<u64>(), result.window.length().0);
    }
    assert_eq!(result.queues.serving, [3 * DAY - 8 * HOUR, 8 * HOUR, 0]);
}

#[test]
fn the_gini_coefficient_of_known_workloads() {
    let of = |hours: &[u64]| {
        let crews = hours.iter().map(|hours| {
            let mut crew = CrewTotals::default();
            crew.states[CrewState::Idle as usize] = 1;
            crew.states[CrewState::OnScene as usize] = *hours;
            crew
        });
        Workload { crews: crews.chain([CrewTotals::default()]).collect(), ..Workload::default() }.gini()
    };
    assert_eq!(of(&[0, 0, 0, 1]), Some(0.75));
    assert_eq!(of(&[4, 2, 3, 1]), Some(0.25));
    assert_eq!(of(&[5, 5]), Some(0.0));
    assert_eq!(of(&[0, 0]), None);
}

#[test]
fn committed_work_is_counted_from_the_start_to_the_last_midnight() {
    let work = |at, what, ticks| fact(at, what, Fact::NO_INCIDENT, 10, ticks);
    let facts = [
        work(at(0, 8, 0), What::CommittedDue, 5 * HOUR),
        state(at(0, 8, 0), 0, CrewState::Committed),
        state(at(0, 10, 0), 0, CrewState::Idle),
        work(at(1, 8, 0), What::CommittedDue, 5 * HOUR),
        // In hand at the last midnight, over three hours later.
        state(at(3, 23, 0), 0, CrewState::Committed),
        state(at(4, 3, 0), 0, CrewState::Idle),
        // In hand at the end of the run.
        state(at(3, 22, 0), 1, CrewState::Committed),
    ];
    let workload = collect(&dimensions(), &facts, &[]).workload;
    assert_eq!((workload.committed_due, workload.committed_done), (sum(10 * HOUR), sum(5 * HOUR)));
}

#[test]
fn queue_lengths_and_waits_agree() {
    let facts = [
        fact(at(1, 8, 0), What::Reported, 0, 10, 0),
        fact(at(1, 8, 0), What::DeskQueued, 0, 0, 0),
        fact(at(1, 8, 10), What::Reported, 1, 10, 0),
        fact(at(1, 8, 10), What::DeskQueued, 1, 0, 0),
        fact(at(1, 8, 30), What::DeskStarted, 0, 0, 0),
        fact(at(1, 8, 40), What::DeskDone, 0, 0, 0),
        fact(at(1, 8, 40), What::DeskStarted, 1, 0, 0),
        fact(at(1, 8, 40), What::CrewAwaited, 0, 0, 1),
        fact(at(1, 8, 50), What::RequestQueued, Fact::NO_INCIDENT, 0, 0),
        fact(at(1, 8, 55), What::DeskDone, 1, 0, 0),
        fact(at(1, 8, 55), What::RequestStarted, Fact::NO_INCIDENT, 0, 0),
        fact(at(1, 8, 57), What::RequestDone, Fact::NO_INCIDENT, 0, 0),
        fact(at(1, 9, 0), What::Offered, 0, 1, 0),
        fact(at(3, 23, 0), What::CrewAwaited, 1, 0, 1),
    ];
    let queues = collect(&dimensions(), &facts, &[]).queues;
    let desk = queues.desks[0];
    let hour = u128::from(MINUTE) * 60;
    assert_eq!(desk.queue, QueueTotals { entries: 2, waits: hour, area: hour, max: 2 });
    assert_eq!((desk.requests, desk.clerks), (u128::from(5 * MINUTE), u128::from(27 * MINUTE)));
    // The second wait goes on for a day beyond the window: it counts whole as a wait, an hour of it as length.
    let crew = QueueTotals { entries: 2, waits: u128::from(20 * MINUTE + DAY + HOUR), area: u128::from(20 * MINUTE + HOUR), max: 1 };
    assert_eq!(queues.crew, crew);
}

#[test]
fn a_queue_that_began_in_the_warm_up_counts_from_its_end() {
    let facts = [
        fact(at(0, 23, 0), What::Reported, 0, 10, 0),
        fact(at(0, 23, 0), What::CrewAwaited, 0, 0, 1),
        fact(at(1, 1, 0), What::Lost, 0, 0, 1),
    ];
    let crew = collect(&dimensions(), &facts, &[]).queues.crew;
    assert_eq!(crew, QueueTotals { entries: 0, waits: 0, area: u128::from(HOUR), max: 1 });
}

#[test]
fn offers_and_departures_are_told_apart() {
    let facts = [
        fact(at(0, 9, 0), What::Offered, 0, 0, 1),
        fact(at(1, 9, 0), What::Departed, 0, 0, 0),
        fact(at(1, 9, 0), What::Offered, 1, 1, 0),
        fact(at(1, 9, 1), What::Refused, 1, 1, 0),
        fact(at(1, 9, 1), What::Offered, 1, 0, 0),
        fact(at(1, 9, 3), What::Unanswered, 1, 0, 0),
        fact(at(1, 9, 3), What::Offered, 1, 1, 0),
        fact(at(1, 9, 4), What::Departed, 1, 1, 0),
        fact(at(1, 9, 5), What::SettlerSent, 2, 0, 1),
        fact(at(1, 9, 5), What::SettlerSent, 3, 0, 0),
        fact(at(1, 9, 5), What::WrongDepartment, 3, 0, 0),
    ];
    let expected = Dispatch {
        offers: 3,
        refused: 1,
        unanswered: 1,
        preempted: 0,
        held_back: 0,
        inside: 1,
        across: 1,
        in_vain: 1,
        wrong_department: 1,
    };
    assert_eq!(collect(&dimensions(), &facts, &[]).dispatch, expected);
}

#[test]
fn a_saturation_is_found_in_the_facts() {
    let mut facts = Vec::new();
    for incident in 0..12 {
        let day = incident / 4;
        facts.push(fact(at(day, 9, incident % 4), What::Reported, incident, 10 + 2 * (day as u32 % 2), 0));
        facts.push(fact(at(day, 9, incident % 4), What::CrewAwaited, incident, 0, 1));
    }
    let result = collect(&dimensions(), &facts, &[]);
    let [saturation] = result.saturations[..] else { panic!("one saturation in {:?}", result.saturations) };
    assert_eq!((saturation.began, saturation.recovered, saturation.cell, saturation.worst_waiting), (0, None, Some(0), 12));
}

#[test]
fn a_collector_forgets_what_went_before() {
    let dimensions = dimensions();
    let facts = [
        fact(at(1, 8, 0), What::Reported, 0, 10, 0),
        fact(at(1, 8, 0), What::DeskQueued, 0, 0, 0),
        state(at(1, 9, 0), 0, CrewState::OnScene),
    ];
    let mut collector = Collector::new(&dimensions);
    let mut run = || {
        collector.reset();
        facts.iter().for_each(|fact| collector.fact(fact));
        three().iter().for_each(|outcome| collector.outcome(outcome));
        collector.finish(at(5, 0, 0))
    };
    let first = run();
    assert_eq!(first, run());
    assert_eq!(first, collect(&dimensions, &facts, &three()));
}

#[test]
fn settlers_are_counted_by_kind() {
    let mut dimensions = dimensions();
    dimensions.settlers.push(Name::new("micro-grid leader", "微网格长"));
    let mut leader = outcome(0, at(1, 9, 0), [1, 2, 3, 4, 5, 6]);
    leader.served_by = ServedBy::Settler(SettlerId(1));
    let cells = collect(&dimensions, &[], &[leader]).attainment;
    let start = Layout::of(&dimensions).served_by;
    assert_eq!(cells[start..start + 4].iter().map(|cell| cell.incidents).collect::<Vec<_>>(), [0, 1, 0, 0]);
}

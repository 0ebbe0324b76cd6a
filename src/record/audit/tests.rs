use super::*;
use crate::city::Point;
use crate::ids::{AreaId, CategoryId, ChannelId, CrewId, SlotId};
use crate::record::{CrewState, End, Segment, ServedBy, WaitReason};
use crate::time::Duration;

fn fact(at: u64, what: What, incident: u64, actor: u32, detail: u64) -> Fact {
    Fact { at: Instant(at), what, incident, slot: SlotId(incident as u32), actor, detail }
}

fn crew(at: u64, incident: u64, crew: u32, state: CrewState) -> Fact {
    fact(at, What::Crew, incident, crew, state as u64)
}

const NONE: u64 = Fact::NO_INCIDENT;

/// One incident, 7, at desk 0 and then with crew 1, in the order in which it happens.
fn story() -> Vec<Fact> {
    vec![
        crew(0, NONE, 1, CrewState::Idle),
        fact(10, What::Reported, 7, 40, 3),
        fact(10, What::DeskQueued, 7, 0, 0),
        fact(15, What::DeskStarted, 7, 0, 0),
        fact(20, What::Responded, 7, 0, 0),
        fact(25, What::DeskDone, 7, 0, 0),
        fact(25, What::CrewAwaited, 7, 0, WaitReason::NoCrewIdle as u64),
        fact(35, What::Offered, 7, 1, 1),
        crew(35, 7, 1, CrewState::Assigned),
        fact(40, What::Accepted, 7, 1, 0),
        crew(40, 7, 1, CrewState::TurningOut),
        fact(42, What::Departed, 7, 1, 0),
        crew(42, 7, 1, CrewState::Travelling),
        fact(50, What::Arrived, 7, 1, 0),
        fact(50, What::WorkStarted, 7, 1, 0),
        crew(50, 7, 1, CrewState::OnScene),
        fact(70, What::Handled, 7, 1, 0),
        crew(70, 7, 1, CrewState::Clearing),
        crew(75, NONE, 1, CrewState::Idle),
        fact(90, What::Closed, 7, 0, 0),
    ]
}

fn ended() -> Outcome {
    let mut segments = [Duration::ZERO; Segment::COUNT];
    for (segment, ticks) in [
        (Segment::DeskQueue, 5),
        (Segment::Receipt, 5),
        (Segment::Triage, 5),
        (Segment::CrewQueue, 10),
        (Segment::Accept, 5),
        (Segment::Turnout, 2),
        (Segment::Travel, 8),
        (Segment::Work, 20),
    ] {
        segments[segment as usize] = Duration(ticks);
    }
    Outcome {
        incident: 7,
        slot: SlotId(7),
        reported: Instant(10),
        delay: Duration::ZERO,
        leaf: AreaId(40),
        place: Point::default(),
        category: CategoryId(3),
        channel: ChannelId(0),
        priority: 2,
        joint: false,
        self_found: false,
        in_surge: false,
        milestones: [20, 40, 42, 50, 70, 90].map(Instant),
        segments,
        served_by: ServedBy::Crew(CrewId(1)),
        waited_for: WaitReason::NoCrewIdle,
        refusals: 0,
        preemptions: 0,
        handoffs: 0,
        cross_boundary: true,
        visits: 1,
        reopened: false,
        deadline: Instant::NEVER,
        end: End::Closed,
    }
}

fn audit(facts: &[Fact], outcomes: &[Outcome]) -> Result<(), Breach> {
    let mut audit = Audit::new(2, 1);
    facts.iter().for_each(|fact| audit.fact(fact));
    outcomes.iter().for_each(|outcome| audit.outcome(outcome));
    audit.finish(Instant(100))
}

/// The law that the changed story breaks.
fn broken(change: impl FnOnce(&mut Vec<Fact>, &mut Outcome)) -> &'static str {
    let (mut facts, mut outcome) = (story(), ended());
    change(&mut facts, &mut outcome);
    audit(&facts, &[outcome]).expect_err("no law was broken").law
}

fn at(facts: &[Fact], what: What) -> usize {
    facts.iter().position(|fact| fact.what == what).expect("the story has it")
}

#[test]
fn an_orderly_run_breaks_no_law() {
    assert_eq!(audit(&story(), &[ended()]), Ok(()));
    assert_eq!(audit(&[], &[]), Ok(()));
}

#[test]
fn incidents_that_are_still_open_are_accounted_for() {
    let cut = at(&story(), What::Offered);
    let mut open = ended();
    open.end = End::Open;
    open.served_by = ServedBy::Nobody;
    open.milestones[1..].fill(Instant::NEVER);
    assert_eq!(audit(&story()[..cut], &[open]), Ok(()));
    let unseen = audit(&story()[..cut], &[]).expect_err("an incident without an outcome");
    assert_eq!(unseen.law, "reported = closed + open + lost");
}

#[test]
fn the_books_can_be_opened_again() {
    let mut audit = Audit::new(2, 1);
    audit.fact(&crew(0, 3, 0, CrewState::OnScene));
    audit.reset();
    story().iter().for_each(|fact| audit.fact(fact));
    audit.outcome(&ended());
    assert_eq!(audit.finish(Instant(100)), Ok(()));
}

#[test]
fn an_incident_that_vanishes_or_ends_twice_is_found() {
    assert_eq!(broken(|facts, _| facts.retain(|f| f.what != What::Closed)), "an end is told before its outcome");
    assert_eq!(broken(|facts, _| facts.push(fact(95, What::Closed, 7, 0, 0))), "an incident ends once");
    assert_eq!(broken(|facts, _| facts.insert(2, fact(10, What::Reported, 7, 40, 3))), "an incident is reported once");
    assert_eq!(broken(|facts, _| facts.push(fact(95, What::Reported, 8, 40, 3))), "reported = closed + open + lost");
}

#[test]
fn milestones_out_of_order_are_found() {
    assert_eq!(broken(|_, outcome| outcome.milestones[1] = Instant(19)), "milestones are in order");
    assert_eq!(broken(|_, outcome| outcome.milestones[2] = Instant::NEVER), "milestones are in order");
    assert_eq!(broken(|_, outcome| outcome.end = End::Withdrawn), "who is closed has a time of closing, and nobody else");
}

#[test]
fn a_single_tick_that_is_missing_is_found() {
    assert_eq!(broken(|_, outcome| outcome.segments[Segment::Travel as usize] = Duration(7)), "segments add up to the tick");
    assert_eq!(broken(|_, outcome| outcome.segments[Segment::Work as usize] = Duration(21)), "segments add up to the tick");
}

#[test]
fn an_outcome_that_contradicts_the_facts_is_found() {
    const LAW: &str = "the outcome says what the facts said";
    assert_eq!(broken(|_, outcome| outcome.cross_boundary = false), LAW);
    assert_eq!(broken(|_, outcome| outcome.served_by = ServedBy::Crew(CrewId(0))), LAW);
    assert_eq!(broken(|_, outcome| outcome.category = CategoryId(4)), LAW);
    assert_eq!(broken(|_, outcome| outcome.milestones[5] = Instant(91)), LAW);
}

#[test]
fn a_crew_is_not_torn_in_two() {
    const LAW: &str = "a crew serves one incident at a time";
    let second = |facts: &mut Vec<Fact>, after: What| {
        let place = at(facts, after) + 1;
        let now = facts[place - 1].at.0;
        facts.insert(place, crew(now, 8, 1, CrewState::Assigned));
    };
    assert_eq!(broken(|facts, _| second(facts, What::Departed)), LAW);
    assert_eq!(broken(|facts, _| second(facts, What::WorkStarted)), LAW);
    let mut preempted = story();
    let place = at(&preempted, What::Arrived);
    preempted
        .splice(place.., [fact(45, What::CrewAwaited, 7, 0, 1), crew(45, 8, 1, CrewState::Assigned), crew(60, NONE, 1, CrewState::Idle)]);
    let mut open = ended();
    open.end = End::Open;
    open.served_by = ServedBy::Nobody;
    open.milestones[1..].fill(Instant::NEVER);
    assert_eq!(audit(&preempted, &[open]), Ok(()), "a crew that was released may serve another");
}

#[test]
fn nobody_serves_off_duty_or_unasked() {
    assert_eq!(broken(|facts, _| facts.retain(|f| f.at.0 > 0)), "no offer to a crew off duty");
    assert_eq!(
        broken(|facts, _| {
            facts.remove(0);
            facts.retain(|f| f.what != What::Offered);
        }),
        "nobody serves off duty"
    );
    assert_eq!(broken(|facts, _| facts.retain(|f| f.what != What::Offered)), "a crew answers what it was offered");
    assert_eq!(broken(|facts, _| facts.retain(|f| f.what != What::Accepted)), "a crew goes where it accepted to go");
}

#[test]
fn a_queue_that_loses_somebody_is_found() {
    assert_eq!(broken(|facts, _| facts.retain(|f| f.what != What::DeskQueued)), "a clerk takes up what waits at the desk");
    assert_eq!(
        broken(|facts, _| {
            let place = at(facts, What::DeskQueued);
            facts.insert(place, fact(10, What::DeskQueued, 7, 0, 0));
        }),
        "an incident waits at one desk at a time"
    );
    assert_eq!(broken(|facts, _| facts.push(fact(95, What::RequestStarted, NONE, 0, 0))), "requests are queued, taken up, dealt with");
    assert_eq!(broken(|facts, _| facts.push(fact(95, What::RequestDone, NONE, 9, 0))), "a desk exists");
}

#[test]
fn littles_law_is_exact() {
    let mut queue = Queue::default();
    let mut found = Findings::default();
    queue.enter(Instant(10));
    queue.enter(Instant(12));
    queue.leave(Instant(12), Instant(20));
    queue.still_inside(Instant(10), Instant(30));
    queue.finish(Instant(30), "a queue", &mut found);
    assert_eq!(found.first, None);

    let mut found = Findings::default();
    queue = Queue::default();
    queue.enter(Instant(10));
    queue.leave(Instant(11), Instant(20));
    queue.finish(Instant(30), "a queue", &mut found);
    let breach = found.first.expect("one tick is missing");
    assert_eq!(breach.law, "Little's law");
    assert!(breach.what.contains("9 ticks") && breach.what.contains("to 10"), "{}", breach.what);
}

#[test]
fn time_does_not_run_backwards_or_past_the_end() {
    assert_eq!(broken(|facts, _| facts.swap(3, 4)), "time never runs backwards");
    assert_eq!(broken(|facts, _| facts.push(crew(101, NONE, 1, CrewState::Break))), "nothing happens after the end of the run");
}

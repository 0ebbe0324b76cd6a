//! The product and the reference side by side.

use super::run::simulate;
use super::state::{Case, Fate, MILESTONES, Reason, Server};
use gridgov::record::{End, Observer, Outcome, Segment, ServedBy, WaitReason};
use gridgov::scenario::{Loaded, load};
use gridgov::simulation::Simulator;
use gridgov::time::{Duration, Instant};
use std::fmt::Write;
use std::path::Path;

/// A scenario file and the records that it replays, if it does.
#[derive(Clone, PartialEq)]
pub struct Files {
    pub scenario: String,
    pub log: Option<String>,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\n--- scenario.ron\n{}", self.scenario)?;
        self.log.iter().try_for_each(|log| write!(f, "--- records.csv\n{log}"))
    }
}

impl Files {
    /// Reads them as a user's files.
    pub fn load(&self) -> Result<Loaded, String> {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let file = folder.path().join("scenario.ron");
        std::fs::write(&file, &self.scenario).expect("it can be written");
        if let Some(log) = &self.log {
            std::fs::write(folder.path().join("records.csv"), log).expect("it can be written");
        }
        read(&file)
    }
}

/// A sound scenario, or what is wrong with it.
pub fn read(file: &Path) -> Result<Loaded, String> {
    load(file, &[]).map_err(|diagnostics| diagnostics.render(false))
}

#[derive(Default)]
struct Outcomes(Vec<Outcome>);

impl Observer for Outcomes {
    fn outcome(&mut self, outcome: &Outcome) {
        self.0.push(*outcome);
    }
}

/// Everything that both must agree on about one incident, in words.
fn told(reached: [Option<Instant>; 6], parts: &[Duration], reported: Instant, rest: &str) -> String {
    let mut text = String::new();
    for (name, at) in MILESTONES.iter().zip(reached) {
        let _ = writeln!(text, "  {name:9} {}", at.map_or("never".to_owned(), |at| format!("{} µs", at.since(reported).0)));
    }
    for (segment, part) in Segment::ALL.iter().zip(parts).filter(|(_, part)| **part > Duration::ZERO) {
        let _ = writeln!(text, "  {:9} {} µs", format!("{segment:?}"), part.0);
    }
    text + rest
}

fn of_product(o: &Outcome) -> String {
    let server = match o.served_by {
        ServedBy::Nobody => "nobody".to_owned(),
        ServedBy::Settler(tier) => format!("tier {}", tier.0),
        ServedBy::Crew(crew) => format!("crew {}", crew.0),
    };
    let fate = match o.end {
        End::Closed => "closed",
        End::Open => "open",
        End::NoSuchSkill => "lost",
        End::Withdrawn => "withdrawn",
    };
    let reason = match o.waited_for {
        WaitReason::None => Reason::None,
        WaitReason::NoCrewIdle => Reason::NoCrewIdle,
        WaitReason::ShiftGap => Reason::ShiftGap,
        WaitReason::CommittedWork => Reason::CommittedWork,
        WaitReason::Boundary => Reason::Boundary,
        WaitReason::JointPartner => Reason::JointPartner,
        WaitReason::HeldBack => Reason::HeldBack,
    };
    let reached = o.milestones.map(|at| at.happens().then_some(at));
    told(reached, &o.segments, o.reported, &rest(&server, fate, reason, (o.refusals, o.handoffs, o.visits), (o.cross_boundary, o.reopened)))
}

fn of_reference(case: &Case) -> String {
    let server = match case.server {
        Server::Nobody => "nobody".to_owned(),
        Server::Settler(tier) => format!("tier {tier}"),
        Server::Crew(crew) => format!("crew {crew}"),
    };
    let fate = match case.fate {
        Fate::Closed => "closed",
        Fate::Open => "open",
        Fate::Lost => "lost",
        Fate::Withdrawn => "withdrawn",
    };
    let counts = (case.refused, case.handoffs, case.visits);
    told(case.reached, &case.parts, case.incident.reported, &rest(&server, fate, case.reason, counts, (case.abroad, case.reopened)))
}

fn rest(
    server: &str,
    fate: &str,
    reason: Reason,
    (refused, handoffs, visits): (u32, u32, u32),
    (abroad, reopened): (bool, bool),
) -> String {
    format!(
        "  {fate}, served by {server}, waited: {reason:?}, {refused} refusals, {handoffs} hand-offs, {visits} visits{}{}\n",
        if abroad { ", from abroad" } else { "" },
        if reopened { ", reopened" } else { "" },
    )
}

/// What the runs of one replication had in common.
#[derive(Default, Debug)]
pub struct Agreed {
    pub incidents: usize,
    pub by_crews: usize,
    pub by_settlers: usize,
    pub waited: usize,
    pub refused: usize,
    pub handed_on: usize,
    pub withdrawn: usize,
    pub visited_again: usize,
}

/// Runs both and compares them incident by incident, to the tick.
///
/// # Errors
/// Says about which incident they disagree first (in the order of time), and what each says of it.
pub fn compare(loaded: &Loaded, replication: u32) -> Result<Agreed, String> {
    let mut outcomes = Outcomes::default();
    Simulator::new(&loaded.model).watch(replication, &mut outcomes).map_err(|stopped| format!("the product stopped: {stopped}"))?;
    let mut outcomes = outcomes.0;
    outcomes.sort_by_key(|outcome| outcome.incident);
    let cases = simulate(loaded, replication);
    if outcomes.len() != cases.len() {
        return Err(format!("the product has {} incidents, the reference {}", outcomes.len(), cases.len()));
    }
    let mut differences: Vec<(Instant, String)> = Vec::new();
    for (number, (outcome, case)) in outcomes.iter().zip(&cases).enumerate() {
        let (product, reference) = (of_product(outcome), of_reference(case));
        if product != reference {
            let milestones = outcome.milestones.iter().zip(case.reached);
            let first = milestones.map(|(a, b)| (*a, b.unwrap_or(Instant::NEVER))).find(|(a, b)| a != b);
            let at = first.map_or(outcome.reported, |(a, b)| a.min(b));
            let priority = outcome.priority;
            let reported = outcome.reported.seconds_since_midnight();
            differences.push((
                at,
                format!("incident {number} (priority {priority}, reported {reported}):\n product:\n{product} reference:\n{reference}"),
            ));
        }
    }
    differences.sort_by_key(|(at, _)| *at);
    match differences.first() {
        Some((_, first)) => Err(format!("{} of {} incidents differ, the first is {first}", differences.len(), cases.len())),
        None => Ok(Agreed::of(&cases)),
    }
}

trait Clock {
    fn seconds_since_midnight(self) -> String;
}

impl Clock for Instant {
    fn seconds_since_midnight(self) -> String {
        format!("day {} at {} s", self.day(), self.time_of_day().seconds())
    }
}

impl Agreed {
    fn of(cases: &[Case]) -> Agreed {
        let count = |of: &dyn Fn(&Case) -> bool| cases.iter().filter(|case| of(case)).count();
        Agreed {
            incidents: cases.len(),
            by_crews: count(&|case| matches!(case.server, Server::Crew(_))),
            by_settlers: count(&|case| matches!(case.server, Server::Settler(_))),
            waited: count(&|case| case.reason != Reason::None),
            refused: count(&|case| case.refused > 0),
            handed_on: count(&|case| case.handoffs > 0),
            withdrawn: count(&|case| case.fate == Fate::Withdrawn),
            visited_again: count(&|case| case.visits > 1),
        }
    }

    pub fn add(&mut self, other: &Agreed) {
        self.incidents += other.incidents;
        self.by_crews += other.by_crews;
        self.by_settlers += other.by_settlers;
        self.waited += other.waited;
        self.refused += other.refused;
        self.handed_on += other.handed_on;
        self.withdrawn += other.withdrawn;
        self.visited_again += other.visited_again;
    }
}

//! The rules of a scenario with their names resolved, and which of them go together.

use crate::city::Cells;
use crate::city::City;
use crate::demand::Demand;
use crate::policy::dispatch::batch_matching::BatchMatching;
use crate::policy::dispatch::district_first::{DistrictFirst, Outside};
use crate::policy::dispatch::preference_list::PreferenceList;
use crate::policy::dispatch::rollout::Rollout;
use crate::policy::dispatch::score::Score;
use crate::policy::dispatch::{Chooser, DispatchRule};
use crate::policy::preemption::PreemptionRule;
use crate::policy::preemption::preemptive_priority::When;
use crate::policy::queueing::QueueDiscipline;
use crate::policy::{AvailableAgain, Coverage, DispatchConfig, Preparedness, Relocation, Zones};
use crate::problems::Problems;
use crate::structure::Structure;
use crate::workforce::Workforce;

/// Who goes, when the rule looks outside, and the division that it or the boundaries are about. Of a rollout, those of its
/// base rule. Problems stand below `path`.
pub(super) fn chooser(
    rule: &DispatchRule,
    path: &str,
    city: &City,
    demand: &Demand,
    structure: &Option<Structure>,
    workforce: &Option<Workforce>,
    problems: &mut Problems,
) -> (Chooser, Outside, Option<Cells>) {
    let boundary = structure.as_ref().and_then(|s| s.boundary);
    let plain = |chooser| (chooser, Outside::AtOnce, boundary);
    match rule {
        DispatchRule::ClosestIdle | DispatchRule::DemandSupplyBalancing { .. } => plain(Chooser::ClosestIdle),
        DispatchRule::ClosestSoonFree => plain(Chooser::ClosestSoonFree),
        DispatchRule::Random => plain(Chooser::Random),
        DispatchRule::CoveragePreserving => plain(Chooser::CoveragePreserving),
        DispatchRule::Preparedness { weight } => plain(Chooser::Preparedness(*weight)),
        DispatchRule::WorkloadBalancing { slack } => plain(Chooser::WorkloadBalancing(*slack)),
        DispatchRule::Rollout { base, .. } => chooser(base, &format!("{path}.base"), city, demand, structure, workforce, problems),
        DispatchRule::BatchMatching { every, radius, soon_free } => {
            plain(Chooser::BatchMatching(BatchMatching::build(path, *every, *radius, *soon_free, problems)))
        }
        DispatchRule::PreferenceList { zones, lists, others } => match workforce {
            Some(workforce) => {
                plain(Chooser::PreferenceList(PreferenceList::build(path, zones.as_deref(), lists, *others, city, workforce, problems)))
            }
            None => plain(Chooser::ClosestIdle),
        },
        DispatchRule::DistrictFirst { partition, outside } => {
            let cells = division(partition.as_deref(), &format!("{path}.partition"), boundary, city, problems);
            (Chooser::DistrictFirst(DistrictFirst { outside: *outside }), *outside, cells)
        }
        DispatchRule::Score { travel, time_to_free, workload, coverage_lost, outside, skill_fit, priority, wait, units } => {
            let rule = Score {
                travel: travel.get(),
                time_to_free: time_to_free.get(),
                workload: workload.get(),
                coverage_lost: coverage_lost.get(),
                outside: outside.get(),
                skill_fit: skill_fit.get(),
                priority: priority.get(),
                wait: wait.get(),
                departments: demand.departments.len() as u32,
            };
            if rule.weighs_no_crew() {
                problems
                    .add(path, "nothing that it weighs tells crews apart, and the lowest number always goes: weigh a feature of crews, such as travel: 1");
            }
            // A name is checked whatever it weighs, so that a weight can be moved to 0 and back.
            let named = units.is_some() || rule.outside != 0.0;
            let cells = if named { division(units.as_deref(), &format!("{path}.units"), boundary, city, problems) } else { boundary };
            let cells = if rule.outside == 0.0 { boundary } else { cells };
            (Chooser::Score(rule), Outside::AtOnce, cells)
        }
    }
}

/// The rollout of a scenario, its parameters checked.
pub(super) fn rollout(rules: &DispatchConfig, chooser: &Chooser, demand: &Demand, problems: &mut Problems) -> Option<Rollout> {
    let DispatchRule::Rollout { base, horizon, futures, candidates } = &rules.rule else { return None };
    let path = "dispatch.rule.base";
    match **base {
        DispatchRule::Rollout { .. } => {
            problems.add(path, "a rollout of a rollout would take the square of its time: give a base rule that looks at the moment only")
        }
        DispatchRule::BatchMatching { .. } => {
            problems.add(path, "BatchMatching decides at epochs and not when an incident asks: give a base rule that sends crews at once")
        }
        DispatchRule::DemandSupplyBalancing { .. } => {
            problems.add(path, "that rule is ClosestIdle with a queue order of its own: use base: ClosestIdle and queue: ClosestFirst")
        }
        _ if chooser.looks_ahead() => {
            problems.add(path, "this rule promises crews that still serve, and a rollout decides among free ones: use ClosestIdle")
        }
        _ => {}
    }
    if matches!(rules.preemption, PreemptionRule::PreemptivePriority { when: When::Closer, .. }) {
        problems.add(
            "dispatch.preemption.when",
            "Closer would overrule what a rollout has found to be best among the free crews: use NobodyFree",
        );
    }
    if demand.is_logged() {
        problems.add(
            "dispatch.rule",
            "a rollout draws futures from the demand model, and a log has none: use another rule, or a scenario without a log",
        );
    }
    Some(Rollout::build(*horizon, *futures, *candidates, problems))
}

/// The division that a rule names; there is only one, so that boundaries must be about the same. Without a name it is theirs,
/// else governance units, else the coarsest level.
fn division(name: Option<&str>, path: &str, boundary: Option<Cells>, city: &City, problems: &mut Problems) -> Option<Cells> {
    let coarsest = || city.levels.get(1).map_or("governance_unit", |level| level.name.as_str());
    let name = match name {
        Some(name) => name,
        None if boundary.is_some() => return boundary,
        None if Cells::find(city, "governance_unit").is_some() => "governance_unit",
        None => coarsest(),
    };
    let cells = Cells::find(city, name);
    if cells.is_none() {
        problems.unknown(path, "level or partition", name, Cells::names(city));
    }
    if let (Some(own), Some(boundary)) = (cells, boundary)
        && own != boundary
    {
        problems.add(
            path,
            format!("districts {name:?} differ from the division within which `structure.boundaries` keeps crews: use the same"),
        );
    }
    cells
}

/// The order of those who wait.
pub(super) fn queue(rules: &DispatchConfig) -> QueueDiscipline {
    match rules.rule {
        DispatchRule::DemandSupplyBalancing { by_priority } => QueueDiscipline::ClosestFirst { by_priority },
        _ => rules.queue,
    }
}

/// Rules that contradict each other.
pub(super) fn check_combination(rules: &DispatchConfig, chooser: &Chooser, problems: &mut Problems) {
    if rules.preemption != PreemptionRule::NonPreemptive {
        let to_whom = match queue(rules) {
            QueueDiscipline::Fifo => Some(("queue Fifo", "has waited longest", "PriorityFifo")),
            QueueDiscipline::ClosestFirst { by_priority: false } => match rules.rule {
                DispatchRule::DemandSupplyBalancing { .. } => {
                    let (order, better) = ("DemandSupplyBalancing(by_priority: false)", "DemandSupplyBalancing(by_priority: true)");
                    Some((order, "is nearest", better))
                }
                _ => Some(("queue ClosestFirst(by_priority: false)", "is nearest", "ClosestFirst(by_priority: true)")),
            },
            _ => None,
        };
        if let Some((order, whom, better)) = to_whom {
            let message = format!(
                "with {order} a crew that becomes free goes to whoever {whom}, only to be called away by the next urgent incident: use {better}"
            );
            problems.add("dispatch.preemption", message);
        }
    }
    if let QueueDiscipline::WeightedWait { priority_1, priority_2, priority_3, priority_4 } = rules.queue
        && [priority_1, priority_2, priority_3, priority_4].iter().all(|weight| weight.get() == 0.0)
    {
        problems.add("dispatch.queue", "with every weight 0 all waits count for nothing: at least one must be above, or use Fifo");
    }
    let orders = matches!(rules.rule, DispatchRule::DemandSupplyBalancing { .. }) || chooser.ranks_incidents();
    if orders && rules.queue != QueueDiscipline::default() {
        problems.add("dispatch.queue", "this dispatch rule decides itself which waiting incident a freed crew gets: leave `queue` out");
    }
    if matches!(chooser, Chooser::BatchMatching(_)) {
        if rules.preemption != PreemptionRule::NonPreemptive {
            let message = "preemption acts at the moment of an urgent call, BatchMatching at its epochs only: leave one of them out";
            problems.add("dispatch.preemption", message);
        }
        if matches!(rules.queue, QueueDiscipline::ClosestFirst { .. }) {
            let message = "BatchMatching decides itself who is near to whom; the queue only says who is matched first: use PriorityFifo, \
                           Fifo or WeightedWait";
            problems.add("dispatch.queue", message);
        }
    }
    if chooser.looks_ahead() && rules.available_again == AvailableAgain::AtBase {
        let message = "a rule that promises crews before they are free takes them to be free where they clear, not AtBase: use EnRoute, or \
             BatchMatching with soon_free: false";
        problems.add("dispatch.available_again", message);
    }
}

/// Coverage and preparedness, where a rule judges them.
pub(super) fn coverage(
    rules: &DispatchConfig,
    chooser: &Chooser,
    city: &City,
    demand: &Demand,
    problems: &mut Problems,
) -> (Option<Coverage>, Option<Preparedness>) {
    let scored = matches!(chooser, Chooser::Score(score) if score.coverage_lost != 0.0);
    let covers = *chooser == Chooser::CoveragePreserving || scored || rules.relocation == Relocation::Dmexclp;
    let prepares = matches!(chooser, Chooser::Preparedness(_));
    rules.coverage.check(problems);
    if !covers && !prepares && rules.coverage.zones.is_none() {
        return (None, None);
    }
    let Some(zones) = Zones::build(&rules.coverage, city, demand, problems) else { return (None, None) };
    let coverage = (covers && problems.is_empty()).then(|| zones.coverage(&rules.coverage));
    (coverage, prepares.then(|| zones.preparedness()))
}

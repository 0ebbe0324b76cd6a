//! What crews did, crew by crew and by what they have in common.

use super::{Arm, hours};
use crate::experiment::Estimate;
use crate::experiment::summary::{CommittedSummary, StateShare, WorkloadRow, WorkloadSummary};
use crate::metrics::{CrewDimension, CrewTotals, Name, ReplicationResult, state_name};
use crate::record::CrewState;

pub(super) fn workload(arm: &Arm) -> WorkloadSummary {
    let crews = &arm.dimensions.crews;
    let everyone: Vec<usize> = (0..crews.len()).collect();
    let states = CrewState::ALL.into_iter().filter(|state| state.is_on_duty());
    WorkloadSummary {
        utilization: utilization(arm, &everyone),
        states: states.map(|state| StateShare { state: state_name(state).to_owned(), share: state_share(arm, state) }).collect(),
        gini: Estimate::mean(arm.results.iter().map(|result| result.workload.gini()), arm.level),
        by_kind: grouped(arm, |crew| &crew.kind),
        by_station: grouped(arm, |crew| &crew.station),
        by_shift: grouped(arm, |crew| &crew.shift_of_kind),
        by_department: grouped(arm, |crew| &crew.department),
        by_crew: everyone.iter().map(|id| row(arm, crew_name(&crews[*id]), &[*id])).collect(),
        committed: committed(arm),
    }
}

fn crew_name(crew: &CrewDimension) -> Name {
    Name::new(format!("{}, {}", crew.station.name, crew.shift.name), format!("{}·{}", crew.station.zh, crew.shift.zh))
}

/// The crews that share a label, labels in the order of the roster.
fn grouped(arm: &Arm, label: impl Fn(&CrewDimension) -> &Name) -> Vec<WorkloadRow> {
    let mut groups: Vec<(&Name, Vec<usize>)> = Vec::new();
    for (id, crew) in arm.dimensions.crews.iter().enumerate() {
        let name = label(crew);
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, crews)) => crews.push(id),
            None => groups.push((name, vec![id])),
        }
    }
    groups.into_iter().map(|(name, crews)| row(arm, name.clone(), &crews)).collect()
}

fn sum(result: &ReplicationResult, crews: &[usize], of: impl Fn(&CrewTotals) -> u64) -> u128 {
    crews.iter().map(|id| u128::from(of(&result.workload.crews[*id]))).sum()
}

fn utilization(arm: &Arm, crews: &[usize]) -> Option<Estimate> {
    arm.share(|result| (sum(result, crews, CrewTotals::serving), sum(result, crews, CrewTotals::duty)))
}

fn state_share(arm: &Arm, state: CrewState) -> Option<Estimate> {
    arm.share(|result| (result.workload.sum(|crew| crew.states[state as usize]), result.workload.sum(CrewTotals::duty)))
}

fn row(arm: &Arm, name: Name, crews: &[usize]) -> WorkloadRow {
    WorkloadRow {
        name,
        crews: crews.len() as u32,
        utilization: utilization(arm, crews),
        duty_hours: arm.each(|result| hours(sum(result, crews, CrewTotals::duty))),
        serving_hours: arm.each(|result| hours(sum(result, crews, CrewTotals::serving))),
        orders: arm.each(|result| sum(result, crews, |crew| crew.orders) as f64),
    }
}

fn committed(arm: &Arm) -> CommittedSummary {
    let undone = |result: &ReplicationResult| result.workload.committed_due.saturating_sub(result.workload.committed_done);
    CommittedSummary {
        due_hours: arm.each(|result| hours(result.workload.committed_due)),
        done_hours: arm.each(|result| hours(result.workload.committed_done)),
        undone_hours: Estimate::mean(arm.results.iter().map(|result| Some(hours(undone(result)))), arm.level),
    }
}

//! One headcount split over departments that each have squads of their own.

use super::SkillSet;
use super::kind::KindBuilder;
use super::roster::largest_remainder;
use crate::ids::{Column, DepartmentId, Id};
use crate::quantity::Count;

/// A kind of crew before it has stations.
pub(super) struct Squad {
    pub name: String,
    pub zh: Option<String>,
    pub skills: SkillSet,
    /// None where they are as many as the crews need.
    pub officers: Option<u32>,
    /// By shift.
    pub crews: Vec<u32>,
}

impl KindBuilder<'_> {
    /// The kind as it stands in the scenario, or one for each department that it is competent in.
    pub(super) fn squads(&self, name: &str, skills: SkillSet) -> Vec<Squad> {
        let c = self.config;
        let by_shift = self.crews_by_shift();
        if !c.by_department {
            let (name, zh) = (name.to_owned(), c.zh.clone());
            return vec![Squad { name, zh, skills, officers: c.officers.map(Count::get), crews: by_shift }];
        }
        let work = self.work();
        let departments: Vec<DepartmentId> =
            work.enumerate().filter(|(id, work)| skills >> id.index() & 1 == 1 && **work > 0.0).map(|(id, _)| id).collect();
        let weights: Vec<f64> = departments.iter().map(|id| work[*id]).collect();
        let crews = everybody_one(largest_remainder(by_shift.iter().sum(), &weights));
        let as_weights: Vec<f64> = crews.iter().map(|n| f64::from(*n)).collect();
        let officers = largest_remainder(c.officers.map_or(0, Count::get), &as_weights);
        let shifts: Vec<f64> = c.shifts.values().map(|s| s.weight.get()).collect();
        let squad = |(i, id): (usize, &DepartmentId)| {
            let department = &self.demand.departments[*id];
            Squad {
                name: format!("{} {name}", department.name),
                zh: c.zh.as_ref().map(|zh| format!("{}{zh}", department.zh)),
                skills: 1 << id.index(),
                officers: Some(officers[i]),
                crews: largest_remainder(crews[i], &shifts),
            }
        };
        departments.iter().enumerate().map(squad).collect()
    }

    /// Crew hours a day that incidents of each department bring, were nothing settled on the spot.
    fn work(&self) -> Column<DepartmentId, f64> {
        let mut work = Column::filled(self.demand.departments.len(), 0.0);
        for (id, category) in self.demand.categories.enumerate() {
            let once = self.demand.expected_per_day(id) * category.mean_on_scene;
            work[category.department] += once * f64::from(category.crews);
            if let Some(joint) = &category.joint {
                work[joint.with] += once * joint.share * f64::from(joint.crews);
            }
        }
        work
    }
}

/// Whoever has none gets one of those who have most, as long as there are several.
fn everybody_one(mut crews: Vec<u32>) -> Vec<u32> {
    while let Some(none) = crews.iter().position(|n| *n == 0) {
        let most = crews.iter().copied().max().unwrap_or(0);
        let Some(giver) = crews.iter().position(|n| *n == most).filter(|_| most > 1) else { break };
        crews[giver] -= 1;
        crews[none] += 1;
    }
    crews
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_department_has_a_squad_as_well() {
        assert_eq!(everybody_one(vec![5, 2, 0, 0]), [3, 2, 1, 1]);
        assert_eq!(everybody_one(vec![1, 0]), [1, 0]);
    }
}

//! The desks that a place has: one for all departments, one for each, or one for each module of them.

use super::Bench;
use super::config::DeskConfig;
use crate::demand::Demand;
use crate::ids::{Column, DepartmentId};
use crate::problems::Problems;

/// The desks of a place, and which one each department has.
pub(super) fn benches(desk: &DeskConfig, demand: &Demand, path: &str, problems: &mut Problems) -> (Vec<Bench>, Column<DepartmentId, u32>) {
    const NONE: u32 = u32::MAX;
    let departments = &demand.departments;
    if !desk.by_department && desk.modules.is_empty() {
        return (vec![Bench { name: None }], Column::filled(departments.len(), 0));
    }
    let mut bench_of: Column<DepartmentId, u32> = Column::filled(departments.len(), NONE);
    let mut benches = Vec::new();
    for (name, module) in &desk.modules {
        for (i, wanted) in module.departments.iter().enumerate() {
            let at = format!("{path}.modules.{name}.departments.{i}");
            match departments.enumerate().find(|(_, d)| d.name == *wanted) {
                None => problems.unknown(at, "department", wanted, departments.iter().map(|d| d.name.as_str())),
                Some((id, _)) if bench_of[id] != NONE => problems.add(at, format!("{wanted:?} stands in a module already")),
                Some((id, _)) => bench_of[id] = benches.len() as u32,
            }
        }
        if module.departments.is_empty() {
            problems.add(format!("{path}.modules.{name}.departments"), "a module holds at least one department");
        }
        benches.push(Bench { name: Some((name.clone(), module.zh.clone())) });
    }
    for (id, department) in departments.enumerate() {
        if bench_of[id] == NONE {
            bench_of[id] = benches.len() as u32;
            benches.push(Bench { name: Some((department.name.clone(), Some(department.zh.clone()))) });
        }
    }
    (benches, bench_of)
}

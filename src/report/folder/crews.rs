//! `crews.csv`: what each crew did in each replication.

use crate::metrics::{Dimensions, ReplicationResult, state_name};
use crate::record::CrewState;
use crate::time::Duration;

/// The whole file, replications in order, crews in the order of the roster.
pub fn crews(dimensions: &Dimensions, results: &[ReplicationResult]) -> Vec<u8> {
    let mut file = csv::Writer::from_writer(Vec::new());
    let states = CrewState::ALL.map(|state| format!("{}_s", state_name(state)));
    let header = ["replication", "crew", "kind", "shift", "station", "department", "orders", "duty_s", "serving_s"];
    let mut write = |row: Vec<String>| file.write_record(row).expect("writing to memory cannot fail");
    write(header.into_iter().map(str::to_owned).chain(states).collect());
    let seconds = |ticks: u64| Duration(ticks).seconds().to_string();
    for (replication, result) in results.iter().enumerate() {
        for (crew, (totals, d)) in result.workload.crews.iter().zip(&dimensions.crews).enumerate() {
            let names = [&d.kind, &d.shift, &d.station, &d.department].map(|name| name.name.clone());
            let mut row = vec![replication.to_string(), crew.to_string()];
            row.extend(names);
            row.extend([totals.orders.to_string(), seconds(totals.duty()), seconds(totals.serving())]);
            row.extend(totals.states.iter().map(|ticks| seconds(*ticks)));
            write(row);
        }
    }
    file.into_inner().expect("writing to memory cannot fail")
}

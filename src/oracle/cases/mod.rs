//! The suite: every case whose exact answer is known, by family. A case is data; answers are computed by the
//! formulas beside, never typed in.

mod erlang;
mod general;
mod priority;

use super::case::{Case, Text};

/// A pool of crews at one place.
const POOL: Text = Text { file: "scenarios/verification/pool.ron", text: include_str!("../../../scenarios/verification/pool.ron") };
/// Three classes of incidents in such a pool.
const PRIORITIES: Text =
    Text { file: "scenarios/verification/priorities.ron", text: include_str!("../../../scenarios/verification/priorities.ron") };

/// All cases, in the order in which they are run and shown.
pub fn all() -> Vec<Case> {
    [erlang::waits(), erlang::losses(), priority::cases(), general::single_server(), general::infinite_servers()].concat()
}

/// Settings of a pool: crews, incidents an hour, measured days.
fn pool(crews: u32, per_hour: f64, days: u32) -> Vec<String> {
    vec![
        format!("workforce.crews.server.roster.all day={crews}"),
        format!("demand.volume={per_hour} /h"),
        format!("run.days={}", days + WARM_UP_DAYS),
    ]
}

/// Days at the beginning of each replication that are not measured.
const WARM_UP_DAYS: u32 = 10;

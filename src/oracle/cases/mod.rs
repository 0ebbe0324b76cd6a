//! The suite: every case whose exact answer is known, by family. A case is data; answers are computed by the
//! formulas beside, never typed in.

mod cutoff;
mod erlang;
mod general;
mod hypercube;
mod priority;
mod signs;
mod travel;

use super::case::{Case, Text};

macro_rules! texts {
    ($($name:ident $file:literal $about:literal;)*) => {$(
        #[doc = $about]
        const $name: Text = Text {
            file: concat!("scenarios/verification/", $file),
            text: include_str!(concat!("../../../scenarios/verification/", $file)),
        };
    )*};
}

texts! {
    POOL "pool.ron" "A pool of crews at one place.";
    PRIORITIES "priorities.ron" "Three classes of incidents in such a pool.";
    CUTOFF "cutoff.ron" "A pool with a reserve for the urgent.";
    PAIR "pair.ron" "Two crews in two areas.";
    LINE "line.ron" "Nine crews on a line.";
    TORUS "torus.ron" "Crews on a torus.";
    TRAVEL "travel.ron" "One way.";
    DESKS "desks.ron" "Desks before a pool.";
    HALVES "halves.ron" "Two departments.";
}

/// All cases, in the order in which they are run and shown.
pub fn all() -> Vec<Case> {
    [
        erlang::waits(),
        erlang::losses(),
        priority::cases(),
        general::single_server(),
        general::infinite_servers(),
        cutoff::cases(),
        hypercube::cases(),
        travel::square_root(),
        travel::times(),
        signs::cases(),
    ]
    .concat()
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

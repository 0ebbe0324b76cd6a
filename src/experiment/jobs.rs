//! Runs (arm, replication) jobs over threads: the one place from which experiments simulate.
//!
//! Results come in the order of the jobs, whatever the number of threads, and an interrupted run keeps an unbroken
//! beginning of them. So jobs go replication by replication through all arms: what is kept then serves all arms.

use super::Arm;
use super::measure::{MEASURES, Ratio, met};
use super::replicate::{Failure, Replicated, replicate};
use crate::metrics::{Collector, Dimensions, ReplicationResult, SaturationKind, Target};
use crate::record::Observer;
use crate::simulation::{Ending, Simulator, Stopped};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::atomic::AtomicBool;

/// One replication of one arm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// Position of the arm.
    pub arm: usize,
    /// The replication.
    pub replication: u32,
}

impl Job {
    /// All `replications` of `arms` arms, replication by replication.
    pub fn all(arms: usize, replications: Range<u32>) -> Vec<Job> {
        replications.flat_map(|replication| (0..arms).map(move |arm| Job { arm, replication })).collect()
    }
}

/// Measured incidents of one cell of [`crate::metrics::Layout`], and those within each limit by the clock in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cell {
    /// Measured incidents.
    pub incidents: u32,
    /// Of those, within the limit, by [`Target`].
    pub met: [u32; Target::COUNT],
}

/// What an experiment keeps of a replication.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// By [`MEASURES`].
    pub values: Vec<Ratio>,
    /// Fingerprint of everything that happened.
    pub digest: u64,
    /// Fingerprint of the incidents, before anybody served them.
    pub trace_digest: u64,
    /// Incidents reported.
    pub incidents: u64,
    /// Times the dispatch system collapsed.
    pub collapses: u32,
    /// Times it was asked for more than it ever carried, for days.
    pub overloads: u32,
    /// By cell of the arm's layout; empty unless asked for.
    pub cells: Vec<Cell>,
}

/// How much of a replication is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The measures.
    Measures,
    /// The measures, and attainment by category, channel, hour, area and all else.
    Cells,
}

impl Measured {
    /// Of one replication's result.
    pub fn of(result: &ReplicationResult, ending: &Ending, dimensions: &Dimensions, depth: Depth) -> Measured {
        let clock = dimensions.targets.clock;
        let cell = |cell: usize| Cell {
            incidents: result.attainment[cell].incidents as u32,
            met: std::array::from_fn(|target| met(result, cell, target, clock).0 as u32),
        };
        let saturated = |kind| result.saturations.iter().filter(|saturation| saturation.kind == kind).count() as u32;
        Measured {
            values: MEASURES.iter().map(|measure| measure.of(result, dimensions)).collect(),
            digest: ending.digest,
            trace_digest: ending.trace_digest,
            incidents: ending.incidents,
            collapses: saturated(SaturationKind::Collapse),
            overloads: saturated(SaturationKind::Overload),
            cells: if depth == Depth::Cells { (0..result.attainment.len()).map(cell).collect() } else { Vec::new() },
        }
    }
}

/// Memory for the replications of one arm, used again from one to the next.
#[derive(Debug)]
pub struct Bench<'a> {
    arm: &'a Arm,
    simulator: Simulator<'a>,
    collector: Collector,
}

impl<'a> Bench<'a> {
    /// For `arm`.
    pub fn new(arm: &'a Arm) -> Bench<'a> {
        Bench { arm, simulator: Simulator::new(&arm.loaded.model), collector: Collector::new(&arm.dimensions) }
    }

    /// Runs one replication.
    ///
    /// # Errors
    /// As [`Simulator::replicate`].
    pub fn measure(&mut self, replication: u32, depth: Depth) -> Result<Measured, Stopped> {
        self.collector.reset();
        let ending = self.simulator.replicate(replication, &mut self.collector)?;
        Ok(self.measured(&ending, depth))
    }

    /// The same while `observer` watches.
    ///
    /// # Errors
    /// As [`Simulator::replicate`].
    pub fn measure_and(&mut self, replication: u32, depth: Depth, observer: &mut dyn Observer) -> Result<Measured, Stopped> {
        self.collector.reset();
        let ending = self.simulator.replicate(replication, &mut (&mut self.collector, observer))?;
        Ok(self.measured(&ending, depth))
    }

    fn measured(&mut self, ending: &Ending, depth: Depth) -> Measured {
        Measured::of(&self.collector.finish(ending.end), ending, &self.arm.dimensions, depth)
    }
}

/// Replications of an arm that were done before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The scenario file.
    pub file: String,
    /// Settings over it.
    pub sets: Vec<String>,
    /// Fingerprint of the scenario with settings written out.
    pub scenario_sha256: String,
    /// Fingerprints of the files that it reads: of the same name there may be others.
    #[serde(default)]
    pub files: Vec<String>,
    /// The number of the first replication; the others follow.
    pub first: u32,
    /// The replications.
    pub measured: Vec<Measured>,
}

impl Known {
    /// Replications of `arm` from number `first` on.
    pub fn of(arm: &Arm, first: u32, measured: Vec<Measured>) -> Known {
        let source = &arm.loaded.source;
        Known {
            file: arm.file.clone(),
            sets: arm.sets.clone(),
            scenario_sha256: source.sha256(),
            files: source.files().map(|(_, sha256)| sha256.to_owned()).collect(),
            first,
            measured,
        }
    }

    /// All that was known `before` and is known `now`: of each arm, the more of the two.
    pub fn joined(before: &[Known], now: Vec<Known>) -> Vec<Known> {
        let mut all = before.to_vec();
        for known in now {
            match all.iter_mut().find(|other| other.first == known.first && other.is_of_the_arm_of(&known)) {
                Some(other) if other.measured.len() < known.measured.len() => *other = known,
                Some(_) => {}
                None => all.push(known),
            }
        }
        all
    }

    fn is_of_the_arm_of(&self, other: &Known) -> bool {
        (&self.file, &self.scenario_sha256, &self.files) == (&other.file, &other.scenario_sha256, &other.files)
    }

    fn get(&self, replication: u32) -> Option<&Measured> {
        self.measured.get(replication.checked_sub(self.first)? as usize)
    }
}

/// How jobs are run: on how many threads, who is told how many are done, and what stops them.
#[derive(Clone, Copy)]
pub struct Runner<'a> {
    /// Threads, at least one.
    pub threads: usize,
    /// Told from those threads how many of the present jobs are done.
    pub progress: &'a (dyn Fn(u32) + Sync),
    /// Set, it lets running jobs finish and begins no more.
    pub stop: &'a AtomicBool,
    /// What need not be run again.
    pub known: &'a [Known],
}

impl Runner<'_> {
    /// Runs `jobs` on `arms`, but for those that are known. Each thread keeps the memory of every arm that it has met.
    ///
    /// # Errors
    /// Where one fails.
    pub fn run(&self, arms: &[Arm], jobs: &[Job], depth: Depth) -> Result<Replicated<Measured>, Halted> {
        let of = |arm: &Arm| {
            let asked = if self.known.is_empty() { return None } else { Known::of(arm, 0, Vec::new()) };
            self.known.iter().find(|known| known.is_of_the_arm_of(&asked))
        };
        let of: Vec<Option<&Known>> = arms.iter().map(of).collect();
        let known = |job: &Job| of[job.arm].and_then(|known| known.get(job.replication));
        let open: Vec<Job> = jobs.iter().filter(|job| known(job).is_none()).copied().collect();
        let before = (jobs.len() - open.len()) as u32;
        let runner = Runner { progress: &|done| (self.progress)(before + done), ..*self };
        let ran = runner.each(open.len(), || benches(arms), |benches, index| run_one(arms, benches, open[index as usize], depth));
        let ran = ran.map_err(|failure| {
            let Job { arm, replication } = open[failure.replication() as usize];
            told(arm, &arms[arm].label.name, replication, failure)
        })?;
        let mut ran = ran.results.into_iter();
        let results: Vec<Measured> = jobs.iter().map_while(|job| known(job).cloned().or_else(|| ran.next())).collect();
        Ok(Replicated { stopped: results.len() < jobs.len(), results })
    }

    /// Runs `job` for each number below `count`, each thread with a `worker` of its own: for jobs that make their
    /// arms themselves. Results come in order.
    ///
    /// # Errors
    /// The failure with the lowest number.
    pub fn each<W, R: Send, E: Send>(
        &self,
        count: usize,
        worker: impl Fn() -> W + Sync,
        job: impl Fn(&mut W, u32) -> Result<R, E> + Sync,
    ) -> Result<Replicated<R>, Failure<E>> {
        replicate(0..count as u32, self.threads, worker, job, self.progress, self.stop)
    }
}

/// Why jobs did not come to their end: which failed first, in their order, and what of.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Halted {
    /// More piled up in one of them than a run can hold.
    #[error("{told}")]
    Overflow {
        /// In a replication of this arm.
        arm: usize,
        /// What, and where.
        told: String,
    },
    /// Nothing in what was done can be judged.
    #[error("{0}")]
    Nothing(String),
    /// Anything else.
    #[error("{0}")]
    Failed(String),
}

impl From<String> for Halted {
    fn from(told: String) -> Halted {
        Halted::Failed(told)
    }
}

impl From<Halted> for String {
    fn from(halted: Halted) -> String {
        halted.to_string()
    }
}

/// The memory of a thread, arm by arm.
type Benches<'a> = Vec<Option<Bench<'a>>>;

fn benches(arms: &[Arm]) -> Benches<'_> {
    arms.iter().map(|_| None).collect()
}

fn run_one<'a>(arms: &'a [Arm], benches: &mut Benches<'a>, job: Job, depth: Depth) -> Result<Measured, Stopped> {
    let bench = benches[job.arm].get_or_insert_with(|| Bench::new(&arms[job.arm]));
    bench.measure(job.replication, depth)
}

fn told(arm: usize, name: &str, replication: u32, failure: Failure<Stopped>) -> Halted {
    match failure {
        Failure::Failed { error, .. } => {
            let told = format!("{name}, replication {replication}: {error}");
            if matches!(error, Stopped::Overflow { .. }) { Halted::Overflow { arm, told } } else { Halted::Failed(told) }
        }
        Failure::Panicked { message, .. } => {
            Halted::Failed(format!("{name}, replication {replication} broke an invariant of the program: {message}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{ASSUMED, EMERGENT, Measure, REFUSED};
    use crate::scenario::load_text;

    fn arm(officers: u32) -> Arm {
        let text = format!(
            r#"(city: Point(), demand: (volume: "60 /day", categories: {{ "job": (on_scene: Exponential(mean: "30 min")) }}),
                workforce: (crews: {{ "patrol": (officers: {officers}, crew_size: 1, working_days: 7, based: Centre,
                    accept: Deterministic("10 s"), turnout: Deterministic("0 s")) }}), run: (days: 5))"#
        );
        Arm::of(load_text("small.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false))), "small.ron".to_owned(), Vec::new())
    }

    fn run(arms: &[Arm], threads: usize) -> Vec<Measured> {
        let runner = Runner { threads, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] };
        runner.run(arms, &Job::all(arms.len(), 0..6), Depth::Cells).unwrap().results
    }

    #[test]
    fn what_is_known_is_not_run_again() {
        let arms = [arm(2), arm(3)];
        let all = run(&arms, 2);
        let of = |arm: usize| all.iter().skip(arm).step_by(2).cloned().collect::<Vec<_>>();
        // As if read from a file: all of the first arm, and replications 2 and 3 of the other.
        let known = [Known::of(&arms[0], 0, of(0)), Known::of(&arms[1], 2, of(1)[2..4].to_vec())];
        let known: Vec<Known> = serde_json::from_str(&serde_json::to_string(&known).unwrap()).unwrap();
        let ran = std::sync::atomic::AtomicU32::new(0);
        let progress = |done| ran.store(done, std::sync::atomic::Ordering::Relaxed);
        let runner = Runner { threads: 1, progress: &progress, stop: &AtomicBool::new(false), known: &known };
        let jobs = Job::all(2, 0..6);
        assert_eq!(runner.run(&arms, &jobs, Depth::Cells).unwrap(), Replicated { results: all.clone(), stopped: false });
        assert_eq!(ran.load(std::sync::atomic::Ordering::Relaxed), 12, "8 that were known and 4 more");
        // Stopped from the beginning: what is known before anything is lacking.
        let stopped = Runner { progress: &|_| (), stop: &AtomicBool::new(true), ..runner };
        assert_eq!(stopped.run(&arms, &jobs, Depth::Cells).unwrap(), Replicated { results: all[..1].to_vec(), stopped: true });
        assert_eq!(stopped.run(&arms, &jobs[4..8], Depth::Cells).unwrap().results, all[4..8]);
    }

    #[test]
    fn what_was_known_stays_known() {
        let arms = [arm(2), arm(3)];
        let all = run(&arms, 2);
        let of = |arm: usize, replications: usize| {
            Known::of(&arms[arm], 0, all.iter().skip(arm).step_by(2).take(replications).cloned().collect())
        };
        assert_eq!(Known::joined(&[of(0, 4), of(1, 4)], vec![of(0, 2)]), [of(0, 4), of(1, 4)], "fewer of one arm, and none of the other");
        assert_eq!(Known::joined(&[of(0, 4)], vec![of(1, 1), of(0, 6)]), [of(0, 6), of(1, 1)]);
        let elsewhere = Known { files: vec!["0".into()], ..of(0, 3) };
        assert_eq!(Known::joined(&[of(0, 4)], vec![elsewhere.clone()]), [of(0, 4), elsewhere], "another table of the same name");
        let others = Known { first: 2, ..of(0, 3) };
        assert_eq!(Known::joined(&[of(0, 1)], vec![others.clone()]), [of(0, 1), others], "replications elsewhere are others");
    }

    #[test]
    fn jobs_come_in_order_at_any_number_of_threads_and_arms_share_their_incidents() {
        let arms = [arm(2), arm(3)];
        let measured = run(&arms, 1);
        assert_eq!(measured, run(&arms, 3));
        assert_eq!(measured.len(), 12);
        for pair in measured.chunks(2) {
            assert_eq!(pair[0].trace_digest, pair[1].trace_digest);
            assert_ne!(pair[0].digest, pair[1].digest);
        }
        let alone = Bench::new(&arms[1]).measure(4, Depth::Measures).unwrap();
        assert_eq!((alone.digest, &alone.values, alone.cells.len()), (measured[9].digest, &measured[9].values, 0));
        let response = |m: &Measured| m.values[Measure::position("response_s").unwrap()].value().unwrap();
        assert!(response(&measured[0]) > response(&measured[1]));
    }

    #[test]
    fn segments_add_up_to_the_response() {
        let value = |m: &Measured, key: &str| m.values[Measure::position(key).unwrap()].value().unwrap();
        for measured in run(&[arm(2)], 2) {
            let parts: f64 = ASSUMED.iter().chain(&EMERGENT).chain([&REFUSED]).map(|key| value(&measured, key)).sum();
            assert!((parts - value(&measured, "response_s")).abs() < 1e-9);
            assert_eq!(measured.cells[0].incidents as f64, measured.values[0].below);
        }
    }
}

//! Arms that are made as an experiment goes on, and the replications of each that are done so far.
//!
//! Replication r of every arm meets the same luck, so what was run for one question serves all that come later.

use super::{Arm, Depth, Halted, Job, Known, Measured, Ratio, Runner};

/// Arms and their replications, both growing.
#[derive(Debug)]
pub struct Pool {
    arms: Vec<Arm>,
    measured: Vec<Vec<Measured>>,
    depth: Depth,
    /// Arms that are not needed any more.
    past: Vec<Past>,
}

/// An arm without its model.
#[derive(Debug)]
struct Past {
    name: String,
    known: Known,
}

/// The replications of an arm, with what makes it.
#[derive(Clone, Debug)]
pub struct Run<'a> {
    /// What the arm is called.
    pub name: &'a str,
    /// The scenario file.
    pub file: &'a str,
    /// Settings over it.
    pub sets: &'a [String],
    /// Fingerprint of the scenario with settings written out.
    pub scenario_sha256: String,
    /// The replications, from the first on.
    pub measured: &'a [Measured],
}

impl Pool {
    /// Without any arm. `depth` is how much is kept of each replication.
    pub fn new(depth: Depth) -> Pool {
        Pool { arms: Vec::new(), measured: Vec::new(), depth, past: Vec::new() }
    }

    /// Takes an arm in; its position.
    pub fn add(&mut self, arm: Arm) -> usize {
        self.arms.push(arm);
        self.measured.push(Vec::new());
        self.arms.len() - 1
    }

    /// All that was done, to be known at another time.
    pub fn known(&self) -> Vec<Known> {
        let arms = self.arms.iter().zip(&self.measured).map(|(arm, measured)| Known::of(arm, 0, measured.clone()));
        self.past.iter().map(|past| past.known.clone()).chain(arms).collect()
    }

    /// Puts all arms after the first `kept` aside: what was done stays, their models go.
    pub fn set_aside(&mut self, kept: usize) {
        let arms = self.arms.drain(kept..).zip(self.measured.drain(kept..));
        self.past.extend(arms.map(|(arm, measured)| Past { name: arm.label.name.clone(), known: Known::of(&arm, 0, measured) }));
    }

    /// All replications that were done, arm by arm.
    pub fn runs(&self) -> impl Iterator<Item = Run<'_>> {
        let present = self.arms.iter().zip(&self.measured).map(|(arm, measured)| Run {
            name: &arm.label.name,
            file: &arm.file,
            sets: &arm.sets,
            scenario_sha256: arm.loaded.source.sha256(),
            measured,
        });
        present.chain(self.past.iter().map(|past| Run {
            name: &past.name,
            file: &past.known.file,
            sets: &past.known.sets,
            scenario_sha256: past.known.scenario_sha256.clone(),
            measured: &past.known.measured,
        }))
    }

    /// All arms.
    pub fn arms(&self) -> &[Arm] {
        &self.arms
    }

    /// The replications of an arm, from the first on.
    pub fn measured(&self, arm: usize) -> &[Measured] {
        &self.measured[arm]
    }

    /// Replications done of all arms together.
    pub fn done(&self) -> usize {
        let past: usize = self.past.iter().map(|past| past.known.measured.len()).sum();
        past + self.measured.iter().map(Vec::len).sum::<usize>()
    }

    /// How many of the first `replications` of `arms` are still to be done.
    pub fn lacking(&self, arms: &[usize], replications: u32) -> usize {
        arms.iter().map(|arm| (replications as usize).saturating_sub(self.measured[*arm].len())).sum()
    }

    /// Runs what is lacking of the first `replications` of `arms`. False where it was interrupted; what is done stays.
    ///
    /// # Errors
    /// The replication that failed.
    pub fn reach(&mut self, arms: &[usize], replications: u32, runner: &Runner) -> Result<bool, Halted> {
        let lacks = |arm: usize, replication: u32| self.measured[arm].len() <= replication as usize;
        let jobs: Vec<Job> = (0..replications)
            .flat_map(|replication| arms.iter().map(move |arm| Job { arm: *arm, replication }))
            .filter(|job| lacks(job.arm, job.replication))
            .collect();
        let done = runner.run(&self.arms, &jobs, self.depth)?.results;
        let complete = done.len() == jobs.len();
        // Jobs of an arm come in the order of replications, and what is done is a beginning of them.
        for (job, measured) in jobs.into_iter().zip(done) {
            self.measured[job.arm].push(measured);
        }
        Ok(complete)
    }

    /// The first `replications` values of a measure.
    pub fn ratios(&self, arm: usize, measure: usize, replications: u32) -> Vec<Ratio> {
        self.measured[arm].iter().take(replications as usize).map(|measured| measured.values[measure]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_text;
    use std::sync::atomic::AtomicBool;

    fn arm(officers: u32) -> Arm {
        let text = r#"(city: Point(), demand: (volume: "60 /day", categories: { "job": (on_scene: Exponential(mean: "30 min")) }),
            workforce: (crews: { "patrol": (officers: 2, crew_size: 1, working_days: 7, based: Centre) }), run: (days: 2))"#;
        let base =
            Arm::of(load_text("small.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false))), "small.ron".to_owned(), Vec::new());
        base.with(&[format!("workforce.crews.patrol.officers={officers}")]).unwrap_or_else(|d| panic!("{}", d.render(false)))
    }

    #[test]
    fn what_is_done_serves_later_questions_and_later_runs() {
        let runner = Runner { threads: 2, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] };
        let mut pool = Pool::new(Depth::Measures);
        let (two, three) = (pool.add(arm(2)), pool.add(arm(3)));
        assert_eq!(pool.reach(&[two], 3, &runner), Ok(true));
        assert_eq!((pool.lacking(&[two, three], 4), pool.done()), (5, 3));
        assert_eq!(pool.reach(&[two, three], 4, &runner), Ok(true));
        assert_eq!((pool.lacking(&[two, three], 4), pool.done()), (0, 8));
        assert!(pool.measured(two).iter().zip(pool.measured(three)).all(|(a, b)| a.trace_digest == b.trace_digest));
        // As if read from a file, by a program that may run nothing at all.
        let text = serde_json::to_string(&pool.known()).unwrap();
        let known: Vec<Known> = serde_json::from_str(&text).unwrap();
        let stopped = Runner { stop: &AtomicBool::new(true), known: &known, ..runner };
        let mut again = Pool::new(Depth::Measures);
        let (two, three, four) = (again.add(arm(2)), again.add(arm(3)), again.add(arm(4)));
        assert_eq!(again.reach(&[two, three], 4, &stopped), Ok(true));
        assert_eq!((again.measured(0), again.measured(three)), (pool.measured(0), pool.measured(1)));
        assert_eq!(again.reach(&[four], 1, &stopped), Ok(false), "it was interrupted before anything of this arm");
    }
}

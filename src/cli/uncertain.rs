//! `gridgov run --uncertain`: the uncertain numbers drawn, beside the run itself.

use super::Failure;
use super::interrupt::Interrupt;
use super::run::{Run, progress};
use super::shared::times;
use super::unfinished;
use clap::Args;
use gridgov::experiment::{Arm, Draws, PointOutcome, Runner, Uncertainty, check_fits, uncertain, uncertainty};
use gridgov::scenario::{Factors, Loaded};

/// Flags about it.
#[derive(Debug, Args)]
pub struct Uncertain {
    /// Draw all uncertain numbers as well, and tell how much of the variance is due to them and how much to chance
    #[arg(long)]
    uncertain: bool,
    /// Draws of the uncertain numbers
    #[arg(long, value_name = "N", default_value_t = 40, requires = "uncertain", value_parser = times(2))]
    draws: u32,
    /// Replications of each draw
    #[arg(long, value_name = "N", default_value_t = 2, requires = "uncertain", value_parser = times(2))]
    inner: u32,
}

impl Uncertain {
    /// What is to be drawn of a scenario, if anything is.
    pub fn asked(&self, loaded: &Loaded) -> Result<Option<Draws>, Failure> {
        let factors = || uncertain(&Factors::of(loaded)).0.len();
        if self.uncertain {
            check_fits(self.draws.into(), factors(), self.inner).map_err(Failure::Usage)?;
        }
        Ok(self.uncertain.then_some(Draws { count: self.draws, replications: self.inner }))
    }
}

/// Draws the uncertain numbers of a scenario whose run has `own` replications, the first draws being `known`. None where
/// it was interrupted before the first.
pub fn draw(
    command: &Run,
    asked: Draws,
    own: u32,
    known: Vec<PointOutcome>,
    interrupt: &Interrupt,
) -> Result<Option<Uncertainty>, Failure> {
    let arm = Arm::load(&command.shared.file, &command.shared.common.settings()).map_err(Failure::Input)?;
    let quiet = command.shared.common.quiet;
    unfinished::tell_known(known.len(), asked.count.into(), "draw", quiet);
    let bar = progress(asked.count, "draws", quiet);
    bar.set_position(known.len() as u64);
    bar.reset_eta();
    let told = |done: u32| bar.set_position(u64::from(done));
    let runner = Runner { threads: command.threads(), progress: &told, stop: &interrupt.stop, known: &[] };
    let found = uncertainty(&arm, asked, own, known, &runner);
    bar.finish_and_clear();
    found.map_err(Failure::Run)
}

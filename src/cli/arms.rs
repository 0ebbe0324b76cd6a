//! Flags of the subcommands that run several arms, and what they mean.

use super::Failure;
use super::failure::everything;
use super::interrupt::Interrupt;
use super::shared::Common;
use clap::Args;
use gridgov::experiment::{Arm, Runner, combinations, said_of_vary, varied};
use gridgov::scenario::{Diagnostic, Diagnostics, Factors, overlap, path_and_value};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::{Path, PathBuf};

/// Flags that all of them share.
#[derive(Debug, Args)]
pub struct Shared {
    #[command(flatten)]
    pub common: Common,
    /// Replications that run at the same time (as many as there are processors otherwise)
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

impl Shared {
    /// How many threads.
    pub fn threads(&self) -> usize {
        self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1)
    }

    /// Every file as it stands, then every file with every combination of what varies; one that repeats another arm
    /// is left out.
    ///
    /// # Errors
    /// What is wrong with files and with what varies.
    pub fn arms<'a>(&self, files: impl IntoIterator<Item = &'a PathBuf>, vary: &[String]) -> Result<Vec<Arm>, Failure> {
        let (mut all, mut wrong) = self.read(files);
        self.common.note_idle(all.iter().map(|arm| &arm.loaded));
        let (mut arms, mut usage) = (Vec::new(), Vec::new());
        for arm in all.iter().filter(|_| !vary.is_empty()) {
            match varied(vary, &Factors::of(&arm.loaded)) {
                Ok(lists) => {
                    for sets in combinations(&lists) {
                        match arm.with(&sets) {
                            Ok(arm) => arms.push(arm.called_by(&sets)),
                            Err(found) => wrong.append_others(said_of_vary(found, &sets)),
                        }
                    }
                }
                Err(message) if usage.contains(&message) => {}
                Err(message) => usage.push(message),
            }
        }
        if !wrong.is_empty() {
            usage.into_iter().for_each(|message| wrong.push(Diagnostic::error(message)));
            return Err(Failure::Input(wrong));
        }
        everything(usage.into_iter().map(Err::<(), String>))?;
        for arm in arms {
            if !all.iter().any(|other| other.loaded.source.is_same(&arm.loaded.source)) {
                all.push(arm);
            }
        }
        Ok(told_apart(all))
    }

    /// One file as it stands.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn arm(&self, file: &Path) -> Result<Arm, Failure> {
        let arm = Arm::load(file, &self.common.settings()).map_err(Failure::Input)?;
        self.common.note_idle([&arm.loaded]);
        Ok(arm)
    }

    /// The files that are sound as they stand, and what is wrong with the others.
    fn read<'a>(&self, files: impl IntoIterator<Item = &'a PathBuf>) -> (Vec<Arm>, Diagnostics) {
        let (mut arms, mut wrong) = (Vec::new(), Diagnostics::new());
        for file in files {
            match Arm::load(file, &self.common.settings()) {
                Ok(arm) => arms.push(arm),
                Err(found) => wrong.append_others(found),
            }
        }
        (arms, wrong)
    }

    /// A bar with the time left, on standard error, where a person sees it.
    pub fn bar(&self) -> ProgressBar {
        let target = if self.common.quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}, {eta} left").unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::with_draw_target(Some(0), target).with_style(style)
    }

    /// What runs jobs, telling `progress` how many are done.
    pub fn runner<'a>(&self, progress: &'a (dyn Fn(u32) + Sync), interrupt: &'a Interrupt) -> Runner<'a> {
        Runner { threads: self.threads(), progress, stop: &interrupt.stop, known: &[] }
    }
}

/// Whether what a --vary moves is the setting at `path`, lies within it, or holds it.
pub fn varies(vary: &str, path: &str) -> bool {
    path_and_value(vary).is_some_and(|(varied, _)| overlap(varied, path))
}

/// Arms of one name get their file's beside it, and a number where that is the same too.
fn told_apart(mut arms: Vec<Arm>) -> Vec<Arm> {
    let repeated = |arms: &[Arm], at: usize| arms.iter().filter(|arm| arm.label.name == arms[at].label.name).count() > 1;
    let same: Vec<usize> = (0..arms.len()).filter(|at| repeated(&arms, *at)).collect();
    for at in same {
        let stem = Path::new(&arms[at].file).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let label = &mut arms[at].label;
        (label.name, label.zh) = (format!("{} ({stem})", label.name), format!("{}（{stem}）", label.zh));
    }
    let same: Vec<usize> = (0..arms.len()).filter(|at| repeated(&arms, *at)).collect();
    for (number, at) in (1..).zip(same) {
        let label = &mut arms[at].label;
        (label.name, label.zh) = (format!("{} #{number}", label.name), format!("{} #{number}", label.zh));
    }
    arms
}

//! `gridgov check`.

use super::Failure;
use super::shared::{Input, print};
use clap::Args;
use gridgov::report::{check, json};
use gridgov::scenario;
use std::path::Path;

/// Flags of `check`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov check scenarios/longgang.ron\n  \
    gridgov check scenarios/county.ron --lang zh\n  \
    gridgov check scenarios/longgang-tiered-reformed.ron      what differs from its base, in words\n  \
    gridgov check scenarios/longgang.ron --set 'workforce.crews.duty-station crew.officers=80'\n\n\
    Problems are reported together, with file, line and column, those of what is built on others once\n\
    the others are right; where a bracket or a quote is missing, the first slip of syntax alone. The\n\
    exit code is then 2.")]
pub struct Check {
    #[command(flatten)]
    pub input: Input,
}

/// Says what the scenario amounts to.
pub fn check(command: &Check) -> Result<(), Failure> {
    let loaded = command.input.load(&[])?;
    let mut report = check::inspect(&loaded, &command.input.file.display().to_string());
    // A scenario that stands alone is held against itself without the changes of the command line.
    let changed = !command.input.common.settings().is_empty();
    let base = loaded.source.base().map(Path::to_path_buf).or_else(|| changed.then(|| command.input.file.clone()));
    if let Some(base) = base {
        let file = base.display().to_string();
        match scenario::load(&base, &[]) {
            Ok(original) => check::against(&mut report, &loaded, &original, &file),
            Err(wrong) => check::against_unsound(&mut report, &file, &wrong),
        }
    }
    if command.input.common.json {
        return print(&json::text(&json::check(&report)));
    }
    let until_handled = loaded.model.targets.on_scene_means == scenario::OnSceneMeans::Handled;
    print(&check::text(&report, until_handled, command.input.common.lang()))
}

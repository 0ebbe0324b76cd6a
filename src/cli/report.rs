//! `gridgov report`.

use super::Failure;
use super::shared::{lang_of_environment, print};
use clap::Args;
use gridgov::report::Lang;
use gridgov::report::file::{Replacement, is_same};
use gridgov::report::html;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Flags of `report`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov run scenarios/longgang.ron --out results/flat            writes results/flat/report.html\n  \
    gridgov report results/flat --lang zh                            writes it again, opening in Chinese\n  \
    gridgov report results/flat results/busy --out flat-busy.html    what differs, and where\n  \
    gridgov report results/night                                     of a folder that compare --out wrote\n\n\
    A report is one file without any reference to the network: open it in a browser, mail it. Two runs of the \
    same seed and demand are compared pair by pair, others by their intervals.")]
pub struct Report {
    /// A folder that --out wrote; the baseline where there are two
    pub dir: PathBuf,
    /// Another folder to compare with it
    pub other: Option<PathBuf>,
    /// Write to this file (DIR/report.html otherwise, DIR2/comparison.html for two)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace a file that is no report
    #[arg(long, requires = "out")]
    force: bool,
    /// The language in which the page opens: en or zh (from LC_ALL or LANG otherwise)
    #[arg(long, value_name = "en|zh")]
    lang: Option<Lang>,
}

/// Writes the page and prints its path.
pub fn report(command: &Report) -> Result<(), Failure> {
    let lang = command.lang.unwrap_or_else(lang_of_environment);
    let read = |dir: &Path| html::read(dir).map_err(|error| Failure::Usage(error.to_string()));
    let mut found = read(&command.dir)?;
    let mut own = command.dir.join(html::FILE);
    if let Some(other) = &command.other {
        let second = read(other)?;
        if let Some(of) = [&found, &second].into_iter().find(|results| results.command != "run") {
            let (what, dir) = (&of.command, if of.command == found.command { &command.dir } else { other });
            return Err(Failure::Usage(format!("{} holds the results of `{what}`: two folders of `run` are compared", dir.display())));
        }
        for (first, second) in found.arms.iter().zip(&second.arms) {
            let apart = html::promises_apart(first, second);
            if !apart.is_empty() {
                return Err(Failure::Usage(format!(
                    "{} promises something else than {}: {}; runs are compared by the same targets",
                    other.display(),
                    command.dir.display(),
                    apart.join(", ")
                )));
            }
        }
        found.arms.extend(second.arms);
        own = other.join("comparison.html");
        "compare".clone_into(&mut found.command);
    }
    let out = command.out.as_ref().unwrap_or(&own);
    if !command.force && out.exists() && !html::is_page(out) {
        return Err(Failure::Usage(format!("{} is no report; choose another file, or add --force to replace it", out.display())));
    }
    let dirs = [Some(&command.dir), command.other.as_ref()];
    let mut read = dirs.into_iter().flatten().flat_map(|dir| html::READ.map(|name| dir.join(name)));
    if let Some(read) = read.find(|read| is_same(read, out)) {
        return Err(Failure::Usage(format!("{} is read for the report and is not replaced by it; choose another file", read.display())));
    }
    let failed = |error: std::io::Error| Failure::Run(format!("cannot write {}: {error}", out.display()));
    let mut file = Replacement::begin(out).map_err(failed)?;
    file.write_all(html::page(&found.command, lang, &found.arms, found.document.as_ref()).as_bytes()).map_err(failed)?;
    file.finish().map_err(failed)?;
    print(&format!("{}\n", out.display()))
}

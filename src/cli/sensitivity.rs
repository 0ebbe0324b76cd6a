//! `gridgov sensitivity`.

use super::Failure;
use super::arms::Shared;
use super::failure::everything;
use super::interrupt::Interrupt;
use super::pages;
use super::run::machine;
use super::shared::{Output, place, print, times};
use super::unfinished;
use clap::{Args, ValueEnum};
use gridgov::experiment::{Arm, MEASURES, Measure, Method, PointOutcome, Short, Tried, check_fits, movable, sensitivity as ask, sound};
use gridgov::report::folder::ExperimentManifest;
use gridgov::report::json;
use gridgov::report::sensitivity::{Asked, design_table, points_table, sensitivity_json, sensitivity_text};
use gridgov::scenario::{Factor, Factors, clash};
use gridgov::stats::SOBOL_DIMENSIONS;
use std::path::PathBuf;
use std::time::Instant;

/// Most days of a replication unless a flag says otherwise.
const DAYS: u32 = 60;

/// How to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Way {
    /// Elementary effects: which of many factors matter, from few runs
    Morris,
    /// Shares of the variance, of chosen factors
    Sobol,
}

/// Flags of `sensitivity`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov sensitivity scenarios/longgang.ron                       which assumptions matter most?\n  \
    gridgov sensitivity scenarios/longgang.ron --measure response_s --trajectories 20 --out results/morris\n  \
    gridgov sensitivity scenarios/longgang.ron --method sobol --factor demand.volume \\\n      \
        --factor 'workforce.crews.duty-station crew.turnout' --factor structure.desks.platform.triage\n  \
    gridgov sensitivity scenarios/longgang.ron --method sobol --factor demand.volume --factor city.travel.urban --days 5 --json\n\n\
    Factors move across the ranges that the scenario's provenance gives, half to double for assumptions (grade C) without \
    one; `gridgov factors` lists them. All points of a trajectory or row run the same replications of at most 60 days \
    (--days), so that they differ in factors and not in luck; each trajectory or row runs others, so that intervals count \
    luck too. Morris takes trajectories × (factors + 1) points, Sobol' points × (factors + 2). \
    Ctrl-C keeps what is done; with --out the same command goes on from there.")]
#[command(mut_arg("out", |arg| arg.help("A folder for report.html, summary.json, design.csv, points.csv, both as .parquet too, and manifest.json")))]
pub struct Sensitivity {
    /// The scenario file
    #[arg(value_parser = place())]
    pub file: PathBuf,
    /// How to ask
    #[arg(long, value_enum, default_value = "morris")]
    method: Way,
    /// Only this factor, by its path; may be given again (Morris: all graded factors otherwise)
    #[arg(long, value_name = "PATH")]
    factor: Vec<String>,
    /// What is to be explained, a measure of docs/json.md (the primary target otherwise); --json has all
    #[arg(long, value_name = "MEASURE")]
    measure: Option<String>,
    /// Trajectories of Morris's method (10 otherwise)
    #[arg(long, value_name = "N", value_parser = times(2))]
    trajectories: Option<u32>,
    /// Rows of Sobol's method, a power of two, 8 at least (64 otherwise)
    #[arg(long, value_name = "N", conflicts_with = "trajectories", value_parser = times(8))]
    points: Option<u32>,
    /// Days of each replication (the scenario's, at most 60, otherwise)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    days: Option<u32>,
    /// Replications of each point
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = times(1))]
    replications: u32,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    pub shared: Shared,
}

/// Asks, reports, and writes the folder if one is wanted.
pub fn sensitivity(command: &Sensitivity) -> Result<(), Failure> {
    let begun = Instant::now();
    let arm = command.shared.arm(&command.file)?;
    let measure = measure(command, &arm)?;
    let method = method(command)?;
    let (chosen, mut left_out) = factors(command, method, &arm)?;
    check_fits(method.points(chosen.len()) as u64, chosen.len(), command.replications).map_err(Failure::Usage)?;
    let days = command.days.unwrap_or(arm.loaded.model.days.min(DAYS));
    let short = Short { days, replications: command.replications, seed: arm.loaded.model.seed };
    arm.with(&short.sets(&arm)).map_err(Failure::Input)?;
    let interrupt = Interrupt::listen();
    let bar = command.shared.bar();
    bar.set_message("ends of ranges");
    bar.set_length(chosen.len() as u64);
    let progress = |done: u32| bar.set_position(u64::from(done));
    let tried = sound(&arm, chosen, &command.shared.runner(&progress, &interrupt)).map_err(Failure::Run)?;
    let Some((factors, unsound)) = tried else { return Err(unfinished::nothing()) };
    left_out.extend(unsound);
    if let (Some(out), false) = (left_out.first(), command.factor.is_empty()) {
        return Err(Failure::Usage(format!("--factor: `{}`: {}", out.path, out.why)));
    }
    if let (Some(out), true) = (left_out.first(), factors.is_empty()) {
        return Err(Failure::Usage(format!("no factor can be moved across its range; `{}`: {}", out.path, out.why)));
    }
    let paths: Vec<&str> = factors.iter().map(|factor| factor.path.as_str()).collect();
    let mut manifest =
        ExperimentManifest::new("sensitivity", std::slice::from_ref(&arm), &format!("{method:?} {short:?} by group {paths:?}"));
    let folder = command.output.begin(&manifest.identity, [&arm.loaded], &interrupt)?;
    let known: Vec<PointOutcome> = unfinished::read(command.output.out.as_deref(), &manifest.identity);
    let points = method.points(factors.len());
    unfinished::tell_known(known.len(), points as u64, "point", command.shared.common.quiet);
    bar.reset();
    bar.set_message("points");
    bar.set_length(points as u64);
    bar.set_position(known.len() as u64);
    bar.reset_eta();
    let found = ask(&arm, factors, method, short, known, &command.shared.runner(&progress, &interrupt));
    bar.finish_and_clear();
    let found = found.map_err(Failure::Run)?;
    if found.done == 0 && (folder.is_none() || found.outcomes.is_empty()) {
        return Err(unfinished::nothing());
    }
    let graded = Factors::of(&arm.loaded);
    let without_range = graded
        .iter()
        .filter(|factor| factor.grade.is_some() && factor.range.or(factor.outside).is_none() && factor.part_of.is_none())
        .count();
    let asked = Asked { arm: &arm, found: &found, measure, without_range, left_out: &left_out };
    let value = sensitivity_json(&asked);
    let document = json::text(&value);
    let mut stands = None;
    if let Some(folder) = folder {
        manifest.done_at(&found, machine(command.shared.threads(), begun));
        let tables = [("design", design_table(&found)), ("points", points_table(&found))];
        pages::write(&folder, &manifest, command.shared.common.lang(), &[], &value, &tables)?;
        let known = found.interrupted.then(|| found.outcomes.clone());
        stands = Some(unfinished::finish(folder, known, &manifest.identity, &manifest.text())?);
    }
    if found.done > 0 || command.shared.common.json {
        print(&if command.shared.common.json { document } else { sensitivity_text(&asked, command.shared.common.lang()) })?;
    }
    if found.interrupted {
        match found.done {
            0 => unfinished::tell_of(&format!("interrupted after {} of {points} points", found.outcomes.len()), stands),
            _ => unfinished::tell(stands),
        }
        return Err(Failure::Interrupted);
    }
    Ok(())
}

/// The method, and how much of it.
fn method(command: &Sensitivity) -> Result<Method, Failure> {
    let wrong = |message: String| Err(Failure::Usage(message));
    match (command.method, command.trajectories, command.points) {
        (Way::Morris, _, Some(_)) => wrong("--points is for --method sobol; Morris's method takes --trajectories".to_owned()),
        (Way::Sobol, Some(_), _) => wrong("--trajectories is for --method morris; Sobol's method takes --points".to_owned()),
        (Way::Morris, trajectories, None) => Ok(Method::Morris { trajectories: trajectories.unwrap_or(10) }),
        (Way::Sobol, None, rows) => match rows.unwrap_or(64) {
            rows if rows.is_power_of_two() => Ok(Method::Sobol { rows }),
            rows => {
                let near = rows.next_power_of_two();
                wrong(format!("--points {rows}: a power of two, such as {} or {near}", near / 2))
            }
        },
    }
}

/// The factors that are asked about, all of which have a range, and those that are not moved.
fn factors(command: &Sensitivity, method: Method, arm: &Arm) -> Result<Tried, Failure> {
    let all = Factors::of(&arm.loaded);
    if let Method::Sobol { .. } = method {
        let most = SOBOL_DIMENSIONS / 2;
        if command.factor.is_empty() || command.factor.len() > most {
            return Err(Failure::Usage(format!(
                "--method sobol takes from 1 to {most} factors, --factor PATH each; `gridgov sensitivity {}` (Morris) tells which matter",
                command.file.display()
            )));
        }
    }
    if command.factor.is_empty() {
        let movable = movable(&all);
        let none = "no number of the scenario has a range: give grade, source and range under `provenance`";
        return if movable.0.is_empty() && movable.1.is_empty() { Err(Failure::Usage(none.to_owned())) } else { Ok(movable) };
    }
    let ranged = |path: &String| {
        let factor = all.find(path).map_err(|message| format!("--factor: {message}"))?;
        if let Some([why, _]) = factor.strayed() {
            return Err(format!("--factor: `{path}`: {why}"));
        }
        if factor.range.is_none() {
            let example = format!("\"{}\": (grade: C, source: \"…\", range: (\"…\", \"…\"))", factor.path.replace('"', "\\\""));
            return Err(format!("--factor: `{path}` has no range; give one under `provenance`: {example}"));
        }
        Ok(factor.clone())
    };
    let mut chosen: Vec<Factor> = Vec::new();
    for factor in everything(command.factor.iter().map(ranged))? {
        if chosen.iter().any(|other| other.path == factor.path) {
            continue;
        }
        if let Some(wrong) = clash(&factor.path, chosen.iter().map(|other| other.path.as_str())) {
            return Err(Failure::Usage(format!("--factor: {wrong}")));
        }
        chosen.push(factor);
    }
    Ok((chosen, Vec::new()))
}

/// The position of the measure that is to be explained.
fn measure(command: &Sensitivity, arm: &Arm) -> Result<usize, Failure> {
    let Some(name) = &command.measure else { return Ok(arm.dimensions.targets.primary as usize) };
    Measure::position(name).ok_or_else(|| {
        let keys: Vec<&str> = MEASURES.iter().map(|measure| measure.key).collect();
        let near = gridgov::problems::nearest(name, keys.iter().copied());
        let hint = near.map_or_else(|| format!("there are {}", keys.join(", ")), |near| format!("did you mean {near}?"));
        Failure::Usage(format!("--measure: there is no measure {name:?}; {hint}"))
    })
}

//! From a plan file to points, with everything that is wrong said at once and at its place in the plan.

use super::axis::Spread;
use super::{Axis, Design, MOST_POINTS, Point, Sweep, SweepPlan};
use crate::experiment::Arm;
use crate::scenario::{Diagnostics, Factors, Source};
use std::path::Path;

/// At most so many values of a factor are tried before anything runs.
const TRIED: usize = 50;

impl Sweep {
    /// Reads a plan; `settings` hold for every point, over what the plan sets, and so do the numbers.
    ///
    /// # Errors
    /// Everything that is wrong, as far as it can be told.
    pub fn load(file: &Path, settings: &[String], replications: Option<u32>, seed: Option<u64>) -> Result<Sweep, Diagnostics> {
        let mut diagnostics = Diagnostics::new();
        let Some(mut source) = Source::load(file, &[], &mut diagnostics) else { return Err(diagnostics) };
        let Some(plan) = source.whole::<SweepPlan>(&mut diagnostics) else { return Err(diagnostics) };
        let canonical = source.canonical();
        let structures = structures(&plan, settings, seed, &mut source, &mut diagnostics)?;
        let rows = rows(&plan, &structures, &mut source, &mut diagnostics);
        let (Some((paths, rows)), false) = (rows, diagnostics.has_errors()) else { return Err(diagnostics) };
        let factors = Factors::of(&structures[0].loaded);
        let value = |row: &Vec<String>, at: usize| row[at][paths[at].len() + 1..].to_owned();
        let axes = (0..paths.len()).map(|at| {
            let values: Vec<String> = rows.iter().map(|row| value(row, at)).collect();
            Axis::of(&paths[at], values.iter().map(String::as_str), &factors)
        });
        let axes = axes.collect();
        let rules: Vec<Option<&String>> = if plan.rules.is_empty() { vec![None] } else { plan.rules.iter().map(Some).collect() };
        let mut points = Vec::new();
        for structure in 0..structures.len() {
            for rule in &rules {
                points.extend(rows.iter().map(|row| Point {
                    structure,
                    rule: rule.cloned(),
                    values: (0..paths.len()).map(|at| value(row, at)).collect(),
                    sets: rule.iter().map(|rule| format!("dispatch.rule={rule}")).chain(row.iter().cloned()).collect(),
                }));
            }
        }
        let model = &structures[0].loaded.model;
        let name = if plan.name.is_empty() { file.display().to_string() } else { plan.name.clone() };
        Ok(Sweep {
            zh: plan.zh.clone().unwrap_or_else(|| name.clone()),
            name,
            about: plan.about.clone(),
            about_zh: plan.about_zh.clone().unwrap_or_else(|| plan.about.clone()),
            canonical,
            files: source.files().map(|(name, sha256)| (name.to_owned(), sha256.to_owned())).collect(),
            replications: replications.or(plan.replications).unwrap_or(model.replications),
            seed: model.seed,
            incidents: plan.incidents,
            axes,
            points,
            structures,
        })
    }
}

/// The scenarios with what holds for every point. All of them share one seed.
fn structures(
    plan: &SweepPlan,
    settings: &[String],
    seed: Option<u64>,
    source: &mut Source,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Arm>, Diagnostics> {
    if plan.scenarios.is_empty() {
        diagnostics.error(source, "scenarios", "name at least one scenario file, such as [\"longgang.ron\"]");
    }
    if plan.replications == Some(0) {
        diagnostics.error(source, "replications", "a point is run at least once");
    }
    let mut structures: Vec<Arm> = Vec::new();
    for (at, _) in plan.scenarios.iter().enumerate() {
        let Some(file) = source.open(&format!("scenarios[{at}]"), diagnostics) else { continue };
        // What is wrong in the scenario itself is told with its places in the scenario.
        let mut arm = Arm::load(Path::new(&file.name), &[])?;
        for (number, set) in plan.set.iter().enumerate() {
            match arm.with(std::slice::from_ref(set)) {
                Ok(changed) => arm = changed,
                Err(wrong) => {
                    diagnostics.error(source, &format!("set[{number}]"), in_scenario(&plan.scenarios, at, &told(&wrong)));
                }
            }
        }
        let seed = seed.or(plan.seed).or(structures.first().map(|first: &Arm| first.loaded.model.seed));
        let all: Vec<String> = settings.iter().cloned().chain(seed.map(|seed| format!("run.seed={seed}"))).collect();
        structures.push(if all.is_empty() { arm } else { arm.with(&all)? });
    }
    if diagnostics.has_errors() { Err(std::mem::take(diagnostics)) } else { Ok(structures) }
}

/// The paths of the factors, and the settings of each row of the design.
fn rows(
    plan: &SweepPlan,
    structures: &[Arm],
    source: &mut Source,
    diagnostics: &mut Diagnostics,
) -> Option<(Vec<String>, Vec<Vec<String>>)> {
    let factors: Vec<Factors> = structures.iter().map(|arm| Factors::of(&arm.loaded)).collect();
    for (number, rule) in plan.rules.iter().enumerate() {
        attempt(&format!("rules[{number}]"), &[format!("dispatch.rule={rule}")], plan, structures, source, diagnostics);
    }
    if let Design::List { .. } = plan.design {
        if !plan.factors.is_empty() {
            diagnostics.error(source, "factors", "the rows of a list name their factors in the header of the file");
        }
        return list(plan, structures, source, diagnostics);
    }
    if let Some(wrong) = plan.design.check(plan.factors.len()) {
        diagnostics.error(source, "design", wrong);
    }
    let mut spreads = Vec::new();
    for (path, text) in &plan.factors {
        let place = format!("factors.{path:?}");
        let read = |(at, factors)| {
            Spread::read(path, text, plan.design.samples(), factors).map_err(|wrong| in_scenario(&plan.scenarios, at, &wrong))
        };
        match factors.iter().enumerate().map(read).collect::<Result<Vec<Spread>, String>>() {
            Ok(mut read) => {
                let spread = read.swap_remove(0);
                let tried: Vec<String> = spread.levels().into_iter().take(TRIED).collect();
                attempt(&place, &tried, plan, structures, source, diagnostics);
                spreads.push(spread);
            }
            Err(wrong) => {
                diagnostics.error(source, &place, wrong);
            }
        }
    }
    if diagnostics.has_errors() {
        return None;
    }
    let count = spreads.iter().fold(1usize, |count, spread| count.saturating_mul(spread.levels().len()));
    if matches!(plan.design, Design::Factorial) && count > MOST_POINTS {
        diagnostics.error(source, "design", format!("a factorial of {count} points; {MOST_POINTS} at most, a Latin hypercube takes fewer"));
        return None;
    }
    Some((plan.factors.keys().cloned().collect(), plan.design.points(&spreads)))
}

/// The rows of a CSV file.
fn list(
    plan: &SweepPlan,
    structures: &[Arm],
    source: &mut Source,
    diagnostics: &mut Diagnostics,
) -> Option<(Vec<String>, Vec<Vec<String>>)> {
    let file = source.open("design.file", diagnostics)?;
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(file.text.as_bytes());
    let paths: Vec<String> = reader.headers().ok()?.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    for (line, record) in (2..).zip(reader.records()) {
        match record {
            Ok(record) => rows.push(paths.iter().zip(record.iter()).map(|(path, value)| format!("{path}={value}")).collect::<Vec<_>>()),
            Err(error) => {
                diagnostics.error(source, "design.file", format!("{}, line {line}: {error}", file.name));
            }
        }
    }
    if rows.is_empty() {
        diagnostics.error(source, "design.file", format!("{} has no rows below its header", file.name));
    }
    for (line, row) in (2..).zip(&rows).take(TRIED) {
        for (at, arm) in structures.iter().enumerate() {
            if let Err(wrong) = arm.with(row) {
                let message = format!("{}, line {line}: {}", file.name, in_scenario(&plan.scenarios, at, &told(&wrong)));
                diagnostics.error(source, "design.file", message);
            }
        }
    }
    Some((paths, rows))
}

/// Tries settings one by one on every structure; the first that does not fit is told.
fn attempt(place: &str, sets: &[String], plan: &SweepPlan, structures: &[Arm], source: &Source, diagnostics: &mut Diagnostics) {
    for (at, arm) in structures.iter().enumerate() {
        for set in sets {
            if let Err(wrong) = arm.with(std::slice::from_ref(set)) {
                diagnostics.error(source, place, in_scenario(&plan.scenarios, at, &told(&wrong)));
                return;
            }
        }
    }
}

fn in_scenario(scenarios: &[String], at: usize, wrong: &str) -> String {
    if scenarios.len() > 1 { format!("in {}: {wrong}", scenarios[at]) } else { wrong.to_owned() }
}

/// The first thing that is wrong, in a line.
fn told(wrong: &Diagnostics) -> String {
    let first = wrong.problems().into_iter().next();
    first.map_or_else(String::new, |problem| {
        let path = problem.path.map_or_else(String::new, |path| format!("{path}: "));
        let more = std::iter::once(problem.label).chain(problem.help).filter(|text| !text.is_empty());
        let help: Vec<String> = more.map(|text| format!("; {text}")).collect();
        format!("{path}{}{}", problem.message, help.concat())
    })
}

//! From a plan file to points, with everything that is wrong said at once and at its place.

use super::axis::Spread;
use super::files;
use super::list::listed;
use super::{Axis, Design, MOST_POINTS, MOST_TASKS, Point, Sweep, SweepPlan};
use crate::experiment::Arm;
use crate::experiment::rank::Combination;
use crate::scenario::{Diagnostics, Factors, Fingerprints, Problem, Source, clash, holds, overlap, path_and_value};
use std::collections::BTreeSet;
use std::path::Path;

/// At most so many values of a factor, or rows of a list, are tried as whole scenarios before anything runs.
pub(super) const TRIED: usize = 50;

const SEED: &str = "run.seed";
const REPLICATIONS: &str = "run.replications";

/// The paths of the factors, and the settings of each row of the design.
pub(super) type Rows = (Vec<String>, Vec<Vec<String>>);

/// A plan on its way to points, and what was found wrong with it so far.
pub(super) struct Reading {
    plan: SweepPlan,
    /// What of the plan is wrong and left out, by the fields that it belongs to.
    without: Vec<String>,
    /// What `rules` names, as far as it can be read.
    combinations: Vec<Combination>,
    /// Paths that are set for every point.
    fixed: Vec<String>,
    pub(super) source: Source,
    pub(super) structures: Vec<Structure>,
    pub(super) diagnostics: Diagnostics,
}

/// A scenario of the plan.
pub(super) struct Structure {
    pub(super) arm: Arm,
    pub(super) factors: Factors,
    /// What comes before anything that is wrong in it: its file, where there are several.
    pub(super) lead: String,
}

/// A value of a factor with which alone a scenario is not sound.
struct Doubtful {
    /// Where the plan says it.
    place: String,
    /// The position of the factor.
    factor: usize,
    /// The position of the scenario.
    structure: usize,
    /// The setting; `None` for an end of a range, which points need not have.
    set: Option<String>,
    /// Whether there is no such factor.
    is_none: bool,
    /// Whether it is wrong in itself, and not for what stands elsewhere.
    is_wrong: bool,
    /// What is wrong with it.
    message: String,
}

impl Doubtful {
    fn says_the_same_as(&self, other: &Doubtful) -> bool {
        (&self.place, &self.message) == (&other.place, &other.message)
    }
}

impl Sweep {
    /// Reads a plan; `settings` hold for every point, over what the plan sets, and so do the numbers.
    ///
    /// # Errors
    /// Everything that is wrong, as far as it can be told.
    pub fn load(file: &Path, settings: &[String], replications: Option<u32>, seed: Option<u64>) -> Result<Sweep, Diagnostics> {
        let mut diagnostics = Diagnostics::new();
        let Some(source) = Source::load(file, &[], &mut diagnostics) else { return Err(diagnostics) };
        let mut without = Vec::new();
        let Some(plan) = source.whole_without_wrong::<SweepPlan>(&mut without, &mut diagnostics) else { return Err(diagnostics) };
        let canonical = source.canonical();
        let fixed = plan.set.iter().chain(settings).filter_map(|set| Some(path_and_value(set)?.0.to_owned())).collect();
        let mut reading = Reading { plan, without, combinations: Vec::new(), fixed, source, structures: Vec::new(), diagnostics };
        reading.structures(settings, seed);
        let mut rows = None;
        if reading.has_its_settings() {
            reading.rules();
            rows = reading.rows();
        }
        let replications = replications.or(reading.plan.replications);
        reading.said_twice(REPLICATIONS, "replications", replications.is_some());
        reading.said_twice(SEED, "seed", seed.or(reading.plan.seed).is_some());
        reading.check_tasks(rows.as_ref().map_or(0, |(_, rows)| rows.len()), replications);
        let Reading { plan, combinations, source, structures, diagnostics, .. } = reading;
        let (Some((paths, rows)), false) = (rows, diagnostics.has_errors()) else { return Err(diagnostics) };
        let value = |row: &Vec<String>, at: usize| row[at][paths[at].len() + 1..].to_owned();
        let axes = (0..paths.len()).map(|at| {
            let values: Vec<String> = rows.iter().map(|row| value(row, at)).collect();
            Axis::of(&paths[at], values.iter().map(String::as_str), &structures[0].factors)
        });
        let axes = axes.collect();
        let rules: Vec<Option<&Combination>> = if combinations.is_empty() { vec![None] } else { combinations.iter().map(Some).collect() };
        let (mut points, mut fingerprints) = (Vec::new(), Fingerprints::default());
        for (structure, of) in structures.iter().enumerate() {
            let files = files::of_rows(&of.arm, &paths, &rows, &mut fingerprints);
            for rule in &rules {
                points.extend(rows.iter().zip(&files).map(|(row, files)| Point {
                    structure,
                    rule: rule.map(|rule| rule.text.clone()),
                    values: (0..paths.len()).map(|at| value(row, at)).collect(),
                    sets: rule.iter().flat_map(|rule| &rule.sets).chain(row).cloned().collect(),
                    files: files.clone(),
                }));
            }
        }
        let structures: Vec<Arm> = structures.into_iter().map(|structure| structure.arm).collect();
        let model = &structures[0].loaded.model;
        let name = if plan.name.is_empty() { file.display().to_string() } else { plan.name.clone() };
        Ok(Sweep {
            zh: plan.zh.clone().unwrap_or_else(|| name.clone()),
            name,
            about: plan.about.clone(),
            about_zh: plan.about_zh.clone().unwrap_or_else(|| plan.about.clone()),
            canonical,
            files: source.files().map(|(name, sha256)| (name.to_owned(), sha256.to_owned())).collect(),
            replications: replications.unwrap_or(model.replications),
            seed: model.seed,
            incidents: plan.incidents,
            axes,
            points,
            structures,
        })
    }
}

impl Reading {
    /// Whether all settings of every point are known: rules and factors may need them.
    fn has_its_settings(&self) -> bool {
        const OTHERS: [&str; 10] = ["name", "zh", "about", "about_zh", "rules", "design", "factors", "replications", "seed", "incidents"];
        self.without.iter().all(|field| OTHERS.contains(&field.as_str()))
    }

    fn lacks(&self, field: &str) -> bool {
        self.without.iter().any(|other| other == field)
    }

    fn wrong(&mut self, place: &str, message: impl Into<String>) {
        self.diagnostics.error(&self.source, place, message);
    }

    /// A setting of every point that the number called `name`, where it is `given`, says as well.
    fn said_twice(&mut self, path: &str, name: &str, given: bool) {
        if given && self.fixed.iter().any(|fixed| overlap(fixed, path)) {
            self.wrong(
                name,
                format!("`{name}` or --{name} says it for every point already: `{path}` would be without effect, leave it out"),
            );
        }
    }

    /// Whether there are not too many replications in all.
    fn check_tasks(&mut self, rows: usize, replications: Option<u32>) {
        let points = (self.structures.len() * self.plan.rules.len().max(1) * rows) as u64;
        let own = self.structures.first().map_or(0, |first| first.arm.loaded.model.replications);
        let tasks = points * u64::from(replications.unwrap_or(own));
        if tasks > MOST_TASKS {
            self.wrong("replications", format!("{points} points come to {tasks} replications in all; there may be {MOST_TASKS}"));
        }
    }

    /// Reads the scenarios with what holds for every point. All of them share one seed.
    fn structures(&mut self, settings: &[String], seed: Option<u64>) {
        if self.plan.scenarios.is_empty() {
            self.wrong("scenarios", "name at least one scenario file, such as [\"longgang.ron\"]");
        }
        if self.plan.replications == Some(0) {
            self.wrong("replications", "a point is run at least once");
        }
        let scenarios = self.plan.scenarios.clone();
        for (at, name) in scenarios.iter().enumerate() {
            let place = format!("scenarios[{at}]");
            let Some(file) = self.source.open(&place, &mut self.diagnostics) else { continue };
            let lead = if scenarios.len() > 1 { format!("in {name}: ") } else { String::new() };
            // What is wrong in the scenario itself is told with its places in the scenario.
            match self.settled(Path::new(&file.name), &lead, settings, seed) {
                Ok(arm) => self.structure(&place, arm, lead),
                Err(mut wrong) => self.diagnostics.append(&mut wrong),
            }
        }
    }

    /// A scenario with the settings of all points, which may need each other; what is wrong with those of the plan is told and
    /// left out.
    fn settled(&mut self, file: &Path, lead: &str, settings: &[String], seed: Option<u64>) -> Result<Arm, Diagnostics> {
        let first = self.structures.first().map(|first| first.arm.loaded.model.seed);
        let seed = seed.or(self.plan.seed).or(first).map(|seed| format!("run.seed={seed}"));
        let given: Vec<String> = settings.iter().cloned().chain(seed).collect();
        let all = [&self.plan.set[..], &given[..]].concat();
        let arm = match Arm::load(file, &[]) {
            // It may be whole with them only.
            Err(_) if !all.is_empty() => return Arm::load(file, &all),
            loaded => loaded?,
        };
        if all.is_empty() {
            return Ok(arm);
        }
        arm.with(&all).or_else(|_| {
            let arm = self.with_own(arm, lead);
            if given.is_empty() { Ok(arm) } else { arm.with(&given) }
        })
    }

    /// A scenario with those settings of the plan that can be made; the others are told.
    fn with_own(&mut self, arm: Arm, lead: &str) -> Arm {
        let mut sets: Vec<(usize, String)> = self.plan.set.iter().cloned().enumerate().collect();
        let mut told = false;
        while !sets.is_empty() {
            let wrong = match arm.with(&texts(&sets)) {
                Ok(changed) => return changed,
                Err(wrong) => wrong,
            };
            let mut culprits: Vec<usize> = Vec::new();
            for problem in wrong.problems() {
                let at = culprit(&arm, &sets, &problem);
                if !culprits.contains(&at) {
                    culprits.push(at);
                    // What is only wrong without these may be so because of that.
                    if !told {
                        self.wrong(&format!("set[{}]", sets[at].0), format!("{lead}{}", said(&problem)));
                    }
                }
            }
            told = true;
            let mut at = 0..;
            sets.retain(|_| !culprits.contains(&at.next().unwrap_or_default()));
        }
        arm
    }

    fn structure(&mut self, place: &str, arm: Arm, lead: String) {
        // All scenarios but the first have its seed written out.
        let seed = format!("run.seed={}", arm.loaded.model.seed);
        let seeded = |arm: &Arm| arm.with(std::slice::from_ref(&seed)).ok();
        let own = seeded(&arm);
        let same = |other: &Structure| {
            seeded(&other.arm).zip(own.as_ref()).is_some_and(|(other, own)| other.loaded.source.is_same(&own.loaded.source))
        };
        if let Some(same) = self.structures.iter().position(same) {
            let message = format!("{} says the same as {}: every point would be run twice", arm.file, self.structures[same].arm.file);
            self.wrong(place, message);
        }
        self.structures.push(Structure { factors: Factors::of(&arm.loaded), arm, lead });
    }

    fn rules(&mut self) {
        let mut met: Vec<(String, String)> = Vec::new();
        for (number, rule) in self.plan.rules.clone().into_iter().enumerate() {
            let place = format!("rules[{number}]");
            let combination = match Combination::read(&rule) {
                Ok(combination) => combination,
                Err(wrong) => {
                    self.wrong(&place, wrong);
                    continue;
                }
            };
            if let Some(arm) = self.attempt(&place, &combination.sets) {
                let canonical = arm.loaded.source.canonical();
                match met.iter().find(|(_, other)| *other == canonical) {
                    Some((other, _)) => self.wrong(&place, format!("{rule} is the same rule as {other}: every point would be run twice")),
                    None => met.push((rule, canonical)),
                }
            }
            self.combinations.push(combination);
        }
        // What only some of them set, the others leave as it is for every point.
        let of_all = |path: &&str| self.combinations.iter().all(|other| other.paths().any(|set| set == *path));
        let first = self.combinations.first();
        if let Some(wrong) = first.and_then(|first| first.paths().filter(of_all).find_map(|path| self.set_already(path))) {
            self.wrong("rules", wrong);
        }
    }

    /// The rows of the design.
    fn rows(&mut self) -> Option<Rows> {
        let factors = self.plan.factors.clone();
        if let Design::List { .. } = self.plan.design {
            if !factors.is_empty() {
                self.wrong("factors", "the rows of a list name their factors in the header of the file");
            }
            return listed(self);
        }
        if let Some(wrong) = self.plan.design.check(factors.len()).filter(|_| !self.lacks("factors")) {
            self.wrong("design", wrong);
        }
        let (mut paths, mut spreads, mut doubtful): (Vec<String>, Vec<Spread>, Vec<Doubtful>) = Default::default();
        for (path, text) in &factors {
            let place = format!("factors.{path:?}");
            let path = self.path(path);
            match self.barred(&path, &paths).map_or_else(|| self.spread(&path, text), Err) {
                Ok(None) => {}
                Ok(Some(spread)) => {
                    doubtful.extend(self.doubtful(&place, spreads.len(), &spread));
                    spreads.push(spread);
                }
                Err(wrong) => self.wrong(&place, wrong),
            }
            paths.push(path);
        }
        let is_sound = !self.diagnostics.has_errors();
        let count = spreads.iter().fold(1usize, |count, spread| count.saturating_mul(spread.levels().len()));
        if is_sound && matches!(self.plan.design, Design::Factorial) && count > MOST_POINTS {
            self.wrong("design", format!("a factorial of {count} points; {MOST_POINTS} at most, a Latin hypercube takes fewer"));
            return None;
        }
        let rows = match is_sound {
            true => self.plan.design.points(&spreads),
            false if count > MOST_POINTS => Vec::new(),
            false => Design::Factorial.points(&spreads),
        };
        let none: BTreeSet<usize> = doubtful.iter().filter(|value| value.is_none).map(|value| value.factor).collect();
        let vain = |structures: &[Structure], value: &Doubtful| {
            let among = |row: &&Vec<String>| value.set.as_ref().is_none_or(|set| row[value.factor] == *set);
            let is_known = |at: &usize| *at == value.factor || !none.contains(at);
            let known = |row: &Vec<String>| (0..row.len()).filter(is_known).map(|at| row[at].clone()).collect::<Vec<_>>();
            !rows.iter().filter(among).take(TRIED).any(|row| structures[value.structure].arm.with(&known(row)).is_ok())
        };
        doubtful.retain(|value| (is_sound || value.is_none || value.is_wrong) && vain(&self.structures, value));
        self.tell(doubtful);
        is_sound.then_some((paths, rows))
    }

    /// What is wrong with values, each mistake once and in the first scenario that it is one of.
    fn tell(&mut self, doubtful: Vec<Doubtful>) {
        for (at, value) in doubtful.iter().enumerate() {
            if !doubtful[..at].iter().any(|before| before.says_the_same_as(value)) {
                let message = format!("{}{}", self.structures[value.structure].lead, value.message);
                self.wrong(&value.place, message);
            }
        }
    }

    /// The first values of a factor with which alone a scenario is not sound: with those of the other factors it may be.
    fn doubtful(&self, place: &str, factor: usize, spread: &Spread) -> Vec<Doubtful> {
        let of = |structure: usize, set: String| {
            let wrong = self.structures[structure].arm.with(std::slice::from_ref(&set)).err()?;
            let problem = wrong.problems().into_iter().next()?;
            let (path, _) = path_and_value(&set)?;
            let wrong = problem.path.as_deref().unwrap_or_default();
            let (is_wrong, is_none) = (holds(path, wrong), problem.is_no_setting() && holds(wrong, path));
            let set = Some(set).filter(|_| matches!(spread, Spread::Levels(_)));
            Some(Doubtful { place: place.to_owned(), factor, structure, set, is_none, is_wrong, message: said(&problem) })
        };
        let levels: Vec<String> = spread.levels().into_iter().take(TRIED).collect();
        (0..self.structures.len()).flat_map(|structure| levels.iter().filter_map(move |set| of(structure, set.clone()))).collect()
    }

    /// What a plan says of a factor, the same in every scenario; nothing where no scenario could be read.
    fn spread(&self, path: &str, text: &str) -> Result<Option<Spread>, String> {
        let read = |structure: &Structure| {
            let samples = self.plan.design.samples();
            let read = |samples: bool| Spread::read(path, text, samples, &structure.factors);
            // Of a design that cannot be read nobody knows whether it takes ranges.
            let spread = if self.lacks("design") { read(true).or_else(|_| read(false)) } else { read(samples) };
            spread.map_err(|wrong| format!("{}{wrong}", structure.lead))
        };
        let all: Vec<Spread> = self.structures.iter().map(read).collect::<Result<_, String>>()?;
        let mut others = all.iter().zip(&self.structures).skip(1);
        if let Some((_, other)) = others.find(|(spread, _)| !spread.runs_like(&all[0])) {
            let first = &self.structures[0].arm.file;
            return Err(format!("{}its range is another than in {first}: write lo..hi, which holds for all", other.lead));
        }
        Ok(all.into_iter().next())
    }

    /// A path as the list of factors has it, however it is written.
    pub(super) fn path(&self, path: &str) -> String {
        let factor = self.structures.first().and_then(|first| first.factors.get(path));
        factor.map_or_else(|| path.trim().to_owned(), |factor| factor.path.clone())
    }

    /// Why there is no factor at `path` beside those at `others`, if so.
    pub(super) fn barred(&self, path: &str, others: &[String]) -> Option<String> {
        if overlap(path, SEED) {
            return Some(format!("`{SEED}` is no factor: all points meet the same luck, whose seed is `seed` in the plan"));
        }
        if let Some(wrong) = self.structures.iter().find_map(|structure| structure.factors.decides(path).err()) {
            return Some(wrong);
        }
        if let Some(set) = self.combinations.iter().flat_map(Combination::paths).find(|set| overlap(path, set)) {
            return Some(format!("`rules` sets `{set}` already: leave `rules` out, or write what varies into the rules there"));
        }
        self.set_already(path).or_else(|| clash(path, others.iter().map(String::as_str)))
    }

    /// What to say of a path to which the plan or the command gives one value for every point, itself or below it, and points
    /// others. A setting above it holds for all else there.
    fn set_already(&self, path: &str) -> Option<String> {
        let fixed = self.fixed.iter().map(|fixed| self.path(fixed)).find(|fixed| holds(path, fixed))?;
        Some(match fixed == path {
            true => {
                format!("`{path}` is set for every point already, by `set` or --set, which would be without effect: leave it out there")
            }
            false => {
                format!("`{fixed}` is set for every point already, by `set` or --set, and `{path}` would change it: leave one of them out")
            }
        })
    }

    /// Tries settings in every scenario; the first that they do not fit is told. The last that came of it, if they fit all.
    fn attempt(&mut self, place: &str, sets: &[String]) -> Option<Arm> {
        let mut last = None;
        for structure in &self.structures {
            match structure.arm.with(sets) {
                Ok(arm) => last = Some(arm),
                Err(wrong) => {
                    let message = format!("{}{}", structure.lead, told(&wrong));
                    self.diagnostics.error(&self.source, place, message);
                    return None;
                }
            }
        }
        last
    }
}

/// The settings of a plan alone.
fn texts(sets: &[(usize, String)]) -> Vec<String> {
    sets.iter().map(|(_, set)| set.clone()).collect()
}

/// Which of the settings made at once a problem is of: the one that it stands in, the only one without which there is none, the
/// last that has to do with its path, or the last of all.
fn culprit(arm: &Arm, sets: &[(usize, String)], problem: &Problem) -> usize {
    let without = |at: &usize| arm.with(&texts(&[&sets[..*at], &sets[at + 1..]].concat())).is_ok();
    let concerns =
        |(_, set): &(usize, String)| path_and_value(set).zip(problem.path.as_ref()).is_some_and(|((path, _), wrong)| overlap(path, wrong));
    let written = problem.setting().filter(|number| (1..=sets.len()).contains(number)).map(|number| number - 1);
    written.or_else(|| (0..sets.len()).find(without)).or_else(|| sets.iter().rposition(concerns)).unwrap_or(sets.len() - 1)
}

/// The first thing that is wrong, in a line.
fn told(wrong: &Diagnostics) -> String {
    wrong.problems().first().map_or_else(String::new, said)
}

/// What is wrong, in a line.
pub(super) fn said(problem: &Problem) -> String {
    let path = problem.path.as_ref().map_or_else(String::new, |path| format!("{path}: "));
    let more = std::iter::once(&problem.label).chain(&problem.help).filter(|text| !text.is_empty());
    let help: Vec<String> = more.map(|text| format!("; {text}")).collect();
    format!("{path}{}{}", problem.message, help.concat())
}

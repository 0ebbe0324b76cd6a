//! From a file to a model, with everything that is wrong said at once.

use super::config::{Provenance, SCHEMA, SECTIONS, Scenario};
use super::input::MADE;
use super::left_out::LeftOut;
use super::tree::{Body, Node};
use super::{Diagnostics, Difference, Model, Source, factors, log, path, set};
use crate::city::{CityConfig, DistanceConfig, Sheet, Tables};
use crate::policy::struct_variants;
use crate::problems::Problems;
use indexmap::IndexMap;
use std::path::Path;

/// The map in which names may be blank: those of columns without a heading.
const UNNAMED: &str = "demand.log.columns";
/// How often a scenario is read again to find what it says that it need not say.
const MOST_READINGS: usize = 100;
/// How often a scenario is looked at again without what is wrong with it.
const MOST_LOOKS: usize = 12;

/// A scenario that is sound.
#[derive(Debug)]
pub struct Loaded {
    /// As it was written.
    pub source: Source,
    /// As it was understood.
    pub scenario: Scenario,
    /// Ready to run.
    pub model: Model,
}

/// Reads, checks and builds a scenario file with `path=value` settings written over it.
///
/// # Errors
/// Everything that is wrong, as far as it can be told.
pub fn load(file: &Path, sets: &[String]) -> Result<Loaded, Diagnostics> {
    load_with(file, sets, &[])
}

/// The same with settings over these that a command makes itself.
///
/// # Errors
/// Everything that is wrong, as far as it can be told.
pub fn load_with(file: &Path, sets: &[String], made: &[String]) -> Result<Loaded, Diagnostics> {
    let (mut slips, mut left_out, mut diagnostics) = (Diagnostics::new(), LeftOut::default(), Diagnostics::new());
    let source = Source::load_partly(file, &mut left_out, &mut slips);
    let source = source.map(|source| with_sets(source, sets, "--set", None, &mut diagnostics));
    let source = source.map(|source| with_sets(source, made, MADE, None, &mut diagnostics));
    finish(source, None, (slips, left_out), diagnostics)
}

/// The same for a text that is no file and has no base.
///
/// # Errors
/// Everything that is wrong, as far as it can be told.
pub fn load_text(name: &str, text: &str) -> Result<Loaded, Diagnostics> {
    load_text_with(name, text, &[])
}

/// The same with `path=value` settings written over it.
///
/// # Errors
/// Everything that is wrong, as far as it can be told.
pub fn load_text_with(name: &str, text: &str, sets: &[String]) -> Result<Loaded, Diagnostics> {
    let (mut slips, mut left_out, mut diagnostics) = (Diagnostics::new(), LeftOut::default(), Diagnostics::new());
    let source = Source::from_text_partly(name, text, &mut left_out, &mut slips);
    let source = source.map(|source| with_sets(source, sets, "--set", None, &mut diagnostics));
    finish(source, None, (slips, left_out), diagnostics)
}

/// Settings written over what stands, in their order. Where one is about a number whose parents have only defaults,
/// these are written out first; `known` is what the source says, where it was read already. Diagnostics call them `name`
/// and their number.
pub(super) fn with_sets(
    mut source: Source,
    sets: &[String],
    name: &str,
    known: Option<&Scenario>,
    diagnostics: &mut Diagnostics,
) -> Source {
    let mut shapes = known.map(factors::shapes);
    for (number, set) in (1..).zip(sets) {
        if !source.says(set) {
            if !shapes.as_ref().is_some_and(|shapes| set::is_known(set, shapes)) {
                let mut ignored = Diagnostics::new();
                let scenario = read(&source, &mut ignored);
                shapes = scenario.as_ref().map(factors::shapes).or(shapes);
            }
            source.write_out(set, shapes.as_deref().unwrap_or_default());
        }
        source.set(&format!("{name} #{number}"), set, diagnostics);
    }
    source
}

impl Loaded {
    /// The same scenario with `path=value` settings written over it. Files are not read again, but for logs, and a city
    /// that stays, and whose tables are the same files, is not built again.
    ///
    /// # Errors
    /// Everything that is wrong with the result.
    pub fn with(&self, sets: &[String]) -> Result<Loaded, Diagnostics> {
        let mut diagnostics = Diagnostics::new();
        let source = with_sets(self.source.clone(), sets, MADE, Some(&self.scenario), &mut diagnostics);
        finish(Some(source), Some(self), Default::default(), diagnostics)
    }

    /// Settings at or below the paths `within` that are not those of `base`, in the order of `base`. What one of the two only
    /// writes out as the other has it by default is the same; of hundreds of such settings the first are looked at.
    pub fn differing(&self, base: &Loaded, within: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        let mut readings = 0;
        for Difference { path, old, new } in self.source.differences(&base.source) {
            let only = match (old, new) {
                (None, _) => self,
                (_, None) => base,
                _ => {
                    found.extend(Some(path).filter(|path| within.iter().any(|start| path::leads(start, path))));
                    continue;
                }
            };
            let telling = only.written(path, within).into_iter().filter(|path| {
                readings += 1;
                readings > MOST_READINGS || !only.says_the_default(path)
            });
            found.extend(telling);
        }
        found
    }

    /// What of a path that is written lies `within`: itself, or of a whole section its fields.
    fn written(&self, path: String, within: &[&str]) -> Vec<String> {
        let fields = self.source.get(&path).map(Node::entries).unwrap_or_default();
        let lies = |path: &String| within.iter().any(|start| path::leads(start, path));
        if path.contains(['.', '[']) || fields.is_empty() {
            return Some(path).filter(lies).into_iter().collect();
        }
        fields.iter().map(|field| path::of_names([path.as_str(), &field.key.name])).filter(lies).collect()
    }

    /// Whether the same is in force without the field at a path.
    fn says_the_default(&self, path: &str) -> bool {
        let without = self.source.without(path).and_then(|source| read(&source, &mut Diagnostics::new()));
        without.is_some_and(|scenario| scenario == self.scenario)
    }
}

/// `from` is a scenario that may have the same city, which is then not built again; `slips` are those of syntax, with what they
/// leave out.
fn finish(
    source: Option<Source>,
    from: Option<&Loaded>,
    (mut slips, mut left_out): (Diagnostics, LeftOut),
    mut found: Diagnostics,
) -> Result<Loaded, Diagnostics> {
    let Some(source) = source else { return Err(slips) };
    let source = source.with_struct_variants(&struct_variants());
    let mut log_is_read = left_out.concerns_rows();
    let rest = match source.misses_removed(&mut found) {
        true => None,
        false => {
            source.check_sections(&SECTIONS, &mut found);
            source.check_names(UNNAMED, &mut found);
            match build(source, from, &mut log_is_read, &mut found) {
                Ok(loaded) if !found.has_errors() && !slips.has_errors() => return Ok(*loaded),
                // Whoever tries many settings asks whether they are sound.
                Err(rest) if from.is_none() => Some(rest),
                _ => None,
            }
        }
    };
    let last = found.clone();
    found.retain(|wrong| !left_out.explains(wrong));
    slips.append(&mut found);
    if let Some(rest) = rest {
        look_behind(*rest, log_is_read, &mut left_out, last, &mut slips);
    }
    Err(slips)
}

/// Adds the mistakes that the `last` found hide.
fn look_behind(mut source: Source, mut log_is_read: bool, left_out: &mut LeftOut, mut last: Diagnostics, diagnostics: &mut Diagnostics) {
    for look in 0..MOST_LOOKS {
        let rest = match source.without_wrong(last.wrong_paths(), left_out) {
            Some(rest) => rest,
            // Settings that could not be made stand nowhere.
            None if look == 0 => source,
            None => return,
        };
        // Rows that name what is gone are not wrong.
        log_is_read |= left_out.concerns_rows();
        let mut found = Diagnostics::new();
        let built = build(rest, None, &mut log_is_read, &mut found);
        diagnostics.append_new(found.clone(), |wrong| !left_out.explains(wrong));
        match built {
            Ok(_) => return,
            Err(rest) => (source, last) = (*rest, found),
        }
    }
}

/// Reads and builds what a source says. Gives the source back where it cannot be.
fn build(
    mut source: Source,
    from: Option<&Loaded>,
    log_is_read: &mut bool,
    diagnostics: &mut Diagnostics,
) -> Result<Box<Loaded>, Box<Source>> {
    let scenario = read(&source, diagnostics);
    let is_new = from.is_none();
    let has_city_of = |from: &&Loaded| scenario.as_ref().is_some_and(|scenario| scenario.city == from.scenario.city);
    let from = from.filter(has_city_of).filter(|from| source.names_those_of(&from.source, "city"));
    let tables = if from.is_some() { Some(Tables::default()) } else { tables(&mut source, scenario.as_ref(), diagnostics) };
    let (Some(scenario), Some(tables), false) = (scenario, tables, diagnostics.has_errors()) else { return Err(Box::new(source)) };
    let built = Model::ground(&scenario, &tables, from.map(|from| &from.model.city)).and_then(|(city, mut demand)| {
        if !std::mem::replace(log_is_read, true) {
            source.forget_tables("demand.log");
            log::read(&mut source, &scenario, &city, &mut demand, diagnostics);
        }
        Model::build(&scenario, city, demand)
    });
    match built {
        Ok(model) => {
            let loaded = Loaded { source, scenario, model };
            if is_new {
                for (path, message) in factors::wrong_ranges(&loaded) {
                    diagnostics.error(&loaded.source, &path, message);
                }
            }
            Ok(Box::new(loaded))
        }
        Err(problems) => {
            report(&problems, &source, diagnostics);
            Err(Box::new(source))
        }
    }
}

fn read(source: &Source, diagnostics: &mut Diagnostics) -> Option<Scenario> {
    let schema = source.section_or_default::<Option<u32>>("schema", diagnostics).flatten();
    if let Some(other) = schema.filter(|schema| *schema != SCHEMA) {
        diagnostics.error(source, "schema", format!("this program reads schema {SCHEMA}, not {other}"));
    }
    // All sections are read before anything is given up, so that each can say what is wrong with it.
    let name = source.section_or_default::<String>("name", diagnostics);
    let zh = source.section_or_default::<Option<String>>("zh", diagnostics);
    let about = source.section_or_default::<String>("about", diagnostics);
    let about_zh = source.section_or_default::<Option<String>>("about_zh", diagnostics);
    let city = source.section("city", diagnostics);
    let demand = source.section("demand", diagnostics);
    let structure = source.section_or_default("structure", diagnostics);
    let workforce = source.section("workforce", diagnostics);
    let dispatch = source.section_or_default("dispatch", diagnostics);
    let targets = source.section_or_default("targets", diagnostics);
    let run = source.section_or_default("run", diagnostics);
    let provenance = source.section_or_default::<IndexMap<String, Provenance>>("provenance", diagnostics);
    // What was switched off (`requests: None`) keeps the provenance of its numbers without having them.
    let off = |path: &str| source.nearest(path).is_some_and(|above| above.body == Body::Bare);
    for path in provenance.iter().flat_map(IndexMap::keys).filter(|path| source.get(path).is_none() && !off(path)) {
        let message = format!("`{path}` has a provenance but is not written in the scenario");
        let help = "what has its default must be written out before something is said about it, unless the name is misspelt";
        diagnostics.error(source, &format!("provenance.{path:?}"), message).help.push(help.to_owned());
    }
    Some(Scenario {
        name: name?,
        zh: zh?,
        about: about?,
        about_zh: about_zh?,
        city: city?,
        demand: demand?,
        structure: structure?,
        workforce: workforce?,
        dispatch: dispatch?,
        targets: targets?,
        run: run?,
        provenance: provenance?,
    })
}

/// The tables that the city names.
fn tables(source: &mut Source, scenario: Option<&Scenario>, diagnostics: &mut Diagnostics) -> Option<Tables> {
    source.forget_tables("city");
    let mut tables = Tables::default();
    match &scenario?.city {
        CityConfig::Generated(city) if city.places.is_some() => {
            tables.places = Some(sheet(source, "places.file", diagnostics)?);
        }
        CityConfig::Explicit(city) => {
            let mut sound = true;
            if city.file.is_some() {
                tables.areas = sheet(source, "file", diagnostics);
                sound &= tables.areas.is_some();
            }
            if let Some(DistanceConfig::Matrix { file: Some(_), .. }) = city.travel.distance {
                tables.distances = sheet(source, "travel.distance.file", diagnostics);
                sound &= tables.distances.is_some();
            }
            return sound.then_some(tables);
        }
        _ => {}
    }
    Some(tables)
}

/// The table that the text at a path below `city` names.
fn sheet(source: &mut Source, path: &str, diagnostics: &mut Diagnostics) -> Option<Sheet> {
    let file = source.open(&format!("city.{path}"), diagnostics)?;
    Some(Sheet::read(path, &file.text))
}

fn report(problems: &Problems, source: &Source, diagnostics: &mut Diagnostics) {
    for problem in problems.iter() {
        diagnostics.error(source, &problem.path, problem.message.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problems::BLANK_NAME;

    #[test]
    fn blank_names_are_refused_where_they_stand() {
        let blank = |demand: &str, sets: &[&str]| {
            let text = format!("(city: Point(), workforce: (crews: {{}}),\ndemand: ({demand}))");
            let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
            let problems = load_text_with("city.ron", &text, &sets).unwrap_err().problems();
            let blank = problems.into_iter().filter(|problem| problem.message == BLANK_NAME);
            let place = |at: Option<usize>| at.unwrap_or_default();
            blank.map(|at| format!("{} {}:{}", at.path.unwrap_or_default(), place(at.line), place(at.column))).collect::<Vec<_>>()
        };
        let all = r#"volume: "1 /day", categories: {"": (), "a": ()}, channels: {" ": ()}, log: (file: "x", columns: {"": "unused"}, areas: {"\t": "a"})"#;
        let paths = [r#"demand.categories."" 2:41"#, r#"demand.channels." " 2:70"#, "demand.log.areas.\"\t\" 2:130"];
        assert_eq!(blank(all, &[]), paths);
        assert_eq!(blank(r#"volume: "1 /day", categories: {"a": (department: " ")}"#, &[]), ["demand.categories.a.department 2:59"]);
        let set = blank(r#"volume: "1 /day", categories: {"a": ()}"#, &[r#"demand.channels={"": ()}"#]);
        assert_eq!(set, [r#"demand.channels."" 1:18"#]);
    }

    #[test]
    fn what_is_removed_is_gone_where_a_text_stands_too() {
        let text = r#"(city: Point(), demand: (volume: "1 /day", categories: {"a": (department: "x")}), workforce: (crews: {"c": (crews: 1, based: Centre)}))"#;
        let set = |set: &str| load_text_with("here.ron", text, &[set.to_owned()]);
        let removed = set("demand.categories.a.department=Removed").unwrap_or_else(|d| panic!("{}", d.render(false)));
        assert_eq!(removed.scenario.demand.categories["a"].department, "general");
        let quoted = set(r#"demand.categories.a.department="Removed""#).unwrap_or_else(|d| panic!("{}", d.render(false)));
        assert_eq!(quoted.scenario.demand.categories["a"].department, "Removed");
    }

    #[test]
    fn what_is_removed_takes_its_provenance_with_it_removed_by_name_or_not() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            std::fs::write(folder.path().join(name), text).unwrap();
            load(&folder.path().join(name), &[]).map(|loaded| loaded.scenario.provenance.keys().cloned().collect::<Vec<_>>().join(" "))
        };
        let base = r#"(city: Point(), demand: (volume: "1 /day", categories: {"a": (), "b": (crews: 2)}), workforce: (crews: {"c": (crews: 2, based: Centre)}),
            provenance: {"demand.volume": (grade: C, source: "ours"), "demand.categories.b.crews": (grade: C, source: "ours")})"#;
        assert!(write("base.ron", base).is_ok());
        let over = |provenance: &str| {
            let text = format!(r#"(base: "base.ron", demand: (categories: {{"b": Removed}}), provenance: {{{provenance}}})"#);
            write("over.ron", &text).map_err(|wrong| wrong.render(false))
        };
        assert_eq!(over(""), Ok("demand.volume".to_owned()));
        assert_eq!(over(r#""demand.categories.b.crews": Removed"#), Ok("demand.volume".to_owned()));
        assert!(over(r#""demand.categories.b.crew": Removed"#).unwrap_err().contains("that could be removed"));
    }

    #[test]
    fn what_has_other_parameters_keeps_no_provenance_of_those_before() {
        let text = r#"(city: Point(), demand: (volume: "1 /day", categories: {"a": ()}), workforce: (crews: {"c": (crews: 1, based: Centre)}),
            dispatch: (rule: Score(travel: 1, wait: 2)), provenance: {"dispatch.rule.travel": (grade: C, source: "ours"), "dispatch.rule": (grade: C, source: "ours")})"#;
        let graded = |set: &str| match load_text_with("here.ron", text, &[set.to_owned()]) {
            Ok(loaded) => loaded.scenario.provenance.keys().cloned().collect::<Vec<_>>().join(" "),
            Err(wrong) => wrong.render(false),
        };
        assert_eq!(graded("dispatch.rule.travel=3"), "dispatch.rule.travel dispatch.rule");
        assert_eq!(graded(r#"dispatch.rule=Preparedness(weight: "5 min")"#), "dispatch.rule");
        assert_eq!(graded("dispatch.rule=Score(wait: 1)"), "dispatch.rule");
        assert_eq!(graded("dispatch.rule=ClosestIdle"), "dispatch.rule.travel dispatch.rule", "what is switched off keeps it");
        // What never stood is a mistake.
        assert!(graded(r#"provenance={"dispatch.rule.travle": (grade: C, source: "x")}"#).contains("is not written in the scenario"));
    }
}

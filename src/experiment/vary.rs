//! `--vary`: one setting at several values.
//!
//! `PATH=v1,v2,…` takes values as `--set` does, `PATH=lo..hi/steps` so many values of a factor, ends included, evenly
//! spaced. Several of them are combined, the last one changing fastest.

use crate::scenario::{Diagnostics, Factors, clash, full_width, path_and_value, unquoted};

/// More combinations than these are not run by one command.
const MOST_COMBINATIONS: usize = 1_000;

/// More steps than these make no list of values.
const MOST_STEPS: u32 = 10_000;

/// The settings that each of `vary` stands for, as `--set` takes them.
///
/// # Errors
/// What is wrong with one of them and what would be right.
pub fn varied(vary: &[String], factors: &Factors) -> Result<Vec<Vec<String>>, String> {
    let lists = vary.iter().map(|text| one(text, factors)).collect::<Result<Vec<Vec<String>>, String>>()?;
    let paths: Vec<&str> = lists.iter().filter_map(|list| Some(path_and_value(list.first()?)?.0)).collect();
    if let Some((path, wrong)) = (1..paths.len()).find_map(|at| Some((paths[at], clash(paths[at], paths[..at].iter().copied())?))) {
        return Err(format!("--vary {path}: {wrong}"));
    }
    let all = lists.iter().fold(1, |all: usize, list| all.saturating_mul(list.len()));
    if all > MOST_COMBINATIONS {
        return Err(format!(
            "--vary: that makes {all} combinations, more than the {MOST_COMBINATIONS} of one command; `gridgov sweep` runs more"
        ));
    }
    Ok(lists)
}

/// Every combination of one setting of each list.
pub fn combinations(lists: &[Vec<String>]) -> Vec<Vec<String>> {
    lists.iter().fold(vec![Vec::new()], |all, list| {
        let with = |before: &Vec<String>| list.iter().map(|set| before.iter().chain([set]).cloned().collect()).collect::<Vec<_>>();
        all.iter().flat_map(with).collect()
    })
}

/// What is wrong with settings that were made of `--vary`, said of that.
pub fn said_of_vary(wrong: Diagnostics, sets: &[String]) -> Diagnostics {
    let paths: Vec<&str> = sets.iter().filter_map(|set| Some(path_and_value(set)?.0)).collect();
    if paths.is_empty() { wrong } else { wrong.coming_of(&format!("--vary {}", paths.join(", "))) }
}

fn one(text: &str, factors: &Factors) -> Result<Vec<String>, String> {
    let Some((path, values)) = path_and_value(text).filter(|(path, values)| !path.trim().is_empty() && !values.trim().is_empty()) else {
        return Err(format!("--vary {text:?}: expected PATH=v1,v2,… or PATH=lo..hi/steps"));
    };
    let path = path.trim();
    levels(path, values, factors).and_then(|sets| bounded(path, sets, factors)).map_err(|message| format!("--vary: {message}"))
}

/// The same settings, if all of them that are numbers lie within the bounds of the factor at `path`.
fn bounded(path: &str, sets: Vec<String>, factors: &Factors) -> Result<Vec<String>, String> {
    let Some(factor) = factors.get(path) else { return Ok(sets) };
    let numbers = sets.iter().filter_map(|set| factor.kind.read(&set[path.len() + 1..]).ok());
    numbers.map(|number| factor.set(number)).collect::<Result<Vec<String>, String>>()?;
    Ok(sets)
}

/// The settings that `v1,v2,…` or `lo..hi/steps` stand for at `path`.
///
/// # Errors
/// What is wrong and what would be right.
pub(super) fn levels(path: &str, values: &str, factors: &Factors) -> Result<Vec<String>, String> {
    factors.decides(path)?;
    if let Some((found, meant)) = full_width(values) {
        return Err(format!("{path}={values}: `{found}` is a full-width character; write `{meant}`, or a text in quotes"));
    }
    if let Some((low, high, count)) = steps(values) {
        let ends = format!("{low}..{high}");
        let factor = factors.find(path)?;
        let read = |end: &str| factor.kind.read(end).map_err(|message| format!("{path}: {message}"));
        let (low, high) = (read(low)?, read(high)?);
        let steps = match count.parse() {
            Ok(1) if low != high => return Err(format!("one step is not enough for two ends: write {path}={ends}/2 or more")),
            Ok(steps) if (1..=MOST_STEPS).contains(&steps) => steps,
            _ => return Err(format!("{path}={ends}/{count}: there may be 1 to {MOST_STEPS} steps, such as {path}={ends}/5")),
        };
        let at = |step: u32| if steps == 1 { low } else { low + (high - low) * f64::from(step) / f64::from(steps - 1) };
        let mut sets: Vec<String> = (0..steps).map(|step| factor.set(at(step))).collect::<Result<_, _>>()?;
        sets.dedup();
        return Ok(sets);
    }
    if ends(path, values, factors).is_some() {
        return Err(format!("into how many steps? write {path}={values}/5, or single values with commas between"));
    }
    let values = split(values, ',');
    if values.iter().any(|value| value.trim().is_empty()) {
        return Err(format!("a value is missing: {path}={values:?}", values = values.join(",")));
    }
    Ok(values.iter().map(|value| format!("{path}={}", value.trim())).collect())
}

/// The ends and the number of steps of `lo..hi/steps`, as written; a unit may have a stroke, too.
fn steps(values: &str) -> Option<(&str, &str, &str)> {
    let (ends, steps) = values.rsplit_once('/').map(|(ends, steps)| (ends, steps.trim()))?;
    let (low, high) = ends.split_once("..")?;
    let is_number = !steps.is_empty() && steps.chars().all(|c| c.is_ascii_digit());
    is_number.then_some((low, high, steps))
}

/// The ends of `lo..hi`, which is a range where `path` is a number.
pub(super) fn ends<'a>(path: &str, values: &'a str, factors: &Factors) -> Option<(&'a str, &'a str)> {
    values.split_once("..").filter(|_| steps(values).is_none() && !values.contains('"') && factors.get(path).is_some())
}

/// Splits at a character where it stands outside of quotes and brackets.
pub(super) fn split(values: &str, separator: char) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0i32, 0, Vec::new());
    for (at, c) in unquoted(values) {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            c if c == separator && depth == 0 => {
                parts.push(&values[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&values[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{load, load_text};
    use std::path::Path;

    fn vary(text: &str) -> Result<Vec<String>, String> {
        let loaded = load(Path::new("scenarios/county.ron"), &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        varied(&[text.to_owned()], &Factors::of(&loaded)).map(|mut lists| lists.remove(0))
    }

    #[test]
    fn lists_and_ranges_become_settings() {
        assert_eq!(vary("dispatch.rule=ClosestIdle,DistrictFirst(outside: After(\"5 min\"), partition: \"town\")").unwrap().len(), 2);
        assert_eq!(vary("demand.volume=20 /day..60 /day/3").unwrap(), ["20", "40", "60"].map(|v| format!("demand.volume=\"{v} /day\"")));
        assert_eq!(vary("run.days=1..3/5").unwrap(), ["1", "2", "3"].map(|v| format!("run.days={v}")));
        let absence = "workforce.crews.patrol.absence";
        let listed = [format!("{absence}=0.1"), format!("{absence}=0.2")];
        assert_eq!(vary(&format!("{absence}=0.1, 0.2")).unwrap(), listed);
    }

    #[test]
    fn names_and_texts_may_hold_what_separates() {
        let text = r#"(city: Point(), demand: (volume: "40 /day", categories: {"park=ing": ()}), workforce: (crews: {"c": (crews: 2, based: Centre)}))"#;
        let factors = Factors::of(&load_text("town.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false))));
        let sets = |text: &str| varied(&[text.to_owned()], &factors).map(|mut lists| lists.remove(0));
        let share = r#"demand.categories."park=ing".share"#;
        assert_eq!(sets(&format!("{share}=1,4")).unwrap(), [1, 4].map(|value| format!("{share}={value}")));
        assert_eq!(sets(&format!("{share}=1..4/2")).unwrap(), ["1.0", "4.0"].map(|value| format!("{share}={value}")));
        assert_eq!(sets(r#"name="x\", y",d"#).unwrap(), [r#"name="x\", y""#, "name=d"]);
        let twice = [format!("{share}=1,4"), format!("{share}=2,3")];
        assert!(varied(&twice, &factors).unwrap_err().contains("written twice"));
        let wrong = load_text("town.ron", "").unwrap_err();
        let said = said_of_vary(wrong, &[format!("{share}=1")]).render(false);
        assert!(said.contains(&format!("--vary {share}")), "{said}");
    }

    #[test]
    fn what_a_log_decides_cannot_be_varied() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("rows.csv"), "reported\n1\n").unwrap();
        let file = folder.path().join("log.ron");
        let text = r#"(city: Point(), demand: (volume: "40 /day", categories: {"x": ()}, log: (file: "rows.csv", time: Hours)), workforce: (crews: {"c": (crews: 2, based: Centre)}))"#;
        std::fs::write(&file, text).unwrap();
        let factors = Factors::of(&load(&file, &[]).unwrap_or_else(|d| panic!("{}", d.render(false))));
        let vary = |text: &str| varied(&[text.to_owned()], &factors);
        for text in ["demand.volume=20 /day,200 /day", "demand.volume=20 /day..200 /day/3", "demand.week.weekend=1..2/3"] {
            assert!(vary(text).unwrap_err().contains("decides nothing here: a log says what happens"), "{text}");
        }
        assert!(vary("demand.categories.x.on_scene=10 min,20 min").is_ok());
        assert!(factors.iter().all(|factor| factor.path != "demand.volume") && factors.find("demand.volume").is_err());
    }

    #[test]
    fn what_is_wrong_is_told() {
        assert!(vary("demand.volum=1 /day..2 /day/3").unwrap_err().contains("did you mean `demand.volume`"));
        assert!(vary("workforce.crews.patrol.absence=0..2/3").unwrap_err().contains("must lie between"));
        assert!(vary("workforce.crews.patrol.absence=2").unwrap_err().contains("must lie between"));
        for of_experiment in ["run.replications=3,4", "run.indifference=0..0.1/3", "run=(days: 3)"] {
            assert!(vary(of_experiment).unwrap_err().contains("is no factor"), "{of_experiment}");
        }
        for bare in ["demand.volume=2..10 /h/3", "demand.volume=2 /h..10/3", "demand.volume=2..10/3"] {
            assert!(vary(bare).unwrap_err().contains("has no unit"), "{bare}");
        }
        assert!(vary("run.days").unwrap_err().contains("PATH=v1,v2"));
        assert!(vary("run.days=3,").unwrap_err().contains("missing"));
        for (text, said) in [
            ("demand.volume=20 /day..40 /day", "demand.volume=20 /day..40 /day/5"),
            ("run.days=1..3/0", "run.days=1..3/0: there may be 1 to 10000 steps, such as run.days=1..3/5"),
            ("demand.volume=20 /day..40 /day/20000", "there may be 1 to 10000 steps, such as demand.volume=20 /day..40 /day/5"),
            ("run.days=1..3/99999999999999999999", "there may be 1 to 10000 steps"),
            ("run.days=1..3/1", "run.days=1..3/2 or more"),
        ] {
            assert!(vary(text).unwrap_err().contains(said), "{text}: {:?}", vary(text));
        }
        assert_eq!(vary("run.days=3..3/1").unwrap(), ["run.days=3"]);
        for (text, meant) in [("run.days=20，40", ','), ("demand.volume=20 /day，30 /day", ','), ("dispatch.rule=Score(travel：1)", ':')]
        {
            assert!(vary(text).unwrap_err().contains(&format!("is a full-width character; write `{meant}`")), "{text}");
        }
        assert!(vary(r#"name="北，南",c"#).is_ok(), "in quotes it is text");
    }

    #[test]
    fn more_combinations_than_a_command_runs_are_refused() {
        let loaded = load(Path::new("scenarios/county.ron"), &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let vary = |days: u32| [format!("run.days=1..1000/{days}"), "workforce.crews.patrol.absence=0.1,0.2".to_owned()];
        let wrong = varied(&vary(501), &Factors::of(&loaded)).unwrap_err();
        assert!(wrong.contains("1002 combinations"), "{wrong}");
        assert_eq!(varied(&vary(500), &Factors::of(&loaded)).unwrap()[0].len(), 500);
    }

    #[test]
    fn two_lists_of_one_number_are_refused() {
        let loaded = load(Path::new("scenarios/county.ron"), &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let vary = |one: &str, other: &str| varied(&[one.to_owned(), other.to_owned()], &Factors::of(&loaded)).unwrap_err();
        assert!(vary("run.days=1,2", "run.days=3,4").contains("written twice"));
        let turnout = "workforce.crews.patrol.turnout";
        assert!(vary(&format!("{turnout}.p90=9 min,10 min"), &format!("{turnout}=1 min,2 min")).contains("set the same"));
    }

    #[test]
    fn combinations_are_complete_and_in_order() {
        let lists = [vec!["a=1".to_owned(), "a=2".to_owned()], vec!["b=1".to_owned(), "b=2".to_owned()]];
        let all: Vec<String> = combinations(&lists).iter().map(|sets| sets.join(" ")).collect();
        assert_eq!(all, ["a=1 b=1", "a=1 b=2", "a=2 b=1", "a=2 b=2"]);
        assert_eq!(combinations(&[]), [Vec::<String>::new()]);
    }
}

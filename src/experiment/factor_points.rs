//! A scenario at points of its factors' space: what it comes to when many numbers are moved at once.
//!
//! Each point is the scenario with settings, made in memory and run for some replications. Which replications, its caller
//! decides: the same at every point, so that points differ in factors and not in luck, or others at each, so that what
//! chance does can be told apart.

use super::{Arm, Bench, Depth, MEASURES, Measured, Ratio, Replicated, Runner, replicate};
use crate::scenario::{Diagnostics, Factor, Factors, Grade, MOST_BYTES};
use crate::simulation::Stopped;
use crate::stats::Moments;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::atomic::Ordering;

/// Sections whose numbers describe the question, not the city.
const QUESTION: [&str; 2] = ["run.", "targets."];

/// Sections whose whole numbers are decided: people, places, the order in which they work.
const DECIDED: [&str; 3] = ["city.", "structure.", "workforce."];

/// The settings of a point, and the replications that it runs.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorPoint {
    /// `path=value` settings over the scenario.
    pub sets: Vec<String>,
    /// The replications.
    pub replications: Range<u32>,
}

impl FactorPoint {
    /// The point at these values of `factors`.
    pub fn of(factors: &[Factor], values: &[Option<f64>], also: &[String], replications: Range<u32>) -> FactorPoint {
        let moved = factors.iter().zip(values).filter_map(|(factor, value)| factor.set((*value)?).ok());
        FactorPoint { sets: moved.chain(also.iter().cloned()).collect(), replications }
    }
}

/// What came of a point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointRun {
    /// Fingerprint of the scenario with the settings written out.
    pub scenario_sha256: String,
    /// Its replications, in order.
    pub measured: Vec<Measured>,
}

/// What came of a point, or why nothing did.
pub type PointOutcome = Result<PointRun, Refused>;

/// Why a point is no valid scenario, or could not be run to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Where in the scenario; empty where it could not be run.
    pub path: String,
    /// The first that is wrong.
    pub why: String,
}

impl Refused {
    /// By what is wrong with it.
    pub fn of(wrong: &Diagnostics) -> Refused {
        let first = wrong.problems().into_iter().next();
        let (path, why) = first.map_or_else(Default::default, |problem| (problem.path.unwrap_or_default(), problem.message));
        Refused { path, why }
    }

    /// Where and why in a line.
    pub fn told(&self) -> String {
        if self.path.is_empty() { self.why.clone() } else { format!("{}: {}", self.path, self.why) }
    }

    /// By why it did not come to its end; what is a defect of the program is no reason.
    ///
    /// # Errors
    /// A conservation law that was broken.
    pub fn stopped(stopped: Stopped) -> Result<Refused, String> {
        match stopped {
            Stopped::Overflow { .. } => Ok(Refused { path: String::new(), why: stopped.to_string() }),
            Stopped::Breach(breach) => Err(breach.to_string()),
        }
    }
}

/// Points that were refused for what is wrong in the same place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusals {
    /// How many.
    pub points: u32,
    /// Whether the same is wrong with all of them.
    #[serde(skip)]
    pub alike: bool,
    /// The first of them.
    #[serde(flatten)]
    pub first: Refused,
}

/// Why points were refused, by what is wrong where, the most frequent first.
pub fn refusals<'a>(points: impl Iterator<Item = &'a Refused>) -> Vec<Refusals> {
    let mut found: Vec<Refusals> = Vec::new();
    for refused in points {
        match found.iter_mut().find(|other| other.first.path == refused.path) {
            Some(same) => {
                same.points += 1;
                same.alike &= same.first == *refused;
            }
            None => found.push(Refusals { points: 1, alike: true, first: refused.clone() }),
        }
    }
    found.sort_by_key(|refusals| std::cmp::Reverse(refusals.points));
    found
}

/// A factor that is not moved although something is said of where it may lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Its path.
    pub path: String,
    /// Why.
    pub why: String,
    /// The same in Chinese.
    pub zh: String,
}

impl LeftOut {
    /// With the reason, in both languages.
    pub fn of(factor: &Factor, [why, zh]: [String; 2]) -> LeftOut {
        LeftOut { path: factor.path.clone(), why, zh }
    }
}

/// Factors that are moved, and those that are not.
pub type Tried = (Vec<Factor>, Vec<LeftOut>);

/// Those of `factors` with which the scenario is valid at both ends of their range, all else as it is, and the others.
/// `None` where it was interrupted: then nobody knows of all.
///
/// # Errors
/// A scenario that broke an invariant of the program.
pub fn sound(arm: &Arm, factors: Vec<Factor>, runner: &Runner) -> Result<Option<Tried>, String> {
    let wrong = |(): &mut (), number: u32| {
        let factor = &factors[number as usize];
        let at = |u: f64| factor.range.and_then(|range| factor.set(range.at(u)).ok()).and_then(|set| arm.with(&[set]).err());
        let found = at(0.0).or_else(|| at(1.0)).map(|wrong| Refused::of(&wrong).why);
        Ok::<_, String>(found)
    };
    let tried = runner.each(factors.len(), || (), wrong).map_err(|failure| failure.to_string())?;
    if tried.stopped {
        return Ok(None);
    }
    let (mut good, mut left_out) = (Vec::new(), Vec::new());
    for (factor, wrong) in factors.into_iter().zip(tried.results) {
        match wrong {
            None => good.push(factor),
            Some(wrong) => {
                let why = format!("the scenario is not valid at an end of its range: {wrong}");
                left_out.push(LeftOut::of(&factor, [why, format!("在其范围的一端场景无效：{wrong}")]));
            }
        }
    }
    Ok(Some((good, left_out)))
}

/// Whether what comes of so many points fits into memory, all of which is kept until the last is done.
///
/// # Errors
/// Says how many would.
pub fn check_fits(points: u64, factors: usize, replications: u32) -> Result<(), String> {
    let setting = size_of::<String>() + 64;
    let each = (factors * setting) as u64 + u64::from(replications) * (size_of::<Measured>() + MEASURES.len() * size_of::<Ratio>()) as u64;
    let most = MOST_BYTES / each.max(1);
    if points <= most {
        return Ok(());
    }
    let all = "the results of so many points do not fit into memory";
    Err(format!("{all}: {points}, at most {most} with {factors} factors and {replications} replications each"))
}

/// What a scenario comes to at each of `points`, in order, of the first of which it is `known` already. An interrupted run
/// keeps an unbroken beginning of whole points; one of many replications is not seen through.
///
/// # Errors
/// A point that broke an invariant of the program.
pub fn at_points(
    arm: &Arm,
    points: &[FactorPoint],
    mut known: Vec<PointOutcome>,
    runner: &Runner,
) -> Result<Replicated<PointOutcome>, String> {
    known.truncate(points.len());
    let before = known.len();
    let job = |(): &mut (), number: u32| {
        let point = &points[number as usize];
        let moved = match arm.with(&point.sets) {
            Ok(moved) => moved,
            Err(wrong) => return Ok(Some(Err(Refused::of(&wrong)))),
        };
        let mut bench = Bench::new(&moved);
        let mut measured = Vec::new();
        for replication in point.replications.clone() {
            if replication > point.replications.start && runner.stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            match bench.measure(replication, Depth::Measures) {
                Ok(one) => measured.push(one),
                Err(stopped) => return Refused::stopped(stopped).map(|why| Some(Err(why))),
            }
        }
        Ok(Some(Ok(PointRun { scenario_sha256: moved.loaded.source.sha256(), measured })))
    };
    let lacking = before as u32..points.len() as u32;
    let progress = |done: u32| (runner.progress)(before as u32 + done);
    let ran = replicate(lacking, runner.threads, || (), job, progress, runner.stop).map_err(|failure| format!("point {failure}"))?;
    known.extend(ran.results.into_iter().map_while(|done| done));
    Ok(Replicated { stopped: known.len() < points.len(), results: known })
}

/// The values of a measure in the replications of a point that have one; none where one of them is beyond every number.
fn values_of(run: &PointRun, measure: usize) -> Vec<f64> {
    let values = || run.measured.iter().map(|one| one.values[measure]);
    if values().any(Ratio::is_never) { Vec::new() } else { values().filter_map(Ratio::value).collect() }
}

/// The mean of a measure over the replications of a point.
pub fn mean_of(run: &PointRun, measure: usize) -> Option<f64> {
    let values = values_of(run, measure);
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// How a measure spreads over the replications of a point that have a value of it.
pub fn spread_of(run: &PointRun, measure: usize) -> Moments {
    Moments::of(&values_of(run, measure))
}

/// Whether something is said of where it may lie: of a number of a distribution by a range of its own.
pub(super) fn is_in_doubt(factor: &Factor) -> bool {
    factor.range.or(factor.outside).is_some_and(|range| range.given || factor.part_of.is_none())
}

/// Why it is moved only where it is named, in both languages; `None` where it is moved with all others.
pub(super) fn unmoved(factor: &Factor) -> Option<[String; 2]> {
    if QUESTION.iter().any(|section| factor.path.starts_with(section)) {
        return Some(["it describes the question, not the city", "它属于所问的问题，而非城市"].map(str::to_owned));
    }
    let whole = factor.part_of.as_ref()?;
    Some([format!("a distribution moves as a whole: give the range to `{whole}`"), format!("分布整体移动：请将范围给予 `{whole}`")])
}

/// Why it is not moved alone where it is not named, in both languages; `None` where it is. `follow` says whether officers follow
/// numbers of other people.
pub fn unmoved_alone(factor: &Factor, follow: bool) -> Option<[String; 2]> {
    let posts = || {
        let why = ["it changes how many posts or officers there are: name it", "它会改变岗位或执法队员总数：请指名"];
        (factor.counts_others && !follow).then(|| why.map(str::to_owned))
    };
    unmoved(factor).or_else(posts)
}

/// Whether somebody decides it: a parameter of a rule, a number of people or places.
pub(super) fn is_decided(factor: &Factor) -> bool {
    let counts = || factor.kind.whole && DECIDED.iter().any(|section| factor.path.starts_with(section));
    factor.path.starts_with("dispatch.") || counts()
}

/// Why a number in doubt is not drawn, in both languages; `None` where it is.
fn undrawn(factor: &Factor) -> Option<[String; 2]> {
    let range = factor.range.or(factor.outside)?;
    let decided = || {
        let why = [
            "what is decided (people, places, rules) is drawn only with a `distribution`",
            "人数、处所数与规则属于决策，仅在注明 `distribution` 时抽样",
        ];
        (is_decided(factor) && !range.stated).then(|| why.map(str::to_owned))
    };
    unmoved(factor).or_else(decided).or_else(|| unranged(factor))
}

/// Why nothing says where it may lie, in both languages; `None` where a range does.
pub(super) fn unranged(factor: &Factor) -> Option<[String; 2]> {
    let range = factor.range.or(factor.outside)?;
    if factor.outside.is_some() {
        return factor.strayed();
    }
    let why = [
        "half to double says too little of a whole number: it is drawn only with a `range`",
        "整数的一半至两倍说明不了什么，仅在给出 `range` 时抽样",
    ];
    (factor.kind.whole && !range.given && !range.stated).then(|| why.map(str::to_owned))
}

/// Those that are `asked` for and that `why` gives no reason against, and the others that are asked for.
fn apart(factors: &Factors, asked: impl Fn(&&Factor) -> bool, why: impl Fn(&Factor) -> Option<[String; 2]>) -> Tried {
    let (mut moved, mut left_out) = (Vec::new(), Vec::new());
    for factor in factors.iter().filter(&asked) {
        match why(factor) {
            None => moved.push(factor.clone()),
            Some(why) => left_out.push(LeftOut::of(factor, why)),
        }
    }
    let logged = || ["the log decides it", "由日志决定"].map(str::to_owned);
    left_out.extend(factors.left_to_log().filter(&asked).map(|factor| LeftOut::of(factor, logged())));
    (moved, left_out)
}

/// All factors whose influence can be asked for, and those that are not moved though something is said of their range.
pub fn movable(factors: &Factors) -> Tried {
    apart(factors, |factor| is_in_doubt(factor), |factor| unmoved(factor).or_else(|| factor.strayed()))
}

/// The factors that nobody knows for sure: those to which the scenario gives a distribution, and grade-C numbers with a
/// range; those that are drawn, and the others.
pub fn uncertain(factors: &Factors) -> Tried {
    let stated = |factor: &Factor| factor.range.or(factor.outside).is_some_and(|range| range.stated);
    let unsure = |factor: &&Factor| is_in_doubt(factor) && (factor.grade == Some(Grade::C) || stated(factor));
    apart(factors, unsure, undrawn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_text;

    #[test]
    fn what_is_moved_only_where_it_is_named_is_left_out_with_the_reason() {
        let text = r#"(city: Point(), demand: (volume: "20 /day", categories: { "noise": () }),
            workforce: (crews: { "patrol": (officers: 20, based: Centre, turnout: LogNormal(median: "1 min", p90: "3 min")) }),
            targets: (on_scene: "45 min"), provenance: {
                "workforce.crews.patrol.turnout": (grade: B, source: "a count"),
                "workforce.crews.patrol.turnout.median": (grade: C, source: "ours", range: ("30 s", "2 min")),
                "targets.on_scene": (grade: C, source: "ours", range: ("30 min", "60 min"), distribution: Uniform),
            })"#;
        let loaded = load_text("town.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false)));
        for (moved, left_out) in [uncertain, movable].map(|of| of(&Factors::of(&loaded))) {
            assert_eq!(moved, []);
            let told: Vec<(&str, &str)> = left_out.iter().map(|one| (one.path.as_str(), one.why.as_str())).collect();
            let whole = "a distribution moves as a whole: give the range to `workforce.crews.patrol.turnout`";
            let question = "it describes the question, not the city";
            assert_eq!(told, [("workforce.crews.patrol.turnout.median", whole), ("targets.on_scene", question)]);
        }
    }

    #[test]
    fn whole_numbers_of_incidents_are_drawn_from_their_ranges_and_all_that_are_not_are_named() {
        let text = r#"(city: Point(), demand: (volume: "20 /day", categories: {
                "fire": (priority: 2, crews: 1), "noise": (close_within: "2 working days", second_visit: 0.3) }),
            workforce: (crews: { "patrol": (officers: 20, based: Centre, turnout: Deterministic("1 min")) }),
            provenance: {
                "demand.categories": (grade: C, source: "ours"),
                "demand.categories.fire.priority": (grade: C, source: "ours", range: ("1", "4")),
                "demand.categories.noise.close_within": (grade: C, source: "ours", range: ("1 working days", "9 working days")),
                "workforce.crews.patrol.officers": (grade: C, source: "ours", range: ("10", "40")),
                "workforce.crews.patrol.turnout": (grade: C, source: "ours", range: ("30 s", "2 min")),
            })"#;
        let loaded = load_text("town.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let far = loaded.with(&["workforce.crews.patrol.turnout=20 min".to_owned()]).unwrap();
        let (drawn, left_out) = uncertain(&Factors::of(&far));
        let is_drawn = |path: &str| drawn.iter().any(|factor| factor.path == path);
        assert!(is_drawn("demand.categories.fire.priority") && is_drawn("demand.categories.noise.close_within"), "{drawn:?}");
        let why = |path: &str| left_out.iter().find(|one| one.path == path).map(|one| one.why.as_str());
        for (path, said) in [
            ("demand.categories.fire.crews", "only with a `range`"),
            ("workforce.crews.patrol.officers", "only with a `distribution`"),
            ("workforce.crews.patrol.turnout", "it is 20 min, outside of the range 30 s to 2 min"),
        ] {
            assert!(!is_drawn(path) && why(path).is_some_and(|why| why.contains(said)), "{path}: {:?}", why(path));
        }
        assert!(uncertain(&Factors::of(&loaded)).0.iter().any(|factor| factor.path == "workforce.crews.patrol.turnout"));
        let (moved, strayed) = movable(&Factors::of(&far));
        assert!(moved.iter().any(|factor| factor.path == "workforce.crews.patrol.officers"), "a sensitivity asks for all");
        assert_eq!(strayed.iter().map(|one| one.path.as_str()).collect::<Vec<_>>(), ["workforce.crews.patrol.turnout"]);
    }
}

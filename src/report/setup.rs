//! What was run, beside what came out: the part of a report that is known before the first replication.

use super::{Lang, Staffing, layout, number};
use crate::experiment::frontier::Seen;
use crate::experiment::{Arm, Draws};
use crate::metrics::Name;
use crate::scenario::{Grade, Loaded, Model, Scenario};
use serde::Serialize;

/// What was run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Setup {
    /// The scenario's name.
    pub name: Name,
    /// The scenario file as it was given.
    pub scenario: String,
    /// Changes made to it on the command line, `path=value`.
    pub set: Vec<String>,
    /// The table of records that is replayed, if there is one: then all replications have the same incidents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// The first day, such as `2022-01-01`.
    pub start: String,
    /// The seed of all random numbers.
    pub seed: u64,
    /// Replications asked for.
    pub replications: u32,
    /// Residents of the city.
    pub residents: u64,
    /// Officers of all crews.
    pub officers: u64,
    /// Crews on the roster, all shifts together.
    pub crews: u64,
    /// Paid posts of all roles.
    pub posts: u64,
    /// They, the vehicles, and what all of it costs.
    pub staffing: Staffing,
    /// How many parameters are known and how many assumed.
    pub provenance: Provenance,
    /// The draws of the uncertain numbers beside it, if any were asked for.
    #[serde(skip)]
    pub draws: Option<Draws>,
}

/// Where parameters come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// Parameters that the scenario grades.
    pub parameters: u32,
    /// Those of grade C: assumed by its authors.
    pub assumed: u32,
}

impl Provenance {
    /// Of a scenario.
    pub fn of(scenario: &Scenario) -> Provenance {
        let graded = &scenario.provenance;
        let assumed = graded.values().filter(|p| p.grade == Grade::C).count();
        Provenance { parameters: graded.len() as u32, assumed: assumed as u32 }
    }
}

/// The table of records that a scenario replays, if there is one.
pub(super) fn log(scenario: &Scenario) -> Option<&str> {
    scenario.demand.log.as_ref().map(|log| log.file.as_str())
}

/// Residents of the city.
pub fn residents(model: &Model) -> u64 {
    model.city.areas.iter().next().map_or(0, |city| u64::from(city.residents))
}

/// Paid posts: the role as the scenario calls it, who they are, how many.
pub fn posts(loaded: &Loaded) -> Vec<(String, Name, u64)> {
    crate::experiment::posts::posts(loaded).into_iter().map(|role| (role.role, role.name, role.count)).collect()
}

impl Setup {
    /// Of a scenario that was read from the file called `file` with the changes `set`.
    pub fn of(loaded: &Loaded, file: &str, set: &[String]) -> Setup {
        let model = &loaded.model;
        Setup {
            name: Name::new(&model.name, model.zh.as_ref().unwrap_or(&model.name)),
            scenario: file.to_owned(),
            set: set.to_vec(),
            log: log(&loaded.scenario).map(str::to_owned),
            start: model.start.0.to_string(),
            seed: model.seed,
            replications: model.replications,
            residents: residents(model),
            officers: model.workforce.kinds.iter().map(|k| u64::from(k.officers)).sum(),
            crews: model.workforce.crews.len() as u64,
            posts: posts(loaded).iter().map(|(.., count)| count).sum(),
            staffing: Staffing::of(loaded),
            provenance: Provenance::of(&loaded.scenario),
            draws: None,
        }
    }

    /// The words of the command that repeats this run to the byte, quoted for a shell.
    pub fn command(&self) -> Vec<String> {
        let mut words = vec!["gridgov run".to_owned(), quoted(&self.scenario)];
        words.extend(self.set.iter().map(|set| format!("--set {}", quoted(set))));
        words.push(format!("--seed {}", self.seed));
        words.push(format!("--replications {}", self.replications));
        if let Some(Draws { count, replications }) = self.draws {
            words.extend(["--uncertain".to_owned(), format!("--draws {count}"), format!("--inner {replications}")]);
        }
        words
    }
}

/// The words of a command given these flags, quoted for a shell.
pub fn command_of(command: &str, flags: &[String]) -> Vec<String> {
    std::iter::once(format!("gridgov {command}")).chain(flags.iter().map(|flag| quoted(flag))).collect()
}

/// That all replications of an arm replay the same records, by which its intervals are to be read; `logs` are those of the
/// arms, in order. Arms with different ones are told by their letters.
pub(super) fn replayed(logs: &[Option<&str>], lang: Lang) -> String {
    let mut told: Vec<&str> = Vec::new();
    let mut out = String::new();
    for log in logs.iter().copied().flatten() {
        if told.contains(&log) {
            continue;
        }
        told.push(log);
        let arms: Vec<String> = (0..logs.len()).filter(|arm| logs[*arm] == Some(log)).map(super::compare::letter).collect();
        let of = match arms.len() == logs.len() {
            true => String::new(),
            false => lang.text(format!(" of {}", arms.join(", ")), format!("方案 {} 的", arms.join("、"))),
        };
        let log = layout::clean(log);
        let text = lang.text(
            format!("All replications{of} replay {log}: they differ in the luck of those who serve, and so do the intervals."),
            format!("{of}各次重复均取自记录 {log}：差异只来自处置过程的随机性，区间亦然。"),
        );
        out.push_str(&layout::paragraph(&text, 2));
    }
    out
}

/// [`replayed`] of arms.
pub(super) fn replayed_by<'a>(arms: impl IntoIterator<Item = &'a Arm>, lang: Lang) -> String {
    let logs: Vec<Option<&str>> = arms.into_iter().map(|arm| log(&arm.loaded.scenario)).collect();
    replayed(&logs, lang)
}

/// Whose margin counts, that of the arm at `own`, where others have another; nothing otherwise.
pub(super) fn margin_of(arms: &[&Arm], own: usize, lang: Lang) -> String {
    let margin = |arm: &Arm| arm.loaded.scenario.run.indifference.get();
    let shown = |arm: &Arm| super::compare::margin(margin(arm));
    let name = |arm: &Arm| layout::clean(lang.of(&arm.label));
    let others = arms.iter().filter(|arm| margin(arm) != margin(arms[own]));
    let others: Vec<String> =
        others.map(|arm| lang.text(format!("{} has {}", name(arm), shown(arm)), format!("{}为 {}", name(arm), shown(arm)))).collect();
    if others.is_empty() {
        return String::new();
    }
    let (own, others) = ((name(arms[own]), shown(arms[own])), others.join(lang.t(", ", "，")));
    let text = lang.text(
        format!("The margin (run.indifference) is the {} of {}; {others}.", own.1, own.0),
        format!("界限（run.indifference）取{}的 {}；{others}。", own.0, own.1),
    );
    layout::paragraph(&text, 2)
}

/// What makes intervals narrower: more replications, and `longer` ones where what happens is drawn and not replayed.
pub(super) fn what_narrows(flag: &str, longer: bool, lang: Lang) -> String {
    match longer {
        true => lang.text(
            format!("more replications ({flag}) or longer ones (--set run.days=…)"),
            format!("增加重复次数（{flag}）或延长运行（--set run.days=…）"),
        ),
        false => lang.text(format!("more replications ({flag})"), format!("增加重复次数（{flag}）")),
    }
}

/// That nothing is certified where few replications decide, and how many are wanted; `None` where there are enough.
pub(super) fn few_decide<'a>(seen: impl IntoIterator<Item = &'a Seen>, lang: Lang) -> Option<String> {
    let wanted = number::count(seen.into_iter().filter_map(|seen| seen.replications_wanted).max()?);
    Some(lang.text(
        format!("Where few replications decide, nothing is certified by the interval, which is surer than it ought to be: some {wanted} are wanted."),
        format!("取决于少数几次重复之处，区间的把握被高估，不作判定：约需 {wanted} 次。"),
    ))
}

/// Words as a shell takes them.
pub(super) fn quoted_all<'w>(words: impl IntoIterator<Item = &'w String>) -> String {
    words.into_iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

/// `text` as a shell takes it for one word.
pub(super) fn quoted(text: &str) -> String {
    let plain = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "_-./=:,+@%".contains(c));
    if plain { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arms_with_different_logs_are_told_apart() {
        let said = |logs: &[Option<&str>]| replayed(logs, Lang::En).split_whitespace().collect::<Vec<_>>().join(" ");
        let end = "they differ in the luck of those who serve, and so do the intervals.";
        assert_eq!(said(&[None, None]), "");
        assert_eq!(said(&[Some("a.csv"); 2]), format!("All replications replay a.csv: {end}"));
        let two = format!("All replications of A, C replay a.csv: {end} All replications of B replay b.csv: {end}");
        assert_eq!(said(&[Some("a.csv"), Some("b.csv"), Some("a.csv")]), two);
        assert_eq!(said(&[None, Some("a.csv")]), format!("All replications of B replay a.csv: {end}"));
    }

    #[test]
    fn words_are_quoted_where_a_shell_would_split_them() {
        assert_eq!(quoted("scenarios/龙港.ron"), "scenarios/龙港.ron");
        assert_eq!(quoted("demand.volume=190 /day"), "'demand.volume=190 /day'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}

//! The results of `rank`: as text, as a document, as tables for others to analyse again.

mod closing;
mod csv;
mod hindsight;
mod json;
mod league;
mod map;
mod saved;
mod sentence;
mod trade;

pub use csv::{misses, replications};
pub use json::rank_json;

use super::layout::{self, FAINT};
use super::saturated::{Saturated, saturated};
use super::{Lang, names, number};
use crate::experiment::Arm;
use crate::experiment::hindsight::{Hindsight, Reason};
use crate::experiment::rank::{Contest, Field, Ranked, Refused, Row, Saved};
use crate::metrics::Target;

/// One place of the map: the rules ranked with some settings more.
pub struct Place<'a> {
    /// The rules.
    pub field: &'a Field,
    /// Their replications, and what came of them; `None` where it was interrupted before, or fewer than two could be run.
    pub ranked: Option<(&'a Contest<'a>, Ranked)>,
    /// The rules under which more piles up than a run can hold: they are left out of the field.
    pub overflowing: &'a [Refused],
    /// Why there is nothing to rank, with as many rules as there are: no incident is measured there, or no margin is given.
    pub why: Option<&'a str>,
}

impl Place<'_> {
    /// Whether there is nothing to rank: fewer than two rules are left, or nothing to rank them by.
    fn is_undecided(&self) -> bool {
        self.ranked.is_none() && (self.field.arms.len() < 2 || self.why.is_some())
    }
}

/// Everything that a ranking found.
pub struct Ranking<'a> {
    /// The scenario as it stands.
    pub base: &'a Arm,
    /// The rules.
    pub field: &'a Field,
    /// Their replications.
    pub contest: &'a Contest<'a>,
    /// What came of them.
    pub ranked: Ranked,
    /// The bound that no rule can beat, or why there is none; absent where it was not asked for.
    pub hindsight: Option<Result<Hindsight, Reason>>,
    /// Which rule would have saved a miss; absent where it was not asked for.
    pub saved: Option<Saved>,
    /// The settings that vary over the map, list by list.
    pub varied: Vec<Vec<String>>,
    /// The places of the map, the last list changing fastest.
    pub places: Vec<Place<'a>>,
    /// Whether the user stopped it, among its replications, the misses, the bound or the map.
    pub interrupted: bool,
    /// The words that repeat the command.
    pub flags: Vec<String>,
}

impl Ranking<'_> {
    fn targets(&self) -> &crate::metrics::Targets {
        &self.base.dimensions.targets
    }

    /// The primary target as a heading: `on scene 45 min`.
    fn primary(&self, lang: Lang) -> String {
        let targets = self.targets();
        let name = names::target(lang, targets.primary.name(), targets.until_handled);
        format!("{name} {}", self.limit(lang))
    }

    fn limit(&self, lang: Lang) -> String {
        number::limit(self.targets().limits[self.targets().primary as usize].seconds(), lang)
    }

    /// What the primary target asks for, for a sentence: `reached within 45 min`.
    fn asked(&self, lang: Lang) -> String {
        let done = match (self.targets().primary, self.targets().until_handled) {
            (Target::Respond, _) => lang.t("responded to", "响应"),
            (Target::Accept, _) => lang.t("accepted", "接单"),
            (Target::Depart, _) => lang.t("set out for", "出动"),
            (Target::OnScene, false) => lang.t("reached", "到场"),
            (Target::OnScene, true) => lang.t("handled", "处置完毕"),
        };
        lang.text(format!("{done} within {}", self.limit(lang)), format!("{}内{done}", self.limit(lang)))
    }

    /// The arms that a page shows: the rules that the scenario itself has (else the first), and the best where it is another.
    pub fn shown(&self) -> Vec<&Arm> {
        let own = self.field.baseline();
        let own = self.contest.same_as[own].unwrap_or(own);
        let best = Some(self.ranked.best).filter(|best| *best != own);
        [own].into_iter().chain(best).map(|arm| &self.field.arms[arm]).collect()
    }

    /// The same where targets may vary over the map: nothing is named there that holds in some places only.
    fn primary_of_map(&self, lang: Lang) -> String {
        if self.varies_targets() { lang.t("primary target", "首要目标").to_owned() } else { self.primary(lang) }
    }

    fn asked_of_map(&self, lang: Lang) -> String {
        if self.varies_targets() { lang.t("that meet the primary target", "达标").to_owned() } else { self.asked(lang) }
    }

    fn varies_targets(&self) -> bool {
        self.varied.iter().flatten().any(|set| set.starts_with("targets.") || set.starts_with("targets="))
    }

    /// The words of the command that repeats it, quoted for a shell.
    fn command(&self) -> Vec<String> {
        super::setup::command_of("rank", &self.flags)
    }
}

/// The whole report.
pub fn rank(found: &Ranking, lang: Lang) -> String {
    let text = [
        warned(found, lang),
        header(found, lang),
        sentence::sentence(found, lang),
        league::league(found, lang),
        trade::trade(found, lang),
        hindsight::hindsight(found, lang),
        map::map(found, lang),
        saved::saved(found, lang),
        closing::closing(found, lang),
    ];
    text.concat().trim_start_matches('\n').to_owned()
}

/// Rules under which it collapsed or was overloaded; what did the same as another is not told again.
fn warned(found: &Ranking, lang: Lang) -> String {
    let rows = found.ranked.league.iter().filter(|row| row.same_as.is_none());
    let arm = |row: &Row| {
        let [collapsed, overloaded, of] = [row.collapsed_replications, row.overloaded_replications, row.replications].map(|n| n as usize);
        (row.rule.clone(), Saturated { collapsed, overloaded, of })
    };
    saturated(&rows.map(arm).collect::<Vec<_>>(), lang)
}

/// What is ranked.
fn header(found: &Ranking, lang: Lang) -> String {
    let (base, model) = (found.base, &found.base.loaded.model);
    let mut out = format!("{}\n", layout::title(lang.of(&base.label)));
    let about = match names::about(lang, &base.loaded.scenario) {
        "" => base.file.clone(),
        about => format!("{}: {about}", base.file),
    };
    out.push_str(&layout::paint(FAINT, &layout::paragraph(&about, 2)));
    if !base.sets.is_empty() {
        let changed = format!("{}{}", lang.t("changed: ", "改动："), base.sets.join(lang.t(", ", "，")));
        out.push_str(&layout::paint(FAINT, &layout::paragraph(&changed, 2)));
    }
    let clock = names::clock(lang, found.targets().clock);
    let same = if found.ranked.identical {
        lang.t("the same incidents and the same luck under every rule", "各规则面对相同事件、共用随机数")
    } else {
        lang.t("DIFFERENT incidents under some rules", "部分规则的事件不同")
    };
    let (rules, days, start, seed) = (found.field.arms.len(), model.days, model.start.0.to_string(), model.seed);
    let line = lang.text(
        format!("{rules} rules, {} from {start}, seed {seed}; {same}; {clock}", number::counted(days, "day")),
        format!("{rules} 种规则，自 {start} 起 {days} 天，随机种子 {seed}；{same}；{clock}"),
    );
    out + &layout::paragraph(&line, 2)
}

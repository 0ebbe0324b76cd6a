//! The results of `compare`: as text, as a document, as a table for others to analyse again.

mod arms;
pub(super) mod closing;
mod csv;
mod doubt;
mod json;
mod parts;
mod places;
mod sentence;

pub use csv::table as replications_table;
pub use json::compare_json;
pub(in crate::report) use sentence::verb;

use super::break_even::Kept;
use super::saturated::{Saturated, saturated};
use super::{Lang, number};
use crate::experiment::compare::doubt::{Assumption, Doubt};
use crate::experiment::compare::{AgainstBest, Breakdown, Equity, Judged, Pairing, Parts, Runs};
use crate::experiment::{Arm, Stopping};

/// Everything that a comparison found.
pub struct Compared<'a> {
    /// The replications.
    pub runs: &'a Runs<'a>,
    /// Why they ended.
    pub stopping: Stopping,
    /// The half-width that the primary intervals were to reach.
    pub half_width: Option<f64>,
    /// Every arm against the first, by every measure.
    pub differences: Vec<Judged>,
    /// Each arm against the best of the others; with three arms or more.
    pub best: Vec<AgainstBest>,
    /// Where differences in the response come from.
    pub parts: Vec<Parts>,
    /// Where an arm wins and loses.
    pub breakdowns: Vec<Breakdown>,
    /// How evenly misses are spread.
    pub equity: Option<Equity>,
    /// What pairing gained.
    pub pairing: Vec<Pairing>,
    /// The assumptions that differ and can be drawn.
    pub assumptions: Vec<Assumption>,
    /// Those that differ and cannot.
    pub left_out: Vec<Assumption>,
    /// Whether the sign survives them; absent where nothing was drawn.
    pub doubt: Option<Doubt>,
    /// Whether all arms met the same incidents.
    pub identical: bool,
    /// What the command was given beside files and settings.
    pub flags: Vec<String>,
    /// The folder that results are written into.
    pub out: Option<String>,
    /// Where single assumptions break even, as far as it was run into the same folder.
    pub break_even: Option<Kept>,
}

impl<'a> Compared<'a> {
    /// Everything but the doubt, from replications that are done.
    pub fn of(runs: &'a Runs<'a>, stopping: Stopping, differing: Vec<Assumption>, flags: Vec<String>) -> Compared<'a> {
        let (assumptions, left_out) = differing.into_iter().partition(|assumption| assumption.undrawn.is_none());
        Compared {
            runs,
            stopping,
            half_width: None,
            differences: runs.differences(),
            best: runs.against_best(),
            parts: runs.parts(),
            breakdowns: runs.breakdowns(),
            equity: runs.equity(),
            pairing: runs.pairing(),
            assumptions,
            left_out,
            doubt: None,
            identical: runs.traces_identical(),
            flags,
            out: None,
            break_even: None,
        }
    }

    fn arm(&self, position: usize) -> &Arm {
        &self.runs.arms[position]
    }

    /// The position of the arm of that name.
    fn position(&self, label: &str) -> usize {
        self.runs.arms.iter().position(|arm| arm.label.name == label).unwrap_or(0)
    }

    /// `B` for the second arm: tables have no room for names.
    fn letter(&self, label: &str) -> String {
        letter(self.position(label))
    }

    fn until_handled(&self) -> bool {
        self.arm(0).dimensions.targets.until_handled
    }

    fn primary(&self) -> usize {
        self.runs.primary()
    }

    /// Whether it was interrupted, among its replications or its joint draws.
    pub fn interrupted(&self) -> bool {
        self.stopping.reason == crate::experiment::Reason::Interrupted || self.doubt.as_ref().is_some_and(|doubt| doubt.interrupted)
    }

    /// The command that repeats it, quoted for a shell.
    fn command(&self) -> Vec<String> {
        super::setup::command_of("compare", &self.flags)
    }
}

/// The name of an arm in tables, which have no room for more: A to Z, then AA, AB, …
pub(super) fn letter(position: usize) -> String {
    let last = char::from(b'A' + (position % 26) as u8);
    let before = (position / 26).checked_sub(1).map_or_else(String::new, letter);
    format!("{before}{last}")
}

/// The arms, the sentences and the table of targets: what fits on a page.
pub fn brief(found: &Compared, lang: Lang) -> String {
    let text = [warned(found, lang), arms::header(found, lang), sentence::sentences(found, lang), arms::table(found, lang)];
    text.concat().trim_start_matches('\n').to_owned()
}

/// The whole report.
pub fn compare(found: &Compared, lang: Lang) -> String {
    let text = [
        warned(found, lang),
        arms::header(found, lang),
        sentence::sentences(found, lang),
        arms::table(found, lang),
        arms::differences(found, lang),
        doubt::doubt(found, lang),
        parts::parts(found, lang),
        places::wins(found, lang),
        places::equity(found, lang),
        arms::posts(found, lang),
        closing::closing(found, lang),
    ];
    text.concat().trim_start_matches('\n').to_owned()
}

/// Arms that collapsed or were overloaded.
fn warned(found: &Compared, lang: Lang) -> String {
    let arms = found.runs.arms.iter().zip(&found.runs.measured);
    saturated(&arms.map(|(arm, runs)| (lang.of(&arm.label).to_owned(), Saturated::measured(runs))).collect::<Vec<_>>(), lang)
}

/// A difference of shares in points, with its sign: `+1.8`; two decimals where one would say nothing.
pub(in crate::report) fn points(difference: f64) -> String {
    if !difference.is_finite() {
        return number::NONE.to_owned();
    }
    let points = difference * 100.0;
    let sign = if points < 0.0 { "−" } else { "+" };
    let size = points.abs();
    match size {
        0.0 => "0".to_owned(),
        s if s < 0.005 => format!("{sign}0.00"),
        s if s < 0.95 => format!("{sign}{s:.2}"),
        s => format!("{sign}{s:.1}"),
    }
}

/// A margin or a difference that somebody has set, without its sign: as [`points`], with more decimals where these change it.
pub(in crate::report) fn margin(set: f64) -> String {
    let told = points(set.abs()).trim_start_matches('+').to_owned();
    let is_exact = told.parse().is_ok_and(|points: f64| (points - set.abs() * 100.0).abs() < 1e-7);
    if is_exact { told } else { number::given(set.abs()) }
}

/// An interval in points: `−2.5 to −1.1`.
pub(in crate::report) fn between(lower: Option<f64>, upper: Option<f64>, lang: Lang) -> String {
    match (lower, upper) {
        (Some(lower), Some(upper)) if lower.is_finite() && upper.is_finite() => {
            format!("{} {} {}", points(lower), lang.t("to", "至"), points(upper))
        }
        _ => lang.t("no interval", "无区间").to_owned(),
    }
}

#[cfg(test)]
mod tests;

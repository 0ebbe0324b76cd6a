//! The results of `break-even`: as text, as a document, as a table, and as `compare` shows them beside its own.

mod csv;
mod json;
mod kept;
mod text;

pub use csv::csv;
pub use json::break_even_json;
pub use kept::{Answer, FOLDER, Kept};
pub use text::break_even;

use super::{Lang, number};
use crate::experiment::break_even::{Crossing, Search};
use crate::experiment::{Arm, LeftOut};
use crate::scenario::Factor;

/// Everything that was found.
pub struct BreakEven<'a> {
    /// The search.
    pub search: &'a Search,
    /// The margin of the scenarios.
    pub margin: f64,
    /// The first arm was cut to this share of the other's posts.
    pub level: Option<f64>,
    /// How many factors were to be moved.
    pub asked: usize,
    /// What differs and is moved only where it is named.
    pub left_out: Vec<LeftOut>,
    /// What the command was given.
    pub flags: Vec<String>,
}

impl BreakEven<'_> {
    /// The arms that a page shows: the one that it is held against, and the other.
    pub fn shown(&self) -> [&Arm; 2] {
        [self.arm(1), self.arm(0)]
    }

    fn arm(&self, position: usize) -> &Arm {
        &self.search.pool.arms()[position]
    }

    /// The command that repeats it.
    fn command(&self) -> Vec<String> {
        super::setup::command_of("break-even", &self.flags)
    }
}

/// Where it breaks even in words: `breaks even at 22.4 min (between 19 min and 26 min)`.
fn told(factor: &Factor, crossing: &Crossing, lang: Lang) -> String {
    let show = |value: f64| factor.kind.show(value);
    match (crossing.from, crossing.to, crossing.estimate) {
        (Some(from), Some(to), Some(estimate)) => {
            let [low, at, high] = within(factor, [from.min(to), estimate, from.max(to)], lang);
            lang.text(format!("breaks even at {at} (between {low} and {high})"), format!("临界点在 {at}（{low} 与 {high} 之间）"))
        }
        (Some(from), None, _) => lang.text(
            format!("does not break even as far as {}; what is beyond is undecided", show(from)),
            format!("至 {} 为止不翻转；更远处未定", show(from)),
        ),
        (None, Some(to), _) => lang.text(
            format!("certain at {}; whether it breaks even before is undecided", show(to)),
            format!("{} 处已判定；此前是否翻转未定", show(to)),
        ),
        _ => lang.t("stays undecided", "未定").to_owned(),
    }
}

/// A number between two others, all three in one unit, which is said once.
fn within(factor: &Factor, [low, at, high]: [f64; 3], lang: Lang) -> [String; 3] {
    if factor.kind.unit != "s" {
        return [factor.kind.show(low), short(factor, at, lang), factor.kind.show(high)];
    }
    let (length, unit) = number::unit(high, lang);
    let shown = |seconds: f64, parts: f64| format!("{} {unit}", (seconds / length * parts + 0.5).floor() / parts);
    [shown(low, 100.0), shown(at, 10.0), shown(high, 100.0)]
}

/// To as many digits as make sense for an estimate between two values; what a scenario would say in seconds, or quarters of
/// an hour, in the unit that suits it.
pub(super) fn short(factor: &Factor, value: f64, lang: Lang) -> String {
    let step = match factor.kind.unit {
        "s" if value >= 600.0 => return number::seconds(value, lang),
        "s" if value >= 60.0 => 1.0,
        "s" => 0.1,
        _ if value.abs() >= 100.0 => 1.0,
        _ if value.abs() >= 1.0 => 0.01,
        _ => 0.000_1,
    };
    factor.kind.show((value / step + 0.5).floor() * step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_a_whole_clause() {
        let loaded =
            crate::scenario::load(std::path::Path::new("scenarios/county.ron"), &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let factor = crate::scenario::Factors::of(&loaded).find("workforce.crews.patrol.turnout").unwrap().clone();
        let said = |from, to, estimate| told(&factor, &Crossing { from, to, estimate }, Lang::En);
        assert_eq!(said(Some(60.0), Some(90.0), Some(75.0)), "breaks even at 75 s (between 60 s and 90 s)");
        assert!(said(None, Some(90.0), None).starts_with(&format!("certain at {}; ", factor.kind.show(90.0))));
        assert!(said(Some(285.0), None, None).starts_with(&format!("does not break even as far as {}; ", factor.kind.show(285.0))));
        assert_eq!(said(None, None, None), "stays undecided");
        assert!(said(Some(1_200.0), Some(1_500.0), Some(1_431.2)).starts_with("breaks even at 23.9 min (between 20 min and 25 min)"));
        assert!(said(Some(3_600.0), Some(1_963.0), Some(2_600.0)).starts_with("breaks even at 43.3 min (between 32.72 min and 60 min)"));
        assert!(said(Some(2_925.0), Some(1_913.0), Some(2_600.0)).contains("(between 31.88 min and 48.75 min)"));
    }
}

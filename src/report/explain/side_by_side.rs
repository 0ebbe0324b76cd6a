//! The same incident in two runs, milestone by milestone.

use super::{Cast, Verdict, verdicts};
use crate::record::{Milestone, Outcome};
use crate::report::layout::{self, Align, BAD, GOOD, Table};
use crate::report::{names, number};
use anstyle::Style;

/// A table of both lives: who served it, what took how long, which targets were met. `rule` is the rule of the second run.
pub fn side_by_side(own: &Outcome, other: &Outcome, rule: &str, cast: &Cast) -> String {
    let lang = cast.lang;
    let mut table = Table::new(&[("", Align::Left), (lang.t("as the scenario says", "按方案"), Align::Right), (rule, Align::Right)]);
    let targets = &cast.dimensions.targets;
    for (a, b) in verdicts(own, targets).iter().zip(&verdicts(other, targets)) {
        let name = names::target(lang, a.target.name(), targets.until_handled).to_owned();
        table.styled([(name, Style::new()), took(a, cast), took(b, cast)]);
    }
    let closed = |o: &Outcome| match o.until(Milestone::Closed) {
        Some(after) => number::seconds(after.seconds(), lang),
        None => number::NONE.to_owned(),
    };
    table.styled([(lang.t("closed", "结案").to_owned(), Style::new()), (closed(own), Style::new()), (closed(other), Style::new())]);
    let served = |o: &Outcome| layout::cut(&layout::clean(&cast.served_by(o.served_by)), 32);
    table.styled([(lang.t("served by", "处置者").to_owned(), Style::new()), (served(own), Style::new()), (served(other), Style::new())]);
    layout::heading(lang.t("Side by side", "并列对照")) + &table.render()
}

/// How long it took, in the colour of its verdict.
fn took(v: &Verdict, cast: &Cast) -> (String, Style) {
    let text = v.took.map_or_else(|| number::NONE.to_owned(), |took| number::seconds(took.seconds(), cast.lang));
    match v.cause {
        None => (text, GOOD),
        Some(_) => (format!("{text} {}", cast.lang.t("(missed)", "（未达标）")), BAD),
    }
}

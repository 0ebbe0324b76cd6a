//! Assumed or emergent: the difference in the mean response, segment by segment.

use super::{Compared, letter};
use crate::experiment::compare::{Origin, Part, Parts};
use crate::experiment::{MEASURES, Measure};
use crate::report::layout::{self, Align, FAINT, HEADING, Table};
use crate::report::{Lang, number};
use anstyle::Style;

/// One table per arm.
pub(super) fn parts(found: &Compared, lang: Lang) -> String {
    if found.parts.is_empty() {
        return String::new();
    }
    let heading = layout::heading(
        lang.t("Assumed or emergent: where the difference in the mean response comes from", "假设还是涌现：平均到场用时差异的来源"),
    );
    let tables: Vec<String> = found.parts.iter().map(|parts| table(found, parts, lang)).collect();
    let note = lang.t(
        "Assumed: times that the scenarios draw, transfers and returns. Emergent: queues and travel, which come out of the run, and the time of crews that were called away. The parts add up.",
        "假设：场景给定的各环节用时、流转与退回。涌现：由运行产生的排队与路途，以及被抽调班组所耗时间。各部分之和等于总差异。",
    );
    format!("{heading}{}{}", tables.join("\n"), layout::paint(FAINT, &layout::paragraph(note, 2)))
}

fn table(found: &Compared, parts: &Parts, lang: Lang) -> String {
    let (arm, base) = (found.letter(&parts.arm), letter(0));
    let difference = format!("{arm} − {base}");
    let mut table = Table::new(&[
        ("", Align::Left),
        (&arm, Align::Right),
        (&base, Align::Right),
        (&difference, Align::Right),
        (lang.t("plain 95% interval", "单独 95% 区间"), Align::Right),
    ]);
    let segment = |part: &Part| Measure::position(part.part).map_or(part.part, |at| lang.t(MEASURES[at].en, MEASURES[at].zh)).to_owned();
    table.styled(row(lang.t("assumed", "假设").to_owned(), &parts.assumed, lang).map(|cell| (cell, HEADING)));
    let there = |part: &&Part| part.arm_s != 0.0 || part.against_s != 0.0;
    for part in parts.segments.iter().filter(|part| part.origin == Origin::Assumed).filter(there) {
        table.styled(row(format!("  {}", segment(part)), part, lang).map(|cell| (cell, Style::new())));
    }
    table.styled(row(lang.t("emergent", "涌现").to_owned(), &parts.emergent, lang).map(|cell| (cell, HEADING)));
    for part in parts.segments.iter().filter(|part| part.origin == Origin::Emergent).filter(there) {
        table.styled(row(format!("  {}", segment(part)), part, lang).map(|cell| (cell, Style::new())));
    }
    table.styled(row(lang.t("mean response", "平均到场用时").to_owned(), &parts.response, lang).map(|cell| (cell, HEADING)));
    table.render()
}

fn row(name: String, part: &Part, lang: Lang) -> [String; 5] {
    let time = |s: f64| number::signed(s, number::seconds(s.abs(), lang));
    let interval = match (part.lower, part.upper) {
        (Some(lower), Some(upper)) if lower.is_finite() && upper.is_finite() => {
            format!("{} {} {}", time(lower), lang.t("to", "至"), time(upper))
        }
        _ => number::NONE.to_owned(),
    };
    [name, number::seconds(part.arm_s, lang), number::seconds(part.against_s, lang), time(part.estimate), interval]
}

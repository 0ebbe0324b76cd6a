//! The table of `verify`.

use super::Findings;
use crate::oracle::{Finding, LEVEL, Unit, Verdict};
use crate::report::layout::{self, Align, BAD, FAINT, GOOD, Table, WARNING};
use crate::report::{Lang, number};
use anstyle::Style;

/// Most rows of a family; those that do not agree are always shown.
const MOST_ROWS: usize = 100;

/// Exact answer, estimate, interval and verdict, family by family.
pub fn text(findings: &Findings, lang: Lang) -> String {
    let mut out = String::new();
    let verdicts: Vec<&Verdict> = findings.verified.iter().flat_map(|case| &case.verdicts).collect();
    for family in verdicts.chunk_by(|a, b| a.family == b.family) {
        let said = family[0].family.said();
        out += &layout::heading(&lang.text(said.en, said.zh));
        let shown: Vec<&Verdict> = family.iter().enumerate().filter(|(at, v)| *at < MOST_ROWS || !v.passed()).map(|(_, v)| *v).collect();
        out += &table(&shown, findings.seed, lang);
        let left = family.len() - shown.len();
        if left > 0 {
            let more = lang.text(format!("  … and {left} more with --json\n"), format!("  … 其余 {left} 项见 --json\n"));
            out += &layout::paint(FAINT, &more);
        }
    }
    out + &ending(findings, lang)
}

fn table(verdicts: &[&Verdict], seed: u64, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.t("case", "项目"), Align::Left),
        (lang.t("exact", "精确值"), Align::Right),
        (lang.t("estimate", "估计值"), Align::Right),
        (lang.t("99.9% interval", "99.9% 区间"), Align::Right),
        (lang.t("sample", "样本"), Align::Right),
        (lang.t("seed", "种子"), Align::Right),
        ("", Align::Left),
    ]);
    for verdict in verdicts {
        let digits = digits(verdict);
        let shown = |value: f64| if value.is_finite() { format!("{value:.digits$}") } else { number::NONE.to_owned() };
        let (word, style) = verdict_word(verdict, lang);
        let plain = [
            what(verdict, lang),
            shown(verdict.exact),
            shown(verdict.interval.estimate),
            format!("{}..{}", shown(verdict.interval.lower), shown(verdict.interval.upper)),
            in_millions(verdict.incidents, lang),
            seed.to_string(),
        ];
        table.styled(plain.map(|cell| (cell, Style::new())).into_iter().chain([(word.to_owned(), style)]));
    }
    table.render()
}

/// What it is, with its unit.
fn what(verdict: &Verdict, lang: Lang) -> String {
    let what = lang.text(verdict.what.en.clone(), verdict.what.zh.clone());
    match (verdict.unit, lang) {
        (Unit::Share, _) => what,
        (unit, Lang::En) => format!("{what}, {}", unit.name()),
        (Unit::Hours, Lang::Zh) => format!("{what}（小时）"),
        (Unit::Minutes, Lang::Zh) => format!("{what}（分）"),
        (Unit::Kilometres { .. }, Lang::Zh) => format!("{what}（公里）"),
    }
}

/// Decimals that show the interval with two figures of its half-width.
fn digits(verdict: &Verdict) -> usize {
    let half = verdict.interval.half_width();
    let mut digits = 2;
    let mut least = 0.1;
    while digits < 6 && half < least {
        digits += 1;
        least /= 10.0;
    }
    digits
}

fn verdict_word(verdict: &Verdict, lang: Lang) -> (&'static str, Style) {
    match verdict.finding() {
        Finding::Shown => (lang.t("shown", "仅列示"), FAINT),
        Finding::Agrees => (lang.t("agrees", "相符"), GOOD),
        Finding::Differs => (lang.t("DIFFERS", "不符"), BAD),
        Finding::NoSign => (lang.t("NO SIGN", "符号未定"), BAD),
        Finding::TooWide => (lang.t("too wide to tell", "区间过宽，无法判断"), WARNING),
    }
}

/// `12.3 M`, `456 k`.
fn in_millions(count: u64, lang: Lang) -> String {
    match (count, lang) {
        (c, Lang::Zh) if c >= 10_000 => format!("{:.1} 万", c as f64 / 1e4),
        (c, Lang::En) if c >= 1_000_000 => format!("{:.1} M", c as f64 / 1e6),
        (c, Lang::En) if c >= 10_000 => format!("{:.0} k", c as f64 / 1e3),
        (c, _) => number::count(c),
    }
}

fn ending(findings: &Findings, lang: Lang) -> String {
    let counts = findings.counts();
    let (compared, shown) = (counts.compared, counts.shown);
    let by_chance = compared as f64 * (1.0 - LEVEL);
    let (line, style) = match findings.shortfall() {
        Some(said) => (lang.text(said.en + ".", said.zh + "。"), if counts.wrong > 0 { BAD } else { WARNING }),
        None if compared == 0 => {
            (lang.text(format!("{shown} numbers beside an approximation."), format!("{shown} 个数与近似解对照。")), FAINT)
        }
        None => (
            lang.text(format!("All {compared} numbers agree with their exact answers."), format!("全部 {compared} 个数与精确解相符。")),
            GOOD,
        ),
    };
    let advice = findings.advice().map(|said| lang.text(format!(" {}", said.en), said.zh)).unwrap_or_default();
    let stopped = match findings.complete() {
        true => String::new(),
        false => lang.text(
            format!(" Interrupted: {} of {} cases were run.", findings.verified.len(), findings.cases),
            format!("已中断：{} 个案例中完成了 {} 个。", findings.cases, findings.verified.len()),
        ),
    };
    let note = lang.text(
        format!(
            "A number agrees if its exact answer lies in the simulation's own 99.9% interval over replications and that interval is \
             narrow enough to mean something (docs/model.md, section 7). With another --seed {by_chance:.2} of them are expected to \
             miss by chance. This is verification: the program computes what it says. Whether a scenario resembles a city is validation."
        ),
        format!(
            "“相符”指精确解落在模拟自身的 99.9% 区间内，且区间足够窄（见 docs/model.md 第 7 节）。换用其他 --seed 时，预计有 {by_chance:.2} \
             个数因偶然而落在区间外。这是“验证”（verification）：程序算得对；场景是否像一座城市，属于“确认”（validation）。"
        ),
    );
    let note = findings.note.as_ref().map_or(note, |said| lang.text(said.en.clone(), said.zh.clone()));
    let verdict = layout::paint(style, &layout::paragraph(&format!("{line}{stopped}{advice}"), 0));
    format!("\n{verdict}\n{}", layout::paint(FAINT, &layout::paragraph(&note, 0)))
}

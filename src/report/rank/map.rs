//! Where the ranking turns: the best rule in every place of the map, undecided ones marked.

use super::{Place, Ranking};
use crate::experiment::rank::{Decision, Ranked, Refused, Row, Standing};
use crate::report::layout::{self, Align, FAINT, GOOD, Table};
use crate::report::{Lang, number};
use crate::scenario::{path_and_value, told_apart};
use anstyle::Style;

/// Most places that the table of all rules has room for.
const MOST_COLUMNS: usize = 8;

/// The map of the best rules, and the rules in every place where there are few.
pub(super) fn map(found: &Ranking, lang: Lang) -> String {
    if found.places.is_empty() {
        return String::new();
    }
    let heading = layout::heading(lang.t("Where the ranking turns", "排名在何处改变"));
    let (winners, unranked) =
        if found.varied.len() == 2 { (grid(found, lang), unranked(found, lang)) } else { (list(found, lang), String::new()) };
    let note = lang.text(
        format!(
            "The rule with the largest share of incidents {}. ≈: the best or within the margin of it, but others may be as good; ?: undecided, it only leads so far.",
            found.asked_of_map(lang)
        ),
        format!("{}比例最高的规则。≈：最优或与最优相差不超过界限，但其他规则可能同样好；?：未定，只是目前领先。", found.asked_of_map(lang)),
    );
    let note = note + &unranked + &overflowing(found, lang) + &refused(found, lang) + &saturated(found, lang);
    let all = if (2..=MOST_COLUMNS).contains(&found.places.len()) { every_rule(found, lang) } else { String::new() };
    format!("{heading}{winners}{}{all}", layout::paint(FAINT, &layout::paragraph(&note, 2)))
}

/// Why a place without a ranking has none.
pub(super) fn why(place: &Place, lang: Lang) -> String {
    match (place.why, place.is_undecided()) {
        (Some(why), _) => lang.text(why.to_owned(), format!("未定（诊断为英文）：{why}")),
        (None, true) => lang.t("undecided: fewer than two rules left", "未定：不足两种规则").to_owned(),
        (None, false) => lang.t("not run", "未运行").to_owned(),
    }
}

/// The places that have no rule in a grid, with the reason of each.
fn unranked(found: &Ranking, lang: Lang) -> String {
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for place in found.places.iter().filter(|place| place.ranked.is_none()) {
        let (why, at) = (why(place, lang), short(place, &found.varied));
        match told.iter_mut().find(|(other, _)| *other == why) {
            Some((_, places)) => places.push(at),
            None => told.push((why, vec![at])),
        }
    }
    let one = |(why, places): (String, Vec<String>)| {
        let places = places.join(lang.t("; ", "；"));
        lang.text(format!(" {} at {places}: {why}.", number::NONE), format!("{places} 处为 {}：{why}。", number::NONE))
    };
    told.into_iter().map(one).collect()
}

/// The rules that are left out, place by place, because more piles up under them than a run can hold.
fn overflowing(found: &Ranking, lang: Lang) -> String {
    let one = |place: &Place| {
        let rules: Vec<&str> = place.overflowing.iter().map(|refused| refused.rule.as_str()).collect();
        format!("{}{}{}", short(place, &found.varied), lang.t(": ", "："), rules.join(lang.t(", ", "、")))
    };
    let told: Vec<String> = found.places.iter().filter(|place| !place.overflowing.is_empty()).map(one).collect();
    if told.is_empty() {
        return String::new();
    }
    let told = told.join(lang.t("; ", "；"));
    lang.text(
        format!(
            " Left out, for under these rules more piles up than a run can hold – {told}. Where fewer than two are left, the place stays undecided."
        ),
        format!("下列规则因积压超出一次运行所能容纳而略去：{told}。余下不足两种规则之处不作判定。"),
    )
}

/// The rules that make no sense in a place and do in the scenario as it stands, with the places of each and why.
fn refused(found: &Ranking, lang: Lang) -> String {
    let everywhere = |rule: &str| found.field.refused.iter().any(|refused| refused.rule == rule);
    let mut told: Vec<(&Refused, Vec<String>)> = Vec::new();
    for place in &found.places {
        let own = place.field.refused.iter().filter(|refused| !everywhere(&refused.rule) && !place.overflowing.contains(refused));
        for refused in own {
            let at = short(place, &found.varied);
            match told.iter_mut().find(|(other, _)| *other == refused) {
                Some((_, places)) => places.push(at),
                None => told.push((refused, vec![at])),
            }
        }
    }
    let one = |(refused, places): (&Refused, Vec<String>)| {
        let places = places.join(lang.t("; ", "；"));
        lang.text(
            format!(" {} is left out at {places}: {}.", refused.rule, refused.reason),
            format!("{places} 处略去 {}：{}。", refused.rule, refused.zh),
        )
    };
    told.into_iter().map(one).collect()
}

/// Where averages mix working and broken days, or more is asked than crews can carry, and under which rules.
fn saturated(found: &Ranking, lang: Lang) -> String {
    let told = |said: [&str; 2], count: fn(&Row) -> u32| {
        let one = |place: &Place| {
            let rows = || place.ranked.iter().flat_map(|(_, ranked)| &ranked.league).filter(|row| row.same_as.is_none());
            let rules: Vec<&str> = rows().filter(|row| count(row) > 0).map(|row| row.rule.as_str()).collect();
            let under =
                if rules.len() == rows().count() { lang.t("every rule", "各规则").to_owned() } else { rules.join(lang.t(", ", "、")) };
            (!rules.is_empty()).then(|| format!("{}{}{under}", short(place, &found.varied), lang.t(": ", "：")))
        };
        let places: Vec<String> = found.places.iter().filter_map(one).collect();
        match places.is_empty() {
            true => String::new(),
            false => lang.text(format!(" {} – {}.", said[0], places.join("; ")), format!("{}：{}。", said[1], places.join("；"))),
        }
    };
    told(["In some replications the system collapsed", "部分重复中系统崩溃"], |row| row.collapsed_replications)
        + &told(["In some replications more was asked than crews can carry, for days", "部分重复中连日超负荷"], |row| {
            row.overloaded_replications
        })
}

/// The best rule with its mark.
fn best(place: &Place) -> String {
    let Some((_, ranked)) = &place.ranked else { return number::NONE.to_owned() };
    let name = ranked.winner().map_or("", |row| row.rule.as_str());
    match ranked.decision() {
        Decision::Decided => name.to_owned(),
        Decision::Indifferent => format!("{name} ≈"),
        Decision::Undecided => format!("{name} ?"),
    }
}

/// `volume=300 /day, rain=yes` of the settings of a place.
fn short(place: &Place, varied: &[Vec<String>]) -> String {
    let names = told_apart(&varied.iter().map(|list| path(list)).collect::<Vec<_>>());
    let one = |((set, list), name): ((&String, &Vec<String>), &str)| format!("{name}={}", value(set, list));
    place.field.sets.iter().zip(varied).zip(names).map(one).collect::<Vec<_>>().join(", ")
}

/// The value that a setting of a list has, long numbers rounded unless two of the list would look the same.
fn value(set: &str, list: &[String]) -> String {
    let exact = |set: &str| path_and_value(set).map_or(set, |(_, value)| value).trim_matches('"').to_owned();
    let short = number::rounded(&exact(set));
    let alike = list.iter().any(|other| other != set && number::rounded(&exact(other)) == short);
    if alike { exact(set) } else { short }
}

fn path(list: &[String]) -> &str {
    list.first().and_then(|set| path_and_value(set)).map_or("", |(path, _)| path)
}

fn attained(ranked: &Ranked) -> String {
    number::share(ranked.winner().and_then(|row| row.attained.as_ref()))
}

/// One line for each place.
fn list(found: &Ranking, lang: Lang) -> String {
    let primary = found.primary_of_map(lang);
    let mut table = Table::new(&[
        (lang.t("with", "设置"), Align::Left),
        (lang.t("best", "最优"), Align::Left),
        (&primary, Align::Right),
        (lang.t("as good may be", "可能同样好"), Align::Left),
        (lang.t("runs", "次数"), Align::Right),
    ]);
    for place in &found.places {
        let with = short(place, &found.varied);
        let (share, others, runs) = match &place.ranked {
            None => (number::NONE.to_owned(), why(place, lang), "0".to_owned()),
            Some((_, ranked)) => {
                let others: Vec<&str> = ranked.contenders().map(|row| row.rule.as_str()).collect();
                let others = match (ranked.is_level(), others.is_empty()) {
                    (true, _) => lang.t("all the same", "全部相同").to_owned(),
                    (_, true) => number::NONE.to_owned(),
                    (_, false) => others.join(lang.t(", ", "、")),
                };
                (attained(ranked), others, ranked.runs.to_string())
            }
        };
        table.row([with, best(place), share, others, runs]);
    }
    table.render()
}

/// Two settings: one down, one across.
fn grid(found: &Ranking, lang: Lang) -> String {
    let (down, across) = (&found.varied[0], &found.varied[1]);
    let heads: Vec<String> = across.iter().map(|set| value(set, across)).collect();
    let mut columns = vec![(String::new(), Align::Left)];
    columns.extend(heads.into_iter().map(|head| (head, Align::Left)));
    let columns: Vec<(&str, Align)> = columns.iter().map(|(head, align)| (head.as_str(), *align)).collect();
    let mut table = Table::new(&columns);
    for (row, set) in found.places.chunks(across.len()).zip(down) {
        table.row(std::iter::once(value(set, down)).chain(row.iter().map(best)));
    }
    let axes = lang.text(format!("down: {}, across: {}", path(down), path(across)), format!("纵：{}，横：{}", path(down), path(across)));
    format!("{}{}", layout::paint(FAINT, &layout::paragraph(&axes, 2)), table.render())
}

/// Every rule in every place: what a rule gains is told apart from what a setting gains.
fn every_rule(found: &Ranking, lang: Lang) -> String {
    let letters: Vec<String> = (0..found.places.len()).map(|at| char::from(b'a' + at as u8).to_string()).collect();
    let legend: Vec<String> =
        letters.iter().zip(&found.places).map(|(letter, place)| format!("{letter}: {}", short(place, &found.varied))).collect();
    let mut columns = vec![(lang.t("rule", "规则"), Align::Left)];
    columns.extend(letters.iter().map(|letter| (letter.as_str(), Align::Right)));
    let mut table = Table::new(&columns);
    let mut rules: Vec<&str> = Vec::new();
    for combination in found.places.iter().flat_map(|place| &place.field.combinations) {
        if !rules.contains(&combination.text.as_str()) {
            rules.push(&combination.text);
        }
    }
    for rule in rules {
        let cell = |place: &Place| {
            let row = place.ranked.as_ref().and_then(|(_, ranked)| ranked.league.iter().find(|row| row.rule == rule));
            let Some(row) = row else { return (number::NONE.to_owned(), Style::new()) };
            let style = if row.standing == Standing::Best { GOOD } else { Style::new() };
            (number::share(row.attained.as_ref()), style)
        };
        table.styled(std::iter::once((rule.to_owned(), Style::new())).chain(found.places.iter().map(cell)));
    }
    let note = lang.text(
        format!(
            "{}. A column compares rules under the same settings, a row the settings under the same rule. {}",
            found.primary_of_map(lang),
            legend.join("; ")
        ),
        format!("{}。列：相同设置下比较规则；行：同一规则下比较设置。{}", found.primary_of_map(lang), legend.join("；")),
    );
    format!("\n{}{}", table.render(), layout::paint(FAINT, &layout::paragraph(&note, 2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_ends_its_path_at_the_first_sign_outside_of_quotes() {
        let list = [r#"demand.categories."park=ing".share=1"#, r#"demand.categories."park=ing".share=4"#].map(str::to_owned);
        assert_eq!((path(&list), value(&list[1], &list).as_str()), (r#"demand.categories."park=ing".share"#, "4"));
    }
}

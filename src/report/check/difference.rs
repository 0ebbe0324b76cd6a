//! What a scenario says differently from the one that it is based on, in words.

use super::words::{field, value};
use super::{BaseCheck, CheckReport, DifferenceCheck, Warning};
use crate::city::City;
use crate::metrics::Name;
use crate::report::language::words;
use crate::report::staffing::Staffing;
use crate::report::{Lang, number};
use crate::scenario::{Diagnostics, Difference, LeftToLog, Loaded, Scenario, Source};
use crate::structure::{Boundaries, DeskConfig};
use crate::workforce::{Based, CrewKindConfig, Fractions, PostConfig, Skills};
use std::collections::{BTreeMap, BTreeSet};

/// Fills in what `loaded` says differently from `base`, which was read from the file called `file`.
pub fn against(report: &mut CheckReport, loaded: &Loaded, base: &Loaded, file: &str) {
    let both = Both { sources: [&base.source, &loaded.source], old: &base.scenario, new: &loaded.scenario, city: &loaded.model.city };
    let log = LeftToLog::of(loaded);
    let mut told = BTreeSet::new();
    let mut differences = Vec::new();
    for difference in loaded.source.differences(&base.source).iter().filter(|d| is_told(&d.path)) {
        let path = both.subject(difference);
        if told.insert(path.clone()) {
            let logged = log.as_ref().is_some_and(|log| log.has(&path));
            let idle = |lang: Lang| match logged {
                true => lang.t(" (decides nothing: a log says what happens)", "（不起作用：事件由记录决定）"),
                false => "",
            };
            let [en, zh] = Lang::ALL.map(|lang| both.sentence(difference, lang) + idle(lang));
            let Difference { old, new, .. } = difference.clone();
            differences.push(DifferenceCheck { path, old, new, told: Name::new(&en, &zh) });
        }
    }
    let staffing = Staffing::of(base);
    report.base = Some(BaseCheck {
        name: super::inspect::name(&base.model.name, base.model.zh.as_deref()),
        scenario: file.to_owned(),
        posts_total: staffing.posts_total,
        cost_per_year: staffing.cost_per_year,
        differences,
    });
}

/// Says that the file called `base` is no sound scenario by itself, and what is first wrong with it: a part that several
/// scenarios share, or one that `--set` mends.
pub fn against_unsound(report: &mut CheckReport, base: &str, wrong: &Diagnostics) {
    let first = wrong.problems().into_iter().next();
    let (path, message) = first.map_or_else(Default::default, |problem| (problem.path.unwrap_or_default(), problem.message));
    let at = if path.is_empty() { String::new() } else { format!("{path}: ") };
    let en = format!("{base} by itself is no sound scenario ({at}{message}): what is said differently here is not told");
    let zh = format!("{base} 本身不是完整可用的场景（{at}{message}）：不列出与它的差异");
    report.warnings.push(Warning { path: "base".to_owned(), message: en, zh });
}

/// Names, remarks and sources are no difference.
fn is_told(path: &str) -> bool {
    let section = path.split('.').next().unwrap_or_default();
    let names = path.ends_with(".zh") || path == "structure.name";
    !matches!(section, "name" | "zh" | "about" | "about_zh" | "provenance" | "schema") && !names
}

struct Both<'a> {
    sources: [&'a Source; 2],
    old: &'a Scenario,
    new: &'a Scenario,
    city: &'a City,
}

impl Both<'_> {
    /// What the areas of a level, or the parts of a partition, are called.
    fn areas(&self, name: &str, lang: Lang) -> String {
        let levels = self.city.levels.iter().map(|level| (&level.name, &level.zh));
        let all = levels.chain(self.city.partitions.iter().map(|partition| (&partition.name, &partition.zh)));
        let zh = all.into_iter().find(|(own, _)| *own == name).and_then(|(_, zh)| zh.as_deref());
        named(&words(name), zh, lang)
    }

    /// Names that either scenario has in Chinese too.
    fn called(&self) -> BTreeMap<&str, &str> {
        [self.old, self.new].into_iter().flat_map(chinese).filter_map(|(name, zh)| Some((name.as_str(), zh.as_deref()?))).collect()
    }

    /// What those are called who hold a desk.
    fn holder(&self, name: &str, lang: Lang) -> String {
        let settler = self.new.structure.settlers.get(name).and_then(|settler| settler.zh.as_deref());
        named(name, settler.or_else(|| self.new.workforce.posts.get(name)?.zh.as_deref()), lang)
    }

    /// The path of what a difference is about: of an intake path the channel, else the setting itself.
    fn subject(&self, difference: &Difference) -> String {
        let path = &difference.path;
        if path.starts_with("structure.intake.") { path.split('[').next().unwrap_or(path).to_owned() } else { path.clone() }
    }

    fn sentence(&self, d: &Difference, lang: Lang) -> String {
        let path = self.subject(d);
        let names = |prefix: &str| path.strip_prefix(prefix).map(|name| name.trim_matches('"').to_owned());
        if let Some(channel) = names("structure.intake.") {
            return self.intake(&channel, lang);
        }
        if path == "structure.boundaries" {
            return self.boundaries(lang);
        }
        if let Some(name) = names("structure.desks.") {
            match (self.old.structure.desks.get(&name), self.new.structure.desks.get(&name)) {
                (None, Some(desk)) => return self.desk(&name, desk, lang),
                (Some(desk), None) => return gone(lang.t("desk", "席台"), &named(&name, desk.zh.as_deref(), lang), lang),
                _ => {}
            }
        }
        if let Some(name) = names("workforce.crews.") {
            match (self.old.workforce.crews.get(&name), self.new.workforce.crews.get(&name)) {
                (None, Some(kind)) => return self.crews(&name, kind, lang),
                (Some(kind), None) => return gone(lang.t("crews", "队组"), &named(&name, kind.zh.as_deref(), lang), lang),
                _ => {}
            }
        }
        if let Some(name) = names("workforce.posts.") {
            match (self.old.workforce.posts.get(&name), self.new.workforce.posts.get(&name)) {
                (None, Some(post)) => return self.posts(&name, post, lang),
                (Some(post), None) => return gone(lang.t("posts", "岗位"), &named(&name, post.zh.as_deref(), lang), lang),
                _ => {}
            }
        }
        let called = self.called();
        let told =
            |text: &Option<String>| text.as_ref().map_or_else(|| lang.t("not given", "未设").to_owned(), |t| value(t, &called, lang));
        let [old, new] = self.sources;
        let names = if d.new.is_some() { new.names(&path) } else { old.names(&path) };
        format!("{}{}{} → {}", field(&names, &called, lang), lang.t(": ", "："), told(&d.old), told(&d.new))
    }

    fn intake(&self, channel: &str, lang: Lang) -> String {
        let way = |scenario: &Scenario| {
            let desks = scenario.structure.intake.get(channel).map(Vec::as_slice).unwrap_or_default();
            let name = |desk: &String| named(desk, scenario.structure.desks.get(desk).and_then(|d| d.zh.as_deref()), lang);
            match desks {
                [] => lang.t("no desk", "不经席台").to_owned(),
                desks => lang.t("", "经过 ").to_owned() + &desks.iter().map(name).collect::<Vec<_>>().join(" → "),
            }
        };
        let called = |scenario: &Scenario| named(channel, scenario.demand.channels.get(channel).and_then(|c| c.zh.as_deref()), lang);
        let channels = &self.new.demand.channels;
        if !channels.is_empty() && !channels.contains_key(channel) {
            return gone(lang.t("channel", "渠道"), &called(self.old), lang);
        }
        let name = called(self.new);
        let (old, new) = (way(self.old), way(self.new));
        // A new channel may pass no desk, as none that did not exist.
        let (base, base_zh) = if old == new { Default::default() } else { (format!(" (base: {old})"), format!("（原：{old}）")) };
        lang.text(format!("Reports by {name} pass {new} before a crew is sent{base}."), format!("{name}的事件派队前{new}{base_zh}。"))
    }

    fn boundaries(&self, lang: Lang) -> String {
        match &self.new.structure.boundaries {
            Boundaries::Open => lang.t("Crews may be sent anywhere.", "队组可派往任何地方。").to_owned(),
            Boundaries::Within(cells) => {
                let cells = self.areas(cells, lang);
                lang.text(
                    format!("Crews stay within their own {cells}; those that serve the whole city back up all of them."),
                    format!("队组不出本{cells}；全市队组为各处后备。"),
                )
            }
        }
    }

    fn desk(&self, name: &str, d: &DeskConfig, lang: Lang) -> String {
        let name = named(name, d.zh.as_deref(), lang);
        let by_department = d.by_department || !d.modules.is_empty();
        let mut parts = vec![match (&d.serves, lang) {
            (None, Lang::En) if by_department => "for the whole city".to_owned(),
            (None, Lang::Zh) if by_department => "面向全市".to_owned(),
            (None, Lang::En) => "one for the city".to_owned(),
            (None, Lang::Zh) => "全市一处".to_owned(),
            (Some(cells), Lang::En) => format!("one in each {}", self.areas(cells, lang)),
            (Some(cells), Lang::Zh) => format!("每个{}一处", self.areas(cells, lang)),
        }];
        if by_department {
            parts.push(match (d.modules.len(), lang) {
                (0, Lang::En) => "a desk for each department".to_owned(),
                (0, Lang::Zh) => "各部门各设一席".to_owned(),
                (n, Lang::En) => {
                    format!("{} of several departments, and one desk for each of the others", number::counted(n as u64, "pooled desk"))
                }
                (n, Lang::Zh) => format!("{n} 个合并席台，其余部门各设一席"),
            });
        }
        for (hours, clerks) in &d.staff {
            let days = if d.workdays_only { lang.t(" on working days", "（工作日）") } else { "" };
            let clerks = clerks.get();
            parts.push(match lang {
                Lang::En => format!("{clerks} clerk{} {hours}{days}", if clerks == 1 { "" } else { "s" }),
                Lang::Zh => format!("{hours} {clerks} 人{days}"),
            });
        }
        if d.on_call {
            parts.push(lang.t("otherwise on call", "其余时间备勤").to_owned());
        }
        if let Some(holder) = &d.held_by {
            let holder = self.holder(holder, lang);
            parts.push(lang.text(format!("posts held by {holder}"), format!("由{holder}兼任")));
        }
        if let Some(transfer) = &d.transfer {
            let transfer = number::seconds(transfer.quantile(0.5), lang);
            parts.push(lang.text(format!("a hand-off to it takes {transfer} in the median"), format!("移交用时中位数 {transfer}")));
        }
        if d.waits_for_opening.get() > 0.0 {
            let share = number::whole_percent(d.waits_for_opening.get());
            parts.push(lang.text(format!("off hours {share} wait until it opens"), format!("非办公时间 {share} 等到开门")));
        }
        if let Some(accept) = &d.accept {
            let accept = number::seconds(accept.quantile(0.5), lang);
            parts.push(lang.text(format!("it accepts in {accept} in the median"), format!("接收用时中位数 {accept}")));
        }
        if d.wrong_department.get() > 0.0 {
            let share = number::whole_percent(d.wrong_department.get());
            parts.push(lang.text(format!("{share} go to the wrong department"), format!("{share} 派错部门")));
        }
        if let Some(requests) = &d.requests {
            let from = self.areas(&requests.from, lang);
            parts.push(lang.text(
                format!("each {from} turns to it {} times a day", number::mean_count(requests.rate.daily())),
                format!("每个{from}每天请示 {} 次", number::mean_count(requests.rate.daily())),
            ));
        }
        added(lang.t("desk", "席台"), &name, &parts, lang)
    }

    fn crews(&self, name: &str, kind: &CrewKindConfig, lang: Lang) -> String {
        let size = kind.crew_size.get();
        let mut parts = vec![match kind.officers.map(|n| number::count(u64::from(n.get()))) {
            Some(officers) => lang.text(format!("{officers} officers in crews of {size}"), format!("{officers} 人，每组 {size} 人")),
            None => lang.text(format!("crews of {size}"), format!("每组 {size} 人")),
        }];
        if kind.by_department {
            parts.push(lang.t("a squad for each department", "各部门各设中队").to_owned());
        }
        parts.push(match (&kind.based, lang) {
            (Based::Each(cells), Lang::En) => format!("based in each {}", self.areas(cells, lang)),
            (Based::Each(cells), Lang::Zh) => format!("驻每个{}", self.areas(cells, lang)),
            (Based::Centre, _) => lang.t("based in the middle of the city", "驻市中心").to_owned(),
            (Based::Away { east_km, north_km }, _) => {
                let km = number::mean_count((east_km * east_km + north_km * north_km).sqrt());
                lang.text(format!("based {km} km from the middle of the city"), format!("驻市中心外 {km} 公里"))
            }
            (Based::At(places), _) => {
                let places = number::counted(places.len() as u64, "given place");
                lang.text(format!("based at {places}"), format!("驻 {} 处指定地点", first(&places)))
            }
            (Based::AtPlaces(places), _) => {
                let crews: u64 = places.iter().map(|(_, crews)| u64::from(crews.get())).sum();
                let (n, crews) = (number::counted(places.len() as u64, "given place"), number::counted(crews, "crew"));
                lang.text(format!("{crews} on every shift at {n}"), format!("每班 {} 组驻 {} 处指定地点", first(&crews), first(&n)))
            }
            (Based::Stations, _) => lang.t("based at the city's stations", "驻城市所设站点").to_owned(),
            (Based::Scattered { .. }, _) => lang.t("each crew at a place of its own, anywhere", "各组随机分散驻守").to_owned(),
        });
        if kind.fractions == Fractions::AtCentre {
            parts.push(lang.t("what makes no whole crew stands at the centre", "不足一组者驻市中心").to_owned());
        }
        if let (Skills::Only(departments), false) = (&kind.skills, kind.by_department) {
            let zh = |name: &String| self.new.demand.departments.get(name).and_then(|department| department.zh.as_deref());
            let departments: Vec<String> = departments.iter().map(|name| named(name, zh(name), lang)).collect();
            parts.push(format!("{}{}", lang.t("competent in ", "职权："), departments.join(lang.t(", ", "、"))));
        } else if !kind.by_department {
            parts.push(lang.t("competent in everything", "全职权").to_owned());
        }
        added(lang.t("crews", "队组"), &named(name, kind.zh.as_deref(), lang), &parts, lang)
    }

    fn posts(&self, name: &str, post: &PostConfig, lang: Lang) -> String {
        let count = number::count(u64::from(post.count.get()));
        let parts = [match (&post.per, lang) {
            (None, Lang::En) => format!("{count} in all"),
            (None, Lang::Zh) => format!("共 {count} 个"),
            (Some(cells), Lang::En) => format!("{count} for each {}", self.areas(cells, lang)),
            (Some(cells), Lang::Zh) => format!("每个{} {count} 个", self.areas(cells, lang)),
        }];
        added(lang.t("posts", "岗位"), &named(name, post.zh.as_deref(), lang), &parts, lang)
    }
}

/// The number of so many of something.
fn first(counted: &str) -> &str {
    counted.split(' ').next().unwrap_or_default()
}

/// What a scenario names, with the names in Chinese.
fn chinese(scenario: &Scenario) -> impl Iterator<Item = (&String, &Option<String>)> {
    let Scenario { demand, structure, workforce, .. } = scenario;
    let of_demand = demand.categories.iter().map(|(name, c)| (name, &c.zh)).chain(demand.channels.iter().map(|(name, c)| (name, &c.zh)));
    let departments = demand.departments.iter().map(|(name, d)| (name, &d.zh));
    let surges = demand.surges.iter().map(|(name, s)| (name, &s.zh));
    let desks = structure.desks.iter().map(|(name, d)| (name, &d.zh)).chain(structure.settlers.iter().map(|(name, s)| (name, &s.zh)));
    let people = workforce.crews.iter().map(|(name, c)| (name, &c.zh)).chain(workforce.posts.iter().map(|(name, p)| (name, &p.zh)));
    of_demand.chain(departments).chain(surges).chain(desks).chain(people)
}

fn named(name: &str, zh: Option<&str>, lang: Lang) -> String {
    match (lang, zh) {
        (Lang::Zh, Some(zh)) => zh.to_owned(),
        _ => name.to_owned(),
    }
}

fn added(what: &str, name: &str, parts: &[String], lang: Lang) -> String {
    lang.text(format!("New {what} {name}: {}.", parts.join(", ")), format!("新增{what}“{name}”：{}。", parts.join("，")))
}

fn gone(what: &str, name: &str, lang: Lang) -> String {
    lang.text(format!("No {what} {name} any more."), format!("撤销{what}“{name}”。"))
}

//! The checklist STRESS-DES, version 1.1 (Monks, Currie, Onggo, Robinson, Kunc & Taylor, Journal of Simulation 13,
//! 2019), filled from the scenario. What only its author can say stays empty and is shown as not reported.

use crate::metrics::{Clock, Dimensions, Name};
use crate::policy::queueing::QueueDiscipline;
use crate::report::folder::Manifest;
use crate::report::{Lang, Setup, names, number};
use crate::scenario::Loaded;
use serde_json::{Value, json};

/// One item: number, title and text, each in both languages.
fn item(number: &str, title: (&str, &str), text: Option<(String, String)>) -> Value {
    let text = text.map(|(en, zh)| json!({ "en": en, "zh": zh }));
    json!({ "item": number, "title": { "en": title.0, "zh": title.1 }, "text": text })
}

fn both(of: impl Fn(Lang) -> String) -> Option<(String, String)> {
    Some((of(Lang::En), of(Lang::Zh)))
}

fn list<'a>(names: impl Iterator<Item = &'a Name> + Clone) -> impl Fn(Lang) -> String {
    move |lang| names.clone().map(|name| lang.of(name).to_owned()).collect::<Vec<_>>().join(lang.t(", ", "、"))
}

/// All items in the order of the checklist.
pub fn checklist(loaded: &Loaded, setup: &Setup, dimensions: &Dimensions, manifest: &Manifest) -> Vec<Value> {
    let (scenario, model) = (&loaded.scenario, &loaded.model);
    let purpose = Some(&scenario.about).filter(|about| !about.is_empty());
    let purpose = purpose.and_then(|_| both(|lang| names::about(lang, scenario).to_owned()));
    let structure = Name::new(&model.structure.name, model.structure.zh.as_deref().unwrap_or(&model.structure.name));
    let kinds: Vec<Name> = model.workforce.kinds.iter().map(|k| Name::new(&k.name, k.zh.as_deref().unwrap_or(&k.name))).collect();
    let desks: Vec<Name> = model.structure.kinds.iter().map(|k| Name::new(&k.name, k.zh.as_deref().unwrap_or(&k.name))).collect();
    let rule = format!("{:?}", scenario.dispatch.rule);
    let rule = rule.split([' ', '{', '(']).next().unwrap_or_default().to_owned();
    let queue = queue(model.queue);
    let changed = setup.set.join("; ");
    let files = manifest.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ");
    let graded = setup.provenance;
    vec![
        item("1.1", ("Purpose of the model", "模型目的"), purpose),
        item("1.2", ("Model outputs", "模型输出"), both(|lang| outputs(lang, dimensions))),
        item("1.3", ("Experimentation aims", "实验目标"), None),
        item(
            "2.1",
            ("Base model overview diagram", "模型流程"),
            both(|lang| {
                lang.t(
            "report → first desk responds and triages → someone on the spot settles it, or desks hand it on → dispatch rule → crew accepts → departs → travels → on scene → works → clears → second visit, filing, checks → closed",
            "上报→首个席台响应并研判→现场人员就地处置，或经席台流转→派单规则→队员接单→出动→路途→到场→处置→收尾→复查、立案、核查→结案",
        ).to_owned()
            }),
        ),
        item(
            "2.2",
            ("Base model logic", "基本逻辑"),
            both(|lang| {
                let name = lang.of(&structure);
                lang.text(
                    format!("structure “{name}”; documented in the model page of the program"),
                    format!("治理结构“{name}”；详见程序的模型说明"),
                )
            }),
        ),
        item(
            "2.3",
            ("Scenario logic", "场景差异"),
            both(|lang| match changed.as_str() {
                "" => lang.t("the scenario file as it stands", "与场景文件一致").to_owned(),
                set => lang.text(format!("the scenario file with {set}"), format!("在场景文件上改动：{set}")),
            }),
        ),
        item(
            "2.4",
            ("Algorithms", "算法"),
            both(|lang| lang.text(format!("dispatch {rule}, waiting incidents {queue}"), format!("派单规则 {rule}，等候队列 {queue}"))),
        ),
        item(
            "2.5.1",
            ("Entities", "实体"),
            both(|lang| {
                lang.text(
                    format!(
                        "incidents of {}: {}",
                        number::counted(dimensions.categories.len() as u64, "category"),
                        list(dimensions.categories.iter())(lang)
                    ),
                    format!("{} 类事件：{}", dimensions.categories.len(), list(dimensions.categories.iter())(lang)),
                )
            }),
        ),
        item(
            "2.5.2",
            ("Activities", "活动"),
            both(|lang| {
                let segments = crate::record::Segment::ALL.map(|s| names::cause(lang, crate::metrics::segment_name(s)));
                segments.join(lang.t(", ", "、"))
            }),
        ),
        item(
            "2.5.3",
            ("Resources", "资源"),
            both(|lang| {
                let (kinds, desks) = (list(kinds.iter())(lang), list(desks.iter())(lang));
                lang.text(
                    format!(
                        "{}, {} ({kinds}); desks: {desks}; {}",
                        number::counted(setup.officers, "officer"),
                        number::counted(setup.crews, "crew"),
                        number::counted(setup.posts, "paid post")
                    ),
                    format!("{} 名队员、{} 个班组（{kinds}）；席台：{desks}；在编岗位 {} 个", setup.officers, setup.crews, setup.posts),
                )
            }),
        ),
        item(
            "2.5.4",
            ("Queues", "队列"),
            both(|lang| {
                lang.text(
                    format!(
                        "one at each desk ({}) and one for crews ({queue}); reporters {}",
                        number::counted(dimensions.desks.len() as u64, "desk"),
                        if model.demand.patience.is_some() { "may withdraw" } else { "do not withdraw" }
                    ),
                    format!(
                        "{} 个席台各一个队列，另有等候队员的队列（{queue}）；报告人{}",
                        dimensions.desks.len(),
                        if model.demand.patience.is_some() { "可撤回" } else { "不撤回" }
                    ),
                )
            }),
        ),
        item(
            "2.5.5",
            ("Entry and exit points", "进入与退出"),
            both(|lang| {
                lang.text(
                    format!(
                        "reported through {}; leaves closed, lost, withdrawn, or open at the end of the drain",
                        list(dimensions.channels.iter())(lang)
                    ),
                    format!("经{}上报；以结案、无对口队伍、撤回或期末未结退出", list(dimensions.channels.iter())(lang)),
                )
            }),
        ),
        item(
            "3.1",
            ("Data sources", "数据来源"),
            both(|lang| {
                let sources = match graded.parameters {
                    0 => lang.t("no sources are given", "未注明来源"),
                    _ => lang.t("sources parameter by parameter in the table above", "各参数来源见上表"),
                };
                lang.text(format!("files: {files}; {sources}"), format!("文件：{files}；{sources}"))
            }),
        ),
        item(
            "3.2",
            ("Pre-processing", "数据预处理"),
            setup.log.as_ref().and_then(|log| both(|lang| lang.text(format!("records replayed from {log}"), format!("重放记录 {log}")))),
        ),
        item(
            "3.3",
            ("Input parameters", "输入参数"),
            both(|lang| match graded.parameters {
                0 => lang.t("all of them in the scenario file, none graded", "全部参数见场景文件，均未评级").to_owned(),
                n => lang.text(
                    format!("{}, table above; all of them in the scenario file", number::counted(n as u64, "graded parameter")),
                    format!("{n} 个已评级参数，见上表；全部参数见场景文件"),
                ),
            }),
        ),
        item(
            "3.4",
            ("Assumptions", "假设"),
            both(|lang| match graded.parameters {
                0 => lang.t("the scenario says of none of its parameters where it comes from", "场景未注明任何参数的来源").to_owned(),
                n => lang.text(
                    format!("{} of {n} graded parameters are assumptions (grade C)", graded.assumed),
                    format!("{n} 个已评级参数中有 {} 个是假设（C 级）", graded.assumed),
                ),
            }),
        ),
        item(
            "4.1",
            ("Initialisation", "初始化"),
            both(|lang| {
                lang.text(
                    match dimensions.warmup_days {
                        0 => format!("begins empty on {}; every day is measured", setup.start),
                        days => format!("begins empty on {}; {} at the start not measured", setup.start, number::are(days.into(), "day")),
                    },
                    format!("{} 空系统开始；前 {} 天不计入统计", setup.start, dimensions.warmup_days),
                )
            }),
        ),
        item(
            "4.2",
            ("Run length", "运行长度"),
            both(|lang| {
                lang.text(
                    format!(
                        "{}, then at most {} until all is closed",
                        number::counted(dimensions.days, "day"),
                        match model.drain.hours() / 24.0 {
                            1.0 => "1 day".to_owned(),
                            days => format!("{days} days"),
                        }
                    ),
                    format!("{} 天，之后至多 {} 天直至全部结案", dimensions.days, model.drain.hours() / 24.0),
                )
            }),
        ),
        item(
            "4.3",
            ("Estimation approach", "估计方法"),
            both(|lang| {
                lang.text(
                    format!(
                        "{}; ratio estimators with t-intervals at 95%; Monte Carlo error only",
                        number::counted(manifest.done.len() as u64, "independent replication")
                    ),
                    format!("{} 次独立重复；比率估计与 95% t 区间；仅含蒙特卡洛误差", manifest.done.len()),
                )
            }),
        ),
        item(
            "5.1",
            ("Software", "软件"),
            both(|lang| {
                lang.text(
                    format!("gridgov {}; system and build in manifest.json", manifest.gridgov),
                    format!("gridgov {}；系统与构建信息见 manifest.json", manifest.gridgov),
                )
            }),
        ),
        item(
            "5.2",
            ("Random sampling", "随机抽样"),
            both(|lang| {
                lang.text(
            format!("ChaCha8 streams by purpose and entity, one uniform per attribute, inverse distribution functions; seed {}, scheme {}", manifest.seed, manifest.stream_scheme),
            format!("ChaCha8，按用途与实体分流，每属性一个均匀数，逆分布函数法；种子 {}，方案 {}", manifest.seed, manifest.stream_scheme),
        )
            }),
        ),
        item(
            "5.3",
            ("Model execution", "模型执行"),
            both(|lang| {
                lang.t(
            "next-event, integer microseconds; ties by class, then sequence; replications in parallel, results independent of threads",
            "下一事件法，整数微秒；同刻按类别、再按次序；重复并行，结果与线程数无关",
        ).to_owned()
            }),
        ),
        item(
            "5.4",
            ("System specification", "系统规格"),
            both(|lang| lang.t("run time and machine in manifest.json", "运行时间与机器见 manifest.json").to_owned()),
        ),
        item("6.1", ("Computer model sharing statement", "模型共享声明"), None),
    ]
}

/// The order of those who wait, as scenarios write it.
fn queue(queue: QueueDiscipline) -> String {
    match queue {
        QueueDiscipline::PriorityFifo => "PriorityFifo".to_owned(),
        QueueDiscipline::Fifo => "Fifo".to_owned(),
        QueueDiscipline::WeightedWait { priority_1, priority_2, priority_3, priority_4 } => {
            let weights = [priority_1, priority_2, priority_3, priority_4].into_iter().zip(1..);
            let weights: Vec<String> = weights.map(|(weight, priority)| format!("priority_{priority}: {}", weight.get())).collect();
            format!("WeightedWait({})", weights.join(", "))
        }
        QueueDiscipline::ClosestFirst { by_priority } => format!("ClosestFirst(by_priority: {by_priority})"),
    }
}

fn outputs(lang: Lang, dimensions: &Dimensions) -> String {
    let targets = &dimensions.targets;
    let one = |target: crate::metrics::Target| {
        let name = names::target(lang, target.name(), targets.until_handled);
        format!("{name} ≤ {}", number::limit(targets.limits[target as usize].seconds(), lang))
    };
    let all = crate::metrics::Target::ALL.map(one).join(lang.t(", ", "、"));
    let clock = match targets.clock {
        Clock::Cumulative => lang.t("from the report", "自上报起"),
        Clock::PerStage => lang.t("from the milestone before", "自上一节点起"),
    };
    lang.text(format!("share of measured incidents with {all}, {clock}"), format!("考核事件达标率：{all}，{clock}计时"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queue_is_the_one_that_the_run_has() {
        for (set, expected) in [
            ("dispatch.rule=DemandSupplyBalancing", "ClosestFirst(by_priority: true)"),
            ("dispatch.queue=WeightedWait(priority_1: 16)", "WeightedWait(priority_1: 16, priority_2: 4, priority_3: 2, priority_4: 1)"),
            ("dispatch.queue=Fifo", "Fifo"),
        ] {
            let loaded = crate::scenario::load(std::path::Path::new("scenarios/county.ron"), &[set.to_owned()]);
            let loaded = loaded.unwrap_or_else(|d| panic!("{}", d.render(false)));
            assert_eq!(queue(loaded.model.queue), expected);
        }
    }

    #[test]
    fn without_sources_it_is_not_said_that_nothing_is_assumed() {
        let loaded =
            crate::scenario::load(std::path::Path::new("scenarios/county.ron"), &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let setup = Setup { provenance: Default::default(), ..crate::report::sample::setup() };
        let items = checklist(
            &loaded,
            &setup,
            &Dimensions::of(&loaded.model),
            &Manifest::new("county.ron".into(), Vec::new(), "", Vec::new(), 1, 2),
        );
        let text = |number: &str| items.iter().find(|item| item["item"] == number).unwrap()["text"]["en"].as_str().unwrap().to_owned();
        assert_eq!(text("3.4"), "the scenario says of none of its parameters where it comes from");
        assert!(!text("3.1").contains("parameter by parameter") && text("3.3").contains("none graded"));
    }
}

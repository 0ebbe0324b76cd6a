//! Structures are data: tiers that cost nothing change nothing, pooling and tandems are those of queueing theory,
//! and what is shipped has the headcount that it says.

use crate::program::json;
use gridgov::ids::Id;
use gridgov::oracle::Pool;
use gridgov::record::{Fact, Milestone, Observer, Outcome, Segment, What};
use gridgov::report::{Lang, Staffing, check};
use gridgov::scenario::{self, Loaded, Model};
use gridgov::simulation::Simulator;
use gridgov::stats::{Interval, ratio_interval};
use gridgov::time::Instant;
use serde_json::Value;
use std::path::Path;

const LEVEL: f64 = 0.999;
const REPLICATIONS: u32 = 20;
const HOUR_S: f64 = 3_600.0;

fn load(name: &str, sets: &[String]) -> Loaded {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    scenario::load(&file, sets).unwrap_or_else(|d| panic!("{}", d.render(false)))
}

fn text(text: &str) -> Model {
    scenario::load_text("structure.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false))).model
}

/// Everything but what desks and hand-offs do: what happens to crews, and when each incident reaches what.
#[derive(Default)]
struct Story {
    facts: Vec<(Instant, What, u64, u32, u64)>,
    milestones: Vec<(u64, [Instant; Milestone::COUNT])>,
}

impl Observer for Story {
    fn fact(&mut self, fact: &Fact) {
        let of_desks = [What::DeskQueued, What::DeskStarted, What::DeskDone, What::Transferred, What::Responded];
        if !of_desks.contains(&fact.what) {
            self.facts.push((fact.at, fact.what, fact.incident, fact.actor, fact.detail));
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        self.milestones.push((outcome.incident, outcome.milestones));
    }
}

fn story(model: &Model, replication: u32) -> Story {
    let mut story = Story::default();
    Simulator::new(model).watch(replication, &mut story).expect("the laws hold");
    story
}

#[test]
fn tiers_that_take_no_time_and_no_turn_are_no_tiers() {
    let all_day = r#"[("00:00..24:00", 100000)]"#;
    let unlimited = |desk: &str| {
        let at = format!("structure.desks.{desk}");
        [format!("{at}.staff={all_day}"), format!("{at}.workdays_only=false"), format!("{at}.wrong_department=0")]
    };
    let shared = ["run.days=12".to_owned(), "dispatch.rule=ClosestIdle".to_owned()];
    let mut flat = shared.to_vec();
    ["platform", "commission"].iter().for_each(|desk| flat.extend(unlimited(desk)));
    flat.push("structure.desks.commission.requests=None".into());
    let mut tiered = shared.to_vec();
    ["platform", "village", "township", "bureau", "joint office"].iter().for_each(|desk| tiered.extend(unlimited(desk)));
    for desk in ["township", "joint office"] {
        tiered.push(format!("structure.desks.{desk}.requests=None"));
    }
    for desk in ["township", "bureau"] {
        tiered.push(format!("structure.desks.{desk}.accept=Deterministic(\"0 s\")"));
    }
    tiered.push(r#"structure.desks.platform.sends=["micro-grid leader", "grid worker", "community cadre"]"#.into());
    tiered.push("workforce.crews.duty-station crew.officers=220".into());
    let (flat, tiered) = (load("longgang.ron", &flat).model, load("longgang-tiered-same-technology.ron", &tiered).model);
    for replication in 0..2 {
        let (one, three) = (story(&flat, replication), story(&tiered, replication));
        assert!(one.milestones.len() > 1_500 && one.facts.iter().filter(|f| f.1 == What::Arrived).count() > 1_000);
        assert_eq!(one.milestones, three.milestones);
        assert!(one.facts == three.facts, "crews are sent otherwise");
    }
    // And a single second at one of the extra desks shows.
    let slow = ["run.days=12".to_owned(), "structure.desks.township.accept=Deterministic(\"1 s\")".to_owned()];
    assert_ne!(story(&load("longgang-tiered-same-technology.ron", &slow).model, 0).milestones, story(&tiered, 0).milestones);
}

/// Sums of one replication.
#[derive(Default)]
struct Sums {
    incidents: f64,
    desk_hours: f64,
    later_desk_hours: f64,
    crew_hours: f64,
    accepted: Vec<(u64, f64)>,
}

impl Observer for Sums {
    fn outcome(&mut self, outcome: &Outcome) {
        let hours = |segment: Segment| outcome.segments[segment as usize].seconds() / HOUR_S;
        self.incidents += 1.0;
        self.desk_hours += hours(Segment::DeskQueue);
        self.later_desk_hours += hours(Segment::LaterDeskQueue);
        self.crew_hours += hours(Segment::CrewQueue);
        self.accepted.push((outcome.incident, outcome.at(Milestone::Accept).since(outcome.reported).seconds()));
    }
}

fn sums(model: &Model) -> Vec<Sums> {
    let mut simulator = Simulator::new(model);
    let run = |r| {
        let mut sums = Sums::default();
        simulator.watch(r, &mut sums).expect("the laws hold");
        sums
    };
    (0..REPLICATIONS).map(run).collect()
}

#[track_caller]
fn agrees(what: &str, exact: f64, interval: Interval, half_width: f64) {
    let Interval { estimate, lower, upper, .. } = interval;
    println!("{what}: exact {exact:.6}, estimate {estimate:.6}, 99.9% {lower:.6} to {upper:.6}");
    assert!(interval.contains(exact), "{what}: {exact} is not in {lower}..{upper}");
    assert!((upper - lower) / 2.0 <= half_width, "{what}: {lower}..{upper} is too wide to mean anything");
}

#[test]
fn nine_squads_pooled_into_one_save_what_erlang_says() {
    let categories: String =
        (1..=9).map(|d| format!("\"job {d}\": (department: \"department {d}\", on_scene: Exponential(mean: \"1 h\")), ")).collect();
    let model = |crews: &str| {
        text(&format!(
            r#"(city: Point(), demand: (volume: "10.8 /h", categories: {{ {categories} }}), workforce: (crews: {{ {crews} }}),
                dispatch: (rule: ClosestIdle, relocation: Stay), run: (days: 250, drain: "100 days", seed: 11))"#
        ))
    };
    let kind = |name: &str, skills: &str, crews: u32| {
        format!(
            r#""{name}": (officers: 200, roster: {{ "all day": {crews} }}, based: Centre, skills: {skills},
                accept: Deterministic("0 s"), turnout: Deterministic("0 s")), "#
        )
    };
    let squads: String = (1..=9).map(|d| kind(&format!("squad {d}"), &format!("Only([\"department {d}\"])"), 2)).collect();
    let (apart, pooled) = (sums(&model(&squads)), sums(&model(&kind("team", "All", 18))));
    let mean = |s: &Sums| s.crew_hours / s.incidents;
    let saved: Vec<(f64, f64)> = apart.iter().zip(&pooled).map(|(a, p)| (mean(a) - mean(p), 1.0)).collect();
    let wait = |arrivals: f64, servers: u32| Pool { arrivals, service: 1.0, servers }.mean_wait();
    let exact = wait(1.2, 2) - wait(10.8, 18);
    agrees("hours of waiting saved by pooling", exact, ratio_interval(&saved, LEVEL), 0.05 * exact);
}

#[test]
fn desks_in_tandem_queue_as_if_each_stood_alone() {
    let model = text(
        r#"(city: Point(),
            demand: (volume: "2 /h", categories: { "job": (on_scene: Deterministic("1 min")) }),
            structure: (
                intake: { "report": ["first", "second"] },
                desks: { "first":  (staff: [("00:00..24:00", 3)], triage: Exponential(mean: "1 h")),
                         "second": (staff: [("00:00..24:00", 2)], accept: Exponential(mean: "45 min")) },
            ),
            workforce: (crews: { "server": (officers: 300, roster: { "all day": 60 }, based: Centre,
                                            accept: Deterministic("0 s"), turnout: Deterministic("0 s")) }),
            run: (days: 1500, drain: "100 days", seed: 12))"#,
    );
    let runs = sums(&model);
    let ratio = |of: fn(&Sums) -> f64| ratio_interval(&runs.iter().map(|s| (of(s), s.incidents)).collect::<Vec<_>>(), LEVEL);
    let first = Pool { arrivals: 2.0, service: 1.0, servers: 3 }.mean_wait();
    let second = Pool { arrivals: 2.0, service: 1.0 / 0.75, servers: 2 }.mean_wait();
    agrees("wait at the first desk", first, ratio(|s| s.desk_hours), 0.06 * first);
    agrees("wait at the second desk", second, ratio(|s| s.later_desk_hours), 0.06 * second);
    agrees("both", first + second, ratio(|s| s.desk_hours + s.later_desk_hours), 0.05 * (first + second));
}

#[test]
fn one_more_desk_takes_at_least_its_time() {
    let model = |path: &str| {
        text(&format!(
            r#"(city: Point(),
                demand: (volume: "6 /h", categories: {{ "job": (on_scene: Exponential(mean: "20 min")) }}),
                structure: (
                    intake: {{ "report": [{path}] }},
                    desks: {{ "first": (staff: [("00:00..24:00", 2)], triage: Exponential(mean: "8 min")),
                              "more":  (staff: [("00:00..24:00", 1)], accept: Deterministic("3 min")) }},
                ),
                workforce: (crews: {{ "server": (officers: 300, roster: {{ "all day": 60 }}, based: Centre,
                                                accept: LogNormal(median: "30 s", p90: "75 s"), turnout: Deterministic("0 s")) }}),
                run: (days: 20, seed: 13))"#
        ))
    };
    let (without, with) = (sums(&model("\"first\"")), sums(&model("\"first\", \"more\"")));
    for (short, long) in without.iter().zip(&with) {
        let (mut short, mut long) = (short.accepted.clone(), long.accepted.clone());
        short.sort_by_key(|a| a.0);
        long.sort_by_key(|a| a.0);
        assert!(short.len() > 1_000);
        assert!(short.iter().zip(&long).all(|(a, b)| a.0 == b.0 && b.1 >= a.1 + 180.0 - 1e-6));
    }
}

const TIERED: [(&str, &[usize]); 3] = [("same-technology", &[3]), ("reformed", &[2]), ("traditional", &[3])];

fn posts(name: &str) -> u64 {
    Staffing::of(&load(name, &[])).posts_total
}

#[test]
fn every_structure_has_the_headcount_that_it_says() {
    let flat = posts("longgang.ron");
    assert_eq!(flat, 1_863);
    let files = ["tiered-same-technology", "tiered-reformed", "tiered-traditional", "flat-failing", "before-2019"];
    for name in files {
        let loaded = load(&format!("longgang-{name}.ron"), &[]);
        let crew = loaded.model.workforce.kinds.iter().map(|k| u64::from(k.crew_size)).max().unwrap_or(0);
        let here = Staffing::of(&loaded).posts_total;
        assert!(here.abs_diff(flat) <= crew, "{name}: {here} posts instead of {flat}");
        assert!(loaded.model.name.contains("equal headcount"), "{}", loaded.model.name);
        if name != "flat-failing" {
            let norm = load(&format!("longgang-{name}-norm.ron"), &[]);
            let officers: u32 = norm.model.workforce.kinds.iter().map(|k| k.officers).sum();
            assert_eq!((Staffing::of(&norm).posts_total, officers), (4_660, 550), "{name}");
            assert!(norm.model.name.contains("circular") && norm.scenario.about.contains("circular"), "{}", norm.model.name);
        }
    }
}

#[test]
fn where_there_is_no_post_there_is_nobody() {
    let available = |more: &str| {
        let loaded = load("longgang.ron", &[format!("structure.settlers.micro-grid leader.{more}")]);
        loaded.model.structure.settlers.iter().map(|settler| (settler.available, settler.posts)).collect::<Vec<_>>()
    };
    assert!(available("posts=0") == available("filled=0") && available("posts=1")[0].0 > available("posts=0")[0].0);
}

#[test]
fn what_differs_between_structures_is_graded_and_what_they_share_is_shared() {
    let flat = load("longgang.ron", &[]);
    for (name, desks) in TIERED {
        let loaded = load(&format!("longgang-tiered-{name}.ron"), &[]);
        assert!(loaded.model.structure.intake.iter().all(|path| desks.contains(&path.len())), "{name}");
        let differences = loaded.source.differences(&flat.source);
        let shared = ["city", "demand", "targets", "run"];
        assert!(differences.iter().all(|d| !shared.iter().any(|s| d.path.starts_with(s))), "{name} changes more than the structure");
        for desk in loaded.scenario.structure.desks.keys().filter(|desk| !flat.scenario.structure.desks.contains_key(*desk)) {
            let at = format!("structure.desks.{desk}");
            assert!(loaded.scenario.provenance.keys().any(|path| path.starts_with(&at)), "{name}: nothing says where {at} comes from");
        }
        let lines = std::fs::read_to_string(format!("{}/scenarios/longgang-tiered-{name}.ron", env!("CARGO_MANIFEST_DIR"))).unwrap();
        assert!(lines.lines().count() <= 100, "{name} is more than a screenful");
    }
}

#[test]
fn check_tells_the_difference_to_the_base_in_both_languages() {
    let (base, loaded) = (load("longgang.ron", &[]), load("longgang-tiered-reformed.ron", &[]));
    let mut report = check::inspect(&loaded, "longgang-tiered-reformed.ron");
    check::against(&mut report, &loaded, &base, "longgang.ron");
    for (lang, said) in [
        (
            Lang::En,
            [
                "Reports by hotline pass platform → township before a crew is sent (base: platform).",
                "New desk township: one in each former area, 2 clerks",
                "No desk commission any more.",
                "New crews township squad: 160 officers",
                "Equal headcount: as many posts as Longgang, flat structure (2022).",
            ],
        ),
        (
            Lang::Zh,
            ["派队前经过 一网统管平台 → 乡镇指挥室", "新增席台“乡镇指挥室”", "撤销席台“基层治理委员会”", "乡镇综合执法中队", "编制相等"],
        ),
    ] {
        let text = anstream::adapter::strip_str(&check::text(&report, false, lang)).to_string();
        let whole: String = text.split_whitespace().collect();
        for said in said {
            let said: String = said.split_whitespace().collect();
            assert!(whole.contains(&said), "{said:?} is not in\n{text}");
        }
    }
}

#[test]
fn longgang_says_its_purpose_and_its_sources_in_chinese_too() {
    let folder = std::fs::read_dir(format!("{}/scenarios", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let names = folder.map(|file| file.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = names.filter(|name| name.starts_with("longgang") && name.ends_with(".ron")).collect();
    assert!(names.len() >= 11, "{names:?}");
    let chinese = |text: &Option<String>| text.as_ref().is_some_and(|text| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)));
    for name in names {
        let scenario = load(&name, &[]).scenario;
        assert!(chinese(&scenario.zh) && !scenario.about.is_empty() && chinese(&scenario.about_zh), "{name}");
        let english = scenario.provenance.iter().find(|(_, said)| !chinese(&said.zh));
        assert!(english.is_none(), "{name}: {english:?}");
    }
}

#[test]
fn what_a_variant_says_in_english_only_is_not_shown_in_the_chinese_of_its_base() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file
    };
    let county = format!("{}/scenarios/county.ron", env!("CARGO_MANIFEST_DIR"));
    let base = format!(
        r#"(base: {county:?}, about: "for all", about_zh: "通用",
            provenance: {{ "demand.volume": (grade: C, source: "a guess", zh: "猜测"), "city": (grade: C, source: "a map", zh: "地图") }})"#
    );
    write("base.ron", &base);
    let over = r#"(base: "base.ron", name: "Another county", about: "for some", provenance: { "demand.volume": (source: "a count") })"#;
    let loaded = scenario::load(&write("over.ron", over), &[]).unwrap();
    let report = check::inspect(&loaded, "over.ron");
    assert_eq!((report.name.zh.as_str(), report.about_zh.as_str()), ("Another county", "for some"));
    let zh = |path: &str| loaded.scenario.provenance[path].zh.as_deref();
    assert_eq!((zh("demand.volume"), zh("city")), (None, Some("地图")));
    // What it does not say anew stays.
    let same = scenario::load(&write("same.ron", r#"(base: "base.ron", run: (days: 9))"#), &[]).unwrap();
    assert_eq!(check::inspect(&same, "same.ron").about_zh, "通用");
}

#[test]
fn only_what_is_there_can_be_removed() {
    let folder = tempfile::tempdir().unwrap();
    let base = format!("{}/scenarios/longgang.ron", env!("CARGO_MANIFEST_DIR"));
    let write = |text: &str| {
        let file = folder.path().join("over.ron");
        std::fs::write(&file, format!("(base: {base:?}, {text})")).unwrap();
        scenario::load(&file, &[]).map_err(|d| d.render(false))
    };
    let gone = write(r#"structure: (desks: { "commission": Removed }, joint_via: Removed)"#).unwrap();
    assert!(!gone.scenario.structure.desks.contains_key("commission") && gone.scenario.structure.joint_via.is_none());
    assert!(!gone.scenario.provenance.contains_key("structure.desks.commission"));
    let told = write(r#"structure: (desks: { "comission": Removed })"#).unwrap_err();
    assert!(told.contains("structure.desks.comission") && told.contains("could be removed"), "{told}");
    let missed = write(r#"structure: (desks: { "commission": Removed })"#).unwrap_err();
    assert!(missed.contains("joint_via"), "{missed}");
}

/// A city of two districts with crews of their own, and one crew for both.
fn backed_up(crew_of_all: &str) -> Model {
    text(&format!(
        r#"(city: Generated(seed: 1, residents: 9000, area_km2: 40, outline_km: [(0, 0), (8, 0), (8, 5), (0, 5)],
                            levels: [(name: "district", count: 2), (name: "block", count: 20)]),
            demand: (volume: "60 /day", categories: {{ "job": (on_scene: Deterministic("1 h")) }}),
            structure: (boundaries: Within("district")),
            workforce: (crews: {{
                "district crew": (officers: 8, roster: {{ "all day": 2 }}, based: Each("district"),
                                  accept: Deterministic("0 s"), turnout: Deterministic("0 s")),
                {crew_of_all}
            }}),
            dispatch: (rule: DistrictFirst(partition: "district", outside: Never)),
            run: (days: 30, seed: 3))"#
    ))
}

/// Who was sent while some crew of the district was idle is not asked; only how much each kind does.
#[derive(Default)]
struct Sent(Vec<u32>);

impl Observer for Sent {
    fn fact(&mut self, fact: &Fact) {
        if fact.what == What::Offered {
            self.0.push(fact.actor);
        }
    }
}

#[test]
fn crews_of_the_whole_city_back_up_districts_that_keep_to_themselves() {
    let reserve = r#""reserve": (officers: 4, roster: { "all day": 1 }, based: Centre, accept: Deterministic("0 s"), turnout: Deterministic("0 s")),"#;
    let (alone, backed) = (backed_up(""), backed_up(reserve));
    let mut sent = Sent::default();
    Simulator::new(&backed).watch(0, &mut sent).unwrap();
    let by_reserve = sent.0.iter().filter(|crew| backed.workforce.crews[Id::new(**crew as usize)].kind == 1).count();
    assert!(by_reserve * 10 > sent.0.len() && by_reserve * 2 < sent.0.len(), "{by_reserve} of {}", sent.0.len());
    let wait = |model: &Model| sums(model).iter().map(|s| s.crew_hours).sum::<f64>();
    assert!(wait(&backed) < 0.7 * wait(&alone));
}

/// With clerks enough nobody ever queues: what is spent before a closed desk belongs to the hand-off, which a scenario
/// assumes, and not to the queue, which comes out of the run.
#[test]
fn waiting_for_a_desk_to_open_is_no_queue() {
    #[derive(Default)]
    struct Spent(Vec<[gridgov::time::Duration; 2]>);
    impl Observer for Spent {
        fn outcome(&mut self, outcome: &Outcome) {
            self.0.push([Segment::Transfer, Segment::LaterDeskQueue].map(|segment| outcome.segments[segment as usize]));
        }
    }
    let model = text(
        r#"(city: Point(),
            demand: (volume: "40 /day", categories: { "job": (on_scene: Deterministic("1 min")) }),
            structure: (
                intake: { "report": ["first", "second"] },
                desks: { "first":  (staff: [("00:00..24:00", 100)]),
                         "second": (staff: [("08:00..16:00", 100)], waits_for_opening: 1, accept: Deterministic("5 min")) },
            ),
            workforce: (crews: { "server": (crews: 50, based: Centre) }),
            run: (days: 10, seed: 14))"#,
    );
    let mut spent = Spent::default();
    Simulator::new(&model).watch(0, &mut spent).expect("the laws hold");
    let waited = spent.0.iter().filter(|[transfer, _]| transfer.seconds() > 0.0).count();
    assert!((150..350).contains(&waited), "two thirds of the day it is closed: {waited} of {} waited", spent.0.len());
    assert!(spent.0.iter().all(|[transfer, queue]| queue.seconds() == 0.0 && transfer.seconds() <= 16.0 * HOUR_S));
}

#[test]
fn only_clerks_are_busy_and_nobody_queues_for_a_desk_to_open() {
    let document = json(&[
        "run",
        "scenarios/longgang-tiered-reformed.ron",
        "--set",
        "run.days=6",
        "--set",
        "run.warmup_days=0",
        "--replications",
        "1",
        "--set",
        "structure.desks.township.waits_for_opening=1",
        "--set",
        "structure.desks.township.staff=[(\"08:30..12:00\", 500)]",
        "--set",
        "structure.desks.village.staff=[]",
        "--quiet",
        "--json",
    ]);
    let desks = document["queues"]["desks"].as_array().unwrap();
    let of = |name: &str, key: fn(&Value) -> f64| desks.iter().filter(|desk| desk["name"]["name"] == name).map(key).sum::<f64>();
    assert!(of("township", |desk| desk["queue"]["entries"].as_f64().unwrap()) > 100.0);
    assert!(of("township", |desk| desk["queue"]["mean_wait_s"]["estimate"].as_f64().unwrap_or(0.0)) < 1.0, "there is a clerk for each");
    assert!(of("village", |desk| desk["queue"]["entries"].as_f64().unwrap()) > 100.0);
    assert_eq!(of("village", |desk| desk["clerks_busy"]["estimate"].as_f64().unwrap()), 0.0, "all are on call");
}

/// Joint jobs pass the desk for them after their path, but where the path ends there they are at it already.
#[test]
fn a_desk_hands_no_joint_job_to_itself() {
    #[derive(Default)]
    struct Handoffs(Vec<(bool, u32)>);
    impl Observer for Handoffs {
        fn outcome(&mut self, outcome: &Outcome) {
            self.0.push((outcome.joint, outcome.handoffs));
        }
    }
    let handoffs = |path: &str, of_joint: u32, of_others: u32| {
        let model = text(&format!(
            r#"(city: Point(),
                demand: (volume: "40 /day", categories: {{ "job": (department: "works", on_scene: Deterministic("1 min"),
                    joint: (share: 0.4, with: "police")) }}, departments: {{ "police": () }}),
                structure: (
                    intake: {{ "report": [{path}] }}, joint_via: "bureau",
                    desks: {{ "hotline": (staff: [("00:00..24:00", 9)]), "bureau": (staff: [("00:00..24:00", 9)]) }},
                ),
                workforce: (crews: {{ "server": (crews: 50, based: Centre) }}),
                run: (days: 5, seed: 15))"#
        ));
        let mut found = Handoffs::default();
        Simulator::new(&model).watch(0, &mut found).expect("the laws hold");
        assert!(found.0.iter().filter(|(joint, _)| *joint).count() > 30);
        let as_expected = |(joint, handoffs): &(bool, u32)| *handoffs == if *joint { of_joint } else { of_others };
        assert!(found.0.iter().all(as_expected), "{path}: {:?}", found.0);
    };
    handoffs(r#""hotline""#, 1, 0);
    handoffs(r#""hotline", "bureau""#, 1, 1);
    handoffs(r#""bureau", "hotline""#, 2, 1);
    handoffs(r#""bureau""#, 0, 0);
}

/// One clerk until four, far too few; then somebody is on call, who takes up all that stand in the queue.
#[test]
fn whoever_is_on_call_takes_up_the_queue_of_a_desk_that_closes() {
    #[derive(Default)]
    struct Queued(Vec<(f64, f64)>);
    impl Observer for Queued {
        fn outcome(&mut self, outcome: &Outcome) {
            let hour = outcome.reported.since(Instant::ZERO).hours() % 24.0;
            self.0.push((hour, outcome.segments[Segment::DeskQueue as usize].hours()));
        }
    }
    let model = text(
        r#"(city: Point(),
            demand: (volume: "40 /day", categories: { "job": (on_scene: Deterministic("1 min")) }),
            structure: (intake: { "report": ["desk"] },
                desks: { "desk": (staff: [("08:00..16:00", 1)], on_call: true, triage: Deterministic("2 h")) }),
            workforce: (crews: { "server": (crews: 50, based: Centre) }),
            run: (days: 10, seed: 16))"#,
    );
    let mut found = Queued::default();
    Simulator::new(&model).watch(0, &mut found).expect("the laws hold");
    assert!(found.0.iter().filter(|(_, waited)| *waited > 2.0).count() > 20, "it is far too few");
    for (hour, waited) in found.0 {
        let until = if (8.0..16.0).contains(&hour) { 16.0 - hour } else { 0.0 };
        assert!(waited <= until + 1e-6, "reported at {hour}, waited {waited} hours");
    }
}

//! Rules in whole runs, against exact answers: cut-offs, preemption, fixed preferences.
//!
//! A case passes when the exact value lies inside the simulation's own 99.9% interval over replications and that
//! interval is narrow enough to mean something. Seeds are fixed.

use gridgov::ids::{AreaId, CrewId};
use gridgov::record::{CrewState, End, Fact, Observer, Outcome, Segment, WaitReason, What};
use gridgov::scenario::{self, Model};
use gridgov::simulation::Simulator;
use gridgov::stats::{Interval, ratio_interval};
use gridgov::time::{Duration, Instant};

const LEVEL: f64 = 0.999;
const REPLICATIONS: u32 = 12;

fn model(text: &str) -> Model {
    scenario::load_text("rules.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false))).model
}

fn diagnostics(text: &str) -> String {
    scenario::load_text("rules.ron", text).err().map(|d| d.render(false)).expect("the scenario is refused")
}

/// A pool of like servers at one point under these rules.
fn pool(servers: u32, volume: &str, categories: &str, rules: &str, days: u32) -> String {
    format!(
        r#"(
            city: Point(),
            demand: (volume: "{volume}", categories: {{ {categories} }}),
            workforce: (crews: {{ "server": (
                officers: {officers}, roster: {{ "all day": {servers} }}, based: Centre,
                accept: Deterministic("0 s"), turnout: Deterministic("0 s"),
            ) }}),
            dispatch: (relocation: Stay, {rules}),
            run: (days: {days}, drain: "100 days", seed: 20221),
        )"#,
        officers = 4 * servers,
    )
}

/// Sums over one replication: by priority the hours waited and the incidents; by crew the hours at work.
#[derive(Clone)]
struct Seen {
    waits: [(f64, f64); 4],
    preemptions: u64,
    told: u64,
    since: Vec<Option<Instant>>,
    work: Vec<f64>,
    dispatches: Vec<Vec<f64>>,
    first_leaf: u32,
    end: Instant,
}

impl Seen {
    fn new(model: &Model) -> Seen {
        let crews = model.workforce.crews.len();
        let zones = model.city.leaf_count();
        Seen {
            waits: [(0.0, 0.0); 4],
            preemptions: 0,
            told: 0,
            since: vec![None; crews],
            work: vec![0.0; crews],
            dispatches: vec![vec![0.0; crews]; zones],
            first_leaf: model.city.leaves().start,
            end: model.horizon(),
        }
    }
}

impl Observer for Seen {
    fn fact(&mut self, fact: &Fact) {
        self.told += u64::from(fact.what == What::Preempted);
        if fact.what != What::Crew || fact.at > self.end {
            return;
        }
        let crew = fact.actor as usize;
        if let Some(since) = self.since[crew].take() {
            self.work[crew] += fact.at.since(since).hours();
        }
        if fact.detail == CrewState::OnScene as u64 {
            self.since[crew] = Some(fact.at);
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        let sums = &mut self.waits[usize::from(outcome.priority) - 1];
        *sums = (sums.0 + outcome.segments[Segment::CrewQueue as usize].hours(), sums.1 + 1.0);
        self.preemptions += u64::from(outcome.preemptions);
        if let gridgov::record::ServedBy::Crew(CrewId(crew)) = outcome.served_by {
            self.dispatches[(outcome.leaf.0 - self.first_leaf) as usize][crew as usize] += 1.0;
        }
    }
}

fn runs(model: &Model, replications: u32) -> Vec<Seen> {
    let mut simulator = Simulator::new(model);
    (0..replications)
        .map(|r| {
            let mut seen = Seen::new(model);
            simulator.watch(r, &mut seen).expect("the laws hold");
            seen
        })
        .collect()
}

fn wait(runs: &[Seen], priority: usize) -> Interval {
    ratio_interval(&runs.iter().map(|seen| seen.waits[priority - 1]).collect::<Vec<_>>(), LEVEL)
}

#[track_caller]
fn agrees(what: &str, exact: f64, interval: Interval, half_width: f64) {
    let Interval { estimate, lower, upper, .. } = interval;
    println!("{what}: exact {exact:.6}, estimate {estimate:.6}, 99.9% {lower:.6} to {upper:.6}");
    assert!(interval.contains(exact), "{what}: {exact} is not in {lower}..{upper}");
    assert!((upper - lower) / 2.0 <= half_width, "{what}: {lower}..{upper} is too wide to mean anything");
}

/// Two classes, the lower cut off at N of 5 busy servers; waits from the exact Markov chain.
#[test]
fn waits_behind_a_cutoff_are_those_of_the_markov_chain() {
    let categories = r#"
        "high": (share: 1.0, priority: 1, on_scene: Exponential(mean: "1 h")),
        "low":  (share: 1.5, priority: 3, on_scene: Exponential(mean: "1 h")),"#;
    for (cutoff, high, low) in [(5, 0.032593, 0.065186), (4, 0.014663, 0.207008), (3, 0.007144, 0.919691)] {
        let rules = format!("admission: CutoffReserve(priority_3: Busy({cutoff}))");
        let runs = runs(&model(&pool(5, "2.5 /h", categories, &rules, 500)), REPLICATIONS);
        agrees(&format!("high class, cut-off {cutoff}"), high, wait(&runs, 1), 0.3 * high);
        agrees(&format!("low class, cut-off {cutoff}"), low, wait(&runs, 3), 0.25 * low);
    }
}

#[test]
fn waits_under_preemption_are_those_of_preemptive_resume() {
    let categories = r#"
        "first":  (share: 0.2, priority: 1, on_scene: Exponential(mean: "20 min")),
        "second": (share: 0.6, priority: 2, on_scene: Exponential(mean: "20 min")),
        "third":  (share: 1.2, priority: 3, on_scene: Exponential(mean: "20 min")),"#;
    for (servers, exact, days) in [(1, [0.023810, 0.153680, 1.030303], 900), (2, [0.000371, 0.007921, 0.065422], 900)] {
        let runs = runs(&model(&pool(servers, "2 /h", categories, "preemption: PreemptivePriority(on_scene: true)", days)), REPLICATIONS);
        for (priority, exact) in (1..).zip(exact) {
            agrees(&format!("{servers} servers, priority {priority}"), exact, wait(&runs, priority), (0.25 * exact).max(0.0003));
        }
        assert!(runs.iter().all(|seen| seen.preemptions > 0 && seen.preemptions == seen.told), "every preemption is in facts and outcomes");
    }
}

/// Two responders, two zones, each zone's own first; those who find both busy go elsewhere.
#[test]
fn two_responders_share_the_work_as_the_hypercube_says() {
    let text = r#"(
        city: Generated(residents: 2000, area_km2: 0.01, levels: [(name: "zone", count: 2)], travel: (urban: "1000 km/h", outer: "1000 km/h")),
        demand: (volume: "2 /h", categories: { "job": (on_scene: Exponential(mean: "30 min"), where: (residents: 1)) }, patience: Deterministic("0 s")),
        workforce: (crews: { "server": (
            officers: 20, roster: { "all day": 2 }, based: Each("zone"), allotted: Equally,
            accept: Deterministic("0 s"), turnout: Deterministic("0 s"),
        ) }),
        dispatch: (rule: PreferenceList, relocation: Stay),
        run: (days: 600, drain: "100 days", seed: 20221),
    )"#;
    let model = model(text);
    let runs = runs(&model, REPLICATIONS);
    let hours = model.horizon().since(Instant::ZERO).hours();
    // The chain of four states at rate 2 in all, 2 an hour done by each: P00 = 0.4 and P11 = 0.2, however zones differ.
    let residents: Vec<f64> = model.city.leaves().map(|leaf| f64::from(model.city.areas[AreaId(leaf)].residents)).collect();
    let rate = [0, 1].map(|zone| 2.0 * residents[zone] / residents.iter().sum::<f64>());
    let only = rate.map(|own| 0.1 * own + 0.1);
    for crew in [0, 1] {
        let workloads: Vec<(f64, f64)> = runs.iter().map(|s| (s.work[crew], hours)).collect();
        agrees("workload", only[crew] + 0.2, ratio_interval(&workloads, LEVEL), 0.008);
        for zone in [0, 1] {
            let free = if zone == crew { 0.4 + only[1 - crew] } else { only[zone] };
            let of = |s: &Seen| (s.dispatches[zone][crew], s.dispatches.iter().flatten().sum::<f64>());
            let shares: Vec<(f64, f64)> = runs.iter().map(of).collect();
            agrees("share of dispatches", rate[zone] * free / 1.6, ratio_interval(&shares, LEVEL), 0.008);
        }
    }
}

#[test]
fn contradictions_are_refused_with_a_reason() {
    let categories = r#""job": (on_scene: Exponential(mean: "1 h"))"#;
    let refused = |rules: &str| diagnostics(&pool(1, "1 /h", categories, rules, 1));
    let text = refused("preemption: PreemptivePriority, queue: Fifo");
    assert!(text.contains("use PriorityFifo"), "{text}");
    let text = refused("admission: CutoffReserve");
    assert!(text.contains("holds nobody back"), "{text}");
    let text = refused("preemption: PreemptivePriority(priority_2: [1])");
    assert!(text.contains("not from 1"), "{text}");
    let text = refused(r#"rule: PreferenceList(lists: {"town": []})"#);
    assert!(text.contains("no zone called \"town\""), "{text}");
    let rule = r#"rule: DistrictFirst(partition: "city", outside: After("10 min"))"#;
    let text = diagnostics(&pool(1, "1 /h", categories, rule, 1).replace("demand: (", r#"demand: (patience: Deterministic("1 h"), "#));
    assert!(text.contains("one timer") && text.contains("take AtOnce"), "{text}");
}

/// A small town with too few crews, breaks, refusals, committed work and joint jobs, under these rules.
fn town(rules: &str) -> String {
    format!(
        r#"(
            city: Generated(residents: 40000, area_km2: 60, levels: [(name: "governance_unit", count: 6), (name: "grid", count: 40)]),
            demand: (
                volume: "130 /day",
                departments: {{ "order": (), "roads": () }},
                categories: {{
                    "noise":   (department: "order", share: 3, priority: 3, urgent: 0.1, on_scene: Exponential(mean: "40 min")),
                    "parking": (department: "order", share: 3, priority: 4, on_scene: Exponential(mean: "25 min"), second_visit: 0.1),
                    "damage":  (department: "roads", share: 2, priority: 2, on_scene: Exponential(mean: "50 min"), joint: (share: 0.2, with: "order", crews: 1)),
                }},
                committed_work: (crew_time_per_day: "20 h"),
            ),
            workforce: (crews: {{ "patrol": (
                officers: 60, roster: {{ "day": 9, "night": 6 }}, based: Each("governance_unit"),
                shifts: {{ "day": (hours: "08:00..20:00"), "night": (hours: "20:00..08:00") }}, handover: "10 min",
                accept: Deterministic("20 s"), turnout: Deterministic("40 s"), refusal: 0.05, clearing: Exponential(mean: "5 min"),
                break: (after: "4 h", lasts: "30 min"),
            ) }}),
            dispatch: ({rules}),
            run: (days: 20, seed: 7),
        )"#
    )
}

/// Mean hours from report to the first on scene, misses counted to the end of the run.
#[derive(Default)]
struct Response(f64, f64);

impl Observer for Response {
    fn outcome(&mut self, outcome: &Outcome) {
        if let Some(took) = outcome.until(gridgov::record::Milestone::OnScene) {
            *self = Response(self.0 + took.hours(), self.1 + 1.0);
        }
    }
}

/// Every rule, alone or with others.
const RULES: &[&str] = &[
    "rule: ClosestSoonFree",
    "rule: DistrictFirst",
    "rule: PreferenceList",
    "rule: CoveragePreserving, coverage: (within: \"6 min\")",
    "rule: Preparedness",
    "rule: WorkloadBalancing",
    "rule: DemandSupplyBalancing",
    "rule: Score(travel: 1, coverage_lost: 30, workload: 5, outside: 2)",
    "rule: Score(time_to_free: 1, priority: 5, wait: -0.5)",
    "rule: Random",
    "rule: BatchMatching",
    "rule: BatchMatching(every: \"5 min\", radius: \"10 min\", soon_free: false), queue: Fifo",
    "rule: BatchMatching(every: \"10 s\"), queue: WeightedWait, relocation: Dmexclp, available_again: AtClearance",
    "rule: BatchMatching(soon_free: false), available_again: AtBase, admission: CutoffReserve(priority_4: BusyShare(0.6))",
    "rule: Rollout(futures: 1, candidates: 2, horizon: \"20 min\")",
    "queue: Fifo",
    "queue: WeightedWait",
    "admission: CutoffReserve(priority_4: BusyShare(0.6))",
    "preemption: PreemptivePriority",
    "preemption: PreemptivePriority(on_scene: true, when: Closer), rule: ClosestSoonFree",
    "relocation: Stay",
    "relocation: Dmexclp",
    "available_again: AtBase",
];

/// Whatever the rule, the conservation laws hold – nobody off duty or busy is sent – and incidents are the same.
#[test]
fn every_rule_keeps_the_laws_and_makes_a_difference() {
    let closest = Simulator::new(&model(&town(""))).watch(0, &mut Response::default()).expect("the laws hold");
    let mut digests = vec![closest.digest];
    for rule in RULES {
        let model = model(&town(rule));
        let mut response = Response::default();
        let ending = Simulator::new(&model).watch(0, &mut response).unwrap_or_else(|broken| panic!("{rule}: {broken}"));
        println!("{rule}: {:.1} min", 60.0 * response.0 / response.1);
        assert_eq!(ending.trace_digest, closest.trace_digest, "{rule} changes incidents");
        assert!(!digests.contains(&ending.digest), "{rule} does what another does");
        digests.push(ending.digest);
    }
}

/// Who was offered what, and how many of these were of each kind of crew.
#[derive(Default)]
struct Offers {
    open: Vec<(u64, CrewId)>,
    of_kind: [u32; 2],
}

/// Offers as they are made and, when an incident ends, whether each went to somebody competent for it.
struct Competent<'m>(&'m Model, Offers);

impl Observer for Competent<'_> {
    fn fact(&mut self, fact: &Fact) {
        if fact.what == What::Offered {
            self.1.open.push((fact.incident, CrewId(fact.actor)));
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        let category = &self.0.demand.categories[outcome.category];
        let partner = category.joint.as_ref().filter(|_| outcome.joint).map(|joint| joint.with);
        let Competent(model, Offers { open, of_kind }) = self;
        open.retain(|(incident, crew)| {
            if *incident == outcome.incident {
                let skills = model.workforce.kind(*crew).skills;
                let able = std::iter::once(category.department).chain(partner).any(|department| skills >> department.0 & 1 == 1);
                assert!(able, "incident {incident} was offered to {crew:?}");
                of_kind[model.workforce.crews[*crew].kind as usize] += 1;
            }
            *incident != outcome.incident
        });
    }
}

#[test]
fn nobody_is_sent_who_is_not_competent() {
    let gang = r#""gang": (officers: 40, based: Each("governance_unit"), skills: Only(["roads"]), accept: Deterministic("20 s"), turnout: Deterministic("2 min")),"#;
    for rule in RULES {
        let town = town(rule).replace("workforce: (crews: {", &format!("workforce: (crews: {{ {gang}")).replace("days: 20", "days: 5");
        let model = model(&town.replace("\"patrol\": (", "\"patrol\": (skills: Only([\"order\"]), "));
        let mut seen = Competent(&model, Offers::default());
        Simulator::new(&model).watch(0, &mut seen).unwrap_or_else(|broken| panic!("{rule}: {broken}"));
        assert!(seen.1.of_kind.iter().all(|offers| *offers > 50), "{rule}: {:?}", seen.1.of_kind);
    }
}

#[test]
fn a_score_of_one_feature_is_the_rule_that_it_imitates() {
    let digest = |rules: &str| Simulator::new(&model(&town(rules))).watch(0, &mut Response::default()).expect("the laws hold").digest;
    assert_eq!(digest("rule: Score"), digest("rule: ClosestIdle"));
    assert_eq!(digest("rule: Score(travel: 1, outside: 1000000)"), digest("rule: DistrictFirst"));
    assert_eq!(digest("rule: Preparedness(weight: \"0 s\")"), digest("rule: ClosestIdle"));
    assert_eq!(digest("rule: DemandSupplyBalancing"), digest("queue: ClosestFirst"));
    let minutes = "rule: Score(travel: 1, time_to_free: 1)";
    assert_eq!(digest(minutes), digest("rule: ClosestSoonFree"));
}

/// The category of each incident, when it was reached and how it ended.
#[derive(Default)]
struct Ends(Vec<(u32, Option<Duration>, End)>);

impl Ends {
    fn of_categories(&self, categories: std::ops::Range<u32>) -> impl Iterator<Item = Option<Duration>> {
        self.0.iter().filter(move |(category, ..)| categories.contains(category)).map(|(_, took, _)| *took)
    }
}

impl Observer for Ends {
    fn outcome(&mut self, outcome: &Outcome) {
        self.0.push((outcome.category.0, outcome.until(gridgov::record::Milestone::OnScene), outcome.end));
    }
}

#[test]
fn never_asked_outside_keeps_in_like_a_boundary_also_where_reporters_lose_patience() {
    let ends = |rules: &str| {
        let town = town(rules).replace("roster: { \"day\": 9, \"night\": 6 }", "roster: { \"day\": 6, \"night\": 6 }");
        let mut ends = Ends::default();
        let impatient = model(&town.replace("demand: (", r#"demand: (patience: Exponential(mean: "40 min"), "#));
        Simulator::new(&impatient).watch(0, &mut ends).expect("the laws hold");
        ends.0
    };
    let never = ends(r#"rule: DistrictFirst(partition: "governance_unit", outside: Never)"#);
    let bounded = ends(r#"rule: ClosestIdle), structure: (boundaries: Within("governance_unit")"#);
    assert!(never.iter().filter(|(.., end)| *end == End::Withdrawn).count() > 100);
    assert_eq!(never, bounded);
    assert_ne!(never, ends(r#"rule: DistrictFirst(partition: "governance_unit")"#));
}

#[test]
fn a_specialist_finds_its_work_behind_however_many_queues_of_others() {
    let names: Vec<String> = (0..20).map(|n| format!("d{n}")).collect();
    let departments: String = names.iter().map(|d| format!("\"{d}\": (), ")).collect();
    let category = |d: &str, p: u8| format!(r#""{d}-{p}": (department: "{d}", priority: {p}, on_scene: Deterministic("30 min")), "#);
    let categories: String = names.iter().flat_map(|d| (1..=4).map(|p| category(d, p))).collect();
    let crew = |skills: &[String]| format!("officers: 4, roster: {{ \"all day\": 1 }}, based: Centre, skills: Only({skills:?})");
    let (others, last) = (crew(&names[..19]), crew(&names[19..]));
    let text = format!(
        r#"(city: Point(), demand: (volume: "300 /day", departments: {{ {departments} }}, categories: {{ {categories} }}),
            workforce: (crews: {{ "others": ({others}), "last": ({last}) }}), run: (days: 20, drain: "1 h"))"#
    );
    let model = model(&text);
    let mut ends = Ends::default();
    Simulator::new(&model).watch(0, &mut ends).expect("the laws hold");
    let of_last: Vec<f64> = ends.of_categories(76..80).map(|took| took.map_or(f64::INFINITY, |took| took.hours())).collect();
    assert!(of_last.len() > 200 && ends.0.len() > 5_000 && ends.of_categories(0..76).filter(Option::is_none).count() > 4_000);
    assert!(of_last.iter().sum::<f64>() / (of_last.len() as f64) < 1.0, "{of_last:?}");
}

/// Incidents that waited for a crew and got one of the first kind, or of another.
#[derive(Default)]
struct Helped {
    of_kind: [u32; 2],
    kinds: Vec<usize>,
}

impl Observer for Helped {
    fn outcome(&mut self, outcome: &Outcome) {
        if let (gridgov::record::ServedBy::Crew(crew), true) = (outcome.served_by, outcome.waited_for != WaitReason::None) {
            self.of_kind[self.kinds[crew.0 as usize]] += 1;
        }
    }
}

/// A crew of the whole city is in line for everybody who waits within a district, also where the order of those who wait
/// is not the same for all crews.
#[test]
fn crews_of_the_whole_city_serve_those_who_wait_in_districts() {
    let reserve = r#""reserve": (officers: 20, based: Centre, accept: Deterministic("20 s"), turnout: Deterministic("40 s")),"#;
    let bounded = |rules: &str| {
        let town = town(rules).replace("workforce: (crews: {", &format!("workforce: (crews: {{ {reserve}"));
        model(&town.replace("demand: (", "structure: (boundaries: Within(\"governance_unit\")), demand: ("))
    };
    let plain = bounded("");
    let stations = plain.workforce.stations.iter().map(|station| station.name(&plain.city));
    let lists = stations.skip(1).map(|unit| format!("{unit:?}: [{unit:?}, {:?}]", plain.workforce.stations[0].name(&plain.city)));
    let lists = lists.collect::<Vec<_>>().join(", ");
    for rules in [
        "",
        "queue: ClosestFirst",
        "rule: DemandSupplyBalancing",
        "rule: Score(wait: -1)",
        &format!("rule: PreferenceList(zones: \"governance_unit\", lists: {{{lists}}}, others: Never)"),
    ] {
        let model = bounded(rules);
        let kinds = model.workforce.crews.iter().map(|crew| usize::from(model.workforce.kinds[crew.kind as usize].name != "reserve"));
        let mut helped = Helped { kinds: kinds.collect(), ..Helped::default() };
        Simulator::new(&model).watch(0, &mut helped).unwrap_or_else(|broken| panic!("{rules}: {broken}"));
        assert!(helped.of_kind.iter().all(|count| *count > 5), "{rules}: {:?} of those who waited", helped.of_kind);
    }
}

/// A table for one crew free sends it to the named station, wherever it served.
#[test]
fn a_compliance_table_fills_its_first_gap() {
    let text = town("");
    let model_of = |rules: &str| model(&town(rules));
    let plain = model(&text);
    let name = |s: usize| plain.workforce.stations[s].name(&plain.city).to_owned();
    let (first, second) = (name(0), name(1));
    let rules = format!("relocation: ComplianceTable(rows: [[\"{first}\"], [\"{first}\", \"{second}\"]])");
    let ending = Simulator::new(&model_of(&rules)).watch(0, &mut Response::default()).expect("the laws hold");
    let base = Simulator::new(&plain).watch(0, &mut Response::default()).expect("the laws hold");
    assert_ne!(ending.digest, base.digest);
    let text = diagnostics(&town("relocation: ComplianceTable(rows: [[\"nowhere\"], [\"x\"]])"));
    assert!(text.contains("no station called \"nowhere\"") && text.contains("row 2 must name as many stations"), "{text}");
}

#[test]
fn rules_that_contradict_each_other_are_refused() {
    for (rules, reason) in [
        ("rule: DemandSupplyBalancing, queue: Fifo", "leave `queue` out"),
        ("rule: Score(wait: -1), queue: Fifo", "leave `queue` out"),
        ("rule: ClosestSoonFree, available_again: AtBase", "use EnRoute"),
        ("rule: Rollout(base: Rollout)", "the square of its time"),
        ("rule: Rollout(base: BatchMatching)", "decides at epochs"),
        ("rule: Rollout(base: ClosestSoonFree)", "decides among free ones"),
        ("rule: Rollout(base: DemandSupplyBalancing)", "queue: ClosestFirst"),
        ("rule: Rollout(base: DistrictFirst(partition: \"ward\"))", "called \"ward\""),
        ("rule: Rollout(futures: 0)", "give 1 to 64"),
        ("rule: Rollout, preemption: PreemptivePriority(when: Closer)", "use NobodyFree"),
        ("rule: BatchMatching, available_again: AtBase", "soon_free: false"),
        ("rule: BatchMatching, queue: ClosestFirst", "who is near to whom"),
        ("rule: BatchMatching, preemption: PreemptivePriority", "at its epochs only"),
        ("rule: BatchMatching(every: \"0 s\")", "give 1 s to 1 h"),
        ("preemption: PreemptivePriority, queue: ClosestFirst(by_priority: false)", "use ClosestFirst(by_priority: true)"),
        ("rule: DemandSupplyBalancing(by_priority: false), preemption: PreemptivePriority", "use DemandSupplyBalancing(by_priority: true)"),
        ("rule: Rollout(base: PreferenceList(zones: \"ward\"))", "at dispatch.rule.base.zones"),
        ("rule: Rollout(base: PreferenceList(lists: {\"ward\": []}))", "at dispatch.rule.base.lists.ward"),
        ("rule: Rollout(base: BatchMatching(every: \"0 s\"))", "at dispatch.rule.base.every"),
        ("queue: WeightedWait(priority_1: 0, priority_2: 0, priority_3: 0, priority_4: 0)", "at least one must be above"),
        ("rule: Score(travel: 0, wait: -1)", "nothing that it weighs tells crews apart"),
        ("rule: Score(units: \"ward\")", "called \"ward\""),
        ("rule: Score(units: \"ward\", outside: 2)", "called \"ward\""),
        ("rule: BatchMatching(radius: \"1 us\")", "give 1 s or more"),
        ("rule: CoveragePreserving(busy: 0.4)", "`dispatch.coverage.within`, `dispatch.coverage.busy`, `dispatch.coverage.zones`"),
        ("relocation: Dmexclp(busy: 0.4)", "`dispatch.coverage.busy`"),
        ("rule: Preparedness(zones: \"ward\")", "for Preparedness it stands at `dispatch.coverage.zones`"),
        ("rule: CoveragePreserving, coverage: (busy: 1)", "busy fraction"),
        ("coverage: (busy: 0)", "between 0.001 and 0.999"),
        ("coverage: (zones: \"ward\")", "called \"ward\""),
        ("rule: CoveragePreserving, coverage: (zones: \"ward\")", "called \"ward\""),
        ("relocation: Dmexclp, coverage: (within: \"0 s\")", "covers nothing"),
    ] {
        let text = diagnostics(&town(rules));
        assert!(text.contains(reason), "{rules}: {text}");
    }
}

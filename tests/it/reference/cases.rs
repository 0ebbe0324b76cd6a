//! Random small scenarios, as text. What shrinks goes away or becomes plainer, so that a failure is short to read.

use super::compare::Files;
use super::ground::city;
use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;

pub type Text = BoxedStrategy<String>;

/// `text` with some probability, else nothing.
pub fn maybe(probability: f64, text: impl Strategy<Value = String> + 'static) -> Text {
    prop::option::weighted(probability, text).prop_map(Option::unwrap_or_default).boxed()
}

pub fn one_of(options: &'static [&'static str]) -> Text {
    prop::sample::select(options).prop_map(str::to_owned).boxed()
}

/// All of the parts, one after the other.
pub fn all(parts: Vec<Text>) -> Text {
    parts.prop_map(|parts| parts.concat()).boxed()
}

pub fn number(range: std::ops::Range<u32>) -> Text {
    range.prop_map(|n| n.to_string()).boxed()
}

fn share() -> Text {
    one_of(&["0", "1", "0.5", "0.1", "0.9", "0.3"])
}

/// A length of time of up to about `most` minutes. Round ones are frequent: they make things happen at once.
fn time(most: u32) -> Text {
    prop_oneof![
        2 => Just("Deterministic(\"0 s\")".to_owned()),
        3 => (1..=most).prop_map(|m| format!("Deterministic(\"{m} min\")")),
        2 => (1..=most).prop_map(|m| format!("Exponential(mean: \"{m} min\")")),
        1 => (1..=most).prop_map(|m| format!("LogNormal(median: \"{m} min\", p90: \"{} min\")", 3 * m)),
        1 => (1..=most).prop_map(|m| format!("Uniform(from: \"0 s\", to: \"{m} min\")")),
        1 => (1..=most).prop_map(|m| format!("Empirical([(\"0 s\", 1), (\"{m} min\", 2)])")),
        1 => (1..=most).prop_map(|m| format!("Triangular(low: \"0 s\", mode: \"{m} min\", high: \"{} min\")", 2 * m)),
    ]
    .boxed()
}

/// A field with its value.
pub fn field(name: &'static str, value: Text) -> Text {
    value.prop_map(move |value| format!("{name}: {value}, ")).boxed()
}

fn hours() -> Text {
    one_of(&["00:00..24:00", "08:00..18:00", "06:00..14:00", "22:00..06:00", "09:00..17:00", "16:00..00:00", "12:00..13:00"])
}

fn quoted(text: Text) -> Text {
    text.prop_map(|text| format!("{text:?}")).boxed()
}

pub fn list(items: impl Strategy<Value = Vec<String>> + 'static) -> Text {
    items.prop_map(|items| format!("[{}]", items.join(", "))).boxed()
}

/// A map over a fixed set of names, of which the first are there.
fn map(names: &'static [&'static str], least: usize, entry: Text) -> Text {
    prop::collection::vec(entry, least..=names.len())
        .prop_map(|entries| {
            let entries = names.iter().zip(entries).map(|(name, entry)| format!("\n        {name:?}: {entry},"));
            format!("{{{}\n    }}", entries.collect::<String>())
        })
        .boxed()
}

fn category() -> Text {
    let joint = (share(), one_of(&["police", "fire", "works"]), 1..=2_u32)
        .prop_map(|(share, with, crews)| format!("joint: (share: {share}, with: \"{with}\", crews: {crews}), "));
    let filing = (share(), time(300)).prop_map(|(share, time)| format!("filing: (share: {share}, time: {time}), "));
    let facility = (share(), one_of(&["", ", to: [\"depot\"]"])).prop_map(|(share, to)| format!("facility: (share: {share}{to}), "));
    all(vec![
        Just("(".to_owned()).boxed(),
        field("department", quoted(one_of(&["order", "police", "fire"]))),
        field("priority", one_of(&["3", "1", "2", "4"])),
        maybe(0.3, field("urgent", share())),
        maybe(0.3, field("crews", number(1..4))),
        field("on_scene", time(120)),
        maybe(0.3, joint),
        maybe(0.3, field("second_visit", share())),
        maybe(0.2, field("reopen", share())),
        maybe(0.2, filing),
        maybe(0.2, facility),
        Just(")".to_owned()).boxed(),
    ])
}

fn demand() -> Text {
    let surges = Just(
        "\n    surges: { \"storm\": (when: At([\"2022-07-01 06:00\"]), lasts: \"8 h\", volume: 3, travel: 2), \"heat\": (when: Random(per_year: 200), lasts: \"12 h\", travel: 1.5) },".to_owned(),
    );
    let committed = (1..40_u32, time(90)).prop_filter_map("pieces have a length", |(hours, job)| {
        let long = !job.contains("\"0 s\"") && !job.contains("\"1 min\"") && !job.contains("mode");
        long.then(|| format!("\n    committed_work: (crew_time_per_day: \"{hours} h\", hours: [(\"08:00..18:00\", 1)], job: {job}),"))
    });
    let channels = one_of(&[
        "",
        "\n    channels: { \"call\": (), \"patrol\": (on_spot: 0.5), \"sensor\": () },",
        "\n    channels: { \"call\": (), \"patrol\": (on_spot: 1) },",
    ]);
    let facilities = (time(60), time(20)).prop_map(|(depot, hall)| {
        format!("\n    facilities: {{ \"depot\": (at: (1, 1), time: {depot}), \"hall\": (at: \"city\", time: {hall}) }},")
    });
    all(vec![
        facilities.boxed(),
        field("categories", map(&["noise", "waste", "leak", "blaze"], 1, category())),
        Just("\n    departments: { \"order\": (), \"police\": (), \"fire\": (), \"works\": () },".to_owned()).boxed(),
        channels,
        maybe(0.25, surges),
        maybe(0.3, committed),
        maybe(0.3, all(vec![Just("\n    calendar: (workdays: [Mon, Wed, Thu, Sat], working_hours: [\"08:30..12:00\", \"14:00..17:30\"], holidays: [\"2022-07-02\"]),".to_owned()).boxed()])),
    ])
}

fn desk() -> Text {
    let staff = list(prop::collection::vec((hours(), 1..=3_u32).prop_map(|(hours, clerks)| format!("({hours:?}, {clerks})")), 1..3));
    let requests = (one_of(&["village", "district"]), 1..20_u32, time(30), 1..=4_u32).prop_map(|(from, rate, service, priority)| {
        format!("requests: (from: {from:?}, rate: \"{rate} /day\", service: {service}, priority: {priority}), ")
    });
    all(vec![
        Just("(".to_owned()).boxed(),
        field("staff", staff),
        maybe(0.6, field("receipt", time(10))),
        maybe(0.6, field("triage", time(20))),
        maybe(0.6, field("accept", time(20))),
        maybe(0.5, field("transfer", time(60))),
        maybe(0.4, field("serves", quoted(one_of(&["district", "village", "city"])))),
        maybe(0.3, Just("by_department: true, ".to_owned())),
        maybe(0.3, Just("workdays_only: true, ".to_owned())),
        maybe(0.2, Just("on_call: true, ".to_owned())),
        maybe(0.4, field("waits_for_opening", share())),
        maybe(0.4, field("wrong_department", share())),
        maybe(0.6, field("sends", one_of(&["[\"cadre\", \"warden\"]", "[\"warden\"]", "[\"cadre\"]"]))),
        maybe(0.2, requests),
        Just(")".to_owned()).boxed(),
    ])
}

fn settler(settles: &'static [&'static str]) -> Text {
    all(vec![
        Just("(".to_owned()).boxed(),
        field("level", quoted(one_of(&["village", "district", "city"]))),
        field("settles", one_of(settles)),
        maybe(0.3, Just("settles_category: { \"noise\": 0.4 }, ".to_owned())),
        maybe(0.4, field("hours", list(prop::collection::vec(quoted(hours()), 1..3)))),
        maybe(0.4, field("available", share())),
        maybe(0.3, field("filled", share())),
        maybe(0.5, field("in_vain", share())),
        maybe(0.5, field("look", time(10))),
        field("accept", time(5)),
        field("turnout", time(5)),
        field("speed", one_of(&["\"5 km/h\"", "\"15 km/h\""])),
        maybe(0.3, field("on_scene", time(60))),
        Just(")".to_owned()).boxed(),
    ])
}

fn structure() -> Text {
    let path = || one_of(&["[\"hotline\"]", "[\"hotline\", \"bureau\"]", "[]", "[\"bureau\", \"hotline\", \"centre\"]", "[\"centre\"]"]);
    let settlers = (settler(&["0", "0.3", "0.1"]), settler(&["0", "0.2", "0.6"]))
        .prop_map(|(warden, cadre)| format!("\n    settlers: {{\n        \"warden\": {warden},\n        \"cadre\": {cadre},\n    }},"));
    let desks = (desk(), desk(), desk(), path(), path(), settlers).prop_map(|(hotline, bureau, centre, call, patrol, settlers)| {
        format!(
            "\n    intake: {{ \"call\": {call}, \"patrol\": {patrol} }}, desks: {{\n        \"hotline\": {hotline},\n        \"bureau\": {bureau},\n        \"centre\": {centre},\n    }},{settlers}"
        )
    });
    all(vec![
        maybe(0.7, desks),
        maybe(0.3, Just("joint_via: \"bureau\", ".to_owned())),
        maybe(0.5, field("wrong_department_delay", one_of(&["\"20 min\"", "\"0 s\"", "\"1 h\""]))),
        maybe(0.4, field("closing_check", time(120))),
    ])
}

fn crew_kind(skills: &'static [&'static str]) -> Text {
    let shifts = one_of(&[
        "",
        "shifts: { \"day\": (hours: \"08:00..20:00\"), \"night\": (hours: \"20:00..08:00\") }, ",
        "shifts: { \"day\": (hours: \"06:00..14:00\"), \"late\": (hours: \"14:00..22:00\"), \"night\": (hours: \"22:00..06:00\", weight: 0) }, ",
        "shifts: { \"office\": (hours: \"09:00..17:00\") }, ",
        "shifts: { \"long\": (hours: \"07:00..06:00\") }, ",
        "shifts: { \"long\": (hours: \"07:00..06:30\") }, ",
        "shifts: { \"day\": (hours: \"00:00..16:00\"), \"rest\": (hours: \"16:00..00:00\") }, ",
    ]);
    let sites = one_of(&["At([(0.4, 0.3), (1, 1)])", "At([(0.4, 0.3), (2, 3), (0.5, 0.3), \"city\"])", "At([(9, 9)])"]);
    let based = prop_oneof![3 => one_of(&["Centre", "Each(\"district\")", "Each(\"village\")", "Each(\"city\")"]), 1 => sites].boxed();
    all(vec![
        Just("(".to_owned()).boxed(),
        field("officers", one_of(&["4", "2", "6", "8", "12", "20", "30"])),
        field("crew_size", one_of(&["1", "2"])),
        field("based", based),
        maybe(0.3, field("allotted", Just("Equally".to_owned()).boxed())),
        maybe(0.6, field("skills", one_of(skills))),
        shifts,
        field("accept", time(3)),
        maybe(0.5, field("refusal", share())),
        maybe(0.3, field("answer_within", one_of(&["\"1 min\"", "\"30 s\"", "\"0 s\""]))),
        field("turnout", time(10)),
        maybe(0.5, field("clearing", time(20))),
        maybe(0.3, field("handover", one_of(&["\"10 min\"", "\"30 min\""]))),
        maybe(
            0.4,
            field(
                "break",
                one_of(&["(after: \"2 h\", lasts: \"30 min\")", "(after: \"1 h\", lasts: \"0 s\")", "(after: \"0 s\", lasts: \"15 min\")"]),
            ),
        ),
        maybe(0.4, field("on_call", time(40).prop_map(|t| format!("(turnout: {t})")).boxed())),
        maybe(0.2, field("committed_work", Just("false".to_owned()).boxed())),
        Just(")".to_owned()).boxed(),
    ])
}

fn workforce() -> Text {
    let kinds = (
        crew_kind(&["All"]),
        maybe(0.5, crew_kind(&["Only([\"police\"])", "Only([\"order\", \"fire\"])", "Only([\"works\"])", "All"])),
        maybe(0.3, crew_kind(&["Only([\"fire\", \"works\"])", "Only([\"order\"])"])),
        any::<bool>(),
    );
    kinds
        .prop_map(|(patrol, squad, experts, all_able)| {
            let patrol = if all_able { patrol } else { patrol.replace("skills: All, ", "skills: Only([\"order\", \"police\"]), ") };
            let kinds = [("patrol", patrol), ("squad", squad), ("experts", experts)];
            let kinds = kinds.iter().filter(|(_, kind)| !kind.is_empty());
            let kinds = kinds.map(|(name, kind)| format!("\n        {name:?}: {},", around_the_clock(kind)));
            format!("crews: {{{}\n    }}", kinds.collect::<String>())
        })
        .boxed()
}

/// Without shifts nobody hands over to anybody.
fn around_the_clock(kind: &str) -> String {
    match kind.contains("shifts: ") {
        true => kind.to_owned(),
        false => ["10 min", "30 min"].iter().fold(kind.to_owned(), |kind, time| kind.replace(&format!("handover: \"{time}\", "), "")),
    }
}

/// The rule, and boundaries that go with it.
fn rules() -> BoxedStrategy<(String, String)> {
    let open = one_of(&[
        "ClosestIdle",
        "Random",
        "DemandSupplyBalancing",
        "DemandSupplyBalancing(by_priority: false)",
        "WorkloadBalancing(slack: \"3 min\")",
        "WorkloadBalancing(slack: \"1 h\")",
        "Score(travel: 1, workload: 20)",
        "Score(travel: 1, skill_fit: 5, outside: 3, units: \"district\")",
        "Score(travel: 1, priority: 4, wait: -0.25)",
        "Score(travel: 1, time_to_free: 1)",
        "Score(travel: 2, time_to_free: 0.5, workload: 3, wait: -0.1)",
        "Score(travel: 0.1, coverage_lost: 30)",
        "ClosestSoonFree",
        "BatchMatching",
        "BatchMatching(every: \"10 min\", soon_free: false)",
        "BatchMatching(every: \"2 min\", radius: \"3 min\")",
        "CoveragePreserving",
        "Preparedness",
        "Preparedness(weight: \"3 h\")",
        "PreferenceList",
        "PreferenceList(zones: \"district\")",
        "PreferenceList(zones: \"district\", lists: {\"district 1\": [\"village 1\"]})",
        "PreferenceList(zones: \"district\", lists: {\"district 1\": [\"village 1\"]}, others: Never)",
    ])
    .prop_map(|rule| (rule, String::new()));
    let within = (
        one_of(&[
            "ClosestIdle",
            "Random",
            "WorkloadBalancing",
            "DemandSupplyBalancing",
            "Score(travel: 1, wait: -1)",
            "ClosestSoonFree",
            "BatchMatching",
            "CoveragePreserving",
            "PreferenceList",
        ]),
        one_of(&["district", "village", "town"]),
    )
        .prop_map(|(rule, cells)| (rule, format!("boundaries: Within({cells:?}), ")));
    let district = (
        one_of(&["district", "village", "town"]),
        one_of(&["AtOnce", "After(\"10 min\")", "After(\"0 s\")", "After(\"2 h\")", "Never"]),
        any::<bool>(),
    )
        .prop_map(|(cells, outside, bounded)| {
            let boundary = if bounded { format!("boundaries: Within({cells:?}), ") } else { String::new() };
            (format!("DistrictFirst(partition: {cells:?}, outside: {outside})"), boundary)
        });
    prop_oneof![3 => open, 2 => within, 4 => district].boxed()
}

/// Reports at a few moments, many of them at the same one.
fn log() -> BoxedStrategy<String> {
    prop::collection::vec((0..12_u32, 0..4_u32, 0..4_u32), 1..60)
        .prop_map(|rows| {
            let mut minutes: Vec<(u32, u32)> = rows.iter().map(|(hour, part, category)| (hour * 240 + part * 10, *category)).collect();
            minutes.sort();
            let rows =
                minutes.iter().map(|(minute, category)| format!("{minute},{}\n", ["noise", "waste", "leak", "blaze"][*category as usize]));
            format!("reported,category\n{}", rows.collect::<String>())
        })
        .boxed()
}

/// A whole scenario.
pub fn files() -> BoxedStrategy<Files> {
    let dispatch = all(vec![
        maybe(
            0.6,
            field(
                "queue",
                one_of(&[
                    "Fifo",
                    "PriorityFifo",
                    "WeightedWait",
                    "WeightedWait(priority_3: 0, priority_4: 9)",
                    "ClosestFirst",
                    "ClosestFirst(by_priority: false)",
                ]),
            ),
        ),
        maybe(
            0.25,
            field(
                "admission",
                one_of(&[
                    "CutoffReserve(priority_3: Busy(1), priority_4: BusyShare(0.5))",
                    "CutoffReserve(priority_2: Busy(3), priority_3: BusyShare(0.7))",
                    "CutoffReserve(priority_1: BusyShare(1))",
                ]),
            ),
        ),
        maybe(
            0.25,
            field(
                "preemption",
                one_of(&[
                    "PreemptivePriority",
                    "PreemptivePriority(on_scene: true)",
                    "PreemptivePriority(when: Closer)",
                    "PreemptivePriority(on_scene: true, when: Closer, priority_2: [4])",
                ]),
            ),
        ),
        maybe(
            0.5,
            field(
                "relocation",
                one_of(&[
                    "Stay",
                    "ReturnToStation",
                    "NearestOf([\"city\", (0.1, 0.2)])",
                    "Dmexclp",
                    "ComplianceTable(rows: [[\"village 1\"]])",
                    "ComplianceTable(rows: [[\"village 1\"], [\"village 1\", \"village 1\"]])",
                ]),
            ),
        ),
        maybe(
            0.4,
            field(
                "coverage",
                one_of(&["(within: \"6 min\")", "(within: \"2 min\", busy: 0.6)", "(within: \"15 min\", zones: \"district\")"]),
            ),
        ),
        maybe(0.6, field("available_again", one_of(&["AtBase", "EnRoute", "AtClearance"]))),
    ]);
    let run = (1..4_u32, 1..1_000_u32, one_of(&["10 days", "1 day", "30 days"]));
    let volume = prop_oneof![(5..60_u32), (60..200_u32)];
    let patience = maybe(0.15, field("patience", time(240)));
    (city(), demand(), structure(), workforce(), rules(), dispatch, run, prop::option::weighted(0.3, log()), volume, patience)
        .prop_map(|(city, mut demand, structure, workforce, (rule, boundaries), dispatch, (days, seed, drain), log, volume, patience)| {
            // Nobody loses patience who waits for other districts to be asked: one timer.
            if !rule.contains("After") {
                demand += &patience;
            }
            let records = if log.is_some() {
                "log: (file: \"records.csv\", time: Minutes), ".to_owned()
            } else {
                format!("volume: \"{volume} /day\", ")
            };
            let days = if log.is_some() { 2 } else { days };
            let text = format!(
                "(\ncity: {city},\ndemand: ({records}{demand}),\nstructure: ({boundaries}{structure}),\nworkforce: ({workforce}),\ndispatch: (rule: {rule}, {dispatch}),\nrun: (start: \"2022-06-30\", days: {days}, seed: {seed}, drain: {drain:?}),\n)\n"
            );
            made_sound(text, log)
        })
        .boxed()
}

/// Takes out what does not go together, so that every case is a scenario.
fn made_sound(mut text: String, mut log: Option<String>) -> Files {
    // These rules order those who wait themselves, and epochs know neither ways in the queue nor urgent calls.
    let batches = text.contains("BatchMatching");
    if text.contains("DemandSupplyBalancing") || text.contains("wait: -") || batches && text.contains("queue: ClosestFirst") {
        text = without(text, "queue: ");
    }
    if batches {
        text = without(text, "preemption: ");
    }
    // Nobody is waited for who has to go back first, and nobody is called away where it is first come, first served.
    if ["ClosestSoonFree", "time_to_free", "BatchMatching"].iter().any(|ahead| text.contains(ahead)) && !text.contains("soon_free: false") {
        text = text.replace("available_again: AtBase, ", "");
    }
    if text.contains("preemption: ") {
        text = text.replace("queue: Fifo, ", "").replace("(by_priority: false)", "");
    }
    // Stations have the names of areas where crews are based in each of them.
    let named = ["village", "district"].into_iter().find(|level| text.contains(&format!("based: Each({level:?})")));
    text = match named.filter(|_| !text.contains("Point()") && !text.contains("name: \"town\"")) {
        None => {
            let lists = "lists: {\"district 1\": [\"village 1\"]}";
            let rows = ["[\"village 1\"]", "[\"village 1\", \"village 1\"]"];
            let text = text.replace(&format!(", {lists}, others: Never"), "").replace(&format!(", {lists}"), "");
            let table = format!("relocation: ComplianceTable(rows: [{}, {}]), ", rows[0], rows[1]);
            text.replace(&table, "").replace(&format!("relocation: ComplianceTable(rows: [{}]), ", rows[0]), "")
        }
        Some(level) => {
            let (city, rest) = text.split_at(text.find("demand: ").expect("it has a section"));
            city.to_owned() + &rest.replace("\"village 1\"", &format!("\"{level} 1\""))
        }
    };
    if text.contains("Point()") {
        for name in ["district", "village", "town"] {
            text = text.replace(&format!("{name:?}"), "\"city\"");
        }
    } else if !text.contains("name: \"town\"") {
        text = text.replace("(\"town\")", "(\"district\")").replace("partition: \"town\"", "partition: \"district\"");
    }
    if text.contains("Matrix") {
        // A table knows no places but areas.
        for (place, area) in [("(0.4, 0.3)", 1), ("(2, 3)", 2), ("(0.5, 0.3)", 3), ("(9, 9)", 3), ("(1, 1)", 2), ("(0.1, 0.2)", 2)] {
            text = text.replace(place, &format!("\"village {area}\""));
        }
    }
    // Channels and desks that are not there.
    if !text.contains("\"patrol\": (on_spot") {
        text = text.replacen("intake: { \"call\": ", "intake: { \"report\": ", 1);
        if let (Some(from), Some(to)) = (text.find(", \"patrol\": ["), text.find(" }, desks:")) {
            text.replace_range(from..to, "");
        }
    }
    if !text.contains("desks: {") {
        text = text.replace("joint_via: \"bureau\", ", "");
    }
    for (name, partner) in [("order", "police"), ("police", "works"), ("fire", "police")] {
        text = partners(&text, name, partner);
    }
    for (number, name) in ["noise", "waste", "leak", "blaze"].iter().enumerate() {
        if number > 0 && !text.contains(&format!("{name:?}: (department")) {
            log = log.map(|log| log.replace(name, "noise"));
        }
    }
    Files { scenario: text, log }
}

/// The text without a field and its value.
fn without(mut text: String, field: &str) -> String {
    if let Some(from) = text.find(field) {
        let rest = &text[from..];
        let comma = rest.find(", ").unwrap_or(0);
        let ends = if rest[..comma].contains('(') { rest.find("), ").map_or(comma, |bracket| bracket + 1) } else { comma };
        text.replace_range(from..from + ends + 2, "");
    }
    text
}

/// A category's partner is another department than its own.
fn partners(text: &str, own: &str, partner: &str) -> String {
    text.lines()
        .map(|line| match line.contains(&format!("(department: {own:?}")) {
            true => line.replace(&format!("with: {own:?}"), &format!("with: {partner:?}")) + "\n",
            false => line.to_owned() + "\n",
        })
        .collect()
}

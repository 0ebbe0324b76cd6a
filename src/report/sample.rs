//! A made-up summary for tests: awkward on purpose – long and Chinese names, empty cells, missing intervals.

use super::{Provenance, RolePosts, Setup, Staffing};
use crate::city::Point;
use crate::experiment::summary::*;
use crate::experiment::{Estimate, Summary};
use crate::ids::{AreaId, CategoryId, ChannelId, CrewId, SlotId};
use crate::metrics::{
    Clock, CrewDimension, DeskDimension, Dimensions, LevelDimension, Name, Target, Targets, milestone_name, segment_name, state_name,
};
use crate::record::{CrewState, End, Milestone, Outcome, Segment, ServedBy, WaitReason};
use crate::time::{Duration, Instant};

/// An estimate, with an interval.
pub fn estimate(value: f64) -> Option<Estimate> {
    Some(Estimate { estimate: value, lower: Some(value * 0.98), upper: Some(value * 1.02), level: 0.95, replications: 20 })
}

fn name(en: &str, zh: &str) -> Name {
    Name::new(en, zh)
}

fn rows(names: &[(&str, &str)], incidents: u64) -> Vec<BreakdownRow> {
    let row = |i: usize, (en, zh): &(&str, &str)| {
        let share = 0.99 - 0.03 * i as f64;
        BreakdownRow {
            name: name(en, zh),
            incidents: if i == 2 { 7 } else { incidents },
            cumulative: vec![estimate(share), estimate(share * 0.5), None, estimate(share)],
            per_stage: vec![estimate(share); 4],
        }
    };
    names.iter().enumerate().map(|(i, n)| row(i, n)).collect()
}

fn breakdown(dimension: &str, called: (&str, &str), names: &[(&str, &str)]) -> Breakdown {
    Breakdown { dimension: dimension.into(), name: name(called.0, called.1), rows: rows(names, 1_234) }
}

fn breakdowns() -> Vec<Breakdown> {
    let units: Vec<(String, String)> = (1..=26).map(|i| (format!("Governance unit number {i}"), format!("第{i}基层治理单元"))).collect();
    let units: Vec<(&str, &str)> = units.iter().map(|(en, zh)| (en.as_str(), zh.as_str())).collect();
    let hours: Vec<String> = (0..24).map(|h| format!("{h:02}")).collect();
    let hours: Vec<(&str, &str)> = hours.iter().map(|h| (h.as_str(), h.as_str())).collect();
    let long = "a category whose name goes on and on so that no table could ever show it whole next to its numbers";
    vec![
        breakdown(
            "category",
            ("category", "类别"),
            &[
                ("noise", "噪声"),
                (long, "名称特别冗长以至于任何表格都无法完整显示的事件类别名称特别冗长以至于任何表格都无法完整显示"),
                ("rare", "罕见"),
            ],
        ),
        breakdown("priority", ("priority", "优先级"), &[("1", "1"), ("2", "2")]),
        breakdown("level", ("governance_unit", "基层治理单元"), &units),
        breakdown("hour", ("hour", "时段"), &hours),
        breakdown("surge", ("surge", "高峰"), &[("ordinary", "平时"), ("surge", "高峰事件")]),
    ]
}

fn target(name: &str, limit_s: f64, met: u64, primary: bool) -> TargetSummary {
    let of = 123_456;
    let cause = |cause: &str, share: f64| CauseShare { cause: cause.into(), late: 10, not_reached: 2, share };
    TargetSummary {
        name: name.into(),
        limit_s,
        primary,
        attainment: estimate(met as f64 / of as f64),
        cumulative: estimate(met as f64 / of as f64),
        per_stage: estimate(0.9),
        met,
        of,
        replications_wanted: None,
        misses: MissSummary {
            late: of - met,
            not_reached: 3,
            mean_excess_s: estimate(321.0),
            causes: vec![cause("triage", 0.6), cause("no_crew_idle", 0.3), cause("later_desk_queue", 0.09), cause("lost", 0.01)],
        },
    }
}

fn duration(milestone: Milestone) -> DurationSummary {
    let seconds = 40.0 * (milestone as usize + 1) as f64;
    DurationSummary {
        milestone: milestone_name(milestone).into(),
        reached: 123_450,
        not_reached: 6,
        mean_s: estimate(seconds),
        quantiles: vec![Quantile { order: 0.5, seconds: estimate(seconds) }, Quantile { order: 0.9, seconds: None }],
        cdf: vec![CdfPoint { seconds: 60.0, share: estimate(0.5) }],
    }
}

fn means(incidents: u64) -> SegmentMeans {
    let mean = |s: Segment| SegmentMean { segment: segment_name(s).into(), mean_s: estimate(10.0 * (s as usize + 1) as f64) };
    SegmentMeans { incidents, response_s: estimate(600.0), segments: Segment::ALL.into_iter().map(mean).collect() }
}

fn workload() -> WorkloadSummary {
    let row = |en: &str, zh: &str, u: f64| WorkloadRow {
        name: name(en, zh),
        crews: 39,
        utilization: estimate(u),
        duty_hours: 54_321.0,
        serving_hours: 12_345.0,
        orders: 4_321.0,
    };
    WorkloadSummary {
        utilization: estimate(0.31),
        states: CrewState::ALL.into_iter().skip(1).map(|s| StateShare { state: state_name(s).into(), share: estimate(0.08) }).collect(),
        gini: estimate(0.21),
        by_kind: vec![row("duty-station crew", "联勤队", 0.31)],
        by_station: vec![],
        by_shift: vec![row("day", "白班", 0.41), row("night", "夜班", 0.93)],
        by_department: vec![],
        by_crew: vec![row("Longjiang, day", "龙江，白班", 0.31)],
        committed: CommittedSummary { due_hours: 10_000.0, done_hours: 9_000.0, undone_hours: estimate(1_000.0) },
    }
}

fn queue() -> QueueSummary {
    QueueSummary { entries: 700.0, mean_length: estimate(0.4), max_length: 12, mean_wait_s: estimate(33.0) }
}

fn queues() -> QueuesSummary {
    let desk = |en: &str, zh: &str| DeskSummary {
        name: name("township", "乡镇"),
        place: name(en, zh),
        queue: queue(),
        requests_waiting: estimate(0.1),
        clerks_busy: estimate(0.7),
    };
    let desks = vec![desk("Longjiang", "龙江"), desk("Yanjiang", "沿江")];
    QueuesSummary { desks, crew: queue(), serving: vec![0.5, 0.5], mean_serving: estimate(0.5) }
}

fn collapse() -> SaturationSummary {
    SaturationSummary {
        replication: 3,
        began: 211,
        recovered: None,
        place: Some(name("Governance unit number 7", "第7基层治理单元")),
        worst_waiting: 1_234,
        demanded: 9_876,
        served: 6_543,
        travel_before_s: Some(180.0),
        travel_during_s: None,
    }
}

/// The summary.
pub fn summary() -> Summary {
    Summary {
        replications: 20,
        level: 0.95,
        days: 365,
        warmup_days: 7,
        clock: Clock::Cumulative,
        until_handled: false,
        incidents: Counts {
            reported: 1_360_000,
            measured: 123_456,
            self_found: 12_000,
            closed: 1_350_000,
            open: 99,
            lost: 1,
            withdrawn: 0,
        },
        targets: vec![
            target("respond", 60.0, 120_000, false),
            target("accept", 120.0, 40_000, false),
            target("depart", 180.0, 41_000, false),
            target("on_scene", 2_700.0, 123_000, true),
        ],
        durations: Milestone::ALL.into_iter().take(5).map(duration).collect(),
        segments: SegmentSummary { by_crew: means(50_000), settled: means(70_000) },
        closure: ClosureSummary {
            completion: estimate(0.97),
            on_time: estimate(0.9),
            reopened: None,
            with_deadline: 1_000_000,
            self_found_completion: estimate(0.99),
            self_found_handled_s: estimate(1_000.0),
        },
        daily: DailySummary {
            reported: vec![190.0],
            backlog: vec![20.0],
            waiting: vec![1.0],
            demanded: vec![80.0],
            served: vec![80.0],
            travel_s: vec![None],
            final_backlog: estimate(20.5),
        },
        workload: workload(),
        queues: queues(),
        dispatch: DispatchSummary {
            offers: 51_000,
            refused: 1_000,
            unanswered: 20,
            preempted: 0,
            held_back: 0,
            inside: 40_000,
            across: 10_000,
            across_share: estimate(0.2),
            in_vain: 900,
            wrong_department: 1_500,
            served_by: vec![ServedShare { name: name("crews", "队员"), incidents: 50_000, share: estimate(0.4) }],
        },
        collapses: vec![collapse()],
        overloads: vec![SaturationSummary { replication: 4, began: 190, recovered: Some(193), ..collapse() }],
        breakdowns: breakdowns(),
    }
}

/// The setup that goes with it.
pub fn setup() -> Setup {
    Setup {
        name: name("Longgang, flat structure (2022)", "龙港：扁平化（2022）"),
        scenario: "scenarios/longgang.ron".into(),
        set: vec!["demand.volume=260 /day".into()],
        log: None,
        start: "2022-01-01".into(),
        seed: 1,
        replications: 20,
        residents: 464_732,
        officers: 220,
        crews: 69,
        posts: 1_863,
        staffing: staffing(),
        provenance: Provenance { parameters: 60, assumed: 48 },
        draws: None,
    }
}

/// Officers and grid workers.
pub fn staffing() -> Staffing {
    let role = |en: &str, zh: &str, count: u64, wage: f64| RolePosts { name: name(en, zh), count, wages: Some(count as f64 * wage) };
    Staffing {
        posts: vec![role("officer", "队员", 220, 150_000.0), role("grid worker", "网格员", 484, 60_000.0)],
        posts_total: 704,
        posts_per_10000: Some(15.1),
        vehicles: 39,
        cost_per_year: Some(64_380_000.0),
        currency: Some(name("yuan", "元")),
    }
}

/// Names for [`outcome`].
pub fn dimensions() -> Dimensions {
    let crew = |shift: &str, zh: &str| CrewDimension {
        kind: name("duty-station crew", "联勤队"),
        station: name("Longjiang", "龙江"),
        shift: name(shift, zh),
        shift_of_kind: name(shift, zh),
        department: name("enforcement", "执法"),
    };
    Dimensions {
        categories: vec![name("noise", "噪声")],
        channels: vec![name("hotline", "热线")],
        settlers: vec![name("grid worker", "网格员")],
        facilities: vec![name("depot", "处置站"), name("police station", "派出所")],
        desks: vec![DeskDimension { name: name("platform", "一网统管"), place: name("city", "全市") }],
        crews: vec![crew("day", "白班"), crew("night", "夜班")],
        levels: vec![LevelDimension {
            across: false,
            level: name("governance_unit", "基层治理单元"),
            cells: vec![name("Unit 1", "第一单元"), name("Unit 2", "第二单元")],
            of_leaf: vec![0, 1],
        }],
        first_leaf: AreaId(3),
        leaves: 2,
        first_weekday: 5,
        days: 30,
        warmup_days: 0,
        targets: Targets {
            limits: [60, 120, 180, 2_700].map(|s| Duration(s * Duration::SECOND.0)),
            clock: Clock::Cumulative,
            until_handled: false,
            primary: Target::OnScene,
        },
    }
}

/// An incident reported at noon of the second day and reached after `minutes`, nearly all of which it waited for a crew.
pub fn outcome(incident: u64, minutes: u64) -> Outcome {
    let reported = Instant::midnight(1) + Duration(12 * Duration::HOUR.0);
    let s = |n: u64| Duration(n * Duration::SECOND.0);
    let arrived = minutes * 60;
    let mut segments = [Duration::ZERO; Segment::COUNT];
    for (segment, seconds) in [
        (Segment::Receipt, 30),
        (Segment::Triage, 60),
        (Segment::CrewQueue, arrived - 30 - 60 - 20 - 50 - 200),
        (Segment::Accept, 20),
        (Segment::Turnout, 50),
        (Segment::Travel, 200),
        (Segment::Work, 1_200),
    ] {
        segments[segment as usize] = s(seconds);
    }
    Outcome {
        incident,
        slot: SlotId(0),
        reported,
        delay: s(300),
        leaf: AreaId(4),
        place: Point::new(1.0, 2.0),
        category: CategoryId(0),
        channel: ChannelId(0),
        priority: 2,
        joint: false,
        self_found: false,
        in_surge: false,
        milestones: [30, arrived - 250, arrived - 200, arrived, arrived + 1_200, arrived + 9_000].map(|after| reported + s(after)),
        segments,
        served_by: ServedBy::Crew(CrewId(1)),
        waited_for: WaitReason::NoCrewIdle,
        refusals: 0,
        preemptions: 0,
        handoffs: 0,
        cross_boundary: false,
        visits: 1,
        reopened: false,
        deadline: Instant::NEVER,
        end: End::Closed,
    }
}

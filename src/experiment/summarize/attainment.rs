//! Attainment of each target, why it was missed, and how it differs along every dimension.

use super::Arm;
use crate::experiment::Estimate;
use crate::experiment::summary::{Breakdown, BreakdownRow, CauseShare, MissSummary, TargetSummary};
use crate::metrics::{Cause, Clock, Dimensions, Layout, MissCount, Name, Target};
use crate::stats::{numbers_wanted, pseudo_values};

pub(super) fn targets(arm: &Arm) -> Vec<TargetSummary> {
    let targets = &arm.dimensions.targets;
    let summary = |target: Target| {
        let cumulative = share(arm, 0, target, Clock::Cumulative);
        let per_stage = share(arm, 0, target, Clock::PerStage);
        TargetSummary {
            name: target.name().to_owned(),
            limit_s: targets.limits[target as usize].seconds(),
            primary: target == targets.primary,
            attainment: if targets.clock == Clock::Cumulative { cumulative } else { per_stage },
            cumulative,
            per_stage,
            met: arm.total(|result| met(&result.attainment[0], target, targets.clock)),
            of: arm.total(|result| result.attainment[0].incidents),
            replications_wanted: wanted(arm, target),
            misses: misses(arm, target),
        }
    };
    Target::ALL.into_iter().map(summary).collect()
}

fn wanted(arm: &Arm, target: Target) -> Option<u64> {
    let tallies = arm.results.iter().map(|result| &result.attainment[0]).filter(|tally| tally.incidents > 0);
    let clock = arm.dimensions.targets.clock;
    let pairs: Vec<(f64, f64)> = tallies.map(|tally| (met(tally, target, clock) as f64, tally.incidents as f64)).collect();
    // Each of them alone tells something else.
    numbers_wanted(&pseudo_values(&pairs), pairs.len(), 1.0 - arm.level, f64::to_bits)
}

fn met(tally: &crate::metrics::Tally, target: Target, clock: Clock) -> u64 {
    match clock {
        Clock::Cumulative => tally.cumulative[target as usize],
        Clock::PerStage => tally.per_stage[target as usize],
    }
}

fn share(arm: &Arm, cell: usize, target: Target, clock: Clock) -> Option<Estimate> {
    arm.share(|result| (met(&result.attainment[cell], target, clock), result.attainment[cell].incidents))
}

fn misses(arm: &Arm, target: Target) -> MissSummary {
    let target = target as usize;
    let count = |cause: Cause| {
        arm.results
            .iter()
            .map(|result| result.misses[target].causes[cause.index()])
            .fold(MissCount::default(), |sum, one| MissCount { late: sum.late + one.late, not_reached: sum.not_reached + one.not_reached })
    };
    let mut causes: Vec<(Cause, MissCount)> = Cause::all().map(|cause| (cause, count(cause))).collect();
    let (late, not_reached) = causes.iter().fold((0, 0), |(late, never), (_, n)| (late + n.late, never + n.not_reached));
    causes.retain(|(_, n)| n.late + n.not_reached > 0);
    causes.sort_by_key(|(_, n)| std::cmp::Reverse(n.late + n.not_reached));
    MissSummary {
        late,
        not_reached,
        mean_excess_s: arm.mean_seconds(|result| (result.misses[target].excess, result.misses[target].total().late)),
        causes: causes
            .into_iter()
            .map(|(cause, n)| CauseShare {
                cause: cause.name().to_owned(),
                late: n.late,
                not_reached: n.not_reached,
                share: (n.late + n.not_reached) as f64 / (late + not_reached) as f64,
            })
            .collect(),
    }
}

const WEEKDAYS: [(&str, &str); 7] = [
    ("Monday", "星期一"),
    ("Tuesday", "星期二"),
    ("Wednesday", "星期三"),
    ("Thursday", "星期四"),
    ("Friday", "星期五"),
    ("Saturday", "星期六"),
    ("Sunday", "星期日"),
];

/// What the rows of "who served" are called: each kind of settler, crews, nobody.
pub(super) fn servers(dimensions: &Dimensions) -> Vec<Name> {
    dimensions.settlers.iter().cloned().chain([Name::new("crew", "处置班组"), Name::new("nobody", "无人处置")]).collect()
}

/// A dimension of the table of cells.
pub(in crate::experiment) struct Section {
    /// `category`, `priority`, `channel`, `served_by`, `hour`, `weekday`, `surge` or `level`.
    pub(in crate::experiment) dimension: &'static str,
    /// What it is called; for a level, its name.
    pub(in crate::experiment) name: Name,
    /// Its cells in order.
    pub(in crate::experiment) names: Vec<Name>,
    /// The position of the first.
    pub(in crate::experiment) start: usize,
}

/// All dimensions, in the order of reports.
pub(in crate::experiment) fn cells(dimensions: &Dimensions) -> Vec<Section> {
    let layout = Layout::of(dimensions);
    let of = |dimension, name, start, names| Section { dimension, name, names, start };
    let priorities = (1..=Layout::PRIORITIES).map(|p| Name::new(p.to_string(), format!("{p}级"))).collect();
    let hours = (0..24).map(|h| Name::new(format!("{h:02}:00"), format!("{h:02}:00"))).collect();
    let weekdays = WEEKDAYS.map(|(name, zh)| Name::new(name, zh)).to_vec();
    let surge = vec![Name::new("ordinary", "平时"), Name::new("surge", "高峰")];
    let mut found = vec![
        of("category", Name::new("category", "类别"), layout.category, dimensions.categories.clone()),
        of("priority", Name::new("priority", "优先级"), layout.priority, priorities),
        of("channel", Name::new("channel", "渠道"), layout.channel, dimensions.channels.clone()),
        of("served_by", Name::new("served by", "处置者"), layout.served_by, servers(dimensions)),
        of("hour", Name::new("hour", "时段"), layout.hour, hours),
        of("weekday", Name::new("weekday", "星期"), layout.weekday, weekdays),
        of("surge", Name::new("surge", "高峰"), layout.surge, surge),
    ];
    let levels = dimensions.levels.iter().zip(&layout.levels);
    found.extend(levels.map(|(level, start)| of("level", level.level.clone(), *start, level.cells.clone())));
    found
}

pub(super) fn breakdowns(arm: &Arm) -> Vec<Breakdown> {
    let of = |section: Section| Breakdown {
        dimension: section.dimension.to_owned(),
        name: section.name,
        rows: section.names.into_iter().zip(section.start..).map(|(name, cell)| row(arm, cell, name)).collect(),
    };
    cells(arm.dimensions).into_iter().map(of).collect()
}

fn row(arm: &Arm, cell: usize, name: Name) -> BreakdownRow {
    let by = |clock| Target::ALL.map(|target| share(arm, cell, target, clock)).to_vec();
    BreakdownRow {
        name,
        incidents: arm.total(|result| result.attainment[cell].incidents),
        cumulative: by(Clock::Cumulative),
        per_stage: by(Clock::PerStage),
    }
}

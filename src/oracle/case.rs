//! A case of verification: a scenario, what is read from it, and the exact answers.

use crate::time::Duration;

/// A scenario of the suite. It is a file that a user can run, embedded in the program.
#[derive(Debug)]
pub struct Text {
    /// Where it stands, from the top of the project.
    pub file: &'static str,
    /// What it says.
    pub text: &'static str,
}

/// What is read from a replication.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// Mean time in the queue for crews, of one category (by its number) or of all.
    Wait(Option<u16>),
    /// Share that waits for a crew.
    Waits,
    /// Share that waits longer than the limit of the case.
    WaitsLonger,
    /// Share that withdraws.
    Withdrawn,
    /// Mean time on the way.
    Travel,
    /// Mean time from the report to acceptance.
    UntilAccept,
    /// Mean time from the report to arrival.
    UntilScene,
    /// Share of time in which so many crews serve.
    Serving(u32),
    /// Share of time in which a crew serves.
    Workload(u32),
    /// Share of the incidents served that a crew serves in an innermost area, both by number.
    Dispatched {
        /// The crew.
        crew: u32,
        /// The innermost area.
        leaf: u32,
    },
}

/// In what a reading is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// A part of a whole.
    Share,
    /// Hours.
    Hours,
    /// Minutes.
    Minutes,
    /// Kilometres, by a travel time of so many hours for each.
    Kilometres {
        /// The speed.
        kmh: u32,
    },
}

impl Unit {
    /// How it is written; empty for shares.
    pub const fn name(self) -> &'static str {
        match self {
            Unit::Share => "",
            Unit::Hours => "h",
            Unit::Minutes => "min",
            Unit::Kilometres { .. } => "km",
        }
    }

    /// What a reading of the run, in hours where it is a time, is multiplied by.
    pub(super) fn scale(self) -> f64 {
        match self {
            Unit::Share | Unit::Hours => 1.0,
            Unit::Minutes => 60.0,
            Unit::Kilometres { kmh } => f64::from(kmh),
        }
    }
}

/// A text in both languages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// Puts a text in both languages together.
pub(super) fn said(en: impl Into<String>, zh: impl Into<String>) -> Said {
    Said { en: en.into(), zh: zh.into() }
}

/// One number of a case and its exact answer.
#[derive(Clone, Debug)]
pub struct Check {
    /// What it is.
    pub what: Said,
    /// What is read.
    pub measure: Measure,
    /// The exact answer, in `unit`.
    pub exact: f64,
    /// In what.
    pub unit: Unit,
    /// The half-width that the interval must not exceed, in `unit`.
    pub within: f64,
    /// The sign that the interval must have: the difference is above zero, or below.
    pub sign: Sign,
    /// Whether the answer is exact; an approximation is shown and nothing is claimed.
    pub claimed: bool,
}

/// What is known of the direction of a difference.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Sign {
    /// Nothing is claimed.
    Either,
    /// The whole interval lies above zero.
    Positive,
    /// The whole interval lies above this.
    AtLeast(f64),
    /// The whole interval lies below zero, and so does the difference of every replication or is zero.
    NeverPositive,
}

/// The half-width asked of a probability.
const SHARE_WITHIN: f64 = 0.002;
/// The half-width asked of a mean, as part of it.
const MEAN_WITHIN: f64 = 0.03;
/// The same where the mean is below 1% of a mean service time.
const SMALL_WITHIN: f64 = 0.1;

impl Check {
    /// A probability or a share of time.
    pub fn share(what: Said, measure: Measure, exact: f64) -> Check {
        Check { what, measure, exact, unit: Unit::Share, within: SHARE_WITHIN, sign: Sign::Either, claimed: true }
    }

    /// A mean time; `service` is the mean service time in the same unit.
    pub fn mean(what: Said, measure: Measure, exact: f64, unit: Unit, service: f64) -> Check {
        let part = if exact.abs() < 0.01 * service { SMALL_WITHIN } else { MEAN_WITHIN };
        Check { what, measure, exact, unit, within: part * exact.abs(), sign: Sign::Either, claimed: true }
    }

    /// The same with a sign that the difference must have.
    pub fn signed(self, sign: Sign) -> Check {
        Check { sign, ..self }
    }
}

/// A scenario run often enough, and what it must come to.
#[derive(Clone, Debug)]
pub struct Case {
    /// The family that it belongs to.
    pub family: Family,
    /// A name by which it can be asked for.
    pub name: String,
    /// The scenario.
    pub scenario: &'static Text,
    /// Settings written over it, as with `--set`.
    pub set: Vec<String>,
    /// Further settings of a second arm: readings are then differences, second arm minus first, of the same incidents.
    pub against: Option<Vec<String>>,
    /// Settings drawn anew for each replication.
    pub drawn: Option<fn(seed: u64, replication: u32) -> Vec<String>>,
    /// How often it is run.
    pub replications: u32,
    /// Waits longer than this are counted.
    pub limit: Duration,
    /// What is read.
    pub checks: Vec<Check>,
}

impl Case {
    /// A case of one arm without checks yet.
    pub fn new(family: Family, name: impl Into<String>, scenario: &'static Text, set: Vec<String>, replications: u32) -> Case {
        Case {
            family,
            name: name.into(),
            scenario,
            set,
            against: None,
            drawn: None,
            replications,
            limit: Duration::MAX,
            checks: Vec::new(),
        }
    }

    /// With one more number to check.
    pub fn check(mut self, check: Check) -> Case {
        self.checks.push(check);
        self
    }
}

/// What belongs together in the report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Family {
    /// Waits in M/M/c.
    ErlangC,
    /// Losses in M/G/c/c.
    ErlangB,
    /// Classes with priorities.
    Priorities,
    /// M/G/1.
    SingleServer,
    /// M/G/∞.
    InfiniteServers,
    /// Servers kept for the first class.
    CutoffReserve,
    /// Crews at places with preferences.
    Hypercube,
    /// Distances of the nearest of many.
    SquareRoot,
    /// Times by distance.
    TravelTime,
    /// Paired differences.
    Signs,
    /// The hypercube of a user's scenario.
    Given,
}

impl Family {
    /// What its cases have in common.
    pub fn said(self) -> Said {
        let (en, zh) = match self {
            Family::ErlangC => ("Erlang C: waits in M/M/c, mean service 1 h", "爱尔兰 C：M/M/c 的等待，平均服务 1 小时"),
            Family::ErlangB => ("Erlang B: losses in M/G/c/c, whatever the service", "爱尔兰 B：M/G/c/c 的损失，与服务分布无关"),
            Family::Priorities => ("Priorities: Cobham, and preemptive resume", "优先级：Cobham 公式与抢占续做"),
            Family::SingleServer => {
                ("Pollaczek–Khinchine: M/G/1 at ρ = 0.8, mean service 1 h", "Pollaczek–Khinchine：M/G/1，ρ = 0.8，平均服务 1 小时")
            }
            Family::InfiniteServers => ("M/G/∞: the number at work is Poisson", "M/G/∞：同时作业数服从泊松分布"),
            Family::CutoffReserve => ("Cutoff reserve: crews kept for the urgent", "截留储备：为紧急事件保留力量"),
            Family::Hypercube => ("Hypercube: who serves where (Larson 1974)", "超立方体：谁在哪里处置（Larson 1974）"),
            Family::SquareRoot => {
                ("Square-root law: distance of the nearest of n on a torus of 100 km²", "平方根律：100 km² 环面上 n 组中最近者的距离")
            }
            Family::TravelTime => ("Travel time by distance: exact to the tick", "距离与行驶时间：精确到最小时间单位"),
            Family::Given => ("Hypercube equations of the scenario, and its runs", "场景的超立方体方程与模拟"),
            Family::Signs => ("Paired differences: what must help, and what must cost", "配对差：必然有利与必然不利"),
        };
        said(en, zh)
    }
}

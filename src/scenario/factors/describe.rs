//! What the numbers of a scenario mean, by type and field, in both languages; and bounds where the program is
//! stricter than the kind of number.

use crate::policy::CoverageConfig;
use crate::policy::dispatch::{batch_matching, rollout};
use crate::time::Duration;
use crate::workforce::{MOST_CREWS_PER_JOB, MOST_OFFICERS_PER_CREW};
use std::ops::RangeInclusive;

/// Crews that a job may take, and those of its partner beside one of its own.
const MOST_CREWS: f64 = MOST_CREWS_PER_JOB as f64;
const MOST_PARTNERS: f64 = MOST_CREWS - 1.0;
const MOST_OFFICERS: f64 = MOST_OFFICERS_PER_CREW as f64;

/// What one field means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meaning {
    owner: &'static str,
    field: &'static str,
    /// English.
    pub(super) en: &'static str,
    /// Chinese.
    pub(super) zh: &'static str,
    /// Bounds that hold beside those of the kind; what makes a bare number a factor.
    bounds: Option<(f64, f64)>,
}

/// What `field` of the type `owner` means.
pub(super) fn meaning(owner: &str, field: &str) -> Option<&'static Meaning> {
    MEANINGS.iter().find(|meaning| meaning.owner == owner && meaning.field == field)
}

/// Bounds of `field` of the type or rule `owner` that hold beside those of its kind.
pub(super) fn bounds(owner: &str, field: &str) -> Option<(f64, f64)> {
    let of_rule = || OF_RULES.iter().find(|(rule, parameter, _)| *rule == owner && *parameter == field);
    meaning(owner, field).and_then(|meaning| meaning.bounds).or_else(|| of_rule().map(|(.., bounds)| *bounds))
}

/// Parameters of which a rule is stricter than their kind, with the bounds that it checks.
pub(super) const OF_RULES: &[(&str, &str, (f64, f64))] = &[
    ("CoverageConfig", "within", seconds(&CoverageConfig::WITHIN)),
    ("CoverageConfig", "busy", (*CoverageConfig::BUSY.start(), *CoverageConfig::BUSY.end())),
    ("BatchMatching", "every", seconds(&batch_matching::EVERY)),
    ("BatchMatching", "radius", seconds(&batch_matching::RADIUS)),
    ("Rollout", "horizon", seconds(&rollout::HORIZON)),
    ("Rollout", "futures", numbers(&rollout::FUTURES)),
    ("Rollout", "candidates", numbers(&rollout::CANDIDATES)),
];

const fn seconds(range: &RangeInclusive<Duration>) -> (f64, f64) {
    (range.start().0 as f64 / Duration::SECOND.0 as f64, range.end().0 as f64 / Duration::SECOND.0 as f64)
}

const fn numbers(range: &RangeInclusive<u32>) -> (f64, f64) {
    (*range.start() as f64, *range.end() as f64)
}

macro_rules! meanings {
    ($($owner:ident { $($field:literal: $en:literal, $zh:literal $(, $low:literal ..= $high:tt)?;)* })*) => {
        const MEANINGS: &[Meaning] = &[$($(Meaning {
            owner: stringify!($owner), field: $field, en: $en, zh: $zh,
            bounds: meanings!(@bounds $($low, $high)?),
        },)*)*];
    };
    (@bounds) => { None };
    (@bounds $low:literal, $high:tt) => { Some(($low, $high)) };
}

meanings! {
    GeneratedCity {
        "residents": "residents of the city", "全市人口";
        "area_km2": "area of the city", "全市面积", 0.000_001 ..= 510_000_000.0;
    }
    ExplicitCity { "square_side_km": "side of the square that is the city", "正方形城市的边长"; }
    AreaConfig {
        "residents": "residents of this area", "该区域人口";
        "weight": "weight of the spread in this area", "该区域的分布权重";
    }
    PointCity { "residents": "residents of the city", "全市人口"; }
    GroupConfig { "residents": "residents of this part", "该片区人口"; }
    LevelConfig { "count": "areas of this level", "该层级区域数", 1.0 ..= 1_000_000.0; }
    KindConfig { "count": "areas of this kind", "该类区域数"; }
    TravelConfig {
        "detour": "length of the way over the straight line", "绕行系数（路程与直线距离之比）", 1.0 ..= 1000.0;
        "urban": "speed on urban ground", "城区车速";
        "outer": "speed on outer ground", "外围车速";
        "hours": "speed multiplied by so much at these hours", "该时段车速倍数", 0.01 ..= 1000.0;
    }
    TimeConfig {
        "fixed": "time that every way costs", "每次出行的固定耗时";
        "linear_from_km": "length of way at which cruising speed begins, km", "达到巡航车速的路程（公里）";
        "m_per_s2": "acceleration, m/s²", "加速度（米/秒²）";
    }
    FacilityConfig { "time": "how long a crew is busy there", "班组在该处停留的时间"; }
    ErrandConfig { "share": "part of visits after which work goes on at a facility", "需前往设施继续办理的比例"; }
    DemandConfig {
        "volume": "incidents a day, all of them", "日均事件量（全部）";
        "season": "weight of a month", "月份权重";
        "hours": "shape of a day", "日内分布";
        "patience": "how long a reporter waits before withdrawing", "报告人愿等多久才撤回";
    }
    WeekConfig {
        "weekday": "demand on a workday, relative", "工作日需求倍数";
        "weekend": "demand on a weekend day, relative", "周末需求倍数";
        "holiday": "demand on a public holiday, relative", "节假日需求倍数";
    }
    CategoryConfig {
        "share": "part of all incidents, relative to other categories", "该类事件占比（相对）";
        "priority": "priority, 1 the most pressing", "优先级（1 最急）", 1.0 ..= 4.0;
        "urgent": "part that is urgent: priority 1 whatever the category says", "其中紧急（1 级）的比例";
        "crews": "crews that a job takes", "一件所需班组数", 1.0 ..= MOST_CREWS;
        "on_scene": "work on scene, first visit", "首次现场处置用时";
        "second_visit": "part that needs a second visit", "需二次上门的比例";
        "reopen": "part that the closing check finds undone", "结案检查后返工的比例";
        "close_within": "limit for closing it", "结案时限";
        "report_delay": "from occurrence to report", "发生至上报的时间";
    }
    DayConfig { "factor": "weight of the category on such days", "该类日子的权重倍数"; }
    PlaceConfig {
        "residents": "weight of the spread by residents", "按人口分布的权重";
        "area": "weight of the spread by area", "按面积分布的权重";
        "urban": "how much likelier on urban ground", "城区倍数";
    }
    JointConfig {
        "share": "part that needs a second department at once", "需联合处置的比例";
        "crews": "crews of the other department", "对方部门班组数", 1.0 ..= MOST_PARTNERS;
    }
    FilingConfig {
        "share": "part for which a case is filed", "立案比例";
        "time": "how long filing takes", "立案用时";
    }
    ChannelConfig {
        "share": "part of all reports, relative to other channels", "该渠道占比（相对）";
        "on_spot": "part that the reporter finds in person and would settle", "巡查者当场发现并可自办的比例";
    }
    SurgeConfig {
        "lasts": "how long it lasts", "持续时间", 0.0 ..= 31622400.0;
        "volume": "number of incidents multiplied by so much", "事件量倍数";
        "travel": "travel times multiplied by so much", "路途时间倍数";
        "mix": "weight of the category multiplied by so much", "该类事件权重倍数";
    }
    SurgeTimes { "per_year": "how many a year", "年均次数", 0.0 ..= 366.0; }
    CommittedConfig {
        "crew_time_per_day": "crew time of committed work a day", "每日既定任务所需班组工时";
        "hours": "weight of this part of the day", "该时段权重";
        "job": "crew time of one job", "单项任务用时";
        "departments": "weight of the department", "部门权重";
    }
    StructureConfig {
        "wrong_department_delay": "how long a wrong department keeps an incident", "错派部门后退回所需时间";
        "closing_check": "how long the closing check takes", "结案检查用时";
    }
    SettlerConfig {
        "posts": "posts in each area", "每个区域的岗位数";
        "filled": "share of these posts that is filled", "该岗位的到岗（满编）比例";
        "settles": "share of all incidents that this tier, and no lower one, can settle", "本级（且下级不能）可自行解决的比例";
        "settles_category": "the same for this category", "该类事件本级可自行解决的比例";
        "available": "chance that one on duty is available", "在岗者可用的概率";
        "in_vain": "chance that one who cannot settle it is sent all the same", "无力处置者仍被派去的概率";
        "look": "a look in vain, once there", "到场后判明无力处置的用时";
        "accept": "from the order to acceptance", "接单用时";
        "turnout": "from acceptance to departure", "出动准备用时";
        "speed": "speed on foot or bicycle", "步行或骑行速度";
        "on_scene": "work on scene", "现场处置用时";
    }
    DeskConfig {
        "staff": "clerks at each desk at these hours", "该时段每席台人数";
        "receipt": "receipt at the first desk", "受理用时";
        "triage": "triage at the first desk", "分拨研判用时";
        "accept": "acceptance at a later desk", "后续席台接件用时";
        "transfer": "hand-off to this desk", "流转到本席台的用时";
        "waits_for_opening": "chance that a hand-off to the closed desk waits for its opening", "非工作时间流转需等开门的概率";
        "wrong_department": "chance that a hand-off from it goes to a wrong department first", "流转时派错部门的概率";
    }
    RequestsConfig {
        "rate": "requests of each subordinate while the desk is staffed", "每个下级提出请示的频率";
        "service": "clerk's time for a request", "办理一件请示的用时";
        "priority": "priority of requests in the desk's queue", "请示在席台的优先级", 1.0 ..= 4.0;
    }
    CrewKindConfig {
        "officers": "headcount from which crews follow", "队员编制数";
        "crews": "crews on every shift", "每班次班组数";
        "crew_size": "officers in a crew", "每班组人数", 1.0 ..= MOST_OFFICERS;
        "working_days": "days a week that an officer works", "每周工作天数", 0.0 ..= 7.0;
        "absence": "share of working days lost to leave, illness and training", "休假、病假与培训占比";
        "roster": "crews on this shift", "该班次班组数";
        "accept": "from the offer to acceptance", "班组接单用时";
        "answer_within": "an offer not accepted by then counts as refused", "逾时未接单视为拒单";
        "refusal": "chance that an offer is refused", "拒单概率";
        "turnout": "from acceptance to departure", "班组出动准备用时";
        "clearing": "tidying up before the crew is free", "收尾用时";
        "handover": "overlap of shifts during which the new one is not available", "交接班时间";
    }
    PostConfig { "count": "posts in each area", "每个区域的岗位数"; }
    ShiftConfig { "weight": "weight by which crews are split over shifts", "班次配员权重"; }
    BreakConfig {
        "after": "time on duty before the break is due", "当班多久后休息";
        "lasts": "length of the break", "休息时长";
    }
    OnCallConfig { "turnout": "from acceptance to departure from home", "备勤人员出动准备用时"; }
    TargetsConfig {
        "respond": "limit to respond", "响应时限";
        "accept": "limit to accept", "接单时限";
        "depart": "limit to depart", "出动时限";
        "on_scene": "limit to be on scene", "到场时限";
    }
    RunConfig {
        "days": "days with arrivals", "模拟天数", 1.0 ..= 36525.0;
        "warmup_days": "days at the start that are not measured", "预热天数", 0.0 ..= 36524.0;
        "drain": "how long the run goes on after the last report", "末日后继续运行的时间", 0.0 ..= 315619200.0;
        "replications": "repetitions with other luck", "重复次数", 1.0 ..= 10000000.0;
        "indifference": "differences in attainment up to this count as none", "无差异界限";
    }
    Distribution {
        "median": "median alone", "仅中位数";
        "p90": "90% point alone", "仅 90% 分位数";
        "mean": "mean alone", "仅均值";
        "scale": "scale alone", "仅尺度参数";
        "shape": "shape", "形状参数";
        "stages": "stages", "阶段数", 1.0 ..= 1000.0;
        "from": "least alone", "仅下限";
        "to": "most alone", "仅上限";
        "low": "least alone", "仅下限";
        "mode": "peak alone", "仅众数";
        "high": "most alone", "仅上限";
    }
    CoverageConfig {
        "within": "travel time within which a crew covers a zone", "班组视为覆盖的行程时间";
        "busy": "probability that a crew that is free now is busy when it is needed", "现空闲班组届时忙碌的概率";
    }
    Outside { "After": "how long crews of other districts are held back", "跨区派单前的等待时间"; }
}

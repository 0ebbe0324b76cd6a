//! What the keys of results are called by people, in both languages.
//!
//! Keys are those of JSON and CSV (`metrics` defines them). One unknown here is shown as it is.

use super::Lang;
use crate::experiment::Measure;
use crate::metrics::{Clock, Target};
use crate::scenario::Scenario;

macro_rules! names {
    ($(#[$doc:meta])* $function:ident, $all:ident: $($key:literal => $en:literal, $zh:literal;)*) => {
        $(#[$doc])*
        pub fn $function(lang: Lang, key: &str) -> &str {
            match key {
                $($key => lang.t($en, $zh),)*
                _ => key,
            }
        }

        #[cfg(test)]
        const $all: &[&str] = &[$($key),*];
    };
}

/// What a scenario is for, in its own words; in English where it says nothing in Chinese.
pub fn about(lang: Lang, scenario: &Scenario) -> &str {
    match (lang, &scenario.about_zh) {
        (Lang::Zh, Some(zh)) => zh,
        _ => &scenario.about,
    }
}

names! {
    /// A milestone or target.
    milestone, MILESTONES:
    "respond" => "respond", "响应";
    "accept" => "accept", "接单";
    "depart" => "depart", "出动";
    "on_scene" => "on scene", "到场";
    "handled" => "handled", "处置";
    "closed" => "closed", "结案";
}

names! {
    /// A segment of an incident's way, or another cause of a miss.
    cause, CAUSES:
    "desk_queue" => "waiting at the first desk", "首个席台排队";
    "receipt" => "receipt", "受理";
    "triage" => "triage", "分拨研判";
    "transfer" => "transfer between desks", "层级流转";
    "later_desk_queue" => "waiting at later desks", "后续席台排队";
    "later_desk" => "work of later desks", "后续席台办理";
    "in_vain" => "a look in vain", "先到者无力处置";
    "crew_queue" => "waiting for a crew", "等待队员";
    "refused" => "offers that came to nothing", "派单未果（拒单、未应答、被抽调）";
    "accept" => "acceptance", "接单确认";
    "turnout" => "turnout", "出动准备";
    "travel" => "travel", "路途";
    "partner_wait" => "waiting for the partner crew", "等待联合队员";
    "work" => "work on scene", "现场处置";
    "no_crew_idle" => "all crews serving others", "队员全忙";
    "shift_gap" => "no crew on duty, or taking over", "无人当班或正在接班";
    "committed_work" => "committed work or breaks", "既定任务或休息";
    "boundary" => "free crews across a boundary", "空闲队员在辖区外";
    "joint_partner" => "no partner for a joint job", "联合处置缺伴";
    "held_back" => "held back by the rule", "规则暂缓派单";
    "lost" => "no crew has the skill", "无对口队伍";
    "withdrawn" => "withdrawn by the reporter", "报告人撤回";
}

names! {
    /// What a crew is doing.
    state, STATES:
    "off_duty" => "off duty", "不当班";
    "handover" => "handover", "交接班";
    "idle" => "idle", "待命";
    "on_call" => "on call", "备勤";
    "assigned" => "being offered", "派单中";
    "turning_out" => "turning out", "出动准备";
    "travelling" => "travelling", "路途";
    "awaiting_partner" => "awaiting the partner", "等待联合队员";
    "on_scene" => "at work on scene", "现场处置";
    "clearing" => "clearing", "收尾";
    "returning" => "returning", "返回";
    "committed" => "committed work", "既定任务";
    "break" => "break", "休息";
    "to_facility" => "on the way to a facility", "前往处理点";
    "at_facility" => "at a facility", "处理点办理";
}

names! {
    /// A dimension of a breakdown.
    dimension, DIMENSIONS:
    "category" => "By category", "按类别";
    "priority" => "By priority", "按优先级";
    "channel" => "By reporting channel", "按上报渠道";
    "served_by" => "By who served", "按处置者";
    "level" => "By area", "按区域";
    "hour" => "By hour", "按时段";
    "weekday" => "By weekday", "按星期";
    "surge" => "Surge or not", "高峰事件与平时";
}

/// A target: the last one means "handled" where the scenario says so.
pub fn target(lang: Lang, key: &str, until_handled: bool) -> &str {
    milestone(lang, if until_handled && key == "on_scene" { "handled" } else { key })
}

/// A measure of an experiment; attainment of the last target likewise.
pub fn measure(lang: Lang, measure: &Measure, until_handled: bool) -> &'static str {
    match until_handled && measure.key == Target::OnScene.name() {
        true => lang.t("handled in time", "按时处置完毕"),
        false => lang.t(measure.en, measure.zh),
    }
}

/// From when on the limits of targets count.
pub fn clock(lang: Lang, clock: Clock) -> &'static str {
    match clock {
        Clock::Cumulative => lang.t("limits count from the report", "时限自上报起算"),
        Clock::PerStage => lang.t("limits count per stage", "时限分段计算"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::{Cause, milestone_name, segment_name, state_name};
    use crate::record::{CrewState, Milestone, Segment};

    #[test]
    fn every_key_of_the_results_has_a_name_in_both_languages() {
        let milestones: Vec<&str> = Milestone::ALL.into_iter().map(milestone_name).collect();
        assert_eq!(MILESTONES, milestones);
        let states: Vec<&str> = CrewState::ALL.into_iter().map(state_name).collect();
        assert_eq!(STATES, states);
        let mut causes: Vec<&str> = Segment::ALL.into_iter().map(segment_name).chain(Cause::all().map(Cause::name)).collect();
        for key in &causes {
            assert!(CAUSES.contains(key), "{key} has no name");
        }
        causes.retain(|key| CAUSES.contains(key));
        assert!(CAUSES.iter().all(|key| causes.contains(key)));
    }

    #[test]
    fn the_last_target_is_called_by_what_it_means() {
        let named = |key: &str, handled: bool| {
            let at = Measure::position(key).unwrap();
            measure(Lang::En, &crate::experiment::MEASURES[at], handled)
        };
        assert_eq!((named("on_scene", false), named("on_scene", true)), ("on scene in time", "handled in time"));
        assert_eq!(named("accept", true), named("accept", false));
    }

    #[test]
    fn chinese_names_are_chinese() {
        type Naming = fn(Lang, &str) -> &str;
        let names: [(Naming, &[&str]); 4] = [(milestone, MILESTONES), (cause, CAUSES), (state, STATES), (dimension, DIMENSIONS)];
        for (name, keys) in names {
            for key in keys {
                assert!(!name(Lang::Zh, key).is_ascii(), "{key}");
                assert!(name(Lang::En, key).is_ascii(), "{key}");
            }
        }
    }
}

//! What each fact says in words.

use super::Cast;
use crate::ids::{CrewId, DeskId, SettlerId};
use crate::metrics::Cause;
use crate::record::{CrewState, Fact, Milestone, Outcome, WaitReason, What};
use crate::report::{names, number};
use crate::time::{Duration, Instant};

/// A fact of incident `o` in words; `None` for what says nothing new in its life.
pub(super) fn told(fact: &Fact, o: &Outcome, cast: &Cast) -> Option<String> {
    let lang = cast.lang;
    let desk = || cast.desk(DeskId(fact.actor));
    let crew = || cast.crew(CrewId(fact.actor));
    // These steps of those on the spot are told by the probe, without a slot.
    let who = || if fact.slot == Fact::NO_SLOT { cast.settler(SettlerId(fact.actor)).to_owned() } else { crew() };
    let length = || number::seconds(Duration(fact.detail).seconds(), lang);
    Some(match fact.what {
        What::Reported => lang.t("reported", "上报").to_owned(),
        What::DeskQueued => lang.text(format!("queues at {}", desk()), format!("{} 排队", desk())),
        What::OpeningAwaited => lang.text(format!("waits for {} to open", desk()), format!("等待 {} 开门", desk())),
        What::DeskStarted => lang.text(format!("{} takes it up", desk()), format!("{} 开始受理", desk())),
        What::Responded => lang.text(format!("{} responds", desk()), format!("{} 响应", desk())),
        What::DeskDone => lang.text(format!("{} is done", desk()), format!("{} 办毕", desk())),
        What::Transferred => lang.text(format!("handed on to {} ({})", desk(), length()), format!("转 {}（{}）", desk(), length())),
        What::WrongDepartment => lang.text(format!("goes from {} to a wrong department", desk()), format!("{} 误派其他部门", desk())),
        What::SettlerSent if found_by_settler(fact, o) => {
            let who = cast.settler(SettlerId(fact.actor));
            lang.text(format!("{who} settles it on the spot"), format!("{who}现场处置"))
        }
        What::SettlerSent => {
            let who = cast.settler(SettlerId(fact.actor));
            let vain = if fact.detail == 1 { lang.t(" – in vain", "（无力处置）") } else { "" };
            lang.text(format!("{who} sent{vain}"), format!("{who}前往{vain}"))
        }
        What::CrewAwaited => {
            let reason = usize::try_from(fact.detail).ok().and_then(|i| WaitReason::ALL.get(i)).copied().unwrap_or_default();
            let reason = names::cause(lang, Cause::Wait(reason).name());
            lang.text(format!("waits for a crew: {reason}"), format!("等待队员：{reason}"))
        }
        What::Offered => {
            let outside = if fact.detail == 1 { lang.t(", from outside its area", "（跨辖区）") } else { "" };
            lang.text(format!("offered to {}{outside}", crew()), format!("派单给 {}{outside}", crew()))
        }
        What::Refused => lang.text(format!("{} refuses", crew()), format!("{} 拒单", crew())),
        What::Unanswered => lang.text(format!("{} does not answer", crew()), format!("{} 未应答", crew())),
        What::Preempted => lang
            .text(format!("{} is called away to incident {}", crew(), fact.detail), format!("{} 被抽调前往事件 {}", crew(), fact.detail)),
        What::Accepted => lang.text(format!("{} accepts", who()), format!("{} 接单", who())),
        What::Departed => lang.text(format!("{} departs", who()), format!("{} 出动", who())),
        What::Arrived => lang.text(format!("{} is on scene", who()), format!("{} 到场", who())),
        What::WorkStarted => lang.t("work begins", "开始处置").to_owned(),
        What::Handled => lang.text(format!("visit {} is done", fact.detail + 1), format!("第 {} 次到场处置完毕", fact.detail + 1)),
        What::VisitOrdered => {
            let due = cast.clock(Instant(fact.detail));
            lang.text(format!("a further visit is ordered for {due}"), format!("安排再次到场：{due}"))
        }
        What::Reopened => lang.t("found undone: reopened", "复核未办结：返工").to_owned(),
        What::Closed => lang.t("closed", "结案").to_owned(),
        What::Lost if fact.detail == 0 => lang.t("lost: no crew has the skill", "失单：无对口队伍").to_owned(),
        What::Lost => lang.t("withdrawn by the reporter", "报告人撤回").to_owned(),
        What::Crew if fact.detail == CrewState::Clearing as u64 => lang.text(format!("{} clears", crew()), format!("{} 收尾", crew())),
        What::Crew | What::CommittedDue | What::CommittedDone | What::RequestQueued | What::RequestStarted | What::RequestDone => {
            return None;
        }
    })
}

/// The same of a crew on the way to a facility, or there.
pub(super) fn on_errand(fact: &Fact, facility: u16, cast: &Cast) -> String {
    let (crew, facility) = (cast.crew(CrewId(fact.actor)), cast.facility(facility));
    match fact.detail == CrewState::ToFacility as u64 {
        true => cast.lang.text(format!("{crew} leaves for {facility}"), format!("{crew} 前往 {facility}")),
        false => cast.lang.text(format!("{crew} is at {facility}"), format!("{crew} 到达 {facility}")),
    }
}

/// Whether somebody on the spot has found it and settles it there and then: no way to go.
fn found_by_settler(fact: &Fact, o: &Outcome) -> bool {
    o.self_found && fact.detail == 0 && o.at(Milestone::Depart) == fact.at && fact.at == o.reported
}

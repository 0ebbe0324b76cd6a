//! The columns of `incidents.csv`, in one ordered list: name and how it is written. What they mean and
//! their units stand in `docs/folder.md`.

use crate::ids::Id;
use crate::metrics::{Cause, Dimensions};
use crate::record::{End, Milestone, Outcome, Segment, ServedBy, WaitReason};
use crate::report::table::ColumnKind;
use crate::time::{Duration, Instant};
use std::fmt::Write;

/// One column.
#[derive(Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
    /// Appends its value.
    pub write: fn(&mut String, &Outcome, &Dimensions),
}

macro_rules! column {
    ($name:expr, $kind:ident, |$out:ident, $o:ident, $d:ident| $value:expr) => {
        Column {
            name: $name,
            kind: ColumnKind::$kind,
            write: |$out, $o, $d| {
                $value;
            },
        }
    };
}

/// What happened to each incident and where its time went; the areas that hold it and its replication come before.
pub const COLUMNS: &[Column] = &[
    column!("incident", Whole, |out, o, _d| show(out, o.incident)),
    column!("reported_s", Number, |out, o, _d| seconds(out, Duration(o.reported.0))),
    column!("delay_s", Number, |out, o, _d| seconds(out, o.delay)),
    column!("x_km", Number, |out, o, _d| kilometres(out, o.place.x)),
    column!("y_km", Number, |out, o, _d| kilometres(out, o.place.y)),
    column!("category", Text, |out, o, d| out.push_str(&d.categories[o.category.index()].name)),
    column!("channel", Text, |out, o, d| out.push_str(&d.channels[o.channel.index()].name)),
    column!("priority", Whole, |out, o, _d| show(out, o.priority)),
    column!("joint", Flag, |out, o, _d| flag(out, o.joint)),
    column!("self_found", Flag, |out, o, _d| flag(out, o.self_found)),
    column!("in_surge", Flag, |out, o, _d| flag(out, o.in_surge)),
    column!("respond_s", Number, |out, o, _d| after(out, o, Milestone::Respond)),
    column!("accept_s", Number, |out, o, _d| after(out, o, Milestone::Accept)),
    column!("depart_s", Number, |out, o, _d| after(out, o, Milestone::Depart)),
    column!("on_scene_s", Number, |out, o, _d| after(out, o, Milestone::OnScene)),
    column!("handled_s", Number, |out, o, _d| after(out, o, Milestone::Handled)),
    column!("closed_s", Number, |out, o, _d| after(out, o, Milestone::Closed)),
    column!("desk_queue_time_s", Number, |out, o, _d| segment(out, o, Segment::DeskQueue)),
    column!("receipt_time_s", Number, |out, o, _d| segment(out, o, Segment::Receipt)),
    column!("triage_time_s", Number, |out, o, _d| segment(out, o, Segment::Triage)),
    column!("transfer_time_s", Number, |out, o, _d| segment(out, o, Segment::Transfer)),
    column!("later_desk_queue_time_s", Number, |out, o, _d| segment(out, o, Segment::LaterDeskQueue)),
    column!("later_desk_time_s", Number, |out, o, _d| segment(out, o, Segment::LaterDesk)),
    column!("in_vain_time_s", Number, |out, o, _d| segment(out, o, Segment::InVain)),
    column!("crew_queue_time_s", Number, |out, o, _d| segment(out, o, Segment::CrewQueue)),
    column!("refused_time_s", Number, |out, o, _d| segment(out, o, Segment::Refused)),
    column!("accept_time_s", Number, |out, o, _d| segment(out, o, Segment::Accept)),
    column!("turnout_time_s", Number, |out, o, _d| segment(out, o, Segment::Turnout)),
    column!("travel_time_s", Number, |out, o, _d| segment(out, o, Segment::Travel)),
    column!("partner_wait_time_s", Number, |out, o, _d| segment(out, o, Segment::PartnerWait)),
    column!("work_time_s", Number, |out, o, _d| segment(out, o, Segment::Work)),
    column!("served_by", Text, |out, o, d| served_by(out, o, d)),
    column!("crew", Whole, |out, o, _d| if let ServedBy::Crew(crew) = o.served_by {
        show(out, crew.0)
    }),
    column!("waited_for", Text, |out, o, _d| if o.waited_for != WaitReason::None {
        out.push_str(Cause::Wait(o.waited_for).name())
    }),
    column!("refusals", Whole, |out, o, _d| show(out, o.refusals)),
    column!("preemptions", Whole, |out, o, _d| show(out, o.preemptions)),
    column!("handoffs", Whole, |out, o, _d| show(out, o.handoffs)),
    column!("cross_boundary", Flag, |out, o, _d| flag(out, o.cross_boundary)),
    column!("visits", Whole, |out, o, _d| show(out, o.visits)),
    column!("reopened", Flag, |out, o, _d| flag(out, o.reopened)),
    column!("deadline_s", Number, |out, o, _d| moment(out, o.deadline)),
    column!("end", Text, |out, o, _d| out.push_str(end(o.end))),
];

fn show(out: &mut String, value: impl std::fmt::Display) {
    let _ = write!(out, "{value}");
}

/// To the centimetre.
fn kilometres(out: &mut String, km: f64) {
    let _ = write!(out, "{km:.5}");
}

fn flag(out: &mut String, flag: bool) {
    out.push(if flag { '1' } else { '0' });
}

/// Whole and fractional seconds to the tick, without the detour over floating point.
fn seconds(out: &mut String, length: Duration) {
    match (length.0 / Duration::SECOND.0, length.0 % Duration::SECOND.0) {
        (whole, 0) => show(out, whole),
        (whole, part) => {
            let _ = write!(out, "{whole}.{part:06}");
        }
    }
}

fn moment(out: &mut String, at: Instant) {
    if at.happens() {
        seconds(out, Duration(at.0));
    }
}

fn after(out: &mut String, o: &Outcome, milestone: Milestone) {
    if let Some(after) = o.until(milestone) {
        seconds(out, after);
    }
}

fn segment(out: &mut String, o: &Outcome, segment: Segment) {
    seconds(out, o.segments[segment as usize]);
}

fn served_by(out: &mut String, o: &Outcome, d: &Dimensions) {
    match o.served_by {
        ServedBy::Nobody => {}
        ServedBy::Settler(settler) => out.push_str(&d.settlers[settler.index()].name),
        ServedBy::Crew(crew) => out.push_str(&d.crews[crew.index()].kind.name),
    }
}

fn end(end: End) -> &'static str {
    match end {
        End::Closed => "closed",
        End::Open => "open",
        End::NoSuchSkill => "lost",
        End::Withdrawn => "withdrawn",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::{milestone_name, segment_name};

    #[test]
    fn every_milestone_and_segment_has_a_column_in_order() {
        let names: Vec<&str> = COLUMNS.iter().map(|c| c.name).collect();
        let milestones = Milestone::ALL.map(|m| format!("{}_s", milestone_name(m)));
        let segments = Segment::ALL.map(|s| format!("{}_time_s", segment_name(s)));
        let first = names.iter().position(|n| *n == "respond_s").unwrap();
        let expected: Vec<&str> = milestones.iter().chain(&segments).map(String::as_str).collect();
        assert_eq!(names[first..first + expected.len()], expected);
    }

    #[test]
    fn seconds_are_exact() {
        let mut out = String::new();
        seconds(&mut out, Duration(3 * Duration::SECOND.0 + 42));
        seconds(&mut out, Duration(5 * Duration::SECOND.0));
        assert_eq!(out, "3.0000425");
    }
}

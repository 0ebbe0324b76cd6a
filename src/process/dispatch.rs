//! A crew is needed: a rule decides, or the incident waits.

use super::{Run, class};
use crate::demand::Job;
use crate::ids::{CrewId, DepartmentId, SlotId};
use crate::policy::admission::Admission;
use crate::policy::dispatch::district_first::Outside;
use crate::policy::{Availability, Situation};
use crate::random::{Purpose, unit32};
use crate::record::{Candidate, Course, CrewState, End, Observer, Segment, WaitReason, What};
use crate::time::Duration;
use crate::world::{Link, MOST_CREWS_PER_JOB, Need, Stage};
use rand_chacha::rand_core::Rng;

/// After so many refusals crews of any district are asked.
const REFUSALS_BEFORE_ANYONE: u32 = 3;

/// Crews chosen for one job, each with the department that it stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chosen {
    crews: [(CrewId, DepartmentId); MOST_CREWS_PER_JOB],
    count: usize,
}

impl Chosen {
    pub(crate) fn one(crew: CrewId, department: DepartmentId) -> Chosen {
        Chosen { crews: [(crew, department); MOST_CREWS_PER_JOB], count: 1 }
    }

    fn nobody() -> Chosen {
        Chosen { count: 0, ..Chosen::one(CrewId(0), DepartmentId(0)) }
    }

    fn add(&mut self, crew: CrewId, department: DepartmentId) {
        self.crews[self.count] = (crew, department);
        self.count += 1;
    }

    /// At least one crew, at most as many as one job may need.
    pub(crate) fn of(crews: &[(CrewId, DepartmentId)]) -> Chosen {
        let mut chosen = Chosen::one(crews[0].0, crews[0].1);
        chosen.crews[..crews.len()].copy_from_slice(crews);
        chosen.count = crews.len();
        chosen
    }

    pub(crate) fn crews(&self) -> &[(CrewId, DepartmentId)] {
        &self.crews[..self.count]
    }
}

impl<O: Observer> Run<'_, O> {
    /// An incident needs crews from now on.
    pub(crate) fn call_crew(&mut self, slot: SlotId) {
        let live = &mut self.world.incidents[slot];
        live.stage = Stage::AwaitCrew;
        (live.called, live.call) = (self.now, self.world.waiting.number_call());
        let need = self.whole_need(slot);
        if self.crews_of(need).iter().any(|(department, crews)| *crews > 0 && !self.model.competent[*department]) {
            return self.lose(slot, End::NoSuchSkill);
        }
        self.seek(slot, need);
    }

    /// All crews that the present visit of an incident needs.
    pub(crate) fn whole_need(&self, slot: SlotId) -> Need {
        let live = &self.world.incidents[slot];
        let category = &self.model.demand.categories[live.incident.category];
        let joint = live.incident.joint && live.visit == 0;
        let job = live.incident.job;
        if category.crews == 1 && !joint { Need::One(self.model.demand.jobs[job].department) } else { Need::All(job, joint) }
    }

    /// How many crews of which departments.
    pub(crate) fn crews_of(&self, need: Need) -> [(DepartmentId, u32); 2] {
        match need {
            Need::One(department) => [(department, 1), (department, 0)],
            Need::All(job, joint) => {
                let Job { category, department } = self.model.demand.jobs[job];
                let c = &self.model.demand.categories[category];
                let second = c.joint.as_ref().filter(|_| joint).map_or((department, 0), |j| (j.with, j.crews));
                [(department, c.crews), second]
            }
        }
    }

    /// Assigns crews for `need`, or lets the incident wait for them.
    pub(crate) fn seek(&mut self, slot: SlotId, need: Need) {
        if self.batches().is_some() {
            return self.wait(slot, need);
        }
        if self.looks_ahead && self.puts_off(slot, need) {
            return;
        }
        self.seek_at_once(slot, need);
    }

    /// The same by the rule alone. Who refused last is asked where nobody else can be sent.
    pub(crate) fn seek_at_once(&mut self, slot: SlotId, need: Need) {
        if self.decides(slot, need) {
            return;
        }
        if self.world.incidents[slot].refuser.take().is_none() || !self.decides(slot, need) {
            self.wait(slot, need);
        }
    }

    /// Sends crews, calls one away or promises one that serves, as the rules have it. Says whether any of that was done.
    pub(crate) fn decides(&mut self, slot: SlotId, need: Need) -> bool {
        let chosen = self.pick(slot, need);
        let bumped = self.crew_to_bump(slot, need, chosen.as_ref());
        let awaited = if bumped.is_none() { self.crew_to_wait_for(slot, need, chosen.as_ref()) } else { None };
        if self.observer.decisions() {
            let ahead = self.waits_for_crews(slot, need);
            let alone = |crew: CrewId| if let Need::One(department) = need { Some(Chosen::one(crew, department)) } else { None };
            match (bumped, awaited) {
                (Some(crew), _) => self.show_decision(slot, need, Course::CallAway, alone(crew), ahead),
                (_, Some(crew)) => self.show_decision(slot, need, Course::WaitFor, alone(crew), ahead),
                _ => self.show_decision(slot, need, Course::Send, chosen, ahead),
            }
        }
        match (bumped, awaited, chosen) {
            (Some(crew), ..) => self.bump(slot, need, crew),
            (_, Some(crew), _) => self.promise(slot, need, crew, chosen.is_some()),
            (.., Some(chosen)) => self.assign(slot, &chosen),
            _ => return false,
        }
        true
    }

    /// Whether only crews of the incident's own district may come.
    pub(crate) fn within_district(&self, slot: SlotId) -> bool {
        !self.world.incidents[slot].lifted && (self.model.structure.boundary.is_some() || self.model.outside != Outside::AtOnce)
    }

    fn cell(&self, slot: SlotId) -> u32 {
        self.model.division.map_or(0, |cells| cells.of_leaf(&self.model.city, self.world.incidents[slot].incident.leaf))
    }

    /// The least available crew that an incident may have.
    fn at_most(&self, slot: SlotId) -> Availability {
        if self.world.incidents[slot].incident.priority <= 2 { Availability::Interruptible } else { Availability::Free }
    }

    pub(crate) fn situation<'s>(&'s self, slot: SlotId, department: DepartmentId, excluded: &'s [CrewId], luck: f64) -> Situation<'s> {
        let live = &self.world.incidents[slot];
        Situation {
            now: self.now,
            crews: &self.world.crews.seen,
            spot: self.scene(slot),
            skills: 1 << department.0,
            leaf: self.model.city.number(live.incident.leaf) as u32,
            cell: self.cell(slot),
            within_cell: self.within_district(slot),
            at_most: self.at_most(slot),
            excluded,
            priority: live.incident.priority,
            waited: if live.link.list == Link::NONE { Duration::ZERO } else { self.now.since(live.called) },
            luck,
        }
    }

    /// Crews for all of `need` of those that are free, or none at all; the decision is shown to an observer that wants it.
    pub(crate) fn choose(&mut self, slot: SlotId, need: Need) -> Option<Chosen> {
        let chosen = self.pick(slot, need);
        if self.observer.decisions() {
            self.show_decision(slot, need, Course::Send, chosen, false);
        }
        chosen
    }

    /// Whether admission lets an incident wait although crews may be free. A job that has some of its crews goes on.
    #[inline]
    pub(crate) fn is_held_back(&self, slot: SlotId, need: Need) -> bool {
        self.model.admission != Admission::AdmitAll && self.holds_back(slot, need)
    }

    fn holds_back(&self, slot: SlotId, need: Need) -> bool {
        let live = &self.world.incidents[slot];
        let [(department, _), _] = self.crews_of(need);
        live.assigned == 0 && self.model.admission.holds_back(&self.situation(slot, department, &[], 0.5), live.incident.priority)
    }

    /// Whether as many crews are to be had as `need` says, of each department and in all: if not, none need be looked for.
    pub(super) fn are_enough(&self, slot: SlotId, need: Need) -> bool {
        let (pools, at_most) = (self.world.crews.seen.pools(), self.at_most(slot));
        let [(first, crews), (second, more)] = self.crews_of(need).map(|(department, crews)| (1 << department.0, crews));
        let enough = pools.count(first, at_most) >= crews;
        enough && (more == 0 || pools.count(second, at_most) >= more && pools.count_any(first | second, at_most) >= crews + more)
    }

    /// Crews for all of `need`, or none at all.
    pub(crate) fn pick(&self, slot: SlotId, need: Need) -> Option<Chosen> {
        if !self.are_enough(slot, need) || self.is_held_back(slot, need) { None } else { self.pick_admitted(slot, need) }
    }

    /// The same, whatever admission says.
    #[inline]
    fn pick_admitted(&self, slot: SlotId, need: Need) -> Option<Chosen> {
        self.pick_in_order(slot, need).or_else(|| self.pick_sparing(slot, need))
    }

    /// One crew after the other, each time the one that the rule prefers of those left.
    #[inline]
    fn pick_in_order(&self, slot: SlotId, need: Need) -> Option<Chosen> {
        let live = &self.world.incidents[slot];
        if let Need::One(department) = need
            && live.refuser.is_none()
            && live.assigned == 0
        {
            return self.preferred(slot, department, &[], 0).map(|crew| Chosen::one(crew, department));
        }
        let (mut excluded, barred) = self.barred(slot);
        let mut chosen = Chosen::nobody();
        for (department, crews) in self.crews_of(need) {
            for _ in 0..crews {
                let crew = self.preferred(slot, department, &excluded[..barred + chosen.count], chosen.count)?;
                excluded[barred + chosen.count] = crew;
                chosen.add(crew, department);
            }
        }
        Some(chosen)
    }

    /// The same for a joint job whose own department would take crews without which the other has too few: once no more
    /// than it needs are left, these are spared.
    #[cold]
    fn pick_sparing(&self, slot: SlotId, need: Need) -> Option<Chosen> {
        let [(own, crews), (other, more)] = self.crews_of(need);
        if more == 0 {
            return None;
        }
        let (barred, count) = self.barred(slot);
        let situation = self.situation(slot, other, &barred[..count], 0.5);
        let sends = |crew: CrewId| self.model.chooser.sends(&situation, crew);
        let mut partners: u32 = 0;
        situation.visit_eligible(|crew| partners += u32::from(sends(crew)));
        let mut spare = partners.checked_sub(more)?;
        let (mut excluded, mut chosen) = (barred, Chosen::nobody());
        for _ in 0..crews {
            let taken = count + chosen.count;
            let mut end = taken;
            if spare == 0 {
                situation.visit_eligible(|crew| {
                    if sends(crew) && !excluded[count..taken].contains(&crew) {
                        excluded[end] = crew;
                        end += 1;
                    }
                });
            }
            let crew = self.preferred(slot, own, &excluded[..end], chosen.count)?;
            spare -= u32::from(situation.may_go(crew) && sends(crew));
            excluded[taken] = crew;
            chosen.add(crew, own);
        }
        for _ in 0..more {
            let crew = self.preferred(slot, other, &excluded[..count + chosen.count], chosen.count)?;
            excluded[count + chosen.count] = crew;
            chosen.add(crew, other);
        }
        Some(chosen)
    }

    /// Crews that an incident does not ask, and how many; with room for all that its job may need.
    #[inline]
    fn barred(&self, slot: SlotId) -> ([CrewId; 2 * MOST_CREWS_PER_JOB + 2], usize) {
        let mut barred = [CrewId(0); 2 * MOST_CREWS_PER_JOB + 2];
        let mut count = 0;
        let live = &self.world.incidents[slot];
        for crew in live.refuser.iter().chain(live.crews()) {
            barred[count] = *crew;
            count += 1;
        }
        (barred, count)
    }

    /// The crew that the rule prefers for place `ordinal` of a job.
    #[inline]
    fn preferred(&self, slot: SlotId, department: DepartmentId, excluded: &[CrewId], ordinal: usize) -> Option<CrewId> {
        let luck = if self.model.chooser.draws() { self.luck(slot, ordinal as u32) } else { 0.5 };
        self.model.chooser.choose(&self.situation(slot, department, excluded, luck))
    }

    /// Tells the observer whom a decision has weighed: those who could go and, with `ahead`, those who serve.
    #[cold]
    pub(crate) fn show_decision(&mut self, slot: SlotId, need: Need, course: Course, chosen: Option<Chosen>, ahead: bool) {
        let live = &self.world.incidents[slot];
        let excluded: Vec<CrewId> = live.refuser.iter().chain(live.crews()).copied().collect();
        let departments = self.crews_of(need).into_iter().filter(|(_, crews)| *crews > 0).map(|(department, _)| department);
        let situations: Vec<Situation> = departments.map(|department| self.situation(slot, department, &excluded, 0.5)).collect();
        let picked: Vec<(CrewId, DepartmentId)> = chosen.iter().flat_map(|chosen| chosen.crews()).copied().collect();
        let candidate = |crew| {
            let role = picked.iter().find(|(other, _)| *other == crew).map(|(_, department)| 1 << department.0);
            let serves = |s: &Situation| ahead && s.crews.clear_at(crew).happens() && s.whenever().may_go(crew);
            let is_called = role.is_some() && course == Course::CallAway;
            let could = |s: &&Situation| is_called || s.may_go(crew) || serves(s);
            match situations.iter().filter(|s| role.is_none_or(|role| s.skills == role)).find(could) {
                Some(s) => {
                    Candidate { crew, score: self.model.chooser.score(s, crew), excluded: None, serves: !is_called && !s.may_go(crew) }
                }
                // Who is excluded may be nowhere yet.
                None => Candidate { crew, score: f64::NAN, excluded: exclusion(&situations, crew), serves: false },
            }
        };
        let candidates: Vec<Candidate> = self.model.workforce.crews.ids().map(candidate).collect();
        let picked: Vec<CrewId> = picked.iter().map(|(crew, _)| *crew).collect();
        self.observer.decision(self.now, self.world.incidents[slot].incident.number, &candidates, course, &picked);
    }

    /// A uniform for rules that choose at random: by incident, offer and place in the job.
    fn luck(&self, slot: SlotId, ordinal: u32) -> f64 {
        let live = &self.world.incidents[slot];
        let mut stream = self.key.stream(Purpose::Dispatch, live.offers.wrapping_mul(64).wrapping_add(live.visit * 16 + ordinal));
        stream.set_word_pos(u128::from(live.incident.number));
        unit32(stream.next_u32())
    }

    /// The incident waits for `need`.
    fn wait(&mut self, slot: SlotId, need: Need) {
        let reason = self.reason(slot, need);
        let within = self.within_district(slot);
        let cell = within.then(|| self.cell(slot));
        let live = &mut self.world.incidents[slot];
        live.stage = if live.assigned == 0 { Stage::AwaitCrew } else { live.stage };
        if live.visit == 0 {
            live.outcome.waited_for = reason;
        }
        self.world.waiting.push(&mut self.world.incidents, slot, cell, need);
        self.slot_fact(What::CrewAwaited, slot, u32::MAX, reason as u64);
        self.set_timer(slot, within);
        self.call_epoch();
    }

    /// The moment at which a waiting reporter loses patience, or other districts are asked.
    pub(crate) fn set_timer(&mut self, slot: SlotId, within: bool) {
        let now = self.now;
        let live = &self.world.incidents[slot];
        let bumped = live.outcome.preemptions > 0;
        let (reported, patience, visit) = (live.incident.reported, live.incident.patience, live.visit);
        if let Some(patience) = patience
            && visit == 0
            && !bumped
        {
            let at = (reported + patience).max(now);
            self.world.incidents[slot].timer = self.schedule(at, class::PATIENCE, slot.0);
        } else if within
            && self.model.structure.boundary.is_none()
            && let Outside::After(wait) = self.model.outside
        {
            self.world.incidents[slot].timer = self.schedule(now + wait, class::LIFT, slot.0);
        }
    }

    /// Why nobody can be sent; where nobody at all is free, as far as the first department of `need` goes.
    pub(crate) fn reason(&self, slot: SlotId, need: Need) -> WaitReason {
        if self.is_held_back(slot, need) && self.are_enough(slot, need) && self.pick_admitted(slot, need).is_some() {
            return WaitReason::HeldBack;
        }
        let crews_needed = self.crews_of(need);
        let situation = self.situation(slot, crews_needed[0].0, &[], 0.5);
        let (second, more) = crews_needed[1];
        if situation.anyone() || more > 0 && self.situation(slot, second, &[], 0.5).anyone() {
            // Where there are crews enough, the rule waits for others, or for its epoch.
            let several = crews_needed.iter().map(|(_, crews)| crews).sum::<u32>() > 1;
            let lacks_some = several && self.pick_admitted(slot, need).is_none();
            return if lacks_some { WaitReason::JointPartner } else { WaitReason::HeldBack };
        }
        let crews = &self.world.crews;
        let free_elsewhere = Situation { within_cell: false, ..situation };
        if situation.within_cell && free_elsewhere.anyone() {
            return if self.model.structure.boundary.is_some() { WaitReason::Boundary } else { WaitReason::HeldBack };
        }
        let competent = |states| crews.count(situation.skills, states);
        if competent(&[CrewState::OffDuty, CrewState::Handover]) == crews.seen.pools().size(situation.skills) {
            WaitReason::ShiftGap
        } else if competent(&[CrewState::Committed, CrewState::Break]) > 0 {
            WaitReason::CommittedWork
        } else {
            WaitReason::NoCrewIdle
        }
    }

    /// Crews of other districts may be asked from now on.
    pub(crate) fn lift(&mut self, slot: SlotId) {
        let need = self.missing_need(slot);
        self.world.waiting.remove(&mut self.world.incidents, slot);
        self.world.incidents[slot].lifted = true;
        if !self.decides(slot, need) {
            self.world.waiting.push(&mut self.world.incidents, slot, None, need);
        }
    }

    /// What an incident still lacks.
    pub(crate) fn missing_need(&self, slot: SlotId) -> Need {
        let live = &self.world.incidents[slot];
        match live.missing().last() {
            Some(department) if live.assigned > 0 => Need::One(*department),
            _ => self.whole_need(slot),
        }
    }

    /// The reporter withdraws.
    pub(crate) fn withdraw(&mut self, slot: SlotId) {
        if self.world.incidents[slot].assigned > 0 {
            return;
        }
        self.takes_promise_back(slot);
        self.world.waiting.remove(&mut self.world.incidents, slot);
        let now = self.now;
        self.world.incidents[slot].attribute(Segment::CrewQueue, now);
        self.lose(slot, End::Withdrawn);
    }

    /// Whether enough crews have refused that the district no longer counts.
    pub(crate) fn note_refusal(&mut self, slot: SlotId, crew: CrewId) {
        let live = &mut self.world.incidents[slot];
        live.refuser = Some(crew);
        live.refusals += 1;
        live.lifted |= live.refusals >= REFUSALS_BEFORE_ANYONE;
        if live.visit == 0 {
            live.outcome.refusals += 1;
        }
    }
}

/// Why a crew may not be sent for any department of a job: for one that it is competent in, if there is one.
fn exclusion(situations: &[Situation], crew: CrewId) -> Option<&'static str> {
    let competent = |situation: &&Situation| situation.crews.skills(crew) & situation.skills == situation.skills;
    situations.iter().find(competent).or(situations.first()).and_then(|situation| situation.exclusion(crew))
}

//! A crew is needed: a rule decides, or the incident waits.

use super::{Run, class};
use crate::demand::Job;
use crate::ids::{CrewId, DepartmentId, SlotId};
use crate::policy::admission::Admission;
use crate::policy::dispatch::district_first::Outside;
use crate::policy::{Availability, Situation};
use crate::random::{Purpose, unit32};
use crate::record::{Candidate, CrewState, End, Observer, Segment, WaitReason, What};
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
        live.called = self.now;
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

    /// The same by the rule alone.
    pub(crate) fn seek_at_once(&mut self, slot: SlotId, need: Need) {
        let chosen = self.choose(slot, need);
        if let Some(crew) = self.crew_to_bump(slot, need, chosen.as_ref()) {
            return self.bump(slot, need, crew);
        }
        if let Some(crew) = self.crew_to_wait_for(slot, need, chosen.as_ref()) {
            return self.promise(slot, need, crew, chosen.is_some());
        }
        match chosen {
            Some(chosen) => self.assign(slot, &chosen),
            None => self.wait(slot, need),
        }
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
            waited: if live.link.list == Link::NONE { Duration::ZERO } else { self.now.since(live.link.since) },
            luck,
        }
    }

    /// Crews for all of `need`, or none at all; the decision is shown to an observer that wants it.
    pub(crate) fn choose(&mut self, slot: SlotId, need: Need) -> Option<Chosen> {
        let chosen = self.pick(slot, need);
        if self.observer.decisions() {
            self.show_decision(slot, need, chosen);
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
    fn are_enough(&self, slot: SlotId, need: Need) -> bool {
        let (pools, at_most) = (self.world.crews.seen.pools(), self.at_most(slot));
        let [(first, crews), (second, more)] = self.crews_of(need).map(|(department, crews)| (1 << department.0, crews));
        let enough = pools.count(first, at_most) >= crews;
        enough && (more == 0 || pools.count(second, at_most) >= more && pools.count_any(first | second, at_most) >= crews + more)
    }

    /// Crews for all of `need`, or none at all.
    pub(crate) fn pick(&self, slot: SlotId, need: Need) -> Option<Chosen> {
        if !self.are_enough(slot, need) || self.is_held_back(slot, need) {
            return None;
        }
        let mut excluded = [CrewId(0); 2 * MOST_CREWS_PER_JOB + 2];
        let mut barred = 0;
        let live = &self.world.incidents[slot];
        for crew in live.refuser.iter().chain(live.crews()) {
            excluded[barred] = *crew;
            barred += 1;
        }
        let mut chosen = Chosen { crews: [(CrewId(0), DepartmentId(0)); MOST_CREWS_PER_JOB], count: 0 };
        for (department, crews) in self.crews_of(need) {
            for _ in 0..crews {
                let luck = if self.model.chooser.draws() { self.luck(slot, chosen.count as u32) } else { 0.5 };
                let situation = self.situation(slot, department, &excluded[..barred + chosen.count], luck);
                let crew = self.model.chooser.choose(&situation)?;
                excluded[barred + chosen.count] = crew;
                chosen.crews[chosen.count] = (crew, department);
                chosen.count += 1;
            }
        }
        Some(chosen)
    }

    #[cold]
    pub(crate) fn show_decision(&mut self, slot: SlotId, need: Need, chosen: Option<Chosen>) {
        let [(department, _), _] = self.crews_of(need);
        let live = &self.world.incidents[slot];
        let excluded: Vec<CrewId> = live.refuser.iter().chain(live.crews()).copied().collect();
        let situation = self.situation(slot, department, &excluded, 0.5);
        // Who is excluded may be nowhere yet.
        let candidate = |crew| {
            let excluded = situation.exclusion(crew);
            let score = if excluded.is_some() { f64::NAN } else { self.model.chooser.score(&situation, crew) };
            Candidate { crew, score, excluded }
        };
        let candidates: Vec<Candidate> = self.model.workforce.crews.ids().map(candidate).collect();
        let picked: Vec<CrewId> = chosen.iter().flat_map(|c| c.crews().iter().map(|(crew, _)| *crew)).collect();
        self.observer.decision(self.now, self.world.incidents[slot].incident.number, &candidates, &picked);
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
        let now = self.now;
        let live = &mut self.world.incidents[slot];
        live.stage = if live.assigned == 0 { Stage::AwaitCrew } else { live.stage };
        if live.visit == 0 {
            live.outcome.waited_for = reason;
        }
        let (priority, called) = (live.incident.priority, live.called);
        let bumped = live.outcome.preemptions > 0;
        if bumped {
            self.world.waiting.push(&mut self.world.incidents, slot, cell, need, priority, called);
        } else {
            self.world.waiting.push(&mut self.world.incidents, slot, cell, need, priority, now);
        }
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

    /// Why nobody can be sent, for the first crew of `need` that is missing.
    pub(crate) fn reason(&self, slot: SlotId, need: Need) -> WaitReason {
        if self.is_held_back(slot, need) {
            return WaitReason::HeldBack;
        }
        let crews_needed = self.crews_of(need);
        let department = crews_needed[0].0;
        let situation = self.situation(slot, department, &[], 0.5);
        if situation.anyone() {
            let several = crews_needed.iter().map(|(_, crews)| crews).sum::<u32>() > 1;
            return match several {
                _ if self.batches().is_some() => WaitReason::HeldBack,
                true => WaitReason::JointPartner,
                false if self.model.chooser.is_exclusive() => WaitReason::HeldBack,
                false => WaitReason::NoCrewIdle,
            };
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
        let since = self.world.incidents[slot].link.since;
        let need = self.missing_need(slot);
        self.world.waiting.remove(&mut self.world.incidents, slot);
        self.world.incidents[slot].lifted = true;
        match self.choose(slot, need) {
            Some(chosen) => self.assign(slot, &chosen),
            None => {
                let priority = self.world.incidents[slot].incident.priority;
                self.world.waiting.push(&mut self.world.incidents, slot, None, need, priority, since);
            }
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
        if let Some(crew) = self.world.incidents[slot].promised.take() {
            self.world.crews.promised[crew] = None;
        }
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

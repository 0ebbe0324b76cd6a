//! Decision epochs: those who wait are matched with crews together, at set moments.
//!
//! Between two epochs nobody is sent. A crew that becomes free while somebody waits whom it could serve stands ready
//! where it is: breaks, committed work and the way home come after the epoch, if it gets no order then. So do pieces of
//! committed work that crews are called away from: whoever is idle may be matched with an incident.

use super::dispatch::Chosen;
use super::{Run, class};
use crate::ids::{CrewId, DepartmentId, Id, SlotId};
use crate::policy::Availability;
use crate::policy::dispatch::Chooser;
use crate::policy::dispatch::batch_matching::BatchMatching;
use crate::policy::matching::{self, MOST_ROWS, Row};
use crate::policy::queueing::{QueueDiscipline, Turn};
use crate::record::{Course, CrewState, Observer};
use crate::time::Instant;
use crate::world::{Need, Ready};

/// A job that asks for crews at an epoch: its turn, and one department for each crew.
struct Asked {
    turn: Turn,
    slot: SlotId,
    need: Need,
    wants: Vec<DepartmentId>,
    /// Whether a crew that serves will do: for a job that is to have one crew and has none.
    may_wait: bool,
    /// Whether there are crews enough at all; else nobody need be sought.
    able: bool,
    /// Who refused last, before this epoch.
    refuser: Option<CrewId>,
}

impl<O: Observer> Run<'_, O> {
    /// Whether crews are sent at epochs only, and how.
    #[inline]
    pub(crate) fn batches(&self) -> Option<BatchMatching> {
        match self.model.chooser {
            Chooser::BatchMatching(rule) => Some(rule),
            _ => None,
        }
    }

    /// Sees to it that there is an epoch to come; the first at a multiple of its period since the run's first midnight.
    pub(crate) fn call_epoch(&mut self) {
        let Some(rule) = self.batches() else { return };
        let epochs = &mut self.world.epochs;
        if epochs.pending {
            return;
        }
        epochs.pending = true;
        let mut at = Instant(self.now.0.div_ceil(rule.every.0) * rule.every.0);
        if epochs.last == at {
            at += rule.every;
        }
        self.schedule(at, class::EPOCH, 0);
    }

    /// A crew that is free while somebody waits whom it could serve stands ready until the next epoch.
    pub(crate) fn stands_ready(&mut self, crew: CrewId, homeward: bool) -> bool {
        if self.batches().is_none() || !self.world.epochs.pending || !self.could_serve_any(crew) {
            return false;
        }
        let out = self.world.crews.state[crew].is_out();
        self.world.crews.seen.halt(crew, self.now);
        self.idle(crew);
        self.world.epochs.ready.push(Ready { crew, out, homeward });
        true
    }

    fn could_serve_any(&self, crew: CrewId) -> bool {
        let skills = self.world.crews.seen.skills(crew);
        let cell = self.model.division.map(|_| self.world.crews.seen.cell(crew));
        let competent = |slot| {
            let asked = self.crews_of(self.missing_need(slot));
            asked.iter().any(|(department, crews)| *crews > 0 && skills >> department.0 & 1 == 1)
        };
        self.world.waiting.first_of_all(&self.world.incidents, cell, |_, _| (0, 0, 0), competent).is_some()
    }

    /// Whoever is free or may be called away.
    fn can_be_sent(&self) -> impl Iterator<Item = CrewId> {
        self.world.crews.seen.pools().available(0, Availability::Interruptible)
    }

    /// Everybody who waits is matched with everybody who can be sent, or soon will.
    pub(crate) fn epoch(&mut self) {
        let Some(rule) = self.batches() else { return };
        self.world.epochs.pending = false;
        self.world.epochs.last = self.now;
        self.world.epochs.put_aside = Some(Vec::new());
        let asked = self.asked(rule);
        let mut taken = vec![false; self.world.crews.state.len()];
        for class in asked.chunk_by(|a, b| self.model.queue != QueueDiscipline::PriorityFifo || a.turn.0 == b.turn.0) {
            let mut rest = class;
            while !rest.is_empty() && self.can_be_sent().any(|crew| !taken[crew.index()]) {
                let mut rows = 0;
                let count = rest
                    .iter()
                    .take_while(|job| {
                        rows += job.wants.len();
                        rows <= MOST_ROWS
                    })
                    .count();
                let (batch, later) = rest.split_at(count);
                self.match_batch(rule, batch, &mut taken);
                rest = later;
            }
        }
        // Who refused before this epoch has been left out once; who did so within it has not.
        for job in asked {
            let live = &mut self.world.incidents[job.slot];
            live.refuser = live.refuser.filter(|refuser| job.refuser != Some(*refuser));
        }
        for station in self.world.epochs.put_aside.take().into_iter().flatten() {
            self.offer_committed(station);
        }
        self.stand_down();
        if !self.world.waiting.is_empty() {
            self.call_epoch();
        }
    }

    /// The jobs that wait and are let in, in the order of the queue.
    fn asked(&self, rule: BatchMatching) -> Vec<Asked> {
        let mut asked = Vec::with_capacity(self.world.waiting.len());
        self.world.waiting.each(&self.world.incidents, |slot, live| {
            let need = self.missing_need(slot);
            if !self.is_held_back(slot, need) {
                let turn = self.model.queue.turn(self.now, live.incident.priority, live.called, live.call, 0.0);
                let wants: Vec<DepartmentId> =
                    self.crews_of(need).iter().flat_map(|(department, crews)| (0..*crews).map(|_| *department)).collect();
                let may_wait = wants.len() == 1 && live.assigned == 0;
                let able = (rule.soon_free && may_wait) || self.are_enough(slot, need);
                asked.push(Asked { turn, slot, need, wants, may_wait, able, refuser: live.refuser });
            }
        });
        asked.sort_unstable_by_key(|job| job.turn);
        asked
    }

    /// Matches some jobs, marks whom they get as taken, and sends whoever can be sent now.
    fn match_batch(&mut self, rule: BatchMatching, batch: &[Asked], taken: &mut [bool]) {
        let able = || batch.iter().filter(|job| job.able);
        let groups: Vec<usize> = able().map(|job| job.wants.len()).collect();
        let rows: Vec<Row> = able().flat_map(|job| self.rows(rule, job, taken)).collect();
        let matched = matching::assign(rows, &groups);
        let mut crews = matched.iter().copied();
        for job in batch {
            let got: Vec<Option<u32>> = crews.by_ref().take(if job.able { job.wants.len() } else { 0 }).collect();
            let chosen: Vec<(CrewId, DepartmentId)> =
                got.iter().zip(&job.wants).filter_map(|(crew, department)| crew.map(|crew| (CrewId(crew), *department))).collect();
            chosen.iter().for_each(|(crew, _)| taken[crew.index()] = true);
            self.send_matched(job, &chosen);
        }
    }

    fn rows(&self, rule: BatchMatching, job: &Asked, taken: &[bool]) -> Vec<Row> {
        let live = &self.world.incidents[job.slot];
        let barred: Vec<CrewId> = live.refuser.iter().chain(live.crews()).copied().collect();
        let row = |department: &DepartmentId| {
            let situation = self.situation(job.slot, *department, &barred, 0.5);
            rule.candidates(&situation, job.may_wait, |crew| taken[crew.index()])
        };
        job.wants.iter().map(row).collect()
    }

    /// Sends the crews that a job is matched with, if all of them can be sent now. What was sent before in this epoch may
    /// have changed that.
    fn send_matched(&mut self, job: &Asked, crews: &[(CrewId, DepartmentId)]) {
        let can_go =
            |(crew, department): &(CrewId, DepartmentId)| self.situation(job.slot, *department, &[], 0.5).exclusion(*crew).is_none();
        let waits = self.world.waiting.holds(&self.world.incidents, job.slot);
        let goes = waits && !crews.is_empty() && crews.iter().all(can_go) && !self.is_held_back(job.slot, job.need);
        let chosen = goes.then(|| Chosen::of(crews));
        if self.observer.decisions() && waits {
            self.show_decision(job.slot, job.need, Course::Send, chosen, self.waits_for_crews(job.slot, job.need));
        }
        if let Some(chosen) = chosen {
            self.assign(job.slot, &chosen);
        }
    }

    /// Crews that stood ready in vain go about their other business: a break, committed work, or the way home.
    fn stand_down(&mut self) {
        let mut ready = std::mem::take(&mut self.world.epochs.ready);
        for Ready { crew, homeward, .. } in ready.drain(..) {
            let stands = matches!(self.world.crews.state[crew], CrewState::Idle | CrewState::OnCall);
            if !stands || self.takes_break(crew) || self.takes_committed(crew) || !homeward {
                continue;
            }
            let base = self.base(crew);
            if self.model.home.moves() || base.is_some_and(|base| !self.is_at(crew, &base)) {
                self.goes_home(crew, base, true);
            }
        }
        // Whoever has refused within this moment may stand ready again.
        ready.append(&mut self.world.epochs.ready);
        self.world.epochs.ready = ready;
    }

    /// Whether a crew stands ready for the next epoch.
    #[inline]
    pub(crate) fn is_ready(&self, crew: CrewId) -> bool {
        self.world.epochs.ready(crew).is_some()
    }
}

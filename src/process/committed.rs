//! Committed work: planned inspection, campaigns, paperwork.

use super::Run;
use crate::demand::CommittedJob;
use crate::ids::CrewId;
use crate::policy::Availability;
use crate::record::{CrewState, Observer, What};
use crate::world::Piece;

impl<O: Observer> Run<'_, O> {
    /// A piece falls due at the station whose crews have to do it.
    pub fn committed_due(&mut self, job: CommittedJob) {
        self.now = job.due;
        self.fact(What::CommittedDue, job.leaf.0, job.work.0);
        let Some(station) = self.model.committed_station(job.leaf, job.department) else { return };
        self.world.committed.push(Piece { leaf: job.leaf, work: job.work, station });
        self.offer_committed(station);
    }

    /// A piece waits at a station: a crew that is idle there, or one of the whole city that may help, takes it.
    pub(crate) fn offer_committed(&mut self, station: u32) {
        if let Some(crew) = self.idle_at(station) {
            self.takes_committed(crew);
            return;
        }
        for helper in &self.model.workforce.citywide {
            let kind = self.model.workforce.stations[*helper as usize].kind;
            if self.may_help(kind, station as usize)
                && let Some(crew) = self.idle_at(*helper)
            {
                self.takes_committed(crew);
                return;
            }
        }
    }

    fn idle_at(&self, station: u32) -> Option<CrewId> {
        let crews = &self.world.crews;
        // Who is chosen for an incident may be idle still, but is not to be had.
        let idle = |crew: &CrewId| crews.state[*crew] == CrewState::Idle && crews.seen.availability(*crew) == Availability::Free;
        crews.at_station[station as usize].iter().copied().find(|crew| idle(crew) && !self.is_ready(*crew))
    }

    /// Whether crews of `kind` can do all that the crews of a station can.
    fn may_help(&self, kind: u32, station: usize) -> bool {
        let kinds = &self.model.workforce.kinds;
        let asked = &kinds[self.model.workforce.stations[station].kind as usize];
        let helper = &kinds[kind as usize];
        helper.committed_work && asked.skills & !helper.skills == 0
    }

    /// Where a crew finds its next piece: at its own station, else, if it serves the whole city, where most wait.
    fn committed_at(&self, crew: CrewId) -> Option<u32> {
        let own = self.world.crews.station[crew];
        let station = &self.model.workforce.stations[own as usize];
        if self.world.committed.waits(own) {
            Some(own)
        } else if station.is_citywide() {
            self.world.committed.longest(|s| self.may_help(station.kind, s))
        } else {
            None
        }
    }

    /// Starts the next piece of the crew's station, if there is one, or one that it takes off another's hands.
    pub(crate) fn takes_committed(&mut self, crew: CrewId) -> bool {
        let kind = self.model.workforce.kind(crew);
        if !kind.committed_work || self.model.workforce.shift(crew).on_call {
            return false;
        }
        let Some(piece) = self.committed_at(crew).and_then(|station| self.world.committed.pop(station)) else { return false };
        self.put(crew, self.model.city.middle(piece.leaf));
        self.world.crews.seen.set_leaf(crew, self.model.city.number(piece.leaf) as u32);
        self.world.crews.committed[crew] = Some((self.now, piece));
        if !self.crew_stage(crew, CrewState::Committed, piece.work) {
            self.committed_done(crew);
        }
        true
    }

    pub(crate) fn committed_done(&mut self, crew: CrewId) {
        if let Some((_, piece)) = self.world.crews.committed[crew].take() {
            self.fact(What::CommittedDone, crew.0, piece.work.0);
        }
        self.crew_free(crew);
    }

    /// The crew is called away from the piece in hand, if it has one: the rest goes on first, at the station that it came from.
    /// At an epoch that is offered when all crews are sent: who is idle may be meant for an incident.
    pub(crate) fn put_committed_aside(&mut self, crew: CrewId) {
        let Some((began, piece)) = self.world.crews.committed[crew].take() else { return };
        let done = self.now.since(began);
        self.fact(What::CommittedDone, crew.0, done.0);
        let rest = Piece { work: piece.work - done, ..piece };
        self.world.committed.put_back(rest);
        match &mut self.world.epochs.put_aside {
            Some(stations) => stations.push(piece.station),
            None => self.offer_committed(piece.station),
        }
    }
}

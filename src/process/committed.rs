//! Committed work: planned inspection, campaigns, paperwork.

use super::Run;
use crate::demand::CommittedJob;
use crate::ids::CrewId;
use crate::record::{CrewState, Observer, What};
use crate::world::Piece;

impl<O: Observer> Run<'_, O> {
    /// A piece falls due at the station whose crews have to do it.
    pub fn committed_due(&mut self, job: CommittedJob) {
        self.now = job.due;
        self.fact(What::CommittedDue, job.leaf.0, job.work.0);
        let Some(station) = self.model.committed_station(job.leaf, job.department) else { return };
        self.world.committed.push(station, Piece { leaf: job.leaf, work: job.work });
        let crews = &self.world.crews;
        let idle = crews.at_station[station as usize].iter().copied().find(|crew| crews.state[*crew] == CrewState::Idle);
        if let Some(crew) = idle {
            self.takes_committed(crew);
        }
    }

    /// Starts the next piece of the crew's station, if there is one.
    pub(crate) fn takes_committed(&mut self, crew: CrewId) -> bool {
        let kind = self.model.workforce.kind(crew);
        if !kind.committed_work || self.model.workforce.shift(crew).on_call {
            return false;
        }
        let Some(piece) = self.world.committed.pop(self.world.crews.station[crew]) else { return false };
        self.world.crews.seen.stand(crew, self.model.city.middle(piece.leaf));
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

    /// The crew is called away from the piece in hand, if it has one: the rest goes on first.
    pub(crate) fn put_committed_aside(&mut self, crew: CrewId) {
        let Some((began, piece)) = self.world.crews.committed[crew].take() else { return };
        let done = self.now.since(began);
        self.fact(What::CommittedDone, crew.0, done.0);
        let rest = Piece { work: piece.work - done, ..piece };
        self.world.committed.put_back(self.world.crews.station[crew], rest);
    }
}

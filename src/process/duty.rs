//! Crews come and go with their shifts.

use super::Run;
use crate::ids::CrewId;
use crate::policy::ANYWHERE;
use crate::record::{CrewState, Observer};
use crate::time::Instant;
use crate::workforce::{Duty, DutyChange};

impl<O: Observer> Run<'_, O> {
    /// Crews on duty at midnight of the first day.
    pub fn open_duty(&mut self) {
        for crew in self.model.workforce.crews.ids() {
            if self.model.workforce.on_duty_at_start(crew) {
                self.come_to_station(crew, 0);
                self.ready(crew);
            }
        }
    }

    /// A change of the daily round.
    pub fn duty_changes(&mut self, duty: Duty) {
        match duty.change {
            DutyChange::Begins | DutyChange::Ready if self.world.crews.on_duty[duty.crew] => {}
            DutyChange::Begins => self.shift_begins(duty.crew),
            DutyChange::Ready => match self.world.crews.state[duty.crew] {
                CrewState::Handover => self.ready(duty.crew),
                _ => self.goes_on(duty.crew),
            },
            DutyChange::Ends => {
                self.shift_ends(duty.crew);
                if self.model.workforce.ends_as_it_begins(duty.crew) {
                    self.shift_begins(duty.crew);
                }
            }
            DutyChange::Renews => self.shift_renews(duty.crew),
        }
    }

    /// A shift around the clock begins anew: with a break to come and, for a crew that stands ready, at the station of the day.
    /// One at work keeps its station, as those do whose shift begins while they are.
    fn shift_renews(&mut self, crew: CrewId) {
        self.plan_break(crew);
        let stands = matches!(self.world.crews.state[crew], CrewState::Idle | CrewState::OnCall) && !self.is_ready(crew);
        if !stands || !self.model.workforce.rotates(crew) {
            return;
        }
        let station = self.world.crews.station[crew] as usize;
        self.world.crews.at_station[station].retain(|c| *c != crew);
        self.come_to_station(crew, self.now.day());
        let station = self.world.crews.station[crew] as usize;
        self.world.crews.at_station[station].push(crew);
        self.finds_work(crew, false);
    }

    /// It takes over, or goes on where it is at work still.
    fn shift_begins(&mut self, crew: CrewId) {
        match self.world.crews.state[crew] {
            CrewState::OffDuty => {
                self.come_to_station(crew, self.now.day());
                self.set_state(crew, CrewState::Handover);
            }
            _ => self.goes_on(crew),
        }
    }

    fn come_to_station(&mut self, crew: CrewId, day: u64) {
        let index = self.model.workforce.station(crew, day);
        let station = &self.model.workforce.stations[index];
        self.world.crews.station[crew] = index as u32;
        self.world.crews.post[crew] = index as u32;
        self.world.crews.seen.set_leaf(crew, self.model.city.number(station.spot.leaf) as u32);
        self.world.crews.seen.set_station(crew, index as u32);
        self.put(crew, station.spot);
        if let Some(cells) = self.model.division {
            self.world.crews.seen.set_cell(crew, station.district(cells, &self.model.city).unwrap_or(ANYWHERE));
        }
    }

    /// Comes on duty. A crew that is still at work from its last shift does so where it is.
    fn goes_on(&mut self, crew: CrewId) {
        self.set_on_duty(crew, true);
        let station = self.world.crews.station[crew] as usize;
        self.world.crews.at_station[station].push(crew);
        if self.world.crews.state[crew].serves() {
            let (at, spot) = self.world.crews.expected[crew];
            self.expect_free(crew, at, spot);
        }
    }

    /// From here on it takes orders. Only who has had something to do goes to a base: it stands ready at its station.
    fn ready(&mut self, crew: CrewId) {
        self.goes_on(crew);
        self.plan_break(crew);
        if !self.finds_work(crew, false) {
            self.idle(crew);
        }
    }

    /// No more orders: an idle crew leaves at once, one at work when it is done.
    fn shift_ends(&mut self, crew: CrewId) {
        self.set_on_duty(crew, false);
        self.world.epochs.ready.retain(|ready| ready.crew != crew);
        self.world.crews.pause_due[crew] = Instant::NEVER;
        let station = self.world.crews.station[crew] as usize;
        self.world.crews.at_station[station].retain(|c| *c != crew);
        let state = self.world.crews.state[crew];
        self.put_committed_aside(crew);
        self.break_promise(crew);
        if !state.serves() && state != CrewState::OffDuty {
            self.off_duty(crew);
        }
        self.release_held();
    }

    fn set_on_duty(&mut self, crew: CrewId, on_duty: bool) {
        self.world.crews.on_duty[crew] = on_duty;
        self.world.crews.seen.set_on_duty(crew, on_duty);
    }

    pub(crate) fn off_duty(&mut self, crew: CrewId) {
        let now = self.now;
        self.tell_way(crew);
        self.world.crews.seen.halt(crew, now);
        self.set_state(crew, CrewState::OffDuty);
    }
}

//! A crew is free: the next order, a break, committed work, or the way home.

use super::{Run, class};
use crate::city::Spot;
use crate::ids::{CrewId, SlotId};
use crate::policy::admission::Admission;
use crate::policy::queueing::Turn;
use crate::policy::{ANYWHERE, Availability, AvailableAgain};
use crate::record::{CrewState, Observer};
use crate::scenario::Home;
use crate::time::{Duration, Instant};
use crate::world::{Live, Need};

impl<O: Observer> Run<'_, O> {
    /// A crew has no order any more, wherever it is.
    pub(crate) fn crew_free(&mut self, crew: CrewId) {
        if !self.world.crews.on_duty[crew] {
            return self.off_duty(crew);
        }
        let base = self.base(crew);
        let may_go = self.model.available_again != AvailableAgain::AtBase || base.is_none_or(|base| self.is_at(crew, &base));
        if !(may_go && self.finds_work(crew, true)) {
            self.goes_home(crew, base, may_go);
        }
    }

    /// Fewer crews are busy though none has become free: whom admission held back is let in, in the order of the queue,
    /// whichever crew goes.
    pub(crate) fn release_held(&mut self) {
        if self.model.admission == Admission::AdmitAll || self.batches().is_some() {
            return;
        }
        let picked = |run: &Self, slot: SlotId| run.pick(slot, run.missing_need(slot));
        loop {
            let turn = |slot: SlotId, live: &Live| match picked(self, slot) {
                Some(chosen) => self.turn(chosen.crews()[0].0, slot, live),
                None => (u64::MAX, u64::MAX, u64::MAX),
            };
            let found = self.first_in_line(Some(ANYWHERE), turn, |slot| picked(self, slot).is_some());
            let Some(slot) = found else { return };
            let Some(chosen) = self.choose(slot, self.missing_need(slot)) else { return };
            self.assign(slot, &chosen);
        }
    }

    /// A crew with nothing to do goes to its base, `base` unless that is decided anew. Where it is there already it is idle,
    /// once it has looked for work where it `may_go` only from there.
    pub(crate) fn goes_home(&mut self, crew: CrewId, base: Option<Spot>, may_go: bool) {
        let base = if self.model.home.moves() { Some(self.next_base(crew)) } else { base };
        let Some(base) = base.filter(|base| !self.is_at(crew, base)) else {
            if may_go || !self.finds_work(crew, false) {
                self.idle(crew);
            }
            return;
        };
        self.world.crews.seen.set_leaf(crew, self.model.city.number(base.leaf) as u32);
        let takes = self.way(crew, &base);
        self.set_out(crew, base, takes);
        if !self.crew_stage(crew, CrewState::Returning, takes) {
            self.crew_is_back(crew);
        }
    }

    /// Whether a crew is at that very place.
    pub(crate) fn is_at(&self, crew: CrewId, spot: &Spot) -> bool {
        self.model.city.travel.metric().same(&self.world.crews.seen.spot(crew, self.now), spot)
    }

    /// Where a crew goes from where it is when it has nothing to do; none where it stays.
    pub(crate) fn base(&self, crew: CrewId) -> Option<Spot> {
        match &self.model.home {
            Home::Station => Some(self.model.workforce.stations[self.world.crews.station[crew] as usize].spot),
            Home::Stay => None,
            Home::Coverage | Home::Table(_) => Some(self.model.workforce.stations[self.world.crews.post[crew] as usize].spot),
            Home::NearestOf(places) => {
                let seconds = |spot: &Spot| self.seconds_to_stand_at(crew, spot);
                places.iter().min_by(|a, b| seconds(a).total_cmp(&seconds(b))).copied()
            }
        }
    }

    /// How far a crew is from a place where it may stand ready: not at all where it is there, whatever a table says of ways
    /// within that area.
    pub(crate) fn seconds_to_stand_at(&self, crew: CrewId, spot: &Spot) -> f64 {
        let here = self.world.crews.seen.spot(crew, self.now);
        let travel = &self.model.city.travel;
        if travel.metric().same(&here, spot) { 0.0 } else { travel.seconds(&here, spot) }
    }

    /// A crew that has nothing else to do comes home.
    pub(crate) fn crew_is_back(&mut self, crew: CrewId) {
        let home = self.world.crews.seen.destination(crew);
        self.tell_way(crew);
        self.world.crews.seen.stand(crew, home);
        if !self.finds_work(crew, false) {
            self.idle(crew);
        }
    }

    pub(crate) fn idle(&mut self, crew: CrewId) {
        let on_call = self.model.workforce.shift(crew).on_call;
        self.set_state(crew, if on_call { CrewState::OnCall } else { CrewState::Idle });
    }

    /// A waiting incident, else a break that is due, else committed work. Who finds nothing stays, or is `homeward`.
    pub(crate) fn finds_work(&mut self, crew: CrewId, homeward: bool) -> bool {
        self.takes_waiting(crew) || self.stands_ready(crew, homeward) || self.takes_break(crew) || self.takes_committed(crew)
    }

    fn takes_waiting(&mut self, crew: CrewId) -> bool {
        if self.keeps_promise(crew) {
            return true;
        }
        if self.batches().is_some() {
            return false;
        }
        let before = self.world.crews.state[crew];
        while !self.world.waiting.is_empty() {
            self.world.crews.seen.set_availability(crew, Availability::Free);
            // Where admission counts who is busy, a crew that is free lets others of any cell go too.
            let admits_all = self.model.admission == Admission::AdmitAll;
            let cell = self.model.division.map(|_| if admits_all { self.world.crews.seen.cell(crew) } else { ANYWHERE });
            let turn = |slot: SlotId, live: &Live| self.turn(crew, slot, live);
            let found = self.first_in_line(cell, turn, |slot| self.helps(crew, slot));
            let Some(slot) = found else { return false };
            let need = self.missing_need(slot);
            let Some(chosen) = self.choose(slot, need) else { return false };
            self.assign(slot, &chosen);
            // A crew that has refused within this moment has been freed, and has found something, already.
            let crews = &self.world.crews;
            let settled = crews.state[crew] != before || crews.committed[crew].is_some();
            if settled || crews.order[crew].is_some() || crews.seen.availability(crew) == Availability::Busy {
                return true;
            }
        }
        false
    }

    /// The first waiting incident for crews of `cell` for which `can_go` holds; `turn` says when its turn is where that
    /// depends on the crew that goes.
    fn first_in_line(&self, cell: Option<u32>, turn: impl Fn(SlotId, &Live) -> Turn, can_go: impl Fn(SlotId) -> bool) -> Option<SlotId> {
        let (waiting, incidents) = (&self.world.waiting, &self.world.incidents);
        if self.model.chooser.ranks_incidents() || self.model.queue.depends_on_the_way() {
            return waiting.first_of_all(incidents, cell, turn, can_go);
        }
        let turn = |live: &Live| self.model.queue.turn(self.now, live.incident.priority, live.called, live.call, 0.0);
        waiting.first(incidents, cell, self.model.chooser.is_exclusive(), turn, can_go)
    }

    /// The turn of a waiting incident where it depends on the crew that is free.
    fn turn(&self, crew: CrewId, slot: SlotId, live: &Live) -> Turn {
        let [(department, _), _] = self.crews_of(self.missing_need(slot));
        let situation = self.situation(slot, department, &[], 0.5);
        if self.model.chooser.ranks_incidents() {
            return (in_order(self.model.chooser.score(&situation, crew)), live.called.0, live.call);
        }
        self.model.queue.turn(self.now, live.incident.priority, live.called, live.call, situation.travel(crew))
    }

    /// Whether a waiting incident can be served now that this crew is free.
    fn helps(&self, crew: CrewId, slot: SlotId) -> bool {
        let need = self.missing_need(slot);
        let competent = |department: crate::ids::DepartmentId| self.world.crews.seen.skills(crew) >> department.0 & 1 == 1;
        let [(first, _), (second, crews)] = self.crews_of(need);
        match need {
            Need::One(_) => competent(first) && (self.could_go(crew, slot, need) || self.pick(slot, need).is_some()),
            Need::All(..) => (competent(first) || crews > 0 && competent(second)) && self.pick(slot, need).is_some(),
        }
    }

    /// Whether this crew could go itself, so that the rule need not be asked whether it finds anybody.
    fn could_go(&self, crew: CrewId, slot: SlotId, need: Need) -> bool {
        let [(department, _), _] = self.crews_of(need);
        !self.model.chooser.is_exclusive() && !self.is_held_back(slot, need) && self.situation(slot, department, &[], 0.5).may_go(crew)
    }

    /// Starts the break that is due.
    pub(crate) fn takes_break(&mut self, crew: CrewId) -> bool {
        let due = self.world.crews.pause_due[crew] <= self.now;
        if due {
            self.begin_break(crew);
        }
        due
    }

    fn begin_break(&mut self, crew: CrewId) {
        self.world.crews.pause_due[crew] = Instant::NEVER;
        let lasts = self.model.workforce.kind(crew).pause.map_or(Duration::ZERO, |(_, lasts)| lasts);
        if !self.crew_stage(crew, CrewState::Break, lasts) {
            self.crew_free(crew);
        }
    }

    /// A crew's break falls due: it begins now if the crew is idle, else when it is free.
    pub(crate) fn pause_due(&mut self, crew: CrewId) {
        if self.world.crews.pause_due[crew] == self.now && self.world.crews.state[crew] == CrewState::Idle && !self.is_ready(crew) {
            self.begin_break(crew);
        }
    }

    pub(crate) fn pause_ends(&mut self, crew: CrewId) {
        self.crew_free(crew);
    }

    /// Notes when the break of the shift that begins now falls due.
    pub(crate) fn plan_break(&mut self, crew: CrewId) {
        if let Some((after, _)) = self.model.workforce.kind(crew).pause
            && self.model.workforce.has_break(crew)
        {
            let due = self.now + after;
            self.world.crews.pause_due[crew] = due;
            self.schedule(due, class::PAUSE, crew.0);
        }
    }
}

/// Whole numbers in the order of the numbers given.
fn in_order(score: f64) -> u64 {
    let bits = score.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

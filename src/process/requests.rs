//! Requests of subordinates at a desk: the span of control as a load.

use super::{Run, class};
use crate::ids::{DeskId, Id};
use crate::random::maths::exponential;
use crate::random::{self, Purpose, unit};
use crate::record::{Observer, What};
use crate::scenario::Model;
use crate::time::Duration;
use crate::world::DeskItem;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

/// One stream for each desk that has requests.
#[derive(Debug, Default)]
pub struct RequestStreams(Vec<Option<ChaCha8Rng>>);

impl RequestStreams {
    /// The streams of a replication, keeping the memory.
    pub fn restart(&mut self, model: &Model, key: random::Key) {
        self.0.clear();
        self.0.extend(model.structure.desks.ids().map(|desk| {
            let cell = model.structure.desks[desk].cell as usize;
            let wanted = model.structure.kind(desk).requests.as_ref().is_some_and(|r| r.per_day[cell] > 0.0);
            wanted.then(|| key.stream(Purpose::Requests, desk.0))
        }));
    }
}

impl<O: Observer> Run<'_, O> {
    /// Schedules the first request at each desk that has any.
    pub fn open_requests(&mut self) {
        for desk in self.model.structure.desks.ids() {
            if self.requests.0[desk.index()].is_some() {
                self.schedule_request(desk);
            }
        }
    }

    /// Requests are Poisson while the desk is staffed, so that they add up to their rate on a working day.
    fn schedule_request(&mut self, desk: DeskId) {
        let kind = self.model.structure.kind(desk);
        let (Some(requests), Some(stream)) = (&kind.requests, &mut self.requests.0[desk.index()]) else { return };
        let hours = kind.staffing.hours_open();
        if hours <= 0.0 {
            return;
        }
        let mean = hours * 3_600.0 / requests.per_day[self.model.structure.desks[desk].cell as usize];
        let gap = mean * exponential(unit(stream.next_u64()));
        let at = self.now + Duration::from_seconds(gap);
        if at < self.horizon {
            self.schedule(at, class::REQUEST, desk.0);
        }
    }

    pub(crate) fn request_arises(&mut self, desk: DeskId) {
        let kind = self.model.structure.kind(desk);
        let (Some(requests), Some(stream)) = (&kind.requests, &mut self.requests.0[desk.index()]) else { return };
        let luck = unit(stream.next_u64());
        let staff = self.world.desks.staff[self.model.structure.desks[desk].kind as usize];
        if staff > 0 {
            let priority = requests.priority;
            self.fact(What::RequestQueued, desk.0, 0);
            if self.world.desks.busy[desk] < staff {
                self.take_up_request(desk, luck);
            } else {
                self.world.desks.push(desk, priority, DeskItem::Request(luck));
            }
        }
        self.schedule_request(desk);
    }

    pub(crate) fn take_up_request(&mut self, desk: DeskId, luck: f64) {
        self.fact(What::RequestStarted, desk.0, 0);
        self.world.desks.busy[desk] += 1;
        let service = self.model.structure.kind(desk).requests.as_ref().map_or(Duration::ZERO, |r| r.service.sample(luck));
        self.schedule(self.now + service, class::REQUEST_DONE, desk.0);
    }

    pub(crate) fn request_done(&mut self, desk: DeskId) {
        self.fact(What::RequestDone, desk.0, 0);
        self.world.desks.busy[desk] -= 1;
        self.serve_desk(desk);
    }
}

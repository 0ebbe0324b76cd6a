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

/// One stream for each desk that has requests, and the mean time between them in seconds of open time.
#[derive(Clone, Debug, Default)]
pub struct RequestStreams(Vec<Option<(ChaCha8Rng, f64)>>);

impl RequestStreams {
    /// The streams of a replication, keeping the memory.
    pub fn restart(&mut self, model: &Model, key: random::Key) {
        self.0.clear();
        self.0.extend(model.structure.desks.ids().map(|desk| {
            let (kind, cell) = (model.structure.kind(desk), model.structure.desks[desk].cell as usize);
            let per_day = kind.requests.as_ref().map_or(0.0, |r| r.per_day[cell]);
            let open = kind.staffing.hours_open() * 3_600.0;
            (per_day > 0.0 && open > 0.0).then(|| (key.stream(Purpose::Requests, desk.0), open / per_day))
        }));
    }
}

impl<O: Observer> Run<'_, O> {
    /// Schedules the first request at each desk that has any.
    pub fn open_requests(&mut self) {
        for desk in self.model.structure.desks.ids() {
            self.schedule_request(desk);
        }
    }

    /// Requests are Poisson while the desk is staffed, so that they add up to their rate on a working day: what is drawn is
    /// the staffed time until the next.
    fn schedule_request(&mut self, desk: DeskId) {
        let Some((stream, mean)) = &mut self.requests.0[desk.index()] else { return };
        let staffing = &self.model.structure.kind(desk).staffing;
        let mut left = Duration::from_seconds(*mean * exponential(unit(stream.next_u64())));
        let mut at = self.now;
        while let Some((from, to)) = staffing.open(at, self.horizon, &self.model.demand.calendar) {
            let open = to.since(from);
            if left < open {
                if from + left < self.horizon {
                    self.schedule(from + left, class::REQUEST, desk.0);
                }
                return;
            }
            left -= open;
            at = to;
        }
    }

    pub(crate) fn request_arises(&mut self, desk: DeskId) {
        let kind = self.model.structure.kind(desk);
        let (Some(requests), Some((stream, _))) = (&kind.requests, &mut self.requests.0[desk.index()]) else { return };
        let luck = unit(stream.next_u64());
        let priority = requests.priority;
        self.fact(What::RequestQueued, desk.0, 0);
        if self.world.desks.busy[desk] < self.world.desks.staff[self.model.structure.desks[desk].kind as usize] {
            self.take_up_request(desk, luck);
        } else {
            self.world.desks.push(desk, priority, DeskItem::Request(luck));
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

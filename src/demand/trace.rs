//! The trace: the incidents of one replication, one after the other in the order of their report.
//!
//! Arrivals are a Poisson process whose intensity is constant between half hours and the bounds of surges,
//! drawn exactly by inversion of the cumulative intensity: one unit exponential per incident (Çinlar,
//! Introduction to Stochastic Processes, 1975). Reports, not occurrences, are the process; what happened
//! before the report is the incident's `delay`. Nothing of an incident depends on the one before but its
//! time. Where the scenario has a log, its rows take the place of the process, and all else is as ever.

use super::intensity::{Regime, Row};
use super::model::Demand;
use super::surges::Surges;
use super::{CategoryId, ChannelId};
use crate::city::{City, Point};
use crate::ids::{AreaId, JobId};
use crate::random::{Attribute, Key, MarkStream, Marks, Purpose, maths, unit};
use crate::time::{Duration, Instant};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

use super::hours::BIN;

/// Something that happened and was reported.
#[derive(Clone, Copy, Debug)]
pub struct Incident {
    /// Its place in the trace, from 0.
    pub number: u64,
    /// When it was reported: clock zero.
    pub reported: Instant,
    /// From occurrence to report.
    pub delay: Duration,
    /// The innermost area.
    pub leaf: AreaId,
    /// The place within it.
    pub place: Point,
    /// What happened.
    pub category: CategoryId,
    /// What crews are asked for.
    pub job: JobId,
    /// How it was reported.
    pub channel: ChannelId,
    /// 1 (most pressing) to 4.
    pub priority: u8,
    /// Whether it needs a second department at the same time.
    pub joint: bool,
    /// Whether the reporter found it on the spot and would settle it himself.
    pub self_found: bool,
    /// Whether it was reported during a surge.
    pub in_surge: bool,
    /// How long the reporter waits before withdrawing; none where nobody withdraws.
    pub patience: Option<Duration>,
    /// Work on scene on the first visit, where a log knows it.
    pub work: Option<Duration>,
    /// The facility at which the crew's work goes on after the first visit, where a log knows it.
    pub facility: Option<u16>,
    /// All else that chance decides about it.
    pub marks: Marks,
}

impl Incident {
    /// Where a visit after the first takes place: anywhere in the same innermost area.
    pub fn place_of_visit(&self, visit: u32, city: &City) -> Point {
        let [u, v] = [0, 1].map(|k| self.marks.uniform(Attribute::VisitPlace, 3 * visit + k));
        city.place_in(self.leaf, u, v)
    }
}

/// The incidents of one replication, lazily.
#[derive(Clone, Debug)]
pub struct Trace {
    arrivals: ChaCha8Rng,
    marks: MarkStream,
    surges: Surges,
    /// The next window of `surges` that is not over.
    window: usize,
    piece: Piece,
    /// Where in the piece the next incident lies, in ticks.
    offset: f64,
    next: Instant,
    number: u64,
    digest: u64,
}

/// A stretch of constant intensity.
#[derive(Clone, Copy, Debug)]
struct Piece {
    from: Instant,
    to: Instant,
    row: Row,
    /// Incidents a tick.
    rate: f64,
    in_surge: bool,
}

impl Trace {
    /// The trace of the replication of `key`.
    pub fn new(demand: &Demand, key: Key) -> Trace {
        let mut trace = Trace {
            arrivals: key.stream(Purpose::Arrivals, 0),
            marks: MarkStream::new(key, Purpose::Marks, 0),
            surges: Surges::default(),
            window: 0,
            piece: Piece {
                from: Instant::ZERO,
                to: Instant::ZERO,
                row: demand.row(Regime::Ordinary, Instant::ZERO),
                rate: 0.0,
                in_surge: false,
            },
            offset: 0.0,
            next: Instant::ZERO,
            number: 0,
            digest: 0,
        };
        trace.restart(demand, key);
        trace
    }

    /// Begins the replication of `key`, in the same memory.
    pub fn restart(&mut self, demand: &Demand, key: Key) {
        self.arrivals = key.stream(Purpose::Arrivals, 0);
        self.marks = MarkStream::new(key, Purpose::Marks, 0);
        self.surges.redraw(demand, key);
        self.window = 0;
        self.number = 0;
        self.digest = DIGEST_SEED;
        self.enter(demand, Instant::ZERO);
        self.advance(demand);
    }

    /// Begins at a moment with the luck of `key`, under surges that are known.
    pub fn begin_at(&mut self, demand: &Demand, key: Key, from: Instant, surges: &Surges) {
        self.arrivals = key.stream(Purpose::Arrivals, 0);
        self.marks = MarkStream::new(key, Purpose::Marks, 0);
        self.surges.clone_from(surges);
        (self.window, self.number, self.digest) = (0, 0, DIGEST_SEED);
        self.enter(demand, from);
        self.advance(demand);
    }

    /// When the next incident is reported; [`Instant::NEVER`] after the last.
    #[inline]
    pub fn peek(&self) -> Instant {
        self.next
    }

    /// How many incidents it has given so far.
    pub fn count(&self) -> u64 {
        self.number
    }

    /// The surges of this replication.
    pub fn surges(&self) -> &Surges {
        &self.surges
    }

    /// A fingerprint of all incidents so far: equal traces have equal ones.
    pub fn digest(&self) -> u64 {
        self.digest
    }

    /// The next incident; `demand` and `city` must be those of the scenario.
    pub fn next(&mut self, demand: &Demand, city: &City) -> Option<Incident> {
        if !self.next.happens() {
            return None;
        }
        let marks = self.marks.draw();
        let incident = match &demand.log {
            None => self.draw(demand, city, marks),
            Some(log) => log.incident(self.number, marks, demand, city, &self.surges),
        };
        self.digest = fold(self.digest, &incident, demand);
        self.number += 1;
        self.advance(demand);
        Some(incident)
    }

    #[inline(always)]
    fn draw(&self, demand: &Demand, city: &City, marks: Marks) -> Incident {
        let u = |attribute| marks.uniform(attribute, 0);
        let category_id = demand.intensity.pick(self.piece.row, u(Attribute::Category));
        let category = &demand.categories[category_id];
        let leaf = demand.spreads[category.spread].pick(u(Attribute::Area));
        let channel = demand.draw_channel(&marks);
        Incident {
            number: self.number,
            reported: self.next,
            delay: category.draw_delay(&marks),
            leaf,
            place: city.place_in(leaf, u(Attribute::PlaceU), u(Attribute::PlaceV)),
            category: category_id,
            job: JobId(category_id.0),
            channel,
            priority: category.draw_priority(&marks),
            joint: category.draw_joint(&marks),
            self_found: demand.draw_self_found(channel, &marks),
            in_surge: self.piece.in_surge,
            patience: demand.draw_patience(&marks),
            work: None,
            facility: None,
            marks,
        }
    }

    /// Moves to the next incident: the next row of the log, or as far as one unit exponential of cumulative
    /// intensity.
    fn advance(&mut self, demand: &Demand) {
        if let Some(log) = &demand.log {
            self.next = log.reported(self.number);
            return;
        }
        let mut need = maths::exponential(unit(self.arrivals.next_u64()));
        loop {
            let length = self.piece.to.since(self.piece.from).0;
            let left = (length as f64 - self.offset) * self.piece.rate;
            if need < left {
                self.offset += need / self.piece.rate;
                self.next = self.piece.from + Duration((self.offset as u64).min(length - 1));
                return;
            }
            need -= left;
            if self.piece.to >= demand.end() {
                self.next = Instant::NEVER;
                return;
            }
            self.enter(demand, self.piece.to);
        }
    }

    /// Enters the piece that begins at `from`.
    fn enter(&mut self, demand: &Demand, from: Instant) {
        let windows = self.surges.windows();
        while windows.get(self.window).is_some_and(|window| window.to <= from) {
            self.window += 1;
        }
        let (regime, until) = match windows.get(self.window) {
            Some(window) if window.from <= from => (Regime::Surge(window.surge), window.to),
            Some(window) => (Regime::Ordinary, window.from),
            None => (Regime::Ordinary, Instant::NEVER),
        };
        let row = demand.row(regime, from);
        let bin_end = Instant((from.0 / BIN.0 + 1) * BIN.0);
        let rate = demand.intensity.total(row) / Duration::DAY.0 as f64;
        self.piece = Piece { from, to: bin_end.min(until), row, rate, in_surge: regime != Regime::Ordinary };
        self.offset = 0.0;
    }
}

const DIGEST_SEED: u64 = 0x6772_6964_676f_7620;

/// Folds the fields of an incident in, each as one little-endian word. Its marks are represented by one
/// uniform: they all come from the same block of the same stream. What only a log can say – another
/// department than the category's, the length of the work, a facility – is folded in where it says it.
fn fold(digest: u64, incident: &Incident, demand: &Demand) -> u64 {
    let department = (incident.job.0 != incident.category.0).then(|| u64::from(demand.jobs[incident.job].department.0) | 1 << 32);
    let work = incident.work.map(|work| work.0 | 1 << 63);
    let facility = incident.facility.map(|facility| u64::from(facility) | 1 << 62);
    let flags = u64::from(incident.joint) | u64::from(incident.self_found) << 1 | u64::from(incident.in_surge) << 2;
    [
        incident.number,
        incident.reported.0,
        incident.delay.0,
        u64::from(incident.leaf.0) | u64::from(incident.category.0) << 32,
        u64::from(incident.channel.0) | u64::from(incident.priority) << 32 | flags << 40,
        incident.place.x.to_bits(),
        incident.place.y.to_bits(),
        incident.patience.map_or(u64::MAX, |patience| patience.0),
        incident.marks.uniform(Attribute::OnScene, 0).to_bits(),
    ]
    .into_iter()
    .chain(department)
    .chain(work)
    .chain(facility)
    .fold(digest, |digest, word| {
        let product = u128::from(digest ^ word) * 0x9e37_79b9_7f4a_7c15;
        (product as u64 ^ (product >> 64) as u64).rotate_left(29).wrapping_add(word)
    })
}

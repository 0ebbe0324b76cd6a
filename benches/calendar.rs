//! The calendar against the standard library's heap of structs: hold (take one, schedule one) at a
//! constant number pending, and timeouts that are nearly always moved before they expire.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use gridgov::engine::{Calendar, Class, Event, Ticket, Timeout};
use gridgov::random::unit;
use gridgov::time::{Duration, Instant};
use rand::{Rng, SeedableRng, rngs::Xoshiro256PlusPlus};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::time::Duration as Wall;

const PENDING: [u32; 5] = [20, 100, 1_000, 10_000, 100_000];
const STEP: Class = Class::new(3);
const EXPIRY: Class = Class::new(7);

/// How far ahead the next event is scheduled.
#[derive(Clone, Copy)]
enum Gap {
    Exponential,
    /// 60% Exp(1 min), 30% Exp(20 min), 10% U(0, 480 min).
    City,
    /// Whole minutes up to twenty.
    Minutes,
    Constant,
    /// Half without delay, half a minute.
    Cascade,
    Pareto,
}

const GAPS: [(&str, Gap); 6] = [
    ("exponential", Gap::Exponential),
    ("city", Gap::City),
    ("minutes", Gap::Minutes),
    ("constant", Gap::Constant),
    ("cascade", Gap::Cascade),
    ("pareto", Gap::Pareto),
];

impl Gap {
    fn table(self) -> Vec<Duration> {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
        let mut uniform = || unit(random.next_u64());
        let minutes = |m: f64| Duration::from_seconds(60.0 * m);
        let draw = |_| match self {
            Gap::Exponential => minutes(-libm::log(uniform())),
            Gap::City => match (uniform(), uniform()) {
                (kind, u) if kind < 0.6 => minutes(-libm::log(u)),
                (kind, u) if kind < 0.9 => minutes(-20.0 * libm::log(u)),
                (_, u) => minutes(480.0 * u),
            },
            Gap::Minutes => minutes((20.0 * uniform()).ceil()),
            Gap::Constant => Duration::MINUTE,
            Gap::Cascade => minutes((2.0 * uniform()).floor()),
            Gap::Pareto => minutes(libm::pow(uniform(), -1.0 / 1.2)),
        };
        (0..1 << 16).map(draw).collect()
    }
}

/// A table of gaps read round and round.
struct Gaps(Vec<Duration>, usize);

impl Gaps {
    #[inline]
    fn next(&mut self) -> Duration {
        self.1 = (self.1 + 1) % (1 << 16);
        self.0[self.1]
    }
}

fn hold_calendar(gaps: &[Duration], pending: u32) -> impl FnMut() {
    let (mut gaps, mut calendar) = (Gaps(gaps.to_vec(), 0), Calendar::default());
    for slot in 0..pending {
        calendar.schedule(Instant::ZERO + gaps.next(), STEP, slot);
    }
    move || {
        if let Some(event) = calendar.pop() {
            calendar.schedule(event.at + gaps.next(), STEP, black_box(event.slot));
        }
    }
}

/// An event as one would first write it, for the standard library's heap.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Plain {
    at: Instant,
    class: Class,
    sequence: u64,
    slot: u64,
}

fn hold_binary_heap(gaps: &[Duration], pending: u32) -> impl FnMut() {
    let (mut gaps, mut heap, mut sequence) = (Gaps(gaps.to_vec(), 0), BinaryHeap::new(), 0);
    for slot in 0..pending {
        sequence += 1;
        heap.push(Reverse(Plain { at: Instant::ZERO + gaps.next(), class: STEP, sequence, slot: slot.into() }));
    }
    move || {
        if let Some(Reverse(event)) = heap.pop() {
            sequence += 1;
            heap.push(Reverse(Plain { at: event.at + gaps.next(), class: STEP, sequence, slot: black_box(event.slot) }));
        }
    }
}

fn hold(c: &mut Criterion) {
    for (name, gap) in GAPS {
        let gaps = gap.table();
        let mut group = c.benchmark_group(format!("hold/{name}"));
        group.warm_up_time(Wall::from_millis(300)).measurement_time(Wall::from_millis(700)).sample_size(20);
        for pending in PENDING {
            let mut calendar = hold_calendar(&gaps, pending);
            let mut binary_heap = hold_binary_heap(&gaps, pending);
            for _ in 0..5 * pending.max(20_000) {
                calendar();
                binary_heap();
            }
            group.bench_function(BenchmarkId::new("calendar", pending), |b| b.iter(&mut calendar));
            group.bench_function(BenchmarkId::new("binary_heap", pending), |b| b.iter(&mut binary_heap));
        }
        group.finish();
    }
}

/// Entities whose every step moves a timeout ten mean gaps ahead, which so is nearly never reached.
struct Patience {
    calendar: Calendar,
    gaps: Gaps,
}

impl Patience {
    fn new(gaps: &[Duration], entities: u32) -> Patience {
        let (mut gaps, mut calendar) = (Gaps(gaps.to_vec(), 0), Calendar::default());
        for slot in 0..entities {
            calendar.schedule(Instant::ZERO + gaps.next(), STEP, slot);
        }
        Patience { calendar, gaps }
    }

    /// The next step of some entity, and its deadline; expiries on the way go to `expire`.
    #[inline]
    fn step(&mut self, mut expire: impl FnMut(&mut Calendar, Event)) -> (u32, Instant) {
        loop {
            let event = self.calendar.pop().expect("every entity has a step pending");
            if event.class == STEP {
                self.calendar.schedule(event.at + self.gaps.next(), STEP, event.slot);
                return (event.slot, event.at + Duration(10 * Duration::MINUTE.0));
            }
            expire(&mut self.calendar, event);
        }
    }
}

fn cancel(c: &mut Criterion) {
    let gaps = Gap::Exponential.table();
    let mut group = c.benchmark_group("cancel");
    group.warm_up_time(Wall::from_millis(300)).measurement_time(Wall::from_millis(700)).sample_size(20);
    for entities in [100, 1_000, 10_000, 100_000] {
        let mut stamped = Patience::new(&gaps, entities);
        let mut tickets = vec![Ticket::NONE; entities as usize];
        let mut by_ticket = || {
            let (slot, due) = stamped.step(|_, event| {
                black_box(tickets[event.slot as usize] == event.ticket);
            });
            tickets[slot as usize] = stamped.calendar.schedule(due, EXPIRY, slot);
        };
        let mut lazy = Patience::new(&gaps, entities);
        let mut timeouts = vec![Timeout::default(); entities as usize];
        let mut by_timeout = || {
            let (slot, due) = lazy.step(|calendar, event| {
                black_box(timeouts[event.slot as usize].expires(calendar, event));
            });
            timeouts[slot as usize].set(&mut lazy.calendar, due, EXPIRY, slot);
        };
        for _ in 0..20 * entities.max(5_000) {
            by_ticket();
            by_timeout();
        }
        group.bench_function(BenchmarkId::new("ticket", entities), |b| b.iter(&mut by_ticket));
        group.bench_function(BenchmarkId::new("timeout", entities), |b| b.iter(&mut by_timeout));
    }
    group.finish();
}

criterion_group!(benches, hold, cancel);
criterion_main!(benches);

//! The calendar against an ordered map that cannot be wrong.

use super::heap::Heap;
use super::ladder::Ladder;
use super::{Calendar, Class, Key, Ticket};
use crate::time::Instant;
use proptest::prelude::*;
use rand::{Rng, SeedableRng, rngs::Xoshiro256PlusPlus};
use std::collections::BTreeMap;

/// How far ahead events are scheduled. The shapes on which calendars are known to break.
#[derive(Clone, Copy, Debug)]
enum Gap {
    Zero,
    Tie(u64),
    Constant,
    Minute,
    Uniform,
    Pareto,
    Cascade,
}

impl Gap {
    fn draw(self, random: &mut impl Rng) -> u64 {
        let bits = random.next_u64();
        match self {
            Gap::Zero => 0,
            Gap::Tie(width) => bits % width,
            Gap::Constant => 1_000_003,
            Gap::Minute => bits % 500 * 60_000_000,
            Gap::Uniform => bits % 480_000_000,
            Gap::Pareto => (libm::pow(crate::random::unit(bits), -1.0 / 1.2) * 1_000.0).min(1e17) as u64,
            Gap::Cascade => bits % 2 * 60_000_000,
        }
    }
}

/// A stretch of a run: so many steps, of which this share (in 16ths) schedules and the rest pops.
#[derive(Clone, Debug)]
struct Stretch {
    gap: Gap,
    classes: u8,
    pushes: u32,
    steps: usize,
}

fn stretch() -> impl Strategy<Value = Stretch> {
    let gap = prop_oneof![
        Just(Gap::Zero),
        (1u64..6).prop_map(Gap::Tie),
        Just(Gap::Constant),
        Just(Gap::Minute),
        Just(Gap::Uniform),
        Just(Gap::Pareto),
        Just(Gap::Cascade),
    ];
    (gap, 1u8..=16, 0u32..=16, 1usize..1_200).prop_map(|(gap, classes, pushes, steps)| Stretch { gap, classes, pushes, steps })
}

/// The calendar and its oracle, told the same.
#[derive(Default)]
struct Pair {
    calendar: Calendar,
    oracle: BTreeMap<(u64, u8, u64), u32>,
    scheduled: u64,
    tickets: BTreeMap<u64, Ticket>,
}

impl Pair {
    fn schedule(&mut self, gap: u64, class: u8, slot: u32) {
        let at = self.calendar.now().0 + gap;
        let ticket = self.calendar.schedule(Instant(at), Class::new(class), slot);
        self.scheduled += 1;
        self.oracle.insert((at, class, self.scheduled), slot);
        self.tickets.insert(self.scheduled, ticket);
    }

    fn pop(&mut self) {
        let expected = self.oracle.pop_first();
        let event = self.calendar.pop();
        assert_eq!(
            event.map(|e| (e.at.0, e.class.index(), e.slot, e.ticket)),
            expected.map(|((at, class, sequence), slot)| (at, class as usize, slot, self.tickets[&sequence])),
        );
        assert_eq!(self.calendar.len(), self.oracle.len());
    }

    /// Takes what goes before a cursor's entry of this gap and class, then the entry.
    fn merge(&mut self, gap: u64, class: u8) {
        let at = self.calendar.now().0 + gap;
        while let Some(event) = self.calendar.pop_before(Key::new(Instant(at), Class::new(class))) {
            let (key, slot) = self.oracle.pop_first().expect("the calendar gave an event too many");
            assert_eq!((event.at.0, event.class.index(), event.slot), (key.0, key.1 as usize, slot));
        }
        let next = self.oracle.first_key_value().map(|(&(at, class, _), _)| (at, class));
        assert!(next.is_none_or(|next| next >= (at, class)), "{next:?} was left pending before the cursor's {:?}", (at, class));
        assert_eq!(self.calendar.peek_time().0, next.map_or(u64::MAX, |(at, _)| at));
        self.calendar.advance(Instant(at));
    }

    fn run(&mut self, stretches: &[Stretch], seed: u64) {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
        for stretch in stretches {
            for _ in 0..stretch.steps {
                let bits = random.next_u32();
                let class = (bits >> 8) as u8 % stretch.classes;
                if bits % 16 < stretch.pushes {
                    self.schedule(stretch.gap.draw(&mut random), class, bits >> 8);
                } else if bits >> 4 & 15 == 0 {
                    self.merge(stretch.gap.draw(&mut random) >> 4, class);
                } else {
                    self.pop();
                }
            }
        }
        while !self.oracle.is_empty() {
            self.pop();
        }
        assert_eq!((self.calendar.pop(), self.calendar.len()), (None, 0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pops_in_the_order_of_time_class_and_scheduling(stretches in prop::collection::vec(stretch(), 1..8), seed: u64) {
        let mut pair = Pair::default();
        pair.run(&stretches, seed);
        pair.calendar.clear();
        Pair { calendar: pair.calendar, ..Pair::default() }.run(&stretches, seed);
    }

    #[test]
    fn the_heap_and_the_ladder_sort_alike(stretches in prop::collection::vec(stretch(), 1..6), seed: u64) {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
        let (mut heap, mut ladder, mut oracle) = (Heap::default(), Ladder::default(), BTreeMap::new());
        for (i, stretch) in stretches.iter().enumerate() {
            for step in 0..stretch.steps {
                // Unlike the calendar, with no regard to what was taken before.
                if random.next_u32() % 16 < stretch.pushes {
                    let sequence = 2_000 * i + step;
                    let key = Key::of(Instant(stretch.gap.draw(&mut random)), Class::new(0), sequence as u64, 0);
                    heap.push(key);
                    ladder.push(key);
                    oracle.insert(key, ());
                } else {
                    let expected = oracle.pop_first().map_or(Key::NEVER, |(key, ())| key);
                    prop_assert_eq!(heap.pop(), expected);
                    prop_assert_eq!(ladder.first(), expected);
                    ladder.take(expected);
                }
                prop_assert_eq!(heap.len(), oracle.len());
            }
        }
    }
}

const ANY: Class = Class::new(3);

#[test]
fn the_last_representable_moments_are_in_order_too() {
    let mut calendar = Calendar::default();
    for at in [u64::MAX - 1, 1 << 63, (1 << 63) - 1, 0, 1] {
        calendar.schedule(Instant(at), ANY, 0);
    }
    for _ in 0..200 {
        calendar.schedule(Instant(1 << 63), ANY, 0);
        calendar.schedule(Instant(u64::MAX - 1), ANY, 0);
    }
    let moments: Vec<u64> = std::iter::from_fn(|| calendar.pop()).map(|event| event.at.0).collect();
    assert_eq!(moments[..3], [0, 1, (1 << 63) - 1]);
    assert!(moments[3..204].iter().all(|&at| at == 1 << 63) && moments[204..].iter().all(|&at| at == u64::MAX - 1));
}

#[test]
fn a_lower_class_scheduled_now_goes_before_higher_ones_waiting() {
    let mut calendar = Calendar::default();
    calendar.schedule(Instant(5), Class::new(2), 20);
    calendar.schedule(Instant(5), Class::new(4), 40);
    assert_eq!(calendar.pop().map(|e| e.slot), Some(20));
    for (class, slot) in [(4, 41), (1, 10), (3, 30)] {
        calendar.schedule(Instant(5), Class::new(class), slot);
    }
    assert_eq!(std::iter::from_fn(|| calendar.pop()).map(|e| e.slot).collect::<Vec<_>>(), [10, 30, 40, 41]);
}

#[test]
#[should_panic(expected = "an event cannot be scheduled for 9 when it is 10 (ticks)")]
fn the_past_is_refused() {
    let mut calendar = Calendar::default();
    calendar.schedule(Instant(10), ANY, 0);
    calendar.pop();
    calendar.schedule(Instant(9), ANY, 0);
}

#[test]
#[should_panic(expected = "an event that never happens")]
fn never_is_refused() {
    Calendar::default().schedule(Instant::NEVER, ANY, 0);
}

#[test]
#[should_panic(expected = "slot 16777216 does not fit")]
fn the_slot_past_the_last_is_refused() {
    Calendar::default().schedule(Instant(1), ANY, 1 << 24);
}

#[test]
#[should_panic(expected = "cannot advance to 11 over the event pending at 10")]
fn a_cursor_may_not_pass_over_an_event() {
    let mut calendar = Calendar::default();
    calendar.schedule(Instant(10), ANY, 0);
    calendar.advance(Instant(11));
}

/// Fills to `pending`, holds it for `steps`, and runs dry.
fn hold(calendar: &mut Calendar, pending: u32, steps: usize, gap: Gap) {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(u64::from(pending));
    for slot in 0..pending {
        calendar.schedule(Instant(gap.draw(&mut random)), ANY, slot);
    }
    for _ in 0..steps {
        let event = calendar.pop().expect("as many are pending as at first");
        calendar.schedule(Instant(event.at.0 + gap.draw(&mut random)), ANY, event.slot);
    }
    while calendar.pop().is_some() {}
}

#[test]
fn a_second_run_takes_no_more_memory() {
    for gap in [Gap::Uniform, Gap::Constant, Gap::Pareto, Gap::Minute, Gap::Cascade] {
        let mut calendar = Calendar::default();
        hold(&mut calendar, 3_000, 20_000, gap);
        let capacity = calendar.capacity();
        for _ in 0..3 {
            calendar.clear();
            hold(&mut calendar, 3_000, 20_000, gap);
        }
        assert_eq!(calendar.capacity(), capacity, "{gap:?}");
    }
}

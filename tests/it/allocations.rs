//! The event loop allocates nothing once its memory has grown to the size of the run.

use gridgov::record::{Fact, Observer};
use gridgov::scenario;
use gridgov::simulation::Simulator;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::path::Path;

/// Counts the allocations of each thread.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: everything is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The allocations of this thread so far.
pub fn count() -> u64 {
    ALLOCATIONS.with(Cell::get)
}

/// The allocations between the first and the last fact.
#[derive(Default)]
struct Between {
    facts: u64,
    first: u64,
    last: u64,
}

impl Observer for Between {
    fn fact(&mut self, _: &Fact) {
        self.last = count();
        if self.facts == 0 {
            self.first = self.last;
        }
        self.facts += 1;
    }
}

#[test]
fn the_event_loop_does_not_allocate() {
    let model = scenario::load(Path::new("scenarios/longgang.ron"), &["run.days=60".to_owned()]).unwrap().model;
    let mut simulator = Simulator::new(&model);
    simulator.replicate(0, &mut ()).unwrap();
    let mut between = Between::default();
    simulator.watch(0, &mut between).unwrap();
    assert!(between.facts > 100_000, "only {} facts", between.facts);
    assert_eq!(between.last - between.first, 0, "allocations in {} facts", between.facts);
}

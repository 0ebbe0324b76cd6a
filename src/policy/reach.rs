//! Who is within reach: of the blocks of a grid, without a branch for each.

use super::grid::LANES;
use crate::time::{Duration, Instant};
use wide::f64x4;

/// A bound is made shorter by this part, so that rounding never hides whoever is at the edge of the reach.
const SAFE: f64 = 1.0 - 1e-9;
/// The same for the square of the reach.
const ROUNDED: f64 = 1.0 + 1e-9;

/// How far the items of a block are: four times the square of the seconds to each.
#[derive(Clone, Copy, Debug)]
pub struct Squares(pub(super) f64x4);

impl Squares {
    /// Nobody.
    pub const NONE: Squares = Squares(f64x4::new([f64::NAN; LANES]));

    /// Who may be within `seconds`: one bit for each.
    #[inline]
    pub fn within(self, seconds: f64) -> u32 {
        self.0.simd_le(f64x4::splat(seconds * seconds * (4.0 * ROUNDED))).to_bitmask()
    }

    /// The same of a timed grid, where every tick between now and when an item is there counts as some seconds on the way.
    #[inline]
    pub fn within_later(self, times: &[f64; LANES], seconds: f64, wait: Wait) -> u32 {
        let waits = (f64x4::from(*times) - wait.now).abs();
        let left = f64x4::splat(seconds * ROUNDED) - waits * (wait.seconds_per_tick * SAFE);
        (self.0.simd_le(left * left * (4.0 * ROUNDED)) & left.simd_ge(f64x4::ZERO)).to_bitmask()
    }
}

/// What it counts that items are not there yet.
#[derive(Clone, Copy, Debug)]
pub struct Wait {
    now: f64,
    seconds_per_tick: f64,
}

impl Wait {
    /// Every second from `now` counts as so many on the way; one that is overdue counts as much as it is overdue.
    pub fn new(now: Instant, seconds: f64) -> Wait {
        Wait { now: now.0 as f64, seconds_per_tick: seconds / Duration::SECOND.0 as f64 }
    }
}

/// Where items stand that may be within reach. They are gathered without a branch for each, and looked at together.
pub struct Found {
    at: [u32; Found::ROOM],
    count: usize,
}

impl Found {
    const ROOM: usize = 64;

    /// Nobody.
    #[inline]
    pub fn nobody() -> Found {
        Found { at: [0; Found::ROOM], count: 0 }
    }

    /// Keeps those of a block whose bits are set; shows all to `look` where those of another may find no room.
    #[inline]
    pub fn keep(&mut self, number: u32, bits: u32, look: impl FnMut(u32)) {
        for lane in 0..LANES as u32 {
            self.at[self.count % Found::ROOM] = number * LANES as u32 + lane;
            self.count += (bits >> lane & 1) as usize;
        }
        if self.count > Found::ROOM - LANES {
            self.show(look);
        }
    }

    /// Shows those kept since the last time to `look`.
    #[inline]
    pub fn show(&mut self, look: impl FnMut(u32)) {
        self.at[..std::mem::take(&mut self.count).min(Found::ROOM)].iter().copied().for_each(look);
    }
}

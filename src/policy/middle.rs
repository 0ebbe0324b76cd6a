//! The nine cells around a place, looked at together.
//!
//! Who is nearest stands in one of them nearly always. Their first blocks are measured without a branch: which of them hold
//! somebody, and who is nearer than whoever was seen before, nobody foresees.

use super::grid::{Block, LANES, NONE};
use super::reach::Squares;
use crate::city::Spot;
use wide::f64x4;

const CELLS: usize = 9;
/// Whoever is this much farther than the nearest, in squares, still counts as nearest.
const NEARLY: f64 = 1.0 + 1e-8;
/// So much farther than its reach [`Squares`] looks at most: less than that.
const ROUNDED: f64 = 1.0 + 5e-9;

/// How far those are from a place who stand in the first blocks of the nine cells around it. Sets of them have a bit for each.
pub struct Middle {
    squares: [Squares; CELLS],
    least: f64,
    /// Number of the first block of all, and how many further the next row begins.
    first: u32,
    stride: u32,
    whole: bool,
}

impl Middle {
    /// Measured from `spot`; `rows` are the first blocks of three cells each, row by row.
    #[inline(always)]
    pub fn new(rows: [&[Block; 3]; 3], first: u32, stride: u32, spot: &Spot) -> Middle {
        let mut squares = [Squares::NONE; CELLS];
        // Of two numbers of which the first is none the second is taken; where it is not, more count as nearest.
        let mut least = f64x4::splat(f64::INFINITY);
        let mut after = NONE;
        for row in 0..3 {
            for (column, block) in rows[row].iter().enumerate() {
                let of = block.squares(spot);
                squares[3 * row + column] = of;
                least = of.0.fast_min(least);
                after &= block.after;
            }
        }
        let least = least.to_array().into_iter().fold(f64::INFINITY, f64::min) * NEARLY;
        Middle { squares, least, first, stride, whole: after == NONE }
    }

    /// Whether these are all who are in the nine cells.
    #[inline]
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Who is nearest, or hardly farther.
    #[inline]
    pub fn nearest(&self) -> u64 {
        let least = f64x4::splat(self.least);
        self.members(|_, squares| squares.0.simd_le(least).to_bitmask())
    }

    /// Whether any but the nearest may be within so many seconds.
    #[inline]
    pub fn has_others_within(&self, seconds: f64) -> bool {
        seconds * seconds * (4.0 * ROUNDED) > self.least
    }

    /// Those for whom `within` sets a bit, given their block's number and how far they are.
    #[inline]
    pub fn members(&self, within: impl Fn(u32, Squares) -> u32) -> u64 {
        let bits = |i: usize| u64::from(within(self.number(i), self.squares[i])) << (i * LANES);
        (0..CELLS).fold(0, |members, i| members | bits(i))
    }

    /// Where members stand, as block × lanes + lane.
    #[inline]
    pub fn places(&self, mut members: u64) -> impl Iterator<Item = u32> {
        std::iter::from_fn(move || {
            let at = (members != 0).then_some(members.trailing_zeros() as usize)?;
            members &= members - 1;
            Some(self.number(at / LANES) * LANES as u32 + (at % LANES) as u32)
        })
    }

    #[inline]
    fn number(&self, i: usize) -> u32 {
        self.first + i as u32 / 3 * self.stride + i as u32 % 3
    }
}

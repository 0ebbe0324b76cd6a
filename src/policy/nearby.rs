//! Who is near: crews that stand still or will, ring by ring around a place, and those on their way.

use super::grid::{Block, Grid};
use super::pools::Moving;
use super::reach::{Found, Squares, Wait};
use super::situation::{Best, Situation};
use crate::city::{Point, Spot};
use crate::ids::CrewId;
use std::cell::Cell;

/// Up to so many crews it is quicker to look at all of them.
const FEW: u32 = 16;

impl Situation<'_> {
    /// The eligible crew with the shortest travel time; ties to the lowest id. Looks at crews near the place, and at
    /// all competent ones that are under way. Where coordinates say nothing about distances, looks at all.
    #[inline]
    pub fn closest(&self) -> Option<CrewId> {
        self.least_within(|seconds| seconds, |_, seconds| seconds)
    }

    /// The eligible crew with the least score of itself and its seconds of travel, where none that travels longer than
    /// `reach` of a score has that score or less; ties to the lowest id. Looks at crews nearby.
    #[inline]
    pub fn least_within(&self, reach: impl Fn(f64) -> f64, score: impl Fn(CrewId, f64) -> f64) -> Option<CrewId> {
        let best = Cell::new((Best::NOBODY, f64::INFINITY));
        let consider = |crew, seconds| {
            let of = score(crew, seconds);
            if best.get().0.is_beaten(crew, of) && self.may_go(crew) {
                best.set((Best { score: of, crew }, reach(of)));
            }
        };
        self.nearby(|| best.get().1, consider);
        best.get().0.crew()
    }

    /// Of the crews that serve and may be promised the incident the one with the least score, if that is less than
    /// `limit`, where none that will travel longer than `reach` of a score has that score or less, every second until it is
    /// expected to be free counting as `second` on the way; ties to the lowest id. Looks at crews that will be free nearby.
    pub fn soon_free(&self, limit: f64, reach: impl Fn(f64) -> f64, second: f64, score: impl Fn(CrewId, f64) -> f64) -> Option<CrewId> {
        let anyone = self.whenever();
        let best = Cell::new((Best { score: limit, ..Best::NOBODY }, reach(limit)));
        let consider = |crew, seconds| {
            let of = score(crew, seconds);
            if of < limit && best.get().0.is_beaten(crew, of) && anyone.may_go(crew) {
                best.set((Best { score: of, crew }, reach(of)));
            }
        };
        if self.crews.ids().len() <= FEW as usize || self.crews.travel().metric().least_km_per_km().is_none() {
            let serves = |crew: &CrewId| self.crews.clear_at(*crew).happens();
            self.crews.ids().filter(serves).for_each(|crew| consider(crew, self.travel_when_free(crew)));
        } else {
            let (grid, wait) = (self.crews.clearing(), Wait::new(self.now, second));
            let within = |number, squares: Squares, reach| squares.within_later(grid.times(number), reach, wait);
            anyone.search(grid, within, |crew| self.crews.clear_spot(crew), || best.get().1, consider);
        }
        best.get().0.crew()
    }

    /// Shows `visit` crews that are free or may be called away, each with its seconds of travel, those that stand near first,
    /// until no eligible one that has not been shown is within `reach` seconds. Shows all eligible ones, in no particular
    /// order, where that is quicker. Whether a crew [may go](Self::may_go) is left to ask of whoever would be chosen.
    #[inline]
    pub fn nearby(&self, reach: impl Fn() -> f64, mut visit: impl FnMut(CrewId, f64)) {
        if self.within_cell || self.is_few() || self.crews.travel().metric().least_km_per_km().is_none() {
            return self.visit_eligible(|crew| visit(crew, self.travel(crew)));
        }
        let within = |_, squares: Squares, reach| squares.within(reach);
        self.search(self.crews.grid(), within, |crew| self.crews.standing(crew), &reach, &mut visit);
        let straight = self.crews.travel().is_plain();
        self.crews.pools().visit_moving(self.skills, |&Moving { crew, from, to }| {
            let km = if straight { self.spot.place.least_distance(from, to) } else { 0.0 };
            if self.least_travel(km) <= reach() && self.may_go(crew) {
                visit(crew, self.travel(crew));
            }
        });
    }

    /// Whether the competent crews to be had are sooner looked at one by one than found among all that stand nearby.
    #[inline]
    fn is_few(&self) -> bool {
        let few = self.count();
        few <= FEW || few.saturating_mul(few) <= self.crews.pools().count_all()
    }

    /// Shows `visit` the crews of a grid, each with its seconds of travel from its `spot` there, ring by ring
    /// around the place, until none beyond is within `reach` seconds; on a torus around all images of the place. Where ways
    /// are straight, mostly those that `within` the reach may be, by the number of their block and how far they are.
    #[inline]
    fn search<'a>(
        &'a self,
        grid: &Grid,
        within: impl Fn(u32, Squares, f64) -> u32,
        spot: impl Fn(CrewId) -> &'a Spot,
        reach: impl Fn() -> f64,
        mut visit: impl FnMut(CrewId, f64),
    ) {
        let travel = self.crews.travel();
        let mut consider = |crew: CrewId, seconds: f64| {
            if seconds <= reach() {
                visit(crew, seconds);
            }
        };
        if travel.is_plain() {
            return self.search_straight(grid, within, &reach, |at| {
                let (item, seconds) = grid.item(at, &self.spot);
                consider(CrewId(item), seconds);
            });
        }
        let mut around = |centre: Point| {
            self.search_rings(grid, centre, 0, &reach, |ring| {
                grid.visit_ring(grid.cell(centre), ring, |_, block| {
                    for crew in block.items().iter().map(|item| CrewId(*item)) {
                        consider(crew, travel.seconds(spot(crew), &self.spot));
                    }
                });
            });
        };
        let Some(torus) = travel.metric().torus() else { return around(self.spot.place) };
        for image in torus.images(self.spot.place) {
            if self.least_travel(torus.away(image)) <= reach() {
                around(image);
            }
        }
    }

    /// Calls `look` with where crews of a grid stand, first whoever is nearest in the middle, and of all others those that
    /// `within` the reach may be.
    #[inline]
    fn search_straight(&self, grid: &Grid, within: impl Fn(u32, Squares, f64) -> u32, reach: impl Fn() -> f64, mut look: impl FnMut(u32)) {
        let cell = grid.cell(self.spot.place);
        let middle = grid.middle(cell, &self.spot);
        let nearest = middle.nearest();
        middle.places(nearest).for_each(&mut look);
        let seconds = reach();
        if middle.has_others_within(seconds) {
            let all = middle.members(|number, squares| within(number, squares, seconds));
            middle.places(all & !nearest).for_each(&mut look);
        }
        let mut found = Found::nobody();
        let bits = |number, block: &Block, seconds| within(number, block.squares(&self.spot), seconds);
        if !middle.is_whole() {
            let seconds = reach();
            grid.visit_behind_middle(cell, |number, block| found.keep(number, bits(number, block, seconds), &mut look));
            found.show(&mut look);
        }
        self.search_rings(grid, self.spot.place, 2, &reach, |ring| {
            let seconds = reach();
            grid.visit_ring(cell, ring, |number, block| found.keep(number, bits(number, block, seconds), &mut look));
            found.show(&mut look);
        });
    }

    /// Calls `look` for ring after ring of a grid around `centre`, from ring `first` on, until nobody beyond is within `reach` seconds.
    #[inline]
    fn search_rings(&self, grid: &Grid, centre: Point, first: i32, reach: impl Fn() -> f64, mut look: impl FnMut(i32)) {
        let cell = grid.cell(centre);
        for ring in first.. {
            let Some(km) = grid.least_distance(centre, cell, ring) else { break };
            if self.least_travel(km) > reach() {
                break;
            }
            look(ring);
        }
    }

    /// Less than any crew needs whose coordinates differ by so many kilometres from the place.
    #[inline]
    fn least_travel(&self, km: f64) -> f64 {
        self.crews.travel().least_seconds(km, self.spot.pace).unwrap_or(0.0)
    }
}

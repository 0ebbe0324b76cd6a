//! Crews of equal competence: how many of them are on duty, and which may be sent, as lists, so that nobody looks at those
//! who cannot do the job, and as bits in the order of their numbers, so that the crew in the middle of all that may go is
//! found without a look at each.

use crate::city::Point;
use crate::ids::CrewId;
use crate::workforce::SkillSet;

/// Whether a crew may be sent, and by what it may be called away.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[repr(u8)]
pub enum Availability {
    /// Free.
    Free = 0,
    /// On committed work: may be called away by priorities 1 and 2.
    Interruptible = 1,
    /// Not to be had.
    #[default]
    Busy = 2,
}

/// In no list.
pub(super) const NOWHERE: u32 = u32::MAX;

/// Crews in one word.
const WORD: usize = u64::BITS as usize;

/// Some of the crews of a pool.
#[derive(Clone, Debug)]
struct Members {
    /// In no particular order.
    list: Vec<CrewId>,
    bits: Vec<u64>,
}

impl Members {
    fn none(of: usize, crews: usize) -> Members {
        Members { list: Vec::with_capacity(of), bits: vec![0; crews.div_ceil(WORD)] }
    }

    fn clear(&mut self) {
        self.list.clear();
        self.bits.fill(0);
    }
}

/// A crew that is to be had and under way. Its ends stand with it, so that one that is nowhere near costs no look at the crew.
#[derive(Clone, Copy, Debug)]
pub struct Moving {
    /// Who it is.
    pub crew: CrewId,
    /// Where it set out.
    pub from: Point,
    /// Where it goes.
    pub to: Point,
}

/// Crews of equal competence.
#[derive(Clone, Debug)]
struct Pool {
    skills: SkillSet,
    size: u32,
    on_duty: u32,
    free: Members,
    interruptible: Members,
    /// Those of either that are under way, in no particular order.
    moving: Vec<Moving>,
}

impl Pool {
    /// A pool of so many of all crews, none of which may be sent.
    fn of(size: usize, skills: SkillSet, crews: usize) -> Pool {
        let nobody = || Members::none(size, crews);
        Pool { skills, size: size as u32, on_duty: 0, free: nobody(), interruptible: nobody(), moving: Vec::with_capacity(size) }
    }

    fn members(&mut self, availability: Availability) -> Option<&mut Members> {
        match availability {
            Availability::Free => Some(&mut self.free),
            Availability::Interruptible => Some(&mut self.interruptible),
            Availability::Busy => None,
        }
    }

    /// Whether its crews are competent in all of `skills`.
    #[inline]
    fn is_competent(&self, skills: SkillSet) -> bool {
        self.skills & skills == skills
    }

    /// Those who are to be had, up to `at_most`: the free ones, and those who may be called away.
    #[inline]
    fn to_be_had(&self, at_most: Availability) -> [&[CrewId]; 2] {
        [&self.free.list, if at_most >= Availability::Interruptible { &self.interruptible.list } else { &[] }]
    }

    #[inline]
    fn count(&self, at_most: Availability) -> u32 {
        self.to_be_had(at_most).iter().map(|list| list.len() as u32).sum()
    }
}

/// All pools.
#[derive(Clone, Debug)]
pub struct Pools {
    pools: Vec<Pool>,
    crews: usize,
    /// How many are free or may be called away, of all.
    available: u32,
}

impl Pools {
    /// The pools of crews of these skills, in the order in which each is met first. Nobody is on duty.
    pub fn new(crews: &[SkillSet]) -> Pools {
        let mut pools: Vec<Pool> = Vec::new();
        for skills in crews {
            if pools.iter().all(|pool| pool.skills != *skills) {
                let alike = crews.iter().filter(|other| *other == skills).count();
                pools.push(Pool::of(alike, *skills, crews.len()));
            }
        }
        Pools { pools, crews: crews.len(), available: 0 }
    }

    /// The number of the pool of crews of this competence; there must be one.
    pub fn of(&self, skills: SkillSet) -> u32 {
        self.pools.iter().position(|pool| pool.skills == skills).expect("every crew has a pool") as u32
    }

    /// Nobody is on duty, and nobody may be sent.
    pub fn clear(&mut self) {
        self.available = 0;
        for pool in &mut self.pools {
            pool.on_duty = 0;
            pool.free.clear();
            pool.interruptible.clear();
            pool.moving.clear();
        }
    }

    /// A crew of a pool comes on duty, or goes.
    #[inline]
    pub fn set_on_duty(&mut self, pool: u32, before: bool, after: bool) {
        let on_duty = &mut self.pools[pool as usize].on_duty;
        *on_duty = *on_duty + u32::from(after) - u32::from(before);
    }

    /// A crew that stands at position `at` of its list is to be had otherwise than before. Gives its position from now on,
    /// and who has come to stand at `at` of the list that it was on.
    #[inline]
    pub fn set_availability(
        &mut self,
        pool: u32,
        crew: CrewId,
        at: u32,
        before: Availability,
        after: Availability,
    ) -> (u32, Option<CrewId>) {
        let may_be_sent = |availability| u32::from(availability != Availability::Busy);
        self.available = self.available - may_be_sent(before) + may_be_sent(after);
        let pool = &mut self.pools[pool as usize];
        let (word, bit) = Pools::bit(crew.0);
        let moved = pool.members(before).and_then(|members| {
            members.bits[word] &= !bit;
            strike(&mut members.list, at)
        });
        let position = pool.members(after).map_or(NOWHERE, |members| {
            members.bits[word] |= bit;
            enlist(&mut members.list, crew)
        });
        (position, moved)
    }

    /// A crew of a pool that is to be had is under way from now on. Gives its position among those.
    #[inline]
    pub fn add_moving(&mut self, pool: u32, moving: Moving) -> u32 {
        enlist(&mut self.pools[pool as usize].moving, moving)
    }

    /// The one at a position among those is to be had no more, or stands still. Gives who has come to stand there.
    #[inline]
    pub fn remove_moving(&mut self, pool: u32, at: u32) -> Option<CrewId> {
        strike(&mut self.pools[pool as usize].moving, at).map(|moved| moved.crew)
    }

    /// How many crews are in each pool, on duty or not.
    pub fn sizes(&self) -> impl Iterator<Item = u32> {
        self.pools.iter().map(|pool| pool.size)
    }

    /// How many crews are competent, on duty or not. O(kinds of competence).
    pub fn size(&self, skills: SkillSet) -> u32 {
        self.competent(skills).map(|pool| pool.size).sum()
    }

    /// The numbers of the pools of competent crews.
    pub fn numbers(&self, skills: SkillSet) -> impl Iterator<Item = usize> {
        (0..).zip(&self.pools).filter(move |(_, pool)| pool.is_competent(skills)).map(|(number, _)| number)
    }

    #[inline]
    fn competent(&self, skills: SkillSet) -> impl Iterator<Item = &Pool> {
        self.pools.iter().filter(move |pool| pool.is_competent(skills))
    }

    /// The competent crews that are to be had, up to `at_most`, in no particular order.
    #[inline]
    pub fn available(&self, skills: SkillSet, at_most: Availability) -> impl Iterator<Item = CrewId> {
        self.competent(skills).flat_map(move |pool| pool.to_be_had(at_most).into_iter().flatten().copied())
    }

    /// Shows `visit` the same, which takes less than to ask for one after the other.
    #[inline]
    pub fn visit_available(&self, skills: SkillSet, at_most: Availability, mut visit: impl FnMut(CrewId)) {
        for pool in self.competent(skills) {
            for list in pool.to_be_had(at_most) {
                list.iter().for_each(|crew| visit(*crew));
            }
        }
    }

    /// Shows `visit` the competent crews that are free or may be called away and are under way, in no particular order.
    #[inline]
    pub fn visit_moving(&self, skills: SkillSet, mut visit: impl FnMut(&Moving)) {
        self.competent(skills).for_each(|pool| pool.moving.iter().for_each(&mut visit));
    }

    /// How many competent crews are to be had, up to `at_most`. O(kinds of competence).
    #[inline]
    pub fn count(&self, skills: SkillSet, at_most: Availability) -> u32 {
        if self.available == 0 {
            return 0;
        }
        self.competent(skills).map(|pool| pool.count(at_most)).sum()
    }

    /// How many crews are free or may be called away, whatever they are competent in.
    #[inline]
    pub fn count_all(&self) -> u32 {
        self.available
    }

    /// How many crews are to be had that are competent in any of `skills`, up to `at_most`. O(kinds of competence).
    #[inline]
    pub fn count_any(&self, skills: SkillSet, at_most: Availability) -> u32 {
        self.pools.iter().filter(|pool| pool.skills & skills != 0).map(|pool| pool.count(at_most)).sum()
    }

    /// Crews on duty that are competent in `skills`, and how many of them are not to be had, up to `at_most`.
    /// O(kinds of competence).
    pub fn on_duty_and_busy(&self, skills: SkillSet, at_most: Availability) -> (u32, u32) {
        let on_duty = self.competent(skills).map(|pool| pool.on_duty).sum::<u32>();
        (on_duty, on_duty.saturating_sub(self.count(skills, at_most)))
    }

    /// How many words of bits there are.
    #[inline]
    pub fn words(&self) -> usize {
        self.crews.div_ceil(WORD)
    }

    /// The competent crews of a word that are to be had, up to `at_most`, as bits.
    #[inline]
    pub fn word(&self, at: usize, skills: SkillSet, at_most: Availability) -> u64 {
        self.competent(skills).fold(0, |bits, pool| {
            let called = if at_most >= Availability::Interruptible { pool.interruptible.bits[at] } else { 0 };
            bits | pool.free.bits[at] | called
        })
    }

    /// Where the bit of a crew stands: its word, and itself within that.
    #[inline]
    pub fn bit(crew: u32) -> (usize, u64) {
        (crew as usize / WORD, 1 << (crew as usize % WORD))
    }

    /// The crews whose bits are set in a word, in order.
    #[inline]
    pub fn crews(at: usize, mut bits: u64) -> impl Iterator<Item = u32> {
        std::iter::from_fn(move || {
            let crew = (at * WORD) as u32 + bits.trailing_zeros();
            let any = bits != 0;
            bits &= bits.wrapping_sub(1);
            any.then_some(crew)
        })
    }
}

/// Adds to a list, and says at which position.
fn enlist<T>(list: &mut Vec<T>, one: T) -> u32 {
    list.push(one);
    list.len() as u32 - 1
}

/// Takes what is at a position off a list, and gives what stands there now.
fn strike<T: Copy>(list: &mut Vec<T>, at: u32) -> Option<T> {
    list.swap_remove(at as usize);
    list.get(at as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Id;
    use crate::policy::CrewColumns;
    use crate::policy::situation::hand_made::spot;
    use crate::time::{Duration, Instant};

    proptest::proptest! {
        /// Crews come, go, stand and drive; the lists hold whoever a look at everybody finds.
        #[test]
        fn lists_and_counts_are_those_of_a_look_at_everybody(steps in proptest::collection::vec((0..20usize, 0..5u8), 0..80)) {
            let mut crews = CrewColumns::new((0..20).map(|i| 1 + i % 3), std::iter::empty(), crate::city::Travel::at_pace(10.0));
            let mut moving = [false; 20];
            for (number, what) in steps {
                let crew = CrewId::new(number);
                match what {
                    0 => crews.set_availability(crew, Availability::Free),
                    1 => crews.set_availability(crew, Availability::Interruptible),
                    2 => crews.set_availability(crew, Availability::Busy),
                    3 => crews.set_out(crew, Instant::ZERO, spot(1.0, 0.0, 10.0), Duration::MINUTE),
                    _ => crews.stand(crew, spot(2.0, 0.0, 10.0)),
                }
                moving[number] = if what < 3 { moving[number] } else { what == 3 };
            }
            let sorted = |found: Vec<CrewId>| {
                let mut found = found;
                found.sort();
                found
            };
            let to_be_had = crews.ids().filter(|crew| crews.availability(*crew) != Availability::Busy).count();
            proptest::prop_assert_eq!(crews.pools().count_all() as usize, to_be_had);
            for skills in 0..4 {
                let competent = |crew: &CrewId| crews.skills(*crew) & skills == skills;
                for at_most in [Availability::Free, Availability::Interruptible] {
                    let may = |crew: &CrewId| crews.availability(*crew) <= at_most;
                    let scan: Vec<CrewId> = crews.ids().filter(|crew| competent(crew) && may(crew)).collect();
                    let any = crews.ids().filter(|crew| crews.skills(*crew) & skills != 0 && may(crew)).count();
                    proptest::prop_assert_eq!(crews.pools().count(skills, at_most) as usize, scan.len());
                    proptest::prop_assert_eq!(crews.pools().count_any(skills, at_most) as usize, any);
                    proptest::prop_assert_eq!(sorted(crews.pools().available(skills, at_most).collect()), scan);
                }
                let scan = crews.ids().filter(|crew| competent(crew) && crews.availability(*crew) != Availability::Busy && moving[crew.index()]);
                let mut visited = Vec::new();
                crews.pools().visit_moving(skills, |moving| visited.push(moving.crew));
                proptest::prop_assert_eq!(sorted(visited), scan.collect::<Vec<_>>());
            }
        }
    }
}

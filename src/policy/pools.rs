//! Crews of equal competence: how many of them are on duty, and which may be sent, as bits in the order of their numbers,
//! so that the crew in the middle of all that may go is found without a look at each.

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

/// Crews in one word.
const WORD: usize = u64::BITS as usize;

/// Some of the crews.
#[derive(Clone, Debug)]
struct Members {
    count: u32,
    bits: Vec<u64>,
}

impl Members {
    fn none(crews: usize) -> Members {
        Members { count: 0, bits: vec![0; crews.div_ceil(WORD)] }
    }

    fn clear(&mut self) {
        self.count = 0;
        self.bits.fill(0);
    }
}

/// Crews of equal competence.
#[derive(Clone, Debug)]
struct Pool {
    skills: SkillSet,
    on_duty: u32,
    free: Members,
    interruptible: Members,
}

impl Pool {
    fn members(&mut self, availability: Availability) -> Option<&mut Members> {
        match availability {
            Availability::Free => Some(&mut self.free),
            Availability::Interruptible => Some(&mut self.interruptible),
            Availability::Busy => None,
        }
    }
}

/// All pools.
#[derive(Clone, Debug)]
pub struct Pools {
    pools: Vec<Pool>,
    crews: usize,
}

impl Pools {
    /// No pool yet, for so many crews.
    pub fn new(crews: usize) -> Pools {
        Pools { pools: Vec::new(), crews }
    }

    /// The pool of crews of this competence.
    pub fn of(&mut self, skills: SkillSet) -> u32 {
        let found = self.pools.iter().position(|pool| pool.skills == skills);
        found.unwrap_or_else(|| {
            let nobody = || Members::none(self.crews);
            self.pools.push(Pool { skills, on_duty: 0, free: nobody(), interruptible: nobody() });
            self.pools.len() - 1
        }) as u32
    }

    /// Nobody is on duty, and nobody may be sent.
    pub fn clear(&mut self) {
        for pool in &mut self.pools {
            pool.on_duty = 0;
            pool.free.clear();
            pool.interruptible.clear();
        }
    }

    /// A crew of a pool comes on duty, or goes.
    #[inline]
    pub fn set_on_duty(&mut self, pool: u32, before: bool, after: bool) {
        let on_duty = &mut self.pools[pool as usize].on_duty;
        *on_duty = *on_duty + u32::from(after) - u32::from(before);
    }

    /// A crew of a pool is to be had otherwise than before.
    #[inline]
    pub fn set_availability(&mut self, pool: u32, crew: u32, before: Availability, after: Availability) {
        let pool = &mut self.pools[pool as usize];
        let (word, bit) = Pools::bit(crew);
        if let Some(members) = pool.members(before) {
            members.count -= 1;
            members.bits[word] &= !bit;
        }
        if let Some(members) = pool.members(after) {
            members.count += 1;
            members.bits[word] |= bit;
        }
    }

    /// Crews on duty that are competent in `skills`, and how many of them are not to be had, up to `at_most`.
    /// O(kinds of competence).
    pub fn on_duty_and_busy(&self, skills: SkillSet, at_most: Availability) -> (u32, u32) {
        let (mut on_duty, mut available) = (0, 0);
        for pool in self.pools.iter().filter(|pool| pool.skills & skills == skills) {
            on_duty += pool.on_duty;
            available += pool.free.count + if at_most >= Availability::Interruptible { pool.interruptible.count } else { 0 };
        }
        (on_duty, on_duty.saturating_sub(available))
    }

    /// How many words of bits there are.
    #[inline]
    pub fn words(&self) -> usize {
        self.crews.div_ceil(WORD)
    }

    /// The competent crews of a word that are to be had, up to `at_most`, as bits.
    #[inline]
    pub fn word(&self, at: usize, skills: SkillSet, at_most: Availability) -> u64 {
        let competent = self.pools.iter().filter(|pool| pool.skills & skills == skills);
        competent.fold(0, |bits, pool| {
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

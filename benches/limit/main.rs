//! The limit: both reference workloads written by hand for nothing but speed.
//!
//! `cargo bench --bench limit -- w2 500000 1 [inversion|ziggurat|calendar|chacha]` prints CPU-bound wall seconds, incidents a
//! second and the check values. Structure of arrays, 8-byte keys in a 4-ary heap whose top is replaced, one generator,
//! an 8-lane scan. It answers one question only, records nothing else and knows no scenario: what the product takes
//! longer is the price of being general. `calendar` puts the product's calendar in the place of the heap and leaves
//! all else as it is: the price of the engine alone. `chacha` puts its random numbers in the place of the generator: the
//! price of streams that can be named and of the same bits on every machine. Workloads: docs/performance.md.
#![expect(clippy::disallowed_methods, reason = "the limit takes the platform's logarithm: it need not agree between machines")]

use gridgov::engine::{Calendar, Class};
use gridgov::random::{Key, Purpose, maths, normal::inverse_normal, unit};
use gridgov::time::Instant;
use rand_chacha::{ChaCha8Rng, rand_core::Rng};
use rand_distr::{Distribution, Exp1, StandardNormal};
use std::collections::VecDeque;

/// xoshiro256++ (Blackman & Vigna 2019), seeded by SplitMix64.
struct Stream<const ZIGGURAT: bool>([u64; 4]);

impl<const ZIGGURAT: bool> rand::TryRng for Stream<ZIGGURAT> {
    type Error = std::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok((self.next() >> 32) as u32)
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(self.next())
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        bytes.fill_with(|| self.next() as u8);
        Ok(())
    }
}

/// Where luck comes from.
trait Luck {
    fn new(seed: u64) -> Self;
    fn uniform(&mut self) -> f64;
    fn exp(&mut self, mean: f64) -> f64;
    fn normal(&mut self) -> f64;
}

impl<const ZIGGURAT: bool> Stream<ZIGGURAT> {
    #[inline]
    fn next(&mut self) -> u64 {
        let s = &mut self.0;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }
}

impl<const ZIGGURAT: bool> Luck for Stream<ZIGGURAT> {
    fn new(mut seed: u64) -> Self {
        Stream(std::array::from_fn(|_| {
            seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let z = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^ (z >> 31)
        }))
    }
    #[inline]
    fn uniform(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }
    #[inline]
    fn exp(&mut self, mean: f64) -> f64 {
        if ZIGGURAT {
            let e: f64 = Exp1.sample(self);
            return mean * e;
        }
        -mean * self.uniform().ln()
    }
    #[inline]
    fn normal(&mut self) -> f64 {
        if ZIGGURAT {
            return StandardNormal.sample(self);
        }
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

/// The product's: a named stream, inversion on mathematics that is the same everywhere.
impl Luck for ChaCha8Rng {
    fn new(seed: u64) -> Self {
        Key { seed, replication: 0 }.stream(Purpose::Marks, 0)
    }
    #[inline]
    fn uniform(&mut self) -> f64 {
        unit(self.next_u64())
    }
    #[inline]
    fn exp(&mut self, mean: f64) -> f64 {
        mean * maths::exponential(self.uniform())
    }
    #[inline]
    fn normal(&mut self) -> f64 {
        inverse_normal(self.uniform())
    }
}

/// What is still to happen. Times are microseconds.
trait Pending: Default {
    /// The next event: its moment and its slot. One of the two calls below must follow.
    fn next(&mut self) -> Option<(u64, usize)>;
    /// The event just given happens again.
    fn again(&mut self, at: u64, slot: usize);
    /// The event just given is over.
    fn over(&mut self);
    /// One more event, after one of the calls above.
    fn push(&mut self, at: u64, slot: usize);
}

/// A 4-ary heap of keys: microseconds shifted left by `SLOT` bits, then the slot.
#[derive(Default)]
struct Heap(Vec<u64>);
const SLOT: u32 = 16;

impl Heap {
    /// Takes the place of the least key.
    #[inline]
    fn replace(&mut self, key: u64) {
        let keys = &mut self.0[..];
        let mut i = 0;
        loop {
            let first = 4 * i + 1;
            let children = &keys[first.min(keys.len())..(first + 4).min(keys.len())];
            let Some((at, least)) = children.iter().enumerate().min_by_key(|(_, k)| **k) else { break };
            if *least >= key {
                break;
            }
            keys[i] = *least;
            i = first + at;
        }
        keys[i] = key;
    }
}

impl Pending for Heap {
    #[inline]
    fn next(&mut self) -> Option<(u64, usize)> {
        self.0.first().map(|top| (top >> SLOT, (top & ((1 << SLOT) - 1)) as usize))
    }
    #[inline]
    fn again(&mut self, at: u64, slot: usize) {
        self.replace(at << SLOT | slot as u64);
    }
    #[inline]
    fn over(&mut self) {
        let last = self.0.pop().expect("an event is pending");
        if !self.0.is_empty() {
            self.replace(last);
        }
    }
    #[inline]
    fn push(&mut self, at: u64, slot: usize) {
        let key = at << SLOT | slot as u64;
        let mut i = self.0.len();
        self.0.push(key);
        while i > 0 && self.0[(i - 1) / 4] > key {
            self.0[i] = self.0[(i - 1) / 4];
            i = (i - 1) / 4;
        }
        self.0[i] = key;
    }
}

const STEP: Class = Class::new(0);

impl Pending for Calendar {
    #[inline]
    fn next(&mut self) -> Option<(u64, usize)> {
        self.pop().map(|event| (event.at.0, event.slot as usize))
    }
    #[inline]
    fn again(&mut self, at: u64, slot: usize) {
        self.schedule(Instant(at), STEP, slot as u32);
    }
    #[inline]
    fn over(&mut self) {}
    #[inline]
    fn push(&mut self, at: u64, slot: usize) {
        self.schedule(Instant(at), STEP, slot as u32);
    }
}

#[inline]
fn ticks(minutes: f64) -> u64 {
    (minutes * 1e6) as u64
}

/// M/M/20 at 0.95: mean wait in mean services. Slot 0 is the arrival.
fn w1<P: Pending, L: Luck>(n: usize, seed: u64) -> String {
    let (mut rng, mut pending, mut fifo) = (L::new(seed), P::default(), VecDeque::new());
    let (mut idle, mut arrived, mut wait) = (20, 0, 0);
    pending.push(0, 0);
    while let Some((now, slot)) = pending.next() {
        if slot == 0 {
            arrived += 1;
            if arrived < n {
                pending.again(now + ticks(rng.exp(1.0 / 19.0)), 0)
            } else {
                pending.over()
            }
            if idle > 0 {
                idle -= 1;
                pending.push(now + ticks(rng.exp(1.0)), 1);
            } else {
                fifo.push_back(now);
            }
        } else if let Some(since) = fifo.pop_front() {
            wait += now - since;
            pending.again(now + ticks(rng.exp(1.0)), 1);
        } else {
            idle += 1;
            pending.over();
        }
    }
    format!("mean_wait {:.5}", wait as f64 / 1e6 / n as f64)
}

const CREWS: usize = 200;
const BUSY: f64 = 1e9;

/// The nearest idle crew, in eight lanes.
#[inline]
fn nearest(x: &[f64], y: &[f64], px: f64, py: f64) -> usize {
    let (mut least, mut chunk) = ([f64::INFINITY; 8], [0u64; 8]);
    for (c, (a, b)) in x.chunks_exact(8).zip(y.chunks_exact(8)).enumerate() {
        for l in 0..8 {
            let (dx, dy) = (a[l] - px, b[l] - py);
            let d = dx * dx + dy * dy;
            let nearer = d < least[l];
            least[l] = if nearer { d } else { least[l] };
            chunk[l] = if nearer { c as u64 } else { chunk[l] };
        }
    }
    let lane = (1..8).fold(0, |b, l| if least[l] < least[b] { l } else { b });
    chunk[lane] as usize * 8 + lane
}

/// City dispatch: mean response in minutes, utilisation, how many waited. Slot `CREWS` is the arrival, slot i crew i.
fn w2<P: Pending, L: Luck>(n: usize, seed: u64) -> String {
    let (mut rng, mut pending, mut fifo) = (L::new(seed), P::default(), VecDeque::new());
    let mut x: [f64; CREWS] = std::array::from_fn(|_| rng.uniform());
    let mut y: [f64; CREWS] = std::array::from_fn(|_| rng.uniform());
    let mut masked = x;
    let (mut to, mut since, mut stage) = ([(0.0, 0.0); CREWS], [(0u64, 0u64); CREWS], [0u8; CREWS]);
    let (mut arrived, mut idle, mut response, mut busy, mut waited, mut end) = (0, CREWS, 0, 0, 0, 0);
    let mu = 20f64.ln() - 0.18;
    pending.push(0, CREWS);
    while let Some((now, slot)) = pending.next() {
        if slot == CREWS {
            arrived += 1;
            if arrived < n {
                pending.again(now + ticks(rng.exp(1.0 / 4.8)), CREWS)
            } else {
                pending.over()
            }
            let place = (rng.uniform(), rng.uniform());
            if idle == 0 {
                waited += 1;
                fifo.push_back((place, now));
                continue;
            }
            let crew = nearest(&masked, &y, place.0, place.1);
            idle -= 1;
            masked[crew] = BUSY;
            (to[crew], since[crew], stage[crew]) = (place, (now, now), 0);
            pending.push(now + ticks(rng.exp(0.5)), crew);
            continue;
        }
        stage[slot] += 1;
        let takes = match stage[slot] {
            1 => rng.exp(0.5),
            2 => rng.exp(1.0),
            3 => ((x[slot] - to[slot].0).powi(2) + (y[slot] - to[slot].1).powi(2)).sqrt() / 0.02,
            4 => {
                response += now - since[slot].0;
                (mu + 0.6 * rng.normal()).exp()
            }
            _ => {
                (x[slot], y[slot]) = to[slot];
                busy += now - since[slot].1;
                end = now;
                let Some((place, called)) = fifo.pop_front() else {
                    masked[slot] = x[slot];
                    idle += 1;
                    pending.over();
                    continue;
                };
                (to[slot], since[slot], stage[slot]) = (place, (called, now), 0);
                rng.exp(0.5)
            }
        };
        pending.again(now + ticks(takes), slot);
    }
    let (response, utilisation) = (response as f64 / 1e6 / n as f64, busy as f64 / (end * CREWS as u64) as f64);
    format!("mean_response {response:.5} utilisation {utilisation:.5} waited {waited}")
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let word = |i: usize, or: &str| arguments.get(i).cloned().unwrap_or_else(|| or.to_owned());
    let (workload, n, seed) = (word(0, "w2"), word(1, "500000").parse().expect("a number"), word(2, "1").parse().expect("a seed"));
    let run = match (workload.as_str(), word(3, "inversion").as_str()) {
        ("w1", "inversion") => w1::<Heap, Stream<false>>,
        ("w1", "ziggurat") => w1::<Heap, Stream<true>>,
        ("w1", "calendar") => w1::<Calendar, Stream<false>>,
        ("w1", "chacha") => w1::<Heap, ChaCha8Rng>,
        ("w2", "inversion") => w2::<Heap, Stream<false>>,
        ("w2", "ziggurat") => w2::<Heap, Stream<true>>,
        ("w2", "calendar") => w2::<Calendar, Stream<false>>,
        ("w2", "chacha") => w2::<Heap, ChaCha8Rng>,
        other => panic!("{other:?}: say w1 or w2, the number of incidents, a seed, inversion, ziggurat, calendar or chacha"),
    };
    let began = std::time::Instant::now();
    let check = run(n, seed);
    let seconds = began.elapsed().as_secs_f64();
    println!("{workload} incidents {n} seconds {seconds:.4} per_second {:.0} {check}", n as f64 / seconds);
}

//! W1 and W2 without an engine: what happens at an event, and what it makes happen later. Both engines run this same
//! code, so that they differ by what they cost themselves.

use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// What happens; the number is a responder.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Event {
    Arrival,
    Departure,
    Acknowledged(usize),
    Accepted(usize),
    Departed(usize),
    OnScene(usize),
    Cleared(usize),
}

/// A workload under way. Times are in its own unit: mean services (W1), minutes (W2).
pub trait Workload: Send + 'static {
    /// `event` happens at `now`; what follows goes to `later` with its delay.
    fn step(&mut self, now: f64, event: Event, later: impl FnMut(f64, Event));
    /// The check values, given when the last event happened.
    fn check(&self, end: f64) -> String;
    /// Events so far.
    fn events(&self) -> u64;
}

/// xoshiro256++ (Blackman and Vigna, 2019), seeded by SplitMix64.
pub struct Stream([u64; 4]);

impl Stream {
    pub fn new(mut seed: u64) -> Stream {
        Stream(std::array::from_fn(|_| {
            seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let z = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^ (z >> 31)
        }))
    }
    #[inline]
    fn uniform(&mut self) -> f64 {
        let s = &mut self.0;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        ((result >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }
    #[inline]
    fn exp(&mut self, mean: f64) -> f64 {
        -mean * self.uniform().ln()
    }
    #[inline]
    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

/// M/M/20 at 0.95, first come first served.
pub struct W1 {
    random: Stream,
    left: u64,
    customers: u64,
    idle: u32,
    queue: VecDeque<f64>,
    waited: f64,
    events: u64,
}

impl W1 {
    pub fn new(customers: u64, seed: u64) -> W1 {
        W1 { random: Stream::new(seed), left: customers, customers, idle: 20, queue: VecDeque::new(), waited: 0.0, events: 0 }
    }
}

impl Workload for W1 {
    #[inline]
    fn step(&mut self, now: f64, event: Event, mut later: impl FnMut(f64, Event)) {
        self.events += 1;
        if let Event::Arrival = event {
            self.left -= 1;
            if self.left > 0 {
                later(self.random.exp(1.0 / 19.0), Event::Arrival);
            }
            if self.idle == 0 {
                return self.queue.push_back(now);
            }
            self.idle -= 1;
        } else {
            let Some(since) = self.queue.pop_front() else {
                self.idle += 1;
                return;
            };
            self.waited += now - since;
        }
        later(self.random.exp(1.0), Event::Departure);
    }
    fn check(&self, _end: f64) -> String {
        format!("mean_wait {:.5}", self.waited / self.customers as f64)
    }
    fn events(&self) -> u64 {
        self.events
    }
}

#[derive(Clone, Copy, Default)]
struct Job {
    place: (f64, f64),
    called: f64,
    assigned: f64,
}

const RESPONDERS: usize = 200;
const BUSY: f64 = 1e9;

/// Dispatch of the closest idle responder on the unit square.
pub struct W2 {
    random: Stream,
    left: u64,
    incidents: u64,
    x: [f64; RESPONDERS],
    y: [f64; RESPONDERS],
    /// `x` where idle, else far away.
    masked: [f64; RESPONDERS],
    idle: usize,
    jobs: [Job; RESPONDERS],
    queue: VecDeque<Job>,
    response: f64,
    busy: f64,
    waited: u64,
    events: u64,
}

impl W2 {
    pub fn new(incidents: u64, seed: u64) -> W2 {
        let mut random = Stream::new(seed);
        let x = std::array::from_fn(|_| random.uniform());
        let y = std::array::from_fn(|_| random.uniform());
        let jobs = [Job::default(); RESPONDERS];
        let queue = VecDeque::new();
        let (left, idle) = (incidents, RESPONDERS);
        W2 { random, left, incidents, x, y, masked: x, idle, jobs, queue, response: 0.0, busy: 0.0, waited: 0, events: 0 }
    }

    #[inline]
    fn nearest(&self, (px, py): (f64, f64)) -> usize {
        let (mut least, mut chunk) = ([f64::INFINITY; 8], [0u64; 8]);
        for (c, (a, b)) in self.masked.chunks_exact(8).zip(self.y.chunks_exact(8)).enumerate() {
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

    #[inline]
    fn assign(&mut self, who: usize, job: Job, now: f64, mut later: impl FnMut(f64, Event)) {
        self.jobs[who] = Job { assigned: now, ..job };
        later(self.random.exp(0.5), Event::Acknowledged(who));
    }
}

impl Workload for W2 {
    #[inline]
    fn step(&mut self, now: f64, event: Event, mut later: impl FnMut(f64, Event)) {
        self.events += 1;
        match event {
            Event::Arrival | Event::Departure => {
                self.left -= 1;
                if self.left > 0 {
                    later(self.random.exp(1.0 / 4.8), Event::Arrival);
                }
                let job = Job { place: (self.random.uniform(), self.random.uniform()), called: now, assigned: now };
                if self.idle == 0 {
                    self.waited += 1;
                    return self.queue.push_back(job);
                }
                let who = self.nearest(job.place);
                self.idle -= 1;
                self.masked[who] = BUSY;
                self.assign(who, job, now, later);
            }
            Event::Acknowledged(who) => later(self.random.exp(0.5), Event::Accepted(who)),
            Event::Accepted(who) => later(self.random.exp(1.0), Event::Departed(who)),
            Event::Departed(who) => {
                let (dx, dy) = (self.x[who] - self.jobs[who].place.0, self.y[who] - self.jobs[who].place.1);
                later((dx * dx + dy * dy).sqrt() / 0.02, Event::OnScene(who));
            }
            Event::OnScene(who) => {
                self.response += now - self.jobs[who].called;
                later((20f64.ln() - 0.18 + 0.6 * self.random.normal()).exp(), Event::Cleared(who));
            }
            Event::Cleared(who) => {
                self.busy += now - self.jobs[who].assigned;
                (self.x[who], self.y[who]) = self.jobs[who].place;
                if let Some(job) = self.queue.pop_front() {
                    return self.assign(who, job, now, later);
                }
                self.masked[who] = self.x[who];
                self.idle += 1;
            }
        }
    }
    fn check(&self, end: f64) -> String {
        let (response, utilisation) = (self.response / self.incidents as f64, self.busy / (end * RESPONDERS as f64));
        format!("mean_response {response:.5} utilisation {utilisation:.5} waited {}", self.waited)
    }
    fn events(&self) -> u64 {
        self.events
    }
}

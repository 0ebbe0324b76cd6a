//! Times of unusual demand: when they strike in one replication, and what holds where they overlap.

use super::calendar::WorkingCalendar;
use super::config::{SurgeConfig, SurgeTimes};
use super::dates::{Moment, Months};
use super::model::Demand;
use crate::random::{Key, Purpose, maths, unit};
use crate::time::{Duration, Instant};
use jiff::ToSpan;
use rand_chacha::rand_core::Rng;

/// A surge as a run reads it.
#[derive(Clone, Debug)]
pub struct Surge {
    /// Its name in the scenario.
    pub name: String,
    /// Its name in Chinese.
    pub zh: String,
    /// Multiplies the number of incidents.
    pub volume: f64,
    /// Multiplies travel times.
    pub travel: f64,
    lasts: Duration,
    times: Times,
}

#[derive(Clone, PartialEq, Debug)]
enum Times {
    /// So many a tick during these spans, in order, in ticks from the start of the run: one that struck before may still hold.
    Random { rate: f64, spans: Vec<(i64, i64)> },
    /// From when to when, within the run.
    At(Vec<(Instant, Instant)>),
}

/// Part of a replication in which one surge holds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Window {
    /// When it begins.
    pub from: Instant,
    /// When it is over; may lie after the end of the run.
    pub to: Instant,
    /// The surge, by its number in file order: of those that overlap here the one of the largest volume,
    /// the first of these in the file.
    pub surge: usize,
    /// Multiplies travel times: the largest factor of those that overlap here.
    pub travel: f64,
}

/// The surges of one replication as windows that do not overlap, in order.
#[derive(Clone, Debug, Default)]
pub struct Surges {
    windows: Vec<Window>,
    strikes: Vec<Window>,
    bounds: Vec<Instant>,
}

impl Surge {
    /// Prepares a surge for a run of `days` days.
    pub(super) fn new(name: &str, config: &SurgeConfig, calendar: &WorkingCalendar, days: u32) -> Surge {
        Surge {
            name: name.to_owned(),
            zh: config.zh.clone().unwrap_or_else(|| name.to_owned()),
            volume: config.volume.get(),
            travel: config.travel.get(),
            lasts: config.lasts,
            times: match &config.when {
                SurgeTimes::Random { per_year, months } => Times::Random {
                    rate: per_year.get() / (days_of(*months) * Duration::DAY.0 as f64),
                    spans: spans(*months, calendar, days, config.lasts),
                },
                SurgeTimes::At(moments) => {
                    let mut times: Vec<_> = moments.iter().filter_map(|m| within_run(*m, config.lasts, calendar, days)).collect();
                    times.sort_unstable();
                    Times::At(times)
                }
            },
        }
    }

    /// Whether it brings the same number of incidents at the same moments as another, in every replication.
    pub(super) fn strikes_like(&self, other: &Surge) -> bool {
        self.volume == other.volume && self.lasts == other.lasts && self.times == other.times
    }

    /// Whether its moments are given, rather than drawn anew in each replication.
    pub fn is_given(&self) -> bool {
        matches!(self.times, Times::At(_))
    }

    /// The share of a stretch of time in which it holds where its moments are given; where they are drawn, 1 if it can strike.
    pub fn share(&self, from: Instant, to: Instant) -> f64 {
        match &self.times {
            Times::Random { rate, spans } => {
                let begun = spans.partition_point(|(begins, _)| *begins <= from.0 as i64);
                let may = *rate > 0.0 && begun > 0 && (from.0 as i64) < spans[begun - 1].1;
                f64::from(u8::from(may))
            }
            Times::At(times) => {
                let over = times.partition_point(|(_, ends)| *ends <= from);
                let holds = times[over..].iter().take_while(|(begins, _)| *begins < to);
                let ticks: u64 = holds.map(|(begins, ends)| to.min(*ends).since(from.max(*begins)).0).sum();
                (ticks as f64 / to.since(from).0 as f64).min(1.0)
            }
        }
    }

    /// How often it is expected to strike so late that it holds at `from` or after, of one that strikes at random.
    pub fn expected(&self, from: Instant) -> Option<f64> {
        match &self.times {
            Times::Random { rate, spans } => {
                let first = from.0 as i64 - self.lasts.0 as i64;
                let ticks: i64 = spans.iter().map(|(begins, ends)| (ends - first.max(*begins)).max(0)).sum();
                Some(rate * ticks as f64)
            }
            Times::At(_) => None,
        }
    }

    fn strike(&self, number: usize, key: Key, strikes: &mut Vec<Window>) {
        let mut push = |(from, to)| strikes.push(Window { from, to, surge: number, travel: self.travel });
        match &self.times {
            Times::At(times) => times.iter().copied().for_each(push),
            Times::Random { rate, .. } if *rate <= 0.0 => {}
            Times::Random { rate, spans } => {
                let mut stream = key.stream(Purpose::Surges, number as u32);
                let mut gap = || maths::exponential(unit(stream.next_u64())) / rate;
                let mut wait = gap();
                for &(from, to) in spans {
                    let length = (to - from) as f64;
                    let mut offset = 0.0;
                    while wait < length - offset {
                        offset += wait;
                        held(from + offset as i64, self.lasts).into_iter().for_each(&mut push);
                        wait = gap();
                    }
                    wait -= length - offset;
                }
            }
        }
    }
}

impl Demand {
    /// Whether a surge that strikes at a moment of the calendar holds within the run.
    pub fn is_met(&self, moment: Moment, lasts: Duration) -> bool {
        within_run(moment, lasts, &self.calendar, self.days()).is_some()
    }
}

impl Surges {
    /// The surges of the replication of `key`.
    pub fn new(demand: &Demand, key: Key) -> Surges {
        let mut drawn = Surges::default();
        drawn.redraw(demand, key);
        drawn
    }

    /// The same for another key, in the same memory.
    pub fn redraw(&mut self, demand: &Demand, key: Key) {
        self.windows.clear();
        self.strikes.clear();
        self.bounds.clear();
        for (number, surge) in demand.surges.iter().enumerate() {
            surge.strike(number, key, &mut self.strikes);
        }
        self.strikes.sort_unstable_by_key(|strike| (strike.from, strike.surge));
        self.bounds.extend(self.strikes.iter().flat_map(|strike| [strike.from, strike.to]));
        self.bounds.sort_unstable();
        self.bounds.dedup();
        self.flatten(&demand.surges);
    }

    /// Cuts the strikes at each other's bounds and keeps the strongest of each piece.
    fn flatten(&mut self, surges: &[Surge]) {
        let mut begun = 0;
        // Strikes that may still be on: those before have ended.
        let mut oldest = 0;
        for piece in self.bounds.windows(2) {
            let (from, to) = (piece[0], piece[1]);
            while self.strikes.get(begun).is_some_and(|strike| strike.from <= from) {
                begun += 1;
            }
            while oldest < begun && self.strikes[oldest].to <= from {
                oldest += 1;
            }
            let on = || self.strikes[oldest..begun].iter().filter(|strike| strike.to > from);
            let strongest = on().map(|strike| strike.surge).reduce(|best, other| {
                let (best_volume, volume) = (surges[best].volume, surges[other].volume);
                if volume > best_volume || (volume == best_volume && other < best) { other } else { best }
            });
            let Some(surge) = strongest else { continue };
            let window = Window { from, to, surge, travel: on().map(|strike| strike.travel).fold(0.0, f64::max) };
            match self.windows.last_mut() {
                Some(last) if last.to == from && last.surge == surge && last.travel == window.travel => last.to = to,
                _ => self.windows.push(window),
            }
        }
    }

    /// All windows, in order, not overlapping.
    pub fn windows(&self) -> &[Window] {
        &self.windows
    }

    /// From when to when each surge holds, whatever else does at the time: in the order in which they begin.
    pub fn strikes(&self) -> &[Window] {
        &self.strikes
    }

    /// The window in which `at` lies.
    pub fn at(&self, at: Instant) -> Option<&Window> {
        self.windows.get(self.windows.partition_point(|window| window.to <= at)).filter(|window| window.from <= at)
    }

    /// Multiplies travel times at `at`; 1 outside surges.
    pub fn travel_factor(&self, at: Instant) -> f64 {
        self.at(at).map_or(1.0, |window| window.travel)
    }
}

/// Days of `months` in a year of 365.
fn days_of(months: Months) -> f64 {
    const DAYS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    (1..=12).filter(|&m| months.contains(m)).map(|m| f64::from(DAYS[usize::from(m) - 1])).sum()
}

/// The time in which a surge can strike that holds in a run of `days` days: the days in `months`, joined to spans, from so
/// long before it as the surge lasts.
fn spans(months: Months, calendar: &WorkingCalendar, days: u32, lasts: Duration) -> Vec<(i64, i64)> {
    let day_ticks = Duration::DAY.0 as i64;
    let first = -(lasts.0 as i64);
    let month = |day: i64| match u64::try_from(day) {
        Ok(day) => calendar.month(day),
        Err(_) => calendar.date(0).saturating_add(day.days()).month() as u8,
    };
    let mut spans: Vec<(i64, i64)> = Vec::new();
    for day in (first.div_euclid(day_ticks)..i64::from(days)).filter(|day| months.contains(month(*day))) {
        let (begins, ends) = ((day * day_ticks).max(first), (day + 1) * day_ticks);
        match spans.last_mut() {
            Some((_, to)) if *to == begins => *to = ends,
            _ => spans.push((begins, ends)),
        }
    }
    spans
}

/// From when to when a surge holds within a run of `days` days that strikes at a moment of the calendar.
fn within_run(moment: Moment, lasts: Duration, calendar: &WorkingCalendar, days: u32) -> Option<(Instant, Instant)> {
    let day = i64::from((moment.0.date() - calendar.date(0)).get_days());
    let minutes = 60 * i64::from(moment.0.hour()) + i64::from(moment.0.minute());
    let at = day * Duration::DAY.0 as i64 + minutes * Duration::MINUTE.0 as i64;
    (day < i64::from(days)).then(|| held(at, lasts)).flatten()
}

/// From when to when something holds that begins so many ticks after the start of the run, or before; none where it is over
/// by then.
fn held(at: i64, lasts: Duration) -> Option<(Instant, Instant)> {
    let ends = u64::try_from(at.saturating_add_unsigned(lasts.0)).ok().filter(|ends| *ends > 0)?;
    Some((Instant(at.max(0) as u64), Instant(ends)))
}

//! How many incidents of each category are expected at each moment: a table by kind of day and half hour,
//! times the month's weight. Everything that the arrival process reads per piece of constant intensity.

use super::calendar::{DayType, WorkingCalendar};
use super::config::{CategoryConfig, DemandConfig};
use super::hours::{BINS, HourProfile, bin};
use super::{CategoryId, Problem};
use crate::ids::Id;
use crate::time::Instant;

/// Which table holds: the ordinary one or that of a surge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Regime {
    /// No surge.
    Ordinary,
    /// The surge of this number, in file order.
    Surge(usize),
}

/// Incidents a day, by regime, kind of day, half hour and category; summed up over the categories.
#[derive(Clone, PartialEq, Debug)]
pub struct Intensity {
    season: [f64; 12],
    cumulative: Vec<f64>,
    categories: usize,
}

/// One row of the table: cumulative rates over the categories, and the factor that they share.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    at: usize,
    factor: f64,
}

impl Intensity {
    /// Prepares the tables for the days of a run, such that `volume` (incidents a day) and shares hold on its
    /// average. What `config` names must exist.
    pub fn build(config: &DemandConfig, volume: f64, calendar: &WorkingCalendar, days: u32) -> Result<Intensity, Vec<Problem>> {
        let season: [f64; 12] = std::array::from_fn(|month| config.season[month].get());
        let categories = config.categories.len();
        let mut intensity = Intensity { season, cumulative: vec![0.0; 3 * BINS * categories], categories };
        let mut problems = Vec::new();
        let day_weights = day_weights(calendar, days, &season);
        let shares: f64 = config.categories.values().map(|c| c.share.get()).sum();
        for (i, (name, category)) in config.categories.iter().enumerate() {
            let shapes = DayType::ALL.map(|kind| day_shape(config, category, kind));
            let mean: f64 = (0..3).map(|k| day_weights[k] * shapes[k].iter().sum::<f64>() / BINS as f64).sum::<f64>() / f64::from(days);
            if mean <= 0.0 && category.share.get() > 0.0 {
                let message =
                    "season, week and hours leave it no day of the run on which to happen: raise one of them or set its share to 0";
                problems.push((format!("categories.{name}"), message.into()));
                continue;
            }
            let scale = if mean > 0.0 { volume * category.share.get() / shares / mean } else { 0.0 };
            for (row, weight) in shapes.as_flattened().iter().enumerate() {
                intensity.cumulative[row * categories + i] = scale * weight;
            }
        }
        for (name, surge) in &config.surges {
            let mix: Vec<f64> = config.categories.keys().map(|c| surge.mix.get(c).map_or(1.0, |f| f.get())).collect();
            if !intensity.add_surge(&mix, surge.volume.get()) {
                problems.push((format!("surges.{name}.mix"), "leaves hours of the day at which nothing can happen".into()));
            }
        }
        for row in intensity.cumulative.chunks_exact_mut(categories.max(1)) {
            accumulate(row);
        }
        if problems.is_empty() { Ok(intensity) } else { Err(problems) }
    }

    /// Appends the table of a surge: the ordinary rates weighted by `mix`, then scaled to `volume` times
    /// the ordinary total of the same half hour. False where `mix` leaves nothing.
    fn add_surge(&mut self, mix: &[f64], volume: f64) -> bool {
        let mut good = true;
        for row in 0..3 * BINS {
            let ordinary = row * self.categories..(row + 1) * self.categories;
            let total: f64 = self.cumulative[ordinary.clone()].iter().sum();
            let mixed: f64 = self.cumulative[ordinary.clone()].iter().zip(mix).map(|(rate, m)| rate * m).sum();
            good &= total == 0.0 || volume == 0.0 || mixed > 0.0;
            let scale = if mixed > 0.0 { volume * total / mixed } else { 0.0 };
            for (category, rate) in ordinary.enumerate() {
                self.cumulative.push(self.cumulative[rate] * mix[category] * scale);
            }
        }
        good
    }

    /// Multiplies all rates.
    pub fn scale(&mut self, factor: f64) {
        self.cumulative.iter_mut().for_each(|rate| *rate *= factor);
    }

    /// The row for a moment on a day of kind `kind` in `month` (1 to 12).
    #[inline]
    pub fn row(&self, regime: Regime, kind: DayType, month: u8, at: Instant) -> Row {
        let table = match regime {
            Regime::Ordinary => 0,
            Regime::Surge(number) => 1 + number,
        };
        let row = (table * 3 + kind as usize) * BINS + bin(at);
        Row { at: row * self.categories, factor: self.season[usize::from(month) - 1] }
    }

    /// Incidents a day of all categories.
    #[inline]
    pub fn total(&self, row: Row) -> f64 {
        self.cumulative[row.at + self.categories - 1] * row.factor
    }

    /// Incidents a day of one category.
    pub fn rate(&self, row: Row, category: CategoryId) -> f64 {
        let at = row.at + category.index();
        let before = if category.index() == 0 { 0.0 } else { self.cumulative[at - 1] };
        (self.cumulative[at] - before) * row.factor
    }

    /// The category chosen by `u` in (0, 1) among those of a row whose total is above 0.
    #[inline]
    pub fn pick(&self, row: Row, u: f64) -> CategoryId {
        let rates = &self.cumulative[row.at..row.at + self.categories];
        let total = rates[self.categories - 1];
        let target = u * total;
        // Counting has no branch to guess wrong. The product may round up to the total: then it is the last
        // category that happens at all.
        let reached =
            if target < total { rates.iter().filter(|&&sum| sum <= target).count() } else { rates.partition_point(|&sum| sum < total) };
        CategoryId::new(reached)
    }
}

fn accumulate(row: &mut [f64]) {
    let mut sum = 0.0;
    for rate in row {
        sum += *rate;
        *rate = sum;
    }
}

/// The months' weights summed over the days of the run, by kind of day.
fn day_weights(calendar: &WorkingCalendar, days: u32, season: &[f64; 12]) -> [f64; 3] {
    let mut counts = [[0u32; 12]; 3];
    for day in 0..u64::from(days) {
        counts[calendar.day_type(day) as usize][usize::from(calendar.month(day)) - 1] += 1;
    }
    counts.map(|by_month| by_month.iter().zip(season).map(|(&n, weight)| f64::from(n) * weight).sum())
}

/// A category's weights over a day of kind `kind`; their mean is the kind's weight.
fn day_shape(config: &DemandConfig, category: &CategoryConfig, kind: DayType) -> [f64; BINS] {
    let usual = &category.hours;
    let (weight, hours) = match kind {
        DayType::Workday => (config.week.weekday.get(), usual),
        DayType::Weekend => (config.week.weekend.get() * category.weekend.factor.get(), &category.weekend.hours),
        DayType::Holiday => (config.week.holiday.get() * category.holiday.factor.get(), &category.holiday.hours),
    };
    let profile = hours.as_ref().or(usual.as_ref()).and_then(|name| config.hours.get(name));
    let weights = profile.unwrap_or(&HourProfile::Flat).weights();
    let mean = weights.iter().sum::<f64>() / BINS as f64;
    weights.map(|w| weight * w / mean)
}

//! The values that a factor is moved to.

use crate::random::maths::{exp, ln, pow};
use crate::scenario::Factor;

/// Times its own value, or the upper end of its range, that a number without a near bound is moved to.
const FAR: f64 = 16.0;

/// Values in order, the factor's own among them.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// From the lowest to the highest.
    pub values: Vec<f64>,
    /// The position of the factor's own value.
    pub own: usize,
}

impl Line {
    /// `steps` values on either side of the factor's own – evenly down to `low`, in proportion up to `high` (evenly from
    /// zero) – and the ends between which it may well lie. Whole numbers where the factor is one.
    pub fn new(factor: &Factor, low: f64, high: f64, steps: u32) -> Line {
        let own = factor.value;
        let (low, high) = (low.min(own), high.max(own));
        let part = |step: u32| f64::from(step) / f64::from(steps);
        let below = (0..steps).map(|step| low + (own - low) * part(step));
        let above = (1..=steps).map(|step| match own > 0.0 {
            true if step < steps => own * exp(ln(high / own) * part(step)),
            true => high,
            false => own + (high - own) * part(step),
        });
        let tidy = |value: f64| if factor.kind.whole { (value + 0.5).floor() } else { rounded(value) };
        let ends = |value: f64| if value == low || value == high { value } else { tidy(value).clamp(low, high) };
        let likely = <[f64; 2]>::from(factor.likely()).map(|end| end.clamp(low, high));
        let mut values: Vec<f64> = below.chain(above).map(ends).chain(likely).chain([own]).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let own = values.partition_point(|value| *value < own);
        Line { values, own }
    }

    /// The position so many steps from the own value.
    pub fn at(&self, step: usize, up: bool) -> usize {
        if up { self.own + step } else { self.own - step }
    }

    /// The steps from the own value that are looked at first, outwards: to the end of where the factor may well lie, halfway
    /// from there to the end of the line, and to that.
    pub fn stations(&self, factor: &Factor, up: bool) -> Vec<usize> {
        let length = if up { self.values.len() - 1 - self.own } else { self.own };
        let (low, high) = factor.likely();
        let likely = (1..=length).take_while(|step| (low..=high).contains(&self.values[self.at(*step, up)])).count();
        let mut stations = vec![likely, likely + (length - likely).div_ceil(2), length];
        stations.dedup();
        stations.retain(|step| *step > 0);
        stations
    }

    /// Where a factor is moved to unless somebody says otherwise: its bounds where they are near, else up to 16 times
    /// what it is or may well be.
    pub fn usual(factor: &Factor) -> (f64, f64) {
        let (low, high) = factor.bounds;
        let ends = factor.range.map_or([0.0; 2], |range| [range.low, range.high]);
        let size = ends.iter().fold(factor.value.abs(), |size, end| size.max(end.abs()));
        // A number that is zero and has no range is moved through an hour or up to one.
        let far = if size > 0.0 {
            FAR * size
        } else if factor.kind.unit == "s" {
            3_600.0
        } else {
            1.0
        };
        (low.max(-FAR * size.max(1.0)), high.min(far))
    }
}

/// To four digits.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let scale = pow(10.0, 3.0 - (ln(value.abs()) / std::f64::consts::LN_10).floor());
    (value * scale + 0.5).floor() / scale
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Factors, load};
    use std::path::Path;

    fn factor(path: &str) -> Factor {
        let loaded = load(Path::new("scenarios/longgang.ron"), &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        Factors::of(&loaded).find(path).unwrap().clone()
    }

    #[test]
    fn the_own_value_lies_between_even_steps_down_and_proportional_steps_up() {
        let turnout = factor("workforce.crews.duty-station crew.turnout");
        let (low, high) = Line::usual(&turnout);
        assert_eq!((low, high), (0.0, 16.0 * 96.0), "the range ends at 96 s");
        let line = Line::new(&turnout, low, high, 4);
        assert_eq!((line.values.len(), line.own), (10, 4));
        assert_eq!(line.values[..6], [0.0, 12.0, 24.0, 36.0, 48.0, 96.0], "the range ends at 24 s and 96 s");
        assert_eq!(line.values[9], high);
        let ratio = |i: usize| line.values[i + 1] / line.values[i];
        assert!((ratio(6) - ratio(7)).abs() < 0.01 && ratio(6) > 2.0, "{:?}", line.values);
        assert_eq!((line.stations(&turnout, false), line.stations(&turnout, true)), (vec![2, 3, 4], vec![1, 3, 5]));
    }

    #[test]
    fn what_has_no_range_is_looked_at_from_half_and_double_on() {
        let officers = Factor { range: None, ..factor("workforce.crews.duty-station crew.officers") };
        let line = Line::new(&officers, 1.0, 3_520.0, 32);
        let values = |up: bool| line.stations(&officers, up).iter().map(|step| line.values[line.at(*step, up)]).collect::<Vec<_>>();
        assert_eq!((values(false)[0], values(true)[0]), (110.0, 440.0));
        assert_eq!((values(false).last(), values(true).last()), (Some(&1.0), Some(&3_520.0)));
        let near = Line::new(&officers, 200.0, 221.0, 32);
        assert_eq!((near.stations(&officers, false), near.stations(&officers, true)), (vec![20], vec![1]), "within half and double");
    }

    #[test]
    fn a_negative_number_is_moved_as_far_as_a_positive_one() {
        let weight = |value: f64| {
            let sets = [format!("dispatch.rule=Score(travel: 1, wait: {value})")];
            let loaded = load(Path::new("scenarios/longgang.ron"), &sets).unwrap_or_else(|d| panic!("{}", d.render(false)));
            Factors::of(&loaded).find("dispatch.rule.wait").unwrap().clone()
        };
        assert_eq!(Line::usual(&weight(-5.0)), (-80.0, 80.0));
        assert_eq!(Line::usual(&weight(5.0)), (-80.0, 80.0));
        assert_eq!(Line::usual(&weight(0.0)), (-16.0, 1.0), "what is zero");
        let line = Line::new(&weight(-5.0), -80.0, 80.0, 4);
        assert_eq!((line.values.first(), line.values[line.own], line.values.last()), (Some(&-80.0), -5.0, Some(&80.0)));
        assert!(line.values.is_sorted());
    }

    #[test]
    fn shares_end_at_their_bounds_and_whole_numbers_stay_whole() {
        let share = factor("structure.desks.platform.wrong_department");
        assert_eq!(Line::usual(&share), (0.0, 0.96), "16 times the end of its range, 0.06");
        let officers = factor("workforce.crews.duty-station crew.officers");
        let line = Line::new(&officers, 218.0, 223.0, 32);
        assert_eq!(line.values, [218.0, 219.0, 220.0, 221.0, 222.0, 223.0]);
        assert_eq!(line.own, 2);
        let narrow = Line::new(&factor("workforce.crews.duty-station crew.turnout"), 48.0, 48.006, 16);
        assert_eq!((narrow.values, narrow.own), (vec![48.0, 48.006], 0), "rounded, but not past the end");
        let alone = Line::new(&officers, 220.0, 220.0, 8);
        assert_eq!((alone.values, alone.own), (vec![220.0], 0));
    }
}

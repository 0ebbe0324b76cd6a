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
    /// `steps` values on either side of the factor's own: evenly down to `low`, in proportion up to `high` (evenly from
    /// zero). Whole numbers where the factor is one.
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
        let mut values: Vec<f64> = below.map(ends).filter(|value| *value < own).collect();
        values.dedup();
        let at = values.len();
        values.push(own);
        values.extend(above.map(ends).filter(|value| *value > own));
        values.dedup();
        Line { values, own: at }
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
        assert_eq!(line.values.len(), 9);
        assert_eq!((line.values[line.own], line.own), (48.0, 4));
        assert_eq!(line.values[..5], [0.0, 12.0, 24.0, 36.0, 48.0]);
        assert_eq!(line.values[8], high);
        let ratio = |i: usize| line.values[i + 1] / line.values[i];
        assert!((ratio(5) - ratio(7)).abs() < 0.01 && ratio(5) > 2.0, "{:?}", line.values);
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
        assert_eq!((line.values[0], line.values[line.own], line.values[8]), (-80.0, -5.0, 80.0));
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

//! An estimate with the interval that says how far Monte Carlo luck may have moved it.

use serde::Serialize;

/// An estimate and its two-sided confidence interval.
///
/// It covers simulation noise only, not doubt about the inputs. With too few observations for an interval
/// the bounds are infinite (in JSON: null); with none at all the estimate is NaN (null).
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Interval {
    /// The estimate.
    pub estimate: f64,
    /// Lower bound.
    pub lower: f64,
    /// Upper bound.
    pub upper: f64,
    /// Confidence level, such as 0.95.
    pub level: f64,
    /// Independent observations (replications, usually) behind it.
    pub n: u64,
}

impl Interval {
    /// The symmetric interval of half-width `half_width`; a NaN half-width counts as infinite.
    pub fn around(estimate: f64, half_width: f64, level: f64, n: u64) -> Interval {
        let half_width = if half_width.is_nan() { f64::INFINITY } else { half_width };
        Interval { estimate, lower: estimate - half_width, upper: estimate + half_width, level, n }
    }

    /// Half of its width.
    pub fn half_width(&self) -> f64 {
        0.5 * (self.upper - self.lower)
    }

    /// Whether `value` lies inside, bounds included.
    pub fn contains(&self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }

    /// The interval cut to what is possible, as [0, 1] for a share.
    pub fn clamped(&self, least: f64, most: f64) -> Interval {
        Interval { lower: self.lower.max(least), upper: self.upper.min(most), ..*self }
    }

    /// The same of a share, which lies between 0 and 1; one that is infinite stays so.
    #[must_use]
    pub fn of_share(&self) -> Interval {
        self.within(0.0, 1.0)
    }

    /// The same of a difference of shares, which is none beyond ±1; one that is infinite stays so.
    #[must_use]
    pub fn of_shares(&self) -> Interval {
        self.within(-1.0, 1.0)
    }

    fn within(&self, least: f64, most: f64) -> Interval {
        let (least, most) = (self.estimate.min(least), self.estimate.max(most));
        let bounds = self.lower.is_finite() && self.upper.is_finite();
        if bounds { self.clamped(least, most) } else { *self }
    }

    /// The same in another unit or with the other sign: everything times `factor`.
    pub fn scaled(&self, factor: f64) -> Interval {
        let (a, b) = (self.lower * factor, self.upper * factor);
        Interval { estimate: self.estimate * factor, lower: a.min(b), upper: a.max(b), ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_keep_their_order_and_limits() {
        let interval = Interval::around(0.97, 0.05, 0.95, 10);
        assert!(interval.contains(1.0) && !interval.contains(0.9));
        assert!((interval.half_width() - 0.05).abs() < 1e-15);
        assert_eq!(interval.clamped(0.0, 1.0).upper, 1.0);
        let wide = Interval::around(0.1, 4.0, 0.95, 2).of_shares();
        assert_eq!((wide.lower, wide.estimate, wide.upper), (-1.0, 0.1, 1.0), "no difference of shares is beyond ±1");
        let share = Interval::around(0.9, 0.2, 0.95, 2).of_share();
        assert_eq!((share.lower, share.upper), (0.9 - 0.2, 1.0));
        assert_eq!(Interval::around(0.9, f64::NAN, 0.95, 1).of_share().lower, f64::NEG_INFINITY);
        assert_eq!(Interval::around(0.1, f64::NAN, 0.95, 1).of_shares().upper, f64::INFINITY, "no interval stays none");
        let negative = interval.scaled(-100.0);
        assert!(negative.lower < negative.estimate && negative.estimate < negative.upper);
    }

    #[test]
    fn no_interval_is_an_infinite_one_and_null_in_json() {
        let interval = Interval::around(3.0, f64::NAN, 0.95, 1);
        assert_eq!((interval.lower, interval.upper), (f64::NEG_INFINITY, f64::INFINITY));
        assert_eq!(serde_json::to_string(&interval).unwrap(), r#"{"estimate":3.0,"lower":null,"upper":null,"level":0.95,"n":1}"#);
    }
}

//! Control variates: what chance is known to have done to a run's input is taken out of its output.

use super::Interval;
use super::special::student_critical;

/// Part of a control's spread that must be left beside the controls before it, for it to count.
const NEW: f64 = 1e-9;

/// The interval of ΣY/ΣN over replications, each a pair (Yᵣ, Nᵣ), as by [`super::ratio_interval`], with `controls`: for
/// each replication how far some quantities of its input lay from their known means.
///
/// The linearised residuals (Yᵣ − p̂Nᵣ)/N̄ are regressed on the controls; the estimate is moved to where all of
/// these are zero, and n − 1 − (their number) degrees of freedom remain. A control that the ones before it determine
/// is left out. Source: Lavenberg & Welch, Management Science 27 (1981); Law, Simulation Modeling and Analysis
/// (5th ed., 2015), section 11.4.
pub fn controlled_ratio_interval(pairs: &[(f64, f64)], controls: &[Vec<f64>], level: f64) -> Interval {
    let n = pairs.len() as f64;
    let (above, below) = pairs.iter().fold((0.0, 0.0), |(y, m), pair| (y + pair.0, m + pair.1));
    let share = above / below;
    let mut rest: Vec<f64> = pairs.iter().map(|(y, m)| (y - share * m) / (below / n)).collect();
    let mut used: Vec<(Vec<f64>, f64)> = Vec::new();
    let (mut estimate, mut leverage) = (share, 1.0 / n);
    for control in (0..controls.first().map_or(0, Vec::len)).map(|k| controls.iter().map(|c| c[k]).collect::<Vec<f64>>()) {
        let mut mean = control.iter().sum::<f64>() / n;
        let mut centred: Vec<f64> = control.iter().map(|c| c - mean).collect();
        let spread = dot(&centred, &centred);
        for (other, other_mean) in &used {
            let part = dot(&centred, other) / dot(other, other);
            centred.iter_mut().zip(other).for_each(|(c, o)| *c -= part * o);
            mean -= part * other_mean;
        }
        let own = dot(&centred, &centred);
        // What rounding leaves of a control that never changes is no spread.
        if own <= NEW * spread || spread <= NEW * NEW * dot(&control, &control) || own.is_nan() {
            continue;
        }
        let slope = dot(&rest, &centred) / own;
        rest.iter_mut().zip(&centred).for_each(|(r, c)| *r -= slope * c);
        estimate -= slope * mean;
        leverage += mean * mean / own;
        used.push((centred, mean));
    }
    let freedom = n - 1.0 - used.len() as f64;
    let half_width =
        if freedom < 1.0 { f64::NAN } else { student_critical(level, freedom) * (dot(&rest, &rest) / freedom * leverage).sqrt() };
    Interval::around(estimate, half_width, level, pairs.len() as u64)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::ratio_interval;

    #[test]
    fn without_controls_it_is_the_interval_of_a_ratio() {
        let pairs = [(10.0, 12.0), (20.0, 30.0), (14.0, 20.0), (9.0, 11.0)];
        let (plain, controlled) = (ratio_interval(&pairs, 0.95), controlled_ratio_interval(&pairs, &[], 0.95));
        for (a, b) in [(plain.estimate, controlled.estimate), (plain.lower, controlled.lower), (plain.upper, controlled.upper)] {
            assert!((a - b).abs() < 1e-12, "{a} is not {b}");
        }
    }

    #[test]
    fn regression_on_one_control_is_that_of_the_textbook() {
        // y = 1, 2, 4, 5 on x = −1, 0, 1, 2 (mean ½): slope 1.4, intercept 2.3, residuals .1 −.3 .3 −.1, s² = .2/2,
        // standard error √(s²(¼ + ¼/5)) = √.03; two degrees of freedom: t = 4.302653.
        let pairs = [1.0, 2.0, 4.0, 5.0].map(|y| (y, 1.0));
        let interval = controlled_ratio_interval(&pairs, &[-1.0, 0.0, 1.0, 2.0].map(|x| vec![x]), 0.95);
        assert!((interval.estimate - 2.3).abs() < 1e-12);
        assert!((interval.half_width() - 4.302_652_73 * 0.03_f64.sqrt()).abs() < 1e-6, "{interval:?}");
    }

    #[test]
    fn controls_that_say_the_same_count_once_and_constant_ones_not_at_all() {
        let pairs = [1.0, 2.0, 4.0, 5.0].map(|y| (y, 1.0));
        let once = controlled_ratio_interval(&pairs, &[-1.0, 0.0, 1.0, 2.0].map(|x| vec![x]), 0.95);
        let twice = controlled_ratio_interval(&pairs, &[-1.0, 0.0, 1.0, 2.0].map(|x| vec![x, 0.1, 3.0 * x]), 0.95);
        assert!((once.half_width() - twice.half_width()).abs() < 1e-9 && (once.estimate - twice.estimate).abs() < 1e-9);
    }

    #[test]
    fn what_the_controls_explain_leaves_no_width() {
        let pairs = [0.3, -0.2, 0.5, 0.1, -0.4].map(|x| (7.0 + 2.0 * x, 1.0));
        let interval = controlled_ratio_interval(&pairs, &[0.3, -0.2, 0.5, 0.1, -0.4].map(|x| vec![x]), 0.999);
        assert!((interval.estimate - 7.0).abs() < 1e-12 && interval.half_width() < 1e-6);
        assert_eq!(controlled_ratio_interval(&pairs[..2], &[vec![1.0], vec![2.0]], 0.95).upper, f64::INFINITY);
    }
}

//! How long a way of some length takes.
//!
//! `pace` is seconds per kilometre at cruising speed, of distance as the metric measures it, detour included. All
//! curves rise with length and with pace, and two ways after one another never take less time than one as long.

/// Time as a function of length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Curve {
    /// At cruising speed all the way.
    Linear,
    /// At cruising speed, after so many seconds that every way costs.
    Affine {
        /// Seconds.
        fixed: f64,
    },
    /// With the square root of the length up to so many kilometres, then at cruising speed, with equal slopes where
    /// they join (Kolesar, Walker & Hausner 1975).
    RootThenLinear {
        /// Kilometres as the metric measures them.
        join: f64,
    },
    /// From a standstill to cruising speed and back at constant acceleration (Larson & Odoni 1981, 3.7.2): a root, then
    /// linear, that join at the shortest way on which cruising speed is reached.
    Accelerating {
        /// Detour over acceleration, in s²/km: the join lies at this over the square of the pace.
        reluctance: f64,
    },
}

impl Curve {
    fn join(self, pace: f64) -> f64 {
        match self {
            Curve::RootThenLinear { join } => join,
            Curve::Accelerating { reluctance } if pace > 0.0 => reluctance / (pace * pace),
            _ => 0.0,
        }
    }

    /// Seconds for a way of so many kilometres.
    #[inline]
    pub fn seconds(self, km: f64, pace: f64) -> f64 {
        match self {
            Curve::Linear => km * pace,
            Curve::Affine { fixed } => fixed + km * pace,
            Curve::RootThenLinear { .. } | Curve::Accelerating { .. } => {
                let join = self.join(pace);
                if km < join { 2.0 * pace * (km * join).sqrt() } else { pace * (km + join) }
            }
        }
    }

    /// The part of a way's length that lies behind after a part `spent` (0..=1) of its time: as far as the curve says one
    /// gets in that time.
    pub fn progress(self, spent: f64, km: f64, pace: f64) -> f64 {
        if self == Curve::Linear || spent >= 1.0 || km * pace <= 0.0 {
            return spent;
        }
        let seconds = spent * self.seconds(km, pace);
        let gone = match self {
            Curve::Linear => km * spent,
            Curve::Affine { fixed } => (seconds - fixed).max(0.0) / pace,
            Curve::RootThenLinear { .. } | Curve::Accelerating { .. } => {
                let join = self.join(pace);
                if seconds < 2.0 * pace * join { seconds * seconds / (4.0 * pace * pace * join) } else { seconds / pace - join }
            }
        };
        (gone / km).clamp(0.0, 1.0)
    }
}

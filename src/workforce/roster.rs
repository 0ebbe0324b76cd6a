//! From headcount to crews on duty, and from crews to stations.

/// Splits `total` whole things by `weights`: largest remainder, ties to the lower index.
/// All zeros where the weights are.
pub fn largest_remainder(total: u32, weights: &[f64]) -> Vec<u32> {
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return vec![0; weights.len()];
    }
    let exact: Vec<f64> = weights.iter().map(|w| f64::from(total) * w / sum).collect();
    let mut counts: Vec<u32> = exact.iter().map(|e| *e as u32).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| {
        let remainder = |i: usize| exact[i] - f64::from(counts[i]);
        remainder(*b).total_cmp(&remainder(*a)).then(a.cmp(b))
    });
    let left = total - counts.iter().sum::<u32>();
    for i in order.into_iter().take(left as usize) {
        counts[i] += 1;
    }
    counts
}

/// Crews that `officers` keep on duty around the clock, shifts added up:
/// officers × working days / 7 × (1 − absence) / crew size, rounded.
pub fn crew_shifts(officers: u32, working_days: f64, absence: f64, crew_size: u32) -> u32 {
    if crew_size == 0 {
        return 0;
    }
    (f64::from(officers) * working_days / 7.0 * (1.0 - absence) / f64::from(crew_size) + 0.5) as u32
}

/// How one shift's crews are spread over the stations.
///
/// Every station has the whole part of its quota for good. The fractions are served by the remaining
/// crews on a fixed rotation by day: systematic sampling whose start moves on by the golden section, so
/// that over a few weeks each station has had its fraction.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    fixed: Vec<u32>,
    cumulated: Vec<f64>,
    rotating: u32,
}

impl Spread {
    /// `crews` over stations of the given `weights`; evenly where all weights are zero.
    pub fn new(crews: u32, weights: &[f64]) -> Spread {
        let sum: f64 = weights.iter().sum();
        let quota = |w: f64| f64::from(crews) * if sum > 0.0 { w / sum } else { 1.0 / weights.len() as f64 };
        let mut fixed = Vec::new();
        let (mut cumulated, mut fractions) = (Vec::new(), 0.0);
        for (station, weight) in weights.iter().enumerate() {
            let whole = (quota(*weight) + 1e-9) as u32;
            fixed.extend(std::iter::repeat_n(station as u32, whole as usize));
            fractions += (quota(*weight) - f64::from(whole)).max(0.0);
            cumulated.push(fractions);
        }
        let rotating = crews - (fixed.len() as u32).min(crews);
        fixed.truncate(crews as usize);
        if fractions > 0.0 {
            let scale = f64::from(rotating) / fractions;
            cumulated.iter_mut().for_each(|c| *c *= scale);
        }
        Spread { fixed, cumulated, rotating }
    }

    /// Whole crews over stations of the given `weights`; what is left over stands at a further station, the last.
    pub fn pooled(crews: u32, weights: &[f64]) -> Spread {
        let mut spread = Spread::new(crews, weights);
        spread.fixed.extend(std::iter::repeat_n(weights.len() as u32, spread.rotating as usize));
        Spread { fixed: spread.fixed, cumulated: Vec::new(), rotating: 0 }
    }

    /// So many crews at each station for good.
    pub fn given(counts: &[u32]) -> Spread {
        let at = |(station, count): (usize, &u32)| std::iter::repeat_n(station as u32, *count as usize);
        Spread { fixed: counts.iter().enumerate().flat_map(at).collect(), cumulated: vec![0.0; counts.len()], rotating: 0 }
    }

    /// The stations that always have a crew.
    pub fn manned(&self) -> &[u32] {
        &self.fixed
    }

    /// The stations that have a crew now or then.
    pub fn served(&self) -> impl Iterator<Item = u32> {
        let before = std::iter::once(&0.0).chain(&self.cumulated);
        let fractions = self.cumulated.iter().zip(before).map(|(until, from)| until - from);
        let rotating = (0..).zip(fractions).filter(|(_, fraction)| self.rotating > 0 && *fraction > 0.0).map(|(station, _)| station);
        self.fixed.iter().copied().chain(rotating)
    }

    /// The same crews with the stations numbered anew; none may rotate.
    pub fn renumbered(mut self, number: impl Fn(u32) -> u32) -> Spread {
        self.fixed.iter_mut().for_each(|station| *station = number(*station));
        self
    }

    /// Crews in all.
    pub fn crews(&self) -> u32 {
        self.fixed.len() as u32 + self.rotating
    }

    /// Whether crew `number` has a different station from day to day.
    pub fn rotates(&self, number: u32) -> bool {
        number as usize >= self.fixed.len()
    }

    /// The station of crew `number` (from 0) on `day`.
    pub fn station(&self, number: u32, day: u64) -> u32 {
        if let Some(station) = self.fixed.get(number as usize) {
            return *station;
        }
        const GOLDEN: f64 = 0.618_033_988_749_894_9;
        let turn = (day % 1_000_000) as f64 * GOLDEN;
        let mark = f64::from(number - self.fixed.len() as u32) + (turn - turn.floor());
        (self.cumulated.partition_point(|c| *c <= mark)).min(self.cumulated.len() - 1) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longgangs_220_officers_make_69_crew_shifts_split_39_20_10() {
        let crews = crew_shifts(220, 5.0, 0.12, 2);
        assert_eq!(crews, 69);
        assert_eq!(largest_remainder(crews, &[4.0, 2.0, 1.0]), [39, 20, 10]);
    }

    #[test]
    fn nothing_is_lost_in_the_split() {
        assert_eq!(largest_remainder(7, &[1.0, 1.0, 1.0]), [3, 2, 2]);
        assert_eq!(largest_remainder(5, &[0.0, 0.0]), [0, 0]);
        assert_eq!(largest_remainder(0, &[1.0, 2.0]), [0, 0]);
    }

    #[test]
    fn a_stations_fraction_of_a_crew_is_served_by_rotation() {
        let weights: Vec<f64> = (0..26).map(|i| 1.0 + f64::from(i % 3)).collect();
        let spread = Spread::new(39, &weights);
        let sum: f64 = weights.iter().sum();
        let days = 1_000;
        let mut served = vec![0.0; 26];
        for day in 0..days {
            let today: Vec<u32> = (0..39).map(|crew| spread.station(crew, day)).collect();
            for station in &today {
                served[*station as usize] += 1.0 / days as f64;
            }
            let rotating = &today[(39 - spread.rotating) as usize..];
            assert!(rotating.windows(2).all(|w| w[0] < w[1]), "two rotating crews at one station: {rotating:?}");
        }
        for (station, crews) in served.iter().enumerate() {
            assert!((crews - 39.0 * weights[station] / sum).abs() < 0.01, "station {station}: {crews}");
        }
    }

    #[test]
    fn fractions_may_be_pooled_at_one_further_station() {
        let spread = Spread::pooled(7, &[2.6, 3.4, 1.0]);
        assert_eq!((0..7).map(|crew| spread.station(crew, 3)).collect::<Vec<_>>(), [0, 0, 1, 1, 1, 2, 3]);
        assert_eq!(Spread::pooled(1, &[0.5, 0.5]).manned(), [2]);
    }

    #[test]
    fn without_weights_crews_are_spread_evenly() {
        let spread = Spread::new(4, &[0.0, 0.0]);
        assert_eq!((0..4).map(|c| spread.station(c, 9)).collect::<Vec<_>>(), [0, 0, 1, 1]);
    }
}

//! Distributions and samplers held against each other, against known values and against another library.

use super::*;
use crate::quantity::{Shape, Weight};
use crate::time::Duration;
use proptest::prelude::*;
use rand_chacha::rand_core::Rng;
use rand_distr::Distribution as _;

/// As scenario files are read.
fn options() -> ron::Options {
    use ron::extensions::Extensions;
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES)
}

fn read(text: &str) -> Result<Distribution, String> {
    options().from_str(text).map_err(|e| e.to_string())
}

fn good(text: &str) -> Distribution {
    let distribution = read(text).unwrap();
    distribution.check().unwrap();
    distribution
}

/// One of each kind, as written in a scenario.
fn examples() -> Vec<Distribution> {
    [
        r#"Deterministic("30 s")"#,
        r#"LogNormal(median: "20 min", p90: "60 min")"#,
        r#"Exponential(mean: "20 min")"#,
        r#"Gamma(mean: "20 min", shape: 0.25)"#,
        r#"Gamma(mean: "20 min", shape: 3.5)"#,
        r#"Erlang(mean: "20 min", stages: 3)"#,
        r#"Weibull(mean: "20 min", shape: 1.5)"#,
        r#"Weibull(scale: "20 min", shape: 0.8)"#,
        r#"Uniform(from: "10 s", to: "3 min")"#,
        r#"Triangular(low: "1 min", mode: "2 min", high: "10 min")"#,
        r#"Empirical([("90 s", 0.2), ("30 s", 0.7), ("2 min", 0.1), ("5 min", 0)])"#,
    ]
    .map(good)
    .to_vec()
}

#[test]
fn a_distribution_is_written_as_it_is_read() {
    for distribution in examples() {
        assert_eq!(read(&options().to_string(&distribution).unwrap()), Ok(distribution));
    }
    assert!(read(r#"Exponential(mean: "20 min", median: "1 min")"#).unwrap_err().contains("median"));
    assert!(read(r#"Gamma(mean: "20 min", shape: 0)"#).unwrap_err().contains("between 0.01 and 1000"));
}

#[test]
fn parameters_that_do_not_go_together_are_named() {
    for (text, name) in [
        (r#"LogNormal(median: "0 s", p90: "60 min")"#, "median is zero"),
        (r#"LogNormal(median: "61 min", p90: "60 min")"#, "p90 (1 h) is shorter than median (61 min)"),
        (r#"LogNormal(median: "1 s", p90: "60 min")"#, "more than 1000 times"),
        (r#"Exponential(mean: "0 s")"#, "mean is zero"),
        (r#"Erlang(mean: "1 s", stages: 0)"#, "between 1 and 1000"),
        (r#"Weibull(shape: 1)"#, "give mean or scale"),
        (r#"Weibull(mean: "1 s", scale: "1 s", shape: 1)"#, "leave one out"),
        (r#"Weibull(mean: "1 s", shape: 0.05)"#, "0.1 or more"),
        (r#"Uniform(from: "2 s", to: "1 s")"#, "to (1 s) is shorter than from (2 s)"),
        (r#"Triangular(low: "1 s", mode: "4 s", high: "3 s")"#, "high (3 s) is shorter than mode (4 s)"),
        (r#"Empirical([])"#, "no value"),
        (r#"Empirical([("1 s", 0)])"#, "no value"),
    ] {
        let distribution = read(text).unwrap();
        let message = distribution.check().unwrap_err();
        assert!(message.contains(name), "{text}: {message}");
        assert_eq!(Sampler::new(&distribution), Err(message));
    }
}

#[test]
fn known_quantiles() {
    let minutes = |text, u| good(text).quantile(u) / 60.0;
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9 * b.abs(), "{a} is not {b}");
    close(minutes(r#"LogNormal(median: "20 min", p90: "60 min")"#, 0.5), 20.0);
    close(minutes(r#"LogNormal(median: "20 min", p90: "60 min")"#, 0.9), 60.0);
    close(minutes(r#"Exponential(mean: "20 min")"#, 0.5), 20.0 * std::f64::consts::LN_2);
    close(minutes(r#"Gamma(mean: "20 min", shape: 0.25)"#, 0.5), 80.0 * 0.043_673_802_352_873_41);
    close(minutes(r#"Erlang(mean: "20 min", stages: 1)"#, 0.5), 20.0 * std::f64::consts::LN_2);
    close(minutes(r#"Weibull(scale: "20 min", shape: 2)"#, 0.5), 20.0 * std::f64::consts::LN_2.sqrt());
    close(minutes(r#"Weibull(mean: "20 min", shape: 1)"#, 0.5), 20.0 * std::f64::consts::LN_2);
    close(minutes(r#"Uniform(from: "10 min", to: "20 min")"#, 0.3), 13.0);
    close(minutes(r#"Triangular(low: "0 s", mode: "1 min", high: "4 min")"#, 0.25), 1.0);
    close(minutes(r#"Triangular(low: "2 min", mode: "2 min", high: "4 min")"#, 0.75), 3.0);
    let steps = good(r#"Empirical([("90 s", 2), ("30 s", 7), ("2 min", 1)])"#);
    assert_eq!([0.69, 0.71, 0.89, 0.91].map(|u| steps.quantile(u)), [30.0, 90.0, 90.0, 120.0]);
}

#[test]
fn a_share_takes_longer_than_its_quantile() {
    for distribution in examples().into_iter().skip(1).filter(|distribution| !matches!(distribution, Distribution::Empirical(_))) {
        assert!((distribution.share_above(distribution.quantile(0.7)) - 0.3).abs() < 1e-9, "{distribution:?}");
    }
    let steps = good(r#"Empirical([("90 s", 2), ("30 s", 7), ("2 min", 1)])"#);
    for (seconds, share) in [(29.0, 1.0), (30.0, 0.3), (119.0, 0.1), (120.0, 0.0)] {
        assert!((steps.share_above(seconds) - share).abs() < 1e-9, "{seconds} s");
    }
    let always = good(r#"Deterministic("30 s")"#);
    assert!(always.share_above(30.0) < 1e-9 && always.share_above(29.9) > 1.0 - 1e-9);
}

#[test]
fn mean_and_variance_agree_with_the_quantiles() {
    for distribution in examples() {
        // Midpoint rule over the normal score, which takes the tails in as well.
        let (mut mass, mut mean, mut square) = (0.0, 0.0, 0.0);
        for i in -16_000..16_000 {
            let z = (f64::from(i) + 0.5) / 2_000.0;
            let weight = normal::normal_density(z) / 2_000.0;
            let x = distribution.quantile(normal::normal_cdf(z));
            mass += weight;
            mean += weight * x;
            square += weight * x * x;
        }
        assert!((mass - 1.0).abs() < 1e-12);
        let squared_cv = square / (mean * mean) - 1.0;
        assert!((mean / distribution.mean() - 1.0).abs() < 1e-3, "{distribution:?}: {mean}");
        assert!((squared_cv - distribution.squared_cv()).abs() < 2e-3 * (1.0 + squared_cv), "{distribution:?}: {squared_cv}");
    }
}

#[test]
fn the_sampler_rounds_the_exact_quantile_to_the_tick() {
    for distribution in examples() {
        let sampler = Sampler::new(&distribution).unwrap();
        for i in 0..2_000 {
            let u = (f64::from(i) + 0.37) / 2_000.0;
            let (drawn, exact) = (sampler.sample(u).seconds(), distribution.quantile(u));
            assert!((drawn - exact).abs() <= 0.6e-6 + 1e-7 * exact, "{distribution:?} at {u}: {drawn} not {exact}");
        }
    }
}

/// Draws of another library.
type Draw = Box<dyn Fn(&mut rand_chacha::ChaCha8Rng) -> f64>;

#[test]
fn draws_are_distributed_as_those_of_another_library() {
    const N: usize = 40_000;
    let sigma = maths::ln(3.0) / normal::Z_90;
    let others: [(&str, Draw); 5] = [
        (r#"LogNormal(median: "20 min", p90: "60 min")"#, {
            let other = rand_distr::LogNormal::new(maths::ln(1200.0), sigma).unwrap();
            Box::new(move |rng| other.sample(rng))
        }),
        (r#"Exponential(mean: "20 min")"#, {
            let other = rand_distr::Exp::new(1.0 / 1200.0).unwrap();
            Box::new(move |rng| other.sample(rng))
        }),
        (r#"Gamma(mean: "20 min", shape: 0.25)"#, {
            let other = rand_distr::Gamma::new(0.25, 4800.0).unwrap();
            Box::new(move |rng| other.sample(rng))
        }),
        (r#"Weibull(scale: "20 min", shape: 0.8)"#, {
            let other = rand_distr::Weibull::new(1200.0, 0.8).unwrap();
            Box::new(move |rng| other.sample(rng))
        }),
        (r#"Triangular(low: "1 min", mode: "2 min", high: "10 min")"#, {
            let other = rand_distr::Triangular::new(60.0, 600.0, 120.0).unwrap();
            Box::new(move |rng| other.sample(rng))
        }),
    ];
    for (text, other) in others {
        let sampler = Sampler::new(&good(text)).unwrap();
        let mut stream = Key { seed: 11, replication: 0 }.stream(Purpose::City, 0);
        let mut own: Vec<f64> = (0..N).map(|_| sampler.sample(unit(stream.next_u64())).seconds()).collect();
        let mut theirs: Vec<f64> = (0..N).map(|_| other(&mut stream)).collect();
        own.sort_by(f64::total_cmp);
        theirs.sort_by(f64::total_cmp);
        // Two-sample Kolmogorov–Smirnov distance; at 1.95·√(2/N) one seed in a thousand would fail.
        let distance = (0..N).map(|i| own.partition_point(|x| *x <= theirs[i]).abs_diff(i + 1)).max().unwrap();
        assert!((distance as f64) < 1.95 * (2.0 * N as f64).sqrt(), "{text}: {distance}");
    }
}

/// Any distribution that passes its check, extremes included.
fn any_distribution() -> impl Strategy<Value = Distribution> {
    let time = || prop_oneof![1u64..1_000_000, 1_000_000u64..100_000_000_000, Just(Duration::MAX.0)].prop_map(Duration);
    let shape = || prop_oneof![0.01f64..1.0, 0.1f64..20.0, 20.0f64..=1000.0].prop_map(|s| Shape::new(s).unwrap());
    let weight = prop_oneof![Just(0.0), 0.0f64..1.0, Just(1e9)].prop_map(|w| Weight::new(w).unwrap());
    prop_oneof![
        time().prop_map(Distribution::Deterministic),
        (time(), 1.0f64..1000.0).prop_map(|(median, ratio)| Distribution::LogNormal { median, p90: median.scaled(ratio) }),
        time().prop_map(|mean| Distribution::Exponential { mean }),
        (time(), shape()).prop_map(|(mean, shape)| Distribution::Gamma { mean, shape }),
        (time(), 1u32..=1000).prop_map(|(mean, stages)| Distribution::Erlang { mean, stages }),
        (time(), shape()).prop_map(|(mean, shape)| Distribution::Weibull { mean: Some(mean), scale: None, shape }),
        (time(), shape()).prop_map(|(scale, shape)| Distribution::Weibull { mean: None, scale: Some(scale), shape }),
        (time(), time()).prop_map(|(a, b)| Distribution::Uniform { from: a.min(b), to: a.max(b) }),
        [time(), time(), time()].prop_map(|mut t| {
            t.sort();
            Distribution::Triangular { low: t[0], mode: t[1], high: t[2] }
        }),
        prop::collection::vec((time(), weight), 1..8).prop_map(Distribution::Empirical),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn every_draw_is_a_length_of_time_and_more_luck_never_shortens_it(
        distribution in any_distribution(),
        mut us in prop::collection::vec(prop_oneof![any::<u64>().prop_map(unit), any::<u32>().prop_map(unit32), Just(unit(0)), Just(unit(u64::MAX))], 20),
    ) {
        prop_assume!(distribution.check().is_ok());
        let (mean, squared_cv) = (distribution.mean(), distribution.squared_cv());
        prop_assert!(mean.is_finite() && mean >= 0.0 && squared_cv.is_finite() && squared_cv >= 0.0, "{mean} {squared_cv}");
        let sampler = Sampler::new(&distribution).unwrap();
        us.sort_by(f64::total_cmp);
        let mut last = (Duration::ZERO, 0.0);
        for u in us {
            let now = (sampler.sample(u), distribution.quantile(u));
            prop_assert!(now.1.is_finite() && now.0 <= Duration::MAX);
            prop_assert!(now.0 >= last.0 && now.1 >= last.1 * (1.0 - 1e-12), "{last:?} {now:?} at {u}");
            last = now;
        }
    }
}

#[test]
fn the_bits_of_streams_and_samplers_have_not_changed() {
    let key = Key { seed: 1, replication: 0 };
    let mut stream = key.stream(Purpose::Arrivals, 0);
    let words: Vec<u64> = (0..4).map(|_| stream.next_u64()).collect();
    let marks = MarkStream::new(key, Purpose::Marks, 0).draw();
    let uniforms = [(Attribute::Area, 0), (Attribute::OnScene, 1), (Attribute::Refusal, 7)].map(|(a, n)| marks.uniform(a, n).to_bits());
    let ticks: Vec<[u64; 2]> = examples()
        .iter()
        .map(|d| Sampler::new(d).unwrap())
        .map(|sampler| [words[0], words[1]].map(|word| sampler.sample(unit(word)).0))
        .collect();
    assert_eq!(words, [10_426_268_537_279_232_801, 15_982_265_538_334_593_347, 8_974_720_956_125_800_133, 16_274_531_247_782_306_212]);
    assert_eq!(uniforms, [0x3fed_ddf2_ac70_0000, 0x3fc7_bf14_6040_0000, 0x3fdb_f191_e520_0000]);
    let golden = [
        [30_000_000, 30_000_000],
        [1_381_366_987, 3_106_425_345],
        [999_468_202, 2_415_489_173],
        [350_258_704, 2_772_799_114],
        [1_190_306_803, 1_905_757_981],
        [1_179_462_904, 1_958_799_320],
        [1_176_723_709, 2_119_167_311],
        [954_807_706, 2_877_140_415],
        [106_085_555, 157_288_060],
        [264_295_087, 413_911_233],
        [30_000_000, 90_000_000],
    ];
    assert_eq!(ticks, golden);
}

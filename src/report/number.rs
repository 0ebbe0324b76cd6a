//! Numbers as people read them: percentages with their interval, lengths of time, thousands.
//!
//! Not for JSON or CSV: those keep full precision and plain seconds.

use super::Lang;
use crate::experiment::Estimate;

/// What stands where there is nothing to show.
pub const NONE: &str = "–";

/// What decimals are rounded by, from one to six of them.
const SCALES: [f64; 6] = [10.0, 1e2, 1e3, 1e4, 1e5, 1e6];

/// A share as percent with one decimal: `97.3%`. What is short of all is never shown as all, nor something as nothing:
/// `>99.9%`, `<0.1%`.
pub fn percent(share: f64) -> String {
    percent_to(share, 1)
}

/// The same with so many decimals.
pub fn percent_to(share: f64, digits: usize) -> String {
    if !share.is_finite() {
        return NONE.to_owned();
    }
    let scale = SCALES[digits - 1];
    let rounded = (share * 100.0 * scale + 0.5).floor() / scale;
    match rounded {
        all if all >= 100.0 && share < 1.0 => format!(">{:.digits$}%", 100.0 - 1.0 / scale),
        nothing if nothing <= 0.0 && share > 0.0 => format!("<{:.digits$}%", 1.0 / scale),
        some => format!("{}%", decimals(some, digits)),
    }
}

/// The decimals with which `goal`, in percent, is told as it was set and apart from every other of `shares`.
pub fn digits_beside(goal: f64, shares: &[f64]) -> usize {
    let told = |digits: usize| percent_to(goal, digits);
    let exact = |digits: usize| told(digits).trim_end_matches('%').parse() == format!("{:.6}", goal * 100.0).parse::<f64>();
    let apart = |digits: usize| shares.iter().all(|share| *share == goal || percent_to(*share, digits) != told(digits));
    (1..SCALES.len()).find(|digits| exact(*digits) && apart(*digits)).unwrap_or(SCALES.len())
}

/// What somebody has set as a share, in percent and as it was set, to the millionth: `97.5`, `99.95`.
pub fn given(share: f64) -> String {
    decimals(share * 100.0, 6).trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The same with its sign: `97.5%`.
pub fn percent_given(share: f64) -> String {
    format!("{}%", given(share))
}

/// A share as percent, with a decimal only where it needs one: `40%`, `53.5%`; with more where one would make all or
/// nothing of it: `99.96%`.
pub fn percent_of(share: f64) -> String {
    if !share.is_finite() {
        return NONE.to_owned();
    }
    let rounded = |scale: &f64| (share * 100.0 * scale + 0.5).floor() / scale;
    let is_end = |percent: f64| (percent >= 100.0 && share < 1.0) || (percent <= 0.0 && share > 0.0);
    let at = SCALES.iter().position(|scale| !is_end(rounded(scale))).unwrap_or(SCALES.len() - 1);
    let text = format!("{:.*}", at + 1, rounded(&SCALES[at]));
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A share as whole percent: `97%`; `<1%` for what would be rounded away, and decimals where nearly all would be all.
pub fn whole_percent(share: f64) -> String {
    match share {
        s if !s.is_finite() => NONE.to_owned(),
        s if s > 0.0 && s < 0.005 => "<1%".to_owned(),
        s if (0.995..1.0).contains(&s) => percent_of(s),
        s => format!("{:.0}%", (s * 100.0 + 0.5).floor()),
    }
}

/// A share with the half-width of its interval: `97.3% ± 0.4`.
pub fn attained(estimate: Option<&Estimate>) -> String {
    match estimate {
        None => NONE.to_owned(),
        Some(e) => match half_width(e) {
            Some(half) => format!("{} ± {}", percent(e.estimate), percent(half).trim_end_matches('%')),
            None => percent(e.estimate),
        },
    }
}

/// A share without its interval.
pub fn share(estimate: Option<&Estimate>) -> String {
    estimate.map_or_else(|| NONE.to_owned(), |e| percent(e.estimate))
}

/// How far an interval, where there is one, reaches to either side: further on the one side where it is cut on the other.
pub fn half_width(e: &Estimate) -> Option<f64> {
    Some((e.upper? - e.estimate).max(e.estimate - e.lower?))
}

/// A length of time given in seconds, in the unit that suits it: `42 s`, `3.5 min`, `2.4 h`, `3.1 d`.
pub fn seconds(seconds: f64, lang: Lang) -> String {
    if !seconds.is_finite() {
        return NONE.to_owned();
    }
    let (value, unit) = in_unit(seconds, lang);
    let decimals = usize::from(value != seconds || (seconds > 0.0 && seconds < 9.95));
    format!("{value:.decimals$} {unit}")
}

/// A length of time in the unit that suits it.
pub fn in_unit(seconds: f64, lang: Lang) -> (f64, &'static str) {
    let (length, name) = unit(seconds, lang);
    (seconds / length, name)
}

/// The unit that suits a length of time: its seconds, and what it is called.
pub fn unit(seconds: f64, lang: Lang) -> (f64, &'static str) {
    match seconds {
        s if s < 99.5 => (1.0, lang.t("s", "秒")),
        s if s < 99.5 * 60.0 => (60.0, lang.t("min", "分")),
        s if s < 47.5 * 3_600.0 => (3_600.0, lang.t("h", "小时")),
        _ => (86_400.0, lang.t("d", "天")),
    }
}

/// A length of time that may be missing.
pub fn time(estimate: Option<&Estimate>, lang: Lang) -> String {
    estimate.map_or_else(|| NONE.to_owned(), |e| seconds(e.estimate, lang))
}

/// A limit, exactly: `45 min`, `90 s`.
pub fn limit(limit_s: f64, lang: Lang) -> String {
    for (unit, length) in [(lang.t("d", "天"), 86_400.0), (lang.t("h", "小时"), 3_600.0), (lang.t("min", "分"), 60.0)] {
        if limit_s >= length && limit_s % (length / 2.0) == 0.0 {
            return format!("{} {unit}", limit_s / length);
        }
    }
    format!("{limit_s} {}", lang.t("s", "秒"))
}

/// A whole number with thousands set apart: `1,234,567`.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What something costs a year, where it is a million or more in millions, in Chinese in ten thousands: `13,507 `,
/// `12.3 million `, `1,230 万`, to be followed by the currency.
pub fn cost(amount: f64, lang: Lang) -> String {
    match amount >= 1e6 {
        true => lang.text(format!("{:.1} million ", amount / 1e6), format!("{} 万", count((amount / 1e4 + 0.5) as u64))),
        false => mean_count(amount) + " ",
    }
}

/// So many of something in English: `1 city`, `26 communities`.
pub fn counted(n: impl Into<u64>, name: &str) -> String {
    let n = n.into();
    let many = match name {
        _ if n == 1 => name.to_owned(),
        _ if name.ends_with('y') && !["ay", "ey", "oy", "uy"].iter().any(|end| name.ends_with(end)) => {
            format!("{}ies", &name[..name.len() - 1])
        }
        _ if name.ends_with(['s', 'x', 'z']) || name.ends_with("ch") || name.ends_with("sh") => format!("{name}es"),
        _ => format!("{name}s"),
    };
    format!("{} {many}", count(n))
}

/// The same as the subject of what was done to them: `1 crew was`, `1,200 crews were`.
pub fn were(n: u64, name: &str) -> String {
    format!("{} {}", counted(n, name), if n == 1 { "was" } else { "were" })
}

/// The same as the subject of what they are: `1 crew is`, `1,200 crews are`.
pub fn are(n: u64, name: &str) -> String {
    format!("{} {}", counted(n, name), if n == 1 { "is" } else { "are" })
}

/// A number with so many significant digits, whole digits all kept: `0.06312`, `246.9`, `12345`.
fn significant(value: f64, digits: usize) -> String {
    let power = format!("{value:.*e}", digits - 1);
    match power.split_once('e').and_then(|(_, exponent)| exponent.parse::<i64>().ok()) {
        Some(0..) if value == 0.0 => "0".to_owned(),
        Some(exponent @ -4..) => format!("{value:.*}", usize::try_from(digits as i64 - 1 - exponent).unwrap_or(0)),
        Some(_) => power,
        None => NONE.to_owned(),
    }
}

/// Numbers with 4 significant digits, or as many as it takes to tell different ones apart.
pub fn apart(values: &[f64]) -> Vec<String> {
    let shown = |digits: usize| values.iter().map(|value| significant(*value, digits)).collect::<Vec<_>>();
    let told = |shown: &[String]| {
        let mut pairs = values.iter().zip(shown).flat_map(|one| values.iter().zip(shown).map(move |other| (one, other)));
        pairs.all(|((a, one), (b, other))| a == b || one != other)
    };
    (4..17).map(shown).find(|shown| told(shown)).unwrap_or_else(|| shown(17))
}

/// A size with the sign of `value`.
pub fn signed(value: f64, size: String) -> String {
    match value {
        0.0 => size,
        v if v < 0.0 => format!("−{size}"),
        _ => format!("+{size}"),
    }
}

/// So many decimals, with a minus sign in front of what is less than nothing.
pub fn decimals(value: f64, decimals: usize) -> String {
    let size = format!("{:.decimals$}", value.abs());
    if value < 0.0 && size.bytes().any(|c| matches!(c, b'1'..=b'9')) { format!("−{size}") } else { size }
}

/// A value as scenarios write it, a long number at its beginning with 4 significant digits: `246.9 /day`.
pub fn rounded(value: &str) -> String {
    let (number, unit) = value.split_at(value.find(' ').unwrap_or(value.len()));
    let short = number.parse().ok().filter(|n: &f64| n.is_finite()).map(|n| significant(n, 4));
    format!("{}{unit}", short.filter(|short| short.len() < number.len()).as_deref().unwrap_or(number))
}

/// A mean of counts: whole from 100 on, one decimal below.
pub fn mean_count(n: f64) -> String {
    if !n.is_finite() {
        NONE.to_owned()
    } else if n >= 100.0 {
        count((n + 0.5) as u64)
    } else {
        format!("{n:.1}")
    }
}

/// A measure that is a count: as [`mean_count`], with three decimals where there is less than one.
pub fn measured_count(n: f64) -> String {
    if n > 0.0 && n < 0.95 { format!("{n:.3}") } else { mean_count(n) }
}

/// A column of block characters for each value between 0 and `top`; a dot where there is none.
pub fn blocks(values: &[Option<f64>], bottom: f64, top: f64) -> String {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    values
        .iter()
        .map(|value| match value {
            None => '·',
            Some(v) => {
                let height = if top > bottom { (v - bottom) / (top - bottom) } else { 1.0 };
                BLOCKS[((height * 8.0) as usize).min(7)]
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_amounts_are_told_as_each_language_counts() {
        let told = |amount: f64| Lang::ALL.map(|lang| cost(amount, lang));
        assert_eq!(told(26_312_400.0), ["26.3 million ", "2,631 万"]);
        assert_eq!(told(13_507.0), ["13,507 ", "13,507 "]);
    }

    #[test]
    fn less_than_one_an_incident_is_told_with_more_digits() {
        assert_eq!([0.0, 0.0032, 0.946, 0.96, 2.48, 120.4].map(measured_count), ["0.0", "0.003", "0.946", "1.0", "2.5", "120"]);
    }

    #[test]
    fn a_share_short_of_all_is_never_shown_as_all() {
        assert_eq!(percent(1.0), "100.0%");
        assert_eq!((percent(0.999_96), percent(0.000_346)), (">99.9%".to_owned(), "<0.1%".to_owned()));
        assert_eq!((percent(0.0), percent(-0.000_1), percent(-0.2)), ("0.0%".to_owned(), "0.0%".to_owned(), "−20.0%".to_owned()));
        assert_eq!(percent(0.123_45), "12.3%");
        assert_eq!(percent(f64::NAN), NONE);
    }

    #[test]
    fn what_was_set_is_told_as_it_was_and_apart_from_what_was_seen() {
        assert_eq!([0.975, 0.9995, 0.5, 0.99925].map(percent_given), ["97.5%", "99.95%", "50%", "99.925%"]);
        let digits = |goal, shares: &[f64]| digits_beside(goal, shares);
        assert_eq!((digits(0.5, &[0.48, 0.5]), digits(0.5, &[0.500_04]), digits(0.9995, &[0.999_6, 1.0])), (1, 3, 2));
        assert_eq!([0.999_6, 1.0, 0.999_999].map(|share| percent_to(share, 2)), ["99.96%", "100.00%", ">99.99%"]);
    }

    #[test]
    fn what_is_short_of_all_or_more_than_nothing_stays_so() {
        for (share, exact, whole) in [
            (0.995, "99.5%", "99.5%"),
            (0.945, "94.5%", "95%"),
            (0.999_6, "99.96%", "99.96%"),
            (0.0, "0%", "0%"),
            (0.000_4, "0.04%", "<1%"),
            (1.0, "100%", "100%"),
            (0.4, "40%", "40%"),
            (1.23, "123%", "123%"),
        ] {
            assert_eq!((percent_of(share).as_str(), whole_percent(share).as_str()), (exact, whole), "{share}");
        }
    }

    #[test]
    fn an_interval_is_shown_only_where_there_is_one() {
        let e = Estimate { estimate: 0.9, lower: Some(0.88), upper: Some(0.92), level: 0.95, replications: 5 };
        assert_eq!(attained(Some(&e)), "90.0% ± 2.0");
        assert_eq!(attained(Some(&Estimate { lower: None, upper: None, ..e })), "90.0%");
        assert_eq!(attained(None), NONE);
        let nearly = Estimate { estimate: 0.999_992, lower: Some(0.999_98), upper: Some(1.0), ..e };
        assert_eq!(attained(Some(&nearly)), ">99.9% ± <0.1");
    }

    #[test]
    fn times_have_the_unit_that_suits_them() {
        for (s, expected) in [(0.0, "0 s"), (4.25, "4.2 s"), (42.4, "42 s"), (210.0, "3.5 min"), (8_640.0, "2.4 h"), (259_200.0, "3.0 d")] {
            assert_eq!(seconds(s, Lang::En), expected);
        }
        assert_eq!(limit(2_700.0, Lang::En), "45 min");
        assert_eq!(limit(90.0, Lang::En), "1.5 min");
        assert_eq!(limit(61.0, Lang::En), "61 s");
    }

    #[test]
    fn less_than_nothing_has_a_minus_unless_it_rounds_to_nothing() {
        assert_eq!([-0.012, -0.0004, 0.25].map(|value| decimals(value, 3)), ["−0.012", "0.000", "0.250"]);
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_234_567), "1,234,567");
    }

    #[test]
    fn numbers_have_as_many_digits_as_tell_them_apart() {
        assert_eq!(apart(&[101.0, 0.0632, 0.0, 12_345.6]), ["101.0", "0.06320", "0", "12346"]);
        assert_eq!(apart(&[10.063, 10.0634, f64::INFINITY]), ["10.0630", "10.0634", NONE]);
        assert_eq!(apart(&[0.25, 0.25, 3e-13]), ["0.2500", "0.2500", "3.000e-13"]);
        let next = f64::from_bits(0.1f64.to_bits() + 1);
        assert_ne!(apart(&[0.1, next])[0], apart(&[0.1, next])[1]);
    }

    #[test]
    fn long_values_are_rounded_and_short_ones_stay() {
        for (value, expected) in [
            ("246.85714285714286 /day", "246.9 /day"),
            ("1234567.25", "1234567"),
            ("0.25", "0.25"),
            ("45 min", "45 min"),
            ("Erlang(mean: \"20.123456 min\")", "Erlang(mean: \"20.123456 min\")"),
            ("inf", "inf"),
        ] {
            assert_eq!(rounded(value), expected);
        }
    }

    #[test]
    fn things_are_counted_in_words() {
        let two = ["community", "grid", "bay", "branch"].map(|name| counted(2u32, name));
        assert_eq!(two, ["2 communities", "2 grids", "2 bays", "2 branches"]);
        assert_eq!([counted(1u32, "city"), counted(0u32, "crew"), counted(1_200u64, "crew")], ["1 city", "0 crews", "1,200 crews"]);
        assert_eq!([were(1, "crew"), were(2, "crew")], ["1 crew was", "2 crews were"]);
    }

    #[test]
    fn higher_values_have_higher_blocks() {
        assert_eq!(blocks(&[Some(0.0), None, Some(0.5), Some(1.0)], 0.0, 1.0), "▁·▅█");
        assert_eq!(blocks(&[Some(2.0)], 2.0, 2.0), "█");
    }
}

//! The number that somebody means who writes it with commas, a percent sign, or the unit that it is counted in.
//!
//! Only where it is surely that number: of `800 m` for kilometres, or of `15w`, nothing is said.

use super::fault::Wanted;

/// Units that the names of settings end with, as people write them.
const UNITS: [(&str, &[&str]); 2] = [("km", &["km", "公里"]), ("km2", &["km2", "km²", "平方公里"])];
/// Words for one that is counted.
const COUNTED: [&str; 5] = ["人", "名", "个", "people", "persons"];
/// Largest whole number that is told: all below are exact.
const LARGEST: f64 = 1e15;

/// The unit that the setting called `field` is counted in, if it says one.
pub(super) fn unit(field: &str) -> Option<&'static str> {
    let end = field.rsplit('_').next().unwrap_or_default();
    UNITS.iter().find(|(unit, _)| *unit == end).map(|(unit, _)| *unit)
}

/// The number that a text means which is none, such as `86,000`, `0,3`, `30%`, `86000人`, as it is to be written in the setting
/// called `field`.
pub(super) fn meant(text: &str, wanted: Wanted, field: Option<&str>) -> Option<String> {
    let end = text.trim_end_matches(|c: char| !c.is_ascii_digit()).len();
    let (written, unit_written) = (with_point(&text[..end]), text[end..].trim());
    let number = written.replace('_', "").parse::<f64>().ok().filter(|number| number.is_finite())?;
    let is_plain = field.is_some_and(|field| unit(field).is_none());
    let number = match unit_written {
        "%" | "％" if is_plain => number / 100.0,
        "k" | "K" if is_plain => number * 1000.0,
        "" if wanted == Wanted::Number => return Some(written),
        "" => number,
        word if is_unit(word, field) && wanted == Wanted::Number => return Some(written),
        word if is_unit(word, field) => number,
        _ => return None,
    };
    match wanted {
        Wanted::Integer if number.fract() != 0.0 || number.abs() > LARGEST => None,
        Wanted::Integer if written.replace('_', "").parse() == Ok(number as i64) => Some(written),
        _ => Some(number.to_string()),
    }
}

/// Whether a word after a number in the setting called `field` adds nothing to it.
fn is_unit(word: &str, field: Option<&str>) -> bool {
    match field.and_then(unit) {
        Some(unit) => UNITS.iter().any(|(name, words)| *name == unit && words.contains(&word)),
        None => COUNTED.contains(&word) || field == Some(word),
    }
}

/// The number with a point for its decimals, and `_` for the commas that part groups of three digits.
fn with_point(text: &str) -> String {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let (first, groups) = whole.split_once(',').unwrap_or((whole, ""));
    let is_group = |group: &str| group.len() == 3 && group.chars().all(|c| c.is_ascii_digit());
    let first = first.trim_start_matches(['-', '+']);
    let grouped = first.len() <= 3 && !first.starts_with('0') && groups.split(',').all(is_group);
    text.replace(',', if grouped { "_" } else { "." })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_are_points_but_between_groups_of_three_digits() {
        for (text, number) in [
            ("86,000", "86_000"),
            ("1,250,000.5", "1_250_000.5"),
            ("86000人", "86000"),
            ("86_000 人", "86_000"),
            ("0,3", "0.3"),
            ("-0,25", "-0.25"),
            ("0,300", "0.300"),
            ("1234,567", "1234.567"),
            ("12,5%", "0.125"),
            ("30%", "0.3"),
            ("85％", "0.85"),
            ("10k", "10000"),
        ] {
            assert_eq!(meant(text, Wanted::Number, Some("share")).as_deref(), Some(number), "{text}");
        }
        assert_eq!(meant("1,5 km", Wanted::Number, Some("square_side_km")).as_deref(), Some("1.5"));
    }

    #[test]
    fn no_number_is_told_that_means_something_else() {
        for text in ["1,2,3", "3万", "many", "1.000,5", "15w", "85‰", "3O", "1e3x", "800 m", "1 km", "2百", "0.5 of all", "1e999"] {
            assert_eq!(meant(text, Wanted::Number, Some("share")), None, "{text}");
        }
        for text in ["800 m", "10k", "10%", "5 km²", "3人"] {
            assert_eq!(meant(text, Wanted::Number, Some("square_side_km")), None, "{text}");
        }
        assert_eq!(meant("10k", Wanted::Number, None), None, "whatever it is counted in");
    }

    #[test]
    fn of_whole_numbers_whole_ones_are_told() {
        let told = |text: &str| meant(text, Wanted::Integer, Some("officers"));
        for (text, number) in
            [("30", "30"), ("1200.0", "1200"), ("1e3", "1000"), ("86,000", "86_000"), ("30 officers", "30"), ("1.5k", "1500"), ("-3", "-3")]
        {
            assert_eq!(told(text).as_deref(), Some(number), "{text}");
        }
        for text in ["0,3", "30%", "2.5", "1e300"] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}

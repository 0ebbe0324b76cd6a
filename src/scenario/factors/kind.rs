//! The kinds of numbers: unit, bounds, and how a value is written and read.

use crate::quantity::{
    Acceleration, Count, Deadline, Factor, Kilometres, Number, Quantity, Rate, Residents, Shape, Share, Speed, SquareKilometres, Weight,
};
use crate::time::{Duration, parse_duration};
use ron::extensions::Extensions;
use serde::de::DeserializeOwned;

/// What kind of number a factor is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kind {
    /// Name of the kind.
    pub name: &'static str,
    /// Unit of values and bounds; empty where there is none.
    pub unit: &'static str,
    /// Smallest and largest value that the kind allows.
    pub bounds: (f64, f64),
    /// Whether only whole numbers make sense.
    pub whole: bool,
}

const fn of<Q: Quantity>(whole: bool) -> Kind {
    Kind { name: Q::NAME, unit: Q::UNIT, bounds: Q::BOUNDS, whole }
}

const TIME: Kind = Kind { name: "Duration", unit: "s", bounds: (0.0, Duration::MAX.0 as f64 / Duration::SECOND.0 as f64), whole: false };
const KINDS: [Kind; 13] = [
    of::<Share>(false),
    of::<Factor>(false),
    of::<Number>(false),
    of::<Weight>(false),
    of::<Shape>(false),
    of::<Count>(true),
    of::<Residents>(true),
    of::<Kilometres>(false),
    of::<SquareKilometres>(false),
    of::<Acceleration>(false),
    of::<Rate>(false),
    of::<Speed>(false),
    TIME,
];

fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let options = ron::Options::default().with_default_extension(Extensions::UNWRAP_NEWTYPES);
    options.from_str(text).map_err(|error| error.code.to_string())
}

impl Kind {
    /// Lengths of time, distributions of them included.
    pub const TIME: Kind = TIME;

    /// The kind that a quantity of this name is, written as `text`; `None` for what is no number to turn.
    pub(super) fn named(name: &str, text: &str) -> Option<Kind> {
        if name == "Deadline" {
            return Some(match parsed::<Deadline>(text).ok()? {
                Deadline::Clock(_) => TIME,
                Deadline::WorkingTime(_) => {
                    Kind { name: "Deadline", unit: "working hours", bounds: (0.0, Deadline::MOST_HOURS), whole: false }
                }
                Deadline::WorkingDays(_) => {
                    Kind { name: "Deadline", unit: "working days", bounds: (0.0, f64::from(Deadline::MOST_DAYS)), whole: true }
                }
            });
        }
        KINDS.into_iter().find(|kind| kind.name == name)
    }

    /// Reads a value as a scenario writes it, with its unit where it has one.
    ///
    /// # Errors
    /// What would be right.
    pub fn read(self, text: &str) -> Result<f64, String> {
        let text = text.trim().trim_matches('"').trim();
        let quoted = || ron::to_string(text).unwrap_or_default();
        match self.name {
            "Duration" => parse_duration(text).map(Duration::seconds),
            "Rate" => parsed::<Rate>(&quoted()).map(Rate::daily),
            "Speed" => parsed::<Speed>(&quoted()).map(Speed::kmh),
            "Deadline" => match parsed::<Deadline>(&quoted())? {
                Deadline::WorkingTime(limit) if self.unit == "working hours" => Ok(limit.hours()),
                Deadline::WorkingDays(days) if self.unit == "working days" => Ok(f64::from(days)),
                _ => Err(format!("{text:?} is not counted in {}", self.unit)),
            },
            _ => {
                let number = text.replace('_', "").parse().ok().filter(|value: &f64| value.is_finite());
                number.ok_or_else(|| format!("{text:?} is no number"))
            }
        }
    }

    /// The nearest value that makes sense: a whole number where only these do.
    pub(super) fn nearest(self, value: f64) -> f64 {
        if self.whole { (value + 0.5).floor() } else { value }
    }

    /// Writes a value as a scenario has it, rounded where only whole numbers make sense.
    pub fn write(self, value: f64) -> String {
        let value = self.nearest(value);
        match (self.name, self.unit) {
            (_, "") if self.whole => format!("{value}"),
            (_, "") => format!("{value:?}"),
            ("Duration", _) => format!("\"{}\"", Duration::from_seconds(value)),
            (_, unit) => format!("\"{value} {unit}\""),
        }
    }

    /// A value as a scenario that says it has it: what is written is rounded.
    pub fn rounded(self, value: f64) -> f64 {
        self.read(&self.write(value)).unwrap_or(value)
    }

    /// A value as people write it, without quotes.
    pub fn show(self, value: f64) -> String {
        let rounded = (value * 1e6 + 0.5).floor() / 1e6;
        self.write(if value.abs() < 1e9 { rounded } else { value }).trim_matches('"').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for (name, text, value) in [
            ("Share", "0.25", 0.25),
            ("Number", "-2.5", -2.5),
            ("Count", "220", 220.0),
            ("Duration", "\"1.5 min\"", 90.0),
            ("Rate", "\"190 /day\"", 190.0),
            ("Speed", "\"25 km/h\"", 25.0),
            ("Deadline", "\"4 working hours\"", 4.0),
            ("Deadline", "\"7 working days\"", 7.0),
            ("Deadline", "\"1 day\"", 86_400.0),
        ] {
            let kind = Kind::named(name, text).unwrap();
            assert_eq!(kind.read(text), Ok(value), "{name} {text}");
            assert_eq!(kind.write(value), text);
        }
        for (name, unit) in [("Duration", "\"1 s\""), ("Rate", "\"1 /day\""), ("Speed", "\"1 km/h\""), ("Deadline", "\"1 working days\"")] {
            for bare in ["20", "0", "\"20\""] {
                assert!(Kind::named(name, unit).unwrap().read(bare).unwrap_err().contains("no unit"), "{name} {bare}");
            }
        }
        assert!(Kind::named("Deadline", "\"1 working days\"").unwrap().read("2 h").unwrap_err().contains("not counted in working days"));
        assert!(Kind::named("Share", "1").unwrap().read("much").is_err());
        assert_eq!(Kind::named("Count", "1").unwrap().write(12.5), "13");
        assert_eq!((Kind::named("Count", "1").unwrap().rounded(12.5), Kind::TIME.rounded(0.1234567)), (13.0, 0.123457));
        assert_eq!(Kind::named("Hours", "\"08:00..09:00\""), None);
    }
}

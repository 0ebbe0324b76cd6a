//! The table of areas that an explicit city may bring.

use super::Draft;
use super::config::AreaConfig;
use crate::city::Zone;
use crate::problems::nearest;
use crate::quantity::{Residents, Weight};
use csv::StringRecord;
use std::str::FromStr;

/// What columns may say, beside the names of levels.
const COLUMNS: [&str; 13] =
    ["name", "zh", "x_km", "y_km", "longitude", "latitude", "outline", "residents", "weight", "zone", "within", "adjacent", "station"];

/// The rows of a table of areas.
#[derive(Clone, Debug)]
pub struct AreaTable {
    file: String,
    heading: StringRecord,
    rows: Vec<(u64, StringRecord)>,
}

impl AreaTable {
    /// Reads a comma-separated table with a header row; lines that begin with `#` are comments.
    ///
    /// # Errors
    /// Says in which line what is wrong.
    pub fn read(file: &str, table: &str) -> Result<AreaTable, String> {
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(table.as_bytes());
        let heading = reader.headers().map_err(|error| error.to_string())?.clone();
        let mut rows = Vec::new();
        for row in reader.records() {
            let row = row.map_err(|error| error.to_string())?;
            rows.push((row.position().map_or(0, csv::Position::line), row));
        }
        Ok(AreaTable { file: file.to_owned(), heading, rows })
    }

    /// Whether places stand in it as longitude and latitude.
    pub(super) fn in_degrees(&self) -> bool {
        self.place("longitude").is_some() || self.place("latitude").is_some()
    }

    fn place(&self, column: &str) -> Option<usize> {
        self.heading.iter().position(|title| title.eq_ignore_ascii_case(column))
    }

    /// Its areas. `above` names the levels above the innermost.
    pub(super) fn drafts(&self, above: &[&str], wrong: &mut dyn FnMut(String, String)) -> Vec<Draft> {
        let mut say = |message: String| wrong("file".to_owned(), format!("{}: {message}", self.file));
        let known = || COLUMNS.iter().copied().chain(above.iter().copied());
        for (i, title) in self.heading.iter().enumerate() {
            if self.heading.iter().take(i).any(|other| other.eq_ignore_ascii_case(title)) {
                say(format!("the column {title:?} stands twice"));
            } else if !known().any(|column| title.eq_ignore_ascii_case(column))
                && let Some(near) = nearest(title, known())
            {
                say(format!("there is no column {title:?}; did you mean {near:?}? A column for readers only needs another name"));
            }
        }
        if self.place("name").is_none() {
            say("there is no column \"name\"".to_owned());
        }
        if self.rows.is_empty() {
            say("it has no rows: a city needs at least one area".to_owned());
        }
        self.rows.iter().map(|(line, row)| self.draft(*line, row, above, &mut say)).collect()
    }

    fn draft(&self, line: u64, row: &StringRecord, above: &[&str], say: &mut dyn FnMut(String)) -> Draft {
        let text = |column: &str| self.place(column).and_then(|at| row.get(at)).filter(|text| !text.is_empty());
        let mut wrong = |column: &str, message: String| say(format!("line {line}, {column}: {message}"));
        let mut area = AreaConfig { zh: text("zh").map(str::to_owned), ..AreaConfig::default() };
        let mut number = |column: &str| text(column).and_then(|text| parse::<f64>(text, column, &mut wrong));
        let axes = if self.in_degrees() { ["longitude", "latitude"] } else { ["x_km", "y_km"] };
        let [x, y] = axes.map(&mut number);
        let weight = number("weight");
        match (x, y) {
            (Some(x), Some(y)) => area.at = Some((x, y)),
            (None, None) if axes.iter().all(|axis| text(axis).is_none()) => {}
            // What is wrong is said once: such a place counts as one.
            _ => {
                area.at = Some((0.0, 0.0));
                if !axes.iter().all(|axis| text(axis).is_some()) {
                    wrong(axes[usize::from(x.is_some())], "missing: a place has both coordinates".to_owned());
                }
            }
        }
        if let Some(weight) = weight {
            area.weight = Weight::new(weight).map_err(|message| wrong("weight", message)).ok();
        }
        if let Some(residents) = text("residents").and_then(|text| parse::<u32>(&text.replace('_', ""), "residents", &mut wrong)) {
            area.residents = Residents::new(residents).map_err(|message| wrong("residents", message)).unwrap_or_default();
        }
        if let Some(outline) = text("outline") {
            match corners(outline) {
                Some(corners) => area.outline = corners,
                None => {
                    area.at = area.at.or(Some((0.0, 0.0)));
                    wrong("outline", format!("{outline:?} is no list of corners; write \"0 0, 2 0, 2 1\""));
                }
            }
        }
        match text("zone").map(str::to_ascii_lowercase).as_deref() {
            None | Some("urban") => {}
            Some("outer") => area.zone = Zone::Outer,
            Some(other) => wrong("zone", format!("{other:?} is neither \"urban\" nor \"outer\"")),
        }
        match text("station").map(str::to_ascii_lowercase).as_deref() {
            None | Some("0" | "no" | "false" | "否") => {}
            Some("1" | "yes" | "true" | "是") => area.station = true,
            Some(other) => wrong("station", format!("{other:?} is neither 1 nor 0")),
        }
        let parts = |text: &str| text.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
        area.adjacent = text("adjacent").map(parts).unwrap_or_default();
        let columns: Vec<&str> = above.iter().filter_map(|level| text(level)).collect();
        area.within = text("within").map(str::to_owned).or_else(|| (!columns.is_empty()).then(|| columns.join("/")));
        Draft {
            name: text("name").unwrap_or_default().to_owned(),
            area,
            path: "file".to_owned(),
            row: format!("{}, line {line}: ", self.file),
        }
    }
}

fn parse<T: FromStr>(text: &str, column: &str, wrong: &mut dyn FnMut(&str, String)) -> Option<T> {
    text.parse().map_err(|_| wrong(column, format!("{text:?} is no number"))).ok()
}

/// Corners as "x y, x y, …".
fn corners(text: &str) -> Option<Vec<(f64, f64)>> {
    let corner = |text: &str| {
        let (x, y) = text.trim().split_once(char::is_whitespace)?;
        Some((x.parse().ok()?, y.trim().parse().ok()?))
    };
    text.split([',', ';']).map(corner).collect()
}

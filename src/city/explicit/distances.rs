//! A table of distances between areas.

use super::Draft;
use crate::city::matrix::Matrix;
use crate::ids::AreaId;
use crate::problems::nearest;
use std::collections::BTreeMap;

/// Most areas of a table.
const MOST: usize = 5_000;
/// The longest distance in kilometres.
const LONGEST: f64 = 20_000.0;

/// A table as it was read: names and kilometres.
#[derive(Clone, Debug)]
pub struct DistanceTable {
    file: String,
    to: Vec<String>,
    rows: Vec<(u64, String, Vec<String>)>,
}

impl DistanceTable {
    /// Reads a comma-separated table: the first row names the areas to go to, the first column those to come from.
    ///
    /// # Errors
    /// Says in which line what is wrong.
    pub fn read(file: &str, table: &str) -> Result<DistanceTable, String> {
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(table.as_bytes());
        let to = reader.headers().map_err(|error| error.to_string())?.iter().skip(1).map(str::to_owned).collect();
        let mut rows = Vec::new();
        for row in reader.records() {
            let row = row.map_err(|error| error.to_string())?;
            let line = row.position().map_or(0, csv::Position::line);
            let mut fields = row.iter().map(str::to_owned);
            rows.push((line, fields.next().unwrap_or_default(), fields.collect()));
        }
        Ok(DistanceTable { file: file.to_owned(), to, rows })
    }

    /// The distances in the order of `areas`, which are the innermost areas from `first` on.
    pub(super) fn matrix(&self, areas: &[&Draft], first: AreaId, wrong: &mut dyn FnMut(String, String)) -> Option<Matrix> {
        let mut sound = true;
        let mut say = |message: String| {
            sound = false;
            wrong("travel.distance.file".to_owned(), format!("{}: {message}", self.file));
        };
        if areas.len() > MOST {
            say(format!("{} areas are more than the {MOST} that a table may have", areas.len()));
            return None;
        }
        let place: BTreeMap<&str, usize> = areas.iter().enumerate().map(|(i, area)| (area.name.as_str(), i)).collect();
        let find = |name: &str, at: String, say: &mut dyn FnMut(String)| {
            let found = place.get(name).copied();
            if found.is_none() {
                let hint = nearest(name, place.keys().copied()).map_or(String::new(), |near| format!("; did you mean {near:?}?"));
                say(format!("{at}: there is no area called {name:?}{hint}"));
            }
            found
        };
        let columns: Vec<Option<usize>> = self.to.iter().map(|name| find(name, "first row".to_owned(), &mut say)).collect();
        let mut km = vec![f64::NAN; areas.len() * areas.len()];
        for (line, from, fields) in &self.rows {
            let Some(row) = find(from, format!("line {line}"), &mut say) else { continue };
            for ((column, text), name) in columns.iter().zip(fields).zip(&self.to) {
                let Some(column) = column else { continue };
                let at = &mut km[row * areas.len() + column];
                match text.parse::<f64>() {
                    Ok(_) if !at.is_nan() => say(format!("line {line}: the way from {from:?} to {name:?} stands twice")),
                    Ok(value) if (0.0..=LONGEST).contains(&value) => *at = value,
                    _ => {
                        say(format!("line {line}, {name}: {text:?} is no distance between 0 and {LONGEST} km"));
                        *at = 0.0;
                    }
                }
            }
        }
        let missing = km.iter().filter(|km| km.is_nan()).count();
        if let Some(at) = km.iter().position(|km| km.is_nan()) {
            let (from, to) = (&areas[at / areas.len()].name, &areas[at % areas.len()].name);
            let more = if missing > 1 { format!(", and {} more", missing - 1) } else { String::new() };
            say(format!("the way from {from:?} to {to:?} is missing{more}: the table needs a row and a column for each area"));
        }
        sound.then(|| Matrix::new(first, areas.len(), km))
    }
}

/// The same for distances within the scenario, in the order in which the areas are written; `order` has for each
/// innermost area its place in that order.
pub(super) fn inline(km: &[Vec<f64>], order: &[usize], first: AreaId, wrong: &mut dyn FnMut(String, String)) -> Option<Matrix> {
    let n = order.len();
    let mut sound = true;
    let mut say = |path: String, message: String| {
        sound = false;
        wrong(path, message);
    };
    if km.len() != n {
        say("travel.distance.km".to_owned(), format!("{} rows for {n} areas: the table needs one for each", km.len()));
    }
    for (i, row) in km.iter().enumerate() {
        if row.len() != n {
            say(format!("travel.distance.km[{i}]"), format!("{} distances for {n} areas: a row needs one to each", row.len()));
        } else if let Some(j) = row.iter().position(|km| !(0.0..=LONGEST).contains(km)) {
            say(format!("travel.distance.km[{i}][{j}]"), format!("{} is no distance between 0 and {LONGEST} km", row[j]));
        }
    }
    sound.then(|| Matrix::new(first, n, order.iter().flat_map(|&i| order.iter().map(move |&j| km[i][j])).collect()))
}

//! A table of distances between areas.

use super::Draft;
use super::build::named;
use crate::city::Sheet;
use crate::city::matrix::Matrix;
use crate::ids::AreaId;
use crate::problems::shortened;

/// What is said of a table, or a row of it, with more or fewer entries than areas.
pub const ONE_FOR_EACH: &str = "needs one for each";
/// Most areas of a table.
const MOST: usize = 5_000;
/// The longest distance in kilometres.
const LONGEST: f64 = 20_000.0;

/// The distances of a table in the order of `areas`, which are the innermost areas from `first` on: its first row names
/// the areas to go to, its first column those to come from.
pub(super) fn matrix(sheet: &Sheet, areas: &[&Draft], first: AreaId, wrong: &mut dyn FnMut(String, String)) -> Option<Matrix> {
    let mut sound = true;
    let mut say = |at: String, message: String| {
        sound = false;
        wrong(at, message);
    };
    if areas.len() > MOST {
        say(sheet.path().to_owned(), format!("{} areas are more than the {MOST} that a table may have", areas.len()));
        return None;
    }
    let named = named(areas.iter().copied());
    let find = |name: &str, at: String, say: &mut dyn FnMut(String, String)| named.find(name).map_err(|message| say(at, message)).ok();
    let titles = sheet.columns().filter(|(i, _)| *i > 0);
    let columns: Vec<(usize, &str, Option<usize>)> = titles.map(|(i, name)| (i, name, find(name, sheet.at_title(i), &mut say))).collect();
    for i in sheet.untitled().filter(|i| *i > 0) {
        say(sheet.at_title(i), "the column has no heading: name the area that its ways lead to".to_owned());
    }
    let mut km = vec![f64::NAN; areas.len() * areas.len()];
    for (line, row) in sheet.rows() {
        let from = &row[0];
        let Some(number) = find(from, sheet.at(*line, Some(0)), &mut say) else { continue };
        for &(i, to, column) in &columns {
            let Some(column) = column else { continue };
            let at = &mut km[number * areas.len() + column];
            let text = &row[i];
            match text.parse::<f64>() {
                Ok(_) if !at.is_nan() => {
                    say(sheet.at(*line, Some(i)), format!("the way from {:?} to {:?} stands twice", shortened(from), shortened(to)))
                }
                Ok(value) if (0.0..=LONGEST).contains(&value) => *at = value,
                _ => {
                    say(sheet.at(*line, Some(i)), format!("{:?} is no distance between 0 and {LONGEST} km", shortened(text)));
                    *at = 0.0;
                }
            }
        }
    }
    sheet.faults().iter().for_each(|(at, message)| say(at.clone(), message.clone()));
    let missing = km.iter().filter(|km| km.is_nan()).count();
    if let Some(at) = km.iter().position(|km| km.is_nan()).filter(|_| sheet.faults().is_empty()) {
        let (from, to) = (areas[at / areas.len()].path(), areas[at % areas.len()].path());
        let more = if missing > 1 { format!(", and {} more", missing - 1) } else { String::new() };
        let message = format!(
            "the way from {:?} to {:?} is missing{more}: the table needs a row and a column for each area",
            shortened(&from),
            shortened(&to)
        );
        say(sheet.path().to_owned(), message);
    }
    sound.then(|| Matrix::new(first, areas.len(), km))
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
        say("travel.distance.km".to_owned(), format!("{} rows for {n} areas: the table {ONE_FOR_EACH}", km.len()));
    }
    for (i, row) in km.iter().enumerate() {
        if row.len() != n {
            say(format!("travel.distance.km[{i}]"), format!("{} distances for {n} areas: a row {ONE_FOR_EACH}", row.len()));
        } else if let Some(j) = row.iter().position(|km| !(0.0..=LONGEST).contains(km)) {
            say(format!("travel.distance.km[{i}][{j}]"), format!("{} is no distance between 0 and {LONGEST} km", row[j]));
        }
    }
    sound.then(|| Matrix::new(first, n, order.iter().flat_map(|&i| order.iter().map(move |&j| km[i][j])).collect()))
}

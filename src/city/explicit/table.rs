//! The table of areas that an explicit city may bring.

use super::config::{AreaConfig, LevelName};
use super::{Draft, Written};
use crate::city::check::no_name;
use crate::city::{OTHER_WORDS, Sheet, Unread, Zone};
use crate::problems::shortened;
use crate::quantity::{Quantity, Residents, Weight};
use csv::StringRecord;

type Wrong<'a> = &'a mut dyn FnMut(String, String);

/// What columns may say, beside the names of levels.
const COLUMNS: [&str; 15] = [
    "name",
    "zh",
    "x_km",
    "y_km",
    "longitude",
    "latitude",
    "rectangle",
    "outline",
    "residents",
    "population",
    "weight",
    "zone",
    "within",
    "adjacent",
    "station",
];

/// Whether places stand in a table as longitude and latitude.
pub fn in_degrees(sheet: &Sheet) -> bool {
    axes(sheet)[0] == "longitude"
}

/// The column that gives places in kilometres, if there is one.
pub fn in_kilometres(sheet: &Sheet) -> Option<String> {
    ["x_km", "y_km"].iter().find_map(|axis| place(sheet, axis)).map(|at| sheet.at_title(at))
}

fn axes(sheet: &Sheet) -> [&'static str; 2] {
    let degrees = ["longitude", "latitude"];
    if degrees.iter().any(|axis| place(sheet, axis).is_some()) { degrees } else { ["x_km", "y_km"] }
}

fn place(sheet: &Sheet, column: &str) -> Option<usize> {
    sheet.place(column).or_else(|| SAME.iter().find(|(_, meant)| *meant == column).and_then(|(word, _)| sheet.place(word)))
}

/// Where the column stands that says a field of an area.
pub fn column_of(sheet: &Sheet, field: &str) -> Option<usize> {
    let field = field.split('[').next().unwrap_or_default();
    place(sheet, if field == "at" { axes(sheet)[0] } else { field })
}

/// Columns that mean another.
const SAME: [(&str, &str); 1] = [("population", "residents")];

/// What is not read. `above` names the levels above the innermost.
pub fn unread(sheet: &Sheet, above: &[&str]) -> Vec<Unread> {
    sheet.unread(&[&COLUMNS, above].concat())
}

/// The areas of a table. `levels` are those above the innermost.
pub fn drafts<'t>(sheet: &'t Sheet, levels: &[LevelName], wrong: Wrong) -> Vec<Draft<'t>> {
    let above: Vec<&str> = levels.iter().map(|level| level.name.as_str()).collect();
    sheet.faults().iter().for_each(|(at, message)| wrong(at.clone(), message.clone()));
    if sheet.rows().is_empty() && !sheet.faults().is_empty() {
        return Vec::new();
    }
    let misspelt = sheet.check_headings(&[&COLUMNS, &above[..]].concat(), &SAME, &OTHER_WORDS, wrong);
    twice(sheet, &above, wrong);
    if place(sheet, "name").is_none() {
        wrong(sheet.at_title(0), sheet.lacks("name"));
        return Vec::new();
    }
    if sheet.rows().is_empty() {
        wrong(sheet.path().to_owned(), "the table has no rows: a city needs at least one area".to_owned());
    }
    let lacking = lacking(sheet, levels);
    lacking.iter().filter(|level| !misspelt.contains(&level.name)).for_each(|level| tell_lacking(sheet, level, wrong));
    let is_told = |level: &&str| place(sheet, level).is_some() || !lacking.is_empty();
    let above: Vec<&str> = above.into_iter().filter(is_told).collect();
    let drafts = sheet.rows().iter().map(|(line, row)| draft(sheet, *line, row, &above, wrong)).collect();
    untold(sheet, wrong);
    drafts
}

/// The levels that have no column in a table which does not say in another way what areas lie within.
pub fn lacking<'l>(sheet: &Sheet, levels: &'l [LevelName]) -> Vec<&'l LevelName> {
    let lacking: Vec<&LevelName> = levels.iter().filter(|level| place(sheet, &level.name).is_none()).collect();
    let in_names = || place(sheet, "name").is_some_and(|at| sheet.rows().iter().any(|(_, row)| row[at].contains('/')));
    let otherwise = place(sheet, "within").is_some() || (lacking.len() == levels.len() && in_names());
    if otherwise { Vec::new() } else { lacking }
}

/// Says that a level has no column.
fn tell_lacking(sheet: &Sheet, level: &LevelName, wrong: Wrong) {
    let name = shortened(&level.name);
    match level.zh.as_ref().and_then(|zh| place(sheet, zh)) {
        Some(at) => wrong(sheet.at_title(at), format!("there is no column {name:?}: rename {:?} to it", shortened(&sheet.titles()[at]))),
        None => wrong(
            sheet.at_title(place(sheet, "name").unwrap_or_default()),
            format!("there is no column {name:?}, which says what each area lies within; a column \"within\" says all levels at once"),
        ),
    }
}

/// What a table says in two ways, of which only one would be read, and what it says of two things at once.
fn twice(sheet: &Sheet, above: &[&str], wrong: Wrong) {
    // A level may be called "within" itself.
    for level in above.iter().filter(|level| COLUMNS.contains(level) && **level != "within") {
        if let Some(at) = place(sheet, level) {
            let why =
                format!("the column {level:?} says something else of areas than which {level} they lie in: call the level by another name");
            wrong(sheet.at_title(at), why);
        }
    }
    let places = |columns: &[&str]| columns.iter().filter_map(|column| place(sheet, column)).collect::<Vec<_>>();
    let listed = |places: &[usize]| places.iter().map(|&at| format!("{:?}", sheet.titles()[at])).collect::<Vec<_>>().join(" and ");
    for (what, ways) in [
        ("places", [places(&["x_km", "y_km"]), places(&["longitude", "latitude"])]),
        ("what areas lie within", [places(above), places(&["within"])]),
    ] {
        if let [[_, ..], [at, ..]] = ways.each_ref().map(Vec::as_slice)
            && !ways[0].contains(at)
        {
            let ways = ways.each_ref().map(|way| listed(way)).join(" and as ");
            wrong(
                sheet.at_title(*at),
                format!("the table says {what} twice, as {ways}: keep one of the two, and rename or take out the other"),
            );
        }
    }
}

/// What some rows say and others leave open, where it would count as something that nobody has said.
fn untold(sheet: &Sheet, wrong: Wrong) {
    let column = |column: &str| {
        let at = place(sheet, column)?;
        Some((at, sheet.rows().iter().map(move |(line, row)| (*line, row.get(at).unwrap_or_default()))))
    };
    if let Some((at, rows)) = column("residents")
        && rows.clone().any(|(_, text)| !text.is_empty())
    {
        for (line, _) in rows.filter(|(_, text)| text.is_empty()) {
            wrong(sheet.at(line, Some(at)), "missing: write 0 where nobody lives".to_owned());
        }
    }
    if let Some((at, mut rows)) = column("zone") {
        let says = |zone: &str| rows.clone().any(|(_, text)| text.eq_ignore_ascii_case(zone));
        if says("urban")
            && !says("outer")
            && let Some((line, _)) = rows.find(|(_, text)| text.is_empty())
        {
            let message = "missing: some rows say \"urban\" and none \"outer\", so nothing tells what the others are";
            wrong(sheet.at(line, Some(at)), message.to_owned());
        }
    }
}

fn draft<'t>(sheet: &'t Sheet, line: u64, row: &StringRecord, above: &[&str], wrong: Wrong) -> Draft<'t> {
    let text = |column: &str| place(sheet, column).and_then(|at| row.get(at)).filter(|text| !text.is_empty());
    let mut wrong = |column: &str, message: String| wrong(sheet.at(line, place(sheet, column)), message);
    let mut area = AreaConfig { zh: text("zh").map(str::to_owned), ..AreaConfig::default() };
    let mut number = |column: &str| {
        let parse = |text: &str| text.parse::<f64>().map_err(|_| wrong(column, format!("{:?} is no number", shortened(text)))).ok();
        text(column).and_then(parse)
    };
    let axes = axes(sheet);
    let [x, y] = axes.map(&mut number);
    let weight = number("weight");
    // What is wrong is said once: a place that cannot be read counts as one.
    match (x, y) {
        (Some(x), Some(y)) => area.at = Some((x, y)),
        (None, None) if axes.iter().all(|axis| text(axis).is_none()) => {}
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
    if let Some(text) = text("residents") {
        match text.replace('_', "").parse().map(Residents::new) {
            Ok(Ok(residents)) => area.residents = residents,
            _ => wrong("residents", format!("{:?} is no whole number between 0 and {}", shortened(text), Residents::BOUNDS.1)),
        }
    }
    for (column, corners) in ["rectangle", "outline"].map(|column| (column, text(column).map(corners))) {
        match (column, corners.as_ref().map(Option::as_deref)) {
            (_, None) => {}
            ("outline", Some(Some(corners))) => area.outline = corners.to_vec(),
            ("rectangle", Some(Some(&[one, other]))) => area.rectangle = Some((one, other)),
            _ => {
                area.at = area.at.or(Some((0.0, 0.0)));
                let (what, example) = match column {
                    "outline" => ("list of corners", "0 0, 2 0, 2 1"),
                    _ => ("pair of opposite corners", "0 0, 2 1"),
                };
                wrong(column, format!("{:?} is no {what}; write \"{example}\"", shortened(text(column).unwrap_or_default())));
            }
        }
    }
    match text("zone").map(str::to_ascii_lowercase).as_deref() {
        None | Some("urban") => {}
        Some("outer") => area.zone = Zone::Outer,
        Some(other) => wrong("zone", format!("{:?} is neither \"urban\" nor \"outer\"", shortened(other))),
    }
    match text("station").map(str::to_ascii_lowercase).as_deref() {
        None | Some("0" | "no" | "false" | "否") => {}
        Some("1" | "yes" | "true" | "是") => area.station = true,
        Some(other) => wrong("station", format!("{:?} is neither 1 nor 0", shortened(other))),
    }
    let parts = |text: &str| text.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    area.adjacent = text("adjacent").map(parts).unwrap_or_default();
    let otherwise = text("within").is_some() || text("name").is_some_and(|name| name.contains('/'));
    let mut names = Vec::new();
    for level in above {
        match text(level) {
            Some(name) => {
                if name.contains('/') {
                    wrong(level, no_name(name));
                }
                names.push(name.replace('/', " "));
            }
            None if otherwise => {}
            // What is wrong is said once: what is not told counts as an area of its own.
            None => {
                if place(sheet, level).is_some() {
                    wrong(level, format!("missing: each area lies within a {}", shortened(level)));
                }
                names.push(format!("line {line}"));
            }
        }
    }
    area.within = text("within").map(str::to_owned).or_else(|| (!names.is_empty()).then(|| names.join("/")));
    Draft { name: text("name").unwrap_or_default().to_owned(), area, written: Written::Row(sheet, line) }
}

/// Corners as "x y, x y, …".
fn corners(text: &str) -> Option<Vec<(f64, f64)>> {
    let corner = |text: &str| {
        let (x, y) = text.trim().split_once(char::is_whitespace)?;
        Some((x.parse().ok()?, y.trim().parse().ok()?))
    };
    text.split([',', ';']).map(corner).collect()
}

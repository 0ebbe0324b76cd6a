//! The table of names that a scenario may bring for one level of areas.

use super::check::no_name;
use super::config::Groups;
use super::sheet::Sheet;
use crate::problems::{nearest, shortened};
use std::collections::BTreeMap;

/// What columns may say; `zh` and `group` need not be there. Further ones are for human readers.
pub const COLUMNS: [&str; 3] = ["name", "zh", "group"];

/// One row of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceRow {
    /// The area's name, different in every row.
    pub name: String,
    /// Its name in Chinese, if `name` is not.
    pub zh: Option<String>,
    /// The group that it belongs to, by its name in `city.groups`; empty without groups.
    pub group: String,
}

impl PlaceRow {
    /// All rows of a table.
    pub fn all(sheet: &Sheet) -> Vec<PlaceRow> {
        let [name, zh, group] = COLUMNS.map(|column| sheet.place(column));
        let rows = sheet.rows().iter().map(|(_, row)| {
            let text = |column: Option<usize>| column.and_then(|at| row.get(at)).unwrap_or_default().to_owned();
            PlaceRow { name: text(name), zh: Some(text(zh)).filter(|zh| !zh.is_empty()), group: text(group) }
        });
        rows.collect()
    }
}

/// What is wrong with a table as such; whether its rows can be looked at.
pub fn check_table(sheet: &Sheet, groups: Option<&Groups>, wrong: &mut dyn FnMut(String, String)) -> bool {
    let mut found = sheet.faults().to_vec();
    // A file that has a fault and no row is no table.
    if found.is_empty() || !sheet.rows().is_empty() {
        sheet.check_headings(&COLUMNS, &[], &[], &mut |at, message| found.push((at, message)));
    }
    let needed = ["name", "group"].into_iter().take(1 + usize::from(groups.is_some()));
    let missing = needed.filter(|column| found.is_empty() && sheet.place(column).is_none());
    let missing: Vec<_> = missing.map(|column| (sheet.at_title(0), sheet.lacks(column))).collect();
    found.extend(missing);
    let sound = found.is_empty();
    found.into_iter().for_each(|(at, message)| wrong(at, message));
    sound
}

/// What is wrong with the rows of a table, each as [`PlaceRow`].
pub fn check_rows(sheet: &Sheet, rows: &[PlaceRow], groups: Option<&Groups>, wrong: &mut dyn FnMut(String, String)) {
    let mut lines: BTreeMap<&str, u64> = BTreeMap::new();
    for ((line, _), row) in sheet.rows().iter().zip(rows) {
        let mut wrong = |column: &str, message: String| wrong(sheet.at(*line, sheet.place(column)), message);
        if row.name.is_empty() {
            wrong("name", "the name is missing".to_owned());
        } else if let Some(first) = lines.get(row.name.as_str()) {
            wrong("name", format!("{:?} is the name of line {first} already", shortened(&row.name)));
        }
        lines.entry(&row.name).or_insert(*line);
        if row.name.contains('/') {
            wrong("name", no_name(&row.name));
        }
        if let Some(groups) = groups.filter(|groups| !groups.parts.contains_key(&row.group)) {
            let near = nearest(&row.group, groups.parts.keys().map(String::as_str));
            let hint = near.map_or(String::new(), |near| format!("; did you mean {near:?}?"));
            wrong("group", format!("there is no part {:?} in city.groups{hint}", shortened(&row.group)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_by_the_names_of_their_columns() {
        let rows =
            PlaceRow::all(&Sheet::read("places.file", "# a comment\ngroup,Name,founded\nnorth,\"Hill, Upper\",1901\nsouth,Mill,1950\n"));
        assert_eq!(rows[0], PlaceRow { name: "Hill, Upper".into(), zh: None, group: "north".into() });
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn a_table_is_checked_before_its_rows() {
        let said = |text: &str| {
            let (sheet, mut said) = (Sheet::read("places.file", text), Vec::new());
            let sound = check_table(&sheet, None, &mut |at, message| said.push(format!("{at}: {message}")));
            assert_eq!(sound, said.is_empty());
            said
        };
        assert_eq!(said("name,group,group_zh,\nHill,north,,\n"), Vec::<String>::new());
        let fields =
            |line: u32| format!("places.file:{line}:0: 1 fields, the heading has 2: is a comma or a closing quote missing or too many?");
        assert_eq!(said("name,group\nHill,north\nMill\nLake\n"), [3, 4].map(fields));
        assert_eq!(said("title\nHill\n"), ["places.file:1:1: there is no column \"name\"; its columns are title"]);
        let grop = "places.file:1:2: there is no column \"grop\"; did you mean \"group\"? A column for readers only needs another name";
        assert_eq!(said("name,grop\nHill,north\n"), [grop]);
        assert_eq!(said("name,Name\nHill,north\n"), ["places.file:1:2: the column \"Name\" stands twice"]);
    }
}

//! The table of names that a scenario may bring for one level of areas.

use serde::{Deserialize, Serialize};

/// One row of the table. Further columns are for human readers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRow {
    /// The area's name, different in every row.
    pub name: String,
    /// Its name in Chinese, if `name` is not.
    #[serde(default)]
    pub zh: Option<String>,
    /// The group that it belongs to, by its name in `city.groups`; empty without groups.
    #[serde(default)]
    pub group: String,
}

impl PlaceRow {
    /// Reads a comma-separated table with a header row; lines that begin with `#` are comments.
    ///
    /// # Errors
    /// Says in which line what is wrong.
    pub fn read(table: &str) -> Result<Vec<PlaceRow>, String> {
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(table.as_bytes());
        let rows: Result<Vec<PlaceRow>, csv::Error> = reader.deserialize().collect();
        rows.map_err(|error| format!("{error}; a row has the columns name, zh (optional) and group (optional)"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_by_the_names_of_their_columns() {
        let rows = PlaceRow::read("# a comment\ngroup,name,founded\nnorth,\"Hill, Upper\",1901\nsouth,Mill,1950\n").unwrap();
        assert_eq!(rows[0], PlaceRow { name: "Hill, Upper".into(), zh: None, group: "north".into() });
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn a_bad_row_is_named_by_its_line() {
        let message = PlaceRow::read("name,group\nHill,north\nMill\n").unwrap_err();
        assert!(message.contains("line: 3"), "{message}");
        let message = PlaceRow::read("title\nHill\n").unwrap_err();
        assert!(message.contains("name"), "{message}");
    }
}

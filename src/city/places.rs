//! The table of names that a scenario may bring for one level of areas.

use super::Sheet;

/// Where the name of the table stands below `city`.
const PATH: &str = "places.file";

/// One row of the table. Further columns are for human readers.
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
    /// Reads a [`Sheet`] with the columns `name`, `zh` (optional) and `group` (optional).
    ///
    /// # Errors
    /// All that is wrong: the address below `city` and a message.
    pub fn read(table: &str) -> Result<Vec<PlaceRow>, Vec<(String, String)>> {
        let sheet = Sheet::read(PATH, table);
        let column = |title: &str| sheet.titles().iter().position(|other| other.eq_ignore_ascii_case(title));
        let [name, zh, group] = ["name", "zh", "group"].map(column);
        let mut wrong = sheet.faults().to_vec();
        if name.is_none() && wrong.is_empty() {
            let columns = sheet.titles().join(", ");
            wrong.push((sheet.at_title(0), format!("there is no column \"name\" beside \"zh\" and \"group\"; its columns are {columns}")));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let rows = sheet.rows().iter().map(|(_, row)| {
            let text = |column: Option<usize>| column.and_then(|at| row.get(at)).unwrap_or_default().to_owned();
            PlaceRow { name: text(name), zh: Some(text(zh)).filter(|zh| !zh.is_empty()), group: text(group) }
        });
        Ok(rows.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_by_the_names_of_their_columns() {
        let rows = PlaceRow::read("# a comment\ngroup,Name,founded\nnorth,\"Hill, Upper\",1901\nsouth,Mill,1950\n").unwrap();
        assert_eq!(rows[0], PlaceRow { name: "Hill, Upper".into(), zh: None, group: "north".into() });
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn all_bad_rows_are_named_by_their_lines() {
        let wrong = PlaceRow::read("name,group\nHill,north\nMill\nLake\n").unwrap_err();
        let places: Vec<&str> = wrong.iter().map(|(at, _)| at.as_str()).collect();
        assert_eq!(places, ["places.file:3:0", "places.file:4:0"]);
        let wrong = PlaceRow::read("title\nHill\n").unwrap_err();
        assert!(wrong[0].1.contains("its columns are title"), "{wrong:?}");
    }
}

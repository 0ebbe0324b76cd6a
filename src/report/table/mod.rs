//! Tables for others to analyse: named columns of one kind each, written as CSV and as Parquet with the same content.

mod convert;
mod parquet;

pub use convert::{ColumnKind, convert};
pub use parquet::{Metadata, ParquetError, ParquetFile, parquet};

/// A table held in memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    columns: Vec<Column>,
}

/// A named column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name, unique in the table.
    pub name: String,
    /// Its values.
    pub cells: Cells,
}

/// The values of a column; nothing where there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// Words.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
    /// Yes or no; 1 or 0 in CSV.
    Flag(Vec<Option<bool>>),
}

impl Cells {
    fn len(&self) -> usize {
        match self {
            Cells::Text(cells) => cells.len(),
            Cells::Whole(cells) => cells.len(),
            Cells::Number(cells) => cells.len(),
            Cells::Flag(cells) => cells.len(),
        }
    }

    /// Numbers so that they are read back to the last bit.
    fn csv(&self, row: usize) -> String {
        match self {
            Cells::Text(cells) => cells[row].clone(),
            Cells::Whole(cells) => cells[row].map(|cell| cell.to_string()),
            Cells::Number(cells) => cells[row].map(|cell| cell.to_string()),
            Cells::Flag(cells) => cells[row].map(|cell| u8::from(cell).to_string()),
        }
        .unwrap_or_default()
    }
}

impl Table {
    /// Adds a column.
    ///
    /// # Panics
    /// When it is not as long as those before it, or a column of the name stands already.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, cells: Cells) -> Table {
        let name = name.into();
        if let Some(first) = self.columns.first() {
            assert_eq!(cells.len(), first.cells.len(), "column {name} is not as long as {}", first.name);
        }
        assert!(self.columns.iter().all(|column| column.name != name), "two columns called {name}");
        self.columns.push(Column { name, cells });
        self
    }

    /// Adds a column of words that are all there.
    #[must_use]
    pub fn text<S: Into<String>>(self, name: impl Into<String>, cells: impl IntoIterator<Item = S>) -> Table {
        self.with(name, Cells::Text(cells.into_iter().map(|cell| Some(cell.into())).collect()))
    }

    /// Adds a column of whole numbers that are all there.
    #[must_use]
    pub fn whole(self, name: impl Into<String>, cells: impl IntoIterator<Item = u64>) -> Table {
        self.with(name, Cells::Whole(cells.into_iter().map(|cell| i64::try_from(cell).ok()).collect()))
    }

    /// Adds a column of numbers.
    #[must_use]
    pub fn number(self, name: impl Into<String>, cells: impl IntoIterator<Item = Option<f64>>) -> Table {
        self.with(name, Cells::Number(cells.into_iter().collect()))
    }

    /// The columns in order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.cells.len())
    }

    /// As CSV, a header first.
    pub fn csv(&self) -> Vec<u8> {
        let mut file = csv::Writer::from_writer(Vec::new());
        file.write_record(self.columns.iter().map(|column| &column.name)).expect("writing to memory cannot fail");
        for row in 0..self.rows() {
            file.write_record(self.columns.iter().map(|column| column.cells.csv(row))).expect("writing to memory cannot fail");
        }
        file.into_inner().expect("writing to memory cannot fail")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_has_a_header_and_leaves_empty_what_is_not_there() {
        let table = Table::default()
            .text("who", ["a", "b, c"])
            .whole("n", [1, u64::MAX])
            .number("x", [Some(0.1 + 0.2), None])
            .with("yes", Cells::Flag(vec![Some(true), Some(false)]));
        assert_eq!(String::from_utf8(table.csv()).unwrap(), "who,n,x,yes\na,1,0.30000000000000004,1\n\"b, c\",,,0\n");
        assert_eq!(table.rows(), 2);
    }

    #[test]
    #[should_panic(expected = "not as long as")]
    fn columns_of_different_lengths_are_a_mistake() {
        let _ = Table::default().whole("a", [1]).whole("b", [1, 2]);
    }
}

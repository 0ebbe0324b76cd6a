//! A CSV file of any length to Parquet, a hundred thousand rows at a time.

use super::{Cells, Metadata, ParquetError, ParquetFile, Table};
use std::fs::File;
use std::path::Path;

/// Rows of a row group.
const ROWS: usize = 100_000;

/// What a column of a CSV file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
    /// 1 or 0.
    Flag,
}

/// Writes what stands in `from` to `to`; `kind` says what a column of a name holds.
///
/// # Errors
/// When the system refuses, or a field does not hold what its column should.
pub fn convert(from: &Path, to: &Path, kind: impl Fn(&str) -> ColumnKind, metadata: &Metadata) -> Result<(), ParquetError> {
    let mut rows = csv::Reader::from_path(from).map_err(other)?;
    let names: Vec<(String, ColumnKind)> = rows.headers().map_err(other)?.iter().map(|name| (name.to_owned(), kind(name))).collect();
    let mut columns = empty(&names);
    let mut file = ParquetFile::begin(File::create(to)?, &table(&names, columns), metadata)?;
    columns = empty(&names);
    let mut held = 0;
    let mut record = csv::StringRecord::new();
    while rows.read_record(&mut record).map_err(other)? {
        for ((field, cells), (name, _)) in record.iter().zip(&mut columns).zip(&names) {
            push(cells, field).ok_or_else(|| ParquetError::General(format!("{field:?} does not fit into column {name}")))?;
        }
        held += 1;
        if held == ROWS {
            file.add(&table(&names, std::mem::replace(&mut columns, empty(&names))))?;
            held = 0;
        }
    }
    if held > 0 {
        file.add(&table(&names, columns))?;
    }
    file.finish()
}

fn other(error: csv::Error) -> ParquetError {
    ParquetError::External(Box::new(error))
}

fn empty(names: &[(String, ColumnKind)]) -> Vec<Cells> {
    let cells = |(_, kind): &(String, ColumnKind)| match kind {
        ColumnKind::Text => Cells::Text(Vec::new()),
        ColumnKind::Whole => Cells::Whole(Vec::new()),
        ColumnKind::Number => Cells::Number(Vec::new()),
        ColumnKind::Flag => Cells::Flag(Vec::new()),
    };
    names.iter().map(cells).collect()
}

fn table(names: &[(String, ColumnKind)], columns: Vec<Cells>) -> Table {
    names.iter().zip(columns).fold(Table::default(), |table, ((name, _), cells)| table.with(name, cells))
}

/// Takes a field in; an empty one is none. `None` where it is not of the column's kind.
fn push(cells: &mut Cells, field: &str) -> Option<()> {
    let there = !field.is_empty();
    match cells {
        Cells::Text(cells) => cells.push(there.then(|| field.to_owned())),
        Cells::Whole(cells) => cells.push(if there { Some(field.parse().ok()?) } else { None }),
        Cells::Number(cells) => cells.push(if there { Some(field.parse().ok()?) } else { None }),
        Cells::Flag(cells) => cells.push(match field {
            "" => None,
            "0" => Some(false),
            "1" => Some(true),
            _ => return None,
        }),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::parquet::file::reader::{FileReader, SerializedFileReader};

    #[test]
    fn a_long_file_becomes_several_row_groups_and_a_strange_field_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let (from, to) = (place.path().join("a.csv"), place.path().join("a.parquet"));
        let mut text = "n,name,on\n".to_owned();
        (0..250_001).for_each(|n| text += &format!("{n},x,{}\n", n % 2));
        std::fs::write(&from, &text).unwrap();
        let kind = |name: &str| match name {
            "n" => ColumnKind::Whole,
            "on" => ColumnKind::Flag,
            _ => ColumnKind::Text,
        };
        let metadata = Metadata::new("a", "", []);
        convert(&from, &to, kind, &metadata).unwrap();
        let reader = SerializedFileReader::new(File::open(&to).unwrap()).unwrap();
        let groups: Vec<i64> = reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
        assert_eq!(groups, [100_000, 100_000, 50_001]);
        std::fs::write(&from, "n,name,on\n1,x,2\n").unwrap();
        assert!(convert(&from, &to, kind, &metadata).unwrap_err().to_string().contains("column on"));
    }
}

//! Tables as Parquet: zstd, one row group for each table that is added, keys and values about it in the footer.
//!
//! Written by the low-level writer, without Arrow: every column is flat and may lack values. Nothing in the file
//! depends on the machine or the clock.

use super::{Cells, Table};
use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::types::{Type, TypePtr};
use std::io::Write;
use std::sync::Arc;

pub use ::parquet::errors::ParquetError;

/// What the footer says of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata(Vec<(String, String)>);

impl Metadata {
    /// Of the table called `table`, in documents of version `schema`, made by what `identity` names from scenarios with
    /// these hashes, each with its name.
    pub fn new<'a>(table: &str, identity: &str, scenarios: impl IntoIterator<Item = (&'a str, &'a str)>) -> Metadata {
        let hashes: serde_json::Map<String, serde_json::Value> =
            scenarios.into_iter().map(|(name, sha256)| (name.to_owned(), sha256.into())).collect();
        let pairs = [
            ("gridgov.schema", crate::report::json::SCHEMA.to_string()),
            ("gridgov.version", env!("CARGO_PKG_VERSION").to_owned()),
            ("gridgov.table", table.to_owned()),
            ("gridgov.identity", identity.to_owned()),
            ("gridgov.scenario_sha256", serde_json::Value::Object(hashes).to_string()),
        ];
        Metadata(pairs.map(|(key, value)| (key.to_owned(), value)).to_vec())
    }

    /// Keys and values in order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

/// A whole table as Parquet.
pub fn parquet(table: &Table, metadata: &Metadata) -> Vec<u8> {
    let mut bytes = Vec::new();
    let file = ParquetFile::begin(&mut bytes, table, metadata).and_then(|mut file| {
        file.add(table)?;
        file.finish()
    });
    file.expect("writing to memory cannot fail");
    bytes
}

/// A Parquet file that is being written, part after part.
pub struct ParquetFile<W: Write + Send> {
    writer: SerializedFileWriter<W>,
}

impl<W: Write + Send> ParquetFile<W> {
    /// Begins a file with the columns of `table`, without its rows.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn begin(to: W, table: &Table, metadata: &Metadata) -> Result<ParquetFile<W>, ParquetError> {
        let pairs = metadata.0.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_created_by(concat!("gridgov ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(Some(pairs))
            .build();
        Ok(ParquetFile { writer: SerializedFileWriter::new(to, schema(table)?, Arc::new(properties))? })
    }

    /// Adds the rows of a table with the same columns.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn add(&mut self, table: &Table) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for column in table.columns() {
            match &column.cells {
                Cells::Text(cells) => write::<ByteArrayType, _, _>(&mut group, cells, |cell| ByteArray::from(cell.as_str()))?,
                Cells::Whole(cells) => write::<Int64Type, _, _>(&mut group, cells, |cell| *cell)?,
                Cells::Number(cells) => write::<DoubleType, _, _>(&mut group, cells, |cell| *cell)?,
                Cells::Flag(cells) => write::<BoolType, _, _>(&mut group, cells, |cell| *cell)?,
            }
        }
        group.close().map(|_| ())
    }

    /// Writes the footer.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(self) -> Result<(), ParquetError> {
        self.writer.close().map(|_| ())
    }
}

/// Every column may lack values.
fn schema(table: &Table) -> Result<TypePtr, ParquetError> {
    let field = |column: &super::Column| {
        let (physical, logical) = match column.cells {
            Cells::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Cells::Whole(_) => (Physical::INT64, None),
            Cells::Number(_) => (Physical::DOUBLE, None),
            Cells::Flag(_) => (Physical::BOOLEAN, None),
        };
        let field = Type::primitive_type_builder(&column.name, physical);
        field.with_repetition(Repetition::OPTIONAL).with_logical_type(logical).build().map(Arc::new)
    };
    let fields = table.columns().iter().map(field).collect::<Result<Vec<_>, _>>()?;
    Ok(Arc::new(Type::group_type_builder("gridgov").with_fields(fields).build()?))
}

fn write<T: DataType, W: Write + Send, C>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    cells: &[Option<C>],
    value: impl Fn(&C) -> T::T,
) -> Result<(), ParquetError> {
    let values: Vec<T::T> = cells.iter().flatten().map(value).collect();
    let there: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    let mut column = group.next_column()?.expect("as many columns as the schema has");
    column.typed::<T>().write_batch(&values, Some(&there), None)?;
    column.close()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::Field;

    fn table() -> Table {
        Table::default()
            .text("arm", ["flat", "扁平"])
            .whole("replication", [0, 7])
            .number("value", [Some(0.125), None])
            .with("joint", Cells::Flag(vec![None, Some(true)]))
    }

    #[test]
    fn what_is_written_is_read_again() {
        let metadata = Metadata::new("replications", "abc", [("flat", "0123")]);
        let bytes = parquet(&table(), &metadata);
        assert_eq!(bytes, parquet(&table(), &metadata), "the same bytes");
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("table.parquet");
        std::fs::write(&file, bytes).unwrap();
        let reader = SerializedFileReader::new(std::fs::File::open(&file).unwrap()).unwrap();
        let footer = reader.metadata().file_metadata();
        let pair = |key: &str| {
            let pairs = footer.key_value_metadata().unwrap();
            pairs.iter().find(|pair| pair.key == key).and_then(|pair| pair.value.clone()).unwrap_or_else(|| panic!("no {key}"))
        };
        assert_eq!((pair("gridgov.schema").as_str(), pair("gridgov.scenario_sha256").as_str()), ("1", r#"{"flat":"0123"}"#));
        let column = reader.metadata().row_group(0).column(0);
        assert!(matches!(column.compression(), Compression::ZSTD(_)));
        let rows: Vec<Vec<Field>> = reader
            .get_row_iter(None)
            .unwrap()
            .map(|row| row.unwrap().get_column_iter().map(|(_, field)| field.clone()).collect())
            .collect();
        assert_eq!(rows[0], [Field::Str("flat".into()), Field::Long(0), Field::Double(0.125), Field::Null]);
        assert_eq!(rows[1], [Field::Str("扁平".into()), Field::Long(7), Field::Null, Field::Bool(true)]);
    }
}

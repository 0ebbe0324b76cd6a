//! Streams one replication's incidents into its part of `incidents.csv`.

use super::columns::COLUMNS;
use super::{Folder, FolderError};
use crate::metrics::Dimensions;
use crate::record::{Observer, Outcome};
use std::fs::File;
use std::io;
use std::path::PathBuf;

/// An observer that writes a row for each outcome, in the order in which incidents end.
#[derive(Debug)]
pub struct Recorder<'a> {
    dimensions: &'a Dimensions,
    rows: csv::Writer<File>,
    replication: String,
    field: String,
    path: PathBuf,
    failed: Option<io::Error>,
}

impl<'a> Recorder<'a> {
    /// The file that all recorders together make.
    pub const FILE: &'static str = "incidents.csv";

    /// For replication `replication`.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn begin(folder: &Folder, replication: u32, dimensions: &'a Dimensions) -> Result<Recorder<'a>, FolderError> {
        let path = folder.target.join(Self::FILE);
        let file = File::create(folder.part(Self::FILE, replication)).map_err(FolderError::at(&path))?;
        let rows = csv::WriterBuilder::new().has_headers(false).from_writer(file);
        Ok(Recorder { dimensions, rows, replication: replication.to_string(), field: String::new(), path, failed: None })
    }

    /// The header of the file: replication, one column per level of areas, then [`COLUMNS`].
    pub fn header(dimensions: &Dimensions) -> String {
        let mut header = csv::Writer::from_writer(Vec::new());
        let levels = dimensions.levels.iter().map(|level| level.level.name.as_str());
        let names = ["replication"].into_iter().chain(levels).chain(COLUMNS.iter().map(|c| c.name));
        header.write_record(names).expect("writing to memory cannot fail");
        String::from_utf8(header.into_inner().expect("writing to memory cannot fail")).expect("names are text")
    }

    /// Writes out what is left.
    ///
    /// # Errors
    /// When the system refused anything since the beginning.
    pub fn finish(mut self) -> Result<(), FolderError> {
        let flushed = self.rows.flush();
        match self.failed.map_or(flushed, Err) {
            Ok(()) => Ok(()),
            Err(e) => Err(FolderError::at(&self.path)(e)),
        }
    }

    fn row(&mut self, outcome: &Outcome) -> Result<(), csv::Error> {
        self.rows.write_field(&self.replication)?;
        let leaf = self.dimensions.leaf(outcome.leaf);
        for level in &self.dimensions.levels {
            self.rows.write_field(&level.cells[level.of_leaf[leaf] as usize].name)?;
        }
        for column in COLUMNS {
            self.field.clear();
            (column.write)(&mut self.field, outcome, self.dimensions);
            self.rows.write_field(&self.field)?;
        }
        self.rows.write_record(None::<&[u8]>)
    }
}

impl Observer for Recorder<'_> {
    fn outcome(&mut self, outcome: &Outcome) {
        if self.failed.is_none() {
            self.failed = self.row(outcome).err().map(io::Error::from);
        }
    }
}

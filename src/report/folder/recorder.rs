//! Streams one replication's incidents into its part of `incidents.csv`.

use super::columns::COLUMNS;
use super::{Folder, FolderError};
use crate::metrics::Dimensions;
use crate::record::{Observer, Outcome};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// What stands before the areas: the replication, in a sweep the point before it.
const LEAD: [&str; 2] = ["point", "replication"];

/// An observer that writes a row for each outcome, in the order in which incidents end.
#[derive(Debug)]
pub struct Recorder<'a> {
    dimensions: &'a Dimensions,
    rows: csv::Writer<File>,
    /// The fields before the areas.
    lead: Vec<String>,
    /// Positions of the levels of areas that have a column; nothing where this city has no such level.
    levels: Vec<Option<usize>>,
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
        let part = folder.part(Self::FILE, replication);
        let levels = (0..dimensions.levels.len()).map(Some).collect();
        Self::to(&part, folder.target.join(Self::FILE), vec![replication.to_string()], levels, dimensions)
    }

    /// For a task of a sweep, into `part`; `levels` are those of all its scenarios.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn of_sweep(part: &Path, lead: Vec<String>, levels: &[String], dimensions: &'a Dimensions) -> Result<Recorder<'a>, FolderError> {
        let position = |name: &String| dimensions.levels.iter().position(|level| level.level.name == *name);
        Self::to(part, part.to_owned(), lead, levels.iter().map(position).collect(), dimensions)
    }

    fn to(
        part: &Path,
        path: PathBuf,
        lead: Vec<String>,
        levels: Vec<Option<usize>>,
        dimensions: &'a Dimensions,
    ) -> Result<Recorder<'a>, FolderError> {
        let file = File::create(part).map_err(FolderError::at(&path))?;
        let rows = csv::WriterBuilder::new().has_headers(false).from_writer(file);
        Ok(Recorder { dimensions, rows, lead, levels, field: String::new(), path, failed: None })
    }

    /// The header of the file: replication, one column per level of areas, then [`COLUMNS`].
    pub fn header(dimensions: &Dimensions) -> String {
        Self::head(&LEAD[1..], dimensions.levels.iter().map(|level| level.level.name.as_str()))
    }

    /// The header where the rows are of several points, with columns for `levels`.
    pub fn header_of_sweep(levels: &[String]) -> String {
        Self::head(&LEAD, levels.iter().map(String::as_str))
    }

    fn head<'n>(lead: &[&str], levels: impl Iterator<Item = &'n str>) -> String {
        let mut header = csv::Writer::from_writer(Vec::new());
        let mut names: Vec<String> = Vec::new();
        for level in levels {
            // A level may be called like any column, such as `category`.
            let taken = |name: &str| LEAD.contains(&name) || COLUMNS.iter().any(|column| column.name == name);
            let mut name = level.to_owned();
            while taken(&name) || names.contains(&name) {
                name.insert_str(0, "area ");
            }
            names.push(name);
        }
        let names = lead.iter().copied().chain(names.iter().map(String::as_str)).chain(COLUMNS.iter().map(|c| c.name));
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
        for field in &self.lead {
            self.rows.write_field(field)?;
        }
        let leaf = self.dimensions.leaf(outcome.leaf);
        for level in &self.levels {
            let level = level.map(|position| &self.dimensions.levels[position]);
            self.rows.write_field(level.map_or("", |level| &level.cells[level.of_leaf[leaf] as usize].name))?;
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

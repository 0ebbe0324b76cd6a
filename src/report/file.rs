//! A file that is written beside its place and put there when it is complete.

use super::part;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that is being written.
#[derive(Debug)]
pub struct Replacement {
    target: PathBuf,
    temporary: PathBuf,
    file: File,
}

impl Replacement {
    /// Begins the file `target`.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn begin(target: &Path) -> io::Result<Replacement> {
        let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let temporary = target.with_file_name(part::name(&name));
        part::clear(temporary.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")), &name);
        let file = File::create_new(&temporary)?;
        Ok(Replacement { target: target.to_owned(), temporary, file })
    }

    /// Where it is written until it is complete. Whoever ends the program at once should remove this.
    pub fn temporary(&self) -> &Path {
        &self.temporary
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(self) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.temporary, &self.target)
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Replacement {
    /// Removes what was not put in place.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.temporary);
    }
}

//! A file that is written beside its place and put there when it is complete.

use super::part;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Whether two paths lead to the same file or folder, however they are spelt.
pub fn is_same(one: &Path, other: &Path) -> bool {
    fs::canonicalize(one).is_ok_and(|one| fs::canonicalize(other).is_ok_and(|other| one == other))
}

/// A file that is being written.
#[derive(Debug)]
pub struct Replacement {
    target: PathBuf,
    temporary: PathBuf,
    file: File,
}

impl Replacement {
    /// Begins the file `target`, or the one that it is a link to.
    ///
    /// # Errors
    /// When the system refuses; when there is something that is no file, such as a device or a pipe.
    pub fn begin(target: &Path) -> io::Result<Replacement> {
        let target = if target.is_symlink() { fs::canonicalize(target)? } else { target.to_owned() };
        if target.exists() && !target.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file, and is not replaced by one"));
        }
        let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let temporary = target.with_file_name(part::name(&name));
        part::clear(temporary.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")), &name);
        let file = File::create_new(&temporary)?;
        Ok(Replacement { target, temporary, file })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_what_is_no_file_stays() {
        let place = tempfile::tempdir().unwrap();
        let [target, link, pipe, dangling] = ["target", "link", "pipe", "dangling"].map(|name| place.path().join(name));
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        std::os::unix::fs::symlink(place.path().join("nowhere"), &dangling).unwrap();
        let mut file = Replacement::begin(&link).unwrap();
        file.write_all(b"new").unwrap();
        file.finish().unwrap();
        assert!(link.is_symlink() && fs::read_to_string(&target).unwrap() == "new");
        let _listening = std::os::unix::net::UnixListener::bind(&pipe).unwrap();
        for no_file in [&pipe, &dangling, place.path()] {
            assert!(Replacement::begin(no_file).is_err(), "{}", no_file.display());
        }
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 4, "nothing else is left");
    }
}

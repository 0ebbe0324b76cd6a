//! Names under which something is written beside its place until it is complete, and what is left under them by
//! processes that were killed.

use std::fs::{self, DirEntry};
use std::path::Path;
use std::time::Duration;

/// How long something must lie untouched to count as left where nobody knows which processes run.
const LONG: Duration = Duration::from_secs(24 * 60 * 60);

/// How such names end.
const PART: &str = ".part";

/// A name for what will be called `of`, which no other process has at the same time.
pub fn name(of: &str) -> String {
    format!(".{of}.{}{PART}", std::process::id())
}

/// Whether a process writes, or has left, something unfinished under this name.
pub fn is_one(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(PART)
}

/// Removes what processes that no longer run have left in `folder` of something that was to be called `of`. What cannot
/// be removed stands in nobody's way.
pub fn clear(folder: &Path, of: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if writer(&entry.file_name().to_string_lossy(), of).is_some_and(|process| left(process, &entry)) {
            let path = entry.path();
            let _ = fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path));
        }
    }
}

/// Removes something unfinished while it may be put in its place: either is done whole. It is called otherwise first, so that
/// no folder comes to its place of which half is removed.
pub fn remove(path: &Path) {
    let mut aside = path.as_os_str().to_owned();
    aside.push(PART);
    if fs::rename(path, &aside).is_ok() {
        let _ = fs::remove_dir_all(&aside).or_else(|_| fs::remove_file(&aside));
    }
}

/// The process that writes `of` under this name, or was about to remove it.
fn writer(name: &str, of: &str) -> Option<u32> {
    let process = name.strip_prefix('.')?.strip_prefix(of)?.strip_prefix('.')?.strip_suffix(PART)?;
    process.strip_suffix(PART).unwrap_or(process).parse().ok()
}

/// Whether the process no longer runs. In another container a process may have our own number: then time decides.
fn left(process: u32, entry: &DirEntry) -> bool {
    if cfg!(target_os = "linux") && process != std::process::id() {
        return fs::read_to_string(format!("/proc/{process}/stat")).map_or(true, |stat| is_dead(&stat));
    }
    let changed = entry.metadata().and_then(|found| found.modified()).ok();
    changed.and_then(|at| at.elapsed().ok()).is_some_and(|age| age > LONG)
}

/// Whether a process with this line of `/proc` has ended, and only waits for somebody to ask how: state Z or X, after the name in
/// parentheses (proc(5)).
fn is_dead(stat: &str) -> bool {
    stat.rsplit_once(") ").is_some_and(|(_, after)| after.starts_with(['Z', 'X']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_that_has_ended_may_still_be_listed() {
        assert!(is_dead("12 (gridgov) Z 1 12 12 0 -1 4228364"));
        assert!(!is_dead("12 (a (Z) Z) S 1 12 12 0 -1 4194304"));
        assert!(!is_dead("12 (gridgov) D 1 12"));
    }

    #[test]
    fn only_what_a_process_has_left_of_the_same_thing_is_removed() {
        let place = tempfile::tempdir().unwrap();
        // Beyond the largest number that Linux gives to a process.
        let dead = 4_194_305;
        let file = |name: &str| fs::write(place.path().join(name), "").unwrap();
        let gone = [
            format!(".t.csv.{dead}.part"),
            format!(".other.csv.{dead}.part"),
            format!("..{dead}.part"),
            format!(".t.csv.{dead}.part.part"),
        ];
        gone.iter().for_each(|name| file(name));
        let running = [name("t.csv"), ".t.csv.1.part".to_owned(), ".t.csv.mine.part".to_owned(), "t.csv".to_owned()];
        running.iter().for_each(|name| file(name));
        fs::create_dir(place.path().join(format!(".out.{dead}.part"))).unwrap();
        fs::write(place.path().join(format!(".out.{dead}.part/incidents.csv.0.part")), "").unwrap();
        clear(place.path(), "t.csv");
        clear(place.path(), "out");
        let stands = |name: &str| place.path().join(name).exists();
        let linux = cfg!(target_os = "linux");
        assert_eq!([0, 1, 2, 3].map(|at| stands(&gone[at])), [!linux, true, true, !linux]);
        assert_eq!(stands(&format!(".out.{dead}.part")), !linux);
        assert!(running.iter().all(|name| stands(name)));
    }

    #[test]
    fn what_is_removed_goes_whole() {
        let place = tempfile::tempdir().unwrap();
        let (folder, file) = (place.path().join(name("out")), place.path().join(name("t.csv")));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("summary.json"), "").unwrap();
        fs::write(&file, "").unwrap();
        [&folder, &file, &place.path().join("never there")].into_iter().for_each(|path| remove(path));
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }
}

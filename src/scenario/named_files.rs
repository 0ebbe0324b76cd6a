//! Which tables and logs a scenario names: where they are, before any of them is read.
//!
//! A name starts from the folder of the file that says it, so two scenarios may name other files by the same name, and the
//! same file by other names.

use super::input::{MADE, Stream};
use super::load::with_sets;
use super::path::{leads, overlap};
use super::{Diagnostics, Loaded, Source};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Where a scenario names a table or a log, in the order of reading.
const NAMES: [&str; 4] = ["city.places.file", "city.file", "city.travel.distance.file", "demand.log.file"];

/// Whether what is set at a path may name another table or log.
pub fn names_a_file(path: &str) -> bool {
    NAMES.iter().any(|name| overlap(path, name))
}

/// The SHA-256 of files that were asked for; none of those that cannot be read.
#[derive(Debug, Default)]
pub struct Fingerprints(BTreeMap<PathBuf, Option<String>>);

impl Fingerprints {
    fn of(&mut self, path: PathBuf) -> Option<String> {
        let read = |path: &PathBuf| {
            let mut stream = Stream::open(path, path).ok()?;
            std::io::copy(&mut stream, &mut std::io::sink()).ok()?;
            Some(stream.fingerprint())
        };
        self.0.entry(path).or_insert_with_key(read).clone()
    }
}

impl Source {
    /// The tables and logs that are named at or below a path, each with the path of its name.
    fn named_below(&self, path: &str) -> impl Iterator<Item = (&'static str, PathBuf)> {
        let below = NAMES.into_iter().filter(move |name| path.is_empty() || leads(path, name));
        below.filter_map(|name| Some((name, self.whereabouts(name)?)))
    }

    /// Whether the tables that are named at or below a path are those that another scenario names there.
    pub(super) fn names_those_of(&self, other: &Source, path: &str) -> bool {
        self.named_below(path).eq(other.named_below(path))
    }
}

impl Loaded {
    /// The files that the same scenario reads with `path=value` settings over it, sound or not, each with its SHA-256 and in
    /// the order of reading; those that cannot be read are left out.
    pub fn files_with(&self, sets: &[String], fingerprints: &mut Fingerprints) -> Vec<(String, String)> {
        let source = with_sets(self.source.clone(), sets, MADE, Some(&self.scenario), &mut Diagnostics::new());
        let read = |path: PathBuf| Some((path.display().to_string(), fingerprints.of(path)?));
        let tables: Vec<_> = source.named_below("").map(|(_, path)| path).filter_map(read).collect();
        source.written_in().map(|(name, sha256)| (name.to_owned(), sha256.to_owned())).chain(tables).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::AreaId;
    use crate::scenario::load;

    #[test]
    fn names_are_those_of_a_city_only_where_they_mean_the_same_files() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            std::fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
            std::fs::write(folder.path().join(name), text).unwrap();
        };
        let city = r#"(city: Generated(residents: 1000, area_km2: 20, places: (file: "p.csv", level: "village"),
            groups: (name: "region", parts: {"r": (centre: (0, 0))}), levels: [(name: "village", count: 2)]),
            demand: (volume: "9 /day", categories: {"x": ()}), workforce: (crews: {"p": (crews: 2, based: Centre)}))"#;
        write("a/town.ron", city);
        write("b/town.ron", r#"(base: "../a/town.ron")"#);
        write("a/p.csv", "name,group\nNorth,r\nSouth,r\n");
        write("b/p.csv", "name,group\nEast,r\nWest,r\n");
        let town = load(&folder.path().join("b/town.ron"), &[]).unwrap_or_else(|wrong| panic!("{}", wrong.render(false)));
        let leaves = |sets: &[&str]| {
            let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
            let moved = town.with(&sets).unwrap_or_else(|wrong| panic!("{}", wrong.render(false)));
            let files = moved.source.files().map(|(name, sha256)| (name.to_owned(), sha256.to_owned())).collect::<Vec<_>>();
            assert_eq!(town.files_with(&sets, &mut Fingerprints::default()), files, "{sets:?}");
            let city = &moved.model.city;
            let mut names: Vec<&str> = city.leaves().map(|leaf| city.areas[AreaId(leaf)].name.as_str()).collect();
            names.sort_unstable();
            names.join(" ")
        };
        assert_eq!(leaves(&[]), "North South");
        assert_eq!(leaves(&["city.places.file=p.csv"]), "East West");
        assert_eq!(leaves(&["city.places.file=p.csv", "city.places.file=../a/p.csv"]), "North South");
        let missing = town.files_with(&["city.places.file=q.csv".to_owned()], &mut Fingerprints::default());
        assert_eq!(missing.len(), 2, "{missing:?}");
    }
}

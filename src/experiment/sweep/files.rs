//! Which files the points of a plan read, where a factor names other tables or logs than the scenarios do.

use crate::experiment::Arm;
use crate::scenario::{Fingerprints, names_a_file};
use std::collections::BTreeMap;

/// Files that are read, each with its SHA-256.
pub(super) type Files = Vec<(String, String)>;

/// For each row of settings at `paths`, the files that a scenario reads with it; none where its own are meant.
pub(super) fn of_rows(arm: &Arm, paths: &[String], rows: &[Vec<String>], fingerprints: &mut Fingerprints) -> Vec<Files> {
    let naming: Vec<usize> = (0..paths.len()).filter(|at| names_a_file(&paths[*at])).collect();
    if naming.is_empty() {
        return vec![Files::new(); rows.len()];
    }
    let mut found: BTreeMap<Vec<String>, Files> = BTreeMap::new();
    let mut of = |row: &Vec<String>| {
        let sets: Vec<String> = naming.iter().map(|at| row[*at].clone()).collect();
        found.entry(sets).or_insert_with_key(|sets| arm.loaded.files_with(sets, fingerprints)).clone()
    };
    rows.iter().map(&mut of).collect()
}

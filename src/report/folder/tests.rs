//! Folders on a disk: what is refused, what is kept, what is left behind.

use super::*;
use crate::record::Observer;
use crate::report::sample;

fn manifest(seed: u64) -> Manifest {
    Manifest::new("city.ron".into(), Vec::new(), "(name: \"x\")", Vec::new(), seed, 2)
}

fn write(target: &Path, seed: u64, force: bool) -> Result<(), FolderError> {
    let manifest = manifest(seed);
    let folder = Folder::begin(target, &manifest.identity, force)?;
    let dimensions = sample::dimensions();
    for replication in [1, 0] {
        let mut recorder = Recorder::begin(&folder, replication, &dimensions)?;
        recorder.outcome(&sample::outcome(3, 50 + u64::from(replication)));
        recorder.finish()?;
    }
    folder.join(Recorder::FILE, &Recorder::header(&dimensions), 2)?;
    folder.write("summary.json", b"{}\n")?;
    folder.write("crews.csv", &crews(&dimensions, &[]))?;
    folder.finish(&manifest.text()).map(|_| ())
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_folder_holds_the_four_files_and_rows_in_order() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("deep/out");
    write(&target, 1, false).unwrap();
    assert_eq!(names(&target), ["crews.csv", "incidents.csv", "manifest.json", "summary.json"]);
    assert_eq!(names(&place.path().join("deep")), ["out"]);
    let mut rows = csv::Reader::from_path(target.join("incidents.csv")).unwrap();
    let header = rows.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap_or_else(|| panic!("no column {name}"));
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let values = |name: &str| rows.iter().map(|row| row[column(name)].to_owned()).collect::<Vec<_>>();
    assert_eq!(values("replication"), ["0", "1"]);
    assert_eq!(values("on_scene_s"), ["3000", "3060"]);
    assert_eq!(values("governance_unit"), ["Unit 2", "Unit 2"]);
    assert_eq!(values("served_by"), ["duty-station crew", "duty-station crew"]);
    assert_eq!(values("deadline_s"), ["", ""]);
}

#[test]
fn only_the_same_run_is_replaced_without_being_forced() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("out");
    write(&target, 1, false).unwrap();
    write(&target, 1, false).expect("the same run may be written again");
    let refused = write(&target, 2, false).unwrap_err();
    assert!(matches!(&refused, FolderError::Taken(m) if m.contains("--force")), "{refused}");
    assert_eq!(Manifest::identity_in(&target.join(MANIFEST)), Some(manifest(1).identity));
    for name in ["incidents.parquet", "draws.csv", "points.csv"] {
        fs::write(target.join(name), "").unwrap();
    }
    write(&target, 1, false).expect("the same run");
    assert_eq!(names(&target).len(), 7, "what belongs to it stays");
    let written = fs::read_to_string(target.join(MANIFEST)).unwrap();
    fs::write(target.join(MANIFEST), written.replace("\"done\": []", "\"done\": [{}]")).unwrap();
    write(&target, 1, false).expect("the same run");
    assert!(!target.join("incidents.parquet").exists(), "what belonged to fewer replications does not");
    write(&target, 2, true).unwrap();
    assert_eq!(Manifest::identity_in(&target.join(MANIFEST)), Some(manifest(2).identity));
    assert_eq!(names(&target), ["crews.csv", "incidents.csv", "manifest.json", "points.csv", "summary.json"]);
}

#[test]
fn a_folder_where_a_file_should_come_or_go_is_seen_before_anything_goes() {
    for (seed, name) in [(1, "summary.json"), (2, "draws.csv")] {
        let place = tempfile::tempdir().unwrap();
        let target = before(place.path(), false);
        let _ = fs::remove_file(target.join(name));
        fs::create_dir(target.join(name)).unwrap();
        let whole = names(&target);
        let error = write(&target, seed, true).unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
        assert_eq!((names(&target), Manifest::identity_in(&target.join(MANIFEST))), (whole, Some(manifest(1).identity)));
        assert_eq!(names(place.path()), ["out"], "nothing is left beside it");
    }
}

#[test]
fn files_of_others_survive_force() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("thesis.tex"), "years of work").unwrap();
    assert!(write(place.path(), 1, false).is_err());
    write(place.path(), 1, true).unwrap();
    assert_eq!(fs::read_to_string(place.path().join("thesis.tex")).unwrap(), "years of work");
    assert_eq!(names(place.path()).len(), 5);
}

/// A folder with results as they are before others come: with something to go on from, or without.
fn before(place: &Path, unfinished: bool) -> PathBuf {
    let target = place.join("out");
    let folder = Folder::begin(&target, &manifest(1).identity, false).unwrap();
    folder.write("summary.json", b"old").unwrap();
    folder.write("crews.csv", b"old").unwrap();
    if unfinished {
        folder.write(UNFINISHED, b"old").unwrap();
    }
    folder.finish(&manifest(1).text()).unwrap();
    target
}

/// Puts new results in the place of old ones and is killed after so many steps; whether there were any left.
fn replaced(target: &Path, new: &str, files: &[&str], force: bool, steps: usize) -> bool {
    let identity = Manifest::new("city.ron".into(), Vec::new(), "(name: \"x\")", Vec::new(), new.parse().unwrap(), 2);
    let folder = Folder::begin(target, &identity.identity, force).unwrap_or_else(|refused| panic!("after {steps}: {refused}"));
    files.iter().for_each(|name| folder.write(name, b"new").unwrap());
    folder.write(MANIFEST, identity.text().as_bytes()).unwrap();
    let all = replacing::steps(&folder.temporary, target, &identity.text()).unwrap();
    all.iter().take(steps).for_each(|step| step.take().unwrap());
    steps < all.len()
}

#[test]
fn whatever_instant_it_is_killed_at_there_is_what_to_go_on_from_and_no_mixture() {
    let texts = |target: &Path| -> Vec<String> {
        let files = ["summary.json", "crews.csv"].map(|name| fs::read_to_string(target.join(name)).unwrap_or_default());
        files.into_iter().filter(|text| !text.is_empty()).collect()
    };
    let files = ["crews.csv", "summary.json"];
    let on = ["crews.csv", "summary.json", UNFINISHED];
    let other = ["misses.csv", "summary.json"];
    // Goes on to the end, goes on and is interrupted again, is done again, or is replaced by others.
    for (unfinished, seed, files) in [(true, "1", &files[..]), (true, "1", &on), (false, "1", &files), (true, "2", &other)] {
        for steps in 0.. {
            let place = tempfile::tempdir().unwrap();
            let target = before(place.path(), unfinished);
            let left = replaced(&target, seed, files, seed == "2", steps);
            let manifest_now = Manifest::identity_in(&target.join(MANIFEST));
            let (found, has) = (texts(&target), target.join(UNFINISHED).exists());
            let told = format!("{seed}, {files:?}, after {steps}: {manifest_now:?}, {found:?}");
            assert!(manifest_now.is_none() || found.windows(2).all(|pair| pair[0] == pair[1]), "a mixture that looks whole: {told}");
            assert!(!left || !unfinished || has || manifest_now.is_some(), "nothing to go on from: {told}");
            if seed == "1" {
                assert!(replacing::manifest_of(&target).exists(), "{told}");
                let kept = fs::read_to_string(replacing::manifest_of(&target)).unwrap();
                assert_eq!(kept, manifest(1).text(), "the same command knows it again: {told}");
            }
            replaced(&target, seed, files, seed == "2", usize::MAX);
            let mut expected = [files, &[MANIFEST]].concat();
            expected.sort_unstable();
            assert_eq!(names(&target), expected, "{told}");
            assert!(texts(&target).iter().all(|text| text == "new"), "{told}");
            if !left {
                break;
            }
        }
    }
}

#[test]
fn who_is_killed_in_an_empty_folder_or_among_results_of_others_may_come_again() {
    // Until misses.csv of the others has come, but not their manifest.
    for steps in 0..14 {
        let place = tempfile::tempdir().unwrap();
        replaced(place.path(), "1", &["crews.csv", "summary.json"], false, steps);
        replaced(place.path(), "1", &["crews.csv", "summary.json"], false, usize::MAX);
        assert_eq!(names(place.path()), ["crews.csv", "manifest.json", "summary.json"]);
        let target = before(place.path(), true);
        replaced(&target, "2", &["misses.csv"], true, steps);
        replaced(&target, "1", &["crews.csv"], false, usize::MAX);
        assert_eq!(names(&target).len(), if steps < 2 { 3 } else { 2 }, "nothing of the others stays: {:?}", names(&target));
    }
}

#[test]
fn a_folder_that_came_to_be_meanwhile_is_replaced_or_kept_as_if_it_had_been_there() {
    let place = tempfile::tempdir().unwrap();
    for (name, seed, force, replaced) in [("forced", 1, true, true), ("same", 2, false, true), ("other", 1, false, false)] {
        let target = place.path().join(name);
        let own = manifest(seed);
        let late = Folder::begin(&target, &own.identity, force).unwrap();
        late.write("summary.json", b"late").unwrap();
        fs::create_dir(&target).unwrap();
        write(&target, 2, false).unwrap();
        let ended = late.finish(&own.text());
        let summary = fs::read_to_string(target.join("summary.json")).unwrap();
        assert_eq!((ended.is_ok(), summary == "late"), (replaced, replaced), "{name}: {ended:?}");
        assert!(replaced || ended.unwrap_err().to_string().contains("--force"));
        let kept = if replaced { own.identity } else { manifest(2).identity };
        assert_eq!(Manifest::identity_in(&target.join(MANIFEST)), Some(kept), "{name}");
    }
    assert_eq!(names(place.path()), ["forced", "other", "same"], "nothing is left behind");
}

#[test]
fn less_of_the_same_never_takes_the_place_of_more() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("out");
    let of = |seed: u64, done: u32, interrupted: bool| {
        let digest =
            |replication| ReplicationDigest { replication, digest: String::new(), trace_digest: String::new(), incidents: 0, events: 0 };
        Manifest { done: (0..done).map(digest).collect(), interrupted, ..manifest(seed) }
    };
    let begin = |manifest: &Manifest| Folder::begin(&target, &manifest.identity, manifest.seed == 2).unwrap();
    let end = |folder: Folder, manifest: &Manifest| {
        folder.write("summary.json", manifest.text().as_bytes()).unwrap();
        let (before, stands) = (fs::read_to_string(target.join("summary.json")).ok(), folder.finish(&manifest.text()).unwrap());
        let after = fs::read_to_string(target.join("summary.json")).unwrap();
        assert_eq!(Some(after), if stands == Stands::Own { Some(manifest.text()) } else { before });
        assert_eq!((names(&target), names(place.path())), (vec![MANIFEST.to_owned(), "summary.json".to_owned()], vec!["out".to_owned()]));
        stands
    };
    for (done, interrupted, stands) in [
        (3, true, Stands::Own),
        (2, true, Stands::More),
        (3, true, Stands::Own),
        (2, false, Stands::Own),
        (3, true, Stands::Whole),
        (2, false, Stands::Own),
    ] {
        let manifest = of(1, done, interrupted);
        assert_eq!(end(begin(&manifest), &manifest), stands, "{done}, {interrupted}");
    }
    let other = of(2, 1, true);
    assert_eq!(end(begin(&other), &other), Stands::Own, "another question, by force");
    assert_eq!(end(begin(&of(2, 2, false)), &of(2, 2, false)), Stands::Own);
    let elsewhere = place.path().join("elsewhere");
    let late = Folder::begin(&elsewhere, &other.identity, false).unwrap();
    fs::rename(&target, &elsewhere).unwrap();
    assert_eq!(late.finish(&other.text()).unwrap(), Stands::Whole, "it came to be meanwhile");
    assert_eq!(names(place.path()), ["elsewhere"]);
}

#[test]
fn a_run_that_fails_leaves_nothing_behind() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("out");
    let folder = Folder::begin(&target, "x", false).unwrap();
    folder.write("summary.json", b"{").unwrap();
    drop(folder);
    assert!(names(place.path()).is_empty());
    let file = place.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(matches!(Folder::begin(&file, "x", true), Err(FolderError::Taken(_))));
    let error = Folder::begin(&file.join("out"), "x", false).unwrap_err().to_string();
    assert!(error.contains("file"), "{error}");
}

#[test]
fn every_column_is_documented() {
    let documented = include_str!("../../../docs/folder.md");
    for column in COLUMNS {
        assert!(documented.contains(&format!("`{}`", column.name)), "`{}` is not in docs/folder.md", column.name);
    }
    let crews = String::from_utf8(crews(&sample::dimensions(), &[])).unwrap();
    for name in crews.trim().split(',').filter(|name| !name.ends_with("_s")) {
        assert!(documented.contains(&format!("`{name}`")), "`{name}` is not in docs/folder.md");
    }
}

#[test]
fn levels_called_like_columns_have_columns_of_their_own() {
    let levels = ["town", "category", "area category", "point", "replication"].map(str::to_owned);
    let header = Recorder::header_of_sweep(&levels);
    let first = "point,replication,town,area category,area area category,area point,area replication,incident,";
    assert!(header.starts_with(first), "{header}");
    let place = tempfile::tempdir().unwrap();
    let (from, to) = (place.path().join(Recorder::FILE), place.path().join("incidents.parquet"));
    fs::write(&from, header).unwrap();
    incidents_parquet(&from, &to, &crate::report::table::Metadata::new("a", "", [])).unwrap();
}

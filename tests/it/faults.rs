//! What goes wrong outside the program: full disks, closed pipes, missing permissions, signals, files that are no text.
//!
//! Nothing half-written is left where results belong, nothing is lost that was reported done, and exit codes are those
//! of the page: 0, 1 (the run failed), 2 (bad input), 130 (interrupted).
#![cfg(unix)]

use crate::program::{self, RUN_FILES};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

fn gridgov(arguments: &[&str]) -> Command {
    let mut command = Command::new(program::path());
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).env("LC_ALL", "C").stdin(Stdio::null());
    command
}

fn output(command: &mut Command) -> (Option<i32>, String, String) {
    let output = command.output().expect("the program can be started");
    shown(&output)
}

fn shown(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// A run of the county that takes a moment.
const SHORT: &[&str] = &["run", "scenarios/county.ron", "--set", "run.days=20", "--replications", "2", "--threads", "1"];

/// What is in a folder, hidden entries included.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("it can be listed");
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id exists");
    id.stdout == b"0\n"
}

/// A small file system of its own; taken away at the end. None, and said so, where the system does not allow it.
struct Disk(PathBuf);

impl Disk {
    fn new(place: &Path, options: &str) -> Option<Disk> {
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", options, "none"]).arg(place).stderr(Stdio::null()).status();
        if is_root() && mount.is_ok_and(|status| status.success()) {
            return Some(Disk(place.to_owned()));
        }
        eprintln!("SKIPPED: a file system of {options} cannot be mounted here; it needs root and the right to mount");
        None
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_fails_the_run_and_leaves_it_empty() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::new(folder.path(), "size=64k") else { return };
    let out = disk.0.join("results");
    let (code, stdout, stderr) = output(gridgov(SHORT).arg("--out").arg(&out));
    assert_eq!((code, stdout.as_str()), (Some(1), ""), "{stderr}");
    assert!(stderr.starts_with("error: ") && stderr.contains("cannot write") && stderr.contains("No space left"), "{stderr}");
    assert_eq!(names(&disk.0), [] as [&str; 0]);
    let (code, _, stderr) = output(gridgov(&["trace", "scenarios/county.ron", "--out"]).arg(disk.0.join("trace.csv")));
    assert!(code == Some(1) && stderr.contains("No space left"), "{stderr}");
    assert_eq!(names(&disk.0), [] as [&str; 0]);
}

#[test]
fn results_that_were_there_before_survive_a_full_disk() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::new(folder.path(), "size=2m") else { return };
    let out = disk.0.join("results");
    let few = ["run", "scenarios/county.ron", "--set", "run.days=2", "--replications", "1", "--out"];
    let (code, _, stderr) = output(gridgov(&few).arg(&out));
    assert_eq!(code, Some(0), "{stderr}");
    let before: Vec<(String, Vec<u8>)> = names(&out).into_iter().map(|name| (name.clone(), fs::read(out.join(name)).unwrap())).collect();
    let many = ["run", "scenarios/county.ron", "--replications", "6", "--force", "--out"];
    let (code, _, stderr) = output(gridgov(&many).arg(&out));
    assert_eq!(code, Some(1), "{stderr}");
    let after: Vec<(String, Vec<u8>)> = names(&out).into_iter().map(|name| (name.clone(), fs::read(out.join(name)).unwrap())).collect();
    assert_eq!(before.iter().map(|(name, _)| name).collect::<Vec<_>>(), after.iter().map(|(name, _)| name).collect::<Vec<_>>());
    assert!(before == after, "a failed run changed the results before it");
}

#[test]
fn results_that_cannot_be_printed_fail_the_run_but_stay_in_their_folder() {
    if !Path::new("/dev/full").exists() {
        return eprintln!("SKIPPED: there is no /dev/full here");
    }
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("results");
    let (code, _, stderr) = output(gridgov(SHORT).arg("--out").arg(&out).stdout(full()));
    assert!(code == Some(1) && stderr.contains("cannot write the results") && stderr.contains("No space left"), "{stderr}");
    assert_eq!(names(&out), RUN_FILES);
    for command in [
        vec!["trace", "scenarios/county.ron"],
        vec!["rules"],
        vec!["check", "scenarios/county.ron", "--json"],
        vec!["--help"],
        vec!["--version"],
    ] {
        let (code, _, stderr) = output(gridgov(&command).stdout(full()));
        assert!(code == Some(1) && stderr.contains("No space left"), "{command:?}: {stderr}");
    }
    // Nor does it matter where messages go.
    let (code, stdout, _) = output(gridgov(SHORT).stderr(full()));
    assert!(code == Some(0) && !stdout.is_empty());
}

/// A place and a copy of the program that somebody without privileges may use, and a command that is run by them.
struct Nobody {
    folder: tempfile::TempDir,
}

impl Nobody {
    fn new() -> Nobody {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
        fs::copy(program::path(), folder.path().join("gridgov")).unwrap();
        let county = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/county.ron");
        fs::copy(county, folder.path().join("county.ron")).unwrap();
        Nobody { folder }
    }

    fn runs(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let mut command = Command::new(self.folder.path().join("gridgov"));
        command.args(arguments).current_dir(self.folder.path()).env("LC_ALL", "C").stdin(Stdio::null());
        if is_root() {
            command.uid(65_534).gid(65_534);
        }
        output(&mut command)
    }

    fn allow(&self, name: &str, mode: u32) {
        fs::set_permissions(self.folder.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    }
}

#[test]
fn folders_and_files_that_are_forbidden_are_named() {
    let nobody = Nobody::new();
    fs::create_dir(nobody.folder.path().join("closed")).unwrap();
    nobody.allow("closed", 0o555);
    let days = ["--set", "run.days=2", "--replications", "1"];
    for out in ["closed", "closed/results"] {
        let (code, stdout, stderr) = nobody.runs(&[&["run", "county.ron", "--out", out], &days[..]].concat());
        assert_eq!((code, stdout.as_str()), (Some(1), ""), "{stderr}");
        assert!(stderr.contains("cannot write closed") && stderr.contains("Permission denied"), "{stderr}");
    }
    let (code, _, stderr) = nobody.runs(&["trace", "county.ron", "--days", "1", "--out", "closed/trace.csv"]);
    assert!(code == Some(1) && stderr.contains("cannot write closed/trace.csv: Permission denied"), "{stderr}");
    assert_eq!(names(&nobody.folder.path().join("closed")), [] as [&str; 0]);
    nobody.allow("county.ron", 0o000);
    let (code, stdout, stderr) = nobody.runs(&["run", "county.ron"]);
    assert_eq!((code, stdout.as_str()), (Some(2), ""), "{stderr}");
    assert!(stderr.contains("county.ron") && stderr.to_lowercase().contains("permission"), "{stderr}");
}

#[test]
fn files_that_are_no_text_are_bad_input() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let county = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/county.ron");
    let latin = file("latin.ron", b"(name: \"Z\xfcrich\")");
    let overlay = file("overlay.ron", b"(base: \"latin.ron\")");
    file("records.csv", b"reported,category\n2022-01-01 08:00,\xd4\xeb\xc9\xf9\n");
    let replay = file("replay.ron", format!("(base: {:?}, demand: Log(\"records.csv\"))", county.display().to_string()).as_bytes());
    for (scenario, said) in [(latin, "latin.ron"), (overlay, "latin.ron"), (replay, "records.csv"), (folder.path().to_owned(), "folder")] {
        for command in ["run", "check", "trace"] {
            let (code, stdout, stderr) = output(gridgov(&[command]).arg(&scenario));
            assert_eq!((code, stdout.as_str()), (Some(2), ""), "{command} {}: {stderr}", scenario.display());
            assert!(stderr.contains(said) && stderr.starts_with("error"), "{command} {}: {stderr}", scenario.display());
        }
    }
}

#[test]
fn a_name_that_is_no_text_is_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = folder.path().join(OsStr::from_bytes(b"county-\xff.ron"));
    if let Err(error) = fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/county.ron"), &scenario) {
        return eprintln!("SKIPPED: this file system knows no such names: {error}");
    }
    let out = folder.path().join(OsStr::from_bytes(b"results-\xfe"));
    let days = ["--set", "run.days=2", "--replications", "1"];
    let (code, stdout, stderr) = output(gridgov(&["run"]).arg(&scenario).args(days).arg("--out").arg(&out));
    assert!(code == Some(0) && !stdout.is_empty(), "{stderr}");
    assert_eq!(names(&out), RUN_FILES);
    assert_eq!(names(folder.path()).len(), 2);
    // Where a text is asked for, it is a mistake.
    let (code, _, stderr) = output(gridgov(&["run", "scenarios/county.ron", "--set"]).arg(OsStr::from_bytes(b"name=\"\xff\"")));
    assert!(code == Some(2) && stderr.starts_with("error"), "{stderr}");
}

#[test]
fn readers_who_have_had_enough_are_no_failure() {
    let shell = |script: &str| {
        let mut bash = Command::new("bash");
        bash.args(["-o", "pipefail", "-c", script]).env("GRIDGOV", program::path()).env("LC_ALL", "C");
        output(bash.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null()))
    };
    for script in [
        "$GRIDGOV trace scenarios/longgang.ron | head -n 3",
        "$GRIDGOV trace scenarios/longgang.ron 2>&1 | head -n 3",
        "$GRIDGOV rules | head -n 3",
        "$GRIDGOV --help | head -n 3",
        "$GRIDGOV check scenarios/county.ron | head -n 3",
        "$GRIDGOV run scenarios/county.ron --set run.days=2 --replications 2 2>&1 | head -n 3",
    ] {
        let (code, stdout, stderr) = shell(script);
        assert_eq!((code, stdout.lines().count(), stderr.as_str()), (Some(0), 3, ""), "{script}");
    }
    // Diagnostics that nobody reads are still a failure, and the same one.
    let (code, _, _) = shell("$GRIDGOV run scenarios/nowhere.ron 2>&1 | head -c 0; exit ${PIPESTATUS[0]}");
    assert_eq!(code, Some(2));
}

/// Starts a run too long to end by itself and waits until `begun` replications have begun to write.
fn started(out: &Path, begun: usize) -> std::process::Child {
    let more = ["run", "scenarios/county.ron", "--replications", "1000", "--threads", "1", "--set", "run.days=365", "--out"];
    let mut child = gridgov(&more).arg(out).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program can be started");
    let parts = || -> usize {
        let beside = fs::read_dir(out.parent().unwrap()).into_iter().flatten().chain(fs::read_dir(out).into_iter().flatten()).flatten();
        beside.filter_map(|entry| fs::read_dir(entry.path()).ok()).map(|parts| parts.count()).max().unwrap_or(0)
    };
    for _ in 0..1_200 {
        if parts() >= begun {
            return child;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    child.kill().and_then(|()| child.wait()).expect("it can be stopped");
    panic!("no replication was begun within half a minute");
}

#[test]
fn killed_it_leaves_nothing_where_results_belong_and_does_not_stand_in_the_way() {
    for folder_exists in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("results");
        if folder_exists {
            fs::create_dir(&out).unwrap();
            // Of a run that began before there was the folder. No process of Linux has so large a number.
            fs::create_dir(folder.path().join(".results.4194305.part")).unwrap();
        }
        let mut child = started(&out, 2);
        child.kill().unwrap();
        assert_eq!(child.wait().unwrap().signal(), Some(9));
        if folder_exists {
            assert!(names(&out).iter().all(|name| name.starts_with('.') && name.ends_with(".part")), "{:?}", names(&out));
        } else {
            assert!(!out.exists());
        }
        let (code, _, stderr) = output(gridgov(SHORT).arg("--out").arg(&out));
        assert_eq!(code, Some(0), "{stderr}");
        let complete: Vec<String> = names(&out).into_iter().filter(|name| !name.starts_with('.')).collect();
        assert_eq!(complete, RUN_FILES);
        if cfg!(target_os = "linux") {
            assert_eq!(names(&out), RUN_FILES, "what was left is removed");
            assert_eq!(names(folder.path()), ["results"], "what was left is removed");
        }
    }
}

#[test]
fn killed_it_leaves_earlier_results_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("results");
    assert_eq!(output(gridgov(SHORT).arg("--out").arg(&out)).0, Some(0));
    let files = RUN_FILES;
    let read = || files.map(|name| fs::read(out.join(name)).unwrap());
    let before = read();
    let more = ["run", "scenarios/county.ron", "--replications", "1000", "--threads", "1", "--force", "--out"];
    let mut child = gridgov(&more).arg(&out).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    for _ in 0..1_200 {
        if names(&out).len() > files.len() {
            break;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    std::thread::sleep(Duration::from_millis(200));
    child.kill().unwrap();
    assert_eq!(child.wait().unwrap().signal(), Some(9));
    assert!(before == read(), "a run that was killed changed the results before it");
}

#[test]
fn interrupted_without_a_folder_it_tells_what_is_done() {
    let more = ["run", "scenarios/county.ron", "--replications", "1000", "--threads", "1", "--set", "run.days=365", "--json"];
    let child = gridgov(&more).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program can be started");
    std::thread::sleep(Duration::from_millis(1_500));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let (code, stdout, stderr) = shown(&child.wait_with_output().unwrap());
    assert_eq!(code, Some(130), "{stderr}");
    let document: serde_json::Value = serde_json::from_str(&stdout).expect("one JSON document");
    assert_eq!(document["interrupted"], true);
    let done = document["replications"].as_u64().unwrap();
    assert!((1..1_000).contains(&done) && stderr.contains(&format!("after {done} of 1000")), "{stderr}");
}

#[test]
fn an_interrupted_trace_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("trace.csv");
    let more = ["trace", "scenarios/longgang.ron", "--days", "36000", "--out"];
    let child = gridgov(&more).arg(&out).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program can be started");
    for _ in 0..1_200 {
        if !names(folder.path()).is_empty() {
            break;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    std::thread::sleep(Duration::from_millis(100));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let (code, stdout, stderr) = shown(&child.wait_with_output().unwrap());
    assert_eq!((code, stdout.as_str()), (Some(130), ""), "{stderr}");
    assert_eq!(names(folder.path()), [] as [&str; 0]);
}

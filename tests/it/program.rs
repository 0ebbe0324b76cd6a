//! The program as a user starts it, from the root of the project.

use serde_json::Value;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

/// What `run` leaves in its folder, in the order of names.
pub const RUN_FILES: [&str; 8] = [
    "crews.csv",
    "incidents.csv",
    "manifest.json",
    "replications.csv",
    "replications.parquet",
    "report.html",
    "report.json",
    "summary.json",
];

/// The program: the one that `GRIDGOV` names, such as the release build, which is some three times as fast; else the one built
/// for the tests. Every build prints the same.
pub fn path() -> String {
    std::env::var("GRIDGOV").unwrap_or_else(|_| env!("CARGO_BIN_EXE_gridgov").to_owned())
}

pub fn gridgov(arguments: &[&str]) -> Output {
    Command::new(path())
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("LC_ALL", "C")
        .output()
        .expect("the program can be started")
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

/// What it prints as a document; it must have ended well.
pub fn json(arguments: &[&str]) -> Value {
    let output = gridgov(arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one JSON document")
}

/// Starts the program.
pub fn started(arguments: &[&str]) -> Child {
    Command::new(path())
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("LC_ALL", "C")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started")
}

/// Sends it Ctrl-C.
pub fn interrupt(program: &Child) {
    let killed = Command::new("kill").args(["-INT", &program.id().to_string()]).status().expect("kill exists");
    assert!(killed.success());
}

/// Starts the program, sends it Ctrl-C after a while, and tells how it ended.
pub fn interrupted(arguments: &[&str], wait: Duration) -> Output {
    let program = started(arguments);
    std::thread::sleep(wait);
    interrupt(&program);
    program.wait_with_output().unwrap()
}

/// Runs the program to its end in spite of Ctrl-C, which comes ever earlier, some times at least after something was
/// done; what is kept for the next time, counted by `count`, must never become less. `takes`: about how long it runs.
pub fn finished_in_parts(arguments: &[&str], folder: &Path, takes: Duration, count: impl Fn(&Value) -> usize) {
    let unfinished = folder.join("unfinished.json");
    let (mut interruptions, mut kept) = (0, 0);
    for part in 2..12 {
        let output = interrupted(arguments, takes / part);
        match output.status.code() {
            Some(130) => interruptions += 1,
            // It was at its end before, for the machine has become faster: once more from the beginning.
            Some(0) if kept == 0 => std::fs::remove_dir_all(folder).unwrap(),
            Some(0) => break,
            // Ctrl-C came before the program was there to take it.
            code => assert!(code.is_none(), "{arguments:?}, {code:?}: {}", text(&output.stderr)),
        }
        let Ok(left) = std::fs::read(&unfinished) else { continue };
        let now = count(&serde_json::from_slice(&left).unwrap());
        assert!(now >= kept, "{arguments:?}: {now} done, {kept} before");
        kept = now;
        assert!(text(&output.stderr).contains("the same command goes on from there"), "{arguments:?}: {}", text(&output.stderr));
        if interruptions == 4 {
            break;
        }
    }
    assert!(interruptions > 0 && kept > 0, "{arguments:?}: {interruptions} interruptions, {kept} done");
    if unfinished.exists() {
        let output = gridgov(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains(" done already"), "{arguments:?}: {}", text(&output.stderr));
    }
    assert!(!unfinished.exists(), "{arguments:?}");
}

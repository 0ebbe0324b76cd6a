//! The program as a user starts it, from the root of the project.

use serde_json::Value;
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

pub fn gridgov(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gridgov"))
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
    Command::new(env!("CARGO_BIN_EXE_gridgov"))
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

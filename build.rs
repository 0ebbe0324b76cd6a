//! Tells the program which compiler and which commit it was built from, for `manifest.json`.

use std::process::Command;

fn first_line(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok().filter(|o| o.status.success())?;
    String::from_utf8(output.stdout).ok()?.lines().next().map(str::to_owned)
}

fn main() {
    let compiler = std::env::var("RUSTC").ok().and_then(|rustc| first_line(&rustc, &["--version"]));
    println!("cargo:rustc-env=GRIDGOV_RUSTC={}", compiler.unwrap_or_else(|| "unknown".to_owned()));
    let commit = first_line("git", &["rev-parse", "HEAD"]).unwrap_or_else(|| "unknown".to_owned());
    println!("cargo:rustc-env=GRIDGOV_COMMIT={commit}");
    println!("cargo:rerun-if-changed=build.rs");
    // Cargo takes a path that is not there for changed, each time.
    let log = first_line("git", &["rev-parse", "--git-path", "logs/HEAD"]).filter(|log| std::path::Path::new(log).exists());
    if let Some(log) = log {
        println!("cargo:rerun-if-changed={log}");
    }
}

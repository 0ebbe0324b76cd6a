//! Notes which compiler builds the program, for the manifests of its results.

use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let version = Command::new(rustc).arg("--version").output().ok().and_then(|output| String::from_utf8(output.stdout).ok());
    println!("cargo::rustc-env=GRIDGOV_RUSTC={}", version.as_deref().map_or("unknown", str::trim));
}

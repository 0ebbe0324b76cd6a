//! What the READMEs show is what the program prints: every block between an `output:` marker and its end is
//! compared to the letter with what its command prints now.
//!
//! `UPDATE_README=1 cargo test readme` fills the blocks instead. Never in CI: a test that writes what it
//! compares cannot fail.

use std::path::Path;
use std::process::Command;

const BEGIN: &str = "<!-- output: gridgov ";
const END: &str = "<!-- end -->";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a command prints, as the block shows it.
fn output(arguments: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_gridgov"))
        .args(arguments.split_whitespace())
        .current_dir(root())
        .output()
        .expect("the program can be started");
    let (text, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "gridgov {arguments} fails:\n{errors}");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    format!("\n```text\n{}\n```\n\n", lines.join("\n").trim_matches('\n'))
}

/// The text with every block filled anew, and how many there are.
fn filled(text: &str) -> (String, usize) {
    let (mut result, mut rest, mut blocks) = (String::new(), text, 0);
    while let Some(at) = rest.find(BEGIN) {
        let head = at + rest[at..].find("-->").expect("a marker ends with -->") + 3;
        let arguments = rest[at + BEGIN.len()..head - 3].trim();
        let end = head + rest[head..].find(END).unwrap_or_else(|| panic!("the block of gridgov {arguments} has no {END}"));
        result.push_str(&rest[..head]);
        result.push('\n');
        result.push_str(&output(arguments));
        rest = &rest[end..];
        blocks += 1;
    }
    result.push_str(rest);
    (result, blocks)
}

fn check(name: &str) {
    let path = root().join(name);
    let text = std::fs::read_to_string(&path).expect("the file can be read");
    let (now, blocks) = filled(&text);
    assert!(blocks > 0, "{name} shows no output");
    if std::env::var_os("UPDATE_README").is_some() && std::env::var_os("CI").is_none() {
        std::fs::write(&path, &now).expect("the file can be written");
        return;
    }
    for (shown, printed) in text.lines().zip(now.lines()) {
        assert_eq!(shown, printed, "{name} does not show what its command prints; UPDATE_README=1 cargo test readme fills it anew");
    }
    assert_eq!(text.lines().count(), now.lines().count(), "{name} shows more or fewer lines than its commands print");
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    check("README.md");
}

#[test]
fn the_chinese_readme_shows_what_the_program_prints() {
    check("README.zh-CN.md");
}

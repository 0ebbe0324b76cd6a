//! What the READMEs show is what the program prints: every block between an `output:` marker and its end is
//! compared to the letter with what its command prints now.
//!
//! `UPDATE_README=1 cargo test readme` fills the blocks instead. Never in CI: a test that writes what it
//! compares cannot fail.

use crate::program;
use gridgov::scenario;
use std::path::Path;
use std::process::Command;

const BEGIN: &str = "<!-- output: gridgov ";
const END: &str = "<!-- end -->";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a command prints, as the block shows it.
fn output(arguments: &str) -> String {
    let output =
        Command::new(program::path()).args(arguments.split_whitespace()).current_dir(root()).output().expect("the program can be started");
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

/// The graded numbers of Longgang as a table: path, value where it is short, grade, source, range.
fn inputs() -> String {
    let loaded = scenario::load(&root().join("scenarios/longgang.ron"), &[]).expect("it is sound");
    let mut table = "\n| Path | Value | Grade | Source | Range |\n|---|---|---|---|---|\n".to_owned();
    for (path, provenance) in &loaded.scenario.provenance {
        let value = loaded.source.get(path).map_or("", |node| node.span.text());
        let value = if value.len() <= 60 && !value.contains('\n') { format!("`{value}`") } else { "see the file".to_owned() };
        let range = provenance.range.as_ref().map_or(String::new(), |(from, to)| format!("{from} – {to}"));
        table += &format!("| `{path}` | {value} | {:?} | {} | {range} |\n", provenance.grade, provenance.source);
    }
    table + "\n"
}

#[test]
fn the_model_page_lists_the_graded_inputs() {
    let path = root().join("docs/model.md");
    let text = std::fs::read_to_string(&path).expect("the file can be read");
    let (before, rest) = text.split_once("<!-- inputs -->\n").expect("the page has a place for inputs");
    let (shown, after) = rest.split_once(END).expect("the place has an end");
    if std::env::var_os("UPDATE_README").is_some() && std::env::var_os("CI").is_none() {
        let filled = format!("{before}<!-- inputs -->\n{}{END}{after}", inputs());
        return std::fs::write(&path, filled).expect("the file can be written");
    }
    assert_eq!(shown, inputs(), "docs/model.md does not list the inputs of Longgang; UPDATE_README=1 cargo test model_page fills it anew");
}

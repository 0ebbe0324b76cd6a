//! The findings about rules in `docs/rules.md`: every row of a table is what the command of the same line above it finds now.
//!
//! `UPDATE_README=1 cargo test findings` fills the tables instead. Never in CI: a test that writes what it compares cannot
//! fail.

use crate::program;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const ROWS: &str = "<!-- rows -->\n";
const END: &str = "<!-- end -->";
const HEAD: &str =
    "| setting | late | | difference, points | mean response, min | | difference, min |\n|---|---:|---:|---:|---:|---:|---:|\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The words of a command as a shell has them: what stands in single quotes is one.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("there is one").push(c),
        }
    }
    words
}

/// What `compare` finds between the scenario and its one variant, as a row.
fn row(line: &str) -> String {
    let arguments = words(line.strip_prefix("gridgov ").expect("a command of gridgov"));
    let output = Command::new(program::path())
        .args(&arguments)
        .args(["--json", "--quiet"])
        .current_dir(root())
        .output()
        .expect("the program can be started");
    assert!(output.status.success(), "{line} fails:\n{}", String::from_utf8_lossy(&output.stderr));
    let found: Value = serde_json::from_slice(&output.stdout).expect("a document");
    assert_eq!(found["traces_identical"], true, "{line}");
    let measure = |arm: usize, name: &str| found["arms"][arm]["measures"][name]["estimate"].as_f64().expect("a number");
    let difference = |name: &str| {
        let differences = found["differences"].as_array().expect("a list");
        let found = differences.iter().find(|d| d["measure"] == name).expect("the measure is compared");
        ["estimate", "lower", "upper"].map(|key| found[key].as_f64().expect("a number"))
    };
    let ([more, low, high], [slower, from, to]) = (difference("on_scene"), difference("response_s"));
    let setting: Vec<&str> =
        arguments.iter().enumerate().filter(|(i, _)| *i > 0 && arguments[i - 1] == "--set").map(|(_, set)| set.as_str()).collect();
    format!(
        "| `{}` | {:.1}% | {:.1}% | {:+.1} ({:+.1} to {:+.1}) | {:.2} | {:.2} | {:+.2} ({:+.2} to {:+.2}) |\n",
        setting.join(" "),
        100.0 * (1.0 - measure(0, "on_scene")),
        100.0 * (1.0 - measure(1, "on_scene")),
        -100.0 * more,
        -100.0 * high,
        -100.0 * low,
        measure(0, "response_s") / 60.0,
        measure(1, "response_s") / 60.0,
        slower / 60.0,
        from / 60.0,
        to / 60.0,
    )
}

/// The page with every table filled anew, and how many rows there are.
fn filled(text: &str) -> (String, usize) {
    let (mut result, mut rest, mut rows) = (String::new(), text, 0);
    while let Some(at) = rest.find(ROWS) {
        let block = rest[..at].rfind("```sh\n").expect("commands stand above a table");
        let commands = rest[block + 6..at].split("```").next().unwrap_or_default().lines();
        let table: Vec<String> = commands.map(row).collect();
        rows += table.len();
        let end = at + rest[at..].find(END).expect("a table has an end");
        result.push_str(&rest[..at + ROWS.len()]);
        result.push_str(&format!("\n{HEAD}{}\n", table.concat()));
        rest = &rest[end..];
    }
    result.push_str(rest);
    (result, rows)
}

#[test]
fn findings_are_what_their_commands_find() {
    let path = root().join("docs/rules.md");
    let text = std::fs::read_to_string(&path).expect("the page can be read");
    let (now, rows) = filled(&text);
    assert!(rows >= 15, "only {rows} rows");
    if std::env::var_os("UPDATE_README").is_some() && std::env::var_os("CI").is_none() {
        return std::fs::write(&path, now).expect("the page can be written");
    }
    for (shown, found) in text.lines().zip(now.lines()) {
        assert_eq!(shown, found, "docs/rules.md does not show what its command finds; UPDATE_README=1 cargo test findings fills it anew");
    }
    assert_eq!(text, now);
}

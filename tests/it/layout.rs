//! The layout of the code as `docs/architecture.md` states it: who may import whom, what a replication may
//! not touch, how long a file may be. Read from the source text, so a breach fails with its file and line.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The order of modules: each imports only what stands to its left. Those of the first group are leaves that
/// know each other.
const ORDER: [&[&str]; 18] = [
    &["problems", "time", "ids", "quantity", "random", "stats"],
    &["engine"],
    &["city"],
    &["demand"],
    &["workforce"],
    &["structure"],
    &["policy"],
    &["scenario"],
    &["record"],
    &["world"],
    &["process"],
    &["metrics"],
    &["simulation"],
    &["experiment"],
    &["oracle"],
    &["report"],
    &["cli"],
    &["main"],
];

const LONGEST_FILE: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|group| group.contains(&module))
}

/// All files below a folder whose names end like that, in order of their paths.
fn files_ending(folder: &Path, ends: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            found.extend(files_ending(&path, ends));
        } else if path.to_string_lossy().ends_with(ends) {
            found.push(path);
        }
    }
    found.sort();
    found
}

struct Source {
    /// Path from `src`.
    path: String,
    /// The top-level module that the file belongs to.
    module: String,
    /// Its text without comments and without what stands in quotes; lines keep their numbers.
    code: String,
}

impl Source {
    fn at(&self, offset: usize) -> String {
        format!("src/{}:{}", self.path, self.code[..offset].matches('\n').count() + 1)
    }

    /// Whether the file itself is a top-level module, so that `super` is the crate.
    fn is_top(&self) -> bool {
        !self.path.contains('/') || self.path == format!("{}/mod.rs", self.module)
    }
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let files = files_ending(&src, ".rs").into_iter().filter(|f| !f.ends_with("src/lib.rs"));
    files
        .map(|file| {
            let path = file.strip_prefix(&src).expect("it lies below src").to_string_lossy().replace('\\', "/");
            let module = path.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
            let code = bare(&std::fs::read_to_string(&file).expect("the file can be read"));
            Source { path, module, code }
        })
        .collect()
}

/// The text with comments, strings and characters blanked out.
fn bare(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = vec![b' '; bytes.len()];
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'/' if bytes[at..].starts_with(b"//") => text[at..].find('\n').map_or(bytes.len(), |n| at + n),
            b'/' if bytes[at..].starts_with(b"/*") => text[at..].find("*/").map_or(bytes.len(), |n| at + n + 2),
            b'r' if !follows_name(bytes, at) && raw_string(&text[at..]).is_some() => at + raw_string(&text[at..]).unwrap_or(1),
            b'"' => at + quoted(&bytes[at..], b'"'),
            b'\'' if bytes.get(at + 1) == Some(&b'\\') => at + quoted(&bytes[at..], b'\''),
            b'\'' if text[at + 1..].chars().nth(1) == Some('\'') => at + 2 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
            byte => {
                out[at] = byte;
                at += 1;
                continue;
            }
        };
        for i in at..end {
            out[i] = if bytes[i] == b'\n' { b'\n' } else { b' ' };
        }
        at = end;
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn follows_name(bytes: &[u8], at: usize) -> bool {
    at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_')
}

/// Length of the raw string that a text begins with.
fn raw_string(text: &str) -> Option<usize> {
    let hashes = text[1..].bytes().take_while(|b| *b == b'#').count();
    text[1 + hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let body = 2 + hashes;
    text[body..].find(&close).map(|n| body + n + close.len())
}

/// Length of what begins and ends with `quote`.
fn quoted(bytes: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < bytes.len() && bytes[at] != quote {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

fn name_at(code: &str) -> &str {
    let code = code.trim_start();
    &code[..code.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(code.len())]
}

/// First names of what is imported after `crate::`: one, or those of a group in braces.
fn first_names(code: &str) -> Vec<&str> {
    let Some(group) = code.trim_start().strip_prefix('{') else { return vec![name_at(code)] };
    let (mut names, mut depth, mut begins) = (Vec::new(), 1, true);
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => begins = true,
            _ if begins && !c.is_whitespace() => {
                names.push(name_at(&group[i..]));
                begins = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

/// Names that paths beginning with `prefix` go on with, each with its offset.
fn paths<'a>(code: &'a str, prefix: &str) -> Vec<(usize, &'a str)> {
    let whole = |at: usize| !follows_name(code.as_bytes(), at);
    let hits = code.match_indices(prefix).filter(|(at, _)| whole(*at));
    hits.flat_map(|(at, _)| first_names(&code[at + prefix.len()..]).into_iter().map(move |name| (at, name))).collect()
}

fn report(breaches: Vec<String>) {
    assert!(breaches.is_empty(), "{} breaches of the layout:\n{}", breaches.len(), breaches.join("\n"));
}

#[test]
fn modules_import_only_what_stands_to_their_left() {
    let mut breaches = Vec::new();
    for source in sources() {
        let Some(own) = rank(&source.module) else {
            breaches.push(format!("src/{}: module {} has no place in the order", source.path, source.module));
            continue;
        };
        let mut imports = paths(&source.code, "crate::");
        if source.module == "main" {
            imports = paths(&source.code, "gridgov::");
        }
        if source.is_top() {
            imports.extend(paths(&source.code, "super::").into_iter().filter(|(_, name)| rank(name).is_some()));
        }
        for (at, name) in imports {
            match rank(name) {
                None if source.module == "main" => {}
                None => breaches.push(format!("{}: crate::{name} is no module of the order", source.at(at))),
                Some(other) if other > own => breaches.push(format!("{}: {} imports {name}, to its right", source.at(at), source.module)),
                Some(_) => {}
            }
        }
    }
    report(breaches);
}

#[test]
fn nobody_climbs_two_modules_up() {
    let climbs = |s: &Source| s.code.match_indices("super::super").map(|(at, _)| s.at(at)).collect::<Vec<_>>();
    report(sources().iter().flat_map(climbs).map(|at| format!("{at}: write crate::… instead of super::super")).collect());
}

/// The code of a file without its inline test modules.
fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        kept.push_str(&rest[..at]);
        let tail = &rest[at..];
        let open = tail.find(['{', ';']).unwrap_or(tail.len() - 1);
        let (mut depth, mut end) = (0, tail.len());
        for (i, c) in tail.char_indices().skip_while(|(i, _)| *i < open) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                end = i + c.len_utf8();
                break;
            }
        }
        let skipped = tail[..end].matches('\n').count();
        kept.push_str(&"\n".repeat(skipped));
        rest = &tail[end..];
    }
    kept.push_str(rest);
    kept
}

/// Files of modules that exist for tests only.
fn test_files(all: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in all {
        let folder = source.path.strip_suffix("mod.rs").map_or_else(|| format!("{}/", source.path.trim_end_matches(".rs")), str::to_owned);
        for (at, _) in source.code.match_indices("#[cfg(test)]") {
            let line = source.code[at + "#[cfg(test)]".len()..].trim_start();
            let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
            if let Some(name) = line.strip_prefix("mod ").filter(|l| l[name_at(l).len()..].starts_with(';')).map(name_at) {
                found.push(format!("{folder}{name}.rs"));
                found.push(format!("{folder}{name}/"));
            }
        }
    }
    found
}

#[test]
fn a_replication_sees_no_clock_file_thread_or_terminal() {
    const OUTSIDE: [&str; 6] = ["time", "env", "thread", "process", "io", "fs"];
    const PRINTING: [&str; 5] = ["println!", "eprintln!", "print!", "eprint!", "dbg!"];
    let all = sources();
    let tests = test_files(&all);
    let (inside, experiment) = (rank("simulation"), rank("experiment"));
    let mut breaches = Vec::new();
    for source in &all {
        if tests.iter().any(|t| source.path == *t || t.ends_with('/') && source.path.starts_with(t.as_str())) {
            continue;
        }
        let place = rank(&source.module);
        let allowed: &[&str] = match source.module.as_str() {
            "scenario" => &["fs", "io"], // the only place where input files are opened
            "experiment" => &["thread"], // the only place where threads live
            _ if place <= inside => &[],
            _ if place == experiment => &[],
            _ => continue,
        };
        let code = without_tests(&source.code);
        let printed = PRINTING.iter().flat_map(|word| code.match_indices(word));
        let printed = printed.filter(|(at, _)| !follows_name(code.as_bytes(), *at));
        let used = paths(&code, "std::").into_iter().filter(|(_, name)| OUTSIDE.contains(name) && !allowed.contains(name));
        for (at, word) in printed.chain(used) {
            let line = code[..at].matches('\n').count() + 1;
            breaches.push(format!("src/{}:{line}: {word} does not belong into {}", source.path, source.module));
        }
    }
    report(breaches);
}

#[test]
fn metrics_never_read_the_world() {
    let all = sources();
    let metrics = all.iter().filter(|s| s.module == "metrics");
    let reads = |s: &Source| {
        let names = paths(&s.code, "crate::").into_iter().filter(|(_, name)| ["world", "process", "engine"].contains(name));
        names.map(|(at, name)| format!("{}: metrics are folds over facts and do not read {name}", s.at(at))).collect::<Vec<_>>()
    };
    report(metrics.flat_map(reads).collect());
}

#[test]
fn no_file_is_longer_than_one_can_keep_in_mind() {
    let mut long = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for file in files_ending(&root().join(folder), ".rs") {
            let lines = std::fs::read_to_string(&file).expect("the file can be read").lines().count();
            if lines > LONGEST_FILE {
                long.push(format!("{}: {lines} lines, more than {LONGEST_FILE}", file.display()));
            }
        }
    }
    report(long);
}

/// Chinese text, shown to a user: strings of the program, of its page and of the shipped scenarios.
fn shown_to_users() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for (folder, ends) in [("src", ".rs"), ("web/src", ".tsx"), ("web/src", ".ts"), ("web/src", ".json"), ("scenarios", ".ron")] {
        files.extend(files_ending(&root().join(folder), ends));
    }
    let for_tests = |name: &str| name.ends_with("tests.rs") || name.ends_with("fixture.rs");
    files
        .into_iter()
        .map(|file| (file.strip_prefix(root()).expect("it lies in the project").to_string_lossy().into_owned(), file))
        .filter(|(name, _)| !for_tests(name))
        .map(|(name, file)| (name, std::fs::read_to_string(file).expect("it is text")))
        .collect()
}

#[test]
fn chinese_is_written_with_its_own_punctuation() {
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let mut breaches = Vec::new();
    for (name, text) in shown_to_users() {
        for (line, code) in text.lines().enumerate().filter(|(_, code)| !code.trim_start().starts_with("//")) {
            let next = code.chars().skip(1);
            if code.chars().zip(next).any(|(a, b)| chinese(a) && ",:;!?(".contains(b)) {
                breaches.push(format!("{name}:{}: {}", line + 1, code.trim()));
            }
        }
    }
    report(breaches);
}

#[test]
fn the_architecture_page_names_every_module_and_their_order() {
    let page = std::fs::read_to_string(root().join("docs/architecture.md")).expect("the page exists");
    let mut order = String::new();
    for group in &ORDER[..ORDER.len() - 1] {
        let _ = write!(order, "{}{}", if order.is_empty() { "" } else { " → " }, group.join(", "));
    }
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(&order), "docs/architecture.md must state the order of modules as the test has it:\n{order}");
    let mut missing = Vec::new();
    for module in ORDER.iter().copied().flatten() {
        let file = root().join(format!("src/{module}.rs"));
        let name = if file.exists() { format!("`{module}.rs`") } else { format!("`{module}/`") };
        if !page.contains(&name) {
            missing.push(format!("docs/architecture.md does not say what {name} is"));
        }
    }
    report(missing);
}

#[test]
fn the_reader_of_sources_reads_what_a_compiler_would() {
    let code = bare(
        "use crate::{time::{Instant, Duration},\n  ids}; // crate::report\nlet a = \"crate::cli\"; let b = '\"'; crate::city::x; r#\"crate::world\"#",
    );
    assert_eq!(paths(&code, "crate::").iter().map(|(_, name)| *name).collect::<Vec<_>>(), ["time", "ids", "city"]);
    let kept = without_tests("a\n#[cfg(test)]\nmod tests {\n  fn b() { c }\n}\nd");
    assert_eq!(kept, "a\n\n\n\n\nd");
    assert!(rank("cli") > rank("report") && rank("time") == rank("random"));
}

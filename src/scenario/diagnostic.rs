//! What is wrong with a scenario: collected, then shown all at once with file, line and caret.
//!
//! Not the finding of problems. Rendering is left to annotate-snippets, whose carets stay aligned after
//! Chinese text.

use super::input::{MADE, Span};
use super::source::Source;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Renderer, Snippet};
use serde::Serialize;

/// So many diagnostics are shown to people.
const MOST_SHOWN: usize = 50;
/// So many further lines of one mistake are shown to people.
const MOST_LINES: usize = 8;
/// Lines of files are cut to so many columns where nothing narrower is asked for.
const WIDTH: usize = 140;
/// Where the rest is.
const ALL: &str = "`--json` lists all";

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing can be run.
    Error,
    /// It runs, but probably not as meant.
    Warning,
}

/// One problem, what it is about and what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Which setting it is about, as in `demand.categories.noise.share`.
    pub path: Option<String>,
    /// Where it stands; `None` when it stands in no file.
    pub span: Option<Span>,
    /// What to say below the caret.
    pub label: String,
    /// Other places that have to do with it, each with a label.
    pub related: Vec<(Span, String)>,
    /// What to do, one proposal each.
    pub help: Vec<String>,
    /// How many further rows of a table have the same.
    pub further_rows: u64,
    /// Their lines, as far as they are kept.
    pub further_lines: Vec<u64>,
}

impl Diagnostic {
    fn new(severity: Severity, message: impl Into<String>) -> Diagnostic {
        let (path, span, label, related, help) = (None, None, String::new(), Vec::new(), Vec::new());
        Diagnostic { severity, message: message.into(), path, span, label, related, help, further_rows: 0, further_lines: Vec::new() }
    }

    /// An error.
    pub fn error(message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, message)
    }

    /// A warning.
    pub fn warning(message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Warning, message)
    }

    /// Points at a place, with words below the caret (or none).
    pub fn at(mut self, span: Span, label: impl Into<String>) -> Diagnostic {
        (self.span, self.label) = (Some(span), label.into());
        self
    }

    /// Names the setting.
    pub fn path(mut self, path: impl Into<String>) -> Diagnostic {
        self.path = Some(path.into()).filter(|path: &String| !path.is_empty());
        self
    }

    /// Shows another place.
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Diagnostic {
        self.related.push((span, label.into()));
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help.push(help.into());
        self
    }

    /// Says in how many further rows of a table the same stands, and in which lines.
    pub fn again(mut self, rows: u64, lines: Vec<u64>) -> Diagnostic {
        (self.further_rows, self.further_lines) = (rows, lines);
        self
    }

    /// Says first what somebody wrote that it comes of. It points into no setting that a command made of that.
    fn coming_of(self, words: &str) -> Diagnostic {
        let shown = |span: &Span| !span.file.is_made();
        let span = self.span.filter(shown);
        let (label, told) = if span.is_some() { (self.label, None) } else { (String::new(), Some(self.label)) };
        Diagnostic {
            message: format!("{words}: {}", self.message),
            span,
            label,
            related: self.related.into_iter().filter(|(span, _)| shown(span)).collect(),
            help: told.into_iter().filter(|told| !told.is_empty()).chain(self.help).collect(),
            ..self
        }
    }

    /// As plain data for `--json`.
    pub fn problem(&self) -> Problem {
        let place = self.span.as_ref();
        Problem {
            severity: self.severity,
            file: place.map(|span| span.file.name.clone()),
            line: place.map(Span::line),
            column: place.map(Span::column),
            path: self.path.clone(),
            message: self.message.clone(),
            label: self.label.clone(),
            help: self.help.clone(),
            further_rows: self.further_rows,
            further_lines: self.further_lines.clone(),
        }
    }

    /// In which further rows the same stands, as far as there is room.
    fn further(&self) -> Option<String> {
        let lines: Vec<String> = self.further_lines.iter().take(MOST_LINES).map(u64::to_string).collect();
        let more = match (lines.len() as u64) < self.further_rows {
            true if self.further_lines.len() as u64 == self.further_rows => format!(", …; {ALL}"),
            true => ", …; `--json` lists more".to_owned(),
            false => String::new(),
        };
        let (row, line) = if self.further_rows == 1 { ("row", "line") } else { ("rows", "lines") };
        (self.further_rows > 0).then(|| format!("the same in {} further {row}: {line} {}{more}", self.further_rows, lines.join(", ")))
    }

    fn order(&self) -> (usize, &str, usize, usize) {
        self.span.as_ref().map_or((0, "", 0, 0), |span| (span.file.order, span.file.name.as_str(), span.file.first_line, span.start()))
    }

    fn render(&self, renderer: &Renderer) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(self.message.as_str()));
        if let Some(span) = &self.span {
            group = group.elements(self.snippets(span));
        }
        if let Some(path) = &self.path {
            group = group.element(Level::NOTE.no_name().message(format!("at {path}")));
        }
        group = group.elements(self.help.iter().cloned().chain(self.further()).map(|help| Level::HELP.message(help)));
        renderer.render(&[group])
    }

    fn snippets<'a>(&'a self, primary: &'a Span) -> Vec<Element<'a>> {
        let (here, elsewhere): (Vec<_>, Vec<_>) = self.related.iter().partition(|(span, _)| span.file.order == primary.file.order);
        let mut marks = vec![(primary, self.label.as_str(), AnnotationKind::Primary)];
        marks.extend(here.iter().map(|(span, label)| (span, label.as_str(), AnnotationKind::Context)));
        let mut snippets = vec![snippet(&marks).into()];
        snippets.extend(elsewhere.iter().map(|(span, label)| snippet(&[(span, label.as_str(), AnnotationKind::Context)]).into()));
        snippets
    }
}

/// The lines of one file that the marks stand on.
fn snippet<'a>(marks: &[(&'a Span, &'a str, AnnotationKind)]) -> Snippet<'a, Annotation<'a>> {
    let file = &marks[0].0.file;
    let first = marks.iter().min_by_key(|mark| mark.0.start()).expect("a snippet has a mark").0;
    let last = marks.iter().map(|mark| mark.0.end()).max().unwrap_or_default();
    let start = file.text[..first.start()].rfind('\n').map_or(0, |at| at + 1);
    let end = file.text[last..].find('\n').map_or(file.text.len(), |at| last + at);
    let text = file.text[start..end].trim_end_matches('\r');
    let lines = Snippet::source(text).path(file.name.as_str()).line_start(first.line());
    lines.annotations(marks.iter().map(|(span, label, kind)| {
        // A place may end in line breaks that are not shown.
        let annotation = kind.span((span.start() - start).min(text.len())..(span.end() - start).min(text.len()));
        if label.is_empty() { annotation } else { annotation.label(*label) }
    }))
}

/// A diagnostic as plain data. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The file, or "--set #1"; `None` when it stands in no file.
    pub file: Option<String>,
    /// The line it begins in.
    pub line: Option<usize>,
    /// The column it begins in.
    pub column: Option<usize>,
    /// Which setting it is about.
    pub path: Option<String>,
    /// What is wrong.
    pub message: String,
    /// More about the place; often empty.
    pub label: String,
    /// What to do.
    pub help: Vec<String>,
    /// How many further rows of a table have the same.
    pub further_rows: u64,
    /// Their lines, as far as they are kept.
    pub further_lines: Vec<u64>,
}

impl Problem {
    /// The number of the setting that it stands in, counted from 1, of those that a command made.
    pub fn setting(&self) -> Option<usize> {
        self.file.as_ref()?.strip_prefix(MADE)?.strip_prefix(" #")?.parse().ok()
    }

    /// Whether there is no setting of that name, whatever its value.
    pub fn is_no_setting(&self) -> bool {
        ["unknown field ", "unknown section ", "there is no setting "].iter().any(|begin| self.message.starts_with(begin))
    }
}

/// All problems found so far.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None yet.
    pub fn new() -> Diagnostics {
        Diagnostics::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Keeps the first `count` only.
    pub(super) fn truncate(&mut self, count: usize) {
        self.list.truncate(count);
    }

    /// Keeps those that are wanted.
    pub(super) fn retain(&mut self, wanted: impl Fn(&Diagnostic) -> bool) {
        self.list.retain(wanted);
    }

    /// Takes over all of another collection.
    pub fn append(&mut self, other: &mut Diagnostics) {
        self.list.append(&mut other.list);
    }

    /// The same, each with the words before it that somebody wrote and that it comes of: settings that a command makes of them
    /// stand nowhere.
    #[must_use]
    pub fn coming_of(self, words: &str) -> Diagnostics {
        Diagnostics { list: self.list.into_iter().map(|diagnostic| diagnostic.coming_of(words)).collect() }
    }

    /// Takes over those of another collection that it has not: of several scenarios with one base, or one wrong setting for all.
    pub fn append_others(&mut self, other: Diagnostics) {
        let others: Vec<Diagnostic> =
            other.list.into_iter().filter(|new| !self.list.iter().any(|known| known.problem() == new.problem())).collect();
        self.list.extend(others);
    }

    /// Takes over those of another collection that are new and wanted.
    pub(super) fn append_new(&mut self, other: Diagnostics, wanted: impl Fn(&Diagnostic) -> bool) {
        for diagnostic in other.list.into_iter().filter(wanted) {
            if !self.list.iter().any(|known| known.path == diagnostic.path && known.message == diagnostic.message) {
                self.list.push(diagnostic);
            }
        }
    }

    /// The settings that errors are about.
    pub(super) fn wrong_paths(&self) -> impl Iterator<Item = &str> {
        self.list.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).filter_map(|diagnostic| diagnostic.path.as_deref())
    }

    /// Adds an error about the setting at `path`, pointing at it or at what stands nearest above it.
    pub fn error(&mut self, source: &Source, path: &str, message: impl Into<String>) -> &mut Diagnostic {
        self.push_at(Diagnostic::error(message), source, path)
    }

    /// Adds a warning about the setting at `path`, pointing at it or at what stands nearest above it.
    pub fn warning(&mut self, source: &Source, path: &str, message: impl Into<String>) -> &mut Diagnostic {
        self.push_at(Diagnostic::warning(message), source, path)
    }

    fn push_at(&mut self, diagnostic: Diagnostic, source: &Source, path: &str) -> &mut Diagnostic {
        let (span, path) = source.place(path);
        self.list.push(diagnostic.at(span, "").path(path));
        self.list.last_mut().expect("one was added")
    }

    /// Whether anything forbids to go on.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All, in the order of files and of places in them.
    pub fn in_order(&self) -> Vec<&Diagnostic> {
        let mut list: Vec<&Diagnostic> = self.list.iter().collect();
        list.sort_by_key(|diagnostic| diagnostic.order());
        list
    }

    /// All as plain data, in the same order.
    pub fn problems(&self) -> Vec<Problem> {
        self.in_order().into_iter().map(Diagnostic::problem).collect()
    }

    /// The first of them as text for people, with colours for a terminal or without.
    pub fn render(&self, colour: bool) -> String {
        self.render_within(WIDTH, colour)
    }

    /// The same, lines of files cut to so many columns at most.
    pub fn render_within(&self, columns: usize, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.term_width(columns.min(WIDTH));
        let mut shown: Vec<String> = self.in_order().into_iter().take(MOST_SHOWN).map(|diagnostic| diagnostic.render(&renderer)).collect();
        let more = self.list.len() - shown.len();
        if more > 0 {
            let rest = Diagnostic::error(format!("{more} more mistakes are not shown here: {ALL}"));
            shown.push(rest.render(&renderer));
        }
        shown.join("\n\n")
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Diagnostics {
        Diagnostics { list: vec![diagnostic] }
    }
}

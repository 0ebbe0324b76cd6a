//! A scenario as it was written: its files, overlays and `--set` in one tree, read into types section by section.
//!
//! Not the types: those stand beside the code they configure and come in as parameters. Whoever checks them
//! further reports by path, and the path leads back to file, line and column.

use super::diagnostic::{Diagnostic, Diagnostics};
use super::difference::{self, Difference};
use super::emit;
use super::factors::Shape;
use super::input::{InputFile, Span, Stream, fingerprint};
use super::left_out::LeftOut;
use super::nearest::{listed, nearest};
use super::tree::{Body, Entry, Node};
use super::{overlay, path, set, short, typed};
use crate::problems::BLANK_NAME;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One merged scenario that remembers where everything was written.
#[derive(Clone, Debug)]
pub struct Source {
    root: Node,
    files: Vec<Arc<InputFile>>,
    /// Files by the path of their name, in the order of reading.
    tables: Vec<(String, Arc<InputFile>)>,
    base: Option<PathBuf>,
    struct_variants: Vec<String>,
}

impl Source {
    /// Reads a scenario file, what it is based on, and `path=value` settings in their order.
    ///
    /// Problems go into `diagnostics`; `None` when there is nothing to go on with.
    pub fn load(file: &Path, sets: &[String], diagnostics: &mut Diagnostics) -> Option<Source> {
        let mut left_out = LeftOut::default();
        let source = Source::load_partly(file, &mut left_out, diagnostics).filter(|_| left_out.is_empty());
        source.map(|source| source.with_sets(sets, diagnostics))
    }

    /// The same without what slips of syntax make unreadable, which joins `left_out`.
    pub(super) fn load_partly(file: &Path, left_out: &mut LeftOut, diagnostics: &mut Diagnostics) -> Option<Source> {
        let mut files = Vec::new();
        let (root, base) = overlay::load(file, &mut files, left_out, diagnostics)?;
        Some(Source { root, files, tables: Vec::new(), base, struct_variants: Vec::new() })
    }

    /// Reads a text that is no file and has no base.
    pub fn from_text(name: &str, text: &str, diagnostics: &mut Diagnostics) -> Option<Source> {
        let mut left_out = LeftOut::default();
        Source::from_text_partly(name, text, &mut left_out, diagnostics).filter(|_| left_out.is_empty())
    }

    /// The same without what slips of syntax make unreadable, which joins `left_out`.
    pub(super) fn from_text_partly(name: &str, text: &str, left_out: &mut LeftOut, diagnostics: &mut Diagnostics) -> Option<Source> {
        let file = InputFile::from_text(name, text, 0);
        let root = overlay::text(&file, left_out, diagnostics)?;
        Some(Source { root, files: vec![file], tables: Vec::new(), base: None, struct_variants: Vec::new() })
    }

    /// Writes `path=value` settings over what stands, in their order.
    pub fn with_sets(mut self, sets: &[String], diagnostics: &mut Diagnostics) -> Source {
        (1..).zip(sets).for_each(|(number, text)| self.set(&format!("--set #{number}"), text, diagnostics));
        self
    }

    /// Writes one `path=value` over what stands; `name` is what diagnostics call it.
    pub(super) fn set(&mut self, name: &str, text: &str, diagnostics: &mut Diagnostics) {
        let file = InputFile::from_text(name, text, self.next_order());
        set::apply(&mut self.root, &file, diagnostics);
        short::expand(&mut self.root);
        self.files.push(file);
    }

    /// Whether what a setting is about is written.
    pub(super) fn says(&self, set: &str) -> bool {
        set::is_written(&self.root, set)
    }

    /// Writes out the parents of what a setting is about where only their defaults hold; `typed` is what is in force.
    pub(super) fn write_out(&mut self, set: &str, typed: &[(&'static str, Shape)]) {
        set::write_out(&mut self.root, set, typed);
    }

    /// Names the variants that have fields with defaults: `ClosestIdle` and `ClosestIdle()` are the same canonical text.
    pub fn with_struct_variants(mut self, names: &[&str]) -> Source {
        self.struct_variants = names.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    /// The file that the scenario says it is based on.
    pub fn base(&self) -> Option<&Path> {
        self.base.as_deref()
    }

    /// Reports every `Removed` that stands where the base has nothing; whether there is any.
    pub fn misses_removed(&self, diagnostics: &mut Diagnostics) -> bool {
        let missed = overlay::removed(&self.root);
        for path in &missed {
            diagnostics.error(self, path, format!("there is no `{path}` in the base that could be removed"));
        }
        !missed.is_empty()
    }

    /// Reports every section that is not among `known`.
    pub fn check_sections(&self, known: &[&str], diagnostics: &mut Diagnostics) {
        for entry in self.root.entries().iter().filter(|entry| !known.contains(&entry.key.name.as_str())) {
            let name = entry.key.name.as_str();
            let label = nearest(name, known.iter().copied()).map(|name| format!("did you mean `{name}`?"));
            let mut diagnostic = Diagnostic::error(format!("unknown section `{name}`"));
            if let (None, Some(path)) = (&label, difference::paths_ending_like(&self.root, name).first()) {
                diagnostic = diagnostic.help(format!("there is a setting `{path}`"));
            }
            if let Some(names) = listed(known.iter().copied()) {
                diagnostic = diagnostic.help(format!("sections are {names}"));
            }
            diagnostics.push(diagnostic.at(entry.key.span.clone(), label.unwrap_or_default()).path(name));
        }
    }

    /// Reports every name in a map that is blank, below all but the path `but`.
    pub fn check_names(&self, but: &str, diagnostics: &mut Diagnostics) {
        for path in difference::blank_names(&self.root).iter().filter(|path| !path::leads(but, path)) {
            diagnostics.error(self, path, BLANK_NAME);
        }
    }

    /// Reads the section called `name`, which must be there.
    pub fn section<T: DeserializeOwned>(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<T> {
        let Some(index) = self.root.position(name) else {
            let diagnostic = Diagnostic::error(format!("the section `{name}` is missing"));
            diagnostics.push(diagnostic.at(typed::head(&self.root), format!("this needs `{name}: …`")).path(name));
            return None;
        };
        typed::read(name, &self.root.entries()[index].value, diagnostics)
    }

    /// Reads the section called `name`, or takes the default when it is not written.
    pub fn section_or_default<T: DeserializeOwned + Default>(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<T> {
        match self.root.position(name) {
            Some(_) => self.section(name, diagnostics),
            None => Some(T::default()),
        }
    }

    /// Reads everything into one type.
    pub fn whole<T: DeserializeOwned>(&self, diagnostics: &mut Diagnostics) -> Option<T> {
        typed::read("", &self.root, diagnostics)
    }

    /// Reads everything into one type, without what is wrong: that is told, and `without` gets the names of the fields of the
    /// whole that it belongs to.
    pub fn whole_without_wrong<T: DeserializeOwned>(&self, without: &mut Vec<String>, diagnostics: &mut Diagnostics) -> Option<T> {
        let (mut left_out, mut found) = (LeftOut::default(), Diagnostics::new());
        if let Some(whole) = self.whole(&mut found) {
            return Some(whole);
        }
        let rest = self.without_wrong(found.wrong_paths(), &mut left_out);
        without.extend(found.wrong_paths().filter_map(|path| Some(path::parse(path).ok()?.first()?.name.clone())));
        diagnostics.append(&mut found);
        rest?.whole(&mut Diagnostics::new())
    }

    /// The value at a path.
    pub fn get(&self, path: &str) -> Option<&Node> {
        let steps = path::parse(path).ok()?;
        let (address, found) = path::follow(&self.root, &steps);
        path::at(&self.root, &address).filter(|_| found == steps.len())
    }

    /// Whether all that stands at a path was written in the same file or setting as what stands at another.
    pub(super) fn are_together(&self, path: &str, other: &str) -> bool {
        let (one, other) = (self.get(path), self.get(other));
        one.zip(other).is_some_and(|(one, other)| one.is_of(other.span.file.order))
    }

    /// The value at a path or, where there is none, the nearest above it.
    pub fn nearest(&self, path: &str) -> Option<&Node> {
        let (address, _) = path::follow(&self.root, &path::parse(path).ok()?);
        path::at(&self.root, &address)
    }

    /// Where the value at a path was written, for an entry of a map its name; where it does not exist, the opening of
    /// what stands nearest above.
    pub fn at(&self, path: &str) -> Span {
        self.place(path).0
    }

    /// [`Source::at`], and the path with names in quotes where they need them.
    pub(super) fn place(&self, path: &str) -> (Span, String) {
        if let Some(place) = self.in_table(path) {
            return place;
        }
        let steps = path::meant(&self.root, path);
        let is_written = path::parse(path).is_ok_and(|written| written.len() == steps.len());
        let quoted = path::of_names(steps.iter().map(|step| step.name.as_str()));
        (self.span(&steps), if is_written { path.to_owned() } else { quoted })
    }

    /// The place that an address of [`crate::city::Sheet`] means, and the path of the table's name.
    fn in_table(&self, address: &str) -> Option<(Span, String)> {
        let (path, file, rest) = self.tables.iter().rev().find_map(|(path, file)| {
            let rest = address.strip_prefix(path.as_str())?.strip_prefix(':')?;
            Some((path, file, rest))
        })?;
        let (line, field) = rest.split_once(':')?;
        let (line, field) = (line.parse().ok()?, field.parse::<usize>().ok()?);
        let line = InputFile::line_of_table(&file.name, file.line(line, field > 0).to_owned(), line, file.order);
        Some((line.field(0, field.checked_sub(1)), path.clone()))
    }

    fn span(&self, steps: &[path::Step]) -> Span {
        let (address, found) = path::follow(&self.root, steps);
        let node = path::at(&self.root, &address).unwrap_or(&self.root);
        if let (Some((&last, above)), true) = (address.split_last(), found == steps.len())
            && let Some(Body::Map(entries)) = path::at(&self.root, above).map(|node| &node.body)
        {
            let Entry { key, value } = &entries[last];
            // Overlays and settings may have written a value to a name that stands elsewhere.
            return if value.span.file.order == key.span.file.order { key.span.clone() } else { value.span.first_line() };
        }
        if found < steps.len() || found == 0 { typed::head(node) } else { node.span.first_line() }
    }

    /// The same without the field at a path, so that its default holds; `None` where no field is written there.
    pub(super) fn without(&self, path: &str) -> Option<Source> {
        let steps = path::parse(path).ok()?;
        let (address, found) = path::follow(&self.root, &steps);
        let (&last, above) = address.split_last().filter(|_| found == steps.len())?;
        let mut source = self.clone();
        let node = above.iter().try_fold(&mut source.root, |node, &index| node.child_mut(index))?;
        let Body::Fields(fields) = &mut node.body else { return None };
        fields.remove(last);
        Some(source)
    }

    /// The same without what is wrong; `None` where nothing can be left out.
    pub(super) fn without_wrong<'a>(&self, paths: impl Iterator<Item = &'a str>, left_out: &mut LeftOut) -> Option<Source> {
        let mut source = self.clone();
        let mut gone: Vec<&str> = Vec::new();
        // Who leads to another comes before it.
        let paths: BTreeSet<&str> = paths.collect();
        for path in paths {
            if !gone.iter().any(|above| path::leads(above, path)) && left_out.leave_out(&mut source.root, path) {
                gone.push(path);
            }
        }
        (!gone.is_empty()).then_some(source)
    }

    /// The value at a path as RON text on one line.
    pub fn text(&self, path: &str) -> Option<String> {
        self.get(path).map(emit::inline)
    }

    /// The path and RON text of every value that has no values in it.
    pub fn paths(&self) -> Vec<(String, String)> {
        difference::leaves(&self.root)
    }

    /// What this scenario says differently from `base`. Files of the same name may be different ones, for each is read from
    /// the folder of the file that names it: then both are told by their whole names.
    pub fn differences(&self, base: &Source) -> Vec<Difference> {
        let mut found = difference::differences(&base.root, &self.root);
        let old = base.tables();
        for (path, new) in self.tables() {
            if let Some(old) = old.get(path).filter(|old| old.sha256 != new.sha256)
                && self.get(path) == base.get(path)
            {
                let [old, new] = [old, new].map(|file| Some(format!("{:?}", file.name)));
                found.push(Difference { path: path.to_owned(), old, new });
            }
        }
        found
    }

    /// Whether it says the same as another but for names, purpose and sources, so that both do the same.
    pub fn repeats(&self, other: &Source) -> bool {
        let told = |path: &str| ["name", "zh", "about", "about_zh", "provenance"].contains(&path.split('.').next().unwrap_or_default());
        self.differences(other).iter().all(|difference| told(&difference.path))
    }

    /// Whether it says the very same as another, and so do the files that it names.
    pub fn is_same(&self, other: &Source) -> bool {
        self.canonical() == other.canonical() && self.differences(other).is_empty()
    }

    /// The files that it names, by the paths of their names.
    fn tables(&self) -> BTreeMap<&str, &InputFile> {
        let named = self.tables.iter().filter(|(path, _)| self.get(path).is_some());
        named.map(|(path, file)| (path.as_str(), &**file)).collect()
    }

    /// The names of a path, each with whether the scenario gives it: an entry of a map.
    pub fn names(&self, path: &str) -> Vec<(String, bool)> {
        path::names(&self.root, path)
    }

    /// Everything as one canonical text: equal for scenarios that differ only in comments and white space.
    pub fn canonical(&self) -> String {
        emit::pretty(&self.root, &self.struct_variants)
    }

    /// SHA-256 of that: scenarios with the same say the same, with overlays and settings written out.
    pub fn sha256(&self) -> String {
        fingerprint(self.canonical().as_bytes())
    }

    /// The merged tree.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The files that were read, in the order of reading, each with its SHA-256.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|file| Some((file.name.as_str(), file.sha256.as_deref()?)))
    }

    /// Those of them that it is written in, without the tables that it names.
    pub(super) fn written_in(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_table = |file: &Arc<InputFile>| self.tables.iter().any(|(_, table)| Arc::ptr_eq(file, table));
        let written = self.files.iter().filter(move |file| !is_table(file));
        written.filter_map(|file| Some((file.name.as_str(), file.sha256.as_deref()?)))
    }

    /// Where they were read from.
    pub fn read_from(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().filter_map(|file| file.path.as_deref())
    }

    /// Reads the file that the text at `path` names, from the folder of the file where it is written.
    ///
    /// A name from `--set` starts from the folder of the scenario. The file joins [`Source::files`], and what is wrong with it
    /// can be told by line and field.
    pub fn open(&mut self, path: &str, diagnostics: &mut Diagnostics) -> Option<Arc<InputFile>> {
        let (written, file) = self.named_file(path, diagnostics)?;
        let file = InputFile::read(&file, &written, self.next_order());
        let file = file.map_err(|diagnostic| diagnostics.push((*diagnostic).at(self.at(path), "").path(path))).ok()?;
        self.add(path, &file);
        Some(file)
    }

    fn add(&mut self, path: &str, file: &Arc<InputFile>) {
        self.files.push(Arc::clone(file));
        self.tables.push((path.to_owned(), Arc::clone(file)));
    }

    /// Opens the file that the text at `path` names to be read through without being kept. Whoever does so
    /// adds it with [`Source::add_table`].
    pub(super) fn stream(&self, path: &str, diagnostics: &mut Diagnostics) -> Option<(PathBuf, Stream)> {
        let (written, file) = self.named_file(path, diagnostics)?;
        let stream =
            Stream::open(&file, &written).map_err(|diagnostic| diagnostics.push((*diagnostic).at(self.at(path), "").path(path))).ok()?;
        Some((file, stream))
    }

    /// Adds the table that the text at `path` names and that was read through to [`Source::files`]; gives its position in the order
    /// of reading.
    pub(super) fn add_table(&mut self, path: &str, file: &Path, sha256: String) -> usize {
        let order = self.next_order();
        self.add(path, &InputFile::of_table(file, sha256, order));
        order
    }

    /// Lets go of the tables that are named at or below a path, before they are read anew.
    pub(super) fn forget_tables(&mut self, below: &str) {
        let (gone, kept): (Vec<_>, Vec<_>) = self.tables.drain(..).partition(|(path, _)| path::leads(below, path));
        self.files.retain(|file| !gone.iter().any(|(_, table)| Arc::ptr_eq(file, table)));
        self.tables = kept;
    }

    /// The position in the order of reading that comes next, above those of all files that are kept.
    fn next_order(&self) -> usize {
        self.files.last().map_or(0, |last| last.order + 1)
    }

    /// The name that the text at `path` says, and the file that it means.
    fn named_file(&self, path: &str, diagnostics: &mut Diagnostics) -> Option<(PathBuf, PathBuf)> {
        let Some(name) = self.get(path).and_then(Node::file_name) else {
            diagnostics.error(self, path, format!("`{path}` must name a file in quotes"));
            return None;
        };
        Some((PathBuf::from(&name), self.folder_of(path).join(name)))
    }

    /// The file that the text at `path` names, if it does.
    pub(super) fn whereabouts(&self, path: &str) -> Option<PathBuf> {
        self.get(path).and_then(Node::file_name).map(|name| self.folder_of(path).join(name))
    }

    /// Where a name that stands at `path` starts from.
    fn folder_of(&self, path: &str) -> PathBuf {
        self.at(path).file.folder.clone().or_else(|| self.files[0].folder.clone()).unwrap_or_default()
    }
}

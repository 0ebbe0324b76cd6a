//! The heading of a log: which column says what.

use super::config::LogConfig;
use super::heading::Heading;
use crate::city::{OTHER_WORDS, Unread};
use crate::demand::Problem;
use crate::problems::{headings, nearest, shortened};
use csv::ByteRecord;

/// The meaning of a column that is to be passed over.
const UNUSED: &str = "unused";

/// What is said of a log that is no table.
const JSON: &str = "this is JSON, which is not read: write a table (CSV), its first line the names of columns";

/// The columns of a table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// Headings as the table has them.
    pub(super) titles: Vec<String>,
    /// Where the columns stand that are read, by heading.
    places: Vec<(Heading, usize)>,
    /// Columns that nothing is known about.
    pub(super) unused: Vec<Unread>,
    /// Those of them that have no heading and were found empty so far.
    empty: Vec<usize>,
}

/// What is wrong with a heading: the column, what is wrong, what would be right.
pub(super) type BadTitle = (usize, String, Option<String>);

impl Table {
    /// Where a column stands.
    pub(super) fn place(&self, heading: Heading) -> Option<usize> {
        self.places.iter().find(|(known, _)| *known == heading).map(|(_, place)| *place)
    }

    /// What the table calls a column.
    pub(super) fn title(&self, heading: Heading) -> &str {
        self.place(heading).map_or(heading.name(), |place| &self.titles[place])
    }

    /// Looks for what stands in columns without a heading.
    pub(super) fn see(&mut self, record: &ByteRecord) {
        let unused = &mut self.unused;
        self.empty.retain(|&place| {
            let empty = record[place].trim_ascii().is_empty();
            if !empty {
                unused.push(Unread { column: place + 1, heading: String::new() });
                unused.sort_by_key(|unread| unread.column);
            }
            empty
        });
    }

    /// Understands the first row of a table; lists what is wrong with it and with `columns:`. `globe`: the city knows its
    /// longitude and latitude.
    pub(super) fn new(config: &LogConfig, first: &ByteRecord, one_category: bool, globe: bool) -> (Table, Vec<Problem>, Vec<BadTitle>) {
        let mut titles: Vec<String> = first.iter().map(|title| String::from_utf8_lossy(title).trim().to_owned()).collect();
        if let Some(bare) = titles.first().and_then(|title| title.strip_prefix('\u{feff}')).map(str::to_owned) {
            titles[0] = bare;
        }
        let mut table = Table { titles, places: Vec::new(), unused: Vec::new(), empty: Vec::new() };
        let (mut problems, mut bad) = (Vec::new(), Vec::new());
        if let Some(field) = first.iter().position(|title| std::str::from_utf8(title).is_err()) {
            bad.push((field, "the heading is not UTF-8 text".to_owned(), Some("save the table as \"CSV UTF-8\"".to_owned())));
            return (table, problems, bad);
        }
        table.place_all(config, &mut problems, &mut bad);
        for their in config.columns.keys().filter(|their| !table.titles.iter().any(|title| title == their.trim())) {
            let hint = match nearest(their, table.titles.iter().map(String::as_str)) {
                Some(near) => format!("did you mean {near:?}?"),
                None => format!("its columns are {}", table.headings()),
            };
            problems.push((format!("log.columns.{their}"), format!("the table has no column {their:?}; {hint}")));
        }
        if problems.is_empty() && bad.is_empty() {
            table.check_complete(one_category, globe, &mut problems);
        }
        (table, problems, bad)
    }

    fn place_all(&mut self, config: &LogConfig, problems: &mut Vec<Problem>, bad: &mut Vec<BadTitle>) {
        let mut open = Vec::new();
        for (place, title) in self.titles.iter().enumerate() {
            let heading = match config.columns.iter().find(|(their, _)| their.trim() == title) {
                Some((_, meaning)) if meaning == UNUSED => continue,
                Some((their, meaning)) => match Heading::of(meaning) {
                    Some(heading) => heading,
                    None => {
                        problems.push((format!("log.columns.{their}"), unknown_meaning(meaning)));
                        continue;
                    }
                },
                None => match Heading::of(title) {
                    Some(heading) => heading,
                    None => {
                        open.push(place);
                        continue;
                    }
                },
            };
            match self.places.iter().find(|(known, _)| *known == heading) {
                None => self.places.push((heading, place)),
                Some((_, first)) => {
                    let both = format!(
                        "{:?} and {:?} both are the column `{}`",
                        shortened(title),
                        shortened(&self.titles[*first]),
                        heading.name()
                    );
                    let help = match *title == self.titles[*first] {
                        true => "rename one of the two in the table, or take it out".to_owned(),
                        false => {
                            // What `columns` says of one of the two is meant.
                            let said = |title: &String| config.columns.keys().any(|their| their.trim() == title);
                            let other = &self.titles[*first];
                            let unused = if said(title) && !said(other) { other } else { title };
                            format!("say which one is not: columns: {{{unused:?}: {UNUSED:?}}}")
                        }
                    };
                    bad.push((place, both, Some(help)));
                }
            }
        }
        let missing: Vec<&str> = Heading::ALL.iter().filter(|h| self.place(**h).is_none()).map(|h| h.name()).collect();
        for place in open {
            let title = &self.titles[place];
            let word = OTHER_WORDS.iter().find(|(word, _)| title.eq_ignore_ascii_case(word)).map(|(_, meant)| *meant);
            match word.filter(|meant| missing.contains(meant)).or_else(|| nearest(title, missing.iter().copied())) {
                Some(near) => {
                    let help = format!("write columns: {{{title:?}: {near:?}}} if it is that one, {{{title:?}: {UNUSED:?}}} if not");
                    bad.push((place, format!("is the column {:?} meant to be `{near}`?", shortened(title)), Some(help)));
                }
                None if title.is_empty() => self.empty.push(place),
                None => self.unused.push(Unread { column: place + 1, heading: title.clone() }),
            }
        }
    }

    fn headings(&self) -> String {
        headings(self.titles.iter().map(String::as_str))
    }

    fn check_complete(&self, one_category: bool, globe: bool, problems: &mut Vec<Problem>) {
        let has = |heading| self.place(heading).is_some();
        if !has(Heading::Reported) && self.titles.first().is_some_and(|title| title.starts_with(['{', '['])) {
            problems.push(("log.file".to_owned(), JSON.to_owned()));
            return;
        }
        let mut lacks = |heading: Heading, why: &str| {
            let columns = if self.titles.len() == 1 { " (are its fields separated by commas?)" } else { "" };
            let found = self.headings();
            let message = format!(
                "the table has no column `{}`, {why}; its columns are {found}{columns}. Say what they mean with columns: {{\"their heading\": {:?}}}",
                heading.name(),
                heading.name()
            );
            problems.push(("log.file".to_owned(), message));
        };
        if !has(Heading::Reported) {
            lacks(Heading::Reported, "the time of the report");
        }
        if !has(Heading::Category) && !one_category {
            lacks(Heading::Category, "what happened");
        }
        let (plane, degrees) = ([Heading::X, Heading::Y], [Heading::Longitude, Heading::Latitude]);
        match (has(Heading::X), has(Heading::Y)) {
            _ if plane.into_iter().any(has) && degrees.into_iter().any(has) => {
                let unused = |pair: [Heading; 2]| {
                    let entries: Vec<String> =
                        pair.into_iter().filter(|h| has(*h)).map(|h| format!("{:?}: {UNUSED:?}", self.title(h))).collect();
                    format!("columns: {{{}}}", entries.join(", "))
                };
                let or = if globe { format!(" or {}", unused(plane)) } else { String::new() };
                problems.push((
                    "log.file".to_owned(),
                    format!("the table says places twice, in kilometres and in degrees: write {}{or}", unused(degrees)),
                ));
            }
            (true, false) => lacks(Heading::Y, "the other coordinate"),
            (false, true) => lacks(Heading::X, "the other coordinate"),
            (false, false) if globe => match (has(Heading::Longitude), has(Heading::Latitude)) {
                (true, false) => lacks(Heading::Latitude, "the other coordinate"),
                (false, true) => lacks(Heading::Longitude, "the other coordinate"),
                _ => {}
            },
            (false, false) if has(Heading::Longitude) || has(Heading::Latitude) => problems.push((
                "log.columns".to_owned(),
                "the city does not say where it lies on the globe, so longitude and latitude have no place in it: give `x_km` and `y_km`, \
                 or call these columns \"unused\""
                    .to_owned(),
            )),
            _ => {}
        }
    }
}

fn unknown_meaning(meaning: &str) -> String {
    let names = || Heading::ALL.iter().map(|heading| heading.name()).chain([UNUSED]);
    match nearest(meaning, names()) {
        Some(near) => format!("there is no column {meaning:?}; did you mean {near:?}?"),
        None => format!("there is no column {meaning:?}; there are {}", names().collect::<Vec<_>>().join(", ")),
    }
}

//! What is wrong with a scenario beyond its syntax: messages addressed by path, collected before any is shown.

use std::borrow::Cow;

/// So many characters of a text are quoted.
const MOST_QUOTED: usize = 100;
/// Messages tell so many headings of a table.
const MOST_HEADINGS: usize = 10;
/// So many valid names are listed where another was written.
const MOST_LISTED: usize = 20;

/// What is wrong with a name that nobody sees: in a table of results it would be a field left empty.
pub const BLANK_NAME: &str = "the name is blank";

/// One thing that is wrong, or suspicious.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where in the scenario, such as `workforce.crews.patrol.officers`.
    pub path: String,
    /// What is wrong and what would be right.
    pub message: String,
}

/// All that is wrong.
#[derive(Clone, Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Notes a problem.
    pub fn add(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.0.push(Problem { path: path.into(), message: message.into() });
    }

    /// Notes that there is no `kind` called `name`, with the nearest valid name.
    pub fn unknown<'a>(&mut self, path: impl Into<String>, kind: &str, name: &str, known: impl IntoIterator<Item = &'a str>) {
        let known: Vec<&str> = known.into_iter().collect();
        let hint = match nearest(name, known.iter().copied()) {
            Some(near) => format!("; did you mean {near:?}?"),
            None => listed(&known),
        };
        self.add(path, format!("there is no {kind} called {name:?}{hint}"));
    }

    /// Notes problems whose paths stand below `section`.
    pub fn extend_below(&mut self, section: &str, problems: Vec<(String, String)>) {
        for (path, message) in problems {
            let path = if path.is_empty() { section.to_owned() } else { format!("{section}.{path}") };
            self.add(path, message);
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All, in the order noted.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }
}

/// What stands behind a name that is none: the valid ones, unless they are too many.
pub fn listed(known: &[&str]) -> String {
    match known.len() {
        0 => "; there are none".to_owned(),
        1..=MOST_LISTED => format!("; there are {}", known.join(", ")),
        _ => String::new(),
    }
}

/// What messages quote of a text out of a table: its beginning where it is long.
pub fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MOST_QUOTED) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// The headings of a table: the first of them, each by its beginning.
pub fn headings<'a>(titles: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = titles.len().saturating_sub(MOST_HEADINGS);
    let mut told: Vec<Cow<str>> = titles.take(MOST_HEADINGS).map(shortened).collect();
    if more > 0 {
        told.push(Cow::Owned(format!("and {more} more")));
    }
    told.join(", ")
}

/// The candidate nearest to `wanted` when it is near enough to have been meant; the first of equals. Without such, the only
/// one that begins the name or that the name begins.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = wanted.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    let mut begun: Vec<&str> = Vec::new();
    for candidate in candidates {
        let other = candidate.to_lowercase();
        let rest = folded.strip_prefix(other.as_str()).or_else(|| other.strip_prefix(folded.as_str()));
        let one_word = rest.is_some_and(|rest| rest.chars().all(|c| c.is_alphanumeric() || c == '_'));
        if one_word && folded.len().min(other.len()) >= LEAST_BEGUN {
            begun.push(candidate);
        }
        let distance = strsim::damerau_levenshtein(&folded, &other);
        let length = wanted.chars().count().max(candidate.chars().count());
        if distance * 3 <= length && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate).or_else(|| begun.pop().filter(|_| begun.is_empty()))
}

/// A name has to have so many bytes to be the beginning of another.
const LEAST_BEGUN: usize = 4;

#[cfg(test)]
mod tests {
    use super::{headings, nearest, shortened};

    #[test]
    fn long_texts_are_quoted_by_their_beginning() {
        assert_eq!(shortened(&"声".repeat(100)), "声".repeat(100));
        assert_eq!(shortened(&"声".repeat(101)), "声".repeat(100) + "…");
    }

    #[test]
    fn of_many_headings_the_first_are_told() {
        assert_eq!(headings(["x", "y"].into_iter()), "x, y");
        let long = "声".repeat(101);
        let many = vec![long.as_str(); 12];
        assert_eq!(headings(many[..10].iter().copied()), vec!["声".repeat(100) + "…"; 10].join(", "));
        assert!(headings(many.into_iter()).ends_with("…, and 2 more"));
    }

    #[test]
    fn a_name_that_is_near_goes_before_one_that_is_begun() {
        assert_eq!(nearest("dipatch", ["dispatch", "base"]), Some("dispatch"));
        assert_eq!(nearest("based_on", ["dispatch", "base"]), Some("base"));
        assert_eq!(nearest("crew", ["crews_of_patrol", "crews_of_police"]), None, "either may be meant");
        assert_eq!(nearest("runs", ["runs_of_rules", "run"]), Some("run"), "the nearer of the two");
        assert_eq!(nearest("at", ["attainment"]), None, "too short to tell");
        assert_eq!(nearest("reported;category", ["reported"]), None, "no name");
    }
}

//! What is wrong with a scenario beyond its syntax: messages addressed by path, collected before any is shown.

/// So many valid names are listed where another was written.
const MOST_LISTED: usize = 20;

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

/// The candidate nearest to `wanted` when it is near enough to have been meant; the first of equals.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = wanted.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = strsim::damerau_levenshtein(&folded, &candidate.to_lowercase());
        let length = wanted.chars().count().max(candidate.chars().count());
        if distance * 3 <= length && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

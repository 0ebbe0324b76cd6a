//! What was run, beside what came out: the part of a report that is known before the first replication.

use crate::metrics::Name;
use serde::Serialize;

/// What was run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Setup {
    /// The scenario's name.
    pub name: Name,
    /// The scenario file as it was given.
    pub scenario: String,
    /// Changes made to it on the command line, `path=value`.
    pub set: Vec<String>,
    /// The table of records that is replayed, if there is one: then all replications have the same incidents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// The first day, such as `2022-01-01`.
    pub start: String,
    /// The seed of all random numbers.
    pub seed: u64,
    /// Replications asked for.
    pub replications: u32,
    /// Residents of the city.
    pub residents: u64,
    /// Officers of all crews.
    pub officers: u64,
    /// Crews on the roster, all shifts together.
    pub crews: u64,
    /// Paid posts of all roles.
    pub posts: u64,
    /// How many parameters are known and how many assumed.
    pub provenance: Provenance,
}

/// Where parameters come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// Parameters that the scenario grades.
    pub parameters: u32,
    /// Those of grade C: assumed by its authors.
    pub assumed: u32,
}

impl Setup {
    /// The words of the command that repeats this run to the byte, quoted for a shell.
    pub fn command(&self) -> Vec<String> {
        let mut words = vec!["gridgov run".to_owned(), quoted(&self.scenario)];
        words.extend(self.set.iter().map(|set| format!("--set {}", quoted(set))));
        words.push(format!("--seed {}", self.seed));
        words.push(format!("--replications {}", self.replications));
        words
    }
}

/// `text` as a shell takes it for one word.
fn quoted(text: &str) -> String {
    let plain = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "_-./=:,+@%".contains(c));
    if plain { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_split_them() {
        assert_eq!(quoted("scenarios/龙港.ron"), "scenarios/龙港.ron");
        assert_eq!(quoted("demand.volume=190 /day"), "'demand.volume=190 /day'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}

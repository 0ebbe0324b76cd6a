//! Tables for others to analyse again.

use super::Ranking;
use crate::report::folder::{self, ArmRows};
use crate::report::table::Table;

/// `replications`: one row per rule, replication and measure; those of the map too, named with their settings.
pub fn replications(found: &Ranking) -> Table {
    let places = found.places.iter().filter_map(|place| place.ranked.as_ref().map(|(contest, _)| *contest));
    let contests = std::iter::once(found.contest).chain(places.filter(|contest| !std::ptr::eq(*contest, found.contest)));
    let arms = contests.flat_map(|contest| contest.arms.iter().zip(&contest.measured));
    let rows = arms.map(|(arm, measured)| ArmRows { arm: &arm.label.name, seed: arm.loaded.model.seed, first: 0, measured });
    folder::replications(&rows.collect::<Vec<_>>())
}

/// `misses.csv`: one row per incident that missed the primary target, with the rules under which it meets it.
pub fn misses(found: &Ranking) -> Option<Vec<u8>> {
    let saved = found.saved.as_ref()?;
    let mut rows = csv::Writer::from_writer(Vec::new());
    let mut head = vec!["replication", "incident", "cause", "place"];
    head.extend(saved.rules.iter().map(|rule| rule.rule.as_str()));
    rows.write_record(&head).expect("writing to memory cannot fail");
    let level = found.base.dimensions.levels.first();
    for miss in &saved.misses {
        let place = miss.place.zip(level).map_or("", |(place, level)| level.cells[place].name.as_str());
        let (replication, incident) = (miss.replication.to_string(), miss.incident.to_string());
        let mut row = vec![replication.as_str(), &incident, miss.cause.name(), place];
        row.extend(miss.saved.iter().map(|saved| if *saved { "1" } else { "0" }));
        rows.write_record(&row).expect("writing to memory cannot fail");
    }
    Some(rows.into_inner().expect("writing to memory cannot fail"))
}

//! Which stations a name means: all that stand on the ground called so.

use super::Workforce;
use crate::city::{City, Named};
use crate::problems::Problems;

/// The stations of each ground that has any, by its path and by its name.
#[derive(Debug)]
pub struct NamedStations<'c> {
    named: Named<'c>,
    names: Vec<&'c str>,
    stations: Vec<Vec<u32>>,
}

impl<'c> NamedStations<'c> {
    /// Of all kinds of crews.
    pub fn of(workforce: &Workforce, city: &'c City) -> NamedStations<'c> {
        let mut grounds: indexmap::IndexMap<String, (&str, Vec<u32>)> = indexmap::IndexMap::new();
        for (number, station) in (0..).zip(&workforce.stations) {
            let path = station.serves.path(city, station.cell);
            grounds.entry(path).or_insert_with(|| (station.name(city), Vec::new())).1.push(number);
        }
        let named = Named::new(grounds.iter().map(|(path, (name, _))| (*name, path.clone())));
        let (names, stations) = grounds.into_values().unzip();
        NamedStations { named, names, stations }
    }

    /// The stations that are meant: several where several kinds of crews have one there. None where the name is none, or
    /// that of several grounds, which is noted as a problem of `path`.
    pub fn find(&self, name: &str, path: &str, problems: &mut Problems) -> &[u32] {
        match self.named.find(name) {
            Ok(ground) => return &self.stations[ground],
            Err(several) if self.named.has(name) => problems.add(path, several),
            Err(_) => problems.unknown(path, "station", name, self.names.iter().copied()),
        }
        &[]
    }
}

//! Names in a log: those of the scenario in either language, and what the log calls them.

use super::wrong::Wrong;
use crate::city::City;
use crate::ids::AreaId;
use std::collections::BTreeMap;

/// Names of one kind of thing.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    known: BTreeMap<String, Known>,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    /// The lower, the stronger: of several meanings the one of the lowest counts.
    rank: u8,
    /// None where it means several things.
    index: Option<u32>,
}

impl Names {
    /// Names and translations, in the order of their numbers.
    pub(super) fn new<'a>(all: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Names {
        let mut names = Names::default();
        for (index, (name, _)) in (0..).zip(all.clone()) {
            names.add(name, 0, index);
        }
        for (index, (_, zh)) in (0..).zip(all) {
            names.add(zh, 1, index);
        }
        names
    }

    fn add(&mut self, name: &str, rank: u8, index: u32) {
        match self.known.get_mut(name) {
            None => {
                self.known.insert(name.to_owned(), Known { rank, index: Some(index) });
            }
            Some(known) if known.rank == rank && known.index != Some(index) => known.index = None,
            Some(_) => {}
        }
    }

    /// The number of what is called so, spaces around it included or not.
    pub(super) fn find(&self, name: &str) -> Result<u32, Wrong> {
        let known = self.known.get(name).or_else(|| self.known.get(name.trim()));
        known.ok_or(Wrong::Unknown)?.index.ok_or(Wrong::Several)
    }

    /// Adds what a log calls the thing of this number, whatever else was called so.
    pub(super) fn call(&mut self, their: &str, index: u32) {
        self.known.insert(their.trim().to_owned(), Known { rank: 0, index: Some(index) });
    }

    /// Names that are no translations, in the order of what they mean.
    pub(super) fn own(&self) -> Vec<&str> {
        let mut own: Vec<(Option<u32>, &str)> =
            self.known.iter().filter(|(_, known)| known.rank == 0).map(|(name, known)| (known.index, name.as_str())).collect();
        own.sort_unstable();
        own.into_iter().map(|(_, name)| name).collect()
    }

    /// All names.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }
}

/// The names of a city's areas, one for each that means no other: its name where no other area has it, its
/// path from below the city where that is needed, else "#" and its number. A path is stronger than a name, a name than
/// a translation, and all of them than a number.
#[derive(Clone, Debug)]
pub struct AreaNames<'c> {
    city: &'c City,
    pub(super) names: Names,
}

impl<'c> AreaNames<'c> {
    /// Of all areas of `city`.
    pub fn new(city: &'c City) -> AreaNames<'c> {
        let mut names = Names::default();
        for area in city.areas.ids() {
            names.add(&city.path(area), 0, area.0);
        }
        for (area, a) in city.areas.enumerate() {
            names.add(&a.name, 1, area.0);
        }
        for (area, a) in city.areas.enumerate() {
            if let Some(zh) = &a.zh {
                names.add(zh, 2, area.0);
            }
        }
        for area in city.areas.ids() {
            names.add(&number(area), 3, area.0);
        }
        AreaNames { city, names }
    }

    /// What a log calls an area so that it means no other.
    pub fn of(&self, area: AreaId) -> String {
        let means_it = |name: &String| self.names.find(name) == Ok(area.0);
        let name = Some(self.city.areas[area].name.clone()).filter(means_it);
        name.or_else(|| Some(self.city.path(area)).filter(means_it)).unwrap_or_else(|| number(area))
    }
}

fn number(area: AreaId) -> String {
    format!("#{}", area.0)
}

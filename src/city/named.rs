//! Which area a name means: the one that a path from below the city leads to, or else the only one called so.

use super::{Area, City};
use crate::ids::AreaId;
use crate::problems::{nearest, shortened};
use std::collections::BTreeMap;

/// So many paths are proposed where a name means several areas.
const MOST_PROPOSED: usize = 6;

/// Areas by path and by name, each by its number in some order.
#[derive(Debug)]
pub struct Named<'n> {
    paths: BTreeMap<String, usize>,
    names: BTreeMap<&'n str, Vec<usize>>,
}

impl<'n> Named<'n> {
    /// Of areas by name and path.
    pub fn new(areas: impl Iterator<Item = (&'n str, String)>) -> Named<'n> {
        let mut named = Named { paths: BTreeMap::new(), names: BTreeMap::new() };
        for (number, (name, path)) in areas.enumerate() {
            named.paths.entry(path).or_insert(number);
            named.names.entry(name).or_default().push(number);
        }
        named
    }

    /// Of all areas of a city.
    pub fn of(city: &'n City) -> Named<'n> {
        Named::new(city.areas.enumerate().map(|(id, area)| (area.name.as_str(), city.path(id))))
    }

    /// The number of the area that is meant.
    ///
    /// # Errors
    /// Says that none is called so, or how to name one of several.
    pub fn find(&self, name: &str) -> Result<usize, String> {
        let alike = self.names.get(name).map_or(&[][..], Vec::as_slice);
        match (self.paths.get(name), alike) {
            (Some(&number), _) | (None, &[number]) => Ok(number),
            (None, []) => {
                let hint = nearest(name, self.names.keys().copied()).map_or(String::new(), |near| format!("; did you mean {near:?}?"));
                Err(format!("there is no area called {:?}{hint}", shortened(name)))
            }
            (None, _) => {
                let paths = self.paths.iter().filter(|(_, number)| alike.contains(number)).map(|(path, _)| path.as_str());
                Err(format!("several areas are called {:?}: {}", shortened(name), proposed(paths)))
            }
        }
    }

    /// Whether an area is called so.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }
}

/// How to name one of several areas.
pub fn proposed<'p>(paths: impl Iterator<Item = &'p str>) -> String {
    let paths: Vec<String> = paths.take(MOST_PROPOSED + 1).map(|path| format!("{path:?}")).collect();
    let dots = if paths.len() > MOST_PROPOSED { ", …" } else { "" };
    format!("write the path of one: {}{dots}", paths[..paths.len().min(MOST_PROPOSED)].join(", "))
}

impl City {
    /// The names of the areas from below the city down to this one, as in "town/village"; empty for the city.
    pub fn path(&self, area: AreaId) -> String {
        self.path_by(area, |area| &area.name)
    }

    /// The same in Chinese, as far as areas have Chinese names.
    pub fn path_zh(&self, area: AreaId) -> String {
        self.path_by(area, |area| area.zh.as_ref().unwrap_or(&area.name))
    }

    fn path_by(&self, area: AreaId, name: impl Fn(&Area) -> &str) -> String {
        let above = std::iter::successors(Some(area), |area| self.areas[*area].parent).filter(|area| *area != AreaId(0));
        let mut names: Vec<&str> = above.map(|area| name(&self.areas[area])).collect();
        names.reverse();
        names.join("/")
    }
}

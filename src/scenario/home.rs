//! Where free crews go, with its names resolved.

use crate::city::{City, Sites, Spot};
use crate::policy::Relocation;
use crate::problems::Problems;
use crate::workforce::{CrewKind, NamedStations, Workforce};

/// Where crews go when they are free.
#[derive(Clone, Debug, PartialEq)]
pub enum Home {
    /// To their station.
    Station,
    /// Nowhere.
    Stay,
    /// To the nearest of these.
    NearestOf(Vec<Spot>),
    /// To the station where one more free crew gains the most coverage.
    Coverage,
    /// To the first station with too few: stations by kind of crew, then number of free crews.
    Table(Vec<Vec<Vec<u32>>>),
}

impl Home {
    /// Whether it is decided anew each time.
    pub fn moves(&self) -> bool {
        matches!(self, Home::Coverage | Home::Table(_))
    }
}

/// The place where a scenario says that free crews go.
pub(super) fn home(relocation: &Relocation, city: &City, workforce: &Option<Workforce>, problems: &mut Problems) -> Home {
    let named = match relocation {
        Relocation::ReturnToStation => return Home::Station,
        Relocation::Stay => return Home::Stay,
        Relocation::Dmexclp => return Home::Coverage,
        Relocation::ComplianceTable { rows } => return Home::Table(compliance(rows, city, workforce, problems)),
        Relocation::NearestOf(named) => named,
    };
    if named.is_empty() {
        problems.add("dispatch.relocation", "name at least one place, as in NearestOf([\"north\", (2.5, 1)])");
    }
    let (mut sites, mut spots) = (Sites::new(city), Vec::new());
    for (i, site) in named.iter().enumerate() {
        match sites.find(site) {
            Ok((_, spot)) => spots.push(spot),
            Err(message) => problems.add(format!("dispatch.relocation.{i}"), message),
        }
    }
    Home::NearestOf(spots)
}

/// The compliance table by kind of crew; a station is the one of that kind in the area named.
fn compliance(rows: &[Vec<String>], city: &City, workforce: &Option<Workforce>, problems: &mut Problems) -> Vec<Vec<Vec<u32>>> {
    let Some(workforce) = workforce else { return Vec::new() };
    if rows.is_empty() {
        problems
            .add("dispatch.relocation.rows", "a compliance table has at least one row, such as [[\"harbour\"], [\"harbour\", \"market\"]]");
    }
    let grounds = NamedStations::of(workforce, city);
    let mut named: Vec<Vec<&[u32]>> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        if row.len() != i + 1 {
            let message = format!("row {} must name as many stations as its number says, not {}", i + 1, row.len());
            problems.add(format!("dispatch.relocation.rows.{i}"), message);
        }
        let path = |k: usize| format!("dispatch.relocation.rows.{i}.{k}");
        named.push(row.iter().enumerate().map(|(k, wanted)| grounds.find(wanted, &path(k), problems)).collect());
    }
    let of_kind = |kind: &CrewKind, row: &Vec<&[u32]>| -> Vec<u32> {
        row.iter().filter_map(|there| kind.stations.iter().copied().find(|station| there.contains(station))).collect()
    };
    workforce.kinds.iter().map(|kind| named.iter().map(|row| of_kind(kind, row)).collect()).collect()
}

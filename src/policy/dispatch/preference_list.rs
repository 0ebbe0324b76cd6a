//! `PreferenceList`: each zone has a fixed ranked list of stations; the first that has a crew to send sends it.
//! Looks at the crews of the first stations of the list.
//!
//! Among the crews of one station the one with the shortest way goes, ties to the lowest id. A zone without a list
//! has all stations in the order of their distance from its middle, ties to the station that stands first. Stations
//! that a list leaves out come after it, nearest first, or never (`others`). A crew counts for the station of its
//! present shift, wherever it is. Kinds of crews have stations of their own also where they share the place: those that
//! a listed name finds share a rank, and so do, where the distance ranks them, those on one spot.

use crate::city::{Cells, City, Point};
use crate::ids::{AreaId, CrewId};
use crate::policy::{Parameter, RuleInfo, RuleKind, Situation, Words};
use crate::problems::Problems;
use crate::workforce::{NamedStations, Station, Workforce};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use std::cell::Cell;

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "PreferenceList",
    kind: RuleKind::Dispatch,
    budget: None,
    summary: "sends from the first station of the zone's fixed list that has a crew to send, of several crews of any kind there the closest",
    zh: "按事发区域固定的站点优先顺序派遣；同一站点有多组可派时（不论班组类型）派最近者",
    parameters: &[
        Parameter {
            name: "zones",
            default: Words::of("the innermost level", "最内层级"),
            bounds: Words::of("a level or partition of the city", "城市的一个层级或划分"),
            meaning: "what a zone is",
            zh: "以哪一级区域为片区",
        },
        Parameter {
            name: "lists",
            default: Words::of("{}: every zone by distance", "{}：各区域按距离"),
            bounds: Words::of("{\"zone\": [\"first station\", \"second station\"]}", "{\"区域\": [\"首选驻点\", \"次选驻点\"]}"),
            meaning: "stations in order for each zone, both named by their area or, where several are called so, its path (\"town/village\"); zones left out rank stations by distance from their middle",
            zh: "各片区的站点顺序（片区与站点以区域命名，重名时写路径，如 \"镇/村\"）；未列出的片区按距离排序",
        },
        Parameter {
            name: "others",
            default: Words::alike("Nearest"),
            bounds: Words::alike("Nearest, Never"),
            meaning: "whether stations that a list leaves out come after it, nearest first, or are never asked",
            zh: "未列入的站点：按距离排在其后，或不派",
        },
    ],
    source: "Larson, Computers & Operations Research 1 (1974): the hypercube model's fixed preferences",
};

/// Stations that a list leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Others {
    /// After the list, nearest first.
    #[default]
    Nearest,
    /// Never.
    Never,
}

/// The largest table of ranks.
const MOST_RANKS: usize = 50_000_000;
/// Rank of a station that is never asked; past the end of a list.
const NEVER: u32 = u32::MAX;
/// Seconds that a step in rank outweighs in what is shown: more than any way takes.
const STEP: f64 = 1e8;

/// The rule with its table of ranks.
#[derive(Clone, Debug, PartialEq)]
pub struct PreferenceList {
    /// Zone of each innermost area.
    zone: Vec<u32>,
    stations: usize,
    /// Rank of each station in each zone, the same for those that are one.
    ranks: Vec<u32>,
    /// The stations that are asked in each zone, in order of rank.
    order: Vec<u32>,
    exclusive: bool,
}

impl PreferenceList {
    /// Resolves the names of a scenario. Problems stand below `path`.
    pub fn build(
        path: &str,
        zones: Option<&str>,
        lists: &IndexMap<String, Vec<String>>,
        others: Others,
        city: &City,
        workforce: &Workforce,
        problems: &mut Problems,
    ) -> PreferenceList {
        let before = problems.len();
        let cells = match zones {
            None => Some(Cells::Level(city.levels.len() - 1)),
            Some(name) => Cells::find(city, name),
        };
        let nothing = PreferenceList::of(Vec::new(), 0, Vec::new(), Others::Nearest);
        let Some(cells) = cells else {
            problems.unknown(format!("{path}.zones"), "level or partition", zones.unwrap_or_default(), Cells::names(city));
            return nothing;
        };
        let (count, stations) = (cells.count(city), workforce.stations.len());
        if count.saturating_mul(stations) > MOST_RANKS {
            problems.add(
                format!("{path}.zones"),
                format!("{count} zones with {stations} stations are too many ranks to keep: take a coarser level"),
            );
            return nothing;
        }
        let zone: Vec<u32> = city.leaves().map(|leaf| cells.of_leaf(city, AreaId(leaf))).collect();
        let mut ranks = by_distance(cells, city, workforce);
        let (named, grounds) = (cells.named(city), NamedStations::of(workforce, city));
        let mut has_list = vec![false; count];
        for (name, list) in lists {
            let path = format!("{path}.lists.{name}");
            let at = match named.find(name) {
                Ok(at) => at,
                Err(several) if named.has(name) => {
                    problems.add(path, several);
                    continue;
                }
                Err(_) => {
                    problems.unknown(path, "zone", name, (0..count).map(|cell| cells.plain_name(city, cell as u32)));
                    continue;
                }
            };
            if std::mem::replace(&mut has_list[at], true) {
                problems.add(&path, "that zone has a list already, under another name");
            }
            if list.is_empty() && others == Others::Never {
                problems.add(&path, "nobody would ever go there: name a station, or leave `others: Never` out");
            }
            let listed = resolve(list, &path, &grounds, problems);
            reorder(&mut ranks[at * stations..][..stations], &listed, others);
        }
        if lists.is_empty() && others == Others::Never {
            problems.add(format!("{path}.lists"), "missing: without lists no station is left out; give `lists`, or leave `others` out");
        }
        if problems.len() > before { nothing } else { PreferenceList::of(zone, stations, ranks, others) }
    }

    fn of(zone: Vec<u32>, stations: usize, ranks: Vec<u32>, others: Others) -> PreferenceList {
        let mut order = vec![NEVER; ranks.len()];
        for (order, ranks) in order.chunks_mut(stations.max(1)).zip(ranks.chunks(stations.max(1))) {
            let mut asked: Vec<u32> = (0..stations as u32).filter(|station| ranks[*station as usize] != NEVER).collect();
            asked.sort_by_key(|station| ranks[*station as usize]);
            order[..asked.len()].copy_from_slice(&asked);
        }
        PreferenceList { zone, stations, ranks, order, exclusive: others == Others::Never }
    }

    /// Whether some crews are never sent to some places, however long an incident waits there.
    pub fn is_exclusive(&self) -> bool {
        self.exclusive
    }

    /// The zone of an innermost area, by its number among these.
    pub fn zone(&self, leaf: usize) -> u32 {
        self.zone[leaf]
    }

    /// Whether crews of a station are ever sent to a zone.
    pub fn asks(&self, zone: u32, station: u32) -> bool {
        self.ranks[zone as usize * self.stations + station as usize] != NEVER
    }

    /// What stands in `table` for the zone of the incident.
    fn row<'a>(&self, table: &'a [u32], situation: &Situation) -> &'a [u32] {
        &table[self.zone[situation.leaf as usize] as usize * self.stations..][..self.stations]
    }

    fn rank(&self, situation: &Situation, crew: CrewId) -> u32 {
        self.row(&self.ranks, situation)[situation.crews.station(crew) as usize]
    }

    /// Whether a crew's station is ever asked for the place.
    pub fn lists(&self, situation: &Situation, crew: CrewId) -> bool {
        self.rank(situation, crew) != NEVER
    }

    /// Seconds of travel, with 10⁸ for each rank of the crew's station for the place: for explanations. Infinite where it is
    /// never sent.
    #[inline]
    pub fn score(&self, situation: &Situation, crew: CrewId) -> f64 {
        match self.rank(situation, crew) {
            NEVER => f64::INFINITY,
            rank => f64::from(rank) * STEP + situation.travel(crew),
        }
    }

    /// The crew to send. Where few may be sent, these are quicker looked at than the stations in their order.
    #[inline]
    pub fn choose(&self, situation: &Situation) -> Option<CrewId> {
        let crews = situation.crews;
        let best: Cell<Option<(u32, f64, CrewId)>> = Cell::new(None);
        let consider = |rank: u32, crew: CrewId| {
            if rank != NEVER && best.get().is_none_or(|(least, ..)| rank <= least) && situation.exclusion(crew).is_none() {
                let of = (rank, situation.travel(crew), crew);
                if best.get().is_none_or(|least| of < least) {
                    best.set(Some(of));
                }
            }
        };
        if (situation.count() as usize).pow(2) <= crews.ids().len() {
            situation.available().for_each(|crew| consider(self.rank(situation, crew), crew));
        } else {
            let ranks = self.row(&self.ranks, situation);
            for station in self.row(&self.order, situation).iter().take_while(|station| **station != NEVER) {
                let rank = ranks[*station as usize];
                if best.get().is_some_and(|(least, ..)| least < rank) {
                    break;
                }
                crews.of_station(*station).for_each(|crew| consider(rank, crew));
            }
        }
        best.get().map(|(.., crew)| crew)
    }
}

/// Ranks of all stations in all zones by distance from the middle of the zone.
fn by_distance(cells: Cells, city: &City, workforce: &Workforce) -> Vec<u32> {
    let mut ranks = Vec::new();
    let mut order: Vec<u32> = Vec::new();
    let firsts = first_on_spot(city, &workforce.stations);
    for cell in 0..cells.count(city) as u32 {
        let middle = cells.middle(city, cell);
        let distance = |station: u32| city.travel.metric().km(&workforce.stations[station as usize].spot, &middle);
        order.clear();
        order.extend(0..workforce.stations.len() as u32);
        let first = |station: u32| firsts[station as usize];
        order.sort_by(|a, b| distance(*a).total_cmp(&distance(*b)).then(first(*a).cmp(&first(*b))));
        let row = ranks.len();
        ranks.resize(row + order.len(), 0);
        give_ranks(&mut ranks[row..], order.chunk_by(|a, b| first(*a) == first(*b)));
    }
    ranks
}

/// For each station the first that stands on the same spot.
fn first_on_spot(city: &City, stations: &[Station]) -> Vec<u32> {
    let mut known: IndexMap<[u64; 2], Vec<u32>> = IndexMap::new();
    let first = |(number, station): (u32, &Station)| {
        // Adding 0 makes +0 of −0.
        let Point { x, y } = station.spot.place;
        let there = known.entry([x, y].map(|at| (at + 0.0).to_bits())).or_default();
        let same = |other: &&u32| city.travel.metric().same(&stations[**other as usize].spot, &station.spot);
        there.iter().find(same).copied().unwrap_or_else(|| {
            there.push(number);
            number
        })
    };
    (0..).zip(stations).map(first).collect()
}

/// The stations that each name of a list finds.
fn resolve<'g>(list: &[String], path: &str, grounds: &'g NamedStations, problems: &mut Problems) -> Vec<&'g [u32]> {
    let mut listed: Vec<&[u32]> = Vec::new();
    for (i, name) in list.iter().enumerate() {
        let path = format!("{path}.{i}");
        let found = grounds.find(name, &path, problems);
        if !found.is_empty() && listed.contains(&found) {
            problems.add(path, format!("station {name:?} stands twice in the list"));
        }
        listed.push(found);
    }
    listed
}

/// Puts the listed stations first, in their order.
fn reorder(ranks: &mut [u32], listed: &[&[u32]], others: Others) {
    let before = ranks.to_vec();
    let rank = |station: u32| before[station as usize];
    let mut rest: Vec<u32> = (0..ranks.len() as u32).filter(|station| !listed.iter().any(|found| found.contains(station))).collect();
    rest.sort_by_key(|station| rank(*station));
    give_ranks(ranks, listed.iter().copied().chain(rest.chunk_by(|a, b| rank(*a) == rank(*b))));
    if others == Others::Never {
        rest.into_iter().for_each(|station| ranks[station as usize] = NEVER);
    }
}

/// Ranks stations in the order of the groups given: all of a group alike.
fn give_ranks<'g>(ranks: &mut [u32], groups: impl Iterator<Item = &'g [u32]>) {
    for (rank, group) in (0..).zip(groups) {
        group.iter().for_each(|station| ranks[*station as usize] = rank);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Availability;
    use crate::policy::situation::hand_made::{self, crews, job};
    use proptest::prelude::*;

    proptest! {
        /// Whoever walks from station to station finds whom a look at everybody finds, whether many may be sent or few.
        #[test]
        fn the_first_station_with_a_crew_to_send_is_found(
            crews in prop::collection::vec((0.0..20.0f64, 0..6u32, 0..9u8), 1..80),
            ranks in prop::collection::vec(0..6u32, 6),
            (never, busy) in (0..7u32, 1..9u8),
        ) {
            let places: Vec<(f64, u32)> = crews.iter().map(|(x, station, _)| (x.round(), *station)).collect();
            let mut columns = hand_made::crews(&places);
            for (i, (_, station, what)) in crews.iter().enumerate() {
                columns.set_station(CrewId(i as u32), *station);
                columns.set_availability(CrewId(i as u32), if *what < busy { Availability::Busy } else { Availability::Free });
            }
            let ranks = ranks.into_iter().map(|rank| if rank < never { rank } else { NEVER }).collect();
            let rule = PreferenceList::of(vec![0], 6, ranks, Others::Never);
            let job = Situation { excluded: &[CrewId(3)], ..job(&columns) };
            let scan = job.eligible().filter(|crew| rule.rank(&job, *crew) != NEVER).map(|crew| (rule.rank(&job, crew), job.travel(crew), crew));
            prop_assert_eq!(rule.choose(&job), scan.reduce(|best, other| if other < best { other } else { best }).map(|(.., crew)| crew));
        }
    }

    /// Two zones, three stations at 1, 5 and 9 on a line; a crew at each.
    fn rule(ranks: [u32; 6]) -> PreferenceList {
        PreferenceList::of(vec![0, 1], 3, ranks.to_vec(), Others::Nearest)
    }

    #[test]
    fn the_list_of_the_zone_decides_and_not_the_distance() {
        let mut columns = crews(&[(1.0, 0), (5.0, 0), (9.0, 0), (4.0, 0)]);
        for (crew, station) in [(0, 0), (1, 1), (2, 2), (3, 1)] {
            columns.set_station(CrewId(crew), station);
        }
        let rule = rule([2, 1, 0, 0, 1, NEVER]);
        let there = |leaf, columns: &_| rule.choose(&Situation { leaf, ..job(columns) });
        assert_eq!(there(0, &columns), Some(CrewId(2)));
        assert_eq!(there(1, &columns), Some(CrewId(0)));
        columns.set_availability(CrewId(2), Availability::Busy);
        columns.set_availability(CrewId(0), Availability::Busy);
        assert_eq!(there(0, &columns), Some(CrewId(3)), "of one station the nearest");
        columns.set_availability(CrewId(3), Availability::Busy);
        columns.set_availability(CrewId(1), Availability::Busy);
        assert_eq!(there(0, &columns), None);
        columns.set_availability(CrewId(2), Availability::Free);
        assert_eq!((there(0, &columns), there(1, &columns)), (Some(CrewId(2)), None), "never sent to the second zone");
    }

    #[test]
    fn listed_stations_come_first_and_the_others_keep_their_order() {
        let mut ranks = [3, 1, 0, 2];
        reorder(&mut ranks, &[&[3], &[1]], Others::Nearest);
        assert_eq!(ranks, [3, 1, 2, 0]);
        reorder(&mut ranks, &[&[0]], Others::Never);
        assert_eq!(ranks, [0, NEVER, NEVER, NEVER]);
    }

    #[test]
    fn stations_that_one_name_finds_and_others_on_one_spot_share_a_rank() {
        let mut ranks = [0, 1, 1, 2, 2];
        reorder(&mut ranks, &[&[0, 3]], Others::Nearest);
        assert_eq!(ranks, [0, 1, 1, 0, 2]);
    }
}

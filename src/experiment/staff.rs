//! Rosters of any size: the same mix of people, more or fewer of them.
//!
//! What can be taken away is counted in units: an officer, a crew of a given roster, a clerk for some hours at all places
//! of a desk, a post of people on the spot. From the roster that the scenario has, one unit after the other is taken away
//! (or added): always of the item that is furthest above (below) its exact share, the later of equals. So every roster is
//! a largest-remainder allotment of its size, and each is contained in all larger ones.

use crate::experiment::Arm;
use crate::experiment::posts::{self, Sort, clerks, open_days};
use crate::problems::nearest;
use crate::scenario::{Loaded, of_names};
use crate::structure::{DeskConfig, Staffing};
use crate::workforce::{Based, CrewKind};
use std::fmt;
use std::str::FromStr;

/// Whose posts are in question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All posts that have a part in a run.
    All,
    /// Officers of crews.
    Crews,
    /// Clerks.
    Desks,
    /// People on the spot.
    Settlers,
    /// One role, by the name it has in the scenario.
    Role(String),
}

impl Scope {
    fn takes(&self, sort: Sort, role: &str) -> bool {
        match self {
            Scope::All => true,
            Scope::Crews => sort == Sort::Crews,
            Scope::Desks => sort == Sort::Desk,
            Scope::Settlers => sort == Sort::Settlers,
            Scope::Role(name) => plain(name) == plain(role),
        }
    }
}

/// A name as people may write it: `grid-workers` is `grid worker`.
fn plain(name: &str) -> String {
    let spaced = name.trim().to_lowercase().replace(['-', '_'], " ");
    spaced.strip_suffix('s').map_or(spaced.clone(), str::to_owned)
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(text: &str) -> Result<Scope, String> {
        Ok(match text.trim() {
            "" => return Err("write all, crews, desks, settlers, or the name of a role".to_owned()),
            "all" => Scope::All,
            "crews" => Scope::Crews,
            "desks" => Scope::Desks,
            "settlers" => Scope::Settlers,
            name => Scope::Role(name.to_owned()),
        })
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Scope::All => "all",
            Scope::Crews => "crews",
            Scope::Desks => "desks",
            Scope::Settlers => "settlers",
            Scope::Role(name) => name,
        })
    }
}

/// How a number of units is written into the scenario.
#[derive(Clone, Debug, PartialEq)]
enum Written {
    /// As it is.
    Count,
    /// As a share of so many.
    ShareOf(u64),
}

/// Something that there may be more or less of.
#[derive(Clone, Debug)]
struct Item {
    role: usize,
    path: String,
    written: Written,
    /// Units in the scenario.
    own: u32,
    least: u32,
    most: u32,
    /// Posts that a unit takes.
    posts: f64,
}

/// A role whose posts are in question.
#[derive(Clone, Debug, PartialEq)]
pub struct StaffRole {
    /// As the scenario calls it.
    pub role: String,
    /// What its people do.
    pub sort: Sort,
}

/// The staff of a scenario in question, and its rosters.
#[derive(Clone, Debug)]
pub struct Staff {
    roles: Vec<StaffRole>,
    items: Vec<Item>,
    /// Headcounts that stand beside crews which are given otherwise: they follow.
    stated: Vec<(usize, String)>,
    /// Units by item, from the smallest roster to the largest.
    rosters: Vec<Vec<u32>>,
    /// Posts of each.
    sizes: Vec<u64>,
}

/// Most rosters up to a staff's own.
const FINEST: u64 = 10_000;

impl Staff {
    /// The staff of `arm` within `scope`, with rosters up to its own.
    ///
    /// # Errors
    /// Why there is none, or why it cannot be made larger or smaller.
    pub fn of(arm: &Arm, scope: &Scope) -> Result<Staff, String> {
        let mut staff = Staff { roles: Vec::new(), items: Vec::new(), stated: Vec::new(), rosters: Vec::new(), sizes: Vec::new() };
        staff.crews(&arm.loaded, scope)?;
        staff.desks(&arm.loaded, scope);
        staff.settlers(&arm.loaded, scope);
        let own = staff.own();
        if staff.posts(&own) == 0 {
            let roles = posts::posts(&arm.loaded);
            let listed: Vec<String> =
                roles.iter().filter(|role| role.sort != Sort::Outside).map(|role| format!("`{}`", role.role)).collect();
            let name = &arm.label.name;
            return Err(match scope {
                Scope::Role(role) => {
                    let names = roles.iter().filter(|known| known.sort != Sort::Outside).map(|known| known.role.as_str());
                    let help = nearest(role, names).map_or(String::new(), |near| format!(" (did you mean `{near}`?)"));
                    format!("{name:?} has no paid posts called `{role}` that take part in a run{help}; there are {}", listed.join(", "))
                }
                _ if listed.is_empty() => format!("{name:?} has no paid posts that take part in a run"),
                Scope::All => format!("the paid posts of {name:?} that take part in a run are none; there are {}", listed.join(", ")),
                _ => format!("{name:?} has no paid posts among its {scope}; there are {}", listed.join(", ")),
            });
        }
        staff.rosters = staff.smaller(own);
        staff.sizes = staff.rosters.iter().map(|counts| staff.posts(counts)).collect();
        Ok(staff)
    }

    fn role(&mut self, role: &str, sort: Sort) -> usize {
        self.roles.push(StaffRole { role: role.to_owned(), sort });
        self.roles.len() - 1
    }

    fn crews(&mut self, loaded: &Loaded, scope: &Scope) -> Result<(), String> {
        for (index, (name, config)) in loaded.scenario.workforce.crews.iter().enumerate() {
            if !scope.takes(Sort::Crews, name) {
                continue;
            }
            let kinds = || loaded.model.workforce.kinds.iter().filter(|kind| kind.config as usize == index);
            let officers: u32 = kinds().map(|kind| kind.officers).sum();
            if matches!(config.based, Based::AtPlaces(_)) {
                return Err(format!(
                    "the crews of `{name}` are given place by place, so that it does not say where fewer of them would stand; give `officers` and where they are based"
                ));
            }
            let role = self.role(name, Sort::Crews);
            let given: Vec<(String, u32)> = match (&config.roster, config.crews) {
                (Some(roster), _) => {
                    let path = |shift: &String| of_names(["workforce", "crews", name, "roster", shift]);
                    roster.iter().map(|(shift, crews)| (path(shift), crews.get())).collect()
                }
                (None, Some(crews)) => vec![(of_names(["workforce", "crews", name, "crews"]), crews.get())],
                (None, None) => vec![(of_names(["workforce", "crews", name, "officers"]), officers)],
            };
            if config.officers.is_some() && (config.roster.is_some() || config.crews.is_some()) {
                self.stated.push((role, of_names(["workforce", "crews", name, "officers"])));
            }
            let units: u32 = given.iter().map(|(_, units)| *units).sum();
            let all = if config.officers.is_some() { f64::from(officers) } else { kinds().map(|kind| kind.officers_needed).sum() };
            let each = if units > 0 { all / f64::from(units) } else { 0.0 };
            for (path, own) in given.into_iter().filter(|(_, own)| *own > 0) {
                self.items.push(Item { role, path, written: Written::Count, own, least: 0, most: u32::MAX, posts: each });
            }
        }
        Ok(())
    }

    fn desks(&mut self, loaded: &Loaded, scope: &Scope) {
        let structure = &loaded.model.structure;
        for (index, kind) in structure.kinds.iter().enumerate() {
            let config = &loaded.scenario.structure.desks[&kind.name];
            if !scope.takes(Sort::Desk, &kind.name) || kind.held_by.is_some() {
                continue;
            }
            let role = self.role(&kind.name, Sort::Desk);
            let places = structure.count(&loaded.model.city, index) as f64;
            let days = open_days(loaded, config.workdays_only);
            let least = least_clerks(config);
            for (at, (hours, clerks)) in config.staff.iter().enumerate().filter(|(_, (_, clerks))| clerks.get() > 0) {
                let path = format!("{}[{at}][1]", of_names(["structure", "desks", &kind.name, "staff"]));
                let posts = places * hours.length().hours() * days / 40.0;
                self.items.push(Item { role, path, written: Written::Count, own: clerks.get(), least: least[at], most: u32::MAX, posts });
            }
        }
    }

    fn settlers(&mut self, loaded: &Loaded, scope: &Scope) {
        let paid = loaded.model.structure.settlers.iter().filter(|s| s.paid && s.posts > 0);
        for settler in paid.filter(|s| scope.takes(Sort::Settlers, &s.name)) {
            let role = self.role(&settler.name, Sort::Settlers);
            let (own, all) = (settler.posts as u32, settler.established);
            let most = u32::try_from(all).unwrap_or(u32::MAX);
            let path = of_names(["structure", "settlers", &settler.name, "filled"]);
            self.items.push(Item { role, path, written: Written::ShareOf(all), own, least: 0, most, posts: 1.0 });
        }
    }

    /// Posts of a roster, to the fraction.
    fn exact(&self, counts: &[u32]) -> f64 {
        self.items.iter().zip(counts).map(|(item, n)| f64::from(*n) * item.posts).sum()
    }

    fn own(&self) -> Vec<u32> {
        self.items.iter().map(|item| item.own).collect()
    }

    /// Units between one roster and the next: thousands of steps are fine enough, however many units there are.
    fn step(&self) -> u32 {
        let units: u64 = self.items.iter().map(|item| u64::from(item.own)).sum();
        (units / FINEST).max(1) as u32
    }

    /// All rosters from the smallest to `own`.
    fn smaller(&self, own: Vec<u32>) -> Vec<Vec<u32>> {
        let (whole, step) = (self.exact(&own), self.step());
        let mut rosters = vec![own.clone()];
        let mut counts = own;
        while let Some(next) = self.furthest_above(&counts, whole) {
            counts[next] -= step.min(counts[next] - self.items[next].least);
            rosters.push(counts.clone());
        }
        rosters.reverse();
        rosters
    }

    /// The item that is furthest above its share of a roster with a unit less of it, the whole staff being `whole` posts; the
    /// later of equals.
    fn furthest_above(&self, counts: &[u32], whole: f64) -> Option<usize> {
        let over = |i: &usize| {
            let share = (self.exact(counts) - self.items[*i].posts) / whole;
            f64::from(counts[*i]) - share * f64::from(self.items[*i].own)
        };
        let spare = (0..counts.len()).filter(|i| counts[*i] > self.items[*i].least);
        spare.max_by(|a, b| over(a).total_cmp(&over(b)))
    }

    /// The item that is furthest below its share of a roster with a unit more of it; the earlier of equals.
    fn furthest_below(&self, counts: &[u32], whole: f64) -> Option<usize> {
        let short = |i: &usize| {
            let share = (self.exact(counts) + self.items[*i].posts) / whole;
            share * f64::from(self.items[*i].own) - f64::from(counts[*i])
        };
        let room = (0..counts.len()).rev().filter(|i| counts[*i] < self.items[*i].most);
        room.max_by(|a, b| short(a).total_cmp(&short(b)))
    }

    /// With rosters of up to so many posts as well, as far as there can be so many.
    #[must_use]
    pub fn up_to(mut self, posts: f64) -> Staff {
        let (whole, step) = (self.exact(&self.own()), self.step());
        let Some(mut counts) = self.rosters.last().cloned() else { return self };
        while self.posts(&counts) as f64 <= posts {
            let Some(next) = self.furthest_below(&counts, whole) else { break };
            counts[next] += step.min(self.items[next].most - counts[next]);
            self.sizes.push(self.posts(&counts));
            self.rosters.push(counts.clone());
        }
        self
    }

    /// Posts of a roster; those of each role are whole.
    fn posts(&self, counts: &[u32]) -> u64 {
        (0..self.roles.len()).map(|role| self.posts_of(role, counts)).sum()
    }

    fn posts_of(&self, role: usize, counts: &[u32]) -> u64 {
        let own = self.items.iter().zip(counts).filter(|(item, _)| item.role == role);
        let exact: f64 = own.map(|(item, n)| f64::from(*n) * item.posts).sum();
        match self.roles[role].sort {
            Sort::Desk => clerks(40.0 * exact),
            Sort::Crews if self.stated.iter().all(|(stated, _)| *stated != role) => u64::from(CrewKind::headcount(exact)),
            _ => (exact + 0.5) as u64,
        }
    }

    /// Posts of the roster that the scenario has.
    pub fn own_posts(&self) -> u64 {
        self.posts(&self.own())
    }

    /// The position of the roster whose size is nearest to so many posts, the larger of equals.
    pub fn nearest(&self, posts: f64) -> usize {
        let after = self.sizes.partition_point(|size| (*size as f64) < posts).min(self.sizes.len() - 1);
        let apart = |at: usize| (self.sizes[at] as f64 - posts).abs();
        let mut best = if after > 0 && apart(after - 1) < apart(after) { after - 1 } else { after };
        while best + 1 < self.sizes.len() && self.sizes[best + 1] == self.sizes[best] {
            best += 1;
        }
        best
    }

    /// Posts of the smallest and the largest roster.
    pub fn bounds(&self) -> [u64; 2] {
        [self.sizes[0], self.sizes[self.sizes.len() - 1]]
    }

    /// Whether there is no roster of about so many posts, for the largest is smaller or the smallest larger.
    pub fn lacks(&self, posts: f64) -> bool {
        let [smallest, largest] = self.bounds().map(|size| size as f64);
        posts < smallest - 0.5 || posts > largest + 0.5
    }

    /// Whether there are rosters whose size lies between those of two.
    pub fn skips(&self, smaller: usize, larger: usize) -> bool {
        let (least, most) = (self.sizes[smaller], self.sizes[larger]);
        self.sizes.iter().any(|size| least < *size && *size < most)
    }

    /// Posts of a roster by position.
    pub fn size(&self, roster: usize) -> u64 {
        self.sizes[roster]
    }

    /// The settings that make a roster of a scenario that has another.
    pub fn sets(&self, roster: usize) -> Vec<String> {
        self.settings(&self.rosters[roster])
    }

    /// The settings that make a roster of exactly so many posts, unit by unit from its own; `None` where none has so many.
    pub fn of_posts(&self, posts: u64) -> Option<Vec<String>> {
        let mut counts = self.own();
        let whole = self.exact(&counts);
        while self.posts(&counts) > posts {
            let next = self.furthest_above(&counts, whole)?;
            counts[next] -= 1;
        }
        while self.posts(&counts) < posts {
            let next = self.furthest_below(&counts, whole)?;
            counts[next] += 1;
        }
        (self.posts(&counts) == posts).then(|| self.settings(&counts))
    }

    fn settings(&self, counts: &[u32]) -> Vec<String> {
        let changed = self.items.iter().zip(counts).filter(|(item, n)| item.own != **n);
        let mut sets: Vec<String> = changed
            .map(|(item, n)| match item.written {
                Written::Count => format!("{}={n}", item.path),
                Written::ShareOf(all) => format!("{}={:?}", item.path, f64::from(*n) / all as f64),
            })
            .collect();
        if !sets.is_empty() {
            let stated = self.stated.iter();
            sets.extend(stated.map(|(role, path)| format!("{path}={}", self.posts_of(*role, counts))));
        }
        sets
    }

    /// The roles with their posts in a roster.
    pub fn roles(&self, roster: usize) -> Vec<(StaffRole, u64)> {
        (0..self.roles.len()).map(|role| (self.roles[role].clone(), self.posts_of(role, &self.rosters[roster]))).collect()
    }
}

/// For each part of a desk's day the fewest clerks with which it stays open as long as it is.
fn least_clerks(config: &DeskConfig) -> Vec<u32> {
    let mut least: Vec<u32> = config.staff.iter().map(|(_, clerks)| clerks.get().min(1)).collect();
    let open = |counts: &[u32]| {
        let parts: Vec<_> = config.staff.iter().zip(counts).map(|((hours, _), n)| (*hours, *n)).collect();
        Staffing::new(&parts, config.workdays_only).hours_open()
    };
    let whole = open(&least);
    for at in (0..least.len()).rev() {
        let had = std::mem::take(&mut least[at]);
        if open(&least) < whole {
            least[at] = had;
        }
    }
    least
}

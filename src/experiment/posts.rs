//! Paid posts by role: what a structure costs in people.

use crate::metrics::Name;
use crate::scenario::Loaded;

/// What the people of a role do in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// They are sent to incidents.
    Crews,
    /// They work at a desk.
    Desk,
    /// They settle incidents on the spot.
    Settlers,
    /// They have no part in it.
    Outside,
}

/// The paid posts of one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// As the scenario calls it.
    pub role: String,
    /// Who they are.
    pub name: Name,
    /// What they do.
    pub sort: Sort,
    /// How many.
    pub count: u64,
}

/// Hours that a clerk works in a week.
const WEEK_HOURS: f64 = 40.0;

/// The people that it takes to staff so many hours of clerks a week: whole ones.
pub fn clerks(hours_a_week: f64) -> u64 {
    (hours_a_week / WEEK_HOURS + 0.999_999) as u64
}

/// Days of a week on which a desk is open.
pub fn open_days(loaded: &Loaded, workdays_only: bool) -> f64 {
    if workdays_only { loaded.scenario.demand.calendar.workdays.len() as f64 } else { 7.0 }
}

/// All roles that have paid posts. Clerks are counted by the people that it takes to staff their hours: hours a week / 40.
pub fn posts(loaded: &Loaded) -> Vec<Role> {
    let (model, kinds) = (&loaded.model, &loaded.scenario.workforce.crews);
    let name = |english: &str, chinese: &Option<String>| Name::new(english, chinese.as_deref().unwrap_or(english));
    let role = |config: u32| kinds.get_index(config as usize).map(|(role, _)| role.clone()).unwrap_or_default();
    let of_crews = model.workforce.kinds.iter().map(|k| Role {
        role: role(k.config),
        name: name(&k.name, &k.zh),
        sort: Sort::Crews,
        count: u64::from(k.officers),
    });
    let mut roles: Vec<Role> = of_crews.collect();
    for (index, kind) in model.structure.kinds.iter().enumerate().filter(|(_, kind)| kind.held_by.is_none()) {
        let places = model.structure.count(&model.city, index) as f64;
        let days = open_days(loaded, kind.staffing.on_workdays_only());
        let count = clerks(places * kind.staffing.hours_a_day() * days);
        roles.push(Role { role: kind.name.clone(), name: name(&kind.name, &kind.zh), sort: Sort::Desk, count });
    }
    let settlers = model.structure.settlers.iter().filter(|s| s.paid);
    roles.extend(settlers.map(|s| Role { role: s.name.clone(), name: name(&s.name, &s.zh), sort: Sort::Settlers, count: s.posts }));
    let outside = model.workforce.posts.iter();
    roles.extend(outside.map(|p| Role { role: p.name.clone(), name: name(&p.name, &p.zh), sort: Sort::Outside, count: p.count }));
    roles.retain(|role| role.count > 0);
    roles
}

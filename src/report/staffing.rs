//! Paid posts by role, vehicles, and what they cost a year: the price of a structure, beside what it attains.

use super::{Lang, number, setup};
use crate::metrics::Name;
use crate::scenario::Loaded;
use crate::workforce::on_duty;
use serde::Serialize;

/// People and vehicles, and their price.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Staffing {
    /// Paid posts by role.
    pub posts: Vec<RolePosts>,
    /// Of all roles.
    pub posts_total: u64,
    /// For every 10,000 residents; none where nobody lives.
    pub posts_per_10000: Option<f64>,
    /// Vehicles: for each kind of crew as many as are on duty at once.
    pub vehicles: u64,
    /// Wages and vehicles a year; none where the scenario has no prices.
    pub cost_per_year: Option<f64>,
    /// In what it is counted.
    pub currency: Option<Name>,
}

/// Paid posts of one role.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RolePosts {
    /// Role.
    pub name: Name,
    /// How many.
    pub count: u64,
    /// What they earn a year, all together.
    pub wages: Option<f64>,
}

impl Staffing {
    /// Of a scenario.
    pub fn of(loaded: &Loaded) -> Staffing {
        let (model, prices) = (&loaded.model, loaded.scenario.workforce.prices.as_ref());
        let posts: Vec<RolePosts> = setup::posts(loaded)
            .into_iter()
            .map(|(role, name, count)| RolePosts { name, count, wages: prices.map(|p| p.wage(&role) * count as f64) })
            .collect();
        let posts_total = posts.iter().map(|p| p.count).sum();
        let residents = setup::residents(model);
        let vehicles = vehicles(loaded);
        let of_vehicles = |per_vehicle: f64| per_vehicle * vehicles as f64;
        Staffing {
            posts_total,
            posts_per_10000: (residents > 0).then(|| posts_total as f64 * 1e4 / residents as f64),
            vehicles,
            cost_per_year: prices.map(|p| posts.iter().filter_map(|p| p.wages).sum::<f64>() + of_vehicles(p.vehicle.get())),
            currency: prices.map(|p| Name::new(&p.currency, p.zh.as_ref().unwrap_or(&p.currency))),
            posts,
        }
    }
}

impl Staffing {
    /// Posts for the residents, vehicles and cost in a sentence.
    pub fn told(&self, lang: Lang) -> String {
        let (posts, per) =
            (number::count(self.posts_total), self.posts_per_10000.map_or_else(|| number::NONE.to_owned(), number::mean_count));
        let vehicles = number::count(self.vehicles);
        let cost = self.cost_per_year.map(|cost| number::cost(cost, lang));
        let unit = self.currency.as_ref().map(|name| lang.of(name)).unwrap_or_default();
        match (lang, cost) {
            (Lang::En, None) => format!("{}, {per} for every 10,000 residents.", number::counted(self.posts_total, "paid post")),
            (Lang::En, Some(cost)) => format!(
                "{}, {per} for every 10,000 residents; with {} they cost {cost}{unit} a year.",
                number::counted(self.posts_total, "paid post"),
                number::counted(self.vehicles, "vehicle")
            ),
            (Lang::Zh, None) => format!("编制岗位 {posts} 个，每 10,000 名居民 {per} 个。"),
            (Lang::Zh, Some(cost)) => {
                format!("编制岗位 {posts} 个，每 10,000 名居民 {per} 个；连同车辆 {vehicles} 辆，每年 {cost}{unit}。")
            }
        }
    }
}

/// For each kind of crew the most that are on duty or on call at once.
fn vehicles(loaded: &Loaded) -> u64 {
    let workforce = &loaded.model.workforce;
    let of = |kind: usize| on_duty(workforce, |crew| workforce.crews[crew].kind as usize == kind);
    (0..workforce.kinds.len()).filter_map(|kind| of(kind).into_iter().map(|(_, crews)| u64::from(crews)).max()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_text;

    #[test]
    fn where_nobody_lives_there_are_no_posts_for_residents() {
        let text = r#"(city: Point(), demand: (volume: "20 /day", categories: { "job": (on_scene: Deterministic("1 min")) }),
            workforce: (crews: { "patrol": (officers: 9, crew_size: 1, working_days: 7, based: Centre) }), run: (days: 2))"#;
        let loaded = load_text("small.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let staffing = Staffing { posts_per_10000: None, ..Staffing::of(&loaded) };
        assert_eq!((staffing.posts_total, staffing.posts_per_10000), (9, None));
        assert!(staffing.told(Lang::En).contains("– for every 10,000") && staffing.told(Lang::Zh).contains("– 个"));
    }
}

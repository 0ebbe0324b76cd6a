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
    /// Posts, for the residents where there are any, vehicles and cost in a sentence.
    pub fn told(&self, lang: Lang) -> String {
        let posts = match lang {
            Lang::En => number::counted(self.posts_total, "paid post"),
            Lang::Zh => format!("带薪岗位 {} 个", number::count(self.posts_total)),
        };
        let per = self
            .posts_per_10000
            .map(number::mean_count)
            .map_or_else(String::new, |per| lang.text(format!(", {per} for every 10,000 residents"), format!("，每万名居民 {per} 个")));
        let cost = self.cost_per_year.map_or_else(String::new, |cost| {
            let (cost, vehicles) = (number::cost(cost, lang), self.vehicles);
            let unit = self.currency.as_ref().map(|name| lang.of(name)).unwrap_or_default();
            lang.text(
                format!("; with {} they cost {cost}{unit} a year", number::counted(vehicles, "vehicle")),
                format!("；连同车辆 {} 辆，每年 {cost}{unit}", number::count(vehicles)),
            )
        });
        format!("{posts}{per}{cost}{}", lang.t(".", "。"))
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
        let staffing = Staffing::of(&loaded);
        assert_eq!((staffing.posts_total, staffing.posts_per_10000), (9, None));
        assert_eq!(Lang::ALL.map(|lang| staffing.told(lang)), ["9 paid posts.", "带薪岗位 9 个。"]);
    }
}

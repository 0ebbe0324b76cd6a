//! From the `demand:` section to what a run reads: names resolved, distributions prepared, everything that
//! is wrong reported at once.

use super::Problem;
use super::calendar::WorkingCalendar;
use super::committed::Committed;
use super::config::{CategoryConfig, ChannelConfig, DemandConfig, SurgeConfig, SurgeTimes};
use super::facility::{errand, facilities};
use super::intensity::Intensity;
use super::model::{Category, Channel, Demand, Department, Job, Joint};
use super::places::Spreads;
use super::surges::Surge;
use crate::city::City;
use crate::ids::{Column, DepartmentId, Id};
use crate::problems::{BLANK_NAME, Problems};
use crate::quantity::{Count, Day, Rate};
use crate::random::{Choice, Distribution, Sampler};
use crate::time::Duration;

/// Most categories of incidents, and most channels.
const MOST_CATEGORIES: usize = 1_000;
/// Most surges, and how many times a year one may strike at most.
const MOST_SURGES: usize = 100;
const MOST_STRIKES: f64 = 366.0;
/// Most categories times surges.
const MOST_RATES: usize = 20_000;
/// Most pieces of committed work a day.
const MOST_PIECES: f64 = 1e9;

impl Demand {
    /// Prepares the demand of a run of `days` days from `start`. Fails with all that is wrong, by path below
    /// the demand section. A log, if the section names one, is read by [`super::LogReader`] and put in with
    /// [`Demand::replay`].
    pub fn build(config: &DemandConfig, city: &City, start: Day, days: u32) -> Result<Demand, Vec<Problem>> {
        let mut builder = Builder { city, departments: Column::new(), spreads: Spreads::default(), problems: Problems::default() };
        if !builder.check_size(config) {
            return Err(builder.problems.iter().map(|p| (p.path.clone(), p.message.clone())).collect());
        }
        builder.departments = departments(config);
        builder.check_shapes(config, days);
        let calendar = builder.keep(WorkingCalendar::build(&config.calendar, start, days));
        let categories: Vec<_> = config.categories.iter().map(|(name, c)| builder.category(config, name, c)).collect();
        let facilities = facilities(&config.facilities, city, &mut builder.problems);
        let (channels, channel_choice) = builder.channels(config);
        let patience = config.patience.as_ref().and_then(|d| builder.sampler("patience", d));
        for (name, surge) in &config.surges {
            builder.check_surge(config, name, surge);
        }
        let committed = config
            .committed_work
            .as_ref()
            .and_then(|c| Committed::new(c, config, builder.city, &builder.departments, &mut builder.spreads, &mut builder.problems));
        let volume = config.volume.map(Rate::daily);
        let intensity = match &calendar {
            Some(calendar) if builder.problems.is_empty() => builder.keep(Intensity::build(config, volume.unwrap_or(1.0), calendar, days)),
            _ => None,
        };
        let categories: Option<Column<_, _>> = categories.into_iter().collect();
        let Builder { departments, spreads, problems, .. } = builder;
        match (calendar, categories, channel_choice, intensity) {
            (Some(calendar), Some(categories), Some(channel_choice), Some(intensity)) if problems.is_empty() => Ok(Demand {
                surges: config.surges.iter().map(|(name, s)| Surge::new(name, s, &calendar, days)).collect(),
                volume: volume.unwrap_or(1.0),
                volume_of_log: volume.is_none(),
                jobs: categories.enumerate().map(|(category, c)| Job { category, department: c.department }).collect(),
                categories,
                channels,
                departments,
                calendar,
                days,
                intensity,
                spreads,
                channel_choice,
                facilities,
                patience,
                committed,
                log: None,
            }),
            _ => Err(problems.iter().map(|p| (p.path.clone(), p.message.clone())).collect()),
        }
    }
}

fn departments(config: &DemandConfig) -> Column<DepartmentId, Department> {
    let zh = |name: &String, zh: &Option<String>| zh.clone().unwrap_or_else(|| name.clone());
    let mut departments: Column<_, _> =
        config.departments.iter().map(|(name, d)| Department { name: name.clone(), zh: zh(name, &d.zh) }).collect();
    for category in config.categories.values() {
        if !departments.iter().any(|d: &Department| d.name == category.department) {
            departments.push(Department { name: category.department.clone(), zh: category.department.clone() });
        }
    }
    departments
}

struct Builder<'a> {
    city: &'a City,
    departments: Column<DepartmentId, Department>,
    spreads: Spreads,
    problems: Problems,
}

impl Builder<'_> {
    fn keep<T>(&mut self, result: Result<T, Vec<Problem>>) -> Option<T> {
        result.map_err(|problems| problems.into_iter().for_each(|(path, message)| self.problems.add(path, message))).ok()
    }

    fn sampler(&mut self, path: &str, distribution: &Distribution) -> Option<Sampler> {
        Sampler::new(distribution).map_err(|message| self.problems.add(path, message)).ok()
    }

    fn at_least_one(&mut self, path: String, crews: Count) {
        if crews.get() == 0 {
            self.problems.add(path, "0 crews: it takes at least 1");
        }
    }

    /// Whether it is small enough to be looked at more closely.
    fn check_size(&mut self, config: &DemandConfig) -> bool {
        let (categories, channels, surges) = (config.categories.len(), config.channels.len(), config.surges.len());
        let mut at_most = |path: &str, what: &str, count: usize, most: usize| {
            if count > most {
                self.problems.add(path, format!("{count} {what} are too many: there may be {most}"));
            }
        };
        at_most("categories", "categories", categories, MOST_CATEGORIES);
        at_most("channels", "channels", channels, MOST_CATEGORIES);
        at_most("surges", "surges", surges, MOST_SURGES);
        at_most("surges", "categories times surges", categories * surges, MOST_RATES);
        if let Some(work) = &config.committed_work
            && work.crew_time_per_day.seconds() > MOST_PIECES * work.job.mean()
        {
            self.problems.add(
                "committed_work.crew_time_per_day",
                format!("makes more than {MOST_PIECES:.0} pieces of work a day: lower it or make each `job` longer"),
            );
        }
        self.problems.is_empty()
    }

    fn check_shapes(&mut self, config: &DemandConfig, days: u32) {
        if days == 0 {
            self.problems.add("", "a run of 0 days has no demand");
        }
        if config.season.len() != 12 {
            self.problems.add("season", format!("{} weights; a year has 12 months", config.season.len()));
        }
        let mut hours = Vec::new();
        for (name, profile) in &config.hours {
            profile.check(&format!("hours.{name}"), &mut hours);
        }
        hours.into_iter().for_each(|(path, message)| self.problems.add(path, message));
        if config.categories.is_empty() {
            self.problems.add("categories", "nothing happens: name at least one category");
        } else if config.categories.values().all(|c| c.share.get() == 0.0) {
            self.problems.add("categories", "every share is 0: at least one must be above");
        }
    }

    fn category(&mut self, config: &DemandConfig, name: &str, c: &CategoryConfig) -> Option<Category> {
        let path = |field: &str| format!("categories.{name}.{field}");
        if c.department.trim().is_empty() {
            self.problems.add(path("department"), BLANK_NAME);
        }
        if !(1..=4).contains(&c.priority) {
            self.problems.add(path("priority"), format!("{} is no priority: 1 (most pressing) to 4", c.priority));
        }
        self.at_least_one(path("crews"), c.crews);
        for (field, hours) in [("hours", &c.hours), ("weekend.hours", &c.weekend.hours), ("holiday.hours", &c.holiday.hours)] {
            if let Some(hours) = hours.as_ref().filter(|&h| !config.hours.contains_key(h)) {
                self.problems.unknown(path(field), "profile under `hours`", hours, config.hours.keys().map(String::as_str));
            }
        }
        let joint = self.joint(name, c);
        let errand = c.facility.as_ref().map(|e| errand(e, &config.facilities, &path("facility"), &mut self.problems));
        let on_scene = self.sampler(&path("on_scene"), &c.on_scene);
        let filing = c.filing.as_ref().map(|f| (f.share.get(), self.sampler(&path("filing.time"), &f.time)));
        let report_delay = c.report_delay.as_ref().map(|d| self.sampler(&path("report_delay"), d));
        let spread = self.spreads.place(&c.place, self.city).map_err(|message| self.problems.add(path("where"), message)).ok();
        let shares: f64 = config.categories.values().map(|c| c.share.get()).sum();
        Some(Category {
            name: name.to_owned(),
            zh: c.zh.clone().unwrap_or_else(|| name.to_owned()),
            department: self.department(&c.department)?,
            share: c.share.get() / shares,
            priority: c.priority,
            urgent: c.urgent.get(),
            crews: c.crews.get(),
            on_scene: on_scene?,
            mean_on_scene: c.on_scene.mean(),
            joint,
            errand,
            second_visit: c.second_visit.get(),
            filing: match filing {
                Some((share, time)) => Some((share, time?)),
                None => None,
            },
            reopen: c.reopen.get(),
            close_within: c.close_within,
            report_delay: match report_delay {
                Some(delay) => Some(delay?),
                None => None,
            },
            spread: spread?,
        })
    }

    fn department(&self, name: &str) -> Option<DepartmentId> {
        self.departments.iter().position(|d| d.name == name).map(DepartmentId::new)
    }

    fn joint(&mut self, category: &str, c: &CategoryConfig) -> Option<Joint> {
        let joint = c.joint.as_ref()?;
        let path = |field: &str| format!("categories.{category}.joint.{field}");
        self.at_least_one(path("crews"), joint.crews);
        if joint.with == c.department {
            self.problems
                .add(path("with"), format!("{:?} is the category's own department: for more of its crews write `crews: 2`", joint.with));
        }
        let with = self.department(&joint.with);
        if with.is_none() {
            self.problems.unknown(path("with"), "department", &joint.with, self.departments.iter().map(|d| d.name.as_str()));
        }
        Some(Joint { share: joint.share.get(), with: with?, crews: joint.crews.get() })
    }

    fn channels(&mut self, config: &DemandConfig) -> (Column<super::ChannelId, Channel>, Option<Choice>) {
        let only = [("report".to_owned(), ChannelConfig { zh: Some("上报".to_owned()), ..ChannelConfig::default() })].into();
        let named = if config.channels.is_empty() { &only } else { &config.channels };
        let weights: Vec<f64> = named.values().map(|c| c.share.get()).collect();
        let choice = Choice::new(&weights);
        if choice.is_none() {
            self.problems.add("channels", "every share is 0: at least one must be above");
        }
        let total: f64 = weights.iter().sum();
        let channel = |(name, c): (&String, &ChannelConfig)| Channel {
            name: name.clone(),
            zh: c.zh.clone().unwrap_or_else(|| name.clone()),
            share: c.share.get() / total,
            on_spot: c.on_spot.get(),
        };
        (named.iter().map(channel).collect(), choice)
    }

    fn check_surge(&mut self, config: &DemandConfig, name: &str, surge: &SurgeConfig) {
        if surge.lasts == Duration::ZERO || surge.lasts > Duration(366 * Duration::DAY.0) {
            self.problems.add(
                format!("surges.{name}.lasts"),
                format!("{} is no length for a surge: more than nothing, at most 366 days", surge.lasts),
            );
        }
        if let SurgeTimes::Random { per_year, .. } = &surge.when
            && per_year.get() > MOST_STRIKES
        {
            self.problems.add(
                format!("surges.{name}.when"),
                format!("strikes {} times a year: at most once a day ({MOST_STRIKES})", per_year.get()),
            );
        }
        if let SurgeTimes::At(moments) = &surge.when
            && moments.is_empty()
        {
            self.problems.add(format!("surges.{name}.when"), "no moment is given; write At([\"2022-09-14 06:00\"])");
        }
        for category in surge.mix.keys().filter(|&c| !config.categories.contains_key(c)) {
            self.problems.unknown(
                format!("surges.{name}.mix.{category}"),
                "category",
                category,
                config.categories.keys().map(String::as_str),
            );
        }
    }
}

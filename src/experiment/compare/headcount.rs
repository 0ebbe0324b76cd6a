//! Equal headcounts: one more at a desk is one less on the street.
//!
//! Structures of as many paid posts differ in what they need for desks and leadership, whose size is mostly assumed. Where such
//! a number is moved, the officers of the same arm follow, so that all arms keep the posts that they have in common.

use crate::experiment::posts::{Sort, posts};
use crate::experiment::{Arm, Scope, Staff};

/// Arms of as many paid posts, and the rosters of their crews.
#[derive(Clone, Debug)]
pub struct Headcount {
    /// The paid posts of each.
    pub posts: u64,
    crews: Vec<Staff>,
}

impl Headcount {
    /// Of arms that have as many, and crews of which there can be more or fewer; else `None`.
    pub fn of(arms: &[Arm]) -> Option<Headcount> {
        let all = |arm: &Arm| posts(&arm.loaded).iter().map(|role| role.count).sum::<u64>();
        let whole = all(arms.first()?);
        let alike = arms.iter().all(|arm| all(arm) == whole);
        let crews = || arms.iter().map(|arm| Staff::of(arm, &Scope::Crews).ok()).collect::<Option<_>>();
        Some(Headcount { posts: whole, crews: alike.then(crews)?? })
    }

    /// Settings of the arm at `position` and those by which its officers follow them; `None` where they make no valid scenario,
    /// or the others alone take more than all posts.
    pub fn followed(&self, position: usize, arm: &Arm, mut sets: Vec<String>) -> Option<Vec<String>> {
        sets.extend(self.officers(position, &arm.with(&sets).ok()?)?);
        Some(sets)
    }

    /// The settings by which the officers of the arm at `position` follow what it is as `drawn`, with other numbers of people;
    /// `None` where these alone take more than all posts.
    fn officers(&self, position: usize, drawn: &Arm) -> Option<Vec<String>> {
        let others = posts(&drawn.loaded).iter().filter(|role| role.sort != Sort::Crews).map(|role| role.count).sum();
        let left = self.posts.checked_sub(others)? as f64;
        let staff = self.crews[position].clone().up_to(left);
        (!staff.lacks(left)).then(|| staff.sets(staff.nearest(left)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::compare::doubt::{Assumption, Sample, assumptions};
    use crate::experiment::compare::{Enough, Runs};
    use crate::experiment::{Plan, Runner, unmoved_alone};
    use crate::scenario::load_text;
    use std::sync::atomic::AtomicBool;

    /// Clerks take no time here, so that only officers count.
    fn town(clerks: u32, based: &str) -> Arm {
        let text = format!(
            r#"(city: Point(), demand: (volume: "100 /day", categories: {{ "job": (on_scene: Exponential(mean: "1 h")) }}),
                structure: (intake: {{ "report": ["office"] }}, desks: {{ "office": (staff: [("00:00..24:00", {clerks})],
                    receipt: Deterministic("0 s"), triage: Deterministic("0 s")) }}),
                workforce: (crews: {{ "patrol": (crew_size: 1, working_days: 7, {based}) }}, posts: {{ "board": (count: 4) }}),
                targets: (on_scene: "10 min", primary: OnScene), run: (days: 4, warmup_days: 0),
                provenance: {{ "structure.desks.office.staff[0][1]": (grade: C, source: "ours", range: ("1", "4")),
                    "workforce.posts.board": (grade: C, source: "ours"), "workforce.crews.patrol": (grade: C, source: "ours") }})"#
        );
        let loaded = load_text("town.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false)));
        Arm::of(loaded, "town.ron".to_owned(), Vec::new())
    }

    fn officers(clerks: u32, officers: u32) -> Arm {
        town(clerks, &format!("based: Centre, officers: {officers}"))
    }

    /// Paths of what differs, and whether it is drawn.
    fn told(found: &[Assumption]) -> Vec<(&str, bool)> {
        found.iter().map(|one| (one.factor.path.as_str(), one.undrawn.is_none())).collect()
    }

    /// A desk that is always open takes 4.2 posts for each clerk.
    #[test]
    fn officers_follow_so_that_every_arm_keeps_its_posts() {
        let arms = [officers(2, 9), officers(1, 13)];
        let headcount = Headcount::of(&arms).expect("as many posts");
        assert_eq!(headcount.posts, 22);
        let moved = |arm: usize, sets: &[&str]| {
            let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
            headcount.officers(arm, &arms[arm].with(&sets).unwrap_or_else(|d| panic!("{}", d.render(false))))
        };
        let set = |n: u32| Some(vec![format!("workforce.crews.patrol.officers={n}")]);
        assert_eq!(moved(0, &["structure.desks.office.staff[0][1]=3"]), set(5));
        assert_eq!(moved(1, &["structure.desks.office.staff[0][1]=3", "workforce.posts.board.count=1"]), set(8));
        assert_eq!(moved(0, &["workforce.posts.board.count=0"]), set(13), "more than there were");
        assert_eq!(moved(0, &[]), Some(vec![]));
        assert_eq!(moved(0, &["workforce.posts.board.count=14"]), None, "others take more than all posts");
    }

    #[test]
    fn people_are_drawn_where_officers_follow_and_only_named_elsewhere() {
        let path = "structure.desks.office.staff[0][1]";
        assert_eq!(told(&assumptions(&[officers(2, 9), officers(1, 13)])), [(path, true), (path, true)]);
        let unlike = assumptions(&[officers(2, 9), officers(1, 9)]);
        assert_eq!(told(&unlike), [(path, false), (path, false)]);
        assert!(unlike[0].undrawn.as_ref().is_some_and(|[why, _]| why.contains("as many paid posts")));
        let alone = |follow: bool| unmoved_alone(&unlike[0].factor, follow);
        assert!(alone(true).is_none() && alone(false).is_some_and(|[why, _]| why.contains("how many posts")), "as break-even asks");
        let given = || town(2, "based: AtPlaces([((0, 0), 9)])");
        assert!(Headcount::of(&[given(), given()]).is_none(), "nobody says where fewer would stand");
        let board = officers(2, 9).with(&["workforce.posts.board.count=6".to_owned(), "workforce.crews.patrol.officers=7".to_owned()]);
        let arms = [officers(2, 9), board.unwrap_or_else(|d| panic!("{}", d.render(false)))];
        let found = assumptions(&arms);
        assert_eq!(told(&found), [("workforce.posts.board.count", false), ("workforce.posts.board.count", false)]);
        assert!(found[0].undrawn.as_ref().is_some_and(|[why, _]| why.contains("only with a `range`")));
    }

    #[test]
    fn a_draw_with_more_clerks_has_fewer_officers() {
        let arms = [officers(2, 9), officers(1, 13)];
        let runner = Runner { threads: 2, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] };
        let mut runs = Runs::new(&arms, true, Plan::fixed(2), 0.95);
        runs.replicate(Enough { plan: Plan::fixed(2), half_width: None }, &runner, |_| ()).unwrap();
        let sample = Sample { draws: 8, days: 4, replication: 0, seed: 1 };
        let differ = assumptions(&arms);
        let doubt = runs.doubt(&differ, sample, None, &runner).unwrap();
        assert_eq!(doubt.posts_kept, Some(22));
        let attained: Vec<f64> = doubt.drawn.values.iter().flatten().filter_map(|arms| arms[0].value()).collect();
        let [own, draws @ ..] = &attained[..] else { panic!("no draws: {doubt:?}") };
        assert!(draws.iter().any(|draw| draw > own) && draws.iter().any(|draw| *draw < own - 0.1), "{attained:?}");
        assert_eq!(runs.doubt(&[], sample, None, &runner).unwrap().posts_kept, None);
    }
}

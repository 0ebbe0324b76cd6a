//! Equal headcounts: one more at a desk is one less on the street.
//!
//! Structures of as many paid posts differ in what they need for desks and leadership, whose size is mostly assumed. Where such
//! a number is moved, the officers of the same arm follow, so that all arms keep the posts that they have in common. They can
//! where crews are what officers make. Where crews are given, one more takes several posts, and how many hangs on numbers that
//! may be moved as well, such as absence: then nobody follows.

use crate::experiment::posts::{Sort, posts};
use crate::experiment::{Arm, Scope, Staff};
use crate::workforce::CrewKindConfig;

/// Arms of as many paid posts, and their officers.
#[derive(Clone, Debug)]
pub struct Headcount {
    /// The paid posts of each.
    pub posts: u64,
    officers: Vec<Staff>,
}

impl Headcount {
    /// Of arms that have as many, and crews that follow from officers; else `None`.
    pub fn of(arms: &[Arm]) -> Option<Headcount> {
        let all = |arm: &Arm| posts(&arm.loaded).iter().map(|role| role.count).sum::<u64>();
        let whole = all(arms.first()?);
        let alike = arms.iter().all(|arm| all(arm) == whole);
        let follow = arms.iter().all(|arm| arm.loaded.scenario.workforce.crews.values().all(CrewKindConfig::counts_officers));
        let officers = || arms.iter().map(|arm| Staff::of(arm, &Scope::Crews).ok()).collect::<Option<_>>();
        Some(Headcount { posts: whole, officers: (alike && follow).then(officers)?? })
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
        self.officers[position].of_posts(self.posts.checked_sub(others)?)
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
                    receipt: Deterministic("0 s"), triage: Deterministic("0 s")) }},
                    settlers: {{ "warden": (level: "city", posts: 10, filled: 1, settles: 0.1, speed: "9 km/h",
                        accept: Deterministic("1 min"), turnout: Deterministic("1 min")) }}),
                workforce: (crews: {{ "patrol": (crew_size: 1, working_days: 7, {based}) }}, posts: {{ "board": (count: 4) }}),
                targets: (on_scene: "10 min", primary: OnScene), run: (days: 4, warmup_days: 0),
                provenance: {{ "structure.desks.office.staff[0][1]": (grade: C, source: "ours", range: ("1", "4")),
                    "structure.settlers.warden.filled": (grade: C, source: "ours", range: ("0.2", "1")),
                    "workforce.posts.board": (grade: C, source: "ours"), "workforce.crews.patrol": (grade: C, source: "ours") }})"#
        );
        let loaded = load_text("town.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false)));
        Arm::of(loaded, "town.ron".to_owned(), Vec::new())
    }

    fn officers(clerks: u32, officers: u32) -> Arm {
        town(clerks, &format!("based: Centre, officers: {officers}"))
    }

    fn with(arm: &Arm, sets: &[&str]) -> Arm {
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
        arm.with(&sets).unwrap_or_else(|d| panic!("{}", d.render(false)))
    }

    /// Ten posts on the spot, of which this share is filled.
    fn wardens(filled: f64, paid: bool, number: u32) -> Arm {
        let sets = [format!("structure.settlers.warden.filled={filled}"), format!("structure.settlers.warden.paid={paid}")];
        with(&officers(2, number), &sets.each_ref().map(String::as_str))
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
        let moved = |arm: usize, sets: &[&str]| headcount.officers(arm, &with(&arms[arm], sets));
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
        let board = with(&officers(2, 9), &["workforce.posts.board.count=6", "workforce.crews.patrol.officers=7"]);
        let found = assumptions(&[officers(2, 9), board]);
        assert_eq!(told(&found), [("workforce.posts.board.count", false), ("workforce.posts.board.count", false)]);
        assert!(found[0].undrawn.as_ref().is_some_and(|[why, _]| why.contains("only with a `range`")));
    }

    #[test]
    fn how_many_paid_posts_are_filled_counts_people_and_how_many_others_does_not() {
        let path = "structure.settlers.warden.filled";
        let arms = [wardens(0.8, true, 9), wardens(0.4, true, 13)];
        assert_eq!(told(&assumptions(&arms)), [(path, true), (path, true)]);
        let headcount = Headcount::of(&arms).expect("as many posts");
        for (filled, people) in [("0.2", 15), ("0.449", 13), ("0.9", 8)] {
            let officers = format!("workforce.crews.patrol.officers={people}");
            let expected = vec![format!("{path}={filled}"), officers].into_iter().filter(|set| !set.ends_with("=13"));
            let moved = headcount.followed(1, &arms[1], vec![format!("{path}={filled}")]);
            assert_eq!(moved, Some(expected.collect()));
        }
        let unlike = assumptions(&[wardens(0.8, true, 9), wardens(0.4, true, 9)]);
        assert_eq!(told(&unlike), [(path, false), (path, false)]);
        assert!(unmoved_alone(&unlike[0].factor, false).is_some(), "as break-even asks");
        let volunteers = [wardens(0.8, false, 9), wardens(0.4, false, 8)];
        assert_eq!(told(&assumptions(&volunteers)), [(path, true), (path, true)], "no posts hang on it");
    }

    /// One more of such crews takes several posts, and how many follows from absence, which may be drawn as well.
    #[test]
    fn nobody_follows_where_crews_are_given() {
        for given in
            ["based: AtPlaces([((0, 0), 9)])", "based: Centre, crews: 9", "based: Centre, roster: { \"all day\": 9 }, officers: 27"]
        {
            let arm = |clerks: u32, board: u32| with(&town(clerks, given), &[&format!("workforce.posts.board.count={board}")]);
            let arms = [arm(2, 4), arm(1, 8)];
            let posts = |arm: &Arm| posts(&arm.loaded).iter().map(|role| role.count).sum::<u64>();
            assert_eq!(posts(&arms[0]), posts(&arms[1]));
            assert!(Headcount::of(&arms).is_none(), "{given}");
            let found = assumptions(&arms);
            let why = |one: &Assumption| one.undrawn.as_ref().is_some_and(|[why, _]| why.contains("given by `officers`"));
            assert!(found.iter().any(|one| one.factor.path.contains("staff") && why(one)), "{given}: {found:?}");
        }
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

//! Rosters of the shipped scenarios and of small ones.

use super::{Arm, Scope, Staff};
use crate::experiment::posts::{self, Sort};
use crate::scenario::{load, load_text};
use std::path::Path;

fn shipped(file: &str) -> Arm {
    let loaded = load(&Path::new("scenarios").join(file), &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
    Arm::of(loaded, file.to_owned(), Vec::new())
}

fn town(workforce: &str, structure: &str) -> Arm {
    let text = format!(
        r#"(city: Generated(residents: 9_000, area_km2: 20, levels: [(name: "village", count: 3), (name: "grid", count: 9)]),
            demand: (volume: "9 /day", categories: {{ "job": () }}), structure: ({structure}), workforce: ({workforce}))"#
    );
    let loaded = load_text("town.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false)));
    Arm::of(loaded, "town.ron".to_owned(), Vec::new())
}

#[test]
fn rosters_are_nested_and_their_size_is_that_of_the_scenario_they_make() {
    let arm = shipped("longgang.ron");
    let staff = Staff::of(&arm, &Scope::All).unwrap().up_to(1_700.0);
    assert_eq!(staff.own_posts(), 220 + 21 + 7 + 484 + 612);
    let mut before: Vec<u64> = Vec::new();
    for share in [0.05, 0.2, 0.4, 0.41, 0.42, 0.9, 1.0, 1.2] {
        let roster = staff.nearest(share * 1_344.0);
        let posts: Vec<u64> = staff.roles(roster).into_iter().map(|(_, posts)| posts).collect();
        assert!(before.iter().zip(&posts).all(|(less, more)| less <= more), "{before:?} is not within {posts:?}");
        let made = arm.with(&staff.sets(roster)).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let own: u64 = posts::posts(&made.loaded).iter().filter(|r| r.sort != Sort::Outside).map(|r| r.count).sum();
        assert_eq!(own, staff.size(roster), "at {share}");
        assert!((own as f64 - share * 1_344.0).abs() < 8.0, "{own} posts at {share}");
        before = posts;
    }
}

#[test]
fn rosters_between_two_are_known() {
    let staff = Staff::of(&shipped("county.ron"), &Scope::Crews).unwrap();
    let at = |posts: f64| staff.nearest(posts);
    assert!(staff.skips(at(6.0), at(21.0)) && staff.skips(at(6.0), at(8.0)));
    assert!(!staff.skips(at(6.0), at(7.0)) && !staff.skips(at(6.0), at(6.0)));
}

#[test]
fn every_role_keeps_its_share_to_the_unit() {
    let staff = Staff::of(&shipped("longgang.ron"), &Scope::All).unwrap();
    for roster in (staff.nearest(200.0)..staff.nearest(1_344.0)).step_by(37) {
        let share = staff.size(roster) as f64 / 1_344.0;
        for (role, posts) in staff.roles(roster).into_iter().filter(|(role, _)| role.sort != Sort::Desk) {
            let own = match role.role.as_str() {
                "duty-station crew" => 220.0,
                "grid worker" => 484.0,
                _ => 612.0,
            };
            assert!((posts as f64 - share * own).abs() < 3.0, "{} has {posts} at {share}", role.role);
        }
    }
}

#[test]
fn a_scope_is_a_sort_of_people_or_a_role() {
    let arm = shipped("longgang.ron");
    for (scope, posts) in
        [("crews", 220), ("desks", 28), ("settlers", 1_096), ("grid worker", 484), ("grid-workers", 484), ("platform", 21)]
    {
        let scope: Scope = scope.parse().unwrap();
        assert_eq!(Staff::of(&arm, &scope).unwrap().own_posts(), posts, "{scope}");
    }
    let wrong = Staff::of(&arm, &"grid workr".parse().unwrap()).unwrap_err();
    assert!(wrong.contains("did you mean `grid worker`") && wrong.contains("`platform`"), "{wrong}");
    assert!("".parse::<Scope>().is_err());
    let nobody = town(r#"crews: { "crew": (officers: 4, based: Centre) }"#, "");
    assert!(Staff::of(&nobody, &Scope::Desks).unwrap_err().contains("no paid posts"));
}

#[test]
fn a_desk_stays_open_as_long_as_it_is() {
    let desks =
        r#"intake: { "report": ["desk"] }, desks: { "desk": (staff: [("00:00..24:00", 2), ("08:00..20:00", 3), ("22:00..23:00", 1)]) }"#;
    let arm = town(r#"crews: { "crew": (officers: 4, based: Centre) }"#, desks);
    let staff = Staff::of(&arm, &Scope::Desks).unwrap();
    let smallest = staff.sets(0);
    assert_eq!(
        smallest,
        ["structure.desks.desk.staff[0][1]=1", "structure.desks.desk.staff[1][1]=0", "structure.desks.desk.staff[2][1]=0"]
    );
    assert_eq!(staff.size(0), 5, "one clerk for 168 hours a week");
    assert!(staff.sets(staff.nearest(staff.own_posts() as f64)).is_empty());
}

#[test]
fn given_crews_are_scaled_shift_by_shift_and_their_headcount_follows() {
    let roster = r#"crews: { "crew": (officers: 30, crew_size: 1, based: Centre,
        shifts: { "day": (hours: "08:00..20:00"), "night": (hours: "20:00..08:00") }, roster: { "day": 8, "night": 4 }) }"#;
    let staff = Staff::of(&town(roster, ""), &Scope::Crews).unwrap();
    let half = staff.sets(staff.nearest(15.0));
    assert_eq!(half, ["workforce.crews.crew.roster.day=4", "workforce.crews.crew.roster.night=2", "workforce.crews.crew.officers=15"]);
    let placed = r#"crews: { "crew": (officers: 4, crew_size: 1, based: AtPlaces([("village 1", 2)])) }"#;
    let text = placed.replace("\"village 1\"", "(0.5, 0.5)");
    let refused = Staff::of(&town(&text, ""), &Scope::Crews).unwrap_err();
    assert!(refused.contains("place by place"), "{refused}");
}

#[test]
fn rosters_are_as_large_as_is_asked_but_not_beyond_what_there_can_be() {
    let arm = shipped("longgang.ron");
    let crews = Staff::of(&arm, &Scope::Crews).unwrap();
    assert_eq!(crews.bounds()[1], 220, "its own, and no more");
    assert!(!crews.lacks(220.0) && crews.lacks(240.0) && crews.lacks(1_500.0));
    let crews = crews.up_to(1_500.0);
    assert_eq!(crews.size(crews.nearest(1_500.0)), 1_500, "nearly seven times as many as it has");
    assert!(!crews.lacks(1_500.0) && crews.sets(crews.nearest(220.0)).is_empty());
    let cadres = Staff::of(&arm, &Scope::Settlers).unwrap().up_to(9_000.0);
    let most = cadres.size(cadres.nearest(9_000.0));
    assert!(most < 9_000 && cadres.lacks(9_000.0) && !cadres.lacks(most as f64), "all posts filled are {most}");
}

/// Of few posts most of a number is what was rounded: 2.7 wardens are 3, and a crew that needs 1.6 officers has 2.
#[test]
fn rosters_far_above_their_own_have_the_posts_of_the_scenario_they_make() {
    let shifts = r#"shifts: { "day": (hours: "08:00..20:00"), "night": (hours: "20:00..08:00") }, roster: { "day": 2, "night": 1 }"#;
    let crews = |given: &str| format!(r#"crews: {{ "patrol": (crew_size: 1, absence: 0.12, based: Centre, {given}) }}"#);
    let wardens = r#"intake: { "report": ["desk"] }, desks: { "desk": (staff: [("00:00..24:00", 2)], sends: ["warden"]) },
        settlers: { "warden": (level: "grid", posts: 5, filled: 0.06, paid: true, settles: 0.2, speed: "9 km/h",
            accept: Deterministic("1 min"), turnout: Deterministic("1 min")) }"#;
    for (scope, workforce, structure, most) in [
        (Scope::Crews, crews("crews: 1"), "", 60),
        (Scope::Crews, crews(shifts), "", 60),
        (Scope::Crews, crews(&format!("{shifts}, officers: 4")), "", 60),
        (Scope::Settlers, crews("officers: 9"), wardens, 45),
        (Scope::All, crews("crews: 1"), wardens, 60),
    ] {
        let arm = town(&workforce, structure);
        let staff = Staff::of(&arm, &scope).unwrap().up_to(60.0);
        assert!(staff.bounds()[1] == most || staff.bounds()[1] > 60, "{workforce} {structure}: {:?}", staff.bounds());
        for asked in 0..=60 {
            let roster = staff.nearest(f64::from(asked));
            let made = arm.with(&staff.sets(roster)).unwrap_or_else(|d| panic!("{}", d.render(false)));
            let of = |role: &str| posts::posts(&made.loaded).iter().find(|other| other.role == role).map_or(0, |other| other.count);
            for (role, told) in staff.roles(roster) {
                assert_eq!(told, of(&role.role), "{} of {asked}: {:?}", role.role, staff.sets(roster));
            }
        }
    }
}

#[test]
fn of_many_officers_there_are_rosters_of_any_number() {
    let arm = town(r#"crews: { "crew": (officers: 30_000, based: Centre) }"#, "");
    let staff = Staff::of(&arm, &Scope::Crews).unwrap();
    let set = |officers: u64| Some(vec![format!("workforce.crews.crew.officers={officers}")]);
    assert_eq!([29_999, 30_001].map(|posts| staff.of_posts(posts)), [29_999, 30_001].map(set));
    assert_eq!(staff.of_posts(30_000), Some(vec![]));
    let given = town(r#"crews: { "crew": (crews: 4, crew_size: 3, working_days: 7, based: Centre) }"#, "");
    let staff = Staff::of(&given, &Scope::Crews).unwrap();
    assert!(staff.of_posts(staff.own_posts() - 1).is_none(), "there are whole crews only");
}

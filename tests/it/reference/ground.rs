//! Random cities.

use super::cases::{Text, all, field, list, maybe, number, one_of};
use proptest::prelude::*;

/// Generated, a point, or areas with a table of distances.
pub fn city() -> Text {
    let point = Just("Point()".to_owned());
    let travel = all(vec![
        field("urban", one_of(&["\"25 km/h\"", "\"12 km/h\"", "\"60 km/h\""])),
        maybe(0.2, field("distance", one_of(&["Manhattan", "Euclidean"]))),
        maybe(
            0.3,
            field("time", one_of(&["Affine(fixed: \"2 min\")", "RootThenLinear(linear_from_km: 1.5)", "Accelerating(m_per_s2: 0.01)"])),
        ),
        maybe(0.5, field("hours", Just("[(\"07:00..09:00\", 0.5), (\"22:00..05:00\", 1.2)]".to_owned()).boxed())),
    ]);
    let groups = Just(
        "groups: (name: \"town\", parts: { \"east\": (centre: (4, 2), zone: Urban), \"west\": (centre: (1, 2)) }), outline_km: [(0, 0), (6, 0), (6, 5), (0, 5)], ".to_owned(),
    );
    let ground = (1..=3_u32, 1..=3_u32, 1..50_u32, 1..60_u32, maybe(0.4, groups), travel).prop_map(|(districts, villages, seed, km2, groups, travel)| {
        let count = districts * villages;
        let groups = if count > 1 { groups } else { String::new() };
        format!(
            "Generated(seed: {seed}, residents: 9000, area_km2: {km2}, {groups}\n        levels: [(name: \"district\", count: {districts}), (name: \"village\", count: {count})], travel: ({travel}))"
        )
    });
    prop_oneof![1 => point, 6 => ground, 1 => table()].boxed()
}

/// Three villages in two districts; a way within one of them takes some time too, and ways back are others.
fn table() -> Text {
    let row = || list(prop::collection::vec(number(0..6), 3));
    (row(), row(), row(), one_of(&["25 km/h", "60 km/h"]))
        .prop_map(|(a, b, c, speed)| {
            format!(
                "Explicit(levels: [(name: \"district\"), (name: \"village\")], areas: {{
        \"village 1\": (within: \"district 1\", at: (0, 0)), \"village 2\": (within: \"district 1\", at: (3, 0)),
        \"village 3\": (within: \"district 2\", at: (0, 4)) }}, travel: (urban: {speed:?}, distance: Matrix(km: [{a}, {b}, {c}])))"
            )
        })
        .boxed()
}

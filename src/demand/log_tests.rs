//! Logs read row by row: what a row may say, what it leaves open, and every way in which it can be wrong.

use super::fixtures::*;
use super::*;
use crate::city::{City, CityConfig, Point, Tables, Unread};
use crate::ids::AreaId;
use crate::quantity::Day;
use crate::time::{Duration, Instant};
use csv::{ByteRecord, ReaderBuilder};
use jiff::civil::date;

const CITY: &str = r#"Generated(residents: 9000, outline_km: [(0, 0), (6, 0), (6, 4), (0, 4)],
    levels: [(name: "town", count: 3), (name: "village", zh: "村", count: 30)])"#;

const DEMAND: &str = r#"(
    log: (file: "records.csv"),
    categories: {
        "noise": (zh: "噪声", department: "environment", urgent: 0.5, report_delay: Exponential(mean: "10 min")),
        "fire": (department: "rescue", joint: (share: 1, with: "environment")),
    },
    departments: { "water": () },
    channels: { "hotline": (zh: "热线"), "patrol": (on_spot: 0.5) },
)"#;

fn city() -> City {
    City::build(&read::<CityConfig>(CITY), &Tables::default()).unwrap()
}

/// Reads a table into the demand of ten days of 2022, with the options of the log.
fn try_log(options: &str, table: &[u8]) -> Result<(City, Demand), Refused> {
    let city = city();
    let config: DemandConfig = read(DEMAND);
    let mut demand = Demand::build(&config, &city, Day(date(2022, 1, 1)), 10).unwrap();
    let config: LogConfig = read(&format!("(file: \"records.csv\", {options})"));
    let mut rows = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(table);
    let mut record = ByteRecord::new();
    rows.read_byte_record(&mut record).unwrap();
    let mut reader = LogReader::new(&config, &demand, &city, Day(date(2022, 1, 1)), &record)?;
    while rows.read_byte_record(&mut record).unwrap() {
        let at = record.position().unwrap();
        reader.row(At { line: at.line(), byte: at.byte() }, &record);
    }
    let log = reader.finish()?;
    demand.replay(log);
    Ok((city, demand))
}

#[track_caller]
fn log(options: &str, table: &str) -> (City, Demand, Vec<Incident>) {
    let (city, demand) = try_log(options, table.as_bytes()).unwrap_or_else(|refused| panic!("{refused:?}"));
    let all = incidents(&demand, &city, 0);
    (city, demand, all)
}

/// The lines of the further rows of a mistake.
fn again(bad: &BadField) -> Vec<u64> {
    bad.again.iter().map(|at| at.line).collect()
}

#[track_caller]
fn refused(options: &str, table: &str) -> Refused {
    try_log(options, table.as_bytes()).err().unwrap_or_else(|| panic!("nothing was found wrong with {table}"))
}

fn at(day: u64, hour: u64, minute: u64) -> Instant {
    Instant::midnight(day) + Duration((60 * hour + minute) * Duration::MINUTE.0)
}

#[test]
fn a_row_says_as_much_as_is_known() {
    let table = "reported,occurred,category,priority,channel,department,area,x_km,y_km,joint,self_found,in_surge,work_s\n\
        2022-01-02 08:30,2022-01-01 23:30,fire,2,hotline,water,village 7,1.5,2.5,1,0,1,90.5\n\
        2022-01-02 09:00,,噪声,,,,,,,,,,\n";
    let (city, demand, all) = log("", table);
    let first = &all[0];
    assert_eq!((first.reported, first.delay), (at(1, 8, 30), Duration(9 * Duration::HOUR.0)));
    assert_eq!((first.category, first.priority, first.channel), (CategoryId(1), 2, ChannelId(0)));
    assert_eq!(demand.departments[demand.jobs[first.job].department].name, "water");
    assert_eq!((city.areas[first.leaf].name.as_str(), first.place), ("village 7", Point::new(1.5, 2.5)));
    assert_eq!((first.joint, first.self_found, first.in_surge), (true, false, true));
    assert_eq!(first.work, Some(Duration(90_500_000)));
    assert_eq!(
        (all[1].category, all[1].work, demand.jobs[all[1].job].department),
        (CategoryId(0), None, demand.categories[CategoryId(0)].department)
    );
    assert_eq!(demand.expected_per_day(CategoryId(0)), 0.1, "two incidents in ten days, half of each category");
}

/// What a row leaves open is drawn anew in each replication, with the chances of the scenario.
#[test]
fn what_is_not_known_is_drawn() {
    let table: String = (0..4_000).map(|i| format!("{},noise,town 2\n", i * 200)).collect();
    let (city, demand, all) = log("time: Seconds", &format!("reported,category,area\n{table}"));
    let near = |count: usize, share: f64| {
        let sd = (4_000.0 * share * (1.0 - share)).sqrt();
        assert!((count as f64 - 4_000.0 * share).abs() < 4.0 * sd, "{count} of 4000, expected a share of {share}");
    };
    near(all.iter().filter(|i| i.priority == 1).count(), 0.5);
    near(all.iter().filter(|i| i.channel == ChannelId(1)).count(), 0.5);
    near(all.iter().filter(|i| i.self_found).count(), 0.25);
    near(all.iter().filter(|i| i.delay > Duration(10 * Duration::MINUTE.0)).count(), libm::exp(-1.0));
    let town = city.areas.enumerate().find(|(_, a)| a.name == "town 2").unwrap().1;
    let mut counts = vec![0u64; town.leaves.len()];
    all.iter().for_each(|i| counts[(i.leaf.0 - town.leaves.start) as usize] += 1);
    let people = f64::from(town.residents);
    let expected: Vec<f64> = town.leaves.clone().map(|leaf| 4_000.0 * f64::from(city.areas[AreaId(leaf)].residents) / people).collect();
    assert_counts(&counts, &expected);
    let other = incidents(&demand, &city, 1);
    assert!(all.iter().zip(&other).all(|(a, b)| (a.reported, a.category, a.number) == (b.reported, b.category, b.number)));
    assert!(all.iter().zip(&other).any(|(a, b)| a.place != b.place));
    let drawn: Vec<_> = demand.log().unwrap().summary().drawn.iter().map(|(open, rows)| (open.name(), *rows)).collect();
    assert_eq!(
        drawn,
        [
            ("delay", 4_000),
            ("channel", 4_000),
            ("priority", 4_000),
            ("place within an area", 4_000),
            ("self_found", 4_000),
            ("work", 4_000)
        ]
    );
    let (_, demand, _) = log("time: Minutes", "reported,category,channel\n1,noise,patrol\n2,noise,hotline\n3,noise,hotline\n4,noise,\n");
    let drawn = &demand.log().unwrap().summary().drawn;
    let rows = drawn.iter().find(|(open, _)| open.name() == "self_found").map(|(_, rows)| *rows);
    assert_eq!(rows, Some(2), "of the hotline nobody is on the spot");
}

#[test]
fn rows_may_come_in_any_order_and_equal_times_keep_theirs() {
    let (_, demand, all) = log("time: Minutes", "reported,category,work_s\n30,noise,1\n10,noise,2\n30,fire,3\n10,fire,4\n5.5,fire,5\n");
    let work: Vec<u64> = all.iter().map(|i| i.work.unwrap().0 / Duration::SECOND.0).collect();
    assert_eq!(work, [5, 2, 4, 1, 3]);
    assert_eq!(demand.log().unwrap().summary().unsorted, 3);
    assert_eq!(all[0].reported, Instant(330_000_000));
}

#[test]
fn other_names_are_mapped_and_other_columns_told() {
    let options = r#"columns: { "受理时间": "reported", "类型": "category", "所属村": "area", "channel": "unused" },
        categories: { "火警": "fire" }, areas: { "老村": "village 3" }, time: Format("%d/%m/%Y %H:%M")"#;
    let table = "\u{feff}编号,受理时间,类型,所属村,channel\nA1,02/01/2022 08:30,火警,老村,phone\nA2,03/01/2022 08:30,noise,村4,fax\n";
    let (city, demand, all) = log(options, table);
    assert_eq!(all[0].reported, at(1, 8, 30));
    let areas: Vec<&str> = all.iter().map(|i| city.areas[i.leaf].name.as_str()).collect();
    assert_eq!(areas, ["village 3", "village 4"]);
    assert_eq!(demand.log().unwrap().summary().unused, [Unread { column: 1, heading: "编号".to_owned() }]);
    let (_, demand, _) = log("time: Minutes", ",reported,category,,\n,1,noise,,\n,2,noise, x,\n,3,noise,y,\n");
    assert_eq!(demand.log().unwrap().summary().unused, [Unread { column: 4, heading: String::new() }]);
}

#[test]
fn what_an_entry_means_no_other_entry_decides() {
    for entries in [r#""noise": "fire", "fire": "noise""#, r#""fire": "noise", "noise": "fire""#] {
        let table = "reported,category\n2022-01-02 08:30,noise\n2022-01-02 08:31,noise\n2022-01-02 08:32,fire\n";
        let (_, demand, all) = log(&format!("categories: {{ {entries} }}"), table);
        let names: Vec<&str> = all.iter().map(|i| demand.categories[i.category].name.as_str()).collect();
        assert_eq!(names, ["fire", "fire", "noise"], "{entries}");
    }
    let chain = refused(r#"categories: { "alarm": "fire", "bell": "alarm" }"#, "reported,category");
    assert_eq!(chain.problems[0].1, "there is no category called \"alarm\"");
}

#[test]
fn coordinates_alone_find_their_area_and_an_area_overrules_them() {
    let city = city();
    let leaf = city.leaves().map(AreaId).nth(11).unwrap();
    let Point { x, y } = city.areas[leaf].centre;
    let table = format!("reported,category,area,x_km,y_km\n2022-01-02 08:30,noise,,{x},{y}\n2022-01-02 08:31,noise,village 1,5.9,3.9\n");
    let (_, demand, all) = log("", &table);
    assert_eq!((all[0].leaf, all[0].place), (leaf, Point { x, y }));
    assert_eq!((city.areas[all[1].leaf].name.as_str(), all[1].place), ("village 1", Point::new(5.9, 3.9)));
    assert_eq!(
        demand.log().unwrap().summary().astray,
        u64::from(all[1].leaf != crate::city::Locator::new(&city).leaf_at(all[1].place).unwrap())
    );
}

#[test]
fn rows_outside_the_run_are_refused_or_dropped_and_counted() {
    let table =
        "reported,category\n2021-12-31 23:59:59,noise\n2022-01-01 00:00,noise\n2022-01-10 23:59:59.999999,fire\n2022-01-11 00:00,fire\n";
    let refused = refused("", table);
    assert_eq!((refused.bad_rows, refused.rows, refused.bad.len()), (2, 4, 1));
    assert!(refused.bad[0].message.contains("2022-01-01..2022-01-10"), "{}", refused.bad[0].message);
    assert_eq!((refused.bad[0].at.line, again(&refused.bad[0])), (2, vec![5]));
    let (_, demand, all) = log("outside: Drop", table);
    assert_eq!((all.len(), demand.log().unwrap().summary().dropped), (2, 2));
}

#[test]
fn every_mistake_is_told_with_its_line_and_field() {
    let table = b"reported,category,priority,area,x_km,y_km,joint,work_s,occurred\n\
        2022-01-02 08:30,nois,,,,,,,\n\
        2022-01-02 8.30,noise,0,village 99,1,,maybe,-3,2022-01-02 08:30\n\
        2022-01-02 08:30,noise,5,,99,99,1,soon,2022-01-03 08:30\n\
        2022-01-02 08:30,fire\n\
        ,,,,,,,,\n\
        2022-01-02 08:30Z,\xff\xfe,,,x,1,,,0001-01-01 00:00\n\
        2022-01-02 08:30,nois,,,,,,,\n";
    let refused = try_log("", table).unwrap_err();
    let told: Vec<(u64, Option<usize>, &str)> = refused.bad.iter().map(|b| (b.at.line, b.field, b.message.as_str())).collect();
    let expected = [
        (2, Some(1), "there is no category called \"nois\"; did you mean \"noise\"?"),
        (3, Some(0), "\"2022-01-02 8.30\" is no time"),
        (3, Some(2), "\"0\" is no priority: there are 1 (most pressing), 2, 3 and 4"),
        (3, Some(3), "there is no area called \"village 99\"; did you mean \"village 19\"?"),
        (3, Some(5), "one of the two coordinates is missing"),
        (3, Some(6), "\"maybe\" is neither yes nor no"),
        (3, Some(7), "\"-3\" is no length of time"),
        (4, Some(8), "it occurred at 2022-01-03 08:30, after its report"),
        (4, Some(2), "\"5\" is no priority: there are 1 (most pressing), 2, 3 and 4"),
        (4, Some(4), "(99, 99) lies outside the city"),
        (4, Some(7), "\"soon\" is no length of time"),
        (4, Some(6), "\"noise\" is never a joint job"),
        (5, None, "2 fields, the heading has 9"),
        (6, Some(0), "`reported` is empty"),
        (6, Some(1), "`category` is empty"),
        (7, Some(0), "\"2022-01-02 08:30Z\" has a zone; a log is in the local time of its city"),
        (7, Some(1), "`category` is not UTF-8 text"),
        (7, Some(4), "\"x\" is no number of kilometres"),
    ];
    assert_eq!(told, expected);
    assert_eq!((refused.bad[0].rows, again(&refused.bad[0])), (2, vec![8]));
    assert_eq!((refused.bad_rows, refused.rows), (7, 7));
    let phone = self::refused("", "reported,category,channel\n2022-01-02 08:30,noise,phone\n");
    assert_eq!(phone.bad[0].message, "there is no channel called \"phone\"; there are hotline, patrol");
    let ragged =
        self::refused("", "reported,category,area\n2022-01-02 08:30,noise,a,b\n2022-01-02 08:30,noise\n2022-01-02 08:30,noise,c,d\n");
    let told: Vec<(&str, Vec<u64>)> = ragged.bad.iter().map(|bad| (bad.message.as_str(), again(bad))).collect();
    assert_eq!(told, [("4 fields, the heading has 3", vec![4]), ("2 fields, the heading has 3", vec![])], "opposite mistakes");
    assert!(refused.bad[9].help.as_ref().unwrap().starts_with("the nearest area is \"village "));
}

#[test]
fn many_mistakes_are_counted_and_some_told() {
    let table = |n: usize| {
        let rows: String = (0..n).map(|i| format!("2022-01-02 08:30,noise{i},{}\n", i % 7)).collect();
        refused("", &format!("reported,category,priority\n{rows}"))
    };
    let some = table(2_000);
    assert_eq!((some.bad_rows, some.rows, some.bad.len(), some.more.len()), (2_000, 2_000, 2_003, 0));
    assert_eq!(some.bad.iter().map(|bad| 1 + bad.again.len()).sum::<usize>(), 2_000 + 286 + 285 + 285);
    let many = table(100_000);
    assert_eq!(many.bad.iter().map(|bad| 1 + bad.again.len()).sum::<usize>(), 100_000);
    let told: u64 = many.bad.iter().map(|bad| bad.rows).sum();
    assert!(told + many.more.iter().map(|(_, n)| n).sum::<u64>() > 142_000);
}

#[test]
fn long_fields_are_quoted_by_their_beginning() {
    let (long, zeros) = ("x".repeat(10_000), "0".repeat(10_000));
    for (options, heading, field) in [
        ("", "reported,category", format!("2022-01-02 08:30,{long}")),
        ("", "reported,category,priority", format!("2022-01-02 08:30,noise,{long}")),
        ("", "reported,category", format!("{long},noise")),
        ("", "reported,category", format!("2022-01-02 08:30 {long}+08:00,noise")),
        ("time: Days", "reported,category", format!("{zeros}99,noise")),
    ] {
        let bad = &refused(options, &format!("{heading}\n{field}\n")).bad[0];
        let told = bad.message.len() + bad.help.as_ref().map_or(0, String::len);
        assert!(told < 500 && bad.message.contains('…'), "{bad:?}");
    }
}

#[test]
fn a_heading_must_be_understood_whole() {
    let titles = |options: &str, heading: &str| {
        let refused = refused(options, heading);
        let problems = refused.problems.iter().map(|(path, message)| format!("{path}: {message}"));
        let help = |help: &Option<String>| help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
        problems
            .chain(refused.bad.iter().map(|bad| format!("{:?}: {}{}", bad.field, bad.message, help(&bad.help))))
            .collect::<Vec<_>>()
            .join("\n")
    };
    for (options, heading, expected) in [
        ("", "time,category", "log.file: the table has no column `reported`"),
        ("", "reported;category", "separated by commas"),
        ("", "reported", "no column `category`"),
        ("", "reported,category,x_km", "no column `y_km`"),
        ("", "reported,category,longitude,latitude", "does not say where it lies on the globe"),
        ("", "reported,category,priorty", "Some(2): is the column \"priorty\" meant to be `priority`?"),
        ("", "reported,category,Lat", "Some(2): is the column \"Lat\" meant to be `latitude`?"),
        ("", "reported,category,x_km,y", "Some(3): is the column \"y\" meant to be `y_km`?"),
        ("", "reported,category,reported", "Some(2): \"reported\" and \"reported\" both are the column `reported` (rename one of the two"),
        (
            "",
            "reported,category,x_km,y_km,latitude",
            "says places twice, in kilometres and in degrees: write columns: {\"latitude\": \"unused\"}",
        ),
        ("", "reported,category,Category", "Some(2): \"Category\" and \"category\" both are the column `category`"),
        // What is said is meant.
        (r#"columns: {"typ": "category"}"#, "reported,category,typ", r#"say which one is not: columns: {"category": "unused"}"#),
        (r#"columns: {"typ": "category"}"#, "reported,typ,category", r#"say which one is not: columns: {"category": "unused"}"#),
        (r#"columns: {"when": "reportd"}"#, "when,category", "did you mean \"reported\"?"),
        (r#"columns: {"whne": "reported"}"#, "when,category", "log.columns.whne: the table has no column \"whne\"; did you mean \"when\"?"),
        (
            r#"categories: {"x": "fier"}"#,
            "reported,category",
            "log.categories.x: there is no category called \"fier\"; did you mean \"fire\"?",
        ),
        (r#"time: Format("%H:%M")"#, "reported,category", "log.time"),
    ] {
        let told = titles(options, heading);
        assert!(told.contains(expected), "{heading}: {told}");
    }
    let refused = try_log("", b"reported,\xff\xfe").unwrap_err();
    assert_eq!(refused.bad[0].message, "the heading is not UTF-8 text");
    assert!(log("", "reported,category").2.is_empty(), "nothing happened");
}

#[test]
fn areas_have_one_name_each_that_means_no_other() {
    let (city, _) = longgang(1);
    for city in [city, self::city(), point()] {
        let names = AreaNames::new(&city);
        let mut all: Vec<String> = city.areas.ids().map(|area| names.of(area)).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), city.areas.len());
    }
}

#[test]
fn logs_are_alike_where_what_their_rows_leave_open_is_drawn_alike() {
    let like = |table: &str, ours: &str, theirs: &str| {
        let read = |text: &str| {
            let (city, config): (City, DemandConfig) = (city(), read(text));
            let mut demand = Demand::build(&config, &city, Day(date(2022, 1, 1)), 10).unwrap();
            demand.replay(log("time: Minutes", table).1.log().unwrap().clone());
            demand
        };
        let (one, other) = (read(DEMAND), read(&DEMAND.replace(ours, theirs)));
        assert!(one.is_like(&one));
        (one.is_like(&other), other.is_like(&one)) == (true, true)
    };
    let open = "reported,category\n1,noise\n2,fire\n";
    let cases = [
        ("priority", "1", "urgent: 0.5", "urgent: 0.501"),
        ("joint", "0", "share: 1,", "share: 0.999,"),
        ("self_found", "0", "on_spot: 0.5", "on_spot: 0.501"),
        ("channel", "patrol", r#"zh: "热线""#, r#"zh: "热线", share: 1.001"#),
        ("occurred", "0", r#"mean: "10 min""#, r#"mean: "10.001 min""#),
        ("area", "town 1", r#"department: "rescue","#, r#"department: "rescue", where: (area: 1),"#),
    ];
    for (column, value, ours, theirs) in cases {
        let given = format!("reported,category,{column}\n1,noise,{value}\n2,fire,{value}\n");
        let half = format!("reported,category,{column}\n1,noise,\n2,fire,{value}\n3,fire,\n");
        assert!(!like(open, ours, theirs) && !like(&half, ours, theirs), "{column} is drawn");
        assert_eq!(like(&given, ours, theirs), column != "area", "{column} is given, but where in an area is drawn");
    }
    assert!(!like(open, "log:", r#"patience: Exponential(mean: "100 h"), log:"#), "no row says how long somebody waits");
    let place = "reported,category,x_km,y_km\n1,noise,1,1\n2,fire,2,2\n";
    assert!(like(place, r#"department: "rescue","#, r#"department: "rescue", where: (area: 1),"#), "where it is is given");
    let (_, logged, _) = log("time: Minutes", open);
    let drawn =
        Demand::build(&read(&DEMAND.replace("log: (file: \"records.csv\")", "volume: \"1 /day\"")), &city(), Day(date(2022, 1, 1)), 10);
    let drawn = drawn.unwrap();
    assert!(!logged.is_like(&drawn) && !drawn.is_like(&logged), "a log has the same incidents in every replication");
}

/// Times count as they stand on the clock, and who writes them with several offsets is told so.
#[test]
fn offsets_of_times_are_noted() {
    let options = r#"time: Format("%Y-%m-%dT%H:%M:%S%:z")"#;
    let (_, demand, all) = log(options, "reported,category\n2022-01-02T00:30:00+00:00,noise\n2022-01-02T02:30:00+02:00,noise\n");
    assert_eq!(all.iter().map(|incident| incident.reported).collect::<Vec<_>>(), [at(1, 0, 30), at(1, 2, 30)]);
    assert_eq!(demand.log().unwrap().summary().offsets, ["+00", "+02"]);
    let (_, demand, _) = log("", "reported,category\n2022-01-02T00:30:00,noise\n");
    assert!(demand.log().unwrap().summary().offsets.is_empty());
}

/// On a Saturday nobody is at a desk that on a Tuesday is open: which day a row is reported on decides what becomes of it.
#[test]
fn reports_are_expected_at_their_time_of_day_on_days_of_their_kind() {
    let rows = "reported,category\n2022-01-01T00:40,noise\n2022-01-04T09:10,noise\n2022-01-05T09:20,noise\n2022-01-05T09:20,fire\n";
    let (_, demand, _) = log("", rows);
    let noise = demand.expected().iter().next().unwrap().logged.unwrap();
    let told =
        |day: [f64; hours::BINS]| -> Vec<(usize, f64)> { day.into_iter().enumerate().filter(|(_, reports)| *reports > 0.0).collect() };
    assert_eq!(noise.map(told), [vec![(1, 0.1)], vec![(18, 0.2)]], "ten days, a half hour each");
}

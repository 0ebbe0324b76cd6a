//! Districts that are without anybody for a part of the time, while crews of others are kept out.

use super::served::kept_within;
use super::warnings::without_crews;
use crate::quantity::Hours;
use crate::scenario::Model;
use crate::time::Duration;
use crate::workforce::{by_time, on_duty};
use std::collections::BTreeSet;

/// Days over which crews that rotate have been everywhere.
const ENOUGH_DAYS: u32 = 28;

/// What a district is without.
#[derive(Clone, Default)]
struct Gaps {
    /// Over all days.
    length: Duration,
    /// The parts of the day, on whatever day.
    spans: BTreeSet<Hours>,
}

/// What keeps crews in their districts, and which of these are without anybody longer than the city as a whole, though not always.
pub fn deserted(model: &Model) -> Option<(String, [String; 2])> {
    let (cells, by) = kept_within(model)?;
    let (city, workforce) = (&model.city, &model.workforce);
    let length = |spans: &[Hours]| Duration(spans.iter().map(|span| span.length().0).sum());
    let rotate = workforce.crews.ids().any(|crew| workforce.rotates(crew));
    let days = u64::from(if rotate { model.days.min(ENOUGH_DAYS) } else { 1 });
    let mut gaps = vec![Gaps::default(); cells.count(city)];
    for day in 0..days {
        let (mut everywhere, mut there) = (BTreeSet::new(), vec![BTreeSet::new(); gaps.len()]);
        for crew in workforce.crews.ids() {
            let district = workforce.stations[workforce.station(crew, day)].district(cells, city);
            district.map_or(&mut everywhere, |cell| &mut there[cell as usize]).insert(workforce.shift(crew).hours);
        }
        for (gaps, there) in gaps.iter_mut().zip(&there) {
            let spans = without_crews(&by_time(everywhere.union(there).copied()));
            gaps.length = Duration(gaps.length.0 + length(&spans).0);
            gaps.spans.extend(spans);
        }
    }
    let (least, whole) = (length(&without_crews(&on_duty(workforce, |_| true))).times(days), Duration::DAY.times(days));
    let some = || (0..).zip(&gaps).filter(|(_, gaps)| least < gaps.length && gaps.length < whole);
    let (cell, longest) = some().max_by_key(|(cell, gaps)| (gaps.length, std::cmp::Reverse(*cell)))?;
    let (these, all, place) = (some().count(), gaps.len(), cells.path(city, cell));
    let hours = (10.0 * longest.length.hours() / days as f64).round() / 10.0;
    let spans: Vec<String> = longest.spans.iter().map(Hours::to_string).collect();
    let message = format!(
        "{these} of {all} districts are at times without anybody on duty or on call, and crews of others are kept out: as {place:?}, on average {hours} hours a day ({})",
        spans.join(", ")
    );
    let zh = format!(
        "{all} 个辖区中 {these} 个有时无人当班或待命，而其他辖区的班组不得进入：如“{place}”，平均每日 {hours} 小时（{}）",
        spans.join("、")
    );
    Some((by.to_owned(), [message, zh]))
}

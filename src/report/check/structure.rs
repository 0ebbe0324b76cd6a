//! Parts of the structure that can never act, and desks with more clerks than those have posts who hold them.

use crate::city::{Cells, City};
use crate::ids::Id;
use crate::report::number;
use crate::scenario::Loaded;
use crate::structure::DeskKind;
use crate::time::Duration;
use indexmap::IndexMap;

/// Desks to which nothing ever comes, and people on the spot whom nothing ever calls.
pub fn idle(loaded: &Loaded, warn: &mut impl FnMut(String, [String; 2])) {
    let (structure, demand) = (&loaded.model.structure, &loaded.model.demand);
    let is_passed = |kind: usize| {
        let kind = kind as u32;
        structure.joint_via == Some(kind) || structure.intake.iter().any(|steps| steps.contains(&kind))
    };
    for (_, desk) in structure.kinds.iter().enumerate().filter(|(index, desk)| !is_passed(*index) && desk.requests.is_none()) {
        let message = "nothing ever comes to it: no `intake` names it, it is not `joint_via`, and it has no `requests`".to_owned();
        let zh = "永远无事可办：没有 `intake` 列出它，它不是 `joint_via`，也没有 `requests`".to_owned();
        warn(format!("structure.desks.{}", desk.name), [message, zh]);
    }
    // Records may say what was found.
    if demand.log().is_some() || demand.channels.iter().any(|channel| channel.on_spot > 0.0) {
        return;
    }
    for (id, settler) in structure.settlers.enumerate() {
        let holds = structure.kinds.iter().any(|desk| desk.held_by.as_ref() == Some(&settler.name));
        let is_sent = || structure.kinds.iter().enumerate().any(|(index, desk)| desk.sends.contains(&id) && is_passed(index));
        if !holds && !is_sent() {
            let message = "they never act: no desk that incidents pass names them in `sends`, and no channel is `on_spot`".to_owned();
            let zh = "从不出动：事件所经席台的 `sends` 均未列出该人员，也没有 `on_spot` 的渠道".to_owned();
            warn(format!("structure.settlers.{}", settler.name), [message, zh]);
        }
    }
}

/// Desks that at some time have more clerks together than those who hold them have filled posts there, and holders whom nobody pays.
pub fn held(loaded: &Loaded, warn: &mut impl FnMut(String, [String; 2])) {
    let mut by_holder: IndexMap<&str, Vec<&DeskKind>> = IndexMap::new();
    for desk in &loaded.model.structure.kinds {
        if let Some(holder) = &desk.held_by {
            by_holder.entry(holder).or_default().push(desk);
        }
    }
    for (holder, desks) in by_holder {
        too_many(loaded, holder, &desks, warn);
        let settler = loaded.scenario.structure.settlers.get(holder);
        if settler.is_some_and(|settler| !settler.paid) {
            let message = format!("its clerks are {holder:?}, who are not paid: nobody's posts pay for them; set `paid: true` there");
            let zh = format!("其席位人员为“{holder}”，而该人员不计薪酬：没有岗位为其付酬；请在该处设 `paid: true`");
            warn(format!("structure.desks.{}.held_by", desks[0].name), [message, zh]);
        }
    }
}

fn too_many(loaded: &Loaded, holder: &str, desks: &[&DeskKind], warn: &mut impl FnMut(String, [String; 2])) {
    let city = &loaded.model.city;
    let Some((cells, posts)) = holders(loaded, holder) else { return };
    let grounds = desks.iter().map(|desk| desk.serves).chain([cells]);
    let ground = grounds.min_by_key(|cells| cells.count(city)).unwrap_or(cells);
    let places: Vec<Vec<u64>> = desks.iter().map(|desk| within(city, desk.serves, ground)).collect();
    let clerks = |cell: usize, time: Duration| -> u64 {
        let at =
            |(desk, places): (&&DeskKind, &Vec<u64>)| u64::from(desk.staffing.at_time(time)) * desk.benches.len() as u64 * places[cell];
        desks.iter().zip(&places).map(at).sum()
    };
    let times = || desks.iter().flat_map(|desk| desk.staffing.times());
    let there = within(city, cells, ground).into_iter().enumerate().map(|(cell, holders)| {
        let most = times().map(|time| clerks(cell, time)).max().unwrap_or(0);
        (cell as u32, most, (posts * holders as f64 - 1e-9).ceil() as u64)
    });
    let most =
        there.filter(|(_, clerks, posts)| clerks > posts).max_by_key(|(cell, clerks, posts)| (clerks - posts, std::cmp::Reverse(*cell)));
    let Some((cell, clerks, posts)) = most else { return };
    let (place, zh) = match ground {
        Cells::CITY => Default::default(),
        _ => (format!(" in {:?}", ground.path(city, cell)), format!("（如“{}”）", ground.path(city, cell))),
    };
    let all: Vec<String> = desks.iter().map(|desk| format!("{:?}", desk.name)).collect();
    let (of_desks, of_desks_zh) = match desks {
        [_] => Default::default(),
        _ => (format!(" at {}", all.join(", ")), format!("（{}）", all.join("、"))),
    };
    let (there, of) = (number::counted(clerks, "clerk"), number::counted(posts, "filled post"));
    let message = format!("up to {there} at once{of_desks} are held by {of} of {holder:?}{place}: one post is one person");
    let zh = format!("同时至多 {clerks} 名席位人员{of_desks_zh}，而“{holder}”仅有 {posts} 个在编岗位{zh}：一岗一人");
    warn(format!("structure.desks.{}.held_by", desks[0].name), [message, zh]);
}

/// Whose areas have settlers or posts of this name, and how many of them are filled in each.
fn holders(loaded: &Loaded, name: &str) -> Option<(Cells, f64)> {
    let (model, scenario) = (&loaded.model, &loaded.scenario);
    if let Some((index, _, settler)) = scenario.structure.settlers.get_full(name) {
        let cells = model.structure.settlers[Id::new(index)].cells;
        return Some((cells, f64::from(settler.posts.get()) * settler.filled.get()));
    }
    let post = scenario.workforce.posts.get(name)?;
    let cells = post.per.as_ref().map_or(Some(Cells::CITY), |per| Cells::find(&model.city, per))?;
    Some((cells, f64::from(post.count.get())))
}

/// How many cells of one division begin in each of another.
fn within(city: &City, cells: Cells, ground: Cells) -> Vec<u64> {
    let mut counts = vec![0; ground.count(city)];
    for cell in 0..cells.count(city) as u32 {
        counts[ground.of_leaf(city, cells.leaf(city, cell)) as usize] += 1;
    }
    counts
}

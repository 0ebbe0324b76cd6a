//! Who goes to whom when several ask at once: the assignment of least total cost, first come first matched.
//!
//! *Who* is matched follows the order in which they ask: one after the other is let in if all let in so far can still
//! be matched together, which matches as many as possible (the sets that can be matched form a matroid). *With whom*
//! is then decided for all of them at once, by the Hungarian method of the `pathfinding` library, in whole
//! milliseconds. Of equally cheap assignments the one is taken that gives the first row the lowest column that any of
//! them gives it, then the second row, and so on: whatever the library does, there is but one such.
//!
//! Of n rows none needs more than its n cheapest columns: were a row matched with another, one of those n would be
//! left over by the n − 1 others, and changing to it would cost no more. So the matrix has at most n² columns,
//! however many crews there are.

use pathfinding::prelude::{Matrix, kuhn_munkres_min};

/// The most rows that are matched at once.
pub const MOST_ROWS: usize = 64;
/// The highest cost: thirty days in milliseconds. What costs more counts as that.
pub const DEAREST: u64 = 30 * 86_400_000;
/// More than all allowed pairs together, and its multiples still fit.
const FORBIDDEN: i64 = 1 << 48;

/// The columns that a row may have: cost in milliseconds, number of the column.
pub type Row = Vec<(u64, u32)>;
/// A column that a row may have: cost, and its place among the columns of all rows.
type Offer = (i64, usize);

/// The column of each row, or none. `groups` are the lengths of consecutive rows that get a column each or none at all.
/// At most [`MOST_ROWS`] rows; O(rows² · columns) as long as few are equally cheap, the columns being at most rows².
pub fn assign(mut rows: Vec<Row>, groups: &[usize]) -> Vec<Option<u32>> {
    let count = rows.len();
    assert!(count <= MOST_ROWS, "{count} rows are matched at once, more than {MOST_ROWS}");
    assert_eq!(groups.iter().sum::<usize>(), count, "the groups are the rows");
    for row in &mut rows {
        if row.len() > count {
            row.select_nth_unstable(count - 1);
            row.truncate(count);
        }
        row.sort_unstable();
    }
    let mut columns: Vec<u32> = rows.iter().flatten().map(|(_, column)| *column).collect();
    columns.sort_unstable();
    columns.dedup();
    let place = |column: u32| columns.partition_point(|c| *c < column);
    let offers: Vec<Vec<Offer>> =
        rows.iter().map(|row| row.iter().map(|(cost, column)| ((*cost).min(DEAREST) as i64, place(*column))).collect()).collect();
    let admitted = admitted(&offers, groups, columns.len());
    let mut matched = vec![None; count];
    if admitted.is_empty() {
        return matched;
    }
    let offers: Vec<&[Offer]> = admitted.iter().map(|row| &*offers[*row]).collect();
    let mut costs = Matrix::new(admitted.len(), columns.len(), FORBIDDEN);
    for (i, row) in offers.iter().enumerate() {
        row.iter().for_each(|(cost, column)| costs[(i, *column)] = *cost);
    }
    let (_, mut own) = kuhn_munkres_min(&costs);
    first_of_equals(&offers, &mut own, columns.len());
    for (row, column) in admitted.into_iter().zip(own) {
        matched[row] = Some(columns[column]);
    }
    matched
}

/// Turns an assignment of least total, `own` being the column of each row, into the first of all that cost as little: rows
/// in order, each with the lowest column that those before it leave it in any of them.
fn first_of_equals(offers: &[&[Offer]], own: &mut [usize], columns: usize) {
    let prices = prices(offers, own, columns);
    // Only the pairs that cost a row no more than its own occur in an assignment of least total, and only columns without a
    // price are left over: nobody, who comes after the last row, may have these.
    let nobody = offers.len();
    let within =
        |row: &[Offer], most: i64| row.iter().filter(|(cost, column)| cost + prices[*column] <= most).map(|(_, column)| *column).collect();
    let mut tight: Vec<Vec<usize>> = offers.iter().zip(own.iter()).map(|(row, own)| within(row, pays(row, *own, &prices))).collect();
    tight.push((0..columns).filter(|column| prices[*column] == 0).collect());
    tight.iter_mut().for_each(|row| row.sort_unstable());
    let mut owner = vec![nobody; columns];
    own.iter().enumerate().for_each(|(row, column)| owner[*column] = row);
    for row in 0..nobody {
        let left = owner.iter().position(|of| *of == row).expect("every row has a column");
        // The first that it can have, at last its own. What was seen leads nowhere, whoever begins; last comes nobody.
        moves_on(row, row, left, &tight, &mut owner, &mut vec![false; columns + 1]);
    }
    for (column, row) in owner.iter().enumerate().filter(|(_, row)| **row < nobody) {
        own[*row] = column;
    }
}

/// Finds `who` the first tight column for which others behind the row `fixed` can move, until the one that was `left` is taken.
fn moves_on(who: usize, fixed: usize, left: usize, tight: &[Vec<usize>], owner: &mut [usize], seen: &mut [bool]) -> bool {
    for column in tight[who].iter().copied() {
        if std::mem::replace(&mut seen[column], true) {
            continue;
        }
        let other = owner[column];
        let tried = other + 1 == tight.len() && std::mem::replace(&mut seen[owner.len()], true);
        if column == left || other > fixed && !tried && moves_on(other, fixed, left, tight, owner, seen) {
            owner[column] = who;
            return true;
        }
    }
    false
}

/// What a row pays for a column that it may have.
fn pays(row: &[Offer], own: usize, prices: &[i64]) -> i64 {
    row.iter().find(|(_, column)| *column == own).expect("an offer").0 + prices[own]
}

/// The least prices, of columns, at which no row would change its own for another if it had to pay cost and price: the dual
/// of the assignment. Columns that are left over have none. At most so many rounds as there are rows, of one look at each
/// offer.
fn prices(offers: &[&[Offer]], own: &[usize], columns: usize) -> Vec<i64> {
    let mut prices = vec![0; columns];
    let mut settled = false;
    while !settled {
        settled = true;
        for (row, own) in offers.iter().zip(own) {
            let pays = pays(row, *own, &prices);
            for (cost, column) in *row {
                if prices[*column] < pays - cost {
                    prices[*column] = pays - cost;
                    settled = false;
                }
            }
        }
    }
    prices
}

/// The rows that are let in: group by group, if all so far can be matched together.
fn admitted(offers: &[Vec<Offer>], groups: &[usize], columns: usize) -> Vec<usize> {
    let mut owner: Vec<Option<usize>> = vec![None; columns];
    let (mut admitted, mut first) = (Vec::new(), 0);
    for group in groups {
        let rows = first..first + group;
        first += group;
        let before = owner.clone();
        if rows.clone().all(|row| augment(row, offers, &|offer| offer.1, &mut owner, &mut vec![false; columns])) {
            admitted.extend(rows);
        } else {
            owner = before;
        }
    }
    admitted
}

/// How many rows can have one of their columns each, no two the same.
pub fn most_matched(rows: &[Vec<usize>], columns: usize) -> usize {
    let (mut owner, mut seen) = (vec![None; columns], vec![false; columns]);
    let finds = |row: usize| {
        let found = augment(row, rows, &|column| *column, &mut owner, &mut seen);
        // What a search in vain has seen leads nowhere until a column changes hands.
        if found {
            seen.fill(false);
        }
        found
    };
    (0..rows.len()).map(finds).filter(|found| *found).count()
}

/// Finds a column for a row, moving others if need be; depth at most the number of rows (augmenting paths: Berge, PNAS 43,
/// 1957).
fn augment<O>(row: usize, offers: &[Vec<O>], of: &impl Fn(&O) -> usize, owner: &mut [Option<usize>], seen: &mut [bool]) -> bool {
    for column in offers[row].iter().map(of) {
        if !std::mem::replace(&mut seen[column], true) && owner[column].is_none_or(|other| augment(other, offers, of, owner, seen)) {
            owner[column] = Some(row);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn as_many_rows_as_can_have_a_column() {
        assert_eq!(most_matched(&[vec![0], vec![0, 1], vec![1]], 3), 2);
        assert_eq!(most_matched(&[vec![0, 1], vec![0], vec![], vec![1, 2]], 3), 3);
        // A search in vain does not stand in the way of those after it.
        assert_eq!(most_matched(&[vec![0], vec![0], vec![1], vec![1, 2]], 3), 3);
        assert_eq!(most_matched(&[], 0), 0);
    }

    #[test]
    fn the_least_total_is_not_the_sum_of_the_least() {
        // Greedy in order: 100 + 900. Matched: 200 + 150.
        let rows = vec![vec![(100, 0), (200, 1)], vec![(150, 0), (900, 1)]];
        assert_eq!(assign(rows, &[1, 1]), [Some(1), Some(0)]);
    }

    #[test]
    fn who_asks_first_is_matched_and_equals_go_to_the_lowest() {
        assert_eq!(assign(vec![vec![(900, 4)], vec![(1, 4)]], &[1, 1]), [Some(4), None], "however much dearer");
        assert_eq!(assign(vec![vec![(5, 9), (5, 3), (5, 7)]], &[1]), [Some(3)]);
        assert_eq!(assign(vec![vec![(5, 9), (5, 3)], vec![(5, 9), (5, 3)], vec![(5, 3)]], &[1, 1, 1]).iter().flatten().count(), 2);
        assert_eq!(assign(vec![Vec::new(), vec![(7, 2)]], &[1, 1]), [None, Some(2)]);
        assert_eq!(assign(Vec::new(), &[]), []);
    }

    #[test]
    fn a_group_gets_all_or_nothing() {
        let both = || vec![(10, 0), (20, 1)];
        assert_eq!(assign(vec![both(), both(), vec![(30, 1)]], &[2, 1]), [Some(0), Some(1), None]);
        assert_eq!(assign(vec![both(), both(), both(), vec![(30, 1)]], &[3, 1]), [None, None, None, Some(1)], "three of two is none");
    }

    /// The least total over all ways to match exactly `rows`, and the first columns that have it, by trying all.
    fn least(rows: &[&Row], taken: &mut Vec<u32>) -> Option<(u64, Vec<u32>)> {
        let Some((first, rest)) = rows.split_first() else { return Some((0, taken.clone())) };
        let mut best = None;
        for (cost, column) in first.iter() {
            if !taken.contains(column) {
                taken.push(*column);
                let total = least(rest, taken).map(|(others, columns)| (others + cost, columns));
                taken.pop();
                best = [best, total].into_iter().flatten().min();
            }
        }
        best
    }

    /// Turns times columns (4·0 + 3·2 + 2·1 + 1·3 = 4·0 + 3·1 + 2·3 + 1·2) would leave it to the library.
    #[test]
    fn of_equals_the_first_row_has_the_lowest_column_then_the_second() {
        let all = || vec![(0, 1), (0, 3), (1_470, 0), (1_071, 2)];
        let rows = vec![all(), all(), vec![(0, 1), (0, 3), (1_470, 0)], all()];
        assert_eq!(assign(rows, &[1; 4]), [Some(0), Some(1), Some(3), Some(2)]);
    }

    proptest! {
        #[test]
        fn it_is_the_first_of_the_least_total_of_all_that_match_as_many(
            table in prop::collection::vec(prop::collection::vec(prop::option::of(0..50u64), 7), 1..5),
            alike in any::<bool>(),
        ) {
            let rows: Vec<Row> = table.iter()
                .map(|row| row.iter().enumerate().filter_map(|(i, cost)| cost.map(|cost| (if alike { cost % 2 } else { cost }, i as u32))).collect())
                .collect();
            let matched = assign(rows.clone(), &vec![1; rows.len()]);
            // Whoever is matched: one after the other where all so far can be matched together.
            let mut who: Vec<&Row> = Vec::new();
            for (row, column) in rows.iter().zip(&matched) {
                who.push(row);
                let fits = least(&who, &mut Vec::new()).is_some();
                prop_assert_eq!(fits, column.is_some());
                if !fits {
                    who.pop();
                }
            }
            let columns: Vec<u32> = matched.into_iter().flatten().collect();
            prop_assert_eq!(columns, least(&who, &mut Vec::new()).expect("they fit").1);
        }
    }
}

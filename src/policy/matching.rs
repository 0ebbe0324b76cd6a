//! Who goes to whom when several ask at once: the assignment of least total cost, first come first matched.
//!
//! *Who* is matched follows the order in which they ask: one after the other is let in if all let in so far can still
//! be matched together, which matches as many as possible (the sets that can be matched form a matroid). *With whom*
//! is then decided for all of them at once, by the Hungarian method of the `pathfinding` library, in whole
//! milliseconds. Of equally cheap assignments the one is taken with the least sum of turn × column number, the turns of those
//! matched counting down from 64: who asks first gets the lower number. Crews at one place are told apart so, whatever the
//! library does.
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
const FORBIDDEN: i128 = 1 << 100;
/// More than all turns times all numbers of columns together.
const MILLISECOND: i128 = (MOST_ROWS * MOST_ROWS) as i128 * (u32::MAX as i128 + 1);

/// The columns that a row may have: cost in milliseconds, number of the column.
pub type Row = Vec<(u64, u32)>;

/// The column of each row, or none. `groups` are the lengths of consecutive rows that get a column each or none at all.
/// At most [`MOST_ROWS`] rows; O(rows² · columns), the columns being at most rows².
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
    let links: Vec<Vec<usize>> = rows.iter().map(|row| row.iter().map(|(_, column)| place(*column)).collect()).collect();
    let admitted = admitted(&links, groups, columns.len());
    let mut matched = vec![None; count];
    if admitted.is_empty() {
        return matched;
    }
    let mut costs = Matrix::new(admitted.len(), columns.len(), FORBIDDEN);
    for (i, row) in admitted.iter().enumerate() {
        for (cost, column) in &rows[*row] {
            let turn = (MOST_ROWS - i) as i128;
            costs[(i, place(*column))] = i128::from((*cost).min(DEAREST)) * MILLISECOND + turn * i128::from(*column);
        }
    }
    let (_, assignment) = kuhn_munkres_min(&costs);
    for (row, column) in admitted.into_iter().zip(assignment) {
        matched[row] = Some(columns[column]);
    }
    matched
}

/// The rows that are let in: group by group, if all so far can be matched together.
fn admitted(links: &[Vec<usize>], groups: &[usize], columns: usize) -> Vec<usize> {
    let mut owner: Vec<Option<usize>> = vec![None; columns];
    let (mut admitted, mut first) = (Vec::new(), 0);
    for group in groups {
        let rows = first..first + group;
        first += group;
        let before = owner.clone();
        if rows.clone().all(|row| augment(row, links, &mut owner, &mut vec![false; columns])) {
            admitted.extend(rows);
        } else {
            owner = before;
        }
    }
    admitted
}

/// Finds a column for a row, moving others if need be; depth at most the number of rows.
fn augment(row: usize, links: &[Vec<usize>], owner: &mut [Option<usize>], seen: &mut [bool]) -> bool {
    for column in &links[row] {
        if std::mem::replace(&mut seen[*column], true) {
            continue;
        }
        if owner[*column].is_none_or(|other| augment(other, links, owner, seen)) {
            owner[*column] = Some(row);
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

    /// The least total over all ways to match exactly `rows`, and of turns × columns, by trying all.
    fn least(rows: &[&Row], turn: u64, taken: &mut Vec<u32>) -> Option<(u64, u64)> {
        let Some((first, rest)) = rows.split_first() else { return Some((0, 0)) };
        let mut best = None;
        for (cost, column) in first.iter() {
            if !taken.contains(column) {
                taken.push(*column);
                let total = least(rest, turn - 1, taken).map(|others| (others.0 + cost, others.1 + turn * u64::from(*column)));
                taken.pop();
                best = [best, total].into_iter().flatten().min();
            }
        }
        best
    }

    proptest! {
        #[test]
        fn the_total_is_the_least_of_all_that_match_as_many(
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
                let fits = least(&who, 64, &mut Vec::new()).is_some();
                prop_assert_eq!(fits, column.is_some());
                if !fits {
                    who.pop();
                }
            }
            let pairs = rows.iter().zip(&matched).filter_map(|(row, column)| row.iter().find(|(_, c)| Some(*c) == *column));
            let total = pairs.zip(0..).fold((0, 0), |(cost, tie), (pair, i)| (cost + pair.0, tie + (64 - i) * u64::from(pair.1)));
            prop_assert_eq!(Some(total), least(&who, 64, &mut Vec::new()));
            let mut columns: Vec<u32> = matched.into_iter().flatten().collect();
            columns.sort_unstable();
            prop_assert!(columns.windows(2).all(|pair| pair[0] < pair[1]), "no column twice");
        }
    }
}

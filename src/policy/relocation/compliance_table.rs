//! `ComplianceTable`: for each number of free crews a list of the stations that should have one. A crew that becomes
//! free goes to the first station of the row that has none. O(crews).
//!
//! Row k holds with k crews free, the one in question among them; with more than there are rows the last row holds.
//! A station named twice should have two. Where the row is complied with already, the crew goes to its own station.
//! Only the crew that has become free moves.

use crate::policy::{Parameter, RuleInfo, RuleKind, Words};

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "ComplianceTable",
    kind: RuleKind::Relocation,
    budget: None,
    summary: "a crew that is free goes to the first station that should have one with so many crews free, and has none; one named twice should have two, and with more crews free than rows the last row holds",
    zh: "按在位班组数对照驻点表，前往首个缺位站点；列两次者应有两组；在位班组多于行数时按末行",
    parameters: &[Parameter {
        name: "rows",
        default: Words::of("none; at least one row must be given", "无；至少须给出一行"),
        bounds: Words::of("[[\"a\"], [\"a\", \"b\"], …]: k stations in row k", "[[\"甲\"], [\"甲\", \"乙\"], …]：第 k 行为 k 个驻点"),
        meaning: "for each number of free crews the stations that should have one, the most important first, named by their area or, where several are called so, its path",
        zh: "各在位班组数下应有班组的站点（按重要性排列，以所在区域命名，重名时写路径）",
    }],
    source: "Gendreau, Laporte & Semet, Journal of the Operational Research Society 57 (2006); Sudtachat, Mayorga & McLay (2016)",
};

/// The first station of `row` that has fewer of the free crews than the row asks for so far.
pub fn choose(row: &[u32], crews_at: impl Fn(u32) -> usize) -> Option<u32> {
    row.iter().enumerate().find(|(i, station)| crews_at(**station) < 1 + row[..*i].iter().filter(|s| s == station).count()).map(|(_, s)| *s)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_gap_is_filled() {
        let at = |counts: [usize; 3]| move |station: u32| counts[station as usize];
        assert_eq!(choose(&[0, 1, 2], at([1, 0, 0])), Some(1));
        assert_eq!(choose(&[0, 0, 2], at([1, 3, 0])), Some(0), "two are wanted there");
        assert_eq!(choose(&[0, 1], at([2, 1, 0])), None);
    }
}

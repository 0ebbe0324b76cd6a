//! Arms that collapsed or were asked for more than they can carry, before anything else: nothing is averaged away silently.

use super::layout::{self, WARNING};
use super::{Lang, number};
use crate::experiment::Measured;

/// In how many of its replications an arm collapsed or was overloaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Saturated {
    pub(super) collapsed: usize,
    pub(super) overloaded: usize,
    pub(super) of: usize,
}

impl Saturated {
    /// By the collapses and overloads of each replication.
    pub(super) fn of(runs: impl Iterator<Item = (u32, u32)>) -> Saturated {
        runs.fold(Saturated::default(), |sum, (collapses, overloads)| Saturated {
            collapsed: sum.collapsed + usize::from(collapses > 0),
            overloaded: sum.overloaded + usize::from(overloads > 0),
            of: sum.of + 1,
        })
    }

    /// Of the replications of an arm.
    pub(super) fn measured(runs: &[Measured]) -> Saturated {
        Saturated::of(runs.iter().map(|run| (run.collapses, run.overloads)))
    }
}

/// Warnings of collapses, then of overloads, by the names of the arms; arms with the same numbers share one.
pub(super) fn saturated(arms: &[(String, Saturated)], lang: Lang) -> String {
    let collapsed = told(
        arms,
        |arm| arm.collapsed,
        lang,
        |names, n, of, several| {
            let its = if several { "Their" } else { "Its" };
            lang.text(
                format!("{names}: the system collapsed in {n} of {of}. {its} averages mix working and broken days."),
                format!("{names}：{of}中有 {n} 次系统崩溃。其平均值混合了正常与失效的日子。"),
            )
        },
    );
    let overloaded = told(
        arms,
        |arm| arm.overloaded,
        lang,
        |names, n, of, _| {
            lang.text(
                format!("{names}: more was asked than crews can carry, for days, in {n} of {of}."),
                format!("{names}：{of}中有 {n} 次连日超负荷。"),
            )
        },
    );
    let out = collapsed + &overloaded;
    if out.is_empty() { out } else { out + "\n" }
}

fn told(
    arms: &[(String, Saturated)],
    count: impl Fn(&Saturated) -> usize,
    lang: Lang,
    say: impl Fn(&str, usize, &str, bool) -> String,
) -> String {
    let mut groups: Vec<(usize, usize, Vec<&str>)> = Vec::new();
    for (name, arm) in arms.iter().filter(|(_, arm)| count(arm) > 0) {
        match groups.iter_mut().find(|(n, of, _)| (*n, *of) == (count(arm), arm.of)) {
            Some((.., names)) => names.push(name),
            None => groups.push((count(arm), arm.of, vec![name])),
        }
    }
    let one = |(n, of, names): (usize, usize, Vec<&str>)| {
        let several = names.len() > 1;
        let of = lang.text(
            number::counted(of as u64, "replication") + if several { " of each" } else { "" },
            format!("{}{of} 次重复", if several { "各 " } else { "" }),
        );
        layout::paint(WARNING, &layout::paragraph(&say(&names.join(lang.t(", ", "、")), n, &of, several), 0))
    };
    groups.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arms_with_the_same_numbers_are_told_together() {
        let busy = Saturated::of([(0, 1), (2, 1), (0, 0)].into_iter());
        assert_eq!(busy, Saturated { collapsed: 1, overloaded: 2, of: 3 });
        let said = |names: &[&str], lang| {
            let arms: Vec<_> = names.iter().map(|name| ((*name).to_owned(), busy)).collect();
            anstream::adapter::strip_str(&saturated(&arms, lang)).to_string()
        };
        assert_eq!(said(&[], Lang::En), "");
        let one = "A: the system collapsed in 1 of 3 replications. Its averages mix working and broken days.\nA: more was asked than crews can carry, for days, in 2 of 3 replications.\n\n";
        assert_eq!(said(&["A"], Lang::En), one);
        assert!(
            said(&["A", "B"], Lang::En).contains("A, B: more was asked than crews can carry, for days, in 2 of 3 replications of each.")
        );
        assert_eq!(
            said(&["A", "B"], Lang::Zh),
            "A、B：各 3 次重复中有 1 次系统崩溃。其平均值混合了正常与失效的日子。\nA、B：各 3 次重复中有 2 次连日超负荷。\n\n"
        );
    }
}

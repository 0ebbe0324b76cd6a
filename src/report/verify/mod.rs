//! What verification found, as text and as JSON.

mod document;
mod text;

pub use document::document;
pub use text::text;

use crate::oracle::{Derived, Family, Finding, LEVEL, Said, Verdict, Verified};
use crate::stats::special::student_critical;

/// The whole of a verification.
#[derive(Clone, Debug)]
pub struct Findings {
    /// What was run, case by case.
    pub verified: Vec<Verified>,
    /// Cases that were asked for.
    pub cases: usize,
    /// The seed.
    pub seed: u64,
    /// Whether intervals had to be tight.
    pub tight: bool,
    /// What else there is to say.
    pub note: Option<Said>,
}

/// What is said of a scenario whose answers are not exact; nothing where they are.
pub fn approximation(derived: &Derived) -> Option<Said> {
    let part = derived.beside_work * 100.0;
    if derived.exact() {
        return (!derived.exact_travel()).then(|| Said {
            en: "The queue goes by priority, and not all priorities are spread alike: of mean travel the answer is an approximation. It \
                 is shown, and nothing is claimed."
                .to_owned(),
            zh: "排队按优先级进行，而各优先级的空间分布不同：平均行驶的解为近似，仅供对照，不作断言。".to_owned(),
        });
    }
    Some(Said {
        en: format!(
            "Travel and other times beside the exponential work take {part:.1}% of a crew's time with an incident. They were added to \
             its mean service, so the answers are an approximation: they are shown, and nothing is claimed."
        ),
        zh: format!("除指数分布的处置外，行驶等时间占班组接单用时的 {part:.1}%，已并入平均服务时间；因此解为近似，仅供对照，不作断言。"),
    })
}

/// How many numbers came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that had to agree with exact answers.
    pub compared: usize,
    /// Those of them that do not lie where they must.
    pub wrong: usize,
    /// Those of them whose intervals are too wide to tell.
    pub too_wide: usize,
    /// Those beside an approximation.
    pub shown: usize,
}

impl Counts {
    /// Those that do not agree.
    pub fn failed(&self) -> usize {
        self.wrong + self.too_wide
    }
}

impl Findings {
    fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        self.verified.iter().flat_map(|case| &case.verdicts)
    }

    /// How many numbers came to what.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for verdict in self.verdicts() {
            match verdict.finding() {
                Finding::Shown => counts.shown += 1,
                Finding::Agrees => counts.compared += 1,
                Finding::Differs | Finding::NoSign => (counts.compared, counts.wrong) = (counts.compared + 1, counts.wrong + 1),
                Finding::TooWide => (counts.compared, counts.too_wide) = (counts.compared + 1, counts.too_wide + 1),
            }
        }
        counts
    }

    /// What does not agree; nothing where all does.
    pub fn shortfall(&self) -> Option<Said> {
        let Counts { compared, wrong, too_wide, .. } = self.counts();
        let of =
            |count: usize, one: &str, several: &str| format!("{count} of {compared} numbers {}", if count == 1 { one } else { several });
        let differ = Said {
            en: format!(
                "{} not agree with {}",
                of(wrong, "does", "do"),
                if wrong == 1 { "its exact answer" } else { "their exact answers" }
            ),
            zh: format!("{compared} 个数中有 {wrong} 个与精确解不符"),
        };
        let wide = Said {
            en: format!("{} too wide to tell", of(too_wide, "has an interval", "have intervals")),
            zh: format!("{compared} 个数中有 {too_wide} 个区间过宽，无法判断"),
        };
        match (wrong, too_wide) {
            (0, 0) => None,
            (_, 0) => Some(differ),
            (0, _) => Some(wide),
            _ => Some(Said { en: format!("{}, and {}", differ.en, wide.en), zh: format!("{}；{}", differ.zh, wide.zh) }),
        }
    }

    /// What would make the intervals of a user's scenario narrow enough; nothing where they are.
    pub fn advice(&self) -> Option<Said> {
        let case = self.verified.first()?;
        let wide = case.verdicts.iter().filter(|verdict| verdict.family == Family::Given && verdict.finding() == Finding::TooWide);
        // A half-width shrinks with the root of the replications, and with the quantile of Student's t of so many.
        let times = wide.map(|verdict| verdict.interval.half_width() / verdict.within).reduce(f64::max)?;
        let done = f64::from(case.replications);
        let quantile = |replications: f64| student_critical(LEVEL, (replications - 1.0).max(1.0));
        let of_many = |replications: f64| {
            let times = times * quantile(replications) / quantile(done);
            times * times * done
        };
        let enough = (0..20).fold(times * times * done, |enough, _| of_many(enough).max(2.0)).ceil();
        let about = enough < f64::from(u32::MAX);
        let [en, zh] = match about {
            true => [format!("; about {enough} replications would do"), format!("；约需 {enough} 次重复")],
            false => [String::new(), String::new()],
        };
        Some(Said {
            en: format!("Run longer or more often, with --set run.days=N or --set run.replications=N{en}."),
            zh: format!("请延长模拟或增加重复（--set run.days=N 或 --set run.replications=N）{zh}。"),
        })
    }

    /// Whether all cases that were asked for were run to their end.
    pub fn complete(&self) -> bool {
        self.verified.len() == self.cases
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle::{Unit, Verdict};
    use crate::report::Lang;
    use crate::stats::Interval;

    fn verdict(exact: f64, half: f64, claimed: bool) -> Verdict {
        let interval = Interval::around(0.5, half, 0.999, 10);
        Verdict {
            family: Family::Given,
            case: "own".into(),
            what: Said { en: "P".into(), zh: "P".into() },
            unit: Unit::Share,
            exact,
            interval,
            within: 0.002,
            incidents: 1_000,
            inside: interval.contains(exact),
            narrow: half <= 0.002,
            sign: true,
            claimed,
        }
    }

    fn findings(verdicts: Vec<Verdict>) -> Findings {
        let verified = vec![Verified { file: "own.ron".into(), arms: vec![Vec::new()], replications: 10, verdicts }];
        Findings { verified, cases: 1, seed: 1, tight: false, note: None }
    }

    #[test]
    fn an_interval_too_wide_to_tell_is_neither_agreement_nor_difference() {
        let wide = findings(vec![verdict(0.5, 0.001, true), verdict(0.51, 0.02, true), verdict(0.9, 0.5, false)]);
        assert_eq!(wide.counts(), Counts { compared: 2, wrong: 0, too_wide: 1, shown: 1 });
        assert_eq!(wide.shortfall().unwrap().en, "1 of 2 numbers has an interval too wide to tell");
        assert!(wide.advice().unwrap().en.contains("about 480 replications"), "{}", wide.advice().unwrap().en);
        let (en, zh) = (text(&wide, Lang::En), text(&wide, Lang::Zh));
        assert!(en.contains("too wide to tell") && en.contains("Run longer") && !en.contains("All "), "{en}");
        assert!(zh.contains("区间过宽") && zh.contains("请延长模拟"), "{zh}");
        let document = document(&wide);
        assert_eq!((&document["failed"], &document["too_wide"], &document["passed"]), (&1.into(), &1.into(), &false.into()));
        let verdicts: Vec<&serde_json::Value> = document["cases"].as_array().unwrap().iter().map(|case| &case["verdict"]).collect();
        assert_eq!(verdicts, ["agrees", "too_wide", "shown"]);
    }

    #[test]
    fn a_difference_is_one_however_wide() {
        let found = findings(vec![verdict(0.9, 0.02, true)]);
        assert_eq!(found.counts(), Counts { compared: 1, wrong: 1, too_wide: 0, shown: 0 });
        assert!(text(&found, Lang::En).contains("DIFFERS") && found.advice().is_none());
        let agrees = findings(vec![verdict(0.5, 0.001, true), verdict(0.9, 0.5, false)]);
        assert!(agrees.shortfall().is_none() && text(&agrees, Lang::En).contains("All 1 numbers agree"));
    }
}

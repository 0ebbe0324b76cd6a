//! The JSON document of `verify`.

use super::Findings;
use crate::oracle::{LEVEL, Verdict, Verified};
use crate::report::json::head;
use serde_json::{Value, json};

/// One entry for each number that was compared.
pub fn document(findings: &Findings) -> Value {
    let counts = findings.counts();
    let mut document = head("verify");
    document.insert("gridgov".into(), env!("CARGO_PKG_VERSION").into());
    document.insert("seed".into(), findings.seed.into());
    document.insert("level".into(), LEVEL.into());
    document.insert("tight".into(), findings.tight.into());
    document.insert("interrupted".into(), (!findings.complete()).into());
    document.insert("compared".into(), counts.compared.into());
    document.insert("failed".into(), counts.failed().into());
    document.insert("too_wide".into(), counts.too_wide.into());
    document.insert("passed".into(), (counts.failed() == 0).into());
    document.insert("shown".into(), counts.shown.into());
    document.insert("note".into(), findings.note.as_ref().map_or(Value::Null, |note| note.en.clone().into()));
    let cases = findings.verified.iter().flat_map(|case| case.verdicts.iter().map(move |verdict| entry(case, verdict, findings.seed)));
    document.insert("cases".into(), cases.collect());
    document.into()
}

fn entry(case: &Verified, verdict: &Verdict, seed: u64) -> Value {
    let finite = |bound: f64| if bound.is_finite() { Value::from(bound) } else { Value::Null };
    json!({
        "name": verdict.case,
        "what": verdict.what.en,
        "zh": verdict.what.zh,
        "family": verdict.family.said().en,
        "family_zh": verdict.family.said().zh,
        "unit": verdict.unit.name(),
        "exact": verdict.exact,
        "estimate": finite(verdict.interval.estimate),
        "lower": finite(verdict.interval.lower),
        "upper": finite(verdict.interval.upper),
        "half_width_required": finite(verdict.within),
        "claimed": verdict.claimed,
        "verdict": verdict.finding().name(),
        "inside": verdict.inside,
        "narrow": verdict.narrow,
        "sign": verdict.sign,
        "passed": verdict.passed(),
        "replications": case.replications,
        "incidents": verdict.incidents,
        "seed": seed,
        "scenario": case.file,
        "arms": case.arms,
    })
}

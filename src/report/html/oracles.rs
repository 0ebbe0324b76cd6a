//! What this version of the program was checked with: the exact answers of queueing theory, as `gridgov verify` printed
//! them. The document is kept in the repository; a test holds that it is of this version, of all cases, and what the
//! program comes to.

use indexmap::IndexMap;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What `gridgov verify --json` printed.
pub const VERIFIED: &str = include_str!("../../../docs/verified.json");

/// Family by family: cases, numbers compared, and those that did not agree; see `docs/report.md`.
pub fn oracles() -> Value {
    let document: Value = serde_json::from_str(VERIFIED).expect("a document of `verify`");
    let mut families: IndexMap<&str, (&Value, BTreeSet<&str>, u32, u32)> = IndexMap::new();
    for entry in document["cases"].as_array().into_iter().flatten().filter(|entry| entry["claimed"] == true) {
        let [name, family] = ["name", "family"].map(|key| entry[key].as_str().unwrap_or_default());
        let (_, cases, numbers, failed) = families.entry(family).or_insert((&entry["family_zh"], BTreeSet::new(), 0, 0));
        cases.insert(name);
        *numbers += 1;
        *failed += u32::from(entry["passed"] != true);
    }
    let row = |(en, (zh, cases, numbers, failed)): (&str, (&Value, BTreeSet<&str>, u32, u32))| json!({ "name": { "name": en, "zh": zh }, "cases": cases.len(), "numbers": numbers, "failed": failed });
    json!({
        "gridgov": document["gridgov"],
        "command": "gridgov verify",
        "level": document["level"],
        "seed": document["seed"],
        "compared": document["compared"],
        "failed": document["failed"],
        "families": families.into_iter().map(row).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle::{self, Options, SEED};
    use crate::report::json::text;
    use crate::report::verify::{Findings, document};
    use std::sync::atomic::AtomicBool;

    const AGAIN: &str = "docs/verified.json is out of date: gridgov verify --json > docs/verified.json";

    /// The cases whose name begins with this, run at full length as the command runs them.
    fn run(begin: &str) -> Value {
        let cases: Vec<_> = oracle::cases::all().into_iter().filter(|case| case.name.starts_with(begin)).collect();
        let options = Options { seed: SEED, threads: 2, tight: false };
        let verified = oracle::verify(&cases, options, |_| (), &AtomicBool::new(false)).expect("the laws hold");
        document(&Findings { verified, cases: cases.len(), seed: SEED, tight: false, note: None })
    }

    #[test]
    fn the_verification_kept_is_of_this_version_and_of_all_cases() {
        let kept: Value = serde_json::from_str(VERIFIED).unwrap();
        assert_eq!(kept["gridgov"], env!("CARGO_PKG_VERSION"), "{AGAIN}");
        assert_eq!((&kept["seed"], &kept["tight"], &kept["interrupted"]), (&SEED.into(), &false.into(), &false.into()));
        let mut named: Vec<&str> = kept["cases"].as_array().unwrap().iter().map(|case| case["name"].as_str().unwrap()).collect();
        named.dedup();
        assert_eq!(named, oracle::cases::all().iter().map(|case| case.name.as_str()).collect::<Vec<_>>(), "{AGAIN}");
        assert_eq!(VERIFIED, text(&kept), "{AGAIN}");
    }

    #[test]
    fn the_verification_kept_is_what_the_program_comes_to() {
        let kept: Value = serde_json::from_str(VERIFIED).unwrap();
        let now = run("travel/");
        let of = |document: &Value| {
            let cases = document["cases"].as_array().unwrap().iter();
            cases.filter(|case| case["name"].as_str().unwrap().starts_with("travel/")).cloned().collect::<Vec<_>>()
        };
        assert!(of(&now).len() > 6);
        assert_eq!(of(&kept), of(&now), "{AGAIN}");
    }

    #[test]
    fn every_family_is_summed_up_in_both_languages() {
        let found = oracles();
        let families = found["families"].as_array().unwrap();
        let numbers: u64 = families.iter().map(|family| family["numbers"].as_u64().unwrap()).sum();
        assert_eq!((Some(numbers), found["failed"].as_u64()), (found["compared"].as_u64(), Some(0)));
        assert!(families.iter().all(|family| family["name"]["zh"].as_str().is_some_and(|zh| !zh.is_ascii())));
    }
}

//! What the numbers rest on, and how to repeat them.

use crate::experiment::Summary;
use crate::report::layout::{self, FAINT};
use crate::report::setup::replayed;
use crate::report::{Lang, Setup};

/// Assumptions, limits of the model, the command that repeats the run, its fingerprint.
pub(super) fn footer(setup: &Setup, summary: &Summary, digest: u64, lang: Lang) -> String {
    let mut out = layout::heading(lang.t("What this rests on", "依据与复现"));
    let p = setup.provenance;
    let assumed = match (p.parameters, lang) {
        (0, Lang::En) => "The scenario says of none of its parameters where it comes from.".to_owned(),
        (0, Lang::Zh) => "场景未注明任何参数的来源。".to_owned(),
        (n, Lang::En) => format!("{} of {n} parameters are our assumptions (grade C).", p.assumed),
        (n, Lang::Zh) => format!("{n} 个参数中有 {} 个是我们的假设（C 级）。", p.assumed),
    };
    let interval = lang.t(
        "Intervals show the chance of the runs only, not the doubt about parameters. Satisfaction is not modelled.",
        "区间只反映随机模拟误差，不反映参数的不确定性。本模型不含满意度。",
    );
    out.push_str(&layout::paragraph(&format!("{assumed}{}{interval}", lang.t(" ", "")), 2));
    out.push_str(&replayed(&[setup.log.as_deref()], lang));
    let mut repeated = setup.clone();
    repeated.replications = summary.replications;
    out.push_str(&layout::command(&repeated.command(), lang.t("repeat:", "复现：")));
    out.push_str(&format!("  {} {}\n", lang.t("digest:", "摘要："), layout::paint(FAINT, &crate::report::hex(digest))));
    out
}

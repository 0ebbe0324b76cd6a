//! Who is let in: whether an incident may have a crew now although one is free. One file per rule.

pub mod admit_all;
pub mod cutoff_reserve;

use super::Situation;
use crate::problems::Problems;
use cutoff_reserve::{Cutoff, CutoffReserve};
use serde::{Deserialize, Serialize};

/// The rule that holds incidents back.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum AdmissionRule {
    /// See [`admit_all`].
    #[default]
    AdmitAll,
    /// See [`cutoff_reserve`].
    CutoffReserve {
        /// When incidents of priority 1 wait.
        #[serde(default)]
        priority_1: Option<Cutoff>,
        /// When incidents of priority 2 wait.
        #[serde(default)]
        priority_2: Option<Cutoff>,
        /// When incidents of priority 3 wait.
        #[serde(default)]
        priority_3: Option<Cutoff>,
        /// When incidents of priority 4 wait.
        #[serde(default)]
        priority_4: Option<Cutoff>,
    },
}

/// A rule ready to be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Admission {
    /// See [`admit_all`].
    AdmitAll,
    /// See [`cutoff_reserve`].
    CutoffReserve(CutoffReserve),
}

impl Admission {
    /// The rule of a scenario. Problems carry their path below `dispatch.admission`.
    pub fn build(rule: &AdmissionRule, problems: &mut Problems) -> Admission {
        match *rule {
            AdmissionRule::AdmitAll => Admission::AdmitAll,
            AdmissionRule::CutoffReserve { priority_1, priority_2, priority_3, priority_4 } => {
                Admission::CutoffReserve(CutoffReserve::build([priority_1, priority_2, priority_3, priority_4], problems))
            }
        }
    }

    /// Whether an incident of a priority has to wait although a crew may be free.
    #[inline]
    pub fn holds_back(&self, situation: &Situation, priority: u8) -> bool {
        match self {
            Admission::AdmitAll => false,
            Admission::CutoffReserve(rule) => rule.holds_back(situation, priority),
        }
    }
}

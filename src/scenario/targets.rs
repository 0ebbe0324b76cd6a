//! The `targets` section: what is promised.

use crate::time::Duration;
use serde::{Deserialize, Serialize};

/// What is promised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetsConfig {
    /// To respond.
    #[serde(default = "one_minute")]
    pub respond: Duration,
    /// To accept.
    #[serde(default = "two_minutes")]
    pub accept: Duration,
    /// To depart.
    #[serde(default = "three_minutes")]
    pub depart: Duration,
    /// To be on scene.
    #[serde(default = "forty_five_minutes")]
    pub on_scene: Duration,
    /// From when the limits count.
    #[serde(default)]
    pub clock: Clock,
    /// What the last target means.
    #[serde(default)]
    pub on_scene_means: OnSceneMeans,
    /// The target by which arms are compared first.
    #[serde(default)]
    pub primary: Target,
}

impl Default for TargetsConfig {
    fn default() -> Self {
        TargetsConfig {
            respond: one_minute(),
            accept: two_minutes(),
            depart: three_minutes(),
            on_scene: forty_five_minutes(),
            clock: Clock::default(),
            on_scene_means: OnSceneMeans::default(),
            primary: Target::default(),
        }
    }
}

/// From when the limits of the targets count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Clock {
    /// All from the report.
    #[default]
    Cumulative,
    /// Each from the milestone before.
    PerStage,
}

/// What the last target means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum OnSceneMeans {
    /// The first responder arrives.
    #[default]
    OnScene,
    /// The first visit's work is done.
    Handled,
}

/// One of the four promises: respond, accept, depart, on scene (响应、接单、出动、到场处置).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[repr(u8)]
pub enum Target {
    /// Receipt finished.
    Respond = 0,
    /// Accepted by the one who acts.
    Accept = 1,
    /// Set out.
    Depart = 2,
    /// On scene, or handled where [`OnSceneMeans`] says so.
    #[default]
    OnScene = 3,
}

impl Target {
    /// How many there are.
    pub const COUNT: usize = 4;
    /// All, in order.
    pub const ALL: [Target; 4] = [Target::Respond, Target::Accept, Target::Depart, Target::OnScene];

    /// The name used in results.
    pub const fn name(self) -> &'static str {
        ["respond", "accept", "depart", "on_scene"][self as usize]
    }
}

impl TargetsConfig {
    /// The limits in the order of [`Target::ALL`].
    pub fn limits(&self) -> [Duration; Target::COUNT] {
        [self.respond, self.accept, self.depart, self.on_scene]
    }
}

fn one_minute() -> Duration {
    minutes(1)
}

fn two_minutes() -> Duration {
    minutes(2)
}

fn three_minutes() -> Duration {
    minutes(3)
}

fn forty_five_minutes() -> Duration {
    minutes(45)
}

fn minutes(n: u64) -> Duration {
    Duration(n * Duration::MINUTE.0)
}

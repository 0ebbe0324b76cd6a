//! What the page needs of one replication that no metric keeps: a day to play back and the worst incidents.

use super::replay::Replay;
use super::worst::WorstPlaces;
use crate::city::Spot;
use crate::ids::CrewId;
use crate::metrics::Dimensions;
use crate::record::{Fact, Observer, Outcome};
use crate::scenario::Model;
use crate::time::{Duration, Instant};
use serde_json::Value;

/// An observer of one replication.
#[derive(Debug)]
pub struct Gather<'a> {
    dimensions: &'a Dimensions,
    replay: Replay<'a>,
    worst: WorstPlaces<'a>,
}

/// What it gathered, as the page reads it.
#[derive(Clone, Debug)]
pub struct Gathered {
    pub(super) replay: Value,
    pub(super) worst: Value,
}

impl<'a> Gather<'a> {
    /// Of this replication; `day` is the day to play back, counted from 0, or `None` for the busiest.
    pub fn new(model: &'a Model, dimensions: &'a Dimensions, replication: u32, day: Option<u64>) -> Gather<'a> {
        Gather { dimensions, replay: Replay::new(model, replication, day), worst: WorstPlaces::new(dimensions) }
    }

    /// After the replication.
    pub fn finish(self) -> Gathered {
        Gathered { replay: self.replay.finish(self.dimensions), worst: self.worst.finish() }
    }
}

impl Observer for Gather<'_> {
    fn fact(&mut self, fact: &Fact) {
        self.replay.fact(fact);
    }

    fn goes(&mut self, at: Instant, crew: CrewId, to: &Spot, takes: Duration) {
        self.replay.goes(at, crew, to, takes);
    }

    fn outcome(&mut self, outcome: &Outcome) {
        self.worst.outcome(outcome);
    }
}

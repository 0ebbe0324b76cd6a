//! Rules that simulate before they decide: whether looking ahead is worth it where it must be.

use gridgov::ids::CrewId;
use gridgov::record::{Candidate, Course, Milestone, Observer, Outcome};
use gridgov::scenario::{self, Model};
use gridgov::simulation::Simulator;
use gridgov::time::Instant;

/// Two crews on a line, at a market where most happens and ten minutes from it. Now and then something happens
/// between them, a little nearer to the market's crew.
fn market(rule: &str, days: u32) -> Model {
    let text = format!(
        r#"(city: Explicit(
               areas: {{ "market": (at: (0, 0), weight: 30), "bridge": (at: (4.9, 0), weight: 5), "hamlet": (at: (10, 0), weight: 0) }},
               travel: (detour: 1, urban: "60 km/h")),
            demand: (volume: "1.6 /h", categories: {{ "job": (on_scene: Exponential(mean: "15 min")) }}),
            workforce: (crews: {{ "patrol": (roster: {{ "all day": 2 }}, officers: 100, based: At(["market", "hamlet"]), allotted: Equally) }}),
            dispatch: ({rule}), run: (days: {days}, seed: 5))"#
    );
    scenario::load_text("market.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false))).model
}

/// Crews with their scores.
type Candidates = Vec<(u32, f64)>;

/// Response times, and who was tried for whom at what cost.
#[derive(Default)]
struct Seen {
    minutes: f64,
    incidents: f64,
    decisions: Vec<(Instant, Candidates, u32)>,
}

impl Observer for Seen {
    fn decisions(&self) -> bool {
        true
    }

    fn outcome(&mut self, outcome: &Outcome) {
        let took = outcome.until(Milestone::OnScene).expect("everybody is served");
        (self.minutes, self.incidents) = (self.minutes + took.minutes(), self.incidents + 1.0);
    }

    fn decision(&mut self, at: Instant, _: u64, candidates: &[Candidate], _: Course, chosen: &[CrewId]) {
        let tried: Vec<(u32, f64)> = candidates.iter().filter(|c| c.excluded.is_none()).map(|c| (c.crew.0, c.score)).collect();
        if let (2, [sent]) = (tried.len(), chosen) {
            self.decisions.push((at, tried, sent.0));
        }
    }
}

fn run(model: &Model) -> (Seen, u64) {
    let mut seen = Seen::default();
    let ending = Simulator::new(model).watch(0, &mut seen).unwrap_or_else(|e| panic!("{e}"));
    (seen, ending.digest)
}

/// Sending the market's crew to the bridge saves 12 seconds there and costs ten minutes at the market: the other goes.
#[test]
fn a_rollout_keeps_the_crew_that_is_needed_where_it_is() {
    let (closest, _) = run(&market("rule: ClosestIdle", 60));
    let rollout = market("rule: Rollout(futures: 16, candidates: 2)", 60);
    let (seen, digest) = run(&rollout);
    let mean = |seen: &Seen| seen.minutes / seen.incidents;
    println!("mean response {:.3} min, with rollouts {:.3} min", mean(&closest), mean(&seen));
    assert_eq!(closest.incidents, seen.incidents);
    assert!(mean(&seen) < 0.97 * mean(&closest), "{:.3} is not below {:.3}", mean(&seen), mean(&closest));
    assert_eq!(run(&rollout).1, digest, "the same again");
    // Every decision is the least of what was tried.
    assert!(seen.decisions.len() > 500);
    for (at, tried, sent) in &seen.decisions {
        let of = |crew: u32| tried.iter().find(|(tried, _)| *tried == crew).expect("who is sent was tried").1;
        assert!(tried.iter().all(|(_, cost)| of(*sent) <= *cost), "at {at:?}: {tried:?}, sent {sent}");
    }
}

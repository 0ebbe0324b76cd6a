//! An observer that keeps all that concerns one incident, and nothing else.

use crate::ids::CrewId;
use crate::record::{Candidate, Course, CrewState, Fact, Milestone, Observer, Outcome, ServedBy, What};
use crate::time::Instant;

/// Candidates kept of a decision: the best ones. The others are counted.
const KEPT: usize = 6;

/// A decision about the incident, or the first of a row of them that all ended in waiting.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// When it was taken.
    pub at: Instant,
    /// How many there are in the row.
    pub times: u32,
    /// The last of the row; `None` where it is the first as well.
    pub last: Option<Box<Decision>>,
    /// Those who were weighed, the best first; no more than a few of them.
    pub best: Vec<Candidate>,
    /// How many could be sent.
    pub eligible: usize,
    /// How many served still, and were weighed with these.
    pub soon_free: usize,
    /// Why the others could not, with how many, in order of the first such crew.
    pub excluded: Vec<(&'static str, usize)>,
    /// What becomes of those who are chosen.
    pub course: Course,
    /// Who is chosen; nobody when it has to wait.
    pub chosen: Vec<CrewId>,
    /// The place of the first one chosen behind those who were weighed, were not chosen and have a lower score, from 1.
    pub rank: Option<usize>,
    /// How many that were not chosen have the same score.
    pub equals: usize,
}

/// Something in the incident's life.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// It happened.
    Fact(Fact),
    /// A crew is on the way to a facility or there; which one.
    Errand(Fact, u16),
    /// It was decided.
    Decision(Decision),
}

/// Keeps one incident's facts, decisions and outcome.
#[derive(Clone, Debug)]
pub struct Probe {
    incident: u64,
    /// Crews that went on to a facility, and to which, in order of time.
    errands: Vec<(CrewId, u16)>,
    /// In order of time.
    pub events: Vec<Event>,
    /// How it ended; `None` if there was no such incident.
    pub outcome: Option<Outcome>,
}

impl Probe {
    /// On incident number `incident` of the trace.
    pub fn new(incident: u64) -> Probe {
        Probe { incident, errands: Vec::new(), events: Vec::new(), outcome: None }
    }

    /// The facility that a fact is about.
    fn facility(&self, fact: &Fact) -> Option<u16> {
        let states = [CrewState::ToFacility as u64, CrewState::AtFacility as u64];
        let concerns = fact.what == What::Crew && states.contains(&fact.detail);
        self.errands.iter().rev().find(|(crew, _)| concerns && crew.0 == fact.actor).map(|(_, facility)| *facility)
    }

    /// Whoever is sent from the neighbourhood accepts, departs and arrives without a fact of its own: it is told from the
    /// milestones. Such a fact has no slot, and the settler for its actor.
    fn steps_on_the_spot(&mut self, outcome: &Outcome) {
        let ServedBy::Settler(settler) = outcome.served_by else { return };
        let steps = [(Milestone::Accept, What::Accepted), (Milestone::Depart, What::Departed), (Milestone::OnScene, What::Arrived)];
        // Who has found it is there already.
        let is_there = outcome.self_found && outcome.at(Milestone::OnScene) == outcome.reported;
        for (milestone, what) in steps.into_iter().filter(|(milestone, _)| !is_there && outcome.at(*milestone).happens()) {
            let fact = Fact { at: outcome.at(milestone), what, incident: self.incident, slot: Fact::NO_SLOT, actor: settler.0, detail: 0 };
            let is_after = |event: &Event| event.at() > fact.at || matches!(event, Event::Fact(fact) if fact.what == What::Handled);
            let place = self.events.iter().position(is_after).unwrap_or(self.events.len());
            self.events.insert(place, Event::Fact(fact));
        }
    }
}

impl Event {
    /// When it was, a decision when it was first taken.
    pub fn at(&self) -> Instant {
        match self {
            Event::Fact(fact) | Event::Errand(fact, _) => fact.at,
            Event::Decision(decision) => decision.at,
        }
    }
}

impl Observer for Probe {
    fn decisions(&self) -> bool {
        true
    }

    fn fact(&mut self, fact: &Fact) {
        if fact.incident == self.incident {
            self.events.push(self.facility(fact).map_or(Event::Fact(*fact), |facility| Event::Errand(*fact, facility)));
        }
    }

    fn errand(&mut self, incident: u64, crew: CrewId, facility: u16) {
        if incident == self.incident {
            self.errands.push((crew, facility));
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        if outcome.incident == self.incident {
            self.outcome = Some(*outcome);
            self.steps_on_the_spot(outcome);
        }
    }

    fn decision(&mut self, at: Instant, incident: u64, candidates: &[Candidate], course: Course, chosen: &[CrewId]) {
        if incident != self.incident {
            return;
        }
        let decision = Decision::of(at, candidates, course, chosen);
        if let Some(Event::Decision(first)) = self.events.last_mut()
            && first.chosen.is_empty()
            && decision.chosen.is_empty()
        {
            first.times += 1;
            first.last = Some(Box::new(decision));
            return;
        }
        self.events.push(Event::Decision(decision));
    }
}

impl Decision {
    fn of(at: Instant, candidates: &[Candidate], course: Course, chosen: &[CrewId]) -> Decision {
        let mut best: Vec<Candidate> = candidates.iter().filter(|c| c.excluded.is_none()).copied().collect();
        let is_chosen = |c: &Candidate| chosen.contains(&c.crew);
        best.sort_by(|a, b| a.score.total_cmp(&b.score).then(is_chosen(b).cmp(&is_chosen(a))).then(a.crew.cmp(&b.crew)));
        let mut excluded: Vec<(&'static str, usize)> = Vec::new();
        for reason in candidates.iter().filter_map(|c| c.excluded) {
            match excluded.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, n)) => *n += 1,
                None => excluded.push((reason, 1)),
            }
        }
        let soon_free = best.iter().filter(|c| c.serves).count();
        let eligible = best.len() - soon_free;
        let first = chosen.first().and_then(|crew| best.iter().find(|c| c.crew == *crew)).map(|c| c.score);
        let others = || best.iter().filter(|c| !is_chosen(c)).map(|c| c.score);
        let equals = first.map_or(0, |score| others().filter(|other| *other == score).count());
        let rank = first.map(|score| 1 + others().filter(|other| *other < score).count());
        let mut place = 0;
        best.retain(|c| {
            place += 1;
            place <= KEPT || is_chosen(c)
        });
        Decision { at, times: 1, last: None, best, eligible, soon_free, excluded, course, chosen: chosen.to_vec(), rank, equals }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(crew: u32, score: f64, excluded: Option<&'static str>) -> Candidate {
        Candidate { crew: CrewId(crew), score, excluded, serves: false }
    }

    #[test]
    fn only_the_incidents_own_life_is_kept() {
        let mut probe = Probe::new(7);
        let fact = |incident| Fact { at: Instant(1), what: What::Reported, incident, slot: Fact::NO_SLOT, actor: 0, detail: 0 };
        probe.fact(&fact(6));
        probe.fact(&fact(7));
        probe.fact(&fact(Fact::NO_INCIDENT));
        probe.decision(Instant(1), 6, &[], Course::Send, &[]);
        assert_eq!(probe.events, [Event::Fact(fact(7))]);
    }

    #[test]
    fn candidates_are_ranked_and_those_excluded_counted() {
        let mut candidates: Vec<Candidate> = (0..20).map(|i| candidate(i, f64::from(20 - i), None)).collect();
        candidates.extend((20..25).map(|i| candidate(i, 0.0, Some("busy"))));
        let decision = Decision::of(Instant(3), &candidates, Course::Send, &[CrewId(0)]);
        assert_eq!((decision.eligible, decision.rank), (20, Some(20)));
        assert_eq!(decision.excluded, [("busy", 5)]);
        assert_eq!(decision.best.len(), KEPT + 1);
        assert_eq!(decision.best[0].crew, CrewId(19));
        assert_eq!(decision.best[KEPT].crew, CrewId(0), "the chosen one is always kept");
    }

    #[test]
    fn who_is_chosen_stands_before_its_equals() {
        let candidates = [candidate(0, 1.0, None), candidate(1, 1.0, None), candidate(2, 1.0, None), candidate(3, 0.5, None)];
        let decision = Decision::of(Instant(3), &candidates, Course::Send, &[CrewId(2)]);
        assert_eq!((decision.rank, decision.equals), (Some(2), 2));
        assert_eq!(decision.best.iter().map(|c| c.crew.0).collect::<Vec<_>>(), [3, 2, 0, 1]);
    }

    #[test]
    fn crews_that_are_sent_together_do_not_stand_before_each_other() {
        let candidates = [candidate(0, 2.0, None), candidate(1, 1.0, None), candidate(2, 2.0, None), candidate(3, 1.5, None)];
        let both = Decision::of(Instant(3), &candidates[..2], Course::Send, &[CrewId(0), CrewId(1)]);
        assert_eq!((both.eligible, both.rank, both.equals), (2, Some(1), 0));
        let behind = Decision::of(Instant(3), &candidates, Course::Send, &[CrewId(0), CrewId(1)]);
        assert_eq!((behind.rank, behind.equals), (Some(2), 1), "behind 3, equal with 2");
    }

    #[test]
    fn vain_decisions_in_a_row_become_one() {
        let mut probe = Probe::new(7);
        for at in 1..=3 {
            let crews = (0..3).map(|crew| candidate(crew, 1.0, (u64::from(crew) >= at - 1).then_some("busy"))).collect::<Vec<_>>();
            probe.decision(Instant(at), 7, &crews, Course::Send, &[]);
        }
        probe.decision(Instant(4), 7, &[candidate(0, 1.0, None)], Course::Send, &[CrewId(0)]);
        let [Event::Decision(vain), Event::Decision(taken)] = &probe.events[..] else { panic!("{:?}", probe.events) };
        assert_eq!((vain.at, vain.times, vain.eligible), (Instant(1), 3, 0), "what was weighed at first");
        assert_eq!(vain.last.as_ref().map(|last| (last.at, last.eligible)), Some((Instant(3), 2)));
        assert_eq!((taken.rank, taken.chosen.as_slice()), (Some(1), &[CrewId(0)][..]));
    }
}

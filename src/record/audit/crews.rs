//! What holds for crews: their times by state add up, they serve one incident at a time, on duty, after an offer.

use super::{Findings, Live};
use crate::record::{CrewState, Fact, LiveTable, What};
use crate::time::{Duration, Instant};

#[derive(Clone, Copy, Debug)]
struct Crew {
    state: CrewState,
    since: Instant,
    /// The incident it serves, and its slot.
    order: (u64, u32),
    /// The incident last offered, and whether from outside its own area.
    offer: u64,
    outside: bool,
    /// The incident last accepted.
    accepted: u64,
    /// The times in all states that are over, added up.
    spent: Duration,
}

const FRESH: Crew = Crew {
    state: CrewState::OffDuty,
    since: Instant::ZERO,
    order: (Fact::NO_INCIDENT, u32::MAX),
    offer: Fact::NO_INCIDENT,
    outside: false,
    accepted: Fact::NO_INCIDENT,
    spent: Duration::ZERO,
};

/// All crews, with the offers and departures of the run.
#[derive(Clone, Debug)]
pub(super) struct Crews {
    crews: Vec<Crew>,
    offers: u64,
    answers: u64,
    departures: u64,
    departures_by_origin: [u64; 2],
}

impl Crews {
    pub(super) fn new(crews: usize) -> Crews {
        Crews { crews: vec![FRESH; crews], offers: 0, answers: 0, departures: 0, departures_by_origin: [0; 2] }
    }

    pub(super) fn reset(&mut self) {
        self.crews.fill(FRESH);
        (self.offers, self.answers, self.departures, self.departures_by_origin) = (0, 0, 0, [0; 2]);
    }

    #[inline]
    fn get(&mut self, fact: &Fact, found: &mut Findings) -> Option<&mut Crew> {
        let crew = self.crews.get_mut(fact.actor as usize);
        found.check(crew.is_some(), "a crew exists", || format!("{:?} names crew {}", fact.what, fact.actor));
        crew
    }

    pub(super) fn offered(&mut self, fact: &Fact, found: &mut Findings) {
        self.offers += 1;
        let Some(crew) = self.get(fact, found) else { return };
        found.check(crew.state != CrewState::OffDuty, "no offer to a crew off duty", || {
            format!("crew {} was off duty when it was offered incident {}", fact.actor, fact.incident)
        });
        (crew.offer, crew.outside) = (fact.incident, fact.detail == 1);
    }

    pub(super) fn answered(&mut self, fact: &Fact, live: &mut LiveTable<Live>, found: &mut Findings) {
        self.answers += 1;
        let Some(crew) = self.get(fact, found) else { return };
        found.check(crew.offer == fact.incident, "a crew answers what it was offered", || {
            format!("crew {}: {:?} of incident {}, which was not offered to it", fact.actor, fact.what, fact.incident)
        });
        crew.offer = Fact::NO_INCIDENT;
        if fact.what == What::Accepted {
            crew.accepted = fact.incident;
        } else if let Some(live) = live.get_mut(fact.slot.0, fact.incident) {
            live.engaged = false;
        }
    }

    pub(super) fn called_away(&mut self, fact: &Fact, found: &mut Findings) {
        let Some(crew) = self.get(fact, found) else { return };
        let serves = crew.state.serves() && crew.state != CrewState::Clearing;
        let held = (crew.state, crew.order.0);
        found.check(serves && crew.order.0 == fact.incident, "a crew is called away from what it serves", || {
            format!("crew {} was called away from incident {} while {:?} for {}", fact.actor, fact.incident, held.0, held.1)
        });
        (crew.offer, crew.accepted) = (Fact::NO_INCIDENT, Fact::NO_INCIDENT);
    }

    pub(super) fn on_the_way(&mut self, fact: &Fact, live: &mut LiveTable<Live>, found: &mut Findings) {
        let Some(crew) = self.get(fact, found) else { return };
        found.check(crew.accepted == fact.incident, "a crew goes where it accepted to go", || {
            format!("crew {}: {:?} for incident {}, which it had not accepted", fact.actor, fact.what, fact.incident)
        });
        let outside = crew.outside;
        match fact.what {
            What::Departed => {
                self.departures += 1;
                self.departures_by_origin[usize::from(outside)] += 1;
            }
            What::Arrived => {
                if let Some(live) = live.get_mut(fact.slot.0, fact.incident) {
                    live.arrived(fact, outside);
                }
            }
            _ => {}
        }
    }

    pub(super) fn state(&mut self, fact: &Fact, live: &mut LiveTable<Live>, found: &mut Findings) {
        let Some(state) = CrewState::ALL.get(fact.detail as usize).copied() else {
            return found.check(false, "a crew's state exists", || format!("crew {} came into state {}", fact.actor, fact.detail));
        };
        let Some(crew) = self.get(fact, found) else { return };
        crew.spent += fact.at.since(crew.since);
        let (before, (order, slot)) = (crew.state, crew.order);
        (crew.state, crew.since) = (state, fact.at);
        crew.order = if state.serves() { (fact.incident, fact.slot.0) } else { FRESH.order };
        if !state.serves() {
            return;
        }
        found.check(fact.incident != Fact::NO_INCIDENT, "who serves, serves an incident", || format!("crew {} is {state:?}", fact.actor));
        found.check(before != CrewState::OffDuty, "nobody serves off duty", || {
            format!("crew {} went from off duty to {state:?} for incident {}", fact.actor, fact.incident)
        });
        if order != fact.incident {
            let engaged = live.get_mut(slot, order).is_some_and(|other| other.engaged);
            found.check(!engaged, "a crew serves one incident at a time", || {
                format!("crew {} is {state:?} for incident {} while serving incident {order}", fact.actor, fact.incident)
            });
        }
        if !state.is_after_visit()
            && let Some(live) = live.get_mut(fact.slot.0, fact.incident)
        {
            live.engaged = true;
        }
    }

    pub(super) fn finish(&mut self, end: Instant, found: &mut Findings) {
        for (id, crew) in self.crews.iter_mut().enumerate() {
            crew.spent += end.since(crew.since);
            let total = crew.spent;
            found.check(total == end.since(Instant::ZERO), "a crew's times by state add up", || {
                format!("crew {id}: {} ticks in all states, {} on the clock", total.0, end.0)
            });
        }
        let (offers, answers) = (self.offers, self.answers);
        found.check(answers <= offers, "no answer without an offer", || format!("{offers} offers, {answers} answers"));
        let (departures, [inside, across]) = (self.departures, self.departures_by_origin);
        found.check(departures == inside + across, "dispatches by origin add up", || {
            format!("{departures} departures, {inside} inside and {across} across a boundary")
        });
    }
}

//! What happens: one file for each stage of an incident's life and of a crew's day.
//!
//! Handlers are methods of [`Run`], the only thing that changes [`World`]. Stages that take no time are
//! processed inline and leave no trace in the calendar, unless so many follow from one event that the
//! stack would grow: then they become events of the same moment.

mod assign;
mod committed;
mod desk;
mod dispatch;
mod duty;
mod epoch;
mod facility;
mod followup;
mod forget;
mod free;
mod preempt;
mod promise;
mod relocate;
mod report;
mod requests;
mod settle;
mod travel;
mod undecided;
mod work;

pub use requests::RequestStreams;

use crate::city::Spot;
use crate::demand::Surges;
use crate::engine::{Calendar, Class, Event, Ticket};
use crate::ids::{CrewId, DeskId, SlotId};
use crate::policy::{Availability, AvailableAgain};
use crate::random::{self, Attribute, Sampler};
use crate::record::{CrewState, Fact, Observer, What};
use crate::scenario::Model;
use crate::time::{Duration, Instant};
use crate::world::{Stage, World};

/// Classes of events: their order at the same tick.
pub mod class {
    use crate::engine::Class;

    /// Clerks come and go.
    pub const STAFF: Class = Class::new(0);
    /// Crews come and go.
    pub const DUTY: Class = Class::new(1);
    /// An incident's stage ends.
    pub const INCIDENT: Class = Class::new(2);
    /// A crew's stage ends.
    pub const CREW: Class = Class::new(3);
    /// A crew's break falls due.
    pub const PAUSE: Class = Class::new(4);
    /// A subordinate's request arises.
    pub const REQUEST: Class = Class::new(5);
    /// A clerk is done with a request.
    pub const REQUEST_DONE: Class = Class::new(6);
    /// Committed work falls due.
    pub const COMMITTED: Class = Class::new(7);
    /// An incident is reported.
    pub const REPORT: Class = Class::new(8);
    /// A waiting incident may be served from outside its district.
    pub const LIFT: Class = Class::new(9);
    /// All who wait are matched with crews.
    pub const EPOCH: Class = Class::new(10);
    /// A rule that looks ahead decides.
    pub const DECISION: Class = Class::new(11);
    /// A waiting reporter loses patience; after everything else of the tick.
    pub const PATIENCE: Class = Class::new(12);
}

/// After so many stages without length in a row the next becomes an event.
const MOST_INLINE: u32 = 200;

/// One replication under way.
pub struct Run<'a, O: Observer> {
    /// What is simulated.
    pub model: &'a Model,
    /// Its state.
    pub world: &'a mut World,
    /// What is to happen.
    pub calendar: &'a mut Calendar,
    /// Who watches.
    pub observer: O,
    /// The key of the replication's streams.
    pub key: random::Key,
    /// The surges of this replication.
    pub surges: &'a Surges,
    /// Streams of the requests at desks.
    pub requests: &'a mut RequestStreams,
    /// The present.
    pub now: Instant,
    /// When demand ends.
    pub horizon: Instant,
    /// Stages without length that were processed within the present event.
    pub inline: u32,
    /// Whether somebody simulates what would follow before a crew is sent.
    pub looks_ahead: bool,
    /// The incident about which that is to be decided between this event and the next.
    pub undecided: Option<SlotId>,
}

impl<O: Observer> Run<'_, O> {
    /// Handles an event of the calendar.
    #[inline(always)]
    pub fn handle(&mut self, event: Event) {
        self.now = event.at;
        match event.class {
            class::INCIDENT => {
                let slot = SlotId(event.slot);
                if self.world.incidents[slot].ticket == event.ticket {
                    self.stage_ends(slot);
                }
            }
            class::CREW => {
                let crew = CrewId(event.slot);
                if self.world.crews.ticket[crew] == event.ticket {
                    self.crew_stage_ends(crew);
                }
            }
            class::PAUSE => self.pause_due(CrewId(event.slot)),
            class::REQUEST => self.request_arises(DeskId(event.slot)),
            class::REQUEST_DONE => self.request_done(DeskId(event.slot)),
            class::LIFT => {
                let slot = SlotId(event.slot);
                if self.world.incidents[slot].timer == event.ticket {
                    self.lift(slot);
                }
            }
            class::EPOCH => self.epoch(),
            class::DECISION => {
                let slot = SlotId(event.slot);
                if self.world.incidents[slot].timer == event.ticket {
                    self.decision_due(slot);
                }
            }
            class::PATIENCE => {
                let slot = SlotId(event.slot);
                if self.world.incidents[slot].timer == event.ticket {
                    self.withdraw(slot);
                }
            }
            other => unreachable!("no event of class {} is ever scheduled", other.index()),
        }
    }

    fn stage_ends(&mut self, slot: SlotId) {
        match self.world.incidents[slot].stage {
            Stage::Receipt => self.receipt_ends(slot),
            Stage::Triage | Stage::LaterDesk => self.desk_ends(slot),
            Stage::Astray => self.astray_ends(slot),
            Stage::Transfer => self.transfer_ends(slot),
            Stage::InVain => self.in_vain_ends(slot),
            Stage::SettlerAccept => self.settler_accepts(slot),
            Stage::SettlerTurnout => self.settler_departs(slot),
            Stage::SettlerTravel => self.settler_arrives(slot),
            Stage::SettlerWork => self.settler_done(slot),
            Stage::Work => self.work_ends(slot),
            Stage::AwaitVisit => self.visit_due(slot),
            Stage::Filing => self.filing_ends(slot),
            Stage::Check => self.check_ends(slot),
            stage @ (Stage::DeskQueue | Stage::AwaitOpening | Stage::AwaitCrew | Stage::Underway) => {
                unreachable!("incident {} has no event in stage {stage:?}", self.world.incidents[slot].incident.number)
            }
        }
    }

    fn crew_stage_ends(&mut self, crew: CrewId) {
        match self.world.crews.state[crew] {
            CrewState::Assigned => self.crew_answers(crew),
            CrewState::TurningOut => self.crew_departs(crew),
            CrewState::Travelling => self.crew_arrives(crew),
            CrewState::Clearing => self.crew_clear(crew),
            CrewState::ToFacility => self.crew_at_facility(crew),
            CrewState::AtFacility => self.errand_done(crew),
            CrewState::Returning => self.crew_is_back(crew),
            CrewState::Committed => self.committed_done(crew),
            CrewState::Break => self.pause_ends(crew),
            state => unreachable!("crew {crew:?} has no event in state {state:?}"),
        }
    }

    /// Tells a fact that concerns no incident.
    #[inline(always)]
    pub(crate) fn fact(&mut self, what: What, actor: u32, detail: u64) {
        self.tell(what, Fact::NO_INCIDENT, Fact::NO_SLOT, actor, detail);
    }

    #[inline(always)]
    fn tell(&mut self, what: What, incident: u64, slot: SlotId, actor: u32, detail: u64) {
        self.observer.fact(&Fact { at: self.now, what, incident, slot, actor, detail });
    }

    /// Tells a fact that concerns an open incident.
    #[inline(always)]
    pub(crate) fn slot_fact(&mut self, what: What, slot: SlotId, actor: u32, detail: u64) {
        let incident = self.world.incidents[slot].incident.number;
        self.tell(what, incident, slot, actor, detail);
    }

    /// Whether a stage without length may be processed within the present event.
    fn goes_inline(&mut self) -> bool {
        self.inline += 1;
        self.inline <= MOST_INLINE
    }

    /// The incident's stage lasts `takes` from now; returns false, and schedules nothing, if that is no time.
    pub(crate) fn stage(&mut self, slot: SlotId, stage: Stage, takes: Duration) -> bool {
        self.world.incidents[slot].stage = stage;
        if takes == Duration::ZERO && self.goes_inline() {
            self.world.incidents[slot].ticket = Ticket::NONE;
            return false;
        }
        self.world.incidents[slot].ticket = self.calendar.schedule(self.now + takes, class::INCIDENT, slot.0);
        true
    }

    /// The crew's state lasts `takes` from now. If that is no time it is passed over: returns false, and the caller
    /// goes on to the next at once.
    pub(crate) fn crew_stage(&mut self, crew: CrewId, state: CrewState, takes: Duration) -> bool {
        if takes == Duration::ZERO && self.goes_inline() {
            self.world.crews.ticket[crew] = Ticket::NONE;
            return false;
        }
        self.set_state(crew, state);
        self.world.crews.ticket[crew] = self.calendar.schedule(self.now + takes, class::CREW, crew.0);
        true
    }

    /// Changes what a crew does, with no event pending.
    #[inline(always)]
    pub(crate) fn set_state(&mut self, crew: CrewId, state: CrewState) {
        let availability = match state {
            CrewState::Idle | CrewState::OnCall => Availability::Free,
            CrewState::Returning if self.model.available_again == AvailableAgain::EnRoute => Availability::Free,
            CrewState::Committed => Availability::Interruptible,
            _ => Availability::Busy,
        };
        self.change_state(crew, state, availability);
    }

    fn change_state(&mut self, crew: CrewId, state: CrewState, availability: Availability) {
        let crews = &mut self.world.crews;
        crews.ticket[crew] = Ticket::NONE;
        // Account of it is kept for those who ask.
        if self.model.accounts.work {
            crews.seen.works(crew, self.now, state.is_on_duty(), state.serves());
        }
        // Who has served for no time at all never was in a state that serves, but was expected to be free some time.
        if !state.serves() {
            crews.seen.forget_clear(crew);
        }
        crews.set_state(crew, state, availability);
        let (incident, slot) = match (crews.order[crew], crews.errand[crew]) {
            (Some(slot), _) => (self.world.incidents[slot].incident.number, slot),
            // The incident may have ended, and its slot hold another.
            (None, Some((incident, ..))) => (incident, Fact::NO_SLOT),
            (None, None) => (Fact::NO_INCIDENT, Fact::NO_SLOT),
        };
        self.tell(What::Crew, incident, slot, crew.0, state as u64);
    }

    /// Multiplier of travel times now: time of day and weather.
    pub(crate) fn travel_factor(&self) -> f64 {
        self.model.city.travel.factor(self.now.time_of_day()) * self.surges.travel_factor(self.now)
    }

    /// How long a crew that sets out now travels to a place.
    pub(crate) fn way(&self, crew: CrewId, to: &Spot) -> Duration {
        let from = self.world.crews.seen.spot(crew, self.now);
        Duration::from_seconds(self.model.city.travel.seconds(&from, to) * self.travel_factor())
    }

    /// The uniform in (0, 1) that decides an attribute of an open incident.
    #[inline(always)]
    pub(crate) fn uniform(&self, slot: SlotId, attribute: Attribute, ordinal: u32) -> f64 {
        self.world.incidents[slot].incident.marks.uniform(attribute, ordinal)
    }

    /// A length of time by that uniform; none takes no time.
    #[inline(always)]
    pub(crate) fn draw(&self, slot: SlotId, lengths: Option<&Sampler>, attribute: Attribute, ordinal: u32) -> Duration {
        lengths.map_or(Duration::ZERO, |lengths| lengths.sample(self.uniform(slot, attribute, ordinal)))
    }

    /// Where an incident's present visit takes place.
    pub(crate) fn scene(&self, slot: SlotId) -> Spot {
        let live = &self.world.incidents[slot];
        self.model.city.spot(live.incident.leaf, live.place)
    }

    pub(crate) fn schedule(&mut self, at: Instant, class: Class, slot: u32) -> Ticket {
        self.calendar.schedule(at, class, slot)
    }
}

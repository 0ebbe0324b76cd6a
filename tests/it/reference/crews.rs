//! Crews on the way, at work, free, their work, and what follows a visit.

use super::agenda::Event;
use super::run::Reference;
use super::state::{Doing, Fate, Hand, Part, Piece, Server, Stage, runs};
use gridgov::city::{Cells, Spot};
use gridgov::demand::{CommittedJob, DayType};
use gridgov::ids::{AreaId, CrewId, Id};
use gridgov::policy::{AvailableAgain, Relocation};
use gridgov::quantity::Hours;
use gridgov::random::Attribute;
use gridgov::scenario::Home;
use gridgov::time::{Duration, Instant};
use gridgov::workforce::{CrewKind, Shift};

/// Whether a crew is done with a visit and not free yet.
pub fn after_visit(doing: Doing) -> bool {
    matches!(doing, Doing::Clears | Doing::ToFacility | Doing::AtFacility)
}

/// Whether a crew that is sent at this moment is out already.
pub fn is_out(doing: Doing) -> bool {
    after_visit(doing) || [Doing::Travels, Doing::Works, Doing::Returns, Doing::Committed].contains(&doing)
}

impl Reference<'_> {
    pub fn kind(&self, crew: usize) -> &CrewKind {
        self.model.workforce.kind(CrewId::new(crew))
    }

    pub fn shift(&self, crew: usize) -> &Shift {
        self.model.workforce.shift(CrewId::new(crew))
    }

    pub fn shift_hours(&self, crew: usize) -> Hours {
        self.shift(crew).hours
    }

    /// A crew does something else from now on; what it was at is not going to end.
    pub fn now_does(&mut self, crew: usize, doing: Doing) {
        self.agenda.cancel(Event::Crew(crew));
        let en_route = self.scenario.dispatch.available_again == AvailableAgain::EnRoute;
        self.crews[crew].doing = doing;
        let serves =
            matches!(doing, Doing::Asked | Doing::TurnsOut | Doing::Travels | Doing::AwaitsPartner | Doing::Works) || after_visit(doing);
        runs(&mut self.crews[crew].served, self.now, serves);
        runs(&mut self.crews[crew].duty, self.now, doing != Doing::Off && doing != Doing::OnCall);
        if !serves {
            self.crews[crew].clear = None;
        }
        self.crews[crew].hand = match doing {
            Doing::Idle | Doing::OnCall => Hand::Free,
            Doing::Returns if en_route => Hand::Free,
            Doing::Committed => Hand::Interruptible,
            _ => Hand::Busy,
        };
    }

    pub fn crew_is_done(&mut self, crew: usize) {
        match self.crews[crew].doing {
            Doing::Asked => self.crew_answers(crew),
            Doing::TurnsOut => self.crew_departs(crew),
            Doing::Travels => self.crew_arrives(crew),
            Doing::Clears => self.is_clear(crew),
            Doing::ToFacility => self.is_at_facility(crew),
            Doing::AtFacility => self.errand_is_done(crew),
            Doing::Break => self.is_free(crew),
            Doing::Returns => self.is_back(crew),
            Doing::Committed => self.piece_is_done(crew),
            doing => panic!("crew {crew} is at {doing:?}, which has no end of its own"),
        }
    }

    pub fn crew_accepts(&mut self, crew: usize, case: usize) {
        self.crews[crew].accepted = self.now;
        let (kind, it) = (self.kind(crew), &self.crews[crew]);
        let turnout = kind.on_call_turnout.as_ref().filter(|_| self.shift(crew).on_call).unwrap_or(&kind.turnout);
        let takes = if it.was_out { Duration::ZERO } else { turnout.sample(self.luck(case, Attribute::Turnout, it.offer)) };
        if self.crew_does(crew, Doing::TurnsOut, takes) {
            self.crew_departs(crew);
        }
    }

    /// The way there if a crew sets out now.
    pub fn way(&self, crew: usize, to: &Spot) -> Duration {
        let travel = &self.model.city.travel;
        let factor = travel.factor(self.now.time_of_day()) * self.surges.travel_factor(self.now);
        Duration::from_seconds(travel.seconds(&self.crews[crew].position(self.now, travel), to) * factor)
    }

    fn crew_departs(&mut self, crew: usize) {
        let scene = self.scene(self.crews[crew].case.expect("it has an order"));
        let takes = self.way(crew, &scene);
        self.crews[crew].departed = self.now;
        self.crews[crew].set_out(self.now, scene, takes, &self.model.city.travel);
        self.expects_clear(crew, takes);
        if self.crew_does(crew, Doing::Travels, takes) {
            self.crew_arrives(crew);
        }
    }

    fn crew_arrives(&mut self, crew: usize) {
        let now = self.now;
        let number = self.crews[crew].case.expect("it has an order");
        let abroad = self.is_abroad(crew, number);
        let scene = self.scene(number);
        let case = &mut self.cases[number];
        case.arrived += 1;
        self.crews[crew].stand(scene);
        self.crews[crew].leaf = scene.leaf;
        if case.arrived == 1 && case.visit == 0 {
            let it = &self.crews[crew];
            case.spend(Part::Refused, it.offered);
            case.spend(Part::Accept, it.accepted);
            case.spend(Part::Turnout, it.departed);
            case.spend(Part::Travel, now);
            case.reach(1, it.accepted);
            case.reach(2, it.departed);
            case.reach(3, now);
            case.server = Server::Crew(crew);
            case.abroad = abroad;
        }
        if case.arrived == case.crews.len() && case.missing.is_empty() {
            self.work_starts(number);
        } else {
            self.now_does(crew, Doing::AwaitsPartner);
        }
    }

    fn work_starts(&mut self, number: usize) {
        let now = self.now;
        self.cases[number].spend(Part::PartnerWait, now);
        let left = self.cases[number].work_left.take();
        let case = &self.cases[number];
        let known = left.or(case.incident.work.filter(|_| case.visit == 0));
        let category = &self.model.demand.categories[case.incident.category];
        let takes = known.unwrap_or_else(|| category.on_scene.sample(self.luck(number, Attribute::OnScene, case.visit)));
        for crew in case.crews.clone() {
            self.now_does(crew, Doing::Works);
            self.expects_clear(crew, Duration::ZERO);
        }
        self.cases[number].work_ends = now + takes;
        if self.stage(number, Stage::CrewsWork, takes) {
            self.work_ends(number);
        }
    }

    pub fn work_ends(&mut self, number: usize) {
        let now = self.now;
        let case = &mut self.cases[number];
        case.spend(Part::Work, now);
        case.visits += 1;
        case.arrived = 0;
        let (visit, crews) = (case.visit, std::mem::take(&mut case.crews));
        if visit == 0 {
            case.reach(4, now);
        }
        let mut free = Vec::new();
        let own = self.model.demand.jobs[self.cases[number].incident.job].department;
        let first = crews.iter().copied().find(|crew| self.crews[*crew].department == own).unwrap_or(crews[0]);
        self.crews[first].errand = self.errand(number, visit);
        for crew in crews {
            let clearing = self.kind(crew).clearing.as_ref();
            let takes = clearing.map_or(Duration::ZERO, |clearing| clearing.sample(self.luck(number, Attribute::Clearing, visit)));
            if takes == Duration::ZERO {
                free.push(crew);
            } else {
                self.crew_does(crew, Doing::Clears, takes);
            }
            self.crews[crew].case = None;
        }
        // First the case goes on, then the crews.
        self.visit_is_over(number);
        for crew in free {
            self.is_clear(crew);
        }
    }

    fn visit_is_over(&mut self, number: usize) {
        let case = &self.cases[number];
        let category = &self.model.demand.categories[case.incident.category];
        if case.visit == 0 && self.luck(number, Attribute::SecondVisit, 0) < category.second_visit {
            return self.orders_visit(number);
        }
        if let Some((share, time)) = category.filing.as_ref().filter(|_| !case.reopened)
            && self.luck(number, Attribute::Filing, 0) < *share
            && !self.stage(number, Stage::Filing, time.sample(self.luck(number, Attribute::FilingTime, 0)))
        {
            return;
        }
        self.closing_check(number);
    }

    /// On the next working day, at a new place in the same smallest area.
    fn orders_visit(&mut self, number: usize) {
        let visit = self.cases[number].visit + 1;
        let luck = [0, 1, 2].map(|k| self.luck(number, Attribute::VisitPlace, 3 * visit + k));
        let calendar = &self.model.demand.calendar;
        let day = (self.now.day() + 1..).find(|day| calendar.day_type(*day) == DayType::Workday).expect("there is one");
        let hours = &self.scenario.demand.calendar.working_hours;
        let begins = hours.iter().map(|h| h.from).min().expect("offices work");
        let length: Duration = hours.iter().map(|h| h.length()).sum();
        let due = Instant::midnight(day) + begins + length.scaled(luck[2]);
        let case = &mut self.cases[number];
        case.visit = visit;
        case.place = self.model.city.place_in(case.incident.leaf, luck[0], luck[1]);
        case.refusals = 0;
        case.anywhere = false;
        if self.stage(number, Stage::AwaitsVisit, due.since(self.now)) {
            self.call_crews(number);
        }
    }

    pub fn closing_check(&mut self, number: usize) {
        let luck = self.luck(number, Attribute::CheckTime, 0);
        let takes = self.model.structure.closing_check.as_ref().map_or(Duration::ZERO, |check| check.sample(luck));
        if self.stage(number, Stage::Check, takes) {
            self.check_ends(number);
        }
    }

    pub fn check_ends(&mut self, number: usize) {
        let now = self.now;
        let undone = self.luck(number, Attribute::Reopen, 0);
        let case = &mut self.cases[number];
        if !case.reopened && undone < self.model.demand.categories[case.incident.category].reopen {
            case.reopened = true;
            return self.orders_visit(number);
        }
        case.reach(5, now);
        case.fate = Fate::Closed;
    }

    /// A crew has no order any more, wherever it is.
    pub fn is_free(&mut self, crew: usize) {
        if !self.crews[crew].on_duty {
            return self.leaves(crew);
        }
        let travel = &self.model.city.travel;
        let here = self.crews[crew].position(self.now, travel);
        let base = self.base(crew, &here);
        let at_base = travel.metric().same(&here, &base);
        let has_looked = at_base || self.scenario.dispatch.available_again != AvailableAgain::AtBase;
        if has_looked && self.finds_something(crew, true) {
            return;
        }
        self.goes_home(crew, &here, has_looked);
    }

    /// With a cut-off, whoever can be served goes when a shift ends and fewer are busy, though no crew has become free.
    pub fn lets_in(&mut self) {
        if !self.counts_who_is_busy() || self.collects() {
            return;
        }
        while let Some((case, chosen)) = self.first_of_all() {
            self.assign(case, chosen);
        }
    }

    /// To where it goes when it has nothing to do, if it is elsewhere; if it is there, it looks unless it has.
    pub fn goes_home(&mut self, crew: usize, here: &Spot, has_looked: bool) {
        self.takes_post(crew);
        let travel = &self.model.city.travel;
        let base = self.base(crew, here);
        if travel.metric().same(here, &base) {
            if has_looked || !self.finds_something(crew, false) {
                self.rests(crew);
            }
            return;
        }
        let takes = self.way(crew, &base);
        self.crews[crew].set_out(self.now, base, takes, travel);
        self.crews[crew].base = base;
        self.crews[crew].leaf = base.leaf;
        if self.crew_does(crew, Doing::Returns, takes) {
            self.is_back(crew);
        }
    }

    /// Where a crew that has nothing to do goes from `here`.
    pub fn base(&self, crew: usize, here: &Spot) -> Spot {
        let seconds = |to: &Spot| self.seconds_between(here, to);
        match (&self.scenario.dispatch.relocation, &self.model.home) {
            (Relocation::ReturnToStation, _) => self.model.workforce.stations[self.crews[crew].station].spot,
            (Relocation::Dmexclp | Relocation::ComplianceTable { .. }, _) => self.model.workforce.stations[self.crews[crew].post].spot,
            (Relocation::Stay, _) => *here,
            (Relocation::NearestOf(_), Home::NearestOf(places)) => {
                let mut nearest = places[0];
                for place in places {
                    if seconds(place) < seconds(&nearest) {
                        nearest = *place;
                    }
                }
                nearest
            }
            (Relocation::NearestOf(_), other) => panic!("nearest of {other:?}"),
        }
    }

    /// Where it is already a crew has no way, whatever the table says of ways within an area.
    pub fn seconds_between(&self, here: &Spot, to: &Spot) -> f64 {
        let travel = &self.model.city.travel;
        if travel.metric().same(here, to) { 0.0 } else { travel.seconds(here, to) }
    }

    fn is_back(&mut self, crew: usize) {
        let base = self.crews[crew].base;
        self.crews[crew].stand(base);
        if !self.finds_something(crew, false) {
            self.rests(crew);
        }
    }

    pub fn stands_at_station(&mut self, crew: usize) {
        let station = self.crews[crew].station;
        let spot = self.model.workforce.stations[station].spot;
        self.crews[crew].stand(spot);
        self.crews[crew].leaf = spot.leaf;
        self.crews[crew].post = station;
    }

    pub fn rests(&mut self, crew: usize) {
        let on_call = self.shift(crew).on_call;
        self.now_does(crew, if on_call { Doing::OnCall } else { Doing::Idle });
    }

    pub fn finds_something(&mut self, crew: usize, is_done: bool) -> bool {
        self.takes_waiting(crew) || self.stands_ready(crew, is_done) || self.finds_other_work(crew)
    }

    pub fn finds_other_work(&mut self, crew: usize) -> bool {
        self.takes_break(crew) || self.takes_piece(crew)
    }

    fn takes_break(&mut self, crew: usize) -> bool {
        let due = self.crews[crew].break_due.is_some_and(|due| due <= self.now);
        if due {
            self.begins_break(crew);
        }
        due
    }

    fn begins_break(&mut self, crew: usize) {
        self.crews[crew].break_due = None;
        let lasts = self.kind(crew).pause.expect("its kind has breaks").1;
        if self.crew_does(crew, Doing::Break, lasts) {
            self.is_free(crew);
        }
    }

    pub fn break_falls_due(&mut self, crew: usize) {
        if self.crews[crew].break_due == Some(self.now) && self.crews[crew].doing == Doing::Idle && !self.is_ready_for_epoch(crew) {
            self.begins_break(crew);
        }
    }

    /// The pieces fall to the first kind of crew that does them, at its station around the place, else the nearest.
    pub fn committed_falls_due(&mut self, job: CommittedJob) {
        let (workforce, city) = (&self.model.workforce, &self.model.city);
        let fits = |kind: &&CrewKind| {
            let on_shift = kind.shifts.iter().any(|shift| !shift.on_call && shift.spread.crews() > 0);
            kind.committed_work && kind.skills >> job.department.0 & 1 == 1 && on_shift
        };
        let Some(kind) = workforce.kinds.iter().find(fits) else { return };
        let around = |station: &u32| {
            let station = &workforce.stations[*station as usize];
            let own = |leaf: AreaId| station.serves.of_leaf(city, leaf) == station.cell;
            own(job.leaf).then(|| city.leaves().filter(|leaf| own(AreaId(*leaf))).count())
        };
        let middle = city.middle(job.leaf);
        let distance = |station: u32| city.travel.metric().km(&workforce.stations[station as usize].spot, &middle);
        let smallest = kind.stations.iter().rev().filter(|s| around(s).is_some()).min_by_key(|s| around(s));
        let nearest = kind.stations.iter().min_by(|a, b| distance(**a).total_cmp(&distance(**b)).then(a.cmp(b)));
        let station = *smallest.or(nearest).expect("a kind has a station") as usize;
        self.pieces[station].push_back(Piece { leaf: job.leaf, work: job.work, station });
        self.offers_piece(station);
    }

    pub fn offers_piece(&mut self, station: usize) {
        let helpers = (0..self.pieces.len()).filter(|helper| *helper != station && self.may_take_over(*helper, station));
        let crew = self.idle_at(station).or_else(|| helpers.filter_map(|helper| self.idle_at(helper)).next());
        if let Some(crew) = crew {
            self.takes_piece(crew);
        }
    }

    /// Of several idle crews the one that has been on duty longest.
    fn idle_at(&self, station: usize) -> Option<usize> {
        let idle = |crew: &usize| {
            let it = &self.crews[*crew];
            it.on_duty && it.station == station && it.doing == Doing::Idle && it.hand == Hand::Free && !self.is_ready_for_epoch(*crew)
        };
        (0..self.crews.len()).filter(idle).min_by_key(|crew| self.crews[*crew].came)
    }

    /// Whether crews that serve the whole city take the pieces of another station off its hands.
    fn may_take_over(&self, helper: usize, station: usize) -> bool {
        let workforce = &self.model.workforce;
        let kind = |station: usize| &workforce.kinds[workforce.stations[station].kind as usize];
        workforce.stations[helper].serves == Cells::CITY && kind(helper).committed_work && kind(station).skills & !kind(helper).skills == 0
    }

    /// The own station's pieces first, else those of the station where most wait.
    fn next_piece(&mut self, crew: usize) -> Option<Piece> {
        let own = self.crews[crew].station;
        let others = (0..self.pieces.len()).rev().filter(|s| self.may_take_over(own, *s));
        let longest = others.max_by_key(|s| self.pieces[*s].len());
        let from = if self.pieces[own].is_empty() { longest? } else { own };
        self.pieces[from].pop_front()
    }

    fn takes_piece(&mut self, crew: usize) -> bool {
        if !self.kind(crew).committed_work || self.shift(crew).on_call {
            return false;
        }
        let Some(piece) = self.next_piece(crew) else { return false };
        self.crews[crew].stand(self.model.city.middle(piece.leaf));
        self.crews[crew].leaf = piece.leaf;
        self.crews[crew].piece = Some((self.now, piece));
        if self.crew_does(crew, Doing::Committed, piece.work) {
            self.piece_is_done(crew);
        }
        true
    }

    fn piece_is_done(&mut self, crew: usize) {
        self.crews[crew].piece = None;
        self.is_free(crew);
    }

    pub fn puts_piece_aside(&mut self, crew: usize) {
        if let Some((began, piece)) = self.crews[crew].piece.take() {
            let rest = Piece { work: piece.work - self.now.since(began), ..piece };
            self.pieces[piece.station].push_front(rest);
            if !self.offers_later(piece.station) {
                self.offers_piece(piece.station);
            }
        }
    }
}

//! Who is sent, who waits and why, and how an offer is answered.

use super::agenda::Event;
use super::crews::is_out;
use super::run::Reference;
use super::state::{Case, Doing, Fate, Hand, Need, Part, Reason, Stage, Waiting};
use gridgov::city::Cells;
use gridgov::ids::DepartmentId;
use gridgov::policy::dispatch::DispatchRule;
use gridgov::policy::dispatch::district_first::Outside;
use gridgov::random::{Attribute, Purpose, unit32};
use gridgov::structure::Boundaries;
use gridgov::time::Duration;
use rand_chacha::rand_core::Rng;

/// The cell of crews that serve the whole city.
const ANYWHERE: u32 = u32::MAX;

const REFUSALS_BEFORE_ANYONE: u32 = 3;
const REFUSALS_BEFORE_BINDING: u32 = 10;

impl Reference<'_> {
    /// A crew is needed from now on.
    pub fn call_crews(&mut self, case: usize) {
        self.cases[case].stage = Stage::AwaitsCrew;
        self.cases[case].called = self.now;
        self.calls += 1;
        self.cases[case].call = self.calls;
        for (department, _) in self.whole_need(case) {
            if !(0..self.crews.len()).any(|crew| self.competent(crew, department)) {
                self.cases[case].fate = Fate::Lost;
                return;
            }
        }
        self.seek(case);
    }

    /// Departments and how many crews of each the present visit takes.
    pub fn whole_need(&self, case: usize) -> Vec<(DepartmentId, u32)> {
        let Case { incident, visit, .. } = &self.cases[case];
        let category = &self.model.demand.categories[incident.category];
        let mut need = vec![(self.model.demand.jobs[incident.job].department, category.crews)];
        if incident.joint && *visit == 0 {
            need.extend(category.joint.map(|joint| (joint.with, joint.crews)));
        }
        need
    }

    /// What is still needed: a replacement for who refused last, else all.
    pub fn need(&self, case: usize) -> Vec<(DepartmentId, u32)> {
        match self.cases[case].missing.last() {
            Some(department) if !self.cases[case].crews.is_empty() => vec![(*department, 1)],
            _ => self.whole_need(case),
        }
    }

    /// The division that districts or boundaries are about.
    fn division(&self) -> Option<Cells> {
        let city = &self.model.city;
        let (asked, name) = match &self.scenario.dispatch.rule {
            DispatchRule::DistrictFirst { partition, .. } => (true, partition.as_deref()),
            DispatchRule::Score { outside, units, .. } => (outside.get() != 0.0, units.as_deref()),
            _ => (false, None),
        };
        match (asked, name, &self.scenario.structure.boundaries) {
            (true, Some(name), _) => Cells::find(city, name),
            (_, _, Boundaries::Within(name)) => Cells::find(city, name),
            (true, None, _) => Cells::find(city, "governance_unit").or_else(|| Cells::find(city, &city.levels[1].name)),
            (false, ..) => None,
        }
    }

    fn outside(&self) -> Outside {
        match &self.scenario.dispatch.rule {
            DispatchRule::DistrictFirst { outside, .. } => *outside,
            _ => Outside::AtOnce,
        }
    }

    fn bounded(&self) -> bool {
        self.scenario.structure.boundaries != Boundaries::Open
    }

    /// Whether only crews of the case's own cell may come.
    pub fn keeps_to_cell(&self, case: usize) -> bool {
        !self.cases[case].anywhere && (self.bounded() || self.outside() != Outside::AtOnce)
    }

    pub fn cell_of_case(&self, case: usize) -> u32 {
        self.division().map_or(0, |cells| cells.of_leaf(&self.model.city, self.cases[case].incident.leaf))
    }

    pub fn cell_of_crew(&self, crew: usize) -> u32 {
        let station = &self.model.workforce.stations[self.crews[crew].station];
        self.division()
            .map_or(0, |cells| if station.serves == Cells::CITY { ANYWHERE } else { cells.of_leaf(&self.model.city, station.leaf) })
    }

    /// Whether a crew is of a cell, or of the whole city.
    pub fn is_of_cell(&self, crew: usize, cell: u32) -> bool {
        [cell, ANYWHERE].contains(&self.cell_of_crew(crew))
    }

    /// Crews that may be sent, in order of their numbers.
    pub fn candidates(&self, case: usize, department: DepartmentId, within: bool, excluded: &[usize]) -> Vec<usize> {
        let interrupts = self.cases[case].incident.priority <= 2;
        let may_go = |crew: &usize| {
            let hand = self.crews[*crew].hand;
            (hand == Hand::Free || interrupts && hand == Hand::Interruptible)
                && self.competent(*crew, department)
                && (!within || self.is_of_cell(*crew, self.cell_of_case(case)))
                && !excluded.contains(crew)
        };
        (0..self.crews.len()).filter(may_go).collect()
    }

    /// Seconds that a crew would travel, time of day and weather apart.
    pub fn travel(&self, crew: usize, case: usize) -> f64 {
        let travel = &self.model.city.travel;
        travel.seconds(&self.crews[crew].position(self.now, travel), &self.scene(case))
    }

    pub fn closest(&self, crews: impl Iterator<Item = usize>, case: usize) -> Option<usize> {
        crews.min_by(|a, b| self.travel(*a, case).total_cmp(&self.travel(*b, case)).then(a.cmp(b)))
    }

    /// Crews for all that is needed, each with its department, or nobody.
    pub fn choose(&self, case: usize) -> Option<Vec<(usize, DepartmentId)>> {
        if self.is_held_back(case) { None } else { self.choose_admitted(case) }
    }

    /// The same, whatever admission says.
    fn choose_admitted(&self, case: usize) -> Option<Vec<(usize, DepartmentId)>> {
        self.choose_one_by_one(case, false).or_else(|| self.choose_one_by_one(case, true))
    }

    /// Whether a second department still finds as many as it needs once a crew is taken too.
    fn leaves_partners(&self, case: usize, crew: usize, excluded: &[usize]) -> bool {
        let [_, (department, count)] = self.need(case)[..] else { return true };
        let partners = self.candidates(case, department, self.keeps_to_cell(case), excluded).into_iter();
        partners.filter(|other| *other != crew && self.is_ever_sent(*other, case)).count() >= count as usize
    }

    /// Each time whom the rule prefers; with `sparing` of those who leave the second department enough.
    fn choose_one_by_one(&self, case: usize, sparing: bool) -> Option<Vec<(usize, DepartmentId)>> {
        let it = &self.cases[case];
        let mut chosen: Vec<(usize, DepartmentId)> = Vec::new();
        for (place, (department, count)) in self.need(case).into_iter().enumerate() {
            for _ in 0..count {
                let taken = chosen.iter().map(|(crew, _)| *crew);
                let excluded: Vec<usize> = it.refuser.into_iter().chain(it.crews.iter().copied()).chain(taken).collect();
                let mut candidates = self.candidates(case, department, self.keeps_to_cell(case), &excluded);
                if sparing && place == 0 {
                    candidates.retain(|crew| self.leaves_partners(case, *crew, &excluded));
                }
                let crew = match &self.scenario.dispatch.rule {
                    DispatchRule::WorkloadBalancing { slack } => self.least_worked(candidates, case, *slack),
                    DispatchRule::Score { .. } => self.least_score(candidates, case, department),
                    DispatchRule::ClosestIdle | DispatchRule::DemandSupplyBalancing { .. } => self.closest(candidates.into_iter(), case),
                    DispatchRule::DistrictFirst { .. } => {
                        let own = |crew: &usize| self.cell_of_crew(*crew) == self.cell_of_case(case);
                        let backup = |crew: &usize| self.cell_of_crew(*crew) == ANYWHERE;
                        let inside = self.closest(candidates.iter().copied().filter(own), case);
                        let behind = inside.or_else(|| self.closest(candidates.iter().copied().filter(backup), case));
                        behind.or_else(|| self.closest(candidates.into_iter(), case))
                    }
                    DispatchRule::Random => {
                        let at = self.random_choice(case, chosen.len() as u32) * candidates.len() as f64;
                        candidates.get(at as usize).copied()
                    }
                    DispatchRule::ClosestSoonFree | DispatchRule::BatchMatching { .. } => self.closest(candidates.into_iter(), case),
                    DispatchRule::PreferenceList { .. } => self.first_by_list(candidates, case),
                    DispatchRule::CoveragePreserving => self.least_missed(candidates, case),
                    DispatchRule::Preparedness { weight } => self.least_unprepared(candidates, case, *weight),
                    other => panic!("the reference does not know {other:?}"),
                };
                chosen.push((crew?, department));
            }
        }
        Some(chosen)
    }

    fn random_choice(&self, case: usize, ordinal: u32) -> f64 {
        let it = &self.cases[case];
        let mut stream = self.key.stream(Purpose::Dispatch, it.offers * 64 + it.visit * 16 + ordinal);
        stream.set_word_pos(u128::from(it.incident.number));
        unit32(stream.next_u32())
    }

    pub fn seek(&mut self, case: usize) {
        if self.collects() {
            return self.wait(case);
        }
        if self.decides(case) {
            return;
        }
        // There is nobody else: who refused may be asked again.
        self.cases[case].refuser = None;
        if !self.decides(case) {
            self.wait(case);
        }
    }

    /// Whether crews are sent or promised.
    fn decides(&mut self, case: usize) -> bool {
        let chosen = self.choose(case);
        if let Some(crew) = self.crew_to_bump(case, chosen.as_deref()) {
            self.bumps(case, crew);
            return true;
        }
        if let Some(crew) = self.crew_to_wait_for(case, chosen.as_deref()) {
            self.is_promised(case, crew, chosen.is_some());
            return true;
        }
        let sent = chosen.is_some();
        chosen.into_iter().for_each(|chosen| self.assign(case, chosen));
        sent
    }

    fn queue_of(&self, case: usize) -> Need {
        let it = &self.cases[case];
        let whole = self.whole_need(case);
        match it.missing.last() {
            Some(department) if !it.crews.is_empty() => Need::One(*department),
            _ if whole.len() == 1 && whole[0].1 == 1 => Need::One(whole[0].0),
            _ => Need::Job(it.incident.category.0, whole[0].0, whole.len() > 1),
        }
    }

    fn joins(&mut self, case: usize) {
        assert!(self.waiting.iter().all(|w| w.case != case), "case {case} waits twice");
        let (since, order) = (self.cases[case].called, self.cases[case].call);
        let cell = self.keeps_to_cell(case).then(|| self.cell_of_case(case));
        self.waiting.push(Waiting { case, cell, need: self.queue_of(case), since, order });
    }

    pub fn leaves_queue(&mut self, case: usize) {
        self.waiting.retain(|w| w.case != case);
        self.agenda.cancel(Event::Outside(case));
        self.agenda.cancel(Event::Patience(case));
    }

    fn wait(&mut self, case: usize) {
        let now = self.now;
        let reason = self.reason(case);
        self.leaves_queue(case);
        self.joins(case);
        self.waits_for(case, reason);
        let held_back = self.keeps_to_cell(case) && !self.bounded();
        if let (false, true, Outside::After(wait)) = (self.may_lose_patience(case), held_back, self.outside()) {
            self.agenda.add(now + wait, Event::Outside(case));
        }
        self.calls_epoch();
    }

    /// Only the reporter of a first visit that nobody was called away from loses patience.
    fn may_lose_patience(&self, case: usize) -> bool {
        let it = &self.cases[case];
        it.incident.patience.is_some() && it.visit == 0 && !it.bumped
    }

    /// A case waits, in the queue or for a crew of its own.
    pub fn waits_for(&mut self, case: usize, reason: Reason) {
        let it = &mut self.cases[case];
        if it.crews.is_empty() {
            it.stage = Stage::AwaitsCrew;
        }
        if it.visit == 0 {
            it.reason = reason;
        }
        if let Some(patience) = self.cases[case].incident.patience.filter(|_| self.may_lose_patience(case)) {
            self.agenda.add((self.cases[case].incident.reported + patience).max(self.now), Event::Patience(case));
        }
    }

    /// Why nobody can be sent.
    pub fn reason(&self, case: usize) -> Reason {
        if self.is_held_back(case) && self.choose_admitted(case).is_some() {
            return Reason::HeldBack;
        }
        let need = self.need(case);
        let department = need[0].0;
        let keeps = self.keeps_to_cell(case);
        if need.iter().any(|(department, _)| !self.candidates(case, *department, keeps, &[]).is_empty()) {
            let several = need.iter().map(|(_, crews)| crews).sum::<u32>() > 1;
            return if several && self.choose_admitted(case).is_none() { Reason::JointPartner } else { Reason::HeldBack };
        }
        if keeps && !self.candidates(case, department, false, &[]).is_empty() {
            return if self.bounded() { Reason::Boundary } else { Reason::HeldBack };
        }
        let competent: Vec<Doing> =
            (0..self.crews.len()).filter(|crew| self.competent(*crew, department)).map(|crew| self.crews[crew].doing).collect();
        if competent.iter().all(|doing| matches!(doing, Doing::Off | Doing::Handover)) {
            Reason::ShiftGap
        } else if competent.iter().any(|doing| matches!(doing, Doing::Committed | Doing::Break)) {
            Reason::CommittedWork
        } else {
            Reason::NoCrewIdle
        }
    }

    /// Crews of other districts may be asked from now on.
    pub fn look_outside(&mut self, case: usize) {
        self.leaves_queue(case);
        self.cases[case].anywhere = true;
        if !self.decides(case) {
            self.joins(case);
        }
    }

    pub fn patience_ends(&mut self, case: usize) {
        if !self.cases[case].crews.is_empty() {
            return;
        }
        let now = self.now;
        self.leaves_queue(case);
        if let Some(crew) = self.cases[case].promised.take() {
            self.crews[crew].promised = None;
            self.crews[crew].clear = self.crews[crew].expected.filter(|_| self.crews[crew].on_duty);
        }
        self.cases[case].spend(Part::CrewQueue, now);
        self.cases[case].fate = Fate::Withdrawn;
    }

    pub fn assign(&mut self, case: usize, chosen: Vec<(usize, DepartmentId)>) {
        let now = self.now;
        self.leaves_queue(case);
        let it = &mut self.cases[case];
        it.refuser = None;
        if it.crews.is_empty() {
            it.missing.clear();
            it.stage = Stage::CrewsComing;
            it.spend(Part::CrewQueue, now);
        } else {
            it.missing.pop();
        }
        for (crew, department) in &chosen {
            it.crews.push(*crew);
            self.crews[*crew].department = *department;
            self.crews[*crew].hand = Hand::Busy;
        }
        for (crew, _) in chosen {
            self.offer(case, crew);
        }
        let waits = self.waiting.iter().any(|w| w.case == case);
        if !self.cases[case].missing.is_empty() && !waits {
            self.seek(case);
        }
    }

    /// The crew stops where it is and has the order before it.
    fn offer(&mut self, case: usize, crew: usize) {
        let now = self.now;
        let doing = self.crews[crew].doing;
        let was = doing == Doing::Asked && self.crews[crew].was_out;
        let out = was || self.is_still_out(crew) || is_out(doing);
        self.puts_piece_aside(crew);
        let it = &mut self.crews[crew];
        it.stop(now, &self.model.city.travel);
        it.case = Some(case);
        it.was_out = out;
        it.offered = now;
        it.asked += 1;
        it.offer = self.cases[case].offers;
        self.cases[case].offers += 1;
        let way = self.way(crew, &self.scene(case));
        self.expects_clear(crew, way);
        let (answer, takes) = self.answer(crew);
        self.crews[crew].accepts = answer;
        if self.crew_does(crew, Doing::Asked, takes) {
            self.crew_answers(crew);
        }
    }

    /// Whether a crew will accept, and when it says so.
    fn answer(&self, crew: usize) -> (bool, Duration) {
        let case = self.crews[crew].case.expect("it has an order");
        let (kind, offer) = (self.kind(crew), self.crews[crew].offer);
        let takes = kind.accept.sample(self.luck(case, Attribute::Accept, offer));
        if self.cases[case].refusals >= REFUSALS_BEFORE_BINDING {
            (true, takes)
        } else if takes > kind.answer_within {
            (false, kind.answer_within)
        } else if self.luck(case, Attribute::Refusal, offer) < kind.refusal {
            (false, takes)
        } else {
            (true, takes)
        }
    }

    pub fn crew_answers(&mut self, crew: usize) {
        let case = self.crews[crew].case.expect("it has an order");
        if self.crews[crew].accepts {
            self.crew_accepts(crew, case);
        } else {
            self.crew_declines(crew, case);
        }
    }

    /// Somebody else is asked before the crew may do anything else.
    fn crew_declines(&mut self, crew: usize, case: usize) {
        let now = self.now;
        let department = self.crews[crew].department;
        let it = &mut self.cases[case];
        it.refuser = Some(crew);
        it.refusals += 1;
        it.anywhere |= it.refusals >= REFUSALS_BEFORE_ANYONE;
        it.refused += u32::from(it.visit == 0);
        it.crews.retain(|other| *other != crew);
        if it.crews.is_empty() {
            it.spend(Part::Refused, now);
        } else {
            it.missing.push(department);
        }
        self.crews[crew].case = None;
        self.now_does(crew, if self.crews[crew].on_duty { Doing::Idle } else { Doing::Off });
        self.leaves_queue(case);
        self.seek(case);
        if self.crews[crew].doing == Doing::Idle {
            self.is_free(crew);
        }
    }

    /// The first waiting case by the discipline that the crew can be part of is served; the rule says by whom.
    pub fn takes_waiting(&mut self, crew: usize) -> bool {
        if self.keeps_promise(crew) {
            return true;
        }
        if self.collects() {
            return false;
        }
        let asked = self.crews[crew].asked;
        loop {
            self.crews[crew].hand = Hand::Free;
            let Some(case) = self.first_for(crew) else { return false };
            let chosen = self.choose(case).expect("it can be served");
            self.assign(case, chosen);
            // Once it has been asked it has the order, or has refused and found something else.
            if self.crews[crew].asked > asked {
                return true;
            }
        }
    }

    /// Whether a case does not lie around a crew's station: of the areas that stations of its kind have and that hold it the
    /// smallest is another one, or, where none does, the nearest station has another one.
    pub fn is_abroad(&self, crew: usize, case: usize) -> bool {
        let (city, leaf) = (&self.model.city, self.cases[case].incident.leaf);
        let stations = &self.model.workforce.stations;
        let own = &stations[self.crews[crew].station];
        let kind = self.model.workforce.kinds[own.kind as usize].manned(|_| true);
        let kind: Vec<_> = kind.into_iter().map(|station| &stations[station as usize]).collect();
        let size = |s: &&_| -> usize {
            let s: &gridgov::workforce::Station = s;
            s.serves.leaves(city, s.cell).len()
        };
        let holding: Vec<_> = kind.iter().copied().filter(|s| s.serves.of_leaf(city, leaf) == s.cell).collect();
        let around = match holding.iter().map(size).min() {
            Some(least) => holding.iter().copied().rfind(|s| size(s) == least),
            None => {
                let km = |s: &gridgov::workforce::Station| city.travel.metric().km(&s.spot, &city.middle(leaf));
                kind.iter().copied().reduce(|nearest, s| if km(s) < km(nearest) { s } else { nearest })
            }
        };
        around.is_some_and(|around| (around.serves, around.cell) != (own.serves, own.cell))
    }
}

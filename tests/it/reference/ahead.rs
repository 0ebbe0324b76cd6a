//! Crews that still serve and are waited for: when they are expected to be free, and to whom they are promised.

use super::run::Reference;
use super::state::{Hand, Reason};
use gridgov::city::Spot;
use gridgov::ids::DepartmentId;
use gridgov::policy::dispatch::DispatchRule;
use gridgov::time::{Duration, Instant};

impl Reference<'_> {
    /// Whether the rule asks crews that are not free yet.
    fn rule_waits_for_crews(&self) -> bool {
        match &self.scenario.dispatch.rule {
            DispatchRule::ClosestSoonFree => true,
            DispatchRule::Score { time_to_free, .. } => time_to_free.get() != 0.0,
            _ => false,
        }
    }

    /// A crew with an order is expected to be free after the way that is left and the mean work, unless it is promised
    /// or in overtime.
    pub fn expects_clear(&mut self, crew: usize, way: Duration) {
        let case = self.crews[crew].case.expect("it has an order");
        let mean = Duration::from_seconds(self.model.demand.categories[self.cases[case].incident.category].mean_on_scene);
        let at = self.now + way + mean;
        self.expects_free(crew, (at, self.scene(case)));
    }

    /// A crew that is on an errand is expected to be free at the facility, after the way there and the mean time there.
    pub fn expects_free(&mut self, crew: usize, at: (Instant, Spot)) {
        let it = &mut self.crews[crew];
        it.expected = Some(at);
        it.clear = it.expected.filter(|_| it.promised.is_none() && it.on_duty);
    }

    /// Seconds until a crew can go; without end where nothing is known. Who is overdue needs as long again.
    pub fn time_to_free(&self, crew: usize, case: usize) -> f64 {
        let it = &self.crews[crew];
        let interrupts = self.cases[case].incident.priority <= 2;
        match (it.hand, it.clear) {
            (Hand::Free, _) => 0.0,
            (Hand::Interruptible, _) if interrupts => 0.0,
            (_, Some((at, _))) if at >= self.now => at.since(self.now).seconds(),
            (_, Some((at, _))) => self.now.since(at).seconds(),
            (_, None) => f64::INFINITY,
        }
    }

    /// Seconds of travel from where a crew will be when it is free.
    pub fn travel_when_free(&self, crew: usize, case: usize) -> f64 {
        match (self.crews[crew].hand, self.crews[crew].clear) {
            (Hand::Busy, Some((_, spot))) => self.model.city.travel.seconds(&spot, &self.scene(case)),
            _ => self.travel(crew, case),
        }
    }

    /// What is least for the crew that is sent or waited for.
    fn merit(&self, crew: usize, case: usize, department: DepartmentId) -> f64 {
        match self.scenario.dispatch.rule {
            DispatchRule::ClosestSoonFree => self.time_to_free(crew, case) + self.travel_when_free(crew, case),
            _ => self.score(crew, case, department),
        }
    }

    /// The department of a case that asks for one crew and has none; none where admission holds it back.
    pub fn asks_for_one(&self, case: usize) -> Option<DepartmentId> {
        match self.whole_need(case)[..] {
            [(department, 1)] if self.cases[case].crews.is_empty() && !self.is_held_back(case) => Some(department),
            _ => None,
        }
    }

    /// The crew that still serves and does better than the one that could go now.
    pub fn crew_to_wait_for(&self, case: usize, chosen: Option<&[(usize, DepartmentId)]>) -> Option<usize> {
        let department = self.asks_for_one(case).filter(|_| self.rule_waits_for_crews())?;
        let merit = |crew: usize| self.merit(crew, case, department);
        let limit = chosen.map_or(f64::INFINITY, |chosen| merit(chosen[0].0));
        let soon = (0..self.crews.len())
            .filter(|crew| self.crews[*crew].clear.is_some() && self.may_come(*crew, case, department) && merit(*crew) < limit);
        soon.min_by(|a, b| merit(*a).total_cmp(&merit(*b)).then(a.cmp(b)))
    }

    /// Competent, of the right cell, and not the one that refused last, busy or not.
    pub fn may_come(&self, crew: usize, case: usize, department: DepartmentId) -> bool {
        self.competent(crew, department)
            && (!self.keeps_to_cell(case) || self.is_of_cell(crew, self.cell_of_case(case)))
            && self.cases[case].refuser != Some(crew)
    }

    /// The case waits for that crew alone.
    pub fn is_promised(&mut self, case: usize, crew: usize, others_free: bool) {
        let reason = if others_free { Reason::HeldBack } else { self.reason(case) };
        self.crews[crew].promised = Some(case);
        self.crews[crew].clear = None;
        self.cases[case].promised = Some(crew);
        self.waits_for(case, reason);
    }

    /// A crew that is free goes to the case that it is promised to.
    pub fn keeps_promise(&mut self, crew: usize) -> bool {
        let Some(case) = self.crews[crew].promised.take() else { return false };
        self.cases[case].promised = None;
        let department = self.whole_need(case)[0].0;
        self.assign(case, vec![(crew, department)]);
        true
    }

    /// A crew goes off duty: whom it was promised to is sought another.
    pub fn breaks_promise(&mut self, crew: usize) {
        self.crews[crew].clear = None;
        let Some(case) = self.crews[crew].promised.take() else { return };
        self.cases[case].promised = None;
        self.leaves_queue(case);
        self.seek(case);
    }
}

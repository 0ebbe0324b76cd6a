//! Rules beyond the nearest crew and the longest wait, each as the model's page says it.

use super::run::Reference;
use super::state::{Hand, Need, Waiting, lasted};
use gridgov::ids::DepartmentId;
use gridgov::policy::admission::AdmissionRule;
use gridgov::policy::admission::cutoff_reserve::Cutoff;
use gridgov::policy::dispatch::DispatchRule;
use gridgov::policy::dispatch::preference_list::Others;
use gridgov::policy::queueing::QueueDiscipline;
use gridgov::time::Duration;

impl Reference<'_> {
    /// The order of those who wait, as the discipline or the rule has it.
    fn discipline(&self) -> QueueDiscipline {
        match self.scenario.dispatch.rule {
            DispatchRule::DemandSupplyBalancing { by_priority } => QueueDiscipline::ClosestFirst { by_priority },
            _ => self.scenario.dispatch.queue,
        }
    }

    /// Whether the rule itself says whom a free crew serves.
    fn rule_ranks(&self) -> bool {
        matches!(self.scenario.dispatch.rule, DispatchRule::Score { priority, wait, .. } if priority.get() != 0.0 || wait.get() != 0.0)
    }

    /// Whether two that wait for the same may have different turns for each crew.
    pub fn each_has_its_turn(&self) -> bool {
        let never = matches!(self.scenario.dispatch.rule, DispatchRule::PreferenceList { others: Others::Never, .. });
        never || self.rule_ranks() || matches!(self.discipline(), QueueDiscipline::ClosestFirst { .. })
    }

    /// The least goes first.
    pub fn place_in_line(&self, crew: usize, w: &Waiting) -> (f64, f64, u64, u64) {
        let priority = self.cases[w.case].incident.priority;
        if self.rule_ranks() {
            let department = self.need(w.case)[0].0;
            return (self.score(crew, w.case, department), 0.0, w.since.0, w.order);
        }
        match self.discipline() {
            QueueDiscipline::PriorityFifo => (f64::from(priority), 0.0, w.since.0, w.order),
            QueueDiscipline::Fifo => (0.0, 0.0, w.since.0, w.order),
            QueueDiscipline::WeightedWait { priority_1, priority_2, priority_3, priority_4 } => {
                let weight = [priority_1, priority_2, priority_3, priority_4][usize::from(priority) - 1].get();
                (-(weight * self.now.since(w.since).0 as f64), 0.0, w.since.0, w.order)
            }
            QueueDiscipline::ClosestFirst { by_priority } => {
                (if by_priority { f64::from(priority) } else { 0.0 }, self.travel(crew, w.case), w.order, 0)
            }
        }
    }

    /// The first waiting case that a crew can be part of.
    pub fn first_for(&self, crew: usize) -> Option<usize> {
        let mut queue: Vec<&Waiting> = self.waiting.iter().collect();
        queue.sort_by(|a, b| self.place_in_line(crew, a).partial_cmp(&self.place_in_line(crew, b)).expect("turns are numbers"));
        let mut seen = Vec::new();
        for w in queue {
            // With a cut-off one crew more that is free may let in somebody whom another crew serves.
            if w.cell.is_some_and(|cell| !self.is_of_cell(crew, cell)) && !self.counts_who_is_busy() {
                continue;
            }
            // Of those that wait for the same only the first is looked at, unless each has a way of its own.
            let kind = self.kind_of_wait(w);
            if seen.contains(&kind) && !self.each_has_its_turn() {
                continue;
            }
            seen.push(kind);
            let can_help = self.need(w.case).iter().any(|(department, crews)| *crews > 0 && self.competent(crew, *department));
            if can_help && self.choose(w.case).is_some() {
                return Some(w.case);
            }
        }
        None
    }

    /// Who has some of its crews is not in line with those that have none.
    fn kind_of_wait(&self, w: &Waiting) -> (Option<u32>, Need, u8, bool) {
        let case = &self.cases[w.case];
        (w.cell, w.need, case.incident.priority, case.crews.is_empty())
    }

    /// The first of all who can be served, and by whom: where the way counts, that of the first crew that goes.
    pub fn first_of_all(&self) -> Option<(usize, Vec<(usize, DepartmentId)>)> {
        let is_first = |w: &Waiting| {
            let before =
                |other: &Waiting| self.kind_of_wait(other) == self.kind_of_wait(w) && (other.since, other.order) < (w.since, w.order);
            !self.waiting.iter().any(before)
        };
        let looked_at = self.waiting.iter().filter(|w| self.each_has_its_turn() || is_first(w));
        let servable = looked_at.filter_map(|w| Some((w, self.choose(w.case)?)));
        let turn = |(w, chosen): &(&Waiting, Vec<(usize, DepartmentId)>)| self.place_in_line(chosen[0].0, w);
        let first = servable.min_by(|a, b| turn(a).partial_cmp(&turn(b)).expect("turns are numbers"));
        first.map(|(w, chosen)| (w.case, chosen))
    }

    /// Whether somebody may be let in because fewer are busy.
    pub fn counts_who_is_busy(&self) -> bool {
        self.scenario.dispatch.admission != AdmissionRule::AdmitAll
    }

    /// Whether admission keeps a case from getting a crew now.
    pub fn is_held_back(&self, case: usize) -> bool {
        let AdmissionRule::CutoffReserve { priority_1, priority_2, priority_3, priority_4 } = self.scenario.dispatch.admission else {
            return false;
        };
        let priority = self.cases[case].incident.priority;
        let Some(cutoff) = [priority_1, priority_2, priority_3, priority_4][usize::from(priority) - 1] else { return false };
        if !self.cases[case].crews.is_empty() {
            return false;
        }
        let department = self.need(case)[0].0;
        let interrupts = priority <= 2;
        let competent = (0..self.crews.len()).filter(|crew| self.crews[*crew].on_duty && self.competent(*crew, department));
        let (mut on_duty, mut busy) = (0, 0);
        for crew in competent {
            let hand = self.crews[crew].hand;
            on_duty += 1;
            busy += u32::from(!(hand == Hand::Free || interrupts && hand == Hand::Interruptible));
        }
        match cutoff {
            Cutoff::Busy(n) => busy >= n.get(),
            Cutoff::BusyShare(share) => on_duty > 0 && f64::from(busy) >= share.get() * f64::from(on_duty),
        }
    }

    /// The share of its time on duty that a crew has served.
    fn workload(&self, crew: usize) -> f64 {
        let duty = lasted(self.crews[crew].duty, self.now);
        if duty == Duration::ZERO { 0.0 } else { lasted(self.crews[crew].served, self.now).0 as f64 / duty.0 as f64 }
    }

    /// The closest for priority 1; else who has worked least of those hardly later, then the nearer.
    pub fn least_worked(&self, candidates: Vec<usize>, case: usize, slack: Duration) -> Option<usize> {
        let closest = self.closest(candidates.iter().copied(), case)?;
        if self.cases[case].incident.priority == 1 {
            return Some(closest);
        }
        let limit = self.travel(closest, case) + slack.seconds();
        let near = candidates.into_iter().filter(|crew| self.travel(*crew, case) <= limit);
        near.min_by(|a, b| {
            let by = |crew: usize| (self.workload(crew), self.travel(crew, case), crew);
            by(*a).partial_cmp(&by(*b)).expect("numbers")
        })
    }

    /// The weighted sum of what the rule looks at.
    pub fn score(&self, crew: usize, case: usize, department: DepartmentId) -> f64 {
        let DispatchRule::Score { travel, time_to_free, workload, coverage_lost, outside, skill_fit, priority, wait, .. } =
            &self.scenario.dispatch.rule
        else {
            panic!("no score is asked for")
        };
        let departments = self.model.demand.departments.len();
        let able = (0..departments).filter(|d| *d != department.0 as usize && self.competent(crew, DepartmentId(*d as u32))).count();
        let waited = self.waiting.iter().find(|w| w.case == case).map_or(Duration::ZERO, |w| self.now.since(w.since));
        let way = if time_to_free.get() == 0.0 { self.travel(crew, case) } else { self.travel_when_free(crew, case) };
        let lost = if coverage_lost.get() == 0.0 { 0.0 } else { self.coverage_lost(crew) };
        let features = [
            (travel, way / 60.0),
            (time_to_free, self.time_to_free(crew, case) / 60.0),
            (workload, self.workload(crew)),
            (coverage_lost, lost),
            (outside, f64::from(u8::from(outside.get() != 0.0 && self.cell_of_crew(crew) != self.cell_of_case(case)))),
            (skill_fit, able as f64 / departments as f64),
            (priority, f64::from(self.cases[case].incident.priority)),
            (wait, waited.minutes()),
        ];
        features.iter().filter(|(weight, _)| weight.get() != 0.0).map(|(weight, feature)| weight.get() * feature).sum()
    }

    pub fn least_score(&self, candidates: Vec<usize>, case: usize, department: DepartmentId) -> Option<usize> {
        candidates.into_iter().min_by(|a, b| {
            let by = |crew: usize| (self.score(crew, case, department), crew);
            by(*a).partial_cmp(&by(*b)).expect("numbers")
        })
    }
}

//! An incident on its way through desks, and people on the spot.

use super::run::Reference;
use super::state::{Item, Part, Server, Stage};
use gridgov::city::Cells;
use gridgov::ids::AreaId;
use gridgov::random::{Attribute, Sampler};
use gridgov::time::{Duration, Instant};

impl Reference<'_> {
    pub fn luck(&self, case: usize, attribute: Attribute, ordinal: u32) -> f64 {
        self.cases[case].incident.marks.uniform(attribute, ordinal)
    }

    fn takes(&self, case: usize, sampler: &Option<Sampler>, attribute: Attribute, ordinal: u32) -> Duration {
        sampler.as_ref().map_or(Duration::ZERO, |sampler| sampler.sample(self.luck(case, attribute, ordinal)))
    }

    /// The share of a category's incidents that this tier and those below are able to settle.
    fn able_below(&self, tier: usize, case: usize) -> f64 {
        let category = &self.model.demand.categories[self.cases[case].incident.category].name;
        let tiers = self.scenario.structure.settlers.values().take(tier + 1);
        tiers.map(|s| s.settles_category.get(category).unwrap_or(&s.settles).get()).sum()
    }

    fn settler_on_duty(&self, tier: usize) -> bool {
        self.scenario.structure.settlers[tier].hours.iter().any(|hours| hours.contains(self.now.time_of_day()))
    }

    /// The desks that a channel's incidents pass.
    fn path(&self, case: usize) -> Vec<usize> {
        let channel = &self.model.demand.channels[self.cases[case].incident.channel].name;
        let names = self.scenario.structure.intake.get(channel).map(Vec::as_slice).unwrap_or_default();
        names.iter().map(|name| self.scenario.structure.desks.get_index_of(name).expect("it exists")).collect()
    }

    fn next_on_path(&self, case: usize) -> Option<usize> {
        self.path(case).get(self.cases[case].step + 1).copied()
    }

    pub fn report(&mut self, case: usize) {
        let now = self.now;
        if self.cases[case].incident.self_found {
            let luck = self.luck(case, Attribute::Settle, 0);
            let tiers = 0..self.scenario.structure.settlers.len();
            let finder = tiers.into_iter().find(|tier| {
                let filled = self.scenario.structure.settlers[*tier].filled.get();
                let there = self.luck(case, Attribute::Available, *tier as u32) < filled;
                there && luck < self.able_below(*tier, case) && self.settler_on_duty(*tier)
            });
            if let Some(tier) = finder {
                self.cases[case].server = Server::Settler(tier);
                (0..3).for_each(|milestone| self.cases[case].reach(milestone, now));
                return self.settler_arrives(case);
            }
        }
        match self.path(case).first() {
            Some(desk) => self.enters_desk(case, *desk),
            None => {
                self.cases[case].reach(0, now);
                self.call_crews(case);
            }
        }
    }

    /// The queue of a kind of desk that serves a case.
    fn desk_of(&self, case: usize, kind: usize) -> usize {
        let incident = &self.cases[case].incident;
        let serves = self.scenario.structure.desks[kind].serves.as_ref();
        let cell =
            serves.map_or(0, |name| Cells::find(&self.model.city, name).expect("it exists").of_leaf(&self.model.city, incident.leaf));
        let department = self.model.demand.jobs[incident.job].department;
        let serves = |desk: &super::state::Desk| desk.kind == kind && desk.cell == cell && desk.department.is_none_or(|d| d == department);
        self.desks.iter().position(serves).expect("every place has its desk")
    }

    /// Which of the draws for desks a case is at: that of its place on the path, the joint desk's own.
    fn turn(&self, case: usize) -> u32 {
        let it = &self.cases[case];
        if it.joint_passed { 1 } else { it.step as u32 + 1 }
    }

    fn enters_desk(&mut self, case: usize, kind: usize) {
        self.cases[case].desk = kind;
        self.cases[case].stage = Stage::DeskQueue;
        let config = &self.scenario.structure.desks[kind];
        let desk = self.desk_of(case, kind);
        if self.clerks[kind] == 0 {
            let waits = self.waits_for_opening(case, kind);
            if !waits && config.on_call {
                return self.is_taken_up(case, desk, true);
            }
            if !waits && let Some(next) = self.next_on_path(case) {
                self.cases[case].step += 1;
                return self.enters_desk(case, next);
            }
        }
        if self.desks[desk].busy < self.clerks[kind] {
            return self.is_taken_up(case, desk, false);
        }
        self.cases[case].shut_out = self.clerks[kind] == 0 && self.cases[case].reached[0].is_some();
        let priority = self.cases[case].incident.priority;
        self.desks[desk].queue.push((priority, Item::Case(case)));
    }

    /// Whether a case that stands before a closed desk waits until it opens.
    fn waits_for_opening(&self, case: usize, kind: usize) -> bool {
        let desk = &self.scenario.structure.desks[kind];
        // One that never opens is not waited for.
        let share = if desk.staff.iter().any(|(_, clerks)| clerks.get() > 0) { desk.waits_for_opening.get() } else { 0.0 };
        self.cases[case].handoffs > 0 && self.luck(case, Attribute::OffHours, self.turn(case)) < share
    }

    /// Its clerks have gone home: those in its queue are taken up by who is on call, unless they wait for the clerks.
    pub fn is_left_to_who_is_on_call(&mut self, desk: usize) {
        let kind = self.desks[desk].kind;
        let mut standing = self.desks[desk].queue.clone();
        standing.sort_by_key(|(priority, _)| *priority);
        for (_, item) in standing {
            if let Item::Case(case) = item
                && !self.waits_for_opening(case, kind)
            {
                self.desks[desk].queue.retain(|(_, other)| !matches!(other, Item::Case(other) if *other == case));
                self.is_taken_up(case, desk, true);
            }
        }
    }

    /// Clerks without work take the next: the highest priority, within one priority whoever came first.
    pub fn serve_desk(&mut self, desk: usize) {
        while self.desks[desk].busy < self.clerks[self.desks[desk].kind] {
            let queue = &mut self.desks[desk].queue;
            let Some(first) = (0..queue.len()).min_by_key(|i| (queue[*i].0, *i)) else { return };
            match queue.remove(first).1 {
                Item::Case(case) => self.is_taken_up(case, desk, false),
                Item::Request(luck) => self.take_up_request(desk, luck),
            }
        }
    }

    fn is_taken_up(&mut self, case: usize, desk: usize, on_call: bool) {
        let now = self.now;
        let kind = &self.model.structure.kinds[self.desks[desk].kind];
        self.desks[desk].busy += u32::from(!on_call);
        self.cases[case].clerk_is_on_call = on_call;
        let first = self.cases[case].reached[0].is_none();
        self.cases[case].spend(if first { Part::DeskQueue } else { Part::LaterDeskQueue }, now);
        if first {
            let takes = self.takes(case, &kind.receipt, Attribute::Receipt, 0);
            if self.stage(case, Stage::Receipt, takes) {
                self.receipt_ends(case);
            }
        } else {
            let takes = self.takes(case, &kind.accept, Attribute::DeskAccept, self.turn(case));
            if self.stage(case, Stage::LaterDesk, takes) {
                self.desk_ends(case);
            }
        }
    }

    pub fn receipt_ends(&mut self, case: usize) {
        let now = self.now;
        self.cases[case].spend(Part::Receipt, now);
        self.cases[case].reach(0, now);
        let kind = &self.model.structure.kinds[self.cases[case].desk];
        let takes = self.takes(case, &kind.triage, Attribute::Triage, 0);
        if self.stage(case, Stage::Triage, takes) {
            self.desk_ends(case);
        }
    }

    pub fn desk_ends(&mut self, case: usize) {
        let (now, it) = (self.now, &mut self.cases[case]);
        it.spend(if it.stage == Stage::Triage { Part::Triage } else { Part::LaterDesk }, now);
        let (kind, on_call) = (it.desk, it.clerk_is_on_call);
        let desk = self.desk_of(case, kind);
        // First the incident goes on, then the clerk.
        self.desks[desk].busy -= u32::from(!on_call);
        self.leaves_desk(case);
        if !on_call {
            self.serve_desk(desk);
        }
    }

    fn leaves_desk(&mut self, case: usize) {
        if self.sends_settler(case) {
            return;
        }
        let it = &self.cases[case];
        let (urgent, strayed, joint) = (it.incident.priority == 1, it.strayed, it.incident.joint && !it.joint_passed);
        let config = &self.scenario.structure;
        if !urgent && !strayed && self.luck(case, Attribute::WrongDepartment, 0) < config.desks[it.desk].wrong_department.get() {
            self.cases[case].strayed = true;
            if !self.stage(case, Stage::Astray, config.wrong_department_delay) {
                return;
            }
        }
        let via = config.joint_via.as_ref().filter(|_| joint).map(|name| config.desks.get_index_of(name).expect("it exists"));
        let via = via.filter(|via| *via != self.cases[case].desk);
        match (self.next_on_path(case), via) {
            _ if urgent => self.call_crews(case),
            (Some(next), _) => {
                self.cases[case].step += 1;
                self.hand_off(case, next);
            }
            (None, Some(via)) => {
                self.cases[case].joint_passed = true;
                self.hand_off(case, via);
            }
            (None, None) => self.call_crews(case),
        }
    }

    pub fn comes_back(&mut self, case: usize) {
        let now = self.now;
        self.cases[case].spend(Part::Transfer, now);
        self.leaves_desk(case);
    }

    fn hand_off(&mut self, case: usize, next: usize) {
        let takes = self.takes(case, &self.model.structure.kinds[next].transfer, Attribute::Transfer, self.turn(case) - 1);
        let it = &mut self.cases[case];
        it.handoffs += 1;
        it.next_tier = 0;
        it.desk = next;
        if self.stage(case, Stage::Transfer, takes) {
            self.transfer_ends(case);
        }
    }

    pub fn transfer_ends(&mut self, case: usize) {
        let now = self.now;
        self.cases[case].spend(Part::Transfer, now);
        self.enters_desk(case, self.cases[case].desk);
    }

    /// Asks the people on the spot whom the desk sends, from the lowest tier up; true if one is on the way.
    fn sends_settler(&mut self, case: usize) -> bool {
        let config = &self.scenario.structure;
        let sends = &config.desks[self.cases[case].desk].sends;
        for (tier, (name, settler)) in config.settlers.iter().enumerate() {
            let ordinal = tier as u32;
            if !sends.contains(name)
                || tier < self.cases[case].next_tier
                || !self.settler_on_duty(tier)
                || self.luck(case, Attribute::Available, ordinal) >= settler.available.get() * settler.filled.get()
            {
                continue;
            }
            let table = self.model.structure.settlers.iter().nth(tier).expect("it exists");
            let accept = table.accept.sample(self.luck(case, Attribute::SettleAccept, ordinal));
            if self.luck(case, Attribute::Settle, 0) < self.able_below(tier, case) {
                self.cases[case].server = Server::Settler(tier);
                if self.stage(case, Stage::SettlerAccepts, accept) {
                    self.settler_accepts(case);
                }
                return true;
            }
            let again = self.cases[case].looked.contains(&tier);
            if !again && self.luck(case, Attribute::InVain, ordinal) < settler.in_vain.get() {
                let turnout = table.turnout.sample(self.luck(case, Attribute::SettleTurnout, ordinal));
                let look = self.takes(case, &table.look, Attribute::Look, ordinal);
                let takes = accept + turnout + self.settler_way(case, tier, self.now + accept + turnout) + look;
                self.cases[case].next_tier = tier + 1;
                self.cases[case].looked.push(tier);
                if !self.stage(case, Stage::InVain, takes) {
                    return true;
                }
            }
        }
        false
    }

    pub fn look_ends(&mut self, case: usize) {
        let now = self.now;
        self.cases[case].spend(Part::InVain, now);
        self.leaves_desk(case);
    }

    /// From the middle of one of the smallest areas of their own area, each with the same chance.
    fn settler_way(&self, case: usize, tier: usize, departs: Instant) -> Duration {
        let (city, incident) = (&self.model.city, &self.cases[case].incident);
        let config = &self.scenario.structure.settlers[tier];
        let level = city.level(&config.level).expect("it exists");
        let leaves: Vec<u32> = city.areas[city.ancestor(incident.leaf, level)].leaves.clone().collect();
        let from = leaves[(self.luck(case, Attribute::SettlePlace, 0) * leaves.len() as f64) as usize];
        let pace = 3_600.0 / config.speed.kmh() * city.travel.detour();
        let way = city.travel.metric().km(&city.middle(AreaId(from)), &city.spot(incident.leaf, incident.place));
        Duration::from_seconds(way * pace * self.surges.travel_factor(departs))
    }

    fn settler(&self, case: usize) -> usize {
        match self.cases[case].server {
            Server::Settler(tier) => tier,
            other => panic!("case {case} is with {other:?}"),
        }
    }

    pub fn settler_accepts(&mut self, case: usize) {
        let (now, tier) = (self.now, self.settler(case));
        self.cases[case].spend(Part::Accept, now);
        self.cases[case].reach(1, now);
        let table = self.model.structure.settlers.iter().nth(tier).expect("it exists");
        let takes = table.turnout.sample(self.luck(case, Attribute::SettleTurnout, tier as u32));
        if self.stage(case, Stage::SettlerTurnsOut, takes) {
            self.settler_departs(case);
        }
    }

    pub fn settler_departs(&mut self, case: usize) {
        let (now, tier) = (self.now, self.settler(case));
        self.cases[case].spend(Part::Turnout, now);
        self.cases[case].reach(2, now);
        let takes = self.settler_way(case, tier, now);
        if self.stage(case, Stage::SettlerTravels, takes) {
            self.settler_arrives(case);
        }
    }

    pub fn settler_arrives(&mut self, case: usize) {
        let (now, tier) = (self.now, self.settler(case));
        self.cases[case].spend(Part::Travel, now);
        self.cases[case].reach(3, now);
        let own = self.model.structure.settlers.iter().nth(tier).and_then(|table| table.on_scene.as_ref());
        let incident = &self.cases[case].incident;
        let work = own.unwrap_or(&self.model.demand.categories[incident.category].on_scene);
        let takes = incident.work.unwrap_or_else(|| work.sample(self.luck(case, Attribute::OnScene, 0)));
        if self.stage(case, Stage::SettlerWorks, takes) {
            self.settler_is_done(case);
        }
    }

    pub fn settler_is_done(&mut self, case: usize) {
        let (now, it) = (self.now, &mut self.cases[case]);
        it.spend(Part::Work, now);
        it.visits = 1;
        it.reach(4, now);
        self.closing_check(case);
    }
}

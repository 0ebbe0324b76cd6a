//! Crews come on duty and leave.

use super::agenda::Event;
use super::crews::after_visit;
use super::run::{Change, Reference};
use super::state::Doing;
use gridgov::ids::{CrewId, Id};
use gridgov::time::Duration;

impl Reference<'_> {
    /// Crews of shifts that run at the first midnight, handover over.
    pub fn open_shifts(&mut self) {
        for crew in 0..self.crews.len() {
            if self.shift_hours(crew).contains(Duration::ZERO) {
                self.comes(crew);
                self.is_ready(crew);
            }
        }
    }

    pub fn changes_duty(&mut self, crew: usize, change: Change) {
        let doing = self.crews[crew].doing;
        match change {
            Change::Begins if doing == Doing::Off => {
                self.comes(crew);
                self.now_does(crew, Doing::Handover);
            }
            Change::Begins | Change::Ready if self.crews[crew].on_duty => {}
            Change::Ready if doing == Doing::Handover => self.is_ready(crew),
            Change::Begins | Change::Ready => self.is_on_duty(crew),
            Change::Renews => self.renews(crew),
            Change::Ends => {
                self.crews[crew].on_duty = false;
                self.crews[crew].break_due = None;
                self.is_not_ready(crew);
                self.puts_piece_aside(crew);
                self.breaks_promise(crew);
                if self.crews[crew].case.is_none() && !after_visit(doing) && doing != Doing::Off {
                    self.leaves(crew);
                }
                self.lets_in();
                let begins = self.now.time_of_day() == self.shift_hours(crew).from;
                if begins {
                    self.changes_duty(crew, Change::Begins);
                }
            }
        }
    }

    /// Around the clock: another day, another break, and at another station who stands ready.
    fn renews(&mut self, crew: usize) {
        self.plans_break(crew);
        let it = self.model.workforce.crews[CrewId::new(crew)];
        let stands = [Doing::Idle, Doing::OnCall].contains(&self.crews[crew].doing) && !self.is_ready_for_epoch(crew);
        if stands && self.shift(crew).spread.rotates(it.number) {
            self.comes(crew);
            self.came += 1;
            self.crews[crew].came = self.came;
            self.finds_something(crew, false);
        }
    }

    fn plans_break(&mut self, crew: usize) {
        if let Some((after, _)) = self.kind(crew).pause.filter(|_| !self.shift(crew).on_call) {
            self.crews[crew].break_due = Some(self.now + after);
            self.agenda.add(self.now + after, Event::Break(crew));
        }
    }

    /// To the station that it has today.
    fn comes(&mut self, crew: usize) {
        self.crews[crew].station = self.model.workforce.station(CrewId::new(crew), self.now.day());
        self.stands_at_station(crew);
    }

    fn is_on_duty(&mut self, crew: usize) {
        self.came += 1;
        self.crews[crew].on_duty = true;
        self.crews[crew].came = self.came;
        // Who works on from the last shift is waited for again.
        let it = &mut self.crews[crew];
        let serves = it.case.is_some() || after_visit(it.doing);
        it.clear = it.expected.filter(|_| serves && it.promised.is_none());
    }

    fn is_ready(&mut self, crew: usize) {
        self.is_on_duty(crew);
        self.plans_break(crew);
        // It stands at its station, wherever its base is.
        if !self.finds_something(crew, false) {
            self.rests(crew);
        }
    }

    pub fn leaves(&mut self, crew: usize) {
        let now = self.now;
        self.crews[crew].stop(now, &self.model.city.travel);
        self.now_does(crew, Doing::Off);
    }
}

//! Decision epochs: those who wait are matched with crews at set moments, one after the other by the cheapest change.

use super::agenda::Event;
use super::crews::is_out;
use super::run::Reference;
use super::state::{Doing, Hand};
use gridgov::ids::DepartmentId;
use gridgov::policy::dispatch::DispatchRule;
use gridgov::policy::queueing::QueueDiscipline;
use gridgov::time::{Duration, Instant};

/// At most so many crews are sought at once.
const AT_ONCE: usize = 64;
/// Thirty days in milliseconds: what costs more counts as that.
const DEAREST: u64 = 30 * 86_400_000;

/// When the next epoch is, and who stands ready for it.
#[derive(Default)]
pub struct Epochs {
    called: bool,
    last: Option<Instant>,
    ready: Vec<Ready>,
    /// During an epoch: stations with a piece that a crew was called away from.
    put_aside: Option<Vec<usize>>,
}

/// A crew that somebody waits for.
struct Ready {
    crew: usize,
    was_out: bool,
    /// Whether it has something behind it: then it goes to a base, else it stays where it stands.
    is_done: bool,
}

/// Somebody who waits, and a department for each crew that is missing.
struct Asks {
    case: usize,
    wants: Vec<DepartmentId>,
}

/// Milliseconds.
type Cost = i64;

impl Reference<'_> {
    /// Whether crews are sent at epochs only.
    pub fn collects(&self) -> bool {
        matches!(self.scenario.dispatch.rule, DispatchRule::BatchMatching { .. })
    }

    fn rule(&self) -> (Duration, Option<Duration>, bool) {
        match &self.scenario.dispatch.rule {
            DispatchRule::BatchMatching { every, radius, soon_free } => (*every, *radius, *soon_free),
            other => panic!("{other:?} has no epochs"),
        }
    }

    /// Somebody waits: there is to be an epoch, but not twice at one moment.
    pub fn calls_epoch(&mut self) {
        if !self.collects() || std::mem::replace(&mut self.epochs.called, true) {
            return;
        }
        let (every, ..) = self.rule();
        let at = Instant(self.now.0.div_ceil(every.0) * every.0);
        self.agenda.add(if self.epochs.last == Some(at) { at + every } else { at }, Event::Epoch);
    }

    /// A free crew whom somebody waits for stays where it is.
    pub fn stands_ready(&mut self, crew: usize, is_done: bool) -> bool {
        let can_help = |case: usize| self.need(case).iter().any(|(department, crews)| *crews > 0 && self.competent(crew, *department));
        let mut waiting = self.waiting.iter().filter(|w| w.cell.is_none_or(|cell| self.is_of_cell(crew, cell)));
        if !self.epochs.called || !waiting.any(|w| can_help(w.case)) {
            return false;
        }
        let was_out = is_out(self.crews[crew].doing);
        self.crews[crew].stop(self.now, &self.model.city.travel);
        self.rests(crew);
        self.epochs.ready.push(Ready { crew, was_out, is_done });
        true
    }

    pub fn is_ready_for_epoch(&self, crew: usize) -> bool {
        self.epochs.ready.iter().any(|ready| ready.crew == crew)
    }

    /// Whether it stands ready and was out when it became free.
    pub fn is_still_out(&self, crew: usize) -> bool {
        self.epochs.ready.iter().any(|ready| ready.crew == crew && ready.was_out)
    }

    /// A crew whose shift ends waits for no epoch.
    pub fn is_not_ready(&mut self, crew: usize) {
        self.epochs.ready.retain(|ready| ready.crew != crew);
    }

    /// Whether what a crew leaves undone at a station is offered after the epoch.
    pub fn offers_later(&mut self, station: usize) -> bool {
        self.epochs.put_aside.as_mut().map(|stations| stations.push(station)).is_some()
    }

    pub fn epoch(&mut self) {
        self.epochs.called = false;
        self.epochs.last = Some(self.now);
        let mut queue = self.waiting.clone();
        queue.retain(|w| !self.is_held_back(w.case));
        queue.sort_by(|a, b| self.place_in_line(0, a).partial_cmp(&self.place_in_line(0, b)).expect("turns are numbers"));
        let by_priority = self.scenario.dispatch.queue == QueueDiscipline::PriorityFifo;
        let turn = |case: usize| if by_priority { self.cases[case].incident.priority } else { 0 };
        let refused_before: Vec<Option<usize>> = queue.iter().map(|w| self.cases[w.case].refuser).collect();
        let mut classes: Vec<(u8, Vec<Asks>)> = Vec::new();
        for w in &queue {
            let wants = self.need(w.case).iter().flat_map(|(department, crews)| (0..*crews).map(|_| *department)).collect();
            let asks = Asks { case: w.case, wants };
            match classes.last_mut() {
                Some((of, class)) if *of == turn(w.case) => class.push(asks),
                _ => classes.push((turn(w.case), vec![asks])),
            }
        }
        self.epochs.put_aside = Some(Vec::new());
        let mut taken = Vec::new();
        for (_, class) in classes {
            let mut rest = &class[..];
            while !rest.is_empty() {
                let mut sought = 0;
                let count = rest
                    .iter()
                    .take_while(|asks| {
                        sought += asks.wants.len();
                        sought <= AT_ONCE
                    })
                    .count();
                self.match_some(&rest[..count], &mut taken);
                rest = &rest[count..];
            }
        }
        for (w, refused_before) in queue.iter().zip(refused_before) {
            if refused_before.is_some() && self.cases[w.case].refuser == refused_before {
                self.cases[w.case].refuser = None;
            }
        }
        for station in self.epochs.put_aside.take().expect("an epoch is under way") {
            self.offers_piece(station);
        }
        for ready in std::mem::take(&mut self.epochs.ready) {
            if matches!(self.crews[ready.crew].doing, Doing::Idle | Doing::OnCall) && !self.finds_other_work(ready.crew) && ready.is_done {
                let here = self.crews[ready.crew].position(self.now, &self.model.city.travel);
                self.goes_home(ready.crew, &here, true);
            }
        }
        if !self.waiting.is_empty() {
            self.calls_epoch();
        }
    }

    /// What each crew that takes part would cost: the milliseconds until it is there.
    fn offers(&self, asks: &Asks, department: DepartmentId, taken: &[usize]) -> Vec<(usize, u64)> {
        let (case, (_, radius, soon_free)) = (asks.case, self.rule());
        let it = &self.cases[case];
        let barred: Vec<usize> = it.refuser.into_iter().chain(it.crews.iter().chain(taken).copied()).collect();
        let now = self.candidates(case, department, self.keeps_to_cell(case), &barred);
        let free = |crew: usize| {
            let hand = self.crews[crew].hand;
            hand == Hand::Free || hand == Hand::Interruptible && it.incident.priority <= 2
        };
        let soon = (0..self.crews.len()).filter(|crew| {
            soon_free
                && asks.wants.len() == 1
                && it.crews.is_empty()
                && self.crews[*crew].clear.is_some()
                && !free(*crew)
                && self.may_come(*crew, case, department)
                && !barred.contains(crew)
        });
        let waited = self.waiting.iter().find(|w| w.case == case).map_or(Duration::ZERO, |w| self.now.since(w.since));
        let limit = radius.map_or(f64::INFINITY, |radius| (radius + waited).seconds());
        let of_now = now.iter().map(|crew| (*crew, self.travel(*crew, case)));
        let of_soon = soon.map(|crew| (crew, self.time_to_free(crew, case) + self.travel_when_free(crew, case)));
        let within = of_now.chain(of_soon).filter(|(_, seconds)| *seconds <= limit);
        within.map(|(crew, seconds)| (crew, ((seconds * 1_000.0) as u64).min(DEAREST))).collect()
    }

    fn match_some(&mut self, some: &[Asks], taken: &mut Vec<usize>) {
        let mut matched = Matched::default();
        let mut whose = Vec::new();
        for asks in some {
            let before = (matched.clone(), whose.len());
            for department in &asks.wants {
                let offers = self.offers(asks, *department, taken);
                matched.rows.push(offers.iter().map(|(crew, cost)| (*crew, *cost as Cost)).collect());
                whose.push(asks.case);
            }
            if !(before.1..whose.len()).all(|row| matched.admit(row)) {
                matched = before.0;
                whose.truncate(before.1);
            }
        }
        matched = matched.first_of_equals();
        for asks in some {
            let rows = (0..whose.len()).filter(|row| whose[*row] == asks.case);
            let crews: Vec<(usize, DepartmentId)> = rows.zip(&asks.wants).map(|(row, want)| (matched.crew_of(row), *want)).collect();
            taken.extend(crews.iter().map(|(crew, _)| *crew));
            let can_go = |(crew, department): &(usize, DepartmentId)| {
                self.candidates(asks.case, *department, self.keeps_to_cell(asks.case), &[]).contains(crew)
            };
            let waits = self.waiting.iter().any(|w| w.case == asks.case);
            if waits && !crews.is_empty() && crews.iter().all(can_go) && !self.is_held_back(asks.case) {
                self.assign(asks.case, crews);
            }
        }
    }
}

/// Rows that have a column each, at the least total cost.
#[derive(Clone, Default)]
struct Matched {
    rows: Vec<Vec<(usize, Cost)>>,
    /// The row of each column that has one.
    owner: std::collections::BTreeMap<usize, usize>,
}

impl Matched {
    fn crew_of(&self, row: usize) -> usize {
        *self.owner.iter().find(|(_, of)| **of == row).expect("it was admitted").0
    }

    fn cost(&self, row: usize, column: usize) -> Cost {
        self.rows[row].iter().find(|(of, _)| *of == column).expect("an offer").1
    }

    fn total(&self) -> Cost {
        self.owner.iter().map(|(column, row)| self.cost(*row, *column)).sum()
    }

    /// Of all matchings of these rows that cost as little, the one in which the first row has the lowest column, then the
    /// second: each row is held to one column after the other until the total stays.
    fn first_of_equals(self) -> Matched {
        let (mut rows, total) = (self.rows.clone(), self.total());
        for row in 0..rows.len() {
            let mut columns = rows[row].clone();
            columns.sort_by_key(|(column, _)| *column);
            rows[row] = columns
                .into_iter()
                .map(|only| vec![only])
                .find(|only| {
                    rows[row] = only.clone();
                    let mut held = Matched::default();
                    let fits = rows.iter().enumerate().all(|(number, row)| {
                        held.rows.push(row.clone());
                        held.admit(number)
                    });
                    fits && held.total() == total
                })
                .expect("its own is one");
        }
        let owner = rows.iter().enumerate().map(|(number, row)| (row[0].0, number)).collect();
        Matched { rows, owner }
    }

    /// Gives a row a column by the cheapest chain of changes, after Bellman and Ford; false where there is none.
    fn admit(&mut self, row: usize) -> bool {
        // Of each column the least cost at which the row could get it, and who would have to leave the one before.
        let mut least: std::collections::BTreeMap<usize, (Cost, usize)> =
            self.rows[row].iter().map(|(c, cost)| (*c, (*cost, row))).collect();
        loop {
            let mut better = Vec::new();
            for (column, (cost, _)) in &least {
                let Some(other) = self.owner.get(column) else { continue };
                let left = cost - self.cost(*other, *column);
                for (next, price) in &self.rows[*other] {
                    let now = left + price;
                    if next != column && least.get(next).is_none_or(|(known, _)| now < *known) {
                        better.push((*next, (now, *other)));
                    }
                }
            }
            if better.is_empty() {
                break;
            }
            for (column, way) in better {
                if least.get(&column).is_none_or(|(known, _)| way.0 < *known) {
                    least.insert(column, way);
                }
            }
        }
        let free = least.iter().filter(|(column, _)| !self.owner.contains_key(column));
        let Some((last, _)) = free.min_by_key(|(column, (cost, _))| (*cost, **column)) else { return false };
        let mut column = *last;
        loop {
            let (_, who) = least[&column];
            let before = self.owner.iter().find(|(_, of)| **of == who).map(|(column, _)| *column);
            self.owner.insert(column, who);
            match before {
                Some(left) => {
                    self.owner.remove(&left);
                    column = left;
                }
                None => return true,
            }
        }
    }
}

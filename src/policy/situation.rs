//! What a rule may know when it decides: borrowed columns, one entry per crew.

use crate::city::Point;
use crate::ids::{Column, CrewId};
use crate::time::Instant;
use crate::workforce::SkillSet;

/// Whether a crew may be sent, and by what it may be called away.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[repr(u8)]
pub enum Availability {
    /// Free.
    Free = 0,
    /// On committed work: may be called away by priorities 1 and 2.
    Interruptible = 1,
    /// Not to be had.
    #[default]
    Busy = 2,
}

/// Where crews are and what they can do.
#[derive(Clone, Debug, Default)]
pub struct CrewColumns {
    /// Whether each may be sent.
    pub availability: Column<CrewId, Availability>,
    /// Where each is, or where its present way began.
    pub from: Column<CrewId, Point>,
    /// Where its present way ends; the same as `from` when it stands still.
    pub to: Column<CrewId, Point>,
    /// When its present way began and how long it takes in ticks, 0 when it stands still.
    pub way: Column<CrewId, (Instant, u64)>,
    /// Seconds per kilometre at `from` and at `to`.
    pub pace: Column<CrewId, (f64, f64)>,
    /// What each is competent in.
    pub skills: Column<CrewId, SkillSet>,
    /// The cell that each belongs to, in the division that the rule or the boundary is about.
    pub cell: Column<CrewId, u32>,
}

impl CrewColumns {
    /// Where a crew is now and its seconds per kilometre there.
    #[inline]
    pub fn place(&self, crew: CrewId, now: Instant) -> (Point, f64) {
        let (began, ticks) = self.way[crew];
        if ticks == 0 {
            return (self.from[crew], self.pace[crew].0);
        }
        let fraction = (now.since(began).0 as f64 / ticks as f64).min(1.0);
        let pace = if fraction < 0.5 { self.pace[crew].0 } else { self.pace[crew].1 };
        (self.from[crew].towards(self.to[crew], fraction), pace)
    }
}

/// One decision to be taken.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The time.
    pub now: Instant,
    /// The crews.
    pub crews: &'a CrewColumns,
    /// Where a crew is needed.
    pub place: Point,
    /// Seconds per kilometre there.
    pub pace: f64,
    /// What the crew must be competent in.
    pub skills: SkillSet,
    /// The cell of the place.
    pub cell: u32,
    /// Whether only crews of the same cell may come.
    pub within_cell: bool,
    /// The least available crew that this priority may have.
    pub at_most: Availability,
    /// Crews not to be asked: those that refused last, and those already chosen for the same job.
    pub excluded: &'a [CrewId],
    /// A uniform in (0, 1) for rules that choose at random.
    pub luck: f64,
}

impl Situation<'_> {
    /// Why a crew may not be sent, or `None` where it may.
    #[inline]
    pub fn exclusion(&self, crew: CrewId) -> Option<&'static str> {
        let columns = self.crews;
        if columns.availability[crew] > self.at_most {
            Some("busy")
        } else if columns.skills[crew] & self.skills != self.skills {
            Some("not competent")
        } else if self.within_cell && columns.cell[crew] != self.cell {
            Some("boundary")
        } else if self.excluded.contains(&crew) {
            Some("refused or already chosen")
        } else {
            None
        }
    }

    /// Crews that may be sent, in order of their ids.
    #[inline]
    pub fn eligible(&self) -> impl Iterator<Item = CrewId> {
        self.crews.availability.ids().filter(|crew| self.exclusion(*crew).is_none())
    }

    /// Seconds that a crew would travel, time of day and weather aside (they are the same for all).
    #[inline]
    pub fn travel(&self, crew: CrewId) -> f64 {
        let (place, pace) = self.crews.place(crew, self.now);
        place.distance(self.place) * (pace + self.pace) * 0.5
    }

    /// The eligible crew with the least score; ties to the lowest id.
    #[inline]
    pub fn least(&self, score: impl Fn(CrewId) -> f64) -> Option<CrewId> {
        let mut best: Option<(f64, CrewId)> = None;
        for crew in self.eligible() {
            let s = score(crew);
            if best.is_none_or(|(b, _)| s < b) {
                best = Some((s, crew));
            }
        }
        best.map(|(_, crew)| crew)
    }
}

#[cfg(test)]
pub(crate) mod hand_made {
    //! Situations built by hand, for the tests of rules.

    use super::*;
    use crate::time::Duration;

    /// Crews standing at the given places of a line, all free and competent, each in the given cell.
    pub fn crews(places: &[(f64, u32)]) -> CrewColumns {
        CrewColumns {
            availability: Column::filled(places.len(), Availability::Free),
            from: places.iter().map(|(x, _)| Point::new(*x, 0.0)).collect(),
            to: places.iter().map(|(x, _)| Point::new(*x, 0.0)).collect(),
            way: Column::filled(places.len(), (Instant::ZERO, 0)),
            pace: Column::filled(places.len(), (100.0, 100.0)),
            skills: Column::filled(places.len(), 1),
            cell: places.iter().map(|(_, cell)| *cell).collect(),
        }
    }

    /// A job at the origin in cell 0.
    pub fn job(crews: &CrewColumns) -> Situation<'_> {
        Situation {
            now: Instant::ZERO,
            crews,
            place: Point::new(0.0, 0.0),
            pace: 100.0,
            skills: 1,
            cell: 0,
            within_cell: false,
            at_most: Availability::Free,
            excluded: &[],
            luck: 0.5,
        }
    }

    #[test]
    fn a_crew_on_its_way_is_where_it_has_got_to() {
        let mut columns = crews(&[(0.0, 0)]);
        columns.to[CrewId(0)] = Point::new(10.0, 0.0);
        columns.way[CrewId(0)] = (Instant(0), Duration::MINUTE.0);
        columns.pace[CrewId(0)] = (100.0, 200.0);
        let at = |seconds: u64| columns.place(CrewId(0), Instant(seconds * Duration::SECOND.0));
        assert_eq!(at(15), (Point::new(2.5, 0.0), 100.0));
        assert_eq!(at(45), (Point::new(7.5, 0.0), 200.0));
        assert_eq!(at(600), (Point::new(10.0, 0.0), 200.0));
    }

    #[test]
    fn who_may_not_be_sent_is_not_sent() {
        let mut columns = crews(&[(1.0, 0), (2.0, 1), (3.0, 0), (4.0, 0), (5.0, 0)]);
        columns.availability[CrewId(0)] = Availability::Interruptible;
        columns.skills[CrewId(2)] = 2;
        let excluded = [CrewId(3)];
        let situation = Situation { within_cell: true, excluded: &excluded, ..job(&columns) };
        let reasons: Vec<_> = columns.availability.ids().map(|c| situation.exclusion(c)).collect();
        assert_eq!(reasons, [Some("busy"), Some("boundary"), Some("not competent"), Some("refused or already chosen"), None]);
        let urgent = Situation { at_most: Availability::Interruptible, ..situation };
        assert_eq!(urgent.eligible().collect::<Vec<_>>(), [CrewId(0), CrewId(4)]);
    }
}

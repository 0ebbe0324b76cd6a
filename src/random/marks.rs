//! The attributes of an incident: one uniform each, drawn whether or not anybody asks.

use super::{Key, Purpose, unit32};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

/// Words kept with each incident.
const WORDS: usize = 32;

macro_rules! attributes {
    ($($(#[$doc:meta])* $name:ident = $at:literal, $slots:literal;)*) => {
        /// What a uniform decides. Each has a fixed place among an incident's [`Marks`], with as many slots
        /// as are commonly asked for; further ordinals are drawn on demand from a stream of their own.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Attribute {
            $($(#[$doc])* $name = $at,)*
        }

        impl Attribute {
            const fn slots(self) -> u32 {
                match self {
                    $(Attribute::$name => $slots,)*
                }
            }
        }
    };
}

attributes! {
    /// The innermost area.
    Area = 0, 1;
    /// The place within it, first coordinate.
    PlaceU = 1, 1;
    /// The place within it, second coordinate.
    PlaceV = 2, 1;
    /// The category.
    Category = 3, 1;
    /// The reporting channel.
    Channel = 4, 1;
    /// Whether it is urgent (priority 1 whatever its category says).
    Urgent = 5, 1;
    /// From occurrence to report.
    ReportDelay = 6, 1;
    /// Who is able to settle it.
    Settle = 7, 1;
    /// How long the reporter waits before withdrawing.
    Patience = 8, 1;
    /// Whether it is a joint job.
    Joint = 9, 1;
    /// Whether it needs a second visit.
    SecondVisit = 10, 1;
    /// Whether a case is filed.
    Filing = 11, 1;
    /// How long the filing takes.
    FilingTime = 12, 1;
    /// Whether the closing check finds it undone.
    Reopen = 13, 1;
    /// Receipt at the first desk.
    Receipt = 14, 1;
    /// Triage at the first desk.
    Triage = 15, 1;
    /// Acceptance by somebody on the spot; ordinal: who in the chain.
    SettleAccept = 16, 1;
    /// Setting out by somebody on the spot.
    SettleTurnout = 17, 1;
    /// Where somebody on the spot comes from.
    SettlePlace = 18, 1;
    /// Whether somebody who cannot settle it is sent all the same; ordinal: who.
    InVain = 19, 2;
    /// Work on scene; ordinal: visit.
    OnScene = 21, 2;
    /// Whether a hand-off goes to the wrong department.
    WrongDepartment = 23, 1;
    /// Whether a crew refuses; ordinal: offer.
    Refusal = 24, 1;
    /// How long the closing check takes.
    CheckTime = 25, 1;
    /// How long a crew takes to accept; ordinal: offer.
    Accept = 26, 1;
    /// How long a hand-off takes; ordinal: hand-off.
    Transfer = 27, 1;
    /// How long a crew takes to turn out; ordinal: offer.
    Turnout = 28, 1;
    /// How long a crew tidies up before it is free; ordinal: visit.
    Clearing = 29, 1;
    /// Whether a hand-off off hours waits for the next opening; ordinal: hand-off.
    OffHours = 30, 1;
    /// How long a later desk takes; ordinal: hand-off.
    DeskAccept = 31, 1;
    /// How long a look in vain takes; ordinal: who.
    Look = 33, 0;
    /// Where within its area a second visit takes place; ordinal: visit and coordinate.
    VisitPlace = 35, 0;
    /// Whether somebody on the spot is available; ordinal: who.
    Available = 36, 0;
    /// Whether the crew's work goes on at a facility; ordinal: visit.
    Facility = 39, 0;
    /// How long a crew is busy at a facility; ordinal: visit.
    FacilityTime = 40, 0;
}

/// All that chance decides about one incident.
#[derive(Clone, Copy, Debug)]
pub struct Marks {
    /// The words as they are drawn, the lowest byte first.
    bytes: [u8; 4 * WORDS],
    key: Key,
    number: u64,
}

impl Marks {
    /// The uniform in (0, 1) of `attribute`, the `ordinal`-th of its kind (from 0). A pure function of
    /// (key, incident, attribute, ordinal).
    #[inline]
    pub fn uniform(&self, attribute: Attribute, ordinal: u32) -> f64 {
        if ordinal < attribute.slots() {
            unit32(u32::from_le_bytes(self.bytes.as_chunks().0[attribute as usize + ordinal as usize]))
        } else {
            self.overflow(attribute, ordinal)
        }
    }

    #[cold]
    fn overflow(&self, attribute: Attribute, ordinal: u32) -> f64 {
        let mut stream = self.key.stream(Purpose::Overflow, (attribute as u32) << 24 | ordinal.min((1 << 24) - 1));
        stream.set_word_pos(u128::from(self.number));
        unit32(stream.next_u32())
    }
}

/// Draws the marks of one incident after the other; `number` is the incident's place in its trace.
#[derive(Clone, Debug)]
pub struct MarkStream {
    stream: ChaCha8Rng,
    key: Key,
    number: u64,
}

impl MarkStream {
    /// The stream for `purpose` and `entity`, at its first incident.
    pub fn new(key: Key, purpose: Purpose, entity: u32) -> MarkStream {
        MarkStream { stream: key.stream(purpose, entity), key, number: 0 }
    }

    /// The marks of the next incident.
    #[inline(always)]
    pub fn draw(&mut self) -> Marks {
        let mut marks = Marks { bytes: [0; 4 * WORDS], key: self.key, number: self.number };
        self.stream.fill_bytes(&mut marks.bytes);
        self.number += 1;
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incidents_draws_do_not_depend_on_what_was_drawn_before() {
        let key = Key { seed: 7, replication: 3 };
        let mut one = MarkStream::new(key, Purpose::Marks, 0);
        let mut other = MarkStream::new(key, Purpose::Marks, 0);
        let (a, b) = (one.draw(), one.draw());
        let _ = a.uniform(Attribute::Transfer, 4);
        other.draw();
        let again = other.draw();
        for attribute in [Attribute::Area, Attribute::DeskAccept, Attribute::Transfer, Attribute::Refusal] {
            for ordinal in 0..5 {
                assert_eq!(b.uniform(attribute, ordinal), again.uniform(attribute, ordinal));
                assert_ne!(a.uniform(attribute, ordinal), b.uniform(attribute, ordinal));
            }
        }
    }
}

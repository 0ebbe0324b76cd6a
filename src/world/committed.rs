//! Committed work that waits, by station: pieces with the crew time that each still needs.

use crate::ids::AreaId;
use crate::time::Duration;

const NONE: u32 = u32::MAX;

/// A piece of committed work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece {
    /// The innermost area where it is done.
    pub leaf: AreaId,
    /// Crew time that it still needs.
    pub work: Duration,
    /// The station whose crews have to do it.
    pub station: u32,
}

/// One queue for each station, lists through one pool.
#[derive(Clone, Debug)]
pub struct CommittedQueues {
    heads: Vec<(u32, u32)>,
    /// Pieces that wait, by station.
    lengths: Vec<u32>,
    pieces: Vec<(Piece, u32)>,
    free: Vec<u32>,
}

impl CommittedQueues {
    /// Empty queues.
    pub fn new(stations: usize) -> CommittedQueues {
        CommittedQueues { heads: vec![(NONE, NONE); stations], lengths: vec![0; stations], pieces: Vec::new(), free: Vec::new() }
    }

    /// Empties all, keeping the memory.
    pub fn clear(&mut self) {
        self.heads.fill((NONE, NONE));
        self.lengths.fill(0);
        self.pieces.clear();
        self.free.clear();
    }

    /// Pieces that wait, or that memory is kept for.
    pub fn entries(&self) -> usize {
        self.pieces.len()
    }

    fn entry(&mut self, piece: Piece, after: u32) -> u32 {
        match self.free.pop() {
            Some(entry) => {
                self.pieces[entry as usize] = (piece, after);
                entry
            }
            None => {
                self.pieces.push((piece, after));
                (self.pieces.len() - 1) as u32
            }
        }
    }

    /// A piece falls due.
    pub fn push(&mut self, piece: Piece) {
        let station = piece.station;
        let entry = self.entry(piece, NONE);
        let (first, last) = self.heads[station as usize];
        if last != NONE {
            self.pieces[last as usize].1 = entry;
        }
        self.heads[station as usize] = (if first == NONE { entry } else { first }, entry);
        self.lengths[station as usize] += 1;
    }

    /// A piece that was begun is put aside and goes on first.
    pub fn put_back(&mut self, rest: Piece) {
        let station = rest.station;
        let (first, last) = self.heads[station as usize];
        let entry = self.entry(rest, first);
        self.heads[station as usize] = (entry, if last == NONE { entry } else { last });
        self.lengths[station as usize] += 1;
    }

    /// The next piece.
    pub fn pop(&mut self, station: u32) -> Option<Piece> {
        let (first, last) = self.heads[station as usize];
        if first == NONE {
            return None;
        }
        let (piece, after) = self.pieces[first as usize];
        self.heads[station as usize] = (after, if after == NONE { NONE } else { last });
        self.free.push(first);
        self.lengths[station as usize] -= 1;
        Some(piece)
    }

    /// Whether a piece waits.
    pub fn waits(&self, station: u32) -> bool {
        self.lengths[station as usize] > 0
    }

    /// Where most pieces wait of those stations that are `wanted`; the lowest number among equals.
    pub fn longest(&self, wanted: impl Fn(usize) -> bool) -> Option<u32> {
        let mut best: Option<(u32, u32)> = None;
        for (station, length) in self.lengths.iter().enumerate().filter(|(_, length)| **length > 0) {
            if best.is_none_or(|(_, most)| *length > most) && wanted(station) {
                best = Some((station as u32, *length));
            }
        }
        best.map(|(station, _)| station)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_aside_goes_on_first() {
        let piece = |station, work| Piece { leaf: AreaId(0), work: Duration(work), station };
        let mut queues = CommittedQueues::new(2);
        queues.push(piece(0, 1));
        queues.push(piece(0, 2));
        queues.put_back(piece(0, 3));
        queues.put_back(piece(1, 9));
        let order = [queues.pop(0), queues.pop(0), queues.pop(0), queues.pop(0)];
        assert_eq!(order, [Some(piece(0, 3)), Some(piece(0, 1)), Some(piece(0, 2)), None]);
        queues.push(piece(0, 4));
        assert_eq!((queues.pop(0), queues.pop(1)), (Some(piece(0, 4)), Some(piece(1, 9))));
    }
}

//! A 4-ary heap of keys whose root, once taken, stays a hole until the next push fills it.
//!
//! A handler takes an event and usually schedules its successor: one descent from the root then does the
//! work of two (replace-top). Four children share one cache line, which is what counts (Larkin, Sen and
//! Tarjan, "A Back-to-Basics Empirical Study of Priority Queues", 2014). Best of all below some 64 entries.

use super::key::Key;

/// The children of one node, on one cache line. Absent ones are [`Key::NEVER`].
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Children([Key; 4]);

const NOBODY: Children = Children([Key::NEVER; 4]);

impl Children {
    #[inline]
    fn least(&self) -> (usize, Key) {
        let keys = &self.0;
        let left = usize::from(keys[1] < keys[0]);
        let right = 2 + usize::from(keys[3] < keys[2]);
        let least = left + (right - left) * usize::from(keys[right] < keys[left]);
        (least, keys[least & 3])
    }
}

/// The line and column of a node.
#[inline]
const fn place(node: usize) -> (usize, usize) {
    let cell = node + 3;
    (cell / 4, cell % 4)
}

/// A 4-ary heap with replace-top.
#[derive(Clone, Debug)]
pub(super) struct Heap {
    /// The root is the last of line 0; the children of node n are line n + 1.
    lines: Vec<Children>,
    /// Nodes in use, the hole among them.
    nodes: usize,
    /// Whether the root has been taken and not yet replaced.
    hole: bool,
}

impl Default for Heap {
    fn default() -> Heap {
        Heap { lines: vec![NOBODY], nodes: 0, hole: false }
    }
}

impl Heap {
    /// How many keys it holds.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.nodes - usize::from(self.hole)
    }

    /// Empties it into `keys`, in no order.
    pub(super) fn drain(&mut self, keys: &mut Vec<Key>) {
        keys.extend((usize::from(self.hole)..self.nodes).map(|node| *self.node(node)));
        self.clear();
    }

    /// Takes all keys out and keeps the memory.
    pub(super) fn clear(&mut self) {
        let used = self.nodes.div_ceil(4) + 1;
        let used = used.min(self.lines.len());
        self.lines[..used].fill(NOBODY);
        self.nodes = 0;
        self.hole = false;
    }

    /// The least key, or [`Key::NEVER`].
    #[inline(always)]
    pub(super) fn first(&mut self) -> Key {
        if self.hole {
            self.close();
        }
        self.lines[0].0[3]
    }

    /// Takes the least key out, or gives [`Key::NEVER`].
    #[inline]
    pub(super) fn pop(&mut self) -> Key {
        let first = self.first();
        self.hole = self.nodes > 0;
        first
    }

    /// Puts a key in.
    #[inline]
    pub(super) fn push(&mut self, key: Key) {
        if self.hole {
            self.hole = false;
            self.sink(key);
        } else {
            let node = self.nodes;
            self.nodes += 1;
            if place(node).0 == self.lines.len() {
                self.lines.push(NOBODY);
            }
            self.rise(node, key);
        }
    }

    /// Fills the hole with the last node.
    #[inline(never)]
    fn close(&mut self) {
        self.hole = false;
        self.nodes -= 1;
        let last = self.nodes;
        let key = std::mem::replace(self.node_mut(last), Key::NEVER);
        if last > 0 {
            self.sink(key);
        }
    }

    #[inline]
    fn node(&self, node: usize) -> &Key {
        let (line, column) = place(node);
        &self.lines[line].0[column]
    }

    #[inline]
    fn node_mut(&mut self, node: usize) -> &mut Key {
        let (line, column) = place(node);
        &mut self.lines[line].0[column]
    }

    /// Puts `key` where it belongs on the way down from the root.
    #[inline]
    fn sink(&mut self, key: Key) {
        let mut node = 0;
        while let Some(children) = self.lines.get(node + 1) {
            let (child, least) = children.least();
            if key < least {
                break;
            }
            *self.node_mut(node) = least;
            node = 4 * node + 1 + child;
        }
        *self.node_mut(node) = key;
    }

    /// Puts `key` where it belongs on the way up from `node`.
    #[inline]
    fn rise(&mut self, mut node: usize, key: Key) {
        while node > 0 {
            let parent = (node - 1) / 4;
            let above = *self.node(parent);
            if above < key {
                break;
            }
            *self.node_mut(node) = above;
            node = parent;
        }
        *self.node_mut(node) = key;
    }

    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        4 * self.lines.capacity()
    }
}

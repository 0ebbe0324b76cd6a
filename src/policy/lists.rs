//! Items on lists, each on one at most: doubly linked through the items themselves, so that moving one from list to list
//! costs a few writes and never allocates.

/// No item, no list.
const NONE: u32 = u32::MAX;

/// An item's place.
#[derive(Clone, Copy, Debug)]
struct Link {
    before: u32,
    after: u32,
    list: u32,
}

/// The lists.
#[derive(Clone, Debug)]
pub struct Lists {
    first: Vec<u32>,
    links: Vec<Link>,
}

impl Lists {
    /// So many empty lists, for so many items.
    pub fn new(lists: usize, items: usize) -> Lists {
        Lists { first: vec![NONE; lists], links: vec![Link { before: NONE, after: NONE, list: NONE }; items] }
    }

    /// Puts an item that is on no list on one; a list that was not there yet is there from now on.
    #[inline]
    pub fn insert(&mut self, item: u32, list: u32) {
        if list as usize >= self.first.len() {
            self.first.resize(list as usize + 1, NONE);
        }
        let after = std::mem::replace(&mut self.first[list as usize], item);
        if after != NONE {
            self.links[after as usize].before = item;
        }
        self.links[item as usize] = Link { before: NONE, after, list };
    }

    /// Takes an item off; nothing happens where it is on no list.
    #[inline]
    pub fn remove(&mut self, item: u32) {
        let Link { before, after, list } = self.links[item as usize];
        if list == NONE {
            return;
        }
        self.links[item as usize].list = NONE;
        if before == NONE {
            self.first[list as usize] = after;
        } else {
            self.links[before as usize].after = after;
        }
        if after != NONE {
            self.links[after as usize].before = before;
        }
    }

    /// The items of a list, in no particular order.
    #[inline]
    pub fn of(&self, list: u32) -> impl Iterator<Item = u32> {
        let there = |item: u32| (item != NONE).then_some(item);
        let first = self.first.get(list as usize).copied().and_then(there);
        std::iter::successors(first, move |item| there(self.links[*item as usize].after))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(lists: &Lists, list: u32) -> Vec<u32> {
        let mut items: Vec<u32> = lists.of(list).collect();
        items.sort_unstable();
        items
    }

    #[test]
    fn items_come_and_go() {
        let mut lists = Lists::new(1, 5);
        (0..5).for_each(|item| lists.insert(item, item % 2));
        lists.remove(2);
        lists.remove(2);
        lists.remove(0);
        assert_eq!((on(&lists, 0), on(&lists, 1)), (vec![4], vec![1, 3]));
        lists.insert(0, 7);
        assert_eq!((on(&lists, 7), on(&lists, 6), on(&lists, 99)), (vec![0], vec![], vec![]));
    }
}

//! Typed indices and the columns they index: an area can never be looked up by a crew's number.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A number that indexes one kind of [`Column`].
pub trait Id: Copy + Eq + Ord + fmt::Debug {
    /// The id of position `index`.
    fn new(index: usize) -> Self;
    /// The position in a column.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub u32);

        impl Id for $name {
            #[inline]
            fn new(index: usize) -> Self {
                $name(u32::try_from(index).expect("more than 2^32 entities of one kind"))
            }
            #[inline]
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// An area of the city tree, of any level. 0 is the city itself; levels follow from the top down.
    AreaId,
    /// A category of incidents.
    CategoryId,
    /// A reporting channel.
    ChannelId,
    /// A department: the field a crew must be competent in.
    DepartmentId,
    /// The work of a category done by a department.
    JobId,
    /// A crew as it stands on the roster: one position of one shift.
    CrewId,
    /// One queue with its staff: a desk of the structure at one of the places that it serves.
    DeskId,
    /// A kind of people on the spot who settle incidents without a crew.
    SettlerId,
    /// A live incident's slot; slots are reused.
    SlotId,
}

/// A vector indexed by one kind of id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column<I, T> {
    items: Vec<T>,
    index: PhantomData<fn(I)>,
}

impl<I: Id, T> Column<I, T> {
    /// An empty column.
    pub const fn new() -> Self {
        Column { items: Vec::new(), index: PhantomData }
    }

    /// `len` copies of `value`.
    pub fn filled(len: usize, value: T) -> Self
    where
        T: Clone,
    {
        vec![value; len].into()
    }

    /// Appends and returns the new item's id.
    pub fn push(&mut self, item: T) -> I {
        let id = I::new(self.items.len());
        self.items.push(item);
        id
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// All ids in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.items.len()).map(I::new)
    }

    /// All items in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// All items in order, to change.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.items.iter_mut()
    }

    /// All items with their ids, in order.
    pub fn enumerate(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.items.iter().enumerate().map(|(i, item)| (I::new(i), item))
    }

    /// The item of `id`, if there is one.
    pub fn get(&self, id: I) -> Option<&T> {
        self.items.get(id.index())
    }

    /// The items as a slice.
    pub fn as_slice(&self) -> &[T] {
        &self.items
    }

    /// Removes all items, keeping the memory.
    pub fn clear(&mut self) {
        self.items.clear();
    }
}

impl<I: Id, T> Default for Column<I, T> {
    fn default() -> Self {
        Column::new()
    }
}

impl<I, T> From<Vec<T>> for Column<I, T> {
    fn from(items: Vec<T>) -> Self {
        Column { items, index: PhantomData }
    }
}

impl<I: Id, T> FromIterator<T> for Column<I, T> {
    fn from_iter<A: IntoIterator<Item = T>>(iter: A) -> Self {
        iter.into_iter().collect::<Vec<_>>().into()
    }
}

impl<I: Id, T> Index<I> for Column<I, T> {
    type Output = T;
    #[inline]
    fn index(&self, id: I) -> &T {
        &self.items[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for Column<I, T> {
    #[inline]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.items[id.index()]
    }
}

//! A bidder's place in a lot's lists, and lists with a member for each bidder or item.

use std::ops::{Index, IndexMut};

/// A bidder's place among the invited of one lot.
///
/// The order is that of the lot's setup and never changes. Whatever a lot keeps for each bidder is a list in that order,
/// a [`ByBidder`] or a `Chunked`, and only this type indexes such a list. It has 32 bits because each accepted offer
/// keeps one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BidderIndex(u32);

/// A list with one member for each invited bidder.
#[derive(Debug, Clone)]
pub(crate) struct ByBidder<T>(Box<[T]>);

/// A list with one member for each item of a lot, in the order of the lot's setup.
///
/// An item's place is never a number: a member is reached only together with its item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByItem<T>(Box<[T]>);

impl BidderIndex {
    /// The places of `count` bidders, in order. Nothing else makes one.
    pub(crate) fn all(count: usize) -> impl Iterator<Item = Self> + Clone {
        let count = u32::try_from(count).expect("bidders are counted in 32 bits");
        (0..count).map(Self)
    }

    /// The place as a number; the first is 0.
    pub(crate) fn position(self) -> usize {
        usize::try_from(self.0).expect("machines have 32 bits or more")
    }
}

impl<T> ByBidder<T> {
    /// The members with their bidders, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (BidderIndex, &T)> {
        BidderIndex::all(self.0.len()).zip(&self.0)
    }
}

impl<T: Clone> ByBidder<T> {
    /// The same member for each of `count` bidders.
    pub(crate) fn of(member: T, count: usize) -> Self {
        Self(vec![member; count].into())
    }
}

impl<T> FromIterator<T> for ByBidder<T> {
    fn from_iter<I: IntoIterator<Item = T>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

impl<T> Index<BidderIndex> for ByBidder<T> {
    type Output = T;

    fn index(&self, bidder: BidderIndex) -> &T {
        &self.0[bidder.position()]
    }
}

impl<T> IndexMut<BidderIndex> for ByBidder<T> {
    fn index_mut(&mut self, bidder: BidderIndex) -> &mut T {
        &mut self.0[bidder.position()]
    }
}

impl<T> ByItem<T> {
    /// Each of the lot's items with its member, in order.
    ///
    /// # Panics
    /// Where `items` are another lot's: there must be as many as members.
    pub fn with<'a, I>(&'a self, items: &'a [I]) -> impl Iterator<Item = (&'a I, &'a T)> {
        assert_eq!(self.0.len(), items.len(), "every item has its member");
        items.iter().zip(&self.0)
    }

    /// The members alone, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }
}

impl<T> FromIterator<T> for ByItem<T> {
    fn from_iter<I: IntoIterator<Item = T>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

//! A list with one member for each bidder, whose clones share the parts that have not changed since.
//!
//! A board is cloned for each batch of bids and then changes in a row or two. With a thousand bidders, copying all rows
//! would cost more than judging the bids.

use std::ops::Index;
use std::sync::Arc;

use super::index::BidderIndex;

/// Members that are copied when one of them changes.
const CHUNK_LEN: usize = 32;

/// A list of fixed length that is cheap to clone and cheap to change in a few places.
#[derive(Debug, Clone)]
pub(crate) struct Chunked<T> {
    chunks: Arc<Vec<Arc<Vec<T>>>>,
    len: usize,
}

impl<T: Clone> Chunked<T> {
    /// The same member for each of `len` bidders.
    pub(crate) fn of(member: &T, len: usize) -> Self {
        let chunk = |start: usize| Arc::new(vec![member.clone(); CHUNK_LEN.min(len - start)]);
        Self { chunks: Arc::new((0..len).step_by(CHUNK_LEN).map(chunk).collect()), len }
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// The members with their bidders, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (BidderIndex, &T)> + Clone {
        BidderIndex::all(self.len).zip(self.chunks.iter().flat_map(|chunk| chunk.iter()))
    }

    /// The bidder's member, to be changed.
    pub(crate) fn at_mut(&mut self, bidder: BidderIndex) -> &mut T {
        let position = bidder.position();
        let members = &mut Arc::make_mut(&mut self.chunks)[position / CHUNK_LEN];
        &mut Arc::make_mut(members)[position % CHUNK_LEN]
    }
}

impl<T> Index<BidderIndex> for Chunked<T> {
    type Output = T;

    fn index(&self, bidder: BidderIndex) -> &T {
        let position = bidder.position();
        &self.chunks[position / CHUNK_LEN][position % CHUNK_LEN]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_keeps_what_was_before_a_change() {
        for len in [1, 32, 33, 100] {
            let last = BidderIndex::all(len).last().unwrap();
            let before = Chunked::of(&0, len);
            let mut after = before.clone();

            *after.at_mut(last) = 7;

            assert_eq!((before[last], after[last]), (0, 7));
            let sum: i32 = after.iter().map(|(_, member)| member).sum();
            assert_eq!((before.len(), before.iter().count(), sum), (len, len, 7));
        }
    }
}

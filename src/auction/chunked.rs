//! A list of fixed length whose clones share whatever has not changed since.
//!
//! A board is cloned for each batch of bids and then changes in a row or two; with a thousand bidders, copying the
//! others would cost more than judging the bids.

use std::ops::Index;
use std::sync::Arc;

/// What is copied when one member changes.
const CHUNK_LEN: usize = 32;

/// A list of fixed length, cheap to clone, cheap to change here and there.
#[derive(Debug, Clone)]
pub(crate) struct Chunked<T> {
    chunks: Arc<Vec<Arc<Vec<T>>>>,
    len: usize,
}

impl<T: Clone> Chunked<T> {
    /// So many copies of one member.
    pub(crate) fn of(member: &T, len: usize) -> Self {
        let chunk = |start: usize| Arc::new(vec![member.clone(); CHUNK_LEN.min(len - start)]);
        Self { chunks: Arc::new((0..len).step_by(CHUNK_LEN).map(chunk).collect()), len }
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// The member at that place, to be changed.
    pub(crate) fn at_mut(&mut self, nth: usize) -> &mut T {
        let members = &mut Arc::make_mut(&mut self.chunks)[nth / CHUNK_LEN];
        &mut Arc::make_mut(members)[nth % CHUNK_LEN]
    }
}

impl<T> Index<usize> for Chunked<T> {
    type Output = T;

    fn index(&self, nth: usize) -> &T {
        &self.chunks[nth / CHUNK_LEN][nth % CHUNK_LEN]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_keeps_what_was_before_a_change() {
        for len in [1, 32, 33, 100] {
            let before = Chunked::of(&0, len);
            let mut after = before.clone();

            *after.at_mut(len - 1) = 7;

            assert_eq!((before[len - 1], after[len - 1]), (0, 7));
            assert_eq!((before.len(), before.iter().count(), after.iter().sum::<i32>()), (len, len, 7));
        }
    }
}

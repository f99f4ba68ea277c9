//! The bounds on what is read ahead.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Most pages that are read and whose results have not been taken.
pub(super) const PAGES_MAX: usize = 12;
/// Most KiB of their records' texts. A page is expected to have as many as the one before it, so
/// that at most one page more than this is in memory.
pub(super) const KIB_MAX: u32 = 8 * 1_024;

/// What is read ahead.
#[derive(Debug)]
pub(super) struct InFlight {
    pages: Arc<Semaphore>,
    kib: Arc<Semaphore>,
    /// KiB of the last page: the next one is expected to have as many.
    last: u32,
}

/// One page's part of it, until dropped.
#[derive(Debug)]
pub(super) struct PageInFlight {
    _page: OwnedSemaphorePermit,
    _kib: OwnedSemaphorePermit,
}

/// The permission to read one page more.
#[derive(Debug)]
pub(super) struct RoomForPage {
    page: OwnedSemaphorePermit,
    expected: OwnedSemaphorePermit,
}

impl InFlight {
    pub(super) fn new() -> Self {
        let kib = usize::try_from(KIB_MAX).expect("machines have 32 bits or more");
        Self { pages: Arc::new(Semaphore::new(PAGES_MAX)), kib: Arc::new(Semaphore::new(kib)), last: 0 }
    }

    /// Waits until one page more may be read.
    pub(super) async fn room(&self) -> RoomForPage {
        RoomForPage { page: permit(&self.pages, 1).await, expected: permit(&self.kib, self.last).await }
    }

    /// Counts a page with texts of that length. Waits until there is room for it.
    pub(super) async fn hold(&mut self, room: RoomForPage, bytes: usize) -> PageInFlight {
        let RoomForPage { page, expected: mut held } = room;
        let (kib, expected) = (kib_of(bytes), self.last);
        self.last = kib;
        if kib > expected {
            held.merge(permit(&self.kib, kib - expected).await);
        } else {
            let surplus = usize::try_from(expected - kib).unwrap_or_default();
            drop(held.split(surplus));
        }
        PageInFlight { _page: page, _kib: held }
    }
}

/// What a page with texts of that length takes of the bound.
pub(super) fn kib_of(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(1_024)).unwrap_or(KIB_MAX).min(KIB_MAX)
}

async fn permit(semaphore: &Arc<Semaphore>, count: u32) -> OwnedSemaphorePermit {
    Arc::clone(semaphore).acquire_many_owned(count).await.expect("nobody closes the semaphore")
}

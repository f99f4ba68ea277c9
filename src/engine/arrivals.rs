//! Arrivals: frames that were read and stamped, and have not reached their lot's mailbox.
//!
//! A lot that settles at its close waits for these, so that a bid read in time is never late because its connection's
//! task was slow. Each connection has a cell of its own. Writing it costs an atomic store, and no connection waits for
//! another.
//!
//! No bid is missed: a cell is marked [`BUSY`] before the clock is read, and cleared only after the bid is in the mailbox.
//! A reader of the cells after the close finds the mark, or the stamp, or the bid in the mailbox. Otherwise the clock was
//! read after the cells, and the stamp is late.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clock::{Clock, Instant};

/// No frame is on its way.
const IDLE: i64 = i64::MAX;
/// A frame is being stamped: earlier than any instant.
const BUSY: i64 = i64::MIN;

/// All connections' cells. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Arrivals {
    clock: Clock,
    cells: Arc<Mutex<Slab>>,
}

/// One connection's cell. Removed from the list when dropped.
#[derive(Debug)]
pub struct Arrival {
    arrivals: Arrivals,
    cell: Arc<AtomicI64>,
    index: usize,
}

/// A frame on its way to its lot's mailbox, until this is dropped.
#[derive(Debug)]
pub struct Stamped<'a> {
    /// When the frame had been read.
    pub received_at: Instant,
    arrival: &'a Arrival,
}

/// Cells by index; free indices are used again. Locked when a connection begins or ends and while a lot settles, never
/// for a bid.
#[derive(Debug, Default)]
struct Slab {
    cells: Vec<Option<Arc<AtomicI64>>>,
    free: Vec<usize>,
}

impl Arrivals {
    /// No connections yet.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self { clock, cells: Arc::default() }
    }

    /// A cell for a new connection.
    #[must_use]
    pub fn register(&self) -> Arrival {
        let cell = Arc::new(AtomicI64::new(IDLE));
        let index = self.slab().insert(cell.clone());
        Arrival { arrivals: self.clone(), cell, index }
    }

    /// Whether a frame stamped before `instant` is still on its way to a mailbox.
    #[must_use]
    pub fn any_before(&self, instant: Instant) -> bool {
        let before = |cell: &Arc<AtomicI64>| cell.load(Ordering::SeqCst) < instant.as_micros();
        self.slab().cells.iter().flatten().any(before)
    }

    fn slab(&self) -> MutexGuard<'_, Slab> {
        self.cells.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Arrival {
    /// Stamps a frame that has just been read. A connection has one frame on its way at a time.
    #[must_use]
    pub fn stamp(&self) -> Stamped<'_> {
        self.cell.store(BUSY, Ordering::SeqCst);
        let received_at = self.arrivals.clock.now();
        self.cell.store(received_at.as_micros(), Ordering::SeqCst);
        Stamped { received_at, arrival: self }
    }
}

impl Drop for Stamped<'_> {
    fn drop(&mut self) {
        self.arrival.cell.store(IDLE, Ordering::SeqCst);
    }
}

impl Drop for Arrival {
    fn drop(&mut self) {
        self.arrivals.slab().remove(self.index);
    }
}

impl Slab {
    fn insert(&mut self, cell: Arc<AtomicI64>) -> usize {
        if let Some(index) = self.free.pop() {
            self.cells[index] = Some(cell);
            return index;
        }
        self.cells.push(Some(cell));
        self.cells.len() - 1
    }

    fn remove(&mut self, index: usize) {
        self.cells[index] = None;
        self.free.push(index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrivals() -> (Arrivals, Instant) {
        let start = Instant::from_micros(1_000_000);
        (Arrivals::new(Clock::starting_at(start)), start)
    }

    #[tokio::test(start_paused = true)]
    async fn a_stamped_frame_is_on_its_way_until_its_stamp_is_dropped() {
        let (arrivals, start) = arrivals();
        let connection = arrivals.register();

        let stamped = connection.stamp();

        assert!(arrivals.any_before(start.plus_micros(1)));
        assert!(!arrivals.any_before(stamped.received_at), "only earlier ones count");
        drop(stamped);
        assert!(!arrivals.any_before(start.plus_micros(1)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_frame_whose_stamp_is_not_known_yet_counts_as_early() {
        let (arrivals, start) = arrivals();
        let connection = arrivals.register();

        connection.cell.store(BUSY, Ordering::SeqCst);

        assert!(arrivals.any_before(start));
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_ended_delays_no_lot_and_its_index_is_used_again() {
        let (arrivals, start) = arrivals();
        let (left, stays) = (arrivals.register(), arrivals.register());
        left.cell.store(BUSY, Ordering::SeqCst);

        drop(left);
        let next = arrivals.register();

        assert!(!arrivals.any_before(start));
        assert_eq!(arrivals.slab().cells.len(), 2);
        drop((stays, next));
    }
}

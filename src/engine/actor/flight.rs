//! Batches on their way to stable storage, and what is said once they are there.

use std::collections::VecDeque;
use std::future::pending;

use super::commit::Pending;
use crate::engine::card::Life;
use crate::journal::{AppendError, Committed, Handed};

/// One batch.
#[derive(Debug)]
pub(super) struct Flight {
    handed: Handed,
    /// In the order in which they were judged. Those that need no record of their own wait for the ones before them.
    pub(super) answers: Vec<Pending>,
    /// Where the lot stands after it.
    pub(super) life: Life,
}

/// In the order in which they were handed in, which is the order in which they are committed.
#[derive(Debug, Default)]
pub(super) struct Flights {
    flights: VecDeque<Flight>,
    records: usize,
}

impl Flight {
    pub(super) const fn new(handed: Handed, answers: Vec<Pending>, life: Life) -> Self {
        Self { handed, answers, life }
    }

    pub(super) fn records(&self) -> &[Committed] {
        self.handed.records()
    }
}

impl Flights {
    pub(super) fn is_empty(&self) -> bool {
        self.flights.is_empty()
    }

    /// How many records are on their way.
    pub(super) const fn records(&self) -> usize {
        self.records
    }

    pub(super) fn push(&mut self, flight: Flight) {
        self.records += flight.records().len();
        self.flights.push_back(flight);
    }

    /// Lets answers wait for the newest batch; false where none is on its way.
    pub(super) fn join_last(&mut self, answers: &mut Vec<Pending>) -> bool {
        let last = self.flights.back_mut();
        last.map(|flight| flight.answers.append(answers)).is_some()
    }

    /// Waits until the oldest is committed, or has failed; for ever where there is none. Cancel safe.
    pub(super) async fn first_landed(&mut self) -> Result<(), AppendError> {
        match self.flights.front_mut() {
            Some(flight) => flight.handed.committed().await,
            None => pending().await,
        }
    }

    /// The outcome of the oldest, where it is known.
    pub(super) fn first_has_landed(&mut self) -> Option<Result<(), AppendError>> {
        self.flights.front_mut()?.handed.has_been_committed()
    }

    /// Takes the oldest.
    pub(super) fn pop(&mut self) -> Option<Flight> {
        let flight = self.flights.pop_front()?;
        self.records -= flight.records().len();
        Some(flight)
    }
}

//! Batches on their way to stable storage, and what is said once they are there.

use std::collections::VecDeque;
use std::future::pending;

use super::commit::Pending;
use super::questions::Found;
use crate::engine::card::Life;
use crate::journal::{AppendError, Committed, Handed};

/// One batch.
#[derive(Debug)]
pub(super) struct Flight {
    handed: Handed,
    /// In the order in which they were judged. Those that need no record of their own wait for the ones before them.
    pub(super) answers: Vec<Pending>,
    /// What questions have found that were taken since.
    pub(super) found: Vec<Found>,
    /// Where the lot stands after it.
    pub(super) life: Life,
}

/// In the order in which they were handed in, which is the order in which they are committed.
#[derive(Debug, Default)]
pub(super) struct Flights {
    in_order: VecDeque<Flight>,
    records: usize,
    questions: usize,
}

impl Flight {
    pub(super) const fn new(handed: Handed, answers: Vec<Pending>, life: Life) -> Self {
        Self { handed, answers, found: Vec::new(), life }
    }

    pub(super) fn records(&self) -> &[Committed] {
        self.handed.records()
    }
}

impl Flights {
    pub(super) fn is_empty(&self) -> bool {
        self.in_order.is_empty()
    }

    /// How many records are on their way.
    pub(super) const fn records(&self) -> usize {
        self.records
    }

    /// How many questions wait for what is on its way.
    pub(super) const fn questions(&self) -> usize {
        self.questions
    }

    pub(super) fn push(&mut self, flight: Flight) {
        self.records += flight.records().len();
        self.in_order.push_back(flight);
    }

    /// Lets answers wait for the newest batch; false where none is on its way.
    pub(super) fn join_last(&mut self, answers: &mut Vec<Pending>) -> bool {
        let last = self.in_order.back_mut();
        last.map(|flight| flight.answers.append(answers)).is_some()
    }

    /// Lets what a question has found wait for the newest batch; gives it back where none is on its way.
    pub(super) fn join_last_question(&mut self, found: Found) -> Option<Found> {
        let Some(last) = self.in_order.back_mut() else { return Some(found) };
        last.found.push(found);
        self.questions += 1;
        None
    }

    /// Waits until the oldest is committed, or has failed; for ever where there is none. Cancel safe.
    pub(super) async fn first_landed(&mut self) -> Result<(), AppendError> {
        match self.in_order.front_mut() {
            Some(flight) => flight.handed.committed().await,
            None => pending().await,
        }
    }

    /// The outcome of the oldest, where it is known.
    pub(super) fn first_has_landed(&mut self) -> Option<Result<(), AppendError>> {
        self.in_order.front_mut()?.handed.has_been_committed()
    }

    /// Takes the oldest.
    pub(super) fn pop(&mut self) -> Option<Flight> {
        let flight = self.in_order.pop_front()?;
        self.records -= flight.records().len();
        self.questions -= flight.found.len();
        Some(flight)
    }
}

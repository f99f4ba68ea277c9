//! Batches on their way to stable storage, and the answers that wait for them.

use std::collections::VecDeque;
use std::future::pending;

use super::found::FoundAnswer;
use super::staged::PendingAnswer;
use crate::engine::entry::LotSummary;
use crate::journal::{AppendError, Committed, Handed};

/// One batch on its way.
#[derive(Debug)]
pub(super) struct Flight {
    handed: Handed,
    /// In the order in which they were judged. Answers that need no record of their own wait for the records before them.
    pub(super) answers: Vec<PendingAnswer>,
    /// The answers to questions that were taken since.
    pub(super) found: Vec<FoundAnswer>,
    /// The lot's state after this batch.
    pub(super) summary: LotSummary,
}

/// All batches on their way, in the order in which they were handed in. They are committed in the same order.
#[derive(Debug, Default)]
pub(super) struct Flights {
    in_order: VecDeque<Flight>,
    records: usize,
    questions: usize,
}

impl Flight {
    pub(super) const fn new(handed: Handed, answers: Vec<PendingAnswer>, summary: LotSummary) -> Self {
        Self { handed, answers, found: Vec::new(), summary }
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
    pub(super) fn join_last(&mut self, answers: &mut Vec<PendingAnswer>) -> bool {
        let last = self.in_order.back_mut();
        last.map(|flight| flight.answers.append(answers)).is_some()
    }

    /// Lets the answer to a question wait for the newest batch; returns it where none is on its way.
    pub(super) fn join_last_question(&mut self, found: FoundAnswer) -> Option<FoundAnswer> {
        let Some(last) = self.in_order.back_mut() else { return Some(found) };
        last.found.push(found);
        self.questions += 1;
        None
    }

    /// Waits until the oldest batch is committed or has failed; for ever where there is none. Cancel safe.
    pub(super) async fn first_landed(&mut self) -> Result<(), AppendError> {
        match self.in_order.front_mut() {
            Some(flight) => flight.handed.committed().await,
            None => pending().await,
        }
    }

    /// The outcome of the oldest batch, where it is known.
    pub(super) fn first_has_landed(&mut self) -> Option<Result<(), AppendError>> {
        self.in_order.front_mut()?.handed.has_been_committed()
    }

    /// Takes the oldest batch out.
    pub(super) fn pop(&mut self) -> Option<Flight> {
        let flight = self.in_order.pop_front()?;
        self.records -= flight.records().len();
        self.questions -= flight.found.len();
        Some(flight)
    }
}

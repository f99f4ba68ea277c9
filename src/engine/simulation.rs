//! Simulates other rules on a lot that has ended, out of its journal.
//!
//! The records come from the store page by page, without the lot's actor, and each is put to the simulation as it comes:
//! nothing is stored. A record gives None instead of no item, because the reader paces itself by items.

use std::sync::Arc;

use bytes::Bytes;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};

use super::answer::Denied;
use super::encode;
use super::handle::{LotHandle, Question};
use super::recovery::{self, LOT_PUBLISHED};
use crate::auction::view::{Board, SimulatedLot, SimulationView, Viewer};
use crate::auction::{FormatNotSimulated, PastRecord, Simulation};
use crate::event::LotPublished;
use crate::event::simulation::RulesPatch;
use crate::ids::{LotId, PersonId, Seq};
use crate::journal::record::Body;
use crate::journal::{Actor, Record, StreamId};
use crate::json::Problem;

/// The simulated lot after the last record; None for each record.
type SimulationItem = Result<Option<ShownSimulation>, Denied>;

/// Why a lot was not simulated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSimulated {
    /// The lot cannot have the rules.
    #[error("the rules have {} problems", .0.len())]
    Rules(Vec<Problem>),
    /// Lots of this format are not simulated.
    #[error(transparent)]
    Format(#[from] FormatNotSimulated),
    /// The lot has not ended.
    #[error("the lot has not ended: only a lot that has ended can be simulated")]
    NotEnded,
    /// The record is not right, in words that can follow "record 7: ".
    #[error("{0}")]
    Broken(String),
}

/// A lot that is simulated, as far as its records are read.
#[derive(Debug)]
pub struct SimulationRun {
    lot: LotId,
    patch: RulesPatch,
    /// None before the lot's publication.
    simulation: Option<Box<Simulation>>,
}

/// A simulated lot for one viewer.
#[derive(Debug)]
pub struct ShownSimulation {
    lot: SimulatedLot,
    viewer: Viewer,
}

impl SimulationRun {
    /// Before the lot's first record.
    #[must_use]
    pub const fn new(lot: LotId, patch: RulesPatch) -> Self {
        Self { lot, patch, simulation: None }
    }

    /// Takes the next record. Its place in the chain and what it says have been checked.
    ///
    /// # Errors
    /// [`NotSimulated`]; every error but `Broken` comes with the first record.
    pub fn read(&mut self, body: &Body) -> Result<(), NotSimulated> {
        let Some(simulation) = &mut self.simulation else {
            self.simulation = Some(Box::new(self.begin(body)?));
            return Ok(());
        };
        let event = encode::read_event(body).map_err(NotSimulated::Broken)?;
        let record = PastRecord { seq: body.seq, at: body.at, by: buyer(&body.actor), event: &event };
        simulation.step(record).map_err(NotSimulated::Broken)
    }

    /// The lot as the other rules would have left it. `was` is the lot after its last record.
    ///
    /// # Errors
    /// [`NotSimulated::NotEnded`].
    pub fn end(self, was: &Board) -> Result<SimulatedLot, NotSimulated> {
        let simulation = self.simulation.ok_or(NotSimulated::NotEnded)?;
        simulation.end(was).map_err(|_| NotSimulated::NotEnded)
    }

    fn begin(&self, first: &Body) -> Result<Simulation, NotSimulated> {
        let published = recovery::lot_setup(&self.lot, first).map_err(NotSimulated::Broken)?;
        let unreadable = |error| NotSimulated::Broken(format!("{LOT_PUBLISHED} cannot be read: {error}"));
        let record: LotPublished = serde_json::from_str(first.data.get()).map_err(unreadable)?;
        let simulated = record.with_rules(&self.patch, self.lot.clone()).map_err(NotSimulated::Rules)?;
        let simulated = recovery::check_openings(simulated).map_err(NotSimulated::Broken)?;
        Ok(Simulation::new(Arc::new(published), simulated)?)
    }
}

impl ShownSimulation {
    /// The answer in JSON. Long where the rules change many verdicts: the caller runs it beside the threads that judge
    /// bids.
    ///
    /// # Panics
    /// Never: a simulation is texts, figures and instants.
    #[must_use]
    pub fn render(&self) -> Bytes {
        let view: SimulationView = self.lot.view(&self.viewer);
        serde_json::to_vec(&view).expect("a simulation is texts, figures and instants").into()
    }
}

/// Simulates the lot with its records up to now.
pub(super) fn items(handle: Arc<LotHandle>, viewer: Viewer, patch: RulesPatch) -> BoxStream<'static, SimulationItem> {
    let items = async move {
        let was = handle.ask(Question::Snapshot).await?.board;
        if !was.state().is_over() {
            return Err(Denied::NotEnded);
        }
        let last = was.seq();
        let records = handle.shared.journal.read_in_background(StreamId::lot(&handle.entry.id), Seq::ZERO);
        let lot = handle.entry.id.clone();
        let records = records.map_err(move |error| {
            tracing::warn!(%lot, %error, "a lot that is simulated could not be read to its end");
            Denied::Unavailable
        });
        let records = records.try_take_while(move |record| futures::future::ready(Ok(record.seq <= last))).boxed();
        let run = SimulationRun::new(handle.entry.id.clone(), patch);
        let reading = SimulationReading { records, run, was, viewer, _handle: handle };
        Ok(stream::try_unfold(Some(reading), async |reading| match reading {
            Some(reading) => reading.next().await.map(Some),
            None => Ok(None),
        }))
    };
    stream::once(items).try_flatten().boxed()
}

/// A simulation that reads records.
struct SimulationReading {
    records: BoxStream<'static, Result<Record, Denied>>,
    run: SimulationRun,
    was: Board,
    viewer: Viewer,
    /// Held until the last record, so that the lot stays loaded.
    _handle: Arc<LotHandle>,
}

impl SimulationReading {
    async fn next(mut self) -> Result<(Option<ShownSimulation>, Option<Self>), Denied> {
        let Some(record) = self.records.try_next().await? else {
            let lot = self.run.end(&self.was).map_err(denied)?;
            return Ok((Some(ShownSimulation { lot, viewer: self.viewer }), None));
        };
        let body: Result<Body, _> = serde_json::from_str(&record.body);
        let body = body.map_err(|error| NotSimulated::Broken(error.to_string()));
        body.and_then(|body| self.run.read(&body)).map_err(|error| {
            if let NotSimulated::Broken(fault) = &error {
                tracing::error!(stream = %record.stream, seq = %record.seq, fault, "a record cannot be simulated");
            }
            denied(error)
        })?;
        Ok((None, Some(self)))
    }
}

fn denied(error: NotSimulated) -> Denied {
    match error {
        NotSimulated::Rules(problems) => Denied::Problems(problems),
        NotSimulated::Format(_) => Denied::FormatNotSimulated,
        NotSimulated::NotEnded => Denied::NotEnded,
        NotSimulated::Broken(_) => Denied::Unavailable,
    }
}

/// The person of a buyer's act.
const fn buyer(actor: &Actor) -> Option<&PersonId> {
    match actor {
        Actor::Buyer { person, .. } => Some(person),
        Actor::System | Actor::Supplier { .. } | Actor::Admin { .. } => None,
    }
}

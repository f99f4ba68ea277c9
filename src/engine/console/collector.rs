//! Collects the states of an event's lots and of its bidders' connections.
//!
//! It asks a lot only if the lot has committed something since its last answer, and once a second while the lot has bids
//! of the last minute: with time fewer of them are that new.

use std::sync::Arc;
use std::time::Duration;

use futures::{StreamExt, stream};

use super::facts::ConsoleFacts;
use super::texts::{CollectedLot, CollectedState};
use crate::auction::view::ConsoleBoard;
use crate::clock::Instant;
use crate::engine::answer::Denied;
use crate::engine::handle::{LotHandle, Question};
use crate::engine::presence::BidderConnection;
use crate::engine::registry::Registry;
use crate::engine::shared::Shared;

/// Most lots that are asked at the same time.
const ASKED_AT_ONCE: usize = 16;
/// How often the bids of the last minute are counted anew.
const COUNT_EVERY: Duration = Duration::from_secs(1);
/// The time before a lot that cannot be read is tried again.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// What has been collected, and how to collect more.
#[derive(Debug)]
pub(super) struct Collector {
    facts: Arc<ConsoleFacts>,
    registry: Arc<Registry>,
    shared: Arc<Shared>,
    version: u64,
    lots: Vec<WatchedLot>,
    connections: Vec<BidderConnection>,
    /// The version of the people at the last look.
    people: Option<u64>,
    /// The version of the bidders' readiness at the last look.
    readiness: u64,
}

/// A lot of the event.
#[derive(Debug)]
struct WatchedLot {
    /// Held, so that the lot stays loaded. None for a lot that has ended or cannot be read.
    handle: Option<Arc<LotHandle>>,
    collected: CollectedLot,
    /// When its bids of the last minute were counted, or when it could not be read.
    looked_at: Instant,
}

/// What a lot has answered.
struct LotAnswer {
    nth: usize,
    handle: Option<Arc<LotHandle>>,
    board: Result<ConsoleBoard, Denied>,
}

impl Collector {
    pub(super) fn new(facts: Arc<ConsoleFacts>, registry: Arc<Registry>, shared: Arc<Shared>) -> Self {
        let looked_at = Instant::from_micros(0);
        let unknown = |_| WatchedLot { handle: None, collected: CollectedLot::default(), looked_at };
        let lots = facts.lots.iter().map(unknown).collect();
        Self { facts, registry, shared, version: 0, lots, connections: Vec::new(), people: None, readiness: 0 }
    }

    /// Looks once; returns the state if it differs from the one before.
    pub(super) async fn look(&mut self) -> Option<CollectedState> {
        if self.shared.stopping.is_cancelled() {
            return None;
        }
        let mut changed = self.version == 0;
        for answer in self.ask_lots().await {
            changed |= self.note(answer);
        }
        changed |= self.look_at_connections();
        let people = *self.shared.settings.directory.changes().borrow();
        changed |= std::mem::replace(&mut self.people, people) != people;
        let readiness = self.shared.settings.readiness.version();
        changed |= std::mem::replace(&mut self.readiness, readiness) != readiness;
        if !changed {
            return None;
        }
        self.version += 1;
        let lots = self.lots.iter().map(|lot| lot.collected.clone()).collect();
        Some(CollectedState { version: self.version, lots, connections: self.connections.clone() })
    }

    /// Asks the lots that may have something new.
    async fn ask_lots(&self) -> Vec<LotAnswer> {
        let now = self.shared.clock.now();
        let due = self.lots.iter().enumerate().filter(|(_, lot)| lot.is_due(now));
        let asks: Vec<_> = due.map(|(nth, lot)| self.ask(nth, lot.handle.clone())).collect();
        stream::iter(asks).buffer_unordered(ASKED_AT_ONCE).collect().await
    }

    async fn ask(&self, nth: usize, handle: Option<Arc<LotHandle>>) -> LotAnswer {
        let handle = match handle.filter(|handle| !handle.followers.is_over()) {
            Some(handle) => handle,
            None => match self.registry.load(&self.facts.lots[nth].lot).await {
                Ok(handle) => handle,
                Err(denied) => return LotAnswer { nth, handle: None, board: Err(denied) },
            },
        };
        let board = handle.ask(Question::Console).await;
        LotAnswer { nth, handle: Some(handle), board }
    }

    /// Keeps what a lot has answered; returns whether it is new.
    fn note(&mut self, answer: LotAnswer) -> bool {
        let LotAnswer { nth, handle, board } = answer;
        let (now, lot) = (self.shared.clock.now(), &mut self.lots[nth]);
        lot.handle = handle;
        match board {
            Ok(board) => {
                lot.looked_at = now;
                // Nothing more happens on a lot that has ended; it need not stay loaded.
                if board.board().state().is_over() && board.last_minute() == 0 {
                    lot.handle = None;
                }
                let old = lot.collected.board.as_ref().map(|old| (old.board().seq(), old.last_minute()));
                if old == Some((board.board().seq(), board.last_minute())) {
                    return false;
                }
                lot.collected.board = Some(Arc::new(board));
                true
            }
            // It has too much to do just now and is asked again at the next look.
            Err(Denied::Overloaded) => false,
            Err(_) => {
                lot.looked_at = now;
                lot.handle = None;
                lot.collected.board.take().is_some()
            }
        }
    }

    /// Looks which bidders are connected; returns whether anything is new.
    fn look_at_connections(&mut self) -> bool {
        let bidders = self.facts.bidders.iter().map(|known| &known.bidder);
        let connections = self.shared.presence.of_event(&self.facts.event, bidders);
        if connections == self.connections {
            return false;
        }
        for (facts, lot) in self.facts.lots.iter().zip(&mut self.lots) {
            let connected = facts.bidders.iter().filter(|nth| connections[**nth].connected).count();
            lot.collected.connected = u32::try_from(connected).expect("bidders are counted in 32 bits");
        }
        self.connections = connections;
        true
    }
}

impl WatchedLot {
    /// Whether the lot has to be asked.
    fn is_due(&self, now: Instant) -> bool {
        let since = now.saturating_since(self.looked_at);
        match (&self.collected.board, &self.handle) {
            (None, _) => since >= RETRY_AFTER,
            (Some(_), None) => false,
            (Some(board), Some(handle)) => {
                let has_news = handle.followers.seq() > board.board().seq();
                let is_counted_anew = board.last_minute() > 0 && since >= COUNT_EVERY;
                has_news || handle.followers.is_over() || is_counted_anew
            }
        }
    }
}

//! What other rules would have done, as one viewer may see it.
//!
//! Who the bidders are is decided by the lot that was: rules that are only tried out show nobody anything.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::savings;
use super::sight::{Sight, Viewer};
use crate::auction::board::Board;
use crate::auction::event::Placed;
use crate::auction::index::BidderIndex;
use crate::auction::refusal::Reason;
use crate::auction::state::State;
use crate::clock::Instant;
use crate::ids::{OdsCode, Seq};
use crate::money::Amount;

/// What every simulation takes for granted.
const ASSUMPTION: &str = "bidders behave as they did";

/// A fact of the lot that was, and the same with other rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(inline)]
pub struct WasWould<T> {
    /// As it was.
    pub was: T,
    /// As it would have been.
    pub would: T,
}

/// What other rules would have done on a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SimulationView {
    /// What the simulation takes for granted.
    pub assumption: &'static str,
    /// When the lot ended; null where it would have stayed paused.
    pub close: WasWould<Option<Instant>>,
    /// How often a bid moved the close.
    pub extensions: WasWould<u32>,
    /// The bids that would have been judged otherwise, in order.
    pub verdicts: Vec<ChangedVerdict>,
    /// The standing offers at the end, best first; none of a cancelled lot.
    pub ranking: WasWould<Vec<SimulatedPlace>>,
    /// The total of the offer that led at the end; null without one, and for a cancelled lot.
    pub lead_total: WasWould<Option<Amount>>,
    /// What each trust that buys saves in a year at the leading offer's prices, by its ODS code; null without such an offer.
    pub saving: IndexMap<OdsCode, WasWould<Option<Amount>>>,
    /// Acts, requests and outages that the rules leave no room for, in order.
    pub skipped: Vec<SkippedAct>,
    /// How long the lot would have been open since its last bid, microseconds: what bidders would have done then, nobody
    /// knows.
    pub idle_at_the_end_us: i64,
}

/// A bid that would have been judged otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangedVerdict {
    /// Its record's place in the journal.
    pub seq: Seq,
    /// Whose: the bidder's id, or its alias where the viewer may not know who it is.
    pub bidder: Arc<str>,
    /// The verdict as it was.
    pub was: BidVerdict,
    /// The verdict with other rules.
    pub would: BidVerdict,
    /// The total that would have passed with other rules, where the refusal has one.
    pub limit: Option<Amount>,
}

/// Whether a bid counts: `accepted`, or the reason why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum BidVerdict {
    /// It counts.
    Accepted(AcceptedWord),
    /// It does not count.
    Refused(Reason),
}

/// The word `accepted`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum AcceptedWord {
    /// It counts.
    Accepted,
}

/// A bidder's place at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SimulatedPlace {
    /// Whose: the bidder's id, or its alias where the viewer may not know who it is.
    pub bidder: Arc<str>,
    /// Its rank.
    pub rank: u32,
    /// Its offer's total.
    pub total: Amount,
    /// What is compared of its offer.
    pub evaluated: Amount,
    /// Its score in a weighted lot.
    pub score: Option<Amount>,
}

/// A record that has no effect with other rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SkippedAct {
    /// Its place in the journal.
    pub seq: Seq,
    /// In plain English.
    pub why: String,
}

/// A bid that would have been judged otherwise, as a simulation keeps it: there may be very many.
#[derive(Debug, Clone, Copy)]
pub(crate) struct VerdictChange {
    pub(crate) seq: Seq,
    pub(crate) bidder: BidderIndex,
    pub(crate) was: BidVerdict,
    pub(crate) would: BidVerdict,
    pub(crate) limit: Option<Amount>,
}

/// A lot as it ended, and as it would have ended with other rules. It holds what not every viewer may see.
#[derive(Debug, Clone)]
pub struct SimulatedLot {
    was: Board,
    would: Board,
    changes: Vec<VerdictChange>,
    skipped: Vec<SkippedAct>,
    idle_us: i64,
}

impl BidVerdict {
    pub(crate) const fn accepted() -> Self {
        Self::Accepted(AcceptedWord::Accepted)
    }

    pub(crate) const fn is_closed(self) -> bool {
        matches!(self, Self::Refused(Reason::Closed))
    }

    /// The verdict as it stands in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted(AcceptedWord::Accepted) => "accepted",
            Self::Refused(reason) => reason.as_str(),
        }
    }
}

impl<T> WasWould<T> {
    fn of<'a>(was: &'a Board, would: &'a Board, fact: impl Fn(&'a Board) -> T) -> Self {
        Self { was: fact(was), would: fact(would) }
    }
}

impl SimulatedLot {
    pub(crate) const fn new(
        was: Board,
        would: Board,
        changes: Vec<VerdictChange>,
        skipped: Vec<SkippedAct>,
        idle_us: i64,
    ) -> Self {
        Self { was, would, changes, skipped, idle_us }
    }

    /// The whole, as the viewer may see it.
    #[must_use]
    pub fn view(&self, viewer: &Viewer) -> SimulationView {
        let names = self.names(viewer);
        let verdict = |change: &VerdictChange| {
            let VerdictChange { seq, bidder, was, would, limit } = *change;
            ChangedVerdict { seq, bidder: Arc::clone(&names[bidder.position()]), was, would, limit }
        };
        SimulationView {
            assumption: ASSUMPTION,
            close: self.fact(Board::ended_at),
            extensions: self.fact(|board| board.timing.extensions),
            verdicts: self.changes.iter().map(verdict).collect(),
            ranking: self.fact(|board| ranked(board).iter().map(|placed| named(board, &names, placed)).collect()),
            lead_total: self.fact(|board| ranked(board).first().map(|lead| lead.total)),
            saving: self.saving(),
            skipped: self.skipped.clone(),
            idle_at_the_end_us: self.idle_us,
        }
    }

    fn fact<'a, T>(&'a self, fact: impl Fn(&'a Board) -> T) -> WasWould<T> {
        WasWould::of(&self.was, &self.would, fact)
    }

    fn saving(&self) -> IndexMap<OdsCode, WasWould<Option<Amount>>> {
        let WasWould { was, would } = self.fact(|board| {
            let trusts = savings::at_lead(board).map(|savings| savings.trusts).unwrap_or_default();
            trusts.into_iter().map(|trust| (trust.ods, trust.saving.saving)).collect::<IndexMap<_, _>>()
        });
        let setup = self.was.setup();
        let trusts = setup.event.trusts.iter().map(|trust| &trust.ods);
        let buys = |ods: &&OdsCode| {
            setup.items.iter().any(|item| item.volumes.get(*ods).is_some_and(|volume| volume.is_positive()))
        };
        let of = |ods: &OdsCode| (ods.clone(), WasWould { was: was.get(ods).copied(), would: would.get(ods).copied() });
        trusts.filter(buys).map(of).collect()
    }

    /// What the viewer knows each bidder by, in the order of the invitation.
    fn names(&self, viewer: &Viewer) -> Vec<Arc<str>> {
        let sight = Sight::new(&self.was, viewer);
        let bidders = self.was.setup().invited().map(|(bidder, _)| bidder);
        sight.with_aliases(|aliases| {
            let name = |bidder| match sight.identity(bidder) {
                Some(id) => Arc::from(id.as_str()),
                None => Arc::from(aliases.of(bidder)),
            };
            bidders.map(name).collect()
        })
    }
}

/// The standing offers, best first; none of a cancelled lot.
fn ranked(board: &Board) -> Vec<Placed> {
    if board.state() == State::Cancelled { Vec::new() } else { board.placed() }
}

fn named(board: &Board, names: &[Arc<str>], placed: &Placed) -> SimulatedPlace {
    let Placed { bidder, rank, total, evaluated, score } = placed;
    let place = board.facts.index_of(bidder).expect("ranked bidders are invited").position();
    let bidder = Arc::clone(&names[place]);
    SimulatedPlace { bidder, rank: *rank, total: *total, evaluated: *evaluated, score: *score }
}

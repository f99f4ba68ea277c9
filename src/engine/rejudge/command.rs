//! Reads the bid out of a record, and says who can have caused which event.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::auction::event::{Cause, CloseCause};
use crate::auction::{Event, PlaceBid, Setup};
use crate::clock::Instant;
use crate::engine::encode;
use crate::ids::{BidRef, BidderId, ItemId};
use crate::journal::Actor;
use crate::journal::record::Body;
use crate::money::Amount;

/// A record's bid as it was sent, without its outcome.
#[derive(Debug, Deserialize)]
pub struct RecordedBid {
    pub(super) bidder: BidderId,
    #[serde(rename = "ref")]
    bid_ref: BidRef,
    prices: IndexMap<ItemId, Amount>,
    confirmed: bool,
    received_at: Instant,
}

impl RecordedBid {
    /// The bid of a bid's record; None for every other record.
    pub(super) fn read(body: &Body) -> Option<Self> {
        let is_bid = matches!(&*body.kind, encode::BID_ACCEPTED | encode::BID_REFUSED);
        if is_bid { serde_json::from_str(body.data.get()).ok() } else { None }
    }
}

impl From<RecordedBid> for PlaceBid {
    fn from(bid: RecordedBid) -> Self {
        let RecordedBid { bidder, bid_ref, prices, confirmed, received_at } = bid;
        Self { bidder, bid_ref, prices, confirmed, received_at }
    }
}

/// Checks that an actor of that kind can have caused the event.
///
/// # Errors
/// Names the only actor that can.
pub(super) fn check_actor(event: &Event, actor: &Actor, setup: &Setup) -> Result<(), String> {
    let by_bidder = |bidder: &BidderId| match actor {
        Actor::Supplier { org, .. } if org.as_str() == bidder.as_str() => Ok(()),
        Actor::Supplier { .. } | Actor::System | Actor::Buyer { .. } | Actor::Admin { .. } => {
            Err(format!("only {bidder} itself can have caused it"))
        }
    };
    match event {
        Event::TermsAccepted { bidder } | Event::AnnulmentRequested { bidder, .. } => by_bidder(bidder),
        Event::BidAccepted(bid) => by_bidder(&bid.bidder),
        Event::BidRefused(bid) => by_bidder(&bid.bidder),
        Event::LotOpened { .. }
        | Event::LotExtended { cause: Cause::Bid | Cause::Outage, .. }
        | Event::LotPaused { cause: Cause::Bid | Cause::Outage, .. }
        | Event::LotResumed { reason: None, .. }
        | Event::LotClosed { cause: CloseCause::Time, .. } => by_system(actor),
        Event::LotExtended { cause: Cause::Buyer, .. }
        | Event::LotPaused { cause: Cause::Buyer, .. }
        | Event::LotResumed { reason: Some(_), .. }
        | Event::ActProposed { .. }
        | Event::ActApproved { .. }
        | Event::ActDeclined { .. }
        | Event::AnnulmentDeclined { .. }
        | Event::BidAnnulled { .. }
        | Event::BidderExcluded { .. }
        | Event::MessageSent { .. }
        | Event::LotClosed { cause: CloseCause::Buyer, .. }
        | Event::LotCancelled { .. } => by_buyer(actor, setup),
    }
}

fn by_system(actor: &Actor) -> Result<(), String> {
    if *actor == Actor::System { Ok(()) } else { Err("only the server itself can have caused it".to_owned()) }
}

fn by_buyer(actor: &Actor, setup: &Setup) -> Result<(), String> {
    match actor {
        Actor::Buyer { org, .. } if *org == setup.event.owner => Ok(()),
        Actor::Buyer { .. } | Actor::System | Actor::Supplier { .. } | Actor::Admin { .. } => {
            Err("only a buyer of the lot's partnership can have caused it".to_owned())
        }
    }
}

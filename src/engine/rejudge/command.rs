//! Derives the command that led to a record.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::auction::event::{Accepted, Cause, CloseCause, Refused};
use crate::auction::view::Board;
use crate::auction::{Act, Command, Event, PlaceBid, Setup};
use crate::clock::Instant;
use crate::ids::{BidRef, BidderId, ItemId, PersonId};
use crate::journal::Actor;
use crate::money::Amount;

/// A record's bid as it was sent, without its outcome.
#[derive(Debug, Deserialize)]
pub(super) struct RecordedBid {
    pub(super) bidder: BidderId,
    #[serde(rename = "ref")]
    bid_ref: BidRef,
    prices: IndexMap<ItemId, Amount>,
    confirmed: bool,
    received_at: Instant,
}

impl From<RecordedBid> for PlaceBid {
    fn from(bid: RecordedBid) -> Self {
        let RecordedBid { bidder, bid_ref, prices, confirmed, received_at } = bid;
        Self { bidder, bid_ref, prices, confirmed, received_at }
    }
}

/// The command whose first effect `event` is.
///
/// # Errors
/// Where no command has that effect first.
pub(super) fn of_record(event: &Event, actor: &Actor, board: &Board) -> Result<Command, String> {
    let act = |act: Act| person(actor).map(|by| Command::Act { by, act });
    let reason_text = |reason: &Option<String>| reason.clone().ok_or("a buyer's act has a reason".to_owned());
    match event {
        Event::TermsAccepted { bidder } => Ok(Command::AcceptTerms { bidder: bidder.clone() }),
        Event::BidAccepted(bid) => Ok(Command::PlaceBid(of_accepted(bid))),
        Event::BidRefused(bid) => Ok(Command::PlaceBid(of_refused(bid))),
        Event::LotOpened { .. }
        | Event::LotResumed { reason: None, .. }
        | Event::LotClosed { cause: CloseCause::Time, .. } => Ok(Command::Wake),
        Event::LotExtended { cause: Cause::Buyer, closes_at, reason, .. } => {
            act(Act::Extend { closes_at: *closes_at, reason: reason_text(reason)? })
        }
        Event::LotExtended { cause: Cause::Bid | Cause::Outage, .. } => {
            Err("no bid right before it has extended the lot".to_owned())
        }
        Event::LotPaused { cause: Cause::Buyer, resumes_at, reason, .. } => {
            act(Act::Pause { resumes_at: *resumes_at, reason: reason_text(reason)? })
        }
        // The last heartbeat is not part of the record; it follows from the time that was left.
        Event::LotPaused { cause: Cause::Outage, remaining_us, .. } => {
            Ok(Command::Outage { alive_until: board.closes_at().plus_micros(-remaining_us) })
        }
        Event::LotPaused { cause: Cause::Bid, .. } => Err("no bid pauses a lot".to_owned()),
        Event::LotResumed { reason: Some(reason), .. } => act(Act::Resume { reason: reason.clone() }),
        Event::ActProposed { act: proposed, .. } => act(proposed.clone()),
        Event::ActApproved { act: proposal, reason, .. } => {
            act(Act::Approve { act: *proposal, reason: reason.clone() })
        }
        Event::ActDeclined { act: proposal, reason, .. } => {
            act(Act::Decline { act: *proposal, reason: reason.clone() })
        }
        Event::AnnulmentRequested { bidder, bid_ref, reason, .. } => {
            Ok(Command::RequestAnnulment { bidder: bidder.clone(), bid_ref: bid_ref.clone(), reason: reason.clone() })
        }
        Event::AnnulmentDeclined { request, reason, .. } => act(Act::Decline { act: *request, reason: reason.clone() }),
        Event::BidAnnulled { bidder, offer, reason } => {
            act(Act::Annul { bidder: bidder.clone(), offer: *offer, reason: reason.clone() })
        }
        Event::BidderExcluded { bidder, reason } => {
            act(Act::Exclude { bidder: bidder.clone(), reason: reason.clone() })
        }
        Event::MessageSent { text, to, reason } => {
            act(Act::Broadcast { text: text.clone(), to: to.clone(), reason: reason.clone() })
        }
        Event::LotClosed { cause: CloseCause::Buyer, reason, .. } => act(Act::Close { reason: reason_text(reason)? }),
        Event::LotCancelled { reason } => act(Act::Cancel { reason: reason.clone() }),
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

fn person(actor: &Actor) -> Result<PersonId, String> {
    match actor {
        Actor::Buyer { person, .. } => Ok(person.clone()),
        Actor::System | Actor::Supplier { .. } | Actor::Admin { .. } => Err("a buyer's act by no buyer".to_owned()),
    }
}

fn of_accepted(bid: &Accepted) -> PlaceBid {
    PlaceBid {
        bidder: bid.bidder.clone(),
        bid_ref: bid.bid_ref.clone(),
        prices: bid.prices.clone(),
        confirmed: bid.confirmed,
        received_at: bid.received_at,
    }
}

fn of_refused(bid: &Refused) -> PlaceBid {
    PlaceBid {
        bidder: bid.bidder.clone(),
        bid_ref: bid.bid_ref.clone(),
        prices: bid.prices.clone(),
        confirmed: bid.confirmed,
        received_at: bid.received_at,
    }
}

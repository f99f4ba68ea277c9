//! The command that led to an event.
//!
//! Records hold what has happened. To judge them again, or by other rules, needs what was asked for.

use super::command::{Act, Command, PlaceBid};
use super::event::{Accepted, Cause, CloseCause, Event, Refused};
use crate::clock::Instant;
use crate::ids::PersonId;

/// The command whose first effect `event` is. `by` is the buyer who has acted, `closes_at` the lot's close before it.
///
/// # Errors
/// Where no command has that effect first.
pub(crate) fn command_behind(event: &Event, by: Option<&PersonId>, closes_at: Instant) -> Result<Command, String> {
    let by = || by.cloned().ok_or("a buyer's act by no buyer".to_owned());
    let act = |act: Act| by().map(|by| Command::Act { by, act });
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
            Ok(Command::Outage { alive_until: closes_at.plus_micros(-remaining_us) })
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

pub(crate) fn of_accepted(bid: &Accepted) -> PlaceBid {
    PlaceBid {
        bidder: bid.bidder.clone(),
        bid_ref: bid.bid_ref.clone(),
        prices: bid.prices.clone(),
        confirmed: bid.confirmed,
        received_at: bid.received_at,
    }
}

pub(crate) fn of_refused(bid: &Refused) -> PlaceBid {
    PlaceBid {
        bidder: bid.bidder.clone(),
        bid_ref: bid.bid_ref.clone(),
        prices: bid.prices.clone(),
        confirmed: bid.confirmed,
        received_at: bid.received_at,
    }
}

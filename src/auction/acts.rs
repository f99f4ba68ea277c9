//! A buyer's acts and a bidder's request for an annulment: when each is allowed, and which events it causes.

use super::board::Board;
use super::command::Act;
use super::event::{Cause, CloseCause, Event};
use super::index::BidderIndex;
use super::setup::Profile;
use super::state::{State, WrongState};
use super::timing;
use crate::clock::Instant;
use crate::ids::{BidRef, BidderId, PersonId, Seq};

/// The events that a buyer's act causes.
pub(crate) fn act(board: &Board, by: &PersonId, act: &Act, now: Instant) -> Result<Vec<Event>, WrongState> {
    match act {
        Act::Pause { resumes_at, reason } => pause(board, *resumes_at, reason, now).map(one),
        Act::Resume { reason } => {
            in_state(board, "resume", &[State::Paused])?;
            Ok(one(timing::resumed(board, now, Some(reason.clone()))))
        }
        Act::Extend { closes_at, reason } => extend(board, *closes_at, reason, now).map(one),
        Act::Close { reason } => close(board, reason, now).map(one),
        Act::Broadcast { text, to, reason } => {
            in_state(board, "broadcast", UNTIL_ENDED)?;
            if let Some(to) = to {
                index_of(board, to)?;
            }
            Ok(one(Event::MessageSent { text: text.clone(), to: to.clone(), reason: reason.clone() }))
        }
        Act::Annul { .. } | Act::Exclude { .. } | Act::Cancel { .. } => {
            let effect = effect(board, act)?;
            let waits = board.facts.setup.event.four_eyes;
            Ok(one(if waits { Event::ActProposed { act: act.clone(), by: by.clone() } } else { effect }))
        }
        Act::Approve { act, reason } => approve(board, by, *act, reason),
        Act::Decline { act, reason } => decline(board, by, *act, reason).map(one),
    }
}

/// The event that a bidder's request to annul its standing offer causes.
pub(crate) fn request_annulment(
    board: &Board,
    bidder: &BidderId,
    bid_ref: &BidRef,
    reason: &str,
) -> Result<Event, WrongState> {
    const ACT: &str = "a request to annul an offer";
    let index = index_of(board, bidder)?;
    in_state(board, ACT, RUNNING)?;
    let named = |offer: &&std::sync::Arc<super::board::Offer>| offer.bid_ref.as_ref() == Some(bid_ref);
    let standing = board.rows[index].standing.as_ref().filter(named);
    let Some(offer) = standing.and_then(|offer| offer.seq()) else {
        return Err(not_now(ACT, "that offer is not the bidder's standing offer"));
    };
    if board.pending.request_of(index).is_some() {
        return Err(not_now(ACT, "an earlier request for this offer waits for the buyer"));
    }
    let (bidder, bid_ref, reason) = (bidder.clone(), bid_ref.clone(), reason.to_owned());
    Ok(Event::AnnulmentRequested { bidder, bid_ref, offer, reason })
}

const RUNNING: &[State] = &[State::Open, State::Paused];
const UNTIL_ENDED: &[State] = &[State::Scheduled, State::Open, State::Paused];

fn pause(board: &Board, resumes_at: Option<Instant>, reason: &str, now: Instant) -> Result<Event, WrongState> {
    in_state(board, "pause", &[State::Open])?;
    not_settling(board, "pause", now)?;
    if resumes_at.is_some_and(|resumes_at| resumes_at <= now) {
        return Err(not_now("pause", "resumes_at must be later than now"));
    }
    let remaining_us = board.closes_at().micros_since(now);
    Ok(Event::LotPaused { cause: Cause::Buyer, remaining_us, resumes_at, reason: Some(reason.to_owned()) })
}

fn extend(board: &Board, closes_at: Instant, reason: &str, now: Instant) -> Result<Event, WrongState> {
    in_state(board, "extend", &[State::Open])?;
    let was = board.closes_at();
    let earliest = was.max(now);
    if closes_at <= earliest {
        return Err(not_now("extend", format!("closes_at must be later than {earliest}")));
    }
    if let Some(latest) = board.timing.latest_close.filter(|latest| closes_at > *latest) {
        return Err(not_now("extend", format!("closes_at must be {latest} or earlier")));
    }
    Ok(Event::LotExtended { closes_at, was, cause: Cause::Buyer, reason: Some(reason.to_owned()) })
}

fn close(board: &Board, reason: &str, now: Instant) -> Result<Event, WrongState> {
    in_state(board, "close", RUNNING)?;
    not_settling(board, "close", now)?;
    match board.facts.setup.event.profile {
        Profile::Custom => Ok(timing::closed(board, CloseCause::Buyer, Some(reason.to_owned()))),
        // Under regulation 35 a lot closes at a fixed time, after silence, or after stated phases; no person closes it.
        Profile::Reg35 => {
            Err(not_now("close", "an event under regulation 35 has no early close; cancel the lot instead"))
        }
    }
}

/// The event of an act that may need a second buyer, if it took effect now.
pub(crate) fn effect(board: &Board, act: &Act) -> Result<Event, WrongState> {
    match act {
        Act::Annul { bidder, offer, reason } => annul(board, bidder, *offer, reason),
        Act::Exclude { bidder, reason } => {
            let index = index_of(board, bidder)?;
            in_state(board, "exclude", UNTIL_ENDED)?;
            if board.rows[index].is_excluded() {
                return Err(not_now("exclude", "the bidder is excluded already"));
            }
            Ok(Event::BidderExcluded { bidder: bidder.clone(), reason: reason.clone() })
        }
        Act::Cancel { reason } => {
            in_state(board, "cancel", UNTIL_ENDED)?;
            Ok(Event::LotCancelled { reason: reason.clone() })
        }
        Act::Pause { .. }
        | Act::Resume { .. }
        | Act::Extend { .. }
        | Act::Close { .. }
        | Act::Broadcast { .. }
        | Act::Approve { .. }
        | Act::Decline { .. } => Err(not_now("approve", "the act takes effect at once and is never proposed")),
    }
}

fn annul(board: &Board, bidder: &BidderId, offer: Option<Seq>, reason: &str) -> Result<Event, WrongState> {
    let index = index_of(board, bidder)?;
    in_state(board, "annul", RUNNING)?;
    let Some(standing) = &board.rows[index].standing else {
        return Err(not_now("annul", "the bidder has no standing offer"));
    };
    if offer.is_some() && offer != standing.seq() {
        return Err(not_now("annul", "that offer is not the bidder's standing offer"));
    }
    Ok(Event::BidAnnulled { bidder: bidder.clone(), offer: standing.seq(), reason: reason.to_owned() })
}

fn approve(board: &Board, by: &PersonId, seq: Seq, reason: &str) -> Result<Vec<Event>, WrongState> {
    let proposal = board.pending.proposal(seq).ok_or_else(|| not_now("approve", "no such proposal is open"))?;
    if proposal.by == *by {
        return Err(WrongState::OwnProposal);
    }
    let effect = effect(board, &proposal.act)?;
    if proposal.offer != standing_order(board, &proposal.act) {
        return Err(not_now(
            "approve",
            "the bidder's standing offer is no longer the one that the act was proposed for",
        ));
    }
    Ok(vec![Event::ActApproved { act: seq, by: by.clone(), reason: reason.to_owned() }, effect])
}

fn decline(board: &Board, by: &PersonId, seq: Seq, reason: &str) -> Result<Event, WrongState> {
    let reason = reason.to_owned();
    if board.pending.proposal(seq).is_some() {
        return Ok(Event::ActDeclined { act: seq, by: by.clone(), reason });
    }
    match board.pending.request(seq) {
        Some(request) => {
            let bidder = board.facts.invited(request.bidder).id.clone();
            Ok(Event::AnnulmentDeclined { request: seq, bidder, reason })
        }
        None => Err(not_now("decline", "no such proposal or request is open")),
    }
}

/// The offer that an annulment would annul, by its order; none for other acts.
pub(crate) fn standing_order(board: &Board, act: &Act) -> Option<u64> {
    match act {
        Act::Annul { bidder, .. } => {
            let index = board.facts.index_of(bidder)?;
            board.rows[index].standing.as_ref().map(|offer| offer.order)
        }
        Act::Pause { .. }
        | Act::Resume { .. }
        | Act::Extend { .. }
        | Act::Exclude { .. }
        | Act::Close { .. }
        | Act::Cancel { .. }
        | Act::Broadcast { .. }
        | Act::Approve { .. }
        | Act::Decline { .. } => None,
    }
}

pub(crate) fn index_of(board: &Board, bidder: &BidderId) -> Result<BidderIndex, WrongState> {
    board.facts.index_of(bidder).ok_or(WrongState::UnknownBidder)
}

fn in_state(board: &Board, act: &'static str, allowed: &[State]) -> Result<(), WrongState> {
    let state = board.state();
    if allowed.contains(&state) { Ok(()) } else { Err(not_now(act, format!("the lot is {}", state.as_str()))) }
}

fn not_settling(board: &Board, act: &'static str, now: Instant) -> Result<(), WrongState> {
    if board.is_settling(now) { Err(not_now(act, "the closing time has come")) } else { Ok(()) }
}

fn not_now(act: &'static str, because: impl Into<String>) -> WrongState {
    WrongState::NotNow { act, because: because.into() }
}

fn one(event: Event) -> Vec<Event> {
    vec![event]
}

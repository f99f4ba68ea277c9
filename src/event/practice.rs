//! What a practice lot is made of: a document with one lot of an event, for its players alone.
//!
//! A supplier's practice holds only what the supplier may know. Its rivals are made of its own figures, so that nothing of
//! a real rival can show. A buyer's practice holds the lot as the draft or the published event states it.

use std::num::NonZeroU64;
use std::time::Duration;

use super::document::{BidderDocument, EventDocument, LotBidderDocument, LotDocument, OpensAt};
use crate::clock::Instant;
use crate::ids::BidderId;
use crate::json::{Code, Problem};

/// How long a supplier's practice lot is open, if no bid moves the close.
pub const SUPPLIER_LENGTH: Duration = Duration::from_mins(5);
/// How far bids may move the close of a supplier's practice lot.
pub const SUPPLIER_EXTENSION_MAX: Duration = Duration::from_mins(10);
/// The longest time that a buyer's practice lot may be open, with all its extensions.
pub const BUYER_LENGTH_MAX: Duration = Duration::from_hours(8);
/// The fastest practice: every length is divided by this.
pub const SPEED_MAX: u64 = 20;
/// How many scripted rivals a supplier has.
pub const RIVALS: usize = 3;

const JUSTIFICATION: &str = "a practice";

/// For whom a lot is played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PracticeParty {
    /// An invited supplier plays against scripted rivals.
    Supplier(BidderId),
    /// A buyer watches all invited bidders, every length divided by the speed.
    Buyer(NonZeroU64),
}

/// The document of a practice lot that opens at `opens_at`: lot `nth` of `document` and nothing of the other lots.
///
/// # Errors
/// What keeps the lot from being played, at a member of the request: `/lot` or `/speed`.
pub fn practice_document(
    document: &EventDocument,
    nth: usize,
    party: &PracticeParty,
    opens_at: Instant,
) -> Result<EventDocument, Problem> {
    let Some(stated) = document.lots.get(nth) else {
        return Err(Problem::new("/lot", Code::UnknownReference, "is no lot of this event"));
    };
    let lot = match party {
        PracticeParty::Supplier(own) => for_supplier(stated, own, opens_at)?,
        PracticeParty::Buyer(speed) => for_buyer(stated, *speed, opens_at)?,
    };
    let played = match party {
        // The justification is the buyers' own, and accepting the terms of an event is no practice.
        PracticeParty::Supplier(own) => EventDocument {
            justification: document.justification.as_ref().map(|_| JUSTIFICATION.to_owned()),
            terms: None,
            bidders: cast(document, own),
            lots: vec![lot],
            practice: true,
            ..document.clone()
        },
        PracticeParty::Buyer(_) => EventDocument { lots: vec![lot], practice: true, ..document.clone() },
    };
    Ok(played)
}

/// The supplier and its rivals, in the order in which the lot lists them.
fn cast(document: &EventDocument, own: &BidderId) -> Vec<BidderDocument> {
    let known = document.bidders.iter().find(|bidder| bidder.id == *own);
    let rivals = rival_ids(own).enumerate();
    let rivals = rivals.map(|(nth, id)| BidderDocument { id, name: format!("Practice rival {}", nth + 1) });
    known.cloned().into_iter().chain(rivals).collect()
}

/// The ids of the scripted rivals, all of them different from the supplier's own.
fn rival_ids(own: &BidderId) -> impl Iterator<Item = BidderId> {
    let ids = (1..).map(|nth| BidderId::parse(&format!("practice-rival-{nth}")).expect("a short text is an id"));
    ids.filter(move |id| id != own).take(RIVALS)
}

fn for_supplier(stated: &LotDocument, own: &BidderId, opens_at: Instant) -> Result<LotDocument, Problem> {
    let Some(invited) = stated.bidders.iter().find(|invited| invited.bidder == *own) else {
        return Err(Problem::new("/lot", Code::UnknownReference, "is no lot that you are invited to"));
    };
    let rival = |bidder| LotBidderDocument { bidder, opening: None, ..invited.clone() };
    let bidders = std::iter::once(invited.clone()).chain(rival_ids(own).map(rival)).collect();
    let mut lot = LotDocument { bidders, opens_at: OpensAt::At(opens_at), ..stated.clone() };
    for item in &mut lot.items {
        item.baselines.clear();
    }
    lot.rules.reserve = None;
    let (closes_at, stated_opening) = (opens_at + SUPPLIER_LENGTH, stated_opening(stated, opens_at));
    let room = stated.latest_close().zip(stated.closes_at_from(stated_opening));
    let room = room.map_or(SUPPLIER_EXTENSION_MAX, |(latest, closes_at)| latest.saturating_since(closes_at));
    let latest_close = closes_at + room.min(SUPPLIER_EXTENSION_MAX);
    match &mut lot.rules.idle {
        Some(idle) => {
            idle.idle_s = idle.idle_s.min(SUPPLIER_LENGTH.as_secs());
            idle.latest_close = Some(closes_at);
        }
        None => close_at(&mut lot, closes_at),
    }
    if let Some(extension) = &mut lot.rules.extension {
        extension.latest_close = Some(latest_close);
    }
    Ok(lot)
}

fn for_buyer(stated: &LotDocument, speed: NonZeroU64, opens_at: Instant) -> Result<LotDocument, Problem> {
    let shorter = |length: u64| length.div_ceil(speed.get());
    let stated_opening = stated_opening(stated, opens_at);
    let moved = |at: Instant| {
        let length_us = at.micros_since(stated_opening);
        opens_at.plus_micros(length_us / i64::try_from(speed.get()).unwrap_or(i64::MAX))
    };
    let mut lot = LotDocument { opens_at: OpensAt::At(opens_at), ..stated.clone() };
    let closes_at = stated.closes_at_from(stated_opening).map(moved);
    let Some(closes_at) = closes_at.filter(|closes_at| *closes_at > opens_at) else {
        return Err(Problem::new("/lot", Code::Contradiction, "would close before it opens: state a later close"));
    };
    let last = stated.latest_close().map_or(closes_at, moved);
    if last.saturating_since(opens_at) > BUYER_LENGTH_MAX {
        return Err(too_long(last.saturating_since(opens_at), speed));
    }
    if let Some(idle) = &mut lot.rules.idle {
        idle.idle_s = shorter(idle.idle_s);
        idle.latest_close = idle.latest_close.map(|at| moved(at).max(opens_at + Duration::from_secs(idle.idle_s)));
    } else {
        close_at(&mut lot, closes_at);
    }
    if let Some(extension) = &mut lot.rules.extension {
        extension.window_s = shorter(extension.window_s);
        extension.extend_s = shorter(extension.extend_s);
        extension.latest_close = extension.latest_close.map(moved);
    }
    lot.rules.auto_resume_s = lot.rules.auto_resume_s.map(shorter);
    lot.rules.settle_ms = shorter(lot.rules.settle_ms);
    Ok(lot)
}

fn too_long(length: Duration, speed: NonZeroU64) -> Problem {
    let needed = length.as_secs().saturating_mul(speed.get()).div_ceil(BUYER_LENGTH_MAX.as_secs());
    let hours = BUYER_LENGTH_MAX.as_secs() / 3_600;
    let message = if needed <= SPEED_MAX {
        format!("is too slow: a practice takes {hours} hours at most, so {needed} or more is needed for this lot")
    } else {
        format!("cannot be high enough: a practice takes {hours} hours at most, and this lot is longer at {SPEED_MAX}")
    };
    Problem::new("/speed", Code::OutOfRange, message)
}

/// When the lot opens as it is stated. A lot that opens at its publication is played as if it were published now.
fn stated_opening(stated: &LotDocument, now: Instant) -> Instant {
    match stated.opens_at {
        OpensAt::At(opens_at) => opens_at,
        OpensAt::Now(_) => now,
    }
}

fn close_at(lot: &mut LotDocument, closes_at: Instant) {
    lot.closes_at = Some(closes_at);
    lot.duration_s = None;
}

#[cfg(test)]
mod tests;

//! The wire message that answers a bid: the same over a WebSocket and over HTTP.

use super::answer::BidAnswer;
use crate::ids::{BidRef, LotId};
use crate::protocol::ws::{AcceptedMessage, RefusedMessage};
use crate::protocol::{ErrorCode, ErrorMessage, Hex, ServerMessage};

/// The message that answers the bid `bid_ref` on `lot`.
#[must_use]
pub fn bid_answer(lot: LotId, bid_ref: BidRef, answer: BidAnswer) -> ServerMessage {
    match answer {
        BidAnswer::Accepted { record, received_at, rank, total, evaluated } => {
            ServerMessage::Accepted(AcceptedMessage {
                lot,
                bid_ref,
                seq: record.seq,
                at: record.at,
                received_at,
                hash: Hex(record.hash.0),
                rank,
                total,
                evaluated,
                receipt: None,
            })
        }
        BidAnswer::Refused { record, received_at, reason, limit, message } => ServerMessage::Refused(RefusedMessage {
            lot,
            bid_ref,
            seq: record.seq,
            at: record.at,
            received_at,
            hash: Hex(record.hash.0),
            reason,
            limit,
            message,
        }),
        BidAnswer::Overloaded => error(ErrorCode::Overloaded, &lot, &bid_ref),
        BidAnswer::Unavailable => error(ErrorCode::Unavailable, &lot, &bid_ref),
    }
}

fn error(code: ErrorCode, lot: &LotId, bid_ref: &BidRef) -> ServerMessage {
    let (lot, bid_ref) = (lot.as_str().to_owned(), bid_ref.as_str().to_owned());
    ServerMessage::Error(ErrorMessage::new(code).on(Some(lot), Some(bid_ref)))
}

//! The wire messages that answer a bid and a question about prices: the same over a WebSocket and over HTTP.

use super::answer::BidAnswer;
use crate::auction::FittedOffer;
use crate::ids::{BidRef, LotId};
use crate::protocol::ws::{AcceptedMessage, FittedMessage, RefusedMessage};
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

/// The message that answers a question for prices that fit. `id` is the question's.
#[must_use]
pub fn fitted(lot: LotId, id: Option<u64>, fitted: Option<FittedOffer>) -> ServerMessage {
    let (prices, total, evaluated) = match fitted {
        Some(FittedOffer { prices, total, evaluated }) => (Some(prices), Some(total), Some(evaluated)),
        None => (None, None, None),
    };
    ServerMessage::Fitted(FittedMessage { lot, id, prices, total, evaluated })
}

fn error(code: ErrorCode, lot: &LotId, bid_ref: &BidRef) -> ServerMessage {
    let (lot, bid_ref) = (lot.as_str().to_owned(), bid_ref.as_str().to_owned());
    ServerMessage::Error(ErrorMessage::new(code).on(Some(lot), Some(bid_ref)))
}

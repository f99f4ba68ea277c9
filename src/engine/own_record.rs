//! A supplier's own bids on one lot, read from the journal.
//!
//! The records come from the store page by page, as for a history, and not from the lot's actor. So no bid waits for a
//! long record. A record that is no bid of the supplier gives None: reading it takes time too, and the reader counts
//! items to know when it has to pause.

use std::sync::Arc;

use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};

use super::answer::Denied;
use super::encode::{self, BID_ACCEPTED, BID_REFUSED};
use super::handle::{LotHandle, Question};
use crate::auction::event::{Accepted, Refused};
use crate::auction::view::OwnBids;
use crate::ids::{BidderId, Seq};
use crate::journal::record::Body;
use crate::journal::{Record, StreamId};
use crate::protocol::Hex;
use crate::protocol::http::{OwnBid, OwnBidOutcome};

/// One of the supplier's own bids; None for any other record.
type OwnBidItem = Result<Option<OwnBid>, Denied>;

/// The bids after `after` that are committed now, oldest first. The states of all offers are those of this moment.
pub(super) fn bids(handle: Arc<LotHandle>, bidder: BidderId, after: Seq) -> BoxStream<'static, OwnBidItem> {
    let bids = async move {
        let own = handle.ask(|reply| Question::OwnBids { bidder: bidder.clone(), reply }).await?;
        let last = own.seq();
        let records = handle.shared.journal.read_in_background(StreamId::lot(&handle.entry.id), after);
        let lot = handle.entry.id.clone();
        let records = records.map_err(move |error| {
            tracing::warn!(%lot, %error, "a record of bids could not be read to its end");
            Denied::Unavailable
        });
        let records = records.try_take_while(move |record| futures::future::ready(Ok(record.seq <= last)));
        Ok(records.map(move |record| {
            // Held until the last record is read, so that the lot stays loaded.
            let _ = &handle;
            own_bid(&record?, &bidder, &own)
        }))
    };
    stream::once(bids).try_flatten().boxed()
}

fn own_bid(record: &Record, bidder: &BidderId, own: &OwnBids) -> OwnBidItem {
    read(record, bidder, own).map_err(|fault| {
        tracing::error!(stream = %record.stream, seq = %record.seq, fault, "a record cannot be shown");
        Denied::Unavailable
    })
}

fn read(record: &Record, bidder: &BidderId, own: &OwnBids) -> Result<Option<OwnBid>, String> {
    let in_words = |error: serde_json::Error| error.to_string();
    if !matches!(&*record.kind, BID_ACCEPTED | BID_REFUSED) {
        return Ok(None);
    }
    let body: Body = serde_json::from_str(&record.body).map_err(in_words)?;
    let data = body.data.get();
    // Nearly all other records are rivals' bids. Only the bidder is read of them, which is fast.
    if encode::bidder_of_bid(data)? != bidder.as_str() {
        return Ok(None);
    }
    Ok(Some(if &*body.kind == BID_ACCEPTED {
        accepted(record, serde_json::from_str(data).map_err(in_words)?, own)
    } else {
        refused(record, serde_json::from_str(data).map_err(in_words)?, own)
    }))
}

fn accepted(record: &Record, bid: Accepted, own: &OwnBids) -> OwnBid {
    OwnBid {
        seq: record.seq,
        at: record.at,
        received_at: bid.received_at,
        bid_ref: bid.bid_ref,
        outcome: OwnBidOutcome::Accepted,
        state: Some(own.state_of(record.seq)),
        reason: None,
        limit: None,
        message: None,
        prices: bid.prices,
        total: Some(own.written(bid.total)),
        evaluated: Some(own.written(bid.evaluated)),
        rank_then: Some(bid.rank),
        hash: Hex(record.hash.0),
        receipt: None,
    }
}

fn refused(record: &Record, bid: Refused, own: &OwnBids) -> OwnBid {
    let worth = own.worth(&bid.prices);
    OwnBid {
        seq: record.seq,
        at: record.at,
        received_at: bid.received_at,
        bid_ref: bid.bid_ref,
        outcome: OwnBidOutcome::Refused,
        state: None,
        reason: Some(bid.reason),
        limit: bid.limit,
        message: Some(own.message(bid.reason, bid.limit, &bid.prices)),
        prices: bid.prices,
        total: worth.map(|(total, _)| total),
        evaluated: worth.map(|(_, evaluated)| evaluated),
        rank_then: None,
        hash: Hex(record.hash.0),
        receipt: None,
    }
}

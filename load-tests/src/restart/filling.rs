//! Bids on many lots at the same time, as fast as answers come, until each has a number of records.

use anyhow::{Context, bail};
use futures::future::try_join_all;
use futures::{FutureExt, SinkExt, StreamExt};
use serde::Deserialize;
use tokio_tungstenite::tungstenite::Message;

use crate::bidder::bid_text;
use crate::fairlot::{Fairlot, price_of_bid};
use crate::socket::{self, Socket};

/// Bids of one bidder without an answer.
const IN_FLIGHT: u64 = 32;

/// Bids until each lot has this number of records. The lots are open and alike.
pub(super) async fn fill(fairlot: &Fairlot, lots: &[String], records: u64) -> anyhow::Result<()> {
    let first = lots.first().context("there are lots to fill")?;
    let seq = fairlot.lot(first).await?["seq"].as_u64().context("a lot has a seq")?;
    let (bids, bidders) = (records.saturating_sub(seq), fairlot.bidders.len() as u64);
    let url = fairlot.server.web_socket_url();
    let filling = (0..).zip(&fairlot.bidders).map(async |(nth, token): (u64, &String)| {
        let share = bids / bidders + u64::from(nth < bids % bidders);
        bid_on_all(socket::connect(&url, token).await?, lots, nth, share).await
    });
    try_join_all(filling).await?;
    Ok(())
}

/// Bids this number of times on each lot. Bidders begin with different lots.
async fn bid_on_all(mut socket: Socket, lots: &[String], first_lot: u64, bids: u64) -> anyhow::Result<()> {
    let count = lots.len() as u64;
    let all = bids * count;
    let (mut sent, mut answered) = (0, 0);
    while answered < all {
        while sent < all && sent - answered < IN_FLIGHT {
            let lot = &lots[usize::try_from((first_lot + sent) % count)?];
            sent += 1;
            socket.feed(Message::text(bid_text(lot, sent, &price_of_bid(sent)))).await?;
        }
        socket.flush().await?;
        let mut next = Some(socket.next().await);
        while let Some(message) = next {
            answered += u64::from(is_accepted(&message.context("the server has closed a connection")??)?);
            next = socket.next().now_or_never();
        }
    }
    Ok(())
}

/// Whether the message says that a bid was accepted.
fn is_accepted(message: &Message) -> anyhow::Result<bool> {
    #[derive(Deserialize)]
    struct Answer<'a> {
        #[serde(rename = "type")]
        kind: &'a str,
    }

    let Message::Text(text) = message else { return Ok(false) };
    let answer: Answer<'_> = serde_json::from_str(text).with_context(|| format!("no message: {text}"))?;
    match answer.kind {
        "accepted" => Ok(true),
        "refused" | "error" => bail!("a bid was not accepted: {text}"),
        _ => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_accepted_bid_counts_and_any_other_verdict_is_an_error() {
        let is = |text: &str| is_accepted(&Message::text(text));

        assert!(is(r#"{"type":"accepted","ref":"1","seq":4}"#).unwrap());
        assert!(!is(r#"{"type":"welcome"}"#).unwrap());
        assert!(is(r#"{"type":"refused","ref":"1","reason":"closed"}"#).is_err());
        assert!(is(r#"{"type":"error","ref":"1","code":"overloaded"}"#).is_err());
    }
}

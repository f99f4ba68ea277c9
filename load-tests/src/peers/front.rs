//! The WebSocket server in front of every peer.
//!
//! It has the same library, buffers and messages as fairlot's, so that the same bidders can bid at each, and only the
//! judgement and the storage behind it differ.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::future::Future;
use std::hash::{Hash, Hasher};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use futures::{SinkExt, StreamExt};
use serde::Deserialize;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::accept_hdr_async_with_config;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::http::header::{AUTHORIZATION, HeaderValue};

use crate::fairlot::ITEM;
use crate::socket;

/// A bid, as a peer judges it.
#[derive(Debug)]
pub(super) struct Bid {
    pub(super) lot: String,
    /// The bidder; all connections with one token are one bidder.
    pub(super) bidder: i64,
    /// The client's own text.
    pub(super) reference: String,
    /// In ten-thousandths of a pound.
    pub(super) price: i64,
}

/// The outcome of a bid that is on stable storage.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) accepted: bool,
    pub(super) seq: i64,
    /// The bidder's rank after the bid.
    pub(super) rank: i64,
}

/// Judges bids and keeps them.
pub(super) trait BidStore: Send + Sync + 'static {
    /// Creates a lot. Called once for each, before its first bid.
    fn open(&self, lot: &str) -> impl Future<Output = anyhow::Result<()>> + Send;

    /// Judges a bid and keeps it; it is on stable storage when this returns.
    fn place(&self, bid: &Bid) -> impl Future<Output = anyhow::Result<Placed>> + Send;
}

/// The members of a client's message that a peer reads.
#[derive(Debug, Deserialize)]
struct ClientMessage<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    lot: &'a str,
    #[serde(rename = "ref", default)]
    bid_ref: Option<&'a str>,
    #[serde(borrow, default)]
    prices: Option<Prices<'a>>,
}

#[derive(Debug, Deserialize)]
struct Prices<'a> {
    #[serde(borrow)]
    glove: &'a str,
}

/// Serves until the process is killed.
#[expect(clippy::print_stdout, reason = "whoever started the peer reads its address")]
pub(super) async fn serve<H: BidStore>(store: H) -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("peer ready on http://{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    let front = Arc::new(Front { store, open: Mutex::default() });
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let front = front.clone();
        tokio::spawn(async move {
            // A client that disconnects ends only its own task. When the store fails, the client sees a broken
            // connection.
            if let Err(error) = front.converse(stream).await {
                complain(&error);
            }
        });
    }
}

#[expect(clippy::print_stderr, reason = "whoever started the peer reads what went wrong")]
fn complain(error: &anyhow::Error) {
    if !error.is::<tokio_tungstenite::tungstenite::Error>() {
        eprintln!("peer: {error:#}");
    }
}

struct Front<H> {
    store: H,
    /// Lots that the store has.
    open: Mutex<HashSet<String>>,
}

impl<H: BidStore> Front<H> {
    async fn converse(&self, stream: TcpStream) -> anyhow::Result<()> {
        let mut bidder = 0;
        #[expect(clippy::result_large_err, reason = "the library's type")]
        let who = |request: &Request, response: Response| {
            bidder = bidder_of(request);
            Ok(response)
        };
        let mut socket = accept_hdr_async_with_config(stream, who, Some(socket::config())).await?;
        while let Some(message) = socket.next().await {
            if let Message::Text(text) = message?
                && let Some(answer) = self.hear(bidder, &text).await?
            {
                // Sent at once: the store takes longer for the next bid than sending takes, and no answer shall wait
                // for those to later bids.
                socket.send(Message::text(answer)).await?;
            }
        }
        Ok(())
    }

    async fn hear(&self, bidder: i64, text: &str) -> anyhow::Result<Option<String>> {
        let message: ClientMessage<'_> = serde_json::from_str(text)?;
        let (Some(bid_ref), Some(prices)) = (message.bid_ref, message.prices) else { return Ok(None) };
        anyhow::ensure!(message.kind == "bid", "{} has no ref", message.kind);
        let price = steps(prices.glove).with_context(|| format!("{ITEM} has no such price"))?;
        let bid = Bid { lot: message.lot.to_owned(), bidder, reference: bid_ref.to_owned(), price };
        self.open(&bid.lot).await?;
        let Placed { accepted, seq, rank } = self.store.place(&bid).await?;
        let kind = if accepted { "accepted" } else { "refused" };
        let (lot, price) = (&bid.lot, prices.glove);
        Ok(Some(format!(
            r#"{{"type":"{kind}","lot":"{lot}","ref":"{bid_ref}","seq":{seq},"rank":{rank},"total":"{price}","evaluated":"{price}"}}"#
        )))
    }

    async fn open(&self, lot: &str) -> anyhow::Result<()> {
        if self.open.lock().unwrap_or_else(PoisonError::into_inner).contains(lot) {
            return Ok(());
        }
        self.store.open(lot).await?;
        self.open.lock().unwrap_or_else(PoisonError::into_inner).insert(lot.to_owned());
        Ok(())
    }
}

/// The bidder, by its token, which is not checked here.
fn bidder_of(request: &Request) -> i64 {
    let mut hasher = DefaultHasher::new();
    request.headers().get(AUTHORIZATION).map(HeaderValue::as_bytes).hash(&mut hasher);
    i64::from(u32::try_from(hasher.finish() >> 32).unwrap_or_default())
}

/// A price of four decimals, in its smallest steps.
fn steps(price: &str) -> Option<i64> {
    let (pounds, rest) = price.split_once('.')?;
    (rest.len() == 4).then(|| format!("{pounds}{rest}").parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_read_in_its_smallest_steps() {
        assert_eq!(steps("999999.9999"), Some(9_999_999_999));
        assert_eq!(steps("1.5"), None);
    }
}

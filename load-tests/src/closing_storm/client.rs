//! A bidder of the storm: it bids when prompted, and keeps for each bid when it was sent and how it was answered.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, bail};
use futures::{SinkExt, StreamExt};
use jiff::Timestamp;
use serde::Deserialize;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::tungstenite::Message;

use crate::bidder::bid_text;
use crate::fairlot::price_of_bid;
use crate::figures::Tally;
use crate::socket::{self, Socket};

/// How long answers may take after the last bid. A bid without an answer by then is unanswered.
const ANSWER_WAIT: Duration = Duration::from_secs(10);

/// A connected bidder.
#[derive(Debug)]
pub(super) struct Client {
    socket: Socket,
    sent: Vec<SentBid>,
    /// Indexes in `sent` of the bids without an answer, by number.
    waiting: HashMap<u64, usize>,
}

/// A bid and its answer.
#[derive(Debug, Clone)]
pub(super) struct SentBid {
    /// Its `ref`.
    pub(super) number: u64,
    pub(super) due: Instant,
    /// When all of it had been passed to the socket; None when that failed.
    pub(super) written_at: Option<Timestamp>,
    /// The answer, and how long after the due time it came.
    pub(super) told: Option<(Told, Duration)>,
}

/// The answer to a bid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    Accepted { seq: u64 },
    Refused { seq: u64, reason: String },
    Overloaded,
    Unavailable,
}

#[derive(Debug, Deserialize)]
struct Answer<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(rename = "ref", borrow, default)]
    bid_ref: Option<&'a str>,
    #[serde(borrow, default)]
    code: Option<&'a str>,
    #[serde(borrow, default)]
    reason: Option<&'a str>,
    #[serde(default)]
    seq: u64,
}

impl SentBid {
    /// Counts it as other scenarios do.
    pub(super) fn count(&self, tally: &mut Tally) {
        match &self.told {
            Some((Told::Accepted { .. }, latency)) => {
                tally.accepted += 1;
                tally.accepted_within += 1;
                tally.record(*latency);
            }
            Some((Told::Refused { .. }, _)) => tally.refused += 1,
            Some((Told::Overloaded, _)) => tally.overloaded += 1,
            Some((Told::Unavailable, _)) => tally.unavailable += 1,
            None => tally.lose(ANSWER_WAIT),
        }
    }
}

impl Client {
    pub(super) async fn connect(url: &str, token: &str) -> anyhow::Result<Self> {
        Ok(Self { socket: socket::connect(url, token).await?, sent: Vec::new(), waiting: HashMap::new() })
    }

    /// Follows the lot, as a bidder in a browser does.
    pub(super) async fn join(&mut self, lot: &str) -> anyhow::Result<()> {
        Ok(self.socket.send(Message::text(socket::join(lot, false))).await?)
    }

    /// Bids until `due` ends, waits for the remaining answers, and returns all bids. When the connection breaks, its
    /// bids stay unanswered.
    pub(super) async fn bid(mut self, lot: &str, due: UnboundedReceiver<Instant>, until: Instant) -> Vec<SentBid> {
        // Bids already sent are in `sent`; the error does not change the counts.
        let _ = self.play(lot, due, until + ANSWER_WAIT).await;
        self.sent
    }

    async fn play(&mut self, lot: &str, mut due: UnboundedReceiver<Instant>, end: Instant) -> anyhow::Result<()> {
        let end = sleep_until(end);
        tokio::pin!(end);
        let mut more = true;
        while more || !self.waiting.is_empty() {
            tokio::select! {
                message = self.socket.next() => {
                    if let Message::Text(text) = message.context("the server ended the connection")?? {
                        self.hear(&text)?;
                    }
                }
                next = due.recv(), if more => match next {
                    Some(due) => self.send(lot, due).await?,
                    None => more = false,
                },
                () = &mut end => return Ok(()),
            }
        }
        Ok(())
    }

    async fn send(&mut self, lot: &str, due: Instant) -> anyhow::Result<()> {
        let number = self.sent.len() as u64 + 1;
        self.waiting.insert(number, self.sent.len());
        self.sent.push(SentBid { number, due, written_at: None, told: None });
        self.socket.send(Message::text(bid_text(lot, number, &price_of_bid(number)))).await?;
        if let Some(bid) = self.sent.last_mut() {
            bid.written_at = Some(Timestamp::now());
        }
        Ok(())
    }

    fn hear(&mut self, text: &str) -> anyhow::Result<()> {
        let answer: Answer<'_> = serde_json::from_str(text).with_context(|| format!("no message: {text}"))?;
        let Some(number) = answer.bid_ref else { return Ok(()) };
        let told = match (answer.kind, answer.code) {
            ("accepted", _) => Told::Accepted { seq: answer.seq },
            ("refused", _) => Told::Refused { seq: answer.seq, reason: answer.reason.unwrap_or_default().to_owned() },
            ("error", Some("overloaded")) => Told::Overloaded,
            ("error", Some("unavailable")) => Told::Unavailable,
            _ => bail!("the server says {text}"),
        };
        let nth = self.waiting.remove(&number.parse()?).with_context(|| format!("answered twice: {text}"))?;
        let bid = &mut self.sent[nth];
        bid.told = Some((told, bid.due.elapsed()));
        Ok(())
    }
}

//! One bidder: a WebSocket client that bids on its lots and times the answers.
//!
//! It parses each answer no further than necessary, and does the same work against the echo.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, bail};
use futures::{FutureExt, SinkExt, StreamExt};
use serde::Deserialize;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::bidder_plan::BidderPlan;
use crate::fairlot::{ITEM, price_of_bid};
use crate::figures::Tally;
use crate::socket::{self, Socket};

/// How long answers may take after the last bid. A bid without an answer by then is lost, and counts as if it had
/// waited until then.
const ANSWER_WAIT: Duration = Duration::from_secs(10);

/// The counted part of a round. Bids that are due earlier warm the server up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    pub(crate) from: Instant,
    pub(crate) until: Instant,
}

impl Window {
    fn holds(&self, instant: Instant) -> bool {
        self.from <= instant && instant < self.until
    }
}

/// What makes a bidder bid.
#[derive(Debug)]
pub(crate) enum Prompt {
    /// An answer: at any time this number of bids waits for theirs.
    Answers { in_flight: usize },
    /// The schedule, independent of the answers.
    Arrivals(UnboundedReceiver<Instant>),
}

/// A connected bidder.
#[derive(Debug)]
pub(crate) struct Bidder {
    socket: Socket,
    lots: Vec<String>,
    next_lot: usize,
    /// The number of bids so far. The number of a bid is its `ref`, and determines its price.
    bids: u64,
    /// When each unanswered bid was due, by its number.
    waiting: HashMap<u64, Instant>,
    tally: Tally,
}

/// The members of a server's message that a bidder reads.
#[derive(Debug, Deserialize)]
struct Answer<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(rename = "ref", borrow, default)]
    bid_ref: Option<&'a str>,
    #[serde(borrow, default)]
    code: Option<&'a str>,
}

impl Bidder {
    /// Connects, and follows the lots when its plan says so.
    pub(crate) async fn connect(plan: BidderPlan) -> anyhow::Result<Self> {
        let mut socket = socket::connect(&plan.url, &plan.token).await?;
        for lot in plan.lots.iter().filter(|_| plan.follows) {
            socket.send(Message::text(socket::join(lot, plan.beats))).await?;
        }
        Ok(Self {
            socket,
            lots: plan.lots,
            next_lot: plan.first_lot,
            bids: plan.bids_before,
            waiting: HashMap::new(),
            tally: Tally::new()?,
        })
    }

    /// Bids until the window ends, waits for the remaining answers, and returns the counts.
    pub(crate) async fn bid(mut self, prompt: Prompt, window: Window) -> anyhow::Result<Tally> {
        let (in_flight, mut arrivals) = match prompt {
            Prompt::Answers { in_flight } => (in_flight, None),
            Prompt::Arrivals(arrivals) => (0, Some(arrivals)),
        };
        match self.play(in_flight, &mut arrivals, window).await {
            Ok(()) => {}
            // A broken connection is counted, and the bids that it loses too.
            Err(error) if error.is::<Error>() => self.tally.broken += 1,
            Err(error) => return Err(error),
        }
        let mut unanswered: Vec<Instant> = self.waiting.into_values().collect();
        // A bid that is due after the connection broke has no answer either.
        if let Some(arrivals) = &mut arrivals {
            while let Some(due) = arrivals.recv().await {
                unanswered.push(due);
            }
        }
        for due in unanswered.into_iter().filter(|due| window.holds(*due)) {
            self.tally.lose((window.until + ANSWER_WAIT).duration_since(due));
        }
        Ok(self.tally)
    }

    async fn play(
        &mut self,
        in_flight: usize,
        arrivals: &mut Option<UnboundedReceiver<Instant>>,
        window: Window,
    ) -> anyhow::Result<()> {
        let answers_prompt = arrivals.is_none();
        for _ in 0..in_flight {
            self.feed_bid(Instant::now()).await?;
        }
        self.socket.flush().await?;
        let end = sleep_until(window.until + ANSWER_WAIT);
        tokio::pin!(end);

        while arrivals.is_some() || !self.waiting.is_empty() {
            tokio::select! {
                message = self.socket.next() => {
                    let answered = self.hear_all(message, window)?;
                    if answers_prompt && Instant::now() < window.until {
                        for _ in 0..answered {
                            self.feed_bid(Instant::now()).await?;
                        }
                        self.socket.flush().await?;
                    }
                }
                due = next(arrivals) => match due {
                    Some(due) => self.bid_what_is_due(due, arrivals).await?,
                    None => *arrivals = None,
                },
                () = &mut end => return Ok(()),
            }
        }
        Ok(())
    }

    async fn bid_what_is_due(
        &mut self,
        first: Instant,
        arrivals: &mut Option<UnboundedReceiver<Instant>>,
    ) -> Result<(), Error> {
        self.feed_bid(first).await?;
        while let Some(due) = arrivals.as_mut().and_then(|arrivals| arrivals.try_recv().ok()) {
            self.feed_bid(due).await?;
        }
        self.socket.flush().await
    }

    /// Each bid is lower than the one before by the smallest step.
    async fn feed_bid(&mut self, due: Instant) -> Result<(), Error> {
        self.bids += 1;
        let (number, price) = (self.bids, price_of_bid(self.bids));
        let lot = &self.lots[self.next_lot];
        self.next_lot = (self.next_lot + 1) % self.lots.len();
        self.waiting.insert(number, due);
        self.socket.feed(Message::text(bid_text(lot, number, &price))).await
    }

    /// Reads this message and all others that have arrived. Returns the number of answers among them.
    fn hear_all(&mut self, first: Option<Result<Message, Error>>, window: Window) -> anyhow::Result<usize> {
        let mut answered = 0;
        let mut next = Some(first);
        while let Some(message) = next {
            let message = message.unwrap_or(Err(Error::ConnectionClosed))?;
            if let Message::Text(text) = message {
                answered += usize::from(self.hear(&text, window)?);
            }
            next = self.socket.next().now_or_never();
        }
        Ok(answered)
    }

    /// Whether the message answers a bid.
    fn hear(&mut self, text: &str, window: Window) -> anyhow::Result<bool> {
        let answer: Answer<'_> = serde_json::from_str(text).with_context(|| format!("no message: {text}"))?;
        let Some(number) = answer.bid_ref else {
            return if answer.kind == "error" { bail!("the server says {text}") } else { Ok(false) };
        };
        let due = self.waiting.remove(&number.parse()?).with_context(|| format!("answered twice: {text}"))?;
        let counter = match (answer.kind, answer.code) {
            ("accepted" | "bid", _) => &mut self.tally.accepted,
            ("refused", _) => &mut self.tally.refused,
            ("error", Some("overloaded")) => &mut self.tally.overloaded,
            ("error", Some("unavailable")) => &mut self.tally.unavailable,
            _ => bail!("the server says {text}"),
        };
        let now = Instant::now();
        if window.holds(due) {
            *counter += 1;
            if matches!(answer.kind, "accepted" | "bid") {
                self.tally.record(now.saturating_duration_since(due));
            }
        }
        if window.holds(now) && matches!(answer.kind, "accepted" | "bid") {
            self.tally.accepted_within += 1;
        }
        Ok(true)
    }
}

/// The message of a bid; its number is its `ref`.
pub(crate) fn bid_text(lot: &str, number: u64, price: &str) -> String {
    format!(r#"{{"type":"bid","lot":"{lot}","ref":"{number}","prices":{{"{ITEM}":"{price}"}},"confirmed":false}}"#)
}

/// The next arrival. Waits for ever when there is no schedule.
async fn next(arrivals: &mut Option<UnboundedReceiver<Instant>>) -> Option<Instant> {
    match arrivals {
        Some(arrivals) => arrivals.recv().await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;
    use tokio::sync::mpsc;
    use tokio_tungstenite::accept_async;

    use super::*;
    use crate::figures::Usage;

    /// Answers nothing, and ends every connection.
    async fn deaf_server() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("ws://{}/ws", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            drop(accept_async(stream).await.unwrap());
        });
        url
    }

    #[tokio::test]
    async fn a_connection_that_breaks_loses_its_unanswered_bids_and_those_still_due() {
        let plan = BidderPlan {
            url: deaf_server().await,
            token: "t".to_owned(),
            lots: vec!["lot".to_owned()],
            first_lot: 0,
            bids_before: 0,
            follows: false,
            beats: false,
        };
        let now = Instant::now();
        let window = Window { from: now, until: now + Duration::from_secs(1) };
        let (prompt, due) = mpsc::unbounded_channel();
        for millis in [0, 10, 900, 1_000] {
            prompt.send(now + Duration::from_millis(millis)).unwrap();
        }
        drop(prompt);

        let tally = Bidder::connect(plan).await.unwrap().bid(Prompt::Arrivals(due), window).await.unwrap();

        let usage = Usage { server_cpu: None, load_cpu: Duration::ZERO, server_resident_bytes: None };
        let figures = tally.over(Duration::from_secs(1), usage);
        assert_eq!((figures.lost, figures.connections_broken), (3, 1), "the last is due after the window");
        assert!(figures.latency_us.p50 >= 10_000_000, "{:?}", figures.latency_us);
    }
}

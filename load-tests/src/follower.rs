//! One follower: a WebSocket client that reads a lot's newest states and reports how far it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, bail};
use futures::{SinkExt, StreamExt};
use serde::Deserialize;
use tokio_tungstenite::tungstenite::Message;

use crate::socket::{self, Socket};

/// A connected follower.
#[derive(Debug)]
pub(crate) struct Follower {
    socket: Socket,
    seen: Arc<Seen>,
}

/// How far a follower is; other tasks read it.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// The `seq` of its newest state.
    seq: AtomicU64,
    messages: AtomicU64,
}

/// The members of a state that a follower reads.
#[derive(Debug, Deserialize)]
struct State<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(default)]
    seq: u64,
}

impl Seen {
    pub(crate) fn seq(&self) -> u64 {
        self.seq.load(Ordering::Relaxed)
    }

    pub(crate) fn messages(&self) -> u64 {
        self.messages.load(Ordering::Relaxed)
    }
}

impl Follower {
    /// Connects, follows the lots, and waits for the state of each.
    pub(crate) async fn connect(url: &str, token: &str, lots: &[String], seen: Arc<Seen>) -> anyhow::Result<Self> {
        let mut follower = Self { socket: socket::connect(url, token).await?, seen };
        for lot in lots {
            follower.socket.feed(Message::text(socket::join(lot, false))).await?;
        }
        follower.socket.flush().await?;
        let mut missing = lots.len();
        while missing > 0 {
            missing -= usize::from(follower.hear().await?);
        }
        Ok(follower)
    }

    /// Reads until the connection ends or the task is aborted.
    pub(crate) async fn follow(mut self) -> anyhow::Result<()> {
        loop {
            self.hear().await?;
        }
    }

    /// Whether the next message is a lot's whole state.
    async fn hear(&mut self) -> anyhow::Result<bool> {
        let message = self.socket.next().await.context("the server ended the connection")??;
        let Message::Text(text) = message else { return Ok(false) };
        let state: State<'_> = serde_json::from_str(&text).with_context(|| format!("no message: {text}"))?;
        if state.kind == "error" {
            bail!("the server says {text}");
        }
        self.seen.seq.fetch_max(state.seq, Ordering::Relaxed);
        self.seen.messages.fetch_add(1, Ordering::Relaxed);
        Ok(state.kind == "lot")
    }
}

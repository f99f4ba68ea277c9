//! Followers of an event's console, which note when each message came and how long it was.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Context, bail};
use futures::{SinkExt, StreamExt};
use serde::Deserialize;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;

use crate::fairlot::Fairlot;
use crate::socket::{self, Socket};

/// Connected followers of a console, which read until this is dropped.
#[derive(Debug)]
pub(crate) struct Watchers {
    told: Arc<Mutex<Vec<Told>>>,
    _reading: JoinSet<anyhow::Result<()>>,
}

/// A message about the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) at: Instant,
    pub(crate) bytes: usize,
}

/// The member of a message that is read.
#[derive(Debug, Deserialize)]
struct Kind<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
}

impl Watchers {
    /// Follows an event with each of these tokens, and waits for its whole state.
    pub(crate) async fn of(fairlot: &Fairlot, event: &str, tokens: &[&str]) -> anyhow::Result<Self> {
        let (told, mut reading) = (Arc::<Mutex<Vec<Told>>>::default(), JoinSet::new());
        for token in tokens {
            let mut socket = socket::connect(&fairlot.server.web_socket_url(), token).await?;
            socket.send(Message::text(socket::join_event(event))).await?;
            while next(&mut socket).await?.0 != Topic::Event {}
            reading.spawn(read(socket, told.clone()));
        }
        Ok(Self { told, _reading: reading })
    }

    /// The updates that came in this last span of time; beats are not among them.
    pub(crate) fn told_within(&self, window: Duration) -> Vec<Told> {
        let told = self.told.lock().expect("nobody panics with it");
        since(&told, Instant::now() - window)
    }
}

fn since(told: &[Told], from: Instant) -> Vec<Told> {
    told.iter().filter(|told| told.at >= from).copied().collect()
}

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Topic {
    /// The whole event.
    Event,
    Update,
    Other,
}

async fn read(mut socket: Socket, told: Arc<Mutex<Vec<Told>>>) -> anyhow::Result<()> {
    loop {
        let (topic, bytes) = next(&mut socket).await?;
        if topic == Topic::Update {
            told.lock().expect("nobody panics with it").push(Told { at: Instant::now(), bytes });
        }
    }
}

/// The next message: what it is about, and its length.
async fn next(socket: &mut Socket) -> anyhow::Result<(Topic, usize)> {
    let message = socket.next().await.context("the server ended the connection")??;
    let Message::Text(text) = message else { return Ok((Topic::Other, 0)) };
    Ok((topic(&text)?, text.len()))
}

fn topic(text: &str) -> anyhow::Result<Topic> {
    let Kind { kind } = serde_json::from_str(text).with_context(|| format!("no message: {text}"))?;
    match kind {
        "event" => Ok(Topic::Event),
        "event_update" => Ok(Topic::Update),
        "error" => bail!("the server says {text}"),
        _ => Ok(Topic::Other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn updates_are_told_from_all_else() {
        let cases = [("event", Topic::Event), ("event_update", Topic::Update), ("beat", Topic::Other)];

        for (kind, due) in cases {
            assert_eq!(topic(&format!(r#"{{"type":"{kind}","event":"e"}}"#)).unwrap(), due, "{kind}");
        }
        assert!(topic(r#"{"type":"error","code":"forbidden"}"#).is_err());
    }

    #[test]
    fn only_what_came_within_the_window_counts() {
        let now = Instant::now();
        let told = [0, 4, 6].map(|seconds| Told { at: now + Duration::from_secs(seconds), bytes: 9 });

        assert_eq!(since(&told, now + Duration::from_secs(4)), told[1..]);
    }
}

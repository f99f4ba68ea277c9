//! Beats: a quiet connection that asks for them is shown that it works.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::FutureExt;
use serde_json::{Value, json};

use super::fixture::*;
use crate::auth::Principal;
use crate::engine::{Beats, DirectWrite, Feed, WriteOutcome};
use crate::ids::LotId;
use crate::protocol::ReadyFrame;

const SECOND: Duration = Duration::from_secs(1);

/// A connection that takes every frame, and when it was given each.
#[derive(Debug)]
struct Taker {
    outcome: WriteOutcome,
    written: Mutex<Vec<(tokio::time::Instant, ReadyFrame)>>,
    began_at: tokio::time::Instant,
    /// How often it was asked when it was written to last.
    asked: AtomicUsize,
}

impl Taker {
    fn new(outcome: WriteOutcome) -> Arc<Self> {
        let (written, began_at, asked) = (Mutex::default(), tokio::time::Instant::now(), AtomicUsize::new(0));
        Arc::new(Self { outcome, written, began_at, asked })
    }

    /// Takes out what was written: when, counted from the beginning, and each message.
    fn taken(&self) -> Vec<(Duration, Value)> {
        let written = std::mem::take(&mut *self.written.lock().unwrap());
        let read = |(at, frame): (tokio::time::Instant, ReadyFrame)| {
            (at.duration_since(self.began_at), serde_json::from_slice(&frame.text()).unwrap())
        };
        written.into_iter().map(read).collect()
    }
}

impl DirectWrite for Taker {
    fn try_write(&self, frame: &ReadyFrame) -> WriteOutcome {
        if self.outcome != WriteOutcome::Refused {
            self.written.lock().unwrap().push((tokio::time::Instant::now(), frame.clone()));
        }
        self.outcome
    }

    fn last_write(&self) -> tokio::time::Instant {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.written.lock().unwrap().last().map_or(self.began_at, |(at, _)| *at)
    }

    fn hold(&self) {}
}

async fn follows(test: &TestEngine, by: &Principal, lot: &LotId, beats: Beats, taker: &Arc<Taker>) -> Feed {
    let mut feed = test.access(by, lot).await.follow_with(beats).await.unwrap();
    feed.write_directly(taker.clone());
    frames(&mut feed).await;
    feed
}

/// Lets time pass in short steps, so that every task acts when it is due.
async fn pass(time: Duration) {
    for _ in 0..time.as_millis() / 50 {
        tokio::time::advance(50 * MS).await;
        settle_down().await;
    }
}

// G112
#[tokio::test(start_paused = true)]
async fn a_quiet_connection_that_asks_gets_a_beat_every_two_seconds_and_no_other_gets_one() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let (asks, asks_not) = (Taker::new(WriteOutcome::Written), Taker::new(WriteOutcome::Written));
    let _one = follows(&test, &buyer("b1"), &lot, Beats::Asked, &asks).await;
    let _other = follows(&test, &buyer("b1"), &lot, Beats::NotAsked, &asks_not).await;

    pass(20 * SECOND).await;

    let taken = asks.taken();
    assert!((8..=10).contains(&taken.len()), "{taken:?}");
    for (_, beat) in &taken {
        assert_eq!((&beat["type"], &beat["next_ms"]), (&json!("beat"), &json!(2_000)));
        assert!(beat["now"].is_string(), "{beat}");
    }
    for pair in taken.windows(2) {
        let gap = pair[1].0.saturating_sub(pair[0].0);
        assert!((2 * SECOND..=2 * SECOND + 500 * MS).contains(&gap), "{gap:?}: {taken:?}");
    }
    assert_eq!(asks_not.taken(), []);
}

// G112
#[tokio::test(start_paused = true)]
async fn a_connection_that_is_sent_something_else_needs_no_beat() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let taker = Taker::new(WriteOutcome::Written);
    let _feed = follows(&test, &observer("RFS"), &lot, Beats::Asked, &taker).await;
    let mut acme = test.bidder("acme", &lot).await;

    for nth in 0..10 {
        acme.bid(&nth.to_string(), &format!("2.{}", 90 - nth)).await;
        pass(SECOND).await;
    }

    let kinds: Vec<Value> = taker.taken().into_iter().map(|(_, mut message)| message["type"].take()).collect();
    assert_eq!(kinds, vec![json!("update"); 10]);
}

// G112
#[tokio::test(start_paused = true)]
async fn beats_come_only_while_the_lot_is_open_or_paused() {
    let test = TestEngine::new().await;
    let lot = test.publish(&document_opening(START + 10 * SECOND, &json!({}))).await.remove(0);
    let taker = Taker::new(WriteOutcome::Written);
    let _feed = follows(&test, &supplier("acme"), &lot, Beats::Asked, &taker).await;
    let beats = |taken: Vec<(Duration, Value)>| taken.iter().filter(|(_, message)| message["type"] == "beat").count();

    pass(8 * SECOND).await;
    let before = beats(taker.taken());
    pass(10 * SECOND).await;
    let while_open = beats(taker.taken());
    test.access(&buyer("b1"), &lot).await.act(br#"{"type": "close", "reason": "r"}"#, None).await.unwrap();
    pass(SECOND).await;
    taker.taken();
    pass(10 * SECOND).await;

    assert_eq!(before, 0);
    assert!(while_open >= 3, "{while_open}");
    assert_eq!(beats(taker.taken()), 0);
}

// G112
#[tokio::test(start_paused = true)]
async fn many_observers_get_a_beat_every_ten_seconds_spread_over_time() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let (mut feeds, mut takers) = (Vec::new(), Vec::new());
    for _ in 0..2_001 {
        let taker = Taker::new(WriteOutcome::Written);
        feeds.push(follows(&test, &observer("RFS"), &lot, Beats::Asked, &taker).await);
        takers.push(taker);
    }

    pass(40 * SECOND).await;

    let all: Vec<Vec<(Duration, Value)>> = takers.iter().map(|taker| taker.taken()).collect();
    assert!(all.iter().all(|taken| (2..=4).contains(&taken.len())), "{:?}", all.iter().map(Vec::len).max());
    assert!(all.iter().flatten().all(|(_, beat)| beat["next_ms"] == 10_000));
    for taken in &all {
        for pair in taken.windows(2) {
            assert!(pair[1].0.saturating_sub(pair[0].0) < 20 * SECOND, "a page would take it for lost: {taken:?}");
        }
    }
    let mut looks: Vec<u128> = all.iter().flatten().map(|(at, _)| at.as_millis() / 250).collect();
    looks.sort_unstable();
    let most = looks.chunk_by(|one, other| one == other).map(<[u128]>::len).max().unwrap();
    assert!(most <= 250, "{most} at once");
}

// G112
#[tokio::test(start_paused = true)]
async fn connections_are_looked_at_only_when_one_of_their_group_may_be_due() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let (mut feeds, mut takers) = (Vec::new(), Vec::new());
    for _ in 0..80 {
        let taker = Taker::new(WriteOutcome::Written);
        feeds.push(follows(&test, &observer("RFS"), &lot, Beats::Asked, &taker).await);
        takers.push(taker);
    }

    pass(20 * SECOND).await;

    // Ten beats each. Without a beat in between, a group is looked at after two seconds and not at every look.
    let asked = takers.iter().map(|taker| taker.asked.load(Ordering::Relaxed)).max().unwrap();
    assert!((8..=20).contains(&asked), "{asked}");
    assert!(takers.iter().all(|taker| taker.taken().len() >= 8));
}

// G112
#[tokio::test(start_paused = true)]
async fn a_connection_that_joins_a_quiet_group_gets_its_beats_in_time() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let (first, second) = (Taker::new(WriteOutcome::Written), Taker::new(WriteOutcome::Written));
    let _one = follows(&test, &observer("RFS"), &lot, Beats::Asked, &first).await;
    pass(SECOND).await;

    let _other = follows(&test, &observer("RFS"), &lot, Beats::Asked, &second).await;
    let joined = second.began_at.duration_since(first.began_at);
    pass(10 * SECOND).await;

    let (first, second) = (first.taken(), second.taken());
    assert!((4..=5).contains(&first.len()) && (4..=5).contains(&second.len()), "{first:?} {second:?}");
    assert!(second[0].0 <= 2 * SECOND + 500 * MS, "{second:?}, joined after {joined:?}");
}

// G112
#[tokio::test(start_paused = true)]
async fn a_connection_that_is_full_gets_none() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let taker = Taker::new(WriteOutcome::Refused);
    let mut feed = follows(&test, &buyer("b1"), &lot, Beats::Asked, &taker).await;

    pass(10 * SECOND).await;

    assert!(feed.next().now_or_never().is_none(), "its task was not started for it");
}

// G112
#[tokio::test(start_paused = true)]
async fn the_console_of_an_event_has_beats_as_well() {
    let test = TestEngine::new().await;
    let event = test.create(&document(&json!({}))).await;
    test.publish_event(&event).await;
    let taker = Taker::new(WriteOutcome::Written);
    let mut feed = test.engine.follow_event(&observer("RFS"), &event, Beats::Asked).await.unwrap();
    feed.write_directly(taker.clone());
    // The lot opens with its publication; what changes is told first.
    pass(SECOND).await;
    super::feed::all_frames(&mut feed).await;

    pass(10 * SECOND).await;

    let beats = taker.taken().iter().filter(|(_, message)| message["type"] == "beat").count();
    assert!((3..=5).contains(&beats), "{beats}");
}

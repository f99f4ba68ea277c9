//! Direct writing: states reach a connection without the follower's task.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Wake, Waker};

use futures::FutureExt;
use serde_json::{Value, json};

use super::feed::{all_frames, types};
use super::fixture::*;
use crate::engine::{DirectWrite, Feed, WriteOutcome};
use crate::ids::LotId;
use crate::protocol::ReadyFrame;

/// A connection whose writes end as the test says.
#[derive(Debug)]
struct FakeConnection {
    outcome: Mutex<WriteOutcome>,
    is_held: Mutex<bool>,
    written: Mutex<Vec<ReadyFrame>>,
    written_at: Mutex<tokio::time::Instant>,
}

impl FakeConnection {
    fn new(outcome: WriteOutcome) -> Arc<Self> {
        let written_at = Mutex::new(tokio::time::Instant::now());
        Arc::new(Self {
            outcome: Mutex::new(outcome),
            is_held: Mutex::default(),
            written: Mutex::default(),
            written_at,
        })
    }

    fn set_outcome(&self, outcome: WriteOutcome) {
        *self.outcome.lock().unwrap() = outcome;
    }

    fn release(&self) {
        *self.is_held.lock().unwrap() = false;
    }

    fn written(&self) -> Vec<ReadyFrame> {
        std::mem::take(&mut self.written.lock().unwrap())
    }
}

impl DirectWrite for FakeConnection {
    fn try_write(&self, frame: &ReadyFrame) -> WriteOutcome {
        let outcome = if *self.is_held.lock().unwrap() { WriteOutcome::Refused } else { *self.outcome.lock().unwrap() };
        if outcome != WriteOutcome::Refused {
            self.written.lock().unwrap().push(frame.clone());
            *self.written_at.lock().unwrap() = tokio::time::Instant::now();
        }
        outcome
    }

    fn last_write(&self) -> tokio::time::Instant {
        *self.written_at.lock().unwrap()
    }

    fn hold(&self) {
        *self.is_held.lock().unwrap() = true;
    }
}

/// Whether a task was run.
#[derive(Default)]
struct RunFlag(AtomicBool);

impl Wake for RunFlag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// A follower that is written to directly and has the whole lot.
async fn follower(test: &TestEngine, lot: &LotId, connection: &Arc<FakeConnection>) -> Feed {
    let mut feed = test.access(&observer("RFS"), lot).await.follow().await.unwrap();
    feed.write_directly(connection.clone());
    assert_eq!(types(&frames(&mut feed).await), ["lot"]);
    tokio::time::advance(MS * 50).await;
    feed
}

#[tokio::test(start_paused = true)]
async fn a_direct_write_runs_no_task() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let (one, other) = (FakeConnection::new(WriteOutcome::Written), FakeConnection::new(WriteOutcome::Written));
    let (mut feed, _other) = (follower(&test, &lot, &one).await, follower(&test, &lot, &other).await);
    one.release();
    other.release();
    let was_run = Arc::new(RunFlag::default());
    let mut waiting = Box::pin(feed.next());
    let waker = Waker::from(was_run.clone());
    assert!(waiting.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());

    acme.bid("a1", "2.98").await;
    settle_down().await;

    assert!(!was_run.0.load(Ordering::SeqCst));
    drop(waiting);
    let (written, others) = (one.written(), other.written());
    assert_eq!(
        types(&written.iter().map(|frame| serde_json::from_slice(&frame.text()).unwrap()).collect::<Vec<_>>()),
        ["update"]
    );
    assert_eq!(written[0].bytes().as_ptr(), others[0].bytes().as_ptr(), "the very same bytes");
    assert_eq!(all_frames(&mut feed).await, Vec::<Value>::new(), "nothing comes twice");
}

#[tokio::test(start_paused = true)]
async fn the_task_fetches_what_a_direct_write_refused() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let connection = FakeConnection::new(WriteOutcome::Refused);
    let mut feed = follower(&test, &lot, &connection).await;
    connection.release();

    acme.bid("a1", "2.98").await;

    assert_eq!(types(&all_frames(&mut feed).await), ["update"]);
}

#[tokio::test(start_paused = true)]
async fn a_publisher_does_not_overtake_frames_that_the_task_has_taken() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let connection = FakeConnection::new(WriteOutcome::Written);
    let mut feed = follower(&test, &lot, &connection).await;

    acme.bid("a1", "2.98").await;
    settle_down().await;

    assert_eq!(connection.written(), [], "the whole lot is still on its way");
    assert_eq!(frames(&mut feed).await[0]["seq"], 3);
    connection.release();
    tokio::time::advance(MS * 50).await;
    acme.bid("a2", "2.97").await;
    settle_down().await;
    assert_eq!(connection.written().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_frame_written_in_part_notifies_the_task_once_and_is_not_sent_again() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let connection = FakeConnection::new(WriteOutcome::PartlyWritten);
    let mut feed = follower(&test, &lot, &connection).await;
    connection.release();

    acme.bid("a1", "2.98").await;
    settle_down().await;

    assert_eq!(frames(&mut feed).await, Vec::<Value>::new(), "only the rest has to be sent");
    assert!(feed.next().now_or_never().is_none());
    assert_eq!(connection.written().len(), 1);
    connection.set_outcome(WriteOutcome::Written);
    tokio::time::advance(MS * 50).await;
    acme.bid("a2", "2.97").await;
    settle_down().await;
    assert_eq!(connection.written().len(), 1, "the next one is written directly again");
}

#[tokio::test(start_paused = true)]
async fn messages_are_written_directly_too() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let connection = FakeConnection::new(WriteOutcome::Written);
    let mut feed = follower(&test, &lot, &connection).await;
    connection.release();

    let act = json!({"type": "broadcast", "text": "m", "to": null, "reason": "r"}).to_string();
    test.access(&buyer("b1"), &lot).await.act(act.as_bytes(), None).await.unwrap();
    settle_down().await;

    let written: Vec<Value> =
        connection.written().iter().map(|frame| serde_json::from_slice(&frame.text()).unwrap()).collect();
    assert!(types(&written).contains(&"message"), "{written:?}");
    assert_eq!(all_frames(&mut feed).await, Vec::<Value>::new());
}

#[tokio::test(start_paused = true)]
async fn nothing_is_written_to_a_follower_that_has_left() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let connection = FakeConnection::new(WriteOutcome::Written);
    let (feed, _stays) =
        (follower(&test, &lot, &connection).await, test.access(&observer("RFS"), &lot).await.follow().await);
    connection.release();
    drop(feed);

    acme.bid("a1", "2.98").await;
    settle_down().await;

    assert_eq!(connection.written(), []);
}

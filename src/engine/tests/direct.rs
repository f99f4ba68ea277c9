//! Followers whose outlets take states without their tasks.

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

/// An outlet that does with a frame what it is told to.
#[derive(Debug)]
struct Tap {
    does: Mutex<WriteOutcome>,
    is_held: Mutex<bool>,
    taken: Mutex<Vec<ReadyFrame>>,
}

impl Tap {
    fn that(does: WriteOutcome) -> Arc<Self> {
        Arc::new(Self { does: Mutex::new(does), is_held: Mutex::default(), taken: Mutex::default() })
    }

    fn does_now(&self, does: WriteOutcome) {
        *self.does.lock().unwrap() = does;
    }

    fn release(&self) {
        *self.is_held.lock().unwrap() = false;
    }

    fn taken(&self) -> Vec<ReadyFrame> {
        std::mem::take(&mut self.taken.lock().unwrap())
    }
}

impl DirectWrite for Tap {
    fn try_write(&self, frame: &ReadyFrame) -> WriteOutcome {
        let does = if *self.is_held.lock().unwrap() { WriteOutcome::Refused } else { *self.does.lock().unwrap() };
        if does != WriteOutcome::Refused {
            self.taken.lock().unwrap().push(frame.clone());
        }
        does
    }

    fn hold(&self) {
        *self.is_held.lock().unwrap() = true;
    }
}

/// Whether a task was woken.
#[derive(Default)]
struct WakeFlag(AtomicBool);

impl Wake for WakeFlag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// A follower with an outlet, told the whole lot.
async fn follower(house: &House, lot: &LotId, tap: &Arc<Tap>) -> Feed {
    let mut feed = house.access(&observer("RFS"), lot).await.follow().await.unwrap();
    feed.write_directly(tap.clone());
    assert_eq!(types(&frames(&mut feed).await), ["lot"]);
    tokio::time::advance(MS * 50).await;
    feed
}

#[tokio::test(start_paused = true)]
async fn what_an_outlet_takes_wakes_no_task() {
    let house = House::new().await;
    let lot = house.open_lot(&json!({})).await;
    let mut acme = house.bidder("acme", &lot).await;
    let (one, other) = (Tap::that(WriteOutcome::Written), Tap::that(WriteOutcome::Written));
    let (mut feed, _other) = (follower(&house, &lot, &one).await, follower(&house, &lot, &other).await);
    one.release();
    other.release();
    let woken = Arc::new(WakeFlag::default());
    let mut waiting = Box::pin(feed.next());
    let waker = Waker::from(woken.clone());
    assert!(waiting.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());

    acme.bid("a1", "2.98").await;
    settle_down().await;

    assert!(!woken.0.load(Ordering::SeqCst));
    drop(waiting);
    let (taken, others) = (one.taken(), other.taken());
    assert_eq!(
        types(&taken.iter().map(|frame| serde_json::from_slice(&frame.text()).unwrap()).collect::<Vec<_>>()),
        ["update"]
    );
    assert_eq!(taken[0].bytes().as_ptr(), others[0].bytes().as_ptr(), "the very same bytes");
    assert_eq!(all_frames(&mut feed).await, Vec::<Value>::new(), "nothing comes twice");
}

#[tokio::test(start_paused = true)]
async fn what_an_outlet_refuses_the_task_fetches() {
    let house = House::new().await;
    let lot = house.open_lot(&json!({})).await;
    let mut acme = house.bidder("acme", &lot).await;
    let tap = Tap::that(WriteOutcome::Refused);
    let mut feed = follower(&house, &lot, &tap).await;
    tap.release();

    acme.bid("a1", "2.98").await;

    assert_eq!(types(&all_frames(&mut feed).await), ["update"]);
}

#[tokio::test(start_paused = true)]
async fn a_lane_does_not_overtake_what_the_task_has_in_hand() {
    let house = House::new().await;
    let lot = house.open_lot(&json!({})).await;
    let mut acme = house.bidder("acme", &lot).await;
    let tap = Tap::that(WriteOutcome::Written);
    let mut feed = follower(&house, &lot, &tap).await;

    acme.bid("a1", "2.98").await;
    settle_down().await;

    assert_eq!(tap.taken(), [], "the whole lot is still on its way");
    assert_eq!(frames(&mut feed).await[0]["seq"], 3);
    tap.release();
    tokio::time::advance(MS * 50).await;
    acme.bid("a2", "2.97").await;
    settle_down().await;
    assert_eq!(tap.taken().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_frame_that_got_stuck_calls_the_task_once_and_is_not_sent_again() {
    let house = House::new().await;
    let lot = house.open_lot(&json!({})).await;
    let mut acme = house.bidder("acme", &lot).await;
    let tap = Tap::that(WriteOutcome::PartlyWritten);
    let mut feed = follower(&house, &lot, &tap).await;
    tap.release();

    acme.bid("a1", "2.98").await;
    settle_down().await;

    assert_eq!(frames(&mut feed).await, Vec::<Value>::new(), "only the rest has to be seen to");
    assert!(feed.next().now_or_never().is_none());
    assert_eq!(tap.taken().len(), 1);
    tap.does_now(WriteOutcome::Written);
    tokio::time::advance(MS * 50).await;
    acme.bid("a2", "2.97").await;
    settle_down().await;
    assert_eq!(tap.taken().len(), 1, "the next one is pushed again");
}

#[tokio::test(start_paused = true)]
async fn messages_go_through_an_outlet_too() {
    let house = House::new().await;
    let lot = house.open_lot(&json!({})).await;
    let tap = Tap::that(WriteOutcome::Written);
    let mut feed = follower(&house, &lot, &tap).await;
    tap.release();

    let act = json!({"type": "broadcast", "text": "m", "to": null, "reason": "r"}).to_string();
    house.access(&buyer("b1"), &lot).await.act(act.as_bytes()).await.unwrap();
    settle_down().await;

    let taken: Vec<Value> = tap.taken().iter().map(|frame| serde_json::from_slice(&frame.text()).unwrap()).collect();
    assert!(types(&taken).contains(&"message"), "{taken:?}");
    assert_eq!(all_frames(&mut feed).await, Vec::<Value>::new());
}

#[tokio::test(start_paused = true)]
async fn whoever_has_left_is_pushed_nothing() {
    let house = House::new().await;
    let lot = house.open_lot(&json!({})).await;
    let mut acme = house.bidder("acme", &lot).await;
    let tap = Tap::that(WriteOutcome::Written);
    let (feed, _stays) =
        (follower(&house, &lot, &tap).await, house.access(&observer("RFS"), &lot).await.follow().await);
    tap.release();
    drop(feed);

    acme.bid("a1", "2.98").await;
    settle_down().await;

    assert_eq!(tap.taken(), []);
}

//! What the console of an event counts and shows at the edges: excluded bidders, lots that are over, hidden names.

use std::time::Duration;

use serde_json::{Value, json};

use super::feed::all_frames;
use super::fixture::*;
use crate::engine::{Beats, ConnectionMark};
use crate::ids::{BidRef, EventId, LotId};
use crate::protocol::http::ConnectionMeasured;

const SECOND: Duration = Duration::from_secs(1);

/// An event and its lots, each of them a copy of the usual one for acme, bolt and crux.
struct Stage {
    test: TestEngine,
    event: EventId,
    lots: Vec<LotId>,
}

impl Stage {
    async fn of(document: &Value) -> Self {
        let test = TestEngine::new().await;
        let event = test.create(document).await;
        let answer = test.publish_event(&event).await;
        let lots = answer["lots"].as_array().unwrap().iter().map(|id| LotId::parse(id.as_str().unwrap()).unwrap());
        let lots = lots.collect();
        Self { test, event, lots }
    }

    /// Two lots with these rules.
    async fn two(rules: &Value) -> Self {
        let mut document = document(rules);
        document["lots"] = json!([document["lots"][0], document["lots"][0]]);
        Self::of(&document).await
    }

    async fn console(&self) -> Value {
        let text = self.test.engine.event_console(&buyer("b1"), &self.event).await.unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    async fn acts(&self, lot: usize, act: Value) {
        let access = self.test.access(&buyer("b1"), &self.lots[lot]).await;
        access.act(act.to_string().as_bytes(), None).await.unwrap();
    }

    /// The bidder sends that many bids of nothing on the lot; each is refused.
    async fn is_refused(&self, bidder: &str, lot: usize, times: usize) {
        let mut bidder = self.test.bidder(bidder, &self.lots[lot]).await;
        for nth in 0..times {
            bidder.bid(&format!("r{nth}"), "0").await;
        }
    }
}

// G40
#[tokio::test(start_paused = true)]
async fn questions_between_do_not_make_messages_come_faster() {
    let stage = Stage::two(&json!({})).await;
    let mut acme = stage.test.bidder("acme", &stage.lots[0]).await;
    let mut feed = stage.test.engine.follow_event(&buyer("b1"), &stage.event, Beats::NotAsked).await.unwrap();
    all_frames(&mut feed).await;

    let (mut updates, began) = (0, stage.test.clock.now());
    for nth in 0..40 {
        acme.bid(&format!("a{nth}"), &format!("2.{}", 98 - nth)).await;
        stage.console().await;
        tokio::time::advance(50 * MS).await;
        updates += all_frames(&mut feed).await.len();
    }

    let took = stage.test.clock.now().saturating_since(began);
    assert!(updates as u128 <= took.as_millis() / 250 + 1, "{updates} in {took:?}");
}

// G40
#[tokio::test(start_paused = true)]
async fn an_opening_is_told_within_a_second_though_no_lot_has_run() {
    let opens_at = START + 100 * SECOND;
    let stage = Stage::of(&document_opening(opens_at, &json!({}))).await;
    let mut feed = stage.test.engine.follow_event(&buyer("b1"), &stage.event, Beats::NotAsked).await.unwrap();
    all_frames(&mut feed).await;

    stage.test.pass_until(opens_at).await;
    let mut told = Vec::new();
    while told.is_empty() {
        tokio::time::advance(50 * MS).await;
        told = all_frames(&mut feed).await;
    }

    let told_after = stage.test.clock.now().saturating_since(opens_at);
    assert_eq!((&told[0]["state"], &told[0]["lots"][0]["state"]), (&json!("open"), &json!("open")));
    assert!(told_after <= SECOND, "{told_after:?}");
}

// G41
#[tokio::test(start_paused = true)]
async fn three_refused_bids_are_enough_to_be_named_and_a_lot_that_is_over_names_nobody() {
    let stage = Stage::two(&json!({})).await;
    stage.is_refused("acme", 0, 3).await;
    stage.is_refused("bolt", 0, 2).await;

    let running = stage.console().await["lots"][0]["repeatedly_refused"].take();
    stage.acts(0, json!({"type": "close", "reason": "agreed"})).await;

    let counts: Vec<&Value> = running.as_array().unwrap().iter().map(|one| &one["refused_in_a_row"]).collect();
    assert_eq!(counts, [3]);
    assert_eq!(stage.console().await["lots"][0]["repeatedly_refused"], json!([]));
}

// G41
#[tokio::test(start_paused = true)]
async fn who_is_excluded_has_no_offer_that_counts_and_need_not_accept_the_terms() {
    let mut document = document(&json!({}));
    document["terms"] = json!("Accept.");
    let stage = Stage::of(&document).await;
    stage.test.engine.accept_terms(&supplier("acme"), &stage.event).await.unwrap();
    stage.test.bidder("acme", &stage.lots[0]).await.bid("a1", "2.98").await;
    let counts = async || {
        let bidders = stage.console().await["lots"][0]["bidders"].take();
        ["with_offer", "excluded", "terms_missing"].map(|member| bidders[member].as_u64().unwrap())
    };

    assert_eq!(counts().await, [1, 0, 2]);
    stage.acts(0, json!({"type": "exclude", "bidder": "crux", "reason": "no certificate"})).await;
    assert_eq!(counts().await, [1, 1, 1]);
    stage.acts(0, json!({"type": "exclude", "bidder": "acme", "reason": "no certificate"})).await;
    assert_eq!(counts().await, [0, 2, 1]);
}

// G41
#[tokio::test(start_paused = true)]
async fn what_has_waited_longest_says_since_when() {
    let stage = Stage::two(&json!({})).await;
    let mut asked_at = Vec::new();
    for (bidder, price) in [("acme", "2.98"), ("bolt", "2.90")] {
        let mut bidder = stage.test.bidder(bidder, &stage.lots[0]).await;
        bidder.bid("r1", price).await;
        asked_at.push(stage.test.clock.now());
        bidder.access.request_annulment(BidRef::parse("r1").unwrap(), "a slip".into(), None).await.unwrap();
        tokio::time::advance(SECOND).await;
    }

    let waiting = stage.console().await["lots"][0]["waiting"].take();

    assert_eq!(waiting, json!({"requests": 2, "proposals": 0, "oldest_at": asked_at[0]}));
}

// G41
#[tokio::test(start_paused = true)]
async fn a_summary_tells_how_the_close_has_moved_and_when_a_paused_lot_resumes() {
    let latest_close = CLOSE + 600 * SECOND;
    let extension = json!({"window_s": DURATION.as_secs(), "extend_s": 60, "from": "close", "trigger": "any", "latest_close": latest_close});
    let stage = Stage::two(&json!({"extension": extension, "auto_resume_s": 300})).await;
    stage.test.bidder("acme", &stage.lots[0]).await.bid("a1", "2.98").await;

    let moved = stage.console().await["lots"][0].take();
    let paused_at = stage.test.clock.now();
    stage.acts(0, json!({"type": "pause", "reason": "a question"})).await;
    let paused = stage.console().await["lots"][0].take();

    assert_eq!((&moved["extensions"], &moved["closes_at"]), (&json!(1), &json!(CLOSE + 60 * SECOND)));
    assert_eq!((&moved["latest_close"], &moved["resumes_at"]), (&json!(latest_close), &Value::Null));
    let view = stage.test.view(&buyer("b1"), &stage.lots[0]).await;
    assert_eq!(paused["resumes_at"], view["resumes_at"]);
    assert!(paused["resumes_at"].is_null() || paused_at < paused["resumes_at"].as_str().unwrap().parse().unwrap());
}

// G44
#[tokio::test(start_paused = true)]
async fn a_bidder_on_several_lots_has_the_most_refused_in_a_row_and_all_terms_or_none() {
    let mut document = document(&json!({}));
    document["terms"] = json!("Accept.");
    document["lots"] = json!([document["lots"][0], document["lots"][0]]);
    let stage = Stage::of(&document).await;
    let acme = stage.test.access(&supplier("acme"), &stage.lots[0]).await;
    acme.accept_terms().await.unwrap();
    stage.is_refused("acme", 0, 2).await;
    stage.is_refused("acme", 1, 1).await;

    let presence = stage.console().await["presence"][0].take();

    assert_eq!((&presence["refused"], &presence["refused_in_a_row"]), (&json!(3), &json!(2)));
    assert_eq!(presence["terms_accepted"], false, "it has accepted them on one of its lots");
}

// G44
#[tokio::test(start_paused = true)]
async fn while_a_lot_that_hides_names_is_paused_nobody_sees_who_is_connected_or_ready() {
    let stage = Stage::two(&json!({"show": {"identities_to_buyer": "after_close"}})).await;
    let mark = ConnectionMark::new(stage.test.clock.now());
    let acme = stage.test.bidder("acme", &stage.lots[0]).await;
    let _attendance = acme.access.attend(&mark).unwrap();
    let measured = ConnectionMeasured { round_trip_ms: 40, clock_ms: 3 };
    stage.test.engine.note_connection(&supplier("acme"), &stage.event, measured).await.unwrap();
    let known = async || {
        let acme = stage.console().await["presence"][0].take();
        ["connected", "ready"].map(|member| !acme[member].is_null())
    };

    let open = known().await;
    for lot in [0, 1] {
        stage.acts(lot, json!({"type": "pause", "reason": "a question"})).await;
    }
    let paused = known().await;
    for lot in [0, 1] {
        stage.acts(lot, json!({"type": "close", "reason": "agreed"})).await;
    }

    assert_eq!((open, paused), ([false, false], [false, false]));
    assert_eq!(known().await, [true, true]);
}

//! The past of a lot: every state that was shown is found again, and nothing else is.

use std::time::Duration;

use serde_json::{Value, json};

use super::fixture::*;
use super::history::eventful_lot;
use crate::auth::Principal;
use crate::background::Background;
use crate::clock::Instant;
use crate::engine::{Denied, PastView};
use crate::ids::{BidderId, LotId, OdsCode, Seq};
use crate::journal::StreamId;
use crate::journal::faulty::FaultyStore;
use crate::protocol::http::{Moment, Party};

/// More records than two kept states are apart.
const BIDS: usize = 9_000;

pub(super) async fn past(test: &TestEngine, by: &Principal, lot: &LotId, moment: Moment) -> Result<PastView, Denied> {
    past_as(test, by, lot, None, moment).await
}

async fn past_as(
    test: &TestEngine,
    by: &Principal,
    lot: &LotId,
    party: Option<&Party>,
    moment: Moment,
) -> Result<PastView, Denied> {
    test.engine.past_lot(by, lot, party).await?.view(moment, &Background::in_place()).await
}

pub(super) fn at_record(seq: u64) -> Moment {
    Moment::Record(Seq(seq))
}

/// A view without its `now`.
pub(super) fn timeless(view: &[u8]) -> Value {
    let mut view: Value = serde_json::from_slice(view).unwrap();
    view["now"] = Value::Null;
    view
}

pub(super) async fn live(test: &TestEngine, by: &Principal, lot: &LotId) -> Value {
    timeless(&test.access(by, lot).await.view().await.unwrap())
}

/// Bids of two bidders, one after the other, until the lot has that many records; some are refused.
pub(super) async fn bid_until(test: &TestEngine, lot: &LotId, last: u64) {
    let mut acme = test.bidder("acme", lot).await;
    let mut nth = test.records(lot).await.len() as u64;
    while nth < last {
        acme.send(&format!("a{nth}"), &format!("{}.00", if nth % 5 == 4 { 99_999 } else { 20_000 - nth }));
        nth += 1;
        if nth.is_multiple_of(500) || nth == last {
            tokio::task::yield_now().await;
        }
    }
    while test.records(lot).await.len() < usize::try_from(last).unwrap() {
        acme.answer().await;
    }
}

// E45
#[tokio::test(start_paused = true)]
async fn every_state_of_a_long_lot_is_found_again_whatever_was_asked_for_before() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let viewers = [supplier("acme"), supplier("bolt"), buyer("b1"), auditor(), observer("RFS")];
    let mut seen = Vec::new();
    for last in [3, 100, 4_095, 4_096, 4_097, 8_192, BIDS as u64] {
        bid_until(&test, &lot, last).await;
        for by in &viewers {
            seen.push((last, by, live(&test, by, &lot).await));
        }
    }

    // The newest first, then the oldest, then those between.
    seen.sort_by_key(|(seq, ..)| (*seq + 4_000) % 9_001);

    for (seq, by, state) in &seen {
        let past = past(&test, by, &lot, at_record(*seq)).await.unwrap();
        assert_eq!((past.seq, timeless(&past.text)), (Seq(*seq), state.clone()), "{:?} at {seq}", by.role);
    }
}

// E44
#[tokio::test(start_paused = true)]
async fn an_instant_means_the_state_after_the_last_record_until_then() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({}), true).await;
    let records = test.records(&lot).await;

    for (nth, record) in records.iter().enumerate() {
        let next = records.get(nth + 1);
        let last_then = records.iter().rfind(|other| other.at <= record.at).unwrap();
        for at in [record.at, next.map_or(test.clock.now(), |next| before(next.at, Duration::from_micros(1)))] {
            let expected = if at < record.at { continue } else { last_then };
            let past = past(&test, &auditor(), &lot, Moment::At(at)).await.unwrap();
            let by_number = past_at(&test, &lot, expected.seq.0).await;

            let shown: Value = serde_json::from_slice(&past.text).unwrap();
            assert_eq!((past.seq, &shown["now"]), (expected.seq, &json!(at)));
            assert_eq!(timeless(&past.text), timeless(&by_number.text));
        }
    }
}

pub(super) async fn past_at(test: &TestEngine, lot: &LotId, seq: u64) -> PastView {
    past(test, &auditor(), lot, at_record(seq)).await.unwrap()
}

// E44, E45
#[tokio::test(start_paused = true)]
async fn a_record_is_shown_at_its_own_instant_and_an_auditor_sees_what_each_party_saw() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({"show": {"identities_to_buyer": "after_close"}}), true).await;
    let records = test.records(&lot).await;
    let parties = [
        (supplier("bolt"), Party::Bidder(BidderId::parse("bolt").unwrap())),
        (observer("RHQ"), Party::Observer(OdsCode::parse("RHQ").unwrap())),
        (buyer("b1"), Party::Buyer),
        (auditor(), Party::Auditor),
    ];

    for record in &records {
        for (own, party) in &parties {
            let seen = past(&test, own, &lot, at_record(record.seq.0)).await.unwrap();
            let shown: Value = serde_json::from_slice(&seen.text).unwrap();
            let replayed = past_as(&test, &auditor(), &lot, Some(party), at_record(record.seq.0)).await.unwrap();

            assert_eq!(shown["now"], json!(record.at));
            assert_eq!(replayed, seen, "{party:?} at {}", record.seq);
        }
    }
    let names = async |seq: u64| {
        let view = past(&test, &buyer("b1"), &lot, at_record(seq)).await.unwrap();
        String::from_utf8(view.text.to_vec()).unwrap().contains("Acme Ltd")
    };
    let last = records.len() as u64;
    assert_eq!((names(last - 1).await, names(last).await), (false, true), "hidden until the close");
}

// E45
#[tokio::test(start_paused = true)]
async fn the_present_head_is_the_live_state_and_goes_on_with_it() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut bolt = test.bidder("bolt", &lot).await;

    for price in ["3.00", "2.00", "1.00"] {
        let seq = seq(&bolt.bid(price, price).await);
        let now = past(&test, &supplier("bolt"), &lot, Moment::At(test.clock.now())).await.unwrap();

        assert_eq!(now.seq, Seq(seq), "no older than the answer");
        assert_eq!(timeless(&now.text), live(&test, &supplier("bolt"), &lot).await);
        let beyond = past(&test, &supplier("bolt"), &lot, at_record(seq + 1)).await;
        assert_eq!(beyond, Err(Denied::NoSuchRecord));
    }
}

// E46
#[tokio::test(start_paused = true)]
async fn moments_without_a_state_and_parties_that_are_not_of_the_lot_are_refused() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let published_at = test.records(&lot).await[0].at;
    let microsecond = |at: Instant, by: i64| Moment::At(at.plus_micros(by));

    for (moment, refused) in [
        (microsecond(published_at, -1), Denied::NotFound),
        (microsecond(test.clock.now(), 1), Denied::InTheFuture),
        (at_record(0), Denied::NoSuchRecord),
        (at_record(3), Denied::NoSuchRecord),
    ] {
        assert_eq!(past(&test, &auditor(), &lot, moment).await, Err(refused), "{moment:?}");
    }
    let stranger = Party::Bidder(BidderId::parse("nobody").unwrap());
    let no_trust = Party::Observer(OdsCode::parse("RXX").unwrap());
    for party in [&stranger, &no_trust] {
        let seen = past_as(&test, &auditor(), &lot, Some(party), at_record(1)).await;
        assert_eq!(seen, Err(Denied::NotFound), "{party:?}");
    }
    for by in [supplier("acme"), buyer("b1"), observer("RFS"), principal(crate::auth::Role::Admin, "wtp", "ada")] {
        let seen = past_as(&test, &by, &lot, Some(&Party::Buyer), at_record(1)).await;
        assert!(matches!(seen, Err(Denied::Forbidden(_))), "{seen:?}");
    }
    let other = principal(crate::auth::Role::Auditor, "other", "otto");
    assert_eq!(past_as(&test, &other, &lot, Some(&Party::Buyer), at_record(1)).await, Err(Denied::NotFound));
    assert_eq!(past(&test, &supplier("nobody"), &lot, at_record(1)).await, Err(Denied::NotFound));
}

// E47
#[tokio::test(start_paused = true)]
async fn four_moments_are_looked_up_at_once_and_a_fifth_is_refused() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut looked_up = Vec::new();
    for _ in 0..4 {
        looked_up.push(test.engine.past_lot(&auditor(), &lot, None).await.unwrap());
    }

    let fifth = test.engine.past_lot(&auditor(), &lot, None).await.err();
    looked_up.pop();

    assert_eq!(fifth, Some(Denied::Overloaded));
    assert!(past(&test, &auditor(), &lot, at_record(1)).await.is_ok(), "there is room again");
}

// E47
#[tokio::test(start_paused = true)]
async fn states_are_kept_for_a_few_lots_and_given_back_when_nobody_asks() {
    let test = TestEngine::new().await;
    for _ in 0..6 {
        let lot = test.open_lot(&json!({})).await;
        past(&test, &auditor(), &lot, at_record(1)).await.unwrap();
    }
    assert_eq!(test.engine.past_lots_kept(), 4);

    tokio::time::sleep(settings().unload_after * 2).await;

    assert_eq!(test.engine.past_lots_kept(), 0);
}

// E47
#[tokio::test(start_paused = true)]
async fn a_broken_record_hides_what_comes_after_it_and_nothing_before() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({}), false).await;
    let last = test.records(&lot).await.len() as u64;
    let forge = |record: &mut crate::journal::Record| record.body = record.body.replace("2.90", "2.91").into();
    let bid = test.records(&lot).await.iter().find(|record| record.body.contains("2.90")).unwrap().seq;
    test.store.tamper(&StreamId::lot(&lot), bid, forge);

    for seq in [last, bid.0, 1, bid.0 - 1, last] {
        let seen = past(&test, &auditor(), &lot, at_record(seq)).await;
        let expected = if seq < bid.0 { Ok(Seq(seq)) } else { Err(Denied::Unavailable) };
        assert_eq!(seen.map(|view| view.seq), expected, "record {seq}");
    }
}

// E45
#[test]
fn the_past_is_the_same_after_a_restart() {
    let store = std::sync::Arc::new(FaultyStore::new());
    let states = async |test: &TestEngine, lot: &LotId| {
        let mut states = Vec::new();
        for seq in 1..=test.records(lot).await.len() as u64 {
            states.push(past(test, &supplier("acme"), lot, at_record(seq)).await.unwrap());
        }
        states
    };

    let (lot, before) = one_run(&store, START, |test| async move {
        let lot = eventful_lot(&test, &json!({}), true).await;
        let before = states(&test, &lot).await;
        test.engine.stop().await;
        (lot, before)
    });
    let after = one_run(&store, CLOSE + DURATION * 2, |test| {
        let lot = lot.clone();
        async move { states(&test, &lot).await }
    });

    assert_eq!(before, after);
}

//! Loading and unloading lots.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::fixture::*;
use crate::engine::Denied;
use crate::ids::LotId;
use crate::journal::faulty::FaultyStore;
use crate::journal::record::Body;
use crate::journal::{Draft, Journal, StreamId, WriterLimits};

const HOUR: Duration = Duration::from_hours(1);

/// Publishes one event with `count` lots that open an hour from the start, half a second apart.
async fn many_lots(test: &TestEngine, count: usize) -> Vec<LotId> {
    let mut document = document_opening(START + HOUR, &json!({}));
    let lot = document["lots"][0].clone();
    let lots = (0..count).map(|nth| {
        let mut lot = lot.clone();
        lot["opens_at"] = json!(START + HOUR + MS * 500 * u32::try_from(nth).unwrap());
        lot
    });
    document["lots"] = lots.collect::<Vec<Value>>().into();
    test.publish(&document).await
}

#[tokio::test(start_paused = true)]
async fn two_callers_of_an_unloaded_lot_at_once_get_one_actor() {
    let test = TestEngine::new().await;
    let lot = many_lots(&test, 1).await.remove(0);
    let (acme, bolt) = (supplier("acme"), supplier("bolt"));

    let (one, other) = tokio::join!(test.engine.lot(&acme, &lot), test.engine.lot(&bolt, &lot));
    let (one, other) = (one.unwrap(), other.unwrap());
    let (accepted, refused) = tokio::join!(
        one.request_annulment(crate::ids::BidRef::parse("a").unwrap(), "r".to_owned(), None),
        other.view()
    );

    assert!(matches!(accepted, Err(Denied::WrongState(_))));
    assert!(refused.is_ok());
    assert_eq!(test.engine.failed_streams(), [], "two owners of one stream would have met in a conflict");
    test.pass_until(START + HOUR + MS).await;
    settle_down().await;
    assert_eq!(test.kinds(&lot).await, ["lot_published", "lot_opened"]);
}

#[tokio::test(start_paused = true)]
async fn an_ended_lot_is_unloaded_and_loaded_again_when_it_is_needed() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    test.bidder("acme", &lot).await.bid("a1", "2.98").await;
    let alive = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    let loaded = alive();
    test.pass_until(CLOSE + Duration::from_mins(30)).await;
    settle_down().await;

    assert!(alive() < loaded, "its actor is gone");
    let view = test.view(&supplier("acme"), &lot).await;
    assert_eq!((view["state"].as_str(), view["you"]["rank"].as_u64()), (Some("closed"), Some(1)));
    assert_eq!(rank(&test.bidder("acme", &lot).await.bid("a1", "2.98").await), 1, "repeats are answered as ever");
}

#[tokio::test(start_paused = true)]
async fn a_lot_that_is_followed_stays_loaded() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut feed = test.access(&observer("RFS"), &lot).await.follow().await.unwrap();
    test.pass_until(CLOSE + HOUR).await;
    while futures::FutureExt::now_or_never(feed.next()).is_some() {}
    let access = test.access(&buyer("b1"), &lot).await;

    access.act(br#"{"type":"broadcast","text":"t","reason":"r"}"#, None).await.unwrap_err();

    assert!(futures::FutureExt::now_or_never(feed.next()).is_none(), "it still runs and has nothing new");
}

#[tokio::test(start_paused = true)]
async fn a_scheduled_lot_that_was_viewed_is_unloaded_again_and_opens_in_time() {
    let test = TestEngine::new().await;
    let lot = many_lots(&test, 1).await.remove(0);
    test.view(&supplier("acme"), &lot).await;

    test.pass_until(START + HOUR + MS).await;
    settle_down().await;

    let opened = test.records(&lot).await.pop().unwrap();
    assert_eq!(&*opened.kind, "lot_opened");
    assert!(opened.at.saturating_since(START + HOUR) <= MS * 2, "{}", opened.at);
}

#[test]
fn ten_thousand_scheduled_lots_start_and_idle_cheaply() {
    const LOTS: usize = 10_000;
    const SOON: usize = 500;
    let store = Arc::new(FaultyStore::new());
    one_run(&store, START, async |test| {
        let soon = many_lots(&test, 1).await.remove(0);
        let later = test.publish(&document_opening(START + HOUR * 24, &json!({}))).await.remove(0);
        let first = async |lot: &LotId| body(&test.records(lot).await[0]);
        copy(&store, &first(&soon).await, 0..SOON).await;
        copy(&store, &first(&later).await, SOON..LOTS).await;
    });

    one_run(&store, START + HOUR / 2, async |test| {
        let tasks = tokio::runtime::Handle::current().metrics().num_alive_tasks();
        assert!(tasks < 10, "an unloaded lot costs no task, and there are {tasks}");
        test.pass_until(START + HOUR + MS * 5).await;
        settle_down().await;

        let mut opened = 0;
        for nth in 0..LOTS {
            opened += usize::from(test.kinds(&nth_lot(nth)).await.len() == 2);
        }
        assert_eq!(opened, SOON, "those that are due, and no others");
    });
}

fn nth_lot(nth: usize) -> LotId {
    LotId::parse(&format!("lot-{nth}")).unwrap()
}

/// Publishes copies of a published lot.
async fn copy(store: &Arc<FaultyStore>, first: &Body, lots: Range<usize>) {
    let limits = WriterLimits { commit_records_max: 1_000, commit_bytes_max: 1 << 22, queue_len_max: 8 };
    let (journal, _writer) = Journal::start(store.clone(), limits);
    for nth in lots {
        let data = RawValue::from_string(first.data.get().to_owned()).unwrap();
        let draft = Draft { at: first.at, actor: first.actor.clone(), kind: "lot_published", data };
        journal.create(StreamId::lot(&nth_lot(nth))).append(vec![draft]).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn unknown_lots_and_hidden_lots_are_answered_alike() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let unknown = LotId::parse("0000").unwrap();
    let strangers = [
        supplier("stranger"),
        observer("XXX"),
        principal(crate::auth::Role::Buyer, "other", "b9"),
        principal(crate::auth::Role::Auditor, "other", "a9"),
    ];

    for stranger in &strangers {
        assert_eq!(test.engine.lot(stranger, &lot).await.err(), Some(Denied::NotFound), "{stranger:?}");
        assert_eq!(test.engine.lot(stranger, &unknown).await.err(), Some(Denied::NotFound));
    }
}

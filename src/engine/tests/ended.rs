//! Streams that have ended: a start reads the others, and what has ended is shown and checked as ever.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::fixture::*;
use crate::auth::Principal;
use crate::engine::{Conditions, Denied, EngineSettings, EventFilter};
use crate::event::Expected;
use crate::ids::{EventId, LotId, Seq};
use crate::journal::faulty::FaultyStore;
use crate::journal::{Store, StreamHead, StreamId, StreamSummary, Summaries};

const HOUR: Duration = Duration::from_hours(1);

/// An event whose lots have ended, and one with a lot that is open for an hour more.
struct TestStreams {
    ended: EventId,
    closed: LotId,
    cancelled: LotId,
    open: LotId,
}

impl TestStreams {
    async fn make(test: &TestEngine) -> Self {
        let mut two = document(&json!({}));
        let other = two["lots"][0].clone();
        two["lots"].as_array_mut().unwrap().push(other);
        let ended = test.create(&two).await;
        let lots = test.publish_event(&ended).await["lots"].clone();
        let id = |nth: usize| LotId::parse(lots[nth].as_str().unwrap()).unwrap();
        let (closed, cancelled) = (id(0), id(1));
        settle_down().await;
        test.bidder("acme", &closed).await.bid("a1", "2.98").await;
        test.bidder("bolt", &closed).await.bid("b1", "2.97").await;
        let cancel = br#"{"type":"cancel","reason":"the need has gone"}"#;
        test.access(&buyer("b1"), &cancelled).await.act(cancel, None).await.unwrap();
        let mut long = document(&json!({}));
        long["lots"][0]["duration_s"] = json!(7_200);
        let open = test.publish(&long).await.remove(0);
        test.bidder("acme", &open).await.bid("o1", "2.99").await;
        test.pass_until(CLOSE + Duration::from_secs(10)).await;
        settle_down().await;
        Self { ended, closed, cancelled, open }
    }

    /// Everything that people of every role are shown of what has ended.
    async fn shown(&self, test: &TestEngine) -> Vec<Value> {
        let mut all = Vec::new();
        for by in everybody() {
            all.push(listed_ended(test, &by, &self.ended).await);
            all.push(shown(test, &by, &self.ended).await.unwrap());
            for lot in [&self.closed, &self.cancelled] {
                let mut view = test.view(&by, lot).await;
                view["now"] = Value::Null;
                all.push(view);
            }
        }
        all
    }
}

fn everybody() -> [Principal; 5] {
    [supplier("acme"), supplier("bolt"), observer("RFS"), buyer("b1"), auditor()]
}

async fn listed_ended(test: &TestEngine, by: &Principal, id: &EventId) -> Value {
    let list = listed(test, by, &EventFilter::default()).await;
    let events = list["events"].as_array().unwrap();
    events.iter().find(|event| event["id"] == id.as_str()).unwrap().clone()
}

/// A store in which some streams have ended, and their summaries are kept.
fn made(store: &Arc<FaultyStore>) -> (TestStreams, Vec<Value>) {
    one_run(store, START, async |test| {
        let streams = TestStreams::make(&test).await;
        let shown = streams.shown(&test).await;
        (streams, shown)
    })
}

fn later() -> crate::clock::Instant {
    CLOSE + Duration::from_mins(5)
}

async fn kept(store: &FaultyStore) -> Vec<StreamSummary> {
    store.summaries().unwrap().summaries_after(None, 100).await.unwrap()
}

fn summaries(store: &Arc<FaultyStore>) -> &dyn Summaries {
    store.summaries().unwrap()
}

#[test]
fn a_start_reads_no_record_of_what_has_ended() {
    let store = Arc::new(FaultyStore::new());
    let (streams, _) = made(&store);
    for stream in [StreamId::event(&streams.ended), StreamId::lot(&streams.closed), StreamId::lot(&streams.cancelled)] {
        store.hold_reads(stream);
    }

    one_run(&store, later(), async |test| {
        assert_eq!(test.view(&buyer("b1"), &streams.open).await["state"], "paused");
        let list = listed_ended(&test, &supplier("bolt"), &streams.ended).await;
        assert_eq!((&list["lots"][0]["state"], &list["lots"][0]["you"]["rank"]), (&json!("closed"), &json!(1)));
        assert_eq!(list["lots"][1]["state"], "cancelled");
    });
}

#[test]
fn what_has_ended_is_shown_as_before_the_start() {
    let store = Arc::new(FaultyStore::new());
    let (streams, before) = made(&store);
    assert_eq!(one_run(&store, later(), async |_| kept(&store).await.len()), 3, "an event and two lots");

    for _ in 0..2 {
        let after = one_run(&store, later(), async |test| streams.shown(&test).await);
        for (after, before) in after.iter().zip(&before) {
            assert_eq!(after, before);
        }
    }
}

#[test]
fn an_ended_lot_that_was_looked_at_is_given_back() {
    let store = Arc::new(FaultyStore::new());
    let (streams, _) = made(&store);

    let settings = EngineSettings { unload_after: MS, ..settings() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let test = TestEngine::over(store.clone(), later(), settings).await;
        test.engine.ended_are_checked().await;
        assert_eq!((test.engine.lots_in_map(), test.engine.whole_events().await), (1, 1), "the open one");
        streams.shown(&test).await;
        assert_eq!((test.engine.lots_in_map(), test.engine.whole_events().await), (3, 2));

        test.pass_until(later() + Duration::from_secs(10)).await;
        settle_down().await;

        assert_eq!((test.engine.lots_in_map(), test.engine.whole_events().await), (1, 1));
    });
}

#[test]
fn an_ended_event_refuses_changes_and_answers_repeats_as_ever() {
    let store = Arc::new(FaultyStore::new());
    let (streams, _) = made(&store);

    one_run(&store, later(), async |test| {
        let revise =
            async |conditions| test.engine.revise_event(&buyer("b1"), &streams.ended, kept_object(), conditions).await;
        let stale = Conditions { expected: Expected::OneOf(vec![7]), ..no_conditions() };
        assert!(matches!(revise(no_conditions()).await, Err(Denied::WrongState(_))));
        assert!(matches!(revise(stale).await, Err(Denied::Stale(_))));
        let delete = test.engine.delete_event(&buyer("b1"), &streams.ended, no_conditions()).await;
        assert!(matches!(delete, Err(Denied::WrongState(_))));
        let bid = test.bidder("acme", &streams.closed).await.bid("a1", "2.98").await;
        assert_eq!(rank(&bid), 1, "the first outcome again");
    });
}

fn kept_object() -> crate::event::Stated {
    super::fixture::kept(&json!({"title": "t"}))
}

#[test]
fn a_changed_record_of_an_ended_lot_is_found_in_the_background() {
    let store = Arc::new(FaultyStore::new());
    let (streams, _) = made(&store);
    let stream = StreamId::lot(&streams.closed);
    store.tamper(&stream, Seq(3), |record| record.body = record.body.replace("2.98", "2.96").into());

    one_run(&store, later(), async |test| {
        assert_eq!(test.engine.failed_streams(), [], "not read by the start");
        test.engine.ended_are_checked().await;

        let failed = test.engine.failed_streams();
        assert_eq!(failed.iter().map(|(stream, _)| stream.as_str()).collect::<Vec<_>>(), [stream.as_str()]);
        let unusable = Denied::Unusable { first_bad: Some(Seq(3)) };
        assert_eq!(test.engine.lot(&buyer("b1"), &streams.closed).await.err(), Some(unusable));
        let list = listed_ended(&test, &buyer("b1"), &streams.ended).await;
        assert_eq!((&list["lots"][0]["state"], &list["lots"][1]["state"]), (&Value::Null, &json!("cancelled")));
    });
    one_run(&store, later(), async |test| {
        assert_eq!(test.engine.failed_streams().len(), 1, "the next start reads it before it is ready");
    });
}

#[test]
fn a_changed_record_of_an_ended_lot_is_found_by_whoever_asks_first() {
    let store = Arc::new(FaultyStore::new());
    let (streams, _) = made(&store);
    store.tamper(&StreamId::lot(&streams.closed), Seq(2), |record| record.body = "{}".into());
    store.tamper(&StreamId::event(&streams.ended), Seq(1), |record| record.body = "{}".into());

    one_run(&store, later(), async |test| {
        let lot = test.engine.lot(&supplier("acme"), &streams.closed).await;
        let event = shown(&test, &supplier("acme"), &streams.ended).await;

        assert_eq!(lot.err(), Some(Denied::Unusable { first_bad: Some(Seq(2)) }));
        assert!(matches!(event, Err(Denied::Unavailable)), "{event:?}");
        assert_eq!(test.engine.failed_streams().len(), 2);
        assert!(matches!(shown(&test, &supplier("acme"), &streams.ended).await, Err(Denied::NotFound)));
    });
}

/// What may happen to the summaries, and whether it is seen before the start is ready.
#[test]
fn summaries_that_are_missing_or_wrong_are_made_anew() {
    type Harm = (&'static str, fn(&Arc<FaultyStore>, &TestStreams));
    let harms: [Harm; 8] = [
        ("deleted", |store, _| now(summaries(store).clear_summaries())),
        ("of another version", |store, _| now(summaries(store).complete_summaries(0))),
        ("older than the journal", |store, streams| {
            now(summaries(store).drop_summaries(&[StreamId::lot(&streams.closed)]));
            unlist(store, &StreamId::lot(&streams.closed));
        }),
        ("not listing the lot that is open", |store, streams| unlist(store, &StreamId::lot(&streams.open))),
        ("with a wrong hash", |store, streams| {
            change(store, &StreamId::lot(&streams.closed), |summary| summary.head.hash.0[0] ^= 1);
        }),
        ("with a wrong text", |store, streams| {
            change(store, &StreamId::lot(&streams.closed), |summary| {
                summary.text = summary.text.replace("acme", "bolt").into();
            });
            change(store, &StreamId::event(&streams.ended), |summary| {
                summary.text = summary.text.replace("Gloves", "Masks").into();
            });
        }),
        ("with a text that is none", |store, streams| {
            change(store, &StreamId::event(&streams.ended), |summary| summary.text = "{}".into());
        }),
        ("of another database", |store, streams| {
            let heads = now(summaries(store).summaries_after(None, 100));
            let foreign = heads.into_iter().map(|mut summary| {
                summary.head.stream = StreamId::from_storage(&summary.head.stream.as_str().replace("/0", "/f"));
                summary
            });
            let foreign: Vec<_> = foreign.collect();
            now(summaries(store).clear_summaries());
            now(summaries(store).keep_summaries(&foreign));
            now(summaries(store).complete_summaries(1));
            assert_ne!(foreign[0].head.stream, StreamId::event(&streams.ended));
        }),
    ];
    for (harm, harmed) in harms {
        let store = Arc::new(FaultyStore::new());
        let (streams, before) = made(&store);
        let whole = one_run(&store, later(), async |test| {
            test.engine.ended_are_checked().await;
            kept(&store).await
        });
        assert_eq!(whole.len(), 3);
        harmed(&store, &streams);

        let (after, open) = one_run(&store, later(), async |test| {
            test.engine.ended_are_checked().await;
            settle_down().await;
            (streams.shown(&test).await, test.view(&buyer("b1"), &streams.open).await)
        });

        for (after, before) in after.iter().zip(&before) {
            assert_eq!(after, before, "summaries {harm}");
        }
        assert_eq!(open["state"], "paused", "summaries {harm}");
        assert_eq!(now(summaries(&store).summaries_after(None, 100)), whole, "summaries {harm}");
    }
}

#[test]
fn a_journal_that_is_older_than_its_summaries_is_the_truth() {
    let store = Arc::new(FaultyStore::new());
    let (streams, _) = made(&store);
    let stream = StreamId::lot(&streams.closed);
    one_run(&store, later(), async |_| {});
    let last = now(summaries(&store).summary_of(&stream)).unwrap().head.seq;
    store.remove(&stream, last).unwrap();

    one_run(&store, later(), async |test| {
        let view = test.view(&buyer("b1"), &streams.closed).await;
        assert_eq!(view["state"], "paused", "its close is not in the journal");
        let shown = listed_ended(&test, &buyer("b1"), &streams.ended).await;
        assert_eq!(shown["lots"][0]["state"], "paused");
    });
    one_run(&store, later() + HOUR, async |test| {
        assert_eq!(test.view(&buyer("b1"), &streams.closed).await["state"], "paused");
    });
}

/// Waits for a store in memory, which answers at once.
fn now<T>(answer: impl Future<Output = Result<T, crate::journal::StoreError>>) -> T {
    futures::FutureExt::now_or_never(answer).expect("a store in memory answers at once").unwrap()
}

/// Takes a stream off the list of open ones, as if it had been written by a server that lists nothing.
fn unlist(store: &Arc<FaultyStore>, stream: &StreamId) {
    let head = StreamHead { stream: stream.clone(), seq: Seq(1), hash: crate::journal::Hash::ZERO };
    now(summaries(store).keep_summaries(&[StreamSummary { head, text: "{}".into() }]));
}

fn change(store: &Arc<FaultyStore>, stream: &StreamId, change: impl FnOnce(&mut StreamSummary)) {
    let mut summary = now(summaries(store).summary_of(stream)).unwrap();
    let before = summary.clone();
    change(&mut summary);
    assert_ne!(summary, before, "it is changed");
    now(summaries(store).keep_summaries(&[summary]));
}

//! The promises that every store keeps, as tests. The tests of each store run all of them.

use super::record::{Committed, Record, StreamId, seal};
use super::store::{Store, StoreError};
use super::testing::{START, draft, lot, sealed};
use crate::ids::Seq;

/// Runs all tests, each on an empty store from `open`.
pub(crate) async fn check<S: Store>(open: impl AsyncFn() -> S) {
    records_come_back_byte_for_byte(&open().await).await;
    pages_and_scans_go_on_after_the_given_position(&open().await).await;
    a_large_append_is_whole(&open().await).await;
    a_conflict_writes_nothing_and_names_the_stream(&open().await).await;
    the_last_heartbeat_replaces_the_one_before(&open().await).await;
}

async fn records_come_back_byte_for_byte(store: &impl Store) {
    let awkward = lot("Größe \"4\" \\ 'x'; DROP TABLE journal; --");
    let data = r#"{"text":"\"\\\u0000 ö 😀 ' ; --","n":1.50e3}"#;
    let records = seal(&awkward, Committed::NOTHING, &[draft("it's", 0, data), draft("b", 1, "{}")]);

    store.append(&records).await.unwrap();

    assert_eq!(store.page(&awkward, Seq::ZERO, 10).await.unwrap(), records);
    assert_eq!(store.scan(None, 10).await.unwrap(), records);
}

async fn pages_and_scans_go_on_after_the_given_position(store: &impl Store) {
    let all: Vec<Record> = ["a", "ab", "b"].iter().flat_map(|id| sealed(&lot(id), 5)).collect();
    for record in all.iter().rev() {
        store.append(std::slice::from_ref(record)).await.unwrap();
    }

    assert_eq!(store.page(&lot("ab"), Seq(1), 3).await.unwrap(), all[6..9]);
    assert_eq!(store.background_page(&lot("ab"), Seq(1), 3).await.unwrap(), all[6..9]);
    assert_eq!(store.page(&lot("ab"), Seq(5), 3).await.unwrap(), []);
    assert_eq!(store.page(&lot("c"), Seq::ZERO, 3).await.unwrap(), []);
    assert_eq!(store.scan(None, 4).await.unwrap(), all[..4]);
    assert_eq!(store.scan(Some((&lot("a"), Seq(4))), 7).await.unwrap(), all[4..11]);
    assert_eq!(store.scan(Some((&lot("a"), Seq(5))), 1).await.unwrap(), all[5..6]);
    assert_eq!(store.scan(Some((&lot("b"), Seq(5))), 1).await.unwrap(), []);
}

async fn a_large_append_is_whole(store: &impl Store) {
    let all = [sealed(&lot("a"), 130), sealed(&lot("b"), 131)].concat();

    store.append(&all).await.unwrap();

    assert_eq!(store.scan(None, 1_000).await.unwrap(), all);
}

async fn a_conflict_writes_nothing_and_names_the_stream(store: &impl Store) {
    let (taken, free) = (sealed(&lot("taken"), 2), lot("free"));
    store.append(&taken).await.unwrap();

    for before_and_after in [0, 1, 120] {
        let others = sealed(&free, before_and_after);
        let late = sealed(&lot("later"), before_and_after);
        let batch = [others, taken[1..].to_vec(), late].concat();

        let outcome = store.append(&batch).await;

        assert_conflict(outcome, &lot("taken"));
        assert_eq!(store.scan(None, 1_000).await.unwrap(), taken);
    }
    let go_on = sealed(&free, 1);
    store.append(&go_on).await.unwrap();
    assert_eq!(store.page(&free, Seq::ZERO, 10).await.unwrap(), go_on);
}

fn assert_conflict(outcome: Result<(), StoreError>, loser: &StreamId) {
    match outcome {
        Err(StoreError::Conflict { stream }) => assert_eq!(stream, *loser),
        Ok(()) | Err(StoreError::Failed(_)) => panic!("no conflict: {outcome:?}"),
    }
}

async fn the_last_heartbeat_replaces_the_one_before(store: &impl Store) {
    assert_eq!(store.last_alive().await.unwrap(), None);

    for later_us in [2_000_000, 1_000_000] {
        store.note_alive(START.plus_micros(later_us)).await.unwrap();

        assert_eq!(store.last_alive().await.unwrap(), Some(START.plus_micros(later_us)));
    }
}

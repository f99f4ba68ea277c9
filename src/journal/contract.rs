//! The promises that every store keeps, as tests. The tests of each store run all of them.

use super::record::{Committed, Record, StreamId, seal};
use super::store::{Store, StoreError, Summaries};
use super::summary::{StreamHead, StreamSummary};
use super::testing::{START, draft, lot, sealed};
use crate::ids::Seq;

/// Runs all tests, each on an empty store from `open`.
pub(crate) async fn check<S: Store>(open: impl AsyncFn() -> S) {
    records_come_back_byte_for_byte(&open().await).await;
    pages_and_scans_go_on_after_the_given_position(&open().await).await;
    a_large_append_is_whole(&open().await).await;
    a_conflict_writes_nothing_and_names_the_stream(&open().await).await;
    the_last_heartbeat_replaces_the_one_before(&open().await).await;
    streams_are_listed_as_open_until_their_summary_is_kept(&open().await).await;
    a_set_of_summaries_counts_only_while_it_is_complete(&open().await).await;
    heads_are_the_last_records_of_the_streams_in_order(&open().await).await;
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
    assert_eq!(store.background_head(&lot("ab")).await.unwrap(), Some(Seq(5)));
    assert_eq!(store.background_head(&lot("c")).await.unwrap(), None);
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

/// A summary of a stream of that many records.
fn summary(id: &str, records: usize, text: &str) -> StreamSummary {
    StreamSummary { head: head_of(sealed(&lot(id), records).last().unwrap()), text: text.into() }
}

fn head_of(last: &Record) -> StreamHead {
    StreamHead { stream: last.stream.clone(), seq: last.seq, hash: last.hash }
}

async fn open_streams(store: &dyn Summaries) -> Vec<String> {
    let mut open = store.open_streams(1).await.unwrap().expect("a complete set");
    open.sort();
    open.iter().map(ToString::to_string).collect()
}

async fn streams_are_listed_as_open_until_their_summary_is_kept(store: &impl Store) {
    let summaries = store.summaries().expect("a server's store keeps summaries");
    summaries.complete_summaries(1).await.unwrap();
    store.append(&[sealed(&lot("a"), 3), sealed(&lot("b"), 130), sealed(&lot("é"), 1)].concat()).await.unwrap();
    let taken = [sealed(&lot("c"), 1), sealed(&lot("a"), 1)].concat();
    assert_conflict(store.append(&taken).await, &lot("a"));
    assert_eq!(open_streams(summaries).await, ["lot/a", "lot/b", "lot/é"], "a conflict lists nothing");

    let kept = [summary("b", 130, r#"{"b":"1"}"#), summary("é", 1, "ö")];
    summaries.keep_summaries(&kept).await.unwrap();

    assert_eq!(open_streams(summaries).await, ["lot/a"]);
    assert_eq!(summaries.summary_of(&lot("b")).await.unwrap().as_ref(), Some(&kept[0]));
    assert_eq!(summaries.summary_of(&lot("a")).await.unwrap(), None);
    assert_eq!(summaries.summaries_after(None, 10).await.unwrap(), kept);
    assert_eq!(summaries.summaries_after(None, 1).await.unwrap(), kept[..1]);
    assert_eq!(summaries.summaries_after(Some(&lot("b")), 10).await.unwrap(), kept[1..]);
    let heads = [kept[0].head.clone(), kept[1].head.clone()];
    assert_eq!(summaries.summary_heads(None, 10).await.unwrap(), heads);
    assert_eq!(summaries.summary_heads(Some(&lot("b")), 1).await.unwrap(), heads[1..]);

    let newer = [summary("é", 1, "newer")];
    summaries.keep_summaries(&newer).await.unwrap();
    summaries.drop_summaries(&[lot("b"), lot("no such stream")]).await.unwrap();

    assert_eq!(summaries.summaries_after(None, 10).await.unwrap(), newer);
    assert_eq!(open_streams(summaries).await, ["lot/a", "lot/b"], "only streams that the journal holds");
}

async fn a_set_of_summaries_counts_only_while_it_is_complete(store: &impl Store) {
    let summaries = store.summaries().expect("a server's store keeps summaries");
    store.append(&sealed(&lot("a"), 2)).await.unwrap();
    assert_eq!(summaries.open_streams(1).await.unwrap(), None);

    summaries.complete_summaries(1).await.unwrap();
    assert_eq!(open_streams(summaries).await, ["lot/a"]);
    assert_eq!(summaries.open_streams(2).await.unwrap(), None, "of another version");
    summaries.complete_summaries(2).await.unwrap();
    assert_eq!(summaries.open_streams(1).await.unwrap(), None);
    assert_eq!(summaries.open_streams(2).await.unwrap(), Some(vec![lot("a")]));

    summaries.keep_summaries(&[summary("a", 2, "{}")]).await.unwrap();
    summaries.clear_summaries().await.unwrap();
    assert_eq!(summaries.open_streams(2).await.unwrap(), None);
    assert_eq!(summaries.summaries_after(None, 10).await.unwrap(), []);
}

async fn heads_are_the_last_records_of_the_streams_in_order(store: &impl Store) {
    let summaries = store.summaries().expect("a server's store keeps summaries");
    assert_eq!(summaries.heads(None, 10).await.unwrap(), []);
    assert_eq!(summaries.last_head().await.unwrap(), None);
    let all = [("a", 12), ("ab", 1), ("b", 3)].map(|(id, records)| sealed(&lot(id), records));
    for records in all.iter().rev() {
        store.append(records).await.unwrap();
    }
    let all = all.map(|records| head_of(records.last().unwrap()));

    assert_eq!(summaries.heads(None, 10).await.unwrap(), all);
    assert_eq!(summaries.heads(None, 2).await.unwrap(), all[..2]);
    assert_eq!(summaries.heads(Some(&lot("a")), 10).await.unwrap(), all[1..]);
    assert_eq!(summaries.heads(Some(&lot("b")), 10).await.unwrap(), []);
    assert_eq!(summaries.last_head().await.unwrap().as_ref(), Some(&all[2]));
}

//! What a question about the past reads: nothing after what is asked, while a lot is open.

use std::collections::BTreeMap;
use std::time::Duration;

use futures::future::join_all;
use serde_json::{Value, json};

use super::fixture::*;
use super::past::{at_record, bid_until, live, past, past_at, timeless};
use super::replayed::page;
use crate::engine::Denied;
use crate::ids::{BidderId, LotId, Seq};
use crate::journal::StreamId;
use crate::protocol::http::{Moment, Party};

/// Records of a lot that is long for these tests: more than are read ahead.
const RECORDS: u64 = 1_000;
/// Records that the journal reads at a time, for a replay.
const PAGE: u64 = 64;
/// Most records that are read before it is known that they are after an instant.
const READ_AHEAD: u64 = 8 * PAGE;

fn acme() -> Party {
    Party::Bidder(BidderId::parse("acme").unwrap())
}

async fn long_lot(test: &TestEngine) -> LotId {
    let lot = test.open_lot(&json!({})).await;
    bid_until(test, &lot, RECORDS).await;
    lot
}

/// The first and the last record that were read since this was asked, and how many.
fn read(test: &TestEngine) -> Option<(u64, u64, usize)> {
    let read = test.store.take_read_in_background();
    Some((read.iter().min()?.0, read.iter().max()?.0, read.len()))
}

// E47
#[tokio::test(start_paused = true)]
async fn a_question_about_a_record_of_an_open_lot_reads_nothing_after_it() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut states = Vec::new();
    for seq in [3, 64, 200, 700, RECORDS] {
        bid_until(&test, &lot, seq).await;
        states.push((seq, live(&test, &auditor(), &lot).await));
    }
    read(&test);

    let mut asked = Vec::new();
    for seq in [200, 64, 3, 700, 200] {
        let seen = past_at(&test, &lot, seq).await;
        let (_, state) = states.iter().find(|(of, _)| *of == seq).unwrap();
        assert_eq!(timeless(&seen.text), *state, "record {seq}");
        asked.push(read(&test).unwrap());
    }

    // The states after the first record and after the farthest one are kept.
    assert_eq!(asked, [(1, 200, 200), (2, 64, 63), (2, 3, 2), (201, 700, 500), (2, 200, 199)]);
    assert_eq!(past(&test, &auditor(), &lot, at_record(RECORDS + 1)).await, Err(Denied::NoSuchRecord));
    assert_eq!(read(&test), Some((701, RECORDS, 300)), "only the journal says where it ends");
}

// E47
#[tokio::test(start_paused = true)]
async fn a_question_about_an_instant_reads_little_after_it() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    bid_until(&test, &lot, 100).await;
    let then = test.clock.now();
    tokio::time::advance(Duration::from_secs(1)).await;
    bid_until(&test, &lot, RECORDS).await;
    read(&test);

    let seen = past(&test, &auditor(), &lot, Moment::At(then)).await.unwrap();

    assert_eq!(seen.seq, Seq(100));
    let (_, last, _) = read(&test).unwrap();
    assert!(last < 100 + READ_AHEAD, "read to record {last}");
}

// G79
#[tokio::test(start_paused = true)]
async fn a_page_of_what_a_party_was_told_reads_its_own_records_and_no_others() {
    let test = TestEngine::new().await;
    let lot = long_lot(&test).await;
    read(&test);

    let mut pages = Vec::new();
    for from in [100, 228, 356] {
        let lines = page(&test, &lot, &acme(), (from, None, 128)).await.unwrap();
        let end = lines.last().unwrap();
        assert_eq!((&end["to"], &end["next"]), (&json!(from + 128), &json!(from + 128)));
        assert_eq!(end["head"], json!(RECORDS));
        pages.push(read(&test).unwrap());
    }

    // The first one is folded from the beginning; each further one goes on where the one before ended.
    assert_eq!(pages, [(1, 228, 228), (229, 356, 128), (357, 484, 128)]);
}

// G79
#[tokio::test(start_paused = true)]
async fn pages_and_moments_are_the_same_in_any_order() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let pages = [(3, 4_497), (4_000, 200), (4_700, 300), (3_000, 1_900), (4_800, 200), (4_501, 400)];
    let ends = pages.iter().flat_map(|(from, limit)| [*from, from + limit]);
    let mut states: BTreeMap<u64, Value> = ends.chain([4_096, 4_097]).map(|seq| (seq, Value::Null)).collect();
    for (seq, state) in &mut states {
        bid_until(&test, &lot, *seq).await;
        *state = live(&test, &auditor(), &lot).await;
    }

    for (from, limit) in pages {
        page(&test, &lot, &acme(), (from, None, limit)).await.unwrap();
        for seq in [from + limit, from, 4_096, 4_097, 5_000] {
            let seen = past_at(&test, &lot, seq).await;
            assert_eq!(timeless(&seen.text), states[&seq], "record {seq} after the page from {from}");
        }
    }
}

// E47
#[tokio::test(start_paused = true)]
async fn questions_at_the_same_time_are_answered_each_with_its_own_record() {
    let test = TestEngine::new().await;
    let lot = long_lot(&test).await;

    let asked = [300, 900, 20, RECORDS];
    let seen = join_all(asked.map(|seq| past_at(&test, &lot, seq))).await;

    assert_eq!(seen.iter().map(|view| view.seq.0).collect::<Vec<_>>(), asked);
}

// E47
#[tokio::test(start_paused = true)]
async fn the_rest_of_the_journal_is_folded_once_no_lot_is_open() {
    let test = TestEngine::new().await;
    let lot = long_lot(&test).await;
    test.pass_until(CLOSE + DURATION).await;
    let head = test.records(&lot).await.len() as u64;
    read(&test);

    past_at(&test, &lot, 10).await;
    tokio::time::sleep(Duration::from_secs(1)).await;

    assert_eq!(read(&test).unwrap().1, head);
}

// E47, G79
#[tokio::test(start_paused = true)]
async fn pages_before_a_broken_record_are_answered_and_those_after_it_are_not() {
    let test = TestEngine::new().await;
    let lot = long_lot(&test).await;
    let forge = |record: &mut crate::journal::Record| record.body = record.body.replace("acme", "bolt").into();
    test.store.tamper(&StreamId::lot(&lot), Seq(500), forge);

    for (from, limit, is_whole) in
        [(1, 498, true), (1, 499, false), (400, 200, false), (600, 100, false), (499, 1, false), (498, 1, true)]
    {
        let read = page(&test, &lot, &acme(), (from, None, limit)).await;
        assert_eq!(read.err(), (!is_whole).then_some(Denied::Unavailable), "from {from}");
    }
}

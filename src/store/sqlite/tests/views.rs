//! What SQL users see of a lot from its publication to its close.

use super::*;
use crate::store::testing::{clock, lots_with_their_times, records_of_a_lot};

#[tokio::test]
async fn the_view_of_lots_follows_each_record() {
    let folder = Folder::new();
    let store = folder.open().await;
    let records = seal(&lot("l1"), Committed::NOTHING, &records_of_a_lot());
    let expected = [
        ("scheduled", "14:00:00", "14:30:00", 0, 0),
        ("open", "14:00:01", "14:30:01", 0, 0),
        ("open", "14:00:01", "14:30:01", 1, 0),
        ("open", "14:00:01", "14:30:01", 1, 1),
        ("open", "14:00:01", "14:40:00", 1, 1),
        ("paused", "14:00:01", "14:40:00", 1, 1),
        ("open", "14:00:01", "14:50:00", 1, 1),
        ("closed", "14:00:01", "14:50:00", 1, 1),
    ];

    for (record, (state, opens, closes, accepted, refused)) in records.iter().zip(expected) {
        store.append(std::slice::from_ref(record)).await.unwrap();
        let row = "SELECT lot, title, event_title, state, substr(opens_at, 12, 8), substr(closes_at, 12, 8),
                   accepted, refused FROM lots";
        let row: (String, String, String, String, String, String, i64, i64) =
            sqlx::query_as(row).fetch_one(store.readers()).await.unwrap();
        let due = ["l1", "Nitrile", "Gloves", state, opens, closes].map(str::to_owned);
        assert_eq!(
            row,
            (
                due[0].clone(),
                due[1].clone(),
                due[2].clone(),
                due[3].clone(),
                due[4].clone(),
                due[5].clone(),
                accepted,
                refused
            )
        );
    }
    let result: (String, String, String, i64, String) =
        sqlx::query_as("SELECT lead, lead_total, lead_evaluated, reserve_met, closed_at FROM lots")
            .fetch_one(store.readers())
            .await
            .unwrap();
    assert_eq!(
        (result.0.as_str(), result.1.as_str(), result.2.as_str(), result.3),
        ("acme", "178800.00", "178800.000000", 1)
    );
    assert_eq!(result.4, records[7].at.to_string());
}

// L5.17, G66
#[tokio::test]
async fn the_view_of_lots_says_when_each_lot_closes_and_when_it_ended() {
    for case in lots_with_their_times() {
        let folder = Folder::new();
        let store = folder.open().await;
        store.append(&seal(&lot("l1"), Committed::NOTHING, &case.drafts)).await.unwrap();

        let times: (String, String, Option<String>) =
            sqlx::query_as("SELECT state, closes_at, ended_at FROM lots").fetch_one(store.readers()).await.unwrap();

        let expected = (case.state.to_owned(), clock(case.closes_at), case.ended_at.map(clock));
        assert_eq!(times, expected, "{}", case.name);
    }
}

/// lot, seq, bidder, ref, outcome, reason, total, rank, `received_at`
type Row = (String, i64, String, String, String, Option<String>, Option<String>, Option<i64>, String);

#[tokio::test]
async fn the_view_of_bids_shows_each_with_its_outcome() {
    let folder = Folder::new();
    let store = folder.open().await;
    store.append(&seal(&lot("l1"), Committed::NOTHING, &records_of_a_lot())).await.unwrap();

    let rows = "SELECT lot, seq, bidder, ref, outcome, reason, total, rank, received_at FROM bids ORDER BY seq";
    let rows: Vec<Row> = sqlx::query_as(rows).fetch_all(store.readers()).await.unwrap();

    let text = str::to_owned;
    let (first, second) = (text("2026-11-21T14:00:02.000000Z"), text("2026-11-21T14:00:03.000000Z"));
    let acme =
        (text("l1"), 3, text("acme"), text("r1"), text("accepted"), None, Some(text("178800.00")), Some(1), first);
    let bolt =
        (text("l1"), 4, text("bolt"), text("r2"), text("refused"), Some(text("above_ceiling")), None, None, second);
    assert_eq!(rows, [acme, bolt]);
}

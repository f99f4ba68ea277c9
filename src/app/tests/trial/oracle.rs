//! Checks what must be true after every fault.

use std::collections::HashSet;
use std::io::Cursor;

use axum::http::StatusCode;
use rand::RngExt;
use serde_json::Value;

use super::{BIDDERS, Trial};
use crate::app::tests::test_server::TestServer;
use crate::auth::Role;
use crate::engine::Rejudge;
use crate::http::testing::WTP;
use crate::journal::{Store, verify};

/// Answered bids that are repeated after each fault.
const REPEATED: usize = 10;

/// The lot's records, as an auditor reads them over HTTP. Each answer is recorded as it was given, and the chain holds.
///
/// So no acknowledged bid is lost, no bid is judged twice, and no refused bid is recorded as accepted.
pub(super) async fn every_answer_is_recorded(server: &TestServer, trial: &Trial) -> Vec<Value> {
    let (lines, context) = (history(server, trial).await, &trial.context);
    let report = verify::exported(Cursor::new(lines.clone()), |_| verify::StructureOnly).await.unwrap();
    assert!(report.outcome.is_ok(), "{context}: {report:?}");
    let records: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (sent, answer) in &trial.answered {
        let seq = answer["seq"].as_u64().unwrap_or_else(|| panic!("{context}: no seq in {answer}"));
        let index = usize::try_from(seq - 1).expect("a short history");
        let record = records.get(index).unwrap_or_else(|| panic!("{context}: {answer} is lost"));
        assert_eq!((&record["hash"], &record["at"]), (&answer["hash"], &answer["at"]), "{context}: {record}");
        assert_eq!(record["kind"], format!("bid_{}", answer["type"].as_str().unwrap_or_default()), "{context}");
        assert_eq!(record["data"]["ref"], sent.bid_ref, "{context}: {record}");
        assert_eq!(record["data"]["bidder"], sent.bidder, "{context}: {record}");
    }
    let mut judged = HashSet::new();
    for bid in records.iter().filter(|record| !record["data"]["ref"].is_null()) {
        let is_first = judged.insert((bid["data"]["bidder"].to_string(), bid["data"]["ref"].to_string()));
        assert!(is_first, "{context}: judged twice: {bid}");
    }
    records
}

/// An open lot that lost its store stays paused until the buyer resumes it.
pub(super) async fn the_outage_has_paused_the_lot(server: &TestServer, trial: &Trial, records: &[Value]) {
    let (last, context) = (records.last().expect("a published lot has records"), &trial.context);
    assert_eq!((&last["kind"], &last["data"]["cause"]), (&"lot_paused".into(), &"outage".into()), "{context}: {last}");
    for bidder in BIDDERS {
        let token = server.token(Role::Supplier, bidder);
        let (_, view) = server.get_as(&token, &format!("/api/v1/lots/{}", trial.lot)).await;
        assert_eq!(view["state"], "paused", "{context}");
    }
}

/// A repeated bid receives its first answer. A bid in doubt has one outcome: the recorded one, or that of its repetition.
pub(super) async fn every_bid_keeps_its_outcome(server: &TestServer, trial: &mut Trial) {
    for _ in 0..REPEATED.min(trial.answered.len()) {
        let (sent, answer) = &trial.answered[trial.random.random_range(0..trial.answered.len())];
        let token = server.token(Role::Supplier, sent.bidder);
        let (_, again) = server.bid_as(&token, &trial.lot, &sent.bid_ref, &sent.price).await;
        assert_eq!(&again, answer, "{}: the first answer is given again", trial.context);
    }
    for sent in std::mem::take(&mut trial.in_doubt) {
        let (lot, context, token) = (&trial.lot, &trial.context, server.token(Role::Supplier, sent.bidder));
        let path = format!("/api/v1/lots/{lot}/bids/{}", sent.bid_ref.replace(' ', "%20"));
        let (status, known) = server.get_as(&token, &path).await;
        let (_, answer) = server.bid_as(&token, lot, &sent.bid_ref, &sent.price).await;
        match status {
            StatusCode::OK => assert_eq!(answer, known, "{context}: it was recorded before the fault"),
            StatusCode::NOT_FOUND => assert_eq!(answer["reason"], "paused", "{context}: it is judged now: {answer}"),
            other => panic!("{context}: {other} {known}"),
        }
        trial.answered.push((sent, answer));
    }
}

/// The lot's history is judged the same again, and so is every stream of the store.
pub(super) async fn every_record_is_judged_the_same_again(server: &TestServer, trial: &Trial) {
    let report = verify::exported(Cursor::new(history(server, trial).await), Rejudge::new).await.unwrap();
    assert!(report.outcome.is_ok(), "{}: {report:?}", trial.context);
    every_stream_is_right(&*server.store, &trial.context).await;
}

/// Every stream of the store has an unbroken chain, and its records are judged the same again.
pub(super) async fn every_stream_is_right(store: &dyn Store, context: &str) {
    let report = |report: verify::StreamReport| assert!(report.outcome.is_ok(), "{context}: {report:?}");
    verify::stored(store, Rejudge::new, report).await.unwrap();
}

async fn history(server: &TestServer, trial: &Trial) -> String {
    let auditor = server.token(Role::Auditor, WTP);
    let (status, lines) = server.get_as(&auditor, &format!("/api/v1/lots/{}/history", trial.lot)).await;
    assert_eq!(status, StatusCode::OK, "{}: {lines}", trial.context);
    lines.as_str().expect("a history of several lines is no single JSON value").to_owned()
}

//! Drafts that the tests of both kinds of database share, and what the view of lots says of them.

use serde_json::{Value, json};

use crate::journal::Draft;
use crate::journal::testing::draft;

const SECOND_US: i64 = 1_000_000;

/// The drafts of a lot from its publication to its close, one of each kind that the views read.
pub(crate) fn records_of_a_lot() -> Vec<Draft> {
    let accepted = json!({"bidder": "acme", "ref": "r1", "prices": {"m": "2.98"}, "confirmed": false,
        "total": "178800.00", "evaluated": "178800.000000", "received_at": clock("14:00:02"), "rank": 1});
    let refused = json!({"bidder": "bolt", "ref": "r2", "prices": {"m": "9"}, "confirmed": false,
        "reason": "above_ceiling", "limit": "200000.00", "received_at": clock("14:00:03")});
    let ranking = json!([{"bidder": "acme", "rank": 1, "total": "178800.00", "evaluated": "178800.000000",
        "score": null}]);
    vec![
        published(&json!({"title": "Nitrile", "opens_at": clock("14:00:00"), "closes_at": clock("14:30:00")})),
        opened("14:00:01", "14:30:01"),
        at(2, "bid_accepted", &accepted),
        at(3, "bid_refused", &refused),
        extended(4, "14:40:00"),
        paused(5),
        resumed(6, "14:50:00"),
        at(7, "lot_closed", &json!({"cause": "time", "reason": null, "ranking": ranking, "reserve_met": true})),
    ]
}

/// A lot, by what happened to it, and its times in the view of lots: of day, and `ended_at` only after the end.
pub(crate) struct LotTimes {
    pub(crate) name: &'static str,
    pub(crate) drafts: Vec<Draft>,
    pub(crate) state: &'static str,
    pub(crate) closes_at: &'static str,
    pub(crate) ended_at: Option<&'static str>,
}

/// Lots of each way to close, in each state.
pub(crate) fn lots_with_their_times() -> Vec<LotTimes> {
    let idle = [lots_with_idle_time(), lots_with_idle_time_that_were_paused()].concat();
    [lots_with_a_fixed_close(), idle].concat().into_iter().map(LotTimes::from).collect()
}

type Case = (&'static str, Vec<Draft>, &'static str, &'static str, Option<&'static str>);

impl From<Case> for LotTimes {
    fn from((name, drafts, state, closes_at, ended_at): Case) -> Self {
        Self { name, drafts, state, closes_at, ended_at }
    }
}

fn lots_with_a_fixed_close() -> Vec<Case> {
    let fixed = published(&json!({"opens_at": clock("14:00:00"), "closes_at": clock("14:30:00")}));
    let lasting = published(&json!({"opens_at": clock("14:00:00"), "duration_s": 90}));
    let scheduled = vec![fixed];
    let open = [scheduled.clone(), vec![opened("14:00:00", "14:30:00")]].concat();
    let and = |drafts: &[Draft], more: Vec<Draft>| [drafts.to_vec(), more].concat();
    let frozen = and(&open, vec![paused(60)]);
    let went_on = and(&frozen, vec![resumed(120, "14:31:00")]);
    vec![
        ("scheduled", scheduled.clone(), "scheduled", "14:30:00.000000", None),
        ("scheduled for a duration", vec![lasting], "scheduled", "14:01:30.000000", None),
        ("open", open.clone(), "open", "14:30:00.000000", None),
        (
            "closed by time",
            and(&open, vec![closed(1_801, "time")]),
            "closed",
            "14:30:00.000000",
            Some("14:30:00.000000"),
        ),
        (
            "extended, then closed by time",
            and(&open, vec![extended(1_799, "14:32:00"), closed(1_921, "time")]),
            "closed",
            "14:32:00.000000",
            Some("14:32:00.000000"),
        ),
        ("paused", frozen.clone(), "paused", "14:30:00.000000", None),
        ("resumed", went_on.clone(), "open", "14:31:00.000000", None),
        (
            "paused, resumed, then closed by time",
            and(&went_on, vec![closed(1_861, "time")]),
            "closed",
            "14:31:00.000000",
            Some("14:31:00.000000"),
        ),
        ("closed early", and(&open, vec![closed(61, "buyer")]), "closed", "14:01:01.000000", Some("14:01:01.000000")),
        (
            "closed early while paused",
            and(&frozen, vec![closed(61, "buyer")]),
            "closed",
            "14:01:01.000000",
            Some("14:01:01.000000"),
        ),
        ("cancelled", and(&open, vec![cancelled(61)]), "cancelled", "14:30:00.000000", Some("14:01:01.000000")),
        (
            "cancelled before it opened",
            and(&scheduled, vec![cancelled(-61)]),
            "cancelled",
            "14:30:00.000000",
            Some("13:58:59.000000"),
        ),
    ]
}

/// Lots that close 60 seconds after the last accepted bid.
fn lots_with_idle_time() -> Vec<Case> {
    let bid_at_30 = || bid(30, "14:00:30");
    let early = || vec![bid(30, "14:00:30"), bid(30, "14:00:29")];
    let until_latest = || vec![bid(59, "14:00:59"), bid(110, "14:01:50"), closed(121, "time")];
    let extended = || vec![bid_at_30(), extended(40, "14:05:00"), bid(50, "14:00:50")];
    vec![
        ("idle and scheduled", vec![idle(None)], "scheduled", "14:01:00.000000", None),
        ("idle without a bid", idle_lot(None, vec![]), "open", "14:01:00.000000", None),
        ("idle after a bid", idle_lot(None, vec![bid(30, "14:00:29.250001")]), "open", "14:01:29.250001", None),
        ("idle after two bids of the wrong order", idle_lot(None, early()), "open", "14:01:30.000000", None),
        (
            "idle until its latest close",
            idle_lot(Some("14:02:00"), until_latest()),
            "closed",
            "14:02:00.000000",
            Some("14:02:00.000000"),
        ),
        ("idle and extended by a buyer", idle_lot(None, extended()), "open", "14:05:00.000000", None),
        (
            "idle and closed early",
            idle_lot(None, vec![bid_at_30(), closed(40, "buyer")]),
            "closed",
            "14:00:40.000000",
            Some("14:00:40.000000"),
        ),
        (
            "idle and cancelled",
            idle_lot(None, vec![bid_at_30(), cancelled(40)]),
            "cancelled",
            "14:01:30.000000",
            Some("14:00:40.000000"),
        ),
    ]
}

/// Each resume moves the latest close, 14:02, by the length of the pause.
fn lots_with_idle_time_that_were_paused() -> Vec<Case> {
    let paused_once = vec![bid(30, "14:00:30"), paused(40), resumed(70, "14:02:00")];
    let paused_twice = [paused_once.clone(), vec![paused(80), resumed(90, "14:02:10")]].concat();
    let and_a_bid =
        |drafts, after_s, received_at| idle_lot(Some("14:02:00"), [drafts, vec![bid(after_s, received_at)]].concat());
    vec![
        ("idle and paused", and_a_bid(paused_once, 110, "14:01:50"), "open", "14:02:30.000000", None),
        ("idle and paused twice", and_a_bid(paused_twice, 125, "14:02:05.5"), "open", "14:02:40.000000", None),
    ]
}

fn idle(latest_close: Option<&str>) -> Draft {
    let rule = json!({"idle_s": 60, "latest_close": latest_close.map(clock)});
    published(&json!({"opens_at": clock("14:00:00"), "rules": {"idle": rule}}))
}

fn idle_lot(latest_close: Option<&str>, more: Vec<Draft>) -> Vec<Draft> {
    [vec![idle(latest_close), opened("14:00:00", "14:01:00")], more].concat()
}

/// That time of day, as records write it.
pub(crate) fn clock(time: &str) -> String {
    let instant: crate::clock::Instant = format!("2026-11-21T{time}Z").parse().unwrap();
    instant.to_string()
}

/// A draft that many seconds after 14:00.
fn at(after_s: i64, kind: &'static str, data: &Value) -> Draft {
    draft(kind, after_s * SECOND_US, &data.to_string())
}

fn published(lot: &Value) -> Draft {
    let event = json!({"title": "Gloves", "lots": [{"title": "Other"}, lot]});
    at(-3_600, "lot_published", &json!({"schema": 1, "rules_version": 1, "event": event, "lot": 1}))
}

fn opened(opens_at: &str, closes_at: &str) -> Draft {
    at(1, "lot_opened", &json!({"opens_at": clock(opens_at), "closes_at": clock(closes_at)}))
}

fn bid(after_s: i64, received_at: &str) -> Draft {
    at(after_s, "bid_accepted", &json!({"bidder": "acme", "received_at": clock(received_at)}))
}

fn extended(after_s: i64, closes_at: &str) -> Draft {
    at(after_s, "lot_extended", &json!({"closes_at": clock(closes_at), "cause": "buyer", "reason": "x"}))
}

fn paused(after_s: i64) -> Draft {
    at(after_s, "lot_paused", &json!({"cause": "buyer", "remaining_us": 5, "resumes_at": null, "reason": "x"}))
}

fn resumed(after_s: i64, closes_at: &str) -> Draft {
    at(after_s, "lot_resumed", &json!({"closes_at": clock(closes_at), "reason": "x"}))
}

fn closed(after_s: i64, cause: &str) -> Draft {
    at(after_s, "lot_closed", &json!({"cause": cause, "reason": null, "ranking": [], "reserve_met": null}))
}

fn cancelled(after_s: i64) -> Draft {
    at(after_s, "lot_cancelled", &json!({"reason": "x"}))
}

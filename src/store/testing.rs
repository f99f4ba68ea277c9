//! Drafts that the tests of both kinds of database share.

use crate::journal::Draft;
use crate::journal::testing::draft;

const DOCUMENT: &str = r#"{"title":"Gloves","lots":[{"title":"Other"},{"title":"Nitrile","opens_at":"2026-11-21T14:00:00.000000Z","closes_at":"2026-11-21T14:30:00.000000Z"}]}"#;

/// The drafts of a lot from its publication to its close, one of each kind that the views read.
pub(crate) fn records_of_a_lot() -> Vec<Draft> {
    let published = format!(r#"{{"schema":1,"rules_version":1,"event":{DOCUMENT},"lot":1}}"#);
    vec![
        draft("lot_published", 0, &published),
        draft(
            "lot_opened",
            1,
            r#"{"opens_at":"2026-11-21T14:00:01.000000Z","closes_at":"2026-11-21T14:30:01.000000Z"}"#,
        ),
        draft(
            "bid_accepted",
            2,
            r#"{"bidder":"acme","ref":"r1","prices":{"m":"2.98"},"confirmed":false,"total":"178800.00","evaluated":"178800.000000","received_at":"2026-11-21T14:00:02.000000Z","rank":1}"#,
        ),
        draft(
            "bid_refused",
            3,
            r#"{"bidder":"bolt","ref":"r2","prices":{"m":"9"},"confirmed":false,"reason":"above_ceiling","limit":"200000.00","received_at":"2026-11-21T14:00:03.000000Z"}"#,
        ),
        draft(
            "lot_extended",
            4,
            r#"{"closes_at":"2026-11-21T14:40:00.000000Z","was":"2026-11-21T14:30:01.000000Z","cause":"bid","reason":null}"#,
        ),
        draft("lot_paused", 5, r#"{"cause":"buyer","remaining_us":5,"resumes_at":null,"reason":"x"}"#),
        draft("lot_resumed", 6, r#"{"closes_at":"2026-11-21T14:50:00.000000Z","reason":"x"}"#),
        draft(
            "lot_closed",
            7,
            r#"{"cause":"time","reason":null,"ranking":[{"bidder":"acme","rank":1,"total":"178800.00","evaluated":"178800.000000","score":null}],"reserve_met":true}"#,
        ),
    ]
}

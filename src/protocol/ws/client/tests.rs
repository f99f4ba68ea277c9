//! Each member of each client message, right and wrong.

use proptest::prelude::*;

use super::*;
use crate::config::{HttpLimits, WsLimits};
use crate::event::document::limits::BID_BYTES_MAX;

const BID: &str = r#"{"type": "bid", "lot": "l1", "ref": "r1", "prices": {"a": "2.98"}, "confirmed": true}"#;

fn answer(text: &str) -> ErrorMessage {
    ClientMessage::parse(text).unwrap_err().into_answer()
}

#[test]
fn each_kind_of_message_is_read() {
    let lot = LotId::parse("l1").unwrap();
    let event = Topic::Event { event: EventId::parse("e1").unwrap() };
    let bid = BidMessage {
        lot: lot.clone(),
        bid_ref: BidRef::parse("r1").unwrap(),
        prices: [(ItemId::parse("a").unwrap(), "2.98".parse().unwrap())].into_iter().collect(),
        confirmed: true,
    };
    let cases = [
        (
            r#"{"type": "join", "lot": "l1"}"#,
            ClientMessage::Join { topic: Topic::Lot { lot: lot.clone() }, beat: false },
        ),
        (
            r#"{"type": "join", "event": "e1", "lot": null, "beat": true}"#,
            ClientMessage::Join { topic: event.clone(), beat: true },
        ),
        (r#"{"type": "leave", "event": "e1"}"#, ClientMessage::Leave { topic: event }),
        (r#"{"lot": "l1", "type": "leave"}"#, ClientMessage::Leave { topic: Topic::Lot { lot } }),
        (BID, ClientMessage::Bid(bid)),
        (r#"{"type": "time", "id": 7}"#, ClientMessage::Time { id: 7 }),
        (r#"{"type": "time", "id": 0, "unknown": {"x": [null]}}"#, ClientMessage::Time { id: 0 }),
    ];

    for (text, message) in cases {
        assert_eq!(ClientMessage::parse(text).as_ref(), Ok(&message), "{text}");
    }
}

#[test]
fn each_wrong_member_is_named_with_its_rule() {
    let cases = [
        ("[]", "the message must be one JSON object, and is a list"),
        ("{", "the message must be JSON; at line 1, column 1: "),
        ("{}", "type is missing"),
        (r#"{"type": 1}"#, "type must be text"),
        (r#"{"type": "shout"}"#, "type must be one of join, leave, bid, fit, time, not \"shout\""),
        (r#"{"type": "join"}"#, "lot is missing"),
        (r#"{"type": "join", "event": 5}"#, "event must be text such as the id of an event, and is a number"),
        (r#"{"type": "join", "event": "e1", "lot": "l1"}"#, "event must not stand beside lot"),
        (r#"{"type": "join", "event": "e1", "beat": 1}"#, "beat must be true or false"),
        (r#"{"type": "leave", "lot": 5}"#, "lot must be text such as the id of a lot, and is a number"),
        (r#"{"type": "time"}"#, "id is missing"),
        (
            r#"{"type": "time", "id": "1"}"#,
            "id must be a whole number from 0, without quotes or point, and is \"1\"; perhaps 1",
        ),
        (r#"{"type": "time", "id": -1}"#, "id must be a whole number from 0; the nearest is 0"),
        (r#"{"type": "time", "id": 1.5}"#, "id must be a whole number from 0, without quotes or point, and is 1.5"),
        (r#"{"type": "time", "id": 1, "id": 1}"#, "id stands twice: name it once"),
    ];

    for (text, start) in cases {
        let answer = answer(text);

        assert_eq!(answer.code, ErrorCode::BadMessage, "{text}");
        assert!(answer.message.starts_with(start), "{text}: {}", answer.message);
    }
}

// G42
#[test]
fn a_text_that_cannot_be_the_id_of_an_event_is_answered_as_one_that_is_not_found() {
    let answer = answer(r#"{"type": "join", "event": ""}"#);

    assert_eq!((answer.code, answer.event.as_deref(), answer.lot), (ErrorCode::NotFound, Some(""), None));
    assert_eq!(answer.message, "there is no such event for you");
}

#[test]
fn each_wrong_member_of_a_bid_is_named_and_the_bid_with_it() {
    let cases = [
        (r#""prices": {"a": 2.98}"#, "prices.a must be decimal text, not a number: write \"2.98\" in quotes"),
        (r#""prices": {"a": "2.98", "a": "2.97"}"#, "prices.a stands twice"),
        (r#""prices": {"a": "1e3"}"#, "prices.a must be decimal text such as \"12.50\""),
        (r#""prices": {"a": "2,98"}"#, "prices.a must be decimal text such as \"12.50\""),
        (r#""prices": {"a": null}"#, "prices.a is missing; it must be decimal text in quotes, such as \"12.50\""),
        (r#""prices": {"a": []}"#, "prices.a must be decimal text in quotes, such as \"12.50\", and is a list"),
        (r#""prices": {"": "1"}"#, "prices an item's id must be 1 to 64 bytes"),
        (r#""prices": ["2.98"]"#, "prices must be an object of decimal texts by item"),
        (r#""price": "2.98""#, "prices is missing"),
        (r#""prices": {}, "confirmed": "yes""#, "confirmed must be true or false"),
    ];

    for (members, start) in cases {
        let answer = answer(&format!(r#"{{"type": "bid", "lot": "l1", "ref": "r1", {members}}}"#));

        assert!(answer.message.starts_with(start), "{members}: {}", answer.message);
        assert_eq!((answer.lot.as_deref(), answer.bid_ref.as_deref()), (Some("l1"), Some("r1")), "{members}");
    }
}

#[test]
fn a_ref_is_1_to_64_bytes() {
    let with = |bid_ref: &str| format!(r#"{{"type": "bid", "lot": "l1", "ref": "{bid_ref}", "prices": {{}}}}"#);

    assert!(ClientMessage::parse(&with(&"r".repeat(64))).is_ok());
    for wrong in [String::new(), "r".repeat(65), "é".repeat(33), "\\n".to_owned()] {
        let answer = answer(&with(&wrong));

        assert!(answer.message.starts_with("ref must be 1 to 64 bytes"), "{}", answer.message);
    }
}

#[test]
fn a_confirmation_that_is_null_is_none() {
    let bid = ClientMessage::parse(&BID.replace("true", "null")).unwrap();

    assert_eq!(bid, ClientMessage::parse(&BID.replace("true", "false")).unwrap());
}

#[test]
fn all_problems_are_named_at_once() {
    let answer = answer(r#"{"type": "bid", "lot": "l1", "prices": {"a": 1, "b": true}, "confirmed": 0}"#);

    for member in ["ref is missing", "prices.a must", "prices.b must", "confirmed must"] {
        assert!(answer.message.contains(member), "{}", answer.message);
    }
}

#[test]
fn a_doubled_ref_is_not_repeated_in_the_answer() {
    let answer = answer(r#"{"type": "bid", "lot": "l1", "ref": "r1", "ref": "r2", "prices": {}}"#);

    assert_eq!(answer.bid_ref, None);
    assert_eq!(answer.lot.as_deref(), Some("l1"));
}

#[test]
fn a_text_that_cannot_be_an_id_is_a_lot_that_does_not_exist() {
    for lot in [String::new(), "x".repeat(65)] {
        let answer = answer(&format!(r#"{{"type": "join", "lot": "{lot}"}}"#));

        assert_eq!(answer.code, ErrorCode::NotFound);
    }
}

#[test]
fn a_bid_as_a_body_needs_no_lot_and_must_not_name_another() {
    let lot = LotId::parse("l1").unwrap();

    assert!(BidMessage::parse_body(lot.clone(), r#"{"ref": "r1", "prices": {"a": "1"}}"#).is_ok());
    assert!(BidMessage::parse_body(lot.clone(), BID).is_ok());
    let problems = BidMessage::parse_body(lot, r#"{"lot": "l2", "ref": "r1", "prices": {"a": 1}}"#).unwrap_err();

    assert_eq!(problems.iter().map(|problem| problem.path.as_str()).collect::<Vec<_>>(), ["/lot", "/prices/a"]);
}

/// Texts that are nearly messages: pieces of them in any order.
fn nearly_a_message() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\"type\":",
        "\"bid\"",
        "\"join\"",
        "\"lot\":",
        "\"l1\"",
        "\"ref\":",
        "\"prices\":",
        "\"m\":",
        "\"2.98\"",
        "2.98",
        "1e400",
        "-0",
        "null",
        "true",
        "\"id\":",
        "\\ud800",
        "\u{0}",
        "é",
    ]);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn every_text_is_answered(text in prop_oneof![nearly_a_message(), any::<String>()]) {
        if let Err(unreadable) = ClientMessage::parse(&text) {
            let answer = unreadable.into_answer();
            prop_assert!(!answer.message.is_empty());
            prop_assert!(matches!(answer.code, ErrorCode::BadMessage | ErrorCode::NotFound));
        }
    }

    #[test]
    fn what_a_client_of_these_types_writes_is_read_back(
        bid_ref in "[a-zA-Z0-9 \"\\\\é]{1,32}", units in 0_u64..1_000_000, confirmed: bool
    ) {
        let price = format!("{}.{:02}", units / 100, units % 100).parse().unwrap();
        let bid = ClientMessage::Bid(BidMessage {
            lot: LotId::parse("l1").unwrap(),
            bid_ref: BidRef::parse(&bid_ref).unwrap(),
            prices: [(ItemId::parse("a/b~c").unwrap(), price)].into_iter().collect(),
            confirmed,
        });

        let read = ClientMessage::parse(&serde_json::to_string(&bid).unwrap());

        prop_assert_eq!(read.as_ref(), Ok(&bid));
    }
}

#[test]
fn a_message_and_a_body_may_be_as_long_as_the_longest_bid() {
    assert_eq!(WsLimits::default().message_bytes_max, BID_BYTES_MAX);
    assert_eq!(HttpLimits::default().body_bytes_max, BID_BYTES_MAX);
}

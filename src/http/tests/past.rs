//! Lots and events at past moments over HTTP.

use std::time::Duration;

use serde_json::{Value, json};

use crate::auth::Role;
use crate::http::testing::{START, TestAnswer, TestServer, WTP, document};
use crate::ids::{EventId, LotId};

async fn asked(server: &TestServer, role: Role, org: &str, path: &str) -> TestAnswer {
    server.get(path, Some(&server.token(role, org))).await
}

async fn bid(server: &TestServer, lot: &LotId, org: &str, price: &str) {
    let body = json!({"ref": price, "prices": {"m": price}});
    let path = format!("/api/v1/lots/{lot}/bids");
    let answer = server.post(&path, &server.token(Role::Supplier, org), &body).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
}

async fn act(server: &TestServer, lot: &LotId, act: &Value) {
    let path = format!("/api/v1/lots/{lot}/commands");
    let answer = server.post(&path, &server.token(Role::Buyer, WTP), act).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
}

const PARTIES: [(Role, &str, &str); 5] = [
    (Role::Supplier, "acme", "bidder:acme"),
    (Role::Supplier, "bolt", "bidder:bolt"),
    (Role::Observer, "RFS", "observer:RFS"),
    (Role::Buyer, WTP, "buyer"),
    (Role::Auditor, WTP, "auditor"),
];

/// What a party is answered now: the lot, its offers and the event, without the present instant.
async fn live(server: &TestServer, role: Role, org: &str, event: &EventId, lot: &LotId) -> Vec<Value> {
    let mut answers = Vec::new();
    for path in [format!("/api/v1/lots/{lot}"), format!("/api/v1/lots/{lot}/offers"), format!("/api/v1/events/{event}")]
    {
        answers.push(timeless(&asked(server, role, org, &path).await));
    }
    answers
}

fn timeless(answer: &TestAnswer) -> Value {
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
    let mut shown = answer.json();
    if let Some(now) = shown.get_mut("now") {
        *now = Value::Null;
    }
    shown
}

// E44, E45
#[tokio::test(start_paused = true)]
async fn each_party_finds_again_what_it_was_answered_and_so_does_an_auditor_in_its_place() {
    let server = TestServer::start().await;
    let (event, lot) = server.open_lot().await;
    let mut then = Vec::new();
    for step in 0..6 {
        match step {
            0 => bid(&server, &lot, "acme", "3.10").await,
            1 => bid(&server, &lot, "bolt", "3.00").await,
            2 => act(&server, &lot, &json!({"type": "annul", "bidder": "bolt", "reason": "a slip"})).await,
            3 => act(&server, &lot, &json!({"type": "exclude", "bidder": "acme", "reason": "left"})).await,
            4 => act(&server, &lot, &json!({"type": "close", "reason": "enough"})).await,
            _ => {}
        }
        for (role, org, party) in PARTIES {
            then.push((server.clock.now(), role, org, party, live(&server, role, org, &event, &lot).await));
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }

    for (at, role, org, party, answers) in &then {
        let seq = answers[0]["seq"].as_u64().unwrap();
        for (path, expected) in
            [format!("/api/v1/lots/{lot}"), format!("/api/v1/lots/{lot}/offers"), format!("/api/v1/events/{event}")]
                .iter()
                .zip(answers)
        {
            let own = asked(&server, *role, org, &format!("{path}?at={at}")).await;
            let audited = asked(&server, Role::Auditor, WTP, &format!("{path}?at={at}&as={party}")).await;
            if !path.contains("/events/") {
                let by_seq = asked(&server, *role, org, &format!("{path}?at=seq:{seq}")).await;
                assert_eq!(own.header("fairlot-seq"), seq.to_string(), "{path}");
                assert_eq!(timeless(&by_seq), *expected, "{party} at record {seq}, {path}");
            }
            assert_eq!(audited.body, own.body, "{party} at {at}, {path}");
            assert_eq!(timeless(&own), *expected, "{party} at {at}, {path}");
        }
    }
}

// E44, E45
#[tokio::test(start_paused = true)]
async fn an_event_is_shown_as_it_was_and_hidden_from_whom_it_was_hidden_then() {
    let server = TestServer::start().await;
    let event = server.draft_of(&document()).await;
    let path = format!("/api/v1/events/{event}");
    let draft = asked(&server, Role::Buyer, WTP, &path).await.json();
    let drafted_at = server.clock.now();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let published = server.post(&format!("{path}/publish"), &server.token(Role::Buyer, WTP), &json!({})).await;
    assert_eq!(published.status.as_u16(), 200, "{}", published.body);

    let then = asked(&server, Role::Buyer, WTP, &format!("{path}?at={drafted_at}")).await;
    let by_number = asked(&server, Role::Auditor, WTP, &format!("{path}?at=seq:1&as=buyer")).await;
    let supplier = asked(&server, Role::Supplier, "acme", &format!("{path}?at={drafted_at}")).await;
    let in_its_place = asked(&server, Role::Auditor, WTP, &format!("{path}?at=seq:1&as=bidder:acme")).await;
    let since = asked(&server, Role::Auditor, WTP, &format!("{path}?at=seq:2&as=bidder:acme")).await;
    let own = asked(&server, Role::Supplier, "acme", &format!("{path}?at={}", server.clock.now())).await;
    let by_record = asked(&server, Role::Supplier, "acme", &format!("{path}?at=seq:2")).await;

    assert_eq!((then.header("fairlot-seq"), then.json()), ("1", draft.clone()));
    assert_eq!(by_number.json()["document"], draft["document"]);
    assert_eq!((supplier.status.as_u16(), in_its_place.status.as_u16()), (404, 404), "not published yet");
    assert_eq!((own.headers.get("fairlot-seq"), own.json()["status"].as_str()), (None, Some("published")));
    assert_eq!((by_record.status.as_u16(), by_record.problem().as_str()), (422, "no_such_record"));
    assert_eq!((since.header("fairlot-seq"), since.json()["status"].as_str()), ("2", Some("published")));
    for (moment, status, problem) in [
        ("seq:0", 422, "no_such_record"),
        ("seq:3", 422, "no_such_record"),
        ("2030-01-01T00:00:00.000000Z", 422, "in_the_future"),
        ("2020-01-01T00:00:00.000000Z", 404, "not_found"),
    ] {
        let refused = asked(&server, Role::Buyer, WTP, &format!("{path}?at={moment}")).await;
        assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (status, problem), "{moment}");
    }
}

// E44, E46
#[tokio::test(start_paused = true)]
async fn what_the_past_cannot_show_is_refused_by_its_reason() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let (before, future) = (START.plus_micros(-1), START.plus_micros(3_600_000_000));

    for (query, role, org, status, problem) in [
        (format!("at={before}"), Role::Buyer, WTP, 404, "not_found"),
        (format!("at={future}"), Role::Buyer, WTP, 422, "in_the_future"),
        ("at=seq:0".to_owned(), Role::Buyer, WTP, 422, "no_such_record"),
        ("at=seq:99".to_owned(), Role::Buyer, WTP, 422, "no_such_record"),
        ("at=seq:1&as=bidder:nobody".to_owned(), Role::Auditor, WTP, 404, "not_found"),
        ("at=seq:1&as=observer:RXX".to_owned(), Role::Auditor, WTP, 404, "not_found"),
        ("at=seq:1&as=buyer".to_owned(), Role::Auditor, "another", 404, "not_found"),
        ("at=seq:1&as=buyer".to_owned(), Role::Buyer, WTP, 403, "forbidden"),
        ("at=seq:1&as=buyer".to_owned(), Role::Admin, WTP, 403, "forbidden"),
        ("at=seq:1&as=bidder:acme".to_owned(), Role::Supplier, "acme", 403, "forbidden"),
        ("at=seq:1&as=observer:RFS".to_owned(), Role::Observer, "RFS", 403, "forbidden"),
        ("at=seq:1".to_owned(), Role::Supplier, "nobody", 404, "not_found"),
        ("at=".to_owned(), Role::Buyer, WTP, 400, "bad_request"),
        ("at=yesterday".to_owned(), Role::Buyer, WTP, 400, "bad_request"),
        ("at=seq:1&at=seq:2".to_owned(), Role::Buyer, WTP, 400, "bad_request"),
        ("at=seq:1&as=admin".to_owned(), Role::Auditor, WTP, 400, "bad_request"),
        ("as=buyer".to_owned(), Role::Auditor, WTP, 400, "bad_request"),
    ] {
        for path in [format!("/api/v1/lots/{lot}?{query}"), format!("/api/v1/lots/{lot}/offers?{query}")] {
            let refused = asked(&server, role, org, &path).await;
            assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (status, problem), "{path}");
        }
    }
}

// E46
#[tokio::test(start_paused = true)]
async fn a_practice_lot_has_no_past() {
    let server = TestServer::start().await;
    let (event, lot) = server.open_lot().await;
    let path = format!("/api/v1/events/{event}/practice");
    let begun = server.post(&path, &server.token(Role::Supplier, "acme"), &json!({"lot": lot.as_str()})).await.json();
    let practice = begun["lot"].as_str().unwrap();

    let live = asked(&server, Role::Supplier, "acme", &format!("/api/v1/lots/{practice}")).await;
    let past = asked(&server, Role::Supplier, "acme", &format!("/api/v1/lots/{practice}?at=seq:1")).await;

    assert_eq!((live.status.as_u16(), past.status.as_u16()), (200, 404));
}

// E47
#[tokio::test]
async fn the_past_is_read_on_the_thread_of_the_background() {
    let server = TestServer::start_with_background().await;
    let (_, lot) = server.open_lot().await;
    bid(&server, &lot, "acme", "3.10").await;

    let mut asking = Vec::new();
    for seq in [1, 2, 3] {
        asking.push(asked(&server, Role::Supplier, "acme", &format!("/api/v1/lots/{lot}?at=seq:{seq}")).await);
    }

    let seen: Vec<&str> = asking.iter().map(|answer| answer.header("fairlot-seq")).collect();
    assert_eq!(seen, ["1", "2", "3"]);
}

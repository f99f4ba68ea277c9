//! Times that people type, over HTTP.

use serde_json::json;

use crate::auth::Role;
use crate::http::testing::{TestServer, WTP};

// G6
#[tokio::test(start_paused = true)]
async fn times_are_read_in_order_and_each_is_answered_alone() {
    let server = TestServer::start().await;
    let buyer = server.token(Role::Buyer, WTP);
    let texts = json!({"texts": ["2.30pm 1/12/2026", "soon", "1:30am 28 March 2027", "1:30am 25 October 2026"]});

    let answer = server.post("/api/v1/times", &buyer, &texts).await;

    let items = &answer.json()["items"];
    let read = json!({
        "text": "2.30pm 1/12/2026",
        "at": "2026-12-01T14:30:00.000000Z",
        "words": "2:30pm on Tuesday 1 December 2026",
    });
    assert_eq!((answer.status.as_u16(), &items[0]), (200, &read));
    assert_eq!((&items[1]["code"], &items[1]["candidates"]), (&json!("not_a_time"), &json!([])));
    assert_eq!(items[2]["code"], "no_such_time");
    assert_eq!(items[3]["code"], "time_twice");
    let candidates = items[3]["candidates"].as_array().unwrap();
    let instants: Vec<_> = candidates.iter().map(|candidate| candidate["at"].as_str().unwrap()).collect();
    assert_eq!(instants, ["2026-10-25T00:30:00.000000Z", "2026-10-25T01:30:00.000000Z"]);
    assert_ne!(candidates[0]["words"], candidates[1]["words"]);
}

// G6
#[tokio::test(start_paused = true)]
async fn a_request_has_one_to_fifty_texts() {
    let server = TestServer::start().await;
    let buyer = server.token(Role::Buyer, WTP);

    for (body, path) in [
        (json!({}), "/texts"),
        (json!({"texts": []}), "/texts"),
        (json!({"texts": vec!["soon"; 51]}), "/texts"),
        (json!({"texts": ["soon", 5]}), "/texts/1"),
    ] {
        let answer = server.post("/api/v1/times", &buyer, &body).await;

        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (422, "bad_document"));
        assert_eq!(answer.json()["errors"][0]["path"], path);
    }
    assert_eq!(server.post("/api/v1/times", &buyer, &json!({"texts": vec!["soon"; 50]})).await.status.as_u16(), 200);
}

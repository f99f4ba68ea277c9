//! A malformed `Idempotency-Key` at addresses that take keys, and at others.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::json;

use crate::auth::Role;
use crate::http::testing::{TestServer, WTP};

// G2
#[tokio::test(start_paused = true)]
async fn a_key_that_is_none_is_refused_also_where_no_key_is_taken() {
    let server = TestServer::start().await;
    let admin = server.token_of("ada", Role::Admin, WTP, Duration::from_hours(1));
    server.add_person("bob", Role::Buyer, WTP, false).await;
    let ask = async |method: Method, path: &str, key: &str| {
        let request = Request::builder().method(method).uri(path).header("host", "lots.example");
        let request = request.header("content-type", "application/json").header("idempotency-key", key);
        let body = Body::from(json!({"reason": "left"}).to_string());
        server.ask(request.header("authorization", format!("Bearer {admin}")).body(body).unwrap()).await
    };
    let acts = [
        (Method::POST, "/api/v1/people/bob/disable"),
        (Method::PUT, "/api/v1/people/bob"),
        (Method::DELETE, "/api/v1/people/bob"),
        (Method::POST, "/api/v1/people"),
        (Method::POST, "/api/v1/outbox/test"),
        (Method::POST, "/api/v1/lots/l1/bids"),
    ];

    for (method, path) in acts {
        for key in ["", "a b", &"k".repeat(65)] {
            let refused = ask(method.clone(), path, key).await;

            assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (422, "bad_header"), "{path} {key:?}");
            assert_eq!(refused.json()["errors"][0]["path"], "/header/idempotency-key", "{path}");
        }
    }
    assert_eq!(ask(Method::GET, "/api/v1/people/bob", "a b").await.status.as_u16(), 200, "nothing is sent again here");
    assert_eq!(ask(Method::POST, "/api/v1/people/bob/disable", "k1").await.status.as_u16(), 200);
}

//! The result of a lot over HTTP.

use axum::http::Method;
use serde_json::{Value, json};

use crate::auth::Role;
use crate::http::testing::{TestAnswer, TestServer, WTP, document, request};
use crate::ids::LotId;

async fn bid(server: &TestServer, lot: &LotId, org: &str, bid_ref: &str, price: &str) {
    let token = server.token(Role::Supplier, org);
    let body = json!({"ref": bid_ref, "prices": {"m": price}});
    server.post(&format!("/api/v1/lots/{lot}/bids"), &token, &body).await;
}

async fn act(server: &TestServer, lot: &LotId, act: &Value) {
    let answer = server.post(&format!("/api/v1/lots/{lot}/commands"), &server.token(Role::Buyer, WTP), act).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
}

async fn asked(server: &TestServer, role: Role, org: &str, path: &str) -> TestAnswer {
    server.get(path, Some(&server.token(role, org))).await
}

/// An event with a price of today and an opening offer of bolt.
fn with_opening() -> Value {
    let mut document = document();
    document["lots"][0]["items"][0]["baselines"] = json!({"RFS": "3.20"});
    document["lots"][0]["bidders"][1]["opening"] = json!({"m": "3.15"});
    document
}

/// A lot that a buyer has closed early, after two accepted bids and one annulled one.
async fn ended_lot(server: &TestServer) -> LotId {
    server.add_person("u1", Role::Buyer, WTP, false).await;
    let (_, lot) = server.open_lot_of(&with_opening()).await;
    bid(server, &lot, "acme", "a1", "3.10").await;
    bid(server, &lot, "bolt", "b1", "3.00").await;
    bid(server, &lot, "acme", "a2", "2.90").await;
    act(server, &lot, &json!({"type": "annul", "bidder": "acme", "reason": "a slip"})).await;
    act(server, &lot, &json!({"type": "close", "reason": "all have offered"})).await;
    lot
}

// G64, G66
#[tokio::test(start_paused = true)]
async fn a_result_comes_once_the_lot_has_ended_and_not_before() {
    let server = TestServer::start().await;
    let (_, open) = server.open_lot().await;
    let lot = ended_lot(&server).await;

    let early = asked(&server, Role::Buyer, WTP, &format!("/api/v1/lots/{open}/result")).await;
    let answer = asked(&server, Role::Buyer, WTP, &format!("/api/v1/lots/{lot}/result")).await;

    assert_eq!((early.status.as_u16(), early.problem().as_str()), (409, "not_ended"));
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
    let result = answer.json();
    assert_eq!(
        (&result["lot"], &result["state"], &result["cause"]),
        (&json!(lot.as_str()), &json!("closed"), &json!("buyer"))
    );
    let view = asked(&server, Role::Buyer, WTP, &format!("/api/v1/lots/{lot}")).await.json();
    assert_eq!((&result["ended_at"], &result["event"]), (&view["ended_at"], &view["event"]));
    assert_eq!((&result["items"], &result["words"]), (&view["items"], &view["words"]));
    let history = asked(&server, Role::Auditor, WTP, &format!("/api/v1/lots/{lot}/history")).await.body;
    let last: Value = serde_json::from_str(history.lines().last().unwrap()).unwrap();
    assert_eq!(result["head"], json!({"seq": last["seq"], "hash": last["hash"]}));
    assert_eq!(result["check"], format!("fairlot verify lot-{lot}.ndjson"));
}

// G67, G69
#[tokio::test(start_paused = true)]
async fn a_result_tells_the_course_of_the_lead_and_who_has_acted() {
    let server = TestServer::start().await;
    let lot = ended_lot(&server).await;

    let result = asked(&server, Role::Buyer, WTP, &format!("/api/v1/lots/{lot}/result")).await.json();

    let path: Vec<_> =
        result["path"].as_array().unwrap().iter().map(|point| (&point["seq"], &point["total"])).collect();
    let expected = [(2, "3150.00"), (3, "3100.00"), (4, "3000.00"), (5, "2900.00"), (6, "3000.00")];
    assert_eq!(
        path,
        expected
            .map(|(seq, total)| (json!(seq), json!(total)))
            .iter()
            .map(|(seq, total)| (seq, total))
            .collect::<Vec<_>>()
    );
    let acts: Vec<_> = result["acts"].as_array().unwrap().iter().map(|act| (&act["kind"], &act["by_name"])).collect();
    let by = json!("Name of u1");
    assert_eq!(
        acts,
        [(&json!("lot_opened"), &json!(null)), (&json!("bid_annulled"), &by), (&json!("lot_closed"), &by),]
    );
    assert!(result.get("lead_path").is_none());
}

// G65
#[tokio::test(start_paused = true)]
async fn each_role_reads_its_own_part() {
    let server = TestServer::start().await;
    let lot = ended_lot(&server).await;
    let path = format!("/api/v1/lots/{lot}/result");

    let acme = asked(&server, Role::Supplier, "acme", &path).await.json();
    let observer = asked(&server, Role::Observer, "RFS", &path).await;

    let points = |list: &Value| -> Vec<Value> {
        list.as_array().unwrap().iter().map(|point| json!([point["seq"], point["total"], point["evaluated"]])).collect()
    };
    assert_eq!(
        points(&acme["path"]),
        [json!([3, "3100.00", "3100.00"]), json!([5, "2900.00", "2900.00"]), json!([6, "3100.00", "3100.00"])]
    );
    let lead = [
        json!([null, null, "3150.00"]),
        json!([3, "3100.00", "3100.00"]),
        json!([null, null, "3000.00"]),
        json!([5, "2900.00", "2900.00"]),
        json!([null, null, "3000.00"]),
    ];
    assert_eq!(points(&acme["lead_path"]), lead);
    assert!(acme["acts"].as_array().unwrap().iter().all(|act| act.get("by").is_none()));
    assert_eq!(observer.json()["savings"]["total"]["saving"], "200.00");
    assert!(!observer.body.contains("Name of u1"), "{}", observer.body);
    for (role, org, status) in [(Role::Admin, WTP, 200), (Role::Supplier, "zeta", 404), (Role::Buyer, "other", 404)] {
        assert_eq!(asked(&server, role, org, &path).await.status.as_u16(), status, "{role:?}");
    }
    assert_eq!(server.ask(request(&Method::GET, &path, None, None)).await.status.as_u16(), 401);
}

//! A lot's records in short, and its history in parts, over HTTP.

use serde_json::{Value, json};

use crate::auth::Role;
use crate::engine::record_kinds;
use crate::http::testing::{TestAnswer, TestServer, WTP, document};
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

/// A closed lot of eleven records: published, opened, 3 and 5 accepted, 4 and 6 refused, a request, an annulment, two
/// messages, closed.
async fn closed_lot(server: &TestServer) -> LotId {
    server.add_person("u1", Role::Buyer, WTP, false).await;
    let (_, lot) = server.open_lot_of(&document()).await;
    bid(server, &lot, "acme", "a1", "3.10").await;
    bid(server, &lot, "bolt", "acme", "9.99").await;
    bid(server, &lot, "bolt", "b2", "3.00").await;
    bid(server, &lot, "acme", "a3", "3.20").await;
    let request = json!({"ref": "b2", "reason": "typed a digit too few"});
    let path = format!("/api/v1/lots/{lot}/annulment-requests");
    server.post(&path, &server.token(Role::Supplier, "bolt"), &request).await;
    act(server, &lot, &json!({"type": "annul", "bidder": "bolt", "reason": "A Slip"})).await;
    act(server, &lot, &json!({"type": "broadcast", "text": "t", "to": "acme", "reason": "asked by acme"})).await;
    act(server, &lot, &json!({"type": "broadcast", "text": "t", "reason": "for all"})).await;
    act(server, &lot, &json!({"type": "close", "reason": "all have offered"})).await;
    lot
}

async fn asked(server: &TestServer, lot: &LotId, query: &str) -> TestAnswer {
    server.get(&format!("/api/v1/lots/{lot}/records{query}"), Some(&server.token(Role::Auditor, WTP))).await
}

async fn places(server: &TestServer, lot: &LotId, query: &str) -> Vec<u64> {
    let answer = asked(server, lot, query).await;
    assert_eq!(answer.status.as_u16(), 200, "{query}: {}", answer.body);
    answer.json()["items"].as_array().unwrap().iter().map(|item| item["seq"].as_u64().unwrap()).collect()
}

async fn history(server: &TestServer, lot: &LotId, query: &str) -> String {
    server.get(&format!("/api/v1/lots/{lot}/history{query}"), Some(&server.token(Role::Auditor, WTP))).await.body
}

// G80
#[tokio::test(start_paused = true)]
async fn a_record_in_short_says_what_the_record_says() {
    let server = TestServer::start().await;
    let lot = closed_lot(&server).await;

    let list = asked(&server, &lot, "").await.json();

    let lines: Vec<Value> =
        history(&server, &lot, "").await.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let items = list["items"].as_array().unwrap();
    assert_eq!((items.len(), &list["next"]), (lines.len(), &Value::Null));
    for (item, line) in items.iter().zip(&lines) {
        let short = (&item["seq"], &item["at"], &item["kind"], &item["hash"], &item["actor"]["role"]);
        assert_eq!(short, (&line["seq"], &line["at"], &line["kind"], &line["hash"], &line["actor"]["role"]));
    }
    let bid = json!([
        items[2]["bidder"],
        items[2]["name"],
        items[2]["ref"],
        items[2]["outcome"],
        items[2]["reason"],
        items[2]["total"],
        items[2]["rank"]
    ]);
    assert_eq!(bid, json!(["acme", "Acme Medical Ltd", "a1", "accepted", null, "3100.00", 1]));
    let refused = json!([items[3]["outcome"], items[3]["reason"], items[3]["total"], items[3]["rank"]]);
    assert_eq!(refused, json!(["refused", "above_ceiling", "9990.00", null]));
    let annulled = json!([items[7]["bidder"], items[7]["outcome"], items[7]["reason"], items[7]["actor"]]);
    let by = json!({"role": "buyer", "org": WTP, "person": "u1", "person_name": "Name of u1"});
    assert_eq!(annulled, json!(["bolt", null, "A Slip", by]));
    let opened = json!([items[1]["actor"], items[1]["bidder"]]);
    assert_eq!(opened, json!([{"role": "system", "org": null, "person": null, "person_name": null}, null]));
}

// G80
#[tokio::test(start_paused = true)]
async fn records_are_found_by_everything_that_a_search_can_name() {
    let server = TestServer::start().await;
    let lot = closed_lot(&server).await;
    let items = asked(&server, &lot, "").await.json()["items"].clone();
    let at = |nth: usize| items[nth]["at"].as_str().unwrap().to_owned();

    for (query, found) in [
        ("kind=bid_refused", &[4, 6][..]),
        ("kind=lot_published", &[1]),
        ("bidder=acme", &[3, 6, 9]),
        ("bidder=nobody", &[]),
        ("reason=above_ceiling", &[4]),
        ("reason=above", &[]),
        ("reason=a%20slip", &[8]),
        ("reason=ALL", &[10, 11]),
        ("ref=b2", &[5, 7]),
        ("ref=acme", &[4]),
        ("person=u1", &[1, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        ("person=u2", &[]),
        ("total_from=3100", &[3, 4, 6]),
        ("total_to=3100.00", &[3, 5]),
        ("total_from=3000.01&total_to=3199.99", &[3]),
        ("bidder=bolt&kind=bid_accepted&person=u1", &[5]),
        ("kind=&bidder=&after=10", &[11]),
    ] {
        assert_eq!(places(&server, &lot, &format!("?{query}")).await, found, "{query}");
    }
    let until = places(&server, &lot, &format!("?to_at={}", at(3))).await;
    let since = places(&server, &lot, &format!("?from_at={}", at(4))).await;
    let before =
        |moment: &str| items.as_array().unwrap().iter().filter(|item| item["at"].as_str() <= Some(moment)).count();
    assert_eq!(until.len(), before(&at(3)));
    assert!(until.contains(&4) && since.contains(&5) && since.contains(&11), "{until:?} {since:?}");
}

// G80
#[tokio::test(start_paused = true)]
async fn records_come_in_pages() {
    let server = TestServer::start().await;
    let lot = closed_lot(&server).await;
    let (mut found, mut sizes, mut after) = (Vec::new(), Vec::new(), "0".to_owned());

    loop {
        let page = asked(&server, &lot, &format!("?bidder=acme&limit=2&after={after}")).await.json();
        sizes.push(page["items"].as_array().unwrap().len());
        found.extend(page["items"].as_array().unwrap().iter().map(|item| item["seq"].as_u64().unwrap()));
        let Some(next) = page["next"].as_str() else { break };
        after = next.to_owned();
    }

    assert_eq!((found, sizes), (vec![3, 6, 9], vec![2, 1]));
}

// G80
#[tokio::test(start_paused = true)]
async fn each_fault_of_a_search_is_named() {
    let server = TestServer::start().await;
    let lot = closed_lot(&server).await;
    let long = format!("reason={}", "x".repeat(501));

    for (query, member) in [
        ("kind=bids", "kind"),
        ("bidder=%00", "bidder"),
        (&long, "reason"),
        (&format!("ref={}", "x".repeat(65)), "ref"),
        ("person=%7F", "person"),
        ("from_at=yesterday", "from_at"),
        ("to_at=2026-11-21", "to_at"),
        ("total_from=1e3", "total_from"),
        ("total_to=-", "total_to"),
        ("limit=501", "limit"),
        ("after=-1", "after"),
        ("kind=lot_closed&kind=lot_closed", "kind"),
    ] {
        let answer = asked(&server, &lot, &format!("?{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (422, "bad_document"), "{query}");
        assert_eq!(answer.json()["errors"][0]["path"], format!("/query/{member}"));
    }
    let both = asked(&server, &lot, "?limit=0&kind=bids").await.json();
    assert_eq!(both["errors"].as_array().unwrap().len(), 2, "{both}");
    for kind in record_kinds() {
        places(&server, &lot, &format!("?kind={kind}")).await;
    }
}

// G80
#[tokio::test(start_paused = true)]
async fn a_part_of_a_history_has_the_bytes_of_the_whole() {
    let server = TestServer::start().await;
    let lot = closed_lot(&server).await;
    let whole = history(&server, &lot, "").await;
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();

    assert_eq!(history(&server, &lot, "?limit=5000").await, whole);
    assert_eq!(history(&server, &lot, "?limit=3").await, lines[..3].concat());
    assert_eq!(history(&server, &lot, "?limit=3&after=9").await, lines[9..].concat());
    let acme = server.token(Role::Supplier, "acme");
    let own = server.get(&format!("/api/v1/lots/{lot}/history?limit=3"), Some(&acme)).await;
    assert_eq!(own.body.lines().count(), 3, "lines that are left out do not count: {}", own.body);
    assert!(own.body.lines().last().unwrap().contains("\"a1\""), "{}", own.body);
    for query in ["?limit=0", "?limit=5001", "?limit=all"] {
        let answer = server.get(&format!("/api/v1/lots/{lot}/history{query}"), Some(&acme)).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["errors"][0]["path"]), (422, &json!("/query/limit")));
    }
}

//! A supplier's record of its own bids over HTTP, and prices that fit.

use std::io::Cursor;

use axum::body::to_bytes;
use axum::http::Method;
use calamine::{Data, Reader, Xlsx};
use serde_json::{Value, json};

use crate::auth::Role;
use crate::http::testing::{TestAnswer, TestServer, WTP, document, request};
use crate::ids::LotId;

async fn bid(server: &TestServer, lot: &LotId, org: &str, bid_ref: &str, price: &str) {
    let token = server.token(Role::Supplier, org);
    let body = json!({"ref": bid_ref, "prices": {"m": price}});
    server.post(&format!("/api/v1/lots/{lot}/bids"), &token, &body).await;
}

/// A lot with three bids of acme, one of them refused, and one of bolt.
async fn lot_with_bids(server: &TestServer) -> (crate::ids::EventId, LotId) {
    let (event, lot) = server.open_lot().await;
    bid(server, &lot, "acme", "=1+1", "3.10").await;
    bid(server, &lot, "bolt", "b1", "3.00").await;
    bid(server, &lot, "acme", "a2", "3.20").await;
    bid(server, &lot, "acme", "a3", "2.90").await;
    (event, lot)
}

async fn asked(server: &TestServer, role: Role, org: &str, path: &str) -> TestAnswer {
    server.get(path, Some(&server.token(role, org))).await
}

// G59
#[tokio::test(start_paused = true)]
async fn a_record_comes_in_pages_oldest_first() {
    let server = TestServer::start().await;
    let (_, lot) = lot_with_bids(&server).await;
    let path = format!("/api/v1/lots/{lot}/record");

    let whole = asked(&server, Role::Supplier, "acme", &path).await.json();
    let (mut read, mut sizes) = (Vec::new(), Vec::new());
    let mut after = "0".to_owned();
    loop {
        let page = asked(&server, Role::Supplier, "acme", &format!("{path}?limit=2&after={after}")).await.json();
        sizes.push(page["items"].as_array().unwrap().len());
        read.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { break };
        after = next.to_owned();
    }

    assert_eq!((&whole["lot"], &whole["next"]), (&json!(lot.as_str()), &Value::Null));
    let refs: Vec<&Value> = read.iter().map(|item| &item["ref"]).collect();
    assert_eq!(refs, ["=1+1", "a2", "a3"]);
    assert_eq!(sizes, [2, 1]);
    assert_eq!(whole["items"], json!(read));
    let none = asked(&server, Role::Supplier, "acme", &format!("{path}?after=99")).await.json();
    assert_eq!(none, json!({"lot": lot.as_str(), "items": [], "next": null}));
}

// G59
#[tokio::test(start_paused = true)]
async fn a_record_is_for_suppliers_of_the_lot_and_its_query_is_checked() {
    let server = TestServer::start().await;
    let (event, lot) = lot_with_bids(&server).await;

    for path in ["record", "record.csv", "record.xlsx"].map(|name| format!("/api/v1/lots/{lot}/{name}")) {
        for (role, org, status) in [(Role::Buyer, WTP, 403), (Role::Auditor, WTP, 403), (Role::Supplier, "zeta", 404)] {
            let answer = asked(&server, role, org, &path).await;
            assert_eq!(answer.status.as_u16(), status, "{path} {role:?}: {}", answer.body);
        }
    }
    let of_event = format!("/api/v1/events/{event}/record.xlsx");
    assert_eq!(asked(&server, Role::Observer, "RFS", &of_event).await.status.as_u16(), 403);
    for (query, member) in [("limit=0", "limit"), ("limit=501", "limit"), ("after=x", "after")] {
        let answer = asked(&server, Role::Supplier, "acme", &format!("/api/v1/lots/{lot}/record?{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (422, "bad_document"), "{query}");
        assert_eq!(answer.json()["errors"][0]["path"], format!("/query/{member}"));
    }
}

// G59
#[tokio::test(start_paused = true)]
async fn the_text_file_has_its_mark_a_row_for_each_bid_and_no_formula() {
    let server = TestServer::start().await;
    let (_, lot) = lot_with_bids(&server).await;

    let file = asked(&server, Role::Supplier, "acme", &format!("/api/v1/lots/{lot}/record.csv")).await;

    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"lot-{lot}-record.csv\""));
    let lines: Vec<&str> = file.body.split("\r\n").collect();
    assert!(lines[0].starts_with("\u{feff}Lot,Offer,\"Decided, UK time\""), "{}", lines[0]);
    assert!(lines[0].contains("\"Price: Nitrile glove, medium (box of 100) [m]\""), "{}", lines[0]);
    assert_eq!(lines.len(), 5, "three bids, and nothing behind the last line end");
    assert!(lines[1].contains(",'=1+1,accepted,replaced,"), "{}", lines[1]);
    assert!(lines[2].contains(",a2,refused,,not_improved,"), "{}", lines[2]);
    assert!(lines[3].contains(",a3,accepted,standing,"), "{}", lines[3]);
    assert!(!file.body.contains(",b1,"), "a rival's bid");
}

// G59
#[tokio::test(start_paused = true)]
async fn the_workbook_of_an_event_has_a_sheet_for_each_lot_with_figures_as_numbers() {
    let server = TestServer::start().await;
    let mut two = document();
    two["lots"] = json!([two["lots"][0], two["lots"][0], two["lots"][0]]);
    two["lots"][1]["title"] = json!("Vinyl");
    two["lots"][2]["bidders"] = json!([{"bidder": "bolt"}]);
    let (event, lot) = server.open_lot_of(&two).await;
    bid(&server, &lot, "acme", "a1", "3.10").await;
    let token = server.token(Role::Supplier, "acme");

    let path = format!("/api/v1/events/{event}/record.xlsx");
    let answer = server.response(request(&Method::GET, &path, Some(&token), None)).await;
    let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec();

    let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(workbook.sheet_names(), ["1 Nitrile, powder free", "2 Vinyl"]);
    let sheet = workbook.worksheet_range("1 Nitrile, powder free").unwrap();
    let (names, row) = (sheet.rows().next().unwrap(), sheet.rows().nth(1).unwrap());
    let cell = |name: &str| &row[names.iter().position(|found| *found == Data::String(name.to_owned())).unwrap()];
    assert_eq!(cell("Total"), &Data::Float(3_100.0));
    assert_eq!(cell("Your reference"), &Data::String("a1".to_owned()));
    assert!(matches!(cell("Decided, UK time"), Data::DateTime(_)), "{:?}", cell("Decided, UK time"));
    assert_eq!(workbook.worksheet_range("2 Vinyl").unwrap().rows().count(), 1, "its header alone");
}

// G59
#[tokio::test(start_paused = true)]
async fn a_workbook_that_is_too_large_is_refused_and_the_text_file_is_not() {
    let mut limits = crate::config::ServerLimits::default();
    // Each row has a cell for each of 17 columns, for the price of the one item, and for prices of other items.
    limits.http.record_cells_max = 3 * 19 - 1;
    let server = TestServer::with(limits).await;
    let (event, lot) = lot_with_bids(&server).await;

    let of_lot = asked(&server, Role::Supplier, "acme", &format!("/api/v1/lots/{lot}/record.xlsx")).await;
    let of_event = asked(&server, Role::Supplier, "acme", &format!("/api/v1/events/{event}/record.xlsx")).await;
    let text = asked(&server, Role::Supplier, "acme", &format!("/api/v1/lots/{lot}/record.csv")).await;
    let of_rival = asked(&server, Role::Supplier, "bolt", &format!("/api/v1/lots/{lot}/record.xlsx")).await;

    for refused in [of_lot, of_event] {
        assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (413, "payload_too_large"));
        assert!(refused.json()["detail"].as_str().unwrap().contains("record.csv"), "{}", refused.body);
    }
    assert_eq!((text.status.as_u16(), of_rival.status.as_u16()), (200, 200), "bolt has one bid");
}

// G58
#[tokio::test(start_paused = true)]
async fn prices_are_scaled_over_http_and_nothing_is_bid() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let path = format!("/api/v1/lots/{lot}/fit");
    let acme = server.token(Role::Supplier, "acme");

    let fitted = server.post(&path, &acme, &json!({"prices": {"m": "9.99"}})).await;
    let named = server.post(&path, &acme, &json!({"id": 4, "prices": {"m": "9.99"}, "total": "1234.56"})).await;

    let body = json!({"type": "fitted", "lot": lot.as_str(), "id": null, "prices": {"m": "5.00"}, "total": "5000.00",
        "evaluated": "5000.00"});
    assert_eq!((fitted.status.as_u16(), fitted.json()), (200, body));
    assert_eq!((&named.json()["id"], &named.json()["prices"]), (&json!(4), &json!({"m": "1.23"})));
    let record = asked(&server, Role::Supplier, "acme", &format!("/api/v1/lots/{lot}/record")).await.json();
    assert_eq!(record["items"], json!([]));
}

// G58
#[tokio::test(start_paused = true)]
async fn a_question_for_prices_is_refused_with_all_that_is_wrong_with_it() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let path = format!("/api/v1/lots/{lot}/fit");
    let acme = server.token(Role::Supplier, "acme");
    let cases = [
        (json!({"prices": {"x": "1", "y": "2"}}), &["/prices/m", "/prices/x", "/prices/y"][..]),
        (json!({"prices": {"m": "1.001"}}), &["/prices/m"][..]),
        (json!({"prices": {"m": 1}, "total": "0"}), &["/prices/m", "/total"][..]),
        (json!({"total": "10"}), &["/prices"][..]),
        (json!({"prices": {"m": "1"}, "id": -1, "lot": "other"}), &["/lot", "/id"][..]),
    ];

    for (body, paths) in cases {
        let answer = server.post(&path, &acme, &body).await;

        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (422, "bad_message"), "{body}");
        let problem = answer.json();
        let found: Vec<&Value> = problem["errors"].as_array().unwrap().iter().map(|error| &error["path"]).collect();
        assert_eq!(found, paths, "{body}");
    }
    let body = json!({"prices": {"m": "1"}});
    for (role, org, status) in [(Role::Buyer, WTP, 403), (Role::Observer, "RFS", 403), (Role::Supplier, "zeta", 404)] {
        assert_eq!(server.post(&path, &server.token(role, org), &body).await.status.as_u16(), status, "{role:?}");
    }
}

//! Sheets in and out, over HTTP.

use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde_json::{Value, json};

use crate::auth::Role;
use crate::http::testing::{TestAnswer, TestServer, WTP, document};

const ITEMS: &str = "/api/v1/sheets/items?trusts=RFS,RHQ&figures=volumes";

async fn send(server: &TestServer, path: &str, token: &str, kind: &str, body: impl Into<Body>) -> TestAnswer {
    let request = Request::post(path).header("authorization", format!("Bearer {token}")).header("content-type", kind);
    server.ask(request.body(body.into()).unwrap()).await
}

async fn file(server: &TestServer, path: &str, token: &str) -> Vec<u8> {
    let request = Request::get(path).header("authorization", format!("Bearer {token}")).body(Body::empty()).unwrap();
    to_bytes(server.response(request).await.into_body(), 1 << 20).await.unwrap().to_vec()
}

// G20
#[tokio::test(start_paused = true)]
async fn a_sheet_of_items_is_read_in_each_form_and_nothing_is_stored() {
    let server = TestServer::start().await;
    let buyer = server.token(Role::Buyer, WTP);

    for (kind, body) in [
        ("text/csv", "description,RFS\nGlove,\"1,000\"\n"),
        ("text/csv; charset=utf-8", "description;RFS\nGlove;1000\n"),
        ("text/tab-separated-values", "description\tRFS\nGlove\t1000\n"),
        ("application/octet-stream", "description|RFS\nGlove|1000\n"),
    ] {
        let answer = send(&server, ITEMS, &buyer, kind, body).await;

        let read = answer.json();
        assert_eq!(answer.status.as_u16(), 200, "{kind}: {}", answer.body);
        assert_eq!(read["items"][0]["id"], "line-1");
        assert_eq!(read["items"][0]["volumes"], json!({"RFS": "1000"}));
        assert_eq!((&read["rows"], &read["skipped"], &read["warnings"]), (&json!(1), &json!(0), &json!([])));
    }
    assert_eq!(server.get("/api/v1/events", Some(&buyer)).await.json(), json!({"events": [], "next": null}));
}

// G20, G21
#[tokio::test(start_paused = true)]
async fn a_sheet_with_faults_is_refused_with_every_bad_cell() {
    let server = TestServer::start().await;
    let buyer = server.token(Role::Buyer, WTP);

    let answer = send(&server, ITEMS, &buyer, "text/csv", "description,RFS\nGlove,ten\n,5\n").await;

    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (422, "sheet_refused"));
    let errors = answer.json()["errors"].clone();
    let first = &errors[0];
    assert_eq!(
        [&first["path"], &first["row"], &first["column"], &first["code"], &first["value"]],
        [&json!("/rows/2/RFS"), &json!(2), &json!("RFS"), &json!("not_a_number"), &json!("ten")]
    );
    assert_eq!((&errors[1]["code"], &errors[1]["value"]), (&json!("missing"), &Value::Null));
    assert_eq!(answer.json()["more"], Value::Null);
}

// G20
#[tokio::test(start_paused = true)]
async fn a_sheet_of_another_kind_or_size_or_with_a_bad_query_is_refused() {
    let server = TestServer::start().await;
    let (buyer, acme) = (server.token(Role::Buyer, WTP), server.token(Role::Supplier, "acme"));
    let sheet = "description\nGlove\n";

    for (path, token, kind, body, status, code) in [
        (ITEMS, &buyer, "application/json", sheet, 415, "unsupported_media_type"),
        (ITEMS, &buyer, "text/plain", sheet, 415, "unsupported_media_type"),
        (ITEMS, &acme, "text/csv", sheet, 403, "forbidden"),
        ("/api/v1/sheets/bidders", &acme, "text/csv", sheet, 403, "forbidden"),
        ("/api/v1/sheets/items?figures=all", &buyer, "text/csv", sheet, 422, "bad_document"),
        ("/api/v1/sheets/items?trust=RFS", &buyer, "text/csv", sheet, 422, "bad_query"),
        (ITEMS, &buyer, "text/csv", "\u{0}", 422, "sheet_refused"),
    ] {
        let answer = send(&server, path, token, kind, body).await;

        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (status, code), "{path} {kind}");
    }
    let large = send(&server, ITEMS, &buyer, "text/csv", vec![b'a'; (2 << 20) + 1]).await;
    assert_eq!(large.status.as_u16(), 413);
}

// G22
#[tokio::test(start_paused = true)]
async fn the_items_of_a_lot_come_out_as_a_file_that_goes_in_again() {
    let server = TestServer::start().await;
    let buyer = server.token(Role::Buyer, WTP);
    let mut stated = document();
    stated["trusts"] = json!([{"ods": "RFS", "name": "Chesterfield"}, {"ods": "RHQ", "name": "Sheffield"}]);
    stated["lots"][0]["items"] = json!([
        {"id": "=1+1", "description": "none", "unit": "box, of 100", "gtin": "5012345678900",
         "volumes": {"RFS": "1000", "RHQ": "0.5"}, "baselines": {"RFS": "3.20"}},
        {"id": "-", "description": "two\nlines", "unit": "each", "volumes": {"RHQ": "7"}},
    ]);
    let event = server.draft_of(&stated).await;
    let stored = server.get(&format!("/api/v1/events/{event}"), Some(&buyer)).await.json();

    for (name, kind) in [("csv", "text/csv"), ("xlsx", "application/octet-stream")] {
        let path = format!("/api/v1/events/{event}/lots/0/items.{name}");
        let bytes = file(&server, &path, &buyer).await;
        let read = send(&server, ITEMS, &buyer, kind, bytes).await;

        assert_eq!(read.json()["items"], stored["document"]["lots"][0]["items"], "{name}: {}", read.body);
        let head = server.get(&path, Some(&buyer)).await;
        assert_eq!(head.header("content-disposition"), format!("attachment; filename=\"lot-1-items.{name}\""));
    }
}

// G22
#[tokio::test(start_paused = true)]
async fn a_supplier_gets_the_items_of_its_own_lots_without_baselines() {
    let server = TestServer::start().await;
    let acme = server.token(Role::Supplier, "acme");
    let mut stated = document();
    let mut other = stated["lots"][0].clone();
    other["bidders"] = json!([{"bidder": "bolt"}]);
    stated["lots"][0]["items"][0]["baselines"] = json!({"RFS": "77.77"});
    stated["lots"] = json!([other, stated["lots"][0]]);
    let (event, _) = server.open_lot_of(&stated).await;

    let own = server.get(&format!("/api/v1/events/{event}/lots/1/items.csv"), Some(&acme)).await;
    let foreign = server.get(&format!("/api/v1/events/{event}/lots/0/items.csv"), Some(&acme)).await;

    assert_eq!(
        own.body,
        "\u{feff}id,description,unit,gtin,RFS volume,RFS baseline\r\nm,\"Nitrile glove, medium\",box of 100,,1000,\r\n"
    );
    assert_eq!(own.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(foreign.problem(), "not_found");
}

// G22
#[tokio::test(start_paused = true)]
async fn a_sheet_of_prices_says_what_they_come_to_and_bids_nothing() {
    let server = TestServer::start().await;
    let (acme, auditor) = (server.token(Role::Supplier, "acme"), server.token(Role::Auditor, WTP));
    let mut stated = document();
    stated["lots"][0]["bidders"][0]["factor"] = json!("1.1");
    let (_, lot) = server.open_lot_of(&stated).await;
    let path = format!("/api/v1/lots/{lot}/sheet");
    let history = format!("/api/v1/lots/{lot}/history");
    let before = server.get(&history, Some(&auditor)).await.body;

    let read = send(&server, &path, &acme, "text/csv", "price,item\n£2.98,\"nitrile GLOVE, medium\"\n").await;
    let refused = send(&server, &path, &acme, "text/csv", "item,price\nm,2.985\n").await;
    let too_large = send(&server, &path, &acme, "text/csv", "item,price\nm,1000000000001\n").await;

    let expected = json!({"prices": {"m": "2.98"}, "total": "2980.00", "evaluated": "3278.00", "warnings": []});
    assert_eq!((read.status.as_u16(), read.json()), (200, expected));
    assert_eq!(refused.json()["errors"][0]["code"], "too_many_places");
    assert_eq!(too_large.json()["errors"][0]["code"], "out_of_range");
    let buyer = send(&server, &path, &server.token(Role::Buyer, WTP), "text/csv", "item,price\nm,1\n").await;
    let stranger = send(&server, &path, &server.token(Role::Supplier, "zeta"), "text/csv", "item,price\nm,1\n").await;
    assert_eq!((buyer.status.as_u16(), stranger.status.as_u16()), (403, 404));
    assert_eq!(server.get(&history, Some(&auditor)).await.body, before, "nothing is recorded");
}

// G22
#[tokio::test(start_paused = true)]
async fn a_sheet_of_bidders_is_read() {
    let server = TestServer::start().await;
    let buyer = server.token(Role::Buyer, WTP);

    let answer =
        send(&server, "/api/v1/sheets/bidders", &buyer, "text/csv", "id,name,factor,opening m\nacme,Acme,1.5,3\n")
            .await;

    let bidder = json!({
        "id": "acme", "name": "Acme", "factor": "1.5", "divisor": null, "addition": null, "quality": null,
        "opening": {"m": "3"},
    });
    assert_eq!(answer.json()["bidders"], json!([bidder]), "{}", answer.body);
}

//! A report that another library reads: each figure and each instant in it is that of the JSON answers.

use std::collections::HashMap;
use std::io::Cursor;

use axum::body::to_bytes;
use axum::http::Method;
use calamine::{Data, Reader, Xlsx};
use serde_json::{Value, json};

use crate::auth::Role;
use crate::clock::{Instant, uk};
use crate::http::testing::{TestServer, WTP, document, request};
use crate::ids::LotId;

/// The cells of a row by the names of their columns.
type Row = HashMap<String, Data>;

/// A report, and the answers that say the same.
struct Reported {
    book: Xlsx<Cursor<Vec<u8>>>,
    result: Value,
    /// The records of the lot's bids.
    bids: Vec<Value>,
}

/// An ended lot of two items. One opening offer, one refused bid, one annulled one; prices of three decimals, a trust
/// without a baseline.
async fn ended_lot(server: &TestServer) -> LotId {
    let mut document = document();
    let lot = &mut document["lots"][0];
    lot["decimals"] = json!(3);
    lot["items"] = json!([
        {"id": "m", "description": "Medium", "unit": "box", "volumes": {"RFS": "1000"}, "baselines": {"RFS": "3.105"}},
        {"id": "l", "description": "Large", "unit": "box", "volumes": {"RFS": "0.5"}},
    ]);
    lot["bidders"][1]["factor"] = json!("1.003");
    lot["bidders"][1]["opening"] = json!({"m": "3.1", "l": "3"});
    server.add_person("u1", Role::Buyer, WTP, false).await;
    let (_, lot) = server.open_lot_of(&document).await;
    for (org, m, l) in
        [("acme", "3.05", "2.95"), ("bolt", "3.9", "2.95"), ("bolt", "2.999", "2.8"), ("acme", "2.5", "2.5")]
    {
        let bid = json!({"ref": format!("{org} {m}"), "prices": {"m": m, "l": l}});
        server.post(&format!("/api/v1/lots/{lot}/bids"), &server.token(Role::Supplier, org), &bid).await;
    }
    for act in
        [json!({"type": "annul", "bidder": "acme", "reason": "a slip"}), json!({"type": "close", "reason": "enough"})]
    {
        let done = server.post(&format!("/api/v1/lots/{lot}/commands"), &server.token(Role::Buyer, WTP), &act).await;
        assert_eq!(done.status.as_u16(), 200, "{}", done.body);
    }
    lot
}

impl Reported {
    async fn of(server: &TestServer, lot: &LotId) -> Self {
        let token = server.token(Role::Auditor, WTP);
        let path = |what: &str| format!("/api/v1/lots/{lot}/{what}");
        let file = server.response(request(&Method::GET, &path("report.xlsx"), Some(&token), None)).await;
        let bytes = to_bytes(file.into_body(), 1 << 22).await.unwrap().to_vec();
        let history = server.get(&path("history"), Some(&token)).await.body;
        let records = history.lines().map(|line| serde_json::from_str(line).unwrap());
        Self {
            book: Xlsx::new(Cursor::new(bytes)).unwrap(),
            result: server.get(&path("result"), Some(&token)).await.json(),
            bids: records
                .filter(|record: &Value| record["kind"] == "bid_accepted" || record["kind"] == "bid_refused")
                .collect(),
        }
    }

    fn rows(&mut self, sheet: &str) -> Vec<Row> {
        let range = self.book.worksheet_range(sheet).unwrap();
        let mut rows = range.rows();
        let names: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
        rows.map(|row| names.iter().cloned().zip(row.iter().cloned()).collect()).collect()
    }
}

/// A number with the same digits, or nothing.
fn assert_figure(row: &Row, name: &str, figure: &Value) {
    let expected = match figure {
        Value::Null => Data::Empty,
        Value::String(digits) => Data::Float(digits.parse().unwrap()),
        Value::Number(count) => Data::Float(count.as_f64().unwrap()),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => panic!("{figure} is no figure"),
    };
    assert_eq!(row[name], expected, "{name}");
}

/// The exact text, and beside it the UK time as a date.
fn assert_instant(row: &Row, name: &str, at: &Value) {
    let text = at.as_str().unwrap();
    assert_eq!(row[name], Data::String(text.to_owned()), "{name}");
    let Data::DateTime(date) = row[&format!("{name}_uk")] else { panic!("{name} has no date: {row:?}") };
    let (year, month, day, hour, minute, second, milli) = date.to_ymd_hms_milli();
    let date = format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}");
    assert_eq!(date, uk::sortable(text.parse::<Instant>().unwrap()), "{name}_uk");
}

// G64, G71
#[tokio::test(start_paused = true)]
async fn ranking_savings_and_acts_of_a_report_are_those_of_the_result() {
    let server = TestServer::start().await;
    let lot = ended_lot(&server).await;

    let mut reported = Reported::of(&server, &lot).await;

    let result = reported.result.clone();
    let (ranking, savings, acts) = (reported.rows("Ranking"), reported.rows("Savings"), reported.rows("Acts"));
    let places = result["ranking"].as_array().unwrap();
    assert_eq!((ranking.len(), places.len()), (2, 2));
    for (row, place) in ranking.iter().zip(places) {
        for name in ["rank", "total", "evaluated", "seq"] {
            assert_figure(row, name, &place[name]);
        }
        for item in ["m", "l"] {
            assert_figure(row, &format!("price {item}"), &place["prices"][item]);
        }
        assert_instant(row, "at", &place["at"]);
    }
    let lines = result["savings"]["trusts"][0]["items"].as_array().unwrap();
    assert_eq!((savings.len(), lines.len()), (2, 2));
    for (row, line) in savings.iter().zip(lines) {
        for name in ["volume", "baseline", "price", "today", "offer", "saving", "percent"] {
            assert_figure(row, name, &line[name]);
        }
    }
    let done = result["acts"].as_array().unwrap();
    assert_eq!(acts.len(), done.len());
    for (row, act) in acts.iter().zip(done) {
        assert_figure(row, "seq", &act["seq"]);
        assert_instant(row, "at", &act["at"]);
    }
    let about = reported.rows("About");
    assert_instant(&about[0], "opens_at", &result["opens_at"]);
    assert_instant(&about[0], "ended_at", &result["ended_at"]);
    assert_figure(&about[0], "last_record", &result["head"]["seq"]);
}

// G70, G71
#[tokio::test(start_paused = true)]
async fn the_bids_of_a_report_are_those_of_the_journal() {
    let server = TestServer::start().await;
    let lot = ended_lot(&server).await;

    let mut reported = Reported::of(&server, &lot).await;

    let rows = reported.rows("Bids");
    // The opening offer is in no record of a bid.
    let (rows, bids) = (&rows[1..], &reported.bids);
    assert_eq!((rows.len(), bids.len()), (4, 4));
    for (row, record) in rows.iter().zip(bids) {
        let bid = &record["data"];
        assert_figure(row, "seq", &record["seq"]);
        assert_instant(row, "at", &record["at"]);
        assert_instant(row, "received_at", &bid["received_at"]);
        for name in ["rank", "limit"] {
            assert_figure(row, name, &bid[name]);
        }
        for item in ["m", "l"] {
            assert_figure(row, &format!("price {item}"), &bid["prices"][item]);
        }
        if record["kind"] == "bid_accepted" {
            assert_figure(row, "total", &bid["total"]);
            assert_figure(row, "evaluated", &bid["evaluated"]);
        }
    }
}

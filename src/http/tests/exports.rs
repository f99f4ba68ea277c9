//! Files for spreadsheets about a lot, and reports.

use std::io::Cursor;

use axum::body::to_bytes;
use axum::http::Method;
use calamine::{Data, Range, Reader, Xlsx};
use serde_json::{Value, json};

use crate::auth::Role;
use crate::http::testing::{TestAnswer, TestServer, WTP, document, request};
use crate::ids::{EventId, LotId};

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

/// The rows of a text file: the names of its columns first.
async fn csv(server: &TestServer, role: Role, org: &str, lot: &LotId, what: &str) -> Vec<Vec<String>> {
    let answer = asked(server, role, org, &format!("/api/v1/lots/{lot}/{what}.csv")).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/csv; charset=utf-8"));
    let text = answer.body.strip_prefix('\u{feff}').expect("the mark of UTF-8").to_owned();
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains('\n'), "{text:?}");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn column<'r>(rows: &'r [Vec<String>], name: &str) -> Vec<&'r str> {
    let place = rows[0].iter().position(|found| found == name).unwrap_or_else(|| panic!("{name} in {:?}", rows[0]));
    rows[1..].iter().map(|row| row[place].as_str()).collect()
}

async fn workbook(server: &TestServer, role: Role, org: &str, path: &str) -> Xlsx<Cursor<Vec<u8>>> {
    let token = server.token(role, org);
    let answer = server.response(request(&Method::GET, path, Some(&token), None)).await;
    assert_eq!(answer.status().as_u16(), 200, "{path}");
    let bytes = to_bytes(answer.into_body(), 1 << 22).await.unwrap().to_vec();
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn cells<'r>(sheet: &'r Range<Data>, name: &str) -> Vec<&'r Data> {
    let mut rows = sheet.rows();
    let names = rows.next().unwrap();
    let place = names.iter().position(|found| *found == Data::String(name.to_owned()));
    let place = place.unwrap_or_else(|| panic!("{name} in {names:?}"));
    rows.map(|row| &row[place]).collect()
}

/// A document with a price of today, an opening offer of bolt, and an item whose id looks like a formula.
fn two_items() -> Value {
    let mut document = document();
    document["reference"] = json!("WTP/14");
    let items = &mut document["lots"][0]["items"];
    items[0]["baselines"] = json!({"RFS": "3.20"});
    items[0]["description"] = json!("=Nitrile");
    document["lots"][0]["bidders"][1]["opening"] = json!({"m": "3.15"});
    document
}

/// A lot with an opening offer of bolt and bids: accepted and annulled of acme, refused and accepted of bolt.
async fn busy_lot(server: &TestServer) -> (EventId, LotId) {
    server.add_person("u1", Role::Buyer, WTP, false).await;
    let (event, lot) = server.open_lot_of(&two_items()).await;
    bid(server, &lot, "acme", "=1+1", "3.10").await;
    bid(server, &lot, "bolt", "b1", "3.20").await;
    bid(server, &lot, "bolt", "b2", "3.00").await;
    bid(server, &lot, "acme", "a2", "2.90").await;
    act(server, &lot, &json!({"type": "annul", "bidder": "acme", "reason": "-a slip"})).await;
    (event, lot)
}

// G70
#[tokio::test(start_paused = true)]
async fn a_buyers_list_of_bids_has_a_row_for_each_opening_offer_and_bid() {
    let server = TestServer::start().await;
    let (_, lot) = busy_lot(&server).await;

    let rows = csv(&server, Role::Buyer, WTP, &lot, "bids").await;

    let names = "seq,received_at,at,at_uk,alias,bidder,name,person,ref,outcome,reason,limit,confirmed,total,evaluated,rank,\
                 state,price m";
    assert_eq!(rows[0].join(","), names);
    assert_eq!(column(&rows, "seq"), ["", "3", "4", "5", "6"]);
    assert_eq!(column(&rows, "bidder"), ["bolt", "acme", "bolt", "bolt", "acme"]);
    assert_eq!(column(&rows, "name")[1], "Acme Medical Ltd");
    assert_eq!(column(&rows, "outcome"), ["opening", "accepted", "refused", "accepted", "accepted"]);
    assert_eq!(column(&rows, "state"), ["replaced", "standing", "", "standing", "annulled"]);
    assert_eq!(column(&rows, "reason"), ["", "", "not_improved", "", ""]);
    assert_eq!(column(&rows, "rank"), ["1", "1", "", "1", "1"]);
    assert_eq!(column(&rows, "total"), ["3150.00", "3100.00", "3200.00", "3000.00", "2900.00"]);
    assert_eq!(column(&rows, "ref"), ["", "'=1+1", "b1", "b2", "a2"]);
    assert_eq!(column(&rows, "person"), ["", "u1", "u1", "u1", "u1"]);
    assert_eq!(column(&rows, "price m"), ["3.15", "3.10", "3.20", "3.00", "2.90"]);
    assert_eq!((column(&rows, "received_at")[0], column(&rows, "confirmed")[1]), ("", "false"));
}

// G70, G42
#[tokio::test(start_paused = true)]
async fn a_supplier_and_an_observer_get_no_column_and_no_row_that_they_may_not_see() {
    let server = TestServer::start().await;
    let (_, lot) = busy_lot(&server).await;

    let of_acme = csv(&server, Role::Supplier, "acme", &lot, "bids").await;
    let of_bolt = csv(&server, Role::Supplier, "bolt", &lot, "bids").await;
    let of_observer = csv(&server, Role::Observer, "RFS", &lot, "bids").await;
    let of_auditor = csv(&server, Role::Auditor, WTP, &lot, "bids").await;

    assert!(["alias", "bidder", "name"].iter().all(|hidden| !of_acme[0].contains(&(*hidden).to_owned())));
    assert_eq!(column(&of_acme, "ref"), ["'=1+1", "a2"]);
    assert_eq!(column(&of_bolt, "outcome"), ["opening", "refused", "accepted"]);
    assert!(["bidder", "name", "person", "ref"].iter().all(|hidden| !of_observer[0].contains(&(*hidden).to_owned())));
    assert_eq!(column(&of_observer, "outcome"), ["opening", "accepted", "accepted", "accepted"]);
    assert_eq!(of_auditor[0], csv(&server, Role::Buyer, WTP, &lot, "bids").await[0]);
    let ranking = csv(&server, Role::Supplier, "acme", &lot, "ranking").await;
    assert_eq!(ranking[0].join(","), "rank,total,evaluated,score,seq,at,tie,price m");
    assert_eq!(column(&ranking, "total"), ["3100.00"]);
    let savings = format!("/api/v1/lots/{lot}/savings");
    for path in [format!("{savings}.csv"), format!("{savings}.xlsx")] {
        assert_eq!(asked(&server, Role::Supplier, "acme", &path).await.status.as_u16(), 403, "{path}");
    }
    for what in ["bids", "ranking", "acts", "report"] {
        let path = format!("/api/v1/lots/{lot}/{what}.xlsx");
        assert_eq!(asked(&server, Role::Supplier, "zeta", &path).await.status.as_u16(), 404, "{path}");
    }
}

// G70
#[tokio::test(start_paused = true)]
async fn ranking_savings_and_acts_show_the_lot_as_it_stands() {
    let server = TestServer::start().await;
    let (_, lot) = busy_lot(&server).await;

    let ranking = csv(&server, Role::Buyer, WTP, &lot, "ranking").await;
    let savings = csv(&server, Role::Observer, "RFS", &lot, "savings").await;
    let acts = csv(&server, Role::Buyer, WTP, &lot, "acts").await;
    let of_acme = csv(&server, Role::Supplier, "acme", &lot, "acts").await;

    assert_eq!(ranking[0].join(","), "rank,alias,bidder,name,total,evaluated,score,seq,at,tie,price m");
    assert_eq!((column(&ranking, "bidder"), column(&ranking, "seq")), (vec!["bolt", "acme"], vec!["5", "3"]));
    assert_eq!(savings[0].join(","), "ods,trust,item,description,volume,baseline,price,today,offer,saving,percent");
    let row = "RFS,Chesterfield Royal Hospital,m,'=Nitrile,1000,3.20,3.00,3200.00,3000.00,200.00,6.3";
    assert_eq!(savings[1..].iter().map(|row| row.join(",")).collect::<Vec<_>>(), [row]);
    assert_eq!(acts[0].join(","), "seq,at,at_uk,kind,by,by_name,reason,what");
    assert_eq!(
        (column(&acts, "kind"), column(&acts, "by_name")),
        (vec!["lot_opened", "bid_annulled"], vec!["", "Name of u1"])
    );
    assert_eq!(
        (column(&acts, "reason")[1], column(&acts, "what")[1]),
        ("'-a slip", "The offer of £2,900.00 from Acme Medical Ltd was annulled.")
    );
    assert_eq!(of_acme[0].join(","), "seq,at,at_uk,kind,reason,what");
}

// G70
#[tokio::test(start_paused = true)]
async fn a_file_is_named_by_what_it_is_about_and_is_a_security_event() {
    let server = TestServer::start().await;
    let (_, lot) = busy_lot(&server).await;

    let file = asked(&server, Role::Buyer, WTP, &format!("/api/v1/lots/{lot}/bids.csv")).await;

    let name = file.header("content-disposition");
    assert!(name.starts_with("attachment; filename=\"WTP-14 Nitrile, powder free bids 20"), "{name}");
    assert!(name.contains(".csv\"; filename*=UTF-8''WTP-14%20Nitrile%2C%20powder%20free%20bids%2020"), "{name}");
    let events = asked(&server, Role::Auditor, WTP, "/api/v1/security-events?kind=exported").await.json();
    assert!(events.to_string().contains("bids.csv"), "{events}");
}

// G71
#[tokio::test(start_paused = true)]
async fn a_workbook_has_the_figures_of_the_text_file_as_numbers() {
    let server = TestServer::start().await;
    let (_, lot) = busy_lot(&server).await;

    let mut book = workbook(&server, Role::Buyer, WTP, &format!("/api/v1/lots/{lot}/bids.xlsx")).await;

    let rows = csv(&server, Role::Buyer, WTP, &lot, "bids").await;
    assert_eq!(book.sheet_names(), ["Bids"]);
    let sheet = book.worksheet_range("Bids").unwrap();
    for name in ["total", "evaluated", "rank", "price m", "seq"] {
        for (cell, text) in cells(&sheet, name).into_iter().zip(column(&rows, name)) {
            match text {
                "" => assert_eq!(*cell, Data::Empty, "{name}"),
                text => assert_eq!(*cell, Data::Float(text.parse().unwrap()), "{name}"),
            }
        }
    }
    for name in ["received_at", "at", "person", "outcome", "state"] {
        let texts: Vec<&str> = cells(&sheet, name).into_iter().map(TextOfCell::as_string_or_blank).collect();
        assert_eq!(texts, column(&rows, name), "{name}");
    }
    assert_eq!(cells(&sheet, "ref")[1], &Data::String("=1+1".to_owned()));
    assert!(cells(&sheet, "at_uk").iter().all(|cell| matches!(cell, Data::DateTime(_))));
    assert!(matches!(cells(&sheet, "received_at_uk")[1], Data::DateTime(_)));
}

trait TextOfCell {
    fn as_string_or_blank(&self) -> &str;
}

impl TextOfCell for Data {
    fn as_string_or_blank(&self) -> &str {
        let Data::String(text) = self else {
            assert_eq!(*self, Data::Empty, "no text");
            return "";
        };
        text
    }
}

// G71
#[tokio::test(start_paused = true)]
async fn a_report_has_a_sheet_for_everything_that_its_reader_may_see() {
    let server = TestServer::start().await;
    let mut document = two_items();
    document["lots"] = json!([document["lots"][0], document["lots"][0]]);
    document["lots"][1]["title"] = json!("Vinyl");
    document["lots"][1]["items"][0]["id"] = json!("v");
    document["lots"][1]["bidders"] = json!([{"bidder": "bolt"}]);
    let (event, lot) = server.open_lot_of(&document).await;
    bid(&server, &lot, "acme", "a1", "3.10").await;

    let mut of_lot = workbook(&server, Role::Auditor, WTP, &format!("/api/v1/lots/{lot}/report.xlsx")).await;
    let mut of_event = workbook(&server, Role::Auditor, WTP, &format!("/api/v1/events/{event}/report.xlsx")).await;
    let mut of_acme = workbook(&server, Role::Supplier, "acme", &format!("/api/v1/events/{event}/report.xlsx")).await;

    assert_eq!(of_lot.sheet_names(), ["About", "Ranking", "Bids", "Savings", "Acts"]);
    let about = of_lot.worksheet_range("About").unwrap();
    assert_eq!(cells(&about, "lot"), [&Data::String(lot.to_string())]);
    assert_eq!(cells(&about, "how_to_check"), [&Data::String(format!("fairlot verify lot-{lot}.ndjson"))]);
    let history = asked(&server, Role::Auditor, WTP, &format!("/api/v1/lots/{lot}/history")).await.body;
    let last: Value = serde_json::from_str(history.lines().last().unwrap()).unwrap();
    assert_eq!(cells(&about, "last_hash"), [&Data::String(last["hash"].as_str().unwrap().to_owned())]);
    let bids = of_event.worksheet_range("Bids").unwrap();
    let titles = ["Nitrile, powder free", "Nitrile, powder free"].map(|title| Data::String(title.to_owned()));
    assert_eq!(cells(&bids, "lot_title"), titles.iter().collect::<Vec<_>>());
    assert_eq!(cells(&bids, "price m"), [&Data::Float(3.15), &Data::Float(3.1)]);
    assert_eq!(cells(&bids, "price v"), [&Data::Empty, &Data::Empty]);
    assert_eq!(cells(&of_event.worksheet_range("About").unwrap(), "title").len(), 2);
    assert_eq!(of_acme.sheet_names(), ["About", "Ranking", "Bids", "Acts"]);
    assert_eq!(cells(&of_acme.worksheet_range("About").unwrap(), "title").len(), 1);
    assert_eq!(cells(&of_acme.worksheet_range("Bids").unwrap(), "outcome").len(), 1);
}

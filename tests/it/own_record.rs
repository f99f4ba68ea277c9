//! A supplier's record of its own bids from outside: on each kind of database, and of a practice lot.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde_json::{Value, json};

use crate::documents::{Document, at, lot};
use crate::people::{Person, text};
use crate::server::Server;

/// The rows of each sheet of a workbook, by the sheet's name.
fn sheets(file: Vec<u8>) -> Vec<(String, Vec<Vec<Data>>)> {
    let sheets = Xlsx::new(Cursor::new(file)).expect("a workbook").worksheets();
    sheets.into_iter().map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect())).collect()
}

/// The rows of a text file, each with its cells by the names in the first row.
fn rows(file: &str) -> Vec<Value> {
    let text = file.strip_prefix('\u{feff}').expect("a mark at the beginning");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().expect("a first row").iter().map(str::to_owned).collect();
    let row = |row: csv::StringRecord| names.iter().cloned().zip(row.iter().map(|cell| json!(cell))).collect();
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

/// The cells of a workbook's column, without its name.
fn column(rows: &[Vec<Data>], name: &str) -> Vec<Data> {
    let nth = rows[0].iter().position(|cell| *cell == Data::String(name.to_owned())).expect("the column is there");
    rows[1..].iter().map(|row| row[nth].clone()).collect()
}

async fn items(person: &Person, lot: &str) -> Vec<Value> {
    let record = person.get(&format!("/api/v1/lots/{lot}/record")).await.expect(200);
    assert_eq!((&record["lot"], &record["next"]), (&json!(lot), &Value::Null));
    record["items"].as_array().expect("a list").clone()
}

fn each<'a>(items: &'a [Value], member: &str) -> Vec<&'a Value> {
    items.iter().map(|item| &item[member]).collect()
}

/// What files have to say as the list does, of each bid.
fn assert_same(items: &[Value], rows: &[Value], sheet: &[Vec<Data>]) {
    let bids = |cells: Vec<Data>| cells.iter().map(ToString::to_string).collect::<Vec<_>>();
    let texts = |member| items.iter().map(|item| item[member].to_string().replace('"', "")).collect::<Vec<_>>();
    for (member, name) in [
        ("seq", "Offer"),
        ("ref", "Your reference"),
        ("outcome", "Outcome"),
        ("hash", "Hash"),
        ("at", "Decided, exact (UTC)"),
    ] {
        let of_rows: Vec<&str> = rows.iter().map(|row| row[name].as_str().expect("a cell")).collect();
        assert_eq!(of_rows, texts(member), "{name}");
        assert_eq!(bids(column(sheet, name)), texts(member), "{name}");
    }
}

// G59
#[tokio::test]
async fn a_record_is_the_same_in_each_form_on_each_database_and_after_a_restart() {
    for mut server in Server::start_on_each() {
        let second = lot(json!({}));
        let published = server.buyer().publishes(&Document::with_lots(vec![lot(json!({})), second])).await;
        let [first, second] = [0, 1].map(|nth| published.lots[nth].as_str());
        let (acme, bolt) = (server.supplier("acme"), server.supplier("bolt"));
        for (person, lot, bid_ref, price) in [
            (&acme, first, "a1", "3.00"),
            (&bolt, first, "b1", "2.90"),
            (&acme, first, "a2", "3.10"),
            (&acme, first, "a3", "2.80"),
            (&acme, second, "c1", "2.50"),
        ] {
            person.posts_bid(lot, bid_ref, at(price)).await;
        }

        let listed = items(&acme, first).await;
        let file = acme.get(&format!("/api/v1/lots/{first}/record.csv")).await;
        let of_lot = sheets(acme.takes_out(&format!("/api/v1/lots/{first}/record.xlsx")).await);
        let of_event = sheets(acme.takes_out(&format!("/api/v1/events/{}/record.xlsx", published.event)).await);

        assert_eq!(each(&listed, "ref"), ["a1", "a2", "a3"]);
        assert_eq!(each(&listed, "outcome"), ["accepted", "refused", "accepted"]);
        assert_eq!(each(&listed, "total"), ["3000.00", "3100.00", "2800.00"]);
        assert_eq!(each(&listed, "rank_then"), [&json!(1), &Value::Null, &json!(1)]);
        assert_same(&listed, &rows(&file.text), &of_lot[0].1);
        assert_eq!(of_lot[0].0, "1 Nitrile, powder free");
        assert_eq!(of_event.len(), 2);
        assert_eq!(of_event[0].1, of_lot[0].1, "the event's file has the same rows");
        assert_eq!(column(&of_event[1].1, "Total"), [Data::Float(2_500.0)]);
        let page = acme.get(&format!("/api/v1/lots/{first}/record?limit=2")).await.expect(200);
        let rest = acme.get(&format!("/api/v1/lots/{first}/record?after={}", text(&page["next"]))).await.expect(200);
        assert_eq!(each(rest["items"].as_array().expect("a list"), "ref"), ["a3"]);
        assert_eq!(items(&bolt, first).await.len(), 1, "each bidder reads its own");
        assert_eq!(server.sigterm(), Some(0));
        server.restart();
        assert_eq!(items(&server.supplier("acme"), first).await, listed);
    }
}

// G55, G59
#[tokio::test]
async fn a_practice_lot_has_a_record_that_its_organisation_alone_reads() {
    let server = Server::start_on_postgres();
    let document = Document::gloves().with("/lots/0/rules/ceiling", json!("3000"));
    let published = server.buyer().publishes(&document).await;
    let (event, live) = (published.event.as_str(), published.lot());
    let acme = server.supplier("acme");
    let begun = acme.post(&format!("/api/v1/events/{event}/practice"), &json!({"lot": live})).await.expect(201);
    let practice = text(&begun["lot"]);
    let mut client = acme.joins(&[&practice]).await;
    client.sees(&practice, "the opening", |lot| lot["state"] == "open").await;

    client.bid(&practice, "p1", at("2.05")).await;
    client.bid(&practice, "p2", at("2.50")).await;

    // The server has closed the connection that was idle until the opening.
    let acme = server.supplier("acme");
    let listed = items(&acme, &practice).await;
    assert_eq!(each(&listed, "ref"), ["p1", "p2"]);
    assert_eq!(each(&listed, "outcome"), ["accepted", "refused"]);
    let file = acme.get(&format!("/api/v1/lots/{practice}/record.csv")).await;
    let of_lot = sheets(acme.takes_out(&format!("/api/v1/lots/{practice}/record.xlsx")).await);
    assert_same(&listed, &rows(&file.text), &of_lot[0].1);
    assert_eq!(items(&acme, live).await, Vec::<Value>::new(), "nothing was bid on the live lot");
    let of_event = sheets(acme.takes_out(&format!("/api/v1/events/{event}/record.xlsx")).await);
    assert_eq!(of_event.iter().map(|(_, rows)| rows.len()).collect::<Vec<_>>(), [1], "one lot, and its names alone");
    for path in ["record", "record.csv", "record.xlsx"] {
        let path = format!("/api/v1/lots/{practice}/{path}");
        server.supplier("bolt").get(&path).await.expect_problem(404, "not_found");
    }
}

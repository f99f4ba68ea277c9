//! Facts that a viewer may not know are in no answer: not in the lot, the event, the lists, the history or an error.

use serde_json::{Value, json};

use crate::chain;
use crate::client::Client;
use crate::documents::{Document, at};
use crate::people::{Person, Published};
use crate::server::Server;

/// Texts in the document that no bidder may read in any answer.
#[rustfmt::skip]
const SECRETS: &[&str] = &[
    "bolt", "Bolt", "cura", "Cura", "2468.13", "\"3.2077\"", "100.0007", "made prices",
    "identities_to_buyer\":\"", "identities_to_observer\":t", "reserve_met\":f", "reserve_met\":t", "alias_key\":\"",
];

fn document() -> Document {
    Document::gloves()
        .with("/lots/0/items/0/baselines", json!({"RFS": "3.2077", "RHQ": "3.2077"}))
        .with("/lots/0/rules/reserve", json!("2468.13"))
        .with("/lots/0/rules/show", json!({"all_prices": true}))
        .with("/lots/0/bidders/1", json!({"bidder": "bolt", "addition": "100.0007", "opening": at("3.50")}))
}

/// Bids, refusals, an annulment, an exclusion, a pause: each leaves a record about one bidder.
async fn play(server: &Server, published: &Published) {
    let lot = published.lot();
    for (bidder, price) in [("acme", "3.00"), ("bolt", "2.90"), ("cura", "2.95"), ("bolt", "2.99"), ("acme", "2.85")] {
        server.supplier(bidder).posts_bid(lot, price, at(price)).await;
    }
    let request = json!({"ref": "2.90", "reason": "a slip"});
    server.supplier("bolt").post(&format!("/api/v1/lots/{lot}/annulment-requests"), &request).await.expect(200);
    for act in [
        json!({"type": "annul", "bidder": "bolt", "reason": "granted"}),
        json!({"type": "exclude", "bidder": "cura", "reason": "certificate expired"}),
        json!({"type": "broadcast", "to": "bolt", "text": "For one bidder only.", "reason": "a question"}),
        json!({"type": "pause", "reason": "a question"}),
        json!({"type": "resume", "reason": "answered"}),
        json!({"type": "close", "reason": "agreed"}),
    ] {
        server.buyer().does(lot, act).await;
    }
}

async fn everything_shown_to(person: &Person, socket: &mut Client, published: &Published) -> Vec<(String, String)> {
    let Published { event, lots, .. } = published;
    let lot = &lots[0];
    let mut shown = Vec::new();
    for path in [
        "/api/v1/events".to_owned(),
        format!("/api/v1/events/{event}"),
        format!("/api/v1/lots/{lot}"),
        format!("/api/v1/lots/{lot}/offers"),
        format!("/api/v1/lots/{lot}/history"),
        format!("/api/v1/lots/{lot}/bids/nothing"),
    ] {
        shown.push((path.clone(), person.get(&path).await.text));
    }
    for message in [json!({"type": "join", "lot": lot}), json!({"type": "bid", "lot": lot, "ref": "x", "prices": {}})] {
        socket.send(&message).await;
    }
    socket.is_answered().await;
    shown.extend(socket.log().iter().map(|text| ("WebSocket".to_owned(), text.clone())));
    shown
}

// L6.1, L7.3
#[tokio::test]
async fn no_bidder_learns_who_else_bids_nor_what_the_buyer_hides() {
    let server = Server::start();
    let published = server.buyer().publishes(&document()).await;
    let acme = server.supplier("acme");
    let mut socket = acme.joins(&[published.lot()]).await;
    play(&server, &published).await;
    socket.sees(published.lot(), "the close", |view| view["state"] == "closed").await;

    let shown = everything_shown_to(&acme, &mut socket, &published).await;

    assert!(shown.len() > 8, "something was shown: {shown:#?}");
    for (door, text) in &shown {
        for secret in SECRETS {
            assert!(!text.contains(secret), "{secret:?} through {door}: {text}");
        }
        assert!(!text.contains("For one bidder only."), "a message for another, through {door}: {text}");
    }
}

// L7.3
#[tokio::test]
async fn a_bidders_history_has_its_own_records_whole_and_none_about_others() {
    let server = Server::start();
    let published = server.buyer().publishes(&document()).await;
    play(&server, &published).await;
    let lot = published.lot();
    let whole = chain::checked(&format!("lot/{lot}"), &server.auditor().history(lot).await);

    let lines = server.supplier("acme").history(lot).await;

    let shown: Vec<Value> = lines.iter().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    for record in &shown {
        let seq = record["seq"].as_u64().expect("a sequence number");
        let original = &whole[usize::try_from(seq - 1).expect("a short history")];
        assert_eq!((&record["hash"], &record["prev"]), (&original["hash"], &original["prev"]), "{record}");
        if record["redacted"] == true {
            assert!(record.get("salt").is_none(), "the salt of a record that is not whole: {record}");
            assert_ne!(record["data"]["bidder"], "acme", "its own come whole: {record}");
        } else {
            assert_eq!(record, original);
        }
    }
    let own = |record: &&Value| record["data"]["bidder"] == "acme";
    assert_eq!(shown.iter().filter(own).count(), whole.iter().filter(own).count());
    assert_eq!(shown[0]["redacted"], true, "the first record has what bidders may not see");
}

// L7.2, L7.6
#[tokio::test]
async fn observers_see_aliases_until_the_close() {
    let server = Server::start();
    let published = server.buyer().publishes(&document()).await;
    let lot = published.lot();
    let mut observer = server.observer("RFS").joins(&[lot]).await;
    for (bidder, price) in [("acme", "3.00"), ("bolt", "2.90")] {
        server.supplier(bidder).posts_bid(lot, price, at(price)).await.expect(200);
    }
    let two = |view: &Value| view["market"]["offers"].as_array().is_some_and(|offers| offers.len() >= 2);

    let before = observer.sees(lot, "the offers", two).await;
    let history = server.observer("RFS").history(lot).await.join("\n");
    server.buyer().does(lot, json!({"type": "close", "reason": "agreed"})).await;
    let after = observer.sees(lot, "the close", |view| view["state"] == "closed").await;

    for text in [before.to_string(), history] {
        for name in ["\"acme\"", "Acme Medical", "\"bolt\"", "Bolt Gloves", "2468.13", "alias_key\":\""] {
            assert!(!text.contains(name), "{name} before the close: {text}");
        }
    }
    let names: Vec<_> = after["market"]["offers"].as_array().expect("offers").iter().map(|o| &o["bidder"]).collect();
    assert!(names.contains(&&json!("acme")) && names.contains(&&json!("bolt")), "{after}");
}

// G111
#[tokio::test]
async fn an_observer_learns_no_other_trusts_figures_where_the_lot_hides_them() {
    let server = Server::start();
    let hiding = document()
        .with("/lots/0/items/0/baselines", json!({"RFS": "3.2077", "RHQ": "3.1044"}))
        .with("/lots/0/rules/show", json!({"other_trusts": false}));
    let published = server.buyer().publishes(&hiding).await;
    let sheffield = server.observer("RHQ");
    let mut socket = sheffield.joins(&[published.lot()]).await;
    play(&server, &published).await;
    socket.sees(published.lot(), "the close", |view| view["state"] == "closed").await;

    let shown = everything_shown_to(&sheffield, &mut socket, &published).await;

    assert!(shown.iter().filter(|(_, text)| text.contains("3.1044")).count() >= 4, "its own baseline: {shown:#?}");
    for (door, text) in &shown {
        assert!(!text.contains("3.2077"), "another trust's baseline, through {door}: {text}");
    }
}

// L7.7
#[tokio::test]
async fn before_its_first_offer_a_gated_bidder_sees_nothing_of_the_market() {
    let server = Server::start();
    let document = Document::gloves().with("/lots/0/rules/show", json!({"gate": "first_bid", "all_prices": true}));
    let published = server.buyer().publishes(&document).await;
    let lot = published.lot();
    server.supplier("bolt").posts_bid(lot, "b1", at("2.90")).await.expect(200);
    let mut acme = server.supplier("acme").connects().await;

    let before = acme.join(lot).await;
    acme.bid(lot, "a1", at("3.00")).await;
    let after = acme.sees(lot, "its own rank", |view| view["you"]["rank"] == 2).await;

    for member in ["lead", "bidders", "offers"] {
        assert!(before["market"][member].is_null(), "{member} before the first offer: {before}");
        assert!(!after["market"][member].is_null(), "{member} after the first offer: {after}");
    }
}

#[tokio::test]
async fn a_record_that_changes_nothing_for_a_viewer_sends_it_nothing() {
    let server = Server::start();
    let document = Document::gloves().with("/lots/0/rules/show", json!({"lead_price": false}));
    let published = server.buyer().publishes(&document).await;
    let lot = published.lot();
    server.supplier("acme").posts_bid(lot, "a1", at("2.50")).await.expect(200);
    let mut acme = server.supplier("acme").joins(&[lot]).await;
    let told = acme.log().len();

    server.supplier("bolt").posts_bid(lot, "b1", at("3.00")).await.expect(200);
    server.supplier("bolt").posts_bid(lot, "b2", at("3.10")).await.expect(422);
    server.buyer().does(lot, json!({"type": "pause", "reason": "a question"})).await;
    acme.sees(lot, "the pause", |view| view["state"] == "paused").await;

    let since: Vec<_> = acme.log()[told..].iter().filter(|text| text.contains("\"update\"")).collect();
    assert_eq!(since.len(), 1, "only the pause is news to acme: {since:#?}");
}

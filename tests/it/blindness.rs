//! Two auctions that differ only in what a bidder may not know. The bidder reads the same from both, over every route.

use serde_json::{Value, json};

use crate::documents::{Document, at};
use crate::people::{Published, text};
use crate::server::Server;

/// Members that may differ: names, instants, positions in the journal, hashes.
const MAY_DIFFER: &[&str] = &[
    "seq",
    "now",
    "at",
    "hash",
    "prev",
    "salt",
    "digest",
    "receipt_key",
    "receipt",
    "lot",
    "lots",
    "event",
    "event_id",
    "id",
    "stream",
    "opens_at",
    "closes_at",
    "ended_at",
    "since",
    "annulled_at",
    "void_at",
    "published_at",
    "created_at",
    "received_at",
    "jti",
    "expires_at",
    "iat",
    "was",
    "remaining_us",
    "alias",
];

/// The facts of one auction that a bidder may not know.
struct Hidden {
    rival: &'static str,
    rival_name: &'static str,
    rival_prices: [&'static str; 2],
    addition: &'static str,
    baseline: &'static str,
    reserve: &'static str,
    justification: &'static str,
    identities_to_buyer: &'static str,
}

const ONE: Hidden = Hidden {
    rival: "bolt",
    rival_name: "Bolt Gloves plc",
    rival_prices: ["2.50", "2.40"],
    addition: "0",
    baseline: "3.20",
    reserve: "1",
    justification: "the framework asks for it",
    identities_to_buyer: "always",
};

const OTHER: Hidden = Hidden {
    rival: "zenith-medical",
    rival_name: "Z",
    rival_prices: ["1.1", "1.05"],
    addition: "-12.345678",
    baseline: "99.99",
    reserve: "2000000",
    justification: "quite another reason, and a longer one",
    identities_to_buyer: "after_close",
};

fn document(hidden: &Hidden) -> Document {
    let rival = json!({"id": hidden.rival, "name": hidden.rival_name});
    let figures = json!({"bidder": hidden.rival, "addition": hidden.addition});
    Document::gloves()
        .with("/justification", json!(hidden.justification))
        .with("/bidders/1", rival)
        .with("/lots/0/bidders/1", figures)
        .with("/lots/0/items/0/baselines", json!({"RFS": hidden.baseline, "RHQ": hidden.baseline}))
        .with("/lots/0/rules/reserve", json!(hidden.reserve))
        .with("/lots/0/rules/show", json!({"lead_price": false, "identities_to_buyer": hidden.identities_to_buyer}))
}

/// Does the same acts in one auction; returns what acme gets to read.
async fn what_acme_reads(server: &Server, hidden: &Hidden) -> Vec<(String, Value)> {
    let Published { event, lots, .. } = server.buyer().publishes(&document(hidden)).await;
    let lot = &lots[0];
    let acme = server.supplier("acme");
    let mut socket = acme.joins(&[lot]).await;
    socket.bid(lot, "a1", at("3.00")).await;
    // Waits for each state: only the newest state is pushed, and how many came before it is no secret.
    socket.sees(lot, "its own lead", |view| view["you"]["rank"] == 1).await;
    for price in hidden.rival_prices {
        server.supplier(hidden.rival).posts_bid(lot, price, at(price)).await.expect(200);
    }
    socket.sees(lot, "being overtaken", |view| view["you"]["rank"] == 2).await;
    socket.bid(lot, "a2", at("3.00")).await;
    socket.sees(lot, "its refused bid", |view| view["you"]["bids"]["refused"] == 1).await;
    server.buyer().does(lot, json!({"type": "pause", "reason": "a question"})).await;
    socket.sees(lot, "the pause", |view| view["state"] == "paused").await;
    server.buyer().does(lot, json!({"type": "close", "reason": "agreed"})).await;
    socket.sees(lot, "the close", |view| view["state"] == "closed").await;
    let mut read: Vec<_> = socket.log().iter().map(|message| ("WebSocket".to_owned(), json_of(message))).collect();
    // An answer and the update that goes with it come in either order.
    read.sort_by_key(|(_, message)| !["accepted", "refused"].iter().any(|answer| message["type"] == *answer));
    for (door, path) in [
        ("event", format!("/api/v1/events/{event}")),
        ("lot", format!("/api/v1/lots/{lot}")),
        ("offers", format!("/api/v1/lots/{lot}/offers")),
    ] {
        read.push((door.to_owned(), json_of(&acme.get(&path).await.text)));
    }
    read.extend(acme.history(lot).await.iter().map(|line| ("history".to_owned(), json_of(line))));
    read
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Blanks the members that may differ, at every depth. Names of members stay.
fn blanked(name: &str, value: Value) -> Value {
    match value {
        Value::Object(members) => {
            members.into_iter().map(|(name, member)| (name.clone(), blanked(&name, member))).collect()
        }
        Value::Array(elements) => elements.into_iter().map(|element| blanked(name, element)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) if MAY_DIFFER.contains(&name) => json!("…"),
        Value::String(words) if name == "text" => json!(without_times(&words)),
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => plain,
    }
}

/// The words without the lot's planned times: the two auctions are published one after the other.
fn without_times(words: &str) -> String {
    match words.split_once(", from ").zip(words.split_once("(UK time)")) {
        Some(((before, _), (_, after))) => format!("{before}…{after}"),
        None => words.to_owned(),
    }
}

// L7.1, L7.3
#[tokio::test]
async fn hidden_facts_change_nothing_that_a_bidder_reads() {
    let server = Server::start();

    let one = what_acme_reads(&server, &ONE).await;
    let other = what_acme_reads(&server, &OTHER).await;

    let comparable = |read: Vec<(String, Value)>| -> Vec<String> {
        read.into_iter().map(|(door, value)| format!("{door}: {}", blanked("", value))).collect()
    };
    let (one, other) = (comparable(one), comparable(other));
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one, other);
    }
    assert_eq!(one.len(), other.len());
}

// L7.8
#[tokio::test]
async fn aliases_of_one_lot_say_nothing_about_another() {
    let server = Server::start();
    let lots = (0..12).map(|_| crate::documents::lot(json!({}))).collect();
    let published = server.buyer().publishes(&Document::with_lots(lots)).await;
    let mut seen = Vec::new();

    for lot in &published.lots {
        server.supplier("acme").posts_bid(lot, "a1", at("3.00")).await.expect(200);
        server.supplier("bolt").posts_bid(lot, "b1", at("2.90")).await.expect(200);
        for trust in ["RFS", "RHQ"] {
            let view = server.observer(trust).lot(lot).await;
            seen.push(text(&view["market"]["offers"][0]["alias"]));
        }
    }

    let first = &seen[0];
    assert!(seen.iter().any(|alias| alias != first), "the leader has the same alias everywhere: {seen:?}");
}

//! Previews of a lot, over HTTP: what a party would see, and that nothing comes of it.

use serde_json::{Value, json};

use crate::auth::Role;
use crate::http::testing::{TestServer, WTP, document};

/// The parties, as they ask for the live lot and as they are named in a preview.
const PARTIES: [(Role, &str, &str); 5] = [
    (Role::Supplier, "acme", "bidder:acme"),
    (Role::Supplier, "bolt", "bidder:bolt"),
    (Role::Observer, "RFS", "observer:RFS"),
    (Role::Buyer, WTP, "buyer"),
    (Role::Auditor, WTP, "auditor"),
];

/// The message without ids, aliases and times.
fn comparable(mut message: Value) -> Value {
    let members = message.as_object_mut().unwrap();
    members.remove("lot");
    members.remove("refused");
    replace(&mut message);
    message
}

fn replace(value: &mut Value) {
    match value {
        Value::String(text) if text.parse::<crate::clock::Instant>().is_ok() => *text = "a time".to_owned(),
        Value::String(text) if text.starts_with("Bidder ") => *text = "an alias".to_owned(),
        Value::Array(values) => values.iter_mut().for_each(replace),
        Value::Object(members) => {
            // The words name the times too.
            if members.get("about").is_some_and(|about| about == "close" || about == "extension") {
                members.insert("text".to_owned(), json!("words"));
            }
            members.values_mut().for_each(replace);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

// G19
#[tokio::test(start_paused = true)]
async fn a_preview_is_the_live_lot_but_for_ids_aliases_and_times() {
    let server = TestServer::start().await;
    let buyer = server.token(Role::Buyer, WTP);
    let mut stated = document();
    stated["lots"][0]["items"][0]["baselines"] = json!({"RFS": "4.00"});
    stated["lots"][0]["rules"]["show"] = json!({"lead_price": true, "all_prices": true});
    let (event, lot) = server.open_lot_of(&stated).await;
    let offers = [("acme", "4.00"), ("bolt", "3.50"), ("acme", "3.80")];
    for (nth, (bidder, price)) in offers.iter().enumerate() {
        let bid = json!({"ref": format!("r{nth}"), "prices": {"m": price}});
        let token = server.token(Role::Supplier, bidder);
        server.post(&format!("/api/v1/lots/{lot}/bids"), &token, &bid).await;
    }
    let tried: Vec<Value> =
        offers.iter().map(|(bidder, price)| json!({"bidder": bidder, "prices": {"m": price}})).collect();

    for (role, org, party) in PARTIES {
        let live = server.get(&format!("/api/v1/lots/{lot}"), Some(&server.token(role, org))).await.json();
        let asked = json!({"event": event, "lot": 0, "as": party, "state": "open", "offers": tried});
        let preview = server.post("/api/v1/events/preview", &buyer, &asked).await;

        assert_eq!(preview.status.as_u16(), 200, "{party}: {}", preview.body);
        let preview = preview.json();
        assert_eq!((&preview["lot"], &preview["state"]), (&json!(lot), &json!("open")));
        assert_eq!(preview["refused"], json!([]), "{party}");
        assert_eq!(comparable(preview), comparable(live), "{party}");
    }
}

// G19
#[tokio::test(start_paused = true)]
async fn a_document_that_is_not_stored_is_previewed_at_each_state_and_nothing_comes_of_it() {
    let server = TestServer::start().await;
    let buyer = server.token(Role::Buyer, WTP);

    for state in ["scheduled", "open", "paused", "closed"] {
        for (_, _, party) in PARTIES {
            let offers =
                json!([{"bidder": "acme", "prices": {"m": "9.00"}}, {"bidder": "bolt", "prices": {"m": "3.00"}}]);
            let asked = json!({"document": document(), "as": party, "state": state, "offers": offers});
            let preview = server.post("/api/v1/events/preview", &buyer, &asked).await;

            assert_eq!((preview.status.as_u16(), &preview.json()["state"]), (200, &json!(state)), "{}", preview.body);
            let first = &preview.json()["refused"][0];
            let reason = if state == "scheduled" { "not_open" } else { "above_ceiling" };
            assert_eq!(
                (&first["bidder"], &first["offer"], &first["reason"]),
                (&json!("acme"), &json!(0), &json!(reason))
            );
        }
    }
    assert_eq!(server.get("/api/v1/events", Some(&buyer)).await.json(), json!({"events": [], "next": null}));
}

// G19
#[tokio::test(start_paused = true)]
async fn the_aliases_of_a_preview_are_not_those_of_the_lot() {
    let server = TestServer::start().await;
    let buyer = server.token(Role::Buyer, WTP);
    let mut stated = document();
    let bidders: Vec<String> = (0..12).map(|nth| format!("b{nth}")).collect();
    stated["bidders"] = bidders.iter().map(|id| json!({"id": id, "name": format!("Name {id}")})).collect();
    stated["lots"][0]["bidders"] = bidders.iter().map(|id| json!({"bidder": id, "opening": {"m": "4.00"}})).collect();
    let (event, _) = server.open_lot_of(&stated).await;
    let asked = json!({"event": event, "as": "auditor", "state": "open"});

    let mut orders = std::collections::BTreeSet::new();
    for _ in 0..3 {
        let preview = server.post("/api/v1/events/preview", &buyer, &asked).await.json();
        let aliases = preview["bidders"].as_array().unwrap().iter();
        orders.insert(aliases.map(|bidder| bidder["alias"].to_string()).collect::<Vec<_>>());
    }

    assert_eq!(orders.len(), 3, "each preview has a key of its own");
}

// G19
#[tokio::test(start_paused = true)]
async fn a_party_that_has_no_part_in_the_lot_and_an_event_of_others_are_refused() {
    let server = TestServer::start().await;
    let (event, _) = server.open_lot().await;
    let (buyer, other) = (server.token(Role::Buyer, WTP), server.token(Role::Buyer, "another"));

    for (token, party, status, path) in
        [(&buyer, "bidder:zeta", 422, "/as"), (&buyer, "observer:RXX", 422, "/as"), (&other, "buyer", 404, "")]
    {
        let asked = json!({"event": event, "as": party, "state": "open"});
        let answer = server.post("/api/v1/events/preview", token, &asked).await;

        answer.problem();
        assert_eq!(answer.status.as_u16(), status, "{party}");
        assert_eq!(answer.json()["errors"][0]["path"].as_str().unwrap_or_default(), path);
    }
}

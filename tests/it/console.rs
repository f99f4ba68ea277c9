//! The console of an event and the list of refused bids, from outside.

use serde_json::{Value, json};

use crate::documents::{Document, at};
use crate::server::Server;

// G40, G42, G45
#[tokio::test]
async fn each_role_is_shown_of_an_event_what_it_may_know() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let (lot, event) = (published.lot(), &published.event);
    server.supplier("acme").posts_bid(lot, "a1", at("3.00")).await.expect(200);
    server.supplier("acme").posts_bid(lot, "a2", at("3.10")).await.expect(422);
    let console = format!("/api/v1/events/{event}/console");
    let refusals = format!("/api/v1/lots/{lot}/refusals");

    for person in [server.buyer(), server.auditor()] {
        let shown = person.get(&console).await.expect(200);
        let listed = person.get(&refusals).await.expect(200);
        assert_eq!((&shown["type"], &shown["lots"][0]["lead"]["bidder"]), (&json!("event"), &json!("acme")));
        assert_eq!((&listed["items"][0]["reason"], &listed["next"]), (&json!("not_improved"), &Value::Null));
        assert_eq!(shown["lots"][0]["refusals"], listed["items"]);
    }
    let observed = server.observer("RFS").get(&console).await;
    assert_eq!(observed.expect(200)["lots"][0]["offers"]["accepted"], 1);
    for hidden in ["acme", "Acme", "not_improved", "presence"] {
        assert!(!observed.text.contains(hidden), "{hidden}: {}", observed.text);
    }
    server.observer("RFS").get(&refusals).await.expect_problem(403, "forbidden");
    server.supplier("acme").get(&console).await.expect_problem(403, "forbidden");
    server.supplier("acme").get(&refusals).await.expect_problem(403, "forbidden");
    server.supplier("stranger").get(&console).await.expect_problem(404, "not_found");
}

// G44
#[tokio::test]
async fn a_buyer_who_follows_an_event_is_told_when_a_bidder_connects() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let mut buyer = server.buyer().connects().await;
    buyer.send(&json!({"type": "join", "event": published.event})).await;
    let first = buyer.expect("event").await;

    let _acme = server.supplier("acme").joins(&[published.lot()]).await;
    let connected = loop {
        let update = buyer.expect("event_update").await;
        let acme =
            update["presence"].as_array().and_then(|all| all.iter().find(|one| one["bidder"] == "acme")).cloned();
        if let Some(acme) = acme.filter(|acme| acme["connected"] == true) {
            break acme;
        }
    };

    assert_eq!(first["presence"][0]["connected"], false);
    assert_eq!(connected["connections"], 1);
}

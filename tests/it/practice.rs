//! Practice lots from outside: played like any lot, found by their organisation alone, stored nowhere.

use serde_json::{Value, json};

use crate::documents::{Document, at};
use crate::people::{Person, Reply, text};
use crate::server::Server;

/// A lot that is open for ten minutes, its total at most 3,000.
fn gloves() -> Document {
    Document::gloves().with("/lots/0/rules/ceiling", json!("3000"))
}

async fn practises(person: &Person, event: &str, body: Value) -> Reply {
    person.post(&format!("/api/v1/events/{event}/practice"), &body).await
}

/// G55
#[tokio::test]
async fn a_supplier_practises_beside_a_live_lot_and_nothing_of_it_is_stored() {
    let mut server = Server::start();
    let published = server.buyer().publishes(&gloves()).await;
    let (event, live) = (published.event.as_str(), published.lot());
    let acme = server.supplier("acme");
    let before = server.exports(live, "ndjson");

    let begun = practises(&acme, event, json!({"lot": live})).await.expect(201);

    let practice = text(&begun["lot"]);
    let mut client = acme.connects().await;
    let joined = client.join(&practice).await;
    assert_eq!((&joined["event"]["practice"], &joined["market"]["bidders"]), (&json!(true), &json!(4)), "{joined}");
    client.sees(&practice, "the opening", |lot| lot["state"] == "open").await;
    // No rival goes below 70 % of the ceiling.
    let offered = client.bid(&practice, "p1", at("2.05")).await;
    assert_eq!((&offered["type"], &offered["rank"]), (&json!("accepted"), &json!(1)), "{offered}");
    assert_eq!(server.exports(live, "ndjson"), before, "the live lot has no new record");
    // The server has closed the connection that was idle until the opening.
    let (acme, bolt) = (server.supplier("acme"), server.supplier("bolt"));
    let own = acme.history(&practice).await.join("\n");
    assert!(own.contains("\"kind\":\"bid_accepted\"") && !own.contains("practice-rival"), "{own}");
    bolt.posts_bid(live, "b1", at("2.90")).await.expect(200);
    assert_eq!(acme.lot(live).await["you"]["rank"], Value::Null, "the offer of the practice counts nowhere else");
    nobody_else_finds(&server, &practice).await;
    for person in [&acme, &bolt, &server.buyer(), &server.observer("RFS"), &server.auditor()] {
        for path in ["/api/v1/events".to_owned(), format!("/api/v1/events/{event}")] {
            let shown = person.get(&path).await.text;
            assert!(!shown.contains("practice-"), "{path}: {shown}");
        }
    }
    let again = practises(&acme, event, json!({"lot": live})).await.expect_problem(409, "wrong_state");
    assert_eq!(again["practice"], json!(practice));

    assert_eq!(server.sigterm(), Some(0));
    let stored = std::fs::read(server.file()).expect("the database is a file");
    assert!(!stored.windows(9).any(|bytes| bytes == b"practice-"), "the database has something of the practice");
    server.restart();
    server.supplier("acme").get(&format!("/api/v1/lots/{practice}")).await.expect_problem(404, "not_found");
}

/// Every address of the lot is 404 for everybody but its organisation.
async fn nobody_else_finds(server: &Server, practice: &str) {
    let others = [server.supplier("bolt"), server.buyer(), server.observer("RFS"), server.auditor()];
    for person in others {
        for path in ["", "/history", "/offers", "/bids/p1"] {
            person.get(&format!("/api/v1/lots/{practice}{path}")).await.expect_problem(404, "not_found");
        }
        person.posts_bid(practice, "x1", at("2.00")).await.expect_problem(404, "not_found");
        person.tries(practice, json!({"type": "pause", "reason": "r"})).await.expect_problem(404, "not_found");
        let mut client = person.connects().await;
        client.send(&json!({"type": "join", "lot": practice})).await;
        assert_eq!(client.expect("error").await["code"], "not_found");
    }
}

/// G56
#[tokio::test]
async fn a_buyer_plays_a_draft_twenty_times_as_fast_and_acts_on_it() {
    let server = Server::start();
    let draft = server.buyer().creates(&gloves()).await;
    let (event, lot) = (text(&draft["id"]), text(&draft["lots"][0]));

    let begun = practises(&server.buyer(), &event, json!({"lot": lot, "speed": 20})).await.expect(201);

    let practice = text(&begun["lot"]);
    let mut client = server.second_buyer().joins(&[&practice]).await;
    let ranked = |lot: &Value| lot["market"]["offers"].as_array().is_some_and(|ranking| ranking.len() == 3);
    let open = client.sees(&practice, "an offer of each bidder", ranked).await;
    assert_eq!(open["bidders"].as_array().map(Vec::len), Some(3), "{open}");
    server.buyer().does(&practice, json!({"type": "pause", "reason": "to look at it"})).await;
    server.buyer().does(&practice, json!({"type": "resume", "reason": "go on"})).await;
    server.buyer().does(&practice, json!({"type": "cancel", "reason": "seen enough"})).await;
    client.sees(&practice, "the end", |lot| lot["state"] == "cancelled").await;
    server.supplier("acme").get(&format!("/api/v1/lots/{practice}")).await.expect_problem(404, "not_found");
    let shown = server.buyer().get(&format!("/api/v1/events/{event}")).await.expect(200);
    assert_eq!((&shown["status"], &shown["revision"]), (&json!("draft"), &json!(1)), "{shown}");
    practises(&server.buyer(), &event, json!({"lot": lot})).await.expect(201);
}

/// G55, G56
#[tokio::test]
async fn a_practice_that_cannot_begin_is_refused_with_the_reason() {
    let server = Server::start_with(&["--practice-lots-max", "1"]);
    let published = server.buyer().publishes(&gloves()).await;
    let (event, lot) = (published.event.as_str(), published.lot());
    let draft = server.buyer().creates(&gloves()).await;
    let acme = server.supplier("acme");

    for (body, path) in [
        (json!({}), "/lot"),
        (json!({"lot": "another"}), "/lot"),
        (json!({"lot": lot, "speed": 2}), "/speed"),
        (json!({"lot": lot, "pace": 2}), "/pace"),
    ] {
        let refused = practises(&acme, event, body).await;
        refused.expect_problem(422, "bad_document");
        assert_eq!(refused.paths(), [path]);
    }
    let fast = practises(&server.buyer(), event, json!({"lot": lot, "speed": 21})).await;
    assert_eq!((fast.status, fast.paths()), (422, vec!["/speed".to_owned()]));
    practises(&server.supplier("dart"), event, json!({"lot": lot})).await.expect_problem(404, "not_found");
    let hidden = practises(&acme, &text(&draft["id"]), json!({"lot": draft["lots"][0]})).await;
    hidden.expect_problem(404, "not_found");
    practises(&server.observer("RFS"), event, json!({"lot": lot})).await.expect_problem(403, "forbidden");
    practises(&server.auditor(), event, json!({"lot": lot})).await.expect_problem(403, "forbidden");
    practises(&acme, event, json!({"lot": lot})).await.expect(201);
    let full = practises(&server.supplier("bolt"), event, json!({"lot": lot})).await;
    full.expect_problem(503, "overloaded");
    server.buyer().does(lot, json!({"type": "cancel", "reason": "r"})).await;
    practises(&server.supplier("cura"), event, json!({"lot": lot})).await.expect_problem(409, "wrong_state");
}

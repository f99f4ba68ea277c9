//! Past moments from outside: on each kind of database, and after a restart.

use serde_json::Value;

use crate::documents::{Document, at};
use crate::people::Person;
use crate::server::Server;

/// What the person is answered at that address, without the present instant.
async fn shown(person: &Person, path: &str) -> Value {
    let mut shown = person.get(path).await.expect(200);
    if let Some(now) = shown.get_mut("now") {
        *now = Value::Null;
    }
    shown
}

// E44, E45
#[tokio::test]
async fn every_state_is_found_again_on_each_database_and_after_a_restart() {
    for mut server in Server::start_on_each() {
        let published = server.buyer().publishes(&Document::gloves()).await;
        let (lot, event) = (published.lot().to_owned(), published.event.clone());
        let (acme, bolt) = (server.supplier("acme"), server.supplier("bolt"));
        let mut states = Vec::new();
        for (person, bid_ref, price) in [(&acme, "a1", "3.00"), (&bolt, "b1", "2.90"), (&acme, "a2", "2.80")] {
            person.posts_bid(&lot, bid_ref, at(price)).await;
            let state = shown(&bolt, &format!("/api/v1/lots/{lot}")).await;
            let offers = shown(&server.buyer(), &format!("/api/v1/lots/{lot}/offers")).await;
            states.push((state["seq"].as_u64().expect("a number"), state, offers));
        }
        let seen = shown(&server.buyer(), &format!("/api/v1/events/{event}")).await;

        for is_restarted in [false, true] {
            if is_restarted {
                assert_eq!(server.sigterm(), Some(0));
                server.restart();
            }
            let (auditor, bolt) = (server.auditor(), server.supplier("bolt"));
            for (seq, state, offers) in &states {
                let path = format!("/api/v1/lots/{lot}?at=seq:{seq}");
                assert_eq!(shown(&bolt, &path).await, *state, "record {seq}, restarted: {is_restarted}");
                assert_eq!(shown(&auditor, &format!("{path}&as=bidder:bolt")).await, *state);
                let path = format!("/api/v1/lots/{lot}/offers?at=seq:{seq}&as=buyer");
                assert_eq!(shown(&auditor, &path).await, *offers);
            }
            let path = format!("/api/v1/events/{event}?at=seq:2&as=buyer");
            let then = shown(&auditor, &path).await;
            assert_eq!((&then["document"], &then["digest"]), (&seen["document"], &seen["digest"]));
            assert_eq!(then["lots"][0]["state"], "scheduled", "as the lot was when it was published");
        }
    }
}

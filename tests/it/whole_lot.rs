//! A lot from its publication to its close, as suppliers, the buyer and the auditor see it.

use std::time::Duration;

use serde_json::{Value, json};

use crate::chain;
use crate::documents::{Document, assert_number, at, from_now, is_number};
use crate::server::Server;

/// Every accepted bid is in the window and extends the lot by three seconds.
fn closing_soon() -> Document {
    let extension = json!({"window_s": 600, "extend_s": 3, "from": "bid", "trigger": "any", "max_count": null});
    Document::gloves().closing_after(3).with("/lots/0/rules/extension", extension)
}

#[tokio::test]
async fn a_lot_runs_from_its_publication_to_its_close() {
    for server in Server::start_on_each() {
        live_through_a_lot(&server).await;
        server.runs(&["verify"]).ended_with(0);
    }
}

async fn live_through_a_lot(server: &Server) {
    let published = server.buyer().publishes(&closing_soon()).await;
    let lot = published.lot();
    let mut acme = server.supplier("acme").joins(&[lot]).await;
    let mut bolt = server.supplier("bolt").joins(&[lot]).await;

    let first = acme.bid(lot, "a1", at("3.00")).await;
    let overtaken = bolt.bid(lot, "b1", at("2.90")).await;
    let second_rank = acme.sees(lot, "being overtaken", |view| view["you"]["rank"] == 2).await;
    let back = acme.bid(lot, "a2", at("2.80")).await;
    acme.sees(lot, "the lead again", |view| view["you"]["rank"] == 1).await;
    let closed = acme.sees(lot, "the close", |view| view["state"] == "closed").await;
    let late = acme.bid(lot, "a3", at("2.70")).await;
    bolt.sees(lot, "the close", |view| view["state"] == "closed").await;

    assert_eq!((&first["type"], &first["rank"]), (&json!("accepted"), &json!(1)), "{first}");
    assert_number(&first["total"], "3000", "price times the volumes of both trusts");
    assert_eq!((&overtaken["type"], &overtaken["rank"]), (&json!("accepted"), &json!(1)), "{overtaken}");
    assert_number(&second_rank["market"]["lead"], "2900", "the lead that acme is told");
    assert_eq!((&back["type"], &back["rank"]), (&json!("accepted"), &json!(1)), "{back}");
    assert!(closed["extensions"].as_u64() >= Some(1), "{closed}");
    assert_number(&closed["you"]["total"], "2800", "the standing total at the close");
    assert_eq!((&late["type"], &late["reason"]), (&json!("refused"), &json!("closed")), "{late}");
    let records = chain::checked(&format!("lot/{lot}"), &server.auditor().history(lot).await);
    let closing = find(&records, "lot_closed");
    let ranking = closing["data"]["ranking"].as_array().expect("the close has a ranking");
    let places: Vec<_> = ranking.iter().map(|place| (&place["bidder"], &place["rank"])).collect();
    assert_eq!(places[..2], [(&json!("acme"), &json!(1)), (&json!("bolt"), &json!(2))], "{closing}");
    assert_kinds_and_causes(&records);
}

/// The record of an extension follows its bid. The late bid comes after the close.
fn assert_kinds_and_causes(records: &[Value]) {
    assert_eq!(records[0]["kind"], "lot_published");
    for pair in records.windows(2).filter(|pair| pair[1]["kind"] == "lot_extended") {
        assert_eq!(pair[1]["data"]["cause"], "bid", "{}", pair[1]);
        assert_eq!(pair[0]["kind"], "bid_accepted", "the record before {}", pair[1]);
        assert!(pair[1]["data"]["was"].as_str() < pair[1]["data"]["closes_at"].as_str(), "{}", pair[1]);
    }
    let last = records.last().expect("a published lot has records");
    assert_eq!((&last["kind"], &last["data"]["reason"]), (&json!("bid_refused"), &json!("closed")), "{last}");
}

// L8.8
#[tokio::test]
async fn the_digest_is_the_hash_of_the_frozen_document() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;

    let history = server.auditor().history(published.lot()).await;

    assert_eq!(published.digest, chain::digest_of(&history[0]));
    let event = &chain::checked(&format!("lot/{}", published.lot()), &history)[0]["data"]["event"];
    let defaults =
        json!({"format": "english", "scoring": "price", "beat": "own", "ties": "earliest", "settle_ms": 100});
    for (name, value) in defaults.as_object().expect("an object") {
        assert_eq!(&event["lots"][0]["rules"][name], value, "the default of {name} is written out");
    }
}

// L2.13
#[tokio::test]
async fn a_bid_that_is_sent_again_gets_the_same_answer() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let lot = published.lot();
    let acme = server.supplier("acme");
    let mut socket = acme.joins(&[lot]).await;

    let accepted = socket.bid(lot, "one", at("3.00")).await;
    let refused = socket.bid(lot, "two", at("3.10")).await;
    let accepted_again = socket.bid(lot, "one", at("3.0")).await;
    let refused_again = acme.posts_bid(lot, "two", at("3.10")).await;
    let other_price = socket.bid(lot, "one", at("2.50")).await;
    let after_reuse = socket.bid(lot, "one", at("3.00")).await;
    let looked_up = acme.get(&format!("/api/v1/lots/{lot}/bids/one")).await;
    let others = server.supplier("bolt").get(&format!("/api/v1/lots/{lot}/bids/one")).await;

    assert_eq!(accepted["type"], "accepted", "{accepted}");
    assert_eq!((&refused["type"], &refused["reason"]), (&json!("refused"), &json!("not_improved")), "{refused}");
    assert_eq!(accepted_again, accepted);
    assert_eq!(refused_again.expect(422), refused);
    assert_eq!(
        (&other_price["type"], &other_price["reason"]),
        (&json!("refused"), &json!("ref_reused")),
        "{other_price}"
    );
    assert_eq!(after_reuse, accepted);
    assert_eq!(looked_up.expect(200), accepted);
    others.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_bid_over_http_is_answered_like_one_over_a_websocket() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let lot = published.lot();
    let acme = server.supplier("acme");
    let mut bolt = server.supplier("bolt").joins(&[lot]).await;

    let accepted = acme.posts_bid(lot, "h1", at("3.00")).await.expect(200);
    let refused = acme.posts_bid(lot, "h2", at("3.001")).await.expect(422);
    bolt.sees(lot, "the lead", |view| is_number(&view["market"]["lead"], "3000")).await;

    for (answer, members) in [
        (
            &accepted,
            ["type", "lot", "ref", "seq", "at", "received_at", "hash", "rank", "total", "evaluated"].as_slice(),
        ),
        (&refused, ["type", "lot", "ref", "seq", "at", "received_at", "hash", "reason", "message"].as_slice()),
    ] {
        for member in members {
            assert!(!answer[*member].is_null(), "{member} in {answer}");
        }
    }
    assert_eq!((&accepted["type"], &accepted["rank"]), (&json!("accepted"), &json!(1)));
    assert_eq!((&refused["type"], &refused["reason"]), (&json!("refused"), &json!("too_many_decimals")));
}

// L1.16
#[tokio::test]
async fn a_lot_opens_by_itself_with_the_offers_of_the_tender() {
    let server = Server::start();
    let document = Document::gloves()
        .with("/lots/0/opens_at", json!(from_now(Duration::from_secs(2))))
        .with("/lots/0/bidders/0/opening", at("3.10"))
        .with("/lots/0/bidders/1/opening", at("3.05"));
    let published = server.buyer().publishes(&document).await;
    let lot = published.lot();
    let mut acme = server.supplier("acme").connects().await;

    let scheduled = acme.join(lot).await;
    let early = acme.bid(lot, "early", at("3.00")).await;
    let open = acme.sees(lot, "the opening", |view| view["state"] == "open").await;
    let worse = acme.bid(lot, "worse", at("3.10")).await;

    assert_eq!(scheduled["state"], "scheduled", "{scheduled}");
    assert_eq!((&early["type"], &early["reason"]), (&json!("refused"), &json!("not_open")), "{early}");
    assert_eq!(open["you"]["rank"], 2, "{open}");
    assert_number(&open["market"]["lead"], "3050", "the lead at the opening");
    assert_eq!(worse["reason"], "not_improved", "{worse}");
}

// L4.5
#[tokio::test]
async fn the_lot_over_http_is_the_lot_over_the_websocket() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let lot = published.lot();
    let mut acme = server.supplier("acme").joins(&[lot]).await;
    acme.bid(lot, "a1", at("3.00")).await;
    server.supplier("bolt").posts_bid(lot, "b1", at("2.90")).await.expect(200);

    for person in [server.supplier("acme"), server.buyer(), server.observer("RFS"), server.auditor()] {
        let mut over_http = person.lot(lot).await;
        let mut over_ws = person.connects().await.join(lot).await;
        for body in [&mut over_http, &mut over_ws] {
            body["now"].take();
        }

        assert_eq!(over_http, over_ws);
        assert_eq!(over_http["type"], "lot");
    }
}

#[tokio::test]
async fn a_lot_over_http_is_never_older_than_an_answer() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let lot = published.lot();
    let acme = server.supplier("acme");

    for price in ["3.00", "2.99", "2.98", "2.97", "2.96", "2.95", "2.94", "2.93"] {
        let answer = acme.posts_bid(lot, price, at(price)).await.expect(200);
        let view = acme.lot(lot).await;

        assert!(view["seq"].as_u64() >= answer["seq"].as_u64(), "{view} is older than {answer}");
        assert_eq!(view["you"]["total"], answer["total"]);
    }
}

#[tokio::test]
async fn the_offers_are_listed_in_order_for_viewers_who_may_see_them() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let lot = published.lot();
    let mut answers = Vec::new();
    for (bidder, price) in [("acme", "3.00"), ("bolt", "2.90"), ("acme", "2.80")] {
        answers.push(server.supplier(bidder).posts_bid(lot, price, at(price)).await.expect(200));
    }
    server.supplier("acme").posts_bid(lot, "refused", at("2.85")).await.expect(422);

    let all = server.observer("RFS").get(&format!("/api/v1/lots/{lot}/offers")).await.expect(200);
    let after = answers[0]["seq"].as_u64().expect("a sequence number");
    let rest = server.observer("RFS").get(&format!("/api/v1/lots/{lot}/offers?after={after}")).await.expect(200);

    let all = offers_in(&all);
    assert_eq!(all.iter().map(|offer| &offer["seq"]).collect::<Vec<_>>(), [0, 1, 2].map(|n| &answers[n]["seq"]));
    for (offer, answer) in all.iter().zip(&answers) {
        assert_eq!(offer["total"], answer["total"]);
        assert_eq!(offer["rank"], answer["rank"]);
        assert!(offer["alias"].as_str().is_some_and(|alias| alias.starts_with("Bidder ")), "{offer}");
        assert!(offer["evaluated"].is_string() && offer["at"].is_string(), "{offer}");
    }
    assert_eq!(all[0]["alias"], all[2]["alias"]);
    assert_ne!(all[0]["alias"], all[1]["alias"]);
    assert_eq!(offers_in(&rest), &all[1..]);
}

/// The offers in an answer: the list itself, or its member `offers`.
fn offers_in(body: &Value) -> &[Value] {
    body.as_array().or_else(|| body["offers"].as_array()).unwrap_or_else(|| panic!("offers in {body}"))
}

fn find<'a>(records: &'a [Value], kind: &str) -> &'a Value {
    records.iter().find(|record| record["kind"] == kind).unwrap_or_else(|| panic!("no {kind} in {records:#?}"))
}

//! SIGTERM: bids that were received are answered, connections are closed with a code, and nothing is lost.

use serde_json::{Value, json};

use crate::chain;
use crate::client::Heard;
use crate::documents::{Document, at, past};
use crate::server::Server;

#[tokio::test]
async fn a_stopping_server_answers_received_bids_and_closes_its_connections() {
    let mut server = Server::start();
    let published = server.buyer().publishes(&Document::gloves().with("/lots/0/decimals", json!(4))).await;
    let lot = published.lot();
    let mut acme = server.supplier("acme").joins(&[lot]).await;
    let mut idle = server.observer("RFS").joins(&[lot]).await;
    acme.bid(lot, "first", at("4.0000")).await;

    for number in 0..100 {
        let price = format!("3.{:04}", 9_000 - number);
        acme.send(&json!({"type": "bid", "lot": lot, "ref": format!("n{number}"), "prices": at(&price)})).await;
    }
    acme.answer_to("n0").await;
    server.ask_to_stop();
    let mut answers: Vec<Value> = Vec::new();
    let code = loop {
        match acme.hear("the goodbye").await {
            Heard::Message(message) => answers.push(message),
            Heard::Closed(code) => break code,
        }
    };

    assert_eq!(code, Some(1001));
    assert_eq!(idle.close_code().await, Some(1001));
    assert_eq!(server.exit_code(), Some(0));
    server.restart();
    let records = chain::checked(&format!("lot/{lot}"), &server.auditor().history(lot).await);
    let judged = ["accepted", "refused"];
    for answer in answers.iter().filter(|answer| judged.iter().any(|kind| answer["type"] == *kind)) {
        let recorded = records.iter().any(|record| record["hash"] == answer["hash"] && record["seq"] == answer["seq"]);
        assert!(recorded, "{answer} is not in the history");
    }
    let bids = records.iter().filter(|record| !record["data"]["ref"].is_null()).count();
    let told = |kind: &str| acme.log().iter().filter(|text| text.contains(&format!("\"type\":\"{kind}\""))).count();
    assert_eq!(told("accepted") + told("refused"), bids, "every bid that was journaled has been answered");
}

#[test]
fn a_server_stops_in_order_as_soon_as_it_has_printed_its_address() {
    for _ in 0..5 {
        assert_eq!(Server::start().sigterm(), Some(0));
    }
}

// L5.15
#[tokio::test]
async fn an_open_lot_comes_back_paused_and_goes_on() {
    let mut server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let lot = published.lot();
    server.supplier("acme").posts_bid(lot, "a1", at("3.00")).await.expect(200);

    assert_eq!(server.sigterm(), Some(0));
    server.restart();

    let mut acme = server.supplier("acme").connects().await;
    let paused = acme.join(lot).await;
    let meanwhile = acme.bid(lot, "a2", at("2.90")).await;
    server.buyer().does(lot, json!({"type": "resume", "reason": "the server is back"})).await;
    acme.sees(lot, "the resumption", |view| view["state"] == "open").await;
    let afterwards = acme.bid(lot, "a3", at("2.90")).await;
    assert_eq!(paused["state"], "paused", "{paused}");
    assert_eq!(paused["you"]["rank"], 1, "{paused}");
    assert_eq!(meanwhile["reason"], "paused", "{meanwhile}");
    assert_eq!(afterwards["type"], "accepted", "{afterwards}");
    let history = server.auditor().history(lot).await.join("\n");
    assert!(history.contains("\"cause\":\"outage\""), "{history}");
}

// L5.15
#[tokio::test]
async fn a_lot_may_go_on_by_itself_after_an_outage() {
    let mut server = Server::start();
    let published = server.buyer().publishes(&Document::gloves().with("/lots/0/rules/auto_resume_s", json!(1))).await;

    server.kill_9();
    server.restart();
    let mut acme = server.supplier("acme").joins(&[published.lot()]).await;

    acme.sees(published.lot(), "the resumption", |view| view["state"] == "open").await;
}

// L5.16
#[tokio::test]
async fn a_lot_whose_opening_fell_into_the_outage_has_its_whole_duration() {
    let mut server = Server::start();
    let opens_at = crate::documents::from_now(std::time::Duration::from_secs(1));
    let document = Document::gloves().with("/lots/0/opens_at", json!(opens_at));
    let published = server.buyer().publishes(&document).await;
    let lot = published.lot();

    server.kill_9();
    past(&opens_at).await;
    server.restart();

    let records = chain::checked(&format!("lot/{lot}"), &server.auditor().history(lot).await);
    let kinds: Vec<_> = records.iter().map(|record| record["kind"].as_str().unwrap_or_default()).collect();
    assert_eq!(kinds, ["lot_published", "lot_opened", "lot_paused"]);
    assert_eq!(records[2]["data"]["remaining_us"], 600_000_000_u64, "{}", records[2]);
    assert_eq!(records[2]["data"]["cause"], "outage", "{}", records[2]);
}

#[tokio::test]
async fn ended_lots_stay_ended_and_drafts_stay_drafts() {
    let mut server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let draft = server.buyer().creates(&Document::gloves()).await;
    let lot = published.lot();
    server.supplier("acme").posts_bid(lot, "a1", at("3.00")).await.expect(200);
    server.buyer().does(lot, json!({"type": "close", "reason": "agreed"})).await;
    let mut before = server.buyer().lot(lot).await;

    server.kill_9();
    server.restart();
    let mut after = server.buyer().lot(lot).await;

    for view in [&mut before, &mut after] {
        view["now"].take();
    }
    assert_eq!(after, before);
    let event = format!("/api/v1/events/{}", draft["id"].as_str().expect("an id"));
    assert_eq!(server.buyer().get(&event).await.expect(200)["status"], "draft");
    server.buyer().post(&format!("{event}/publish"), &json!({})).await.expect(200);
}

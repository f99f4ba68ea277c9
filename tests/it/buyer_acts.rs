//! A buyer's acts on a live lot, and what suppliers are told of them.

use serde_json::{Value, json};

use crate::chain;
use crate::documents::{Document, assert_number, at, is_number};
use crate::people::{Published, text};
use crate::server::Server;

async fn open_lot(server: &Server) -> Published {
    server.buyer().publishes(&Document::gloves()).await
}

async fn records(server: &Server, lot: &str) -> Vec<Value> {
    chain::checked(&format!("lot/{lot}"), &server.auditor().history(lot).await)
}

fn last_of<'a>(records: &'a [Value], kind: &str) -> &'a Value {
    let found = records.iter().rev().find(|record| record["kind"] == kind);
    found.unwrap_or_else(|| panic!("no {kind} in {records:#?}"))
}

fn instant(value: &Value) -> jiff::Timestamp {
    text(value).parse().unwrap_or_else(|error| panic!("{error}: {value}"))
}

// L5.14
#[tokio::test]
async fn a_pause_gives_the_remaining_time_back_whole() {
    let server = Server::start();
    let published = open_lot(&server).await;
    let lot = published.lot();
    let mut acme = server.supplier("acme").joins(&[lot]).await;

    let paused = server.buyer().does(lot, json!({"type": "pause", "reason": "a question"})).await;
    acme.sees(lot, "the pause", |view| view["state"] == "paused").await;
    let meanwhile = acme.bid(lot, "1", at("3.00")).await;
    server.buyer().does(lot, json!({"type": "resume", "reason": "answered"})).await;
    let open = acme.sees(lot, "the resumption", |view| view["state"] == "open").await;
    let afterwards = acme.bid(lot, "2", at("3.00")).await;

    assert_eq!(meanwhile["reason"], "paused", "{meanwhile}");
    assert_eq!(afterwards["type"], "accepted", "{afterwards}");
    let records = records(&server, lot).await;
    let pause = last_of(&records, "lot_paused");
    let resumption = last_of(&records, "lot_resumed");
    assert_eq!((&pause["seq"], &pause["hash"], &pause["at"]), (&paused["seq"], &paused["hash"], &paused["at"]));
    assert_eq!((&pause["data"]["cause"], &pause["data"]["reason"]), (&json!("buyer"), &json!("a question")));
    let remaining = pause["data"]["remaining_us"].as_i64().expect("microseconds");
    let given = instant(&resumption["data"]["closes_at"]).duration_since(instant(&resumption["at"]));
    assert_eq!(given.as_micros(), i128::from(remaining), "{pause} {resumption}");
    assert_eq!(instant(&open["closes_at"]), instant(&resumption["data"]["closes_at"]));
}

// L5.14
#[tokio::test]
async fn a_pause_may_end_by_itself() {
    let server = Server::start();
    let published = open_lot(&server).await;
    let lot = published.lot();
    let mut acme = server.supplier("acme").joins(&[lot]).await;
    let resumes_at = crate::documents::from_now(std::time::Duration::from_secs(1));

    server.buyer().does(lot, json!({"type": "pause", "reason": "a short break", "resumes_at": resumes_at})).await;
    let paused = acme.sees(lot, "the pause", |view| view["state"] == "paused").await;
    let open = acme.sees(lot, "the resumption", |view| view["state"] == "open").await;

    assert_eq!(instant(&paused["resumes_at"]).to_string(), resumes_at);
    assert!(open["resumes_at"].is_null(), "{open}");
}

// L6.2
#[tokio::test]
async fn a_buyer_extends_without_using_up_the_extensions() {
    let server = Server::start();
    let published = open_lot(&server).await;
    let lot = published.lot();
    let mut acme = server.supplier("acme").joins(&[lot]).await;
    let before = server.buyer().lot(lot).await;
    let later = instant(&before["closes_at"]) + std::time::Duration::from_mins(1);

    let extend = |closes_at: String| json!({"type": "extend", "closes_at": closes_at, "reason": "a late question"});
    server.buyer().does(lot, extend(later.to_string())).await;
    let extended = acme.sees(lot, "the later close", |view| view["closes_at"] != before["closes_at"]).await;
    let earlier = server.buyer().tries(lot, extend(text(&before["closes_at"]))).await;

    assert_eq!(instant(&extended["closes_at"]), later);
    assert_eq!(extended["extensions"], 0, "{extended}");
    earlier.expect_any_problem(409);
    assert_eq!(last_of(&records(&server, lot).await, "lot_extended")["data"]["cause"], "buyer");
}

// L6.5
#[tokio::test]
async fn a_mistaken_bid_is_annulled_when_its_bidder_asks() {
    let server = Server::start();
    let published = open_lot(&server).await;
    let lot = published.lot();
    let mut acme = server.supplier("acme").joins(&[lot]).await;
    let mut bolt = server.supplier("bolt").joins(&[lot]).await;
    acme.bid(lot, "good", at("3.00")).await;
    bolt.bid(lot, "b1", at("2.90")).await;
    let path = format!("/api/v1/lots/{lot}/annulment-requests");

    let nothing_such = server.supplier("acme").post(&path, &json!({"ref": "typo", "reason": "a slip"})).await;
    acme.bid(lot, "typo", at("0.28")).await;
    acme.sees(lot, "the slip", |view| is_number(&view["you"]["total"], "280")).await;
    bolt.sees(lot, "being overtaken", |view| view["you"]["rank"] == 2).await;
    let not_standing = server.supplier("acme").post(&path, &json!({"ref": "good", "reason": "a slip"})).await;
    let asked = server.supplier("acme").post(&path, &json!({"ref": "typo", "reason": "a slip"})).await.expect(200);
    let annul = json!({"type": "annul", "bidder": "acme", "reason": "a slip of the decimal point"});
    server.buyer().does(lot, annul).await;
    let restored = acme.sees(lot, "the earlier offer", |view| is_number(&view["you"]["total"], "3000")).await;
    bolt.sees(lot, "the lead", |view| view["you"]["rank"] == 1).await;

    nothing_such.expect_any_problem(409);
    not_standing.expect_any_problem(409);
    assert_eq!(restored["you"]["rank"], 2, "{restored}");
    let records = records(&server, lot).await;
    let request = last_of(&records, "annulment_requested");
    assert_eq!((&request["seq"], &request["hash"]), (&asked["seq"], &asked["hash"]));
    assert_eq!(last_of(&records, "bid_annulled")["seq"].as_u64(), asked["seq"].as_u64().map(|seq| seq + 1));
}

// L6.5
#[tokio::test]
async fn a_request_for_annulment_can_be_declined() {
    let server = Server::start();
    let published = open_lot(&server).await;
    let lot = published.lot();
    let acme = server.supplier("acme");
    acme.posts_bid(lot, "a1", at("3.00")).await.expect(200);
    let request = json!({"ref": "a1", "reason": "second thoughts"});
    let asked = acme.post(&format!("/api/v1/lots/{lot}/annulment-requests"), &request).await.expect(200);

    let decline = json!({"type": "decline", "act": asked["seq"], "reason": "no mistake to be seen"});
    server.buyer().does(lot, decline.clone()).await;
    let twice = server.buyer().tries(lot, decline).await;

    twice.expect_any_problem(409);
    assert_number(&acme.lot(lot).await["you"]["total"], "3000", "the offer stands");
    last_of(&records(&server, lot).await, "annulment_declined");
}

// L2.3, L4.6
#[tokio::test]
async fn an_excluded_bidder_leaves_the_ranking() {
    let server = Server::start();
    let published = open_lot(&server).await;
    let lot = published.lot();
    let mut acme = server.supplier("acme").joins(&[lot]).await;
    let mut bolt = server.supplier("bolt").joins(&[lot]).await;
    acme.bid(lot, "a1", at("2.80")).await;
    bolt.bid(lot, "b1", at("2.90")).await;

    server.buyer().does(lot, json!({"type": "exclude", "bidder": "acme", "reason": "certificate expired"})).await;
    bolt.sees(lot, "the first rank", |view| view["you"]["rank"] == 1).await;
    let excluded = acme.bid(lot, "a2", at("2.70")).await;

    assert_eq!(excluded["reason"], "excluded", "{excluded}");
    let lead = server.buyer().lot(lot).await["market"]["lead"].clone();
    assert_number(&lead, "2900", "the lead of those that are left");
}

// G31
#[tokio::test]
async fn an_annulment_that_names_its_offer_never_takes_a_second_offer_away() {
    let server = Server::start();
    let published = open_lot(&server).await;
    let lot = published.lot();
    let acme = server.supplier("acme");
    acme.posts_bid(lot, "a1", at("3.00")).await.expect(200);
    let typo = acme.posts_bid(lot, "a2", at("0.28")).await.expect(200);
    let annul = json!({"type": "annul", "bidder": "acme", "offer": typo["seq"], "reason": "a slip"});

    server.buyer().does(lot, annul.clone()).await;
    let twice = server.buyer().tries(lot, annul).await;

    twice.expect_problem(409, "wrong_state");
    let offers = server.buyer().lot(lot).await["market"]["offers"].clone();
    assert_number(&offers[0]["total"], "3000", "the first offer stands");
    let seen_by_its_bidder = acme.lot(lot).await["you"]["standing"]["seq"].clone();
    assert_eq!(offers[0]["seq"], seen_by_its_bidder, "one number for every viewer");
}

// G33
#[tokio::test]
async fn refusals_in_a_row_count_from_the_last_accepted_bid() {
    let server = Server::start();
    let published = open_lot(&server).await;
    let lot = published.lot();
    let acme = server.supplier("acme");
    let counts = async || {
        let view = server.buyer().lot(lot).await;
        let row = view["bidders"].as_array().expect("bidders").iter().find(|row| row["bidder"] == "acme").cloned();
        let row = row.expect("acme is invited");
        [row["refused_count"].clone(), row["refused_in_a_row"].clone()]
    };

    acme.posts_bid(lot, "a1", at("3.00")).await.expect(200);
    for bid_ref in ["a2", "a3"] {
        acme.posts_bid(lot, bid_ref, at("3.10")).await.expect(422);
    }
    let two = counts().await;
    acme.posts_bid(lot, "a4", at("2.90")).await.expect(200);
    let none = counts().await;
    acme.posts_bid(lot, "a5", at("2.95")).await.expect(422);

    assert_eq!((two, none, counts().await), ([json!(2), json!(2)], [json!(2), json!(0)], [json!(3), json!(1)]));
}

// G33
#[tokio::test]
async fn a_proposal_has_room_for_the_name_of_its_buyer() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves().with("/four_eyes", json!(true))).await;

    server.buyer().tries(published.lot(), json!({"type": "cancel", "reason": "in a hurry"})).await.expect(202);

    let proposal = server.buyer().lot(published.lot()).await["proposals"][0].clone();
    assert!(proposal["by"].is_string() && proposal.get("by_name") == Some(&Value::Null), "{proposal}");
}

#[tokio::test]
async fn a_broadcast_reaches_all_or_the_one_it_is_for() {
    let server = Server::start();
    let published = open_lot(&server).await;
    let lot = published.lot();
    let mut acme = server.supplier("acme").joins(&[lot]).await;
    let mut bolt = server.supplier("bolt").joins(&[lot]).await;

    let to_one = json!({"type": "broadcast", "to": "bolt", "text": "Please ring us.", "reason": "a question"});
    server.buyer().does(lot, to_one).await;
    let to_all = json!({"type": "broadcast", "text": "Ten minutes to go.", "reason": "the time"});
    let sent = server.buyer().does(lot, to_all).await;
    let heard_by_acme = acme.expect("message").await;
    let first_of_bolt = bolt.expect("message").await;
    let second_of_bolt = bolt.expect("message").await;

    assert_eq!(heard_by_acme["text"], "Ten minutes to go.");
    assert_eq!(heard_by_acme["seq"], sent["seq"]);
    assert_eq!(first_of_bolt["text"], "Please ring us.");
    assert_eq!(second_of_bolt["text"], "Ten minutes to go.");
}

// L6.2
#[tokio::test]
async fn a_cancelled_lot_ends_without_a_result() {
    let server = Server::start();
    let published = open_lot(&server).await;
    let lot = published.lot();
    let mut acme = server.supplier("acme").joins(&[lot]).await;
    acme.bid(lot, "a1", at("3.00")).await;

    server.buyer().does(lot, json!({"type": "cancel", "reason": "the specification changed"})).await;
    acme.sees(lot, "the cancellation", |view| view["state"] == "cancelled").await;

    for act in [json!({"type": "pause", "reason": "x"}), json!({"type": "broadcast", "text": "x", "reason": "x"})] {
        server.buyer().tries(lot, act).await.expect_any_problem(409);
    }
    assert_eq!(records(&server, lot).await.last().map(|record| &record["kind"]), Some(&json!("lot_cancelled")));
}

// L6.8, L6.10
#[tokio::test]
async fn an_early_close_has_a_result_and_says_whether_the_reserve_was_met() {
    let server = Server::start();
    let document = Document::gloves().with("/lots/0/rules/reserve", json!("2850"));
    let published = server.buyer().publishes(&document).await;
    let lot = published.lot();
    let mut acme = server.supplier("acme").joins(&[lot]).await;
    acme.bid(lot, "a1", at("2.90")).await;

    let close = json!({"type": "close", "reason": "every bidder agrees"});
    server.buyer().does(lot, close.clone()).await;
    acme.sees(lot, "the close", |view| view["state"] == "closed").await;
    let again = server.buyer().tries(lot, close).await;

    again.expect_any_problem(409);
    let records = records(&server, lot).await;
    let closing = last_of(&records, "lot_closed");
    assert_eq!(closing["data"]["reserve_met"], false, "{closing}");
    assert_eq!(closing["data"]["ranking"][0]["bidder"], "acme", "{closing}");
}

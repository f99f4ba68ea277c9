//! One act of a buyer on several lots of an event, and its preview.

use serde_json::{Value, json};

use crate::documents::{Document, at, lot};
use crate::keys::keyed;
use crate::people::Published;
use crate::server::Server;

const UNKNOWN: &str = "0199d0a5-0000-7000-8000-000000000000";

/// An event of three lots. Cura is invited to the first only; the second has further rules.
async fn three_lots(server: &Server, four_eyes: bool, rules_of_second: Value) -> Published {
    let mut lots = vec![lot(json!({})), lot(rules_of_second), lot(json!({}))];
    for narrow in &mut lots[1..] {
        narrow["bidders"] = json!([{"bidder": "acme"}, {"bidder": "bolt"}]);
    }
    server.buyer().publishes(&Document::with_lots(lots).with("/four_eyes", json!(four_eyes))).await
}

fn commands(published: &Published) -> String {
    format!("/api/v1/events/{}/commands", published.event)
}

fn act(kind: &str, lots: &[&String]) -> Value {
    json!({"type": kind, "lots": lots, "reason": "a question to all"})
}

fn with(mut act: Value, member: &str, value: Value) -> Value {
    act[member] = value;
    act
}

fn statuses(answer: &Value) -> Vec<u64> {
    answer["lots"].as_array().expect("lots").iter().map(|lot| lot["status"].as_u64().expect("a status")).collect()
}

async fn state(server: &Server, lot: &str) -> Value {
    server.buyer().lot(lot).await["state"].clone()
}

// G32
#[tokio::test]
async fn an_act_is_done_on_the_lots_that_are_named_and_on_no_other() {
    let server = Server::start();
    let published = three_lots(&server, false, json!({})).await;
    let [first, second, third] = &published.lots[..] else { panic!("three lots") };

    let paused = server.buyer().post(&commands(&published), &act("pause", &[third, first])).await.expect(200);

    let lots: Vec<_> = paused["lots"].as_array().expect("lots").iter().map(|lot| &lot["lot"]).collect();
    assert_eq!(lots, [third, first], "in the order named");
    for (answer, lot) in paused["lots"].as_array().expect("lots").iter().zip([third, first]) {
        let history = server.auditor().history(lot).await;
        let last: Value = serde_json::from_str(history.last().expect("records")).expect("a record");
        assert_eq!((&answer["seq"], &answer["hash"]), (&last["seq"], &last["hash"]));
        assert_eq!(last["kind"], "lot_paused");
    }
    assert_eq!(state(&server, second).await, "open");
}

// G32
#[tokio::test]
async fn where_some_lots_do_not_take_it_the_others_do_all_the_same() {
    let server = Server::start();
    let published = three_lots(&server, false, json!({})).await;
    let [first, second, _] = &published.lots[..] else { panic!("three lots") };
    let other = server.buyer().publishes(&Document::gloves()).await;
    server.buyer().does(first, json!({"type": "pause", "reason": "before"})).await;

    let (unknown, foreign) = (UNKNOWN.to_owned(), other.lots[0].clone());
    let body = act("pause", &[first, second, &unknown, &foreign]);
    let problem = server.buyer().post(&commands(&published), &body).await.expect_problem(409, "some_failed");

    assert_eq!(statuses(&problem), [409, 200, 404, 404]);
    let codes: Vec<_> = problem["lots"].as_array().expect("lots").iter().map(|lot| &lot["code"]).collect();
    assert_eq!(codes, [&json!("wrong_state"), &Value::Null, &json!("not_found"), &json!("not_found")]);
    assert_eq!((state(&server, second).await, state(&server, &foreign).await), (json!("paused"), json!("open")));
}

// G2, G32
#[tokio::test]
async fn a_repeat_does_what_is_missing_and_answers_the_rest_as_before() {
    for mut server in Server::start_on_each() {
        let published = three_lots(&server, false, json!({})).await;
        let [first, second, _] = &published.lots[..] else { panic!("three lots") };
        server.buyer().does(first, json!({"type": "pause", "reason": "before"})).await;
        let (path, body) = (commands(&published), act("pause", &[first, second]));

        let some = keyed(&server.buyer(), &path, "k", &body).await.expect_problem(409, "some_failed");
        server.buyer().does(first, json!({"type": "resume", "reason": "now"})).await;
        let all = keyed(&server.buyer(), &path, "k", &body).await.expect(200);
        server.kill_9();
        server.restart();
        let again = keyed(&server.buyer(), &path, "k", &body).await.expect(200);

        assert_eq!(all["lots"][1], some["lots"][1], "the second lot's first answer");
        assert_eq!(again, all, "also after a crash");
        let pauses = |history: &str| history.matches("\"kind\":\"lot_paused\"").count();
        assert_eq!(
            pauses(&server.exports(second, "ndjson")),
            1,
            "its own pause, and none of the outage: it was paused"
        );
        keyed(&server.buyer(), &path, "k", &act("resume", &[first, second])).await.expect_problem(422, "key_reused");
        keyed(&server.buyer(), &path, "k", &act("pause", &[second])).await.expect_problem(422, "key_reused");
        server.runs(&["verify"]).ended_with(0);
    }
}

// G32
#[tokio::test]
async fn each_lot_is_extended_from_its_own_close_or_all_to_one_instant() {
    let server = Server::start();
    let published = three_lots(&server, false, json!({})).await;
    let [first, second, _] = &published.lots[..] else { panic!("three lots") };
    let close = async |lot: &str| -> jiff::Timestamp {
        server.buyer().lot(lot).await["closes_at"].as_str().expect("a close").parse().expect("an instant")
    };
    let before = [close(first).await, close(second).await];
    let later = before[0] + std::time::Duration::from_mins(30);

    let by = with(act("extend", &[first, second]), "by_s", json!(60));
    server.buyer().post(&commands(&published), &by).await.expect(200);
    let by_a_minute = [close(first).await, close(second).await];
    let to = with(act("extend", &[first, second]), "closes_at", json!(later.to_string()));
    server.buyer().post(&commands(&published), &to).await.expect(200);

    assert_eq!(by_a_minute, before.map(|before| before + std::time::Duration::from_mins(1)));
    assert_eq!([close(first).await, close(second).await], [later; 2]);
}

// G32
#[tokio::test]
async fn a_bidder_is_named_by_its_id_where_every_named_lot_shows_names() {
    let server = Server::start();
    let hiding = json!({"show": {"identities_to_buyer": "after_close"}});
    let published = three_lots(&server, false, hiding).await;
    let [first, second, third] = &published.lots[..] else { panic!("three lots") };
    let exclude = |bidder: &str, lots: &[&String]| with(act("exclude", lots), "bidder", json!(bidder));
    let send = async |body: Value| server.buyer().post(&commands(&published), &body).await;

    let hidden = send(exclude("acme", &[first, second])).await;
    let nobody = send(exclude("nobody", &[first, third])).await;
    let some = send(exclude("cura", &[first, third])).await.expect_problem(409, "some_failed");
    let alias = send(with(exclude("acme", &[first]), "alias", json!("Bidder A"))).await;
    let message = with(act("broadcast", &[first, second]), "text", json!("Please ring us."));
    let to_hidden = send(with(message.clone(), "to", json!("acme"))).await;
    send(message).await.expect(200);

    for (refused, path) in [(hidden, "/lots/1"), (nobody, "/bidder"), (alias, "/alias"), (to_hidden, "/lots/1")] {
        refused.expect_problem(422, "bad_document");
        assert_eq!(refused.paths(), [path]);
    }
    assert_eq!(statuses(&some), [200, 404]);
    let history = server.auditor().history(first).await.join("\n");
    assert_eq!(history.matches("\"kind\":\"bidder_excluded\"").count(), 1, "cura alone: {history}");
}

// G32
#[tokio::test]
async fn acts_that_need_a_second_buyer_wait_on_each_lot() {
    let server = Server::start();
    let published = three_lots(&server, true, json!({})).await;
    let [first, second, _] = &published.lots[..] else { panic!("three lots") };

    let waits = server.buyer().post(&commands(&published), &act("cancel", &[first, second])).await.expect(202);
    let approve = json!({"type": "approve", "act": waits["lots"][0]["seq"]});
    server.second_buyer().does(first, approve).await;

    assert_eq!(statuses(&waits), [202, 202]);
    assert_eq!((state(&server, first).await, state(&server, second).await), (json!("cancelled"), json!("open")));
}

// G32
#[tokio::test]
async fn a_request_that_is_wrong_as_a_whole_does_nothing() {
    let server = Server::start();
    let published = three_lots(&server, false, json!({})).await;
    let [first, ..] = &published.lots[..] else { panic!("three lots") };
    let draft = server.buyer().creates(&Document::gloves()).await;
    let of_draft =
        Published { event: draft["id"].as_str().expect("an id").to_owned(), lots: vec![], digest: String::new() };

    for (body, path) in [
        (with(act("pause", &[]), "lots", json!("all")), "/lots"),
        (act("pause", &[]), "/lots"),
        (act("pause", &[first, first]), "/lots/1"),
        (with(act("annul", &[first]), "bidder", json!("acme")), "/type"),
        (act("extend", &[first]), "/closes_at"),
        (json!({"type": "close", "lots": [first]}), "/reason"),
    ] {
        for path_of in [commands(&published), format!("{}/preview", commands(&published))] {
            let refused = server.buyer().post(&path_of, &body).await;
            refused.expect_problem(422, "bad_document");
            assert_eq!(refused.paths(), [path], "{body}");
        }
    }
    server.buyer().post(&commands(&of_draft), &act("pause", &[first])).await.expect_problem(409, "wrong_state");
    assert_eq!(state(&server, first).await, "open");
}

// G30, G32
#[tokio::test]
async fn a_preview_shows_each_lot_before_and_after_and_does_nothing() {
    let server = Server::start();
    let published = three_lots(&server, false, json!({})).await;
    let [first, second, _] = &published.lots[..] else { panic!("three lots") };
    server.supplier("acme").posts_bid(first, "a1", at("3.00")).await.expect(200);
    let before = [server.auditor().history(first).await, server.auditor().history(second).await];
    let path = format!("{}/preview", commands(&published));

    let whole = server.buyer().post(&path, &act("close", &[first, second])).await.expect(200);
    let some = server.buyer().post(&path, &act("resume", &[first])).await.expect_problem(409, "some_failed");
    let one = format!("/api/v1/lots/{first}/commands/preview");
    let alone = server.buyer().post(&one, &json!({"type": "close", "reason": "a question to all"})).await.expect(200);

    assert_eq!(statuses(&whole), [200, 200]);
    let preview = &whole["lots"][0]["preview"];
    assert_eq!((&preview["before"]["state"], &preview["after"]["state"]), (&json!("open"), &json!("closed")));
    assert_eq!(preview["after"]["ranking"], alone["after"]["ranking"]);
    assert_eq!(statuses(&some), [409]);
    assert_eq!([server.auditor().history(first).await, server.auditor().history(second).await], before);
}

// G30
#[tokio::test]
async fn a_preview_of_an_act_says_what_the_act_then_does() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let lot = published.lot();
    let (acme, bolt) = (server.supplier("acme"), server.supplier("bolt"));
    acme.posts_bid(lot, "a1", at("3.00")).await.expect(200);
    bolt.posts_bid(lot, "b1", at("2.90")).await.expect(200);
    let last = acme.posts_bid(lot, "a2", at("2.80")).await.expect(200);
    let annul = json!({"type": "annul", "bidder": "acme", "offer": last["seq"], "reason": "a slip"});
    let path = format!("/api/v1/lots/{lot}/commands/preview");

    let preview = server.buyer().post(&path, &annul).await.expect(200);
    let history = server.auditor().history(lot).await.len();
    server.buyer().does(lot, annul.clone()).await;
    let again = server.buyer().post(&path, &annul).await;
    let view = server.buyer().lot(lot).await;

    assert_eq!(history, 5, "looking has left no record");
    assert_eq!(preview["seq"], last["seq"]);
    let shown = |offers: &Value| -> Vec<(Value, Value, Value)> {
        let offers = offers.as_array().expect("offers").iter();
        offers.map(|offer| (offer["bidder"].clone(), offer["total"].clone(), offer["seq"].clone())).collect()
    };
    assert_eq!(shown(&preview["after"]["ranking"]), shown(&view["market"]["offers"]));
    assert_eq!(preview["told"]["kind"], "bid_annulled");
    again.expect_problem(409, "wrong_state");
    server.auditor().post(&path, &annul).await.expect_problem(403, "forbidden");
    server.supplier("acme").post(&path, &annul).await.expect_problem(403, "forbidden");
}

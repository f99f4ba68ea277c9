//! Histories: which viewer may read which of a lot's records.

use futures::TryStreamExt;
use serde_json::{Value, json};

use super::fixture::*;
use crate::ids::{BidRef, LotId, Seq};
use crate::journal::StreamId;
use crate::journal::record::{Chain, ExportLine};

/// A lot with every kind of record, closed or not.
pub(super) async fn eventful_lot(test: &TestEngine, rules: &Value, close: bool) -> LotId {
    let mut document = document(rules);
    document["four_eyes"] = json!(true);
    document["terms"] = json!("Accept.");
    let event = test.create(&document).await;
    let answer = test.engine.publish_event(&buyer("b1"), &event).await.unwrap();
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    let lot = LotId::parse(answer["lots"][0].as_str().unwrap()).unwrap();
    for org in ["acme", "bolt", "crux"] {
        test.engine.accept_terms(&supplier(org), &event).await.unwrap();
    }
    let (mut acme, mut bolt, mut crux) =
        (test.bidder("acme", &lot).await, test.bidder("bolt", &lot).await, test.bidder("crux", &lot).await);
    acme.bid("acme-1", "2.98").await;
    bolt.bid("bolt-1", "2.90").await;
    bolt.bid("bolt-2", "2.95").await;
    crux.bid("crux-1", "2.80").await;
    let (one, two) = (test.access(&buyer("b1"), &lot).await, test.access(&buyer("b2"), &lot).await);
    let hidden = test.view(&buyer("b1"), &lot).await["market"]["offers"][0].get("bidder").is_none();
    let alias_of = async |rank: usize| test.view(&buyer("b1"), &lot).await["market"]["offers"][rank]["alias"].clone();
    let name =
        async |rank: usize, id: &str| if hidden { ("alias", alias_of(rank).await) } else { ("bidder", json!(id)) };
    let act = async |by: &crate::engine::LotAccess, act: Value| {
        let answer = by.act(act.to_string().as_bytes(), None).await.unwrap();
        match answer {
            crate::engine::ActAnswer::Done(record) | crate::engine::ActAnswer::Waits(record) => record.seq,
        }
    };
    act(&one, json!({"type": "pause", "reason": "coffee"})).await;
    act(&one, json!({"type": "resume", "reason": "back"})).await;
    act(&one, json!({"type": "extend", "closes_at": CLOSE + DURATION, "reason": "more time"})).await;
    act(&one, json!({"type": "broadcast", "text": "to all", "reason": "r"})).await;
    let (member, value) = name(2, "acme").await;
    let to = if member == "bidder" { "to" } else { "alias" };
    act(&one, json!({"type": "broadcast", "text": "to acme", to: value, "reason": "r"})).await;
    let request =
        bolt.access.request_annulment(BidRef::parse("bolt-1").unwrap(), "we, bolt, slipped".into(), None).await;
    act(&one, json!({"type": "decline", "act": request.unwrap().seq, "reason": "no"})).await;
    let (member, value) = name(0, "crux").await;
    let proposal = act(&one, json!({"type": "annul", member: value, "reason": "odd"})).await;
    act(&two, json!({"type": "approve", "act": proposal, "reason": "agreed"})).await;
    let (member, value) = name(0, "bolt").await;
    let proposal = act(&one, json!({"type": "exclude", member: value, "reason": "odd"})).await;
    act(&two, json!({"type": "decline", "act": proposal, "reason": "no"})).await;
    if close {
        test.pass_until(CLOSE + DURATION + SETTLE + MS).await;
        settle_down().await;
    }
    lot
}

fn kinds(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["kind"].as_str().unwrap()).collect()
}

fn text(lines: &[Value]) -> String {
    lines.iter().map(|line| line.to_string() + "\n").collect()
}

// L7.2
#[tokio::test(start_paused = true)]
async fn an_auditor_reads_the_whole_journal_and_can_check_it() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({"reserve": "100.00"}), true).await;

    let lines = lines(&test.access(&auditor(), &lot).await, Seq::ZERO).await;

    let mut chain = Chain::new(StreamId::lot(&lot));
    for line in &lines {
        let line = std::str::from_utf8(line).unwrap().strip_suffix('\n').unwrap();
        chain.check_line(&ExportLine::read(line).unwrap()).unwrap();
    }
    assert_eq!(lines.len(), test.records(&lot).await.len());
}

// L7.3
#[tokio::test(start_paused = true)]
async fn a_supplier_reads_its_own_records_whole_and_nothing_of_its_rivals() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({"reserve": "100.00"}), true).await;

    let lines = test.history(&supplier("acme"), &lot).await;

    assert_eq!(
        kinds(&lines),
        [
            "lot_published",
            "lot_opened",
            "terms_accepted",
            "bid_accepted",
            "lot_paused",
            "lot_resumed",
            "lot_extended",
            "message_sent",
            "message_sent",
            "lot_closed"
        ]
    );
    let all = text(&lines);
    for secret in
        ["bolt", "crux", "alias_key", "reserve", "baselines", "\"b1\"", "\"b2\"", "justification", "identities"]
    {
        assert!(!all.contains(secret), "{secret} is in {all}");
    }
    let own = &lines[3];
    assert_eq!(own["data"]["ref"], "acme-1");
    assert!(own.get("salt").is_some() && own.get("redacted").is_none(), "its own record is shown whole");
    assert!(lines[1].get("salt").is_some(), "so is a record that hides nothing");
    let closed = lines.last().unwrap();
    assert_eq!((closed["redacted"].as_bool(), closed.get("salt")), (Some(true), None));
    assert_eq!(closed["data"]["ranking"].as_array().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_supplier_reads_the_answers_to_its_offers_without_places_in_the_journal() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({}), false).await;

    for (own, kind, reason) in [("bolt", "annulment_declined", "no"), ("crux", "bid_annulled", "odd")] {
        let lines = test.history(&supplier(own), &lot).await;

        let answer = lines.iter().find(|line| line["kind"] == kind).unwrap();
        assert_eq!(answer["data"], json!({"bidder": own, "reason": reason}));
        assert_eq!((answer["redacted"].as_bool(), answer.get("salt")), (Some(true), None));
    }
}

#[tokio::test(start_paused = true)]
async fn a_redacted_line_keeps_its_place_in_the_chain() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({}), false).await;
    let records = test.records(&lot).await;

    for by in [supplier("acme"), observer("RFS"), buyer("b1")] {
        for line in test.history(&by, &lot).await {
            let place = usize::try_from(line["seq"].as_u64().unwrap()).unwrap() - 1;
            assert_eq!(line["hash"], records[place].hash.to_string());
            let prev = place.checked_sub(1).map_or_else(|| "0".repeat(64), |before| records[before].hash.to_string());
            assert_eq!(line["prev"], prev);
            assert_eq!(line.get("redacted").is_some(), line.get("salt").is_none());
        }
    }
}

// L7.2
#[tokio::test(start_paused = true)]
async fn an_observer_reads_every_offer_under_aliases() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({"reserve": "100.00"}), false).await;

    let lines = test.history(&observer("RFS"), &lot).await;

    let all = text(&lines);
    for secret in
        ["acme", "bolt", "crux", "alias_key", "reserve", "\"ref\"", "\"b1\"", "\"b2\"", "act_proposed", "to acme"]
    {
        assert!(!all.contains(secret), "{secret} is in {all}");
    }
    let offers: Vec<_> = lines.iter().filter(|line| line["kind"] == "bid_accepted").collect();
    assert_eq!(offers.len(), 3);
    assert!(offers.iter().all(|offer| offer["data"]["alias"].is_string() && offer["data"]["prices"].is_object()));
}

// L7.2
#[tokio::test(start_paused = true)]
async fn after_the_close_an_observer_reads_names_where_the_lot_says_so() {
    for (shown, expected) in [(true, true), (false, false)] {
        let test = TestEngine::new().await;
        let lot = eventful_lot(&test, &json!({"show": {"identities_to_observer": shown}}), true).await;

        let lines = test.history(&observer("RFS"), &lot).await;

        let closed = lines.last().unwrap();
        assert_eq!(closed["data"]["ranking"][0].get("bidder").is_some(), expected);
        assert_eq!(closed["data"]["ranking"][0].get("alias").is_some(), !expected);
        assert!(closed["data"].get("reserve_met").is_none());
    }
}

// L7.8
#[tokio::test(start_paused = true)]
async fn a_buyer_reads_all_but_the_alias_key() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({}), false).await;

    let lines = test.history(&buyer("b1"), &lot).await;

    assert_eq!(lines.len(), test.records(&lot).await.len());
    assert!(!text(&lines).contains("alias_key"));
    assert!(lines[1..].iter().all(|line| line.get("redacted").is_none()));
}

// L7.2
#[tokio::test(start_paused = true)]
async fn while_bidders_are_hidden_a_buyer_reads_aliases() {
    let test = TestEngine::new().await;
    let rules = json!({"show": {"identities_to_buyer": "after_close"}});
    let lot = eventful_lot(&test, &rules, false).await;

    let lines = test.history(&buyer("b1"), &lot).await;

    assert_eq!(lines.len(), test.records(&lot).await.len());
    let after_publication = text(&lines[1..]);
    for secret in ["\"bidder\"", "\"ref\"", "acme-person", "bolt-person", "crux-1"] {
        assert!(!after_publication.contains(secret), "{secret} is in {after_publication}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_history_begins_after_a_given_record() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({}), false).await;
    let access = test.access(&auditor(), &lot).await;
    let whole = lines(&access, Seq::ZERO).await;

    for after in [1, 2, whole.len() - 1, whole.len(), whole.len() + 7] {
        let rest = lines(&access, Seq(after as u64)).await;
        assert_eq!(rest, whole[after.min(whole.len())..], "after {after}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_hidden_record_gives_an_item_without_a_line() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({}), false).await;

    let read: Vec<_> = test.access(&supplier("acme"), &lot).await.history(Seq::ZERO).try_collect().await.unwrap();

    let shown = read.iter().flatten().count();
    assert_eq!(read.len(), test.records(&lot).await.len(), "a reader can pace itself by items");
    assert_eq!(shown, test.history(&supplier("acme"), &lot).await.len());
    assert!(shown < read.len());
}

#[tokio::test(start_paused = true)]
async fn bids_may_come_while_a_lot_is_open_and_not_after() {
    let test = TestEngine::new().await;
    assert!(!test.engine.any_lot_is_open());

    test.open_lot(&json!({})).await;
    assert!(test.engine.any_lot_is_open());

    test.pass_until(CLOSE + SETTLE + MS).await;
    settle_down().await;
    assert!(!test.engine.any_lot_is_open());
}

//! A replay tells a party again what it was told: every message, and every state in between.

use std::collections::BTreeMap;

use futures::TryStreamExt;
use serde_json::{Value, json};

use super::fixture::*;
use super::history::eventful_lot;
use crate::auth::Role;
use crate::background::Background;
use crate::engine::{Denied, ReplayedRecords};
use crate::ids::{BidderId, LotId, OdsCode, Seq};
use crate::protocol::http::{Moment, Party};

/// What stands in every message and is no part of the state.
const OWN: [&str; 3] = ["type", "seq", "now"];

/// What a party has put together from the pages of a replay.
pub(super) struct Replayed {
    /// Its state right after each record, as a `lot` message without what stands in every message.
    pub(super) states: BTreeMap<u64, Value>,
    /// The messages of buyers after the first record.
    pub(super) messages: Vec<Value>,
}

/// The lines of one page.
pub(super) async fn page(
    test: &TestEngine,
    lot: &LotId,
    party: &Party,
    (from, to, limit): (u64, Option<u64>, u64),
) -> Result<Vec<Value>, Denied> {
    let replay = test.engine.replay(&auditor(), lot, party).await?;
    let records = ReplayedRecords { from: Seq(from), to: to.map(Seq), limit: Some(limit) };
    let pieces: Vec<_> = replay.lines(records, Background::in_place()).try_collect().await?;
    let told = pieces.into_iter().flatten().collect::<Vec<_>>().concat();
    let lines = std::str::from_utf8(&told).unwrap().lines();
    Ok(lines.map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// All pages from a record on, put together as a page of the browser does.
pub(super) async fn replay(test: &TestEngine, lot: &LotId, party: &Party, from: u64, limit: u64) -> Replayed {
    let at: Vec<Value> = test.records(lot).await.iter().map(|record| json!(record.at)).collect();
    let (mut states, mut messages, mut next) = (BTreeMap::new(), Vec::new(), Some(from));
    while let Some(from) = next {
        let mut lines = page(test, lot, party, (from, None, limit)).await.unwrap();
        let end = lines.pop().unwrap();
        let first = lines.remove(0);
        assert_eq!((&first["type"], &first["seq"]), (&json!("lot"), &json!(from)));
        assert_eq!((&end["type"], &end["from"], &end["head"]), (&json!("page"), &json!(from), &json!(at.len())));
        let (mut state, to) = (first, end["to"].as_u64().unwrap());
        assert_eq!(state["now"], at[usize::try_from(from).unwrap() - 1]);
        let mut lines = lines.into_iter().peekable();
        while lines.next_if(|line| line["type"] == "message" && line["seq"].as_u64().unwrap() <= from).is_some() {}
        for seq in from..=to {
            while let Some(line) = lines.next_if(|line| line["seq"] == seq) {
                if line["type"] == "message" {
                    messages.push(line);
                    continue;
                }
                assert_eq!((&line["type"], &line["now"]), (&json!("update"), &at[usize::try_from(seq).unwrap() - 1]));
                take(&mut state, &line);
            }
            let stands = stateful(&state);
            if let Some(before) = states.insert(seq, stands.clone()) {
                assert_eq!(before, stands, "a page begins with the state at which the one before it ended");
            }
        }
        assert_eq!(lines.next(), None, "each line is of a record of the page");
        next = end["next"].as_u64();
        assert!(next.is_none_or(|next| next == to && to == from + limit), "{end}");
    }
    Replayed { states, messages }
}

/// Takes an update, all of whose members have changed.
fn take(state: &mut Value, update: &Value) {
    for (member, value) in update.as_object().unwrap() {
        if !OWN.contains(&member.as_str()) && member != "lot" {
            assert_ne!(state.get(member), Some(value), "{member} has not changed");
            state[member] = value.clone();
        }
    }
}

/// The state in a `lot` message. A member that is null says the same as none.
pub(super) fn stateful(message: &Value) -> Value {
    let members = message.as_object().unwrap().iter();
    let members = members.filter(|(name, value)| !OWN.contains(&name.as_str()) && !value.is_null());
    Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// The state right after a record, as the past shows it to an auditor who asks for that party.
pub(super) async fn past(test: &TestEngine, lot: &LotId, party: &Party, seq: u64) -> Value {
    let past = test.engine.past_lot(&auditor(), lot, Some(party)).await.unwrap();
    let view = past.view(Moment::Record(Seq(seq)), &Background::in_place()).await.unwrap();
    stateful(&serde_json::from_slice(&view.text).unwrap())
}

fn bidder(id: &str) -> Party {
    Party::Bidder(BidderId::parse(id).unwrap())
}

// G78
#[tokio::test(start_paused = true)]
async fn every_state_of_a_lot_with_every_kind_of_record_is_replayed_to_every_party() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({"show": {"identities_to_buyer": "after_close"}}), true).await;
    let last = test.records(&lot).await.len() as u64;

    for party in
        [bidder("acme"), bidder("bolt"), Party::Observer(OdsCode::parse("RHQ").unwrap()), Party::Buyer, Party::Auditor]
    {
        for limit in [1, 7, 5_000] {
            let replayed = replay(&test, &lot, &party, 1, limit).await;

            assert_eq!(replayed.states.keys().copied().collect::<Vec<_>>(), (1..=last).collect::<Vec<_>>());
            for (seq, state) in &replayed.states {
                assert_eq!(*state, past(&test, &lot, &party, *seq).await, "{party:?} after record {seq}");
            }
        }
    }
}

// G78
#[tokio::test(start_paused = true)]
async fn a_message_comes_with_its_record_to_those_whom_it_is_for_and_earlier_ones_come_first() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({}), true).await;
    let sent = test.records(&lot).await;
    let sent: Vec<u64> =
        sent.iter().filter(|record| &*record.kind == "message_sent").map(|record| record.seq.0).collect();
    let [to_all, to_acme] = sent[..] else { panic!("{sent:?}") };
    let messages = async |party: &Party, from: u64| -> Vec<u64> {
        let lines = page(&test, &lot, party, (from, None, 5_000)).await.unwrap();
        lines.iter().filter(|line| line["type"] == "message").map(|line| line["seq"].as_u64().unwrap()).collect()
    };

    assert_eq!(messages(&bidder("acme"), 1).await, [to_all, to_acme]);
    assert_eq!(messages(&bidder("bolt"), 1).await, [to_all]);
    assert_eq!(messages(&bidder("acme"), to_acme + 1).await, [to_all, to_acme], "as for one who joins later");
    let joined = page(&test, &lot, &bidder("acme"), (to_acme, None, 1)).await.unwrap();
    assert_eq!(
        (&joined[0]["type"], &joined[1]["seq"], &joined[2]["seq"]),
        (&json!("lot"), &json!(to_all), &json!(to_acme))
    );
}

// G78
#[tokio::test(start_paused = true)]
async fn a_record_that_changes_nothing_for_a_party_tells_it_nothing() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({"show": {"lead_price": false, "bidder_count": false}})).await;
    let mut acme = test.bidder("acme", &lot).await;
    acme.bid("a1", "2.98").await;
    let mut bolt = test.bidder("bolt", &lot).await;
    bolt.bid("b1", "99999.00").await;

    let told = async |party: &Party| page(&test, &lot, party, (3, None, 5)).await.unwrap().len();

    assert_eq!(told(&bidder("acme")).await, 2, "the whole lot, and the end");
    assert_eq!(told(&bidder("bolt")).await, 3);
}

// G78, G79
#[tokio::test(start_paused = true)]
async fn a_page_says_how_far_it_has_come() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({}), true).await;
    let head = test.records(&lot).await.len() as u64;
    let end = async |from, to, limit| {
        page(&test, &lot, &Party::Buyer, (from, to, limit)).await.map(|mut lines| lines.pop().unwrap())
    };
    let is = |from: u64, to: u64, next: Option<u64>| {
        Ok(json!({"type": "page", "from": from, "to": to, "next": next, "head": head}))
    };

    assert_eq!(end(1, None, 5_000).await, is(1, head, None));
    assert_eq!(end(1, None, 4).await, is(1, 5, Some(5)));
    assert_eq!(end(3, Some(7), 4).await, is(3, 7, None));
    assert_eq!(end(3, Some(7), 3).await, is(3, 6, Some(6)));
    assert_eq!(end(head, None, 1).await, is(head, head, None));
    assert_eq!(end(2, Some(2), 1).await, is(2, 2, None));
    for (from, to) in [(0, None), (head + 1, None), (1, Some(head + 1)), (0, Some(0))] {
        let refused = end(from, to, 5).await;
        assert!(matches!(refused, Err(Denied::NoSuchRecord)), "from {from} to {to:?}: {refused:?}");
    }
}

// G78, G79
#[tokio::test(start_paused = true)]
async fn a_replay_is_for_auditors_of_the_partnership_and_a_few_at_a_time() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let auditor_named = |name| principal(Role::Auditor, "wtp", name);

    for by in [supplier("acme"), buyer("b1"), observer("RFS"), principal(Role::Admin, "wtp", "ada")] {
        let refused = test.engine.replay(&by, &lot, &Party::Buyer).await.err();
        assert!(matches!(refused, Some(Denied::Forbidden(_))), "{refused:?}");
    }
    for (by, party) in [
        (principal(Role::Auditor, "other", "otto"), Party::Buyer),
        (supplier("nobody"), Party::Buyer),
        (auditor(), bidder("nobody")),
        (auditor(), Party::Observer(OdsCode::parse("RXX").unwrap())),
    ] {
        assert_eq!(test.engine.replay(&by, &lot, &party).await.err(), Some(Denied::NotFound), "{by:?}");
    }
    let take = async |name| test.engine.replay(&auditor_named(name), &lot, &Party::Buyer).await;
    let mut held = vec![take("ann").await.unwrap(), take("ann").await.unwrap()];
    assert_eq!(take("ann").await.err(), Some(Denied::Overloaded));
    held.push(take("bea").await.unwrap());
    let streamed = take("bea").await.unwrap();
    let records = ReplayedRecords { from: Seq(1), to: None, limit: None };
    let mut streamed = streamed.lines(records, Background::in_place());
    streamed.try_next().await.unwrap();
    assert_eq!(take("cas").await.err(), Some(Denied::Overloaded), "a page counts until it is sent");
    drop(streamed);
    assert!(take("cas").await.is_ok());
}

// G82
#[tokio::test(start_paused = true)]
async fn a_bundle_goes_from_the_opening_to_the_moment() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({}), true).await;
    let records = test.records(&lot).await;
    let opened = records.iter().find(|record| &*record.kind == "lot_opened").unwrap().seq;
    let head = records.last().unwrap();
    let span = async |moment| {
        let replay = test.engine.replay(&auditor(), &lot, &Party::Buyer).await.unwrap();
        replay.from_opening(moment, &Background::in_place()).await
    };
    let until = |from, to| Ok(ReplayedRecords { from, to: Some(to), limit: None });

    assert_eq!(span(None).await, until(opened, head.seq));
    assert_eq!(span(Some(Moment::Record(Seq(7)))).await, until(opened, Seq(7)));
    assert_eq!(span(Some(Moment::At(head.at))).await, until(opened, head.seq));
    assert_eq!(span(Some(Moment::Record(Seq(1)))).await, until(Seq(1), Seq(1)), "not opened yet");
    let refused =
        [Moment::Record(Seq::ZERO), Moment::Record(head.seq.next()), Moment::At(test.clock.now().plus_micros(1))];
    let mut answers = Vec::new();
    for moment in refused {
        answers.push(span(Some(moment)).await);
    }
    let [first, last, future] = &answers[..] else { panic!("{answers:?}") };
    for none in [first, last] {
        assert!(matches!(none, Err(Denied::NoSuchRecord)), "{none:?}");
    }
    assert_eq!(*future, Err(Denied::InTheFuture));
}

//! The lobby of an event: what a bidder reads before its lots open. What a buyer may see of it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::feed::all_frames;
use super::fixture::*;
use crate::auth::Principal;
use crate::clock::Instant;
use crate::engine::{Beats, ConnectionMark, Denied, Engine};
use crate::ids::{BidderId, EventId, LotId, Seq};
use crate::journal::StreamId;
use crate::journal::faulty::FaultyStore;
use crate::protocol::http::{ConnectionMeasured, PracticeRequest, PracticeStarted};

const SECOND: Duration = Duration::from_secs(1);
const LATER: Instant = START.plus_micros(86_400_000_000);

/// An event of two lots, and these lots. The second invites acme and bolt only.
struct Stage {
    test: TestEngine,
    event: EventId,
    lots: Vec<LotId>,
}

impl Stage {
    async fn new(opens_at: Instant, rules: &Value) -> Self {
        Self::over(TestEngine::new().await, opens_at, rules).await
    }

    async fn over(test: TestEngine, opens_at: Instant, rules: &Value) -> Self {
        let mut document = document_opening(opens_at, rules);
        document["reference"] = json!("WTP-1");
        document["terms"] = json!("You accept.");
        document["contact"] = json!({"name": "Ann", "telephone": "0114 496 0000"});
        let mut second = document["lots"][0].clone();
        second["title"] = json!("Vinyl");
        second["bidders"].as_array_mut().unwrap().pop();
        document["lots"].as_array_mut().unwrap().push(second);
        let event = test.create(&document).await;
        let answer = test.publish_event(&event).await;
        let lots = answer["lots"].as_array().unwrap().iter().map(|id| LotId::parse(id.as_str().unwrap()).unwrap());
        let lots = lots.collect();
        Self { test, event, lots }
    }

    async fn lobby(&self, by: &Principal, of: Option<&str>) -> Value {
        lobby(&self.test.engine, &self.event, by, of).await.unwrap()
    }

    async fn presence(&self, by: &Principal) -> Value {
        let answer = self.test.engine.event_console(by, &self.event).await.unwrap();
        serde_json::from_slice::<Value>(&answer).unwrap()["presence"].take()
    }

    async fn tests_connection(&self, org: &str, round_trip_ms: u32, clock_ms: i64) {
        let measured = ConnectionMeasured { round_trip_ms, clock_ms };
        self.test.engine.note_connection(&supplier(org), &self.event, measured).await.unwrap();
    }

    async fn practises(&self, org: &str) -> PracticeStarted {
        let request = PracticeRequest { lot: self.lots[0].clone(), speed: None };
        self.test.engine.practise(&supplier(org), &self.event, request).await.unwrap()
    }

    async fn play_until(&self, at: Instant) {
        while self.test.clock.now() < at {
            self.test.pass_until((self.test.clock.now() + SECOND).min(at)).await;
            settle_down().await;
        }
    }
}

async fn lobby(engine: &Engine, event: &EventId, by: &Principal, of: Option<&str>) -> Result<Value, Denied> {
    let of = of.map(|of| BidderId::parse(of).unwrap());
    engine.lobby(by, event, of).await.map(|answer| serde_json::to_value(answer).unwrap())
}

fn titles(lobby: &Value) -> Vec<&str> {
    lobby["lots"].as_array().unwrap().iter().map(|lot| lot["title"].as_str().unwrap()).collect()
}

// G53
#[tokio::test(start_paused = true)]
async fn a_bidder_finds_its_lots_without_the_market_and_its_own_people() {
    let stage = Stage::new(LATER, &json!({"ceiling": "320.00"})).await;
    let acme = stage.test.bidder("acme", &stage.lots[1]).await;
    let _here = acme.access.attend(&ConnectionMark::new(stage.test.clock.now())).unwrap();

    let of_acme = stage.lobby(&supplier("acme"), None).await;
    let of_crux = stage.lobby(&supplier("crux"), None).await;

    let contact = json!({"name": "Ann", "telephone": "0114 496 0000", "email": null, "hours": null});
    let event = json!({
        "title": "Gloves", "reference": "WTP-1", "contact": contact, "terms": "You accept.", "practice": false,
    });
    assert_eq!((&of_acme["event"], &of_acme["bidder_name"]), (&event, &json!("Acme Ltd")));
    assert_eq!((titles(&of_acme), titles(&of_crux)), (vec!["Nitrile", "Vinyl"], vec!["Nitrile"]));
    let mut whole = stage.test.view(&supplier("acme"), &stage.lots[0]).await;
    assert!(whole.as_object_mut().unwrap().remove("market").is_some());
    whole["now"] = of_acme["now"].clone();
    assert_eq!(of_acme["lots"][0], whole);
    assert_eq!((&whole["you"]["terms_accepted"], whole["formula"].is_object()), (&json!(false), true));
    let person = json!({"person": "acme-person", "name": null, "connected": true, "last_sign_in": null});
    assert_eq!(of_acme["people"], json!([person]));
    assert_eq!((&of_crux["people"], &of_acme["ready"], &of_acme["practice"]), (&json!([]), &Value::Null, &Value::Null));
    assert_eq!(of_acme["unreadable"], json!([]));
}

// G53
#[tokio::test(start_paused = true)]
async fn who_may_not_see_a_lobby_is_told_so_or_learns_nothing() {
    let stage = Stage::new(LATER, &json!({})).await;
    let ask = async |by: Principal, of: Option<&str>| lobby(&stage.test.engine, &stage.event, &by, of).await;

    assert_eq!(ask(supplier("dart"), None).await, Err(Denied::NotFound));
    assert!(matches!(ask(observer("RFS"), None).await, Err(Denied::Forbidden(_))));
    assert!(matches!(ask(auditor(), Some("acme")).await, Err(Denied::Forbidden(_))));
    for (by, of) in [(supplier("acme"), Some("acme")), (buyer("b1"), None), (buyer("b1"), Some("dart"))] {
        assert_eq!(problem_paths(ask(by, of).await), ["/query/as"], "{of:?}");
    }
    let draft = stage.test.create(&document(&json!({}))).await;
    let of_draft = lobby(&stage.test.engine, &draft, &buyer("b1"), Some("acme")).await;
    assert!(matches!(of_draft, Err(Denied::WrongState(_))), "{of_draft:?}");
}

// G53
#[tokio::test(start_paused = true)]
async fn a_buyer_sees_of_a_lobby_nothing_that_tells_whose_an_alias_is() {
    let hidden_names = json!({"show": {"identities_to_buyer": "after_close", "lead_price": true}});
    let stage = Stage::new(START, &hidden_names).await;
    stage.test.access(&buyer("b1"), &stage.lots[0]).await;
    stage.tests_connection("acme", 40, 3).await;
    let acme = stage.test.bidder("acme", &stage.lots[0]).await;
    let _here = acme.access.attend(&ConnectionMark::new(stage.test.clock.now())).unwrap();

    let hidden = stage.lobby(&buyer("b1"), Some("acme")).await;
    for lot in &stage.lots {
        let access = stage.test.access(&buyer("b1"), lot).await;
        access.act(br#"{"type": "close", "reason": "agreed"}"#, None).await.unwrap();
    }
    let known = stage.lobby(&buyer("b1"), Some("acme")).await;

    assert_eq!((&hidden["ready"], &hidden["people"]), (&Value::Null, &json!([])));
    for member in ["market", "you", "notices", "result"] {
        for lobby in [&hidden, &known] {
            assert!(lobby["lots"][0].get(member).is_none(), "{member}: {lobby}");
        }
    }
    assert!(hidden["lots"][0]["formula"].is_object() && hidden["lots"][0]["words"].is_array());
    assert_eq!((&known["ready"]["round_trip_ms"], &known["people"][0]["connected"]), (&json!(40), &json!(true)));
}

// G53, G156
#[tokio::test(start_paused = true)]
async fn who_accepted_the_terms_and_when_is_told_to_the_bidder_alone() {
    let stage = Stage::new(LATER, &json!({})).await;
    assert_eq!(stage.lobby(&supplier("acme"), None).await["terms_accepted"], Value::Null);

    let answer = stage.test.engine.accept_terms(&supplier("acme"), &stage.event).await.unwrap();

    let recorded: Value = serde_json::from_slice(&answer).unwrap();
    let accepted = json!({"at": recorded["lots"][1]["at"], "by": "acme-person", "by_name": null});
    assert_eq!(stage.lobby(&supplier("acme"), None).await["terms_accepted"], accepted);
    for (by, of) in [(supplier("bolt"), None), (buyer("b1"), Some("acme"))] {
        assert_eq!(stage.lobby(&by, of).await["terms_accepted"], Value::Null, "{by:?}");
    }
}

// G44, G54
#[tokio::test(start_paused = true)]
async fn the_newest_test_of_a_connection_is_shown_to_the_bidder_and_in_presence() {
    let stage = Stage::new(LATER, &json!({})).await;
    let mut feed = stage.test.engine.follow_event(&buyer("b1"), &stage.event, Beats::NotAsked).await.unwrap();
    all_frames(&mut feed).await;

    stage.tests_connection("acme", 900, 12).await;
    tokio::time::advance(SECOND).await;
    let tested_at = stage.test.clock.now();
    stage.tests_connection("acme", 48, -1_250).await;
    tokio::time::advance(SECOND).await;

    let ready = json!({"tested_at": tested_at, "round_trip_ms": 48, "clock_ms": -1_250, "practised_at": null});
    assert_eq!(stage.lobby(&supplier("acme"), None).await["ready"], ready);
    assert_eq!(stage.lobby(&buyer("b1"), Some("acme")).await["ready"], ready);
    assert_eq!(stage.lobby(&supplier("bolt"), None).await["ready"], Value::Null);
    let presence = stage.presence(&buyer("b1")).await;
    assert_eq!((&presence[0]["ready"], &presence[1]["ready"]), (&ready, &Value::Null));
    let told = all_frames(&mut feed).await.pop().unwrap();
    assert_eq!((told["presence"].as_array().unwrap().len(), &told["presence"][0]["ready"]), (1, &ready));
    let (stranger, measured) = (supplier("dart"), ConnectionMeasured { round_trip_ms: 1, clock_ms: 1 });
    let unknown = stage.test.engine.note_connection(&stranger, &stage.event, measured).await;
    assert_eq!(unknown, Err(Denied::NotFound));
}

// G54, G55
#[tokio::test(start_paused = true)]
async fn a_practice_counts_once_it_has_ended_with_an_accepted_bid_of_the_bidder() {
    let stage = Stage::new(LATER, &json!({"ceiling": "320.00"})).await;
    let without = stage.practises("bolt").await;
    let with = stage.practises("acme").await;
    stage.play_until(with.opens_at + SECOND).await;
    let mut player = stage.test.bidder("acme", &with.lot).await;

    let under_way = stage.lobby(&supplier("acme"), None).await;
    rank(&player.bid("a1", "2.40").await);
    let bid = stage.lobby(&supplier("acme"), None).await;
    stage.play_until(with.closes_at + SECOND * 5).await;

    let running = json!({"lot": with.lot, "opens_at": with.opens_at, "closes_at": with.closes_at});
    assert_eq!((&under_way["practice"], &bid["ready"]), (&running, &Value::Null));
    let after = stage.lobby(&supplier("acme"), None).await;
    assert_eq!(after["practice"], Value::Null);
    let ended_at = stage.test.view(&supplier("acme"), &with.lot).await["ended_at"].take();
    let ready = json!({"tested_at": null, "round_trip_ms": null, "clock_ms": null, "practised_at": ended_at});
    assert_eq!(after["ready"], ready);
    assert_eq!(stage.presence(&buyer("b1")).await[0]["ready"], ready);
    assert_eq!(stage.test.view(&supplier("bolt"), &without.lot).await["state"], "closed");
    assert_eq!(stage.lobby(&supplier("bolt"), None).await["ready"], Value::Null, "nobody of it has bid");
}

// G53
#[test]
fn a_lot_that_cannot_be_read_is_named_beside_the_others() {
    let store = Arc::new(FaultyStore::new());
    let (event, broken) = one_run(&store, START, async |test| {
        let stage = Stage::over(test, LATER, &json!({})).await;
        (stage.event, stage.lots[0].clone())
    });
    store.tamper(&StreamId::lot(&broken), Seq(1), |record| {
        record.body = record.body.replace("Nitrile", "Nitrite").into();
    });

    let shown = one_run(&store, START + SECOND, async |test| {
        lobby(&test.engine, &event, &supplier("acme"), None).await.unwrap()
    });

    assert_eq!(titles(&shown), ["Vinyl"]);
    assert_eq!(shown["unreadable"], json!([{"lot": broken, "title": "Nitrile"}]));
}

// G53
#[tokio::test(start_paused = true)]
async fn a_buyer_is_told_of_no_practice() {
    let stage = Stage::new(LATER, &json!({"ceiling": "320.00"})).await;
    let played = stage.practises("acme").await;
    let request = PracticeRequest { lot: stage.lots[0].clone(), speed: None };
    stage.test.engine.practise(&buyer("b1"), &stage.event, request).await.unwrap();

    let of_buyer = stage.lobby(&buyer("b1"), Some("acme")).await;

    assert_eq!(of_buyer["practice"], Value::Null);
    assert_eq!(stage.lobby(&supplier("acme"), None).await["practice"]["lot"], json!(played.lot));
}

// G53
#[tokio::test(start_paused = true)]
async fn a_lot_that_hides_names_hides_who_is_ready_also_of_a_bidder_of_another_lot() {
    let test = TestEngine::new().await;
    let mut document = document(&json!({}));
    let mut second = document["lots"][0].clone();
    second["title"] = json!("Vinyl");
    second["rules"] = json!({"show": {"identities_to_buyer": "after_close"}});
    second["bidders"].as_array_mut().unwrap().pop();
    document["lots"].as_array_mut().unwrap().push(second);
    let event = test.create(&document).await;
    let lots = test.publish_event(&event).await;
    let vinyl = LotId::parse(lots["lots"][1].as_str().unwrap()).unwrap();
    let measured = ConnectionMeasured { round_trip_ms: 40, clock_ms: 3 };
    test.engine.note_connection(&supplier("crux"), &event, measured).await.unwrap();
    let of_crux = async || lobby(&test.engine, &event, &buyer("b1"), Some("crux")).await.unwrap();
    let access = test.access(&buyer("b1"), &vinyl).await;

    let hidden = of_crux().await;
    access.act(br#"{"type": "close", "reason": "agreed"}"#, None).await.unwrap();
    let known = of_crux().await;

    assert_eq!((titles(&hidden), &hidden["ready"]), (vec!["Nitrile"], &Value::Null));
    assert_eq!(known["ready"]["round_trip_ms"], 40);
}

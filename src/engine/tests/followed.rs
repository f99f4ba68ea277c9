//! A follower's first state and its updates make the state that a new follower gets.
//!
//! Random lots and histories, all kinds of viewers, also over the close, when names may become known.

use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::feed::all_frames;
use super::fixture::*;
use super::replayed::{past, replay, stateful};
use crate::auth::{Principal, Role};
use crate::background::Background;
use crate::engine::{Feed, LotAccess};
use crate::ids::{BidRef, BidderId, LotId, OdsCode, Seq};
use crate::journal::faulty::FaultyStore;
use crate::protocol::http::{Moment, Party};

const BIDDERS: [&str; 3] = ["acme", "bolt", "crux"];

/// Random lots in each run of the tests.
const CASES: u32 = 200;
/// Longer than the feed takes to reach each follower.
const ROUND: Duration = Duration::from_secs(1);

/// Something that changes a lot. A bidder is meant by its number.
#[derive(Debug, Clone)]
enum Step {
    Bid {
        bidder: usize,
        pence: u32,
    },
    AskForAnnulment {
        bidder: usize,
    },
    Exclude {
        bidder: usize,
    },
    Annul {
        bidder: usize,
    },
    Act(&'static str),
    /// The second buyer decides about what waits, where something does.
    Decide(&'static str),
    Pass(Duration),
}

/// One viewer with what it has put together from its frames.
struct Follower {
    by: Principal,
    access: LotAccess,
    feed: Feed,
    state: Value,
    /// The state after each frame, by its record.
    states: BTreeMap<u64, Value>,
    messages: Vec<Value>,
}

impl Follower {
    async fn join(test: &TestEngine, by: Principal, lot: &LotId) -> Self {
        let access = test.access(&by, lot).await;
        let mut feed = access.follow().await.unwrap();
        let state = frames(&mut feed).await.remove(0);
        let states = BTreeMap::from([(seq_of(&state), stateful(&state))]);
        Self { by, access, feed, state, states, messages: Vec::new() }
    }

    /// Takes the frames that have come; compares with the past, and with the lot as it is asked for now.
    async fn compare(&mut self, test: &TestEngine, after: &str) {
        for frame in all_frames(&mut self.feed).await {
            if frame["type"] == "message" {
                self.messages.push(frame);
                continue;
            }
            for (member, value) in frame.as_object().unwrap() {
                self.state[member] = value.clone();
            }
            self.states.insert(seq_of(&self.state), stateful(&self.state));
            self.compare_with_past(test, after).await;
        }
        let mut fresh: Value = serde_json::from_slice(&self.access.view().await.unwrap()).unwrap();
        // A record that changes nothing for a viewer sends it nothing, so its place may be an older one.
        for own in ["type", "seq", "now"] {
            fresh[own] = self.state[own].clone();
        }
        assert_eq!(self.state, fresh, "{:?} at {} after {after}", self.by.role, self.by.org.as_str());
    }
}

impl Follower {
    /// The past shows what was put together, to the follower itself and to an auditor who asks what it saw.
    async fn compare_with_past(&self, test: &TestEngine, after: &str) {
        let moment = Moment::Record(Seq(self.state["seq"].as_u64().unwrap()));
        let (lot, auditor, party) = (self.access.id(), auditor(), party(&self.by));
        for (by, party) in [(&self.by, None), (&auditor, Some(&party))] {
            let past = test.engine.past_lot(by, lot, party).await.unwrap();
            let past = past.view(moment, &Background::in_place()).await.unwrap();
            let mut shown: Value = serde_json::from_slice(&past.text).unwrap();
            for own in ["type", "now"] {
                shown[own] = self.state[own].clone();
            }
            assert_eq!(self.state, shown, "{:?} at {moment:?}, {after}", self.by.role);
        }
    }
}

impl Follower {
    /// A replay tells it again what it was told, and every state between two frames as the past shows it.
    async fn compare_with_replay(&self, test: &TestEngine, limit: u64) {
        let (lot, party) = (self.access.id(), party(&self.by));
        let from = self.states.keys().next().copied().unwrap();

        let replayed = replay(test, lot, &party, from, limit).await;

        assert_eq!(replayed.messages, self.messages, "{party:?}");
        for (seq, state) in &self.states {
            assert_eq!(replayed.states.get(seq), Some(state), "{party:?} after record {seq}");
        }
        for (seq, state) in &replayed.states {
            assert_eq!(*state, past(test, lot, &party, *seq).await, "{party:?} after record {seq}");
        }
    }
}

fn seq_of(state: &Value) -> u64 {
    state["seq"].as_u64().unwrap()
}

/// The principal, as an auditor names it.
fn party(by: &Principal) -> Party {
    match by.role {
        Role::Supplier => Party::Bidder(BidderId::parse(by.org.as_str()).unwrap()),
        Role::Observer => Party::Observer(OdsCode::parse(by.org.as_str()).unwrap()),
        Role::Buyer | Role::Admin => Party::Buyer,
        Role::Auditor => Party::Auditor,
    }
}

fn step() -> impl Strategy<Value = Step> {
    let bidder = 0..BIDDERS.len();
    prop_oneof![
        6 => (bidder.clone(), 100..320_u32).prop_map(|(bidder, pence)| Step::Bid { bidder, pence }),
        1 => bidder.clone().prop_map(|bidder| Step::AskForAnnulment { bidder }),
        2 => bidder.clone().prop_map(|bidder| Step::Exclude { bidder }),
        1 => bidder.prop_map(|bidder| Step::Annul { bidder }),
        3 => prop::sample::select(vec!["pause", "resume", "broadcast", "extend"]).prop_map(Step::Act),
        1 => prop::sample::select(vec!["close", "cancel"]).prop_map(Step::Act),
        2 => prop::sample::select(vec!["approve", "decline"]).prop_map(Step::Decide),
        1 => (1..600_u64).prop_map(|seconds| Step::Pass(Duration::from_secs(seconds))),
    ]
}

/// What the lot shows, and whether a second buyer decides.
fn shown_as() -> impl Strategy<Value = (Value, bool)> {
    let to_buyer = prop::sample::select(vec!["always", "after_close"]);
    let gate = prop::sample::select(vec!["none", "first_bid"]);
    let flags = any::<[bool; 6]>();
    (to_buyer, gate, flags).prop_map(|(to_buyer, gate, [lead, all, count, to_observer, others, four_eyes])| {
        let show = json!({
            "lead_price": lead, "all_prices": all, "bidder_count": count, "gate": gate,
            "identities_to_buyer": to_buyer, "identities_to_observer": to_observer, "other_trusts": others,
        });
        (show, four_eyes)
    })
}

/// How many random lots are tried. `FAIRLOT_CASES` says otherwise, as for the properties of the model.
fn cases() -> u32 {
    std::env::var("FAIRLOT_CASES").map_or(CASES, |cases| cases.parse().unwrap())
}

// L7.1, L7.2, E48, G78
#[test]
fn what_a_follower_puts_together_is_what_a_new_one_gets_and_what_the_past_shows() {
    let config = ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(shown in shown_as(), history in prop::collection::vec(step(), 1..14), limit in 1..20_u64)| {
        one_run(&FaultyStore::new().into(), START, |test| async move { follow(&test, shown, history, limit).await });
    });
}

async fn follow(test: &TestEngine, (show, four_eyes): (Value, bool), history: Vec<Step>, limit: u64) {
    let mut document = document(&json!({"show": show}));
    document["four_eyes"] = json!(four_eyes);
    let lot = test.publish(&document).await.remove(0);
    let viewers = [observer("RFS"), observer("RHQ"), buyer("b1"), auditor()];
    let mut followers = Vec::new();
    for by in BIDDERS.map(supplier).into_iter().chain(viewers) {
        followers.push(Follower::join(test, by, &lot).await);
    }

    let last = [Step::Bid { bidder: 2, pence: 99 }, Step::Exclude { bidder: 2 }, Step::Pass(DURATION * 2)];
    for (nth, step) in history.into_iter().chain(last).enumerate() {
        take(test, &lot, nth, &step).await;
        tokio::time::advance(ROUND).await;
        for follower in &mut followers {
            follower.compare(test, &format!("{nth}: {step:?}")).await;
        }
    }
    for follower in &followers {
        follower.compare_with_replay(test, limit).await;
    }
}

/// Does what the step says. Where the lot does not take it at this moment, nothing happens.
async fn take(test: &TestEngine, lot: &LotId, nth: usize, step: &Step) {
    let own_ref = format!("r{nth}");
    match step {
        Step::Bid { bidder, pence } => {
            let price = format!("{}.{:02}", pence / 100, pence % 100);
            test.bidder(BIDDERS[*bidder], lot).await.bid(&own_ref, &price).await;
        }
        Step::AskForAnnulment { bidder } => {
            let by = supplier(BIDDERS[*bidder]);
            let standing = &test.view(&by, lot).await["you"]["standing"]["ref"];
            let standing = BidRef::parse(standing.as_str().unwrap_or("none")).unwrap();
            let _ = test.access(&by, lot).await.request_annulment(standing, "a slip".to_owned(), None).await;
        }
        Step::Exclude { bidder } => act_on(test, lot, "exclude", *bidder).await,
        Step::Annul { bidder } => act_on(test, lot, "annul", *bidder).await,
        Step::Act(kind) => {
            let mut act = json!({"type": kind, "reason": "r"});
            match *kind {
                "broadcast" => act["text"] = json!("Hello."),
                "extend" => act["closes_at"] = json!(CLOSE + DURATION / 2),
                _ => {}
            }
            act_as(test, lot, "b1", &act).await;
        }
        Step::Decide(kind) => {
            let view = test.view(&buyer("b2"), lot).await;
            let waiting =
                [&view["proposals"][0]["seq"], &view["requests"][0]["seq"]].into_iter().find(|seq| seq.is_u64());
            let Some(waiting) = waiting else { return };
            act_as(test, lot, "b2", &json!({"type": kind, "act": waiting, "reason": "r"})).await;
        }
        Step::Pass(time) => tokio::time::sleep(*time).await,
    }
}

/// Acts on a bidder under the name by which the buyer knows it.
async fn act_on(test: &TestEngine, lot: &LotId, kind: &str, nth: usize) {
    let bidder = &test.view(&buyer("b1"), lot).await["bidders"][nth];
    let mut act = json!({"type": kind, "reason": "r"});
    match bidder.get("bidder") {
        Some(id) => act["bidder"] = id.clone(),
        None => act["alias"] = bidder["alias"].clone(),
    }
    act_as(test, lot, "b1", &act).await;
    // Where a second buyer decides, it approves at once.
    let proposed = &test.view(&buyer("b2"), lot).await["proposals"][0]["seq"];
    if proposed.is_u64() {
        act_as(test, lot, "b2", &json!({"type": "approve", "act": proposed, "reason": "r"})).await;
    }
}

async fn act_as(test: &TestEngine, lot: &LotId, person: &str, act: &Value) {
    let _ = test.access(&buyer(person), lot).await.act(act.to_string().as_bytes(), None).await;
}

//! No byte that a bidder gets depends on who follows its event, who is connected, or a rival's practice.
//! That is so over WebSocket and over HTTP.

use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};

use super::raw::{Frame, PING, PONG, Raw};
use crate::auth::Role;
use crate::http::testing::{TestAnswer, TestServer, WTP};
use crate::ids::{EventId, LotId};

/// What goes on beside a bidder, and is no business of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// A buyer, an auditor and an observer follow the event's console.
    Consoles,
    /// The rival's people come, follow the lot, and leave.
    Presence,
    /// The rival practises on the lot.
    Practice,
}

/// Something that happens in both runs.
#[derive(Debug, Clone)]
enum Step {
    /// The bidder or its rival bids; the price is in pence.
    Bid { by: usize, pence: u32 },
    /// A buyer acts.
    Act(&'static str),
    /// The bidder reads this over HTTP.
    Read(&'static str),
    /// Time passes, in milliseconds.
    Wait(u64),
}

/// A server with an event, and how to act on it.
struct Run {
    server: TestServer,
    event: EventId,
    lot: LotId,
}

/// How long a step takes, with all that follows from it.
const STEP: Duration = Duration::from_secs(6);
/// When in a step something happens: after all that bystanders do.
const AT: Duration = Duration::from_secs(1);
const BIDDERS: [&str; 2] = ["acme", "bolt"];
const ACTS: [&str; 3] = [
    r#"{"type": "pause", "reason": "r"}"#,
    r#"{"type": "resume", "reason": "r"}"#,
    r#"{"type": "broadcast", "text": "t", "reason": "r"}"#,
];
/// What a bidder may read of its event and its lot.
const PATHS: [&str; 6] = [
    "/api/v1/events",
    "/api/v1/events/EVENT",
    "/api/v1/lots/LOT",
    "/api/v1/lots/LOT/offers",
    "/api/v1/lots/LOT/history",
    "/api/v1/events/EVENT/console",
];
/// Members that differ in each run: they depend on the ids, on the server's key, and on that of the lot's aliases.
const OF_THE_RUN: [&str; 7] = ["alias", "hash", "prev", "salt", "digest", "receipt", "receipt_key"];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let bid = (0..BIDDERS.len(), 0_u32..500).prop_map(|(by, pence)| Step::Bid { by, pence });
    let act = proptest::sample::select(ACTS.to_vec()).prop_map(Step::Act);
    let read = proptest::sample::select(PATHS.to_vec()).prop_map(Step::Read);
    let wait = (1_u64..4_000).prop_map(Step::Wait);
    proptest::collection::vec(prop_oneof![5 => bid, 1 => act, 2 => read, 3 => wait], 1..12)
}

/// One run: what the bidder gets while the steps happen. Each step takes the same time in every run.
fn told(steps: &[Step], beside: Option<Beside>) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let run = Run::new().await;
        let mut acme = run.follower(Role::Supplier, "acme", &json!({"lot": run.lot.as_str()})).await;
        let mut bystanders = JoinSet::new();
        run.begin(beside, &mut bystanders).await;
        let (mut told, mut ends_at) = (Vec::new(), Instant::now());
        for (nth, step) in steps.iter().enumerate() {
            let acts_at = ends_at + AT;
            ends_at += STEP;
            run.go_on(beside, nth, &mut bystanders).await;
            told.extend(run.read_until(&mut acme, acts_at).await);
            told.extend(run.take(step, nth, &mut acme).await);
            told.extend(run.read_until(&mut acme, ends_at).await);
        }
        told
    })
}

impl Run {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let (event, lot) = server.open_lot().await;
        Self { server, event, lot }
    }

    /// Takes a step; returns what it makes the bidder read over HTTP.
    async fn take(&self, step: &Step, nth: usize, acme: &mut Raw) -> Option<String> {
        match step {
            Step::Bid { by, pence } => {
                let price = format!("{}.{:02}", pence / 100, pence % 100);
                let mut bid = json!({"ref": nth.to_string(), "prices": {"m": price}});
                if BIDDERS[*by] == "acme" {
                    (bid["type"], bid["lot"]) = (json!("bid"), json!(self.lot.as_str()));
                    acme.send_json(&bid).await;
                } else {
                    // The rival bids over HTTP, so that it is not connected.
                    self.post(Role::Supplier, BIDDERS[*by], "/api/v1/lots/LOT/bids", &bid).await;
                }
            }
            Step::Act(act) => {
                let act = serde_json::from_str(act).unwrap();
                self.post(Role::Buyer, WTP, "/api/v1/lots/LOT/commands", &act).await;
            }
            Step::Read(path) => {
                let token = self.server.token(Role::Supplier, "acme");
                let answer = self.server.get(&self.named(path), Some(&token)).await;
                return Some(format!("{} {:?} {}", answer.status, answer.headers, self.blanked(&answer.body)));
            }
            Step::Wait(ms) => sleep(Duration::from_millis(*ms)).await,
        }
        None
    }

    async fn post(&self, role: Role, org: &str, path: &str, body: &Value) -> TestAnswer {
        self.server.post(&self.named(path), &self.server.token(role, org), body).await
    }

    /// The path with the ids of this run.
    fn named(&self, path: &str) -> String {
        path.replace("EVENT", self.event.as_str()).replace("LOT", self.lot.as_str())
    }

    /// What bystanders do at the beginning.
    async fn begin(&self, beside: Option<Beside>, bystanders: &mut JoinSet<()>) {
        match beside {
            Some(Beside::Consoles) => {
                for (role, org) in [(Role::Buyer, WTP), (Role::Auditor, WTP), (Role::Observer, "RFS")] {
                    let raw = self.follower(role, org, &json!({"event": self.event.as_str()})).await;
                    bystanders.spawn(read(raw));
                }
            }
            Some(Beside::Practice) => {
                let path = "/api/v1/events/EVENT/practice";
                let begun = self.post(Role::Supplier, "bolt", path, &json!({"lot": self.lot.as_str()})).await;
                assert_eq!(begun.status.as_u16(), 201, "{}", begun.body);
                let raw = self.follower(Role::Supplier, "bolt", &json!({"lot": begun.json()["lot"]})).await;
                bystanders.spawn(read(raw));
            }
            Some(Beside::Presence) | None => {}
        }
    }

    /// What bystanders do before each step: the rival connects again and again, and leaves with each third.
    async fn go_on(&self, beside: Option<Beside>, nth: usize, bystanders: &mut JoinSet<()>) {
        if beside == Some(Beside::Presence) {
            if nth % 3 == 2 {
                bystanders.shutdown().await;
            } else {
                let raw = self.follower(Role::Supplier, "bolt", &json!({"lot": self.lot.as_str()})).await;
                bystanders.spawn(read(raw));
            }
        }
    }

    /// A connection that follows a lot or an event, with beats.
    async fn follower(&self, role: Role, org: &str, topic: &Value) -> Raw {
        let mut raw = Raw::welcomed(&self.server, role, org).await;
        let mut join = json!({"type": "join", "beat": true});
        join.as_object_mut().unwrap().extend(topic.as_object().unwrap().clone());
        raw.send_json(&join).await;
        raw
    }

    /// Every frame that comes until that moment, without what differs in each run.
    async fn read_until(&self, raw: &mut Raw, at: Instant) -> Vec<String> {
        let mut told = Vec::new();
        while let Ok(frame) = timeout_at(at, raw.frame()).await {
            let Frame { opcode, payload } = frame.expect("the connection stays open");
            if opcode == PING {
                raw.send(PONG, &payload).await;
            }
            told.push(format!("{opcode} {}", self.blanked(std::str::from_utf8(&payload).unwrap())));
        }
        told
    }

    /// The text without the ids, and without what depends on them. The length stays in it.
    fn blanked(&self, text: &str) -> String {
        let named = text.replace(self.lot.as_str(), "LOT").replace(self.event.as_str(), "EVENT");
        let lines = named.lines().map(|line| match serde_json::from_str::<Value>(line) {
            Ok(mut value) => {
                blank(&mut value);
                value.to_string()
            }
            Err(_) => line.to_owned(),
        });
        format!("{} {}", text.len(), lines.collect::<Vec<_>>().join("\n"))
    }
}

fn blank(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if OF_THE_RUN.contains(&name.as_str()) {
                    *member = Value::Null;
                } else {
                    blank(member);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(blank),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Reads until the connection ends.
async fn read(mut raw: Raw) {
    while let Some(Frame { opcode, payload }) = raw.frame().await {
        if opcode == PING {
            raw.send(PONG, &payload).await;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    // G42
    #[test]
    fn no_byte_that_a_bidder_gets_depends_on_who_follows_the_console(steps in steps()) {
        prop_assert_eq!(told(&steps, None), told(&steps, Some(Beside::Consoles)));
    }

    // G44
    #[test]
    fn no_byte_that_a_bidder_gets_depends_on_whether_a_rival_is_connected(steps in steps()) {
        prop_assert_eq!(told(&steps, None), told(&steps, Some(Beside::Presence)));
    }

    // G55
    #[test]
    fn no_byte_that_a_bidder_gets_depends_on_the_practice_of_a_rival(steps in steps()) {
        prop_assert_eq!(told(&steps, None), told(&steps, Some(Beside::Practice)));
    }
}

//! No byte that a bidder gets depends on who follows its event, who is connected, or a rival's readiness.
//!
//! That is so over WebSocket and over HTTP. A rival's acceptance of the terms stands in the journal of the lot, so there
//! places in the journal are left out of the comparison.

mod comparison;

use std::time::Duration;

use axum::body::to_bytes;
use axum::http::Method;
use proptest::prelude::*;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};

use self::comparison::{Compared, Comparison};
use super::raw::{Frame, PING, PONG, Raw};
use crate::auth::Role;
use crate::http::testing::{TestAnswer, TestServer, WTP, document, request};
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
    /// Another rival tests its connection, changes a telephone number, and signs in.
    Readiness,
    /// Another rival accepts the terms.
    Terms,
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
    comparison: Comparison,
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
/// The bidder who only gets ready.
const THIRD: &str = "crux";
/// What people of a bidder may read. `lea` is one of acme, `cleo` one of the third bidder.
const PATHS: [&str; 51] = [
    "/api/v1/events",
    "/api/v1/events/EVENT",
    "/api/v1/events/EVENT?at=seq:2",
    "/api/v1/events/EVENT?at=2026-11-21T14:00:09.000000Z",
    "/api/v1/events/EVENT/console",
    "/api/v1/events/EVENT/lobby",
    "/api/v1/events/EVENT/lobby?as=bidder:crux",
    "/api/v1/events/EVENT/record.xlsx",
    "/api/v1/events/EVENT/report.xlsx",
    "/api/v1/events/EVENT/lots/0/items.csv",
    "/api/v1/events/EVENT/lots/0/items.xlsx",
    "/api/v1/lots/LOT",
    "/api/v1/lots/LOT/offers",
    "/api/v1/lots/LOT?at=seq:2",
    "/api/v1/lots/LOT?at=seq:2&as=buyer",
    "/api/v1/lots/LOT?at=2026-11-21T14:00:09.000000Z",
    "/api/v1/lots/LOT/offers?at=seq:2",
    "/api/v1/lots/LOT/offers?at=2026-11-21T14:00:09.000000Z",
    "/api/v1/lots/LOT/bids/1",
    "/api/v1/lots/LOT/history",
    "/api/v1/lots/LOT/records",
    "/api/v1/lots/LOT/views",
    "/api/v1/lots/LOT/views?as=bidder:acme",
    "/api/v1/lots/LOT/bundle.zip",
    "/api/v1/lots/LOT/bundle.zip?as=bidder:acme",
    "/api/v1/lots/LOT/refusals",
    "/api/v1/lots/LOT/leads",
    "/api/v1/lots/LOT/record",
    "/api/v1/lots/LOT/record.csv",
    "/api/v1/lots/LOT/record.xlsx",
    "/api/v1/lots/LOT/result",
    "/api/v1/lots/LOT/bids.csv",
    "/api/v1/lots/LOT/bids.xlsx",
    "/api/v1/lots/LOT/ranking.csv",
    "/api/v1/lots/LOT/ranking.xlsx",
    "/api/v1/lots/LOT/savings.csv",
    "/api/v1/lots/LOT/savings.xlsx",
    "/api/v1/lots/LOT/acts.csv",
    "/api/v1/lots/LOT/acts.xlsx",
    "/api/v1/lots/LOT/report.xlsx",
    "/api/v1/me",
    "/api/v1/sessions",
    "/api/v1/people",
    "/api/v1/people/lea",
    "/api/v1/people/lea/sessions",
    "/api/v1/people/cleo",
    "/api/v1/people/cleo/sessions",
    "/api/v1/organisations",
    "/api/v1/security-events",
    "/api/v1/outbox",
    "/api/v1/about",
];
/// What else can be read: by following a lot, with a link's code, and by the operator's machines.
const OTHER_PATHS: [&str; 5] = ["/ws", "/enter/{code}", "/healthz", "/readyz", "/metrics"];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let bid = (0..BIDDERS.len(), 0_u32..500).prop_map(|(by, pence)| Step::Bid { by, pence });
    let act = proptest::sample::select(ACTS.to_vec()).prop_map(Step::Act);
    let read = proptest::sample::select(PATHS.to_vec()).prop_map(Step::Read);
    let wait = (1_u64..4_000).prop_map(Step::Wait);
    proptest::collection::vec(prop_oneof![5 => bid, 1 => act, 2 => read, 3 => wait], 1..12)
}

/// One run: what the bidder gets while the steps happen, and all that it can read after them. Each step takes the same
/// time in every run.
fn told(steps: &[Step], beside: Option<Beside>, compared: Compared) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let run = Run::new(compared).await;
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
        for path in PATHS {
            told.push(run.read(path).await);
        }
        told
    })
}

impl Run {
    async fn new(compared: Compared) -> Self {
        let server = TestServer::start().await;
        let mut document = document();
        document["terms"] = json!("By bidding you accept.");
        document["bidders"].as_array_mut().unwrap().push(json!({"id": THIRD, "name": "Crux Gloves Ltd"}));
        document["lots"][0]["bidders"].as_array_mut().unwrap().push(json!({"bidder": THIRD}));
        server.add_person("lea", Role::Supplier, "acme", true).await;
        server.add_person("cleo", Role::Supplier, THIRD, true).await;
        let (event, lot) = server.open_lot_of(&document).await;
        let comparison = Comparison { event: event.clone(), lot: lot.clone(), compared };
        let run = Self { server, event, lot, comparison };
        for bidder in BIDDERS {
            run.accept_terms(bidder).await;
        }
        run
    }

    async fn accept_terms(&self, org: &str) {
        let accepted = self.post(Role::Supplier, org, "/api/v1/events/EVENT/accept-terms", &json!({})).await;
        assert_eq!(accepted.status.as_u16(), 200, "{}", accepted.body);
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
            Step::Read(path) => return Some(self.read(path).await),
            Step::Wait(ms) => sleep(Duration::from_millis(*ms)).await,
        }
        None
    }

    /// What the bidder reads there, without what differs in each run.
    async fn read(&self, path: &str) -> String {
        let token = self.token_of_lead("lea", "acme");
        let answer = self.server.response(request(&Method::GET, &self.named(path), Some(&token), None)).await;
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        format!("{} {}", parts.status, self.comparison.answer(path, parts.headers, &body))
    }

    /// A token of a person who leads.
    fn token_of_lead(&self, person: &str, org: &str) -> String {
        self.server.token_of(person, Role::Supplier, org, Duration::from_hours(1))
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
            Some(Beside::Presence | Beside::Readiness | Beside::Terms) | None => {}
        }
    }

    /// What bystanders do before each step. A rival who comes connects again and again, and leaves with each third step.
    async fn go_on(&self, beside: Option<Beside>, nth: usize, bystanders: &mut JoinSet<()>) {
        match beside {
            Some(Beside::Presence) if nth % 3 == 2 => bystanders.shutdown().await,
            Some(Beside::Presence) => {
                let raw = self.follower(Role::Supplier, "bolt", &json!({"lot": self.lot.as_str()})).await;
                bystanders.spawn(read(raw));
            }
            Some(Beside::Readiness) => self.get_ready(nth).await,
            Some(Beside::Terms) => self.accept_terms(THIRD).await,
            Some(Beside::Consoles | Beside::Practice) | None => {}
        }
    }

    /// The third bidder tests its connection, writes a new telephone number, and signs in.
    async fn get_ready(&self, nth: usize) {
        let measured = json!({"round_trip_ms": 40 + nth, "clock_ms": -3});
        let tested = self.post(Role::Supplier, THIRD, "/api/v1/events/EVENT/readiness", &measured).await;
        assert_eq!(tested.status.as_u16(), 204, "{}", tested.body);
        let details = json!({"name": "Cleo", "telephone": format!("0114 496 {nth:04}")}).to_string();
        let cleo = self.token_of_lead("cleo", THIRD);
        let written = self.server.ask(request(&Method::PUT, "/api/v1/me", Some(&cleo), Some(&details))).await;
        assert_eq!(written.status.as_u16(), 200, "{}", written.body);
        self.server.signed_in(Role::Supplier, THIRD).await;
        self.server.gate.sessions().know_again().await;
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
            told.push(format!("{opcode} {}", self.comparison.blanked(std::str::from_utf8(&payload).unwrap())));
        }
        told
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
        prop_assert_eq!(told_all(&steps, None), told_all(&steps, Some(Beside::Consoles)));
    }

    // G44
    #[test]
    fn no_byte_that_a_bidder_gets_depends_on_whether_a_rival_is_connected(steps in steps()) {
        prop_assert_eq!(told_all(&steps, None), told_all(&steps, Some(Beside::Presence)));
    }

    // G55
    #[test]
    fn no_byte_that_a_bidder_gets_depends_on_the_practice_of_a_rival(steps in steps()) {
        prop_assert_eq!(told_all(&steps, None), told_all(&steps, Some(Beside::Practice)));
    }

    // G44, G54
    #[test]
    fn no_byte_that_a_bidder_gets_depends_on_how_a_rival_gets_ready(steps in steps()) {
        prop_assert_eq!(told_all(&steps, None), told_all(&steps, Some(Beside::Readiness)));
    }

    // G44, L7.1
    #[test]
    fn nothing_that_a_bidder_gets_depends_on_whether_a_rival_has_accepted_the_terms(steps in steps()) {
        let before = told(&steps, None, Compared::AllButPlaces);

        let accepted = told(&steps, Some(Beside::Terms), Compared::AllButPlaces);

        prop_assert_eq!(before, accepted);
    }
}

/// A bidder of a run in which everything is compared.
fn told_all(steps: &[Step], beside: Option<Beside>) -> Vec<String> {
    told(steps, beside, Compared::All)
}

#[tokio::test(start_paused = true)]
async fn every_path_that_can_be_read_is_compared() {
    let contract = TestServer::start().await.get("/api/openapi.json", None).await.json();
    let parts = |path: &str| path.split('?').next().unwrap().split('/').map(str::to_owned).collect::<Vec<_>>();
    let fits = |template: &str, path: &str| {
        let (template, path) = (parts(template), parts(path));
        template.len() == path.len()
            && template.iter().zip(&path).all(|(one, part)| one.starts_with('{') || one == part)
    };

    let described = contract["paths"].as_object().unwrap().iter();
    let readable = described.filter(|(_, methods)| methods.get("get").is_some()).map(|(template, _)| template);
    let missing: Vec<&String> = readable
        .filter(|template| !OTHER_PATHS.contains(&template.as_str()))
        .filter(|template| !PATHS.iter().any(|path| fits(template, path)))
        .collect();

    assert_eq!(missing, Vec::<&String>::new());
}

//! The contract's errors and examples: each listed status can be provoked, and each example works.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::request::Builder;
use axum::http::{Method, Request};
use futures::stream;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::auth::{KeptFactor, Role};
use crate::http::contract::examples;
use crate::http::router::away;
use crate::http::testing::{TestServer, WTP, document, request};
use crate::ids::PersonId;

/// Statuses of operations that these tests do not provoke, and why.
const NOT_PROVOKED: [(&str, u16, &str); 7] = [
    ("practise", 429, "only after ten practice lots have ended: tests of the engine"),
    ("step_up", 429, "only a person with a second factor: tests of sign-in"),
    ("change_password", 429, "only a person with a password: tests of sign-in"),
    ("remove_second_factor", 429, "only a person with a second factor: tests of sign-in"),
    ("bids_as_xlsx", 422, "only a lot with more bids than a workbook holds"),
    ("lot_report", 422, "only a lot with more bids than a workbook holds"),
    ("event_report", 422, "only lots with more bids than a workbook holds"),
];

/// Operations on the session of a browser.
const OF_SESSIONS: [&str; 10] = [
    "sessions",
    "end_other_sessions",
    "end_session",
    "sign_out",
    "move_session",
    "step_up",
    "change_password",
    "propose_second_factor",
    "confirm_second_factor",
    "remove_second_factor",
];

/// Operations that everybody may do who has proved a second factor, where there is one.
const FOR_WANT_OF_A_PROOF: &[&str] = &[
    "list_events",
    "event",
    "lot",
    "offers",
    "result",
    "bids_as_csv",
    "bids_as_xlsx",
    "ranking_as_csv",
    "ranking_as_xlsx",
    "acts_as_csv",
    "acts_as_xlsx",
    "lot_report",
    "event_report",
    "list_people",
    "person",
    "organisations",
    "websocket",
    "sessions",
    "items_as_csv",
    "items_as_xlsx",
    "times",
    "choose",
];

/// One operation of the contract, with a server to ask.
struct Operation<'s> {
    server: &'s TestServer,
    id: &'s str,
    method: Method,
    path: &'s str,
    lot: String,
    event: String,
    /// The cookie of a session.
    cookie: String,
    /// A person of the partnership whom nobody has asked about yet.
    person: String,
}

impl Operation<'_> {
    /// The address of the published event or its lot.
    fn address(&self) -> String {
        let id = match self.path.split('/').nth(3) {
            Some("lots") => &self.lot,
            Some("people" | "organisations") => &self.person,
            _ => &self.event,
        };
        let mut address = self.path.replace("{id}", id).replace("{n}", "0");
        for part in ["{ref}", "{code}", "{session}"] {
            address = address.replace(part, "never");
        }
        address
    }

    /// A request for what there is not.
    fn unknown(&self) -> axum::http::Result<Request<Body>> {
        let mut nowhere = self.path.replace("{n}", "0");
        for part in ["{id}", "{ref}", "{code}", "{session}"] {
            nowhere = nowhere.replace(part, "none");
        }
        let body = match self.id {
            "preview_event" => Body::from(r#"{"event": "none", "as": "buyer", "state": "open"}"#),
            _ => self.body(),
        };
        self.by_right_role(&nowhere).body(body)
    }

    fn is_about_people(&self) -> bool {
        ["/people", "/organisations", "/security-events", "/outbox"].iter().any(|part| self.path.contains(part))
    }

    /// Brings about the state that forbids an operation on people; returns the address at which it does.
    async fn forbidden_by_state(&self, address: String) -> String {
        let person = format!("/api/v1/people/{}", self.person);
        let admin = self.server.token(Role::Admin, WTP);
        match self.id {
            "disable_person" | "erase_person" => return address.replace(&self.person, "u1"),
            "invite" => drop(self.server.post("/api/v1/people", &admin, &examples::of("invite").unwrap()).await),
            "invite_again" => {
                drop(self.server.post(&format!("{person}/disable"), &admin, &json!({"reason": "on leave"})).await);
            }
            "give_place" => {
                for nth in 1..20 {
                    let place = json!({"role": "observer", "org": format!("R{nth}"), "org_name": "A trust"});
                    self.server.post(&format!("{person}/places"), &admin, &place).await;
                }
            }
            _ => {}
        }
        address
    }

    fn takes_body(&self) -> bool {
        examples::of(self.id).is_some()
    }

    /// A request by a role that may do it.
    fn by_right_role(&self, address: &str) -> Builder {
        if OF_SESSIONS.contains(&self.id) {
            return self.by_session(address).header("sec-fetch-site", "same-origin");
        }
        let (role, org) = match self.id {
            "bid"
            | "bid_outcome"
            | "request_annulment"
            | "accept_terms"
            | "read_prices"
            | "note_connection"
            | "fit"
            | "record"
            | "record_as_csv"
            | "record_as_xlsx"
            | "event_record_as_xlsx" => (Role::Supplier, "acme"),
            "records" | "views" | "bundle" => (Role::Auditor, WTP),
            _ if self.is_about_people() => (Role::Admin, WTP),
            _ => (Role::Buyer, WTP),
        };
        self.by(role, org, address)
    }

    fn by_session(&self, address: &str) -> Builder {
        self.as_json(address).header("cookie", format!("fairlot_session={}", self.cookie))
    }

    fn by(&self, role: Role, org: &str, address: &str) -> Builder {
        self.as_json(address).header("authorization", format!("Bearer {}", self.server.token(role, org)))
    }

    fn as_json(&self, address: &str) -> Builder {
        let request = Request::builder().method(&self.method).uri(address).header("host", "lots.example");
        if self.takes_body() { request.header("content-type", examples::media_type(self.id)) } else { request }
    }

    fn body(&self) -> Body {
        examples::of(self.id).map_or_else(Body::empty, |body| Body::from(written(&body)))
    }

    /// A request that the state forbids.
    async fn in_wrong_state(&self, address: String) -> axum::http::Result<Request<Body>> {
        match self.id {
            id if OF_SESSIONS.contains(&id) => self.by(Role::Buyer, WTP, &address).body(self.body()),
            "readmit" | "console" | "lobby" | "event_report" => {
                let draft = self.server.draft().await;
                self.by_right_role(&self.path.replace("{id}", draft.as_str())).body(self.body())
            }
            "practise" => {
                let body = json!({"lot": self.lot}).to_string();
                let first = self.by_right_role(&address).body(Body::from(body.clone()));
                self.server.ask(first.unwrap()).await;
                self.by_right_role(&address).body(Body::from(body))
            }
            "change_me" | "choose" => {
                let token = self.server.token_of("not-among-people", Role::Buyer, WTP, Duration::from_mins(1));
                self.as_json(&address).header("authorization", format!("Bearer {token}")).body(self.body())
            }
            _ => {
                let body = match self.id {
                    "act" | "preview_act" => Body::from(json!({"type": "resume", "reason": "it runs"}).to_string()),
                    "change_person" => Body::from(json!({"name": "Ann", "email": "u1@people.example.org"}).to_string()),
                    _ => self.body(),
                };
                self.by_right_role(&self.forbidden_by_state(address).await).body(body)
            }
        }
    }

    /// A request of somebody who may not do it, or that another site caused.
    async fn forbidden(&self, address: &str) -> axum::http::Result<Request<Body>> {
        match self.id {
            "change_me" => {
                self.server.add_person("me-too", Role::Auditor, WTP, false).await;
                let token = self.server.token_of("me-too", Role::Auditor, WTP, Duration::from_mins(1));
                let request = self.as_json(address).header("authorization", format!("Bearer {token}"));
                request.body(Body::from(json!({"name": "Me", "email": "me@elsewhere.example.org"}).to_string()))
            }
            "sign_in_by_password" | "sign_in" | "reset_password" => {
                self.as_json(address).header("origin", "https://evil.example").body(self.body())
            }
            id if FOR_WANT_OF_A_PROOF.contains(&id) => {
                let cookie = without_proof(self.server).await;
                let request = self.as_json(address).header("cookie", cookie).header("origin", "http://lots.example");
                request.body(self.body())
            }
            id if OF_SESSIONS.contains(&id) => {
                self.by_session(address).header("origin", "https://evil.example").body(self.body())
            }
            "security_events" | "console" | "refusals" | "leads" | "savings_as_csv" | "savings_as_xlsx" | "records"
            | "views" | "bundle" | "simulate" => self.by(Role::Supplier, "acme", address).body(Body::empty()),
            "history" => self.by(Role::Admin, WTP, address).body(self.body()),
            _ => self.by(Role::Auditor, WTP, address).body(self.body()),
        }
    }

    /// Asks in a way that has to be answered with that status; returns the status, and the body.
    async fn provoke(&self, status: u16) -> (u16, Value) {
        let address = self.address();
        let request = match status {
            400 if self.takes_body() || matches!(self.id, "publish_event" | "delete_event") => {
                let broken = stream::iter([Err::<Vec<u8>, _>(std::io::Error::other("gone"))]);
                self.by_right_role(&address).body(Body::from_stream(broken))
            }
            400 => self.by_right_role(&format!("{address}?after=never&at=never&as=never")).body(Body::empty()),
            401 => self.as_json(&address).body(self.body()),
            403 => self.forbidden(&address).await,
            404 => self.unknown(),
            408 => self.by_right_role(&address).body(Body::from_stream(stream::pending::<std::io::Result<Vec<u8>>>())),
            409 => self.in_wrong_state(address).await,
            410 => self.as_json(&address).body(Body::empty()),
            413 => self.by_right_role(&address).body(Body::from(vec![b' '; (2 << 20) + 1])),
            415 => {
                let mut request = self.by_right_role(&address);
                request.headers_mut().unwrap().insert("content-type", "text/plain".parse().unwrap());
                request.body(self.body())
            }
            412 => self.by_right_role(&address).header("if-match", "\"7\"").body(self.body()),
            422 if matches!(self.id, "lot" | "offers" | "event" | "bundle") => {
                self.by_right_role(&format!("{address}?at=seq:0")).body(Body::empty())
            }
            422 if self.method == Method::GET => {
                self.by_right_role(&format!("{address}?limit=never&kind=never&after=a&after=b")).body(Body::empty())
            }
            422 => self.by_right_role(&format!("{address}?preview=true")).body(self.body()),
            426 => self.by_right_role(&address).body(Body::empty()),
            429 => {
                for _ in 0..10 {
                    self.server.ask(self.as_json(&address).body(self.body()).unwrap()).await;
                }
                self.as_json(&address).body(self.body())
            }
            503 => {
                let request = self.by_right_role(&address).body(self.body()).unwrap();
                return answer(away(Arc::default(), "the database is away"), request).await;
            }
            other => panic!("nothing provokes {other}"),
        };
        let answer = self.server.ask(request.unwrap()).await;
        (answer.status.as_u16(), answer.json())
    }
}

/// A body as it is sent: a sheet is its own text.
fn written(body: &Value) -> String {
    body.as_str().map_or_else(|| body.to_string(), str::to_owned)
}

/// The cookie of a session that has to prove a second factor.
async fn without_proof(server: &TestServer) -> String {
    let (cookie, _watch) = server.signed_in(Role::Buyer, "unproved").await;
    let (people, person) = (server.gate.sessions().people(), PersonId::parse("buyer-of-unproved").unwrap());
    let at = Some(server.clock.now());
    let factor = KeptFactor { sealed: vec![1], confirmed_at: at, last_step: None, codes: Vec::new() };
    people.propose_factor(person.clone(), vec![1]).await.unwrap();
    people.confirm_factor(person, factor).await.unwrap();
    format!("fairlot_session={cookie}")
}

async fn answer(router: Router, request: Request<Body>) -> (u16, Value) {
    let response = router.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

/// The statuses of problems that the contract lists for an operation.
fn listed(operation: &Value) -> Vec<u16> {
    let responses = operation["responses"].as_object().unwrap();
    let problems = responses.iter().filter(|(_, answer)| answer["content"].get("application/problem+json").is_some());
    problems.filter_map(|(status, _)| status.parse().ok()).collect()
}

#[tokio::test(start_paused = true)]
async fn every_listed_status_can_be_provoked_and_is_a_problem() {
    let server = TestServer::start().await;
    let contract = server.get("/api/openapi.json", None).await.json();
    server.add_person("u1", Role::Admin, WTP, false).await;
    let mut provoked = 0;

    for (path, item) in contract["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let (event, lot) = server.open_lot().await;
            let id = operation["operationId"].as_str().unwrap();
            let method = method.to_uppercase().parse().unwrap();
            let (event, lot) = (event.as_str().to_owned(), lot.as_str().to_owned());
            let (cookie, _watch) = server.signed_in(Role::Buyer, WTP).await;
            let person = format!("person-of-{id}");
            server.add_person(&person, Role::Buyer, WTP, false).await;
            let asked = Operation { server: &server, id, method, path, lot, event, person, cookie };
            for status in listed(operation) {
                if NOT_PROVOKED.iter().any(|(known, not, _)| (*known, *not) == (id, status)) {
                    continue;
                }

                let (answered, problem) = asked.provoke(status).await;

                assert_eq!(answered, status, "{id}: {problem}");
                assert_eq!(problem["status"], status, "{id}: {problem}");
                provoked += 1;
            }
        }
    }

    assert!(provoked > 80, "{provoked}");
}

#[tokio::test(start_paused = true)]
async fn each_operation_lists_its_problems_and_every_body_is_required_and_has_an_example() {
    let server = TestServer::start().await;
    let contract = server.get("/api/openapi.json", None).await.json();
    let without_problems = ["healthz", "metrics", "readyz"];
    let mut bodies = 0;

    for operation in contract["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values())
    {
        let id = operation["operationId"].as_str().unwrap();
        assert_eq!(listed(operation).is_empty(), without_problems.contains(&id), "{id}");
        assert!(operation["responses"]["default"].is_object(), "{id}");
        if let Some(body) = operation.get("requestBody") {
            assert_eq!(body["required"], true, "{id}");
            let example = &body["content"][examples::media_type(id)]["example"];
            assert!(example.is_object() || example.is_string(), "{id}");
            bodies += 1;
        }
        for (status, answer) in operation["responses"].as_object().unwrap() {
            for (kind, content) in answer["content"].as_object().into_iter().flatten() {
                let is_json = kind.ends_with("json") && kind != "application/x-ndjson";
                assert!(content["schema"].is_object() || !is_json, "{id} {status} {kind}");
            }
        }
    }

    assert_eq!(bodies, 36);
    let refused = &contract["paths"]["/api/v1/lots/{id}/bids"]["post"]["responses"]["422"]["content"];
    assert!(refused["application/json"].is_object() && refused["application/problem+json"].is_object(), "{refused}");
    let body = &contract["components"]["schemas"]["BidBody"];
    assert_eq!(body["required"], json!(["ref", "prices"]));
}

#[tokio::test(start_paused = true)]
async fn the_examples_work_one_after_the_other() {
    let server = TestServer::start().await;
    let (buyer, acme) = (server.token(Role::Buyer, WTP), server.token(Role::Supplier, "acme"));
    let example = |id: &str| examples::of(id).unwrap();

    let draft = server.post("/api/v1/events", &buyer, &example("create_event")).await;
    assert_eq!(draft.status.as_u16(), 201, "{}", draft.body);
    let event = format!("/api/v1/events/{}", draft.json()["id"].as_str().unwrap());
    let revised = example("revise_event").to_string();
    let revised = server.ask(request(&Method::PUT, &event, Some(&buyer), Some(&revised))).await;
    let published = server.post(&format!("{event}/publish"), &buyer, &json!({})).await;
    let lot = format!("/api/v1/lots/{}", published.json()["lots"][0].as_str().unwrap());
    let bid = server.post(&format!("{lot}/bids"), &acme, &example("bid")).await;
    let asked = server.post(&format!("{lot}/annulment-requests"), &acme, &example("request_annulment")).await;
    let act = server.post(&format!("{lot}/commands"), &buyer, &example("act")).await;

    for (what, answer) in [("revised", revised), ("published", published), ("bid", bid), ("asked", asked), ("act", act)]
    {
        assert_eq!(answer.status.as_u16(), 200, "{what}: {}", answer.body);
    }
}

#[tokio::test(start_paused = true)]
async fn answers_about_events_are_what_their_types_say() {
    use crate::protocol::http::AcceptedTerms;
    let server = TestServer::start().await;
    let mut with_terms = document();
    with_terms["terms"] = json!("By bidding you accept.");
    let (event, _) = server.open_lot_of(&with_terms).await;
    server.draft().await;

    for (role, org) in [(Role::Buyer, WTP), (Role::Auditor, WTP), (Role::Supplier, "acme"), (Role::Observer, "RFS")] {
        let token = server.token(role, org);
        let list = server.get("/api/v1/events", Some(&token)).await;
        let one = server.get(&format!("/api/v1/events/{event}"), Some(&token)).await;

        for lot in list.json()["events"].as_array().unwrap().iter().map(|event| &event["lots"][0]) {
            let is_supplier = role == Role::Supplier;
            assert_eq!((lot.get("you").is_some(), lot.get("lead").is_some()), (is_supplier, !is_supplier), "{lot}");
        }
        let knows = matches!(role, Role::Buyer | Role::Auditor);
        for member in ["lint", "findings", "complete", "revision", "changed_by", "changed_by_name", "changed_at"] {
            assert_eq!(one.json().get(member).is_some(), knows, "{member} for {role:?}: {}", one.body);
        }
    }
    let acme = server.token(Role::Supplier, "acme");
    let accepted = server.post(&format!("/api/v1/events/{event}/accept-terms"), &acme, &json!({})).await;
    assert_eq!(serde_json::from_str::<AcceptedTerms>(&accepted.body).unwrap().lots.len(), 1);
}

//! What tests of HTTP and WebSockets share: a whole server over a store in memory, and requests to it.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::io::DuplexStream;
use tokio::sync::Semaphore;
use tower::ServiceExt;

use super::server::{ConnectionServer, serve_io};
use super::{AppState, Front, router};
use crate::auth::{
    Authenticator, ClientFacts, Grant, People, PeopleInMemory, Person, Principal, ReadinessBook, Role, ServerKey,
    SessionWatch, Sessions, Tokens,
};
use crate::background::Background;
use crate::clock::{Clock, Instant};
use crate::config::ServerLimits;
use crate::engine::{Conditions, Engine, EngineSettings};
use crate::event::EventDocument;
use crate::ids::{EventId, LotId, OrgId, PersonId};
use crate::journal::faulty::FaultyStore;
use crate::journal::{Journal, WriterLimits};

/// 2026-11-21T14:00:00Z.
pub(crate) const START: Instant = Instant::from_micros(1_795_269_600_000_000);

const WRITER: WriterLimits = WriterLimits { commit_records_max: 1_000, commit_bytes_max: 1 << 20, queue_len_max: 100 };

/// The partnership that owns the tests' events.
pub(crate) const WTP: &str = "wtp";

/// A whole server without a socket.
pub(crate) struct TestServer {
    pub(crate) front: Front,
    pub(crate) state: AppState,
    pub(crate) engine: Engine,
    pub(crate) gate: Authenticator,
    pub(crate) clock: Clock,
    pub(crate) store: Arc<FaultyStore>,
    people: Arc<dyn People>,
    router: Router,
}

/// An answer of the server.
#[derive(Debug)]
pub(crate) struct TestAnswer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl TestServer {
    pub(crate) async fn start() -> Self {
        Self::with(ServerLimits::default()).await
    }

    pub(crate) async fn with(limits: ServerLimits) -> Self {
        Self::over(limits, Background::in_place()).await
    }

    /// A server with a thread for long answers, for tests whose time is not paused.
    pub(crate) async fn start_with_background() -> Self {
        Self::over(ServerLimits::default(), Background::start().unwrap()).await
    }

    async fn over(limits: ServerLimits, background: Background) -> Self {
        let (clock, key) = (Clock::starting_at(START), ServerKey::random());
        let (store, people) = (Arc::new(FaultyStore::new()), Arc::new(PeopleInMemory::default()) as Arc<dyn People>);
        let sessions = Sessions::new(people.clone(), limits.sessions);
        let mut settings = EngineSettings::new(key.public_hex());
        settings.directory = sessions.directory().clone();
        settings.readiness = ReadinessBook::new(people.clone());
        let gate = Authenticator::new(Tokens::new(&key), sessions, clock.clone());
        let (journal, _) = Journal::start(store.clone(), WRITER);
        let engine = Engine::start(journal, clock.clone(), settings).await.expect("memory reads");
        let front = Front::new(limits.http, background);
        let state = AppState::new(front.shared(), engine.clone(), gate.clone(), clock.clone(), limits.ws);
        front.open(state.clone());
        let router = router(state.clone());
        Self { front, state, engine, gate, clock, store, people, router }
    }

    pub(crate) fn token(&self, role: Role, org: &str) -> String {
        self.token_for(role, org, Duration::from_hours(1))
    }

    pub(crate) fn token_for(&self, role: Role, org: &str, ttl: Duration) -> String {
        self.token_of("u1", role, org, ttl)
    }

    /// A token of that person.
    pub(crate) fn token_of(&self, person: &str, role: Role, org: &str, ttl: Duration) -> String {
        let (person, org) = (PersonId::parse(person).unwrap(), OrgId::parse(org).unwrap());
        self.gate.issue(&Grant { person, org, role, ttl })
    }

    /// Adds a person of that id, who leads at the place where `lead` says so.
    pub(crate) async fn add_person(&self, id: &str, role: Role, org: &str, lead: bool) {
        let (email, org) = (format!("{id}@people.example.org"), OrgId::parse(org).unwrap());
        let mut person = Person::new(PersonId::parse(id).unwrap(), email, role, org, START);
        person.name = Some(format!("Name of {id}"));
        person.places[0].lead = lead;
        self.people.add(person.into()).await.unwrap();
        self.gate.sessions().know_again().await;
    }

    pub(crate) fn principal(&self, role: Role, org: &str) -> Principal {
        self.gate.bearer(&self.token(role, org)).unwrap()
    }

    /// Makes a draft of an event with one lot for acme and bolt.
    pub(crate) async fn draft(&self) -> EventId {
        self.draft_of(&document()).await
    }

    pub(crate) async fn draft_of(&self, document: &Value) -> EventId {
        let document = EventDocument::parse(document.to_string().as_bytes()).unwrap();
        let by = self.principal(Role::Buyer, WTP);
        let made = self.engine.create_event(&by, document.into(), Conditions::default()).await.unwrap();
        let made: Value = serde_json::from_slice(&made.text).unwrap();
        EventId::parse(made["id"].as_str().unwrap()).unwrap()
    }

    /// Makes an event and its open lot for acme and bolt.
    pub(crate) async fn open_lot(&self) -> (EventId, LotId) {
        self.open_lot_of(&document()).await
    }

    pub(crate) async fn open_lot_of(&self, document: &Value) -> (EventId, LotId) {
        let event = self.draft_of(document).await;
        let by = self.principal(Role::Buyer, WTP);
        let published = self.engine.publish_event(&by, &event, Conditions::default()).await.unwrap();
        let published: Value = serde_json::from_slice(&published.text).unwrap();
        (event, LotId::parse(published["lots"][0].as_str().unwrap()).unwrap())
    }

    /// Returns the cookie of a person who has signed in by link, and a watch on that session.
    pub(crate) async fn signed_in(&self, role: Role, org: &str) -> (String, SessionWatch) {
        let id = PersonId::parse(&format!("{}-of-{org}", role.as_str())).unwrap();
        let email = format!("{id}@example.org");
        let person = Person::new(id.clone(), email, role, OrgId::parse(org).unwrap(), START);
        let _ = self.people.add(person.into()).await;
        let code = self.gate.sessions().create_link(id, "/", self.clock.now()).await.unwrap();
        let cookie = self
            .gate
            .sessions()
            .redeem(code.expose(), &ClientFacts::at([127, 0, 0, 1].into()), self.clock.now())
            .await
            .unwrap()
            .unwrap()
            .cookie;
        let cookie = cookie.expose().to_owned();
        let watch = self.gate.sessions().watch(&cookie);
        (cookie, watch)
    }

    /// Makes a person with a one-time link; returns the link's code.
    pub(crate) async fn link(&self, leads_to: &str) -> String {
        let id = PersonId::parse("ann").unwrap();
        let (email, org) = ("ann@example.org", OrgId::parse(WTP).unwrap());
        let _ = self.people.add(Person::new(id.clone(), email, Role::Buyer, org, START).into()).await;
        self.gate.sessions().create_link(id, leads_to, self.clock.now()).await.unwrap().expose().to_owned()
    }

    /// Opens a connection to the server, as over a socket that holds `buffer_bytes`.
    pub(crate) fn connect(&self, buffer_bytes: usize) -> DuplexStream {
        let (client, server) = tokio::io::duplex(buffer_bytes);
        let permit = Arc::new(Semaphore::new(1)).try_acquire_owned().expect("there is one permit");
        tokio::spawn(serve_io(server, None, ConnectionServer::new(self.front.clone()), permit));
        client
    }

    /// The answer as it comes, for bodies that are no text.
    pub(crate) async fn response(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn ask(&self, request: Request<Body>) -> TestAnswer {
        let response = self.response(request).await;
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 16 << 20).await.unwrap();
        TestAnswer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    pub(crate) async fn get(&self, path: &str, token: Option<&str>) -> TestAnswer {
        self.ask(request(&Method::GET, path, token, None)).await
    }

    pub(crate) async fn post(&self, path: &str, token: &str, body: &Value) -> TestAnswer {
        self.ask(request(&Method::POST, path, Some(token), Some(&body.to_string()))).await
    }
}

impl TestAnswer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// Checks that the answer is a complete problem document; returns its code.
    #[track_caller]
    pub(crate) fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.body);
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16());
        assert_eq!(problem["type"], "about:blank");
        assert!(!problem["detail"].as_str().unwrap().is_empty());
        problem["code"].as_str().unwrap().to_owned()
    }
}

pub(crate) fn request(method: &Method, path: &str, token: Option<&str>, body: Option<&str>) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "lots.example");
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    if body.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    request.body(body.map_or_else(Body::empty, |body| Body::from(body.to_owned()))).unwrap()
}

/// An event of two bidders and one lot that opens when it is published.
pub(crate) fn document() -> Value {
    json!({
        "title": "Examination gloves", "profile": "custom", "justification": "test",
        "trusts": [{"ods": "RFS", "name": "Chesterfield Royal Hospital"}],
        "bidders": [{"id": "acme", "name": "Acme Medical Ltd"}, {"id": "bolt", "name": "Bolt Gloves plc"}],
        "lots": [{
            "title": "Nitrile, powder free", "opens_at": "now", "duration_s": 3_600,
            "items": [{"id": "m", "description": "Nitrile glove, medium", "unit": "box of 100", "volumes": {"RFS": "1000"}}],
            "rules": {"ceiling": "5000.00"},
            "bidders": [{"bidder": "acme"}, {"bidder": "bolt"}],
        }],
    })
}

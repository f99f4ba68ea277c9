//! A server in the process of the test, on a real socket, over a store whose faults the test decides.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use tokio_util::sync::CancellationToken;

use crate::app::{App, AppParts, Ended, NotReopened, Reopen, Storage};
use crate::auth::{Grant, People, PeopleInMemory, PeopleKey, Role, ServerKey, Tokens};
use crate::clock::Clock;
use crate::config::{RebuildLimits, ServerLimits, WsLimits};
use crate::http::testing::{WTP, document};
use crate::ids::{OrgId, PersonId};
use crate::journal::Store;
use crate::journal::faulty::FaultyStore;

/// Long enough for a busy machine; a passing test does not wait for it.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// What the server finds when it tries to reopen its store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StoreState {
    Reachable,
    Unreachable,
    /// Neither success nor failure.
    Silent,
    /// A person has to change something first.
    Unusable,
}

/// A running server.
pub(super) struct TestServer {
    pub(super) store: Arc<FaultyStore>,
    pub(super) store_state: watch::Sender<StoreState>,
    key: ServerKey,
    tries: watch::Receiver<u32>,
    pub(super) address: SocketAddr,
    pub(super) buyer: String,
    pub(super) acme: String,
    stop: CancellationToken,
    running: JoinHandle<Ended>,
    http: reqwest::Client,
}

/// A supplier's WebSocket.
pub(super) struct Connection(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl TestServer {
    pub(super) async fn start() -> Self {
        Self::start_with_people(Arc::new(PeopleInMemory::default())).await
    }

    pub(super) async fn start_with_people(people: Arc<dyn People>) -> Self {
        let store = Arc::new(FaultyStore::new());
        Self::run(Storage { store: store.clone(), people }, store, ServerKey::random(), true).await
    }

    /// A server that cannot reopen its store.
    pub(super) async fn start_without_reopen() -> Self {
        Self::start_without_reopen_on(Arc::new(FaultyStore::new()), ServerKey::random()).await
    }

    async fn start_without_reopen_on(store: Arc<FaultyStore>, key: ServerKey) -> Self {
        let storage = Storage { store: store.clone(), people: Arc::new(PeopleInMemory::default()) };
        Self::run(storage, store, key, false).await
    }

    /// Waits until the server ends by itself, then starts another one on the same store. Returns how the first one ended.
    pub(super) async fn ended_and_started_again(self) -> (Ended, Self) {
        let (store, key) = (self.store.clone(), self.key.clone());
        let ended = self.ended().await;
        (ended, Self::start_without_reopen_on(store, key).await)
    }

    async fn run(storage: Storage, store: Arc<FaultyStore>, key: ServerKey, reopens: bool) -> Self {
        let store_state = watch::Sender::new(StoreState::Reachable);
        let (counter, tries) = watch::channel(0);
        let (again, state) = (storage.clone(), store_state.subscribe());
        let reopen: Arc<dyn Reopen> = Arc::new(move || {
            counter.send_modify(|tries| *tries += 1);
            let (storage, state) = (again.clone(), *state.borrow());
            async move {
                match state {
                    StoreState::Reachable => Ok(storage),
                    StoreState::Unreachable => Err(NotReopened::Away(anyhow::anyhow!("connection refused"))),
                    StoreState::Silent => std::future::pending().await,
                    StoreState::Unusable => Err(NotReopened::Final(anyhow::anyhow!("fsync is off"))),
                }
            }
        });
        let parts = AppParts {
            storage,
            key: key.clone(),
            people_key: PeopleKey::random(),
            mail: None,
            limits: limits(),
            reopen: reopens.then_some(reopen),
        };
        let app = App::build(parts, SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let (buyer, acme) = (token(&key, Role::Buyer, WTP), token(&key, Role::Supplier, "acme"));
        let (address, stop) = (app.address(), CancellationToken::new());
        let running = tokio::spawn(app.run_until(stop.clone().cancelled_owned()));
        Self { store, store_state, key, tries, address, buyer, acme, stop, running, http: reqwest::Client::new() }
    }

    /// A token for a person of that role and organisation.
    pub(super) fn token(&self, role: Role, org: &str) -> String {
        token(&self.key, role, org)
    }

    /// An open lot of acme and bolt.
    pub(super) async fn open_lot(&self) -> String {
        self.open_lot_of(&document()).await
    }

    /// The open lot of an event that opens when it is published.
    pub(super) async fn open_lot_of(&self, document: &Value) -> String {
        let (status, draft) = self.post("/api/v1/events", &self.buyer, document).await;
        assert_eq!(status, StatusCode::CREATED, "{draft}");
        let path = format!("/api/v1/events/{}/publish", draft["id"].as_str().unwrap());
        let (status, published) = self.post(&path, &self.buyer, &json!({})).await;
        assert_eq!(status, StatusCode::OK, "{published}");
        let lot = published["lots"][0].as_str().unwrap().to_owned();
        // It opens by itself, in a commit of its own.
        let path = format!("/api/v1/lots/{lot}");
        let opening = async { while self.get(&path).await.1["state"] != "open" {} };
        timeout(PATIENCE, opening).await.expect("the lot opens");
        lot
    }

    /// Acme's bid over HTTP.
    pub(super) async fn bid(&self, lot: &str, bid_ref: &str, price: &str) -> (StatusCode, Value) {
        self.bid_as(&self.acme, lot, bid_ref, price).await
    }

    /// The bid over HTTP of the supplier with that token.
    pub(super) async fn bid_as(&self, token: &str, lot: &str, bid_ref: &str, price: &str) -> (StatusCode, Value) {
        let body = json!({"ref": bid_ref, "prices": {"m": price}});
        self.post(&format!("/api/v1/lots/{lot}/bids"), token, &body).await
    }

    pub(super) async fn resume(&self, lot: &str) {
        let body = json!({"type": "resume", "reason": "the database is back"});
        let (status, answer) = self.post(&format!("/api/v1/lots/{lot}/commands"), &self.buyer, &body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }

    pub(super) async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.get_as(&self.acme, path).await
    }

    pub(super) async fn get_as(&self, token: &str, path: &str) -> (StatusCode, Value) {
        self.answer(self.http.get(self.url(path)).bearer_auth(token)).await
    }

    pub(super) async fn get_with_cookie(&self, path: &str) -> (StatusCode, Value) {
        self.answer(self.http.get(self.url(path)).header("cookie", format!("{}=some", crate::http::COOKIE))).await
    }

    pub(super) async fn post(&self, path: &str, token: &str, body: &Value) -> (StatusCode, Value) {
        self.answer(self.http.post(self.url(path)).bearer_auth(token).json(body)).await
    }

    async fn answer(&self, request: reqwest::RequestBuilder) -> (StatusCode, Value) {
        let answer = timeout(PATIENCE, request.send()).await.expect("an answer").expect("a connection");
        let status = answer.status();
        let text = answer.text().await.expect("a body");
        (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Acme's WebSocket, or the status of the refused handshake.
    pub(super) async fn upgrade(&self) -> Result<Connection, StatusCode> {
        self.upgrade_as(&self.acme).await
    }

    /// The WebSocket of the person with that token, or the status of the refused handshake.
    pub(super) async fn upgrade_as(&self, token: &str) -> Result<Connection, StatusCode> {
        let mut request = format!("ws://{}/ws", self.address).into_client_request().unwrap();
        request.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
        match timeout(PATIENCE, connect_async(request)).await.expect("an answer to the handshake") {
            Ok((socket, _)) => Ok(Connection(socket)),
            Err(Error::Http(response)) => Err(response.status()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Makes a bid of acme fail in the store, so that the server loses it.
    pub(super) async fn lose_store(&self, lot: &str) {
        self.store.fail_next(1);
        let (status, answer) = self.bid(lot, "lost", "3.00").await;
        assert_eq!((status, &answer["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("unavailable")));
    }

    /// Returns once the server has tried to reopen its store this many times in all.
    pub(super) async fn tried(&self, times: u32) {
        let enough = |tries: &u32| *tries >= times;
        timeout(PATIENCE, self.tries.clone().wait_for(enough))
            .await
            .expect("it is tried again")
            .expect("the server runs");
    }

    /// Returns once the server says that it is ready.
    pub(super) async fn ready(&self) {
        let asking = async { while self.get("/readyz").await.0 != StatusCode::OK {} };
        timeout(PATIENCE, asking).await.expect("the server comes back");
    }

    /// Asks the server to stop, and returns how it ended.
    pub(super) async fn stop(self) -> Ended {
        self.stop.cancel();
        self.ended().await
    }

    /// Waits until the server ends by itself.
    pub(super) async fn ended(self) -> Ended {
        timeout(PATIENCE, self.running).await.expect("the server ends").expect("it does not panic")
    }

    /// The kinds of a lot's records.
    pub(super) async fn kinds(&self, lot: &str) -> Vec<String> {
        let records = self.store.scan(None, 1_000).await.unwrap();
        let of_lot = records.iter().filter(|record| record.stream.as_str() == format!("lot/{lot}"));
        of_lot.map(|record| record.kind.to_string()).collect()
    }
}

impl Connection {
    pub(super) async fn bid(&mut self, lot: &str, bid_ref: &str, price: &str) {
        self.try_bid(lot, bid_ref, price).await.unwrap();
    }

    /// Sends a bid; an error where the connection has ended.
    pub(super) async fn try_bid(&mut self, lot: &str, bid_ref: &str, price: &str) -> Result<(), Error> {
        let bid = json!({"type": "bid", "lot": lot, "ref": bid_ref, "prices": {"m": price}});
        timeout(PATIENCE, self.0.send(Message::text(bid.to_string()))).await.expect("the server reads")
    }

    /// The next message, or the code of the close where the connection has ended.
    pub(super) async fn next(&mut self) -> Result<Value, Option<u16>> {
        loop {
            match timeout(PATIENCE, self.0.next()).await.expect("the server answers or closes") {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(close))) => return Err(close.map(|close| close.code.into())),
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Binary(_) | Message::Frame(_))) => {}
                Some(Err(_)) | None => return Err(None),
            }
        }
    }

    /// All messages until the end, and the code of the close.
    pub(super) async fn rest(mut self) -> (Vec<Value>, Option<u16>) {
        let mut messages = Vec::new();
        loop {
            match self.next().await {
                Ok(message) => messages.push(message),
                Err(code) => return (messages, code),
            }
        }
    }
}

fn token(key: &ServerKey, role: Role, org: &str) -> String {
    let (person, org) = (PersonId::parse("u1").unwrap(), OrgId::parse(org).unwrap());
    let grant = Grant { person, org, role, ttl: Duration::from_hours(10) };
    Tokens::new(key).issue(&grant, Clock::system().now())
}

/// Clients may bid as fast as they can, and a lost store is reopened almost at once.
pub(super) fn limits() -> ServerLimits {
    let rebuild = RebuildLimits { wait_min: Duration::from_millis(1), wait_max: Duration::from_millis(2) };
    let ws = WsLimits { frames_per_second_max: 0, ..WsLimits::default() };
    ServerLimits { ws, rebuild, ..ServerLimits::default() }
}

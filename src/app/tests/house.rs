//! What the tests share: a server in this process on a real socket, its store, and the hand that gives the store back.

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

use crate::app::{App, Ended, NotReopened, Parts, Storage};
use crate::auth::{Grant, People, PeopleInMemory, Role, ServerKey};
use crate::config::{Limits, RebuildLimits};
use crate::http::testing::{WTP, document};
use crate::ids::{OrgId, PersonId};
use crate::journal::Store;
use crate::journal::memory::MemoryStore;

/// Long enough for a busy machine; never waited for when all is well.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// What a try to open the store again meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Back {
    Here,
    Away,
    /// It neither comes nor fails.
    Silent,
    Unusable,
}

/// A server that runs.
pub(super) struct House {
    pub(super) store: Arc<MemoryStore>,
    pub(super) back: watch::Sender<Back>,
    tries: watch::Receiver<u32>,
    pub(super) address: SocketAddr,
    pub(super) buyer: String,
    pub(super) acme: String,
    stop: CancellationToken,
    running: JoinHandle<Ended>,
    http: reqwest::Client,
}

/// A supplier's connection.
pub(super) struct Line(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl House {
    pub(super) async fn open() -> Self {
        Self::with_people(Arc::new(PeopleInMemory::default())).await
    }

    pub(super) async fn with_people(people: Arc<dyn People>) -> Self {
        let (store, back) = (Arc::new(MemoryStore::new()), watch::Sender::new(Back::Here));
        let storage = Storage { store: store.clone(), people };
        let (counting, tries) = watch::channel(0);
        let (again, coming) = (storage.clone(), back.subscribe());
        let reopen = move || {
            counting.send_modify(|tries| *tries += 1);
            let (storage, back) = (again.clone(), *coming.borrow());
            async move {
                match back {
                    Back::Here => Ok(storage),
                    Back::Away => Err(NotReopened::Away(anyhow::anyhow!("connection refused"))),
                    Back::Silent => std::future::pending().await,
                    Back::Unusable => Err(NotReopened::Final(anyhow::anyhow!("fsync is off"))),
                }
            }
        };
        let parts = Parts { storage, key: ServerKey::random(), limits: limits(), reopen: Some(Arc::new(reopen)) };
        Self::run(parts, store, back, tries).await
    }

    /// A server of a kind that is not given its store back.
    pub(super) async fn for_one_life() -> Self {
        let store = Arc::new(MemoryStore::new());
        let storage = Storage { store: store.clone(), people: Arc::new(PeopleInMemory::default()) };
        let parts = Parts { storage, key: ServerKey::random(), limits: limits(), reopen: None };
        Self::run(parts, store, watch::Sender::new(Back::Here), watch::channel(0).1).await
    }

    async fn run(
        parts: Parts,
        store: Arc<MemoryStore>,
        back: watch::Sender<Back>,
        tries: watch::Receiver<u32>,
    ) -> Self {
        let app = App::build(parts, SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let token = |role, org| {
            let (person, org) = (PersonId::parse("u1").unwrap(), OrgId::parse(org).unwrap());
            app.gate().issue(&Grant { person, org, role, ttl: Duration::from_hours(10) })
        };
        let (buyer, acme) = (token(Role::Buyer, WTP), token(Role::Supplier, "acme"));
        let (address, stop) = (app.address(), CancellationToken::new());
        let running = tokio::spawn(app.run_until(stop.clone().cancelled_owned()));
        Self { store, back, tries, address, buyer, acme, stop, running, http: reqwest::Client::new() }
    }

    /// An open lot of acme and bolt.
    pub(super) async fn open_lot(&self) -> String {
        let (status, draft) = self.post("/api/v1/events", &self.buyer, &document()).await;
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
        let body = json!({"ref": bid_ref, "prices": {"m": price}});
        self.post(&format!("/api/v1/lots/{lot}/bids"), &self.acme, &body).await
    }

    pub(super) async fn resume(&self, lot: &str) {
        let body = json!({"type": "resume", "reason": "the database is back"});
        let (status, answer) = self.post(&format!("/api/v1/lots/{lot}/commands"), &self.buyer, &body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }

    pub(super) async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.answer(self.http.get(self.url(path)).bearer_auth(&self.acme)).await
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

    /// The status of a WebSocket's handshake, and the connection where it is one.
    pub(super) async fn upgrade(&self) -> Result<Line, StatusCode> {
        let mut request = format!("ws://{}/ws", self.address).into_client_request().unwrap();
        request.headers_mut().insert("authorization", format!("Bearer {}", self.acme).parse().unwrap());
        match timeout(PATIENCE, connect_async(request)).await.expect("an answer to the handshake") {
            Ok((socket, _)) => Ok(Line(socket)),
            Err(Error::Http(response)) => Err(response.status()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Loses the store by a bid of acme that it does not take.
    pub(super) async fn lose_store(&self, lot: &str) {
        self.store.fail_next(1);
        let (status, answer) = self.bid(lot, "lost", "3.00").await;
        assert_eq!((status, &answer["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("unavailable")));
    }

    /// Returns once the store was asked for so many times in all.
    pub(super) async fn tried(&self, times: u32) {
        let enough = |tries: &u32| *tries >= times;
        timeout(PATIENCE, self.tries.clone().wait_for(enough))
            .await
            .expect("it is tried again")
            .expect("the server lives");
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

    /// How the server ends by itself.
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

impl Line {
    pub(super) async fn bid(&mut self, lot: &str, bid_ref: &str, price: &str) {
        let bid = json!({"type": "bid", "lot": lot, "ref": bid_ref, "prices": {"m": price}});
        self.0.send(Message::text(bid.to_string())).await.unwrap();
    }

    /// All messages up to the end, and the code of the close.
    pub(super) async fn rest(mut self) -> (Vec<Value>, Option<u16>) {
        let mut messages = Vec::new();
        loop {
            match timeout(PATIENCE, self.0.next()).await.expect("the server closes") {
                Some(Ok(Message::Text(text))) => messages.push(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(close))) => return (messages, close.map(|close| close.code.into())),
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Binary(_) | Message::Frame(_))) => {}
                Some(Err(_)) | None => return (messages, None),
            }
        }
    }
}

fn limits() -> Limits {
    let rebuild = RebuildLimits { wait_min: Duration::from_millis(1), wait_max: Duration::from_millis(2) };
    Limits { rebuild, ..Limits::default() }
}

//! A WebSocket client that keeps everything it receives: frames, each lot's newest state, answers.
//!
//! It waits for messages and conditions, never for a time. It also checks that states arrive in order.

use std::collections::{HashMap, VecDeque};

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::server::PATIENCE;

/// A connection and everything that it received.
pub(crate) struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    inbox: VecDeque<Value>,
    views: HashMap<String, Value>,
    log: Vec<String>,
}

/// The next event on a connection.
#[derive(Debug)]
pub(crate) enum Heard {
    Message(Value),
    /// The connection has ended, with the server's close code where there was one.
    Closed(Option<u16>),
}

impl Client {
    /// Connects with the token in a header and reads the welcome.
    pub(crate) async fn connect(url: &str, token: &str) -> Self {
        let bearer = format!("Bearer {token}");
        let mut client = Self::open(url, &[("authorization", &bearer)]).await.unwrap_or_else(|error| panic!("{error}"));
        client.expect("welcome").await;
        client
    }

    /// Connects with these headers. Returns the HTTP status when the server does not upgrade.
    pub(crate) async fn open(url: &str, headers: &[(&str, &str)]) -> Result<Self, Refusal> {
        let address = format!("{}/ws", url.replacen("http", "ws", 1));
        let mut request = address.into_client_request().expect("the server's address is one");
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
            request.headers_mut().insert(name, HeaderValue::from_str(value).expect("a header's value"));
        }
        match timeout(PATIENCE, connect_async(request)).await.expect("an answer to the handshake") {
            Ok((socket, _)) => Ok(Self { socket, inbox: VecDeque::new(), views: HashMap::new(), log: Vec::new() }),
            Err(Error::Http(response)) => Err(Refusal { status: response.status().as_u16() }),
            Err(error) => panic!("the handshake failed: {error}"),
        }
    }

    /// Follows a lot and returns its first state.
    pub(crate) async fn join(&mut self, lot: &str) -> Value {
        self.send(&json!({"type": "join", "lot": lot})).await;
        self.sees(lot, "the lot's first state", |_| true).await
    }

    pub(crate) async fn send(&mut self, message: &Value) {
        self.send_text(&message.to_string()).await;
    }

    pub(crate) async fn send_text(&mut self, text: &str) {
        self.send_frame(Message::text(text)).await.expect("the frame is sent");
    }

    /// Sends any frame. An error means that the connection has ended.
    pub(crate) async fn send_frame(&mut self, frame: Message) -> Result<(), Error> {
        timeout(PATIENCE, self.socket.send(frame)).await.expect("the server reads")
    }

    /// Bids and returns the answer.
    pub(crate) async fn bid(&mut self, lot: &str, bid_ref: &str, prices: Value) -> Value {
        self.send(&json!({"type": "bid", "lot": lot, "ref": bid_ref, "prices": prices})).await;
        self.answer_to(bid_ref).await
    }

    /// Bids with a confirmed large drop and returns the answer.
    pub(crate) async fn bid_confirmed(&mut self, lot: &str, bid_ref: &str, prices: Value) -> Value {
        self.send(&json!({"type": "bid", "lot": lot, "ref": bid_ref, "prices": prices, "confirmed": true})).await;
        self.answer_to(bid_ref).await
    }

    /// The answer to the bid with that `ref`: accepted, refused or error.
    pub(crate) async fn answer_to(&mut self, bid_ref: &str) -> Value {
        self.take(&format!("the answer to {bid_ref}"), |message| {
            message["ref"] == bid_ref && ["accepted", "refused", "error"].iter().any(|kind| message["type"] == *kind)
        })
        .await
    }

    /// The next message of this type that was not returned before.
    pub(crate) async fn expect(&mut self, kind: &str) -> Value {
        self.take(kind, |message| message["type"] == kind).await
    }

    /// The lot's newest state, as soon as `holds` accepts it.
    pub(crate) async fn sees(&mut self, lot: &str, what: &str, holds: impl Fn(&Value) -> bool) -> Value {
        loop {
            if let Some(view) = self.views.get(lot).filter(|view| holds(view)) {
                return view.clone();
            }
            let heard = self.hear(what).await;
            assert!(matches!(heard, Heard::Message(_)), "closed ({heard:?}) before {what}; heard: {:#?}", self.log);
        }
    }

    /// The close code, once the server has ended the connection.
    pub(crate) async fn close_code(&mut self) -> Option<u16> {
        loop {
            if let Heard::Closed(code) = self.hear("the close").await {
                return code;
            }
        }
    }

    /// Every text that was received, as it was received.
    pub(crate) fn log(&self) -> &[String] {
        &self.log
    }

    /// Asks for the time and waits for the answer: the server has then handled everything that was sent before.
    pub(crate) async fn is_answered(&mut self) {
        let id = self.log.len() + 1_000;
        self.send(&json!({"type": "time", "id": id})).await;
        self.take("the time", |message| message["type"] == "time" && message["id"] == id).await;
    }

    /// The next event. It is kept in the inbox too, unless it is a state.
    pub(crate) async fn hear(&mut self, what: &str) -> Heard {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let frame = timeout_at(deadline, self.socket.next()).await;
            let Ok(frame) = frame else { panic!("waited in vain for {what}; heard: {:#?}", self.log) };
            match frame {
                Some(Ok(Message::Text(text))) => return Heard::Message(self.keep(text.as_str())),
                Some(Ok(Message::Close(close))) => return Heard::Closed(close.map(|close| close.code.into())),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(other @ (Message::Binary(_) | Message::Frame(_)))) => panic!("the server sent {other:?}"),
                Some(Err(_)) | None => return Heard::Closed(None),
            }
        }
    }

    async fn take(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            if let Some(at) = self.inbox.iter().position(&wanted) {
                return self.inbox.remove(at).expect("it was just found there");
            }
            let heard = self.hear(what).await;
            assert!(matches!(heard, Heard::Message(_)), "closed ({heard:?}) before {what}; heard: {:#?}", self.log);
        }
    }

    fn keep(&mut self, text: &str) -> Value {
        let message: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"));
        self.log.push(text.to_owned());
        let lot = message["lot"].as_str().unwrap_or_default().to_owned();
        match message["type"].as_str() {
            Some("lot") => {
                self.views.insert(lot, message.clone());
            }
            Some("update") => self.merge(&lot, &message),
            _ => self.inbox.push_back(message.clone()),
        }
        message
    }

    /// Each top-level field of an update replaces that whole field.
    fn merge(&mut self, lot: &str, update: &Value) {
        let view = self.views.get_mut(lot).unwrap_or_else(|| panic!("an update before the lot: {update}"));
        assert!(view["seq"].as_u64() < update["seq"].as_u64(), "{update} is not newer than {view}");
        for (field, value) in update.as_object().expect("a message is an object") {
            if field != "type" {
                view[field] = value.clone();
            }
        }
    }
}

/// The server did not upgrade.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the handshake was answered {}", self.status)
    }
}

//! A scripted supplier: a WebSocket client that sends its bids and prints their outcomes on stderr.

use std::time::Duration;

use anyhow::{Context, bail};
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Message, http};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use super::lots::{LOTS, pounds};
use super::script::ScriptedBid;

const ANSWER_WAIT: Duration = Duration::from_secs(10);
const TRIES_MAX: u32 = 5;

type ClientSocket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// The supplier, its token, the server and the lots.
pub(super) struct Supplier {
    pub(super) name: &'static str,
    pub(super) address: std::net::SocketAddr,
    pub(super) token: String,
    /// In the order of the event.
    pub(super) lots: Vec<String>,
}

/// When a supplier does what, on this process's monotonic clock.
pub(super) struct SupplierTimes {
    /// When it connects; none is at once.
    pub(super) comes: Option<Instant>,
    /// Each bid at its time.
    pub(super) bids: Vec<(Instant, ScriptedBid)>,
    /// Until when it stays connected.
    pub(super) goes: Instant,
}

impl Supplier {
    /// Sends every bid at its time.
    pub(super) async fn run(self, times: SupplierTimes) -> anyhow::Result<()> {
        let SupplierTimes { comes, bids, goes } = times;
        if let Some(comes) = comes {
            sleep_until(comes).await;
        }
        let mut socket = self.connect().await?;
        for (number, (at, scripted)) in bids.into_iter().enumerate() {
            socket = self.read_until(socket, at).await?;
            let bid = self.bid(number, &scripted);
            let mut tries = 0;
            let answer = loop {
                match self.ask(&mut socket, &bid).await {
                    Ok(answer) => break answer,
                    Err(error) if tries == TRIES_MAX => return Err(error),
                    Err(_) => {
                        // The outcome is not known: the same `ref` again, on a new connection.
                        tries += 1;
                        socket = self.connect().await?;
                    }
                }
            };
            self.print(scripted.lot, &answer);
        }
        socket = self.read_until(socket, goes).await?;
        socket.close(None).await.context("cannot close the connection")
    }

    async fn connect(&self) -> anyhow::Result<ClientSocket> {
        let mut request = format!("ws://{}/ws", self.address).into_client_request()?;
        let bearer = http::HeaderValue::try_from(format!("Bearer {}", self.token))?;
        request.headers_mut().insert(http::header::AUTHORIZATION, bearer);
        let config = WebSocketConfig::default().read_buffer_size(4 * 1024);
        let (mut socket, _) = connect_async_with_config(request, Some(config), true)
            .await
            .with_context(|| format!("{} cannot connect to {}", self.name, self.address))?;
        for lot in &self.lots {
            socket.send(Message::text(json!({"type": "join", "lot": lot}).to_string())).await?;
        }
        Ok(socket)
    }

    /// Reads all the time, which also answers pings, so that the server does not close this connection as stuck.
    async fn read_until(&self, mut socket: ClientSocket, until: Instant) -> anyhow::Result<ClientSocket> {
        loop {
            tokio::select! {
                () = sleep_until(until) => return Ok(socket),
                message = socket.next() => match message {
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => socket = self.connect().await?,
                },
            }
        }
    }

    fn bid(&self, number: usize, scripted: &ScriptedBid) -> Value {
        let items = LOTS[scripted.lot].items.iter().zip(&scripted.pence);
        let prices: serde_json::Map<String, Value> =
            items.map(|(item, pence)| (item.id.to_owned(), json!(pounds(*pence)))).collect();
        let lot = &self.lots[scripted.lot];
        json!({"type": "bid", "lot": lot, "ref": format!("turn-{number}"), "prices": prices, "confirmed": true})
    }

    async fn ask(&self, socket: &mut ClientSocket, bid: &Value) -> anyhow::Result<Value> {
        socket.send(Message::text(bid.to_string())).await?;
        loop {
            let Some(message) = timeout(ANSWER_WAIT, socket.next()).await? else { bail!("the connection has ended") };
            let Message::Text(text) = message? else { continue };
            let answer: Value = serde_json::from_str(&text)?;
            if answer["ref"] == bid["ref"] {
                return Ok(answer);
            }
        }
    }

    #[expect(clippy::print_stderr, reason = "words for people go to stderr")]
    fn print(&self, lot: usize, answer: &Value) {
        let text = |member: &str| answer[member].as_str().unwrap_or_default().to_owned();
        let at = text("at");
        let time = at.get(11..19).unwrap_or_default();
        let lot = lot + 1;
        match answer["type"].as_str() {
            Some("accepted") => {
                let (total, place) = (in_pounds(&text("total")), place(&answer["rank"]));
                eprintln!("  {time}  lot {lot}  {:<22} {total:>14}  {place}", self.name);
            }
            Some("refused") => eprintln!("  {time}  lot {lot}  {:<22} refused: {}", self.name, text("message")),
            _ => eprintln!("  lot {lot}  {:<22} {}", self.name, text("message")),
        }
    }
}

/// `1769470.00` as `£1,769,470.00`.
fn in_pounds(total: &str) -> String {
    let (pounds, pence) = total.split_once('.').unwrap_or((total, "00"));
    let mut text = String::from("£");
    for (place, digit) in pounds.chars().enumerate() {
        if place > 0 && (pounds.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text}.{pence}")
}

fn place(rank: &Value) -> String {
    match rank.as_u64() {
        Some(1) => "1st".to_owned(),
        Some(2) => "2nd".to_owned(),
        Some(3) => "3rd".to_owned(),
        Some(other) => format!("{other}th"),
        None => String::new(),
    }
}

//! A fairlot server, started here or running already; tokens for its callers; lots for them.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;
use tokio::time::{Instant, sleep};

use crate::bidder_plan::BidderPlan;
use crate::common::Place;
use crate::server::Server;
use crate::tokens::{TRUST, Tokens, bidder_id};

/// The lot's one item.
pub(crate) const ITEM: &str = "glove";

/// The ceiling in the smallest steps of a price, 10,000 to a pound: enough for ten thousand million bids.
pub(crate) const CEILING_STEPS: u64 = 10_000_000_000;
/// How long lots usually stay open; no round lasts that long.
const OPEN: Duration = Duration::from_hours(24);
/// How long a connection is kept for the next request.
const CONNECTION_KEPT: Duration = Duration::from_secs(1);
/// How long lots may take to open.
const OPENING_WAIT: Duration = Duration::from_secs(30);
const OPENING_LOOK: Duration = Duration::from_millis(20);

/// The database's file in its folder.
pub(crate) const FILE: &str = "fairlot.db";

/// Where a server keeps its journal.
#[derive(Debug, Clone)]
pub(crate) enum Database {
    /// A file in a temporary folder.
    Sqlite,
    /// In memory only: it is lost when the server ends.
    Memory,
    /// At this URL, such as `postgres://…`.
    Url(String),
}

/// The kind of server that a scenario needs.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) database: Database,
    /// The number of suppliers, each with its own token.
    pub(crate) bidders: usize,
    /// Further flags of `fairlot serve`.
    pub(crate) flags: Vec<String>,
    /// Gives memory back to the system as soon as it is free, so that resident memory is memory in use. Slower.
    pub(crate) gives_memory_back: bool,
}

/// The kind of lots that a scenario needs.
#[derive(Debug, Clone)]
pub(crate) struct LotPlan {
    /// The number of lots, all in one event.
    pub(crate) lots: usize,
    /// How long they stay open; they are never extended.
    pub(crate) open_for: Duration,
}

/// A server that runs already.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Running {
    /// A server that runs already, started with --frames-per-second-max 0, such as `http://127.0.0.1:8080`
    #[arg(long, requires = "key_database")]
    pub(crate) url: Option<String>,
    /// That server's database, such as `sqlite:fairlot.db`: the key for tokens is beside it
    #[arg(long, requires = "url")]
    pub(crate) key_database: Option<String>,
    /// That server's process, to count its processor time and memory
    #[arg(long, requires = "url")]
    pub(crate) server_pid: Option<u32>,
}

/// A server, and tokens of its callers.
#[derive(Debug)]
pub(crate) struct Fairlot {
    /// The server's process ends before the folder is removed.
    pub(crate) server: Server,
    client: reqwest::Client,
    pub(crate) buyer: String,
    pub(crate) auditor: String,
    /// A person of the trust; any number of connections may use this token.
    pub(crate) observer: String,
    pub(crate) bidders: Vec<String>,
    /// None for a server that was running already.
    own: Option<Own>,
}

/// The database of a server that was started here.
#[derive(Debug)]
struct Own {
    /// In the form that `--database` takes.
    database: String,
    /// The database in words.
    what: &'static str,
    folder: TempDir,
    flags: Vec<String>,
    gives_memory_back: bool,
}

impl Wanted {
    /// A server with the usual database: a SQLite file.
    pub(crate) fn durable(bidders: usize) -> Self {
        Self { database: Database::Sqlite, bidders, flags: Vec::new(), gives_memory_back: false }
    }

    /// The same with its journal in memory.
    pub(crate) fn in_memory(bidders: usize) -> Self {
        Self { database: Database::Memory, ..Self::durable(bidders) }
    }
}

impl Own {
    /// Starts the server on the database, with the key that is beside its file.
    async fn serve(&self, program: &Path) -> anyhow::Result<Server> {
        let mut command = Command::new(program);
        command.env("RUST_LOG", "warn");
        if self.gives_memory_back {
            // The allocator reads this variable.
            command.env("MIMALLOC_PURGE_DELAY", "0");
        }
        command.args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--frames-per-second-max",
            "0",
            "--database",
            &self.database,
        ]);
        let key = self.folder.path().join(FILE).with_added_extension("key");
        command.arg("--jwt-key-file").arg(key).args(&self.flags);
        Server::start(&mut command).await.with_context(|| format!("no fairlot {}", self.what))
    }
}

impl LotPlan {
    /// One lot that stays open longer than any round lasts.
    pub(crate) const ONE: Self = Self { lots: 1, open_for: OPEN };
}

impl Fairlot {
    /// Starts a server.
    pub(crate) async fn start(place: &Place, wanted: Wanted) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&place.folder)?;
        let folder = tempfile::Builder::new().prefix("load-tests-").tempdir_in(&place.folder)?;
        let file = folder.path().join(FILE);
        let sqlite = format!("sqlite:{}", file.display());
        // This also makes the key, beside the file.
        let tokens = Tokens::of(&place.fairlot, &sqlite, wanted.bidders).await?;
        let Wanted { database, flags, gives_memory_back, .. } = wanted;
        let (database, what) = match database {
            Database::Sqlite => (sqlite, "on SQLite"),
            Database::Memory => ("memory:".to_owned(), "with its journal in memory"),
            Database::Url(url) => (url, "on that database"),
        };
        let own = Own { database, what, folder, flags, gives_memory_back };
        Ok(Self::with(own.serve(&place.fairlot).await?, tokens, Some(own)))
    }

    /// The same in a new process on the same database.
    pub(crate) async fn restarted(self, place: &Place) -> anyhow::Result<Self> {
        let own = self.own.context("the server was started by somebody else")?;
        self.server.kill().await?;
        Ok(Self { server: own.serve(&place.fairlot).await?, own: Some(own), ..self })
    }

    /// The server that the flags name; None when they name none.
    pub(crate) async fn running(place: &Place, running: &Running, bidders: usize) -> anyhow::Result<Option<Self>> {
        let (Some(url), Some(database)) = (&running.url, &running.key_database) else { return Ok(None) };
        let tokens = Tokens::of(&place.fairlot, database, bidders).await?;
        Ok(Some(Self::with(Server::running(url, running.server_pid)?, tokens, None)))
    }

    /// A server with a journal that somebody else looks after, and these callers.
    pub(crate) fn of(server: Server, tokens: Tokens) -> Self {
        Self::with(server, tokens, None)
    }

    fn with(server: Server, tokens: Tokens, own: Option<Own>) -> Self {
        let Tokens { buyer, auditor, observer, bidders } = tokens;
        // A server closes connections that wait too long for a request. One that it closes while it is used again fails.
        let client = reqwest::Client::builder().pool_idle_timeout(CONNECTION_KEPT).build().expect("a usual client");
        Self { server, client, buyer, auditor, observer, bidders, own }
    }

    /// A new lot that is open, for all bidders.
    pub(crate) async fn open_lot(&self) -> anyhow::Result<String> {
        self.open_lots(&LotPlan::ONE).await?.pop().context("a lot was asked for")
    }

    /// New lots that are open, for all bidders.
    pub(crate) async fn open_lots(&self, plan: &LotPlan) -> anyhow::Result<Vec<String>> {
        let event = self.post("/api/v1/events", &document(self.bidders.len(), plan)).await?;
        let lots = event["lots"].as_array().map(|lots| lots.iter().filter_map(|lot| Some(lot.as_str()?.to_owned())));
        let (id, lots) = event["id"].as_str().zip(lots).with_context(|| format!("neither id nor lots in {event}"))?;
        let lots: Vec<String> = lots.collect();
        self.post(&format!("/api/v1/events/{id}/publish"), &Value::Null).await?;
        let until = Instant::now() + OPENING_WAIT;
        for lot in &lots {
            while self.lot(lot).await?["state"] != "open" {
                if Instant::now() >= until {
                    bail!("the lot {lot} did not open");
                }
                sleep(OPENING_LOOK).await;
            }
        }
        Ok(lots)
    }

    /// The lot as its buyer sees it.
    pub(crate) async fn lot(&self, lot: &str) -> anyhow::Result<Value> {
        Ok(serde_json::from_str(&self.get(&format!("/api/v1/lots/{lot}"), &self.buyer).await?)?)
    }

    /// The lot's whole journal, as its auditor reads it: one record a line.
    pub(crate) async fn history(&self, lot: &str) -> anyhow::Result<String> {
        self.get(&format!("/api/v1/lots/{lot}/history"), &self.auditor).await
    }

    /// Stops the clock of a lot: it takes no bids any more.
    pub(crate) async fn pause(&self, lot: &str) -> anyhow::Result<Value> {
        self.post(&format!("/api/v1/lots/{lot}/commands"), &json!({"type": "pause", "reason": "load test"})).await
    }

    /// Ends a lot.
    pub(crate) async fn close(&self, lot: &str) -> anyhow::Result<Value> {
        self.post(&format!("/api/v1/lots/{lot}/commands"), &json!({"type": "close", "reason": "load test"})).await
    }

    /// Lets a person back in who is kept out by wrong guesses, as the buyer of that lot.
    pub(crate) async fn readmit(&self, lot: &str, person: &str) -> anyhow::Result<Value> {
        let event = self.event_of(lot).await?;
        self.post(&format!("/api/v1/events/{event}/readmit"), &json!({"person": person, "reason": "load test"})).await
    }

    /// The lot's event.
    pub(crate) async fn event_of(&self, lot: &str) -> anyhow::Result<String> {
        Ok(self.lot(lot).await?["event"]["id"].as_str().context("a lot names its event")?.to_owned())
    }

    /// Begins a practice lot for that bidder; returns its id.
    pub(crate) async fn practise(&self, event: &str, lot: &str, bidder: usize) -> anyhow::Result<String> {
        let path = format!("/api/v1/events/{event}/practice");
        let request = self.client.post(self.url(&path)).bearer_auth(&self.bidders[bidder]);
        let begun: Value = serde_json::from_str(&answer(request.json(&json!({"lot": lot}))).await?)?;
        Ok(begun["lot"].as_str().context("a practice lot has an id")?.to_owned())
    }

    /// What the server says about an event document; nothing is stored.
    pub(crate) async fn check(&self, document: &Value) -> anyhow::Result<Value> {
        self.post("/api/v1/events/check", document).await
    }

    /// The published contract.
    pub(crate) async fn contract(&self) -> anyhow::Result<Value> {
        Ok(serde_json::from_str(&self.get("/api/openapi.json", &self.buyer).await?)?)
    }

    /// A plan for each bidder: to bid on one lot.
    pub(crate) fn plans(&self, server: &Server, lot: &str, follows: bool) -> Vec<BidderPlan> {
        self.plans_for_lots(server, std::slice::from_ref(&lot.to_owned()), follows)
    }

    /// A plan for each bidder: to bid on all of those lots in turn.
    pub(crate) fn plans_for_lots(&self, server: &Server, lots: &[String], follows: bool) -> Vec<BidderPlan> {
        let url = server.web_socket_url();
        let plan = |(nth, token): (usize, &String)| BidderPlan {
            url: url.clone(),
            token: token.clone(),
            lots: lots.to_vec(),
            first_lot: nth % lots.len(),
            bids_before: 0,
            follows,
            beats: false,
        };
        self.bidders.iter().enumerate().map(plan).collect()
    }

    /// The auditor's request for what is at that path. The connection ends with the answer.
    pub(crate) fn auditors_request(&self, path: &str) -> String {
        let (host, token) = (&self.server.address, &self.auditor);
        format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n")
    }

    /// The database of a server that was started here, in the form that `--database` takes.
    pub(crate) fn database(&self) -> anyhow::Result<&str> {
        Ok(&self.own.as_ref().context("the server was started by somebody else")?.database)
    }

    /// Kills the server and keeps the folder of its database.
    pub(crate) async fn kill(self) -> anyhow::Result<Option<TempDir>> {
        self.server.kill().await?;
        Ok(self.own.map(|own| own.folder))
    }

    /// A file, whole.
    pub(crate) async fn file(&self, path: &str, token: &str) -> anyhow::Result<Vec<u8>> {
        Ok(success(self.client.get(self.url(path)).bearer_auth(token)).await?.bytes().await?.into())
    }

    async fn get(&self, path: &str, token: &str) -> anyhow::Result<String> {
        answer(self.client.get(self.url(path)).bearer_auth(token)).await
    }

    async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let request = self.client.post(self.url(path)).bearer_auth(&self.buyer);
        let text = answer(if body.is_null() { request } else { request.json(body) }).await?;
        Ok(serde_json::from_str(&text)?)
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.address)
    }
}

/// The price of the bid with this number.
pub(crate) fn price_of_bid(number: u64) -> String {
    let steps = CEILING_STEPS - number;
    format!("{}.{:04}", steps / 10_000, steps % 10_000)
}

async fn answer(request: reqwest::RequestBuilder) -> anyhow::Result<String> {
    Ok(success(request).await?.text().await?)
}

async fn success(request: reqwest::RequestBuilder) -> anyhow::Result<reqwest::Response> {
    let response = request.send().await?;
    let status = response.status();
    if !status.is_success() {
        bail!("the server answers {status}: {}", response.text().await?);
    }
    Ok(response)
}

fn document(bidders: usize, plan: &LotPlan) -> Value {
    let ids: Vec<String> = (0..bidders).map(bidder_id).collect();
    let named: Vec<Value> = ids.iter().map(|id| json!({"id": id, "name": id})).collect();
    let invited: Vec<Value> = ids.iter().map(|id| json!({"bidder": id})).collect();
    let lot = json!({
        "title": "Hot lot", "decimals": 4, "opens_at": "now", "duration_s": plan.open_for.as_secs(),
        "items": [{"id": ITEM, "description": "Glove", "unit": "each", "volumes": {TRUST: "1"}}],
        "rules": {
            "beat": "own", "ceiling": price_of_bid(0),
            "min_decrement": {"absolute": "0.0001"}, "max_decrement": null, "extension": null,
        },
        "bidders": invited,
    });
    json!({
        "title": "Load test", "currency": "GBP", "profile": "custom", "justification": "load test",
        "trusts": [{"ods": TRUST, "name": "One trust"}],
        "bidders": named,
        "lots": vec![lot; plan.lots],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bid_is_lower_by_one_step() {
        assert_eq!([0, 1, 10_001].map(price_of_bid), ["1000000.0000", "999999.9999", "999998.9999"]);
    }
}

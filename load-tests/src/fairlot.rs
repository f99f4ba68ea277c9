//! A fairlot server from outside: started or found, tokens for its callers, lots for them to bid on.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;
use tokio::time::{Instant, sleep};

use crate::bidder::Seat;
use crate::server::Server;

/// The lot's one item.
pub(crate) const ITEM: &str = "glove";

/// The ceiling in the smallest steps of a price, of which there are 10,000 in a pound: room for ten thousand million bids.
const CEILING_STEPS: u64 = 10_000_000_000;
/// The event's one trust, by its ODS code.
const TRUST: &str = "RFS";
/// How long lots stay open; no round reaches the end.
const OPEN_S: u64 = 24 * 3_600;
/// How long a lot may take to open.
const OPENING_WAIT: Duration = Duration::from_secs(10);
const OPENING_LOOK: Duration = Duration::from_millis(20);

/// Where the server is.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Place {
    /// The server's program, also for making tokens
    #[arg(long, env = "FAIRLOT_PROGRAM", default_value = "target/release/fairlot")]
    fairlot: PathBuf,
    /// Folder for the temporary database: on a real disk, not in memory
    #[arg(long, default_value = "target")]
    folder: PathBuf,
    /// A server that runs already, started with --frames-per-second-max 0, such as `http://127.0.0.1:8080`
    #[arg(long, requires = "key_database")]
    url: Option<String>,
    /// That server's database, such as `sqlite:fairlot.db`: the key for tokens is beside it
    #[arg(long, requires = "url")]
    key_database: Option<String>,
    /// That server's process, to count its processor time and memory
    #[arg(long, requires = "url")]
    server_pid: Option<u32>,
}

/// A server, and tokens of a buyer and of bidders.
#[derive(Debug)]
pub(crate) struct Fairlot {
    /// The server's process ends before the folder is removed.
    pub(crate) server: Server,
    client: reqwest::Client,
    buyer: String,
    bidders: Vec<String>,
    observer: String,
    _folder: Option<TempDir>,
}

impl Fairlot {
    /// A server with so many bidders.
    pub(crate) async fn at(place: &Place, bidders: usize) -> anyhow::Result<Self> {
        let (server, database, folder) = match (&place.url, &place.key_database) {
            (Some(url), Some(database)) => (Server::running(url, place.server_pid)?, database.clone(), None),
            _ => start(place).await?,
        };
        let program = &place.fairlot;
        let buyer = token(program, &database, "buyer", "load-tests").await?;
        let observer = token(program, &database, "observer", TRUST).await?;
        let mut tokens = Vec::with_capacity(bidders);
        for number in 0..bidders {
            tokens.push(token(program, &database, "supplier", &bidder_id(number)).await?);
        }
        Ok(Self { server, client: reqwest::Client::new(), buyer, bidders: tokens, observer, _folder: folder })
    }

    /// A new lot that is open.
    pub(crate) async fn open_lot(&self) -> anyhow::Result<String> {
        let event = self.post("/api/v1/events", &document(self.bidders.len())).await?;
        let (id, lot) = (event["id"].as_str(), event["lots"][0].as_str());
        let (id, lot) = id.zip(lot).with_context(|| format!("neither event nor lot in {event}"))?;
        self.post(&format!("/api/v1/events/{id}/publish"), &Value::Null).await?;
        let until = Instant::now() + OPENING_WAIT;
        while self.state(lot).await? != "open" {
            if Instant::now() >= until {
                bail!("the lot did not open");
            }
            sleep(OPENING_LOOK).await;
        }
        Ok(lot.to_owned())
    }

    /// A seat for each bidder.
    pub(crate) fn seats(&self, server: &Server, lot: &str, follows: bool) -> Vec<Seat> {
        let (url, lot) = (server.web_socket_url(), lot.to_owned());
        let seat = |token: &String| Seat { url: url.clone(), token: token.clone(), lot: lot.clone(), follows };
        self.bidders.iter().map(seat).collect()
    }

    /// The token of somebody who watches for the event's trust.
    pub(crate) fn observer(&self) -> &str {
        &self.observer
    }

    async fn state(&self, lot: &str) -> anyhow::Result<String> {
        let request = self.client.get(self.url(&format!("/api/v1/lots/{lot}")));
        let lot = answer(request.bearer_auth(&self.buyer)).await?;
        Ok(lot["state"].as_str().unwrap_or_default().to_owned())
    }

    async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let request = self.client.post(self.url(path)).bearer_auth(&self.buyer);
        answer(if body.is_null() { request } else { request.json(body) }).await
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.address)
    }
}

/// What a bidder's bid of that number offers.
pub(crate) fn price_of_bid(number: u64) -> String {
    let steps = CEILING_STEPS - number;
    format!("{}.{:04}", steps / 10_000, steps % 10_000)
}

async fn start(place: &Place) -> anyhow::Result<(Server, String, Option<TempDir>)> {
    std::fs::create_dir_all(&place.folder)?;
    let folder = tempfile::Builder::new().prefix("load-tests-").tempdir_in(&place.folder)?;
    let database = format!("sqlite:{}", folder.path().join("fairlot.db").display());
    let mut command = Command::new(&place.fairlot);
    command.env("RUST_LOG", "warn");
    command.args(["serve", "--listen", "127.0.0.1:0", "--frames-per-second-max", "0", "--database", &database]);
    Ok((Server::start(&mut command).await?, database, Some(folder)))
}

async fn token(program: &Path, database: &str, role: &str, org: &str) -> anyhow::Result<String> {
    let mut command = Command::new(program);
    command.args(["token", "--ttl", "1d", "--user", "load", "--database", database, "--role", role, "--org", org]);
    let output = command.output().await.with_context(|| format!("cannot run {}", program.display()))?;
    if !output.status.success() {
        bail!("no token: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

async fn answer(request: reqwest::RequestBuilder) -> anyhow::Result<Value> {
    let response = request.send().await?;
    let status = response.status();
    let text = response.text().await?;
    if !status.is_success() {
        bail!("the server answers {status}: {text}");
    }
    Ok(serde_json::from_str(&text)?)
}

fn bidder_id(number: usize) -> String {
    format!("bidder-{number}")
}

fn document(bidders: usize) -> Value {
    let ids: Vec<String> = (0..bidders).map(bidder_id).collect();
    let named: Vec<Value> = ids.iter().map(|id| json!({"id": id, "name": id})).collect();
    let invited: Vec<Value> = ids.iter().map(|id| json!({"bidder": id})).collect();
    json!({
        "title": "Load test", "currency": "GBP", "profile": "custom", "justification": "load test",
        "trusts": [{"ods": TRUST, "name": "One trust"}],
        "bidders": named,
        "lots": [{
            "title": "Hot lot", "decimals": 4, "opens_at": "now", "duration_s": OPEN_S,
            "items": [{"id": ITEM, "description": "Glove", "unit": "each", "volumes": {TRUST: "1"}}],
            "rules": {
                "beat": "own", "ceiling": price_of_bid(0),
                "min_decrement": {"absolute": "0.0001"}, "max_decrement": null,
            },
            "bidders": invited,
        }],
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

//! People with passwords, and their attempts to sign in through a proxy that the server trusts.
//!
//! The proxy is this process: it says in `X-Forwarded-For` which client an attempt comes from.

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, bail};
use reqwest::header::{COOKIE, SET_COOKIE};
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::time::Instant;

/// The flags with which the server trusts this process as a proxy.
pub(crate) const BEHIND_A_PROXY: [&str; 2] = ["--trusted-proxy", "127.0.0.0/8"];
/// The password of every person who has one.
pub(crate) const PASSWORD: &str = "kettle umbra plinth";
/// A password that nobody has.
pub(crate) const WRONG_PASSWORD: &str = "kettle umbra plinths";
/// The cookie by which a browser is known.
const DEVICE: &str = "fairlot_device=";

/// The people of a database, through the command line.
#[derive(Debug)]
pub(crate) struct People {
    program: PathBuf,
    database: String,
}

/// One attempt to sign in.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    pub(crate) email: String,
    pub(crate) password: &'static str,
    /// The client that the proxy names.
    pub(crate) from: Ipv4Addr,
    /// The device cookie, where the client has one.
    pub(crate) device: Option<String>,
}

/// What became of an attempt.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    /// From the request to the end of its answer.
    pub(crate) took: Duration,
    /// The device cookie that the answer sets.
    pub(crate) device: Option<String>,
}

/// Sends attempts to one server. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct SignIns {
    client: reqwest::Client,
    url: String,
}

/// Client addresses, each one once, from the range that is set aside for such tests (RFC 2544).
#[derive(Debug)]
pub(crate) struct Addresses(u32);

impl People {
    pub(crate) fn of(program: &Path, database: &str) -> Self {
        Self { program: program.to_owned(), database: database.to_owned() }
    }

    /// Adds a person; one without a password has an unused link.
    pub(crate) async fn add(&self, email: &str, role: &str, org: &str, password: Option<&str>) -> anyhow::Result<()> {
        let arguments = ["add", "--email", email, "--role", role, "--org", org];
        self.run(&arguments, password.unwrap_or_default()).await.map(drop)
    }

    /// Keeps a person from signing in.
    pub(crate) async fn disable(&self, email: &str) -> anyhow::Result<()> {
        self.run(&["disable", "--email", email, "--reason", "load test"], "").await.map(drop)
    }

    /// The id of a person.
    pub(crate) async fn id(&self, email: &str) -> anyhow::Result<String> {
        let list = self.run(&["list"], "").await?;
        let line = list.lines().find(|line| line.split('\t').any(|column| column == email));
        let id = line.and_then(|line| line.split('\t').next()).with_context(|| format!("no {email} in {list}"))?;
        Ok(id.to_owned())
    }

    async fn run(&self, arguments: &[&str], input: &str) -> anyhow::Result<String> {
        let mut command = Command::new(&self.program);
        command.arg("user").args(arguments).args(["--database", &self.database]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("cannot run {}", self.program.display()))?;
        let mut stdin = child.stdin.take().context("its stdin is piped")?;
        stdin.write_all(format!("{input}\n").as_bytes()).await?;
        drop(stdin);
        let output = child.wait_with_output().await?;
        if !output.status.success() {
            bail!("fairlot user {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}

impl Attempt {
    /// A wrong guess at that address by an unknown client.
    pub(crate) fn guess(email: String, from: Ipv4Addr) -> Self {
        Self { email, password: WRONG_PASSWORD, from, device: None }
    }
}

impl SignIns {
    /// To the server at this host and port.
    pub(crate) fn to(address: &str) -> Self {
        Self { client: reqwest::Client::new(), url: format!("http://{address}/api/v1/sessions") }
    }

    /// Tries once.
    pub(crate) async fn attempt(&self, attempt: &Attempt) -> anyhow::Result<Answered> {
        let body = json!({"email": attempt.email, "password": attempt.password});
        let mut request = self.client.post(&self.url).header("x-forwarded-for", attempt.from.to_string()).json(&body);
        if let Some(device) = &attempt.device {
            request = request.header(COOKIE, device);
        }
        let start = Instant::now();
        let response = request.send().await?;
        let status = response.status().as_u16();
        let set = response.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        let device = set.filter_map(|cookie| cookie.split(';').next()).find(|cookie| cookie.starts_with(DEVICE));
        let device = device.map(str::to_owned);
        response.bytes().await?;
        Ok(Answered { status, took: start.elapsed(), device })
    }
}

impl Addresses {
    pub(crate) const fn new() -> Self {
        Self(0)
    }

    /// The next address. After 131,072 of them they begin again.
    pub(crate) fn draw(&mut self) -> Ipv4Addr {
        let first = u32::from(Ipv4Addr::new(198, 18, 0, 0));
        let drawn = Ipv4Addr::from(first + self.0 % (1 << 17));
        self.0 = self.0.wrapping_add(1);
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_once_each_and_stay_in_their_range() {
        let mut addresses = Addresses::new();

        let drawn: Vec<Ipv4Addr> = (0..=1 << 17).map(|_| addresses.draw()).collect();

        assert_eq!((drawn[0], drawn[1]), (Ipv4Addr::new(198, 18, 0, 0), Ipv4Addr::new(198, 18, 0, 1)));
        assert_eq!((drawn[(1 << 17) - 1], drawn[1 << 17]), (Ipv4Addr::new(198, 19, 255, 255), drawn[0]));
    }
}

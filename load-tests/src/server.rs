//! A server in a separate process, which ends when its value is dropped.

use std::process::Stdio;

use anyhow::{Context, bail};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// The end of the first line that a server prints, before its address.
const READY: &str = "ready on http://";

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    /// Host and port.
    pub(crate) address: String,
    /// Its process id, when that is known.
    pub(crate) pid: Option<u32>,
    /// Killed when dropped.
    child: Option<Child>,
}

impl Server {
    /// Starts a server and waits for its first line.
    pub(crate) async fn start(command: &mut Command) -> anyhow::Result<Self> {
        let program = command.as_std().get_program().to_owned();
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().with_context(|| format!("cannot run {}", program.display()))?;
        let stdout = child.stdout.take().context("its stdout is piped")?;
        let first = BufReader::new(stdout).lines().next_line().await?.unwrap_or_default();
        let Some((_, address)) = first.split_once(READY) else {
            bail!("{} said {first:?} in place of its address", program.display());
        };
        Ok(Self { address: address.to_owned(), pid: child.id(), child: Some(child) })
    }

    /// A server that was running already.
    pub(crate) fn running(url: &str, pid: Option<u32>) -> anyhow::Result<Self> {
        let address = url.strip_prefix("http://").context("the URL must begin with http://")?;
        Ok(Self { address: address.trim_end_matches('/').to_owned(), pid, child: None })
    }

    /// Kills it and waits for its end. Does nothing to a server that was running already.
    pub(crate) async fn kill(mut self) -> anyhow::Result<()> {
        if let Some(child) = &mut self.child {
            child.kill().await?;
        }
        Ok(())
    }

    /// The URL of its WebSocket.
    pub(crate) fn web_socket_url(&self) -> String {
        format!("ws://{}/ws", self.address)
    }
}

//! The databases of the peers, in separate processes, which end when their values are dropped.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, bail};
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

/// How long Redis may take to listen.
const START_WAIT: Duration = Duration::from_secs(10);
const START_LOOK: Duration = Duration::from_millis(20);

/// A Redis that syncs before it answers.
#[derive(Debug)]
pub(crate) struct Redis {
    _child: Child,
    folder: TempDir,
}

impl Redis {
    /// Starts one that keeps its file below `folder`. None when `redis-server` is not installed.
    pub(crate) async fn start(folder: &Path) -> anyhow::Result<Option<Self>> {
        let folder = tempfile::Builder::new().prefix("redis-").tempdir_in(folder)?;
        let socket = folder.path().join("socket");
        let mut command = Command::new("redis-server");
        command.args(["--port", "0", "--unixsocket"]).arg(&socket).arg("--dir").arg(folder.path());
        command.args(["--appendonly", "yes", "--appendfsync", "always", "--save", ""]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true);
        let mut child = match command.spawn() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            spawned => spawned.context("cannot run redis-server")?,
        };
        let until = Instant::now() + START_WAIT;
        while !socket.exists() {
            if let Some(status) = child.try_wait()? {
                bail!("redis-server ended with {status}");
            }
            anyhow::ensure!(Instant::now() < until, "redis-server does not listen");
            sleep(START_LOOK).await;
        }
        Ok(Some(Self { _child: child, folder }))
    }

    /// The address that it listens on.
    pub(crate) fn address(&self) -> anyhow::Result<String> {
        let socket = std::path::absolute(self.folder.path())?.join("socket");
        Ok(format!("unix:{}", socket.display()))
    }
}

//! A build of the server: how it is started on one of its copies, and what it says.

use std::fs::{self, File};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::process::Command;
use tokio::time::{Instant, sleep};

use super::journals::Journals;
use crate::fairlot::Fairlot;
use crate::server::Server;
use crate::tokens::Tokens;

/// What the server's log says once the records of ended lots are checked.
const CHECKED: &str = "the records of all ended streams were checked";
const LOOK: Duration = Duration::from_millis(50);
const CHECK_WAIT: Duration = Duration::from_mins(30);
/// How long a server may take from its first line until it is ready.
const READY_WAIT: Duration = Duration::from_mins(30);
const READY_LOOK: Duration = Duration::from_millis(2);

/// A program, and which copies of the journals are its own.
#[derive(Debug, Clone)]
pub(super) struct Build {
    pub(super) name: &'static str,
    pub(super) program: PathBuf,
    /// At the end of the names of its copies.
    pub(super) suffix: &'static str,
}

/// A server that runs.
pub(super) struct Started {
    pub(super) server: Server,
    /// From the start of the process until it is ready.
    pub(super) ready_after: Duration,
    pub(super) log: Log,
}

/// What a server says on its stderr.
#[derive(Debug)]
pub(super) struct Log(PathBuf);

impl Build {
    /// The name of this build's copy of a journal.
    pub(super) fn copy_of(&self, journal: &str) -> String {
        format!("{journal}{}", self.suffix)
    }

    /// Starts it on its copy of a journal.
    pub(super) async fn start(&self, journals: &Journals, journal: &str) -> anyhow::Result<Started> {
        self.start_with(journals, journal, &[]).await
    }

    /// The same, with memory given back to the system as soon as it is free.
    pub(super) async fn start_for_memory(&self, journals: &Journals, journal: &str) -> anyhow::Result<Started> {
        // The allocator reads this variable.
        self.start_with(journals, journal, &[("MIMALLOC_PURGE_DELAY", "0")]).await
    }

    async fn start_with(
        &self,
        journals: &Journals,
        journal: &str,
        environment: &[(&str, &str)],
    ) -> anyhow::Result<Started> {
        let name = self.copy_of(journal);
        journals.until_free(&name).await?;
        let log = journals.folder().join(&name).with_added_extension("log");
        let mut command = Command::new(&self.program);
        command.env("RUST_LOG", "warn,fairlot::engine=info").envs(environment.iter().copied());
        command.args(["serve", "--listen", "127.0.0.1:0", "--frames-per-second-max", "0", "--database"]);
        command.arg(journals.database(&name)).arg("--jwt-key-file").arg(journals.key().0).stderr(File::create(&log)?);
        let began = Instant::now();
        let server = Server::start(&mut command).await.with_context(|| format!("no {} on {name}", self.name))?;
        until_ready(&server).await?;
        Ok(Started { server, ready_after: began.elapsed(), log: Log(log) })
    }
}

async fn until_ready(server: &Server) -> anyhow::Result<()> {
    let url = format!("http://{}/readyz", server.address);
    let until = Instant::now() + READY_WAIT;
    while !reqwest::get(&url).await?.status().is_success() {
        anyhow::ensure!(Instant::now() < until, "the server is not ready");
        sleep(READY_LOOK).await;
    }
    Ok(())
}

impl Started {
    pub(super) fn pid(&self) -> anyhow::Result<u32> {
        self.server.pid.context("the server was started here")
    }

    /// The server with tokens of its callers.
    pub(super) fn with(self, tokens: &Tokens) -> (Fairlot, Log) {
        (Fairlot::of(self.server, tokens.clone()), self.log)
    }

    pub(super) async fn kill(self) -> anyhow::Result<()> {
        self.server.kill().await
    }
}

impl Log {
    /// Whether the records of all ended lots are checked.
    pub(super) fn has_checked(&self) -> anyhow::Result<bool> {
        Ok(fs::read_to_string(&self.0)?.contains(CHECKED))
    }

    /// Waits until the records of all ended lots are checked.
    pub(super) async fn until_checked(&self) -> anyhow::Result<()> {
        let until = Instant::now() + CHECK_WAIT;
        while !self.has_checked()? {
            if Instant::now() >= until {
                bail!("{} does not say that {CHECKED}", self.0.display());
            }
            sleep(LOOK).await;
        }
        Ok(())
    }
}

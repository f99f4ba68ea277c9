//! The callers of a server: their organisations, and tokens for them, which the server's own program makes.

use std::path::Path;

use anyhow::{Context, bail};
use futures::{StreamExt, TryStreamExt, stream};
use tokio::process::Command;

/// The trust that buys.
pub(crate) const TRUST: &str = "RFS";
/// Its partnership.
const OWNER: &str = "load-tests";
/// Processes that make tokens at the same time.
const TOKENS_AT_ONCE: usize = 8;

/// A token for each caller.
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    pub(crate) buyer: String,
    pub(crate) auditor: String,
    pub(crate) observer: String,
    pub(crate) bidders: Vec<String>,
}

impl Tokens {
    /// Signed by the key beside `database`, which is made when there is none.
    pub(crate) async fn of(program: &Path, database: &str, bidders: usize) -> anyhow::Result<Self> {
        // The first token alone, because it may have to make the key.
        let buyer = token(program, database, "buyer", OWNER).await?;
        let auditor = token(program, database, "auditor", OWNER).await?;
        let observer = token(program, database, "observer", TRUST).await?;
        let suppliers = stream::iter((0..bidders).map(bidder_id))
            .map(|org| async move { token(program, database, "supplier", &org).await });
        let bidders = suppliers.buffered(TOKENS_AT_ONCE).try_collect().await?;
        Ok(Self { buyer, auditor, observer, bidders })
    }
}

/// The id of the bidder with this number, counted from 0.
pub(crate) fn bidder_id(number: usize) -> String {
    format!("bidder-{number}")
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

//! What the server's memory keeps of each thing: one table of what the parts of `growth` have found on the way.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use futures::future::try_join_all;
use tokio::time::sleep;

use crate::fairlot::Fairlot;
use crate::follower::{Follower, Seen};
use crate::outcome::Table;
use crate::proc;

/// Connected before it counts, so that what the first ones make a server take is in no figure.
const FIRST: usize = 10;
/// How long a server has to itself before its memory is looked at.
const QUIET: Duration = Duration::from_secs(1);

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Of what, and how many bytes of it.
    found: Vec<(String, f64)>,
}

impl Memory {
    pub(super) fn note(&mut self, of: impl Into<String>, bytes: f64) {
        self.found.push((of.into(), bytes));
    }

    /// Nothing where no part has looked.
    pub(super) fn table(self) -> Option<Table> {
        let mut table = Table::new("What the server's memory keeps", ["of", "bytes", "KiB"]);
        for (of, bytes) in &self.found {
            table.row(vec![of.clone(), format!("{bytes:.0}"), format!("{:.1}", bytes / 1024.0)]);
        }
        table.note(
            "Resident memory with so many more of them, less that before, for each. What the kernel keeps of sockets is \
             not in it.",
        );
        (!self.found.is_empty()).then_some(table)
    }
}

/// Bytes for each connection of those callers, who follow a new lot on which nobody bids.
pub(super) async fn of_connection<'a>(
    fairlot: &Fairlot,
    tokens: impl IntoIterator<Item = &'a String>,
) -> anyhow::Result<f64> {
    let (url, lots) = (fairlot.server.web_socket_url(), [fairlot.open_lot().await?]);
    let mut tokens = tokens.into_iter();
    let connect = |token: &'a String| Follower::connect(&url, token, &lots, Arc::<Seen>::default());
    let first = try_join_all(tokens.by_ref().take(FIRST).map(connect)).await?;
    let before = quiet(fairlot).await?;
    let rest = try_join_all(tokens.map(connect)).await?;
    let more = quiet(fairlot).await?.saturating_sub(before);
    let bytes = more as f64 / rest.len() as f64;
    drop((first, rest));
    Ok(bytes)
}

/// The server's resident memory, in bytes, once it has had time to give back what it needed for a moment.
pub(super) async fn quiet(fairlot: &Fairlot) -> anyhow::Result<u64> {
    sleep(QUIET).await;
    proc::resident_bytes(fairlot.server.pid.context("the server was started here")?)
}

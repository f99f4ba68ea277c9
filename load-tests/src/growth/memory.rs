//! The server's memory for each connection, lot and record: one table of what the parts of `growth` measured.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use futures::{StreamExt, TryStreamExt, stream};
use tokio::time::sleep;

use crate::common::Common;
use crate::fairlot::{Fairlot, Wanted};
use crate::follower::{Follower, Seen};
use crate::outcome::Table;
use crate::proc;

/// The most connections that are made at the same time.
const CONNECTING_MAX: usize = 32;
/// How long a server is left alone before its memory is read.
const QUIET: Duration = Duration::from_secs(1);

/// The measurements so far.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// A thing, and its bytes.
    found: Vec<(String, f64)>,
}

impl Memory {
    pub(super) fn note(&mut self, of: impl Into<String>, bytes: f64) {
        self.found.push((of.into(), bytes));
    }

    /// None when no part has measured.
    pub(super) fn table(self) -> Option<Table> {
        let mut table = Table::new("What the server's memory keeps", ["of", "bytes", "KiB"]);
        for (of, bytes) in &self.found {
            table.row(vec![of.clone(), format!("{bytes:.0}"), format!("{:.1}", bytes / 1024.0)]);
        }
        table.note(
            "Resident memory with so many more of them, less that before, for each. For connections and lots the server \
             gives back at once what it does not use, in pieces of up to 2 MiB. What the kernel keeps of sockets is not \
             in it.",
        );
        (!self.found.is_empty()).then_some(table)
    }
}

/// A server for this number of bidders whose resident memory is the memory that it uses. A usual server keeps the
/// memory that it needed for a moment, for example to publish an event; a thousand connections fit into that.
pub(super) async fn server(common: &Common, bidders: usize) -> anyhow::Result<Fairlot> {
    Fairlot::start(&common.place, Wanted { gives_memory_back: true, ..Wanted::durable(bidders) }).await
}

/// Bytes for each of these callers' connections, which follow a new lot without bids. The first tenth of them is not
/// counted, because it makes the server take memory that is not theirs.
pub(super) async fn of_connection(fairlot: &Fairlot, tokens: &[&String]) -> anyhow::Result<f64> {
    let (url, lots) = (fairlot.server.web_socket_url(), [fairlot.open_lot().await?]);
    let (some, rest) = tokens.split_at(tokens.len() / 10);
    let first = connect_all(&url, some, &lots).await?;
    let before = quiet(fairlot).await?;
    let others = connect_all(&url, rest, &lots).await?;
    let bytes = quiet(fairlot).await?.saturating_sub(before) as f64 / rest.len() as f64;
    drop((first, others));
    Ok(bytes)
}

async fn connect_all(url: &str, tokens: &[&String], lots: &[String]) -> anyhow::Result<Vec<Follower>> {
    let connecting = tokens.iter().map(|token| Follower::connect(url, token, lots, Arc::<Seen>::default()));
    stream::iter(connecting).buffer_unordered(CONNECTING_MAX).try_collect().await
}

/// The server's resident memory, in bytes, after time to give back what it needed for a moment.
pub(super) async fn quiet(fairlot: &Fairlot) -> anyhow::Result<u64> {
    sleep(QUIET).await;
    proc::resident_bytes(fairlot.server.pid.context("the server was started here")?)
}

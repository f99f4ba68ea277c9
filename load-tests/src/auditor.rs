//! An auditor that reads long answers and discards them, and the reference for it.
//!
//! The reference is the same reader with the same number of bytes from a process that only writes. The difference
//! between the two is the server's cost; the rest is the cost of reading on a machine that bidders and server share.

use std::path::Path;

use anyhow::bail;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::Command;

use crate::fairlot::Fairlot;
use crate::server::Server;
use crate::tokens::bidder_id;

/// Records that a page of what a party was sent covers.
pub(crate) const PAGE_RECORDS: usize = 1_000;
/// The size of a read.
const READ_BYTES: usize = 64 << 10;
/// The size of the reference's writes: about the server's.
const WRITE_BYTES: u32 = 32 << 10;
/// The beginning of a successful answer.
const SUCCESS: &[u8] = b"HTTP/1.1 200 ";

/// Reads a lot's journal after a record repeatedly, until it is cancelled. Adds to `bytes` meanwhile.
pub(crate) async fn read_history(fairlot: &Fairlot, lot: &str, after: u64, bytes: &mut u64) -> anyhow::Result<()> {
    let path = format!("/api/v1/lots/{lot}/history?after={after}");
    loop {
        read(fairlot, &path, bytes).await?;
    }
}

/// Reads what a bidder was sent, page by page from the first record to the last of that number, repeatedly, until it is
/// cancelled. Adds to `bytes` meanwhile.
pub(crate) async fn read_views(fairlot: &Fairlot, lot: &str, records: u64, bytes: &mut u64) -> anyhow::Result<()> {
    loop {
        for from in (1..records).step_by(PAGE_RECORDS) {
            read(fairlot, &views_path(lot, from), bytes).await?;
        }
    }
}

/// Where a page of what the first bidder was sent after a record is.
pub(crate) fn views_path(lot: &str, from: u64) -> String {
    format!("/api/v1/lots/{lot}/views?as=bidder:{}&from={from}&limit={PAGE_RECORDS}", bidder_id(0))
}

async fn read(fairlot: &Fairlot, path: &str, bytes: &mut u64) -> anyhow::Result<()> {
    let mut socket = TcpStream::connect(&fairlot.server.address).await?;
    socket.write_all(fairlot.auditors_request(path).as_bytes()).await?;
    let mut start = [0; SUCCESS.len()];
    socket.read_exact(&mut start).await?;
    if start != SUCCESS {
        bail!("{path} is not to be had: {}", String::from_utf8_lossy(&start));
    }
    skim(&mut socket, bytes).await
}

/// Reads this number of bytes a second from a process that only writes, until it is cancelled. Adds to `bytes`
/// meanwhile.
pub(crate) async fn read_elsewhere(folder: &Path, bytes_per_second: u64, bytes: &mut u64) -> anyhow::Result<()> {
    let folder = TempDir::new_in(folder)?;
    let chunk = folder.path().join("chunk");
    std::fs::write(&chunk, vec![b'.'; WRITE_BYTES as usize])?;
    let rate = bytes_per_second.div_ceil(WRITE_BYTES.into()).max(1).to_string();
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("observers-raw").arg(&chunk).args(["--connections", "1", "--rate", &rate]);
    let raw = Server::start(&mut command).await?;
    let mut socket = TcpStream::connect(&raw.address).await?;
    skim(&mut socket, bytes).await?;
    bail!("the reference has stopped writing");
}

async fn skim(socket: &mut TcpStream, bytes: &mut u64) -> anyhow::Result<()> {
    let mut read = vec![0; READ_BYTES];
    loop {
        match socket.read(&mut read).await? {
            0 => return Ok(()),
            len => *bytes += len as u64,
        }
    }
}

//! The auditor, who reads long answers and keeps none of them, and the reference beside it: the same reader of as many
//! bytes that a process sends which does nothing else. The difference between the two is the server's; the rest is what
//! reading takes from a machine that bidders and server share.

use std::path::Path;

use anyhow::bail;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::Command;

use crate::fairlot::Fairlot;
use crate::server::Server;

/// Read at a time.
const READ_BYTES: usize = 64 << 10;
/// What the reference writes at a time: about what the server does.
const WRITE_BYTES: u32 = 32 << 10;
/// How an answer begins that is one.
const SUCCESS: &[u8] = b"HTTP/1.1 200 ";

/// Reads a lot's journal after a record, over and over, until it is taken away. Adds to `bytes` on the way.
pub(super) async fn read_history(fairlot: &Fairlot, lot: &str, after: u64, bytes: &mut u64) -> anyhow::Result<()> {
    let request = fairlot.history_request(lot, after);
    loop {
        let mut socket = TcpStream::connect(&fairlot.server.address).await?;
        socket.write_all(request.as_bytes()).await?;
        let mut start = [0; SUCCESS.len()];
        socket.read_exact(&mut start).await?;
        if start != SUCCESS {
            bail!("the history is not to be had: {}", String::from_utf8_lossy(&start));
        }
        skim(&mut socket, bytes).await?;
    }
}

/// Reads so many bytes a second from a process that only writes, until it is taken away. Adds to `bytes` on the way.
pub(super) async fn read_elsewhere(folder: &Path, bytes_per_second: u64, bytes: &mut u64) -> anyhow::Result<()> {
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

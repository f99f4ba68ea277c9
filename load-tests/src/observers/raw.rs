//! The reference `raw`: writes the same ready bytes to as many plain sockets at the same pace.
//!
//! It does nothing else. No server can deliver for less, unless it uses other system calls.

use std::io::Write;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tokio::net::TcpSocket;

/// The number of sockets that are written without a pause, as the server does with a group of followers.
const CHUNK_LEN: usize = 64;

/// The crowd connects faster than one thread accepts. A client that finds the queue full tries again only after a
/// second.
const BACKLOG_LEN: u32 = 4_096;

/// Flags of the reference's process.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The bytes
    frame: PathBuf,
    /// How many sockets
    #[arg(long)]
    connections: usize,
    /// Writes a second, of all
    #[arg(long)]
    rate: u32,
}

/// Serves until the process is killed.
#[expect(clippy::print_stdout, reason = "whoever started it reads its address")]
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let frame = std::fs::read(&args.frame)?;
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
    let listener = socket.listen(BACKLOG_LEN)?.into_std()?;
    listener.set_nonblocking(false)?;
    println!("raw ready on http://{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    let mut sockets = Vec::with_capacity(args.connections);
    for _ in 0..args.connections {
        let (socket, _) = listener.accept()?;
        socket.set_nodelay(true)?;
        sockets.push(socket);
    }
    let mut due = Instant::now();
    loop {
        for chunk in sockets.chunks_mut(CHUNK_LEN) {
            for socket in &mut *chunk {
                socket.write_all(&frame)?;
            }
            due += Duration::from_secs(1) / args.rate.max(1) * u32::try_from(chunk.len())?;
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
        }
    }
}

//! The reference `echo`: a WebSocket server that returns each message unchanged.
//!
//! It uses the same library and the same buffers as fairlot's server and the bidders here. It decides and stores
//! nothing, so no server built on that library answers faster.

use std::env::current_exe;
use std::io::Write;

use futures::{FutureExt, SinkExt, StreamExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio_tungstenite::accept_async_with_config;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::server::Server;
use crate::socket;

/// The most messages that one flush answers.
const BATCH_LEN_MAX: usize = 256;

/// Starts an echo in a child process.
pub(crate) async fn start() -> anyhow::Result<Server> {
    Server::start(Command::new(current_exe()?).arg("echo-server")).await
}

/// Serves until the process is killed.
#[expect(clippy::print_stdout, reason = "whoever started the echo reads its address")]
pub(crate) async fn serve() -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("echo ready on http://{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        // A client that disconnects ends only its own task.
        tokio::spawn(converse(stream));
    }
}

async fn converse(stream: TcpStream) -> Result<(), Error> {
    let mut socket = accept_async_with_config(stream, Some(socket::config())).await?;
    while let Some(message) = socket.next().await {
        let mut next = Some(message?);
        for _ in 0..BATCH_LEN_MAX {
            let Some(message) = next.take() else { break };
            if let Message::Text(text) = message {
                socket.feed(Message::Text(text)).await?;
            }
            next = socket.next().now_or_never().flatten().transpose()?;
        }
        if let Some(Message::Text(text)) = next {
            socket.feed(Message::Text(text)).await?;
        }
        socket.flush().await?;
    }
    Ok(())
}

//! The reference `echo`: a WebSocket server that sends back what it hears, by the library that fairlot's server and the
//! bidders here use, with the same buffers. It decides nothing and stores nothing: faster than this, nobody answers.

use std::env::current_exe;
use std::io::Write;

use futures::{FutureExt, SinkExt, StreamExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio_tungstenite::accept_async_with_config;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::server::Server;
use crate::socket;

/// Most messages that are answered by one flush.
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
        // A client that has left ends its own task only.
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

//! A relay between a server and its database, which can be cut like a cable or fall silent like a dead machine.

use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::task::AbortOnDropHandle;

/// What the relay does with what it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Passing {
    /// It passes everything on.
    All,
    /// It ends every connection, and each new one at once.
    Ended,
    /// It takes everything and passes nothing on. No connection ends.
    Silent,
}

/// A relay to one address, which listens at its own.
pub(super) struct Relay {
    address: SocketAddr,
    passing: watch::Sender<Passing>,
    _accepting: AbortOnDropHandle<()>,
}

impl Relay {
    /// A relay to the database of this URL.
    pub(super) async fn to(url: &str) -> Self {
        let target = host_of(url).to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let (passing, now) = watch::channel(Passing::All);
        let accepting = tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.expect("a connection is taken");
                tokio::spawn(relay(client, target.clone(), now.clone()));
            }
        });
        Self { address, passing, _accepting: AbortOnDropHandle::new(accepting) }
    }

    /// The URL of the database through this relay.
    pub(super) fn url(&self, url: &str) -> String {
        url.replace(host_of(url), &self.address.to_string())
    }

    pub(super) fn passes(&self, passing: Passing) {
        self.passing.send_replace(passing);
    }
}

/// Passes on until the connection ends by itself, or is ended.
async fn relay(mut client: TcpStream, target: String, mut now: watch::Receiver<Passing>) {
    let Ok(mut server) = TcpStream::connect(target).await else { return };
    loop {
        let passing = *now.borrow_and_update();
        tokio::select! {
            biased;
            changed = now.changed() => {
                // What was silent once stays so: a machine that comes back knows its old connections no more.
                let was_silent = passing == Passing::Silent && *now.borrow() == Passing::All;
                if changed.is_err() || *now.borrow() == Passing::Ended || was_silent {
                    return;
                }
            }
            _ = copy_bidirectional(&mut client, &mut server), if passing == Passing::All => return,
            () = std::future::ready(()), if passing == Passing::Ended => return,
        }
    }
}

/// The host and the port of a URL.
fn host_of(url: &str) -> &str {
    let (_, after) = url.split_once('@').expect("a URL with a password");
    after.split('/').next().expect("a URL with a host")
}

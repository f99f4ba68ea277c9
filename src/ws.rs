//! The WebSocket door: one task for each connection, from frames to the engine and back.
//!
//! It reads and stamps frames, has each message checked, hands bids to lots, and sends answers and the newest state.
//! It knows nothing of HTTP: whoever accepts the upgrade hands it a socket and a caller. Answers are never dropped; a
//! client that does not read is closed.

mod close;
mod connection;
mod following;
mod line;
mod messages;
mod metric;
mod pending;
mod rate;
#[cfg(test)]
mod tests;
mod wire;

pub use close::Ending;
pub use connection::{Caller, Door};
pub use line::Socket;
pub use wire::{Wire, WireOutlet, wire};

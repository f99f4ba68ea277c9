//! The WebSocket protocol: one task for each connection, from frames to the engine and back.
//!
//! Stamps each message on arrival, gives bids to their lots, and sends answers and the newest states. An answer is
//! never dropped: a client that does not read is closed instead. Knows nothing of HTTP: it is given a socket after the
//! upgrade.

mod close;
mod connection;
mod due;
mod following;
mod messages;
mod metric;
mod pending;
mod questions;
mod rate;
mod serve;
mod server;
mod socket;
#[cfg(test)]
mod tests;
mod wire;

pub use close::Ending;
pub use server::{Client, WsServer};
pub use socket::MessageSocket;
pub use wire::{Wire, WireOutlet, wire};

//! Connections of the server: how they are accepted, served, upgraded and stopped.
//!
//! They are independent of the engine, which may be replaced while they stay open.

mod accept;
mod front;
mod linger;
mod patient;
pub(super) mod shared;
pub(super) mod upgrade;

#[cfg(test)]
pub(super) use accept::{ConnectionServer, serve_io};
pub use accept::{listen, serve};
pub use front::Front;
pub use shared::ServerShared;

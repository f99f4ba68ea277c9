//! Connections: accepted in a bounded number, served while the engine behind them may be replaced, and stopped in order.

mod accept;
mod front;
mod patient;
pub(super) mod shared;
pub(super) mod upgrade;

#[cfg(test)]
pub(super) use accept::{ConnectionServer, serve_io};
pub use accept::{listen, serve};
pub use front::Front;
pub use shared::ServerShared;

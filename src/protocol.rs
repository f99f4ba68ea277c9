//! The contract with the outside, as types: what is sent over the wire, and nothing else.
//!
//! Owns the WebSocket messages, the HTTP bodies, how both are read, and the schemas that are published from these types.
//! Knows neither sockets nor the engine. `load-tests` and the pages share it.

mod hex;
pub mod http;
mod members;
pub mod schema;
pub mod ws;

pub use hex::Hex;
pub use http::{AnnulmentRequest, Me, OwnPassword, ProblemBody, RecordedAct, SignIn};
pub use ws::{BidMessage, ClientMessage, ErrorCode, ErrorMessage, ReadyFrame, ServerMessage, Topic, Unreadable};

/// The version of the WebSocket messages, in `welcome`.
pub const VERSION: u32 = 1;
/// The WebSocket subprotocol that speaks it.
pub const SUBPROTOCOL: &str = "fairlot.v1";
/// Before a token among the offered subprotocols.
pub const SUBPROTOCOL_BEARER: &str = "bearer.";

//! The contract with the outside, as types: what stands on the wire and nothing else.
//!
//! Owns the WebSocket messages, the HTTP bodies, the reading of client messages to the letter, and the schemas that are
//! published from these types. Knows neither sockets nor the engine. `load-tests` and the pages share it.

pub mod client;
pub mod hex;
pub mod http;
mod reader;
pub mod ready;
pub mod schema;
pub mod server;
pub mod strict;

pub use client::{BidMessage, ClientMessage, Unreadable};
pub use hex::Hex;
pub use http::{AnnulmentRequest, Me, ProblemBody, RecordedAct, SignIn};
pub use ready::ReadyFrame;
pub use server::{ErrorCode, ErrorMessage, ServerMessage};

/// The version of the WebSocket messages, in `welcome`.
pub const VERSION: u32 = 1;
/// The WebSocket subprotocol that speaks it.
pub const SUBPROTOCOL: &str = "fairlot.v1";
/// Before a token among the offered subprotocols.
pub const SUBPROTOCOL_BEARER: &str = "bearer.";

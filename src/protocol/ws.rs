//! The WebSocket's messages, both ways, and the frames that carry them.

mod client;
mod lot_view;
mod ready;
mod server;

pub use client::{BidMessage, ClientMessage, Unreadable};
pub use lot_view::{SomeOfLotView, WholeLotView};
pub use ready::ReadyFrame;
pub use server::{AcceptedMessage, ErrorCode, ErrorMessage, RefusedMessage, ServerMessage};

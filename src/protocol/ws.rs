//! The WebSocket's messages, both ways, and the frames that carry them.

mod client;
mod console;
mod lot_view;
mod ready;
mod server;

pub use client::{BidMessage, ClientMessage, Topic, Unreadable};
pub use console::{PresenceLot, PresencePerson, PresenceView, ReadyView};
pub use lot_view::{LobbyLot, SomeOfLotView, WholeLotView};
pub use ready::ReadyFrame;
pub use server::{AcceptedMessage, ErrorCode, ErrorMessage, RefusedMessage, ServerMessage};

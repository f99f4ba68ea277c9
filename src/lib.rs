//! fairlot: a server for live reverse auctions, made for hospital trusts that buy together.
//!
//! The modules, in reading order:
//!
//! 1. [`auction`]: the lot as a pure state machine; start with `auction::lot` and `auction::judge`.
//! 2. [`event`]: the event document, its lint and its publication; pure as well.
//! 3. [`clock`]: the only module that reads the time. [`ids`], [`money`], `codes`, [`idempotency`] and `sha256`: what all
//!    modules share.
//! 4. [`journal`]: hash-chained streams of records, and the one writer that commits for all of them.
//! 5. [`store`]: the journal and the people in SQL; no other module has SQL.
//! 6. [`engine`]: one actor per lot, recovery, and the feed to followers.
//! 7. [`auth`]: who is asking, and what that role may do.
//! 8. [`protocol`]: the messages. [`http`] and [`ws`]: how they arrive and leave.
//! 9. [`sheet`]: spreadsheets in and out. [`background`]: slow work that must not delay bids.
//! 10. [`config`], [`telemetry`], [`app`]: bounds, metrics, and the start and stop of the whole server.
//! 11. [`cli`]: the commands.

pub mod app;
pub mod auction;
pub mod auth;
pub mod background;
pub mod cli;
pub mod clock;
mod codes;
pub mod config;
pub mod engine;
pub mod event;
pub mod http;
pub mod idempotency;
pub mod ids;
pub mod journal;
pub mod json;
pub mod money;
pub mod outbound;
pub mod protocol;
mod sha256;
pub mod sheet;
pub mod store;
pub mod telemetry;
pub mod ws;

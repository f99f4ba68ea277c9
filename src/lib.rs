//! fairlot: the auction room in which hospital trusts buy together.
//!
//! The map of the code, in reading order:
//!
//! 1. [`auction`] — what is right. The live lot as a pure state machine; start with `auction::lot` and `auction::judge`.
//! 2. [`event`] — what may be auctioned. The event document, its lint, its publication; pure as well.
//! 3. [`clock`] — the only reader of time; `sha256` — the one hash.
//! 4. [`journal`] — what is known for good. Hash-chained streams and the one writer that commits for all.
//! 5. [`store`] — where it stands. SQL, and only SQL.
//! 6. [`engine`] — what is alive. One actor for each lot, recovery, the feed.
//! 7. [`auth`] — who asks, and what that role may do.
//! 8. [`protocol`]: what goes over the wire; [`http`] and [`ws`] — the doors that it goes through.
//! 9. [`background`] — where work goes that may wait.
//! 10. [`config`], [`telemetry`], [`app`] — bounds, numbers, and how all of it starts and stops.
//! 11. [`cli`] — the commands.

pub mod app;
pub mod auction;
pub mod auth;
pub mod background;
pub mod cli;
pub mod clock;
pub mod config;
pub mod engine;
pub mod event;
pub mod http;
pub mod ids;
pub mod journal;
pub mod json;
pub mod money;

pub mod protocol;
mod sha256;
pub mod store;
pub mod telemetry;
pub mod ws;

//! The live system: one actor for each lot, the registry that starts them, the desk that keeps events, the feed.
//!
//! Knows tokio and the journal; knows nothing of doors or SQL. What is here is order and patience: who is judged when,
//! what waits for the commit, what sleeps. What is right is decided in `auction`.

pub mod access;
mod actor;
mod acts;
pub mod answer;
pub mod arrivals;
mod card;
mod desk;
mod draft;
pub mod feed;
mod handle;
mod history;
mod ledger;
mod lot_access;
pub mod messages;
pub mod metric;
mod offers;
mod recovery;
mod redaction;
mod registry;
pub mod rejudge;
pub mod settings;
mod shared;
mod visibility;
mod watchman;

#[cfg(test)]
mod tests;

pub use access::Engine;
pub use answer::{ActAnswer, BidAnswer, BidRequest, Denied, Recorded, ReplyTo};
pub use arrivals::{Arrival, Arrivals, Stamped};
pub use feed::{Feed, FeedFrames, Offered, Outlet};
pub use lot_access::LotAccess;
pub use rejudge::Rejudge;
pub use settings::EngineSettings;
pub use shared::EngineFailure;

//! The live lot: a pure state machine.
//!
//! Owns judgement, decrements, ranking, the lot's times, and who sees what. It is a deterministic function of its
//! commands: it has no clock, no randomness, no input or output, and iterates over no hash map. Time is an argument.

mod acts;
mod alias;
mod board;
mod chunked;
pub mod command;
mod deadline;
mod decrement;
pub mod event;
mod facts;
pub(crate) mod figures;
mod fit;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that meets the unexpected has failed")]
pub(crate) mod fixture;
mod format;
mod index;
mod judge;
mod limits;
mod lot;
mod notice;
mod origin;
mod outcome;
mod ranking;
pub mod refusal;
pub mod rules;
pub(crate) mod scoring;
pub mod setup;
mod simulation;
mod state;
mod timing;
pub mod view;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::wildcard_imports, reason = "a test that meets the unexpected has failed")]
mod tests;

pub use command::{Act, Command, PlaceBid};
pub use event::Event;
pub use fit::{FittedOffer, ItemMisfit, Misfit};
pub use index::ByItem;
pub use lot::{Lot, LotCopy};
pub(crate) use origin::command_behind;
pub use outcome::{Outcome, Verdict};
pub use refusal::Reason;
pub use rules::Rules;
pub use setup::Setup;
pub use simulation::{FormatNotSimulated, PastRecord, Simulation};
pub use state::{State, WrongState};

/// The version of these rules, written into each lot's first record and needed to judge it again.
pub const RULES_VERSION: u32 = 1;

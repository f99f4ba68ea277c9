//! A naive model of the auction's rules, with which the production code is compared.
//!
//! It uses exact fractions and one list of what happened, and computes every answer again from that list. It follows
//! the order of the rules' text and does not know the code that it checks. It may be slow.

pub mod acts;
pub mod gestures;
pub mod graph;
pub mod happened;
pub mod histories;
pub mod judge;
pub mod limits;
pub mod lot;
pub mod number;
pub mod other_rules;
pub mod prices;
pub mod random_rules;
pub mod ranking;
pub mod requests;
pub mod result;
pub mod setup;
pub mod setups;
pub mod simulate;
pub mod strategy;
pub mod time;

mod sanity;
mod tables;
mod tables_numbers;
mod tables_time;

pub use happened::{Act, ActOutcome, Bid, Input, InputKind, Outcome, Reason, State, Verdict};
pub use lot::Model;
pub use setup::Setup;

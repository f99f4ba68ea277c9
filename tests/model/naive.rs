//! A naive model of the auction's rules, to hold the production code against: exact fractions, one
//! list of what happened, everything worked out again from it at each question. It follows the order
//! of the rules' own text and knows nothing of the code that it checks; slowness is its virtue.

pub mod acts;
pub mod gestures;
pub mod happened;
pub mod histories;
pub mod judge;
pub mod limits;
pub mod lot;
pub mod number;
pub mod prices;
pub mod random_rules;
pub mod ranking;
pub mod requests;
pub mod setup;
pub mod setups;
pub mod strategy;
pub mod time;

mod sanity;
mod tables;
mod tables_numbers;
mod tables_time;

pub use happened::{Act, ActOutcome, Bid, Input, InputKind, Outcome, Reason, State, Verdict};
pub use lot::Model;
pub use setup::Setup;

//! The strategies for property tests: random setups, random histories, and the step from one to the other.
//!
//! Draw `setup()` and `history()`, make a model, and give each gesture to a `Caller`, which returns the input that it
//! becomes. Run that input through the model and through production.

pub use super::gestures::{Caller, Gesture, play};
pub use super::histories::history;
pub use super::setups::setup;

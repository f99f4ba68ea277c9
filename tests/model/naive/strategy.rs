//! The strategies for property tests: random setups, random histories, and the step from one to the
//! other. Typical use: draw `setup()` and `history()`, make a model, and hand each gesture to a
//! `Caller`, which says what input it comes to; run that input through both.

pub use super::gestures::{Caller, Gesture, play};
pub use super::histories::history;
pub use super::setups::setup;

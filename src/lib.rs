//! fairlot: the auction room in which hospital trusts buy together.
//!
//! The map of the code, in reading order:
//!
//! 1. [`clock`] — the only reader of time.

pub mod clock;

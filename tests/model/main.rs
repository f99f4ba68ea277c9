//! The core of a lot against a naive model of its rules, over random lots and random histories.
//!
//! `naive` is the model, written from the text of the rules and not from the code that it checks. `stage` and `bridge`
//! give the same inputs to both. Each other file contains one property.
#![allow(clippy::unwrap_used, reason = "these are tests")]
#![allow(unreachable_pub, reason = "the whole binary is one crate")]

mod absurd;
mod agreement;
mod boundaries;
mod bridge;
mod campaign;
mod disguise;
mod fits;
mod naive;
mod past;
mod previews;
mod replay;
mod results;
mod secrecy;
mod simulations;
mod stage;

//! Tests of the HTTP door: the real engine over a store in memory, no socket.

mod bids;
mod contract;
mod pages;
mod problems;
mod rights;
mod serving;
mod sign_in;

//! Tests of the HTTP API: the real engine over a store in memory, mostly without a socket.

mod bids;
mod checks;
mod compression;
mod contract;
mod contract_errors;
mod lingering;
mod pages;
mod problems;
mod rights;
mod serving;
mod sign_in;
mod words;

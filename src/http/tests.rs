//! Tests of the HTTP API: the real engine over a store in memory, mostly without a socket.

mod bids;
mod compression;
mod contract;
mod contract_errors;
mod lingering;
mod pages;
mod people;
mod people_rights;
mod problems;
mod rights;
mod serving;
mod sign_in;
mod words;

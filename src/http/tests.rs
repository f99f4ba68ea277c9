//! Tests of the HTTP API: the real engine over a store in memory, mostly without a socket.

mod bids;
mod checks;
mod choices;
mod compression;
mod contract;
mod contract_errors;
mod exports;
mod failed_mail;
mod lingering;
mod lobby;
mod pages;
mod people;
mod people_rights;
mod previews;
mod problems;
mod record;
mod report_readers;
mod request_keys;
mod result;
mod rights;
mod security_events;
mod serving;
mod sheets;
mod sign_in;
mod times;
mod words;

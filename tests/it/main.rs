//! The real binary from outside: over HTTP, over WebSocket, on the command line, and with faults.

mod chain;
mod client;
mod contract;
mod documents;
mod people;
mod process;
mod raw;
mod server;

mod bad_documents;
mod blindness;
mod buyer_acts;
mod command_line;
mod damage;
mod examples;
mod exports;
mod faults;
mod four_eyes;
mod fuzz;
mod http_contract;
mod long_reads;
mod members;
mod moving;
mod postgres;
mod privacy;
mod python;
mod raw_frames;
mod refusals;
mod schema;
mod sessions;
mod sign_in;
mod stopping;
mod whole_lot;
mod ws_contract;

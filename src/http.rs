//! The HTTP API: routes, answers, errors, pages, and the accept loop.
//!
//! Handlers are thin: they ask the engine and turn its answer into HTTP. The engine decides what a viewer may know, and
//! `auth::rights` what a role may do. Every error is a problem document (RFC 9457) with a stable code.

mod about;
mod answer;
mod contract;
mod events;
mod exports;
mod health;
mod lots;
mod pages;
mod people;
mod request;
mod router;
mod security;
mod server;
mod sheets;
mod state;
mod times;
mod work;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use answer::ProblemDetails;
pub(crate) use exports::JournalColumns;
pub use request::cookie::COOKIE;
pub use router::router;
pub use server::{Front, ServerShared, listen, serve};
pub use state::AppState;

//! The HTTP door: routes, answers, errors, pages, and the accept loop.
//!
//! Handlers are thin: they ask the engine, and turn what it says into HTTP. What a viewer may know is decided by the
//! engine, what a role may do by `auth::rights`. Every error is a problem document (RFC 9457) with a stable code.

mod body;
mod caller;
mod commands;
mod contract;
mod cookie;
mod enter;
mod events;
mod front;
mod health;
mod history;
mod html;
mod json;
mod lots;
mod offer;
mod origin;
mod pace;
mod pages;
mod path;
mod patient;
mod permit;
mod problem;
mod router;
mod security;
mod serve;
mod session;
mod shared;
mod state;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod upgrade;

pub use cookie::COOKIE;
pub use front::Front;
pub use problem::ProblemDetails;
pub use router::router;
pub use serve::{listen, serve};
pub use shared::ServerShared;
pub use state::AppState;

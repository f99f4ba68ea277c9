//! Sessions, links, people, organisations and security events over HTTP.

mod asking;
pub(super) mod change;
pub(super) mod enter;
pub(super) mod invite;
pub(super) mod organisation;
pub(super) mod others;
pub(super) mod outbox;
pub(super) mod own_secrets;
mod repeat;
pub(super) mod reset;
pub(super) mod security_event;
pub(super) mod session;
pub(super) mod sessions;
pub(super) mod view;

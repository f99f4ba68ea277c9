//! What is read from a request: who sent it, its path, its query, its body, and where it comes from.
//!
//! Each part is read to the letter here, so that handlers get valid values only. What a caller may see is the engine's
//! decision.

mod body;
pub(super) mod caller;
pub(super) mod cookie;
pub(super) mod origin;
mod path;
mod permit;
mod query;

pub(super) use body::{DocumentBody, JsonBody};
pub(super) use caller::Caller;
pub(super) use path::InPath;
pub(super) use permit::Permit;
pub(super) use query::After;

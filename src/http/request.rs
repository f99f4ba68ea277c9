//! What is read from a request: caller, path, query, body and origin.
//!
//! Handlers get valid values only: what cannot be read is answered with a problem here. What a caller may see is not
//! decided here but by the engine.

pub(super) mod accept;
mod body;
pub(super) mod caller;
mod client_address;
pub(super) mod cookie;
pub(super) mod idempotency;
mod if_match;
pub(super) mod known_query;
pub(super) mod origin;
mod past;
mod path;
mod permit;
mod query;
mod sign_in_client;

pub(super) use body::{AnyBody, DocumentBody, JsonBody, SHEET_TYPES, SheetBody, XLSX_TYPE};
pub(super) use caller::{Caller, SessionCaller, StepUp, UnprovedCaller};
pub(super) use client_address::PeerAddress;
pub(super) use idempotency::KeyHeader;
pub(super) use if_match::IfMatch;
pub(super) use past::{AsParty, AtMoment, InPast, PastQuery, with_seq};
pub(super) use path::InPath;
pub(super) use permit::Permit;
pub(super) use query::{AFTER_MAX, After, QueryMembers};
pub(super) use sign_in_client::SignInClient;

//! Why a bid is refused, as a code and in words: a part of the public contract.

mod reason;
mod wording;

pub(crate) use reason::LimitKind;
pub use reason::Reason;
pub use wording::message;

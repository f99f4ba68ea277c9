//! How an event is set up: its document, the lint on its settings, its publication.
//!
//! Pure like `auction`: no clock, no randomness, no input or output.

pub mod document;
pub mod lint;
pub mod machine;
pub mod preview;
pub mod publication;
pub mod view;
pub mod working_days;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use document::EventDocument;
pub use lint::{Finding, Level};
pub use machine::{EventChange, EventSetup, EventStatus};
pub use publication::{LotPublished, NotFrozen, Publication};
pub use view::{redacted_for_bidder, redacted_for_observer};

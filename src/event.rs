//! How an event is set up: its document, the lint on its settings, its publication.
//!
//! Pure like `auction`: no clock, no randomness, no input or output.

mod assess;
pub mod change;
pub mod copy;
pub mod decide;
pub mod document;
pub mod facts;
mod finding;
pub mod lint;
pub mod machine;
pub mod practice;
pub mod preview;
pub mod publication;
pub mod simulation;
mod spend;
pub mod stated;
pub mod status;
pub mod view;
pub mod working_days;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

pub use assess::{Assessed, assess};
pub use change::EventChange;
pub use copy::{CopyWish, Kept};
pub use decide::{EventCommand, EventDeed, EventRefusal, Expected, NewEvent};
pub use document::EventDocument;
pub use finding::{Finding, Level};
pub use machine::EventSetup;
pub use publication::{LotPublished, NotFrozen, Publication};
pub use stated::{IncompleteDocument, LotOutline, Stated};
pub use status::EventStatus;
pub use view::{redacted_for_bidder, redacted_for_observer};

//! The running system: an actor for each lot, one for all events, the registry of lots, recovery, and the feed.
//!
//! It decides order only: which command is judged next, which answers wait for a commit, which lots are unloaded from
//! memory. `auction` and `event` decide what is right. It knows tokio and the journal, and nothing of HTTP, WebSockets or
//! SQL.

pub mod access;
mod actor;
mod acts;
mod announced;
pub mod answer;
pub mod arrivals;
mod bid_lines;
mod console;
mod encode;
mod ended;
mod entry;
mod event;
mod event_acts;
mod fault;
pub mod feed;
mod fit;
mod handle;
mod heartbeat;
mod history;
mod keeper;
mod ledger;
mod lobby;
mod lot_access;
pub mod messages;
pub mod metric;
mod offers;
mod own_record;
mod past;
mod practice;
mod presence;
mod preview;
mod readmission;
mod record_search;
mod recovery;
mod redaction;
mod registry;
pub mod rejudge;
mod report;
mod reported_lot;
mod result;
pub mod settings;
mod shared;
mod simulation;
mod staying_signed_in;
mod visibility;

#[cfg(test)]
mod tests;

pub use access::Engine;
pub use announced::AnnouncedLot;
pub use answer::{ActAnswer, BidAnswer, BidRequest, Conditions, Denied, EventReply, Recorded, ReplyTo};
pub use arrivals::{Arrival, Arrivals, Stamped};
pub use bid_lines::{LotFold, LotLine, LotLines, OtherLine};
pub use event::{EventCursor, EventFilter};
pub use event_acts::LotAnswers;
pub use feed::{Beats, DirectWrite, Feed, FeedFrames, WriteOutcome};
pub use lot_access::LotAccess;
pub use past::{PastAccess, PastEvent, PastView, Replay, ReplayedRecords};
pub use presence::{Attendance, ConnectionMark};
pub use preview::PreviewedEvent;
pub use readmission::{ReadmissionOrder, ReadmissionRecord};
pub use record_search::{LookedAt, RecordFilter, record_kinds};
pub use rejudge::Rejudge;
pub use reported_lot::ReportedLot;
pub use settings::EngineSettings;
pub use shared::EngineFailure;
pub use simulation::{NotSimulated, ShownSimulation, SimulationRun};

//! The past of lots: any state that a lot was in, as any party saw it then.
//!
//! All of it is read from the journal, in the background, and never from the lot's actor. So no bid waits for it, and a
//! lot need not be in memory. A state is a fold of the records up to one of them; states are kept every so many records
//! for a while, so that the next one is near.

mod access;
mod fold;
mod reading;
mod replay;
mod run;
mod states;
mod timeline;
mod timelines;
mod turns;

pub(super) use self::access::check;
pub use self::access::{PastAccess, PastEvent, PastView};
pub use self::replay::{Replay, ReplayedRecords};
pub(super) use self::timelines::Timelines;

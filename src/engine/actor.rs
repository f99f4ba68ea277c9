//! The lot's actor: the one task that owns a lot and its stream.
//!
//! It takes all orders that wait, decides and applies each on its own state, and hands the journal one batch. The next
//! batch is judged while the last one is being committed. Each batch is answered when it is on stable storage. Nothing
//! that follows from an uncommitted state leaves the actor: no answer, no view, no refusal. A question is answered from
//! what was judged when it was taken, once that is committed; bids are judged meanwhile. After a failed commit the actor
//! answers `unavailable` and stops; the state is rebuilt from the journal.

mod commit;
mod flight;
mod found;
mod judge;
mod lot_actor;
pub(super) mod measure;
mod questions;
mod run;
mod settle;
mod settling;
mod staged;

pub(super) use self::lot_actor::{LotActor, OwnedLot};
pub(super) use self::run::ActorEnd;

//! Finds the bidder that a buyer's act names, by its id or by its alias.

use super::answer::Denied;
use crate::auction::view::{Sight, Viewer};
use crate::auction::{Act, Lot, WrongState};
use crate::ids::{BidderId, OrgId};
use crate::json::{Code, Problem};
use crate::protocol::http::{ActRequest, Naming};

/// What is said of a bidder that the lot does not have.
const NOT_INVITED: &str = "no bidder of that name is invited to this lot";

/// The act that `request` asks for, on the lot in its present state.
///
/// # Errors
/// [`Denied::Problems`] where no bidder has that name. While bidders are hidden from the buyer an id is not accepted as
/// a name: otherwise the answer would reveal who is invited, and who is behind an alias.
pub(super) fn resolve(request: ActRequest, lot: &Lot, buyer: &OrgId) -> Result<Act, Denied> {
    let bidder = |who: Naming| find(who, lot, buyer);
    Ok(match request {
        ActRequest::Plain(act) => act,
        ActRequest::ExtendBy { by_s, reason } => {
            let by_us = i64::try_from(by_s).unwrap_or(i64::MAX).saturating_mul(1_000_000);
            let closes_at = lot.board().closes_at().plus_micros(by_us);
            if closes_at.to_string().parse() != Ok(closes_at) {
                let message = "must leave the close before the end of the year 9999";
                return Err(Denied::Problems(vec![Problem::new("/by_s", Code::OutOfRange, message)]));
            }
            Act::Extend { closes_at, reason }
        }
        ActRequest::Annul { who, offer, reason } => Act::Annul { bidder: bidder(who)?, offer, reason },
        ActRequest::Exclude { who, reason } => Act::Exclude { bidder: bidder(who)?, reason },
        ActRequest::BroadcastTo { who, text, reason } => Act::Broadcast { text, to: Some(bidder(who)?), reason },
    })
}

/// Why an act was not done.
pub(super) fn denied(wrong: &WrongState) -> Denied {
    match wrong {
        WrongState::NotNow { .. } => Denied::WrongState(wrong.to_string()),
        WrongState::OwnProposal => Denied::Forbidden(wrong.to_string()),
        WrongState::UnknownBidder => problem("bidder", NOT_INVITED),
    }
}

fn find(who: Naming, lot: &Lot, buyer: &OrgId) -> Result<BidderId, Denied> {
    let board = lot.board();
    match who {
        Naming::Alias(alias) => {
            let found = lot.bidder_of_alias(buyer, &alias).cloned();
            found.ok_or_else(|| problem("alias", "no bidder of this lot has that alias"))
        }
        Naming::Id(member, _) if !Sight::new(board, &Viewer::Buyer(buyer.clone())).sees_identities() => {
            Err(problem(member, "use alias: bidders of this lot are not named before it has closed"))
        }
        Naming::Id(member, id) if board.setup().bidders.iter().all(|invited| invited.id != id) => {
            Err(problem(member, NOT_INVITED))
        }
        Naming::Id(_, id) => Ok(id),
    }
}

fn problem(member: &str, message: &str) -> Denied {
    Denied::Problems(vec![Problem::new(format!("/{member}"), Code::UnknownReference, message)])
}

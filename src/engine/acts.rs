//! Finds the bidder that a buyer's act names, by its id or by its alias.

use super::answer::Denied;
use crate::auction::view::{Sight, Viewer};
use crate::auction::{Act, Lot};
use crate::ids::{BidderId, OrgId};
use crate::json::{Code, Problem};
use crate::protocol::http::{ActRequest, Naming};

/// The act that `request` asks for, on the lot in its present state.
///
/// # Errors
/// [`Denied::Problems`] where no bidder has that name. While bidders are hidden from the buyer an id is not accepted as
/// a name: otherwise the answer would reveal who is invited, and who is behind an alias.
pub(super) fn resolve(request: ActRequest, lot: &Lot, buyer: &OrgId) -> Result<Act, Denied> {
    let bidder = |who: Naming| find(who, lot, buyer);
    Ok(match request {
        ActRequest::Plain(act) => act,
        ActRequest::Annul { who, offer, reason } => Act::Annul { bidder: bidder(who)?, offer, reason },
        ActRequest::Exclude { who, reason } => Act::Exclude { bidder: bidder(who)?, reason },
        ActRequest::BroadcastTo { who, text, reason } => Act::Broadcast { text, to: Some(bidder(who)?), reason },
    })
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
            Err(problem(member, "no bidder of that name is invited to this lot"))
        }
        Naming::Id(_, id) => Ok(id),
    }
}

fn problem(member: &str, message: &str) -> Denied {
    Denied::Problems(vec![Problem::new(format!("/{member}"), Code::UnknownReference, message)])
}

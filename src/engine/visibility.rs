//! Decides who may see an event or a lot at all.
//!
//! What they see of it is decided in `auction::view` and `event`.

use super::entry::LotEntry;
use crate::auction::view::Viewer;
use crate::auth::{Principal, Role};
use crate::event::{EventSetup, EventStatus};
use crate::ids::{BidderId, OdsCode, OrgId};

/// The viewer as which a principal sees lots. None where its organisation's id is not of the kind that its role needs.
pub(super) fn viewer(by: &Principal) -> Option<Viewer> {
    let org = by.org.as_str();
    match by.role {
        Role::Supplier => BidderId::parse(org).ok().map(Viewer::Bidder),
        Role::Observer => OdsCode::parse(org).ok().map(Viewer::Observer),
        // An administrator of the partnership sees what its buyers see, and acts on nothing.
        Role::Buyer | Role::Admin => Some(Viewer::Buyer(by.org.clone())),
        Role::Auditor => Some(Viewer::Auditor(by.org.clone())),
    }
}

/// Whether the principal may know that the lot exists.
pub(super) fn may_see_lot(viewer: &Viewer, entry: &LotEntry) -> bool {
    match viewer {
        Viewer::Bidder(bidder) => entry.bidders.contains(bidder),
        Viewer::Observer(trust) => entry.trusts.contains(trust),
        Viewer::Buyer(org) | Viewer::Auditor(org) => entry.owner == *org,
    }
}

/// Whether the principal may know that the event exists. Suppliers and observers: once it is published. A deleted one is
/// shown to auditors only.
pub(super) fn may_see_event(viewer: &Viewer, event: &EventSetup) -> bool {
    let is_published = event.status == EventStatus::Published;
    match viewer {
        Viewer::Bidder(bidder) => is_published && (0..event.lots.len()).any(|lot| invites(event, lot, bidder)),
        Viewer::Observer(trust) => is_published && buys(event, trust),
        Viewer::Buyer(org) => event.owner == *org && event.status != EventStatus::Deleted,
        Viewer::Auditor(org) => event.owner == *org,
    }
}

/// Whether the principal may know of that lot of an event that it may see.
pub(super) fn may_see_lot_of(viewer: &Viewer, event: &EventSetup, lot: usize) -> bool {
    match viewer {
        Viewer::Bidder(bidder) => invites(event, lot, bidder),
        Viewer::Observer(_) | Viewer::Buyer(_) | Viewer::Auditor(_) => true,
    }
}

/// Whether `by` is a buyer of `owner`.
pub(super) fn is_buyer_of(by: &Principal, owner: &OrgId) -> bool {
    by.role == Role::Buyer && by.org == *owner
}

fn invites(event: &EventSetup, lot: usize, bidder: &BidderId) -> bool {
    let lot = event.stated.document().and_then(|document| document.lots.get(lot));
    lot.is_some_and(|lot| lot.bidders.iter().any(|invited| invited.bidder == *bidder))
}

fn buys(event: &EventSetup, trust: &OdsCode) -> bool {
    event.stated.document().is_some_and(|document| document.trusts.iter().any(|buys| buys.ods == *trust))
}

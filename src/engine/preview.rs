//! Renders a preview: the `lot` message of a lot that is nowhere kept, as a party would get it.

use std::sync::Arc;

use bytes::Bytes;
use uuid::Uuid;

use super::answer::Denied;
use super::feed::{LotSnapshot, whole_lot};
use super::recovery::check_openings;
use crate::auction::Setup;
use crate::auction::setup::AliasKey;
use crate::auction::view::{Constants, Viewer};
use crate::auth::Directory;
use crate::clock::Instant;
use crate::event::preview::{PreviewFacts, PreviewedLot, preview_lot, preview_setup};
use crate::event::{EventDocument, EventSetup};
use crate::ids::{EventId, LotId, OrgId};
use crate::json::{Code, Problem};
use crate::protocol::http::{Party, PreviewRequest};

/// An event that is previewed.
#[derive(Debug)]
pub struct PreviewedEvent {
    document: EventDocument,
    facts: PreviewFacts,
}

impl PreviewedEvent {
    /// An event that is stored.
    ///
    /// # Errors
    /// [`Denied::Problems`] where its draft is not complete.
    pub(super) fn stored(setup: &EventSetup, lot: usize, now: Instant) -> Result<Self, Denied> {
        let Some(document) = setup.stated.document() else {
            let message = "is not complete: a check of the draft says what is missing or wrong";
            return Err(Denied::Problems(vec![Problem::new("/event", Code::Contradiction, message)]));
        };
        let facts = PreviewFacts {
            event: setup.id.clone(),
            owner: setup.owner.clone(),
            lot: setup.lots.get(lot).cloned().unwrap_or_else(no_lot),
            digest: setup.digest.clone(),
            alias_key: AliasKey(rand::random()),
            now,
        };
        Ok(Self { document: (**document).clone(), facts })
    }

    /// An event that is not stored.
    pub(super) fn sent(document: EventDocument, owner: OrgId, now: Instant) -> Self {
        let event = EventId::parse(&Uuid::nil().to_string()).expect("a uuid is an id");
        let (lot, alias_key) = (no_lot(), AliasKey(rand::random()));
        Self { document, facts: PreviewFacts { event, owner, lot, digest: None, alias_key, now } }
    }

    /// The `lot` message that the party of the request would get, with `"refused"` for the offers that fell. It takes
    /// long: the caller runs it beside the threads that judge bids.
    ///
    /// # Errors
    /// [`Denied::Problems`] where the lot cannot be shown so.
    ///
    /// # Panics
    /// Never: a message is a JSON object.
    pub fn render(self, request: &PreviewRequest) -> Result<Bytes, Denied> {
        let Self { document, facts } = self;
        let setup = preview_setup(&document, request.lot, &facts).map_err(|problem| Denied::Problems(vec![problem]))?;
        let setup = check_openings(setup).map_err(|fault| {
            let path = format!("/document/lots/{}/bidders", request.lot);
            Denied::Problems(vec![Problem::new(path, Code::Contradiction, fault)])
        })?;
        let viewer = viewer(&request.party, &setup)?;
        let constants = Arc::new(Constants::new(&setup));
        let preview = preview_lot(setup, request.state, &request.offers, facts.now).map_err(Denied::Problems)?;
        let PreviewedLot { lot, now, refused } = preview;
        // No person has done anything to a lot that is only previewed.
        let directory = Directory::default();
        let (messages, persons, terms) = (Arc::default(), Arc::default(), Arc::default());
        let snapshot = LotSnapshot { board: lot.board().clone(), constants, messages, persons, terms, directory };
        let message = whole_lot(&facts.lot, &snapshot, &viewer, now);
        let refused = serde_json::to_string(&refused).expect("refusals are JSON");
        let members = message.strip_suffix(b"}").expect("a message is a JSON object");
        Ok([members, b",\"refused\":", refused.as_bytes(), b"}"].concat().into())
    }
}

/// Stands for a lot that has no id yet.
fn no_lot() -> LotId {
    LotId::parse(&Uuid::nil().to_string()).expect("a uuid is an id")
}

/// The viewer as which the party sees the lot.
fn viewer(party: &Party, setup: &Setup) -> Result<Viewer, Denied> {
    let unknown = |what: &str| Denied::Problems(vec![Problem::new("/as", Code::UnknownReference, what)]);
    match party {
        Party::Bidder(bidder) if setup.bidders.iter().all(|invited| invited.id != *bidder) => {
            Err(unknown("is not invited to this lot"))
        }
        Party::Bidder(bidder) => Ok(Viewer::Bidder(bidder.clone())),
        Party::Observer(ods) if setup.event.trusts.iter().all(|trust| trust.ods != *ods) => {
            Err(unknown("is no trust of this event"))
        }
        Party::Observer(ods) => Ok(Viewer::Observer(ods.clone())),
        Party::Buyer => Ok(Viewer::Buyer(setup.event.owner.clone())),
        Party::Auditor => Ok(Viewer::Auditor(setup.event.owner.clone())),
    }
}

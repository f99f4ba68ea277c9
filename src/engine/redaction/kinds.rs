//! What each viewer is shown of each kind of record.

use serde_json::{Map, Value};

use super::{Redaction, Shown, is_nobody};
use crate::auction::Event;
use crate::auction::view::Viewer;
use crate::event::{EventDocument, LotPublished, redacted_for_bidder, redacted_for_observer};
use crate::ids::BidderId;
use crate::journal::Actor;
use crate::journal::record::Body;

impl Redaction {
    /// The first record: never its alias key, and the event's document as the viewer may see it.
    pub(super) fn lot_published(&self, body: &Body) -> Result<Shown, String> {
        let published: LotPublished = serde_json::from_str(body.data.get()).map_err(|error| error.to_string())?;
        let document: EventDocument = serde_json::from_str(published.event.get()).map_err(|error| error.to_string())?;
        let event = match &self.viewer {
            Viewer::Auditor(_) => return Ok(Shown::Whole),
            Viewer::Bidder(bidder) => redacted_for_bidder(&document, bidder),
            Viewer::Observer(trust) => redacted_for_observer(&document, trust),
            // The whole document: the partnership's buyers wrote it.
            Viewer::Buyer(_) => serde_json::from_str(published.event.get()).map_err(|error| error.to_string())?,
        };
        let mut data = Map::new();
        data.insert("schema".to_owned(), published.schema.into());
        data.insert("rules_version".to_owned(), published.rules_version.into());
        data.insert("event".to_owned(), event);
        data.insert("lot".to_owned(), published.lot.into());
        data.insert("receipt_key".to_owned(), published.receipt_key.into());
        data.insert("event_id".to_owned(), published.event_id.as_str().into());
        data.insert("owner".to_owned(), published.owner.as_str().into());
        data.insert("digest".to_owned(), published.digest.into());
        let actor = matches!(self.viewer, Viewer::Buyer(_));
        Ok(Shown::Part { data, actor })
    }

    /// A supplier sees what is public, without the buyer's name; its own records whole; and nothing of its rivals.
    pub(super) fn to_bidder(
        &self,
        event: &Event,
        mut data: Map<String, Value>,
        own: &BidderId,
        actor: &Actor,
    ) -> Shown {
        match event {
            Event::TermsAccepted { bidder } | Event::AnnulmentRequested { bidder, .. } => whole_if(bidder == own),
            Event::BidAccepted(bid) => whole_if(bid.bidder == *own),
            Event::BidRefused(bid) => whole_if(bid.bidder == *own),
            Event::LotOpened { .. }
            | Event::LotExtended { .. }
            | Event::LotPaused { .. }
            | Event::LotResumed { .. }
            | Event::LotCancelled { .. }
            | Event::MessageSent { to: None, .. } => unless_named(data, actor),
            Event::AnnulmentDeclined { bidder, .. } | Event::BidAnnulled { bidder, .. } if bidder == own => {
                data.shift_remove("request");
                data.shift_remove("offer");
                Shown::Part { data, actor: false }
            }
            Event::BidderExcluded { bidder, .. } | Event::MessageSent { to: Some(bidder), .. } if bidder == own => {
                unless_named(data, actor)
            }
            Event::LotClosed { .. } => {
                self.keep_own_place(&mut data, own);
                data.shift_remove("reserve_met");
                Shown::Part { data, actor: false }
            }
            Event::AnnulmentDeclined { .. }
            | Event::BidAnnulled { .. }
            | Event::BidderExcluded { .. }
            | Event::MessageSent { .. }
            | Event::ActProposed { .. }
            | Event::ActApproved { .. }
            | Event::ActDeclined { .. } => Shown::Nothing,
        }
    }

    /// A trust's observer sees all accepted offers, under aliases; no refused bid, no person, no `ref` of a bid, no
    /// proposals.
    pub(super) fn to_observer(&self, event: &Event, mut data: Map<String, Value>, actor: &Actor) -> Shown {
        match event {
            Event::LotOpened { .. }
            | Event::LotExtended { .. }
            | Event::LotPaused { .. }
            | Event::LotResumed { .. }
            | Event::LotCancelled { .. }
            | Event::MessageSent { to: None, .. } => unless_named(data, actor),
            Event::MessageSent { to: Some(_), .. }
            | Event::BidRefused(_)
            | Event::ActProposed { .. }
            | Event::ActApproved { .. }
            | Event::ActDeclined { .. } => Shown::Nothing,
            Event::TermsAccepted { .. }
            | Event::AnnulmentDeclined { .. }
            | Event::BidAnnulled { .. }
            | Event::BidderExcluded { .. } => {
                self.hide_bidder(&mut data, "bidder");
                Shown::Part { data, actor: false }
            }
            Event::BidAccepted(_) => {
                self.hide_bidder(&mut data, "bidder");
                data.shift_remove("ref");
                Shown::Part { data, actor: false }
            }
            Event::AnnulmentRequested { .. } => {
                self.hide_bidder(&mut data, "bidder");
                // The bidder's own words may name it.
                data.shift_remove("ref");
                data.shift_remove("reason");
                Shown::Part { data, actor: false }
            }
            Event::LotClosed { .. } => {
                self.hide_places(&mut data);
                data.shift_remove("reserve_met");
                Shown::Part { data, actor: false }
            }
        }
    }

    /// A buyer sees everything, with bidders under aliases while their identities are hidden.
    pub(super) fn to_buyer(&self, event: &Event, mut data: Map<String, Value>) -> Shown {
        if self.knows_bidders() {
            return Shown::Whole;
        }
        match event {
            Event::LotOpened { .. }
            | Event::LotExtended { .. }
            | Event::LotPaused { .. }
            | Event::LotResumed { .. }
            | Event::LotCancelled { .. }
            | Event::ActApproved { .. }
            | Event::ActDeclined { .. }
            | Event::MessageSent { to: None, .. } => Shown::Whole,
            Event::TermsAccepted { .. } => {
                self.hide_bidder(&mut data, "bidder");
                Shown::Part { data, actor: false }
            }
            Event::BidAccepted(_) | Event::BidRefused(_) | Event::AnnulmentRequested { .. } => {
                self.hide_bidder(&mut data, "bidder");
                data.shift_remove("ref");
                Shown::Part { data, actor: false }
            }
            Event::AnnulmentDeclined { .. } | Event::BidAnnulled { .. } | Event::BidderExcluded { .. } => {
                self.hide_bidder(&mut data, "bidder");
                Shown::Part { data, actor: true }
            }
            Event::MessageSent { to: Some(_), .. } => {
                self.hide_bidder(&mut data, "to");
                Shown::Part { data, actor: true }
            }
            Event::ActProposed { .. } => {
                if let Some(Value::Object(act)) = data.get_mut("act") {
                    self.hide_bidder(act, "bidder");
                }
                Shown::Part { data, actor: true }
            }
            Event::LotClosed { .. } => {
                self.hide_places(&mut data);
                Shown::Part { data, actor: true }
            }
        }
    }

    /// Removes all places but the supplier's own from the result.
    fn keep_own_place(&self, data: &mut Map<String, Value>, own: &BidderId) {
        let Some(Value::Array(ranking)) = data.get_mut("ranking") else { return };
        ranking.retain(|place| place.get("bidder").and_then(Value::as_str) == Some(own.as_str()));
        // A supplier that knows its own price and score can compute the lead's price.
        if !self.board.setup().rules.show.lead_price {
            for place in ranking.iter_mut().filter_map(Value::as_object_mut) {
                place.shift_remove("score");
            }
        }
    }

    /// Replaces the bidders of the result by their aliases, unless the viewer may know them.
    fn hide_places(&self, data: &mut Map<String, Value>) {
        let Some(Value::Array(ranking)) = data.get_mut("ranking") else { return };
        for place in ranking.iter_mut().filter_map(Value::as_object_mut) {
            self.hide_bidder(place, "bidder");
        }
    }
}

fn whole_if(own: bool) -> Shown {
    if own { Shown::Whole } else { Shown::Nothing }
}

/// Whole, unless the actor is a person.
fn unless_named(data: Map<String, Value>, actor: &Actor) -> Shown {
    if is_nobody(actor) { Shown::Whole } else { Shown::Part { data, actor: false } }
}

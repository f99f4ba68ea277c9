//! The answers about events, in JSON.

use std::cmp::Reverse;

use bytes::Bytes;
use serde_json::{Value, json};

use super::{EventActor, OwnedEvent};
use crate::auction::view::{StatedLot, Viewer, rule_words};
use crate::auth::Principal;
use crate::auth::people_rights::EventParties;
use crate::clock::Instant;
use crate::engine::answer::Denied;
use crate::engine::entry::LotSummary;
use crate::engine::visibility;
use crate::event::document::{EventDocument, LotDocument, OpensAt};
use crate::event::lint::lint;
use crate::event::{EventSetup, EventStatus, Finding, redacted_for_bidder, redacted_for_observer};
use crate::ids::{EventId, LotId, OrgId};
use crate::protocol::http::LotWords;

/// The answer to a draft.
pub(super) fn drafted(setup: &EventSetup, lint: &[Finding]) -> Bytes {
    text(&json!({"id": setup.id, "status": setup.status, "lint": lint, "lots": setup.lots}))
}

/// The answer to a publication.
pub(super) fn published(setup: &EventSetup, lint: &[Finding]) -> Bytes {
    text(&json!({
        "digest": setup.digest,
        "id": setup.id,
        "status": setup.status,
        "lint": lint,
        "lots": setup.lots,
    }))
}

impl EventActor {
    pub(super) fn event(&self, by: &Principal, id: &EventId) -> Result<Bytes, Denied> {
        let (event, viewer) = self.visible(by, id)?;
        let setup = &event.setup;
        let document = match &viewer {
            Viewer::Bidder(bidder) => redacted_for_bidder(&setup.document, bidder),
            Viewer::Observer(_) => redacted_for_observer(&setup.document),
            Viewer::Buyer(_) | Viewer::Auditor(_) => json!(setup.document),
        };
        // The digest is part of the invitation: a reader who gets the whole document later can check it.
        let mut answer = json!({
            "id": setup.id,
            "status": setup.status,
            "created_at": setup.created_at,
            "digest": setup.digest,
            "document": document,
        });
        if let Viewer::Buyer(_) | Viewer::Auditor(_) = viewer {
            answer["lint"] = json!(self.lint(event));
        }
        answer["lots"] = self.lots(setup, &viewer);
        answer["rules_words"] = json!(rules_words(setup, &viewer));
        Ok(text(&answer))
    }

    pub(super) fn events(&self, by: &Principal) -> Bytes {
        let Some(viewer) = visibility::viewer(by) else { return text(&json!({"events": []})) };
        let mut seen: Vec<&EventSetup> = self.seen_by(&viewer).collect();
        seen.sort_by_key(|setup| Reverse(age_key(setup)));
        let events = seen.into_iter().map(|setup| {
            json!({
                "id": setup.id,
                "title": setup.document.title,
                "reference": setup.document.reference,
                "status": setup.status,
                "practice": setup.document.practice,
                "lots": self.lots(setup, &viewer),
            })
        });
        text(&json!({"events": events.collect::<Vec<Value>>()}))
    }

    /// The name of the viewer's organisation in the newest event that it may see. None for a partnership: no document
    /// names it.
    pub(super) fn org_name(&self, viewer: &Viewer) -> Option<String> {
        let name_in = |document: &EventDocument| match viewer {
            Viewer::Bidder(id) => document.bidders.iter().find(|one| one.id == *id).map(|one| one.name.clone()),
            Viewer::Observer(ods) => document.trusts.iter().find(|one| one.ods == *ods).map(|one| one.name.clone()),
            Viewer::Buyer(_) | Viewer::Auditor(_) => None,
        };
        self.seen_by(viewer).max_by_key(|setup| age_key(setup)).and_then(|setup| name_in(&setup.document))
    }

    /// The bidders and trusts that the events of a partnership name, drafts too, with their names in the newest event.
    pub(super) fn parties(&self, owner: &OrgId) -> EventParties {
        let own = self.events.values().map(|event| &event.setup).filter(|setup| setup.owner == *owner);
        let mut own: Vec<&EventSetup> = own.collect();
        own.sort_by_key(|setup| age_key(setup));
        let mut parties = EventParties::default();
        for document in own.into_iter().map(|setup| &setup.document) {
            let bidders = document.bidders.iter().map(|one| (one.id.as_str(), &one.name));
            parties.bidders.extend(bidders.filter_map(named));
            parties.trusts.extend(document.trusts.iter().map(|one| (one.ods.as_str(), &one.name)).filter_map(named));
        }
        parties
    }

    /// The events that the viewer may see, by id.
    fn seen_by(&self, viewer: &Viewer) -> impl Iterator<Item = &EventSetup> {
        self.events.values().map(|event| &event.setup).filter(|setup| visibility::may_see_event(viewer, setup))
    }

    /// The lint of a draft as of now, of a published event as of its publication, which is its last record.
    fn lint(&self, event: &OwnedEvent) -> Vec<Finding> {
        let at = match event.setup.status {
            EventStatus::Draft => self.shared.clock.now(),
            EventStatus::Published => event.stream.tail().at,
        };
        lint(&event.setup.document, at)
    }

    /// The lots that the viewer may know of. A lot's state is null in a draft, and where its stream cannot be used.
    fn lots(&self, setup: &EventSetup, viewer: &Viewer) -> Value {
        let lots = setup.lots.iter().zip(&setup.document.lots).enumerate();
        let mine = lots.filter(|(nth, _)| visibility::may_see_lot_of(viewer, setup, *nth));
        mine.map(|(_, (id, document))| self.lot(id, document)).collect()
    }

    fn lot(&self, id: &LotId, document: &LotDocument) -> Value {
        if let Some(entry) = self.registry.entry(id) {
            let LotSummary { state, opens_at, closes_at, ended_at } = entry.summary();
            return json!({
                "id": id, "title": entry.title, "state": state,
                "opens_at": opens_at, "closes_at": closes_at, "ended_at": ended_at,
            });
        }
        let closes_at = match document.opens_at {
            OpensAt::At(opens_at) => document.closes_at_from(opens_at),
            OpensAt::Now(_) => document.closes_at,
        };
        json!({
            "id": id, "title": document.title, "state": null,
            "opens_at": document.opens_at, "closes_at": closes_at, "ended_at": null,
        })
    }
}

/// The rules in words of the lots that the viewer may know of, in a draft too.
fn rules_words(setup: &EventSetup, viewer: &Viewer) -> Vec<LotWords> {
    let lots = setup.lots.iter().zip(&setup.document.lots).enumerate();
    let mine = lots.filter(|(nth, _)| visibility::may_see_lot_of(viewer, setup, *nth));
    let words = |lot| rule_words(&stated(&setup.document, lot), viewer);
    mine.map(|(_, (id, lot))| LotWords { lot: id.clone(), words: words(lot) }).collect()
}

fn stated<'a>(event: &'a EventDocument, lot: &'a LotDocument) -> StatedLot<'a> {
    let opens_at = match lot.opens_at {
        OpensAt::At(opens_at) => Some(opens_at),
        OpensAt::Now(_) => None,
    };
    StatedLot {
        rules: &lot.rules,
        currency: &event.currency,
        decimals: lot.decimals,
        opens_at,
        closes_at: opens_at.map_or(lot.closes_at, |opens_at| lot.closes_at_from(opens_at)),
        duration_s: lot.duration_s,
        has_terms: event.terms.is_some(),
        has_figures: lot.bidders.iter().any(|bidder| !bidder.has_plain_figures()),
    }
}

/// An organisation and its name.
fn named((id, name): (&str, &String)) -> Option<(OrgId, String)> {
    Some((OrgId::parse(id).ok()?, name.clone()))
}

/// Orders events by their creation.
fn age_key(setup: &EventSetup) -> (Instant, &EventId) {
    (setup.created_at, &setup.id)
}

fn text(value: &Value) -> Bytes {
    value.to_string().into()
}

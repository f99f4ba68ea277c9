//! Publication of an event: the frozen document, its digest, and each lot's first record.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::document::{
    BidderDocument, EventDocument, ItemDocument, LotBidderDocument, LotDocument, OpensAt, TrustDocument,
};
use super::finding::{Finding, Level};
use super::lint::lint;
use crate::auction::setup::{AliasKey, EventFacts, Invited, Item, Trust};
use crate::auction::{ByItem, RULES_VERSION, Setup};
use crate::clock::Instant;
use crate::ids::{EventId, ItemId, LotId, OrgId};
use crate::json::Problem;
use crate::money::Amount;
use crate::sha256::sha256;

#[cfg(test)]
mod tests;

/// The shape of [`LotPublished`] that is written here.
pub const LOT_PUBLISHED_SCHEMA: u32 = 1;

/// An event document frozen for good.
#[derive(Debug, Clone)]
pub struct Publication {
    /// The document with `now` replaced by the instant of publication and every default written out.
    pub document: EventDocument,
    /// Its exact JSON text.
    pub text: Box<RawValue>,
    /// The document as it is read from the text; the lots are made of this.
    pub read_back: EventDocument,
    /// `sha256:` and the SHA-256 of the text, in hex.
    pub digest: String,
    /// The warnings that it was published with.
    pub lint: Vec<Finding>,
}

/// Why a document cannot be published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotFrozen {
    /// The profile forbids it: the whole lint.
    #[error("the profile forbids publication")]
    Lint(Vec<Finding>),
    /// As it would be frozen, the document is not right.
    #[error("the document has {} problems", .0.len())]
    Problems(Vec<Problem>),
}

/// `data` of `lot_published`, the first record of a lot's stream.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LotPublished {
    /// Version of this record's shape.
    pub schema: u32,
    /// Version of the rules that judge the lot.
    pub rules_version: u32,
    /// The frozen document, byte for byte the same in all lots of the event.
    pub event: Box<RawValue>,
    /// Which of the document's lots this is.
    pub lot: usize,
    /// 64 hex digits; shown to nobody but an auditor.
    pub alias_key: String,
    /// The server's public key for receipts.
    pub receipt_key: String,
    /// The event's id.
    pub event_id: EventId,
    /// The partnership that it belongs to.
    pub owner: OrgId,
    /// The document's digest.
    pub digest: String,
}

impl Publication {
    /// Freezes `document` at `now`.
    ///
    /// A lot that opens now opens at `now`. An opening that has passed stays as it is stated, and its lot opens at
    /// once; a lot that would have closed already cannot be published.
    ///
    /// The frozen text is read back as strictly as a document from outside: a text that no restart could read is not
    /// published.
    ///
    /// # Errors
    /// [`NotFrozen`], each as it says.
    ///
    /// # Panics
    /// Never: a document always has a JSON text.
    pub fn freeze(document: &EventDocument, now: Instant) -> Result<Self, NotFrozen> {
        let lint = lint(document, now);
        if lint.iter().any(|finding| finding.level == Level::Error) {
            return Err(NotFrozen::Lint(lint));
        }
        if let Some(problem) = document.too_much_to_publish() {
            return Err(NotFrozen::Problems(vec![problem]));
        }
        let document = frozen(document, now);
        let text = serde_json::value::to_raw_value(&document).expect("a document has only text for keys");
        let read_back = EventDocument::read(text.get().as_bytes()).map_err(NotFrozen::Problems)?;
        let digest = digest(&text);
        Ok(Self { document, text, read_back, digest, lint })
    }
}

/// The document as it stands once it is published at `now`: a lot that opens now opens then.
#[must_use]
pub fn frozen(document: &EventDocument, now: Instant) -> EventDocument {
    let mut document = document.clone();
    for lot in &mut document.lots {
        if let OpensAt::Now(_) = lot.opens_at {
            lot.opens_at = OpensAt::At(now);
        }
    }
    document
}

/// `sha256:` and the SHA-256 of a document's exact text.
#[must_use]
pub fn digest(text: &RawValue) -> String {
    format!("sha256:{}", hex::encode(sha256(text.get().as_bytes())))
}

impl LotPublished {
    /// The lot that this record publishes. The document is checked as when a buyer sent it, so that a forged record is
    /// refused before it is judged.
    ///
    /// # Errors
    /// A plain text where the record contradicts itself or comes from a later version.
    pub fn setup(&self, lot: LotId) -> Result<Setup, String> {
        self.check_versions()?;
        if self.digest != digest(&self.event) {
            return Err("the digest is not that of the event document".to_owned());
        }
        let event = EventDocument::read_frozen(self.event.get().as_bytes()).map_err(|problems| {
            format!("the event document: {}", problems.first().map_or(String::new(), ToString::to_string))
        })?;
        self.lot_of(&event, lot)
    }

    /// The lot that this record publishes; `event` is its document, read by [`EventDocument::read_frozen`]. All lots of an event
    /// carry the same document, so a publication reads it once.
    ///
    /// # Errors
    /// As [`Self::setup`].
    pub fn lot_of(&self, event: &EventDocument, lot: LotId) -> Result<Setup, String> {
        let stated = event
            .lots
            .get(self.lot)
            .ok_or_else(|| format!("the event document has no lot {}, it has {}", self.lot, event.lots.len()))?;
        let OpensAt::At(opens_at) = stated.opens_at else {
            return Err("a published lot opens at an instant, not \"now\"".to_owned());
        };
        let closes_at = stated.closes_at_from(opens_at).ok_or("the lot does not say when it closes")?;
        let bidders = stated.bidders.iter().map(|bidder| invited(bidder, stated, &event.bidders));
        Ok(Setup {
            lot,
            title: stated.title.clone(),
            decimals: stated.decimals,
            opens_at,
            closes_at,
            items: stated.items.iter().map(item).collect(),
            rules: stated.rules.clone(),
            bidders: bidders.collect::<Result<_, _>>()?,
            alias_key: alias_key(&self.alias_key)?,
            event: self.facts(event),
        })
    }

    fn check_versions(&self) -> Result<(), String> {
        if self.schema != LOT_PUBLISHED_SCHEMA {
            let schema = self.schema;
            return Err(format!("a record of shape {schema}; this version reads shape {LOT_PUBLISHED_SCHEMA}"));
        }
        if !(1..=RULES_VERSION).contains(&self.rules_version) {
            let rules = self.rules_version;
            return Err(format!("judged by rules version {rules}; this version knows up to {RULES_VERSION}"));
        }
        Ok(())
    }

    fn facts(&self, event: &EventDocument) -> EventFacts {
        let trust = |trust: &TrustDocument| Trust { ods: trust.ods.clone(), name: trust.name.clone() };
        EventFacts {
            profile: event.profile,
            id: self.event_id.clone(),
            owner: self.owner.clone(),
            title: event.title.clone(),
            reference: event.reference.clone(),
            contact: event.contact.clone(),
            currency: event.currency.clone(),
            practice: event.practice,
            contract_months: event.contract_months,
            contract_starts_on: event.contract_starts_on,
            terms: event.terms.clone(),
            four_eyes: event.four_eyes,
            trusts: event.trusts.iter().map(trust).collect(),
            digest: self.digest.clone(),
        }
    }
}

fn item(item: &ItemDocument) -> Item {
    Item {
        id: item.id.clone(),
        description: item.description.clone(),
        unit: item.unit.clone(),
        gtin: item.gtin.clone(),
        volumes: item.volumes.clone(),
        baselines: item.baselines.clone(),
        volume: item.volume(),
    }
}

fn invited(bidder: &LotBidderDocument, lot: &LotDocument, event: &[BidderDocument]) -> Result<Invited, String> {
    let known = event.iter().find(|known| known.id == bidder.bidder);
    let known = known.ok_or_else(|| format!("the lot invites \"{}\", the event does not", bidder.bidder))?;
    Ok(Invited {
        id: known.id.clone(),
        name: known.name.as_str().into(),
        factor: bidder.factor,
        divisor: bidder.divisor,
        addition: bidder.addition,
        quality: bidder.quality,
        opening: bidder.opening.as_ref().map(|opening| in_order(opening, lot)).transpose()?,
    })
}

/// The prices of an opening offer in the order of the lot's items.
fn in_order(opening: &IndexMap<ItemId, Amount>, lot: &LotDocument) -> Result<ByItem<Amount>, String> {
    let price = |item: &ItemDocument| {
        opening.get(&item.id).copied().ok_or_else(|| format!("an opening offer without a price for \"{}\"", item.id))
    };
    lot.items.iter().map(price).collect()
}

/// Reads 64 hex digits.
fn alias_key(hex: &str) -> Result<AliasKey, String> {
    let wrong = || "the alias key is not 64 hex digits".to_owned();
    if hex.len() != 64 || !hex.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(wrong());
    }
    let mut key = [0; 32];
    for (byte, place) in key.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&hex[place..place + 2], 16).map_err(|_| wrong())?;
    }
    Ok(AliasKey(key))
}

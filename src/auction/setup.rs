//! The setup of a lot: everything that is frozen when its event is published.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::index::{BidderIndex, ByItem};
use super::rules::Rules;
use super::scoring::BidderFigures;
use crate::clock::Instant;
use crate::ids::{BidderId, EventId, ItemId, LotId, OdsCode, OrgId};
use crate::money::Amount;

/// A published lot, as its journal's first record states it.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The lot's own id.
    pub lot: LotId,
    /// What the lot shares with the rest of its event.
    pub event: EventFacts,
    /// The lot's title.
    pub title: String,
    /// Decimal places of a unit price; the tick is 10^-decimals.
    pub decimals: u32,
    /// From when bids count.
    pub opens_at: Instant,
    /// Until when bids count, as published.
    pub closes_at: Instant,
    /// What is priced, in the document's order; never empty.
    pub items: Vec<Item>,
    /// What bids are judged by.
    pub rules: Rules,
    /// Who may bid, in the order of their opening offers; never empty.
    pub bidders: Vec<Invited>,
    /// The key of each viewer's aliases; only an auditor sees it.
    pub alias_key: AliasKey,
}

/// What all lots of an event share.
#[derive(Debug, Clone)]
pub struct EventFacts {
    /// The event's id.
    pub id: EventId,
    /// The partnership that it belongs to.
    pub owner: OrgId,
    /// Its title.
    pub title: String,
    /// The partnership's own reference.
    pub reference: Option<String>,
    /// Whom a reader may ask.
    pub contact: Option<Contact>,
    /// ISO 4217, `GBP`.
    pub currency: String,
    /// Under which law it runs.
    pub profile: Profile,
    /// Nothing in it counts.
    pub practice: bool,
    /// How long the contract runs.
    pub contract_months: Option<u32>,
    /// The day on which it starts.
    pub contract_starts_on: Option<Date>,
    /// What a bidder has to accept before it bids.
    pub terms: Option<String>,
    /// Delicate acts wait for a second buyer.
    pub four_eyes: bool,
    /// The trusts that buy, in the document's order.
    pub trusts: Vec<Trust>,
    /// `sha256:` and the digest of the frozen document.
    pub digest: String,
}

/// Whom a reader of an event may ask. Everybody who may see the event may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// A person or an office.
    pub name: String,
    /// As it is dialled from the United Kingdom; there is a telephone number or an e-mail address.
    pub telephone: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// When somebody answers.
    pub hours: Option<String>,
}

impl Contact {
    /// Whom to ask, in one line.
    #[must_use]
    pub fn in_one_line(&self) -> String {
        let parts = [Some(&self.name), self.telephone.as_ref(), self.email.as_ref(), self.hours.as_ref()];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// Under which law an event runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Public Contracts Regulations 2015, regulation 35: among others, a lot closes by no buyer's act.
    Reg35,
    /// The partnership's own settings, justified when the event was published.
    Custom,
}

/// A trust that buys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    /// Its ODS code.
    pub ods: OdsCode,
    /// Its name.
    pub name: String,
}

/// A line of the lot.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// What it is.
    pub description: String,
    /// What one price buys, `box of 100`.
    pub unit: String,
    /// Its trade item number, where it has one.
    pub gtin: Option<String>,
    /// Units a year for each trust that takes part.
    pub volumes: IndexMap<OdsCode, Amount>,
    /// What each trust pays today for one unit.
    pub baselines: IndexMap<OdsCode, Amount>,
    /// The sum of `volumes`; above zero.
    pub volume: Amount,
}

/// A bidder and its own figures for this lot.
#[derive(Debug, Clone)]
pub struct Invited {
    /// Its id.
    pub id: BidderId,
    /// Its name, for viewers that may know it.
    pub name: Arc<str>,
    /// `evaluated = total × factor ÷ divisor + addition`.
    pub factor: Amount,
    /// See `factor`; above zero.
    pub divisor: Amount,
    /// See `factor`; may be negative.
    pub addition: Amount,
    /// Quality points in a weighted lot.
    pub quality: Option<Amount>,
    /// Its price from the tender stage, one for every item in the lot's order.
    pub opening: Option<ByItem<Amount>>,
}

impl Setup {
    /// The invited bidders with their places, in order.
    pub(crate) fn invited(&self) -> impl Iterator<Item = (BidderIndex, &Invited)> {
        BidderIndex::all(self.bidders.len()).zip(&self.bidders)
    }
}

impl Invited {
    pub(crate) fn figures(&self) -> BidderFigures {
        BidderFigures { factor: self.factor, divisor: self.divisor, addition: self.addition }
    }
}

/// 32 secret bytes. Never printed by `Debug`.
#[derive(Clone)]
pub struct AliasKey(pub [u8; 32]);

impl fmt::Debug for AliasKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AliasKey(…)")
    }
}

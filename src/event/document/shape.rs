//! An event document as types: its parts, and what follows from a part by itself.

use std::time::Duration;

use indexmap::IndexMap;
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::auction::rules::Rules;
use crate::auction::scoring::BidderFigures;
use crate::auction::setup::{Contact, Profile};
use crate::clock::Instant;
use crate::ids::{BidderId, ItemId, OdsCode};
use crate::money::Amount;

/// An event as its buyer states it, checked, every default written out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventDocument {
    /// Its title.
    pub title: String,
    /// The partnership's own reference.
    pub reference: Option<String>,
    /// Whom a reader may ask.
    pub contact: Option<Contact>,
    /// ISO 4217.
    pub currency: String,
    /// How strict the lint is.
    pub profile: Profile,
    /// Why the profile is not the strict one.
    pub justification: Option<String>,
    /// Nothing in it counts.
    pub practice: bool,
    /// Delicate acts wait for a second buyer.
    pub four_eyes: bool,
    /// How long the contract runs.
    pub contract_months: Option<u32>,
    /// The day on which it starts.
    #[schemars(with = "Option<String>")]
    pub contract_starts_on: Option<Date>,
    /// What a bidder has to accept before it bids.
    pub terms: Option<String>,
    /// The trusts that buy.
    pub trusts: Vec<TrustDocument>,
    /// The suppliers invited.
    pub bidders: Vec<BidderDocument>,
    /// What is bid for.
    pub lots: Vec<LotDocument>,
}

/// A trust.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrustDocument {
    /// Its ODS code.
    pub ods: OdsCode,
    /// Its name.
    pub name: String,
}

/// A supplier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BidderDocument {
    /// Its id.
    pub id: BidderId,
    /// Its name.
    pub name: String,
}

/// A lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LotDocument {
    /// Its title.
    pub title: String,
    /// Decimal places of a unit price, 0 to 4.
    pub decimals: u32,
    /// From when bids count.
    pub opens_at: OpensAt,
    /// Until when; exactly one of this, `duration_s` and `rules.idle`.
    pub closes_at: Option<Instant>,
    /// How long, seconds.
    pub duration_s: Option<u64>,
    /// What is priced.
    pub items: Vec<ItemDocument>,
    /// What bids are judged by.
    pub rules: Rules,
    /// Who may bid on this lot.
    pub bidders: Vec<LotBidderDocument>,
}

/// When a lot opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OpensAt {
    /// At an instant.
    At(Instant),
    /// At publication; only in practice events and the custom profile.
    Now(Now),
}

/// The word `now`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Now {
    /// The instant of publication.
    Now,
}

/// A line of a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemDocument {
    /// Its id.
    pub id: ItemId,
    /// What it is.
    pub description: String,
    /// What one price buys.
    pub unit: String,
    /// GS1 GTIN.
    pub gtin: Option<String>,
    /// Units a year for each trust.
    pub volumes: IndexMap<OdsCode, Amount>,
    /// What each trust pays today for one unit.
    pub baselines: IndexMap<OdsCode, Amount>,
}

/// A bidder's own figures for a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LotBidderDocument {
    /// Who.
    pub bidder: BidderId,
    /// `evaluated = total × factor ÷ divisor + addition`.
    pub factor: Amount,
    /// See `factor`.
    pub divisor: Amount,
    /// See `factor`.
    pub addition: Amount,
    /// Quality points in a weighted lot.
    pub quality: Option<Amount>,
    /// Prices from the tender stage, one for every item.
    pub opening: Option<IndexMap<ItemId, Amount>>,
}

impl LotDocument {
    /// When the lot closes if it opens at `opens_at` and nothing moves the close.
    #[must_use]
    pub fn closes_at_from(&self, opens_at: Instant) -> Option<Instant> {
        let later = |seconds| opens_at + Duration::from_secs(seconds);
        let idle = || self.rules.idle.map(|idle| later(idle.idle_s));
        self.closes_at.or_else(|| self.duration_s.map(later)).or_else(idle)
    }

    /// The instant that no extension and no bid moves the close past.
    #[must_use]
    pub fn latest_close(&self) -> Option<Instant> {
        let extended = self.rules.extension.and_then(|extension| extension.latest_close);
        extended.or_else(|| self.rules.idle.and_then(|idle| idle.latest_close))
    }
}

impl ItemDocument {
    /// The sum of the trusts' volumes.
    #[must_use]
    pub fn volume(&self) -> Amount {
        self.volumes.values().map(|volume| volume.decimal()).sum::<Decimal>().into()
    }
}

impl LotBidderDocument {
    /// Whether its evaluated price is its total.
    #[must_use]
    pub fn has_plain_figures(&self) -> bool {
        let Self { factor, divisor, addition, .. } = *self;
        BidderFigures { factor, divisor, addition }.are_plain()
    }

    /// A bidder whose evaluated price is its total.
    #[must_use]
    pub fn plain(bidder: BidderId) -> Self {
        Self { bidder, factor: Amount::ONE, divisor: Amount::ONE, addition: Amount::ZERO, quality: None, opening: None }
    }
}

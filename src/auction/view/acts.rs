//! What has moved a lot, act by act, as one viewer may see it.
//!
//! An act is a record of a buyer or of the clock: it has opened, paused, resumed, extended or ended the lot, or taken
//! offers out of the ranking. Bids are no acts, and neither is an extension that a bid has caused.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sight::Sight;
use crate::auction::alias::Aliases;
use crate::auction::board::Offer;
use crate::auction::event::{Cause, CloseCause};
use crate::auction::figures;
use crate::auction::index::BidderIndex;
use crate::auction::notice::NoticeCause;
use crate::clock::{Instant, uk};
use crate::ids::{BidderId, PersonId, Seq};
use crate::money::Amount;

/// An act on a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ActView {
    /// Its place in the journal.
    pub seq: Seq,
    /// When.
    pub at: Instant,
    /// What kind of record it is.
    pub kind: ActKind,
    /// Who did it; left out for suppliers and observers.
    #[serde(flatten)]
    pub doer: Option<DoerView>,
    /// The buyer's reason; null where the clock or the server did it.
    pub reason: Option<Arc<str>>,
    /// What it did.
    pub what: ActWhat,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct DoerView {
    /// The person; null for the clock and for the server.
    pub by: Option<PersonId>,
    /// Their name. Null once the person is erased, and for a person who is not among the people who sign in.
    pub by_name: Option<Arc<str>>,
}

/// The kinds of acts, named as their records are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// Bids count from here.
    LotOpened,
    /// A buyer moved the close.
    LotExtended,
    /// The remaining time is frozen.
    LotPaused,
    /// The remaining time runs again.
    LotResumed,
    /// A standing offer was taken away.
    BidAnnulled,
    /// A bidder's offers left the ranking.
    BidderExcluded,
    /// The lot has its result.
    LotClosed,
    /// The lot ended without a result.
    LotCancelled,
}

/// What an act did. A member that does not belong to the kind, or that the viewer may not see, is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct ActWhat {
    /// What stopped the clock or ended the lot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<NoticeCause>,
    /// The close from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<Instant>,
    /// The close before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Instant>,
    /// When the lot resumes by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resumes_at: Option<Instant>,
    /// Whose offer it took away, as this viewer knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Whose; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bidder: Option<BidderId>,
    /// Its name; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// Present, and true, where it was the viewer's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<bool>,
    /// The record of the offer that it took away; left out for an opening offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<Seq>,
    /// That offer's total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Amount>,
    /// What was compared of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluated: Option<Amount>,
}

/// An act as the lot's history keeps it.
#[derive(Debug, Clone)]
pub(crate) struct PastAct {
    pub(crate) seq: Seq,
    pub(crate) at: Instant,
    pub(crate) reason: Option<Arc<str>>,
    pub(crate) what: PastWhat,
}

/// What a past act did.
#[derive(Debug, Clone)]
pub(crate) enum PastWhat {
    Opened { closes_at: Instant },
    Extended { was: Instant, closes_at: Instant },
    Paused { cause: Cause, resumes_at: Option<Instant> },
    Resumed { closes_at: Instant },
    Annulled { bidder: BidderIndex, offer: Arc<Offer> },
    Excluded { bidder: BidderIndex, offer: Option<Arc<Offer>> },
    Closed { cause: CloseCause },
    Cancelled,
}

impl PastWhat {
    const fn kind(&self) -> ActKind {
        match self {
            Self::Opened { .. } => ActKind::LotOpened,
            Self::Extended { .. } => ActKind::LotExtended,
            Self::Paused { .. } => ActKind::LotPaused,
            Self::Resumed { .. } => ActKind::LotResumed,
            Self::Annulled { .. } => ActKind::BidAnnulled,
            Self::Excluded { .. } => ActKind::BidderExcluded,
            Self::Closed { .. } => ActKind::LotClosed,
            Self::Cancelled => ActKind::LotCancelled,
        }
    }
}

/// The acts as the viewer may see them. A supplier is told what its notices tell it: that an offer was annulled, but not
/// whose, unless it was its own.
pub(super) fn seen(sight: Sight<'_>, acts: &[PastAct]) -> Vec<ActView> {
    let doer = sight.is_buyer_or_auditor().then(DoerView::default);
    let view = |aliases: &Aliases, act: &PastAct| ActView {
        seq: act.seq,
        at: act.at,
        kind: act.what.kind(),
        doer: doer.clone(),
        reason: act.reason.clone(),
        what: what(sight, aliases, &act.what),
    };
    sight.with_aliases(|aliases| acts.iter().map(|act| view(aliases, act)).collect())
}

fn what(sight: Sight<'_>, aliases: &Aliases, what: &PastWhat) -> ActWhat {
    let none = ActWhat::default();
    match what {
        PastWhat::Opened { closes_at } | PastWhat::Resumed { closes_at } => {
            ActWhat { closes_at: Some(*closes_at), ..none }
        }
        PastWhat::Extended { was, closes_at } => ActWhat { was: Some(*was), closes_at: Some(*closes_at), ..none },
        PastWhat::Paused { cause, resumes_at } => {
            ActWhat { cause: Some((*cause).into()), resumes_at: *resumes_at, ..none }
        }
        PastWhat::Annulled { bidder, offer } => lost(sight, aliases, *bidder, Some(offer)),
        PastWhat::Excluded { bidder, offer } => lost(sight, aliases, *bidder, offer.as_deref()),
        PastWhat::Closed { cause } => ActWhat { cause: Some((*cause).into()), ..none },
        PastWhat::Cancelled => none,
    }
}

fn lost(sight: Sight<'_>, aliases: &Aliases, bidder: BidderIndex, offer: Option<&Offer>) -> ActWhat {
    if sight.is_supplier() && !sight.is_own(bidder) {
        return ActWhat::default();
    }
    let decimals = sight.board.facts.setup.decimals;
    ActWhat {
        alias: Some(aliases.of(bidder).to_owned()),
        bidder: sight.identity(bidder),
        name: sight.name(bidder),
        own: sight.is_own(bidder).then_some(true),
        offer: offer.and_then(Offer::seq),
        total: offer.map(|offer| offer.total.with_places(decimals)),
        evaluated: offer.map(|offer| offer.evaluated.with_places(decimals)),
        ..ActWhat::default()
    }
}

impl ActKind {
    /// The kind as it stands in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LotOpened => "lot_opened",
            Self::LotExtended => "lot_extended",
            Self::LotPaused => "lot_paused",
            Self::LotResumed => "lot_resumed",
            Self::BidAnnulled => "bid_annulled",
            Self::BidderExcluded => "bidder_excluded",
            Self::LotClosed => "lot_closed",
            Self::LotCancelled => "lot_cancelled",
        }
    }
}

impl ActView {
    /// What the act did, in one or two sentences.
    #[must_use]
    pub fn in_words(&self, currency: &str) -> String {
        let ActWhat { cause, closes_at, was, resumes_at, .. } = &self.what;
        let at = |at: &Option<Instant>| at.map_or_else(String::new, uk::time_on_day);
        match self.kind {
            ActKind::LotOpened => format!("The lot opened. It was to close at {}.", at(closes_at)),
            ActKind::LotExtended => format!("The close moved from {} to {}.", at(was), at(closes_at)),
            ActKind::LotPaused => {
                let paused = match cause {
                    Some(NoticeCause::Outage) => "The server was away, so the lot was paused.",
                    Some(NoticeCause::Buyer | NoticeCause::Bid | NoticeCause::Time) | None => "The lot was paused.",
                };
                match resumes_at {
                    Some(resumes_at) => format!("{paused} It was to resume at {}.", uk::time_on_day(*resumes_at)),
                    None => paused.to_owned(),
                }
            }
            ActKind::LotResumed => format!("The lot resumed. It was to close at {}.", at(closes_at)),
            ActKind::BidAnnulled => self.what.annulment_in_words(currency),
            ActKind::BidderExcluded => match (self.what.own, self.what.known_as()) {
                (Some(true), _) => "You were excluded.".to_owned(),
                (_, Some(name)) => format!("{name} was excluded."),
                (_, None) => "A bidder was excluded.".to_owned(),
            },
            ActKind::LotClosed => match cause {
                Some(NoticeCause::Buyer) => "A buyer closed the lot early.".to_owned(),
                Some(NoticeCause::Time | NoticeCause::Bid | NoticeCause::Outage) | None => {
                    "The closing time came, and the lot closed.".to_owned()
                }
            },
            ActKind::LotCancelled => "The lot was cancelled. It has no result.".to_owned(),
        }
    }
}

impl ActWhat {
    fn annulment_in_words(&self, currency: &str) -> String {
        let of = self.total.map(|total| format!(" of {}", figures::money(currency, total))).unwrap_or_default();
        match (self.own, self.known_as()) {
            (Some(true), _) => format!("Your offer{of} was annulled."),
            (_, Some(name)) => format!("The offer{of} from {name} was annulled."),
            (_, None) => "An offer of another bidder was annulled.".to_owned(),
        }
    }

    fn known_as(&self) -> Option<&str> {
        self.name.as_deref().or(self.alias.as_deref())
    }
}

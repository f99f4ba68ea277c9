//! A preview of a buyer's act: the lot before it, the lot after it, and what bidders would be told.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::savings::{self, Savings};
use super::sight::Sight;
use crate::auction::board::Board;
use crate::auction::index::BidderIndex;
use crate::auction::limits::Limits;
use crate::auction::notice::{Notice, NoticeCause, NoticeKind};
use crate::auction::ranking::Place;
use crate::auction::state::State;
use crate::clock::Instant;
use crate::ids::{BidderId, Seq};
use crate::money::Amount;

/// What an act would do, as one buyer may see it. Nothing has happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PreviewView {
    /// The lot's newest record.
    pub seq: Seq,
    /// The moment that was looked at.
    pub at: Instant,
    /// A second buyer has to approve the act before it has this effect.
    pub waits: bool,
    /// The buyer has to prove the second factor again before the act.
    pub step_up: bool,
    /// The lot as it is.
    pub before: SideView,
    /// The lot as it would be. Bidders are named as far as this viewer may know them now.
    pub after: SideView,
    /// The notice that bidders would get; none where they would get none.
    pub told: Option<ToldView>,
}

/// A lot on one side of an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SideView {
    /// The lot's state.
    pub state: State,
    /// From when bids count.
    pub opens_at: Instant,
    /// Until when bids count; after an early close its instant.
    pub closes_at: Instant,
    /// The close never moves past this.
    pub latest_close: Option<Instant>,
    /// When a paused lot resumes by itself.
    pub resumes_at: Option<Instant>,
    /// How often a bid moved the close.
    pub extensions: u32,
    /// The standing offers, best first.
    pub ranking: Vec<RankedView>,
    /// The aliases of excluded bidders.
    pub excluded: Vec<String>,
    /// What each bidder may offer next; empty once the lot has ended.
    pub limits: Vec<LimitsView>,
    /// A year's saving of all trusts at the lead's prices; none without a lead, and for a lot without a result.
    pub saving: Option<LeadSaving>,
}

/// A standing offer and its rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RankedView {
    /// Whose it is, as this viewer knows it.
    pub alias: String,
    /// Whose it is; left out where the viewer may not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bidder: Option<BidderId>,
    /// Its name; left out where the viewer may not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// Its rank.
    pub rank: u32,
    /// Its total.
    pub total: Amount,
    /// What is compared.
    pub evaluated: Amount,
    /// Its score in a weighted lot.
    pub score: Option<Amount>,
    /// Its place in the journal; none for an opening offer.
    pub seq: Option<Seq>,
}

/// What a bidder may offer next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LimitsView {
    /// Who, as this viewer knows it.
    pub alias: String,
    /// The highest total.
    pub highest_allowed: Option<Amount>,
    /// The lowest total.
    pub lowest_allowed: Option<Amount>,
}

/// A year's saving of all trusts at the lead's prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LeadSaving {
    /// At today's prices.
    pub baseline_spend: Amount,
    /// The difference; negative for a loss.
    pub saving: Amount,
    /// The saving in per cent of today's spend, one place; none where nothing is spent today.
    pub percent: Option<Amount>,
    /// How many pairs of trust and item have a volume but no baseline, and are in none of the figures.
    pub not_counted: u32,
}

/// The notice that bidders would get. It has no place in the journal, because it is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ToldView {
    /// When.
    pub at: Instant,
    /// What.
    pub kind: NoticeKind,
    /// What moves the clock or closes the lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<NoticeCause>,
    /// The buyer's reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Arc<str>>,
    /// The close from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<Instant>,
    /// The buyer's message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Arc<str>>,
    /// The alias of the only bidder who would get it; none where all would.
    pub to: Option<String>,
}

impl SideView {
    /// The board in figures. `names` says how the viewer knows the bidders.
    pub(crate) fn new(names: Sight<'_>, board: &Board) -> Self {
        let timing = &board.timing;
        Self {
            state: timing.state,
            opens_at: board.opens_at(),
            closes_at: timing.closes_at,
            latest_close: timing.latest_close,
            resumes_at: timing.pause.as_ref().and_then(|pause| pause.resumes_at),
            extensions: timing.extensions,
            ranking: ranking(names, board),
            excluded: by_alias(names, board, |bidder| board.rows[bidder].is_excluded().then_some(()))
                .into_iter()
                .map(|(alias, ())| alias)
                .collect(),
            limits: limits(names, board),
            saving: savings::at_lead(board).as_ref().map(LeadSaving::of),
        }
    }
}

impl LeadSaving {
    /// The sum over all trusts.
    pub(super) fn of(savings: &Savings) -> Self {
        let total = &savings.total;
        Self {
            baseline_spend: total.baseline_spend,
            saving: total.saving,
            percent: total.percent,
            not_counted: savings.not_counted,
        }
    }
}

impl ToldView {
    /// The notice, to one bidder where `to` names it.
    pub(crate) fn new(notice: Notice, to: Option<String>) -> Self {
        let Notice { seq: _, at, kind, cause, reason, closes_at, text, own: _, to: _ } = notice;
        Self { at, kind, cause, reason, closes_at, text, to }
    }
}

fn ranking(names: Sight<'_>, board: &Board) -> Vec<RankedView> {
    let decimals = board.facts.setup.decimals;
    names.with_aliases(|aliases| {
        let view = |place: Place| {
            let offer = board.rows[place.bidder].standing.as_ref().expect("a ranked bidder has a standing offer");
            RankedView {
                alias: aliases.of(place.bidder).to_owned(),
                bidder: names.identity(place.bidder),
                name: names.name(place.bidder),
                rank: place.rank,
                total: offer.total.with_places(decimals),
                evaluated: offer.evaluated.with_places(decimals),
                score: place.score,
                seq: offer.seq(),
            }
        };
        board.ranking.places().map(view).collect()
    })
}

fn limits(names: Sight<'_>, board: &Board) -> Vec<LimitsView> {
    if board.state().is_over() {
        return Vec::new();
    }
    by_alias(names, board, |bidder| Some(Limits::of(board, bidder)))
        .into_iter()
        .map(|(alias, limits)| LimitsView { alias, highest_allowed: limits.highest, lowest_allowed: limits.lowest })
        .collect()
}

/// What `of` gives for each bidder, with its alias and in the order of aliases: another order could identify bidders.
fn by_alias<T>(names: Sight<'_>, board: &Board, of: impl Fn(BidderIndex) -> Option<T>) -> Vec<(String, T)> {
    let mut found: Vec<(String, T)> = names.with_aliases(|aliases| {
        let bidders = board.rows.iter().map(|(bidder, _)| bidder);
        bidders.filter_map(|bidder| Some((aliases.of(bidder).to_owned(), of(bidder)?))).collect()
    });
    found.sort_by(|(one, _), (other, _)| (one.len(), one).cmp(&(other.len(), other)));
    found
}
